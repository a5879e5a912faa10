"""Films that English Wikipedia lists: titles, years, casts and genres, as JSON lines."""

from allostream.connectors.wikipedia.records import SOURCE, records

__all__ = ["SOURCE", "records"]
