"""Making one of two titles, seasons or episodes, splitting one, and undoing either: links and answers go along.

Each is one transaction with one audit entry; what may be shown is settled in it. What moved is kept with the regrouping
(allostream.catalogue.journal), so that it can be undone within 30 days.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue_actions
from allostream.catalogue.actions import CannotMerge, ask_for_count, raise_versions
from allostream.catalogue.intake.faces import refresh_faces
from allostream.catalogue.journal import Journal, take_back
from allostream.catalogue.merging import join_parts, join_titles
from allostream.catalogue.models import Credit, Episode, EpisodeNumber, Regrouping, Season, Title
from allostream.catalogue.numbering import write_map
from allostream.catalogue.numbering_rules import Order, Spot
from allostream.freshness.actions import note_changes
from allostream.freshness.rules import Indexed
from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.links.actions import changed
from allostream.links.deciding import decide
from allostream.links.marks_along import copy_marks, move_marks
from allostream.links.models import PartAnswer, StayDown
from allostream.links.splitting_off import Chosen, split_episode, split_title
from allostream.links.twins import part_twins
from allostream.outbox import actions as outbox
from allostream.rights.actions.facts import move_facts
from allostream.rights.deciding_rules import CaseKind
from allostream.rights.models import Case, Fact, Objection

UNDO_WITHIN = timedelta(days=30)
PAIRS_AT_ONCE = 500  # of episodes; the worker makes more of them one, in portions (allostream.links.portions)
STEPS_AT_ONCE = 2500  # of a journal that is undone
GO_ON, GO_BACK = "regrouping.go-on", "regrouping.go-back"
Thing = Title | Season | Episode
MODELS: dict[str, type[Title] | type[Season] | type[Episode]] = {
    Regrouping.What.TITLE: Title, Regrouping.What.SEASON: Season, Regrouping.What.EPISODE: Episode,
}  # fmt: skip


class CannotUndo(Problem):
    """A merge or split that cannot be undone any more, or not yet."""

    code = "cannot-undo"
    status = 409
    sentence = gettext_noop("This cannot be undone: %(why)s")


class StillGoingOn(Problem):
    """The episodes of a title are being made one, or parted again."""

    code = "still-going-on"
    status = 409
    sentence = gettext_noop("A large merge of this work is still being carried out or undone: try again in a while.")


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the titles that it concerns, and what stays, or was split off."""

    titles: tuple[int, ...]
    thing: Thing


def merge_titles(gone_id: str, kept_id: str, *, by: Actor, why: str) -> Title:
    """Make one title of two, links and answers included; a video that both list stays once. Returns the kept one.

    Answers of the title that goes are kept only for countries in which the other has none.
    Raises NotFound, StillGoingOn and allostream.catalogue.actions.CannotMerge.
    """
    with transaction.atomic():
        kept = Title.objects.filter(public_id=kept_id).first()
        if kept is None:
            raise NotFound
        row = Regrouping.objects.create(
            kind=Regrouping.Kind.MERGE, what=Regrouping.What.TITLE, title=kept, kept_id=kept_id,
            gone_id=gone_id if gone_id != kept_id else "", why=why, asked_kind=by.kind, asked_by=by.id,
        )  # fmt: skip
        _refuse_while_going_on(row)
        _merge_titles(gone_id, kept_id, by, why, journal := Journal(most_pairs=PAIRS_AT_ONCE))
        settle(row, Regrouping.State.DONE, journal, by=by, why=why)
        kept.refresh_from_db()
    return kept


def carry_out(row: Regrouping, *, by: Actor, why: str) -> Done:
    """Do what was asked, in the caller's transaction, which holds the row. The worker makes the episodes of large
    series one (`GO_ON`). Raises NotFound, StillGoingOn and CannotMerge."""
    _refuse_while_going_on(row)
    journal = Journal(most_pairs=PAIRS_AT_ONCE)
    done = _do(row, by, why, journal)
    if row.kind == Regrouping.Kind.SPLIT:
        row.gone_id = done.thing.public_id
    settle(row, Regrouping.State.DONE, journal, by=by, why=why)
    return done


def preview(row: Regrouping) -> dict[str, int]:
    """How many rows of each table would move, by a trial that writes nothing. Raises NotFound and CannotMerge."""
    journal = Journal(is_trial=True)
    if row.kind == Regrouping.Kind.MERGE:
        gone, kept = pair_of(row)
        if isinstance(gone, Title) and isinstance(kept, Title):
            catalogue_actions.refuse_merge(gone, kept)
            join_titles(gone, kept, journal)
        elif not isinstance(gone, Title) and not isinstance(kept, Title):
            _refuse_parts(gone, kept)
            join_parts(gone, kept, journal)
    elif row.kind == Regrouping.Kind.MAP:
        _write_map(row, journal)
    else:
        _split(row, journal)
    return journal.counts()


def settle(row: Regrouping, state: Regrouping.State, journal: Journal | None, *, by: Actor, why: str) -> None:
    """Note what became of it, in the caller's transaction."""
    row.state, row.settled_kind, row.settled_by, row.settled_at = state, by.kind, by.id, clock.now()
    row.settled_why = why
    if journal is not None:
        row.journal, row.left = journal.steps, journal.left
        row.stage = Regrouping.Stage.JOINING if row.left else Regrouping.Stage.NONE
        row.steps_at_once = len(row.journal)
    row.save()
    if row.left:
        outbox.post(GO_ON, {"regrouping": row.public_id}, unique_key=f"{row.public_id}:{len(row.left)}")


def pair_of(row: Regrouping) -> tuple[Thing, Thing]:
    """What goes and what stays, both there still. Two queries. Raises NotFound."""
    gone, kept = there(row.what, row.gone_id), there(row.what, row.kept_id)
    return gone, kept


def there(what: str, public_id: str) -> Thing:
    """A title, season or episode that is neither removed nor merged. One query. Raises NotFound."""
    rows: Any = MODELS[what]._default_manager.filter(removed_at=None, merged_into=None)
    found: Thing | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def may_undo(row: Regrouping, now: datetime) -> bool:
    """Whether it was done, 30 days have not passed, and nobody is undoing it already."""
    is_done = row.state == Regrouping.State.DONE and row.stage != Regrouping.Stage.PARTING
    return is_done and row.settled_at is not None and now - row.settled_at < UNDO_WITHIN


def undo(public_id: str, *, by: Actor, why: str) -> Regrouping:
    """Undo a merge or split: everything hangs where it did, what has come since stays with what was kept.

    What was split off leads to what it was split from. A large merge is undone by the worker, in portions (`GO_BACK`).
    Raises NotFound, StillGoingOn, and CannotUndo after 30 days or where one of the two has since become one with
    something else.
    """
    with transaction.atomic():
        row = Regrouping.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
        if row is None:
            raise NotFound
        if not may_undo(row, clock.now()):
            raise CannotUndo(why=gettext_noop("it is undone already, or was done more than 30 days ago."))
        _refuse_while_going_on(row)
        if row.kind == Regrouping.Kind.MERGE and len(row.journal) > (row.steps_at_once or len(row.journal)):
            _begin_undoing(row, by, why)
        else:
            undo_rest(row, by, why)
    return row


def undo_rest(row: Regrouping, by: Actor, why: str) -> None:
    """Undo all steps that stand, in the caller's transaction, which holds the row. Raises CannotUndo."""
    titles = UNDOING[row.kind](row, by, why)
    row.state, row.undone_at = Regrouping.State.UNDONE, clock.now()
    row.stage, row.left, row.steps_left = Regrouping.Stage.NONE, [], None
    row.save(update_fields=["state", "undone_at", "stage", "left", "steps_left"])
    follow(titles, by, why)
    audit.record(
        f"{row.what}.undo-{row.kind}", by=by, subject_kind=row.what, subject_id=row.kept_id, why=why,
        before={"regrouping": row.public_id}, after={"other": row.gone_id},
    )  # fmt: skip


def _begin_undoing(row: Regrouping, by: Actor, why: str) -> None:
    lock(_titles_of(row))
    _merged_pair(row)
    row.stage, row.left, row.steps_left = Regrouping.Stage.PARTING, [], len(row.journal)
    row.save(update_fields=["stage", "left", "steps_left"])
    payload = {"regrouping": row.public_id, "by": [by.kind, by.id], "why": why}
    outbox.post(GO_BACK, payload, unique_key=f"{row.public_id}:{row.steps_left}")
    audit.record(
        f"{row.what}.begin-undo", by=by, subject_kind=row.what, subject_id=row.kept_id, why=why,
        after={"regrouping": row.public_id, "steps": row.steps_left},
    )  # fmt: skip


def _refuse_while_going_on(row: Regrouping) -> None:
    """Hold the titles, so that nobody begins one meanwhile, and raise StillGoingOn where a large merge of one of them
    is being carried out or undone. Three queries. The merge itself may be undone while it goes on."""
    lock({row.title_id, *_titles_of(row)})
    going = Regrouping.objects.exclude(stage=Regrouping.Stage.NONE).exclude(pk=row.pk)
    ids = [one for one in (row.gone_id, row.kept_id) if one]
    if going.filter(Q(title=row.title_id) | Q(kept_id__in=ids) | Q(gone_id__in=ids)).exists():
        raise StillGoingOn


def _do(row: Regrouping, by: Actor, why: str, journal: Journal) -> Done:
    if row.kind == Regrouping.Kind.SPLIT:
        return _split_off(row, by, why, journal)
    if row.kind == Regrouping.Kind.MAP:
        return _renumber(row, by, why, journal)
    if row.what == Regrouping.What.TITLE:
        return _merge_titles(row.gone_id, row.kept_id, by, why, journal)
    return _merge_parts(row, by, why, journal)


def _merge_titles(gone_id: str, kept_id: str, by: Actor, why: str, journal: Journal) -> Done:
    lock(Title.objects.filter(public_id__in=(gone_id, kept_id)).values_list("pk", flat=True))
    facts_of_gone = Fact.objects.filter(title__public_id=gone_id)
    facts = list(facts_of_gone.values_list("pk", flat=True))
    kept = catalogue_actions.merge_titles(gone_id, kept_id, by=by, why=why, journal=journal)
    gone = Title.objects.get(public_id=gone_id)
    move_marks(gone.pk, kept.pk, journal)
    before, credits = _shown(kept.pk), _credits(kept)
    move_facts(gone.pk, kept.pk, by=by, why=why)
    journal.moved(Fact, "title", gone.pk, kept.pk, facts)
    after = _shown(kept.pk)
    different = [name for name in after if before[name] != after[name]]
    journal.changed(kept, {name: before[name] for name in different}, {name: after[name] for name in different})
    journal.made(Credit, sorted(_credits(kept) - credits))
    PartAnswer.objects.filter(title=gone).delete()  # its parts are the other's now, and decided anew
    _open_objections(kept)
    decide([kept.pk], by=by, why=why)
    changed([gone.pk, kept.pk])
    return Done((gone.pk, kept.pk), kept)


def _shown(title_id: int) -> dict[str, Any]:
    """What facts show of a title."""
    return dict(Title.objects.values("year", "released_on", "released_precision").get(pk=title_id))


def _credits(title: Title) -> set[int]:
    return set(Credit.objects.filter(title=title).values_list("pk", flat=True))


def _open_objections(kept: Title) -> None:
    """Let the objections that nobody has answered wait for a person with the title that is kept."""
    unanswered = Objection.objects.filter(title=kept, state=Objection.State.OPEN)
    Case.objects.bulk_create(
        [
            Case(title=kept, country=country, kind=CaseKind.OBJECTION, opened_at=clock.now())
            for country in sorted(set(unanswered.values_list("country", flat=True)))
        ],
        ignore_conflicts=True,
    )


def _refuse_parts(gone: Season | Episode, kept: Season | Episode) -> None:
    names = {"gone": gone.name or gone.public_id, "kept": kept.name or kept.public_id}
    if gone.pk == kept.pk:
        raise CannotMerge(**names, why=gettext_noop("they are one already"))
    if gone.title_id != kept.title_id:
        raise CannotMerge(**names, why=gettext_noop("they are of two series, which must be merged first"))


def _merge_parts(row: Regrouping, by: Actor, why: str, journal: Journal) -> Done:
    title_id = there(row.what, row.kept_id).title_id  # type: ignore[union-attr]  # a season or an episode
    lock([title_id])
    gone, kept = pair_of(row)
    if isinstance(gone, Title) or isinstance(kept, Title):
        raise NotFound
    _refuse_parts(gone, kept)
    join_parts(gone, kept, journal)
    PartAnswer.objects.filter(title=title_id, episode__removed_at__isnull=False).delete()
    follow([title_id], by, why)
    _record(row, by, why, journal)
    return Done((title_id,), kept)


def _split(row: Regrouping, journal: Journal) -> Thing:
    chosen = Chosen.read(row.chosen)
    from_what = there(row.what, row.kept_id)
    if isinstance(from_what, Title):
        return split_title(from_what, chosen, journal)
    if isinstance(from_what, Episode):
        return split_episode(from_what, chosen, journal)
    raise NotFound


def _split_off(row: Regrouping, by: Actor, why: str, journal: Journal) -> Done:
    from_what = there(row.what, row.kept_id)
    lock([from_what.pk if isinstance(from_what, Title) else from_what.title_id])
    made = _split(row, journal)
    if isinstance(made, Title) and isinstance(from_what, Title):
        journal.made(StayDown, copy_marks(from_what.pk, made.pk))
    titles = [made.pk, from_what.pk] if isinstance(made, Title) else [made.title_id]
    PartAnswer.objects.filter(title__in=titles).delete()
    follow(titles, by, why)
    row.gone_id = made.public_id
    _record(row, by, why, journal)
    return Done(tuple(titles), made)


def _write_map(row: Regrouping, journal: Journal) -> Title:
    title = there(row.what, row.kept_id)
    if not isinstance(title, Title):
        raise NotFound
    pairs = [(public_id, Spot(season, number)) for public_id, season, number in row.chosen["pairs"]]
    write_map(title.pk, Order(row.chosen["order"]), pairs, journal)
    return title


def _renumber(row: Regrouping, by: Actor, why: str, journal: Journal) -> Done:
    lock([row.title_id])
    title = _write_map(row, journal)
    changed([title.pk], lists=False)
    _record(row, by, why, journal)
    return Done((title.pk,), title)


def _undo_map(row: Regrouping, by: Actor, why: str) -> list[int]:
    lock([row.title_id])
    made = {one for step in row.journal if step["do"] == "made" for one in step["rows"]}
    if EpisodeNumber.objects.filter(pk__in=made, ended_at__isnull=False).exists():
        raise CannotUndo(why=gettext_noop("a later map has taken its place: undo that first."))
    take_back(row.journal)
    return [row.title_id]


def _merged_pair(row: Regrouping) -> tuple[Any, Any]:
    """What was merged and what is kept, both as a merge has left them. Raises CannotUndo."""
    model: Any = MODELS[row.what]
    kept = model._default_manager.filter(public_id=row.kept_id).first()
    gone = model._default_manager.filter(public_id=row.gone_id).first()
    if kept is None or gone is None or kept.merged_into_id or kept.removed_at or gone.merged_into_id != kept.pk:
        raise CannotUndo(why=gettext_noop("one of the two has since become one with something else: undo that first."))
    return gone, kept


def _undo_merge(row: Regrouping, by: Actor, why: str) -> list[int]:
    lock(_titles_of(row))
    gone, kept = _merged_pair(row)
    titles = [gone.pk, kept.pk] if row.what == Regrouping.What.TITLE else [kept.title_id]
    take_back(row.journal if row.steps_left is None else row.journal[: row.steps_left])
    if row.settled_at:
        part_twins(row.journal, row.settled_at)
        if row.what == Regrouping.What.TITLE:
            copy_marks(kept.pk, gone.pk, row.settled_at)
    PartAnswer.objects.filter(title__in=titles).delete()
    return titles


def _undo_split(row: Regrouping, by: Actor, why: str) -> list[int]:
    """Everything goes back to where it was, and what has come to the part split off since goes after it."""
    lock(_titles_of(row))
    try:
        gone, kept = pair_of(row)
    except NotFound:
        sentence = gettext_noop("one of the two has since become one with something else: undo that first.")
        raise CannotUndo(why=sentence) from None
    titles = [gone.pk, kept.pk] if isinstance(kept, Title) else [kept.title_id]
    take_back(row.journal)
    gone.refresh_from_db()
    kept.refresh_from_db()
    if isinstance(gone, Title) and isinstance(kept, Title):
        join_titles(gone, kept, Journal())
    elif not isinstance(gone, Title) and not isinstance(kept, Title):
        join_parts(gone, kept, Journal())
    PartAnswer.objects.filter(title__in=titles).delete()
    return titles


UNDOING: dict[str, Callable[[Regrouping, Actor, str], list[int]]] = {
    "merge": _undo_merge, "split": _undo_split, "map": _undo_map,
}  # fmt: skip


def _titles_of(row: Regrouping) -> set[int]:
    """The titles that a request is about, whether or not they are there still."""
    ids = (row.gone_id, row.kept_id)
    if row.what == Regrouping.What.TITLE:
        return set(Title.objects.filter(public_id__in=ids).values_list("pk", flat=True))
    parts: Any = MODELS[row.what]
    return set(parts._default_manager.filter(public_id__in=ids).values_list("title_id", flat=True))


def lock(title_ids: Iterable[int]) -> None:
    """Hold titles to the end of the caller's transaction, in the order in which everybody does."""
    list(Title.objects.select_for_update(no_key=True).filter(pk__in=list(title_ids)).order_by("pk").values_list("pk"))


def follow(title_ids: Iterable[int], by: Actor, why: str, *, are_parts: bool = False) -> None:
    """What follows: addresses, the index, answers, and what may be shown. `are_parts`: parts have moved alone, and
    titles are called what they were."""
    ids = sorted(set(title_ids))
    present = Title.objects.filter(pk__in=ids, merged_into=None).values_list("pk", flat=True)
    if not are_parts:
        refresh_faces(set(present))
    people = Credit.objects.filter(title__in=ids).values_list("person", flat=True)
    raise_versions(ids)
    note_changes(Indexed.TITLE, ids)
    note_changes(Indexed.PERSON, people)
    ask_for_count()
    decide(present, by=by, why=why)
    changed(ids)


def _record(row: Regrouping, by: Actor, why: str, journal: Journal) -> None:
    audit.record(
        f"{row.what}.{row.kind}", by=by, subject_kind=row.what, subject_id=row.gone_id or row.kept_id,
        why=why, before={"kept": row.kept_id}, after={"regrouping": row.public_id, "moved": journal.counts()},
    )  # fmt: skip
