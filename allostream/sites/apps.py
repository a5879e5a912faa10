from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "allostream.sites"
    label = "sites"
