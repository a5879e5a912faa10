from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "allostream.links"
    label = "links"

    def ready(self) -> None:
        from allostream.links import holding_of_people

        holding_of_people.tell()
