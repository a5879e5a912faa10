from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "allostream.checks"
    default_auto_field = "django.db.models.BigAutoField"
