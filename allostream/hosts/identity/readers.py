"""Readers turn what an address holds into the part of a key; writers turn it back for addresses and comparisons.

A reader takes the percent-encoded text a pattern caught and returns the value, or None when the text only looks like
one: then the pattern does not fit. Table rows name readers and writers by their names in READERS and WRITERS.
"""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from importlib.resources import files
from urllib.parse import unquote
from uuid import UUID

from allostream.hosts.identity.address import escaped
from allostream.hosts.identity.patterns import Writer

Reader = Callable[[str], str | None]

# short-uuid's default alphabet, as PeerTube uses it. The Python package of that name sorts it: not interchangeable.
_FLICKR = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGIT = {sign: value for value, sign in enumerate(_FLICKR)}
_SHORT = 22

# The name of MediaWiki's file namespace in the languages of the wikis, older names included.
_FILE_NAMESPACES = frozenset(
    unicodedata.normalize("NFC", name).casefold()
    for name in tomllib.loads(files(__package__).joinpath("namespaces.toml").read_text("utf-8"))["file"]
)
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f#<>\\[\\]|{}/\ufffd]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffd]")
_PLAYABLE = re.compile(
    r".*\.(?:mp4|m4v|mkv|webm|ogv|ogg|ogm|avi|mov|mpe?g|mpg2|m2v|ts|wmv|flv|divx|3gp|rm|rmvb|asf|vob)", re.IGNORECASE
)


def short_from_uuid(uuid: str) -> str:
    """PeerTube's 22-character id of a uuid: base 58, big-endian, filled up with `1` on the left."""
    number = UUID(uuid).int
    signs = ""
    while number:
        number, digit = divmod(number, len(_FLICKR))
        signs = _FLICKR[digit] + signs
    return signs.rjust(_SHORT, _FLICKR[0])


def uuid_from(text: str) -> str | None:
    """The uuid in lower case that a uuid or a 22-character short id stands for; None for anything else.

    Only ids with the RFC 9562 variant count: one in four random ids of 22 signs would pass otherwise, and other
    software uses addresses of the same shape.
    """
    if len(text) == _SHORT and all(sign in _DIGIT for sign in text):
        number = 0
        for sign in text:
            number = number * len(_FLICKR) + _DIGIT[sign]
    elif re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        number = int(text.replace("-", ""), 16)
    else:
        return None
    if number >> 128 or (number >> 62) & 3 != 2 or not 1 <= (number >> 76) & 15 <= 8:
        return None
    return str(UUID(int=number))


def commons_name(text: str) -> str | None:
    """A file name as MediaWiki keeps it: NFC, blanks as underscores, first letter upper case; None if impossible."""
    name = unicodedata.normalize("NFC", unquote(text))
    name = re.sub(r"[\s_]+", "_", name).strip("_")
    if not name or "." not in name or _FORBIDDEN.search(name) or len(name.encode()) > 255:
        return None
    first = name[0].upper()
    return unicodedata.normalize("NFC", first + name[1:]) if len(first) == 1 else name


def commons_title(text: str) -> str | None:
    """The file name in a page title with a file prefix of any language (`Fichier:A.webm`); None for other pages."""
    prefix, colon, name = unquote(text).replace("_", " ").partition(":")
    known = unicodedata.normalize("NFC", prefix).strip().casefold() in _FILE_NAMESPACES
    return commons_name(escaped(name)) if colon and known else None


def commons_upload(text: str) -> str | None:
    """The file name in a path of upload.wikimedia.org below `/wikipedia/commons/`.

    Takes originals, thumbnails, transcodes and old versions. The two directory names must be the first digits of
    the MD5 of the name: that tells a true upload path from an invented one.
    """
    steps = text.split("/")
    if steps[0] in {"thumb", "transcoded"}:
        steps = steps[1:]
    old = steps[:1] == ["archive"]
    steps = steps[1:] if old else steps
    if len(steps) < 3:
        return None
    name = commons_name(unquote(steps[2]).partition("!")[2].replace("%", "%25") if old else steps[2])
    if name is None:
        return None
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    return name if steps[:2] == [digest[:1], digest[:2]] else None


def playable_file(text: str) -> str | None:
    """The decoded name of a video file inside an item; None for thumbnails, metadata and other side files."""
    name = unquote(text)
    if _CONTROL.search(name) or not _PLAYABLE.fullmatch(name):
        return None
    return None if any(step in {"", ".", ".."} for step in name.split("/")) else name


READERS: Mapping[str, Reader] = {
    "uuid": uuid_from,
    "commons_name": commons_name,
    "commons_title": commons_title,
    "commons_upload": commons_upload,
    "playable_file": playable_file,
    "lower": str.lower,
    "upper": str.upper,
}

WRITERS: Mapping[str, Writer] = {
    "as_is": lambda value: value,
    "fold": str.casefold,
    "path": lambda value: escaped(value, "/!$&'()*+,;=:@"),
    "query": escaped,
    "short": short_from_uuid,
}
