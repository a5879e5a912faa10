"""Lists of videos that sites publish of their own: video sitemaps, RSS with media, Atom, and JSON-LD on pages."""

from allostream.connectors.videofeeds.client import VIDEO_FEEDS, VideoFeeds

__all__ = ["VIDEO_FEEDS", "VideoFeeds"]
