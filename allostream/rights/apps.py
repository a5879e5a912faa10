from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "allostream.rights"
    label = "rights"
