"""Wikimedia Commons as a source of links: its videos found by words, and asked about one by one."""

from allostream.connectors.commons.client import COMMONS, Commons

__all__ = ["COMMONS", "Commons"]
