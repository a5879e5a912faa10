from django.apps import AppConfig


class RightsDeskConfig(AppConfig):
    name = "allostream.rights_desk"
    default_auto_field = "django.db.models.BigAutoField"
