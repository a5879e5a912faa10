"""Refusals and failures as pages: the one place that turns them into answers."""

import difflib
import logging
import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext

from allostream.catalogue import queries as catalogue
from allostream.catalogue.queries import Moved, TitleHead
from allostream.catalogue.rules import read_episode_code
from allostream.lib.ids import new_id
from allostream.lib.problems import Forbidden, Gone, NotFound, Problem, UnknownValue, Withdrawn, gettext_noop
from allostream.links import queries as links
from allostream.rights_desk.queries import silenced
from allostream.web import offers
from allostream.web.addresses import Place, address
from allostream.web.http import PageRequest, own_origin
from allostream.web.page import Page, write

log = logging.getLogger("allostream.pages")
OWN_TEMPLATES = {"unknown-value", "forbidden", "not-found", "gone", "withdrawn", "proof-wanted"}
NOT_WORDS = re.compile(r"[^\w]+|_")


class BadRequest(Problem):
    """The request itself is not well formed."""

    code = "bad-request"
    status = 400
    sentence = gettext_noop("The browser sent a request that this site does not understand.")


class TooMuch(Problem):
    """More bytes in the fields of a form than any form here needs."""

    code = "too-much"
    status = 413
    sentence = gettext_noop(
        "The fields of a form may have 1 MB in all, and nothing of this one was taken. Go back, and put a long list "
        "into a file, or part it."
    )


def unknown_value(field: str, value: str, known: Iterable[str], *, within: str = "", label: str = "") -> UnknownValue:
    """The refusal of a value that does not exist, with the nearest one that does.

    `within` is the text of the address in which the value stands among others. `label` is what readers call the field
    where its name alone does not tell (field_word).
    """
    choices = list(known)
    if len(choices) > 1 and all(choice.isdecimal() for choice in choices):
        # Only a number is near to a number.
        number = int(value[:10]) if value.isdecimal() else None
        nearest = sorted(choices, key=lambda choice: abs(int(choice) - number)) if number is not None else []
    else:
        nearest = difflib.get_close_matches(value[:100], choices, 1, 0.0)
    near = nearest[0] if nearest else ""
    instead = re.sub(rf"(?<![^,-]){re.escape(value)}(?![^,])", lambda _: near, within) if within else near
    return UnknownValue(field=field, value=value[:100], nearest=near, instead=instead, label=label)


class TooManyAttempts(Problem):
    """More attempts to sign in, sign up or be sent a code than one address may make."""

    code = "too-many-attempts"
    status = 429
    retry_after = 60
    sentence = gettext_noop("Many attempts came from your network in a short time: try again in a minute.")


class FormExpired(Problem):
    """A form came without the token that the page with it had given out."""

    code = "form-expired"
    status = 403
    sentence = gettext_noop(
        "Go back, load the page again and send the form once more. Your browser must accept this site’s cookies."
    )


def field_word(field: str) -> str:
    """A field of an address as its readers know it."""
    return {
        "country": gettext("Country"),
        "language": gettext("Language"),
        "more": gettext("Filters"),
        "sort": gettext("Order"),
        "page": gettext("Page"),
        "watchable": gettext("Only what I can watch"),
        "countries": gettext("Further countries"),
        "services": gettext("Services I have"),
        "understood": gettext("Languages I understand"),
        "theme": gettext("Theme"),
        "motion": gettext("Motion"),
        "keys": gettext("Keys of a single letter"),
    }.get(field, field)


def problem_page(request: PageRequest, problem: Problem) -> HttpResponse:
    """The page of a refusal, with its status."""
    if isinstance(problem, Withdrawn):
        problem = _as_told(problem)
    values = {name: value for name, value in problem.details.items() if isinstance(value, str)}
    if "field" in values:
        values["field"] = values.get("label") or field_word(values["field"])
    title = _title_of(request, problem)
    context: dict[str, Any] = {
        "problem": problem,
        "sentence": gettext(problem.sentence) % values if values else gettext(problem.sentence),
        "words": words_of(request.path),
        "title": title,
    }
    # A form has no address that could be mended.
    if problem.details.get("nearest") and request.method in ("GET", "HEAD"):
        query = request.GET.copy()
        query[problem.details["field"]] = problem.details["instead"]
        context["nearest_address"] = f"{request.path}?{query.urlencode()}"
    if isinstance(problem, Withdrawn):
        context |= _whose_word(problem)
    if isinstance(problem, Withdrawn) and title:
        context |= _lawful_ways(request, title)
    name = problem.code if problem.code in OWN_TEMPLATES else "other"
    page = Page(title=heading(problem))
    response = write(request, f"errors/{name}.html", page, context, status=problem.status)
    if problem.retry_after:
        response.headers["Retry-After"] = str(problem.retry_after)
    if "challenge" in problem.details:
        response.headers["Cache-Control"] = "no-store"
    if isinstance(problem, Withdrawn):
        # RFC 7725, section 4: who keeps the resource back, which is this site, at a page that says how to reach it.
        own = own_origin(request) + address(request.site.language, Place.LEGAL)
        response.headers["Link"] = f'<{own}>; rel="blocked-by"'
    return response


def _as_told(problem: Withdrawn) -> Withdrawn:
    """A withdrawal, without its case and on whose word it was where nobody may be told of that yet. One query where
    there is a case."""
    if not silenced([problem.details.get("case", "")]):
        return problem
    kept = {name: problem.details[name] for name in ("title_id", "on")}
    return Withdrawn(**kept, why="", case="", is_order=False, is_silent=True)


def _whose_word(problem: Withdrawn) -> dict[str, Any]:
    """Where a withdrawal can be read, and what is said of whoever is not named: of a person nothing is public."""
    case = problem.details.get("case", "")
    unnamed = gettext("a person, whose name is not public") if case else gettext("Not recorded")
    return {"case_address": f"/n/{case}" if case else "", "unnamed": unnamed}


def _lawful_ways(request: PageRequest, title: TitleHead) -> dict[str, Any]:
    """Where the title of a withdrawn link can be watched instead. Three queries, four to say why nowhere."""
    visitor = request.visitor
    found = links.title_links(visitor, title.id)
    if not found.shown:
        found = links.with_held(visitor, found)
    return {"where": offers.where(title, found, found.shown, (), visitor, request.site.countries_first)}


def heading(problem: Problem) -> str:
    """The words over a refusal."""
    if isinstance(problem, FormExpired):
        return gettext("This form has expired")
    return {
        400: gettext("This address asks for something that does not exist"),
        403: gettext("You do not have the right to do this"),
        404: gettext("There is nothing at this address"),
        410: gettext("What was here has been removed for good"),
        413: gettext("This is too much for one form"),
        429: gettext("One moment, please"),
        451: gettext("This link was withdrawn for legal reasons"),
    }.get(problem.status, gettext("This could not be done"))


def words_of(path: str) -> str:
    """The words of an address, for the search field: those of `/movie/the-general-1926` are “the general”.

    The year is left out, because names do not end in it, and so are the numbers of an episode.
    """
    parts = [part for part in path.split("/") if part and not read_episode_code(part)]
    words = NOT_WORDS.sub(" ", parts[-1] if parts else "").split()
    if len(words) > 1 and words[-1].isdecimal():
        words.pop()
    return " ".join(words)[:100]


def _title_of(request: PageRequest, problem: Problem) -> TitleHead | None:
    """The title that a withdrawn or removed thing belonged to: it is the way on. Up to four queries."""
    title_id = problem.details.get("title_id") if isinstance(problem, (Withdrawn, Gone)) else None
    if title_id is None:
        return None
    try:
        return catalogue.title_of_part(title_id, request.visitor.language, request.visitor.address_language)
    except (NotFound, Gone, Moved):
        return None


def handled(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The page of a refusal; a plain one when the request failed before its site was known."""
    if hasattr(request, "visitor"):
        return problem_page(request, problem)  # type: ignore[arg-type]  # completed by the middleware
    context = {"heading": heading(problem), "status": problem.status}
    return render(request, "errors/plain.html", context, status=problem.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return handled(request, TooMuch() if isinstance(exception, RequestDataTooBig) else BadRequest())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return handled(request, Forbidden())


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    return handled(request, FormExpired())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return handled(request, NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that needs nothing: no database, no session, no frame. Its number is in the log beside the failure."""
    incident = new_id()
    log.error("page-failed incident=%s path=%s", incident, request.path)
    context = {"heading": gettext("Something broke on our side"), "incident": incident, "status": 500}
    return HttpResponse(loader.render_to_string("errors/plain.html", context), status=500)


def too_many(request: PageRequest) -> HttpResponse:
    """The page for attempts that came too fast, as allauth asks for it."""
    return problem_page(request, TooManyAttempts())
