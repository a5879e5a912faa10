from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RightsConfig(AppConfig):
    name = "allostream.rights"
    label = "rights"

    def ready(self) -> None:
        from allostream.catalogue.attached import Attached, register
        from allostream.rights import guards, holding

        register(
            Attached("rights.workinputs", "title", stays="what was decided is not written anew"),
            Attached("rights.workinputs", "episode", stays="what was decided is not written anew"),
            Attached("rights.decision", "title", stays="what was decided is not written anew"),
            Attached("rights.decision", "episode", stays="what was decided is not written anew"),
            Attached("rights.fact", "title", stays="moved by rights.actions.facts.move_facts"),
        )
        holding.tell()
        post_migrate.connect(guards.lay_after_migrating, sender=self)  # as allostream.audit.apps says why
