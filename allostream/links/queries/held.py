"""What is held back of a title and why: all its links, shown or not, asked of the rule."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.db.models import QuerySet, TextField, Value

from allostream.catalogue.prepared import Prepared, Together
from allostream.hosts.models import Standing as HostStanding
from allostream.lib.visitor import Visitor
from allostream.links.models import WatchLink
from allostream.links.queries.offers import (
    NO_PARTS,
    AnswerRow,
    LinkRow,
    answers_of_parts,
    governing,
    granted_of,
    seen_from,
)
from allostream.links.queries.pages import (
    Part,
    TitleLinks,
    _Shown,
    columns_of,
    in_order,
    link_of,
    or_nothing,
    shape_of,
)
from allostream.links.rules import Ground, Standing, form_allowed, uses


class _Id(NamedTuple):
    id: int


# Half of all films have no link at all. To learn that takes 20 µs; to ask for links with all that belongs to them takes
# a quarter of such a page.
KNOWN_LINKS = Prepared(
    lambda title: WatchLink.objects.filter(title=title, removed_at__isnull=True).values_list("pk"), {"title": int}, _Id
)


class _State(NamedTuple):
    """What the rule must know of a link beside the columns of _Shown."""

    public_id: str
    episode_id: int | None
    edition_id: int | None
    host_stands: str
    channel_stands: str
    withdrawn_at: datetime | None
    ban_id: int | None
    withheld_in: tuple[str, ...]
    countries_allowed: tuple[str, ...]
    countries_excluded: tuple[str, ...]


STATE_COLUMNS = (
    "public_id", "episode_id", "edition_id", "host__stands", or_nothing("channel__stands"), "withdrawn_at", "ban_id",
    "withheld_in", "countries_allowed", "countries_excluded",
)  # fmt: skip


class _KnownRows(NamedTuple):
    """All links of a title that are not removed, shown or not, with how each stands."""

    links: list[_Shown]
    states: list[_State]


@cache
def _known(part: Part | None) -> Together[_KnownRows]:
    def known(title: int, **values: int) -> QuerySet[WatchLink]:
        rows = WatchLink.objects.filter(title=title, removed_at__isnull=True)
        return rows.filter(part.condition("", **values)) if part and part.episode_id else rows

    numbers = part.values if part else {}
    return Together(
        _KnownRows, {"title": int, **dict.fromkeys(numbers, int)},
        links=lambda **values: known(**values).values_list(*columns_of("", Value("", output_field=TextField()))),
        states=lambda **values: known(**values).values_list(*STATE_COLUMNS),
    )  # fmt: skip


def _standing(row: _Shown, state: _State, answers: Iterable[AnswerRow]) -> Standing:
    """What the rule must know of a link that is not removed, as `standing` tells it of one that is loaded."""
    is_listed = state.channel_stands == HostStanding.LISTED
    return Standing(
        basis=row.basis,
        host_is_listed=state.host_stands == HostStanding.LISTED,
        anybody_uploads=row.anybody_uploads,
        channel_carries=bool(row.channel_carries) and is_listed,
        channel_is_refused=state.channel_stands == HostStanding.REFUSED,
        channel_is_proposed=state.channel_stands == HostStanding.PROPOSED,
        is_withdrawn=state.withdrawn_at is not None,
        is_banned=state.ban_id is not None,
        withheld_in=state.withheld_in,
        origin=row.origin,
        origin_flags=row.origin_flags,
        ground=Ground(row.origin_ground) if row.origin_ground else None,
        health=row.health,
        countries_allowed=state.countries_allowed,
        countries_excluded=state.countries_excluded,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        answers=tuple(answer.bare() for answer in answers),
        granted=granted_of(row.granted),
    )


def _held(row: _Shown, state: _State, answers: Sequence[AnswerRow], visitor: Visitor) -> LinkRow:
    """The link as `row_for` gives it."""
    further, hidden = seen_from(_standing(row, state, answers), visitor)
    answer = governing(answers, further or visitor.country)
    allowed = form_allowed(row.form, uses(row.basis, answer.bare() if answer else None, granted_of(row.granted)))
    return replace(link_of(row._replace(form=allowed), answer, further), hidden=hidden)


def with_held(visitor: Visitor, found: TitleLinks, part: Part | None = None) -> TitleLinks:
    """The same with what is held back and why: all links of the title, or of the part, asked of the rule.

    One query for a title without links; else two, three where a link is to an episode or an edition.
    """
    if not KNOWN_LINKS.rows(title=found.title_id):
        return found
    known = _known(shape_of(part)).rows(title=found.title_id, **(part.values if part else {}))
    states = {state.public_id: state for state in known.states}
    # Hardly any film has a link to a part of it; to ask took a seventh of the page of one that cannot be seen.
    has_parts = any(state.episode_id or state.edition_id for state in known.states)
    parts = answers_of_parts([found.title_id]).get(found.title_id, NO_PARTS) if has_parts else NO_PARTS
    asked = ((row, states[row.public_id]) for row in known.links)
    rows = (_held(row, state, parts.answers(state, found.answers), visitor) for row, state in asked)
    return replace(found, held=in_order((row for row in rows if row.hidden), visitor))
