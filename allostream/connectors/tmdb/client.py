"""The watch providers of The Movie Database (https://developer.themoviedb.org/reference/movie-watch-providers).

Its terms are kept in code: nothing is asked without the operator's own token, nothing is kept longer than LONGEST, and
whoever shows it names TMDB and JustWatch (https://www.themoviedb.org/api-terms-of-use).
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from msgspec import Struct

from allostream.connectors.candidates import SourceTrouble
from allostream.connectors.link_asking import told
from allostream.lib.countries import is_country
from allostream.lib.exchange.records import OfferKind
from allostream.net.asking import Asker, Pace

API = "https://api.themoviedb.org/3"
PAGE = "https://www.themoviedb.org/"
SLUG, DAILY = "tmdb", 2000
LONGEST = timedelta(days=180)  # “cache … for no longer than 6 months”
PACE = Pace(per_second=4, burst=8, group="themoviedb.org")
KINDS: Mapping[str, str] = {"tmdb_movie": "movie", "tmdb_tv": "tv"}
OFFERS: Mapping[str, OfferKind] = {
    "free": "free_open", "ads": "ads", "flatrate": "subscription", "rent": "rent", "buy": "buy",
}  # fmt: skip
NUMBER = re.compile(r"[1-9]\d{0,9}")
MOST_SERVICES = 30


class Listing(Struct, frozen=True, omit_defaults=True):
    """Where a title is listed in one country: the page at TMDB that says so, and services by kind of offer."""

    page: str
    services: Mapping[OfferKind, tuple[str, ...]]


def listings(scheme: str, value: str, token: str, ask: Asker) -> dict[str, Listing]:
    """Where a title is listed, by country; empty for one that TMDB does not know. Raises SourceTrouble.

    `scheme` is that of its number, tmdb_movie or tmdb_tv.
    """
    if not token:
        raise SourceTrouble("TMDB needs a token: set ALLOSTREAM_TMDB_TOKEN.", permanent=True)
    if scheme not in KINDS or not NUMBER.fullmatch(value):
        raise SourceTrouble(f"“{value[:40]}” is no number of TMDB.", permanent=True)
    # In a header, so that no address that is kept or told holds it.
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    url = f"{API}/{KINDS[scheme]}/{value}/watch/providers"
    reply = told(url, ask, name="TMDB", pace=PACE, headers=headers).reply
    results = reply.get("results") if isinstance(reply, dict) else None
    rows = results.items() if isinstance(results, dict) else ()
    found = ((country, _listing(row)) for country, row in rows if isinstance(row, dict) and is_country(str(country)))
    return {country: one for country, one in found if one}


def _listing(row: Mapping[str, Any]) -> Listing | None:
    page = row.get("link")
    services = {offer: names for kind, offer in OFFERS.items() if (names := _names(row.get(kind)))}
    if not services:
        return None
    return Listing(page if isinstance(page, str) and page.startswith(PAGE) and len(page) <= 300 else "", services)


def _names(rows: Any) -> tuple[str, ...]:
    """Names of services in the order in which TMDB shows them."""
    found = [row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict)]
    found.sort(key=lambda row: row["display_priority"] if isinstance(row.get("display_priority"), int) else 10_000)
    names = (" ".join(str(row.get("provider_name") or "").split())[:80] for row in found)
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_SERVICES]
