"""Tables of edits that people suggest to the catalogue, and of who spoke for them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from allostream.catalogue.models import Episode, Person, Season, Title
from allostream.catalogue.models.works import exactly_one
from allostream.community.editing_rules import Sort, State
from allostream.lib.ids import new_id

KINDS = ("title", "season", "episode", "person")


class Edit(models.Model):
    """What somebody would have otherwise in the catalogue, where they know it from and why, and what became of it.

    `changes` has for each field what was when it was suggested and what should be; `applied` what was and is since it
    came into force, which may differ where something changed meanwhile. Never deleted: it is the history of the thing.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    sort = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Sort], default=Sort.CHANGE.value)
    # What it is about; of a part that is missing, the series or season that it belongs to.
    title = models.ForeignKey(Title, null=True, on_delete=models.CASCADE, related_name="edits", db_index=False)
    season = models.ForeignKey(Season, null=True, on_delete=models.CASCADE, related_name="edits", db_index=False)
    episode = models.ForeignKey(Episode, null=True, on_delete=models.CASCADE, related_name="edits", db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="edits", db_index=False)
    # The title on whose history it stands, of its parts too.
    of_title = models.ForeignKey(Title, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    made_season = models.ForeignKey(Season, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    made_episode = models.ForeignKey(Episode, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    made_people = models.JSONField(default=list, help_text="Public ids of people who were made to be credited.")
    reverts = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="reverted_by", db_index=False)

    changes = models.JSONField()
    applied = models.JSONField(default=dict)
    source = models.CharField(max_length=500, help_text="An address, or words.")
    quote = models.CharField(max_length=1000, blank=True, default="", help_text="The words of the source.")
    why = models.CharField(max_length=500)

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State], default=State.OPEN.value)
    doubts = models.JSONField(default=list, help_text="Why a moderator looks at it.")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=exactly_one(*KINDS), name="edit_of_one_thing")]
        indexes: ClassVar = [
            # The history of a title with its parts, of a part, of a person; the latest first.
            *(
                models.Index(
                    fields=[kind, "-id"], name=f"edits_of_{kind}", condition=Q(**{f"{kind}__isnull": False})
                )
                for kind in ("of_title", "season", "episode", "person")
            ),
            # What waits, the oldest first; what somebody suggested, the latest first.
            models.Index(fields=["made_at", "id"], name="edits_open", condition=Q(state=State.OPEN.value)),
            models.Index(fields=["author", "-id"], name="edits_of_author", condition=Q(author__isnull=False)),
            models.Index(fields=["reverts"], name="edits_reverting", condition=Q(reverts__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.public_id}: {self.state}"


class EditVoice(models.Model):
    """That somebody spoke for an edit or against it; one voice each."""

    edit = models.ForeignKey(Edit, on_delete=models.CASCADE, related_name="voices", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="edit_voices")
    is_for = models.BooleanField()
    is_bound = models.BooleanField(default=False, help_text="Counted relations bind this person to the author.")
    why = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["edit", "person"], name="one_voice_per_edit")]

    def __str__(self) -> str:
        return f"{self.person_id} {'for' if self.is_for else 'against'} {self.edit_id}"
