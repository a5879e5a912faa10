"""What an answer to a page's address says about the video on it. Pure: no Django, no clock, no network.

A status alone is not trusted: many hosts answer 200 to a page that is gone, send on to their front page, or put a wall
in front of programs. What a page says is looked for in its title, its headings and its first words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from allostream.checks.media_rules import Container, container_of
from allostream.checks.phrases import TOLD
from allostream.checks.rules import Finding, Seen
from allostream.lib.names import folded

READ = 65_536  # characters of a page that are looked at
SHORT = 400  # visible characters: a page with fewer is a message as a whole
# What a page may well say beside a player that does not play.
DESPITE_PLAYER = frozenset({Seen.NOT_HERE, Seen.ACCOUNT, Seen.TAKEN_DOWN})
HTML = frozenset({"text/html", "application/xhtml+xml", ""})

_HIDDEN = re.compile(r"(?is)<(script|style|noscript|template|svg|head)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)")
_TITLE = re.compile(r"(?is)<title\b[^>]*>(.*?)(?:</title\s*>|\Z)")
_HEADING = re.compile(r"(?is)<h[12]\b[^>]*>(.*?)</h[12]\s*>")
_TAG = re.compile(r"<[^>]*>")
_PLAYER = re.compile(
    r"""(?ix)<video\b|<source\b|og:video|twitter:player|"@type"\s*:\s*"(?:VideoObject|Movie|TVEpisode|Episode)"
    |contentUrl|embedUrl|\.m3u8|\.mpd\b"""
)
_SIGN_IN = re.compile(r"(?i)(?:^|[/._-])(?:log-?in|sign-?in|connexion|anmelden|auth|oauth2?|sso|account)(?:$|[/._?-])")
_NOT_FOUND = re.compile(
    r"(?i)(?:^|[/._-])(?:404|(?:page-?)?not-?found|introuvable|error|erreur|expired|unavailable)(?:$|[/._?-])"
)
_FRONT = re.compile(r"(?i)/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|accueil)(?:\.\w+)?/?)?")
_WALLED = ("cf-mitigated", "x-datadome", "x-amzn-waf-action")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers (names in lower case), the first bytes as text and raw, where the way led."""

    status: int
    asked: str
    url: str
    headers: Mapping[str, str]
    text: str
    body: bytes = b""
    # What the work is called: a film may be called like a message (“Introuvable”, “404”).
    names: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The media type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def read_page(answer: Answer) -> Finding:
    """What the answer to the address of a video's page says."""
    by_status = _by_status(answer)
    if by_status:
        return by_status
    if answer.kind not in HTML:
        return _not_a_page(answer)
    led, told = _where_it_led(answer), _told(answer)
    if told and (told.seen in DESPITE_PLAYER or led or not _PLAYER.search(answer.text)):
        return told
    return led or Finding(Seen.WORKS, "page")


def read_file(answer: Answer) -> Finding:
    """What the answer to the address of a file says: its first bytes must be those of a film or a list of its parts."""
    by_status = _by_status(answer)
    if by_status:
        return by_status
    container = container_of(answer.body)
    if container is not Container.NONE:
        return Finding(Seen.WORKS, container.value)
    if answer.kind in HTML:
        return _told(answer) or _where_it_led(answer) or Finding(Seen.ODD, "page-for-file")
    return Finding(Seen.ODD, "not-a-film" if answer.body else "empty")


def _by_status(answer: Answer) -> Finding | None:
    status = answer.status
    if any(name in answer.headers for name in _WALLED) and status != 200:
        return Finding(Seen.KEPT_OUT, "wall")
    if status in {404, 410}:
        return Finding(Seen.MISSING, f"status-{status}")
    if status in {401, 402, 407}:
        return Finding(Seen.ACCOUNT, f"status-{status}")
    if status == 451:
        return _unavailable_by_law(answer)
    if status == 403:
        told = _told(answer) if answer.kind in HTML else None
        return told if told and told.seen in {Seen.NOT_HERE, Seen.ACCOUNT} else Finding(Seen.KEPT_OUT, "status-403")
    if status == 429:
        return Finding(Seen.KEPT_OUT, "status-429")
    if status >= 500:
        told = _told(answer) if status == 503 else None
        return Finding(Seen.KEPT_OUT, told.reason) if told and told.seen is Seen.KEPT_OUT else _trouble(status)
    if status not in {200, 203, 206}:
        return Finding(Seen.ODD, f"status-{status}")
    return None


def _trouble(status: int) -> Finding:
    return Finding(Seen.TROUBLE, f"status-{status}")


def _unavailable_by_law(answer: Answer) -> Finding:
    """451 (RFC 7725): a country's demand, which holds where we ask from, unless the page tells of a right holder's."""
    told = _told(answer)
    if told and told.seen is Seen.TAKEN_DOWN:
        return told
    return Finding(Seen.NOT_HERE, "status-451")


def _not_a_page(answer: Answer) -> Finding:
    if container_of(answer.body) is not Container.NONE:
        return Finding(Seen.WORKS, "file-for-page")
    return Finding(Seen.ODD, "not-a-page")


def _where_it_led(answer: Answer) -> Finding | None:
    """What the end of the redirects tells: a front page, a page to sign in, a page of errors."""
    asked, came = urlsplit(answer.asked), urlsplit(answer.url)
    if (asked.netloc.lower(), asked.path) == (came.netloc.lower(), came.path):
        return None
    path = unquote(came.path)
    if _SIGN_IN.search(f"{came.netloc}/{path}") and not _SIGN_IN.search(asked.path):
        return Finding(Seen.ACCOUNT, "leads-to-sign-in")
    if _NOT_FOUND.search(path) and not _NOT_FOUND.search(asked.path):
        return Finding(Seen.MISSING, "leads-to-error")
    if len([part for part in asked.path.split("/") if part]) > 0 and _is_front(path):
        return Finding(Seen.MISSING, "leads-to-front")
    return None


def _is_front(path: str) -> bool:
    """Whether a path is that of a front page, of one in a language too (/fr, /en-gb/, /index.html)."""
    return _FRONT.fullmatch(path) is not None


def _told(answer: Answer) -> Finding | None:
    """What a page says in words in its title and headings, or, if it is short, in all of it."""
    page = answer.text[:READ]
    shown = _HIDDEN.sub(" ", page)
    words = _visible(shown)
    said = [_visible(match[1]) for match in (*_TITLE.finditer(page), *_HEADING.finditer(shown))]
    plain = f" {folded(' | '.join([*said, words if len(words) < SHORT else '']))} "
    for name in filter(None, map(folded, answer.names)):
        plain = plain.replace(f" {name} ", " ")
    for seen, reason, phrases in TOLD:
        if any(phrase in plain for phrase in phrases):
            return Finding(seen, reason)
    return None


def _visible(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())
