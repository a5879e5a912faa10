from django.apps import AppConfig


class FreshnessConfig(AppConfig):
    name = "allostream.freshness"
    label = "freshness"
