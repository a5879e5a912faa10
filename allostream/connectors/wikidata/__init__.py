"""Wikidata: films, series, seasons, episodes and people, from its dumps, its query service and extracts of it."""

from allostream.connectors.wikidata.client import Client
from allostream.connectors.wikidata.codes import Classes, classes, read_classes
from allostream.connectors.wikidata.records import SOURCE, found, records
from allostream.connectors.wikidata.works import Listed, Playable, RightsClaim, Work

__all__ = [
    "SOURCE", "Classes", "Client", "Listed", "Playable", "RightsClaim", "Work", "classes", "found", "read_classes",
    "records",
]  # fmt: skip
