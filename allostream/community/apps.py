from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "allostream.community"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the export of personal data what is kept here beside the tables that go with an account, and how what
        people said goes along when two works or two links become one."""
        from allostream.accounts.holdings import register
        from allostream.catalogue import attached
        from allostream.community.own import EDITS, REGROUPINGS, REPORTS
        from allostream.community.said_of_both import ATTACHED

        register(REPORTS)
        register(REGROUPINGS)
        attached.register(*ATTACHED)
        register(EDITS)
