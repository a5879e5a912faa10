"""Every write of what people would watch. Nobody needs an account for it, and nobody is known by it."""

from typing import Any

from django.db import transaction
from django.db.models import F

from allostream.audit import actions as audit
from allostream.catalogue.models import Title
from allostream.community.models import Demand, Wish
from allostream.community.voter_rules import month_of
from allostream.community.voters import READER, marks_of
from allostream.community.wanted_queries import has_link
from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.lib.visitor import Visitor


class HasLink(Problem):
    """Somebody asks for a link to what has one."""

    code = "has-link"
    status = 409
    sentence = gettext_noop("There is a lawful link to this title where you are: look at its page again.")


def want(visitor: Visitor, title_id: str, *, who: str) -> Title:
    """Count that somebody wants a title that has no link in their country; once for each person and month.

    The audit keeps that it happened, not who. Raises NotFound and HasLink. Eight queries.
    """
    month = month_of(clock.now().date())
    with transaction.atomic():
        present = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
        title = present.filter(public_id=title_id).first()
        if title is None:
            raise NotFound
        if has_link(visitor, title.pk):
            raise HasLink
        marks = marks_of(who, f"want {title_id} {visitor.country}", month)
        place: dict[str, Any] = {"title": title, "country": visitor.country, "month": month}
        if Wish.objects.filter(**place, voter__in=marks.all).exists():
            return title
        _wish, is_new = Wish.objects.get_or_create(**place, voter=marks.today)
        if is_new:
            Demand.objects.get_or_create(**place)
            Demand.objects.filter(**place).update(people=F("people") + 1)
            audit.record(
                "title.want", by=READER, subject_kind="title", subject_id=title_id, site=visitor.site,
                after={"country": visitor.country},
            )  # fmt: skip
    return title


def forget_wishes() -> int:
    """Delete single wishes of months that are over; the sums stay. Returns how many. Not in the audit: no page shows
    one."""
    return Wish.objects.filter(month__lt=month_of(clock.now().date())).delete()[0]
