"""Tables of what the worker counts and chooses, so that pages need not."""

from typing import ClassVar

from django.db import models

from allostream.catalogue.models import Title


class CountryFigures(models.Model):
    """How much there is to watch in a country: counted by the worker, since counting a million rows takes its time."""

    country = models.CharField(max_length=2, unique=True)
    titles = models.PositiveIntegerField(help_text="Titles in the catalogue.")
    watchable = models.PositiveIntegerField(help_text="Titles with at least one link shown there.")
    free = models.PositiveIntegerField(help_text="Titles that can be watched there without paying.")
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.country}: {self.free} of {self.titles}"


class FacetFigures(models.Model):
    """About how many titles have a value of a facet, and its place by use: what filters are offered and asked first.

    Counted by the worker. Only the order of filters and the way of asking rest on it, never what is found.
    """

    facet = models.CharField(max_length=10)
    value = models.CharField(max_length=60)
    titles = models.PositiveIntegerField()
    place = models.PositiveIntegerField(help_text="0 for the value that most titles have.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["facet", "value"], name="one_figure_per_facet_value")]
        indexes: ClassVar = [
            # The values of a facet, the most used first.
            models.Index(fields=["facet", "place"], name="facet_by_use"),
        ]

    def __str__(self) -> str:
        return f"{self.facet} {self.value}: {self.titles}"


class ShelfPlace(models.Model):
    """A title that may stand on a shelf of the home page of a country: kept by the worker, asked of the gate again.

    What has been hidden since the last count is left out when the page is read; what is new comes with the next count.
    """

    country = models.CharField(max_length=2)
    shelf = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="shelf_places")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "shelf", "place"], name="one_title_per_shelf_place"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.shelf} {self.place}"
