"""What of an edit the rules of protection rest on: stated as a fact with its source, so that it weighs what its source
weighs and stands in the history of facts, and decided anew."""

from collections.abc import Mapping, Sequence
from typing import Any

from allostream.accounts.models import User
from allostream.audit.rules import Actor
from allostream.catalogue.edit_rules import OF_RIGHTS, Kind, put_in, taken_out
from allostream.catalogue.edit_values import Edited, person_now
from allostream.catalogue.models import Person
from allostream.community.editing_rules import Reasons
from allostream.community.models import Edit, EditVoice
from allostream.lib import clock
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.web_parts import host_of
from allostream.links.actions import changed as links_follow
from allostream.links.deciding import decide
from allostream.rights.actions import facts
from allostream.rights.actions.facts import Statement
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_rules import AlreadyStated, GivenSource
from allostream.rights.fact_values import UNKNOWN_DATE, Countries, Credit, Dated, Property, Subject, Value
from allostream.rights.queries.facts import About


def state_facts(edit: Edit, thing: Edited, changed: Mapping[str, Mapping[str, Any]], *, by: User) -> None:
    """State as facts what of an edit rights hang on, and decide on its title anew; in the caller's transaction."""
    if OF_RIGHTS.isdisjoint(changed) or thing.kind is Kind.PERSON:
        return
    about, name, value = _fact(edit, thing, changed)
    if about and name and value:
        _state(edit, about, name, value, by=by)
    title_ids = thing.title_ids()
    decide(title_ids, by=Actor.person(by.public_id), why=edit.why)
    links_follow(title_ids)


def state_people(
    edit: Edit, thing: Edited, changed: Mapping[str, Mapping[str, Any]],
    made: Sequence[tuple[Person, int | None, int | None]], *, by: User,
) -> None:  # fmt: skip
    """State as facts who had a part in a work, or had none, and the years of people who were made for that; in the
    caller's transaction."""
    for person, *years in made:
        for name, year in zip((Property.BORN, Property.DIED), years, strict=True):
            if year:
                value = Dated(Precision.YEAR, PartialDate.parse(str(year)))
                _state(edit, About(Subject.PERSON, person.pk), name, value, by=by)
    credits = changed.get("credits")
    if credits is None or thing.kind not in (Kind.TITLE, Kind.EPISODE):
        return
    about = _about(thing)
    for holds, items in ((True, put_in(credits)), (False, taken_out(credits))):
        for role, public_id in items:
            person_here = person_now(public_id)
            if person_here is not None:
                _state(edit, about, Property.CREDIT, Credit(person_here.public_id, role, holds=holds), by=by)


def _about(thing: Edited) -> About:
    return About(Subject.TITLE if thing.kind is Kind.TITLE else Subject.EPISODE, thing.pk)


def _state(edit: Edit, about: About, name: Property, value: Value, *, by: User) -> None:
    said = Statement(name, value, source_of(edit), replaces=True, why=edit.why)
    author = Actor.person(edit.author.public_id) if edit.author else Actor.person(by.public_id)
    second = Actor.person(by.public_id)
    try:
        fact = facts.state_fact(about, said, by=author)
        # The last voice need not be the one that is known here: whoever agreed speaks for the fact too.
        agreed = [Actor.person(one.person.public_id) for one in _agreeing(edit)]
        for one in dict.fromkeys([*agreed, second]):
            if one != author and fact.state == fact.State.PROPOSED:
                fact = facts.confirm_fact(fact.public_id, by=one, why=edit.why)
    except AlreadyStated:
        pass  # the fact was there before the catalogue followed it


def _agreeing(edit: Edit) -> list[EditVoice]:
    return list(edit.voices.filter(is_for=True, is_bound=False).select_related("person").order_by("at", "pk"))


def _fact(
    edit: Edit, thing: Edited, changed: Mapping[str, Mapping[str, Any]]
) -> tuple[About | None, Property | None, Value | None]:
    """The fact that an edit states; three times None for one whose value the rules read from the catalogue alone."""
    if thing.kind is Kind.TITLE and "countries" in changed:
        codes = tuple(sorted(set(changed["countries"]["after"] or ())))
        return About(Subject.TITLE, thing.pk), Property.ORIGIN, Countries(codes or None)
    episode = edit.made_episode_id or (thing.pk if thing.kind is Kind.EPISODE else None)
    if episode and "aired" in changed:
        text = changed["aired"]["after"]
        day = PartialDate.parse(text) if text else None
        # What is only announced is not published, and what was said before of the day holds no more.
        value = Dated(day.precision, day) if day and day.on <= clock.now().date() else UNKNOWN_DATE
        return About(Subject.EPISODE, episode), Property.PUBLISHED, value
    return None, None, None


def is_property_protected(edit: Edit, thing: Edited) -> bool:
    """Whether an edit changes a property of which only trusted people may state facts. Two queries at most."""
    if OF_RIGHTS.isdisjoint(edit.changes):
        return False
    if "credits" in edit.changes and facts.is_protected(_about(thing), Property.CREDIT):
        return True
    about, name, _value = _fact(edit, thing, edit.changes)
    return about is not None and name is not None and facts.is_protected(about, name)


def source_of(edit: Edit) -> GivenSource:
    """The source of an edit as facts have it: what anybody tells is a claim."""
    address = Reasons(edit.source, edit.why).address
    host = host_of(address).removeprefix("www.")[:80] if address else ""
    return GivenSource(
        name=(host or edit.source)[:200], weight=Weight.CLAIM, address=address, origin=host, quote=edit.quote
    )
