"""Asking a host about one copy that somebody brings: once, within the second that people wait, or later by the worker.

A page asks by itself only here, and only a listed host by its own interface, about an item that its address names:
never an address as somebody typed it (docs/decisions/0018-a-page-may-ask-a-listed-host.md). What is told is kept
without e-mail addresses.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Lock

import msgspec
from django.conf import settings
from django.db import connection, transaction

from allostream.community.bringing_rules import Told
from allostream.community.models import HostAnswer
from allostream.connectors.candidates import Candidate, SourceTrouble
from allostream.connectors.candidates import Told as Reply
from allostream.discovery import actions as discovery
from allostream.discovery.sources import HOSTS, daily
from allostream.discovery.walking import spent_today
from allostream.hosts.identity import Identity, key_hash
from allostream.hosts.models import Host
from allostream.lib import clock
from allostream.links.copies import READERS, OtherCopy, facts_of
from allostream.links.submitting import site_secret
from allostream.net import door
from allostream.net.asking import Ask, Asker
from allostream.net.asking import Reply as NetReply
from allostream.net.errors import NetError
from allostream.rights.origin.facts import Facts

log = logging.getLogger(__name__)

SECONDS, PATIENCE = 0.7, 0.15  # of one question while somebody waits
AT_ONCE = 4  # pages of one process that wait for a host
FRESH = timedelta(days=2)  # for which an answer holds
KEPT = timedelta(days=30)
AGAIN = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
LARGEST, MOST_REPLIES = 256 * 1024, 40  # replies kept in memory, until their link is judged by them
JUST_READ = timedelta(minutes=15)  # long enough to fill in a form; by an older reply no copy is judged
MOST_FILES = 60

# The door, as tests replace it by recordings.
open_door: Callable[[], AbstractContextManager[Asker]] = door.open_door
_places = BoundedSemaphore(AT_ONCE)
_replies: OrderedDict[str, tuple[datetime, Reply]] = OrderedDict()
_lock = Lock()


def can_be_asked(found: Identity, host: Host | None) -> bool:
    """Whether a host has an interface that tells of this copy."""
    return host is not None and host.slug in HOSTS and host.slug in READERS and found.kind == "video"


def known_answer(found: Identity) -> HostAnswer | None:
    """What is known already of a copy. One query."""
    return HostAnswer.objects.filter(content_key=found.content_key).first()


def ask_while_waiting(found: Identity, host: Host) -> HostAnswer | None:
    """What the host tells of a copy, asked within the time that people wait; None where it cannot be asked at all.

    Where it does not answer in time the worker asks again; then the answer has the state ASKED. Never inside a
    transaction. Three to six queries.
    """
    if not can_be_asked(found, host):
        return None
    known = known_answer(found)
    if known and ((known.state == Told.TOLD and known.asked_at > clock.now() - FRESH) or known.state == Told.MUTE):
        return known
    if not (settings.BOT_SITE and settings.BOT_CONTACT):
        return known  # nobody is asked before it is said who asks
    reply = _asked_in_time(found, host)
    return keep(found, host, reply) if reply else wait_for(found, host)


def _asked_in_time(found: Identity, host: Host) -> Reply | None:
    """The reply of the host, None where it took too long, had no room, or is asked too much today."""
    if connection.in_atomic_block and open_door is door.open_door:
        return None
    if spent_today(host.slug) >= daily(host.slug, settings.SOURCE_BUDGETS) or not _places.acquire(blocking=False):
        return None
    try:
        with open_door() as ask:
            return ask_about(found.content_key, found.canonical_url, host.slug, within(ask, SECONDS, PATIENCE))
    except (SourceTrouble, NetError, OSError) as error:
        log.info("community.host_late host=%s error=%s", host.slug, type(error).__name__)
        return None
    finally:
        _places.release()


def ask_about(content_key: str, address: str, slug: str, ask: Asker) -> Reply:
    """What a host tells of one copy; the question counts among those of the day. Raises SourceTrouble."""
    discovery.spend(slug, 1)
    return HOSTS[slug].copy(content_key, address, ask)


def within(ask: Asker, seconds: float, patience: float) -> Asker:
    """A function that asks once, and gives up after so many seconds."""

    def bounded(one: Ask) -> NetReply:
        limits = replace(one.limits, seconds=seconds, connect_seconds=seconds, silence=seconds)
        return ask(msgspec.structs.replace(one, tries=1, patience=patience, limits=limits))

    return bounded


def wait_for(found: Identity, host: Host) -> HostAnswer:
    """Note that a host is to be asked about a copy by the worker, soon. Two queries."""
    now = clock.now()
    with transaction.atomic():
        row, _ = HostAnswer.objects.get_or_create(
            content_key=found.content_key,
            defaults={
                "content_key_hash": key_hash(found.content_key), "host": host, "canonical_url": found.canonical_url,
                "asked_at": now, "try_again_at": now,
            },
        )  # fmt: skip
        if row.state == Told.TOLD and row.try_again_at is None:
            row.try_again_at = now
            row.save(update_fields=["try_again_at"])
    return row


def keep(found: Identity, host: Host, reply: Reply) -> HostAnswer:
    """Write down what a host has told of a copy, without the addresses of people. Two queries."""
    with transaction.atomic():
        row = wait_for(found, host)
        write_answer(row, reply)
    return row


def write_answer(row: HostAnswer, reply: Reply) -> None:
    """Let a row say what its host has told; a reply that is about another copy tells nothing."""
    now = clock.now()
    candidate = Candidate(item=row.content_key, address=row.canonical_url)
    try:
        facts = facts_of(row.host, row.content_key, reply.reply, site_secret())
    except OtherCopy:
        row.state = Told.MUTE
    else:
        whole = HOSTS[row.host.slug].completed(candidate, reply)
        row.state, row.told = Told.TOLD, msgspec.to_builtins(msgspec.structs.replace(whole, text_files=()))
        row.facts, row.uploader = msgspec.to_builtins(_shortened(facts)), facts.uploader.name[:200]
        _remember(row.content_key, reply)
    row.sha256, row.told_at, row.asked_at, row.try_again_at = reply.sha256, now, now, None
    row.save()


def _shortened(facts: Facts) -> Facts:
    """The facts with no more files than tell what they are: an item may have thousands."""
    if facts.files is None or len(facts.files) <= MOST_FILES:
        return facts
    first = sorted(facts.files, key=lambda one: (not one.is_video, not one.is_original))
    return replace(facts, files=tuple(first[:MOST_FILES]))


def _remember(content_key: str, reply: Reply) -> None:
    """Keep a reply in this process for the moment in which its link is judged by it."""
    if len(msgspec.json.encode(reply.reply)) > LARGEST:
        return
    with _lock:
        _replies[content_key] = clock.now(), reply
        _replies.move_to_end(content_key)
        if len(_replies) > MOST_REPLIES:
            _replies.popitem(last=False)


def remembered(content_key: str) -> Reply | None:
    """The reply about a copy, if this process has just read it."""
    with _lock:
        read_at, reply = _replies.get(content_key, (None, None))
    return reply if read_at is not None and read_at > clock.now() - JUST_READ else None


def forget_replies() -> None:
    """Let go of all replies that are kept in this process."""
    with _lock:
        _replies.clear()


def candidate_of(row: HostAnswer | None) -> Candidate | None:
    """What its connector made of the reply, None where the host has told nothing."""
    return msgspec.convert(row.told, Candidate) if row is not None and row.told else None


def facts_in(row: HostAnswer | None) -> Facts | None:
    """What a reader took from the reply, None where the host has told nothing."""
    return msgspec.convert(row.facts, Facts) if row is not None and row.facts else None


def take_due(limit: int) -> list[HostAnswer]:
    """Take answers that are due to be asked for, the longest due first, and move them on, so that no other worker
    takes them meanwhile. Two queries and a write."""
    now = clock.now()
    with transaction.atomic():
        due = HostAnswer.objects.filter(try_again_at__lte=now).order_by("try_again_at")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:limit])
        HostAnswer.objects.filter(pk__in=ids).update(try_again_at=now + timedelta(minutes=5))
        return list(HostAnswer.objects.filter(pk__in=ids).select_related("host").order_by("pk"))


def put_off(row: HostAnswer) -> None:
    """Note that a host gave no answer: it is asked again later, at last no more."""
    row.attempts += 1
    is_over = row.attempts > len(AGAIN)
    row.state = Told.SILENT if is_over else Told.ASKED
    row.try_again_at = None if is_over else clock.now() + AGAIN[row.attempts - 1]
    row.save(update_fields=["attempts", "state", "try_again_at"])


def forget_answers() -> int:
    """Delete what hosts told a month ago and longer; returns how many. One query."""
    return HostAnswer.objects.filter(asked_at__lt=clock.now() - KEPT).delete()[0]
