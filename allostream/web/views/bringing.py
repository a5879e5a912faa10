"""“Bring a link”: an address is pasted, the site tells what it knows of it, and asks for the rest."""

import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from allostream.community import bringing
from allostream.community.bringing import Brought, Where
from allostream.community.bringing_rules import NOT_ALLOWED, STAYS_DOWN, TO_PROPOSE, Recognised, Told
from allostream.community.guessing import Guess, Option
from allostream.community.looking import Looked, look
from allostream.community.permitting import may_bring, may_go_live
from allostream.community.placing import place_in
from allostream.community.refusal_words import words_of
from allostream.community.submission_queries import wait_now
from allostream.lib import countries, languages
from allostream.lib.countries import WORLD
from allostream.lib.licences import read_text
from allostream.lib.problems import Forbidden, NotAnAddress, Problem, gettext_noop
from allostream.links import queries as links
from allostream.links.models import WatchLink
from allostream.links.queries import bench
from allostream.links.queries.cards import Card
from allostream.web import finding
from allostream.web.addresses import Place, address, with_query
from allostream.web.allowances import Allowances
from allostream.web.bring_forms import NONE_OF_THESE, BringForm, EvidenceForm
from allostream.web.bring_words import heading_of, reasons_of_guess, wait_told
from allostream.web.formats import length
from allostream.web.http import PageRequest, own_origin
from allostream.web.limits import check_newcomer, client
from allostream.web.page import Page, everywhere, write
from allostream.web.views.search import asked_in

LOOKS_PER_MINUTE = 60
ALLOWANCES = Allowances()
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
MOST_FOUND = 6
KEPT = frozenset({"season", "episode", "audio", "subtitles", "own", "paid", "note", "runs", "proof", "right"})


class TooManyLooks(Problem):
    """More addresses than a person can paste."""

    code = "too-many-looks"
    status = 429
    sentence = gettext_noop("Very many addresses came from you in a short time: go on in a minute.")
    retry_after = 60


@dataclass(frozen=True)
class Choice:
    """A title that it may be, as the form shows it."""

    card: Card
    reasons: list[str]
    is_chosen: bool = False


@dataclass(frozen=True)
class Here:
    """A link that is here already: where it is shown to this reader, or why it is not."""

    title: Card | None
    address: str = ""
    why: str = ""


def given_address(values: Any) -> str:
    """The address in what a form, a bookmark or another program on the device gives: its own field, or in a text."""
    for name in ("url", "text", "title"):
        told = str(values.get(name, "")).strip()
        if told and (name == "url" or ADDRESS.search(told)):
            found = ADDRESS.search(told)
            return found[0] if found and name != "url" else told
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: PageRequest) -> HttpResponse:
    """The page: empty, with what is known of an address, or after the form was sent.

    Fifty queries at most for an address. Raises TooManyLooks and Forbidden.
    """
    if request.method == "POST":
        return _sent(request)
    text = given_address(request.GET)
    if not text:
        if words := str(request.GET.get("text", "")).strip():
            return HttpResponseRedirect(with_query(address(request.site.language, Place.SEARCH), q=words))
        return _page(request, {"text": ""})
    return _looked(request, text)


def _looked(request: PageRequest, text: str, form: BringForm | None = None, fault: str = "") -> HttpResponse:
    """The page with what is known of an address. Raises TooManyLooks."""
    who = request.user.public_id if request.user.is_authenticated else client(request)
    if who and ALLOWANCES.take(who, 1, LOOKS_PER_MINUTE, time.monotonic()):
        raise TooManyLooks
    try:
        looked = look(text, may_ask=request.user.is_authenticated)
    except NotAnAddress as problem:
        return _page(request, {"text": text, "fault": gettext(problem.sentence) % problem.details}, status=422)
    context = {"text": text, "looked": looked, **_known(request, looked), **_form(request, looked, form)}
    if fault:
        context["fault"] = fault
    return _page(request, context, status=422 if form is not None or fault else 200)


def _page(request: PageRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    page = Page(
        title=gettext("Bring a link"),
        description=gettext("Paste the address of a film or episode: we tell what we know of it."),
        addresses=everywhere(Place.BRING),
    )  # fmt: skip
    given = {"action": address(request.site.language, Place.BRING), **context}
    response = write(request, "pages/bring.html", page, given, status=status)
    if context.get("looked") is not None:
        response.headers["Cache-Control"] = "no-store"
    return response


def _known(request: PageRequest, looked: Looked) -> dict[str, Any]:
    """What is known of an address, for the part of the page that tells it."""
    seen, told, reader = looked.seen, looked.told, request.visitor.language
    what = seen.what
    statement = next((one.value for one in told.statements), "") if told else ""
    lasts = (told.seconds if told else None) or (looked.facts.seconds if looked.facts else None)
    served = [code for code in told.countries_allowed if code != WORLD] if told else []
    return {
        "heading": heading_of(what, seen.name),
        "what": what.value,
        "is_refused": what in STAYS_DOWN or what in NOT_ALLOWED,
        "why": words_of(what.value),
        "here": [here_of(request, one) for one in seen.links] if what is Recognised.HERE else [],
        "name": seen.name,
        "told_title": (told.title if told else "") or "",
        "told_uploader": looked.answer.uploader or (told.uploader if told else "") if looked.answer else "",
        "told_licence": licence_told(statement), "told_licence_raw": statement[:200],
        "told_length": length(round(lasts / 60)) if lasts else "",
        "told_audio": [languages.name(tag, reader) for tag in (told.audio or ())] if told else [],
        "told_countries": [countries.name(code, reader) for code in served],
        "is_asked": looked.answer is not None and looked.answer.state == Told.ASKED,
        "again": with_query(address(request.site.language, Place.BRING), url=seen.found.raw),
    }  # fmt: skip


def licence_told(statement: str) -> str:
    """What somebody says of rights, by the name of the licence where it names one."""
    found = read_text(statement)
    return found.licence.name if found.licence is not None else statement[:200]


def here_of(request: PageRequest, link: WatchLink) -> Here:
    """A link that leads to the same copy: where it stands, if this reader may see it. Five queries."""
    title = bench.titles_named(request.visitor, [link.title_id]).get(link.title_id)
    try:
        row = links.link_with_id(request.visitor, link.public_id)
    except Problem:
        return Here(title, why=gettext("It is not shown in your country, or not at present; its title tells why."))
    return Here(title, address(request.site.language, Place.WATCH, id=row.public_id))


def _form(request: PageRequest, looked: Looked, sent: BringForm | None) -> dict[str, Any]:
    """The form with everything that is known filled in; none where nothing can be brought, or nobody is signed in."""
    seen = looked.seen
    if seen.what in STAYS_DOWN or seen.what in NOT_ALLOWED or seen.what is Recognised.A_LIST:
        return {}
    if not request.user.is_authenticated:
        here = with_query(address(request.site.language, Place.BRING), url=seen.found.raw)
        return {"sign_in": with_query(address(request.site.language, Place.SIGN_IN), next=here)}
    choices = title_choices(request, looked.guessed)
    form = sent or _filled(request, looked, choices)
    return {
        "form": form, "choices": choices, "needs_evidence": seen.what in TO_PROPOSE,
        "words": values_of(request).get("words", ""), "none_of_these": NONE_OF_THESE,
        "numbers_open": bool(form["season"].errors or form["episode"].errors)
        or any(one.card.kind == "series" for one in choices),
        "wait": wait_told(wait_now(), request.visitor.language),
        "goes_live": may_go_live(request.user, request.site),
    }  # fmt: skip


def _filled(request: PageRequest, looked: Looked, choices: list[Choice]) -> BringForm:
    """A new form with what the host and the names tell."""
    best, told = looked.guessed.best, looked.told
    chosen = next((one.card.public_id for one in choices if one.is_chosen), "")
    initial = {
        "title": chosen, "season": looked.guessed.season, "episode": looked.guessed.episode,
        "audio": next(iter(told.audio or ()), "") if told else "",
        "subtitles": next(iter(told.subtitles or ()), "") if told else "",
    }  # fmt: skip
    if best is not None and not best.reading.has_part:
        initial |= {"season": None, "episode": None}
    if request.method == "POST":  # another title was looked for: what was filled in already stays
        initial |= {name: str(told) for name, told in request.POST.items() if name in KEPT and told}
    return form_class(looked)(
        titles=[one.card.public_id for one in choices], reader=request.visitor.language, told=told, initial=initial
    )


def values_of(request: PageRequest) -> QueryDict:
    """What was sent, in the address or by a form."""
    return request.POST if request.method == "POST" else request.GET


def form_class(looked: Looked) -> type[BringForm]:
    """The form that an address needs: with evidence for what is not on the list."""
    return EvidenceForm if looked.seen.what in TO_PROPOSE else BringForm


def title_choices(request: PageRequest, guessed: Guess) -> list[Choice]:
    """The titles to choose from: what was guessed, and what the words that were typed find. Three to ten queries."""
    options: list[Option] = [*([guessed.best] if guessed.best else []), *guessed.others]
    found = _found(request, str(values_of(request).get("words", "")))
    cards = bench.titles_named(request.visitor, [*(one.title_id for one in options), *found])
    reader = request.visitor.language
    searched = [Choice(cards[pk], []) for pk in found if pk in cards]
    told = {one.title_id: one for one in options}
    kept = [
        Choice(
            cards[one.title_id], reasons_of_guess(one.reading, one.grounds, reader),
            is_chosen=not searched and one is guessed.best,
        )
        for one in options
        if one.title_id in cards
    ]  # fmt: skip
    return [*(one for one in searched if one.card.id not in told), *kept]


def _found(request: PageRequest, words: str) -> list[int]:
    """The titles that words find, of all that the catalogue has. Three to eight queries."""
    if not words.strip():
        return []
    asked = asked_in(request.visitor.language, words[:200])
    return [one.id for one in finding.seek(asked, request.visitor, MOST_FOUND).titles[:MOST_FOUND]]


def _sent(request: PageRequest) -> HttpResponse:
    """What came of a form. Raises Forbidden, and what community.bringing raises of an address that is decided."""
    text = given_address(request.POST)
    if not request.user.is_authenticated:
        here = with_query(address(request.site.language, Place.BRING), url=text)
        return HttpResponseRedirect(with_query(address(request.site.language, Place.SIGN_IN), next=here))
    if not may_bring(request.user, request.site):
        raise Forbidden
    where = Where(request.site, request.visitor.country, request.visitor.language)
    try:
        if request.POST.get("form") == "look":
            return _looked(request, text)
        if request.POST.get("form") == "confirm":
            row = bringing.confirm(text, where, by=request.user, visitor=request.visitor)
            return _to(request, row.public_id)
        check_newcomer(request)
        looked = look(text, may_ask=False)
    except NotAnAddress:
        return _looked(request, text)
    return _brought(request, text, looked, where)


def _brought(request: PageRequest, text: str, looked: Looked, where: Where) -> HttpResponse:
    choices = title_choices(request, looked.guessed)
    titles = [one.card.public_id for one in choices]
    chosen = request.POST.get("title", "")
    # A title that was found by words stands in the form that was sent, though no words find it now.
    form = form_class(looked)(
        request.POST, titles=[*titles, chosen] if chosen not in titles else titles, reader=where.language,
        told=looked.told,
    )  # fmt: skip
    if not form.is_valid():
        return _looked(request, text, form)
    given = form.cleaned_data
    try:
        place = None
        if given["title"] != NONE_OF_THESE:
            place = place_in(given["title"], given["season"], given["episode"])
        evidence = form.evidence() if isinstance(form, EvidenceForm) else {}
        brought = Brought(
            text, form.declared(), place, form.chosen_audio(), form.chosen_subtitles(), given["note"], evidence,
            _as_kept(looked.guessed),
        )  # fmt: skip
        live = may_go_live(request.user, request.site)
        row = bringing.bring(brought, where, by=request.user, may_go_live=live)
    except Problem as problem:
        if problem.status >= 500:
            raise
        return _looked(request, text, form, gettext(problem.sentence) % problem.details)
    return _to(request, row.public_id)


def _as_kept(guessed: Guess) -> dict[str, Any]:
    """What was guessed, as it is kept beside what somebody chose: how good guesses are is told by that."""
    best = guessed.best
    return {
        "title": best.title_id if best else None, "score": round(best.score, 3) if best else None,
        "season": guessed.season, "episode": guessed.episode, "read": best.reading.name if best else "",
    }  # fmt: skip


def _to(request: PageRequest, public_id: str) -> HttpResponse:
    where = address(request.site.language, Place.BROUGHT_ONE, id=public_id)
    return HttpResponseRedirect(with_query(where, sent="1"))


@require_safe
def by_one_click(request: PageRequest) -> HttpResponse:
    """How to bring a link from another page by one click: as a bookmark, and by sharing on a phone. No query."""
    page = Page(
        title=gettext("Bring links by one click"),
        description=gettext("A bookmark that brings the page you are on, and sharing from a phone."),
        addresses=everywhere(Place.BRING_HELP),
    )  # fmt: skip
    target = own_origin(request) + address(request.site.language, Place.BRING)
    script = f"location.href='{target}?url='+encodeURIComponent(location.href)"
    context = {"bookmarklet": f"javascript:{quote(script, safe=':/?=+().')}", "plain": f"{target}?url="}
    return write(request, "pages/bring_help.html", page, context)
