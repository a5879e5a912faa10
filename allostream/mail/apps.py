from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "allostream.mail"
    label = "mail"
