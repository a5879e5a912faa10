"""Video sitemaps (https://www.sitemaps.org/protocol.html, http://www.google.com/schemas/sitemap-video/1.1)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from allostream.connectors.videofeeds.videos import Video, moment, number, restriction

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
VIDEO = "{http://www.google.com/schemas/sitemap-video/1.1}"
SITEMAP_LIKE = re.compile(r"\{https?://(?:www\.)?(?:sitemaps\.org|google\.com)/schemas/sitemap/0\.\d{1,2}/?")
VIDEO_LIKE = re.compile(r"\{https?://(?:www\.)?google\.com/schemas/sitemap-video/1\.\d/?")
INDEX, LIST = f"{SITEMAP}sitemapindex", f"{SITEMAP}urlset"


def spell(root: Element) -> None:
    """Give the elements of a document the names that the two standards give them. Sitemaps are written by hand: with
    the namespace of an older version, with https, or without any.
    """
    root_name = root.tag.rpartition("}")[2]
    if root_name not in ("urlset", "sitemapindex"):
        return
    for one in root.iter():
        space, _, name = one.tag.rpartition("}")
        if VIDEO_LIKE.fullmatch(space):
            one.tag = f"{VIDEO}{name}"
        elif not space or SITEMAP_LIKE.fullmatch(space):
            one.tag = f"{SITEMAP}{name}"


def sitemaps_in(root: Element) -> list[str]:
    """The addresses of the sitemaps of an index."""
    return [found for one in root.iter(f"{SITEMAP}loc") if (found := (one.text or "").strip())]


def videos_in(root: Element) -> Iterator[Video]:
    """The videos of a sitemap: each is at the address of its page. Live ones are none that stay."""
    for page in root.iter(f"{SITEMAP}url"):
        address = (page.findtext(f"{SITEMAP}loc") or "").strip()
        videos = page.findall(f"{VIDEO}video")
        if len(videos) == 1 and _said(videos[0], "live").lower() != "yes":  # of several nobody knows which is meant
            yield _video(address, videos[0])


def _video(address: str, video: Element) -> Video:
    limits = [(one.get("relationship") or "", one.text or "") for one in video.findall(f"{VIDEO}restriction")]
    allowed, denied = restriction(limits)
    return Video(
        address, " ".join(_said(video, "title").split()), seconds=number(_said(video, "duration")), allowed=allowed,
        denied=denied, closes=moment(_said(video, "expiration_date")), uploader=_said(video, "uploader")[:200],
        needs_subscription=_said(video, "requires_subscription").lower() == "yes",
    )  # fmt: skip


def _said(video: Element, name: str) -> str:
    return (video.findtext(f"{VIDEO}{name}") or "").strip()
