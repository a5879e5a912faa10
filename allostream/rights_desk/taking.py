"""The addresses of a message become items: each is looked up, and acted on at once where the message allows that."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from allostream.hosts.identity import key_hash
from allostream.outbox import actions as outbox
from allostream.rights_desk.acting import hold_off, suspend
from allostream.rights_desk.case_rules import ItemState, Lane
from allostream.rights_desk.matching import Asked, Found, look_up
from allostream.rights_desk.models import Case, CaseWork, Item, ItemLink, Portion
from allostream.rights_desk.reading.shape import Address
from allostream.rights_desk.reading.written import address_of

TAKE_ON = "desk.take-on"
LONGEST_SAID = 4000


def take_addresses(case: Case, addresses: Sequence[Address], *, start: int, acts: bool) -> list[Item]:
    """Make items of addresses in the caller's transaction, from a position on; with `acts`, suspend what they mean.

    Some fifteen queries however many there are, and those of what is suspended.
    """
    if not addresses:
        return []
    asked = [Asked(one.text, one.target, one.not_meant) for one in addresses]
    found = look_up(asked, is_flagger=case.lane == Lane.FLAGGER)
    works = {work.position: work for work in CaseWork.objects.filter(case=case)}
    only = next(iter(works.values())) if len(works) == 1 else None
    seen = _seen(case, found)
    items = []
    for place, (address, what) in enumerate(zip(addresses, found, strict=True)):
        mark = _mark_of(what)
        state = ItemState.DUPLICATE if mark in seen else what.state
        if mark is not None:
            seen.add(mark)
        work = works.get(address.work) if address.work is not None else only
        items.append(_item(case, start + place, address, what, state, work))
    Item.objects.bulk_create(items, batch_size=500)
    pairs = [(item, _links(item, what)) for item, what in zip(items, found, strict=True)]
    ItemLink.objects.bulk_create([row for _item, rows in pairs for row in rows], batch_size=500)
    case.taken = start + len(items)
    Case.objects.filter(pk=case.pk).update(taken=case.taken)
    if acts:
        suspend(case, pairs)
        hold_off(case, items)
    return items


def _seen(case: Case, found: Sequence[Found]) -> set[Any]:
    """What the case has named before. One query."""
    hashes = {key_hash(one.content_key) for one in found if one.content_key}
    rows = Item.objects.filter(case=case, content_key_hash__in=list(hashes)).exclude(state=ItemState.DUPLICATE)
    return set(rows.values_list("content_key", flat=True))


def _mark_of(what: Found) -> Any:
    """What makes two addresses of a message the same: the copy, or the very links of ours."""
    if what.content_key:
        return what.content_key
    return tuple(sorted(one.link.pk for one in what.links)) or None


def _item(case: Case, position: int, address: Address, what: Found, state: ItemState, work: CaseWork | None) -> Item:
    identity = what.named.found
    spot = address.spot
    return Item(
        case=case, position=position, said=address.text[:LONGEST_SAID], target=address.target[:LONGEST_SAID],
        note=address.note, row=dict(address.row), spot=[spot.part, spot.start, spot.end] if spot else [],
        territory=list(address.territories), work=work, content_key=what.content_key,
        content_key_hash=key_hash(what.content_key) if what.content_key else None,
        host=identity.host if identity and not what.named.is_ours else "",
        domain=identity.domain[:253] if identity else "", match=what.match or "", title=what.title, state=state,
    )  # fmt: skip


def _links(item: Item, what: Found) -> list[ItemLink]:
    if item.state == ItemState.DUPLICATE:
        return []
    return [
        ItemLink(
            item=item, link=one.link, match=one.match, protection=one.protection or "", rests_on=dict(one.rests_on),
            state=ItemState.ALREADY_REMOVED if one.link.withdrawn_at or one.link.removed_at else item.state,
        )
        for one in what.links
    ]  # fmt: skip


def take_on(payload: Mapping[str, Any]) -> None:
    """Take the next portion of a long message; the rest is posted. A portion that was taken is taken no more."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("sender").get(public_id=payload["case"])
        portion = Portion.objects.filter(case=case).order_by("start").first()
        if portion is None:
            return
        addresses = [address_of(row) for row in portion.rows]
        take_addresses(case, addresses, start=portion.start, acts=bool(payload["acts"]))
        portion.delete()
        post_rest(case, acts=bool(payload["acts"]))


def post_rest(case: Case, *, acts: bool) -> None:
    """Have the worker take what is left of a message, if anything is."""
    if Portion.objects.filter(case=case).exists():
        outbox.post(TAKE_ON, {"case": case.public_id, "acts": acts}, unique_key=case.public_id, priority=8)
