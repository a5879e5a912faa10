"""Where facts come from, what others call our things, and the faces that our pages show of them."""

from typing import ClassVar

from django.db import models

from allostream.catalogue.models.people import Person
from allostream.catalogue.models.works import Episode, Season, Title, exactly_one
from allostream.lib.collation import bytewise


class Source(models.Model):
    """A collection of data that the catalogue was filled from; its licence and credit are shown with what it gave."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    licence = models.CharField(max_length=60, help_text="SPDX identifier where there is one.")
    licence_url = models.URLField(max_length=300, blank=True, default="")
    credit = models.CharField(max_length=300)
    address = models.URLField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class ImportedRecord(models.Model):
    """That a record of a source was taken in, and in which state: an unchanged one is skipped the next time."""

    # No index of its own: the unique constraint begins with it.
    source = models.ForeignKey(Source, on_delete=models.CASCADE, db_index=False)
    key = models.CharField(max_length=120, db_collation=bytewise())
    digest = models.CharField(max_length=32)
    gone_at = models.DateTimeField(null=True, blank=True, help_text="When its source was first seen without it.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "key"], name="one_record_per_source_key")]
        indexes: ClassVar = [
            # What a source has no more, without the many that it has.
            models.Index(fields=["source", "gone_at"], name="record_gone", condition=models.Q(gone_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.key


class Identifier(models.Model):
    """What another catalogue calls a work or a person: unique in its scheme, so that two things never share one."""

    scheme = models.CharField(max_length=30)
    value = models.CharField(max_length=200, db_collation=bytewise())
    title = models.ForeignKey(Title, null=True, on_delete=models.CASCADE, related_name="identifiers")
    # Their indexes are below: of few identifiers is one of these filled.
    season = models.ForeignKey(Season, null=True, on_delete=models.CASCADE, related_name="identifiers", db_index=False)
    episode = models.ForeignKey(
        Episode, null=True, on_delete=models.CASCADE, related_name="identifiers", db_index=False
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="identifiers", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "value"], name="one_thing_per_identifier"),
            models.CheckConstraint(
                condition=exactly_one("title", "season", "episode", "person"), name="identifier_of_one_thing"
            ),
        ]
        indexes: ClassVar = [
            # The identifiers of one season, episode or person.
            *(
                models.Index(
                    fields=[kind], name=f"identifier_of_{kind}", condition=models.Q(**{f"{kind}__isnull": False})
                )
                for kind in ("season", "episode", "person")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class TitleFace(models.Model):
    """How a title is shown to readers of one language: its name, its address, its place in an alphabetical list.

    Derived from the names, so that a list page reads one row a title instead of choosing among all names.
    """

    # No index of its own: the first unique constraint begins with it.
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="faces", db_index=False)
    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=Title.Kind)
    name = models.CharField(max_length=500)
    name_language = models.CharField(max_length=12, blank=True, default="")
    slug = models.CharField(max_length=110, db_collation=bytewise())
    sort_key = models.CharField(max_length=500, db_collation=bytewise())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["title", "language"], name="one_face_per_title_and_language"),
            models.UniqueConstraint(fields=["language", "kind", "slug"], name="one_title_per_address"),
        ]
        indexes: ClassVar = [
            # Browse in alphabetical order.
            models.Index(fields=["language", "kind", "sort_key", "title"], name="face_sort_key"),
        ]

    def __str__(self) -> str:
        return self.name


class OldAddress(models.Model):
    """An address that a title or person once had: it redirects for ever."""

    kind = models.CharField(max_length=10)
    language = models.CharField(max_length=12, blank=True, default="")
    slug = models.CharField(max_length=110, db_collation=bytewise())
    title = models.ForeignKey(Title, null=True, on_delete=models.CASCADE, related_name="old_addresses")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="old_addresses")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "language", "slug"], name="one_target_per_old_address"),
            models.CheckConstraint(condition=exactly_one("title", "person"), name="old_address_of_one_thing"),
        ]

    def __str__(self) -> str:
        return self.slug
