"""Several links brought at once: each is one submission, and the whole has one audit entry and one page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db import transaction

from allostream.accounts.models import User
from allostream.audit import actions as audit
from allostream.audit.rules import Actor, digest_rows
from allostream.catalogue.models import Title
from allostream.community import asking
from allostream.community.asking import can_be_asked
from allostream.community.bringing import (
    LONGEST_NOTE,
    Brought,
    Twice,
    Where,
    made,
    weigh_again,
)
from allostream.community.bringing_rules import WAITING, Kind, Recognised, State
from allostream.community.guess_rules import Field, Text
from allostream.community.guessing import About, Guess, guesses
from allostream.community.looking import about
from allostream.community.models import Bundle, HostAnswer, Submission
from allostream.community.permitting import check_room, may_go_live, one_at_a_time
from allostream.community.placing import place_in
from allostream.community.recognising import Seen, read, recognise, recognised, waits_of
from allostream.community.table_rules import Line, Table
from allostream.discovery.rules import Reason
from allostream.hosts.identity import Identity
from allostream.hosts.queries import address_table
from allostream.lib import clock, languages
from allostream.lib.names import folded
from allostream.lib.problems import NotAnAddress, Problem, gettext_noop
from allostream.links.actions import Place
from allostream.links.submitting import Declared, declared_columns
from allostream.outbox import actions as outbox

WEIGH = "submissions.weigh-bundle"
PORTION = 20
MOST_TAGS = 10  # of one cell


class NotAList(Problem):
    """An address of one video, given as that of a list."""

    code = "not-a-list"
    status = 422
    sentence = gettext_noop("This address leads to no playlist, channel or collection: bring it by itself.")


@dataclass(frozen=True)
class Entry:
    """A line that can be read, with what its address is here and which work it is taken for."""

    line: Line
    found: Identity
    seen: Seen
    guessed: Guess


def bring_many(table: Table, declared: Declared, where: Where, *, by: User, kind: Kind, name: str = "") -> Bundle:
    """Take the links of a list: each is weighed by the worker as if it had been brought by itself.

    What is wrong with which line is kept with the bundle. Thirty queries and some for each twenty links. Raises
    Undeclared, and TooManyWait or TooManyToday of allostream.community.permitting.
    """
    actor = Actor.person(by.public_id)
    answers = declared_columns(actor, declared)
    entries, faults = _entries(table)
    mine = Submission.objects.filter(person=by, state__in=sorted(WAITING))
    with transaction.atomic():
        one_at_a_time(by)
        check_room(by, len(entries))
        bundle = Bundle.objects.create(
            person=by, site=where.site, kind=kind, name=name[:200], made_at=clock.now(),
            faults=[*({"line": one.line, "fault": one.fault, "given": one.given} for one in table.troubles), *faults],
        )  # fmt: skip
        known = set(mine.values_list("content_key", flat=True))
        rows = []
        for entry in entries:
            if entry.found.content_key in known:
                bundle.faults.append(_fault(entry.line, "yours-already", entry.line.address))
                continue
            row = _row(entry, where, by, bundle, answers, bundle.faults)
            known.add(entry.found.content_key)
            rows.append(row)
        Submission.objects.bulk_create(rows)
        bundle.save(update_fields=["faults"])
        _ask_for(entries)
        audit.record_batch(
            "submission.bring-many", by=actor, subject_kind="submission", count=len(rows),
            digest=digest_rows({"submission": row.public_id, "key": row.content_key} for row in rows),
            summary={"bundle": bundle.public_id, "kind": kind, "faults": len(bundle.faults)},
        )  # fmt: skip
        outbox.post(WEIGH, {"bundle": bundle.public_id}, unique_key=bundle.public_id)
    return bundle


def _entries(table: Table) -> tuple[list[Entry], list[dict[str, object]]]:
    """The lines that can be read with all that is known of them, and what is wrong with the others."""
    rules, faults = address_table(), []
    found: list[tuple[Line, Identity]] = []
    for line in table.lines:
        try:
            found.append((line, read(line.address, rules)))
        except NotAnAddress:
            faults.append(_fault(line, "no-address", line.address))
    seen = recognised([identity for _, identity in found])
    told = guesses([_about(line, identity) for line, identity in found])
    return [Entry(*one, what, guessed) for one, what, guessed in zip(found, seen, told, strict=True)], faults


def _fault(line: Line, fault: str, given: str) -> dict[str, object]:
    return {"line": line.line, "fault": fault, "given": given[:80]}


def _about(line: Line, found: Identity) -> About:
    """What the list and the address say of a copy; what the list says is the word of whoever made it."""
    known = about(found, None, None)
    given = (Text(line.title, Field.SOURCE),) if line.title else ()
    return replace(known, texts=(*given, *known.texts), year=line.year or known.year)


def _row(
    entry: Entry, where: Where, by: User, bundle: Bundle, answers: dict[str, bool | None], faults: list[Any]
) -> Submission:
    line, best = entry.line, entry.guessed.best
    place = None
    if best is not None:
        place = Place(best.title_id, best.season_id if not best.episode_id else None, best.episode_id)
        if line.season is not None or line.episode is not None:
            place = _numbered(line, place, faults)
    brought = Brought(
        line.address, Declared(), place, _tags(line, line.audio, faults), _tags(line, line.subtitles, faults),
        line.note[:LONGEST_NOTE], guess={"title": best.title_id if best else None, "words": line.title},
    )  # fmt: skip
    row = made(brought, where, by, bundle, entry.seen, answers)
    row.state, row.reason = State.ASKED, Reason.AWAITS_REPLY
    return row


def _numbered(line: Line, place: Place, faults: list[dict[str, object]]) -> Place:
    """The part that the list numbers; the whole title where the catalogue has none such."""
    title = Title.objects.filter(pk=place.title_id).values_list("public_id", flat=True).first() or ""
    try:
        return place_in(title, line.season, line.episode)
    except Problem:
        faults.append(_fault(line, "no-such-part", f"{line.season or '–'}, {line.episode or '–'}"))
        return Place(place.title_id)


def _tags(line: Line, told: str, faults: list[dict[str, object]]) -> list[str] | None:
    """The languages that a cell names by tags or by name, of the first words; None for an empty one."""
    found: dict[str, None] = {}
    for word in told.replace(";", ",").split(",")[:MOST_TAGS]:
        tag = tag_of(word.strip())
        if tag:
            found[tag] = None
        elif word.strip():
            faults.append(_fault(line, "no-language", word.strip()))
    return list(found) or None


def tag_of(word: str) -> str:
    """The tag of a language that is named by its tag or in English or French; "" for any other word."""
    if languages.is_named(word.lower()):
        return word.lower()
    return _tags_by_name().get(folded(word), "")


@cache
def _tags_by_name() -> dict[str, str]:
    """The tags of all languages by their names in English and French, an English name before a French one."""
    named = [pair for spoken in ("en", "fr") for pair in languages.choices(spoken)]
    return {folded(name): code for code, name in reversed(named)}


def _ask_for(entries: Sequence[Entry]) -> None:
    """Have the worker ask the hosts that can be asked about what is new."""
    for entry in entries:
        host = entry.seen.host
        if host is not None and entry.seen.what is Recognised.NEW and can_be_asked(entry.found, host):
            asking.wait_for(entry.found, host)


def weigh_bundle(public_id: str) -> int:
    """Weigh what of a bundle waits for no host; returns how many were. Doing it twice does no harm."""
    rows = Submission.objects.filter(bundle__public_id=public_id, state=State.ASKED).select_related("person", "site")
    unanswered = set(
        HostAnswer.objects.filter(content_key__in=[row.content_key for row in rows], told_at=None, state="asked")
        .values_list("content_key", flat=True)
    )  # fmt: skip
    due = [row for row in rows if row.content_key not in unanswered]
    for row in due:
        weigh_again(row.pk, may_go_live=may_go_live(row.person, row.site))
    return len(due)


def propose_list(text: str, why: str, declared: Declared, where: Where, *, by: User) -> Submission:
    """Propose a whole playlist, channel or collection: a moderator decides whether it is walked through.

    Raises NotAnAddress, NotAList, Undeclared, Twice, and TooManyWait or TooManyToday of
    allostream.community.permitting.
    """
    actor = Actor.person(by.public_id)
    answers = declared_columns(actor, declared)
    seen = recognise(text)
    if seen.what not in {Recognised.A_LIST, Recognised.NEW, Recognised.BROUGHT} or seen.found.kind == "page":
        raise NotAList
    with transaction.atomic():
        one_at_a_time(by)
        check_room(by)
        if waits_of(by, seen.found):
            raise Twice
        bundle = Bundle.objects.create(
            person=by, site=where.site, kind=Kind.COLLECTION, address=seen.found.canonical_url, made_at=clock.now()
        )
        row = made(Brought(text, declared, note=why), where, by, bundle, seen, answers)
        row.state, row.reason, row.detail = State.QUEUED, Recognised.A_LIST, seen.found.kind
        row.save()
        audit.record(
            "submission.propose-list", by=actor, subject_kind="submission", subject_id=row.public_id,
            site=where.site.slug, after={"content_key": row.content_key, "kind": seen.found.kind},
        )  # fmt: skip
    return row
