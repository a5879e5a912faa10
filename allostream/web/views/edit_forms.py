"""“Improve this page”: the form by which somebody suggests an edit, with what would change before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.catalogue.edit_rules import OF_RIGHTS, Kind, Values, fields_of
from allostream.catalogue.edit_values import genre_names, protection_of, values_of
from allostream.catalogue.queries import Moved, names_of_people
from allostream.community import editing
from allostream.community.editing_checks import (
    NotAValue,
    NothingChanged,
    ReasonsMissing,
    SuggestedAlready,
    TooManyEdits,
    Wanted,
    difference,
    faults_of,
    is_of_rights,
    part_kind,
)
from allostream.community.editing_queries import seasons_of, waiting_on
from allostream.community.editing_rules import Reasons, Sort, State, missing
from allostream.lib import clock
from allostream.lib.problems import Forbidden
from allostream.web.addresses import Place, address, with_query
from allostream.web.edits.credits import Typed, credit_fields, read_credits
from allostream.web.edits.forms import Maker, read_reasons, read_values, sealed, unsealed
from allostream.web.edits.things import Thing, season_name, thing_at
from allostream.web.edits.words import Speller, credited, fault_words, missing_words
from allostream.web.facts.asking import moved_thing, own_page, see_other, to_sign_in, viewer_of
from allostream.web.facts.words import property_word
from allostream.web.formats import day
from allostream.web.http import PageRequest
from allostream.web.limits import check_newcomer
from allostream.web.page import Page, everywhere, write
from allostream.web.views.errors import unknown_value

FAULTY = 422
STEPS = ("preview", "send")
# What is edited as facts of the rules of protection, each with its own form.
FACTS = {
    Kind.TITLE: ("published",), Kind.EPISODE: (), Kind.PERSON: ("born", "died", "nationality"),
    Kind.SEASON: (),
}  # fmt: skip


@dataclass
class Draft:
    """What somebody is about to suggest."""

    wanted: Wanted
    now: Values
    reasons: Reasons = field(default_factory=lambda: Reasons("", ""))
    errors: dict[str, str] = field(default_factory=dict)
    refusal: str = ""
    step: str = ""
    typed: Typed = ()
    unclear: str = ""  # what is wrong with the people typed
    status: int = 200


@require_http_methods(["GET", "HEAD", "POST"])
def improve(request: PageRequest, letter: str, id: str) -> HttpResponse:
    """The form to change what is known of a thing, or to add a part that is missing (`add`); ten to twenty queries.

    Raises NotFound, Gone, Forbidden and UnknownValue.
    """
    try:
        thing = thing_at(request, letter, id)
    except Moved as elsewhere:
        return moved_thing(request, elsewhere, Place.IMPROVE, letter)
    viewer = viewer_of(request)
    if viewer is None:
        return to_sign_in(request)
    if not may(viewer, Right.EDIT_SUGGEST):
        raise Forbidden
    sort = _sort(request, thing)
    now = {} if part_kind(sort) else values_of(thing.edited, thing.edited.row())
    if request.method != "POST":
        return form(request, thing, viewer, Draft(Wanted(thing.edited, now, now, sort), now))
    draft = _sent(request, thing, sort, now)
    return _answer(request, thing, viewer, draft)


def _sort(request: PageRequest, thing: Thing) -> Sort:
    """What the address asks for: a change, or a part to be added. Raises UnknownValue."""
    given = (request.POST if request.method == "POST" else request.GET).get("add", "")
    known = {"w": ["season"] if thing.is_series else [], "s": ["episode"]}.get(thing.letter, [])
    if given and given not in known:
        raise unknown_value("add", given, known)
    return Sort(given) if given else Sort.CHANGE


def _sent(request: PageRequest, thing: Thing, sort: Sort, now: Values) -> Draft:
    """What was sent, on what its sender was shown. Raises UnknownValue."""
    step = request.POST.get("step", "preview")
    if step not in STEPS:
        raise unknown_value("step", step, STEPS)
    kind = part_kind(sort) or thing.edited.kind
    seen = unsealed(request.POST.get("seen", ""), now)
    names = names_of(thing, kind)
    after = {**seen, **read_values(kind, request.POST, [name for name in names if name != "credits"])}
    typed: Typed = ()
    unclear = ""
    if "credits" in names and "credits" in request.POST.getlist("f"):
        after["credits"], typed, unclear = read_credits(request.POST, seen.get("credits") or [])
    reasons = read_reasons(request.POST)
    return Draft(Wanted(thing.edited, after, seen, sort), now, reasons, step=step, typed=typed, unclear=unclear)


def names_of(thing: Thing, kind: Kind) -> Sequence[str]:
    """The fields of the form of a thing, or of a part that is added."""
    names = fields_of(kind, is_series=thing.is_series and kind is Kind.TITLE)
    # Who had a part in an episode is told once it is there.
    return names if kind is thing.edited.kind else [name for name in names if name != "credits"]


def _answer(request: PageRequest, thing: Thing, viewer: User, draft: Draft) -> HttpResponse:
    """Show what would change, or send it; the form again, with what is wrong, where that cannot be."""
    changed = difference(draft.wanted, draft.now)
    draft.errors = {one.field: fault_words(one) for one in faults_of(draft.wanted, changed)}
    if draft.unclear:
        draft.errors["credits"] = draft.unclear
    draft.errors |= missing_words(missing(draft.reasons, is_of_rights=is_of_rights(changed)))
    if not changed:
        draft.refusal = gettext(NothingChanged.sentence)
    if draft.step == "send" and changed and not draft.errors:
        check_newcomer(request)
        try:
            edit = editing.suggest(draft.wanted, draft.reasons, by=viewer)
        except SuggestedAlready as problem:
            return see_other(with_query(own_page(request, Place.EDIT, id=problem.edit.public_id), done="again"))
        except (NotAValue, ReasonsMissing, NothingChanged, TooManyEdits) as problem:
            draft.refusal, draft.status = gettext(problem.sentence) % problem.details, problem.status
        else:
            done = "in-force" if edit.state == State.IN_FORCE else "suggested"
            return see_other(with_query(own_page(request, Place.EDIT, id=edit.public_id), done=done))
    if draft.errors or not changed:
        draft.status = max(draft.status, FAULTY)
    return form(request, thing, viewer, draft, changed)


def form(
    request: PageRequest, thing: Thing, viewer: User, draft: Draft, changed: dict[str, Any] | None = None
) -> HttpResponse:
    """The form with what was filled in, what would change, and what is wrong."""
    reader = request.visitor.language
    kind = part_kind(draft.wanted.sort) or thing.edited.kind
    genres = genre_names(reader) if kind is Kind.TITLE else {}
    waiting = waiting_on(thing.edited)
    held_now, wanted = (
        {"credits": {"before": one.get("credits"), "after": ()}} for one in (draft.now, draft.wanted.after)
    )
    people = credited([held_now, wanted, *(one.changes for one in waiting)])
    names = names_of_people(people) if people else {}
    speller = Speller(reader, genres, names)
    protection = protection_of(thing.edited, clock.now())
    held = [name for name in names_of(thing, kind) if name != "genres" or genres]
    fields = Maker(kind, reader, genres, draft.errors).fields(
        [name for name in held if name != "credits"], draft.wanted.after
    )
    if "credits" in held:
        seen, after = (one.get("credits") or [] for one in (draft.wanted.seen, draft.wanted.after))
        fields += credit_fields(seen, after, draft.typed, names, draft.errors.get("credits", ""))
    context: dict[str, Any] = {
        "thing": thing, "fields": fields, "seen": sealed(draft.wanted.seen), "reasons": draft.reasons,
        "add": draft.wanted.sort.value if part_kind(draft.wanted.sort) else "",
        "errors": draft.errors, "refusal": draft.refusal,
        "wrong": [one for one in fields if one.error],
        "lines": speller.lines(changed) if changed and not draft.errors else (),
        "meanwhile": speller.meanwhile(_seen(draft), draft.now) if draft.step else (),
        "is_ready": bool(changed) and not draft.errors,
        "settles": editing.settles(viewer, is_protected=protection is not None),
        "protection": protection, "protected_until": day(protection.until, reader)
        if protection and protection.until else "",
        "of_rights": not OF_RIGHTS.isdisjoint(names_of(thing, kind)),
        "heading": heading(draft.wanted.sort, thing), "facts": _facts(request, thing, draft.wanted.sort),
        "waiting": [
            (own_page(request, Place.EDIT, id=one.public_id), speller.lines(one.changes))
            for one in waiting
        ],
        "parts": _parts(request, thing, draft.wanted.sort),
    }  # fmt: skip
    page = Page(
        title=gettext("Improve: %(name)s") % {"name": thing.name}, addresses=everywhere(Place.IMPROVE, **thing.place),
        is_indexed=False,
    )  # fmt: skip
    return write(request, "pages/improve.html", page, context, status=draft.status)


def _seen(draft: Draft) -> dict[str, dict[str, Any]]:
    """What somebody was shown, as if each field were changed."""
    return {name: {"before": value, "after": value} for name, value in draft.wanted.seen.items()}


def heading(sort: Sort, thing: Thing) -> str:
    """What the form is for."""
    return {
        Sort.SEASON: gettext("Add a season that is missing"),
        Sort.EPISODE: gettext("Add an episode that is missing"),
    }.get(sort, gettext("Improve this page"))


def _facts(request: PageRequest, thing: Thing, sort: Sort) -> list[tuple[str, str]]:
    """What is stated as a fact with a form of its own, with the address of that."""
    if sort is not Sort.CHANGE:
        return []
    path = own_page(request, Place.FACT_FORM, letter=thing.letter, id=thing.id)
    return [(property_word(name), with_query(path, property=name)) for name in FACTS[thing.edited.kind]]


def _parts(request: PageRequest, thing: Thing, sort: Sort) -> list[tuple[str, str]]:
    """Where the parts of a series are corrected and missing ones added. One query for a series."""
    if sort is not Sort.CHANGE:
        return []
    here = own_page(request, Place.IMPROVE, **thing.place)
    if thing.letter == "s":
        return [(gettext("Add an episode that is missing"), with_query(here, add="episode"))]
    if thing.letter != "w" or not thing.is_series:
        return []
    made = [(gettext("Add a season that is missing"), with_query(here, add="season"))]
    for season in seasons_of(thing.edited.pk):
        path = address(request.site.language, Place.IMPROVE, letter="s", id=season.public_id)
        made.append((gettext("Correct %(season)s, or add an episode") % {"season": season_name(season.number)}, path))
    return made
