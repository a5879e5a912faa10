"""Reads of what people have brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Q, QuerySet

from allostream.accounts.models import User
from allostream.community.bringing_rules import WAITING, State, Wait, expected_wait
from allostream.community.models import Bundle, Submission
from allostream.discovery.rules import Outcome, of_link
from allostream.lib import clock
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.links.queries.prospects import kept_away

DAYS = 28
COUNTED, MEASURED = 10_000, 200
WITH = ("host", "title", "season", "episode", "link__host", "proposal", "bundle")
DECIDED = (State.ACCEPTED.value, State.REFUSED.value)


@dataclass(frozen=True)
class Row:
    """Something that somebody brought. `outcome`: how its link stands, None where it has none."""

    row: Submission
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Listed:
    """A page of what somebody brought, with how many there are in all."""

    rows: Sequence[Row]
    total: int


def brought_by(person: User, *, start: int, count: int, state: str = "", bundle: str = "") -> Listed:
    """What somebody brought, the latest first, all of it or what stands so. Eight queries."""
    rows = Submission.objects.filter(person=person)
    if state:
        rows = rows.filter(state=state)
    if bundle:
        rows = rows.filter(bundle__public_id=bundle)
    found = rows.select_related(*WITH).order_by("-made_at", "-pk")[start : start + count]
    return Listed(_with_outcomes(found), rows.count())


def one_of(person: User, public_id: str) -> Row:
    """One thing that somebody brought. Seven queries. Raises NotFound, also for what somebody else brought."""
    rows = Submission.objects.filter(person=person, public_id=public_id if is_id(public_id) else "")
    found = _with_outcomes(rows.select_related(*WITH)[:1])
    if not found:
        raise NotFound
    return found[0]


def _with_outcomes(rows: QuerySet[Submission]) -> list[Row]:
    """The rows with how their links stand. Five queries."""
    found = list(rows)
    kept = kept_away([row.link_id for row in found if row.link_id])
    told = {pk: of_link(one.everywhere, one.countries, has_licence=False) for pk, one in kept.items()}
    return [Row(row, told.get(row.link_id) if row.link_id else None) for row in found]


def bundle_of(person: User, public_id: str) -> Bundle:
    """Several links that somebody brought at once. One query. Raises NotFound."""
    row = Bundle.objects.filter(person=person, public_id=public_id if is_id(public_id) else "").first()
    if row is None:
        raise NotFound
    return row


def waiting(public_ids: Sequence[str]) -> dict[str, Submission]:
    """Submissions by public id, with what a moderator needs of them. One query."""
    rows = Submission.objects.filter(public_id__in=list(public_ids))
    return {row.public_id: row for row in rows.select_related(*WITH, "person", "site")}


def wait_now(before: Submission | None = None) -> Wait:
    """How long something that is brought now waits for a person, or what was brought `before`. Three queries."""
    now = clock.now()
    queue = Submission.objects.filter(state__in=sorted(WAITING))
    ahead = queue.filter(Q(made_at__lt=before.made_at)) if before else queue
    oldest = queue.order_by("made_at").values_list("made_at", flat=True).first()
    since = now - timedelta(days=DAYS)
    decided = Submission.objects.filter(decided_at__gte=since, by_rule=False, state__in=DECIDED)
    moments = list(decided.order_by("-decided_at").values_list("made_at", "decided_at")[:MEASURED])
    days = [(end - start).total_seconds() / 86400 for start, end in moments if end]
    first = min((end for _, end in moments if end), default=now)
    in_days = max((now - first).total_seconds() / 86400, 1.0)
    return expected_wait(
        before=ahead[:COUNTED].count(), decided=len(days), in_days=in_days, usual_days=median(days) if days else None,
        oldest_days=(now - oldest).total_seconds() / 86400 if oldest else 0.0,
    )  # fmt: skip
