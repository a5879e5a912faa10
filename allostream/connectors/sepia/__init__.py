"""Sepia Search: which videos of PeerTube, on which instances, fit words."""

from allostream.connectors.sepia.client import SEPIA, SepiaSearch

__all__ = ["SEPIA", "SepiaSearch"]
