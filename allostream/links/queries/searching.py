"""What a search finds, with where it can be watched; and which title an address leads to."""

from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Exists, OuterRef, Q

from allostream.catalogue import searching
from allostream.catalogue.searching import FoundEpisode
from allostream.hosts.identity import key_hash
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.facet_rules import Wanted
from allostream.links.models import ShownLink, WatchLink
from allostream.links.queries.narrowing import narrowing
from allostream.links.queries.shown import open_anywhere, shown_here


def titles_beginning(visitor: Visitor, words: str, wanted: Wanted, most: int) -> list[int]:
    """Titles one of whose names begins with the words and which facets and the visitor's switch leave, the best known
    first. Two to six queries, and those of the facets that are set.

    For searches of which the index proposes more titles than are looked at: what is asked for may lie behind them.
    """
    narrowed = narrowing(visitor, wanted)
    leads = [lead.rows for lead in narrowed.leads]
    if visitor.only_watchable:
        leads.append(shown_here(visitor))

    def kept(column: str) -> Q:
        own = OuterRef(column)
        every = [Q(Exists(rows.filter(title=own))) for rows in leads]
        every += [~Q(Exists(rows.filter(title=own))) for rows in narrowed.never]
        return reduce(and_, every, Q())

    return searching.titles_named(words, most, kept)


def found_episodes(visitor: Visitor, ids: Sequence[int], limit: int) -> list[FoundEpisode]:
    """Episodes that the index found, with the switch those that can be watched. One query, two with the switch."""
    return searching.episodes_with(ids, visitor.language, visitor.address_language, limit, _watchable(visitor))


def _watchable(visitor: Visitor) -> Any:
    """What the switch asks of an episode: a link to it, or to the whole that it belongs to."""
    if not visitor.only_watchable:
        return None
    own = Q(link__episode=OuterRef("pk"))
    whole = Q(link__episode=None) & (Q(link__season=OuterRef("season_id")) | Q(link__season=None))
    return Exists(shown_here(visitor).filter(own | whole, title=OuterRef("title_id")))


def link_to_content(visitor: Visitor, content_key: str) -> WatchLink | None:
    """A link to this content that may be shown in one of the visitor's countries, None when there is none. One query.

    What is held back or withdrawn is not told from what was never listed. Where a video is listed for several works,
    the first listed counts.
    """
    shown = ShownLink.objects.filter(
        open_anywhere(visitor), link=OuterRef("pk"), country__in=[*visitor.own_countries, WORLD]
    )
    links = WatchLink.objects.filter(
        Exists(shown), content_key_hash=key_hash(content_key), content_key=content_key,
        title__removed_at__isnull=True, title__merged_into__isnull=True,
    )  # fmt: skip
    return links.order_by("id").first()


def withdrawn_link_to(content_key: str) -> str:
    """The public id of a link to this content that was withdrawn on legal grounds, "" when there is none. One query.

    The page of such a link says that it was withdrawn: who has its address may be told the same. Of a title that was
    removed or merged nothing is told.
    """
    links = WatchLink.objects.filter(
        content_key_hash=key_hash(content_key), content_key=content_key, withdrawn_at__isnull=False,
        title__removed_at__isnull=True, title__merged_into__isnull=True,
    )  # fmt: skip
    return links.order_by("-withdrawn_at", "id").values_list("public_id", flat=True).first() or ""
