"""Tables of those who write to the desk: who they are known to be, and how good their messages have been."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from allostream.lib.ids import new_id


class Flagger(models.Model):
    """A trusted flagger (DSA, article 22): its notices go first. Rows that nobody has confirmed change nothing."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, unique=True)
    country = models.CharField(max_length=2, help_text="Whose coordinator gave the status.")
    decision = models.CharField(
        max_length=300, blank=True, default="", help_text="Reference of the coordinator's decision."
    )
    domains = models.JSONField(default=list, help_text="From which it writes.")
    keys = models.JSONField(default=list, help_text="Fingerprints with which it signs.")
    areas = models.JSONField(default=list, help_text="Subjects for which it has the status; [] for all.")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    suspended_at = models.DateTimeField(null=True, help_text="While the coordinator inquires (article 22(6)).")
    source = models.CharField(max_length=500, blank=True, default="", help_text="Where the award can be read.")
    coordinator = models.CharField(
        max_length=254, blank=True, default="", help_text="Address of the coordinator that gave the status."
    )
    counted_since = models.DateTimeField(
        null=True, help_text="From when its errors count: since it was added, or its lane was opened again."
    )

    class Meta:
        indexes: ClassVar = [
            # Is the domain of a new sender one of a trusted flagger? Few rows are confirmed at a time.
            models.Index(fields=["name"], name="flaggers_in_force", condition=Q(confirmed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class Sender(models.Model):
    """Whoever has written to the desk from one e-mail address, or by one key."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    email = models.CharField(max_length=254, unique=True, help_text="In lower case.")
    domain = models.CharField(max_length=253, blank=True, default="")
    name = models.CharField(max_length=300, blank=True, default="")
    organisation = models.CharField(max_length=300, blank=True, default="")
    flagger = models.ForeignKey(Flagger, null=True, on_delete=models.SET_NULL, related_name="senders")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    verified_until = models.DateTimeField(
        null=True, help_text="Until when who they are, and for whom they act, is known."
    )
    # Counted when items are decided
    items = models.PositiveIntegerField(default=0)
    upheld = models.PositiveIntegerField(default=0)
    not_here = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    reversed = models.PositiveIntegerField(default=0)
    unfounded = models.JSONField(default=list, help_text="Days on which a message was found manifestly unfounded.")
    warned_at = models.DateTimeField(null=True)
    suspended_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["domain"], name="senders_by_domain", condition=~Q(domain="")),
        ]

    def __str__(self) -> str:
        return self.organisation or self.email


class IdentityCheck(models.Model):
    """One way in which a sender has shown, or is asked to show, who they are or for whom they act."""

    class Way(models.TextChoices):
        MAIL = "mail", "A link in a letter to their address"
        DNS = "dns", "A record of their domain"
        REL_ME = "rel-me", "A page of theirs that links to ours"
        FILE = "file", "A file at their domain"
        DOCUMENT = "document", "A document that gives authority"
        KEY = "key", "A key with which they sign"
        FLAGGER = "flagger", "The list of trusted flaggers"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    sender = models.ForeignKey(Sender, on_delete=models.CASCADE, related_name="checks")
    way = models.CharField(max_length=8, choices=Way)
    value = models.CharField(
        max_length=500, blank=True, default="", help_text="Domain, page, fingerprint, name of a file."
    )
    token_hash = models.CharField(max_length=64, blank=True, default="")
    asked_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True, default="")
    document = models.ForeignKey(
        "rights_desk.Message", null=True, on_delete=models.SET_NULL, related_name="+",
        help_text="What was handed in, byte for byte; it goes before the check does.",
    )  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            # What a sender has shown, and what waits for a person.
            models.Index(fields=["sender", "way"], name="checks_of_sender"),
            models.Index(
                fields=["asked_at"], name="checks_waiting", condition=Q(passed_at__isnull=True, failed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender_id} {self.way}"


class SenderKey(models.Model):
    """A key with which a verified sender's program writes; of the key only a hash is kept."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    sender = models.ForeignKey(Sender, on_delete=models.CASCADE, related_name="keys")
    label = models.CharField(max_length=100, blank=True, default="")
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.sender_id} {self.label}"


class Allowance(models.Model):
    """What is left to somebody who sends, for all processes alike: the moment when all of it will be back."""

    who = models.CharField(max_length=64, unique=True, help_text="Keyed hash of the door and of who it is.")
    full_at = models.FloatField(help_text="Seconds since 1970.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["full_at"], name="allowances_by_end")]

    def __str__(self) -> str:
        return self.who
