from django.apps import AppConfig


class HostsConfig(AppConfig):
    name = "allostream.hosts"
    label = "hosts"
