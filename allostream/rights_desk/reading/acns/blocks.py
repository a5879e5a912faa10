"""Where the XML of a notice stands in a text, and the mending of what mail does to it on its way. Pure.

Only what is known to happen on the way is mended, and only in a document that cannot be read as it is: remnants of
quoted-printable, an ampersand or a “less than” that was not escaped, a name of a character that only HTML has, a
character that no document may hold, a prefix that nobody declared, a prologue without its question mark, marks of
quotation before its lines. Whatever else is wrong stays as it is, and a person looks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from xml.etree.ElementTree import Element

from allostream.lib.xml import NotXml, escaped, parsed, printable

LONGEST = 2 * 1024 * 1024
DEEPEST = 32
MOST = 1000  # blocks in one text

# The lines between which the XML stands; clear-signing writes "- " before lines that begin with a hyphen, each time
# anew.
MARKER = re.compile(r"^[ \t>]*(?:- )*-{2,}[ \t]*(Start|End) ACNS XML[ \t]*-*[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_ROOTS = "Infringement|StatusRequest|MessageEnvelope|CounterNotice|NoticeAck|NoticeStatus|StatusUpdate"
_OPEN = re.compile(rf"<(?:[\w.-]+:)?({_ROOTS})(?=[\s>/])", re.IGNORECASE)
_PROLOGUE = re.compile(r"<\?xml\b[^<>]{0,200}\??>\s*(?:<!--.{0,2000}?-->\s*)*$", re.DOTALL)
_ESCAPED_DASH = re.compile(r"^(?:- )+", re.MULTILINE)
_TORN_PROLOGUE = re.compile(r"^(<\?xml\b[^<>?]{0,200})>")
_PRINTABLE_EQUALS, _SOFT_BREAK = re.compile("=3[dD]"), re.compile(r"=[ \t]*\r?\n")
_PRINTABLE = re.compile(r"(?:=[0-9A-F]{2})+")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")
_BARE_LESS = re.compile(r"<(?![A-Za-z_/!?])")
_PREFIX = re.compile(r"<\/?([A-Za-z_][\w.-]{0,40}):|\s([A-Za-z_][\w.-]{0,40}):[\w.-]{1,60}\s*=")
_DECLARED = re.compile(r"\sxmlns:([A-Za-z_][\w.-]{0,40})\s*=")
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_BARE_AMPERSAND = re.compile(r"&(?!(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)")


@dataclass(frozen=True, slots=True)
class Block:
    """A document in a text: where, its words as they were sent, and how deep they were dash-escaped."""

    start: int
    end: int
    words: str


def blocks(text: str) -> Iterator[Block]:
    """The documents in a text: between marker lines, else from an opening tag that is known to its end."""
    start: int | None = None
    found: list[Block] = []
    unknown: list[Block] = []  # nothing that is known stands between the lines
    for marker in MARKER.finditer(text):
        if marker[1].lower() == "start":
            start = marker.end()
        elif start is not None:
            between = text[start : marker.start()]
            (found if _OPEN.search(between) else unknown).append(Block(start, marker.start(), _unescaped(between)))
            start = None
        if len(found) + len(unknown) >= MOST:
            break
    if start is not None and _OPEN.search(text, start):  # the end was cut off
        found.append(Block(start, len(text), _unescaped(text[start:])))
    yield from found or list(_bare(text)) or (block for block in unknown if "<" in block.words)


def _unescaped(words: str) -> str:
    lines = [line for line in words.splitlines() if line.strip()]
    if all(line.lstrip().startswith(">") for line in lines):  # a mail that was answered or passed on
        words = _QUOTED.sub("", words)
    return _ESCAPED_DASH.sub("", words).strip("\ufeff \t\r\n")


def _bare(text: str) -> Iterator[Block]:
    at = 0
    for _number in range(MOST):
        opened = _OPEN.search(text, at)
        if opened is None:
            return
        name = text[opened.start() + 1 : opened.end()]
        closed = text.find(f"</{name}", opened.end())
        end = text.find(">", closed) + 1 if closed >= 0 else 0
        end = end or len(text)
        prologue = _PROLOGUE.search(text, max(at, opened.start() - 2500), opened.start())
        start = prologue.start() if prologue else opened.start()
        yield Block(start, end, text[start:end].strip("\ufeff \t\r\n"))
        at = end


@dataclass(frozen=True, slots=True)
class Document:
    """A document that can be read, and what had to be mended for it: names of `mended`."""

    root: Element
    mended: tuple[str, ...] = ()


def document(words: str) -> Document:
    """Read a document within limits, mended where mail damages it. Raises NotXml with the words of the first fault."""
    try:
        return Document(parsed(words, LONGEST, DEEPEST))
    except NotXml as error:
        first = error
    if len(words) > LONGEST:
        raise first
    for mended, names in _mendings(words):
        try:
            return Document(parsed(mended, LONGEST, DEEPEST), names)
        except NotXml:
            continue
    raise first


def _mendings(words: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The document with ever more of it mended, in the order in which the faults arise."""
    names: tuple[str, ...] = ()
    for name, mend in (
        ("byte-order-mark", _without_mark),
        ("quoted-printable", _unquoted),
        ("prologue", _prologue),
        ("ampersand", _ampersands),
        ("character", _characters),
        ("less-than", _less_than),
        ("prefix", _prefixes),
    ):
        better = mend(words)
        if better != words:
            words, names = better, (*names, name)
            yield words, names


def _without_mark(words: str) -> str:
    return words.replace("\ufeff", "").strip()


def _unquoted(words: str) -> str:
    if not (_PRINTABLE_EQUALS.search(words) or _SOFT_BREAK.search(words)):
        return words
    return _PRINTABLE.sub(_decoded, _SOFT_BREAK.sub("", words))


def _decoded(found: re.Match[str]) -> str:
    data = bytes.fromhex(found[0].replace("=", ""))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _prologue(words: str) -> str:
    return _TORN_PROLOGUE.sub(r"\1?>", words, count=1)


def _ampersands(words: str) -> str:
    return _BARE_AMPERSAND.sub("&amp;", words)


def _characters(words: str) -> str:
    """Characters by their names in HTML (`&eacute;`), an unknown name as it stands; forbidden ones left out."""
    return _NAMED.sub(lambda found: escaped(unescape(found[0])), printable(words))


def _less_than(words: str) -> str:
    return _BARE_LESS.sub("&lt;", words)


def _prefixes(words: str) -> str:
    """Prefixes that nobody declared, declared at the root; elements are taken by their local names anyway."""
    used = {found[1] or found[2] for found in _PREFIX.finditer(words)} - {"xml", "xmlns"}
    missing = sorted(used - set(_DECLARED.findall(words)))[:20]
    root = _OPEN.search(words)
    if not missing or root is None:
        return words
    declared = "".join(f' xmlns:{prefix}="urn:undeclared:{prefix}"' for prefix in missing)
    return words[: root.end()] + declared + words[root.end() :]
