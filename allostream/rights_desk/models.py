"""Tables of cases: what came, what it says, what it names, what runs out, what was written."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from allostream.catalogue.models import Title
from allostream.lib.ids import new_id
from allostream.links.models import StayDown, WatchLink
from allostream.moderation.models import Decision
from allostream.rights_desk.bulk_models import BulkRow as BulkRow
from allostream.rights_desk.case_rules import (
    CaseState,
    ClockKind,
    Door,
    ItemState,
    Lane,
    Match,
    MessageKind,
    PartyRole,
    Protection,
    Refused,
    without_secret,
)
from allostream.rights_desk.reading.shape import Kind, Mandate, SenderKind, Subject
from allostream.rights_desk.sender_models import Allowance as Allowance
from allostream.rights_desk.sender_models import Flagger as Flagger
from allostream.rights_desk.sender_models import IdentityCheck as IdentityCheck
from allostream.rights_desk.sender_models import Sender as Sender
from allostream.rights_desk.sender_models import SenderKey as SenderKey
from allostream.rights_desk.validity_rules import Level


def values(enum: type) -> list[tuple[str, str]]:
    """The values of a rule's enum as choices of a column."""
    return [(member.value, member.value) for member in enum]  # type: ignore[attr-defined]  # any StrEnum


class Message(models.Model):
    """What came in, byte for byte, kept before anything is read of it; never changed, but erased at its end."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    door = models.CharField(max_length=8, choices=values(Door))
    received_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    media_type = models.CharField(max_length=120, blank=True, default="")
    name = models.CharField(max_length=300, blank=True, default="", help_text="Of the file, as its sender calls it.")
    site = models.CharField(max_length=30, blank=True, default="", help_text="Slug of the site at which it came.")
    network = models.CharField(max_length=64, blank=True, default="", help_text="Keyed hash of whence it was sent.")
    read_at = models.DateTimeField(null=True, help_text="When a case was made of it, or it was found to be no message.")
    trouble = models.TextField(blank=True, default="", help_text="Why it could not be read.")
    ends_at = models.DateTimeField(
        null=True, help_text="When its bytes are erased; empty while a case holds it, which has an end of its own."
    )
    once = models.CharField(
        max_length=64, null=True, unique=True,
        help_text="Digest of sender and content, for as long as the same again is the same message.",
    )  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            # What was kept and not read, because whoever read it stopped.
            models.Index(fields=["received_at"], name="messages_unread", condition=Q(read_at__isnull=True)),
            # keeping.erase_messages_due: what no case holds.
            models.Index(fields=["ends_at"], name="messages_ending", condition=Q(ends_at__isnull=False)),
            # Has this very message come before?
            models.Index(fields=["sha256"], name="messages_by_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.sha256[:12]}"


class Case(models.Model):
    """One matter at the desk. Its number is its public id; its items have states, decisions and clocks of their own."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=14, choices=values(Kind))
    subject = models.CharField(max_length=14, choices=values(Subject))
    regimes = models.JSONField(default=list)
    level = models.CharField(max_length=1, choices=values(Level))
    missing = models.JSONField(default=list, help_text="Elements that were asked for.")
    doubts = models.JSONField(default=list, help_text="Of the reader: [code, detail, part, start, end].")
    signs = models.JSONField(default=list, help_text="What speaks for a forged or careless message.")
    state = models.CharField(max_length=9, choices=values(CaseState), default=CaseState.RECEIVED)
    lane = models.CharField(max_length=9, choices=values(Lane), default=Lane.NORMAL)
    door = models.CharField(max_length=8, choices=values(Door))
    site = models.CharField(max_length=30, blank=True, default="")
    language = models.CharField(max_length=12, default="en", help_text="In which its sender is written to.")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="cases", db_index=False)
    sender = models.ForeignKey(Sender, null=True, on_delete=models.PROTECT, related_name="cases")
    mandate = models.CharField(max_length=20, choices=values(Mandate), default=Mandate.UNKNOWN)
    reference = models.CharField(max_length=200, blank=True, default="", help_text="The sender's own number.")
    explanation = models.TextField(blank=True, default="")
    right = models.CharField(max_length=200, blank=True, default="")
    territory = models.JSONField(default=list)
    wants_stay_down = models.BooleanField(default=False)
    found_by_machine = models.BooleanField(null=True, help_text="As the sender says; empty where nothing is said.")
    about = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="followed_by",
        help_text="The case that a counter notice, complaint, retraction or reply is about.",
    )  # fmt: skip
    idempotency = models.CharField(
        max_length=200, null=True, help_text="Key that a program gave with it."
    )  # unique where given
    key_turn = models.PositiveSmallIntegerField(default=0, help_text="Raised to make all secret addresses void.")
    said = models.PositiveIntegerField(default=0, help_text="How many addresses it names.")
    taken = models.PositiveIntegerField(default=0, help_text="How many of them are items by now.")
    received_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, help_text="When what is missing was asked for: once.")
    acted_at = models.DateTimeField(null=True, help_text="When its first link was suspended.")
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    shortened_at = models.DateTimeField(null=True, help_text="When what no claim needs was erased, as somebody wished.")
    erased_at = models.DateTimeField(null=True, help_text="When all that tells of people was erased.")
    # The desk: what is due first stands first.
    due_at = models.DateTimeField(null=True, help_text="The earliest of its clocks that run.")
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sender", "idempotency"], name="one_case_per_idempotency_key"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="cases_due", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["state", "received_at"], name="cases_by_state"),
            models.Index(fields=["sender", "reference"], name="cases_by_reference"),
            models.Index(fields=["received_at"], name="cases_by_day"),
            # keeping.erase_due: the oldest in which people are still named.
            models.Index(fields=["received_at"], name="cases_with_people", condition=Q(erased_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}: {self.state}"


class ReadRecord(models.Model):
    """What was read of a message, as allostream.rights_desk.reading.written writes it: a better reader replaces it.

    The addresses of a long one stand in portions (Portion) until they are items.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="read_record")
    reader = models.CharField(max_length=40)
    read_at = models.DateTimeField()
    content = models.JSONField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.reader}"


class Portion(models.Model):
    """Addresses of a long message that are not items yet: the worker takes them one portion after the other."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="portions")
    start = models.PositiveIntegerField()
    rows = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "start"], name="one_portion_per_start")]

    def __str__(self) -> str:
        return f"{self.case_id} from {self.start}"


class Party(models.Model):
    """Somebody in a case. Address, telephone and e-mail are never public; of a natural person the name neither."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=10, choices=values(PartyRole))
    kind = models.CharField(max_length=10, choices=values(SenderKind))
    name = models.CharField(max_length=300, blank=True, default="")
    organisation = models.CharField(max_length=300, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    address = models.TextField(blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    country = models.CharField(max_length=60, blank=True, default="")
    site = models.CharField(max_length=500, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.role}: {self.organisation or self.name}"


class CaseStatement(models.Model):
    """A statement that the law asks for, in the sender's own words."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="statements")
    statement = models.CharField(max_length=14)
    words = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.case_id} {self.statement}"


class CaseWork(models.Model):
    """A work as a message names it, and the title that it is here, where that is sure."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="works")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=500, blank=True, default="")
    kind = models.CharField(max_length=60, blank=True, default="")
    year = models.SmallIntegerField(null=True)
    season = models.PositiveIntegerField(null=True)
    episode = models.PositiveIntegerField(null=True)
    owner = models.CharField(max_length=300, blank=True, default="")
    description = models.TextField(blank=True, default="")
    ids = models.JSONField(default=dict)
    lawful_urls = models.JSONField(default=list)
    title = models.ForeignKey(Title, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "position"], name="one_work_per_position")]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One address of a message: as it was said, what it was found to mean, how it stands, why."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveIntegerField()
    said = models.TextField()
    target = models.TextField(blank=True, default="", help_text="Where it leads to, where the message gives both.")
    note = models.TextField(blank=True, default="")
    row = models.JSONField(default=dict, help_text="The line of the table it stood in.")
    spot = models.JSONField(default=list, help_text="[part, start, end] of the message.")
    territory = models.JSONField(default=list)
    work = models.ForeignKey(CaseWork, null=True, on_delete=models.SET_NULL, related_name="items", db_index=False)
    # What it means
    content_key = models.CharField(max_length=500, blank=True, default="")
    content_key_hash = models.BigIntegerField(null=True)
    host = models.CharField(max_length=60, blank=True, default="")
    domain = models.CharField(max_length=253, blank=True, default="")
    match = models.CharField(max_length=2, choices=values(Match), blank=True, default="")
    title = models.ForeignKey(
        Title, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False,
        help_text="Of our page that it names, where it names no link.",
    )  # fmt: skip
    # How it stands
    state = models.CharField(max_length=15, choices=values(ItemState), default=ItemState.RECEIVED)
    refused = models.CharField(max_length=20, choices=values(Refused), blank=True, default="")
    why = models.TextField(blank=True, default="", help_text="Of the person who decided, for the sender to read.")
    decided_at = models.DateTimeField(null=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    mark = models.ForeignKey(StayDown, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "position"], name="one_item_per_position")]
        indexes: ClassVar = [
            # What of a case is in which state: the table of the status page, and what is still undecided.
            models.Index(fields=["case", "state", "position"], name="items_of_case_by_state"),
            # Who else has named this copy?
            models.Index(
                fields=["content_key_hash"], name="items_of_copy", condition=Q(content_key_hash__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.position}: {self.state}"


class ItemLink(models.Model):
    """A link that an item was found to mean: beside it stands the right it rests on, and the sender may drop the
    line."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="found")
    link = models.ForeignKey(WatchLink, on_delete=models.CASCADE, related_name="+")
    match = models.CharField(max_length=2, choices=values(Match))
    protection = models.CharField(max_length=14, choices=values(Protection), blank=True, default="")
    rests_on = models.JSONField(default=dict, help_text="The right it rested on when it was matched, in short.")
    state = models.CharField(max_length=15, choices=values(ItemState), default=ItemState.RECEIVED)
    dropped_at = models.DateTimeField(null=True, help_text="When the sender said that this one is not meant.")
    suspended_at = models.DateTimeField(null=True)
    restored_at = models.DateTimeField(null=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.SET_NULL, related_name="+")
    mark = models.ForeignKey(StayDown, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "link"], name="one_row_per_item_and_link")]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.link_id}: {self.state}"


class Clock(models.Model):
    """Something that runs out: when, by which rule, in which zone, and what came of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=14, choices=values(ClockKind))
    began_at = models.DateTimeField()
    due_at = models.DateTimeField()
    zone = models.CharField(max_length=40, default="UTC")
    rule = models.CharField(max_length=60, help_text="By which it was reckoned, with its version.")
    warned_at = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True, help_text="When those on call were written to once more.")
    done_at = models.DateTimeField(null=True)
    ran_out = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="clocks_running", condition=Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}: {self.due_at}"


class CaseMessage(models.Model):
    """What was written in a case, by us or to us. Ours goes out as a letter (allostream.mail) in the same
    transaction."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=values(MessageKind))
    at = models.DateTimeField()
    from_us = models.BooleanField()
    to = models.CharField(max_length=10, choices=values(PartyRole), blank=True, default="")
    letter = models.CharField(max_length=12, blank=True, default="", help_text="Public id of the letter.")
    text = models.TextField(blank=True, default="")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it without the secret of a case, which its letter alone tells."""
        self.text = without_secret(self.text)
        super().save(*args, **kwargs)


class Order(models.Model):
    """What an order of an authority or court asks for (DSA, articles 9 and 10), and what was reported of it."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="order")
    authority = models.CharField(max_length=300, blank=True, default="")
    legal_basis = models.TextField(blank=True, default="")
    article = models.CharField(max_length=20, blank=True, default="")
    territory = models.JSONField(default=list)
    hosts = models.JSONField(default=list, help_text="Domains that are to be listed no longer.")
    ends_on = models.DateField(null=True)
    silent_until = models.DateField(null=True)
    receipt_reported_at = models.DateTimeField(null=True)
    effect_at = models.DateTimeField(null=True)
    effect_reported_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.authority}: {self.article}"
