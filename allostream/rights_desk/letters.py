"""Letters of the desk: the receipt, what is missing, what was decided, and the reasons to whoever had proposed a
link."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

from allostream.accounts.models import User
from allostream.lib import clock
from allostream.lib.countries import spelled_out
from allostream.lib.problems import NotFound
from allostream.mail import actions as mail
from allostream.mail.rules import Attached, Kind, Letterhead, is_address
from allostream.moderation.letters import address_of as decision_address
from allostream.moderation.models import Decision
from allostream.moderation.statements import as_text, statement
from allostream.rights_desk import acns_answers, wording
from allostream.rights_desk.case_rules import ItemState, MessageKind, PartyRole
from allostream.rights_desk.mail_settings import tagged
from allostream.rights_desk.models import Case, CaseMessage, Item, Order
from allostream.rights_desk.secrets import secret_of
from allostream.sites.queries import all_sites, letterhead

RECEIPT = Kind("desk_receipt", is_urgent=True)
DECIDED = Kind("desk_decided")
REASONS = Kind("desk_reasons")
STATUS = Kind("desk_status")
LETTER = Kind("desk_letter")
EFFECT = Kind("desk_effect", is_urgent=True)
BLOCKED = Kind("desk_blocked")
LISTED_LINKS = 50  # of somebody whose links an order hides
LISTED = 200  # lines of a letter; the rest stands on the page of the case


def head_of(site: str) -> Letterhead | None:
    """The letterhead of a site by its slug, of the first one where it is not known. One query."""
    sites = all_sites()
    chosen = next((one for one in sites if one.slug == site), sites[0] if sites else None)
    return letterhead(chosen) if chosen else None


def address_of(head: Letterhead, case: Case) -> str:
    """The secret address of a case, which needs no account."""
    return f"{head.origin}/n/{case.public_id}?key={quote(secret_of(case))}"


def send_receipt(case: Case) -> None:
    """Write that a message has arrived, what was found, and what is missing, in the caller's transaction."""
    items = Item.objects.filter(case=case).order_by("position")[:LISTED]

    def values(head: Letterhead) -> dict[str, Any]:
        return {
            "number": case.public_id, "reference": case.reference, "address": address_of(head, case),
            "lines": [wording.item_line(item) for item in items], "left": max(0, case.said - len(items)),
            "missing": [wording.element_name(element) for element in case.missing] if case.asked_at else [],
            "automated": case.acted_at is not None,
        }  # fmt: skip

    _post(case, RECEIPT, MessageKind.RECEIPT, values, with_ack=True)


def send_decision(case: Case, items: Sequence[Item]) -> None:
    """Write to the sender what was decided on items of theirs, how, and what they can do about it (DSA, article 16(5)
    and (6)), in the caller's transaction."""

    def values(head: Letterhead) -> dict[str, Any]:
        return {
            "number": case.public_id, "reference": case.reference, "address": address_of(head, case),
            "lines": [wording.item_line(item) for item in items[:LISTED]], "left": max(0, len(items) - LISTED),
            "automation": wording.automation(items),
        }  # fmt: skip

    _post(case, DECIDED, MessageKind.DECISION, values)


def ack_in_xml(case: Case) -> str:
    """That a notice has arrived, in ACNS XML, for a program that asks for it so. Raises NotFound without any site."""
    head = head_of(case.site)
    if head is None:
        raise NotFound
    return acns_answers.ack_of(case, head, address_of(head, case))


def send_status(question: Case, cases: Sequence[Case]) -> None:
    """Answer the question of a program how its cases stand, in ACNS XML and in words, in the caller's transaction."""

    def values(head: Letterhead) -> dict[str, Any]:
        return {
            "number": question.public_id,
            "told": [
                {
                    "number": case.public_id, "reference": case.reference, "address": address_of(head, case),
                    "lines": [wording.item_line(item) for item in case.items.order_by("position")[:LISTED]],
                }
                for case in cases
            ],
        }  # fmt: skip

    xml = acns_answers.attached("acns-status", acns_answers.status_of(cases, asked_at=question.received_at))
    _post(question, STATUS, MessageKind.DECISION, values, xml=xml)


def send_effect(
    case: Case, order: Order, hosts: Mapping[str, int], *, words: str = "", by: User | None = None,
    not_done: Sequence[str] = (),
) -> bool:  # fmt: skip
    """Report to an authority what was done on its order and when, in the caller's transaction (DSA, articles 9(1) and
    10(1)). `hosts`: those that are blocked, each with how many links; `not_done`: domains that it named too widely.
    Returns whether it could be written to."""
    items = Item.objects.filter(case=case).order_by("position")[:LISTED]

    def values(head: Letterhead) -> dict[str, Any]:
        return {
            "number": case.public_id, "reference": case.reference, "address": address_of(head, case), "words": words,
            "authority": order.authority, "received_at": case.received_at, "effect_at": order.effect_at,
            "hosts": [
                ngettext("%(host)s: %(n)s link is not shown", "%(host)s: %(n)s links are not shown", count)
                % {"host": host, "n": count}
                for host, count in hosts.items()
            ],
            "not_done": [wording.wide_words(domain) for domain in not_done],
            "where": wording.where(spelled_out(order.territory or case.territory), case.language),
            "ends_on": order.ends_on, "silent_until": order.silent_until,
            # What was named too widely is told below, with what would be needed.
            "lines": [wording.item_line(item) for item in items if not (not_done and item.state == ItemState.REFUSED)],
            "left": max(0, case.said - len(items)),
        }  # fmt: skip

    return _post(case, EFFECT, MessageKind.DECISION, values, by=by)


def send_words(case: Case, words: str, *, by: User | None = None) -> bool:
    """Write to the sender of a case in words of ours, in the caller's transaction. Returns whether that could be."""

    def values(head: Letterhead) -> dict[str, Any]:
        return {"number": case.public_id, "words": words, "address": address_of(head, case)}

    return _post(case, LETTER, MessageKind.FORWARDED, values, by=by)


def _post(
    case: Case, kind: Kind, message: MessageKind, values: Any, *, with_ack: bool = False, xml: Attached | None = None,
    by: User | None = None,
) -> bool:  # fmt: skip
    email = case.sender.email if case.sender else ""
    head = head_of(case.site)
    if head is None or not is_address(email):
        return False
    if settings.DESK_MAIL:  # so that an answer finds its case
        head = replace(head, contact=tagged(settings.DESK_MAIL, case.public_id))
    if xml is None and acns_answers.speaks_acns(case):  # what a program has sent, a program reads the answer to
        xml = (
            acns_answers.attached("acns-ack", acns_answers.ack_of(case, head, address_of(head, case))) if with_ack
            else acns_answers.attached("acns-status", acns_answers.status_of([case]))
        )  # fmt: skip
    with translation.override(case.language):
        letter = mail.post(to=email, kind=kind, values=values(head), head=head, language=case.language, attached=xml)
    CaseMessage.objects.create(
        case=case, kind=message, at=clock.now(), from_us=True, to=PartyRole.NOTIFIER,
        letter=letter.public_id if letter else "", text=letter.text if letter else "", written_by=by,
    )  # fmt: skip
    return True


def send_reasons(case: Case, person: User, decisions: Sequence[Decision], *, is_return: bool = False) -> None:
    """Write to whoever had proposed links why they are not shown, one statement of reasons for each (DSA, article 17),
    in one letter and in the caller's transaction."""
    head = head_of(decisions[0].site or case.site) if decisions else None
    if head is None:
        return
    language = person.language or "en"
    with translation.override(language):
        told = [
            {"statement": as_text(statement(one)), "address": decision_address(head, one, "")} for one in decisions[:50]
        ]
        values = {
            "told": told, "more": [decision_address(head, one, "") for one in decisions[50:]],
            "who": wording.notifier(case), "is_return": is_return, "number": case.public_id,
        }  # fmt: skip
        letter = mail.post(to=person, kind=REASONS, values=values, head=head, language=language)
    CaseMessage.objects.create(
        case=case, kind=MessageKind.REASONS, at=clock.now(), from_us=True, to=PartyRole.SUBMITTER,
        letter=letter.public_id if letter else "",
    )  # fmt: skip


def send_blocked(
    case: Case, person: User, decision: Decision, hosts: Sequence[str], links: Sequence[tuple[str, str]], count: int,
    *, is_return: bool = False,
) -> None:  # fmt: skip
    """Write to whoever had proposed links at hosts that an order blocks, or has blocked, why they are not shown, or
    that they are again: one statement for all of theirs (DSA, articles 9(5) and 17), in the caller's transaction.
    `links`: name of the title and public id of some, `count`: of all."""
    head = head_of(decision.site or case.site)
    if head is None:
        return
    language = person.language or "en"
    with translation.override(language):
        values = {
            "number": case.public_id, "who": wording.public_notifier(case), "hosts": ", ".join(hosts),
            "links": [f"{name} – {head.origin}/l/{link_id}" for name, link_id in links], "left": count - len(links),
            "count": count, "statement": as_text(statement(decision, ", ".join(hosts))),
            "address": decision_address(head, decision, ""), "is_return": is_return,
        }  # fmt: skip
        letter = mail.post(to=person, kind=BLOCKED, values=values, head=head, language=language)
    CaseMessage.objects.create(
        case=case, kind=MessageKind.REASONS, at=clock.now(), from_us=True, to=PartyRole.SUBMITTER,
        letter=letter.public_id if letter else "",
    )  # fmt: skip
