"""The records of another site, as this one may take them: open data alone, under names that are not ours."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from allostream.connectors.rows import Row
from allostream.lib import exchange
from allostream.lib.exchange import BadLine
from allostream.lib.licences import read_uri

# What another site judges, decides or links to is its own affair: this site judges for itself.
NOT_TAKEN = (exchange.Rights, exchange.Fact, exchange.Link, exchange.Channel)
LONGEST_SLUG, LONGEST_NAME, LONGEST_CREDIT = 40, 120, 300
ITEM = re.compile(r"[^a-z0-9]+")


def records(offered: Iterable[tuple[str, exchange.AnyRecord | BadLine]], site: str) -> Iterator[Row]:
    """The records of a site's file, as its sources' ones by way of this site: `site` is its name in the web.

    A source of the file becomes one of its own (“omdb” of films.example becomes films-example-omdb), so that another
    site can never speak for a source that this one has taken in itself. Of a source whose data may not be handed on,
    nothing is taken; one row says so.
    """
    slug, skipped, place = "", Counter[str](), site
    for place, record in offered:
        if isinstance(record, exchange.Source):
            slug = slug_of(site, record.slug) if is_open(record) else ""
            made = renamed(record, slug, site) if slug else BadLine(record.slug, _why_not(record))
            yield Row(place, made)
        elif isinstance(record, BadLine):
            yield Row(place, record)
        elif not slug:
            continue
        elif isinstance(record, NOT_TAKEN):
            skipped[type(record).__name__.lower()] += 1
        else:
            yield Row(place, _own(record, slug, site))
    for kind, number in sorted(skipped.items()):
        what = f"{number:,} {kind} records are left out: this site judges for itself, so enter or import them apart"
        yield Row(place, BadLine(kind, what))


def is_open(source: exchange.Source) -> bool:
    """Whether everybody may hand on the data of a source, for money too and changed."""
    for said in (source.licence_url, source.licence):
        licence = read_uri(said).licence if said else None
        if licence is not None:
            return licence.is_open and not licence.noncommercial and not licence.no_derivatives
    return False


def _why_not(source: exchange.Source) -> str:
    return (
        f"licence: “{source.licence}” does not let everybody hand the data on, so nothing of this source is taken: "
        "ask the source itself"
    )


def slug_of(site: str, slug: str) -> str:
    """The slug of a site's source here."""
    return ITEM.sub("-", f"{site} {slug}".lower()).strip("-")[:LONGEST_SLUG].strip("-")


def renamed(source: exchange.Source, slug: str, site: str) -> exchange.Source:
    """The record of a site's source: licence and credit stay, and the way is told."""
    return replace(
        source,
        slug=slug,
        name=f"{source.name} ({site})"[:LONGEST_NAME],
        credit=f"{source.credit} — by way of {site}"[:LONGEST_CREDIT],
    )


def _own(record: exchange.AnyRecord, slug: str, site: str) -> exchange.AnyRecord:
    """A record under the keys of its source here. What it refers to may be of another source of the same site."""
    match record:
        case exchange.Person():
            return replace(record, key=_key(record.key, slug))
        case exchange.Title():
            return replace(record, key=_key(record.key, slug), credits=_credits(record.credits, site))
        case exchange.Season():
            return replace(record, key=_key(record.key, slug), series=_there(record.series, site))
        case exchange.Episode():
            credits = _credits(record.credits, site)
            return replace(record, key=_key(record.key, slug), season=_there(record.season, site), credits=credits)
        case exchange.Edition():
            return replace(record, key=_key(record.key, slug), on=_there(record.on, site))
    return record


def _key(key: str, slug: str) -> str:
    return f"{slug}:{key.partition(':')[2]}"


def _there(key: str, site: str) -> str:
    return _key(key, slug_of(site, key.partition(":")[0]))


def _credits(credits: tuple[exchange.Credit, ...], site: str) -> tuple[exchange.Credit, ...]:
    return tuple(replace(one, person=_there(one.person, site)) if one.person else one for one in credits)
