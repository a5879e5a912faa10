from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "allostream.outbox"
    label = "outbox"
