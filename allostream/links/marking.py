"""Marks on what must stay down are laid and lifted: what they reach is hidden, or shown, in the same transaction.

Whatever is written later passes the same question where what may be shown is written (allostream.links.showing), so no
way into the catalogue goes around a mark: submission, import, discovery, a merge of titles, a change of the title.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue_actions
from allostream.catalogue.models import Title
from allostream.hosts.queries import address_table
from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.links.actions import PORTION, changed
from allostream.links.ending_rules import Cause
from allostream.links.endings import hide
from allostream.links.held_down import NEAR
from allostream.links.mark_models import StayDown
from allostream.links.mark_rules import Known, Sign
from allostream.links.models import ShownLink, WatchLink
from allostream.links.queries.marks import links_of_copies, links_reached
from allostream.links.rules import Origin
from allostream.outbox import actions as outbox

RELEASE = "links.mark-release"
AT_ONCE = 1000  # marks written with one statement
WIDE = frozenset({Known.CHANNEL, Known.UPLOADER, Known.HOST})


@dataclass(frozen=True, slots=True)
class Hold:
    """What is to stay down. `is_preventive`: no link of ours is there."""

    sign: Sign
    territory: tuple[str, ...] = (WORLD,)
    is_preventive: bool = False
    until: datetime | None = None


def hold_down(holds: Sequence[Hold], *, by: Actor, case: str, why: str) -> list[StayDown]:
    """Lay marks; links that they reach go off every page in the same transaction. Returns the marks in that order.

    `why` is for everybody to read: on whose word, by which law. What the same case has marked already is not marked
    twice. Some six queries for marks on copies, however many, and those of allostream.links.actions.changed.
    """
    now = clock.now()
    with transaction.atomic():
        present = {(mark.sign, tuple(mark.territory)): mark for mark in _laid_by(case, holds)}
        made: dict[tuple[Sign, tuple[str, ...]], StayDown] = {}
        for hold in holds:
            key = (hold.sign, hold.territory)
            if key not in present and key not in made:
                made[key] = StayDown.laid(
                    hold.sign, territory=list(hold.territory), is_preventive=hold.is_preventive, since=now,
                    until=hold.until, case=case, why=why[:200], laid_by=f"{by.kind}:{by.id}"[:100],
                )  # fmt: skip
        new = list(made.values())
        StayDown.objects.bulk_create(new, batch_size=AT_ONCE)
        reached = _hide(new)
        if new:
            audit.record(
                "link.hold-down",
                by=by,
                subject_kind="case" if case else "mark",
                subject_id=case or new[0].public_id,
                after={"marks": [mark.public_id for mark in new[:AT_ONCE]], "count": len(new), "links": reached},
                why=why,
            )  # fmt: skip
    return [{**present, **made}[hold.sign, hold.territory] for hold in holds]


def _laid_by(case: str, holds: Sequence[Hold]) -> list[StayDown]:
    """What a case has laid of these already: a long notice comes in portions, so not all of its marks are read."""
    rows = StayDown.objects.filter(case=case, lifted_at__isnull=True).exclude(case="")
    numbers = {hold.sign.number() for hold in holds}
    return list(rows.filter(number__in=numbers) if len(numbers) <= AT_ONCE * 10 else rows)


def _hide(marks: Sequence[StayDown]) -> int:
    """Take what marks reach off every page, however much it is; how many links."""
    copies = [mark for mark in marks if mark.known == Known.COPY]
    found = links_of_copies({mark.text for mark in copies}, address_table())
    titles = {link.title_id for links in found.values() for link in links}
    narrow = [mark for mark in marks if mark.known == Known.TITLE_AT_HOST]
    for mark in narrow:
        titles.update(_titles_of(links_reached(Known(mark.known), mark.text)))
    if titles:
        changed(sorted(titles))
    return sum(map(len, found.values())) + sum(_hide_all(mark) for mark in marks if mark.known in WIDE)


def _titles_of(link_ids: Collection[int]) -> set[int]:
    return set(WatchLink.objects.filter(pk__in=list(link_ids)).values_list("title_id", flat=True))


def _hide_all(mark: StayDown) -> int:
    """Hide what one wide mark reaches without judging each title anew: a channel may have a hundred thousand links."""
    if WORLD not in mark.territory:
        changed(sorted(_titles_of(links_reached(Known(mark.known), mark.text))))
        return 0
    ids = links_reached(Known(mark.known), mark.text)
    links = WatchLink.objects.filter(pk__in=ids)
    # First: it locks the titles, so that nobody shows one of the links meanwhile.
    catalogue_actions.raise_versions_of(Title.objects.filter(pk__in=links.values("title")))
    links.filter(withdrawn_at__isnull=True).update(mark=mark, withdrawn_at=mark.since, withdrawn_why=mark.why)
    hide(ShownLink.objects.filter(link__in=links), Cause.WITHDRAWN)
    catalogue_actions.ask_for_count()
    return len(ids)


def lift_marks(public_ids: Iterable[str], *, by: Actor, why: str) -> int:
    """Lift marks; what no other mark reaches may be shown again, at once up to 2,000 titles, the rest by the worker.

    Returns how many held.
    """
    wanted = list(public_ids)
    with transaction.atomic():
        rows = StayDown.objects.filter(public_id__in=wanted, lifted_at__isnull=True)
        marks = list(rows.select_for_update().order_by("pk"))
        StayDown.objects.filter(pk__in=[mark.pk for mark in marks]).update(lifted_at=clock.now())
        release([mark.pk for mark in marks])
        if beside := _beside(marks):
            changed(sorted(beside))
        for mark in marks[:1]:
            audit.record(
                "link.lift-marks", by=by, subject_kind="case" if mark.case else "mark",
                subject_id=mark.case or mark.public_id, after={"marks": [one.public_id for one in marks[:AT_ONCE]]},
                why=why,
            )  # fmt: skip
    return len(marks)


def _beside(marks: Sequence[StayDown]) -> set[int]:
    """The titles of links that marks reach without being written on them: marks for some countries, and those that
    hold other copies at a host. None to five queries for marks on copies, however many."""
    several = [mark for mark in marks if WORLD not in mark.territory or mark.known == Known.TITLE_AT_HOST]
    copies = {mark.text for mark in several if mark.known == Known.COPY}
    found = links_of_copies(copies, address_table()) if copies else {}
    titles = {link.title_id for links in found.values() for link in links}
    for mark in several:
        if mark.known != Known.COPY:
            titles |= _titles_of(links_reached(Known(mark.known), mark.text))
    return titles


def release(marks: Sequence[int], after: int = 0) -> None:
    """Show what may be shown of the links that lifted marks held, for the next portion of titles behind a row id."""
    with transaction.atomic():
        links = WatchLink.objects.filter(title__gt=after, mark__in=marks)
        ids = list(links.order_by("title_id").values_list("title_id", flat=True).distinct()[:PORTION])
        changed(ids)
        if len(ids) == PORTION:
            outbox.post(RELEASE, {"marks": list(marks), "after": ids[-1]})


def end_marks() -> int:
    """Lift the marks whose time is over; how many. One query where there is none."""
    over = StayDown.objects.filter(lifted_at__isnull=True, until__lte=clock.now())
    ids = list(over.order_by("until").values_list("public_id", flat=True)[:AT_ONCE])
    return lift_marks(ids, by=Actor.system("marks"), why="") if ids else 0


def cleared_near(links: Sequence[WatchLink]) -> dict[str, list[Any]]:
    """How people have cleared the other copies of these works at these hosts, by row id: a mark that holds them makes
    that void. One query."""
    where = Q()
    for title, host in {(link.title_id, link.host_id) for link in links}:
        where |= Q(title=title, host=host)
    rows = WatchLink.objects.filter(where, origin=Origin.CLEARED).exclude(pk__in=[link.pk for link in links])
    return {
        str(link.pk): [link.origin_ground, link.origin_on.isoformat() if link.origin_on else "", link.vouching_id]
        for link in (rows.order_by("pk") if where else ())
    }


def clear_again(rows: Mapping[str, list[Any]]) -> None:
    """Have what was cleared before a mark held it be so again, in the caller's transaction: as where the mark was laid
    by an act that is undone. What is held by another mark, or was judged since, stays as it is."""
    found = WatchLink.objects.select_for_update(of=("self",)).filter(pk__in=[int(pk) for pk in rows])
    titles = set()
    for link in found.order_by("pk"):
        if link.origin == Origin.UNCHECKED and NEAR not in link.origin_flags:
            ground, on, vouching = rows[str(link.pk)]
            link.origin, link.origin_ground, link.vouching_id = Origin.CLEARED, ground, vouching
            link.origin_on = datetime.fromisoformat(on) if on else None
            link.save(update_fields=["origin", "origin_ground", "origin_on", "vouching"])
            titles.add(link.title_id)
    if titles:
        changed(sorted(titles))
