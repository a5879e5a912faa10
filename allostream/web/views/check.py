"""The calculator: anybody enters facts and sees whether the work is free, in one country step by step and in all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.lib import countries
from allostream.lib.visitor import Visitor
from allostream.rights.engine import evaluate_all
from allostream.rights.engine.answers import Answer, Confidence, Status
from allostream.rights.engine.facts import Work
from allostream.rights.entered import Entered, query_of, read
from allostream.rights.entered.reading import MOST_AUTHORS, MOST_PEOPLE, MOST_WORKS, NUMBERED
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write
from allostream.web.places import within
from allostream.web.rights.check_fields import Form, form_of
from allostream.web.rights.facts import FactWords, SourceWords, facts_words, missing_words
from allostream.web.rights.path import StepWords, path_words
from allostream.web.rights.rows import Group, Row, groups, row, rows, told_by_rules
from allostream.web.rights.said import doubt_in_short
from allostream.web.rights.standing import ASKED, following

Pairs = Sequence[tuple[str, str]]
# How many blocks of the form are wanted, by the name of the list, with the most that there can be.
LISTS = {
    "people": MOST_PEOPLE, "works": MOST_WORKS,
    **{f"w{number}-authors": MOST_AUTHORS for number in range(1, MOST_WORKS + 1)},
}  # fmt: skip
ASKING = frozenset({"country", "on"})
FACTS = frozenset(
    {"title", "published", "published_as", "published_in", "also_in", "made", "origin", "production", "genre"}
    | {"broadcast", "anonymous", "nobody", "based", "layer", "licence", "by_maker", "disputed"}
    | {"notice", "renewal", "registered", "searched", "searched_in", "cards", "cards_of"}
)
ADD = "add"


@dataclass(frozen=True)
class Result:
    """What the rules answer: in the chosen country with the way to it, and in all."""

    chosen: Row
    in_country: str
    on: str
    steps: Sequence[StepWords]
    facts: Sequence[FactWords]
    missing: Sequence[str]
    doubts: Sequence[str]
    groups: Sequence[Group]
    is_doubtful: bool


@require_safe
def check(request: PageRequest) -> HttpResponse:
    """The form, with the answer above it where facts are given. One query.

    A query that says the same in more words is led to the short one, so that its address can be passed on. One with
    faults is answered with 400 and the form, each fault at its field.
    """
    entered = read(dict(request.GET.lists()))
    wanted = blocks_of(request)
    if entered.faults:
        return page_of(request, entered, wanted, None, status=400)
    pairs = query_of(entered.work, entered.country, entered.on) or ()
    counts = [(name, str(count)) for name, count in wanted.items()]
    if own_of(request) != [*pairs, *counts] or ADD in request.GET:
        at = address(request.site.language, Place.CHECK)
        return HttpResponseRedirect(with_query(at, **dict([*pairs, *counts])) + anchor(request, wanted))
    has_facts = any(name not in ASKING for name, _ in pairs)
    result = result_of(request.visitor, entered) if has_facts and not wanted else None
    return page_of(request, entered, wanted, result)


def own_of(request: PageRequest) -> list[tuple[str, str]]:
    """The parameters that are read here, as they stand in the address."""
    return [
        (name, value)
        for name, several in request.GET.lists()
        for value in several
        if name in FACTS or name in ASKING or name in LISTS or NUMBERED.match(name)
    ]


def blocks_of(request: PageRequest) -> dict[str, int]:
    """How many blocks of each list are wanted: those that the address says, and one more where a button asks for it."""
    given = dict(request.GET.lists())
    wanted = {}
    for name, most in LISTS.items():
        text = request.GET.get(name, "")
        count = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
        if request.GET.get(ADD) == name:
            count = max(count, len(filled(given, name))) + 1
        if count:
            wanted[name] = max(1, min(count, most))
    return wanted


def filled(given: Iterable[str], name: str) -> set[str]:
    """The blocks of a list that the form had, filled or not."""
    kind, number = ("p", "") if name == "people" else ("w", "" if name == "works" else name[1])
    found = set()
    for parameter in given:
        match = NUMBERED.match(parameter)
        if match and match[1] == kind:
            if number and match[2] == number and match[3]:
                found.add(match[3])
            elif not number:
                found.add(match[2])
    return found


def anchor(request: PageRequest, wanted: dict[str, int]) -> str:
    """Where the new block is."""
    name = request.GET.get(ADD, "")
    if name not in wanted:
        return ""
    if name == "people":
        return f"#p{wanted[name]}"
    return f"#w{wanted[name]}" if name == "works" else f"#{name.partition('-')[0]}a{wanted[name]}"


def page_of(
    request: PageRequest, entered: Entered, wanted: dict[str, int], result: Result | None, *, status: int = 200
) -> HttpResponse:
    """The whole page."""
    country = entered.country or request.visitor.country
    form: Form = form_of(dict(request.GET.lists()), entered.faults, wanted, country)
    is_bare = not request.GET
    page = Page(
        title=gettext("Is it in the public domain?"),
        description=gettext(
            "A calculator: enter what you know of a film and see in which countries it is free, and why, step by step."
        ),
        section=Place.RIGHTS,
        addresses=everywhere(Place.CHECK) if is_bare else {},
    )
    context = {
        "form": form,
        "result": result,
        "title": entered.work.name,
        "own_address": request.get_full_path(),
        "all_countries": [countries.name(code, request.visitor.language) for code in countries.of_origin()],
        "plain": address(request.site.language, Place.CHECK),
    }
    # A query may say anything: only the empty form is kept for others.
    return write(request, "pages/check.html", page, context, status=status, fresh=Fresh() if is_bare else None)


def result_of(visitor: Visitor, entered: Entered) -> Result:
    """The answers to what was entered. No query."""
    country, on = entered.country or visitor.country, entered.on or visitor.now.date()
    work = worded(entered.work)
    ruled = evaluate_all(work, {*ASKED, country}, on)
    later = following(work, ruled)
    answer = ruled[country]
    chosen = row(told_by_rules(answer), later.get(country))
    return Result(
        chosen=chosen,
        in_country=within(country, visitor.language),
        on=day(on, visitor.language),
        steps=path_of(answer),
        facts=as_entered(facts_words(answer.inputs)),
        missing=missing_words(answer.missing),
        doubts=[doubt_in_short(code) for code in answer.doubts],
        groups=groups(rows([told_by_rules(one) for one in ruled.values()], later, visitor)),
        is_doubtful=answer.status is Status.PD and answer.confidence is not Confidence.HIGH,
    )


def worded(work: Work) -> Work:
    """The work with words for what a sentence must name and nobody has entered."""
    entered = gettext("as entered")
    us = replace(work.us, searched=work.us.searched or entered, notice_seen=work.us.notice_seen or entered)
    return replace(work, us=us)


def path_of(answer: Answer) -> list[StepWords]:
    """The way to an answer."""
    steps = path_words(answer.steps)
    for step in steps:
        step.facts = as_entered(step.facts)
    return steps


def as_entered(facts: Iterable[FactWords]) -> list[FactWords]:
    """Facts that rest on nothing but what was entered."""
    return [replace(fact, sources=(SourceWords(gettext("as you entered it"), None, ""),)) for fact in facts]
