"""Reads of edits: one, those that wait, what became of a thing, what somebody suggested."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from allostream.accounts.models import User
from allostream.catalogue.edit_rules import Kind
from allostream.catalogue.edit_values import Edited
from allostream.catalogue.models import Joining, Season
from allostream.community.editing_rules import LOOK_AFTER, State
from allostream.community.models import Edit, EditVoice
from allostream.lib import clock
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound

A_PAGE = 30
WITH = ("author", "title", "season__title", "episode__title", "episode__season", "person", "reverts")
MOST_JOININGS = 50


def edit_with_id(public_id: str) -> Edit:
    """One edit with what it is about, its author and voices. Two queries. Raises NotFound."""
    found = _with_all(Edit.objects.filter(public_id=public_id)).first() if is_id(public_id) else None
    if found is None:
        raise NotFound
    return found


def _with_all(rows: QuerySet[Edit]) -> QuerySet[Edit]:
    voices = EditVoice.objects.select_related("person").order_by("at", "pk")
    return rows.select_related(*WITH, "decided_by", "made_season", "made_episode").prefetch_related(
        Prefetch("voices", voices)
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of edits, and whether another one follows."""

    edits: Sequence[Edit]
    has_more: bool


def _page(rows: QuerySet[Edit], number: int) -> Listed:
    start = (number - 1) * A_PAGE
    found = list(rows[start : start + A_PAGE + 1])
    return Listed(found[:A_PAGE], len(found) > A_PAGE)


def open_edits(number: int = 1, *, about: str = "") -> Listed:
    """Edits that wait for a second pair of eyes, the oldest first, of all kinds of things or of one. Two queries."""
    rows = Edit.objects.filter(state=State.OPEN)
    if about:
        rows = rows.filter(**{f"{Kind(about)}__isnull": False})
    return _page(_with_all(rows).order_by("made_at", "pk"), number)


def edits_of(thing: Edited, number: int = 1) -> Listed:
    """Every edit of a thing, the latest first; of a title those of its parts too. Two queries."""
    column = {Kind.TITLE: "of_title"}.get(thing.kind, thing.kind.value)
    where = Q(**{column: thing.pk})
    if thing.kind in (Kind.SEASON, Kind.EPISODE):
        where |= Q(**{f"made_{thing.kind}": thing.pk})
    return _page(_with_all(Edit.objects.filter(where)).order_by("-pk"), number)


def steps_of(thing: Edited) -> list[Edit]:
    """The edits that changed a thing itself, in the order in which they came into force. One query."""
    rows = Edit.objects.filter(**thing.columns, decided_at__isnull=False).exclude(applied={})
    return list(rows.order_by("decided_at", "pk"))


def edits_by(person: User, number: int = 1) -> Listed:
    """What somebody suggested, the latest first. Two queries."""
    return _page(_with_all(Edit.objects.filter(author=person)).order_by("-pk"), number)


def waiting_on(thing: Edited) -> list[Edit]:
    """What waits on a thing, the oldest first, 20 at most. Two queries."""
    return list(_with_all(Edit.objects.filter(**thing.columns, state=State.OPEN)).order_by("made_at", "pk")[:20])


def to_look_at(limit: int) -> QuerySet[Edit]:
    """Edits at which a moderator looks: those in doubt, and what nobody has answered for a week; the oldest first."""
    rows = Edit.objects.filter(state=State.OPEN)
    rows = rows.filter(~Q(doubts=[]) | Q(made_at__lt=clock.now() - LOOK_AFTER))
    return rows.order_by("made_at", "pk")[:limit]


def edits_with_ids(public_ids: Collection[str]) -> list[Edit]:
    """Edits by their ids, with all that a page shows of them. Two queries."""
    return list(_with_all(Edit.objects.filter(public_id__in=list(public_ids))))


def joinings_of(title_id: int) -> list[Joining]:
    """What imports changed of a title, as far as the records know: those taken for it beside its first. One query."""
    found = Joining.objects.filter(title=title_id).select_related("source").order_by("-joined_at", "-pk")
    return list(found[:MOST_JOININGS])


def season_with_id(public_id: str) -> Season:
    """One season with its series. One query. Raises NotFound."""
    found = Season.objects.select_related("title").filter(public_id=public_id, removed_at=None).first()
    if found is None:
        raise NotFound
    return found


def seasons_of(title_id: int) -> list[Season]:
    """The seasons of a series in order. One query."""
    return list(Season.objects.filter(title=title_id, removed_at=None).order_by("number", "pk"))
