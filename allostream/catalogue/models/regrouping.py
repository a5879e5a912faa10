"""What people asked to be made one or to be split, what became of it, and how to undo it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allostream.catalogue.models.works import Title
from allostream.lib.ids import new_id


class Regrouping(models.Model):
    """That two titles, seasons or episodes become one, or that one is split: asked, done, undone.

    `kept_id` is the public id of what stays, `gone_id` of what goes into it, or of what is split off, once it is.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", "Two become one"
        SPLIT = "split", "One becomes two"
        MAP = "map", "Numbers in another order"

    class What(models.TextChoices):
        TITLE = "title", "Title"
        SEASON = "season", "Season"
        EPISODE = "episode", "Episode"

    class State(models.TextChoices):
        OPEN = "open", "Waits for a second person"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        TAKEN_BACK = "taken-back", "Taken back by who asked"
        UNDONE = "undone", "Undone"

    class Stage(models.TextChoices):
        NONE = "", "Nothing goes on"
        JOINING = "joining", "Episodes are made one, in portions"
        PARTING = "parting", "It is being undone, in portions"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=5, choices=Kind)
    what = models.CharField(max_length=7, choices=What)
    # The title that stays, or in which seasons and episodes stand. It may itself have gone into another since.
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+", db_index=False)
    kept_id = models.CharField(max_length=12)
    gone_id = models.CharField(max_length=12, blank=True, default="")
    chosen = models.JSONField(default=dict, help_text="What is split off, and under which name.")
    why = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    asked_kind = models.CharField(max_length=10, help_text="Kind of the actor, as the audit has it.")
    asked_by = models.CharField(max_length=100, help_text="Id of the actor, as the audit has it.")
    asked_at = models.DateTimeField(default=timezone.now)
    settled_kind = models.CharField(max_length=10, blank=True, default="")
    settled_by = models.CharField(max_length=100, blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_why = models.TextField(blank=True, default="")
    undone_at = models.DateTimeField(null=True, blank=True)
    journal = models.JSONField(default=list, help_text="What it changed, row by row (allostream.catalogue.journal).")
    # Of a merge with more pairs of episodes than are made one at once (allostream.links.portions).
    stage = models.CharField(max_length=7, blank=True, choices=Stage, default=Stage.NONE)
    left = models.JSONField(default=list, help_text="Pairs of episodes to be made one still: row ids, gone and kept.")
    steps_at_once = models.PositiveIntegerField(
        default=0, help_text="The first steps, which are undone at once: what portions have added comes after them."
    )
    steps_left = models.PositiveIntegerField(null=True, help_text="How many steps stand that are being undone.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kept_id", "gone_id"], condition=Q(state="open", kind="merge"), name="one_open_merge_of_two"
            ),
            models.CheckConstraint(condition=~Q(kept_id=models.F("gone_id")), name="regrouping_of_two_things"),
        ]
        indexes: ClassVar = [
            # What was done with a title; what waits for a second person.
            models.Index(fields=["title", "-asked_at"], name="regroupings_of_title"),
            models.Index(fields=["asked_at"], name="regroupings_open", condition=Q(state="open")),
            # What made, or took away, a title that was split off or merged: its own history.
            models.Index(fields=["gone_id", "-asked_at"], name="regroupings_of_gone"),
            models.Index(fields=["title"], name="regroupings_going_on", condition=~Q(stage="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.what} {self.gone_id} {self.kept_id}: {self.state}"
