"""Files of links that somebody has gathered: one JSON object a line, with identifiers of the work."""

from allostream.connectors.link_lists.reading import BadRow, found_in

__all__ = ["BadRow", "found_in"]
