from django.apps import AppConfig


class RightsDeskConfig(AppConfig):
    name = "allostream.rights_desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the export of accounts what is kept about people in cases, and what goes with an account."""
        from allostream.accounts.holdings import Holding, register
        from allostream.rights_desk import keeping

        sent = "What you sent to the rights desk, what became of it, and until when the law has it kept."
        register(Holding("cases", sent, keeping.sent_by, keeping.shorten_of))
        named = "Notices that named links which you had proposed, and what became of them."
        register(Holding("cases_about_links", named, keeping.about_links_of))
