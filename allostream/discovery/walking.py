"""Walks: one step is a page of a source, asked for without the database, and written together with its cursor.

    claim a due walk ─► ask for its next page ─► judge what was found, move the cursor on: one transaction
    claim due candidates ─► ask their hosts ─► judge them: one transaction a source

Whatever is killed in between is done again from the last cursor, and a candidate that was seen before is only noted.
"""

import hashlib
import logging
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue.intake.rows import portions
from allostream.catalogue.models import Source, Title
from allostream.connectors.candidates import Found, Page, SourceTrouble, Told, Wish, Work
from allostream.discovery import actions, keeping, listings
from allostream.discovery.models import Candidate, Spent, Walk
from allostream.discovery.rules import MISSED_TWICE, Reason, State, has_lost_too_much
from allostream.discovery.sources import HOSTS, SOURCES, daily
from allostream.discovery.works import wish_for
from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.links.actions import end_link
from allostream.links.intake import take_in_source
from allostream.net.asking import Asker

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
PORTION = 200  # candidates of one transaction
ASKED_AT_ONCE = 20  # candidates of one step: at one request a second, well within the lease
AFTER_TROUBLE = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
MOST_TROUBLE = 12  # a walk that failed so often in a row rests until somebody looks


class NoSuchSource(Problem):
    """A word that is the name of no source of links, or a wish that it does not answer."""

    code = "no-such-source"
    status = 422
    sentence = gettext_noop("“%(source)s” is no source that can be asked for “%(kind)s”: choose from %(known)s.")


def plan(
    source: str, wish: Wish, *, every: timedelta | None = None, title: Title | None = None, by: Actor, why: str = ""
) -> Walk:
    """Have a source walked through, now and then again after each pause; the same wish is one walk.

    Raises NoSuchSource.
    """
    connector = SOURCES.get(source)
    if connector is None or wish.kind not in connector.WISHES:
        known = ", ".join(slug for slug, one in SOURCES.items() if wish.kind in one.WISHES)
        raise NoSuchSource(source=source, kind=wish.kind, known=known)
    hours = round(every.total_seconds() / 3600) if every else 0
    with transaction.atomic():
        what = title.public_id if title else wish.what
        walk, is_new = Walk.objects.get_or_create(source_slug=source, kind=wish.kind, what=what)
        walk.title, walk.every_hours, walk.due_at = title, hours, clock.now()
        walk.attempts, walk.last_error = 0, ""
        walk.save()
        audit.record(
            "discovery.plan", by=by, subject_kind="walk", subject_id=walk.public_id, why=why,
            after={"source": source, "kind": wish.kind, "what": what, "every_hours": hours, "is_new": is_new},
        )  # fmt: skip
    return walk


def is_anything_due() -> bool:
    """Whether a walk, a candidate, a fresh word of a host or a listing is due. Eight queries at most."""
    now = clock.now()
    walks = Walk.objects.filter(due_at__lte=now, is_held=False)
    due = walks.exists() or Candidate.objects.filter(try_again_at__lte=now).exists()
    return due or bool(keeping.to_refresh(1)) or listings.is_anything_due()


def claim(worker: str) -> Walk | None:
    """Take the walk that is due longest and move it on, so that nobody else takes its step. Two queries at most."""
    now = clock.now()
    due = Walk.objects.filter(due_at__lte=now, is_held=False)
    if not due.exists():  # an idle worker takes no lock
        return None
    with transaction.atomic():
        rows = due.order_by("due_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        walk = rows.first()
        if walk is None:
            return None
        taken = due.filter(pk=walk.pk, due_at=walk.due_at).update(due_at=now + LEASE, claimed_by=worker[:100])
        walk.due_at, walk.claimed_by = now + LEASE, worker[:100]
    return walk if taken else None


def step(walk: Walk, ask: Asker) -> Counter[tuple[str, str]]:
    """Take the next page of a claimed walk and write what comes of it. Trouble is noted and puts the walk off.

    Returns how many candidates came to which state and reason.
    """
    connector = SOURCES.get(walk.source_slug)
    if connector is None:
        _rest(walk, f"There is no source “{walk.source_slug}”.", None)
        return Counter()
    if spent_today(walk.source_slug) >= daily(walk.source_slug, settings.SOURCE_BUDGETS):
        Walk.objects.filter(pk=walk.pk).update(due_at=_tomorrow(), claimed_by="")
        return Counter()
    try:
        page = connector.page(_wish_of(walk), walk.cursor, ask)
    except SourceTrouble as trouble:
        actions.spend(walk.source_slug, 1)
        _note_trouble(walk, trouble)
        return Counter()
    actions.spend(walk.source_slug, page.requests)
    source, _ = take_in_source(connector.SOURCE, by=actions.FINDER)
    return write(walk, source, page)


def write(walk: Walk, source: Source, page: Page) -> Counter[tuple[str, str]]:
    """Write a page and move the cursor on, in one transaction; nothing where another worker did this step already."""
    mark = hashlib.blake2b(page.cursor.encode(), digest_size=6).hexdigest()
    began = clock.now()
    *first, last = list(portions(page.found, PORTION)) or [[]]
    total: Counter[tuple[str, str]] = Counter()
    for portion in first:  # seen again after a kill, they are only noted: a transaction of its own holds up nobody
        total += actions.take_in_found(source, portion, walk=walk)
    with transaction.atomic():
        now = Walk.objects.select_for_update(no_key=True).get(pk=walk.pk)
        if (now.cursor, now.round, now.claimed_by) != (walk.cursor, walk.round, walk.claimed_by):
            return Counter()
        total += actions.take_in_found(source, last, walk=now)
        if page.is_unchanged:
            actions.note_unchanged(now)
        now.modified = page.modified or now.modified
        now.started_at = now.started_at or began
        now.steps, now.seen = now.steps + 1, now.seen + len(page.found)
        now.total, now.attempts, now.last_error, now.claimed_by = page.total, 0, "", ""
        # A source that gives a cursor twice goes round in circles.
        if page.cursor and mark not in now.passed:
            now.cursor, now.passed, now.due_at = page.cursor, [*now.passed, mark], clock.now()
        else:
            _end(now, source, is_whole=page.is_whole and not page.cursor and not page.is_unchanged)
        now.save()
    return total


def _end(walk: Walk, source: Source, *, is_whole: bool) -> None:
    """End one walk: what it missed is counted, and the next begins after its pause. The caller saves."""
    if is_whole:
        _look_for_missing(walk, source)
        walk.found_last, walk.ended_at = walk.seen, clock.now()
    walk.cursor, walk.passed, walk.round, walk.steps, walk.seen = "", [], walk.round + 1, 0, 0
    walk.started_at = None
    walk.due_at = clock.now() + timedelta(hours=walk.every_hours) if walk.every_hours else None


def _met(walk: Walk) -> QuerySet[Candidate]:
    """What a walk has met that stands or may come to stand."""
    return Candidate.objects.filter(walk=walk).exclude(state__in=[State.GONE, State.REFUSED])


def _look_for_missing(walk: Walk, source: Source) -> None:
    """Count what a whole walk has missed. Missed twice in a row is gone; too much at once is held for an operator."""
    since = walk.started_at or clock.now()
    missing = _met(walk).filter(last_seen_at__lt=since)
    number, before = missing.count(), _met(walk).count()
    if has_lost_too_much(before, number):
        walk.is_held, walk.lost_before = True, since
        walk.last_error = f"{number} of {before} items are missing at once: nothing was taken away."
        audit.record(
            "discovery.hold", by=actions.FINDER, subject_kind="walk", subject_id=walk.public_id,
            after={"source": source.slug, "before": before, "missing": number},
        )  # fmt: skip
        return
    for row in missing.select_related("link"):
        row.missed += 1
        if row.missed >= MISSED_TWICE:
            _is_gone(row)
        row.save(update_fields=["missed", "state", "reason", "detail", "changed_at", "try_again_at"])


def _is_gone(row: Candidate) -> None:
    """What its source has no more: the link that it gave ends, and would be there again with it. The caller saves."""
    link, now = row.link, clock.now()
    is_over = link is not None and link.closes_at is not None and link.closes_at <= now
    if link and link.source_id == row.source_id and link.removed_at is None and not is_over:
        end_link(link.public_id, by=actions.FINDER, why="its source has it no more")
    row.state, row.reason, row.detail = State.GONE.value, Reason.GONE_AT_SOURCE.value, ""
    row.changed_at, row.try_again_at = now, None


def release(public_id: str, *, accept: bool, by: Actor, why: str) -> Walk:
    """An operator's word on a walk that is held: `accept` that so much is gone, or have it walked again.

    Raises NotFound for a walk that is not held.
    """
    with transaction.atomic():
        walk = Walk.objects.select_for_update(no_key=True).filter(public_id=public_id, is_held=True).first()
        if walk is None:
            raise NotFound
        if accept:
            for row in _met(walk).filter(last_seen_at__lt=walk.lost_before).select_related("link"):
                _is_gone(row)
                row.save(update_fields=["state", "reason", "detail", "changed_at", "try_again_at"])
        walk.is_held, walk.lost_before, walk.last_error, walk.due_at = False, None, "", clock.now()
        walk.save(update_fields=["is_held", "lost_before", "last_error", "due_at"])
        audit.record(
            "discovery.release", by=by, subject_kind="walk", subject_id=public_id, why=why, after={"accept": accept}
        )
    return walk


def _wish_of(walk: Walk) -> Wish:
    work = wish_for(walk.title_id) if walk.title_id else Work()
    what = "" if walk.title_id else walk.what
    return replace(Wish(kind=walk.kind, what=what, modified=walk.modified), work=work)  # type: ignore[arg-type]  # as planned


def _note_trouble(walk: Walk, trouble: SourceTrouble) -> None:
    pause = max(AFTER_TROUBLE[min(walk.attempts, len(AFTER_TROUBLE) - 1)], timedelta(seconds=trouble.seconds))
    rests = trouble.permanent or walk.attempts + 1 >= MOST_TROUBLE
    _rest(walk, str(trouble), None if rests else clock.now() + pause)


def _rest(walk: Walk, why: str, until: datetime | None) -> None:
    log.warning("discovery.trouble source=%s walk=%s", walk.source_slug, walk.public_id)
    Walk.objects.filter(pk=walk.pk).update(
        attempts=walk.attempts + 1, last_error=why[:300], due_at=until, claimed_by=""
    )


def spent_today(slug: str) -> int:
    """How many requests a source has cost today (UTC). One query."""
    rows = Spent.objects.filter(source_slug=slug, day=clock.now().date())
    return rows.values_list("requests", flat=True).first() or 0


def _tomorrow() -> datetime:
    """Some time in the first hour of the next day of UTC, so that not all begin at once."""
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1, seconds=random.randrange(3600))  # noqa: S311 - no secret


def ask_hosts(ask: Asker, *, limit: int = ASKED_AT_ONCE, source: str = "") -> int:
    """Take candidates that are due, ask the hosts of those that wait for a reply, and judge all; returns how many.

    A host whose day is spent, or that nobody here can ask, leaves them waiting.
    """
    rows = actions.take(limit, source=source)
    answers: dict[int, Told] = {}
    silent: list[int] = []
    later: list[Candidate] = []
    for row in rows:
        if row.reason not in {Reason.AWAITS_REPLY, Reason.HOST_SILENT}:
            continue
        host = HOSTS.get(row.host_slug)
        if host is None or spent_today(row.host_slug) >= daily(row.host_slug, settings.SOURCE_BUDGETS):
            later.append(row)
            continue
        try:
            told = host.copy(row.content_key, actions.candidate_of(row).address, ask)
        except SourceTrouble:
            silent.append(row.pk)
        else:
            answers[row.pk] = told
        actions.spend(row.host_slug, answers[row.pk].requests if row.pk in answers else 1)
    actions.put_off(later, _tomorrow())
    put_off = {row.pk for row in later}
    judged = [row for row in rows if row.pk not in put_off]
    actions.judge_again(judged, completed(judged, answers), silent)
    return len(rows)


def refresh(ask: Asker, *, limit: int = ASKED_AT_ONCE) -> int:
    """Ask hosts again about what they told and let nobody keep for long; returns of how many fresh word came.

    Who gives no word is asked again at the next step, until the time is over.
    """
    answers: dict[int, Told] = {}
    rows = keeping.to_refresh(limit)
    for row in rows:
        host = HOSTS.get(row.host_slug)
        if host is None or spent_today(row.host_slug) >= daily(row.host_slug, settings.SOURCE_BUDGETS):
            continue
        try:
            answers[row.pk] = host.copy(row.content_key, actions.candidate_of(row).address, ask)
        except SourceTrouble:
            actions.spend(row.host_slug, 1)
            break
        actions.spend(row.host_slug, answers[row.pk].requests)
    told = [row for row in rows if row.pk in answers]
    actions.judge_again(told, completed(told, answers))
    return len(told)


def completed(rows: Sequence[Candidate], answers: Mapping[int, Told]) -> dict[int, Found]:
    """Candidates with what their hosts told, by row id."""
    found = {}
    for row in rows:
        if told := answers.get(row.pk):
            candidate = actions.candidate_of(row)
            found[row.pk] = Found(HOSTS[row.host_slug].completed(candidate, told), told)
    return found
