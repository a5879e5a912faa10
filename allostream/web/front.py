"""The page cache in front of Django: pages for readers without a session, made once and sent until something changes.

A kept page carries the version of its title and the stamps of whatever else it shows, as they were when it was made,
and every request compares them with the present ones before it is sent that page: one small query. So no process has to
be told that a link was withdrawn, and yet no request that starts after that commit gets a page from before it. The
reasoning stands in docs/decisions/0011-page-cache.md, the proof in tests/jobs/test_page_cache.py.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpResponse
from django.http.request import split_domain_port
from django.utils.cache import patch_vary_headers

from allostream.catalogue.state import State, Unreadable, state_of
from allostream.freshness.rules import Subject
from allostream.lib import clock
from allostream.links.queries import next_edge
from allostream.sites import queries as sites
from allostream.sites.models import Site
from allostream.web.choices import choices_in
from allostream.web.fresh import Fresh
from allostream.web.http import SITES_KEY
from allostream.web.kept import KeptPage, Key, Rests, Shelf

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

log = logging.getLogger(__name__)
ALL_SUBJECTS = tuple(Subject)
LONGEST_ADDRESS = 500  # a longer one is nobody's page, and its text would be kept with it
MOST_HOSTS = 256
LONGEST_CODINGS = 200  # of a header Accept-Encoding; those of browsers are a fifth of that, and each is remembered
# Django's settings are looked at through a layer of Python; these two are asked for at every request.
SESSION, STATIC = settings.SESSION_COOKIE_NAME, settings.STATIC_URL


class Begun(NamedTuple):
    """The moment and the stamps before anything of a page was read."""

    at: datetime
    stamps: dict[Subject, int | None]


class KnownSites:
    """The sites as they were under a stamp: what a reader has not chosen is given by the site of the host name."""

    def __init__(self, stamp: int | None) -> None:
        """One query, made after the stamp was read: the rows are of that stamp, or of a later one that undoes them."""
        self.stamp = stamp
        self.rows = rows = sites.all_sites()
        # Anybody may send any host name; no more than these are remembered.
        self.at_host: Callable[[str], Site] = lru_cache(MOST_HOSTS)(
            lambda host: sites.site_for(split_domain_port(host)[0], rows)
        )


class Front:
    """A WSGI application that answers from kept pages what it can, and asks Django for everything else.

    `counts` tells tests what became of requests: hit, kept (asked of Django, then kept), unkept (a page that must not
    be kept: something changed while it was made, or its address has a parameter that nobody reads), passed (no page).
    """

    def __init__(self, application: Application, room: int) -> None:
        """`room` is the memory for pages in bytes, in each process."""
        self.application = application
        self.shelf = Shelf(room)
        self.counts: Counter[str] = Counter()
        self._sites: KnownSites | None = None
        secure = settings.SECURE_PROXY_SSL_HEADER
        self._proxy_header = secure[0] if secure else ""

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not is_for_everybody(environ):
            self.counts["passed"] += 1
            return self.application(environ, start_response)
        try:
            key = self._key(environ)
            page = self.shelf.get(key) if key else None
            if page is not None and holds(page):
                self.counts["hit"] += 1
                return send(page, environ, start_response)
            begun = self._begin()
        except (Unreadable, DatabaseError):
            # Who knows what the database will be when it is back: perhaps an older copy, with older versions.
            log.warning("front.database_away: pages are made anew")
            self.shelf.clear()
            self._sites = None
            return self.application(environ, start_response)
        return self._make(environ, start_response, begun)

    def _key(self, environ: Environ) -> Key | None:
        """Under what the page of a request is kept; None as long as the sites are not known."""
        known = self._sites  # looked at once: another thread may forget them
        if known is None:
            return None
        host = environ["HTTP_HOST"]
        scheme = f"{environ['wsgi.url_scheme']} {environ.get(self._proxy_header, '')}"
        choices = choices_in(environ, known.at_host(host))
        return Key(environ["PATH_INFO"], environ.get("QUERY_STRING", ""), host, scheme, choices)

    def _begin(self) -> Begun:
        """Read the state before the page is made. Raises Unreadable and DatabaseError."""
        at = clock.now()
        _version, *values = state_of(None, ALL_SUBJECTS)
        stamps = dict(zip(ALL_SUBJECTS, values, strict=True))
        if self._sites is None or self._sites.stamp != stamps[Subject.SITES]:
            self.shelf.clear()
            self._sites = KnownSites(stamps[Subject.SITES])
        return Begun(at, stamps)

    def _make(self, environ: Environ, start_response: StartResponse, begun: Begun) -> Iterable[bytes]:
        """Have Django make the page, and keep it if it says what it rests on and nothing of that has moved."""
        key, known = self._key(environ), self._sites
        if known is not None:
            environ[SITES_KEY] = known.rows  # of the stamp that was read for this very request, or of a later one
        answered: list[Any] = []
        response = self.application(environ, lambda *answer: answered.extend(answer))
        fresh = getattr(response, "fresh", None)
        if fresh is None or not isinstance(response, HttpResponse) or not is_public(response):
            self.counts["passed"] += 1
            start_response(*answered)
            return response
        page = page_of(response)
        if known is not None:
            fresh = ended_by_message(fresh, known.at_host(environ["HTTP_HOST"]), begun.at)
        try:
            page.rests = rests_on(fresh, environ.get("QUERY_STRING", ""), begun)
        except (Unreadable, DatabaseError):
            log.warning("front.database_away: a page is sent but not kept")
        finally:
            response.close()
        if page.rests is not None and key is not None:
            self.shelf.put(key, page)
        self.counts["kept" if page.rests else "unkept"] += 1
        return send(page, environ, start_response)


def refusing(handler: Application) -> Application:
    """Django's handler that also answers what Django refuses before it can make a page of refusal.

    A request that names a charset has its address read while it is taken up; one with too many parameters ends there.
    """

    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return handler(environ, start_response)
        except SuspiciousOperation:
            start_response("400 Bad Request", [("Content-Length", "0")])
            return ()

    return application


def is_for_everybody(environ: Environ) -> bool:
    """Whether a request asks for a page that others without a session could get too.

    The name of the session's cookie anywhere among the cookies is enough: a cookie that is read there in another way
    than here must not let a page for one person be kept for all.
    """
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and SESSION not in environ.get("HTTP_COOKIE", "")
        and "HTTP_AUTHORIZATION" not in environ
        and "HTTP_RANGE" not in environ
        and "HTTP_HOST" in environ
        and not environ["PATH_INFO"].startswith(STATIC)
        and len(environ["PATH_INFO"]) + len(environ.get("QUERY_STRING", "")) + len(environ["HTTP_HOST"])
        < LONGEST_ADDRESS
    )


def holds(page: KeptPage) -> bool:
    """Whether nothing that a page rests on has changed. One query. Raises Unreadable."""
    rests = page.rests
    return rests is not None and state_of(rests.title_id, rests.subjects) == rests.state and clock.now() < rests.until


def is_public(response: HttpResponse) -> bool:
    """Whether an answer is a page as everybody gets it."""
    private = any(word in response.headers.get("Cache-Control", "") for word in ("private", "no-store"))
    return response.status_code == 200 and not response.streaming and not response.cookies and not private


def page_of(response: HttpResponse) -> KeptPage:
    """Django's answer as a page that can be sent again."""
    patch_vary_headers(response, ["Accept-Encoding"])
    return KeptPage(response.content, list(response.items()))


def rests_on(fresh: Fresh, query: str, begun: Begun) -> Rests | None:
    """What a page that was just made rests on. None when it must not be kept. Two queries.
    Raises Unreadable and DatabaseError.

    The state is read a second time, after the page was made. Only if no stamp that bears on the page has moved since
    before its first row was read were all its rows, in whatever order they came, rows of that one state. The version of
    its title, which is not known before, is the one of then as well: it never moves without Subject.TITLES.
    """
    if not set(names_in(query)) <= set(fresh.query):
        return None
    version, *values = state_of(fresh.title_id, ALL_SUBJECTS)
    stamps = dict(zip(ALL_SUBJECTS, values, strict=True))
    subjects = tuple(sorted({Subject.SITES, *fresh.stamps}))
    bearing = subjects if fresh.title_id is None else (*subjects, Subject.TITLES)
    if any(stamps[subject] != begun.stamps[subject] for subject in bearing):
        return None
    if fresh.title_id is not None and version is None:
        return None
    state: State = (version, *(stamps[subject] for subject in subjects))
    return Rests(fresh.title_id, subjects, state, until(fresh, begun.at))


def ended_by_message(fresh: Fresh, site: Site, at: datetime) -> Fresh:
    """What a page rests on, until the message to all readers of its site appears or goes, if that is sooner. No query.

    Told from the moment before the page was made: an edge that passed meanwhile ends the page at once.
    """
    message = sites.message_of(site)
    edge = message.next_edge(at) if message else None
    if edge is None or (fresh.until is not None and fresh.until <= edge):
        return fresh
    return replace(fresh, until=edge)


def until(fresh: Fresh, at: datetime) -> datetime:
    """The first moment after another at which a page changes by the clock. No query, or one.

    The end of the day is always one: what changes by the date alone, such as the film of the day, need not say so.
    """
    moments = [datetime.combine(at.date() + timedelta(days=1), time(), UTC)]
    if fresh.until is not None:
        moments.append(fresh.until)
    has_lists = Subject.LISTS in fresh.stamps
    if has_lists or (fresh.title_id is not None and not fresh.knows_windows):
        edge = next_edge(None if has_lists else fresh.title_id, at)
        moments += [edge] if edge else []
    return min(moments)


def names_in(query: str) -> Sequence[str]:
    """The names of the parameters of an address, as they stand there."""
    return [part.partition("=")[0] for part in query.split("&")] if query else []


def send(page: KeptPage, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request with a page, or with the word that the reader has it already."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and (page.tag in known or known.strip() == "*"):
        start_response("304 Not Modified", page.unchanged.copy())
        return ()
    headers, body = page.for_coding(coding(environ.get("HTTP_ACCEPT_ENCODING", "")[:LONGEST_CODINGS]))
    start_response("200 OK", headers.copy())
    return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)


@lru_cache(1024)
def coding(accepted: str) -> str:
    """The best coding that a header Accept-Encoding allows (RFC 9110, section 12.5.3): "br", "gzip", or "" for none."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = _weight(weight)
    gzip, br = (weights.get(name, weights.get("*", 0) if name == "gzip" else 0) for name in ("gzip", "br"))
    return "br" if br and br >= gzip else "gzip" if gzip else ""


def _weight(text: str) -> float:
    """The number of `q=0.5`; 1 where there is none, 0 where it cannot be read."""
    name, _, number = text.partition("=")
    if name.strip() != "q":
        return 1
    try:
        return float(number)
    except ValueError:
        return 0
