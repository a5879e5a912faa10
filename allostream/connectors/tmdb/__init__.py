"""Where TMDB, with data of JustWatch, lists a film or series, country by country."""

from allostream.connectors.tmdb.client import DAILY, LONGEST, SLUG, Listing, listings

__all__ = ["DAILY", "LONGEST", "SLUG", "Listing", "listings"]
