"""What people have settled of the catalogue, and what only some may change: imports leave both as they are."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from allostream.catalogue.models.people import Person
from allostream.catalogue.models.works import Episode, Season, Title, exactly_one

KINDS = ("title", "season", "episode", "person")


class Settled(models.Model):
    """That people agreed on a value of one thing: it stands against every source until it is reverted.

    `value` is the value; of lists also what people took out of them, so that no source brings it back.
    """

    # Their indexes are below: of each row one of these is filled.
    title = models.ForeignKey(Title, null=True, on_delete=models.CASCADE, related_name="settled", db_index=False)
    season = models.ForeignKey(Season, null=True, on_delete=models.CASCADE, related_name="settled", db_index=False)
    episode = models.ForeignKey(Episode, null=True, on_delete=models.CASCADE, related_name="settled", db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="settled", db_index=False)
    field = models.CharField(max_length=20)
    value = models.JSONField(null=True)
    added = models.JSONField(default=list, help_text="What people put into a list.")
    removed = models.JSONField(default=list, help_text="What people took out of a list.")
    edit = models.CharField(max_length=12, help_text="Public id of the edit.")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=exactly_one(*KINDS), name="settled_of_one_thing"),
            # And what is settled of one thing.
            *(
                models.UniqueConstraint(
                    fields=[kind, "field"], name=f"settled_once_of_{kind}", condition=Q(**{f"{kind}__isnull": False})
                )
                for kind in KINDS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} is settled"


class Protection(models.Model):
    """That only those with the right may change a title, with its seasons and episodes, or a person; and why, until."""

    title = models.OneToOneField(Title, null=True, on_delete=models.CASCADE, related_name="protection")
    person = models.OneToOneField(Person, null=True, on_delete=models.CASCADE, related_name="protection")
    why = models.CharField(max_length=300, help_text="Everybody may read it.")
    until = models.DateTimeField(null=True, help_text="Empty for no end.")
    by = models.CharField(max_length=100, help_text="Id of the actor, as the audit has it.")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=exactly_one("title", "person"), name="protection_of_one_thing"),
        ]

    def __str__(self) -> str:
        return f"protected until {self.until or 'further notice'}"
