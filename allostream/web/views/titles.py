"""Pages of titles: films, series, seasons and episodes."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from allostream.catalogue import moved_parts, title_queries
from allostream.catalogue import queries as catalogue
from allostream.catalogue.models import Season
from allostream.catalogue.queries import EpisodeRow, Moved, SeasonRow, TitleHead
from allostream.catalogue.rules import episode_code, read_episode_code
from allostream.catalogue.title_queries import TitleOnPage
from allostream.freshness.rules import Subject
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.links import queries as links
from allostream.links.queries import Part, TitleLinks
from allostream.web import described
from allostream.web.addresses import Place, address, part_address, part_of, season_part, title_address
from allostream.web.episodes import Copies, episode_name, season_name
from allostream.web.frame import write_quick
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.page import moved
from allostream.web.service_pages import has_numbers
from allostream.web.title_parts import episode_context, film_context, series_context, title_page

MOST_EPISODES = 30  # beyond this, a series' page shows one season at a time


def title_here(request: PageRequest, kind: str, slug: str, spoken: str) -> TitleOnPage:
    """The title at an address in the words of `spoken`. Two queries, more when it is not there.

    Raises Moved when this site's address is another, NotFound and Gone.
    """
    language, own = request.visitor.language, request.site.language
    try:
        title = title_queries.title_on_page(kind, slug, language, spoken)
    except NotFound:
        tell_why(kind, slug, language, spoken, own)
        raise
    if spoken == own:
        return title
    raise Moved(replace(title.head, slug=title.slugs.get(own, title.head.slug)))


def tell_why(kind: str, slug: str, language: str, spoken: str, own: str) -> None:
    """Raise Moved, with the address in the words of `own`, or Gone or NotFound for an address without a title."""
    try:
        catalogue.title_at(kind, slug, language, spoken)
    except Moved as now:
        title: TitleHead = now.thing  # type: ignore[assignment]  # a title's address leads to a title
        if spoken != own:
            title = replace(title, slug=catalogue.siblings_of(title).get(own, title.slug))
        raise Moved(title) from None


def moved_title(request: PageRequest, thing: Any, part: str = "") -> HttpResponse:
    """A lasting redirect to where a title is now; a part goes along."""
    path = title_address(request.site.language, thing.kind, thing.slug)
    return moved(request, f"{path}/{part}" if part else path)


def fresh_of(found: TitleLinks, title: TitleOnPage) -> Fresh:
    """What a page with the links of one title rests on: on the list of hosts too where it names services."""
    stamps = (Subject.HOSTS,) if has_numbers(title.record.identifiers) else ()
    return Fresh(title_id=found.title_id, stamps=stamps, until=found.next_edge, knows_windows=True)


@require_safe
def film(request: PageRequest, slug: str, spoken: str) -> HttpResponse:
    """A film. Three queries, one more to say what is held back, up to three if there are links.

    One more for a title with numbers at services, here and for series.
    """
    try:
        title = title_here(request, "film", slug, spoken)
    except Moved as now:
        return moved_title(request, now.thing)
    found = complete(request, links.title_links(request.visitor, title.head.id))
    context = film_context(request, title, found)
    page = described.film(request, title_page(title), title.head, title.record, found.shown)
    return write_quick(request, "film.html", page, context, fresh=fresh_of(found, title))


def complete(
    request: PageRequest, found: TitleLinks, part: Part | None = None, *, is_shown: bool = False
) -> TitleLinks:
    """The links with what is held back, where a page tells of it: for moderators, and when nothing is shown."""
    told = request.visitor.may_moderate or not (found.shown or is_shown)
    return links.with_held(request.visitor, found, part) if told else found


@require_safe
def show(request: PageRequest, slug: str, spoken: str) -> HttpResponse:
    """A series with its episodes, those of the first season only when there are many. Four queries.

    One more for a series of many episodes, one to say where episodes are free that cannot be watched here, one to say
    what is held back, up to three if there are links.
    """
    try:
        title = title_here(request, "series", slug, spoken)
    except Moved as now:
        return moved_title(request, now.thing)
    return series_page(request, title, title.seasons, None)


def series_page(
    request: PageRequest, title: TitleOnPage, seasons: list[SeasonRow], season: SeasonRow | None
) -> HttpResponse:
    """The page of a series, or of one of its seasons."""
    language, id_ = request.visitor.language, title.head.id
    total = sum(row.episode_count for row in seasons)
    current = season or (seasons[0] if seasons and total > MOST_EPISODES else None)
    rows = (
        title_queries.episodes_of_season(current.id, language)
        if current
        else title_queries.episodes_of_title(id_, language)
    )
    copies = copies_of(request, id_, rows, current)
    context = series_context(
        request, title, seasons, rows, copies,
        current=current, with_all=total <= MOST_EPISODES,
        covered=links.watchable_by_season(request.visitor, id_) if current and len(seasons) > 1 else None,
    )  # fmt: skip
    whole = context["whole"]
    if season:
        heading = season_name(season)
        page = title_page(title, part=part_of(season), heading=heading)
        page = described.season(request, page, title.head, season, heading, whole)
    else:
        page = described.series(request, title_page(title), title.head, title.record, seasons, whole)
    return write_quick(request, "series.html", page, context, fresh=fresh_of(copies.found, title))


def copies_of(request: PageRequest, title_id: int, rows: list[EpisodeRow], current: SeasonRow | None) -> Copies:
    """The links of a page's episodes. One query, at most two more."""
    visitor = request.visitor
    season_id = current.id if current else None
    found, own, further = links.series_links(visitor, title_id, season_id)
    copies = Copies(complete(request, found, is_shown=bool(own)), own, further)
    if all(copies.is_covered(row) for row in rows):
        return copies
    return replace(copies, free=links.free_elsewhere(visitor, title_id, season_id))


@require_safe
def part(request: PageRequest, slug: str, part: str, spoken: str) -> HttpResponse:
    """A season or an episode, addressed by its numbers or its permanent id. Four queries to six."""
    try:
        title = title_here(request, "series", slug, spoken)
    except Moved as now:
        return moved_title(request, now.thing, part)
    seasons = title.seasons
    try:
        found = find_episode(title, part, request.visitor.language)
        thing = found[0] if found else find_season(seasons, part)
    except NotFound:
        return moved_part(request, title.head.id, part)
    here = part_address(request.site.language, title.head.slug, thing)
    if request.path != here:
        return moved(request, here)
    if found:
        return episode_page(request, title, *found)
    return series_page(request, title, seasons, find_season(seasons, part))


def moved_part(request: PageRequest, title_id: int, part: str) -> HttpResponse:
    """A lasting redirect to where a season or an episode is now that once was here. Raises NotFound."""
    now = moved_parts.part_now(title_id, part)
    if now is None:
        raise NotFound
    head = title_with_key(request, now.title_id)
    if isinstance(now, Season):
        end = season_part(now.number, now.public_id)
    else:
        end = part_of(catalogue.episode_row(now.pk, request.visitor.language))
    here = address(request.site.language, Place.PART, slug=head.slug, part=end)
    if here == request.path:
        raise NotFound
    return moved(request, here)


def find_season(seasons: list[SeasonRow], part: str) -> SeasonRow:
    """The season that the end of an address names. Raises NotFound."""
    numbers = read_episode_code(part)
    for season in seasons:
        if season.public_id == part or (numbers and numbers[1] is None and season.number == numbers[0]):
            return season
    raise NotFound


def find_episode(title: TitleOnPage, part: str, language: str) -> tuple[EpisodeRow, list[EpisodeRow]] | None:
    """The episode that the end of an address names, with all of its season; None when it names no episode.

    One query for numbers, four for a permanent id. Raises NotFound and Gone.
    """
    numbers = read_episode_code(part)
    if numbers and numbers[1] is not None:
        rows = title_queries.episodes_of_numbers(title.head.id, numbers[0], language)
        row = next((row for row in rows if row.number == numbers[1] and row.kind == "regular"), None)
        if row is None:
            raise NotFound
        return row, [one for one in rows if one.season_id == row.season_id]
    if numbers or not is_id(part):
        return None
    row = catalogue.episode_of_title(title.head.id, part, language)
    return (row, title_queries.episodes_of_season(row.season_id, language)) if row else None


def episode_page(
    request: PageRequest, title: TitleOnPage, episode: EpisodeRow, neighbours: list[EpisodeRow]
) -> HttpResponse:
    """The page of one episode, with the links that hold its season or the series among its own."""
    part = Part(episode.season_id, episode.id)
    found = complete(request, links.title_links(request.visitor, title.head.id, part), part)
    credits = title_queries.episode_credits(episode.id)
    context = episode_context(request, title, episode, neighbours, credits, found)
    name = episode_name(episode)
    page = title_page(title, part=part_of(episode), heading=numbered(name, episode))
    page = described.episode(request, page, title.head, episode, name, credits, found.shown)
    return write_quick(request, "film.html", page, context, fresh=fresh_of(found, title))


def numbered(name: str, row: EpisodeRow) -> str:
    """An episode's name with its numbers, so that no two of a series are called the same: “Part 1 (S02E01)”."""
    if row.season_number is None or row.number is None or row.kind == "special":
        return name
    return f"{name} ({episode_code(row.season_number, row.number).upper()})"


def title_with_key(request: PageRequest, title_id: int) -> TitleHead:
    """The title that a link belongs to, or the one it was merged into. Four queries or more."""
    visitor = request.visitor
    try:
        return catalogue.title_of_part(title_id, visitor.language, visitor.address_language)
    except Moved as now:
        return now.thing  # type: ignore[return-value]  # a title is merged into a title
