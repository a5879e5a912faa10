"""Japan's Media Arts Database: anime series, specials and films with Japanese names, readings and credits."""

from allostream.connectors.mediaarts.records import SOURCE, records

__all__ = ["SOURCE", "records"]
