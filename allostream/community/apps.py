from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "allostream.community"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the export of personal data what is kept here beside the tables that go with an account."""
        from allostream.accounts.holdings import register
        from allostream.community.own import REPORTS

        register(REPORTS)
