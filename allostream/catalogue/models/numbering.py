"""Which numbers our episodes have in the orders of others."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allostream.catalogue.models.records import Source
from allostream.catalogue.models.works import Episode, Title
from allostream.catalogue.numbering_rules import Order

IN_FORCE = Q(ended_at__isnull=True)


class EpisodeNumber(models.Model):
    """That an episode has a number in somebody else's order; another than ours, or one that a person gave."""

    # Of the episode: the way to it from a series that is searched for.
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+", db_index=False)
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="numbers", db_index=False)
    order = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Order])
    season = models.SmallIntegerField(null=True, blank=True, help_text="0 for specials; none where it counts through.")
    number = models.IntegerField()
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False,
        help_text="Whose record told it; none where a person did.",
    )  # fmt: skip
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When a later map took its place.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["episode", "order", "season", "number"], condition=IN_FORCE & Q(season__isnull=False),
                name="one_number_in_seasons",
            ),
            models.UniqueConstraint(
                fields=["episode", "order", "number"], condition=IN_FORCE & Q(season__isnull=True),
                name="one_number_counted_through",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            # Which episode of a series has this number with anybody.
            models.Index(fields=["title", "season", "number"], name="episode_by_number", condition=IN_FORCE),
        ]

    def __str__(self) -> str:
        return f"{self.episode_id} {self.order}: {self.season} {self.number}"
