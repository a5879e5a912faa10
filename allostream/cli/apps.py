from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "allostream.cli"
    label = "cli"
