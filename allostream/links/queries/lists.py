"""Lists of titles with what can be watched of them: browse, shelves of the home page, pages of hosts and people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from allostream.catalogue.models import Credit, Title, TitleCountry, TitleFace, TitleGenre
from allostream.catalogue.rules import Sort
from allostream.hosts.models import Channel, Host, Standing
from allostream.lib.countries import WORLD
from allostream.lib.problems import NotFound, gettext_noop
from allostream.lib.visitor import Visitor
from allostream.links.models import CountryFigures, RightsAnswer, ShownLink
from allostream.links.queries.shown import Where, shown_here, where
from allostream.links.rules import RightsBasis, Status

PAGE_SIZE = 48
MOST_PAGES = 100
SHELF_SIZE = 12
# Up to so many rows are fetched and sorted; a condition that more titles meet is tested along the order of the list.
# Databases that know little of their own figures choose the other way round, and then sort a million rows.
FEW = 5000
DAYS_TO_CHOOSE_FROM = 120
LENGTHS_TO_CHOOSE_FROM = 600
LATEST_ANSWERS = 500
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
    sort: Sort = Sort.POPULAR
    page: int = 1


@dataclass(frozen=True)
class Browse:
    """One page of a list: how many there are, how many of them the switch hides, and the cards.

    Nothing is counted beyond the last page that a list may have: `is_cut` says that there are more titles than `total`,
    and `hides_more` that the switch hides more than `hidden_by_switch`.
    """

    total: int
    hidden_by_switch: int
    pages: int
    page: int
    cards: tuple[Card, ...]
    is_cut: bool = False
    hides_more: bool = False


class BeyondLists(NotFound):
    """A page further on than any list goes."""

    code = "beyond-lists"
    sentence = gettext_noop(
        "Lists end at page %(last)s: choose a decade, a genre or another order to see other titles."
    )


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
    rows = Credit.objects.filter(title__in=list(title_ids), episode__isnull=True, role__in=DIRECTING)
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


def _few(rows: QuerySet[Any], column: str) -> list[int] | None:
    """The different values of a column that leads to titles; None when there are more than a few. One query."""
    found = list(rows.order_by().values_list(column, flat=True).distinct()[: FEW + 1])
    return found if len(found) <= FEW else None


def _shown(titles: QuerySet[Title], shown: QuerySet[ShownLink]) -> QuerySet[Title]:
    """The titles that one of the rows is for. One query to find out which way is the shorter."""
    few = _few(shown, "title_id")
    return titles.filter(Exists(shown.filter(title=OuterRef("pk"))) if few is None else Q(pk__in=few))


def _free(visitor: Visitor) -> QuerySet[ShownLink]:
    return shown_here(visitor).filter(is_free=True)


def _of_kind(filters: Filters) -> QuerySet[Title]:
    return _present_titles().filter(kind=filters.kind) if filters.kind else _present_titles()


def _in_genre(filters: Filters) -> QuerySet[Title]:
    """The titles of a kind and genre. A few are asked for by their ids alone: their kind would lead to all of it."""
    rows = TitleGenre.objects.filter(genre__slug=filters.genre)
    few = _few(rows.filter(title__kind=filters.kind) if filters.kind else rows, "title_id")
    if few is None:
        return _of_kind(filters).filter(Exists(rows.filter(title=OuterRef("pk"))))
    return _present_titles().filter(pk__in=few)


def _tens(titles: QuerySet[Title]) -> QuerySet[Any]:
    """The titles with `tens`, the year without its last digit: a test along an order, where a range would lead away."""
    return titles.alias(tens=F("year") / 10)


def _in_decade(titles: QuerySet[Title], decade: int, sort: Sort) -> QuerySet[Title]:
    """The titles of ten years. Asked as a range only when the index of years serves the order of the list too."""
    within = titles.filter(year__gte=decade, year__lte=decade + 9)
    if sort in (Sort.NEWEST, Sort.OLDEST):
        return within
    few = _few(within, "pk")
    return _tens(titles).filter(tens=decade // 10) if few is None else _present_titles().filter(pk__in=few)


def _narrowed(filters: Filters) -> QuerySet[Title]:
    """The titles that the filters leave. One query for a decade, one for a genre."""
    titles = _in_genre(filters) if filters.genre else _of_kind(filters)
    if filters.decade is not None:
        titles = _in_decade(titles, filters.decade, filters.sort)
    return titles


def _sorted(titles: QuerySet[Title], filters: Filters, language: str) -> QuerySet[Title]:
    if filters.sort is Sort.NAME:
        kinds = {"faces__kind": filters.kind} if filters.kind else {}
        return titles.filter(faces__language=language, **kinds).order_by("faces__sort_key", "faces__title_id")
    return titles.order_by("-popularity", "id")


def _page_of_ids(titles: QuerySet[Title], filters: Filters, language: str) -> list[int]:
    """The ids of one page of a list. One query, three at the end of an order by year."""
    start = (filters.page - 1) * PAGE_SIZE
    if filters.sort in (Sort.NEWEST, Sort.OLDEST):
        return _page_by_year(titles, start, newest=filters.sort is Sort.NEWEST)
    return list(_sorted(titles, filters, language).values_list("pk", flat=True)[start : start + PAGE_SIZE])


def _page_by_year(titles: QuerySet[Title], start: int, *, newest: bool) -> list[int]:
    """Titles without a year come last in both directions: asked apart, for no index has them last in both."""
    dated = titles.filter(year__isnull=False)
    order = ("-year", "-id") if newest else ("year", "id")
    ids = list(dated.order_by(*order).values_list("pk", flat=True)[start : start + PAGE_SIZE])
    if missing := PAGE_SIZE - len(ids):
        first = max(0, start - dated.count())
        undated = titles.filter(year__isnull=True).order_by("id")
        ids += undated.values_list("pk", flat=True)[first : first + missing]
    return ids


def _counted(rows: QuerySet[Any]) -> tuple[int, bool]:
    """How many rows there are, counted as far as lists go, and whether there are more. One query."""
    most = MOST_PAGES * PAGE_SIZE
    found = rows.order_by().values("pk")[: most + 1].count()
    return min(found, most), found > most


def _last_page(total: int, page: int) -> int:
    """The last page of a list. Raises BeyondLists or NotFound when the page asked for lies beyond it."""
    if page > MOST_PAGES:
        raise BeyondLists(last=str(MOST_PAGES))
    pages = max(1, -(-total // PAGE_SIZE))
    if page > pages:
        raise NotFound
    return pages


def browse(visitor: Visitor, filters: Filters) -> Browse:
    """One page of the titles that the filters and the visitor's switch leave. Six to thirteen queries.

    The number depends on what is asked for, never on how much there is, but that the end of an order by year costs two
    more. Raises NotFound for a page beyond the last, BeyondLists for one that no list reaches.
    """
    every = _narrowed(filters)
    kept = _shown(every, shown_here(visitor)) if visitor.only_watchable else every
    total, is_cut = _counted(kept)
    all_of_them, hides_more = _counted(every) if visitor.only_watchable else (total, False)
    pages = _last_page(total, filters.page)
    ids = _page_of_ids(kept, filters, visitor.language)
    return Browse(
        total,
        all_of_them - total,
        pages,
        filters.page,
        tuple(cards(visitor, ids)),
        is_cut=is_cut,
        hides_more=hides_more,
    )


def home_shelves(visitor: Visitor) -> list[Shelf]:
    """The shelves of the home page that have something to show. Eleven queries."""
    watchable = _shown(_present_titles(), _free(visitor))
    films = watchable.filter(kind=Title.Kind.FILM)
    licensed = _shown(films, shown_here(visitor).filter(rights_basis=RightsBasis.OPEN_LICENCE))
    serials = watchable.filter(kind=Title.Kind.SERIES)
    ids: dict[str, list[int]] = {
        "newly-free": _newly_free(visitor),
        "silents": _first(_tens(films).filter(tens__lt=SILENT_ERA_END // 10).order_by("-popularity", "id")),
        "series": _first(serials.order_by("-popularity", "id")),
        "open-cinema": _first(licensed.order_by("-popularity", "id")),
    }
    by_id = {card.id: card for card in cards(visitor, sorted({id_ for found in ids.values() for id_ in found}))}
    shelves = (Shelf(code, tuple(by_id[i] for i in found if i in by_id)) for code, found in ids.items())
    return [shelf for shelf in shelves if shelf.cards]


def _first(titles: QuerySet[Title]) -> list[int]:
    return list(titles.values_list("pk", flat=True)[:SHELF_SIZE])


def _newly_free(visitor: Visitor) -> list[int]:
    """Titles that became free in the visitor's country most lately and can be watched there; of one day, the popular.

    Whole years of works become free on one day, so only the latest rows are looked at.
    """
    rows = RightsAnswer.objects.filter(
        Exists(_free(visitor).filter(title=OuterRef("title_id"))),
        country=visitor.country, status=Status.PD, free_since__isnull=False, free_since__lte=visitor.now.date(),
    )  # fmt: skip
    latest = rows.order_by("-free_since", "-title_id").values_list("free_since", "title__popularity", "title_id")
    ranked = sorted(latest[:LATEST_ANSWERS], key=lambda row: (row[0], row[1], -row[2]), reverse=True)
    return [title_id for _day, _popularity, title_id in ranked[:SHELF_SIZE]]


def tonight_by_length(visitor: Visitor, places: int = 6) -> list[Card]:
    """Well-known free films of rising length, spread over what there is; another choice each day. Six queries."""
    films = _shown(_present_titles().filter(kind=Title.Kind.FILM), _free(visitor)).order_by("-popularity", "id")
    lengths = films.filter(runtime_min__gte=SHORTEST_LISTED, runtime_min__lte=LONGEST_LISTED)
    known = lengths.values_list("runtime_min", "pk")[:LENGTHS_TO_CHOOSE_FROM]
    ids = [pk for _length, pk in sorted(known)]
    if len(ids) <= places:
        return cards(visitor, ids)
    step = len(ids) // places
    turn = visitor.now.date().toordinal()
    return cards(visitor, [ids[step * place + turn % step] for place in range(places)])


def film_of_the_day(visitor: Visitor) -> Card | None:
    """One free film of the visitor's country, another each day. Seven queries or two."""
    films = _shown(_present_titles().filter(kind=Title.Kind.FILM), _free(visitor)).order_by("-popularity", "id")
    long_enough = films.filter(Q(runtime_min__gte=40) | Q(runtime_min__isnull=True))
    ids = list(long_enough.values_list("pk", flat=True)[:DAYS_TO_CHOOSE_FROM])
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


def titles_at_host(visitor: Visitor, host: Host, page: int = 1, channel: Channel | None = None) -> Browse:
    """One page of the titles that can be watched at a host, or in one of its channels. Seven queries.

    Raises NotFound for a page beyond the last, BeyondLists for one that no list reaches.
    """
    there = {"link__channel": channel} if channel else {"host": host}
    titles = _shown(_present_titles(), shown_here(visitor).filter(**there))
    total, is_cut = _counted(titles)
    pages = _last_page(total, page)
    ids = _page_of_ids(titles, Filters(page=page), visitor.language)
    return Browse(total, 0, pages, page, tuple(cards(visitor, ids)), is_cut=is_cut)
