"""Addresses in running text, as people write them: defanged, wrapped, glued, between brackets. Pure.

What is found keeps its place in the text; what is written over two lines, or cannot be told from the words behind it,
is marked, and the other way to read it is kept beside.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allostream.hosts.identity.text import without_trailing
from allostream.rights_desk.reading.letters.lines import Line

_DOT = r"(?:\.|\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\))"
_SCHEME = r"h(?:tt|xx|\*\*|__)ps?(?:\[:\]//|\[://\]|:\[//\]|:/{1,3}|:\\\\)"
# An address ends at a blank, at a sign that none may hold, and at the full-width signs of running Chinese and Japanese.
_END = r"\s<>\"“”«»|`，。；、）（】【」「》《\u3000"
_LABEL = r"[a-z0-9\u00a1-\u167f\u1681-\u1fff\u2c00-\u2fef\u3040-\ud7ff](?:[a-z0-9_\u00a1-\u1fff\u3040-\ud7ff-]{0,62})"
FOUND = re.compile(
    rf"{_SCHEME}[^{_END}]+"
    rf"|(?<![\w@.\-/=])www{_DOT}[^{_END}]+"
    rf"|(?<![\w@.\-/=])(?:{_LABEL}{_DOT}){{1,6}}[a-z]{{2,24}}(?::[0-9]{{1,5}})?/[^{_END}]*",
    re.IGNORECASE,
)
BARE_HOST = re.compile(rf"(?:{_LABEL}{_DOT}){{1,6}}[a-z]{{2,24}}/?", re.IGNORECASE)
_GLUED = re.compile(
    r"(?<![=&?%/:])[,;|]?(?=https?://)|(?<=[^:/=&?%]/)(?=https?://)|(?<=[^:/])[,;](?=www\.)", re.IGNORECASE
)
_CARRIES = re.compile(
    r"//(?:web\.archive\.org|archive\.\w{2,5}|[\w.-]*translate[\w.-]*|[\w.-]*proxy[\w.-]*)/", re.IGNORECASE
)
_TORN_END = ("/", "=", "&", "_", "%", "-", "?")
_GOES_ON = re.compile(rf"[^{_END}()\[\]]+")
_URLISH = re.compile(r"[/_%=&?#0-9]|\.[a-z0-9]{2,5}(?:$|[/?#])|-\w", re.IGNORECASE)
_WRAPPED_FROM = 55  # columns from which a mail program breaks a line
_EXTENSION = re.compile(r"\.[a-z0-9]{2,4}$", re.IGNORECASE)
_BLANKS = re.compile(r"(?: [^\s<>\"|]{1,60}){1,14}$")
_SHORTENED = re.compile(r"\.\.\.|…")
_BULLET = re.compile(r"\s*(?:[-*•·–—+]|\(?[0-9]{1,4}[.)\]:]|[a-z][.)])?\s*[<\[(\"“«]*", re.IGNORECASE)
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it stands in the text. `start`, `end`: where; `other`: how it may be read instead; `is_shortened`:
    something is left out, so that nobody can tell what it leads to."""

    start: int
    end: int
    written: str
    line: int = 0
    other: str = ""
    is_shortened: bool = False

    @property
    def is_sure(self) -> bool:
        return not (self.other or self.is_shortened)


def addresses(lines: Sequence[Line], hosts: frozenset[str] = frozenset()) -> Iterator[Address]:
    """The addresses in lines, in order. `hosts` are names that count as an address even without a path."""
    skipped_until = -1
    for number, line in enumerate(lines):
        for found in FOUND.finditer(line.words):
            if line.start + found.start() < skipped_until:
                continue
            for start, words in _unglued(found[0]):
                at = found.start() + start
                address = _address(lines, number, at, words)
                if address is not None:
                    skipped_until = max(skipped_until, address.end)
                    yield address
        if hosts and (bare := _bare_host(line, hosts)):
            yield Address(line.start + bare.start(), line.start + bare.end(), bare[0], number)


def _unglued(words: str) -> Iterator[tuple[int, str]]:
    """The parts of what stands without a blank; an address inside the query or the path of an archive stays in it."""
    cuts = [0] if _CARRIES.search(words[:80]) else [0, *(_cuts(words))]
    for start, end in zip(cuts, [*cuts[1:], len(words)], strict=True):
        part = words[start:end].lstrip(",;|")
        if part:
            yield end - len(part), part


def _cuts(words: str) -> Iterator[int]:
    for cut in _GLUED.finditer(words):
        before = words[: cut.start()]
        is_in_query = "?" in before and "=" in before.rpartition("?")[2] and not before.endswith(("/", ",", ";"))
        if cut.start() > 8 and not is_in_query:
            yield cut.start()


def _address(lines: Sequence[Line], number: int, at: int, words: str) -> Address | None:
    line = lines[number]
    kept = without_trailing(words[:LONGEST])
    if len(kept) < 4 or not re.search(r"[\w]\W{0,3}(?:\.|dot)\W{0,3}\w|//[^/]", kept, re.IGNORECASE):
        return None
    if "](" in kept:  # [words](address), with the address itself as words
        kept = without_trailing(kept.partition("](")[0].rstrip("]"))
    start, end = line.start + at, line.start + at + len(kept)
    is_shortened = bool(_SHORTENED.search(words))
    if not is_shortened and at + len(words) == len(line.words.rstrip()) and words.endswith(_TORN_END):
        torn = _joined(lines, number, words)
        if torn:
            whole, end = torn
            return Address(start, end, without_trailing(whole), number, other=kept)
    rest = line.words[at + len(kept) :]
    if not is_shortened and len(kept) == len(words) and _has_blanks(line.words[:at], kept, rest):
        return Address(start, end + len(rest.rstrip()), kept + rest.rstrip().replace(" ", "%20"), number, other=kept)
    return Address(start, end, kept, number, is_shortened=is_shortened)


def _joined(lines: Sequence[Line], number: int, words: str) -> tuple[str, int] | None:
    """An address that a mail program has broken, with its end; None where the next line begins something else."""
    if number + 1 >= len(lines) or lines[number + 1].depth != lines[number].depth:
        return None
    following = lines[number + 1]
    goes_on = _GOES_ON.match(following.words)
    if goes_on is None or FOUND.match(following.words):
        return None
    token = without_trailing(goes_on[0])
    is_alone = not following.words[goes_on.end() :].strip()
    is_long = len(lines[number].words.rstrip()) >= _WRAPPED_FROM
    if not token or not (_URLISH.search(token) or (is_long and is_alone)):
        return None
    return words + token, following.start + len(token)


def _has_blanks(before: str, kept: str, rest: str) -> bool:
    """Whether the name of a file goes on behind a blank: the address begins its line, and a file's ending ends it."""
    if not _BULLET.fullmatch(before) or _EXTENSION.search(kept) or not kept.startswith("http"):
        return False
    return bool(_BLANKS.fullmatch(rest.rstrip()) and _EXTENSION.search(rest.rstrip()))


def _bare_host(line: Line, hosts: frozenset[str]) -> re.Match[str] | None:
    found = BARE_HOST.search(line.words) if len(line.words) < 300 else None
    if found is None or found[0].rstrip("/").lower().removeprefix("www.") not in hosts:
        return None
    before = line.words[max(0, found.start() - 1) : found.start()]
    after = line.words[found.end() : found.end() + 1]
    goes_on = found[0].endswith("/") and bool(after.strip(" \t)>]\"'”»,;"))  # a path: found as a whole
    is_part = before in ("@", "/", ".", "-") or before.isalnum() or after in ("/", "-", "@")
    return None if goes_on or is_part else found
