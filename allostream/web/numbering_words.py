"""Numbers of episodes in the orders of others, in the words of the reader."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext

from allostream.catalogue.numbering import Told
from allostream.catalogue.numbering_rules import Fault, Order


def order_name(order: str) -> str:
    """Whose order it is."""
    return {
        Order.TVDB_AIRED: gettext("TheTVDB, as broadcast"),
        Order.TVDB_DVD: gettext("TheTVDB, as on DVD"),
        Order.TVDB_ABSOLUTE: gettext("TheTVDB, counted through"),
        Order.TMDB: "TMDB",
        Order.IMDB: "IMDb",
        Order.WIKIDATA: "Wikidata",
        Order.WIKIDATA_SERIES: gettext("Wikidata, counted through"),
        Order.TVMAZE: "TVmaze",
    }[Order(order)]


def numbered_elsewhere(told: Iterable[Told]) -> list[str]:
    """Where an episode stands with others, a line for each: “TMDB: S02E04”."""
    return [
        gettext("%(order)s: %(numbers)s")
        % {"order": order_name(one.order), "numbers": " + ".join(str(spot) for spot in one.spots)}
        for one in told
    ]


def also_numbered(orders: Sequence[str]) -> str:
    """That an episode has the numbers that were asked for with others, and not here."""
    return gettext("numbered so by: %(orders)s") % {"orders": "; ".join(map(order_name, orders))}


def fault_words(fault: Fault) -> str:
    """What is wrong in a line of a pasted map, and what to do."""
    said = gettext(fault.sentence)
    return gettext("Line %(line)s: %(said)s") % {
        "line": fault.place, "said": said % dict(fault.values) if fault.values else said
    }  # fmt: skip
