"""Which titles of the catalogue descriptions are about: one resolution for all sources, of works and of links."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from allostream.catalogue import identity_rules as rules
from allostream.catalogue.identity_rules import Candidate, Described, Maker, Verdict
from allostream.catalogue.intake.rows import values_in
from allostream.catalogue.models import (
    Credit,
    Identifier,
    Name,
    Source,
    Title,
    TitleCountry,
    TitleLanguage,
)
from allostream.catalogue.name_keys import name_key
from allostream.catalogue.rules import KnownName
from allostream.lib import exchange
from allostream.lib.dates import PartialDate, Precision

# Beyond so many years a name alone brings nobody together; the rules say what becomes of those within.
WINDOW = {"film": 3, "series": 8, "": 8}
# Names such as “Hamlet” are many films': those nearest in time are looked at.
MOST_OF_A_NAME = 30
ROLES = ("principal_director", "co_director", "cast")
COLUMNS = ("pk", "kind", "form", "year", "released_on", "released_precision", "runtime_min", "name", "name_language")


def resolve(described: Sequence[Described], *, leave_out: Collection[int] = ()) -> list[Verdict]:
    """What each description is about, in their order. `leave_out`: ids of titles that nobody is to be taken for.

    Fifteen queries at most for each 900 names, identifiers or titles, however large the catalogue is.
    """
    return [rules.judge(one, found) for one, found in gathered(described, leave_out=leave_out)]


def gathered(
    described: Sequence[Described], *, leave_out: Collection[int] = ()
) -> list[tuple[Described, list[Candidate]]]:
    """Each description with the titles that it may be about, in their order. Queries as of `resolve`."""
    found = _found_by_name(described)
    for place, pk in _found_by_id(described):
        found[place].setdefault(pk, 0)
    candidates = candidates_of({pk for ids in found.values() for pk in ids} - set(leave_out))
    return [
        (one, [replace(candidates[pk], namesakes=n) for pk, n in sorted(found[place].items()) if pk in candidates])
        for place, one in enumerate(described)
    ]


def described_record(record: exchange.Title) -> Described:
    """What a record of the exchange format says of a work, as far as it tells works apart."""
    released = PartialDate.parse(record.released) if record.released else None
    named = [KnownName(record.name, record.language, "original")]
    named += [KnownName(name.text, name.language, name.kind) for name in record.names]
    return Described(
        names=tuple(dict.fromkeys(named)), kind=record.kind, form=record.form,
        year=record.year or (released.on.year if released else None), released=released,
        runtime_min=record.runtime_min, identifiers=record.identifiers,
        makers=tuple(Maker(credit.name, credit.role) for credit in record.credits if credit.name),
        countries=record.countries, languages=record.languages, source=record.key.partition(":")[0], key=record.key,
    )  # fmt: skip


def candidates_of(title_ids: Collection[int]) -> dict[int, Candidate]:
    """What is known of titles that are neither removed nor merged, by id. Seven queries for each 900."""
    present = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
    titles = {row[0]: row[1:] for row in values_in(present, "pk", title_ids, *COLUMNS)}
    names = _grouped(Name.objects.order_by("id"), titles, ("text", "language", "kind"), KnownName)
    ids = _grouped(Identifier.objects.order_by("id"), titles, ("scheme", "value"), lambda s, v: (s, v))
    credits = Credit.objects.filter(episode__isnull=True, role__in=ROLES).order_by("place")
    makers = _grouped(credits, titles, ("person__name", "role"), Maker)
    countries = _grouped(TitleCountry.objects.order_by("place"), titles, ("code",), str)
    languages = _grouped(TitleLanguage.objects.order_by("id"), titles, ("code",), str)
    slugs = set(Source.objects.values_list("slug", flat=True)) if titles else set()
    return {
        pk: _candidate(pk, row, names[pk], ids[pk], makers[pk], countries[pk], languages[pk], slugs)
        for pk, row in titles.items()
    }


def _candidate(
    pk: int, row: tuple[Any, ...], names: list[KnownName], ids: list[tuple[str, str]], makers: list[Maker],
    countries: list[str], languages: list[str], slugs: Collection[str],
) -> Candidate:  # fmt: skip
    kind, form, year, released_on, precision, runtime, name, language = row
    identifiers: dict[str, tuple[str, ...]] = {}
    for scheme, value in ids:
        identifiers[scheme] = (*identifiers.get(scheme, ()), value)
    own = KnownName(name, language, "original")
    described = Described(
        names=tuple(dict.fromkeys([own, *names])), kind=kind, form=form, year=year, runtime_min=runtime,
        released=PartialDate(released_on, Precision(precision)) if released_on else None, identifiers=identifiers,
        makers=tuple(makers), countries=tuple(countries), languages=tuple(languages),
    )  # fmt: skip
    return Candidate(pk, described, frozenset(scheme for scheme in identifiers if scheme in slugs))


def _grouped(
    rows: QuerySet[Any], titles: Collection[int], columns: Sequence[str], made: Callable[..., Any]
) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for pk, *values in values_in(rows, "title", titles, "title_id", *columns):
        found[pk].append(made(*values))
    return found


def _found_by_id(described: Sequence[Described]) -> Iterator[tuple[int, int]]:
    """The titles that the strong identifiers of descriptions lead to: place, title. A query for each scheme."""
    asked: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, one in enumerate(described):
        for scheme, values in rules.works_ids(one.identifiers).items():
            for value in values:
                asked[scheme][value].append(place)
    for scheme, places in asked.items():
        rows = Identifier.objects.filter(scheme=scheme, title__isnull=False)
        for value, pk in values_in(rows, "value", places, "value", "title_id"):
            yield from ((place, pk) for place in places[value])


def _found_by_name(described: Sequence[Described]) -> dict[int, dict[int, int]]:
    """The titles that share the key of a name and may be of the same time, by place, each with how many other titles
    have that name whatever their years. A query for each 900 names."""
    places: dict[int, set[int]] = defaultdict(set)
    for place, one in enumerate(described):
        for name in one.names:
            if (key := name_key(name.text)) is not None:
                places[key].add(place)
    named: dict[int, dict[int, tuple[str, int | None]]] = defaultdict(dict)
    rows = Name.objects.filter(title__removed_at__isnull=True, title__merged_into__isnull=True)
    columns = ("match_key", "title_id", "title__kind", "title__year")
    for key, pk, kind, year in values_in(rows, "match_key", places, *columns):
        named[key][pk] = (kind, year)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for key, titles in named.items():
        for place in places[key]:
            for pk in _near(described[place], titles):
                others = len(titles) - 1
                found[place][pk] = min(found[place].get(pk, others), others)
    return found


def _near(one: Described, titles: Mapping[int, tuple[str, int | None]]) -> list[int]:
    """Those of the titles that are of the kind and may be of the time of a description, the nearest first."""
    apart = {
        pk: 0 if one.year is None or year is None else abs(one.year - year)
        for pk, (kind, year) in titles.items()
        if not one.kind or one.kind == kind
    }
    near = [pk for pk, years in apart.items() if years <= WINDOW[titles[pk][0]]]
    return sorted(near, key=lambda pk: (apart[pk], pk))[:MOST_OF_A_NAME]
