"""Pages on which facts are read: all of one thing, their history, the open suggestions of all things."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from allostream.catalogue.queries import Moved
from allostream.freshness.rules import Subject as Stamped
from allostream.links import facts as links
from allostream.rights.actions.facts import is_trusted
from allostream.rights.fact_values import properties_of
from allostream.rights.models import FactEvent
from allostream.rights.queries import histories
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
from allostream.web.facts.sent import cleaned
from allostream.web.facts.shown import Telling, told_event
from allostream.web.facts.things import Thing, names_of_things, thing_at
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write
from allostream.web.views.errors import unknown_value


def done_sentences() -> Mapping[str, str]:
    """What a form has just done, by its code."""
    return {
        "stated": gettext("Thank you. Your suggestion waits for a second person."),
        "in-force": gettext("Done: this is in force now, and the links follow it."),
        "protected": gettext("Done: only trusted people and moderators may change this now."),
        "unprotected": gettext("Done: two people together may change this again."),
        "confirmed": gettext("Thank you. Your voice is counted."),
        "refused": gettext("Done: your voice against it is counted."),
        "reverted": gettext("Done: what was in force before is in force again."),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: PageRequest, letter: str, id: str) -> HttpResponse:
    """What is stated of one thing: in force, suggested, past; a form protects a property. Seven to eleven queries."""
    try:
        thing = thing_at(request, letter, id)
    except Moved as now:
        return moved_thing(request, now, Place.FACTS, letter)
    if request.method == "POST":
        return protect(request, thing)
    viewer = viewer_of(request)
    found = histories.slots(thing.about)
    telling = Telling(
        (fact for slot in found for fact in (*slot.in_force, *slot.proposed, *slot.past)), request.visitor, viewer,
        {slot.protection.by for slot in found if slot.protection},
    )  # fmt: skip
    there = {slot.name for slot in found}
    missing = [name for name in properties_of(thing.about.subject) if name not in there]
    context = {
        "thing": thing,
        "sections": telling.sections(found),
        "missing": [(name.value, words.property_word(name)) for name in missing],
        "trusted": viewer is not None and is_trusted(actor_of(viewer)),
        "sign_in": sign_in_path(request),
        "done": done_sentence(request, done_sentences),
    }
    page = Page(
        title=gettext("Facts: %(name)s") % {"name": thing.name},
        description=gettext("What is known of “%(name)s”, from which source, stated by whom and when.")
        % {"name": thing.name},
        addresses=everywhere(Place.FACTS, **thing.place),
        is_indexed=False,
    )
    return write(request, "pages/facts.html", page, context, fresh=thing.fresh("done"))


def protect(request: PageRequest, thing: Thing) -> HttpResponse:
    """Protect a property, or no longer. Raises UnknownValue and Forbidden."""
    viewer = viewer_of(request)
    if viewer is None:
        return to_sign_in(request)
    name = property_named(request.POST.get("property", ""), thing)
    protects = request.POST.get("protects") == "1"
    links.protect_property(
        thing.about, name, by=actor_of(viewer), why=cleaned(request.POST.get("why", ""))[:500], protects=protects
    )
    done = "protected" if protects else "unprotected"
    return see_other(with_query(own_page(request, Place.FACTS, **thing.place), done=done) + f"#{name}")


@require_safe
def history(request: PageRequest, letter: str, id: str) -> HttpResponse:
    """What became of the facts of one thing, the latest first, and what differs between two moments.

    `from` and `to` in the address are events. Nine to sixteen queries.
    """
    try:
        thing = thing_at(request, letter, id)
    except Moved as now:
        return moved_thing(request, now, Place.FACT_HISTORY, letter)
    told = histories.events(thing.about)
    earlier, later = (_event_named(request, name, told) for name in ("from", "to"))
    is_compared = earlier is not None and later is not None
    changes = histories.changes(thing.about, earlier or 0, later or 0) if is_compared else []
    known = [event.fact for event in told] + [fact for change in changes for fact in (*change.before, *change.after)]
    telling = Telling(
        known, request.visitor, viewer_of(request), {event.by for event in told if event.by_kind == "person"}
    )
    context: dict[str, Any] = {
        "thing": thing,
        "events": [told_event(event, telling, telling.fact(event.fact)) for event in told],
        "earlier": earlier if earlier is not None else _before_last(told),
        "later": later or (told[0].pk if told else 0),
        "is_compared": is_compared,
        "changes": [
            (words.property_word(change.name), [telling.fact(one) for one in change.before],
             [telling.fact(one) for one in change.after])
            for change in changes
        ],
    }  # fmt: skip
    page = Page(
        title=gettext("History of facts: %(name)s") % {"name": thing.name},
        addresses=everywhere(Place.FACT_HISTORY, **thing.place),
        is_indexed=False,
    )
    return write(request, "pages/fact_history.html", page, context, fresh=thing.fresh("from", "to"))


def _before_last(told: Sequence[FactEvent]) -> int:
    """The event before the latest decision, which may be two events: one ends what the other replaces."""
    ends = (FactEvent.Kind.SUPERSEDED, FactEvent.Kind.REVERTED)
    return next((event.pk for event in told[1:] if event.kind not in ends), 0)


def _event_named(request: PageRequest, name: str, told: list[FactEvent]) -> int | None:
    """The event in the address, 0 for the beginning, None where there is none. Raises UnknownValue."""
    text = request.GET.get(name, "")
    if not text:
        return None
    known = ["0", *(str(event.pk) for event in told)]
    if text not in known:
        raise unknown_value(name, text, known)
    return int(text)


@require_safe
def suggestions(request: PageRequest) -> HttpResponse:
    """Open suggestions of all things, those first on which most links hang. Seven queries. Raises UnknownValue."""
    text = request.GET.get("page", "1")
    number = int(text) if text.isdecimal() and len(text) < 7 else 0
    found, pages = histories.open_suggestions(max(number, 1))
    if number < 1 or (number > 1 and not found):
        raise unknown_value("page", text, [str(n) for n in range(1, max(pages, 1) + 1)][:1000])
    telling = Telling(found, request.visitor, viewer_of(request))
    named = names_of_things(found, request.site.language)
    context = {
        "rows": [(named[fact.pk], fact.demand, telling.fact(fact)) for fact in found],
        "number": number,
        "pages": pages,
        "before": with_query(request.path, page=number - 1) if number > 1 else "",
        "after": with_query(request.path, page=number + 1) if number < pages else "",
    }
    page = Page(
        title=gettext("Open suggestions"),
        description=gettext("Facts that somebody has suggested and nobody has decided yet."),
        number=number,
        addresses=everywhere(Place.SUGGESTIONS),
        is_indexed=False,
    )
    fresh = Fresh(stamps=(Stamped.FACTS, Stamped.LISTS), query=("page",))
    return write(request, "pages/suggestions.html", page, context, fresh=fresh)
