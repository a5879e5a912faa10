"""Edits of the catalogue: one of them with the buttons that decide, those that wait, and the history of a thing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.catalogue import edit_actions
from allostream.catalogue.edit_rules import Kind, between, moved, on_top
from allostream.catalogue.edit_values import protection_of, values_of
from allostream.catalogue.models import Protection
from allostream.catalogue.queries import Moved
from allostream.community import editing, regrouping_queries
from allostream.community import editing_queries as queries
from allostream.community.editing_checks import NothingChanged, ReasonsMissing, SuggestedAlready, part_kind
from allostream.community.editing_facts import is_property_protected
from allostream.community.editing_rules import LONGEST_WHY, Reasons, Sort, State
from allostream.community.made_people import people_made
from allostream.community.models import Edit
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound
from allostream.moderation import editing as deciding
from allostream.web.addresses import Place, with_query
from allostream.web.done import done_sentence
from allostream.web.edits import words
from allostream.web.edits.telling import Teller
from allostream.web.edits.things import Thing, place_of, thing_at
from allostream.web.facts.asking import actor_of, moved_thing, own_page, see_other, sign_in_path, to_sign_in, viewer_of
from allostream.web.facts.sent import cleaned
from allostream.web.formats import day
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import before_after, read_page
from allostream.web.views.regrouping import lines_of

FAULTY = 422
PROTECTED_FOR = (7, 30, 180, 0)  # days; 0: no end
LONGEST_PROTECTION = 300


def done_sentences() -> Mapping[str, str]:
    """What a form has just done, by its code."""
    return {
        "suggested": gettext("Thank you. Your edit waits for a second pair of eyes."),
        "in-force": gettext("Done: this is in force now, and the pages show it."),
        "again": gettext("The same is suggested already: here it is. Give it your voice."),
        "confirmed": gettext("Thank you. Your voice is counted."),
        "opposed": gettext("Done: your voice against it is counted."),
        "withdrawn": gettext("Done: your edit is withdrawn."),
        "reverting": gettext("Thank you. That it be as before waits for a second pair of eyes."),
        "protected": gettext("Done: only those who may change what is protected can do so now."),
        "unprotected": gettext("Done: everybody with an account may suggest changes again."),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, id: str) -> HttpResponse:
    """One edit: what it changes, its source, its voices, how it stands; a form decides. Sixteen to twenty queries.

    Raises NotFound and what the actions raise.
    """
    found = queries.edit_with_id(id)
    fault = ""
    if request.method == "POST":
        viewer = viewer_of(request)
        if viewer is None:
            return to_sign_in(request)
        try:
            return _decide(request, found, viewer)
        except (ReasonsMissing, NothingChanged) as problem:
            fault = gettext(problem.sentence)
        found = queries.edit_with_id(id)
    return edit_page(request, found, fault)


def edit_page(request: PageRequest, found: Edit, fault: str) -> HttpResponse:
    """The page of an edit."""
    try:
        thing = thing_at(request, *place_of(found))
    except Moved as elsewhere:
        letter, _id = place_of(found)
        return moved_thing(request, elsewhere, Place.EDIT_HISTORY, letter)
    viewer, telling = viewer_of(request), Teller(request, [found])
    now = {} if part_kind(Sort(found.sort)) else values_of(thing.edited, thing.edited.row())
    is_open = found.state == State.OPEN
    changes_now = found.changes if part_kind(Sort(found.sort)) else on_top(found.changes, now)
    is_moved = is_open and bool(now) and bool(moved(found.changes, now))
    protection = protection_of(thing.edited, clock.now())
    shown = telling.edit(found)
    is_protected = protection is not None or is_property_protected(found, thing.edited)
    context: dict[str, Any] = {
        "thing": thing, "edit": shown, "quote": found.quote, "fault": fault,
        "lines": telling.speller.lines(changes_now) if is_open else shown.lines,
        "meanwhile": telling.speller.meanwhile(found.changes, now) if is_moved else (),
        "seen": editing.mark_now(found, now),
        "voices": [
            (telling.who(one.person), one.is_for, one.why, words.told_day(one.at, request.visitor.language))
            for one in found.voices.all()
        ],
        "decided": _decided(found, telling), "doubts": words.doubt_words(found.doubts) if is_open else (),
        "comes_along": _made_people(found), "stays": _left_people(found),
        "reverts": own_page(request, Place.EDIT, id=found.reverts.public_id) if found.reverts else "",
        "protected": _protected(protection, request), "done": done_sentence(request, done_sentences),
        "sign_in": sign_in_path(request), **_may(found, viewer, is_protected=is_protected),
    }  # fmt: skip
    page = Page(
        title=gettext("Edit: %(name)s") % {"name": thing.name}, addresses=everywhere(Place.EDIT, id=found.public_id),
        is_indexed=False,
    )  # fmt: skip
    return write(request, "pages/edit.html", page, context, status=FAULTY if fault else 200)


def _made_people(found: Edit) -> str:
    """Whom an edit has made, who go with it when it is undone; "" for nobody. One query at most."""
    if found.state != State.IN_FORCE:
        return ""
    return ", ".join(person.name for person in people_made(found))


def _left_people(found: Edit) -> str:
    """Whom the edit had made that this one has undone, and who are here still; "" for nobody. One query at most."""
    if found.reverts is None or found.state != State.IN_FORCE:
        return ""
    return ", ".join(person.name for person in people_made(found.reverts))


def _decided(found: Edit, telling: Teller) -> str:
    """When it was decided, and by whom: those who keep order are not named."""
    if found.decided_at is None:
        return ""
    on = words.told_day(found.decided_at, telling.speller.reader)
    named = {found.author_id, *(one.person_id for one in found.voices.all())}
    by = telling.who(found.decided_by) if found.decided_by_id in named else gettext("a moderator")
    return gettext("%(state)s since %(day)s; the last word was of %(who)s.") % {
        "state": words.state_word(found.state).capitalize(), "day": on, "who": by,
    }  # fmt: skip


def _may(found: Edit, viewer: User | None, *, is_protected: bool) -> dict[str, bool]:
    """Which buttons a reader has. Two queries at most."""
    is_open = found.state == State.OPEN
    is_own = viewer is not None and found.author_id == viewer.pk
    has_spoken = viewer is not None and any(one.person_id == viewer.pk for one in found.voices.all())
    may_speak = is_open and not is_own and not has_spoken and viewer is not None and may(viewer, Right.EDIT_CONFIRM)
    return {
        "is_open": is_open,
        "may_withdraw": is_open and is_own,
        "may_speak": may_speak,
        "settles": may_speak and editing.settles(viewer, is_protected=is_protected),
        "may_revert": found.state == State.IN_FORCE and viewer is not None and may(viewer, Right.EDIT_SUGGEST),
    }


def _decide(request: PageRequest, found: Edit, viewer: User) -> HttpResponse:
    """Do what a button says, and lead back to the edit. Raises UnknownValue, and what the actions raise."""
    id, why = found.public_id, cleaned(request.POST.get("why", ""))[:LONGEST_WHY]
    seen, reasons = request.POST.get("seen", ""), Reasons(cleaned(request.POST.get("source", "")), why)

    def voice(is_for: bool) -> Edit:
        return deciding.speak(id, is_for=is_for, by=viewer, author=found.author, seen=seen, why=why)

    acts: dict[str, tuple[str, Callable[[], Edit]]] = {
        "confirm": ("confirmed", lambda: voice(True)),
        "oppose": ("opposed", lambda: voice(False)),
        "withdraw": ("withdrawn", lambda: editing.withdraw(id, by=viewer)),
        "revert": ("reverting", lambda: editing.revert(id, reasons, by=viewer)),
    }
    action = request.POST.get("action", "")
    if action not in acts:
        raise unknown_value("action", action, acts)
    done, act = acts[action]
    try:
        after = act()
    except SuggestedAlready as problem:
        return see_other(with_query(own_page(request, Place.EDIT, id=problem.edit.public_id), done="again"))
    if after.state == State.IN_FORCE:
        done = "in-force"
    return see_other(with_query(own_page(request, Place.EDIT, id=after.public_id), done=done))


@require_safe
def edits(request: PageRequest) -> HttpResponse:
    """Edits that wait for a second pair of eyes, the oldest first, of all things or those of one kind; or one's own,
    however they stand (`mine`). Nine queries.

    Raises UnknownValue, and NotFound beyond the last page.
    """
    number, about = read_page(request.GET), request.GET.get("about", "")
    is_mine = request.GET.get("mine") == "1"
    if is_mine and not request.user.is_authenticated:
        return to_sign_in(request)
    if about and about not in set(Kind):
        raise unknown_value("about", about, [one.value for one in Kind])
    found = queries.edits_by(request.user, number) if is_mine else queries.open_edits(number, about=about)
    if number > 1 and not found.edits:
        raise NotFound
    telling = Teller(request, found.edits)
    path = own_page(request, Place.EDITS)
    names = {
        Kind.TITLE: gettext("Films and series"), Kind.SEASON: gettext("Seasons"), Kind.EPISODE: gettext("Episodes"),
        Kind.PERSON: gettext("People"),
    }  # fmt: skip
    context = {
        "rows": [telling.edit(one) for one in found.edits],
        "kinds": [(names[kind], with_query(path, about=kind.value), kind == about) for kind in Kind],
        "everything": path, "about": about, "is_mine": is_mine,
        "mine": with_query(path, mine="1") if request.user.is_authenticated else "",
        **before_after(path, number, has_more=found.has_more, about=about, mine="1" if is_mine else ""),
    }  # fmt: skip
    page = Page(
        title=gettext("Edits that wait for a second pair of eyes"),
        description=gettext("Changes of the catalogue that somebody has suggested and nobody has decided yet."),
        number=number, addresses=everywhere(Place.EDITS), is_indexed=False,
    )  # fmt: skip
    return write(request, "pages/edits.html", page, context)


@require_http_methods(["GET", "HEAD", "POST"])
def history(request: PageRequest, letter: str, id: str) -> HttpResponse:
    """What became of a thing: every edit, the latest first, merges and splits, what imports changed as far as is
    known, and what differs between two moments (`from` and `to`, ids of edits). A form protects it. Ten to twenty-one
    queries.

    Raises NotFound, Gone, UnknownValue, Forbidden.
    """
    try:
        thing = thing_at(request, letter, id)
    except Moved as now:
        return moved_thing(request, now, Place.EDIT_HISTORY, letter)
    if request.method == "POST":
        return _protect(request, thing)
    number, viewer = read_page(request.GET), viewer_of(request)
    found = queries.edits_of(thing.edited, number)
    if number > 1 and not found.edits:
        raise NotFound
    telling = Teller(request, found.edits)
    steps = queries.steps_of(thing.edited)
    protection = protection_of(thing.edited, clock.now())
    path = own_page(request, Place.EDIT_HISTORY, **thing.place)
    context: dict[str, Any] = {
        "thing": thing, "rows": [telling.edit(one) for one in found.edits], **_compared(request, steps, telling),
        "imports": _imports(request, thing) if number == 1 else (),
        "regroupings": _regroupings(request, thing) if number == 1 else (),
        "facts": own_page(request, Place.FACT_HISTORY, **thing.place) if letter != "s" else "",
        "protected": _protected(protection, request), "is_protected": protection is not None,
        "may_protect": viewer is not None and thing.letter in ("w", "p") and may(viewer, Right.EDIT_PROTECT),
        "lengths": [(str(days), _length(days)) for days in PROTECTED_FOR],
        "done": done_sentence(request, done_sentences), **before_after(path, number, has_more=found.has_more),
    }  # fmt: skip
    page = Page(
        title=gettext("History: %(name)s") % {"name": thing.name},
        description=gettext("Every edit of “%(name)s”: who, when, from which source, what was and what is.")
        % {"name": thing.name},
        addresses=everywhere(Place.EDIT_HISTORY, **thing.place), number=number, is_indexed=False,
    )  # fmt: skip
    return write(request, "pages/edit_history.html", page, context)


def _length(days: int) -> str:
    if not days:
        return gettext("Until somebody ends it")
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def _compared(request: PageRequest, steps: Sequence[Edit], telling: Teller) -> dict[str, Any]:
    """What differs between two moments. Raises UnknownValue."""
    ids = [one.public_id for one in steps]
    moments = [("", gettext("before the first edit"))]
    moments += [(one.public_id, _moment(one, telling)) for one in steps]
    chosen = [request.GET.get(name, "") for name in ("from", "to")]
    for name, id in zip(("from", "to"), chosen, strict=True):
        if id and id not in ids:
            raise unknown_value(name, id, ids)
    is_compared = "to" in request.GET
    first, last = (ids.index(id) + 1 if id else 0 for id in chosen)
    low, high = sorted((first, last))
    lines = telling.speller.lines(between([one.applied for one in steps[low:high]])) if is_compared else ()
    return {
        "moments": moments if steps else (), "is_compared": is_compared, "differing": lines,
        "from": chosen[0], "to": chosen[1] if is_compared else (ids[-1] if ids else ""),
    }  # fmt: skip


def _moment(one: Edit, telling: Teller) -> str:
    fields = ", ".join(words.field_word(name) for name in one.applied)
    on = words.told_day(one.decided_at, telling.speller.reader)
    return gettext("after the edit of %(day)s (%(fields)s)") % {"day": on, "fields": fields}


def _imports(request: PageRequest, thing: Thing) -> list[dict[str, Any]]:
    """What imports changed of a title, as far as the records know. One query."""
    if thing.letter != "w":
        return []
    return [
        {
            "source": one.source.name, "on": day(one.joined_at, request.visitor.language), "key": one.key,
            "changes": [f"{column}: {after}" for column, after in one.changes],
        }
        for one in queries.joinings_of(thing.edited.pk)
    ]  # fmt: skip


def _regroupings(request: PageRequest, thing: Thing) -> list[dict[str, Any]]:
    """The merges and splits of a title with its parts, or of one part, and whether they were undone. Five queries at
    most."""
    if thing.title_id is None:
        return []
    done = regrouping_queries.done_with(thing.title_id, thing.id, is_part=thing.letter != "w")
    return lines_of(request, done)


def _protected(protection: Protection | None, request: PageRequest) -> str:
    """That something is protected, why and until when; "" where it is not."""
    if protection is None:
        return ""
    told = {"why": protection.why, "day": day(protection.since, request.visitor.language)}
    if protection.until is None:
        return gettext("Protected since %(day)s: %(why)s") % told
    return gettext("Protected since %(day)s until %(until)s: %(why)s") % {
        **told, "until": day(protection.until, request.visitor.language)
    }  # fmt: skip


def _protect(request: PageRequest, thing: Thing) -> HttpResponse:
    """Protect a thing, or no longer. Raises Forbidden and UnknownValue; without a reason it is not done."""
    viewer = viewer_of(request)
    if viewer is None:
        return to_sign_in(request)
    if thing.letter not in ("w", "p") or not may(viewer, Right.EDIT_PROTECT):
        raise Forbidden
    here = own_page(request, Place.EDIT_HISTORY, **thing.place)
    why = cleaned(request.POST.get("why", ""))[:LONGEST_PROTECTION]
    if request.POST.get("protects") != "1":
        edit_actions.unprotect(thing.edited, by=actor_of(viewer), why=why)
        return see_other(with_query(here, done="unprotected"))
    days = request.POST.get("days", "30")
    known = [str(one) for one in PROTECTED_FOR]
    if days not in known:
        raise unknown_value("days", days, known)
    if not why:
        raise ReasonsMissing([])
    until = clock.now() + timedelta(days=int(days)) if int(days) else None
    edit_actions.protect(thing.edited, by=actor_of(viewer), why=why, until=until)
    return see_other(with_query(here, done="protected"))
