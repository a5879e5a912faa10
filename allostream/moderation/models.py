"""Tables of what waits, what is decided, and what is contested."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from allostream.catalogue.models import Title
from allostream.lib.ids import new_id
from allostream.moderation.decision_rules import Measure, Role, Rule, Source, Thing


def values(enum: type) -> list[tuple[str, str]]:
    """The values of a rule's enum as choices of a column."""
    return [(member.value, member.value) for member in enum]  # type: ignore[attr-defined]  # any StrEnum


class Sheaf(models.Model):
    """One act on many things at once: asked for by one moderator, done when another agrees, undone within its time."""

    class State(models.TextChoices):
        ASKED = "asked", "Waits for another moderator"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        UNDONE = "undone", "Undone"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=values(Thing))
    act = models.CharField(max_length=20)
    things = models.JSONField(help_text="Public ids of what it is done to.")
    chosen_by = models.JSONField(default=dict, help_text="The filters by which they were found.")
    rule = models.CharField(max_length=4, choices=values(Rule))
    facts = models.TextField()
    why = models.TextField()
    site = models.CharField(max_length=30, blank=True, default="")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    undo_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # What waits for another moderator, the oldest first; what was done lately.
            models.Index(fields=["state", "asked_at"], name="sheaves_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.kind}: {self.state}"


class Decision(models.Model):
    """What was decided on one thing: by whom, by which rule, on what facts, why, until when, how to contest it.

    Never changed but for `undone_by`, and the words where they are redacted. From it are made the statement of reasons
    to the author (Digital Services Act, article 17) and one line of the public log.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    at = models.DateTimeField()
    # Who
    role = models.CharField(max_length=10, choices=values(Role))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Never shown outside: the public learns the role.",
    )  # fmt: skip
    is_automated = models.BooleanField(default=False, help_text="No person decided.")
    found_by_machine = models.BooleanField(default=False, help_text="No person found it.")
    source = models.CharField(max_length=8, choices=values(Source))
    # On what
    kind = models.CharField(max_length=12, choices=values(Thing))
    subject_id = models.CharField(max_length=100)
    title = models.ForeignKey(Title, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    host = models.CharField(max_length=60, blank=True, default="", help_text="Slug of a host.")
    site = models.CharField(max_length=30, blank=True, default="", help_text="Slug of a site; empty for all.")
    # What and why
    measure = models.CharField(max_length=10, choices=values(Measure))
    rule = models.CharField(max_length=4, choices=values(Rule))
    law = models.CharField(
        max_length=200, blank=True, default="", help_text="The article, where it is the law's ground."
    )
    facts = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")
    territory = models.JSONField(default=list, help_text='Countries; ["*"] for everywhere.')
    until = models.DateTimeField(null=True)
    before = models.JSONField(default=dict, help_text="What was, so that it can be undone.")
    # To whom
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="decisions_on_theirs",
        db_index=False,
    )  # fmt: skip
    language = models.CharField(max_length=12, blank=True, default="", help_text="In which the author is written to.")
    key_hash = models.CharField(
        max_length=64, blank=True, default="", help_text="Of the secret in the mail to somebody without an account."
    )
    contest_until = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, help_text="When the author first opened it.")
    is_public = models.BooleanField(default=True)
    # What became of it
    sheaf = models.ForeignKey(Sheaf, null=True, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    undone_by = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="undoes")
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # The public log, the latest first; narrowed by what was decided on, by rule, by measure, by host.
            # (`WHERE is_public` itself, as the ORM writes it, is what SQLite finds the index by.)
            models.Index(
                models.F("at").desc(), models.F("id").desc(), name="decisions_public", condition=Q(is_public=True)
            ),
            models.Index("kind", models.F("at").desc(), name="decisions_by_kind"),
            models.Index("rule", models.F("at").desc(), name="decisions_by_rule"),
            models.Index("measure", models.F("at").desc(), name="decisions_by_measure"),
            models.Index("host", models.F("at").desc(), name="decisions_by_host", condition=~Q(host="")),
            models.Index("title", models.F("at").desc(), name="decisions_by_title", condition=Q(title__isnull=False)),
            # What was decided on one thing, and on what somebody brought.
            models.Index(fields=["kind", "subject_id", "at"], name="decisions_on_thing"),
            models.Index(
                "author", models.F("at").desc(), name="decisions_on_author", condition=Q(author__isnull=False)
            ),
            models.Index(fields=["sheaf"], name="decisions_of_sheaf", condition=Q(sheaf__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.kind}:{self.subject_id}"


class Appeal(models.Model):
    """That somebody contests a decision (Digital Services Act, article 20): another person answers it, with reasons."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        UPHELD = "upheld", "The decision was wrong"
        REJECTED = "rejected", "The decision stays"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="appeals")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.EmailField(max_length=254, blank=True, default="", help_text="Of somebody without an account.")
    language = models.CharField(max_length=12)
    site = models.CharField(max_length=30, blank=True, default="")
    text = models.TextField()
    made_at = models.DateTimeField()
    answer_by = models.DateTimeField(help_text="Until when it is to be answered, as is published.")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    outcome = models.ForeignKey(Decision, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            # Whoever is answered may not ask the same again: courts and out-of-court bodies stay open.
            models.UniqueConstraint(fields=["decision"], name="one_appeal_per_decision"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["answer_by"], name="appeals_open", condition=Q(state="open")),
            models.Index(fields=["answered_at"], name="appeals_forgotten", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.state}"


class Item(models.Model):
    """One thing that waits for a moderator, copied from where it lives so that all kinds stand in one order.

    `due_at` is when it should be looked at (allostream.moderation.queue_rules): its order is that of risk and age.
    """

    kind = models.CharField(max_length=12, choices=values(Thing))
    subject_id = models.CharField(max_length=100)
    title = models.ForeignKey(Title, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    host = models.CharField(max_length=60, blank=True, default="")
    uploader = models.CharField(max_length=64, blank=True, default="", help_text="Keyed hash of the account.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False,
        help_text="Whose it is.",
    )  # fmt: skip
    site = models.CharField(max_length=30, blank=True, default="")
    risk = models.PositiveSmallIntegerField()
    signs = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    flood = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="held", db_index=False)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="one_item_per_thing"),
        ]
        indexes: ClassVar = [
            # The queue, what is most urgent first; things of a flood stand behind one item.
            models.Index(fields=["due_at"], name="items_due", condition=Q(flood__isnull=True)),
            models.Index(fields=["kind", "due_at"], name="items_due_by_kind", condition=Q(flood__isnull=True)),
            models.Index(fields=["host", "due_at"], name="items_by_host", condition=~Q(host="")),
            models.Index(fields=["uploader", "due_at"], name="items_by_uploader", condition=~Q(uploader="")),
            models.Index(fields=["title", "due_at"], name="items_by_title", condition=Q(title__isnull=False)),
            models.Index(fields=["person", "due_at"], name="items_by_person", condition=Q(person__isnull=False)),
            models.Index(fields=["flood", "due_at"], name="items_of_flood", condition=Q(flood__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject_id}"


class Finding(models.Model):
    """What counted relations say of people: for moderators, with its reasons; no accusation, and never public."""

    class Kind(models.TextChoices):
        RING = "ring", "People who vouch for one another"
        FEEDER = "feeder", "One person feeds one uploader"
        OWN = "own", "May be the uploader"
        SLEEPER = "sleeper", "An old account suddenly active"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=200, help_text="The same people and things have the same key.")
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    reasons = models.JSONField(help_text="Codes with the numbers on which they rest.")
    found_at = models.DateTimeField()
    last_at = models.DateTimeField(help_text="When it was last found to hold.")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="one_finding_per_relation"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["found_at"], name="findings_open", condition=Q(settled_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
