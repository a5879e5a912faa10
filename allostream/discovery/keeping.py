"""What hosts told, kept beside candidates: replies as provenance, files of subtitles, and how long either may stay.

Some hosts let others keep what their interfaces tell for some time alone (KEPT_FOR). It is asked for again before that
time is over, and where no fresh answer came, everything that they told goes: the candidate is a bare address again.
What we decided by it stays, as does the hash of what was read.
"""

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Q

from allostream.audit import actions as audit
from allostream.audit.rules import Actor, digest_rows
from allostream.catalogue.actions import raise_versions
from allostream.connectors import candidates as told
from allostream.connectors.candidates import Told
from allostream.discovery.judging import Item, written
from allostream.discovery.models import Candidate, FoundText, KeptReply
from allostream.discovery.rules import State
from allostream.lib import clock
from allostream.links.copy_evidence import without_secrets
from allostream.links.models import WatchLink
from allostream.rights.origin.hashes import is_mail

# YouTube API Services, Developer Policies, III.E.4: data that no user authorised may be stored for 30 days, then they
# have to be deleted or refreshed.
KEPT_FOR: Mapping[str, timedelta] = {"youtube": timedelta(days=30)}
ASKED_AGAIN = timedelta(days=5)  # before that time is over
LARGEST = 256 * 1024  # bytes of JSON: a longer reply is kept as its hash alone
AT_ONCE = 200
KEEPER = Actor.system("discovery")


def keep_told(rows: Sequence[Candidate], items: Sequence[Item], now: datetime) -> None:
    """Keep what hosts told of candidates just judged, in the caller's transaction: `rows` and `items` belong together.

    Replies only of what may come to be shown: of what was refused its reason is kept, and nothing else.
    """
    replies = []
    for row, item in zip(rows, items, strict=True):
        if item.found.told is not None and row.state in {State.LIVE, State.REVIEW}:
            replies.append(_packed(row, item.found.told, now))
    KeptReply.objects.bulk_create(
        replies, update_conflicts=True, unique_fields=["candidate"], batch_size=100,
        update_fields=["address", "sha256", "told_at", "size", "packed"],
    )  # fmt: skip
    _keep_texts([item for item in items if item.link and (item.found.told or item.candidate.text_files)], now)


def _packed(row: Candidate, found: Told, now: datetime) -> KeptReply:
    whole = msgspec.json.encode(without_mail(found.reply))
    packed = zlib.compress(whole, 9) if len(whole) <= LARGEST else b""
    return KeptReply(
        candidate=row, address=without_secrets(found.address)[:1000], sha256=found.sha256, told_at=now,
        size=len(whole), packed=packed,
    )  # fmt: skip


def without_mail(value: Any) -> Any:
    """A reply without the addresses by which some hosts name uploaders."""
    if isinstance(value, str):
        return "" if is_mail(value) else value
    if isinstance(value, list):
        return [without_mail(one) for one in value]
    return {name: without_mail(one) for name, one in value.items()} if isinstance(value, dict) else value


def unpacked(kept: KeptReply) -> Any:
    """The reply as it is kept; None where it was too long."""
    return msgspec.json.decode(zlib.decompress(bytes(kept.packed))) if kept.packed else None


def _keep_texts(items: Sequence[Item], now: datetime) -> None:
    """Let each link have the files of subtitles that its host lists now. One query, more where something changes."""
    links = {item.link.pk: item for item in items if item.link}
    before: dict[int, dict[str, FoundText]] = defaultdict(dict)
    for row in FoundText.objects.filter(link__in=links):
        before[row.link_id][row.address] = row
    new, gone, titles = [], [], set()
    for pk, item in links.items():
        wanted = {text.address: text for text in item.candidate.text_files if len(text.address) <= 1000}
        own = before[pk]
        fresh = [_row(pk, text, now) for address, text in wanted.items() if not _is_as(own.get(address), text)]
        gone += [row.pk for address, row in own.items() if not _is_as(row, wanted.get(address))]
        new += fresh
        if (fresh or len(own) > len(wanted)) and item.link:
            titles.add(item.link.title_id)
    if titles:
        FoundText.objects.filter(pk__in=gone).delete()
        FoundText.objects.bulk_create(new, batch_size=500)
        raise_versions(titles, lists=False)


def _is_as(row: FoundText | None, text: told.TextFile | None) -> bool:
    if row is None or text is None:
        return False
    said = (text.language[:12], text.kind, text.format, text.by_machine, text.basis, text.statement[:500])
    return (row.language, row.kind, row.format, row.by_machine, row.basis, row.statement) == said


def _row(link_id: int, text: told.TextFile, now: datetime) -> FoundText:
    return FoundText(
        link_id=link_id, address=text.address, language=text.language[:12], kind=text.kind, format=text.format,
        by_machine=text.by_machine, basis=text.basis, statement=text.statement[:500], seen_at=now,
    )  # fmt: skip


def to_refresh(limit: int) -> list[Candidate]:
    """Candidates whose hosts have to be asked again before what they told may not be kept any longer. One query."""
    rows = Candidate.objects.filter(_told_before(ASKED_AGAIN)).exclude(state__in=[State.REFUSED, State.GONE])
    return list(rows.select_related("source").order_by("told_at")[:limit])


def forget() -> int:
    """Delete what hosts told longer ago than they allow it to be kept; returns of how many candidates.

    One query where there is nothing. Which work it is stays known by its identifiers; names come from the host.
    """
    with transaction.atomic():
        due = Candidate.objects.select_for_update(no_key=True, of=("self",)).filter(_told_before(timedelta()))
        rows = list(due.order_by("told_at")[:AT_ONCE])
        if not rows:
            return 0
        for row in rows:
            row.told, row.told_at, row.digest, row.detail = written(_bare(row)), None, "", ""
        Candidate.objects.bulk_update(rows, ["told", "told_at", "digest", "detail"], batch_size=AT_ONCE)
        KeptReply.objects.filter(candidate__in=rows).delete()
        links = WatchLink.objects.filter(pk__in=[row.link_id for row in rows if row.link_id])
        titles = set(links.values_list("title_id", flat=True))
        FoundText.objects.filter(link__in=links).delete()
        links.update(uploader="", uploader_told="", uploaded_at=None, collection="")
        if titles:
            raise_versions(titles, lists=False)
        audit.record_batch(
            "discovery.forget", by=KEEPER, subject_kind="candidate", count=len(rows),
            summary={"hosts": sorted({row.host_slug for row in rows})},
            digest=digest_rows({"item": row.item} for row in rows),
        )  # fmt: skip
    return len(rows)


def _told_before(margin: timedelta) -> Q:
    """What was told so long ago that it must go, or with a margin, is to be asked for again."""
    now = clock.now()
    found = Q(pk__in=())
    for host, days in KEPT_FOR.items():
        found |= Q(host_slug=host, told_at__lte=now - days + margin)
    return found


def _bare(row: Candidate) -> told.Candidate:
    """A candidate without what only its host told of it."""
    one = msgspec.convert(row.told, told.Candidate)
    known = told.Work(kind=one.work.kind, identifiers=one.work.identifiers)
    return told.Candidate(
        item=one.item, address=one.address, part=one.part, work=known, offer=one.offer, basis=one.basis, form=one.form,
        terms=one.terms, countries_allowed=one.countries_allowed, countries_excluded=one.countries_excluded,
        opens=one.opens, closes=one.closes, zone=one.zone, found_in=one.found_in,
    )  # fmt: skip
