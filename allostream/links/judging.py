"""Having works judged anew: by the rules, on demand and when a day has come. Each action is one transaction."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue
from allostream.catalogue.models import Credit, Person, Title
from allostream.lib import clock
from allostream.lib.dates import PartialDate
from allostream.links.actions import changed
from allostream.links.deciding import SIZE, Decided, decide
from allostream.links.holding import follow_life
from allostream.links.models import PartAnswer, RightsAnswer
from allostream.links.rules import Play

ANSWERS_READ = 10  # for each title of a portion: most have answers of one day in a few countries
NIGHT = Actor.system("rights")


def evaluate(
    title_ids: Collection[int], *, by: Actor, nightly: bool = False, why: str = "", today: date | None = None
) -> Decided:
    """Ask the rules anew on titles; links show or hide as the answers say. Nothing is written where nothing changed.

    What became better is shown from the next nightly run on, unless this is that run. Give some hundreds at once.
    """
    with transaction.atomic():
        ids = sorted(set(title_ids))
        # In the order of their ids, as every action that changes several: so no two wait for each other.
        list(Title.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
        done = decide(ids, by=by, nightly=nightly, why=why, today=today)
        if done.titles:
            changed(sorted(done.titles))
            audit.record(
                "rights.evaluate", by=by, subject_kind="rights", subject_id=clock.now().date().isoformat(), why=why,
                after={**done.summary(), "ids": sorted(done.titles)},
            )  # fmt: skip
    return done


def show_anew(title_ids: Collection[int], *, by: Actor, why: str = "") -> None:
    """Show and hide links of titles by the rules as they are now: after a change of a setting that they ask."""
    with transaction.atomic():
        ids = sorted(set(title_ids))
        changed(ids)
        audit.record(
            "rights.show", by=by, subject_kind="rights", subject_id=clock.now().date().isoformat(), why=why,
            after={"titles": len(ids), "first": ids[0] if ids else None, "last": ids[-1] if ids else None},
        )  # fmt: skip


def correct_life(
    public_id: str, *, by: Actor, why: str, born: PartialDate | None = None, died: PartialDate | None = None
) -> Person:
    """Correct the birth or death of a person, and have their works judged anew: in the same transaction while they are
    few; of many, what might worsen is held back in it, and the worker judges (allostream.links.holding).

    For the operator; people state facts with their sources (allostream.links.facts). Raises NotFound.
    """
    ids = sorted(set(Credit.objects.filter(person__public_id=public_id).values_list("title_id", flat=True)))
    with transaction.atomic():
        # Before the person, and in the order of their ids, as who states a fact of the person does.
        list(Title.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
        person = catalogue.correct_life(public_id, by=by, why=why, born=born, died=died)
        follow_life(person.pk, by=by, why=why)
    return person


def due_titles(today: date, limit: int = SIZE) -> list[int]:
    """Titles of which an answer changes by a day that has come, or waits for the night. Four queries by index.

    What waits was decided on an earlier day: the night lies between.
    """
    found: set[int] = set()
    for model in (RightsAnswer, PartAnswer):
        turned = model._default_manager.filter(changes_on__lte=today).order_by("changes_on", "title_id")
        waiting = model._default_manager.filter(play=Play.NEXT_RUN, evaluated_on__lt=today)
        # In the order of their indexes, and no other: a title has an answer for each country, so more rows are read.
        for due in (turned, waiting.order_by("evaluated_on", "title_id")):
            found.update(due.values_list("title_id", flat=True)[: limit * ANSWERS_READ])
    return sorted(found)[:limit]


def turn(limit: int = SIZE, today: date | None = None) -> Decided | None:
    """The nightly run: judge the next portion of what is due by the clock; None when nothing is.

    On 1 January terms end in most countries; only the titles whose day has come are looked at. What became free is
    shown, what became protected is hidden, and both are listed by the dates of their answers. `today` is that of UTC
    unless given; links to what is free from a day to come are shown by the clock alone, not before it.
    """
    day = today or clock.now().date()
    ids = due_titles(day, limit)
    return evaluate(ids, by=NIGHT, nightly=True, why="the day has come", today=day) if ids else None
