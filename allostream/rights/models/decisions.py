"""What was decided on a work in a country, on what evidence, and on which basis a link rests.

Decisions, the inputs that they rest on, and evidence only ever grow: allostream.rights.guards makes the database
refuse a change. A new decision names the one that it takes the place of.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from allostream.catalogue.models import Edition, Episode, Title
from allostream.lib.ids import new_id
from allostream.rights.bases import Code, EvidenceKind
from allostream.rights.deciding_rules import CaseKind, Kind, Play
from allostream.rights.engine.answers import Confidence, Status

MOST_CAPTURE = 1024 * 1024  # bytes of what was seen


def choices(enum: type) -> list[tuple[str, str]]:
    """The values of a rule's enum as choices of a column."""
    return [(member.value, member.value) for member in enum]  # type: ignore[attr-defined]  # any StrEnum


class Evidence(models.Model):
    """One thing that was seen: where, when, by whom, and the very words that count."""

    class Eyes(models.TextChoices):
        """Who may see it."""

        PUBLIC = "public", "Everybody"
        MODERATORS = "moderators", "Moderators"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=choices(EvidenceKind))
    address = models.CharField(max_length=2000, blank=True, default="")
    captured_at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64, blank=True, default="", help_text="Of what was seen, in hexadecimal.")
    field = models.CharField(max_length=120, blank=True, default="", help_text="Which part of it is quoted.")
    value = models.TextField(blank=True, default="", help_text="The words quoted.")
    captured_kind = models.CharField(max_length=10, help_text="Kind of the actor, as the audit has it.")
    captured_by = models.CharField(max_length=100, help_text="Id of the actor, as the audit has it.")
    visible_to = models.CharField(max_length=10, choices=Eyes, default=Eyes.MODERATORS)

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"


class Capture(models.Model):
    """The very bytes of what was seen, apart from its evidence so that lists do not read them."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, primary_key=True, related_name="capture")
    media_type = models.CharField(max_length=100)
    content = models.BinaryField(max_length=MOST_CAPTURE)

    def __str__(self) -> str:
        return f"capture of {self.evidence_id}"


class LinkEvidence(models.Model):
    """That an item of evidence speaks of the copy of a link."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, primary_key=True, related_name="of_link")
    link_id = models.CharField(max_length=12, db_index=True, help_text="Public id of a watch link.")

    def __str__(self) -> str:
        return f"{self.link_id}: {self.evidence_id}"


class WorkInputs(models.Model):
    """All that the rules were told of a work: shared by the decisions for all countries that rest on it."""

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=32)
    facts = models.JSONField(help_text="engine.facts.Work as rights.snapshots writes it.")
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["title", "digest"], name="one_snapshot_per_state")]

    def __str__(self) -> str:
        return f"{self.title_id} {self.digest}"


class Decision(models.Model):
    """What was decided on a title, or one episode, edition or link of it, in a country (or the world, `*`)."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="decisions")
    episode = models.ForeignKey(Episode, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    link_id = models.CharField(max_length=12, blank=True, default="", help_text="Public id of a watch link.")
    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=10, choices=choices(Kind))
    # What
    status = models.CharField(max_length=14, choices=choices(Status))
    play = models.CharField(max_length=14, choices=choices(Play))
    confidence = models.CharField(max_length=8, choices=choices(Confidence))
    basis = models.CharField(max_length=20, choices=choices(Code), blank=True, default="")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    changes_on = models.DateField(null=True, blank=True)
    # Why
    rule = models.CharField(max_length=60)
    engine_version = models.PositiveIntegerField(default=0, help_text="0 where no rule was asked.")
    sentence_key = models.CharField(max_length=60, blank=True, default="")
    sentence_values = models.JSONField(default=dict, blank=True)
    doubts = models.JSONField(default=list, blank=True)
    missing = models.JSONField(default=list, blank=True, help_text="What is not known: fact and whose.")
    path = models.JSONField(default=list, blank=True, help_text="The steps of the rules, as rights.snapshots writes.")
    inputs = models.ForeignKey(WorkInputs, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    grounds = models.CharField(max_length=32, blank=True, default="", help_text="Digest of what the rules rested on.")
    # Who
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=100)
    reviewers = models.JSONField(default=list, blank=True, help_text="Public ids of the people who decided.")
    reason = models.TextField(blank=True, default="")
    answers = models.JSONField(default=dict, blank=True, help_text="The questions of a review, answered.")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="decisions")
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [
            # The history of a title in a country, newest first.
            models.Index(fields=["title", "country", "-id"], name="decision_history"),
        ]

    def __str__(self) -> str:
        return f"{self.title_id} {self.country}: {self.status}"


class OverrideProposal(models.Model):
    """A reviewer's decision against the rules, which waits for another reviewer: alone it counts for nothing."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Refused"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+")
    country = models.CharField(max_length=2)
    status = models.CharField(max_length=14, choices=choices(Status))
    reason = models.TextField()
    answers = models.JSONField(default=dict)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="override_proposals")
    grounds = models.CharField(max_length=32, blank=True, default="", help_text="Digest of what the rules rested on.")
    made_by = models.CharField(max_length=100, help_text="Public id of the person.")
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answered_by = models.CharField(max_length=100, blank=True, default="", help_text="Public id of the person.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, default="", help_text="The second reviewer's reason.")
    decision = models.OneToOneField(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="proposal")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["title", "country"], condition=models.Q(state="open"), name="one_open_proposal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_id} {self.country}: {self.status}"


class RightsBasis(models.Model):
    """A right that was granted or found for one title, edition or link: where it holds, how long, what it obliges to.

    The freedom of a work needs none of these rows: its decisions name its basis. What changes is a new row that
    supersedes the old one; `ended_at` marks a basis that was taken back.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="bases")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    link_id = models.CharField(max_length=12, blank=True, default="", help_text="Public id of a watch link.")
    code = models.CharField(max_length=20, choices=choices(Code))
    territory = models.JSONField(default=list, help_text='ISO 3166-1 codes, or ["*"] for the world.')
    minus = models.JSONField(default=list, blank=True)
    start = models.DateTimeField(null=True, blank=True)
    end = models.DateTimeField(null=True, blank=True)
    permits = models.JSONField(null=True, blank=True, help_text="Narrower than the code's, where it is written so.")
    licence = models.CharField(max_length=40, blank=True, default="")
    licence_uri = models.CharField(max_length=300, blank=True, default="")
    obligations = models.JSONField(default=list, blank=True)
    holder = models.CharField(max_length=200, blank=True, default="")
    confidence = models.CharField(max_length=8, choices=choices(Confidence), default=Confidence.MEDIUM)
    decided_kind = models.CharField(max_length=10, help_text="Kind of the actor, as the audit has it.")
    decided_by = models.CharField(max_length=100, help_text="Id of the actor, as the audit has it.")
    decided_at = models.DateTimeField(default=timezone.now)
    recheck_at = models.DateField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="bases")

    class Meta:
        indexes: ClassVar = [
            # The basis of a link.
            models.Index(fields=["link_id"], name="basis_of_link", condition=~models.Q(link_id="")),
            # What is to be looked at again.
            models.Index(fields=["recheck_at"], name="basis_to_recheck", condition=models.Q(recheck_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.title_id}"


class Case(models.Model):
    """Something that only a person can decide: open until somebody has."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="cases")
    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=16, choices=choices(CaseKind))
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["title", "country", "kind"], condition=models.Q(closed_at__isnull=True), name="one_open_case"
            ),
        ]
        indexes: ClassVar = [
            # The queue.
            models.Index(fields=["kind", "title"], name="case_open", condition=models.Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title_id} {self.country}"


class Objection(models.Model):
    """That somebody says an answer or a link is wrong: nobody needs an account for it."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        UPHELD = "upheld", "Upheld"
        REJECTED = "rejected", "Rejected"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="objections")
    link_id = models.CharField(max_length=12, blank=True, default="", help_text="Public id of a watch link.")
    country = models.CharField(max_length=2)
    text = models.TextField(max_length=4000)
    email = models.EmailField(blank=True, default="", help_text="For moderators only, to ask back.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    outcome = models.TextField(blank=True, default="", help_text="What was found, as the public may read it.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=100, blank=True, default="", help_text="Public id of the person.")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["made_at"], name="objection_open", condition=models.Q(state="open")),
            models.Index(fields=["title", "-id"], name="objection_of_title"),
            # Whose e-mail address is to be deleted, and when.
            models.Index(fields=["answered_at"], name="objector", condition=~models.Q(email="")),
        ]

    def __str__(self) -> str:
        return f"{self.title_id} {self.country}: {self.state}"
