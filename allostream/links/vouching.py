"""Vouching for a list of copies: who took it in says in their own words that they have looked at them.

A word counts for copies without any warning sign alone, never against a judgement or a reviewer, and is public.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress

from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor, digest_rows
from allostream.catalogue.intake import rows
from allostream.catalogue.models import Source
from allostream.hosts.identity import NotAnAddress, identify, key_hash
from allostream.hosts.models import Standing
from allostream.hosts.queries import address_table
from allostream.lib import clock, exchange
from allostream.lib.problems import Problem, gettext_noop
from allostream.links.actions import changed
from allostream.links.models import Vouching, WatchLink
from allostream.links.rules import Basis, Ground, Origin

SHORTEST, LONGEST = 10, 500


class EmptyWord(Problem):
    """A word that does not say enough to be held to."""

    code = "empty-word"
    status = 422
    sentence = gettext_noop("Say who looked at what, and when, in %(least)s to %(most)s characters.")


def vouch(source: Source, words: str, *, by: Actor, why: str = "") -> Vouching:
    """Give one's word for copies of a source; the same words are one word. Raises EmptyWord."""
    said = " ".join(words.split())
    if not SHORTEST <= len(said) <= LONGEST:
        raise EmptyWord(least=str(SHORTEST), most=str(LONGEST))
    with transaction.atomic():
        given, is_new = Vouching.objects.get_or_create(
            source=source, words=said, defaults={"made_by": f"{by.kind}:{by.id}"[:100], "made_at": clock.now()}
        )
        if is_new:
            audit.record(
                "source.vouch", by=by, subject_kind="source", subject_id=source.slug, after={"words": said}, why=why
            )
    return given


def clear_vouched(given: Vouching, records: Collection[exchange.Link], *, by: Actor, why: str = "") -> int:
    """Clear the copies of these records that nobody has looked at; links show in the same moment. Returns how many.

    Left alone are copies that the records, a judgement or another source give a warning sign, those that a person has
    judged, those that only another source lists, and those in a channel that is refused. Doing it twice does no harm.
    """
    with transaction.atomic():
        found = _waiting(given.source, _keys(records))
        if not found:
            return 0
        now = clock.now()
        waits = WatchLink.objects.filter(origin=Origin.UNCHECKED, origin_flags=[])
        for portion in rows.portions([link.pk for link in found]):
            waits.filter(pk__in=portion).update(
                origin=Origin.CLEARED, origin_ground=Ground.IMPORTER, origin_on=now, vouching=given, changed_at=now
            )
        changed({link.title_id for link in found})
        audit.record_batch(
            "link.vouch", by=by, subject_kind="source", count=len(found), why=why,
            digest=digest_rows({"link": link.public_id} for link in found),
            summary={"source": given.source.slug, "words": given.words},
        )  # fmt: skip
    return len(found)


def _keys(records: Iterable[exchange.Link]) -> set[str]:
    """The copies without a warning sign: what is flagged in one place is flagged everywhere."""
    table = address_table()
    told: dict[bool, set[str]] = {True: set(), False: set()}
    for record in records:
        with suppress(NotAnAddress):  # such a record was refused, with the reason
            told[bool(record.origin_flags)].add(identify(record.url, table).content_key)
    return told[False] - told[True]


def _waiting(source: Source, keys: Collection[str]) -> list[WatchLink]:
    """The links of a source to these copies that wait, but for copies of which any link has a sign or was refused."""
    links: list[WatchLink] = []
    for portion in rows.portions({key_hash(key) for key in keys}):
        alike = WatchLink.objects.filter(content_key_hash__in=portion, removed_at__isnull=True)
        links += alike.select_related("host", "channel").order_by("pk")
    doubted = {link.content_key for link in links if link.origin_flags or link.origin == Origin.REFUSED}
    sound = set(keys) - doubted
    return [link for link in links if link.content_key in sound and _may_clear(link, source)]


def _may_clear(link: WatchLink, source: Source) -> bool:
    is_refused = link.channel is not None and link.channel.stands == Standing.REFUSED
    waits = link.origin == Origin.UNCHECKED and link.basis == Basis.WORK and link.host.item_level
    return waits and link.source_id == source.pk and not is_refused
