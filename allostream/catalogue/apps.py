from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "allostream.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Tell what of the catalogue itself goes along in another way than it stands when two titles become one."""
        from allostream.catalogue.attached import Attached, register

        register(
            Attached("catalogue.titleface", "title", stays="made anew from the names"),
            Attached("catalogue.likeness", "made", stays="moved by catalogue.merging, which knows both sides"),
            Attached("catalogue.likeness", "like", stays="moved by catalogue.merging, which knows both sides"),
            # Lists: two of them put together would say what no source says.
            Attached("catalogue.titlecountry", "title", only_if_none=True),
            Attached("catalogue.titlelanguage", "title", only_if_none=True),
        )
