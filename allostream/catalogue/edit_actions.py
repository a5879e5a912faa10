"""Writing what people agreed on into the catalogue, and protecting it. In the transaction of whoever decided it.

What links show and what the rules say of a work follows in allostream.community.editing, which calls this.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue.actions import raise_versions, raise_versions_of
from allostream.catalogue.edit_rules import LISTS, OF_NEW_PERSON, Kind, Value, put_in, taken_out
from allostream.catalogue.edit_values import Edited, Row, credit_place, people_like, person_now
from allostream.catalogue.intake.faces import refresh_faces
from allostream.catalogue.merge_rules import chosen_slug, person_slugs
from allostream.catalogue.models import (
    Credit,
    Episode,
    Genre,
    Identifier,
    Name,
    OldAddress,
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
from allostream.catalogue.name_keys import name_key
from allostream.freshness.actions import note_changes
from allostream.freshness.rules import Indexed
from allostream.lib import clock
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.names import folded

Changes = Mapping[str, Mapping[str, Value]]
# The source in whose name stands what people here have settled: what they give, they give to all.
PEOPLE = "people"
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
COLUMNS = {"runtime": "runtime_min"}  # fields whose column has another name


def people_source() -> Source:
    """The source of what people have settled; made when first something is. One query."""
    made, _is_new = Source.objects.get_or_create(
        slug=PEOPLE,
        defaults={
            "name": "Allostream", "licence": "CC0-1.0", "licence_url": CC0, "credit": "Readers of this site",
        },
    )  # fmt: skip
    return made


def write_changes(thing: Edited, changes: Changes, *, edit: str) -> None:
    """Write changed values of a thing, settle them against imports, and renew what shows them. Some twenty statements.

    The row must be locked by the caller. Raises NotFound.
    """
    row = thing.row()
    _set_columns(row, changes)
    for field, write in WRITERS.items():
        if field in changes:
            write(thing, changes[field])
    _settle(thing, changes, edit)
    _credit_people(thing)
    follow(thing, renamed=not {"name", "names"}.isdisjoint(changes))


def follow(thing: Edited, *, renamed: bool) -> None:
    """Renew the pages and the index of what shows a thing, in the caller's transaction."""
    ids = thing.title_ids()
    if thing.kind is Kind.PERSON:
        raise_versions_of(Title.objects.filter(pk__in=Credit.objects.filter(person=thing.pk).values("title")))
        note_changes(Indexed.PERSON, [thing.pk])
        return
    if thing.kind is Kind.TITLE and renamed:
        refresh_faces({thing.pk})
        note_changes(Indexed.PERSON, list(Credit.objects.filter(title=thing.pk).values_list("person", flat=True)))
    raise_versions(ids)
    note_changes(Indexed.TITLE, ids)


def _set_columns(row: Row, changes: Changes) -> None:
    written: dict[str, Any] = {}
    for field, change in changes.items():
        written |= _columns_of(row, field, change["after"])
    for column, value in written.items():
        setattr(row, column, value)
    if isinstance(row, Person) and "name" in changes:
        written["slug"] = _new_slug(row)
    if written:
        row.save(update_fields=list(written))


def _columns_of(row: Row, field: str, value: Value) -> dict[str, Any]:
    """The columns of a row that a field sets."""
    if field in LISTS:
        return {}
    match field:
        case "name" if isinstance(row, Person):
            return {"name": value, "folded": folded(value)}
        case "name":
            text, language = value or ("", "")
            return {"name": text, "name_language": language}
        case "aired":
            day = PartialDate.parse(value) if value else None
            return {"aired_on": day.on if day else None, "aired_precision": day.precision if day else Precision.UNKNOWN}
        case "number":
            return {"number": value, "number_is_derived": False}
        case "runtime" if isinstance(row, Title):
            return {"runtime_min": value, "runtime_is_approximate": False}
    return {COLUMNS.get(field, field): value}


def _new_slug(person: Person) -> str:
    """The address of a person of another name; the old one leads there for ever."""
    years = [day.year if day else None for day in (person.born_on, person.died_on)]
    candidates = person_slugs(person.name, years[0], years[1], person.public_id)
    taken = set(Person.objects.filter(slug__in=candidates).exclude(pk=person.pk).values_list("slug", flat=True))
    old = OldAddress.objects.filter(kind="person", slug__in=candidates)
    taken |= set(old.exclude(person=person).values_list("slug", flat=True))
    slug = chosen_slug(candidates, taken, person.slug)
    if slug != person.slug:
        old.filter(slug=slug).delete()
        OldAddress.objects.get_or_create(kind="person", language="", slug=person.slug, defaults={"person": person})
    person.slug = slug
    return slug


def _write_names(thing: Edited, change: Mapping[str, Value]) -> None:
    for text, language, kind in taken_out(change):
        Name.objects.filter(**thing.columns, text=text, language=language, kind=kind).delete()
    Name.objects.bulk_create(
        [
            Name(
                **thing.columns, text=text, language=language, kind=kind, folded=folded(text),
                match_key=name_key(text) if thing.kind is Kind.TITLE else None,
            )
            for text, language, kind in put_in(change)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _write_genres(thing: Edited, change: Mapping[str, Value]) -> None:
    TitleGenre.objects.filter(title=thing.pk, genre__slug__in=taken_out(change)).delete()
    found = Genre.objects.filter(slug__in=put_in(change))
    TitleGenre.objects.bulk_create(
        [TitleGenre(title_id=thing.pk, genre=genre) for genre in found], ignore_conflicts=True
    )


def _write_countries(thing: Edited, change: Mapping[str, Value]) -> None:
    TitleCountry.objects.filter(title=thing.pk).delete()
    TitleCountry.objects.bulk_create(
        [TitleCountry(title_id=thing.pk, code=code, place=place) for place, code in enumerate(change["after"])]
    )


def _write_languages(thing: Edited, change: Mapping[str, Value]) -> None:
    TitleLanguage.objects.filter(title=thing.pk, code__in=taken_out(change)).delete()
    TitleLanguage.objects.bulk_create(
        [TitleLanguage(title_id=thing.pk, code=code) for code in put_in(change)], ignore_conflicts=True
    )


def _write_identifiers(thing: Edited, change: Mapping[str, Value]) -> None:
    for scheme, value in taken_out(change):
        Identifier.objects.filter(**thing.columns, scheme=scheme, value=value).delete()
    Identifier.objects.bulk_create(
        [Identifier(**thing.columns, scheme=scheme, value=value) for scheme, value in put_in(change)]
    )


def _write_credits(thing: Edited, change: Mapping[str, Value]) -> None:
    """Write credits that the facts in force have not written already (rights.actions.fact_columns)."""
    place = credit_place(thing)
    there = Credit.objects.filter(**place)
    for role, public_id in taken_out(change):
        there.filter(role=role, person__public_id=public_id).delete()
    for role, public_id in put_in(change):
        person = person_now(public_id)
        if person is not None and not there.filter(role=role, person=person).exists():
            Credit.objects.create(
                title_id=thing.title_ids()[0], episode_id=place["episode"], person=person, role=role,
                place=there.filter(role=role).count(),
            )  # fmt: skip
    ids = {public_id for _role, public_id in (*taken_out(change), *put_in(change))}
    note_changes(Indexed.PERSON, list(Person.objects.filter(public_id__in=ids).values_list("pk", flat=True)))


def with_people(changes: Changes) -> tuple[dict[str, Any], list[tuple[Person, int | None, int | None]]]:
    """Changes whose credits name everybody by public id, and the people who had to be made for that, with the years
    of their lives; in the caller's transaction. One query for each new name and some five for each who is made."""
    credits = changes.get("credits")
    if credits is None or not any(len(one) == OF_NEW_PERSON for one in put_in(credits)):
        return dict(changes), []
    made: dict[tuple[Any, ...], tuple[Person, int | None, int | None]] = {}
    after: list[Value] = []
    for role, public_id, *life in credits["after"]:
        if life:
            name, born, died = life
            there = people_like(name, born, died)  # made since by somebody else
            if tuple(life) not in made and len(there) != 1:
                made[tuple(life)] = (_new_person(name, born, died), born, died)
            person = made[tuple(life)][0] if tuple(life) in made else there[0]
            after.append([role, person.public_id])
        else:
            after.append([role, public_id])
    unique = [one for place, one in enumerate(after) if one not in after[:place]]
    return {**changes, "credits": {"before": credits["before"], "after": unique}}, list(made.values())


def _new_person(name: str, born: int | None, died: int | None) -> Person:
    """Somebody who was not here. The years come as facts with their source, not from here."""
    person = Person(name=name, folded=folded(name), source=people_source())
    candidates = person_slugs(name, born, died, person.public_id)
    taken = set(Person.objects.filter(slug__in=candidates).values_list("slug", flat=True))
    taken |= set(OldAddress.objects.filter(kind="person", slug__in=candidates).values_list("slug", flat=True))
    person.slug = chosen_slug(candidates, taken)
    person.save()
    note_changes(Indexed.PERSON, [person.pk])
    return person


def take_people_away(people: Sequence[Person]) -> None:
    """Take people out whom an edit had made and whom nothing names any more, in the caller's transaction: their pages
    say so."""
    _set_removed(people, clock.now())


def bring_people_back(people: Sequence[Person]) -> None:
    """The way back."""
    _set_removed(people, None)


def _set_removed(people: Sequence[Person], at: datetime | None) -> None:
    if not people:
        return
    ids = [person.pk for person in people]
    Person.objects.filter(pk__in=ids).update(removed_at=at)
    raise_versions(())
    note_changes(Indexed.PERSON, ids)


WRITERS = {
    "credits": _write_credits,
    "names": _write_names, "genres": _write_genres, "countries": _write_countries, "languages": _write_languages,
    "identifiers": _write_identifiers,
}  # fmt: skip


def _settle(thing: Edited, changes: Changes, edit: str) -> None:
    """Note what people settled: no source changes it from now on."""
    there = {row.field: row for row in Settled.objects.filter(**thing.columns)}
    for field, change in changes.items():
        row = there.get(field) or Settled(**thing.columns, field=field)
        row.value, row.edit, row.since = change["after"], edit, clock.now()
        if field in LISTS:
            added, removed = put_in(change), taken_out(change)
            row.added = [*(one for one in row.added if one not in removed), *added]
            row.removed = [*(one for one in row.removed if one not in added), *removed]
        elif thing.kind is Kind.PERSON and field == "name":
            # Sources that go on calling them so still mean them.
            row.removed = list(dict.fromkeys([*row.removed, change["before"]]))
        row.save()


def unsettle(thing: Edited, fields: Collection[str]) -> None:
    """Let sources decide again on fields of which no edit is in force any more, in the caller's transaction."""
    Settled.objects.filter(**thing.columns, field__in=list(fields)).delete()


def _credit_people(thing: Edited) -> None:
    """Name people here among the sources of a title: a key of theirs on it does so, as with every source."""
    source = people_source()
    for pk in thing.title_ids() if thing.kind is not Kind.PERSON else ():
        Identifier.objects.get_or_create(scheme=source.slug, value=f"title-{pk}", defaults={"title_id": pk})


def add_season(title_id: int, changes: Changes, *, edit: str) -> Season:
    """Make a season that was missing, in the caller's transaction."""
    made = Season(title_id=title_id)
    return _added(made, Kind.SEASON, changes, edit)  # type: ignore[return-value]  # the row that was given


def add_episode(title_id: int, season_id: int, changes: Changes, *, edit: str) -> Episode:
    """Make an episode that was missing, in the caller's transaction."""
    made = Episode(title_id=title_id, season_id=season_id)
    return _added(made, Kind.EPISODE, changes, edit)  # type: ignore[return-value]  # the row that was given


def _added(made: Season | Episode, kind: Kind, changes: Changes, edit: str) -> Season | Episode:
    for field, change in changes.items():
        for column, value in _columns_of(made, field, change["after"]).items():
            setattr(made, column, value)
    made.save()
    write_changes(Edited(kind, made.pk), changes, edit=edit)
    return made


def remove_part(thing: Edited) -> None:
    """Take a season or an episode out again that people had added, in the caller's transaction: its page says so."""
    row = thing.locked()
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])
    follow(thing, renamed=False)


def protect(thing: Edited, *, by: Actor, why: str, until: datetime | None) -> Protection:
    """Let only those with the right change a title, with its parts, or a person. Raises NotFound."""
    with transaction.atomic():
        row = thing.locked()
        told: dict[str, Any] = {"why": why, "until": until, "by": by.id, "since": clock.now()}
        made, _is_new = Protection.objects.update_or_create(told, None, **thing.columns)
        audit.record(
            "edit.protect", by=by, subject_kind=thing.kind, subject_id=row.public_id, why=why, after={"until": until}
        )
    return made


def unprotect(thing: Edited, *, by: Actor, why: str) -> bool:
    """Let everybody with an account suggest changes again; False where that was so already. Raises NotFound."""
    with transaction.atomic():
        row = thing.locked()
        gone, _what = Protection.objects.filter(**thing.columns).delete()
        if gone:
            audit.record("edit.unprotect", by=by, subject_kind=thing.kind, subject_id=row.public_id, why=why)
    return bool(gone)
