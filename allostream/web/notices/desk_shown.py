"""A case in words for the desk: one line of the list, and what a person needs to decide."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from allostream.accounts.models import User
from allostream.lib import clock
from allostream.lib.countries import spelled_out
from allostream.rights_desk import desk_queries, orders
from allostream.rights_desk.case_rules import DOWN, UNDECIDED, ItemState, PartyRole
from allostream.rights_desk.deciding import FROM, REFUSE, RESTORE, SUSPEND, UPHOLD
from allostream.rights_desk.models import Case, Message, Order, Party
from allostream.rights_desk.order_rules import INFORM
from allostream.rights_desk.putting_back import planned_for
from allostream.rights_desk.reading.shape import Kind
from allostream.rights_desk.sender_rules import Sign
from allostream.rights_desk.senders import shown_of
from allostream.rights_desk.standing import Standing, order_of, read_spots
from allostream.rights_desk.validity_rules import DMCA, DSA
from allostream.rights_desk.wording import element_name, where
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day, number
from allostream.web.http import PageRequest
from allostream.web.notices import time_left
from allostream.web.notices.case_shown import moment
from allostream.web.notices.words import (
    act_words,
    case_words,
    doubt_words,
    kind_words,
    lane_words,
    level_words,
    sign_words,
    subject_words,
)

MOST_WAYS = 12
SHOWN_OF_MESSAGE = 60_000  # characters; the whole is a file
ROLES = (PartyRole.NOTIFIER, PartyRole.PRINCIPAL, PartyRole.AUTHORITY, PartyRole.SUBMITTER)
LOOKS = {"late": "bad", "last": "bad", "soon": "warn"}


def entry(request: PageRequest, case: Case) -> dict[str, Any]:
    """One case in the list of the desk. No query."""
    now = clock.now()
    look = time_left.look(case.due_at, now) if case.due_at else ""
    who = (
        (case.sender.organisation or case.sender.name or case.sender.email) if case.sender else gettext("nobody named")
    )
    said = ngettext("%(n)s address", "%(n)s addresses", case.said) % {"n": number(case.said, request.visitor.language)}
    return {
        "id": case.public_id,
        "address": address(request.site.language, Place.DESK_CASE, id=case.public_id),
        "name": gettext("%(who)s: %(what)s") % {"who": who, "what": f"{kind_words(case.kind)}, {said}"},
        "from": f"{lane_words(case.lane)} · {subject_words(case.subject)}",
        "kind": case.public_id,
        "state": case_words(case.state),
        "level": "" if case.kind == Kind.ORDER else case.level,  # levels are of notices
        "level_words": level_words(case.level),
        "due": time_left.time_left(case.due_at, now) if case.due_at else gettext("no deadline"),
        "runs_out": case.due_at.isoformat() if case.due_at else "",
        "due_look": look,
        "look": LOOKS.get(look, ""),
        "claimed": claimed_words(case, request.user),
    }


def claimed_words(case: Case, person: User) -> str:
    """Who is at it."""
    if case.claimed_by is None or case.claimed_until is None or case.claimed_until <= clock.now():
        return ""
    if case.claimed_by_id == person.pk:
        return gettext("claimed by you")
    return gettext("%(name)s is at it") % {"name": case.claimed_by.name}


def case_values(request: PageRequest, found: Standing) -> dict[str, Any]:
    """What the page of a case shows to the desk alone. Five queries."""
    case, language = found.case, request.visitor.language
    order = order_of(case)
    others = desk_queries.named_before(case)
    beside = ngettext(
        "%(n)s other case names the same copies.", "%(n)s other cases name the same copies.", others
    ) % {"n": others}  # fmt: skip
    site = request.site.language
    return {
        "subject": subject_words(case.subject),
        "level": "" if order else level_words(case.level),
        "is_mine": case.claimed_by_id == request.user.pk and bool(claimed_words(case, request.user)),
        "claimed": claimed_words(case, request.user),
        "signs": [sign_words(one) for one in case.signs if not (order and one == Sign.NO_WORK)],
        "doubts": [(doubt_words(one[0]), str(one[1])[:300]) for one in doubts_of(case)],
        "parties": parties_shown(found.parties),
        "proved": proved_words(case),
        "sender_address": address(site, Place.SENDER, id=case.sender.public_id) if case.sender else "",
        "order": order_shown(order, language) if order else [],
        "contents": [] if order else elements_shown(case),
        "explanation": case.explanation,
        "ways": many_ways(request, found),
        "beside": beside if others else "",
        "raw": message_shown(case.message, read_spots(case)),
        "media": case.message.media_type or gettext("unknown type"),
        "size": ngettext("%(n)s byte", "%(n)s bytes", case.message.size) % {"n": number(case.message.size, language)},
    }


def proved_words(case: Case) -> list[str]:
    """What the sender of a case has shown of who they are. One query, none for somebody without an address."""
    if case.sender is None:
        return []
    proved = shown_of(case.sender, clock.now())
    found = [gettext("e-mail address confirmed")] if proved.has_address else []
    found += [gettext("domain %(name)s shown") % {"name": one} for one in proved.domains]
    return found + [gettext("authority to act for %(holder)s accepted") % {"holder": one} for one in proved.holders]


def doubts_of(case: Case) -> list[tuple[str, str]]:
    """The doubts of the reader as code and detail, however they are written."""
    found = []
    for one in case.doubts:
        if isinstance(one, dict):
            found.append((str(one.get("doubt", "")), str(one.get("detail", ""))))
        elif isinstance(one, list) and one:
            found.append((str(one[0]), str(one[1]) if len(one) > 1 else ""))
    return found


def parties_shown(parties: Any) -> list[tuple[str, str]]:
    """Everybody in a case with what the desk knows of them."""
    names = {
        PartyRole.NOTIFIER: gettext("Notifier"), PartyRole.PRINCIPAL: gettext("For whom"),
        PartyRole.AUTHORITY: gettext("Authority"), PartyRole.SUBMITTER: gettext("Submitter"),
    }  # fmt: skip
    found = []
    for role in ROLES:
        party: Party | None = parties.get(role)
        if party is not None:
            told = (party.organisation, party.name, party.email, party.address, party.phone, party.site)
            found.append((names[role], ", ".join(dict.fromkeys(one for one in told if one)) or gettext("not named")))
    return found


def order_acts(case: Case) -> list[tuple[str, str]]:
    """What can be done with an order. Five queries at most, one for what is none."""
    order = order_of(case)
    if order is None:
        return []
    made = []
    if order.article != INFORM and case.closed_at is None:
        made.append(("give-effect", gettext("Give effect to it and report it")))
        wide = _too_wide(order)
        if wide and orders.names_more(case, order, wide):
            made.append(("give-effect-rest", gettext("Give effect to the rest, and say so")))
    made.append(("report-order", gettext("Answer the authority in these words")))
    if order.effect_at is not None and order.article != INFORM and case.closed_at is None:
        made.append(("end-order", gettext("It was lifted: show all of it again")))
    return made


def counter_acts(case: Case) -> list[tuple[str, str]]:
    """What can be done with a counter notice, and where something is planned to be put back. One query at most."""
    if case.kind == Kind.COUNTER_NOTICE:
        return (
            [("plan-put-back", gettext("It is valid: plan to put back"))] if case.about and not case.closed_at else []
        )
    return [("stop-put-back", gettext("A court is asked: keep away"))] if planned_for(case) else []


def order_shown(order: Order, language: str) -> list[tuple[str, str]]:
    """What an order says of itself."""
    rows = [
        (gettext("Authority"), order.authority), (gettext("Legal basis"), order.legal_basis),
        (gettext("Article"), order.article), (gettext("Hosts"), ", ".join(order.hosts)),
        (gettext("Too wide to be blocked"), ", ".join(_too_wide(order))),
        (gettext("In force until"), day(order.ends_on, language) if order.ends_on else ""),
        (gettext("Where it holds"), where(spelled_out(order.territory), language)),
        (gettext("Nobody is told before"), day(order.silent_until, language) if order.silent_until else ""),
        (gettext("Receipt reported"), _moment(order.receipt_reported_at, language)),
        (gettext("Effect given"), _moment(order.effect_at, language)),
        (gettext("Effect reported"), _moment(order.effect_reported_at, language)),
    ]  # fmt: skip
    return [(name, value) for name, value in rows if value]


def _too_wide(order: Order) -> list[str]:
    """What of an order is too wide to be blocked; nothing of one that asks for information."""
    return [] if order.article == INFORM else orders.too_wide(order.hosts)


def _moment(at: datetime | None, language: str) -> str:
    return moment(at, language) if at else gettext("not yet")


def elements_shown(case: Case) -> list[tuple[str, bool]]:
    """What the laws ask for that this case invokes, and whether it is there."""
    wanted = dict.fromkeys((*DSA, *(DMCA if "dmca" in case.regimes else ())))
    missing = set(case.missing)
    return [(element_name(one), one not in missing) for one in wanted]


def acts(found: Standing) -> list[tuple[str, str]]:
    """What can be decided on the items of a case."""
    states = {ItemState(one) for one in found.states}
    made = []
    if states & UNDECIDED:
        made += [UPHOLD, REFUSE]
    if states & FROM[SUSPEND] and any(found.found.values()):
        made.append(SUSPEND)
    if states & DOWN:
        made.append(RESTORE)
    return [(act, act_words(act)) for act in made]


def many_ways(request: PageRequest, found: Standing) -> list[tuple[str, str]]:
    """The ways from a case to what it has in common with others: each with the address where many are chosen."""
    path, case = address(request.site.language, Place.DESK_MANY), found.case
    ways = [(gettext("All of this case"), {"case": case.public_id})]
    if case.sender:
        ways.append((gettext("All of this sender"), {"sender": case.sender.public_id}))
    links = [one for rows in found.found.values() for one in rows]
    for one in links:
        ways.append((gettext("Host: %(name)s") % {"name": one.host}, {"host": one.row.link.host.slug}))
        ways.append((gettext("Title: %(name)s") % {"name": one.title.name}, {"title": one.title.public_id}))
        if one.row.link.uploader_hash:
            told = one.row.link.uploader_told or one.row.link.uploader_hash[:8]
            ways.append((gettext("Uploader: %(name)s") % {"name": told}, {"uploader": one.row.link.uploader_hash}))
        if one.row.link.submitted_by:
            person = one.row.link.submitted_by
            ways.append((gettext("Submitter: %(name)s") % {"name": person.name}, {"submitter": person.public_id}))
    return list(dict.fromkeys((text, with_query(path, **narrow)) for text, narrow in ways))[:MOST_WAYS]


def message_shown(message: Message, spots: Sequence[tuple[int, int, str]]) -> list[tuple[str, str]]:
    """The message as plain text, cut where something was read in it: each piece with what it is, "" for the rest."""
    text = text_of(message)[:SHOWN_OF_MESSAGE]
    pieces, at = [], 0
    for start, end, what in sorted(spots):
        if at <= start < end <= len(text):
            pieces += [(text[at:start], ""), (text[start:end], what)]
            at = end
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]


def text_of(message: Message) -> str:
    """The bytes of a message as text; what is no text is named so, and is a file."""
    content = bytes(message.content)
    if message.media_type.startswith("application/json"):
        try:
            return json.dumps(json.loads(content), ensure_ascii=False, indent=1)
        except ValueError:
            pass
    if b"\0" in content[:1000]:
        return gettext("This is no text: take it as a file.")
    return content.decode("utf-8", "replace")
