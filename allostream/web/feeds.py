"""Feeds in Atom (RFC 4287), written as text: what readers of feeds are sent is small and has one shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allostream.lib import clock
from allostream.lib.visitor import Visitor
from allostream.lib.xml import escaped, quoted
from allostream.web.http import PageRequest


@dataclass(frozen=True)
class Entry:
    """One entry; `summary` is plain text, `address` a whole address, `on` the day that it tells of."""

    id: str
    title: str
    address: str
    published: date
    updated: date
    summary: str
    category: str
    on: date


@dataclass(frozen=True)
class Feed:
    """A feed; `own` is its address, `page` that of the page which lists the same. `updated` counts without entries."""

    id: str
    title: str
    author: str
    language: str
    own: str
    page: str
    updated: date
    entries: Sequence[Entry]


def atom(feed: Feed) -> str:
    """The feed as a document."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoted(feed.language)}>',
        f"<id>{escaped(feed.id)}</id>",
        f"<title>{escaped(feed.title)}</title>",
        f"<updated>{moment(updated_on(feed))}</updated>",
        f"<author><name>{escaped(feed.author)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoted(feed.own)}/>',
        f'<link rel="alternate" type="text/html" href={quoted(feed.page)}/>',
        *(_entry(entry) for entry in feed.entries),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def updated_on(feed: Feed) -> date:
    """The day on which something of the feed was last another."""
    return max([entry.updated for entry in feed.entries], default=feed.updated)


def _entry(entry: Entry) -> str:
    return (
        f"<entry><id>{escaped(entry.id)}</id><title>{escaped(entry.title)}</title>"
        f"<published>{moment(entry.published)}</published><updated>{moment(entry.updated)}</updated>"
        f'<link rel="alternate" type="text/html" href={quoted(entry.address)}/>'
        f"<category term={quoted(entry.category)}/>"
        f'<summary type="text">{escaped(entry.summary)}</summary></entry>'
    )


def moment(on: date) -> str:
    """The beginning of a day, as Atom writes moments (RFC 3339)."""
    return f"{on.isoformat()}T00:00:00Z"


def reader_of(request: PageRequest) -> Visitor:
    """The reader of a feed: of the site alone, since what a feed says must not depend on who fetches it."""
    site = request.site
    return Visitor(
        site=site.slug, language=site.language, country=site.default_country, now=clock.now(),
        address_language=site.language, site_is_noncommercial=site.is_noncommercial,
    )  # fmt: skip
