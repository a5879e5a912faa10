"""Pages on which broadcasters and other providers describe their own films, series and videos (schema.org)."""

from allostream.connectors.broadcasters.client import BroadcasterPages, Home

__all__ = ["BroadcasterPages", "Home"]
