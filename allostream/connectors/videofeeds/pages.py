"""Videos that a page describes in JSON-LD (https://schema.org/VideoObject)."""

from collections.abc import Iterator
from typing import Any

from allostream.connectors.schema_org.reading import Thing, listed, text, things_in, types_of
from allostream.connectors.schema_org.records import seconds
from allostream.connectors.videofeeds.videos import Video, countries, moment

YES, NO = ("true", "yes"), ("false", "no")


def videos_in(html: str, address: str) -> Iterator[Video]:
    """The video of a page, where it describes just one. Raises ValueError for a page without JSON-LD."""
    found = [thing for thing in things_in(html) if "VideoObject" in types_of(thing)]
    if len(found) == 1:
        yield _video(found[0], address)


def _video(thing: Thing, address: str) -> Video:
    needs = thing.get("requiresSubscription")
    is_paid = word_of(needs) in YES or isinstance(needs, dict) or word_of(thing.get("isAccessibleForFree")) in NO
    allowed, denied = _countries(thing.get("regionsAllowed")), _countries(thing.get("ineligibleRegion"))
    if denied == ():  # some are kept out, and nobody can tell who
        allowed = ()
    return Video(
        address, " ".join(text(thing.get("name")).split()), seconds=seconds(thing.get("duration")), allowed=allowed,
        denied=denied, closes=moment(text(thing.get("expires"))), needs_subscription=is_paid,
        licence=text(thing.get("license")),
    )  # fmt: skip


def word_of(value: Any) -> str:
    """The word that a value is, in small letters and without its vocabulary: `true`, “True”, https://schema.org/True."""
    return str(value).rpartition("/")[2].lower() if isinstance(value, (bool, str)) else ""


def _countries(value: Any) -> tuple[str, ...] | None:
    """The countries of a value; None where it tells none. Parts of countries and other words are no countries."""
    if not listed(value):
        return None
    words = (text(one).replace(",", " ") for one in listed(value))
    return tuple(dict.fromkeys(code for one in words for code in countries(one)))
