"""Narrowing a million titles: each condition as rows that lead to titles, and as a test along the order of a list.

A list asks in one of two ways. Where few titles meet everything, they are found from the condition that the fewest
meet, and then sorted. Where many do, the order of the list is followed and each title tested, until the page is full.
Databases that know little of their own figures choose the other way round, and then sort a million rows; tests are
therefore written so that no index serves them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from allostream.catalogue.models import Genre, Title, TitleCountry, TitleFace, TitleGenre, TitleLanguage
from allostream.hosts.models import Host
from allostream.lib.visitor import Visitor
from allostream.links.facet_rules import BASES, OF_LINKS, OFFERS, RUNTIMES, Facet, Wanted, kinds
from allostream.links.models import FacetFigures, ShownLink
from allostream.links.queries import bounds
from allostream.links.queries.shown import shown_here

UNKNOWN_SIZE = 10**9
# Up to so many titles are found first and sorted then.
FEW = 5000
LONGEST = 32_767  # of the column


@dataclass(frozen=True)
class Lead:
    """Rows by their titles, one of which a title must have; and about how many titles that leads to."""

    rows: QuerySet[Any]
    size: int = UNKNOWN_SIZE


@dataclass(frozen=True)
class Range:
    """What a number of a title must lie in: one of the kept ranges and none of those left out."""

    column: str
    kept: Sequence[tuple[int, int]] = ()
    left_out: Sequence[tuple[int, int]] = ()
    size: int = UNKNOWN_SIZE

    def test(self) -> Q:
        """The test of the alias that stands for the column; a number that is not known lies in no range."""
        condition = Q()
        for first, last in self.kept:
            condition |= Q(**{f"{self.column}_tested__gte": first, f"{self.column}_tested__lte": last})
        for first, last in self.left_out:
            outside = Q(**{f"{self.column}_tested__lt": first}) | Q(**{f"{self.column}_tested__gt": last})
            condition &= outside | Q(**{f"{self.column}_tested__isnull": True})
        return condition

    @property
    def is_one(self) -> bool:
        """Whether it is a single range, which `within` tests as a whole."""
        return len(self.kept) == 1 and not self.left_out

    def within(self) -> Q:
        """From the lowest to the highest number that is kept: what an index of the column can serve."""
        if not self.kept:
            return Q()
        return Q(
            **{
                f"{self.column}__gte": min(first for first, _ in self.kept),
                f"{self.column}__lte": max(last for _, last in self.kept),
            }
        )


@dataclass(frozen=True)
class Narrowing:
    """What titles must meet: kinds, rows that they must have, rows that they must not have, numbers."""

    kinds: Sequence[str]
    leads: Sequence[Lead] = ()
    never: Sequence[QuerySet[Any]] = ()
    ranges: Sequence[Range] = field(default_factory=tuple)

    def also(self, lead: Lead) -> "Narrowing":
        """The same with one more kind of rows that a title must have."""
        return replace(self, leads=(*self.leads, lead))

    def is_any(self) -> bool:
        """Whether every title meets it."""
        return set(self.kinds) == set(Title.Kind.values) and not (self.leads or self.never or self.ranges)

    def asks_one_thing(self) -> bool:
        """Whether titles must meet one condition only, their kind aside."""
        return len(self.leads) + len(self.never) + len(self.ranges) < 2

    def range_of(self, column: str) -> Range:
        """The range of a column; without limits when it has none."""
        return next((found for found in self.ranges if found.column == column), Range(column))

    def tested(self, rows: QuerySet[Any], title: str = "", passed: Lead | Range | None = None) -> QuerySet[Any]:
        """The rows whose titles meet everything; `title` is the way from a row to its title, "" for titles.

        The rows of `passed` are known to be met.
        """
        own = OuterRef(f"{title}_id" if title else "pk")
        tests: list[Any] = [Exists(lead.rows.filter(title=own)) for lead in self.leads if lead is not passed]
        tests += [~Exists(found.filter(title=own)) for found in self.never]
        prefix = f"{title}__" if title else ""
        for number in self.ranges:
            if number is passed:
                continue
            # Added to nothing, so that the test is no way into an index.
            rows = rows.alias(**{f"{number.column}_tested": F(prefix + number.column) + 0})
            tests.append(number.test())
        return rows.filter(*tests)


def present_titles() -> QuerySet[Title]:
    """The titles that are neither removed nor merged."""
    return Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)


def narrowing(visitor: Visitor, wanted: Wanted) -> Narrowing:
    """What the facets of a list ask for. None to five queries, by the facets that are set."""
    sizes = _sizes(wanted)
    leads, never = [], []
    for facet in (Facet.GENRE, Facet.COUNTRY, Facet.LANGUAGE):
        if kept := wanted.kept(facet):
            leads.append(Lead(_fact_rows(facet, kept), sizes[facet]))
        if left_out := wanted.left_out(facet):
            never.append(_fact_rows(facet, left_out))
    links = [facet for facet in OF_LINKS if wanted.kept(facet)]
    if links:
        conditions = [_link_test(facet, wanted.kept(facet)) for facet in links]
        leads.append(Lead(shown_here(visitor).filter(*conditions), min(sizes[facet] for facet in links)))
    never += [
        shown_here(visitor).filter(_link_test(facet, left_out))
        for facet in OF_LINKS
        if (left_out := wanted.left_out(facet))
    ]
    return Narrowing(kinds(wanted), leads, never, _ranges(wanted, sizes))


def _sizes(wanted: Wanted) -> dict[Facet, int]:
    """About how many titles each facet leaves, as last counted. One query when anything is kept."""
    sizes = dict.fromkeys(Facet, UNKNOWN_SIZE)
    pairs = Q()
    for facet, value in sorted(pair for pair in wanted.only if pair[0] is not Facet.KIND):
        pairs |= Q(facet=facet, value=value)
    if pairs:
        for name, titles in FacetFigures.objects.filter(pairs).values_list("facet", "titles"):
            known = sizes[Facet(name)]
            sizes[Facet(name)] = titles + (0 if known == UNKNOWN_SIZE else known)
    return sizes


def _fact_rows(facet: Facet, values: Sequence[str]) -> QuerySet[Any]:
    """The rows that name the titles with a fact. A query for genres, to know their ids."""
    if facet is Facet.COUNTRY:
        return TitleCountry.objects.filter(code__in=[value.upper() for value in values])
    if facet is Facet.LANGUAGE:
        return TitleLanguage.objects.filter(code__in=values)
    return TitleGenre.objects.filter(genre__in=list(Genre.objects.filter(slug__in=values).values_list("pk", flat=True)))


def _link_test(facet: Facet, values: Sequence[str]) -> Q:
    """The condition on shown links. A query for hosts, to know their ids."""
    if facet is Facet.OFFER:
        return Q(offer__in=sorted({offer.value for value in values for offer in OFFERS[value]}))
    if facet is Facet.BASIS:
        return Q(rights_basis__in=[BASES[value].value for value in values])
    return Q(host__in=list(Host.objects.filter(slug__in=values).values_list("pk", flat=True)))


def _ranges(wanted: Wanted, sizes: dict[Facet, int]) -> list[Range]:
    given = (
        Range("year", *_both(wanted, Facet.DECADE, _decade), size=sizes[Facet.DECADE]),
        Range("runtime_min", *_both(wanted, Facet.RUNTIME, _minutes), size=sizes[Facet.RUNTIME]),
    )
    return [number for number in given if number.kept or number.left_out]


def _both(wanted: Wanted, facet: Facet, read: Any) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    return [read(value) for value in wanted.kept(facet)], [read(value) for value in wanted.left_out(facet)]


def _decade(value: str) -> tuple[int, int]:
    return int(value), int(value) + 9


def _minutes(value: str) -> tuple[int, int]:
    first, last = RUNTIMES[value]
    return first, LONGEST if last is None else last


@dataclass(frozen=True)
class Found:
    """How many titles meet a narrowing, counted as far as lists go; `ids` are known where they are few."""

    total: int
    is_cut: bool
    ids: Sequence[int] | None


def find(narrowed: Narrowing) -> Found:
    """The titles that meet everything. One or two queries; none when no kind is left."""
    if not narrowed.kinds:
        return Found(0, False, ())
    rows, column, size = _led(narrowed)
    distinct = rows.order_by().values_list(column, flat=True)
    distinct = distinct if column == "pk" else distinct.distinct()
    # Where several things are asked for, fewer titles may be left than any of them leads to: found at once they cost no
    # more than counted.
    if size > 2 * bounds.most_titles() and narrowed.asks_one_thing():
        total, is_cut = bounds.counted(distinct)
        if is_cut or total > FEW:
            return Found(total, is_cut, None)
    most = bounds.most_titles()
    ids = list(distinct[: most + 1])
    is_few = len(ids) <= min(FEW, most)
    return Found(min(len(ids), most), len(ids) > most, ids if is_few else None)


def _led(narrowed: Narrowing) -> tuple[QuerySet[Any], str, int]:
    """The rows that meet everything, found from the condition that the fewest titles meet, and how many that are."""
    lead = min(narrowed.leads, key=lambda lead: lead.size, default=None)
    numbers = [number for number in narrowed.ranges if number.kept]
    number = min(numbers, key=lambda number: number.size, default=None)
    if lead and (number is None or lead.size <= number.size):
        present = Q(title__removed_at__isnull=True, title__merged_into__isnull=True)
        # A kind that were asked for plainly would lead to all titles of the kind.
        rows = lead.rows.alias(kind_tested=Coalesce("title__kind", Value("")))
        rows = rows.filter(present, kind_tested__in=narrowed.kinds)
        return narrowed.tested(rows, "title", passed=lead), "title_id", lead.size
    titles = present_titles().filter(kind__in=narrowed.kinds)
    if number:
        passed = number if number.is_one else None
        return narrowed.tested(titles.filter(number.within()), passed=passed), "pk", number.size
    return narrowed.tested(titles), "pk", UNKNOWN_SIZE


def titles_along(narrowed: Narrowing, kind: str) -> QuerySet[Title]:
    """The titles of a kind that meet everything, to be taken in an order that an index has."""
    return narrowed.tested(present_titles().filter(kind=kind))


def faces_along(narrowed: Narrowing, kind: str, language: str) -> QuerySet[TitleFace]:
    """The same by their faces, in the alphabetical order of a language."""
    faces = TitleFace.objects.filter(language=language, kind=kind)
    present = faces.filter(title__removed_at__isnull=True, title__merged_into__isnull=True)
    return narrowed.tested(present, "title")


def free_here(visitor: Visitor) -> QuerySet[ShownLink]:
    """The rows of everything that the visitor can watch without paying."""
    return shown_here(visitor).filter(is_free=True)
