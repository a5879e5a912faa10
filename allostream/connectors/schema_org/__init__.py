"""Pages and feeds that describe films and series in the vocabulary of schema.org (JSON-LD)."""

from allostream.connectors.schema_org.reading import things_in
from allostream.connectors.schema_org.records import records, source

__all__ = ["records", "source", "things_in"]
