"""What is known of a thing that can be edited, as plain values, and what people have settled of it."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from allostream.catalogue.edit_rules import FIELDS, Kind, Value
from allostream.catalogue.models import (
    Credit,
    Episode,
    Genre,
    Identifier,
    Name,
    Person,
    Protection,
    Season,
    Settled,
    Source,
    Title,
    TitleCountry,
    TitleGenre,
    TitleLanguage,
)
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.names import folded
from allostream.lib.problems import NotFound

Row = Title | Season | Episode | Person
MODELS: Mapping[Kind, type[Row]] = {
    Kind.TITLE: Title, Kind.SEASON: Season, Kind.EPISODE: Episode, Kind.PERSON: Person,
}  # fmt: skip
MERGED = (Kind.TITLE, Kind.PERSON)


@dataclass(frozen=True, slots=True)
class Edited:
    """A thing that can be edited, by row id."""

    kind: Kind
    pk: int

    @property
    def columns(self) -> dict[str, int]:
        """The column of a table about such things that holds it."""
        return {f"{self.kind}_id": self.pk}

    def rows(self) -> QuerySet[Any]:
        """Its row, unless it is removed or merged."""
        present: dict[str, Any] = {"removed_at": None} | ({"merged_into": None} if self.kind in MERGED else {})
        return MODELS[self.kind]._default_manager.filter(pk=self.pk, **present)

    def row(self) -> Row:
        """The row. One query. Raises NotFound for one that is removed or merged."""
        found: Row | None = self.rows().first()
        if found is None:
            raise NotFound
        return found

    def locked(self) -> Row:
        """The row, locked in the caller's transaction, after its title. Three queries at most. Raises NotFound."""
        if self.kind in (Kind.SEASON, Kind.EPISODE):
            Title.objects.select_for_update().filter(pk__in=self.title_ids()).first()
        found: Row | None = self.rows().select_for_update().first()
        if found is None:
            raise NotFound
        return found

    def title_ids(self) -> list[int]:
        """The titles whose pages show it: all that a person has a part in. One query, none for a title."""
        if self.kind is Kind.TITLE:
            return [self.pk]
        if self.kind is Kind.PERSON:
            return sorted(set(Credit.objects.filter(person=self.pk).values_list("title_id", flat=True)))
        parts: QuerySet[Any] = MODELS[self.kind]._default_manager.filter(pk=self.pk)
        return list(parts.values_list("title_id", flat=True))


def values_of(thing: Edited, row: Row) -> dict[str, Value]:
    """What is known of a thing now, by field. One query for a person or season, three for an episode,
    seven for a title."""
    found: dict[str, Value] = {}
    if isinstance(row, Title):
        found = {
            "name": [row.name, row.name_language], "names": _names(thing), "form": row.form, "end_year": row.end_year,
            "runtime": row.runtime_min, "credits": credits_of(thing), **_lists(row),
        }  # fmt: skip
    elif isinstance(row, Person):
        found = {"name": row.name}
    else:
        aired = PartialDate(row.aired_on, Precision(row.aired_precision)) if row.aired_on else None
        found = {
            "number": row.number, "name": [row.name, row.name_language] if row.name else None,
            "aired": str(aired) if aired else None,
        }  # fmt: skip
        if isinstance(row, Episode):
            found |= {
                "absolute_number": row.absolute_number, "kind": row.kind, "runtime": row.runtime_min,
                "names": _names(thing), "credits": credits_of(thing),
            }  # fmt: skip
    found["identifiers"] = identifiers_of(thing)
    return {field: found[field] for field in FIELDS[thing.kind]}


def _names(thing: Edited) -> list[Value]:
    names = Name.objects.filter(**thing.columns).order_by("id")
    return [list(one) for one in names.values_list("text", "language", "kind")]


def _lists(title: Title) -> dict[str, Value]:
    genres = TitleGenre.objects.filter(title=title).values_list("genre__slug", flat=True)
    countries = TitleCountry.objects.filter(title=title).order_by("place", "id").values_list("code", flat=True)
    spoken = TitleLanguage.objects.filter(title=title).order_by("id").values_list("code", flat=True)
    return {"genres": sorted(genres), "countries": list(countries), "languages": list(spoken)}


def credit_place(thing: Edited) -> dict[str, int | None]:
    """Which credits are those of a title itself, or of an episode."""
    return {"title": thing.pk, "episode": None} if thing.kind is Kind.TITLE else {"episode": thing.pk}


def credits_of(thing: Edited) -> list[Value]:
    """Who did what in a title or an episode: roles with people's public ids, whatever the characters. One query."""
    found = Credit.objects.filter(**credit_place(thing)).order_by("role", "place", "pk")
    return [list(one) for one in dict.fromkeys(found.values_list("role", "person__public_id"))]


def people_like(name: str, born: int | None, died: int | None) -> list[Person]:
    """The people of a name whose years, as far as they are known, are those given; ten at most. One query."""
    present = Person.objects.filter(removed_at=None, merged_into=None, folded=folded(name)).order_by("pk")
    return [
        one
        for one in present[:10]
        if all(not year or not day or day.on.year == year for year, day in ((born, one.born), (died, one.died)))
    ]


def person_now(public_id: str) -> Person | None:
    """The person of a public id, or the one that they were made one with. A query for each step."""
    found = Person.objects.filter(public_id=public_id, removed_at=None).first()
    while found is not None and found.merged_into_id is not None:
        found = Person.objects.filter(pk=found.merged_into_id, removed_at=None).first()
    return found


def identifiers_of(thing: Edited) -> list[Value]:
    """What other catalogues call a thing; the keys of our own sources are not for people to change. One query."""
    own = Source.objects.values("slug")
    found = Identifier.objects.filter(**thing.columns).exclude(scheme__in=own).order_by("scheme", "value")
    return [list(one) for one in found.values_list("scheme", "value")]


def holder_of(scheme: str, value: str, thing: Edited) -> Identifier | None:
    """Whose an identifier is, where that is another thing. One query."""
    found = Identifier.objects.filter(scheme=scheme, value=value).exclude(**thing.columns)
    return found.select_related("title", "season", "episode", "person").first()


def mark_of(values: Mapping[str, Value], fields: Collection[str]) -> str:
    """A mark of some values as they are: whoever decides on a change says by it what they saw."""
    told = json.dumps([[field, values.get(field)] for field in sorted(fields)], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def genre_slugs() -> list[str]:
    """The slugs of all genres. One query."""
    return list(Genre.objects.order_by("slug").values_list("slug", flat=True))


def genre_names(language: str) -> dict[str, str]:
    """The names of all genres in a language, by slug. One query."""
    return {
        slug: names.get(language) or names.get("en") or slug
        for slug, names in Genre.objects.order_by("slug").values_list("slug", "names")
    }


def settled_of(thing: Edited) -> dict[str, Settled]:
    """What people have settled of a thing, by field. One query."""
    return {row.field: row for row in Settled.objects.filter(**thing.columns)}


def protection_of(thing: Edited, now: datetime) -> Protection | None:
    """The protection of a thing that holds now; parts are protected with their series. One query, two for a part."""
    if thing.kind is Kind.PERSON:
        rows = Protection.objects.filter(person=thing.pk)
    else:
        rows = Protection.objects.filter(title__in=thing.title_ids())
    return rows.filter(Q(until=None) | Q(until__gt=now)).first()
