"""People who were made by an edit of who had a part in a work: where it is undone they go again, unless something else
refers to them or somebody has changed them since."""

from collections.abc import Iterable

from django.db.models import Q

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue import edit_actions
from allostream.catalogue.attached import columns_on
from allostream.catalogue.models import Person
from allostream.community.editing_rules import State
from allostream.community.models import Edit
from allostream.rights.fact_values import Property
from allostream.rights.models import Fact


def people_made(edit: Edit) -> list[Person]:
    """Those whom an edit has made and who are here. One query, none where it made nobody."""
    if not edit.made_people:
        return []
    return list(Person.objects.filter(public_id__in=edit.made_people, removed_at=None).order_by("pk"))


def take_people_away(undone: Edit, *, by: Actor) -> None:
    """Take away whom an edit had made, at the end of the transaction that undoes it. Some fifteen queries for each
    person, none where nobody was made."""
    goes = [person for person in people_made(undone) if not refers_to(person, undone)]
    edit_actions.take_people_away(goes)
    _record("person.remove", goes, undone, by)


def bring_people_back(undone: Edit, *, by: Actor) -> None:
    """Where what is undone is itself an undoing that took people away, they are here again, before their credits are
    written. One query, none where it took nobody away."""
    if undone.reverts is None or not undone.reverts.made_people:
        return
    gone = list(Person.objects.filter(public_id__in=undone.reverts.made_people, removed_at__isnull=False))
    edit_actions.bring_people_back(gone)
    _record("person.restore", gone, undone, by)


def _record(what: str, people: Iterable[Person], undone: Edit, by: Actor) -> None:
    for person in people:
        audit.record(
            what, by=by, subject_kind="person", subject_id=person.public_id, after={"undone": undone.public_id}
        )


def refers_to(person: Person, made_by: Edit) -> bool:
    """Whether anything hangs on a person but what the edit that made them has told of them, or names them."""
    told = Q(stated_at__lte=made_by.decided_at)
    for model, column in columns_on(Person):
        rows = model._default_manager.filter(**{column: person.pk})
        if model is Fact:
            rows = rows.exclude(told)
        if rows.exists():
            return True
    named = Fact.objects.filter(property=Property.CREDIT, state=Fact.State.PROPOSED)
    return named.filter(key__endswith=f":{person.public_id}").exists() or _is_in_an_open_edit(person)


def _is_in_an_open_edit(person: Person) -> bool:
    waiting = Edit.objects.filter(state=State.OPEN, changes__has_key="credits").values_list("changes", flat=True)
    return any(
        person.public_id in one for changes in waiting.iterator() for one in changes["credits"]["after"] or ()
    )  # fmt: skip
