"""Which mark keeps which link away is written here, with what may be shown of its title (allostream.links.showing)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allostream.lib import clock
from allostream.links.mark_rules import Effect, Laid
from allostream.links.models import WatchLink
from allostream.links.queries.marks import any_in_force, laid_on, traits_of_links
from allostream.links.rules import Origin
from allostream.rights.origin.signs import Code

NEAR = Code.NEAR_NOTICE.value
UNCLEARED = {"origin": Origin.UNCHECKED.value, "origin_ground": "", "origin_on": None, "vouching_id": None}


def with_marks(links: Sequence[WatchLink]) -> list[WatchLink]:
    """The links, each with the marks that reach it now. One query; four more where anything is marked; a write for each
    mark whose links change.

    A withdrawal that a person has decided is not touched: it ends by that person's word alone.
    """
    found = list(links)
    marked = any(link.mark_id or link.withheld_in or NEAR in link.origin_flags for link in found)
    if not marked and not any_in_force():
        return found
    moved: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    now = clock.now()
    for link, laid in zip(found, laid_on(traits_of_links(found)), strict=True):
        wanted = _columns(link, laid, now)
        if any(getattr(link, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(link, name, value)
            moved[_frozen(wanted)].append(link.pk)
    for columns, pks in moved.items():
        WatchLink.objects.filter(pk__in=pks).update(**{name: _thawed(value) for name, value in columns})
    return found


def _columns(link: WatchLink, laid: Sequence[Laid], now: datetime) -> dict[str, Any]:
    """What of a link is to be as its marks say."""
    down = [mark for mark in laid if mark.effect == Effect.DOWN]
    whole = next((mark for mark in down if mark.is_everywhere), None)
    columns: dict[str, Any] = {
        "withheld_in": sorted({one for mark in down for one in mark.territory} if not whole else ())
    }
    if whole and (link.withdrawn_at is None or (link.mark_id and link.mark_id != whole.id)):
        columns |= {"mark_id": whole.id, "withdrawn_at": link.withdrawn_at or now, "withdrawn_why": whole.why}
    elif not whole and link.mark_id:
        columns |= {"mark_id": None, "withdrawn_at": None, "withdrawn_why": ""}
    # What is down itself is not held too: where that ends, it is shown as before.
    is_held = not whole and any(mark.effect == Effect.HELD for mark in laid)
    if is_held and NEAR not in link.origin_flags:
        columns["origin_flags"] = [*link.origin_flags, NEAR]
        if link.origin == Origin.CLEARED:  # whoever cleared it did not know; who clears it now sees the sign
            columns |= UNCLEARED
    elif not is_held and not whole and NEAR in link.origin_flags:
        columns["origin_flags"] = [flag for flag in link.origin_flags if flag != NEAR]
    return columns


def _frozen(columns: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in columns.items())


def _thawed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
