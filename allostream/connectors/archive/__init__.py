"""The Internet Archive as a source of links: its search walked through, its items asked about one by one."""

from allostream.connectors.archive.client import ARCHIVE, InternetArchive

__all__ = ["ARCHIVE", "InternetArchive"]
