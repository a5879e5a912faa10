"""A case in words: the values of its page, for whoever sent it and for the desk."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django.utils.translation import gettext, ngettext

from allostream.lib import clock
from allostream.links.queries.bench import titles_named
from allostream.links.queries.cards import Card
from allostream.moderation import wording
from allostream.moderation.models import Decision
from allostream.rights_desk import wording as desk_wording
from allostream.rights_desk.case_rules import DOWN, CaseState, ClockKind, ItemState, MessageKind
from allostream.rights_desk.models import Case, Clock, Item
from allostream.rights_desk.standing import Found, Standing
from allostream.web.formats import day, number
from allostream.web.http import PageRequest
from allostream.web.notices import time_left
from allostream.web.notices.words import (
    case_words,
    clock_words,
    door_words,
    kind_words,
    protection_words,
    refused_words,
    state_look,
)

PARIS = ZoneInfo("Europe/Paris")  # deadlines of the Union are reckoned there
OVER = (ItemState.RETRACTED, ItemState.REFUSED, ItemState.RESTORED)  # nothing of it is kept away
# Of no use to whoever sent a notice.
OURS = frozenset({ClockKind.RECEIPT})


def moment(at: datetime, language: str, *, to_the_second: bool = True) -> str:
    """An instant in the zone of the deadlines, named: what happened to the second, what runs out to the minute."""
    shape = "d MMMM y, HH:mm:ss" if to_the_second else "d MMMM y, HH:mm"
    written = format_datetime(at.astimezone(PARIS), shape, locale=language.replace("-", "_"))
    return gettext("%(moment)s (Paris)") % {"moment": written}


def shown(request: PageRequest, found: Standing) -> dict[str, Any]:
    """The values that the page of a case and the desk share. One query for the names of titles."""
    language, case = request.visitor.language, found.case
    ids = list(dict.fromkeys(one.row.link.title_id for links in found.found.values() for one in links))
    cards = titles_named(request.visitor, ids) if ids else {}
    return {
        "kind": kind_words(case.kind),
        "state": case_words(case.state),
        "received": gettext("Received %(moment)s %(door)s")
        % {"moment": moment(case.received_at, language), "door": door_words(case.door)},
        "reference": case.reference,
        "missing": [desk_wording.element_name(one) for one in case.missing] if case.state == CaseState.ASKED else [],
        "missing_until": missing_until(found.clocks, language),
        "clocks": [clock_shown(one, language) for one in found.clocks if one.kind not in OURS],
        "items": [item_shown(one, found.found.get(one.pk, ()), cards) for one in found.items],
        "counted": counts(found, language),
        "messages": [message_shown(one, language) for one in found.messages if one.kind != MessageKind.NOTE],
        "ticking": time_left.for_script(clock.now()),
        "digest": case.message.sha256,
        "automation": automation(case, found.states),
    }


def missing_until(clocks: Iterable[Clock], language: str) -> str:
    """Until when what is missing may be supplied."""
    due = next((one.due_at for one in clocks if one.kind == ClockKind.ASKED and one.done_at is None), None)
    if due is None:
        return ""
    return gettext("Write it below until %(day)s; the case then closes, and opens again when you reply.") % {
        "day": day(due.date(), language)
    }


def clock_shown(one: Clock, language: str) -> dict[str, str]:
    """A clock: what runs out, how much is left, until when."""
    now = clock.now()
    if one.done_at:
        says, look = gettext("done"), "done"
        until = gettext("on %(moment)s") % {"moment": moment(one.done_at, language, to_the_second=False)}
    else:
        says, look = time_left.time_left(one.due_at, now), time_left.look(one.due_at, now)
        until = gettext("until %(moment)s") % {"moment": moment(one.due_at, language, to_the_second=False)}
    runs_out = "" if one.done_at else one.due_at.isoformat()
    return {"name": clock_words(one.kind), "says": says, "look": look, "until": until, "runs_out": runs_out}


def item_shown(item: Item, found: Sequence[Found], cards: dict[int, Card]) -> dict[str, Any]:
    """An address of a notice: as it was said, what it means here, how it stands and why."""
    return {
        "id": item.public_id, "number": item.position + 1, "said": item.said, "item": item,
        "state": desk_wording.state_name(item.state), "look": state_look(item.state),
        "why": item.why or (refused_words(item.refused) if item.refused else ""),
        "is_down": ItemState(item.state) in DOWN,
        "is_over": item.state in OVER,
        "found": [
            {
                "name": link_name(one, cards), "id": one.link_id,
                "right": right_words(one), "is_meant": one.row.dropped_at is None,
                "state": desk_wording.state_name(one.row.state), "look": state_look(one.row.state),
            }
            for one in found
        ],
    }  # fmt: skip


def right_words(one: Found) -> str:
    """On what a link rests, or that it was left out by whoever sent the notice."""
    if one.row.dropped_at:
        return gettext("You left it out.")
    return protection_words(one.row.protection) or gettext("No right is proved for it")


def link_name(one: Found, cards: dict[int, Card]) -> str:
    """A link by its title, part and host; its address is given to nobody."""
    card = cards.get(one.row.link.title_id)
    return ", ".join(part for part in (card.name if card else "", one.part, one.host) if part)


def counts(found: Standing, language: str) -> str:
    """How many addresses stand how."""
    total = sum(found.states.values())
    if found.case.said > total:
        return gettext("%(taken)s of %(said)s addresses are matched by now; the rest follows.") % {
            "taken": number(total, language), "said": number(found.case.said, language),
        }  # fmt: skip
    listed = states_listed(found.states, language)
    said = ngettext("%(n)s address", "%(n)s addresses", total) % {"n": number(total, language)}
    return f"{said}{gettext(': ')}{listed}" if listed else said


def states_listed(states: Mapping[str, int], language: str) -> str:
    """States, each with its number; the names of some are sentences with commas and colons, so points part them."""
    return " · ".join(
        f"{desk_wording.state_name(state)} ({number(count, language)})" for state, count in sorted(states.items())
    )


def message_shown(one: Any, language: str) -> dict[str, str]:
    """A message of a case."""
    heading = {
        MessageKind.RECEIPT: gettext("Receipt"),
        MessageKind.ASKS: gettext("What we ask for"),
        MessageKind.DECISION: gettext("Decision"),
        MessageKind.REASONS: gettext("Statement of reasons, to whoever submitted the link"),
        MessageKind.FORWARDED: gettext("Passed on"),
        MessageKind.NOTE: gettext("Note of the desk"),
        MessageKind.INCOMING: gettext("From you"),
    }[MessageKind(one.kind)]
    return {"heading": heading, "on": moment(one.at, language), "text": one.text, "kind": one.kind}


def automation(case: Case, states: Iterable[str]) -> str:
    """That a program acted, where it did (article 16(6))."""
    if not case.acted_at:
        return gettext("No program has decided anything in this case.")
    if set(states) & {ItemState.SUSPENDED}:
        return gettext("A program matched the addresses and withdrew the links; a person has still to decide.")
    return gettext("A program matched the addresses and withdrew the links; a person decided.")


def complaint_words(found: Standing, language: str) -> str:
    """Until when the decision can be contested here; "" where there is none yet, or the time is over."""
    due = next((one.due_at for one in found.clocks if one.kind == ClockKind.CONTEST_ENDS), None)
    if found.case.decided_at is None or (due is not None and due <= clock.now()):
        return ""
    if due is None:
        return gettext("Free of charge. Somebody who had no part in the decision answers.")
    return gettext("Free of charge, until %(day)s. Somebody who had no part in the decision answers.") % {
        "day": day(due.date(), language)
    }


def decided(rows: Iterable[Decision], language: str) -> list[tuple[str, str, str]]:
    """Decisions by their day and measure."""
    return [(day(one.at.date(), language), wording.measure_name(one.measure), one.public_id) for one in rows]
