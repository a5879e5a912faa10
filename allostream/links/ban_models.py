"""The table of what is banned."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from allostream.catalogue.models import Title
from allostream.hosts.models import Channel, Host
from allostream.lib.ids import new_id
from allostream.links.ban_rules import Banned, Reach, Scope


class Ban(models.Model):
    """That links of a host, channel, uploader, path, title or person are not shown or not taken, until when, and why.

    The reason is public. Rows stay when a ban has ended: they are its history.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    reach = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Reach])
    host = models.ForeignKey(Host, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    title = models.ForeignKey(Title, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Empty when the account is gone: what is held stays held.",
    )  # fmt: skip
    text = models.CharField(
        max_length=500, blank=True, default="", help_text="A path without its scheme, or the keyed hash of an account."
    )
    scope = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Scope], default=Scope.SHOWN)
    site = models.CharField(max_length=30, blank=True, default="", help_text="Slug of a site; empty for all.")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.TextField(help_text="For everybody to read.")
    given_by = models.CharField(max_length=100, help_text="Kind and id of who did it, as the audit writes them.")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(scope="new") | Q(site=""), name="what_is_shown_is_of_all_sites"),
        ]
        indexes: ClassVar = [
            # Which bans hold: asked with every change of what is shown.
            models.Index(fields=["since"], name="bans_in_force", condition=Q(lifted_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.reach} {self.on}"

    @property
    def on(self) -> int | str:
        """What it is for, as allostream.links.ban_rules compares it."""
        found = {Reach.HOST: self.host_id, Reach.CHANNEL: self.channel_id, Reach.TITLE: self.title_id,
                 Reach.PERSON: self.person_id}.get(Reach(self.reach))  # fmt: skip
        return self.text if found is None else found

    def bare(self) -> Banned:
        """The ban as the rules know it."""
        return Banned(self.pk, Reach(self.reach), self.on, Scope(self.scope), self.site, self.until)
