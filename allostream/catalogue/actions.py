"""Single writes of the catalogue: one thing changed by one person. Bulk writes are in allostream.catalogue.intake.

Each action is one transaction with one audit entry; every change raises the version of the titles that show it.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue.intake.faces import refresh_faces
from allostream.catalogue.intake.rows import portions
from allostream.catalogue.journal import Journal
from allostream.catalogue.merging import join_titles
from allostream.catalogue.models import Credit, Person, Title
from allostream.freshness.actions import note_changes, raise_stamp
from allostream.freshness.rules import Indexed, Subject
from allostream.lib import clock
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.outbox import actions as outbox
from allostream.outbox.rules import BEHIND_OTHERS

# Counting reads every showing: a stream of changes must not start it anew for each of them.
COUNT_PAUSE = timedelta(seconds=5)


class CannotMerge(Problem):
    """Two things that cannot become one as they are."""

    code = "cannot-merge"
    status = 409
    sentence = gettext_noop("“%(gone)s” cannot be merged into “%(kept)s”: %(why)s")


def raise_versions(title_ids: Iterable[int], *, lists: bool = True) -> None:
    """Make every kept page of these titles out of date, in the caller's transaction.

    So are the pages that show several titles, unless `lists` says that nothing of what they show has changed. Given no
    title at all it still does that: a new title has no page yet, but belongs into lists.
    """
    for portion in portions(sorted(set(title_ids))):
        Title.objects.filter(pk__in=portion).update(version=F("version") + 1, changed_at=clock.now())
    raise_stamp(Subject.TITLES)
    if lists:
        raise_stamp(Subject.LISTS)


def raise_versions_of(titles: QuerySet[Title]) -> None:
    """The same for all titles of a query, however many, in one statement."""
    titles.update(version=F("version") + 1, changed_at=clock.now())
    raise_versions(())


def ask_for_count() -> None:
    """Have the worker count anew how much there is to watch, once for all changes of the next seconds."""
    due_at = clock.now() + COUNT_PAUSE
    outbox.post("figures.count", {}, unique_key="figures", due_at=due_at, priority=BEHIND_OTHERS)


def correct_life(
    public_id: str, *, by: Actor, why: str, born: PartialDate | None = None, died: PartialDate | None = None
) -> Person:
    """Correct the birth or death of a person; what is not given stays. Raises NotFound.

    Terms of protection hang on deaths, so every title of the person gets a new version.
    """
    columns: dict[str, Any] = {}
    if born:
        columns |= {"born_on": born.on, "born_precision": born.precision}
    if died:
        columns |= {"died_on": died.on, "died_precision": died.precision}
    return show_of_person(public_id, columns, by=by, why=why)


def show_of_person(public_id: str, columns: Mapping[str, Any], *, by: Actor, why: str) -> Person:
    """Show other dates or nationalities of a person: columns of Person, all titles of theirs with them.

    Raises NotFound.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(public_id=public_id, removed_at__isnull=True).first()
        if person is None:
            raise NotFound
        before = _life(person)
        for name, value in columns.items():
            setattr(person, name, value)
        person.version += 1
        person.save(update_fields=[*columns, "version"])
        raise_versions_of(Title.objects.filter(pk__in=Credit.objects.filter(person=person).values("title")))
        audit.record(
            "person.correct-life", by=by, subject_kind="person", subject_id=public_id, before=before,
            after=_life(person), why=why,
        )  # fmt: skip
    return person


def _life(person: Person) -> dict[str, Any]:
    return {
        "born": _dated(person.born), "died": _dated(person.died), "died_precision": person.died_precision,
        "nationalities": person.nationalities,
    }  # fmt: skip


def show_release(title_id: int, released: PartialDate | None, *, by: Actor, why: str) -> Title:
    """Show another date of the first public release of a title, or none; addresses with the old year redirect.

    Nothing happens where that is so already. Raises NotFound.
    """
    with transaction.atomic():
        title = Title.objects.select_for_update().filter(pk=title_id).first()
        if title is None:
            raise NotFound
        year = released.on.year if released else None
        if (title.year, title.released) == (year, released):
            return title
        before = {"year": title.year, "released": _dated(title.released)}
        title.year = year
        title.released_on = released.on if released else None
        title.released_precision = released.precision if released else Precision.UNKNOWN
        title.save(update_fields=["year", "released_on", "released_precision"])
        refresh_faces({title_id})
        raise_versions([title_id])
        note_changes(Indexed.TITLE, [title_id])
        audit.record(
            "title.correct-release", by=by, subject_kind="title", subject_id=title.public_id, before=before,
            after={"year": title.year, "released": _dated(title.released)}, why=why,
        )  # fmt: skip
    return title


def show_credit(
    title_id: int, episode_id: int | None, person_id: int, role: str, *, holds: bool, by: Actor, why: str
) -> None:
    """Credit a person with a role in a title or in one episode of it, or no longer, whatever the character.

    Nothing happens where that is so already. Raises NotFound for an unknown title or person.
    """
    with transaction.atomic():
        title = Title.objects.select_for_update().filter(pk=title_id).first()
        person = Person.objects.filter(pk=person_id).first()
        if title is None or person is None:
            raise NotFound
        place = Credit.objects.filter(title=title, episode=episode_id)
        rows = place.filter(person=person, role=role)
        if rows.exists() == holds:
            return
        if holds:
            last = place.filter(role=role).aggregate(last=Max("place"))["last"]
            Credit.objects.create(
                title=title, episode_id=episode_id, person=person, role=role, place=0 if last is None else last + 1
            )
        else:
            rows.delete()
        raise_versions([title_id])
        note_changes(Indexed.TITLE, [title_id])
        note_changes(Indexed.PERSON, [person_id])
        audit.record(
            "title.credit" if holds else "title.uncredit", by=by, subject_kind="title", subject_id=title.public_id,
            after={"episode": episode_id, "person": person.public_id, "role": role}, why=why,
        )  # fmt: skip


def _dated(day: PartialDate | None) -> dict[str, Any] | None:
    return {"date": str(day), "precision": day.precision} if day else None


def remove_title(public_id: str, *, by: Actor, why: str) -> Title:
    """Take a title out of the catalogue: its page answers 410 and its id is never used again. Raises NotFound."""
    with transaction.atomic():
        title = _locked(public_id)
        title.removed_at = clock.now()
        title.save(update_fields=["removed_at"])
        raise_versions([title.pk])
        note_changes(Indexed.TITLE, [title.pk])
        ask_for_count()
        audit.record(
            "title.remove", by=by, subject_kind="title", subject_id=public_id, why=why,
            before={"removed_at": None}, after={"removed_at": title.removed_at},
        )  # fmt: skip
    return title


def _locked(public_id: str) -> Title:
    present = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
    title = present.select_for_update().filter(public_id=public_id).first()
    if title is None:
        raise NotFound
    return title


def _both_locked(gone_id: str, kept_id: str) -> tuple[Title, Title]:
    """Always in the same order: two people may merge the same two the other way round at the same time."""
    present = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
    rows = present.select_for_update().filter(public_id__in=(gone_id, kept_id)).order_by("pk")
    found = {title.public_id: title for title in rows}
    if not {gone_id, kept_id} <= set(found):
        raise NotFound
    return found[gone_id], found[kept_id]


def merge_titles(gone_id: str, kept_id: str, *, by: Actor, why: str, journal: Journal | None = None) -> Title:
    """Make one title of two: the second keeps its id, the first redirects to it. Returns the kept one.

    All that hangs on the first goes over (catalogue.merging), links with it; what may be shown is for
    allostream.links.regrouping to settle. Raises NotFound and CannotMerge.
    """
    with transaction.atomic():
        gone, kept = _both_locked(gone_id, kept_id)
        refuse_merge(gone, kept)
        people = list(Credit.objects.filter(title=gone).values_list("person", flat=True))
        join_titles(gone, kept, journal if journal is not None else Journal())
        raise_versions([gone.pk, kept.pk])
        note_changes(Indexed.TITLE, [gone.pk, kept.pk])
        note_changes(Indexed.PERSON, people)
        ask_for_count()
        audit.record(
            "title.merge", by=by, subject_kind="title", subject_id=gone_id, why=why,
            before={"merged_into": None}, after={"merged_into": kept_id},
        )  # fmt: skip
    return kept


def refuse_merge(gone: Title, kept: Title) -> None:
    """Raise CannotMerge where two titles cannot become one."""
    names = {"gone": gone.name, "kept": kept.name}
    if gone.pk == kept.pk:
        raise CannotMerge(**names, why=gettext_noop("they are one already"))
    if gone.kind != kept.kind:
        raise CannotMerge(**names, why=gettext_noop("one is a film, the other a series"))
