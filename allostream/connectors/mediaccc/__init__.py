"""media.ccc.de, the recordings of the Chaos Computer Club, as a source of links."""

from allostream.connectors.mediaccc.client import MEDIACCC, MediaCcc

__all__ = ["MEDIACCC", "MediaCcc"]
