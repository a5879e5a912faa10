from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "allostream.jobs"
    label = "jobs"
