"""The page on which a link is played: nothing is asked of its host before the reader presses play."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.catalogue import queries as catalogue
from allostream.catalogue import title_queries
from allostream.catalogue.queries import EpisodeRow, TitleHead
from allostream.hosts import queries as hosts
from allostream.lib.visitor import Visitor
from allostream.links import queries as links
from allostream.links.queries import WHOLE, LinkMoved, LinkRow, NotShownHere, Part, TitleLinks
from allostream.web import described, offers
from allostream.web.addresses import Place, address, title_address
from allostream.web.episodes import AnyLink, Copies, EpisodeView, episode_name
from allostream.web.formats import number
from allostream.web.found_texts import found_texts
from allostream.web.fresh import Fresh
from allostream.web.grounds import Grounds
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, moved, write
from allostream.web.player import Player, player_of, policy_of
from allostream.web.views.titles import title_with_key

MOST_NEAR = 4  # episodes in the list beside the player
SPEEDS = (Decimal("0.5"), Decimal("0.75"), Decimal("1"), Decimal("1.25"), Decimal("1.5"), Decimal("2"))


@require_safe
def watch(request: PageRequest, id: str) -> HttpResponse:
    """A link's player, covered until it is asked for: by a script in place, without one by `?play=1`.

    Twelve queries, sixteen for an episode, one more for a copy with subtitles. With `?play=1` the player stands in the
    page, else it lies in a template, which a browser does not load: the policy may name its host before the press,
    since nothing is asked of it.

    A link that is not for the reader's country leads to the page of its title, which says why.
    """
    try:
        link = links.link_with_id(request.visitor, id)
    except NotShownHere as hidden:
        return to_title(request, hidden.details["title_id"])
    except LinkMoved as now:
        return moved(request, address(request.site.language, Place.WATCH, id=now.details["kept"]))
    title = title_with_key(request, link.title_id)
    player = player_of(link, hosts.address_table(), request.visitor.language)
    plays = player is not None and request.GET.get("play") == "1"
    context = watch_context(request, link, title)
    countries = links.countries_of_link(request.visitor, link) if player else ()
    page = watch_page(link, title, context)
    page = described.watch(request, page, link, player, title, context.get("episode"), countries)
    rests = Fresh(title_id=title.id, query=("play",))
    more = {"player": player, "plays": plays, "speeds": speeds()}
    response = write(request, "pages/watch.html", page, {**context, **more}, fresh=rests)
    if player:
        allow(response, player, link)
    return response


def to_title(request: PageRequest, title_id: int) -> HttpResponse:
    """The way to the page of the title; not a lasting one, since the answer for a country may change."""
    title = title_with_key(request, title_id)
    return redirect(title_address(request.site.language, title.kind, title.slug))


def allow(response: HttpResponse, player: Player, link: LinkRow) -> None:
    """Let this one page show the player: all other pages keep the strict policy and the strict referrer."""
    response.policy = policy_of(player, link.frame_origins)  # type: ignore[attr-defined]  # read by the middleware
    if player.referrer_policy != "no-referrer":
        response.headers["Referrer-Policy"] = player.referrer_policy


def watch_context(request: PageRequest, link: LinkRow, title: TitleHead) -> dict[str, Any]:
    """The copy, the other copies of the same work, and the episodes around it."""
    visitor = request.visitor
    context: dict[str, Any] = {"link": link, "title": title, "named": title.name}
    if link.episode_id:
        episode = catalogue.episode_row(link.episode_id, visitor.language)
        found = links.title_links(visitor, title.id, Part(episode.season_id, episode.id))
        same = found.of_episode(episode.id, episode.season_id)
        context |= episode_context(visitor, link, title, episode, found)
    else:
        found = links.title_links(visitor, title.id, WHOLE)
        same = found.of_season(link.season_id) if link.season_id else found.of_title()
    others = [other for other in same if other.public_id != link.public_id]
    grounds = Grounds(title, found.answers, visitor, (link, *others))
    return {
        **context,
        "this": offers.offer_row(link, visitor, grounds, is_this=True),
        "texts": found_texts([link]),
        "others": [offers.offer_row(other, visitor, grounds) for other in others],
    }


def episode_context(
    visitor: Visitor, link: LinkRow, title: TitleHead, episode: EpisodeRow, found: TitleLinks
) -> dict[str, Any]:
    """The episode and its neighbours in the season. Two queries."""
    rows = title_queries.episodes_of_season(episode.season_id, visitor.language)
    copies = Copies(found, links.episode_links(visitor, title.id, episode.season_id), {})
    around = [EpisodeView(row, copies.of(row)) for row in rows]
    place = next(index for index, row in enumerate(rows) if row.id == episode.id)
    name = episode_name(episode)
    return {
        "episode": episode,
        "episode_name": name,
        "episode_total": len(rows),
        "named": gettext("%(part)s · %(title)s") % {"part": name, "title": title.name},
        **episodes_around(around, place, link.host_slug),
    }


def episodes_around(rows: Sequence[EpisodeView], place: int, host: str) -> dict[str, Any]:
    """The neighbours of an episode, with the copies to go on with: those at the same host before others."""
    previous = rows[place - 1] if place else None
    following = rows[place + 1] if place + 1 < len(rows) else None
    up_next = rows[place + 1 : place + 1 + MOST_NEAR]
    return {
        "previous": previous,
        "previous_link": copy_of(previous, host),
        "following": following,
        "next_link": copy_of(following, host),
        "up_next": up_next,
        "near": up_next or rows[max(0, place - MOST_NEAR) : place],
    }


def copy_of(episode: EpisodeView | None, host: str) -> AnyLink | None:
    """The copy of a neighbouring episode to go on with, None when none plays here."""
    playable = [link for link in episode.links if link.can_play_here] if episode else []
    return next((link for link in playable if link.host_slug == host), playable[0] if playable else None)


def speeds() -> list[tuple[str, str]]:
    """The speeds of the player: as the script knows them, and as they are written."""
    return [(str(speed), number(speed, offers.reader())) for speed in SPEEDS]


def watch_page(link: LinkRow, title: TitleHead, context: dict[str, Any]) -> Page:
    """What the head of the page says."""
    name, description = described.watch_words(context["named"], link.host_name)
    return Page(
        title=name,
        description=description,
        section="films" if title.kind == "film" else "shows",
        addresses=everywhere(Place.WATCH, id=link.public_id),
    )
