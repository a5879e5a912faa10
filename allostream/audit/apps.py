from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "allostream.audit"
    label = "audit"

    def ready(self) -> None:
        from allostream.audit import guards

        # SQLite rebuilds a table to alter it and drops its triggers without a word:
        # laying the guards after every migration closes that gap.
        post_migrate.connect(guards.lay_after_migrating, sender=self)
