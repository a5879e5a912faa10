"""From text as people write it to the text of one address."""

import html
import re

LONGEST = 4000

_SURROGATE = re.compile("[\ud800-\udfff]")
# Marks that text editors and chat programs leave in pasted text. The two joiners (U+200C, U+200D) stay: Persian and
# Indic names need them.
_INVISIBLE = re.compile("[\u0000\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\t\n\r]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BULLET = re.compile(r"[-*•>]\s+")
_OPENING = "\"'<([{«“‘„‚‹`*"
_CLOSING = {")": "(", "]": "[", "}": "{"}
# What may follow an address in a sentence. A canonical address never ends in one of these (address.py), so that what
# is cut is cut once.
_TRAILING = "\"'>)]}»”’›`*.,;:!?…"
_DOT = re.compile(r"\[\s*(?:\.|dot)\s*\]|\(\s*(?:\.|dot)\s*\)|\{\s*(?:\.|dot)\s*\}", re.IGNORECASE)
_HXXP = re.compile(r"h(?:xx|XX|\*\*)p(s?)(?=[:\[])", re.IGNORECASE)
_COLON = re.compile(r"(https?)\s?(?:\[:\]|\[://\]|:\[//\])(?://)?", re.IGNORECASE)
_HTTP = re.compile(r"(?:view-source:)?https?:[/\\]*", re.IGNORECASE)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_PORT = re.compile(r"[0-9]{1,5}(?:[/?#\\]|$)")
_END_OF_AUTHORITY = re.compile(r"[/?#\\]")

_MESSAGES = {
    "empty": "There is no address here. Paste the address of the page where the video can be watched.",
    "too-long": "This address has more than {longest} characters. Paste the address of the page itself.",
    "not-http": "Addresses that start with “{scheme}:” are not taken. Paste one that starts with https://.",
    "not-an-address": "“{text}” is not a web address. Paste the whole address, such as https://example.org/film.",
    "bad-host": "“{host}” is not a host name. Check the part between https:// and the next slash.",
    "bad-port": "“{port}” is not a port. Remove it, or give a number up to 65535.",
    "wrapped-too-deep": "This address leads through too many redirect pages. Open it, and paste where you land.",
}


class NotAnAddress(ValueError):
    """The text is no web address we can take. `code` is stable; `params` fill the English message."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(_MESSAGES[code].format(**params))


def storable(text: str) -> str:
    """The text as a database can keep it: lone surrogates become U+FFFD, NUL characters go."""
    return _SURROGATE.sub("\ufffd", text).replace("\x00", "")


def authority_and_rest(text: str) -> tuple[str, str]:
    """Split text as people write it into the authority (`user@host:port`) and everything after it.

    Raises NotAnAddress for empty or over-long text, for other schemes than http and https, and for words that
    cannot be a host.
    """
    if len(text) > LONGEST:
        raise NotAnAddress("too-long", longest=LONGEST)
    text = _bare(text)
    if not text:
        raise NotAnAddress("empty")
    text = _HXXP.sub(r"http\1", text, count=1) if text[:1] in "hH" else text
    text = _COLON.sub(r"\1://", text, count=1) if text[:4].lower() == "http" else text
    rest, named = _without_scheme(text)
    end = _END_OF_AUTHORITY.search(rest)
    at = end.start() if end else len(rest)
    authority = _refanged(rest[:at])
    if not named and not _looks_like_host(authority):
        raise NotAnAddress("not-an-address", text=storable(text)[:80])
    return authority, rest[at:]


def _bare(text: str) -> str:
    """The text without invisible characters, HTML entities, and the punctuation around an address."""
    text = _SURROGATE.sub("\ufffd", text)
    text = _INVISIBLE.sub("", text)
    while "&" in text and (shorter := _ENTITY.sub(_resolved, text)) != text:
        text = _INVISIBLE.sub("", _SURROGATE.sub("\ufffd", shorter))
    text = text.strip("".join(map(chr, range(33)))).strip()
    text = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
    text = text.lstrip(_OPENING + " ")
    return without_trailing(text)


def _resolved(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def without_trailing(text: str) -> str:
    """Cut what ends a sentence or a quotation; a closing bracket stays when it was opened inside the address."""
    while text:
        last = text[-1]
        if not (last.isspace() or last < " " or last in _TRAILING):
            return text
        opener = _CLOSING.get(last)
        if opener and text.count(last) <= text.count(opener):
            return text
        text = text[:-1]
    return text


def _without_scheme(text: str) -> tuple[str, bool]:
    """The text after `http(s)://`, and whether the text named a scheme (or `//`) at all."""
    named = False
    while match := _HTTP.match(text):
        text, named = text[match.end() :], True
    if named:
        return text, True
    if text.startswith(("//", "\\\\")):
        return text.lstrip("/\\"), True
    scheme = _SCHEME.match(text)
    if scheme and not ("." in scheme[1] and _PORT.match(text[scheme.end() :])):
        raise NotAnAddress("not-http", scheme=scheme[1][:40])
    return text, False


def _refanged(authority: str) -> str:
    while (better := _DOT.sub(".", authority)) != authority:
        authority = better
    return authority


def _looks_like_host(authority: str) -> bool:
    """Whether text without a scheme may be meant as a host: dotted, without blanks, ending in letters."""
    host = authority.rpartition("@")[2].partition(":")[0].rstrip(".")
    name, dot, last = host.rpartition(".")
    return bool(name and dot) and not re.search(r"\s", host) and (last.isalpha() or last.lower().startswith("xn--"))
