from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "allostream.moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the export of accounts what is kept about people here, and what goes with an account."""
        from allostream.accounts.holdings import register
        from allostream.moderation.holdings import APPEALS, DECISIONS

        register(DECISIONS)
        register(APPEALS)
