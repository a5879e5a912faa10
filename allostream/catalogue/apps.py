from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "allostream.catalogue"
    label = "catalogue"
