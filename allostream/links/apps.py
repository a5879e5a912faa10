from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "allostream.links"
    label = "links"
