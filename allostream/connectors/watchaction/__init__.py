"""Feeds in which providers say where their works can be watched: WatchAction of schema.org."""

from allostream.connectors.watchaction.client import PROVIDER_FEEDS, ProviderFeeds
from allostream.connectors.watchaction.feed import Feed, Mistake, read

__all__ = ["PROVIDER_FEEDS", "Feed", "Mistake", "ProviderFeeds", "read"]
