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
from allostream.links.queries.calendar import FreeTitle, FreeYear, free_soon_and_lately, free_year
from allostream.links.queries.cards import Access, Card, cards
from allostream.links.queries.edges import next_edge
from allostream.links.queries.ended import Gone, NoLonger, no_longer
from allostream.links.queries.episodes import (
    EpisodeLink,
    FreeElsewhere,
    SeriesLinks,
    Traits,
    episode_links,
    free_elsewhere,
    series_links,
    watchable_by_season,
)
from allostream.links.queries.fields import field_names, query_fields
from allostream.links.queries.finding import Results, left_without_each, listed, results
from allostream.links.queries.held import with_held
from allostream.links.queries.hosts import HostShowing, channel_at, host_showing
from allostream.links.queries.lists import figures, host_at, listed_hosts, next_count_from, titles_at_host
from allostream.links.queries.newly_free import Freed, NewlyFree, newly_free, next_free
from allostream.links.queries.offers import (
    AnswerRow,
    LinkMoved,
    LinkRow,
    NotShownHere,
    Track,
    answers_of,
    countries_of_link,
    governing,
    link_with_id,
    standing,
)
from allostream.links.queries.pages import (
    WHOLE,
    OpenWhere,
    Part,
    TitleLinks,
    title_links,
)
from allostream.links.queries.searching import found_episodes, link_to_content, titles_beginning, withdrawn_link_to
from allostream.links.queries.shelves import SHELF_LISTS, Home, Shelf, countries_with_shelves, home
from allostream.links.queries.shown import Where, shown_here, where

__all__ = [
    "PAGE_SIZE",
    "SHELF_LISTS",
    "WHOLE",
    "Access",
    "AnswerRow",
    "Browse",
    "Card",
    "EpisodeLink",
    "Filters",
    "FreeElsewhere",
    "FreeTitle",
    "FreeYear",
    "Freed",
    "Gone",
    "Home",
    "HostShowing",
    "LinkMoved",
    "LinkRow",
    "NewlyFree",
    "NoLonger",
    "NotShownHere",
    "OpenWhere",
    "Part",
    "Removal",
    "Results",
    "SeriesLinks",
    "Shelf",
    "TitleLinks",
    "Track",
    "Traits",
    "Where",
    "all_values",
    "answers_of",
    "best_removal",
    "browse",
    "cards",
    "channel_at",
    "countries_of_link",
    "countries_with_shelves",
    "episode_links",
    "field_names",
    "figures",
    "found_episodes",
    "free_elsewhere",
    "free_soon_and_lately",
    "free_year",
    "genre_slugs",
    "governing",
    "home",
    "host_at",
    "host_showing",
    "host_slugs",
    "left_without_each",
    "link_to_content",
    "link_with_id",
    "listed",
    "listed_hosts",
    "names_of",
    "newly_free",
    "next_count_from",
    "next_edge",
    "next_free",
    "no_longer",
    "query_fields",
    "results",
    "series_links",
    "shown_here",
    "standing",
    "title_links",
    "titles_at_host",
    "titles_beginning",
    "values_in_use",
    "watchable_by_season",
    "where",
    "with_held",
    "withdrawn_link_to",
]
