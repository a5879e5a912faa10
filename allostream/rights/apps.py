from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RightsConfig(AppConfig):
    name = "allostream.rights"
    label = "rights"

    def ready(self) -> None:
        from allostream.rights import guards, holding

        holding.tell()
        post_migrate.connect(guards.lay_after_migrating, sender=self)  # as allostream.audit.apps says why
