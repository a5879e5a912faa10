"""The Open Media Database (omdb.org): films, series, seasons and episodes with names in several languages."""

from allostream.connectors.omdb.records import SOURCE, records
from allostream.connectors.omdb.season_names import says_special, season_number

__all__ = ["SOURCE", "records", "says_special", "season_number"]
