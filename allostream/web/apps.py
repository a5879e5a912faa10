from typing import Any

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "allostream.web"
    label = "web"

    def ready(self) -> None:
        """Keep of a session's network address only what it has in common with its neighbours, and let nobody keep a way
        into an account that they made with the address of another."""
        from allauth.account.signals import email_confirmed
        from allauth.usersessions.models import UserSession
        from django.db.models.signals import pre_save

        from allostream.web.accounts.adapter import network_of, proved_elsewhere

        def shorten(instance: Any, **_told: Any) -> None:
            instance.ip = network_of(instance.ip)

        pre_save.connect(shorten, sender=UserSession, weak=False, dispatch_uid="network of session")
        email_confirmed.connect(proved_elsewhere, dispatch_uid="address proved elsewhere")
