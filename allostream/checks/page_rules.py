"""What an answer to a page's address says about the video on it. Pure: no Django, no clock, no network.

A status alone is not trusted: many hosts answer 200 to a page that is gone, send on to their front page, or put a wall
in front of programs. What a page says is looked for in its title, its headings and its first words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from msgspec import Struct

from allostream.checks.ending_rules import where_it_led
from allostream.checks.media_rules import Container, container_of
from allostream.checks.phrases import NAMES_A_PAGE, STRONG, TOLD, WEAK
from allostream.checks.rules import Finding, Seen
from allostream.lib.names import folded

READ = 65_536  # characters of a page that are looked at
MARKUP_OF_SHORT = 20_000  # characters of markup: a page with more is never short
LETTERS = 2  # names that are no longer say nothing
BEGINNING = 4000  # of a page that is not short, which mostly tells so already
SHORT = 400  # visible characters: a page with fewer is a message as a whole
# What a page may well say beside a player that does not play.
DESPITE_PLAYER = frozenset({Seen.NOT_HERE, Seen.ACCOUNT, Seen.TAKEN_DOWN})
# What a page may say under a status of "not found", and then that counts.
NOT_GONE = frozenset({Seen.NOT_HERE, Seen.TAKEN_DOWN, Seen.KEPT_OUT, Seen.TROUBLE})
HTML = frozenset({"text/html", "application/xhtml+xml", ""})

_HIDDEN = re.compile(r"(?is)<(script|style|noscript|template|svg|head|dialog)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)")
# What is on the page for a moment that has not come: an element of words alone that is not shown.
_NOT_SHOWN = re.compile(
    r"""(?isx)<(\w{1,12})\b[^>]{0,200}?\s(?:hidden\b|aria-hidden=["']?true|style=["'][^"'>]{0,200}?display:\s*none
    |class=["'][^"'>]{0,200}?\b(?:hidden|d-none|hide|visually-hidden)\b)[^>]{0,200}>.{0,400}?</\1\s*>"""
)
# Without one of these there is none, and each element need not be looked at.
_MAY_HIDE = re.compile(r"(?i)hid|display|d-none")
_TITLE = re.compile(r"(?is)<title\b[^>]*>(.*?)(?:</title\s*>|\Z)")
# No longer than headings are: else thousands that never end would each be looked for to the end of the page.
_HEADING = re.compile(r"(?is)<h([12])\b[^>]{0,500}>(.{0,500}?)</h\1\s*>")
_TAG = re.compile(r"<[^>]*>")
_PART = re.compile(r"[|.!?…«»•·。！]|\s[-–—:]\s|,\s")
_PLAYER = re.compile(
    r"""(?ix)<video\b|<source\b|og:video|twitter:player|"@type"\s*:\s*"(?:VideoObject|Movie|TVEpisode|Episode)"
    |contentUrl|embedUrl|\.m3u8|\.mpd\b"""
)
_WALLED = ("cf-mitigated", "x-datadome", "x-amzn-waf-action")


class Answer(Struct, frozen=True):  # one is made for each page
    """What came back: status, headers (names in lower case), the first bytes as text and raw, where the way led."""

    status: int
    asked: str
    url: str
    headers: Mapping[str, str]
    text: str
    body: bytes = b""
    # What the work is called, folded: a film may be called like a message (“Introuvable”, “404”).
    names: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The media type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page says: what is the matter, if it says so, and whether it names the work; its text is for the rest."""

    told: Finding | None
    names_work: bool
    text: str

    @property
    def has_player(self) -> bool:
        """Whether something in it plays; few pages have to be asked."""
        return _PLAYER.search(self.text) is not None


def read_page(answer: Answer) -> Finding:
    """What the answer to the address of a video's page says."""
    by_status = _by_status(answer)
    if by_status:
        return by_status
    if answer.kind not in HTML:
        return _not_a_page(answer)
    if not answer.text.strip():
        return Finding(Seen.ODD, "empty")
    led, page = where_it_led(answer.asked, answer.url, answer.names), _read(answer)
    told = page.told
    if told and (told.seen in DESPITE_PLAYER or led or not page.has_player):
        return told
    if led and led.seen is Seen.MISSING and page.names_work and page.has_player:
        return Finding(Seen.ODD, led.reason)
    if led and led.seen is Seen.ODD and page.names_work:
        return Finding(Seen.WORKS, "page")
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
        led = where_it_led(answer.asked, answer.url, answer.names)
        return _told(answer) or led or Finding(Seen.ODD, "page-for-file")
    return Finding(Seen.ODD, "not-a-film" if answer.body else "empty")


def _by_status(answer: Answer) -> Finding | None:
    status = answer.status
    if any(name in answer.headers for name in _WALLED) and status != 200:
        return Finding(Seen.KEPT_OUT, "wall")
    if status in {404, 410}:
        return _not_found(answer)
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


def _not_found(answer: Answer) -> Finding:
    """404 and 410, unless the page says otherwise: walls and hosts that serve some countries alone answer so too, and
    so do applications that know an address only once they run.
    """
    page = _read(answer) if answer.kind in HTML else _Page(None, names_work=False, text="")
    if page.told and page.told.seen in NOT_GONE:
        return page.told
    if page.names_work and page.has_player:
        return Finding(Seen.ODD, f"status-{answer.status}")
    return Finding(Seen.MISSING, f"status-{answer.status}")


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


def _told(answer: Answer) -> Finding | None:
    return _read(answer).told


def _read(answer: Answer) -> _Page:
    """What a page says in its title and headings, or, if it is short, in all of it.

    Second headings count only where the page does not name the work: they may be those of other works.
    """
    page = answer.text[:READ]
    shown = _HIDDEN.sub(" ", page)
    titles = [_visible(match[1]) for match in _TITLE.finditer(page)]
    headings = [(match[1], _visible(match[2])) for match in _HEADING.finditer(shown)]
    words = _short(shown) if len(shown) < MARKUP_OF_SHORT else ""
    if words and _MAY_HIDE.search(shown):
        words = _visible(_NOT_SHOWN.sub(" ", shown))
    loud = [*titles, *(text for level, text in headings if level == "1")]
    names_work = _is_named(folded(" | ".join(loud)), answer.names)
    quiet = [] if names_work else [text for level, text in headings if level == "2"]
    parts = _parts([*loud, *quiet, words], answer.names)
    return _Page(_matter(parts), names_work, page)


def _is_named(plain: str, names: Sequence[str]) -> bool:
    return any(len(name) > LETTERS and name in plain for name in names)


def _parts(said: Sequence[str], names: Sequence[str]) -> list[str]:
    """The parts of what was said, folded, each between spaces and without the names of the work."""
    parts = []
    for text in said:
        for part in _PART.split(text):
            plain = f" {folded(part)} "
            for name in names:
                if name and name in plain:
                    plain = plain.replace(f" {name} ", " ")
            if plain.strip():
                parts.append(plain)
    return parts


def _matter(parts: Sequence[str]) -> Finding | None:
    """What the parts of a page say is the matter with the video."""
    strong = STRONG.found(" | ".join(parts))
    if strong:
        seen, reason, _ = TOLD[strong[0][0]]
        return Finding(seen, reason)
    for part in parts:
        for _, phrase in WEAK.found(part):
            if part == phrase or any(noun in part for noun in NAMES_A_PAGE):
                return Finding(Seen.MISSING, "says-missing")
    return None


def _short(html: str) -> str:
    """What is to be read of a page that is short; "" where it is not, which most words of it need not be read for."""
    # Up to the end of a tag: what is said before it is said in the whole page, too.
    begun = html.rfind(">", 0, BEGINNING) + 1 if len(html) > BEGINNING else 0
    if begun and len(_first_words(html[:begun])) >= SHORT:
        return ""
    text = _first_words(html)
    return text if len(text) < SHORT else ""


def _first_words(html: str) -> str:
    """The visible text, as one line as far as it takes to tell whether it is short."""
    return " ".join(unescape(_TAG.sub(" ", html)).split(None, SHORT // 2))


def _visible(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())
