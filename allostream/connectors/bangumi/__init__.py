"""bangumi-data: anime with names in several languages, dates and identifiers."""

from allostream.connectors.bangumi.records import SOURCE, records

__all__ = ["SOURCE", "records"]
