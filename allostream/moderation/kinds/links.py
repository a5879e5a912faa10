"""Links with a sign that nobody has judged, and those that somebody brought and that wait for a look."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Q

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.audit.rules import Actor
from allostream.lib.problems import Forbidden, NotFound
from allostream.links import actions
from allostream.links.marking import lift_marks
from allostream.links.models import WatchLink
from allostream.links.queries.marks import near_marks
from allostream.links.queries.waiting import waiting
from allostream.links.rules import Origin
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.kinds.base import MOST, Act, Face, Kind, Row, Words
from allostream.moderation.queue_rules import Sign
from allostream.rights.origin.relations import Reason, Relation

COLUMNS = (
    "public_id", "submitted_at", "title_id", "host__slug", "uploader_hash", "submitted_by_id", "origin_flags",
    "relation", "relation_reasons",
)  # fmt: skip


def rows() -> Sequence[Row]:
    """Links that wait: brought by people, or with a sign. Copies of imports without a sign wait on the bench alone.

    One query.
    """
    found = waiting().filter(~Q(origin_flags=[]) | Q(submitted_by__isnull=False))
    return [_row(*values) for values in found.order_by("submitted_at", "pk").values_list(*COLUMNS)[:MOST]]


def _row(
    public_id: str, opened_at: Any, title_id: int, host: str, uploader: str, person_id: int | None,
    flags: list[str], relation: str, reasons: list[str],
) -> Row:  # fmt: skip
    signs = [Sign.COPY_SIGNS] if flags else []
    if relation != Relation.NONE:
        signs.append(Sign.MAY_BE_OWN)
    if Reason.SAID_PAID in reasons:
        signs.append(Sign.PAID)
    return Row(public_id, opened_at, title_id, host, uploader, person_id, signs=tuple(signs))


def faces(ids: Collection[str]) -> Mapping[str, Face]:
    """What a moderator sees of links. One query."""
    links = WatchLink.objects.filter(public_id__in=list(ids)).select_related("host", "channel")
    return {link.public_id: face_of(link) for link in links}


def face_of(link: WatchLink) -> Face:
    """What a moderator sees of a link, whose host and channel are at hand."""
    told = (
        ("host", link.host.name), ("uploader", link.uploader_told or link.uploader),
        ("channel", link.channel.name if link.channel else ""), ("signs", ", ".join(link.origin_flags)),
        ("relation", ", ".join(link.relation_reasons)), ("check", link.must_check),
    )  # fmt: skip
    return Face(address=link.canonical_url, told=tuple((code, value) for code, value in told if value))


def link_with_id(public_id: str) -> WatchLink:
    """One link. One query. Raises NotFound."""
    link = WatchLink.objects.filter(public_id=public_id).first()
    if link is None:
        raise NotFound
    return link


def _refuse(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    link = link_with_id(public_id)
    actions.judge_origin(public_id, Origin.REFUSED, by=Actor.person(by.public_id), why=words.why)
    return {"origin": link.origin}


def _judge_back(public_id: str, before: Mapping[str, Any], by: User, why: str) -> None:
    actions.judge_origin(public_id, Origin(before["origin"]), by=Actor.person(by.public_id), why=why)


def _remove(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    actions.remove_link(public_id, by=Actor.person(by.public_id), why=words.why)
    return {}


def _put_back(public_id: str, _before: Mapping[str, Any], by: User, why: str) -> None:
    actions.put_back_link(public_id, by=Actor.person(by.public_id), why=why)


REFUSE = Act("refuse", Measure.HIDDEN, Right.LINK_DECIDE, _refuse, _judge_back, in_bulk=True)
REMOVE = Act("remove", Measure.REMOVED, Right.LINK_DECIDE, _remove, _put_back, in_bulk=True)


def _hold(_public_id: str, _by: User, _words: Words) -> Mapping[str, Any]:
    raise Forbidden  # what a notice names is decided at the rights desk


def _let_up(public_id: str, before: Mapping[str, Any], by: User, why: str) -> None:
    links = list(WatchLink.objects.filter(public_id=public_id).select_related("host", "channel"))
    near = near_marks(before.get("case", ""), links)
    lift_marks([before["mark"], *near], by=Actor.person(by.public_id), why=why)


# Taken away by the rights desk after a notice; who may free a work after one may undo that, and an appeal does.
BY_NOTICE = Act("notice", Measure.HELD, Right.RIGHTS_REOPEN, _hold, _let_up)
LINKS = Kind(Thing.LINK, Right.LINK_DECIDE, rows, faces, (REFUSE, REMOVE), elsewhere=(BY_NOTICE,))
