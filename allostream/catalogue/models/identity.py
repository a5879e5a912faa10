"""Which records were taken for one work and why, and what a person has to decide."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from allostream.catalogue.models.records import Source
from allostream.catalogue.models.works import Title
from allostream.lib.collation import bytewise
from allostream.lib.ids import new_id


class Joining(models.Model):
    """That a record of a source was taken for a title which another source had made: who says what, and how to undo it.

    `record` is the record as it was last taken in, `changes` what it has changed in the title.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="joinings")
    key = models.CharField(max_length=120, db_collation=bytewise())
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="joinings")
    score = models.FloatField(default=1.0)
    grounds = models.JSONField(default=list)
    record = models.TextField()
    changes = models.JSONField(default=list)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "key"], name="one_joining_per_source_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.title_id}"


class Likeness(models.Model):
    """Two titles that may be one. While it is open it waits on the bench; “different” keeps them apart for ever."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        SAME = "same", "One work"
        DIFFERENT = "different", "Two works"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    # The title that was made of the record, and the one that it may be about.
    made = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="likenesses")
    like = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="liked")
    source = models.ForeignKey(Source, null=True, on_delete=models.CASCADE, related_name="likenesses")
    score = models.FloatField(default=0.5)
    grounds = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    look_at = models.DateTimeField(
        null=True, blank=True, help_text="Not before this moment, where somebody put it off."
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["made", "like"], name="one_likeness_per_pair"),
            models.CheckConstraint(condition=~models.Q(made=models.F("like")), name="likeness_of_two_titles"),
        ]
        indexes: ClassVar = [
            # What waits on the bench, the likeliest first.
            models.Index(fields=["-score", "id"], name="likeness_open", condition=models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.made_id} {self.like_id} {self.state}"
