"""Pages on which facts are stated and decided: the form to suggest one, and one fact with the buttons for it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allostream.accounts.models import User
from allostream.catalogue.queries import Moved
from allostream.lib import clock
from allostream.links import facts as links
from allostream.rights.actions.facts import Statement, is_protected, is_trusted
from allostream.rights.fact_reading import BadValue
from allostream.rights.fact_rules import AlreadyStated, SeenOtherwise, Voice, waits_for_known
from allostream.rights.fact_values import Property, properties_of
from allostream.rights.models import Fact, FactVoice
from allostream.rights.queries import histories
from allostream.rights.queries.facts import About, in_force_mark, rows_in_force, value_of
from allostream.web.addresses import Place, with_query
from allostream.web.done import done_sentence
from allostream.web.facts import words
from allostream.web.facts.asking import (
    actor_of,
    moved_thing,
    own_page,
    property_named,
    see_other,
    sign_in_path,
    to_sign_in,
    viewer_of,
)
from allostream.web.facts.filling import filled_from
from allostream.web.facts.forms import Filled, source_fields, value_fields
from allostream.web.facts.sent import cleaned, read_form
from allostream.web.facts.shown import Telling, told_event, told_voice
from allostream.web.facts.things import Thing, thing_at, thing_of
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write
from allostream.web.views.errors import unknown_value
from allostream.web.views.facts import done_sentences

MOST_WORDS = 500
ACTIONS = ("confirm", "refuse", "revert")


@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: PageRequest, letter: str, id: str) -> HttpResponse:
    """The form by which somebody signed in states a fact; without a property in the address, which one.

    `property` says which, `from` a fact whose value the form begins with. Raises UnknownValue.
    """
    try:
        thing = thing_at(request, letter, id)
    except Moved as now:
        return moved_thing(request, now, Place.FACT_FORM, letter)
    viewer = viewer_of(request)
    if viewer is None:
        return to_sign_in(request)
    text = (request.POST if request.method == "POST" else request.GET).get("property", "")
    if not text:
        return choose(request, thing)
    name = property_named(text, thing)
    if request.method == "POST":
        return state(request, thing, name, viewer)
    return form(request, thing, name, viewer, _begun(request, thing, name))


def choose(request: PageRequest, thing: Thing) -> HttpResponse:
    """The properties that can be stated of a thing."""
    known = [(name.value, words.property_word(name)) for name in properties_of(thing.about.subject)]
    page = Page(
        title=gettext("Suggest a fact: %(name)s") % {"name": thing.name},
        addresses=everywhere(Place.FACT_FORM, **thing.place),
        is_indexed=False,
    )
    return write(request, "pages/fact_choice.html", page, {"thing": thing, "properties": known})


def _begun(request: PageRequest, thing: Thing, name: Property) -> Filled:
    """An empty form, or one with the value of the fact in the address. Raises NotFound, UnknownValue."""
    public_id = request.GET.get("from", "")
    if not public_id:
        return Filled()
    fact = histories.fact_with_id(public_id)
    if fact.property != name or About.of(fact) != thing.about:
        raise unknown_value("from", public_id, [])
    return Filled(filled_from(value_of(fact)))


def form(
    request: PageRequest, thing: Thing, name: Property, viewer: User, filled: Filled, *, refusal: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The form with what was filled in and what is wrong with it."""
    slots = [slot for slot in histories.slots(thing.about) if slot.name == name]
    facts = [fact for slot in slots for fact in slot.in_force]
    telling = Telling(facts, request.visitor, viewer)
    language = request.visitor.language
    value, source = value_fields(name, filled, language), source_fields(filled, clock.now().date())
    context: dict[str, Any] = {
        "thing": thing,
        "property": name.value,
        "heading": words.property_word(name),
        "in_force": [telling.fact(fact) for fact in facts],
        "can_repeat": histories.can_repeat(name),
        "how": filled.one("how", "replace"),
        "seen": "" if histories.can_repeat(name) else in_force_mark(facts),
        "value_fields": value,
        "source_fields": source,
        "wrong": [one for one in (*value, *source) if one.error],
        "refusal": refusal,
        "trusted": is_trusted(actor_of(viewer)),
        "protected": is_protected(thing.about, name),
    }
    page = Page(
        title=gettext("Suggest: %(property)s of %(name)s") % {"property": context["heading"], "name": thing.name},
        addresses=everywhere(Place.FACT_FORM, **thing.place),
        is_indexed=False,
    )
    return write(request, "pages/fact_form.html", page, context, status=status)


def state(request: PageRequest, thing: Thing, name: Property, viewer: User) -> HttpResponse:
    """State what was filled in; the form again, with what is wrong, where that cannot be."""
    filled, said = read_form(name, request.POST, clock.now().date())
    if said is not None:
        try:
            fact = _stated(thing.about, said, viewer, request.POST.get("seen", ""))
        except BadValue as error:
            filled.refuse(error)
        except (AlreadyStated, SeenOtherwise) as problem:
            refusal = gettext(problem.sentence)
            return form(request, thing, name, viewer, filled, refusal=refusal, status=problem.status)
        else:
            done = "in-force" if fact.state == Fact.State.IN_FORCE else "stated"
            return see_other(with_query(own_page(request, Place.FACTS, **thing.place), done=done))
    return form(request, thing, name, viewer, filled, status=422)


def _stated(about: About, said: Statement, viewer: User, seen: str) -> Fact:
    return links.state_fact(about, said, by=actor_of(viewer), seen=seen or None)


@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: PageRequest, id: str) -> HttpResponse:
    """One fact: what it says, its source, its voices and what became of it; a form decides. Twelve to twenty queries.

    Raises NotFound, and what the actions raise.
    """
    found = histories.fact_with_id(id)
    if request.method == "POST":
        return decide(request, found)
    try:
        thing = thing_of(About.of(found), request)
    except Moved as now:
        return moved_thing(request, now, Place.FACTS, "w")
    viewer = viewer_of(request)
    events, voices = histories.events_of_fact(found), histories.voices_of(found)
    present = rows_in_force(thing.about, Property(found.property), found.key)
    others = [one for one in present if one.pk != found.pk]
    named = {event.by for event in events if event.by_kind == "person"} | {voice.by for voice in voices}
    telling = Telling([found, *others], request.visitor, viewer, named)
    shown = telling.fact(found)
    context = {
        "thing": thing,
        "fact": shown,
        "property": found.property,
        "others": [telling.fact(one) for one in others],
        "voices": [told_voice(voice, telling) for voice in voices],
        "events": [told_event(event, telling) for event in events],
        "superseded_by": own_page(request, Place.FACT, id=found.superseded_by.public_id) if found.superseded_by else "",
        "seen": in_force_mark(present),
        "done": done_sentence(request, done_sentences),
        "waits_for_known": _waits_for_known(found, voices, thing),
        "sign_in": sign_in_path(request),
        **_may(found, viewer, {voice.by for voice in voices}),
    }
    page = Page(
        title=gettext("%(property)s of %(name)s: %(value)s")
        % {"property": shown.heading, "name": thing.name, "value": shown.value},
        addresses=everywhere(Place.FACT, id=found.public_id),
        is_indexed=False,
    )
    return write(request, "pages/fact.html", page, context, fresh=thing.fresh("done"))


def _waits_for_known(found: Fact, voices: Sequence[FactVoice], thing: Thing) -> bool:
    """Whether all who confirm an open suggestion are new here, and would otherwise be enough. A query at most."""
    said = [Voice(one.by, one.is_for) for one in voices]
    if found.state != Fact.State.PROPOSED or not waits_for_known(said, is_protected=False):
        return False
    return not is_protected(thing.about, Property(found.property))


def _may(found: Fact, viewer: User | None, spoken: set[str]) -> dict[str, bool]:
    """Which buttons a reader has."""
    is_open = found.state == Fact.State.PROPOSED
    is_own = viewer is not None and (found.stated_kind, found.stated_by) == ("person", viewer.public_id)
    return {
        "is_open": is_open,
        "may_withdraw": is_open and is_own,
        "may_speak": is_open and viewer is not None and not is_own and viewer.public_id not in spoken,
        "may_revert": found.state == Fact.State.IN_FORCE and viewer is not None and is_trusted(actor_of(viewer)),
    }


def decide(request: PageRequest, found: Fact) -> HttpResponse:
    """Do what a button says, and lead back to the fact. Raises UnknownValue, and what the actions raise."""
    viewer = viewer_of(request)
    if viewer is None:
        return to_sign_in(request)
    action, why = request.POST.get("action", ""), cleaned(request.POST.get("why", ""))[:MOST_WORDS]
    by, seen = actor_of(viewer), request.POST.get("seen") or None
    acts: dict[str, Callable[[], Fact]] = {
        "confirm": lambda: links.confirm_fact(found.public_id, by=by, why=why, seen=seen),
        "refuse": lambda: links.refuse_fact(found.public_id, by=by, why=why),
        "revert": lambda: links.revert_fact(found.public_id, by=by, why=why),
    }
    if action not in acts:
        raise unknown_value("action", action, ACTIONS)
    after = acts[action]()
    done = {"confirm": "confirmed", "refuse": "refused", "revert": "reverted"}[action]
    if action == "confirm" and after.state == Fact.State.IN_FORCE:
        done = "in-force"
    return see_other(with_query(own_page(request, Place.FACT, id=found.public_id), done=done))
