"""One feed in the formats that programs read: Atom, RSS 2.0, JSON Feed 1.1, iCalendar. Each by its suffix."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any

import msgspec
from django.http import HttpResponse

from allostream.lib import icalendar
from allostream.lib.problems import NotFound
from allostream.lib.xml import escaped, quoted
from allostream.web.feeds import Entry, Feed, atom, moment, updated_on
from allostream.web.fresh import Fresh
from allostream.web.page import resting


def rss(feed: Feed) -> str:
    """RSS 2.0 (rssboard.org/rss-specification), with the link to itself that readers ask for."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>',
        f"<title>{escaped(feed.title)}</title>",
        f"<link>{escaped(feed.page)}</link>",
        f"<description>{escaped(feed.title)} · {escaped(feed.author)}</description>",
        f"<language>{escaped(feed.language)}</language>",
        f"<lastBuildDate>{_mail_moment(updated_on(feed))}</lastBuildDate>",
        f'<atom:link rel="self" type="application/rss+xml" href={quoted(feed.own)}/>',
        *(_item(entry) for entry in feed.entries),
        "</channel></rss>",
    ]
    return "\n".join(lines) + "\n"


def _item(entry: Entry) -> str:
    return (
        f"<item><title>{escaped(entry.title)}</title><link>{escaped(entry.address)}</link>"
        f'<guid isPermaLink="false">{escaped(entry.id)}</guid><pubDate>{_mail_moment(entry.updated)}</pubDate>'
        f"<category>{escaped(entry.category)}</category><description>{escaped(escaped(entry.summary))}</description></item>"
    )


def _mail_moment(on: date) -> str:
    """The beginning of a day, as RSS writes moments (RFC 822 with the year in full)."""
    return format_datetime(_begin(on))


def _begin(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)


def json_feed(feed: Feed) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.own,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": entry.id, "url": entry.address, "title": entry.title, "content_text": entry.summary,
                "date_published": moment(entry.published), "date_modified": moment(entry.updated),
                "tags": [entry.category],
            }
            for entry in feed.entries
        ],
    }  # fmt: skip
    return msgspec.json.encode(document)


def ics(feed: Feed) -> str:
    """iCalendar: each entry on its own day."""
    events = [
        icalendar.Event(entry.id, entry.on, entry.title, entry.summary, entry.address, _begin(entry.updated))
        for entry in feed.entries
    ]
    return icalendar.calendar(
        feed.title, f"-//{feed.author}//Allostream//{feed.language.upper()}", events, feed.language
    )


FORMATS: Mapping[str, tuple[str, Callable[[Feed], str | bytes]]] = {
    "atom": ("application/atom+xml; charset=utf-8", atom),
    "rss": ("application/rss+xml; charset=utf-8", rss),
    "json": ("application/feed+json; charset=utf-8", json_feed),
    "ics": ("text/calendar; charset=utf-8", ics),
}


def answered(feed: Feed, suffix: str, fresh: Fresh | None) -> HttpResponse:
    """The feed as an answer that any page may read and anybody may keep for five minutes."""
    kind, written = FORMATS[suffix]
    response = HttpResponse(written(feed), content_type=kind)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "max-age=300"
    return resting(response, fresh)


def check(suffix: str, formats: Collection[str] = FORMATS) -> None:
    """Raise NotFound for a suffix of no format."""
    if suffix not in formats:
        raise NotFound
