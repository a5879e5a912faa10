"""Tables of links that people bring."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from allostream.catalogue.models import Episode, Season, Title
from allostream.community.bringing_rules import WAITING, Kind, State, Told
from allostream.hosts.models import Host, Proposal
from allostream.lib.ids import new_id
from allostream.links.models import WatchLink
from allostream.sites.models import Site

IS_WAITING = Q(state__in=sorted(WAITING))


class HostAnswer(models.Model):
    """What a host has told of a copy that somebody brings, kept for some weeks, so that nobody asks twice.

    Never the reply itself, in which there are e-mail addresses: what is read from it, as
    allostream.connectors.candidates and allostream.rights.origin write it.
    """

    content_key = models.CharField(max_length=500)
    content_key_hash = models.BigIntegerField()
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="answers_on_copies")
    canonical_url = models.URLField(max_length=2000)
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Told], default=Told.ASKED)
    told = models.JSONField(default=dict, blank=True, help_text="The candidate that its connector makes of the reply.")
    facts = models.JSONField(default=dict, blank=True, help_text="What its reader takes from the reply.")
    uploader = models.CharField(max_length=200, blank=True, default="", help_text="Never an e-mail address.")
    sha256 = models.CharField(max_length=64, blank=True, default="", help_text="Of the reply that was read.")
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content_key"], name="one_answer_per_copy"),
        ]
        indexes: ClassVar = [
            # Which hosts are to be asked, the longest due first.
            models.Index(fields=["try_again_at"], name="answer_due", condition=Q(try_again_at__isnull=False)),
            # What is old enough to be forgotten.
            models.Index(fields=["asked_at"], name="answer_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.content_key}: {self.state}"


class Bundle(models.Model):
    """Several links that somebody brought at once: pasted, in a file, or as a collection that a host keeps."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bundles")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind])
    name = models.CharField(max_length=200, blank=True, default="")
    address = models.URLField(max_length=2000, blank=True, default="", help_text="Of the collection.")
    faults = models.JSONField(default=list, blank=True, help_text="What was wrong with which line.")
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-made_at"], name="bundles_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Submission(models.Model):
    """A link that somebody brings: from the address as they gave it to what became of it, and why.

    It is no link yet: only what a person or the rules accept becomes one, so that nothing that waits can be shown.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="submissions")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, help_text="Where whoever brought it was.")
    language = models.CharField(max_length=12, help_text="In which we write to them about it.")
    bundle = models.ForeignKey(Bundle, null=True, blank=True, on_delete=models.CASCADE, related_name="submissions")
    # The address
    address = models.CharField(max_length=2000, help_text="As it was given.")
    canonical_url = models.URLField(max_length=2000)
    content_key = models.CharField(max_length=500)
    content_key_hash = models.BigIntegerField()
    host = models.ForeignKey(Host, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions")
    domain = models.CharField(max_length=253)
    # What it shows, as whoever brought it says, and as was guessed before
    title = models.ForeignKey(Title, null=True, blank=True, on_delete=models.CASCADE, related_name="submissions")
    season = models.ForeignKey(Season, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    episode = models.ForeignKey(Episode, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    guess = models.JSONField(default=dict, blank=True, help_text="What was guessed, how sure, for which reasons.")
    audio = models.JSONField(null=True, blank=True)
    subtitles = models.JSONField(null=True, blank=True)
    note = models.TextField(blank=True, default="", help_text="For moderators, of whoever brought it.")
    evidence = models.JSONField(
        default=dict, blank=True, help_text="On an unknown host or channel: whose it is, and where that can be read."
    )
    uploaded_myself = models.BooleanField(null=True, blank=True)
    gets_money = models.BooleanField(null=True, blank=True)
    # What became of it
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State])
    reason = models.CharField(max_length=40, help_text="Of allostream.discovery.rules.Reason, or a sign's code.")
    detail = models.CharField(max_length=300, blank=True, default="", help_text="The words that decided.")
    decided_by = models.CharField(max_length=100, blank=True, default="", help_text="As the audit writes them.")
    decided_why = models.TextField(blank=True, default="", help_text="In the words of who decided.")
    by_rule = models.BooleanField(default=False, help_text="No person decided it.")
    link = models.ForeignKey(WatchLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="submissions")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="submission_state"),
        ]
        indexes: ClassVar = [
            # What somebody brought, the latest first.
            models.Index(fields=["person", "-made_at"], name="submissions_of_person"),
            # What waits, the oldest first; how long that takes.
            models.Index(fields=["state", "made_at"], name="submissions_waiting", condition=IS_WAITING),
            models.Index(fields=["decided_at"], name="submissions_decided", condition=Q(decided_at__isnull=False)),
            # Has somebody brought this copy already?
            models.Index(fields=["content_key_hash"], name="submissions_of_copy"),
        ]

    def __str__(self) -> str:
        return f"{self.content_key}: {self.state}"
