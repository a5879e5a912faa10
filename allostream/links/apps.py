from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "allostream.links"
    label = "links"

    def ready(self) -> None:
        from allostream.catalogue.attached import Attached, register
        from allostream.links import holding_of_people
        from allostream.links.twins import join_links

        register(
            Attached("links.watchlink", "title", on_conflict=join_links),
            Attached("links.watchlink", "season", on_conflict=join_links),
            Attached("links.watchlink", "episode", on_conflict=join_links),
            *(
                Attached(f"links.{table}", column, stays="written anew from the links and answers")
                for table, column in (
                    ("shownlink", "title"), ("shownlink", "link"), ("shelfplace", "title"), ("ended", "title"),
                    ("partanswer", "title"), ("partanswer", "episode"),
                )
            ),
        )  # fmt: skip
        holding_of_people.tell()
