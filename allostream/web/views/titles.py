"""Pages of titles: films, series, seasons and episodes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.catalogue import queries as catalogue
from allostream.catalogue.queries import EpisodeRow, Moved, SeasonRow, TitleHead
from allostream.catalogue.rules import read_episode_code
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.links import queries as links
from allostream.links.queries import LinkRow, TitleLinks
from allostream.web import described, offers
from allostream.web.addresses import href, part_address, part_of, title_address
from allostream.web.formats import years
from allostream.web.fresh import Fresh
from allostream.web.heads import Button, Head, episode_head, facts_of, neighbour_button, title_head, watch_button
from allostream.web.http import PageRequest
from allostream.web.page import Page, moved, write
from allostream.web.wording import identifiers

MOST_EPISODES = 30  # beyond this, a series' page shows one season at a time


@dataclass(frozen=True)
class EpisodeView:
    """An episode with where it can be watched."""

    row: EpisodeRow
    links: Sequence[LinkRow]
    where: Sequence[tuple[Any, str, int]]

    @property
    def best(self) -> LinkRow | None:
        """The link that the row's button leads to."""
        return next((link for link in self.links if link.can_play_here), None)

    @property
    def is_free(self) -> bool:
        return any(link.is_free for link in self.links)


def title_here(request: PageRequest, kind: str, slug: str, spoken: str) -> TitleHead:
    """The title at an address in the words of `spoken`; raises Moved when this site's address is another."""
    visitor, own = request.visitor, request.site.language
    if spoken == own:
        return catalogue.title_at(kind, slug, visitor.language, own)
    try:
        title = catalogue.title_at(kind, slug, visitor.language, spoken)
    except Moved as elsewhere:
        title = elsewhere.thing  # type: ignore[assignment]  # a title's address leads to a title
    raise Moved(replace(title, slug=catalogue.siblings_of(title).get(own, title.slug)))


def moved_title(request: PageRequest, thing: Any, part: str = "") -> HttpResponse:
    """A lasting redirect to where a title is now; a part goes along."""
    path = title_address(request.site.language, thing.kind, thing.slug)
    return moved(request, f"{path}/{part}" if part else path)


@require_safe
def film(request: PageRequest, slug: str, spoken: str) -> HttpResponse:
    """A film. Sixteen queries."""
    try:
        title = title_here(request, "film", slug, spoken)
    except Moved as now:
        return moved_title(request, now.thing)
    found = links.title_links(request.visitor, title.id)
    context = title_context(request, title, found)
    button = main_button(request, best_of(found.shown), is_nothing=bool(context["nothing"]))
    context["head"] = head_of(request, title, context, found, [button])
    page = described.film(request, title_page(title), title, context["record"], found.shown)
    return write(request, "pages/film.html", page, context, fresh=Fresh(title_id=title.id))


def head_of(
    request: PageRequest,
    title: TitleHead,
    context: Mapping[str, Any],
    found: TitleLinks,
    buttons: Sequence[Button],
    *,
    episodes: int = 0,
) -> Head:
    """The head of the page of a film or a series."""
    visitor = request.visitor
    original = next((known for known in context["record"].names if known.kind == "original"), None)
    facts = facts_of(title, visitor.language, original=original, episodes=episodes)
    why = offers.head_sentence(found, visitor)
    return title_head(title, visitor, facts=facts, buttons=buttons, why=why)


def title_page(title: TitleHead, *, part: str = "", heading: str = "") -> Page:
    """What the head of a title's page says. One query for its addresses in other languages."""
    when = years(title.year, title.end_year)
    named = gettext("%(name)s (%(year)s)") % {"name": title.name, "year": when} if when else title.name
    slugs = catalogue.siblings_of(title)
    addresses = {
        language: title_address(language, title.kind, slug) + (f"/{part}" if part else "")
        for language, slug in slugs.items()
    }
    return Page(
        title=gettext("%(part)s · %(title)s") % {"part": heading, "title": named} if heading else named,
        description=gettext("%(title)s: where to watch it lawfully, free or paid, country by country.")
        % {"title": named},
        section="films" if title.kind == "film" else "shows",
        addresses=addresses,
    )


def title_context(
    request: PageRequest,
    title: TitleHead,
    found: TitleLinks,
    shown: Sequence[LinkRow] | None = None,
    further: Sequence[LinkRow] | None = None,
) -> dict[str, Any]:
    """What the pages of films and episodes show: offers, rights and the record. Seven queries."""
    visitor = request.visitor
    rows = found.shown if shown is None else shown
    record = catalogue.title_record(title, visitor.language)
    return {
        "title": title,
        "record": record,
        "identifiers": identifiers(record.identifiers, {source.slug for source in record.sources}),
        **rights_context(request, found),
        "groups": offers.offer_groups(rows, visitor, found.further if further is None else further),
        "offer_count": len(rows),
        "nothing": [] if rows else offers.why_nothing(found, visitor),
    }


def best_of(rows: Sequence[LinkRow]) -> LinkRow | None:
    """The free link that the main button of a page leads to."""
    return next((link for link in rows if link.is_free and link.can_play_here), None)


def main_button(request: PageRequest, best: LinkRow | None, *, is_nothing: bool, text: str = "") -> Button:
    """The first thing to do: to watch, else to read where or why not."""
    if best:
        return watch_button(text or gettext("Watch free"), best, request.site.language)
    words = gettext("Why there is no link") if is_nothing else gettext("Where to watch")
    return Button(words, href("#where"), leads=True)


def rights_context(request: PageRequest, found: TitleLinks) -> dict[str, Any]:
    """How a work stands country by country, and, for moderators, what is held back. No query."""
    visitor = request.visitor
    return {
        "answers": [offers.answer_words(answer, visitor) for answer in found.answers],
        "elsewhere": offers.elsewhere(found, visitor, request.site.countries_first),
        "held": found.held if visitor.may_moderate else (),
    }


@require_safe
def show(request: PageRequest, slug: str, spoken: str) -> HttpResponse:
    """A series with its episodes, those of the first season only when there are many. Twenty queries."""
    try:
        title = title_here(request, "series", slug, spoken)
    except Moved as now:
        return moved_title(request, now.thing)
    return series_page(request, title, None)


def series_page(request: PageRequest, title: TitleHead, season: SeasonRow | None) -> HttpResponse:
    """The page of a series, or of one of its seasons."""
    visitor = request.visitor
    seasons = catalogue.seasons(title.id, visitor.language)
    found = links.title_links(visitor, title.id)
    total = sum(row.episode_count for row in seasons)
    current = season or (seasons[0] if seasons and total > MOST_EPISODES else None)
    rows = (
        catalogue.episodes_of_season(current.id, visitor.language)
        if current
        else catalogue.episodes_of_title(title.id, visitor.language)
    )
    # Where there is but one season, a copy that holds all of it holds the series.
    only = current or (seasons[0] if len(seasons) == 1 else None)
    whole, further = (
        part.of_season(only.id) if only else part.of_title() for part in (found, found.in_further_countries())
    )
    episodes = [episode_view(row, found) for row in rows]
    context = {
        **title_context(request, title, found, whole, further),
        "seasons": seasons,
        "current": current,
        "episodes": episodes,
        "episode_total": total,
        "covered": sum(1 for episode in episodes if episode.is_free),
        "shows_all": current is None,
        "all_address": total <= MOST_EPISODES,
    }
    if rows and any(episode.links for episode in episodes):
        context["nothing"] = []
    elif not whole:
        context["nothing"] = offers.why_nothing(found, visitor)
    button = series_button(request, episodes, whole, is_nothing=bool(context["nothing"]))
    context["head"] = head_of(request, title, context, found, [button], episodes=total)
    if season:
        heading = season_name(season)
        page = title_page(title, part=part_of(season), heading=heading)
        page = described.season(request, page, title, season, heading, whole)
    else:
        page = described.series(request, title_page(title), title, context["record"], seasons, whole)
    return write(request, "pages/series.html", page, context, fresh=Fresh(title_id=title.id))


def series_button(
    request: PageRequest, episodes: Sequence[EpisodeView], whole: Sequence[LinkRow], *, is_nothing: bool
) -> Button:
    """To watch all of it, else its first episode that can be played here, else to read where or why not."""
    first = next((episode for episode in episodes if episode.best), None)
    if best_of(whole) or first is None:
        return main_button(request, best_of(whole), is_nothing=is_nothing)
    number = first.row.number
    text = gettext("Watch episode %(number)s") % {"number": number} if number else ""
    return main_button(request, first.best, is_nothing=is_nothing, text=text)


def episode_view(row: EpisodeRow, found: TitleLinks) -> EpisodeView:
    """An episode with its links."""
    own = found.of_episode(row.id, row.season_id)
    further = () if own else found.in_further_countries().of_episode(row.id, row.season_id)
    return EpisodeView(row, own, offers.hosts_of(own or further))


def season_name(season: SeasonRow) -> str:
    """A season's name, or its number in words."""
    if season.name:
        return season.name
    return gettext("Season %(number)s") % {"number": season.number} if season.number is not None else gettext("Season")


def episode_name(row: EpisodeRow) -> str:
    """An episode's name, or its number in words."""
    if row.name:
        return row.name
    return gettext("Episode %(number)s") % {"number": row.number} if row.number is not None else gettext("Episode")


@require_safe
def part(request: PageRequest, slug: str, part: str, spoken: str) -> HttpResponse:
    """A season or an episode, addressed by its numbers or its permanent id. Twenty-two or twenty-three queries."""
    try:
        title = title_here(request, "series", slug, spoken)
    except Moved as now:
        return moved_title(request, now.thing, part)
    season, episode = find_part(title, part, request.visitor.language)
    here = part_address(request.site.language, title.slug, episode or season)  # type: ignore[arg-type]  # one is there
    if request.path != here:
        return moved(request, here)
    return episode_page(request, title, episode) if episode else series_page(request, title, season)


def find_part(title: TitleHead, part: str, language: str) -> tuple[SeasonRow | None, EpisodeRow | None]:
    """The season or the episode that the end of an address names. Raises NotFound and Gone."""
    numbers = read_episode_code(part)
    if numbers and numbers[1] is not None:
        return None, catalogue.episode_with_number(title.id, numbers[0], numbers[1], language)
    if numbers is None:
        row = catalogue.episode_of_title(title.id, part, language) if is_id(part) else None
        if row:
            return None, row
    for season in catalogue.seasons(title.id, language):
        if season.public_id == part or (numbers and season.number == numbers[0]):
            return season, None
    raise NotFound


def episode_page(request: PageRequest, title: TitleHead, episode: EpisodeRow) -> HttpResponse:
    """The page of one episode."""
    visitor = request.visitor
    free = links.free_countries_of_episode(visitor, title.id, episode.season_id, episode.id)
    own = links.title_links(visitor, title.id).for_episode(episode.id, episode.season_id, free)
    context = {
        **title_context(request, title, own),
        "episode": episode,
        "episode_name": episode_name(episode),
        "credits": catalogue.episode_credits(episode.id),
        "head": head_of_episode(request, title, episode, own),
    }
    name = episode_name(episode)
    page = title_page(title, part=part_of(episode), heading=name)
    page = described.episode(request, page, title, episode, name, context["credits"], own.shown)
    return write(request, "pages/episode.html", page, context, fresh=Fresh(title_id=title.id))


def head_of_episode(request: PageRequest, title: TitleHead, episode: EpisodeRow, own: TitleLinks) -> Head:
    """The head of an episode's page, with the ways to the episodes around it. Two queries."""
    visitor, site_language = request.visitor, request.site.language
    neighbours = catalogue.episodes_of_season(episode.season_id, visitor.language)
    place = next((index for index, row in enumerate(neighbours) if row.id == episode.id), 0)
    best = best_of(own.shown)
    buttons = [main_button(request, best, is_nothing=False)] if best else []
    for text, row, on in (
        (gettext("Previous episode"), neighbours[place - 1] if place else None, False),
        (gettext("Next episode"), next(iter(neighbours[place + 1 :]), None), True),
    ):
        if row:
            buttons.append(neighbour_button(text, title, row, site_language, on=on))
    why = offers.head_sentence(own, visitor) if best else ""
    return episode_head(title, episode, visitor, name=episode_name(episode), buttons=buttons, why=why)


def title_with_key(request: PageRequest, title_id: int) -> TitleHead:
    """The title that a link belongs to, or the one it was merged into. Four queries or more."""
    visitor = request.visitor
    try:
        return catalogue.title_of_part(title_id, visitor.language, visitor.address_language)
    except Moved as now:
        return now.thing  # type: ignore[return-value]  # a title is merged into a title
