"""Facts with their sources, the voices for and against a suggested one, and the properties that only few may change.

Nothing is deleted: a fact that no longer holds says which one took its place, or who took it back.
"""

from typing import ClassVar

from django.db import models

from allostream.catalogue.models import Edition, Episode, Person, Source, Title
from allostream.catalogue.models.works import exactly_one
from allostream.lib.ids import new_id
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_values import Property

PROPERTIES = [(name.value, name.value) for name in Property]
SUBJECTS = ("title", "episode", "edition", "person")
IN_FORCE, PROPOSED = models.Q(state="in_force"), models.Q(state="proposed")


class AboutOneThing(models.Model):
    """A row about exactly one work, edition or person."""

    # No indexes of their own: most rows have three of the four empty. See the partial ones of each table.
    title = models.ForeignKey(Title, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    episode = models.ForeignKey(
        Episode, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class Fact(AboutOneThing):
    """One statement of one source about one thing.

    Several facts of one property and key may be in force: sources agree, or contradict each other and the rules take
    whatever protects longer.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        IN_FORCE = "in_force", "In force"
        REFUSED = "refused", "Refused"
        SUPERSEDED = "superseded", "Superseded"
        REVERTED = "reverted", "Reverted"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    property = models.CharField(max_length=20, choices=PROPERTIES)
    key = models.CharField(max_length=210, blank=True, default="", help_text="Which one, of a property with several.")
    value = models.JSONField(help_text="As rights.fact_reading writes it.")
    earliest = models.DateField(null=True, blank=True, help_text="First day that a dated value allows.")
    latest = models.DateField(null=True, blank=True, help_text="Last day that a dated value allows.")

    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_name = models.CharField(max_length=200)
    source_address = models.CharField(max_length=500, blank=True, default="")
    source_weight = models.SmallIntegerField(
        choices=[(weight.value, weight.name.lower()) for weight in Weight], default=Weight.CLAIM
    )
    source_origin = models.CharField(
        max_length=80, blank=True, default="", help_text="Sources of one origin count once: lists copy each other."
    )
    seen_on = models.DateField(null=True, blank=True)
    quote = models.CharField(max_length=1000, blank=True, default="", help_text="The words of the source.")

    stated_kind = models.CharField(max_length=10, help_text="Kind of the actor, as the audit has it.")
    stated_by = models.CharField(max_length=100, help_text="Id of the actor, as the audit has it.")
    stated_at = models.DateTimeField()
    why = models.CharField(max_length=500, blank=True, default="")

    state = models.CharField(max_length=10, choices=State)
    replaces = models.BooleanField(
        default=False, help_text="Takes the place of what is in force, rather than standing beside it."
    )
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded", db_index=False
    )
    in_force_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was refused, superseded or reverted.")
    demand = models.PositiveIntegerField(default=0, help_text="Links that hung on it when it was suggested.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=exactly_one(*SUBJECTS), name="fact_about_one_thing"),
            models.CheckConstraint(
                condition=models.Q(earliest=None) | models.Q(latest=None) | models.Q(earliest__lte=models.F("latest")),
                name="fact_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(superseded_by=None, state__in=["proposed", "in_force", "refused", "reverted"])
                | models.Q(superseded_by__isnull=False, state="superseded"),
                name="fact_superseded_by_another",
            ),
        ]
        indexes: ClassVar = [
            # What is in force for many works or people at once; and all that was ever said of one, for its history.
            *(
                models.Index(
                    fields=[subject, "state", "property", "key"], name=f"fact_of_{subject}",
                    condition=models.Q(**{f"{subject}__isnull": False}),
                )
                for subject in SUBJECTS
            ),
            # Open suggestions, those first on which most links hang.
            models.Index(fields=["-demand", "id"], name="fact_proposed", condition=PROPOSED),
            # What came back when a fact was reverted.
            models.Index(
                fields=["superseded_by"], name="fact_superseded", condition=models.Q(superseded_by__isnull=False)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.property} {self.value}"


class FactEvent(models.Model):
    """What became of a fact, when and by whom: only ever added to, so that any past state can be told."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        IN_FORCE = "in_force", "Came into force"
        REFUSED = "refused", "Refused"
        SUPERSEDED = "superseded", "Superseded"
        REVERTED = "reverted", "Reverted"
        RESTORED = "restored", "Restored"

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    by_kind = models.CharField(max_length=10, help_text="Kind of the actor, as the audit has it.")
    by = models.CharField(max_length=100, help_text="Id of the actor, as the audit has it.")
    at = models.DateTimeField()
    why = models.CharField(max_length=500, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.fact_id} {self.kind}"


class FactVoice(models.Model):
    """That a person spoke for a suggested fact, or against it; one voice each."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="voices")
    by = models.CharField(max_length=100, help_text="Public id of the person.")
    is_for = models.BooleanField()
    why = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["fact", "by"], name="one_voice_per_person")]

    def __str__(self) -> str:
        return f"{self.by} {'for' if self.is_for else 'against'} {self.fact_id}"


class ProtectedProperty(AboutOneThing):
    """A property of one thing that only trusted people and moderators may change."""

    property = models.CharField(max_length=20, choices=PROPERTIES)
    by = models.CharField(max_length=100, help_text="Public id of the person.")
    at = models.DateTimeField()
    why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=exactly_one(*SUBJECTS), name="protected_on_one_thing"),
            *(
                models.UniqueConstraint(
                    fields=[subject, "property"], name=f"protected_once_on_{subject}",
                    condition=models.Q(**{f"{subject}__isnull": False}),
                )
                for subject in SUBJECTS
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.property} is protected"
