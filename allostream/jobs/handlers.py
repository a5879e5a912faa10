"""Which function does the work of which outbox topic.

A handler takes the payload of its row. It may be called twice for one row (its worker may die before it can say
that the work is done), so doing the work again must do no harm. It raises to fail; the row is then tried again.
"""

from collections.abc import Callable, Mapping
from typing import Any

from allostream.jobs.progress import report
from allostream.jobs.upkeep import look_at_tables
from allostream.links import actions as links
from allostream.links import tallies

Handler = Callable[[Mapping[str, Any]], None]


def count_figures(_payload: Mapping[str, Any]) -> None:
    """Count anew how much there is to watch in each country, and of what kinds; find titles for the home pages.

    Begins with a fresh look at tables that may just have grown.
    """
    look_at_tables()
    links.count_figures()
    tallies.count_facets()
    countries = tallies.countries_of_shelves()
    for done, country in enumerate(countries, 1):
        tallies.keep_shelves(country)
        report(f"Home pages: {done} of {len(countries)} countries")


def show_links_at_host(payload: Mapping[str, Any]) -> None:
    """Show the next portion of the links at a host that was listed anew."""
    links.show_links_at(payload["host"], payload["after"])


HANDLERS: dict[str, Handler] = {"figures.count": count_figures, "links.show-at-host": show_links_at_host}
