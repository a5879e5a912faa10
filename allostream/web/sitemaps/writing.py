"""Sitemaps as XML. No Django, no database.

Sources: sitemaps.org/protocol.html; Google's sitemap-video/1.1 and its xhtml:link for twins in other languages.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from allostream.lib.xml import printable

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NAMESPACES = (
    f'xmlns="{SITEMAP}" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LONGEST_TITLE, LONGEST_DESCRIPTION = 100, 2048
LONGEST_DURATION = 28_800  # seconds
# Bytes gathered before they are compressed and sent on.
PORTION = 64 * 1024
GZIP_MEMBER = 31  # zlib's word for the gzip format with its largest window


@dataclass(frozen=True)
class Video:
    """A video that plays in the page; `countries` are those in which it may be shown, none for all."""

    thumbnail: str
    title: str
    description: str
    player: str
    is_file: bool
    seconds: int
    ends_at: datetime | None
    countries: Sequence[str]


@dataclass(frozen=True)
class Url:
    """A page: its address on this site, and those of its twins by language."""

    address: str
    twins: Sequence[tuple[str, str]] = ()
    changed_at: datetime | None = None
    video: Video | None = None


def index_xml(addresses: Iterable[str]) -> Iterator[str]:
    """The list of parts."""
    yield f'{HEAD}<sitemapindex xmlns="{SITEMAP}">\n'
    for address in addresses:
        yield f"<sitemap><loc>{escape(address)}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def urlset_xml(urls: Iterable[Url]) -> Iterator[str]:
    """One part."""
    yield f"{HEAD}<urlset {NAMESPACES}>\n"
    for url in urls:
        yield "".join(_url(url))
    yield "</urlset>\n"


def _url(url: Url) -> Iterator[str]:
    yield f"<url><loc>{escape(url.address)}</loc>"
    if url.changed_at:
        yield f"<lastmod>{url.changed_at.isoformat(timespec='seconds')}</lastmod>"
    for language, address in url.twins:
        yield f'<xhtml:link rel="alternate" hreflang="{language}" href="{_attribute(address)}"/>'
    if url.video:
        yield from _video(url.video)
    yield "</url>\n"


def _video(video: Video) -> Iterator[str]:
    """In the order of Google's schema."""
    values: Mapping[str, str] = {
        "thumbnail_loc": video.thumbnail,
        "title": video.title[:LONGEST_TITLE],
        "description": video.description[:LONGEST_DESCRIPTION],
        "content_loc" if video.is_file else "player_loc": video.player,
        "duration": str(video.seconds) if 0 < video.seconds <= LONGEST_DURATION else "",
        "expiration_date": video.ends_at.isoformat(timespec="seconds") if video.ends_at else "",
    }
    yield "<video:video>"
    for name, value in values.items():
        if value:
            yield f"<video:{name}>{escape(printable(value))}</video:{name}>"
    if video.countries:
        yield f'<video:restriction relationship="allow">{" ".join(video.countries)}</video:restriction>'
    yield "<video:requires_subscription>no</video:requires_subscription><video:live>no</video:live></video:video>"


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})


def gzipped(texts: Iterable[str]) -> Iterator[bytes]:
    """The texts as one gzip file, a portion at a time. The quickest level: the text is very repetitive."""
    packer = zlib.compressobj(1, zlib.DEFLATED, GZIP_MEMBER)
    waiting: list[str] = []
    length = 0
    for text in texts:
        waiting.append(text)
        length += len(text)
        if length >= PORTION:
            yield packer.compress("".join(waiting).encode())
            waiting, length = [], 0
    yield packer.compress("".join(waiting).encode()) + packer.flush()
