from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "allostream.discovery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell what stays behind when two titles become one."""
        from allostream.catalogue.attached import Attached, register

        register(Attached("discovery.tmdblisting", "title", stays="it is asked for anew"))
