"""People and their part in works."""

from typing import ClassVar

from django.db import models

from allostream.catalogue.models.works import PRECISIONS, Episode, Permanent, Title
from allostream.lib.collation import bytewise
from allostream.lib.dates import PartialDate, Precision


class Person(Permanent):
    """Somebody who made or played in a work. Deaths carry their precision: terms of protection hang on them."""

    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_collation=bytewise())
    slug = models.CharField(max_length=100, unique=True)
    born_on = models.DateField(null=True, blank=True)
    born_precision = models.CharField(max_length=8, choices=PRECISIONS, default=Precision.UNKNOWN)
    died_on = models.DateField(null=True, blank=True)
    died_precision = models.CharField(max_length=8, choices=PRECISIONS, default=Precision.UNKNOWN)
    nationalities = models.JSONField(default=list, blank=True)
    source = models.ForeignKey(
        "catalogue.Source", null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            # Search by the beginning of a person's name.
            models.Index(fields=["folded", "id"], name="person_folded"),
            # Who was merged into a person, without the many who were not.
            models.Index(fields=["merged_into"], name="person_merged", condition=models.Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def born(self) -> PartialDate | None:
        """The birth, as exactly as it is known."""
        return PartialDate(self.born_on, Precision(self.born_precision)) if self.born_on else None

    @property
    def died(self) -> PartialDate | None:
        """The death, as exactly as it is known."""
        return PartialDate(self.died_on, Precision(self.died_precision)) if self.died_on else None


class Credit(models.Model):
    """What a person did in a title or one episode of it. The first four roles decide terms of protection in the EU."""

    class Role(models.TextChoices):
        PRINCIPAL_DIRECTOR = "principal_director", "Principal director"
        SCREENPLAY = "screenplay", "Screenplay"
        DIALOGUE = "dialogue", "Dialogue"
        COMPOSER = "composer", "Composer"
        CO_DIRECTOR = "co_director", "Co-director"
        PRODUCER = "producer", "Producer"
        UNDERLYING_AUTHOR = "underlying_author", "Author of the underlying work"
        TITLE_WRITER = "title_writer", "Writer of the intertitles"
        CAST = "cast", "Cast"

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="credits")
    # No index of its own: almost every row has none, and a database without figures would take it for the way to them.
    # The credits of an episode are found by their unique constraint.
    episode = models.ForeignKey(
        Episode, null=True, blank=True, on_delete=models.CASCADE, related_name="credits", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credits")
    role = models.CharField(max_length=20, choices=Role)
    character = models.CharField(max_length=200, blank=True, default="")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["title", "person", "role", "character"],
                condition=models.Q(episode__isnull=True),
                name="one_title_credit_once",
            ),
            models.UniqueConstraint(
                fields=["episode", "person", "role", "character"],
                condition=models.Q(episode__isnull=False),
                name="one_episode_credit_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.title_id}"
