"""What a search finds, with where it can be watched; and which title an address leads to."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from allostream.catalogue import searching
from allostream.catalogue.searching import FoundEpisode
from allostream.hosts.identity import key_hash
from allostream.lib.countries import WORLD
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links.models import ShownLink, WatchLink
from allostream.links.queries.bounds import PAGE_SIZE, Browse
from allostream.links.queries.cards import cards
from allostream.links.queries.shown import open_anywhere, shown_here

MOST_PAGES = 10


def search(visitor: Visitor, words: str, page: int = 1) -> Browse:
    """One page of the titles whose name begins with the words, as far as the visitor's switch leaves them.

    Five to eighteen queries, by how many names there are and by the switch. A search ends after ten pages: `is_cut`
    says that there is more. Raises NotFound for a page beyond the last.
    """
    most = MOST_PAGES * PAGE_SIZE
    every = searching.titles_named(words, most + 1)
    kept = every
    if visitor.only_watchable:
        kept = searching.titles_named(
            words, most + 1, lambda column: Exists(shown_here(visitor).filter(title=OuterRef(column)))
        )
    total = min(len(kept), most)
    pages = max(1, -(-total // PAGE_SIZE))
    if page > pages:
        raise NotFound
    ids = kept[:most][(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Browse(
        total, min(len(every), most) - total, pages, page, tuple(cards(visitor, ids)), is_cut=len(kept) > most,
        hides_more=len(every) > most > len(kept),
    )  # fmt: skip


def search_episodes(visitor: Visitor, words: str, limit: int) -> list[FoundEpisode]:
    """Episodes whose name begins with the words, with the switch those that can be watched. Three queries."""
    return searching.episodes_named(words, visitor.language, visitor.address_language, limit, _watchable(visitor))


def found_episodes(visitor: Visitor, ids: Sequence[int], limit: int) -> list[FoundEpisode]:
    """Episodes that the index found, with the switch those that can be watched. Two queries."""
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
