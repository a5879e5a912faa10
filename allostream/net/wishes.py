"""What a host says about the use of what it sends, beside robots.txt: as values, for callers to obey. Pure.

Sources: the robots meta tag and X-Robots-Tag as search engines document them, with `noai` and `noimageai`, which some
hosts add; the W3C community report TDMRep (headers, meta tags and /.well-known/tdmrep.json), by which a reservation of
text and data mining is machine-readable (Directive (EU) 2019/790, article 4(3)).
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from allostream.net.asking import Reply
from allostream.net.robots import PRODUCT, normal_path, rule_of

HEAD_LENGTH = 256 * 1024
WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
TDM = ("tdm-reservation", "tdm-policy")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What may be done with a page. Everything may, unless something says otherwise.

    `index`: it may be found here; `follow`: its links may be followed; `archive`: a copy may be kept; `snippet`: parts
    may be shown; `ai`: it may train artificial intelligence; `mining`: text and data mining is not reserved, which
    `policy` may say more about. `until` is the text of unavailable_after: after that day it may not be found.
    """

    index: bool = True
    follow: bool = True
    archive: bool = True
    snippet: bool = True
    ai: bool = True
    mining: bool = True
    policy: str = ""
    until: str = ""

    def __and__(self, other: "Wishes") -> "Wishes":
        """What both let us do."""
        return Wishes(
            index=self.index and other.index,
            follow=self.follow and other.follow,
            archive=self.archive and other.archive,
            snippet=self.snippet and other.snippet,
            ai=self.ai and other.ai,
            mining=self.mining and other.mining,
            policy=self.policy or other.policy,
            until=self.until or other.until,
        )


NO_WISHES = Wishes()
FORBIDDING: dict[str, Wishes] = {
    "noindex": Wishes(index=False),
    "nofollow": Wishes(follow=False),
    "none": Wishes(index=False, follow=False),
    "noarchive": Wishes(archive=False),
    "nocache": Wishes(archive=False),
    "nosnippet": Wishes(snippet=False),
    "max-snippet:0": Wishes(snippet=False),
    "noai": Wishes(ai=False),
    "noimageai": Wishes(ai=False),
}


def wishes_of(reply: Reply) -> Wishes:
    """All that an answer says, in its headers and, where it is a page, at its head."""
    said = of_headers(reply.headers.get("x-robots-tag", ""), *(reply.headers.get(name, "") for name in TDM))
    return said & of_page(reply.text) if "html" in reply.kind else said


def of_headers(x_robots_tag: str, tdm_reservation: str = "", tdm_policy: str = "") -> Wishes:
    """The wishes of headers. Each line of X-Robots-Tag was a header of its own, and may name whom it is for."""
    found = NO_WISHES
    for line in x_robots_tag.splitlines():
        for agent, directive in _directives(line):
            if agent in ("", "*", PRODUCT.lower()):
                found &= _of_directive(directive)
    return found & _mining(tdm_reservation, tdm_policy)


def of_page(html: str) -> Wishes:
    """The wishes of the meta tags of a page: those for all robots, and those for ours."""
    head = _Head()
    head.feed(html[:HEAD_LENGTH])
    found = _mining(head.said.get(TDM[0], ""), head.said.get(TDM[1], ""))
    for name in ("robots", PRODUCT.lower()):
        for directive in _listed(head.said.get(name, "")):
            found &= _of_directive(directive)
    return found


def of_tdm_file(text: str | bytes, path: str) -> Wishes:
    """The wishes of /.well-known/tdmrep.json for a path. What cannot be read says nothing; any rule that reserves
    counts, whatever its place.
    """
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return NO_WISHES
    found, asked = NO_WISHES, normal_path(path)
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and rule_of(True, str(row.get("location", "")).encode()).matches(asked):
            found &= _mining(str(row.get(TDM[0], "")), str(row.get(TDM[1], "")))
    return found


def _directives(line: str) -> Iterable[tuple[str, str]]:
    """Whom each directive is for (nobody named: empty) and what it is. A name counts for what follows it."""
    agent = ""
    for part in _listed(line):
        name, colon, value = part.partition(":")
        if colon and name.strip() not in WITH_VALUE:
            agent, part = name.strip(), value.strip()
        yield agent, part


def _listed(text: str) -> list[str]:
    # A date of unavailable_after may hold a comma (RFC 822): it is no directive of its own.
    return [part.strip().lower() for part in re.split(r",(?!\s*\d)", text) if part.strip()]


def _of_directive(directive: str) -> Wishes:
    if directive.startswith("unavailable_after:"):
        return Wishes(until=directive.partition(":")[2].strip())
    return FORBIDDING.get(directive.replace(" ", ""), NO_WISHES)


def _mining(reservation: str, policy: str) -> Wishes:
    if reservation.strip() != "1":
        return NO_WISHES
    return Wishes(mining=False, policy=policy.strip() if _is_web(policy) else "")


def _is_web(text: str) -> bool:
    try:
        return urlsplit(text.strip()).scheme in {"http", "https"}
    except ValueError:
        return False


class _Head(HTMLParser):
    """The meta tags up to the body, by name in lower case; several of one name together."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self._in_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_body = self._in_body or tag == "body"
        if tag == "meta" and not self._in_body:
            given = {name: value or "" for name, value in attrs}
            name = given.get("name", "").strip().lower()
            self.said[name] = ",".join(filter(None, [self.said.get(name), given.get("content")]))
