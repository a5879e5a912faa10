"""Web search as a source of links: one of several engines, asked about listed hosts alone."""

from allostream.connectors.web_search.client import DRIVERS, Engine, WebSearch

__all__ = ["DRIVERS", "Engine", "WebSearch"]
