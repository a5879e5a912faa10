"""RSS 2.0 with media (http://www.rssboard.org/media-rss) and Atom (RFC 4287), as the feeds of channels of YouTube are.

Links to torrents (`media:peerLink`) are not read, and no file is taken for an address: the page of a video is.
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from allostream.connectors.candidates import Role
from allostream.connectors.videofeeds.videos import Video, moment, number, restriction
from allostream.lib.languages import is_tag

MEDIA = "{http://search.yahoo.com/mrss/}"
MEDIA_LIKE = re.compile(r"\{https?://(?:www\.)?search\.yahoo\.com/mrss/?")
ATOM = "{http://www.w3.org/2005/Atom}"
YOUTUBE = "{http://www.youtube.com/xml/schemas/2015}"
TERMS = "{http://purl.org/dc/terms/}"
CREATIVE = "{http://backend.userland.com/creativeCommonsRssModule}"
BASE = "{http://www.w3.org/XML/1998/namespace}base"
TAG = re.compile(r"<[/a-zA-Z][^<>]{0,500}>")
VALID = re.compile(r"(start|end)\s*=\s*([^;]+)")
GONE = frozenset({"blocked", "deleted"})
EXCERPT = frozenset({"sample", "nonstop"})  # media:content expression: a part of it, or a live programme


def spell(root: Element) -> None:
    """Give the elements of media RSS the name of its namespace that the standard gives them: many leave its end out."""
    for one in root.iter():
        space, _, name = one.tag.rpartition("}")
        if space and MEDIA_LIKE.fullmatch(space):
            one.tag = f"{MEDIA}{name}"


def videos_in(root: Element, address_of_feed: str = "") -> Iterator[Video]:
    """The videos of a feed; those that the feed itself calls blocked or deleted are left out."""
    for item in (*root.iter("item"), *root.iter(f"{ATOM}entry")):
        contents = [one for one in item.iter(f"{MEDIA}content") if _is_video(one)]
        status = (one.get("state") or "" for one in item.iter(f"{MEDIA}status"))
        contents += [one for one in item.findall("enclosure") if _is_video(one)]
        is_video = bool(contents) or any(item.iter(f"{MEDIA}player")) or item.find(f"{YOUTUBE}videoId") is not None
        address = _whole(_address(item), root, item, address_of_feed)
        if is_video and address and not any(state.lower() in GONE for state in status):
            yield _video(item, address, contents)


def _is_video(content: Element) -> bool:
    kind, medium = content.get("type") or "", content.get("medium") or ""
    return medium == "video" or kind.startswith("video/") or kind in ("application/x-mpegURL", "application/dash+xml")


def _address(item: Element) -> str:
    """The page of an item, else that of its player."""
    links = [one for one in item.findall(f"{ATOM}link") if (one.get("rel") or "alternate") == "alternate"]
    said = [(item.findtext("link") or ""), *[one.get("href") or "" for one in links]]
    # An RSS item without a link is at its guid, unless that is said to be no address (RSS 2.0, <guid>).
    said += [one.text or "" for one in item.findall("guid") if (one.get("isPermaLink") or "true").lower() == "true"]
    said += [one.get("url") or "" for one in item.iter(f"{MEDIA}player")]
    return next((one.strip() for one in said if one.strip()), "")


def _whole(said: str, root: Element, item: Element, address_of_feed: str) -> str:
    """An address that is written from where the feed is, or from its xml:base (RFC 4287, section 2); "" for none."""
    try:
        for base in (item.get(BASE), root.get(BASE), address_of_feed) if said else ():
            said = urljoin(base or "", said)
    except ValueError:  # one of them cannot be read
        return ""
    return said


def _video(item: Element, address: str, contents: list[Element]) -> Video:
    limits = [
        (one.get("relationship") or "", one.text or "")
        for one in item.iter(f"{MEDIA}restriction")
        if one.get("type") == "country"
    ]
    allowed, denied = restriction(limits)
    valid = {name: moment(said) for name, said in VALID.findall(item.findtext(f"{TERMS}valid") or "")}
    lengths = [found for one in contents if (found := number(one.get("duration") or ""))]
    spoken = {lang for one in contents if is_tag(lang := one.get("lang") or "")}
    title = _first(item, "title") or _title(item.find(f"{ATOM}title"))
    title = title or next((_title(one) for one in item.iter(f"{MEDIA}title")), "")
    return Video(
        address, " ".join(title.split()), item=_first(item, "guid", f"{ATOM}id"), seconds=max(lengths, default=None),
        allowed=allowed, denied=denied, opens=valid.get("start"), closes=valid.get("end"), licence=_licence(item),
        channel=_first(item, f"{YOUTUBE}channelId"), uploader=_first(item, f"{ATOM}author/{ATOM}name")[:200],
        language=spoken.pop() if len(spoken) == 1 else "", role=_role(contents),
    )  # fmt: skip


def _first(item: Element, *names: str) -> str:
    return next((said for name in names if (said := (item.findtext(name) or "").strip())), "")


def _title(said: Element | None) -> str:
    """A title without its markup, which both Atom and media RSS let it have (RFC 4287, section 3.1.1)."""
    if said is None:
        return ""
    words = "".join(said.itertext()).strip()
    return unescape(TAG.sub("", words)) if (said.get("type") or "").lower() == "html" else words


def _licence(item: Element) -> str:
    told = (one.get("href") or one.text or "" for one in item.iter(f"{MEDIA}license"))
    return next((one.strip() for one in told if one.strip()), "") or _first(item, f"{CREATIVE}license")


def _role(contents: list[Element]) -> Role:
    """A part of a work where everything that is there is told to be one."""
    told = [one.get("expression") or "full" for one in contents]
    return "excerpt" if told and all(one in EXCERPT for one in told) else "work"
