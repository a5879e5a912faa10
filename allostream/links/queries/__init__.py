"""Reads of watch links."""

from allostream.links.queries.bounds import PAGE_SIZE, Browse
from allostream.links.queries.browse import (
    Filters,
    Removal,
    all_values,
    best_removal,
    browse,
    genre_slugs,
    host_slugs,
    names_of,
    values_in_use,
)
from allostream.links.queries.cards import Access, Card, cards
from allostream.links.queries.edges import next_edge
from allostream.links.queries.hosts import HostShowing, channel_at, host_showing
from allostream.links.queries.lists import figures, host_at, listed_hosts, titles_at_host
from allostream.links.queries.newly_free import Freed, NewlyFree, NextFree, newly_free, next_free
from allostream.links.queries.offers import (
    AnswerRow,
    LinkRow,
    NotShownHere,
    TitleLinks,
    Track,
    countries_of_link,
    free_countries,
    free_countries_of_episode,
    link_with_id,
    standing,
    title_links,
)
from allostream.links.queries.searching import link_to_content, search, search_episodes
from allostream.links.queries.shelves import SHELVES, Home, Shelf, home
from allostream.links.queries.shown import Where, shown_here, where

__all__ = [
    "PAGE_SIZE",
    "SHELVES",
    "Access",
    "AnswerRow",
    "Browse",
    "Card",
    "Filters",
    "Freed",
    "Home",
    "HostShowing",
    "LinkRow",
    "NewlyFree",
    "NextFree",
    "NotShownHere",
    "Removal",
    "Shelf",
    "TitleLinks",
    "Track",
    "Where",
    "all_values",
    "best_removal",
    "browse",
    "cards",
    "channel_at",
    "countries_of_link",
    "figures",
    "free_countries",
    "free_countries_of_episode",
    "genre_slugs",
    "home",
    "host_at",
    "host_showing",
    "host_slugs",
    "link_to_content",
    "link_with_id",
    "listed_hosts",
    "names_of",
    "newly_free",
    "next_edge",
    "next_free",
    "search",
    "search_episodes",
    "shown_here",
    "standing",
    "title_links",
    "titles_at_host",
    "values_in_use",
    "where",
]
