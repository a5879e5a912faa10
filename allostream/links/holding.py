"""What follows when a fact of a person changes: their titles are decided at once while they are few; of many, all that
might worsen is held back at once, and the worker decides in portions. Called in the transaction of the change.

Held is only what was shown (Play.JUDGED_ANEW): what the worker finds as it was is shown again without waiting for the
night, for it never became better.
"""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue
from allostream.catalogue.intake.rows import portions
from allostream.catalogue.models import Credit
from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.links.actions import changed
from allostream.links.deciding import decide
from allostream.links.ending_rules import Cause
from allostream.links.endings import hide
from allostream.links.models import PartAnswer, RightsAnswer, ShownLink
from allostream.links.rules import OF_THE_WORK, Basis, Play
from allostream.links.showing import refresh_shown
from allostream.outbox import actions as outbox
from allostream.rights.deciding_rules import LASTING
from allostream.rights.queries.facts import UNCREDITED_ROLES

AT_ONCE = 50  # titles: about a second; so many are also one portion of the worker
SHOWN_AT_ONCE = 500
JUDGE_ANEW = "rights.judge-anew"
URGENT = 10  # links are away that may well be free
HELD = Q(play=Play.JUDGED_ANEW)


def follow_life(person: int, *, by: Actor, why: str = "") -> None:
    """Have the titles of a person, all locked by the caller, follow a change of the person's dates or nationality.

    `person` is a row id; the versions of the titles are raised already. Up to AT_ONCE titles are decided here. Of more,
    what might worsen is held in some ten statements, and a row of the outbox written for each portion. Titles in which
    somebody only acted have nothing to follow.
    """
    credited = deciding_credits(person)
    ids = sorted(set(credited.values_list("title_id", flat=True)))
    if len(ids) <= AT_ONCE:
        decide(ids, by=by, why=why)
        changed(ids)
        return
    answers = _hold(credited)
    _hide(credited)
    for portion in portions(ids, AT_ONCE):
        outbox.post(JUDGE_ANEW, {"titles": portion, "why": why}, priority=URGENT)
    catalogue.ask_for_count()
    audit.record(
        "rights.hold", by=by, subject_kind="rights", subject_id=clock.now().date().isoformat(), why=why,
        after={"person": person, "titles": len(ids), "answers": answers},
    )  # fmt: skip


def deciding_credits(person: int) -> QuerySet[Credit]:
    """The credits of a person on which a term of protection may hang."""
    return Credit.objects.filter(person=person).exclude(role__in=UNCREDITED_ROLES)


def _hold(credited: QuerySet[Credit]) -> int:
    """Hold every answer that frees a title and might worsen; returns how many. Two statements."""
    based_on_theirs = credited.filter(role=Credit.Role.UNDERLYING_AUTHOR).values("title")
    lasting = Q(**LASTING) & ~Q(title__in=based_on_theirs)
    return sum(
        model._default_manager.filter(title__in=credited.values("title"), play=Play.YES)
        .exclude(lasting)
        .update(play=Play.JUDGED_ANEW)
        for model in (RightsAnswer, PartAnswer)
    )


def _hide(credited: QuerySet[Credit]) -> None:
    """Hide the links that rest on held answers, as links.rules.why_hidden says of them.

    Where an answer for the world or of a part takes part, by that very rule; elsewhere, which is nearly everywhere, a
    row is shown in the country whose answer it rests on, and all go in one statement.
    """
    titles = credited.values("title")
    intricate = sorted(
        {
            *RightsAnswer.objects.filter(title__in=titles, country=WORLD).values_list("title_id", flat=True),
            *PartAnswer.objects.filter(title__in=titles).values_list("title_id", flat=True),
        }
    )
    for portion in portions(intricate, SHOWN_AT_ONCE):
        refresh_shown(portion)
    held = RightsAnswer.objects.filter(HELD, title=OuterRef("title"))
    resting = Q(link__granted__isnull=True) | Q(link__granted__code__in=[code.value for code in OF_THE_WORK])
    simple = ShownLink.objects.filter(resting, title__in=titles, link__basis=Basis.WORK)
    for portion in portions(intricate):
        simple = simple.exclude(title__in=portion)
    in_its_country = Exists(held.filter(country=OuterRef("country")))
    hide(simple.filter(in_its_country | Exists(held.filter(country__in=settings.AUDIENCE))), Cause.CORRECTED)
