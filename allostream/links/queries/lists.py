"""Lists of titles with what can be watched of them: browse, shelves of the home page, pages of hosts and people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from allostream.catalogue.models import Credit, Title, TitleCountry, TitleFace
from allostream.catalogue.rules import Sort
from allostream.hosts.models import Host, Standing
from allostream.lib.countries import WORLD
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links.models import CountryFigures, RightsAnswer, ShownLink
from allostream.links.queries.offers import Where, open_now, shown_here, where
from allostream.links.rules import Status

PAGE_SIZE = 48
SHELF_SIZE = 12
SILENT_ERA_END = 1930
SHORTEST_LISTED, LONGEST_LISTED = 5, 240
DIRECTING = [Credit.Role.PRINCIPAL_DIRECTOR, Credit.Role.CO_DIRECTOR]


@dataclass(frozen=True)
class Card:
    """A title in a list."""

    id: int
    public_id: str
    kind: str
    name: str
    name_language: str
    slug: str
    year: int | None
    end_year: int | None
    runtime_min: int | None
    directors: tuple[str, ...]
    countries: tuple[str, ...]
    where: Where


@dataclass(frozen=True)
class Shelf:
    """A row of cards with the reason that brings them together, as a code that a page puts into words."""

    code: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; None and "" stand for "any"."""

    kind: str = ""
    decade: int | None = None
    genre: str = ""
    country: str = ""
    sort: Sort = Sort.POPULAR
    page: int = 1


@dataclass(frozen=True)
class Browse:
    """One page of a list: how many there are, how many of them the switch hides, and the cards."""

    total: int
    hidden_by_switch: int
    pages: int
    page: int
    cards: tuple[Card, ...]


def cards(visitor: Visitor, title_ids: Sequence[int]) -> list[Card]:
    """The cards of titles, in the given order. Four queries, five when addresses are in another language.

    Ids that are not public any more are left out.
    """
    faces = _faces(visitor.language, title_ids)
    addresses = faces
    if visitor.address_language not in ("", visitor.language):
        addresses = _faces(visitor.address_language, title_ids)
    directors = _directors(title_ids)
    countries = _countries(title_ids)
    places = where(visitor, title_ids)
    return [
        Card(
            id=id_, public_id=face["title__public_id"], kind=face["kind"], name=face["name"],
            name_language=face["name_language"], slug=addresses.get(id_, face)["slug"], year=face["title__year"],
            end_year=face["title__end_year"], runtime_min=face["title__runtime_min"], directors=directors[id_],
            countries=countries[id_], where=places[id_],
        )
        for id_ in title_ids
        if (face := faces.get(id_))
    ]  # fmt: skip


def _faces(language: str, title_ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
    rows = TitleFace.objects.filter(title__in=list(title_ids), language=language).filter(
        title__removed_at__isnull=True, title__merged_into__isnull=True
    )
    values: Iterable[Mapping[str, Any]] = rows.values(
        "title_id", "kind", "name", "name_language", "slug", "title__public_id", "title__year", "title__end_year",
        "title__runtime_min",
    )  # fmt: skip
    return {face["title_id"]: face for face in values}


def _directors(title_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = Credit.objects.filter(
        title__in=list(title_ids), episode__isnull=True, role__in=["principal_director", "co_director"]
    )
    for title_id, name in rows.order_by("place", "id").values_list("title_id", "person__name"):
        found[title_id] += (name,)
    return found


def _countries(title_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = TitleCountry.objects.filter(title__in=list(title_ids)).order_by("place", "code")
    for title_id, code in rows.values_list("title_id", "code"):
        found[title_id] += (code,)
    return found


def _present_titles() -> QuerySet[Title]:
    return Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)


def _watchable(visitor: Visitor, *, free_only: bool = False) -> Exists:
    rows = ShownLink.objects.filter(open_now(visitor), title=OuterRef("pk"))
    return Exists(rows.filter(is_free=True) if free_only else rows)


def _narrowed(filters: Filters) -> QuerySet[Title]:
    titles = _present_titles()
    if filters.kind:
        titles = titles.filter(kind=filters.kind)
    if filters.decade is not None:
        titles = titles.filter(year__gte=filters.decade, year__lte=filters.decade + 9)
    if filters.genre:
        titles = titles.filter(genre_rows__genre__slug=filters.genre)
    if filters.country:
        titles = titles.filter(country_rows__code=filters.country)
    return titles


def _sorted(titles: QuerySet[Title], sort: Sort, language: str) -> QuerySet[Title]:
    match sort:
        case Sort.NEWEST:
            return titles.order_by(F("year").desc(nulls_last=True), "id")
        case Sort.OLDEST:
            return titles.order_by(F("year").asc(nulls_last=True), "id")
        case Sort.NAME:
            return titles.filter(faces__language=language).order_by("faces__sort_key", "id")
        case Sort.POPULAR:
            return titles.order_by("-popularity", "id")


def browse(visitor: Visitor, filters: Filters) -> Browse:
    """One page of the titles that the filters and the visitor's switch leave. Six or seven queries.

    Raises NotFound for a page beyond the last.
    """
    every = _narrowed(filters)
    kept = every.filter(_watchable(visitor)) if visitor.only_watchable else every
    total = kept.count()
    hidden = every.count() - total if visitor.only_watchable else 0
    pages = max(1, -(-total // PAGE_SIZE))
    if filters.page > pages:
        raise NotFound
    start = (filters.page - 1) * PAGE_SIZE
    ids = list(_sorted(kept, filters.sort, visitor.language).values_list("pk", flat=True)[start : start + PAGE_SIZE])
    return Browse(total, hidden, pages, filters.page, tuple(cards(visitor, ids)))


def home_shelves(visitor: Visitor) -> list[Shelf]:
    """The shelves of the home page that have something to show. Nine queries."""
    watchable = _present_titles().filter(_watchable(visitor, free_only=True))
    films = watchable.filter(kind=Title.Kind.FILM)
    licensed = Exists(shown_here(visitor).filter(title=OuterRef("pk"), is_open_licence=True))
    serials = watchable.filter(kind=Title.Kind.SERIES)
    ids: dict[str, list[int]] = {
        "newly-free": _newly_free(visitor),
        "silents": _first(films.filter(year__lt=SILENT_ERA_END).order_by("-popularity", "year", "id")),
        "series": _first(serials.order_by("-popularity", "id")),
        "open-cinema": _first(films.filter(licensed).order_by("-popularity", "-year", "id")),
    }
    by_id = {card.id: card for card in cards(visitor, sorted({id_ for found in ids.values() for id_ in found}))}
    shelves = (Shelf(code, tuple(by_id[i] for i in found if i in by_id)) for code, found in ids.items())
    return [shelf for shelf in shelves if shelf.cards]


def _first(titles: QuerySet[Title]) -> list[int]:
    return list(titles.values_list("pk", flat=True)[:SHELF_SIZE])


def _newly_free(visitor: Visitor) -> list[int]:
    """Titles that became free in the visitor's country most lately and can be watched there."""
    rows = RightsAnswer.objects.filter(
        Exists(shown_here(visitor).filter(title=OuterRef("title_id"), is_free=True)),
        country=visitor.country, status=Status.PD, free_since__isnull=False, free_since__lte=visitor.now.date(),
    )  # fmt: skip
    return list(
        rows.order_by("-free_since", "-title__popularity", "title_id").values_list("title_id", flat=True)[:SHELF_SIZE]
    )


def tonight_by_length(visitor: Visitor, places: int = 6) -> list[Card]:
    """Free films of rising length, spread over what there is; another choice each day. Five queries."""
    films = _present_titles().filter(
        _watchable(visitor, free_only=True), kind=Title.Kind.FILM,
        runtime_min__gte=SHORTEST_LISTED, runtime_min__lte=LONGEST_LISTED,
    )  # fmt: skip
    ids = list(films.order_by("runtime_min", "id").values_list("pk", flat=True)[:1000])
    if len(ids) <= places:
        return cards(visitor, ids)
    step = len(ids) // places
    turn = visitor.now.date().toordinal()
    return cards(visitor, [ids[step * place + turn % step] for place in range(places)])


def film_of_the_day(visitor: Visitor) -> Card | None:
    """One free film of the visitor's country, another each day. Six queries or two."""
    films = _present_titles().filter(_watchable(visitor, free_only=True), kind=Title.Kind.FILM)
    films = films.filter(Q(runtime_min__gte=40) | Q(runtime_min__isnull=True))
    ids = list(films.order_by("-popularity", "id").values_list("pk", flat=True)[:365])
    if not ids:
        return None
    # A stride that shares no factor with most lengths, so that neighbours in the list are not neighbours in time.
    return next(iter(cards(visitor, [ids[visitor.now.date().toordinal() * 37 % len(ids)]])), None)


def figures(visitor: Visitor) -> CountryFigures | None:
    """How much there is to watch in the visitor's country, as last counted. One query.

    A country that no link names has what the whole world has. None before the first count.
    """
    rows = {row.country: row for row in CountryFigures.objects.filter(country__in=[visitor.country, WORLD])}
    return rows.get(visitor.country) or rows.get(WORLD)


def host_at(slug: str) -> Host:
    """A host by its slug. One query. Raises NotFound."""
    host = Host.objects.filter(slug=slug).first()
    if host is None:
        raise NotFound
    return host


def listed_hosts() -> list[Host]:
    """All hosts that links may lead to, in alphabetical order. One query."""
    return list(Host.objects.filter(stands=Standing.LISTED).order_by("name"))


def titles_at_host(visitor: Visitor, host: Host, page: int = 1) -> Browse:
    """One page of the titles that can be watched at a host. Six queries. Raises NotFound beyond the last page."""
    at_host = Exists(shown_here(visitor).filter(title=OuterRef("pk"), link__host=host))
    titles = _present_titles().filter(at_host)
    total = titles.count()
    pages = max(1, -(-total // PAGE_SIZE))
    if page > pages:
        raise NotFound
    start = (page - 1) * PAGE_SIZE
    ids = list(titles.order_by("-popularity", "id").values_list("pk", flat=True)[start : start + PAGE_SIZE])
    return Browse(total, 0, pages, page, tuple(cards(visitor, ids)))
