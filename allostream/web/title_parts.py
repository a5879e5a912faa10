"""What the pages of films, series, seasons and episodes show, as values for their components.

No query, but one for a title with numbers at services (allostream.web.service_pages), one for copies with subtitles
(allostream.web.found_texts), one where TMDB may be named (allostream.web.tmdb_listed).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from allostream.catalogue.queries import EpisodeRow, PersonRow, SeasonRow
from allostream.catalogue.title_queries import TitleOnPage
from allostream.links.queries import LinkRow, TitleLinks
from allostream.web import offers
from allostream.web.addresses import Place, address, href, rights_address, title_address
from allostream.web.coverage import coverage
from allostream.web.episodes import Copies, Lines, covered_by_season, episode_name, season_name, season_tabs
from allostream.web.formats import typeset, years
from allostream.web.found_texts import found_texts
from allostream.web.heads import (
    Button,
    Head,
    best_of,
    episode_head,
    facts_of,
    main_button,
    neighbour_buttons,
    title_head,
)
from allostream.web.http import PageRequest
from allostream.web.open_where import open_rows
from allostream.web.page import Page
from allostream.web.pieces import Piece, lang_of
from allostream.web.places import within
from allostream.web.record import episode_facts, title_facts
from allostream.web.service_pages import service_pages
from allostream.web.spoken import gettext
from allostream.web.tmdb_listed import tmdb_listed
from allostream.web.tombs import stones


def title_page(title: TitleOnPage, *, part: str = "", heading: str = "") -> Page:
    """What the head of a title's page says."""
    when = years(title.head.year, title.head.end_year)
    name = title.head.name
    named = gettext("%(name)s (%(year)s)") % {"name": name, "year": when} if when else name
    kind = title.head.kind
    return Page(
        title=gettext("%(part)s · %(title)s") % {"part": heading, "title": named} if heading else named,
        description=gettext("%(title)s: where to watch it lawfully, free or paid, country by country.")
        % {"title": named},
        section="films" if kind == "film" else "shows",
        addresses={
            language: title_address(language, kind, slug) + (f"/{part}" if part else "")
            for language, slug in title.slugs.items()
        },
    )


def common(request: PageRequest, title: TitleOnPage, found: TitleLinks) -> dict[str, Any]:
    """What every page of a title shows beside its links: rights, what is open where, the record."""
    visitor = request.visitor
    return {
        "in_country": within(visitor.country, visitor.language),
        "settings_address": href(address(request.site.language, Place.SETTINGS)),
        "here": href(request.get_full_path()),
        "answers": [offers.answer_words(answer, visitor) for answer in offers.own_answers(found, visitor)],
        "rights_address": href(rights_address(request.site.language, title.head.kind, title.head.slug)),
        "open_where": open_rows(found.open_where, visitor.own_countries, visitor.language),
        "tombs": stones(found.tombs, visitor),
        "held": offers.held_rows(found.held) if visitor.may_moderate else (),
        "comments_address": comments_address(request, "w", title.head.public_id),
        "regroup_address": regroup_address(request, "w", title.head.public_id),
        **edit_addresses(request, "w", title.head.public_id),
        "facts": title_facts(title.head, title.record, visitor),
        "sources": title.record.sources,
        "about": gettext("About this title"),
        "service_pages": service_pages(title.head, title.record.identifiers, visitor),
        "tmdb": tmdb_listed(title.head.id, visitor),
        "texts": found_texts((*found.shown, *found.further)),
    }


def regroup_address(request: PageRequest, letter: str, public_id: str) -> str:
    """Where works are merged and split."""
    return href(address(request.site.language, Place.REGROUP, letter=letter, id=public_id))


def comments_address(request: PageRequest, letter: str, public_id: str) -> str:
    """Where the comments on a title or an episode are; "" on a site without comments."""
    if not request.site.has_comments:
        return ""
    return href(address(request.site.language, Place.COMMENTS, letter=letter, id=public_id))


def edit_addresses(request: PageRequest, letter: str, public_id: str) -> dict[str, str]:
    """Where a title or an episode is corrected, and where every edit of it stands."""
    language = request.site.language
    return {
        "improve_address": href(address(language, Place.IMPROVE, letter=letter, id=public_id)),
        "history_address": href(address(language, Place.EDIT_HISTORY, letter=letter, id=public_id)),
    }


def film_context(request: PageRequest, title: TitleOnPage, found: TitleLinks) -> dict[str, Any]:
    """The page of a film."""
    where = offers.where(title.head, found, found.shown, found.further, request.visitor, request.site.countries_first)
    best = best_of(found.shown)
    button = main_button(best, request.site.language, is_nothing=bool(where.nothing))
    why = offers.head_sentence(found, request.visitor, is_free=any(link.is_free for link in found.shown))
    return {**common(request, title, found), "where": where, "head": head_of(request, title, [button], why)}


def head_of(
    request: PageRequest, title: TitleOnPage, buttons: Sequence[Button], why: str, *, episodes: int = 0
) -> Head:
    """The head of the page of a film or a series."""
    visitor = request.visitor
    original = next((known for known in title.record.names if known.kind == "original"), None)
    facts = facts_of(title.head, visitor.language, original=original, episodes=episodes)
    return title_head(title.head, visitor, facts=facts, buttons=buttons, why=why)


def series_context(
    request: PageRequest,
    title: TitleOnPage,
    seasons: Sequence[SeasonRow],
    rows: Sequence[EpisodeRow],
    copies: Copies,
    *,
    current: SeasonRow | None,
    with_all: bool,
    covered: Mapping[int, int] | None,
) -> dict[str, Any]:
    """The page of a series or a season, `rows` being the episodes on it and `current` the one season that it shows.

    `covered` says how many episodes of each season can be watched, where not all of them are on the page.
    """
    visitor, first = request.visitor, request.site.countries_first
    found = copies.found
    # Where there is but one season, a copy that holds all of it holds the series.
    only = current or (seasons[0] if len(seasons) == 1 else None)
    whole, further = (
        part.of_season(only.id) if only else part.of_title() for part in (found, found.in_further_countries())
    )
    lines = Lines(title.head, visitor, copies, first)
    where = offers.where(title.head, found, whole, further, visitor, first, explains=not copies.own)
    cover = coverage(rows, copies, seasons, visitor.language) if rows else None
    tabs = covered_by_season(rows, copies) if covered is None else with_whole(covered, seasons, copies)
    return {
        **common(request, title, found),
        "where": where,
        "has_where": bool(where.groups or where.nothing or where.elsewhere.heading),
        "whole": whole,
        "heading": heading_of(current, visitor.language),
        "seasons": season_tabs(title.head, seasons, tabs, visitor, current=current, with_all=with_all),
        "episodes": lines.all(rows),
        "coverage": cover,
        "head": series_head(request, title, rows, copies, whole, seasons, is_nothing=bool(where.nothing)),
    }


def with_whole(covered: Mapping[int, int], seasons: Sequence[SeasonRow], copies: Copies) -> dict[int, int]:
    """How many episodes of each season can be watched, with those seasons that a copy holds as a whole."""
    return {
        season.id: season.episode_count if copies.holds[season.id] else covered.get(season.id, 0) for season in seasons
    }


def heading_of(season: SeasonRow | None, language: str) -> Piece:
    """The heading over the episodes."""
    if season is None:
        return Piece(gettext("Episodes"))
    return Piece(typeset(season_name(season)), lang=lang_of(season.name_language, language) if season.name else "")


def series_head(
    request: PageRequest,
    title: TitleOnPage,
    rows: Sequence[EpisodeRow],
    copies: Copies,
    whole: Sequence[LinkRow],
    seasons: Sequence[SeasonRow],
    *,
    is_nothing: bool,
) -> Head:
    """The head of a series, whose button leads to all of it, else to its first episode that can be played here."""
    best: Any = best_of(whole)
    text = ""
    if best is None:
        playable = ((row, best_of(copies.own.get(row.id, ()))) for row in rows)
        row, best = next(((row, link) for row, link in playable if link), (None, None))
        if row and row.number:
            text = gettext("Watch episode %(number)s") % {"number": row.number}
    free = any(link.is_free for links in copies.own.values() for link in links)
    is_free = free or any(link.is_free for link in copies.found.shown)
    why = offers.head_sentence(copies.found, request.visitor, is_free=is_free)
    button = main_button(best, request.site.language, is_nothing=is_nothing, text=text)
    return head_of(request, title, [button], why, episodes=sum(season.episode_count for season in seasons))


def episode_context(
    request: PageRequest,
    title: TitleOnPage,
    episode: EpisodeRow,
    neighbours: Sequence[EpisodeRow],
    credits: Sequence[tuple[str, Sequence[PersonRow]]],
    found: TitleLinks,
) -> dict[str, Any]:
    """The page of an episode, `neighbours` being all of its season in order."""
    visitor, site_language = request.visitor, request.site.language
    best = best_of(found.shown)
    buttons = [main_button(best, site_language, is_nothing=False)] if best else []
    buttons += neighbour_buttons(title.head, episode, neighbours, site_language)
    why = offers.head_sentence(found, visitor, is_free=any(link.is_free for link in found.shown))
    return {
        **common(request, title, found),
        "where": offers.where(title.head, found, found.shown, found.further, visitor, request.site.countries_first),
        "comments_address": comments_address(request, "e", episode.public_id),
        "regroup_address": regroup_address(request, "e", episode.public_id),
        **edit_addresses(request, "e", episode.public_id),
        "facts": episode_facts(title.head, episode, credits, visitor),
        "sources": (),
        "about": gettext("About this episode"),
        "service_pages": (),
        "tmdb": None,
        "head": episode_head(title.head, episode, visitor, name=episode_name(episode), buttons=buttons, why=why),
    }
