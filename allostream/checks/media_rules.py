"""Files of films by their first bytes, and lists of parts (HLS, DASH) as far as to find the first part. Pure.

Sources: ISO/IEC 14496-12 (boxes of MP4), RFC 9559 (Matroska and WebM), RFC 3533 (Ogg), RFC 8216 (HLS), ISO/IEC 23009-1
(DASH), ISO/IEC 13818-1 (transport streams).
"""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from urllib.parse import unquote, urljoin
from xml.etree.ElementTree import Element

from allostream.lib.xml import NotXml, parsed

LONGEST_LIST = 2_000_000
QUOTED = re.compile(r'([A-Z]+)="([^"]*)"')
VARIABLE = re.compile(r"\{\$([A-Za-z0-9_-]+)\}")
LINE_ENDS = re.compile(r"\r\n|\n|\r")
TS_PACKET = 188


class Container(StrEnum):
    """What kind of film the first bytes belong to."""

    NONE = "none"
    MP4 = "mp4"
    WEBM = "webm"
    OGG = "ogg"
    FLV = "flv"
    AVI = "avi"
    TS = "ts"
    PS = "ps"
    ASF = "asf"
    HLS = "hls"
    DASH = "dash"


MAGIC = {b"\x1a\x45\xdf\xa3": Container.WEBM, b"OggS\x00": Container.OGG, b"FLV\x01": Container.FLV,
         b"\x00\x00\x01\xba": Container.PS, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11": Container.ASF}  # fmt: skip
MPD = re.compile(rb"(?s)(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:\w+:)?MPD[\s>]")
BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp", b"moof", b"sidx", b"pnot"})


def container_of(body: bytes) -> Container:
    """The kind of film that begins with these bytes (32 are enough for most, 377 for a transport stream)."""
    if len(body) >= 12 and body[4:8] in BOXES and _is_box_size(body):
        return Container.MP4
    for start, kind in MAGIC.items():
        if body.startswith(start):
            return kind
    if body[:4] == b"RIFF" and body[8:12] == b"AVI ":
        return Container.AVI
    if body[:1] == b"\x47" and len(body) > TS_PACKET and body[TS_PACKET : TS_PACKET + 1] == b"\x47":
        return Container.TS
    words = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if words.startswith(b"#EXTM3U"):
        return Container.HLS
    return Container.DASH if MPD.match(words) else Container.NONE


def _is_box_size(body: bytes) -> bool:
    """Whether the size of the first box can be one: 1 announces a long one, 0 reaches to the end of the file."""
    size: int = struct.unpack(">I", body[:4])[0]
    return size in {0, 1} or size >= 8


def next_of_hls(text: str, url: str) -> tuple[str, bool] | None:
    """Where a playlist leads first: its address, and whether it is a part of the film (else another playlist).

    None if the playlist names nothing (RFC 8216, sections 4.3.2.1 and 4.3.4.2).
    """
    # Lines end as the format says, not wherever Unicode has a break: titles of parts hold such (section 4.1).
    lines = [line.strip() for line in LINE_ENDS.split(text[:LONGEST_LIST].removeprefix("\ufeff"))]
    named = dict(_variables(lines, url))
    is_master = any(line.startswith("#EXT-X-STREAM-INF") for line in lines)
    if not is_master:
        for line in lines:
            if line.startswith(("#EXT-X-MAP:", "#EXT-X-PART:")) and (found := re.search(r'URI="([^"]+)"', line)):
                return _led(url, _said(found[1], named), is_part=True)
    for line in lines:
        if line and not line.startswith("#"):
            return _led(url, _said(line, named), is_part=not is_master)
    return None


def _variables(lines: Iterable[str], url: str) -> Iterator[tuple[str, str]]:
    """The variables that a playlist defines itself, or takes from its own address (draft-pantos-hls-rfc8216bis, section
    4.4.2.3)."""
    for line in lines:
        if line.startswith("#EXT-X-DEFINE:"):
            said = dict(QUOTED.findall(line))
            if "NAME" in said:
                yield said["NAME"], said.get("VALUE", "")
            elif "QUERYPARAM" in said:
                given = re.search(rf"[?&]{re.escape(said['QUERYPARAM'])}=([^&#]*)", url)
                yield said["QUERYPARAM"], unquote(given[1]) if given else ""


def _said(address: str, named: Mapping[str, str]) -> str:
    """An address as it is meant: with its variables filled in, and without spaces, which people write all the same."""
    return VARIABLE.sub(lambda found: named.get(found[1], found[0]), address).replace(" ", "%20")


def _led(url: str, named: str, *, is_part: bool) -> tuple[str, bool] | None:
    try:
        return urljoin(url, named), is_part
    except ValueError:  # an address that cannot be read
        return None


def first_of_dash(text: str, url: str) -> str | None:
    """The address of the first part of the first picture that a DASH list names; None where none can be told."""
    try:
        return _first_part(parsed(text, LONGEST_LIST), url)
    except (NotXml, ValueError):  # ValueError: an address in it cannot be read
        return None


def _first_part(root: Element, url: str) -> str | None:
    for step in root.iter():
        step.tag = step.tag.rpartition("}")[2]
    whole = _joined(url, root)
    for period in root.iterfind("Period"):
        within = _joined(whole, period)
        for adaptation in sorted(period.iterfind("AdaptationSet"), key=lambda one: not _is_picture(one)):
            for representation in adaptation.iterfind("Representation"):
                base = _joined(_joined(within, adaptation), representation)
                found = _first_of(representation, adaptation, period, base)
                if found:
                    return found
    return None


def _joined(base: str, step: Element) -> str:
    found = step.find("BaseURL")
    return urljoin(base, (found.text or "").strip()) if found is not None else base


def _is_picture(adaptation: Element) -> bool:
    said = f"{adaptation.get('contentType', '')} {adaptation.get('mimeType', '')}"
    return "video" in said or any("video" in one.get("mimeType", "") for one in adaptation.iterfind("Representation"))


def _first_of(representation: Element, adaptation: Element, period: Element, base: str) -> str | None:
    """The first part of one representation: by its template, its list, or the file that holds all of it."""
    levels = (representation, adaptation, period)
    for level in levels:
        template = level.find("SegmentTemplate")
        if template is not None:
            named = template.get("initialization") or template.get("media")
            return urljoin(base, _filled(named, template, representation)) if named else None
    for level in levels:
        listed = level.find("SegmentList")
        if listed is not None:
            first = listed.find("Initialization")
            named = (first.get("sourceURL") if first is not None else None) or next(
                (one.get("media") for one in listed.iterfind("SegmentURL")), None
            )
            return urljoin(base, named) if named else None
    return base if representation.find("BaseURL") is not None else None


def _filled(template: str, segment: Element, representation: Element) -> str:
    """A template with its names filled in (ISO/IEC 23009-1, 5.3.9.4.4), for the first part."""
    first = next((one.get("t") or "0" for one in segment.iter("S")), "0")
    values = {
        "RepresentationID": representation.get("id", ""), "Bandwidth": representation.get("bandwidth", ""),
        "Number": segment.get("startNumber", "1"), "Time": first, "": "$",
    }  # fmt: skip

    def fill(match: re.Match[str]) -> str:
        value = values.get(match[1], match[0])
        return value.zfill(int(match[2])) if match[2] and value.isdigit() else value

    return re.sub(r"\$(\w*)(?:%0(\d+)d)?\$", fill, template)
