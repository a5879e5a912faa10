"""Tables of what people would watch and no lawful link is known of."""

from typing import ClassVar

from django.db import models

from allostream.catalogue.models import Title


class Wish(models.Model):
    """That somebody wants a title in a month. Deleted with the month: sums remain."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+", db_index=False)
    country = models.CharField(max_length=2)
    month = models.DateField(help_text="Its first day.")
    voter = models.CharField(max_length=64, help_text="Keyed hash; never an address.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["title", "country", "month", "voter"], name="one_wish_a_month"),
        ]
        indexes: ClassVar = [models.Index(fields=["month"], name="wishes_of_month")]

    def __str__(self) -> str:
        return f"{self.title_id} {self.country}"


class Demand(models.Model):
    """How many people wanted a title in a country in a month."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="demands", db_index=False)
    country = models.CharField(max_length=2)
    month = models.DateField(help_text="Its first day.")
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["title", "country", "month"], name="one_demand_a_month"),
        ]
        indexes: ClassVar = [
            # What is wanted most in a country, and anywhere.
            models.Index(fields=["country", "month", "-people", "title"], name="demand_in_country"),
            models.Index(fields=["month", "-people", "title"], name="demand_anywhere"),
        ]

    def __str__(self) -> str:
        return f"{self.title_id} {self.country} {self.month}: {self.people}"
