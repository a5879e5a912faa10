from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "allostream.web"
    label = "web"
