"""Instances and channels of PeerTube as sources of links, and each instance as the host of its own videos."""

from allostream.connectors.peertube.client import PEERTUBE, PeerTube

__all__ = ["PEERTUBE", "PeerTube"]
