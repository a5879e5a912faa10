"""Files of Wikimedia Commons: replies of the API with `prop=imageinfo|templates|categories`, in either format version.

https://www.mediawiki.org/wiki/API:Imageinfo and https://commons.wikimedia.org/wiki/Commons:Licensing.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from allostream.rights.origin.facts import Claim, Facts, Noted, Presence, Trait, Uploader
from allostream.rights.origin.hashes import keyed
from allostream.rights.origin.tolerant import mapping, mappings, moment, seconds, text, within

HOST = "commons.wikimedia.org"
CLAIMS = ("LicenseShortName", "License", "LicenseUrl", "UsageTerms", "Copyrighted", "Permission")
TAG = re.compile(r"<[^>]*>")
# By the beginning of a template's or category's name, in lower case.
TEMPLATES = (
    (Trait.DELETION_REQUEST, ("delete", "deletion", "speedy", "copyvio", "no permission", "no source", "no license")),
    (Trait.LICENCE_REVIEWED, ("licensereview", "license review", "flickrreview", "youtubereview", "vimeoreview",
                              "youtube cc-by", "vimeo review")),
    (Trait.PERMISSION_TICKET, ("permissionticket", "permission ticket", "otrs", "vrt")),
    (Trait.COMMUNITY_CHECKED, ("pd-", "cc-zero", "cc-pd-mark")),
    (Trait.OWN_WORK_CLAIM, ("own", "self")),
)  # fmt: skip
CATEGORIES = ((Trait.DELETION_REQUEST, ("deletion requests", "candidates for speedy deletion", "copyright violations",
                                        "media without a source", "media missing permission")),)  # fmt: skip
OWN_WORK = ("own work", "eigenes werk", "travail personnel", "trabajo propio", "opera propria", "int-own-work")


def read(reply: Any, item: str, secret: bytes) -> Facts:
    """The facts of a file page; `item` is the name that was asked for."""
    page = next(mappings(within(reply, "query", "pages")), {})
    if not page or page.get("missing", False) is not False:
        return Facts(HOST, item, Presence.GONE)
    image = mapping(page.get("imageinfo"))
    extra = mapping(image.get("extmetadata"))
    user = text(image.get("user"))
    return Facts(
        host=HOST, item=text(page.get("title")) or item, title=_plain(extra, "ObjectName") or text(page.get("title")),
        uploader=Uploader(user, user, keyed(secret, "account", f"{HOST}/{user}") if user else ""),
        maker=_plain(extra, "Artist"), source=_plain(extra, "Credit"), medium=text(image.get("mediatype")).lower(),
        claims=tuple(Claim(name, value) for name in CLAIMS if (value := _plain(extra, name))),
        published=moment(image.get("timestamp")), seconds=seconds(image.get("duration")), may_embed=True,
        noted=tuple(_noted(page, extra)),
    )  # fmt: skip


def _plain(extra: Mapping[str, Any], name: str) -> str:
    """A field of extmetadata without its markup."""
    return " ".join(unescape(TAG.sub(" ", text(within(extra, name, "value")))).split())


def _noted(page: Mapping[str, Any], extra: Mapping[str, Any]) -> Iterator[Noted]:
    yield from _by_name(page.get("templates"), TEMPLATES, "templates")
    yield from _by_name(page.get("categories"), CATEGORIES, "categories")
    listed = _plain(extra, "Categories").split("|")
    yield from _by_name([{"title": name} for name in listed], CATEGORIES, "extmetadata.Categories")
    credit = text(within(extra, "Credit", "value"))
    if any(words in credit.lower() for words in OWN_WORK):
        yield Noted(Trait.OWN_WORK_CLAIM, "extmetadata.Credit", _plain(extra, "Credit"))


def _by_name(rows: Any, known: tuple[tuple[Trait, tuple[str, ...]], ...], field: str) -> Iterator[Noted]:
    for row in mappings(rows):
        title = text(row.get("title"))
        name = title.partition(":")[2] or title
        for trait, beginnings in known:
            if _begins(name.lower().replace("_", " "), beginnings):
                yield Noted(trait, field, name)


def _begins(name: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a name is one of these words or begins with one: “Own” is meant, “Owner” is not."""
    return any(
        name == word or (name.startswith(word) and (word.endswith("-") or not name[len(word)].isalpha()))
        for word in beginnings
    )
