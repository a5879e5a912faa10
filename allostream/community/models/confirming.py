"""Tables of voices on links: whether they work in a country, and how good their picture, sound and subtitles are."""

from typing import ClassVar

from django.db import models

from allostream.community.confirming_rules import Aspect
from allostream.links.models import WatchLink


class Salt(models.Model):
    """The random part of the key of one day's voices; deleted when none of them has to be known again."""

    day = models.DateField(unique=True)
    value = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.day)


class Voice(models.Model):
    """That somebody says in a week that a link works in a country, or not. Deleted with the week: sums remain."""

    link = models.ForeignKey(WatchLink, on_delete=models.CASCADE, related_name="+", db_index=False)
    country = models.CharField(max_length=2)
    week = models.DateField(help_text="Its Monday.")
    voter = models.CharField(max_length=64, help_text="Keyed hash; never an address.")
    works = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["link", "country", "week", "voter"], name="one_voice_per_week"),
        ]
        indexes: ClassVar = [models.Index(fields=["week"], name="voices_of_week")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.country}: {self.works}"


class VoiceWeek(models.Model):
    """How many said in a week that a link works in a country, and how many that it does not."""

    link = models.ForeignKey(WatchLink, on_delete=models.CASCADE, related_name="voice_weeks", db_index=False)
    country = models.CharField(max_length=2)
    week = models.DateField(help_text="Its Monday.")
    works = models.PositiveIntegerField(default=0)
    fails = models.PositiveIntegerField(default=0)
    works_on = models.DateField(null=True, blank=True)
    fails_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            # Also the way to what is said of a link.
            models.UniqueConstraint(fields=["link", "country", "week"], name="one_sum_of_voices"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.country} {self.week}: {self.works}/{self.fails}"


class QualityVote(models.Model):
    """How good somebody finds an aspect of a copy. Deleted with the week: sums remain."""

    link = models.ForeignKey(WatchLink, on_delete=models.CASCADE, related_name="+", db_index=False)
    aspect = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Aspect])
    week = models.DateField(help_text="Its Monday.")
    voter = models.CharField(max_length=64, help_text="Keyed hash; never an address.")
    grade = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["link", "aspect", "week", "voter"], name="one_grade_per_week"),
        ]
        indexes: ClassVar = [models.Index(fields=["week"], name="grades_of_week")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.aspect}: {self.grade}"


class QualitySum(models.Model):
    """How many gave an aspect of a copy a grade."""

    link = models.ForeignKey(WatchLink, on_delete=models.CASCADE, related_name="grades", db_index=False)
    aspect = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Aspect])
    grade = models.PositiveSmallIntegerField()
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["link", "aspect", "grade"], name="one_sum_of_grades"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.aspect} {self.grade}: {self.votes}"
