"""The procedure, the same for every country: own rule, comparison, what the film uses, layers; the worst decides."""

from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec import structs

from allostream.rights.engine.answers import Answer, Confidence, Input, Missing, Sentence, Status, Step
from allostream.rights.engine.case import Case
from allostream.rights.engine.comparison import Compared, compare
from allostream.rights.engine.facts import Notice, OpenLicence, Production, Work
from allostream.rights.engine.layers import Used, layer_flags, standing, used_works, written_works
from allostream.rights.engine.licences import freest, licence_input, licence_sentence
from allostream.rights.engine.national import OWN, own_rule
from allostream.rights.engine.path import (
    DAY,
    Look,
    Said,
    Steps,
    about,
    look,
    pd,
    said_of,
    sooner,
    used_step,
    why_unclear,
)
from allostream.rights.engine.routes import (
    ALWAYS,
    NO_FLAGS,
    STEPS,
    Flag,
    Flags,
    Route,
    Routes,
    best_on,
    dates_after,
    joined,
    route,
    steps_of,
    weak,
)
from allostream.rights.engine.sentences import SETTLED_BY
from allostream.rights.engine.unitedstates import NOTICE_ENDED, united_states

# Rules after which nothing that the film used in the United States can still be protected: it was published with it.
# A soundtrack is part of the film; only recordings that were sold by themselves have a table of their own.
TERM_OF_ALL = frozenset({"us.term", "us.uraa"})
# Bound to names of their own: a member of an enum takes as long to look up as a small function to call.
PD, OPEN_LICENCE, PROTECTED, UNCLEAR = Status.PD, Status.OPEN_LICENCE, Status.PROTECTED, Status.UNCLEAR
HIGH, MEDIUM, LOW = Confidence
LAW_READ = frozenset(OWN) - {"RU", "EU"} | {"US"}


class Outlook(msgspec.Struct, frozen=True, gc=False):
    """Everything that the law of one country says of a work, whatever the day."""

    country: str
    own: Routes
    compared: Compared
    film: Routes
    used: tuple[Used, ...]
    flags: Flags
    is_asked: bool  # whether somebody has recorded what it is based on
    is_bare: bool  # nothing but the film's own routes has to be looked at
    licence: OpenLicence | None
    missing: tuple[Missing, ...]
    said: Said


class State(msgspec.Struct, frozen=True, gc=False):
    """The answer of one day before it is put into words."""

    status: Status
    best: Route | None
    flags: Flags
    barred_by: str = ""


class Evaluation:
    """One work, to be asked for many countries: what hangs on the work alone is found out once."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.case = Case(work)
        self.is_governments = work.production is Production.US_GOVERNMENT
        self.written = written_works(work)
        self.licence = freest(work.licences)
        self.is_asked = work.is_based_on_nothing is True or bool(self.written)
        self.has_layers = bool(work.layers or work.disputes)
        self.said = said_of(work)

    def answer(self, country: str, today: date, *, looks_ahead: bool = False) -> Answer:
        """The answer for a country on a day; with what it becomes by itself, if asked for."""
        outlook = self.outlook(country)
        state = state_on(outlook, today)
        answer = _answer(outlook, state, today)
        turn = answer.changes_on if looks_ahead else None
        return structs.replace(answer, becomes=state_on(outlook, turn).status) if turn else answer

    def outlook(self, country: str) -> Outlook:
        """The routes to freedom in a country, with what stands in their way."""
        own, compared = self._by_law(country)
        return Outlook(
            country,
            own,
            compared,
            (*own, *compared.routes) if compared.routes else own,
            used_works(self.written, country) if self.written and self._asks_what_it_uses(country) else (),
            layer_flags(self.work, country) if self.has_layers else NO_FLAGS,
            self.is_asked,
            self.is_asked and not (self.written or self.has_layers),
            self.licence,
            _presumed(self.work) if country == "US" else (),
            self.said,
        )

    def _asks_what_it_uses(self, country: str) -> bool:
        return country in LAW_READ or self.licence is not None

    def _by_law(self, country: str) -> tuple[Routes, Compared]:
        """The routes of a country's own rule, and what the comparison of terms adds to them."""
        if country == "US":
            return united_states(self.case), _NOT_ASKED
        if country not in LAW_READ:
            return (_NO_RULE,), _NOT_ASKED
        own = own_rule(self.case, country) or ()
        if self.is_governments:
            return (_GOVERNMENT_ABROAD, *own), _NOT_ASKED
        return own, compare(self.case, country)


_NOT_ASKED = Compared(())
_NO_RULE = route(ALWAYS, "any.no-rule", "floor", (("year", 0),), (), (Flag("no-rule"),))
_GOVERNMENT_ABROAD = route(
    ALWAYS,
    "any.government",
    "floor",
    (("year", 0),),
    (Input("production", "us_government"),),
    (Flag("government-abroad"),),
)


def evaluate(work: Work, country: str, today: date) -> Answer:
    """Whether a work may be watched freely in a country on a day, and why.

    `country`: ISO 3166-1 alpha-2; one whose law has not been read is answered as unclear. Raises nothing for any facts.
    """
    return Evaluation(work).answer(country, today)


def evaluate_all(work: Work, countries: Iterable[str], today: date, *, looks_ahead: bool = False) -> dict[str, Answer]:
    """The same for several countries, by country; quicker than one by one. Tells what each becomes, if asked for."""
    evaluation = Evaluation(work)
    return {country: evaluation.answer(country, today, looks_ahead=looks_ahead) for country in countries}


def state_on(outlook: Outlook, today: date) -> State:
    """How a work stands on a day: the best way to freedom that has come, and all doubts together."""
    state = _by_law(outlook, today)
    if outlook.licence is None or (state.status is PD and not state.flags):
        return state
    licensed = _by_licence(outlook, outlook.licence, today)
    if licensed.status is not OPEN_LICENCE:
        # A licence that others' works stand behind says no more than that the film is perhaps not barred.
        return licensed if state.status is PROTECTED else state
    return state if state.status is PD and licensed.flags else licensed


def _by_licence(outlook: Outlook, licence: OpenLicence, today: date) -> State:
    """What a maker's licence gives: it is the maker's word on the film, not on what it uses nor what was laid over."""
    used = (standing(one, today).flags for one in outlook.used)
    flags = joined(weak(licence.sources), outlook.flags, *used)
    return State(OPEN_LICENCE if steps_of(flags) < 2 else UNCLEAR, None, flags)


_PROTECTED = State(PROTECTED, None, NO_FLAGS)


def _by_law(outlook: Outlook, today: date) -> State:
    best = best_on(outlook.film, today)
    if best is None:
        return _PROTECTED
    if outlook.is_bare:
        return State(PD if best.steps < 2 else UNCLEAR, best, best.flags)
    is_all_ended = best.rule in TERM_OF_ALL
    groups = [best.flags, _without_music(outlook.flags) if is_all_ended else outlook.flags]
    for used in outlook.used:
        stands = standing(used, today)
        if stands.is_protected and outlook.country == "US":
            return State(PROTECTED, best, NO_FLAGS, used.name)
        groups.append(stands.flags)
    if not outlook.is_asked and not is_all_ended and best.steps < 2:
        groups.append(_UNASKED)
    flags = joined(*groups)
    return State(PD if steps_of(flags) < 2 else UNCLEAR, best, flags)


def _without_music(flags: Flags) -> Flags:
    return tuple([flag for flag in flags if flag.code != "music"])


_UNASKED: Flags = (Flag("underlying-unasked"),)


def changes_on(outlook: Outlook, today: date, state: State, coming: Route | None) -> date | None:
    """The first day after today on which the clock alone changes the status or the confidence; None when none does.

    `coming`: what frees it first, where it is protected and nothing has freed it.
    A change of confidence alone counts because it decides whether a reviewer is asked before anything is shown.
    """
    if state.status is PD and not state.flags and outlook.country != "US":
        return None  # time only frees; only a search of the American records grows old
    if state.status is PROTECTED and not outlook.used:
        return coming.free_on if coming else None  # with or without doubts, it ends the protection
    for day in dates_after((outlook.film, *(used.routes for used in outlook.used)), today):
        then = state_on(outlook, day)
        if then.status is not state.status or _is_sure(then) is not _is_sure(state):
            return day
    return None


def _is_sure(state: State) -> bool:
    """Whether what is free is so without a doubt; what is not free has the same confidence on every day."""
    return not state.flags or state.status in _NOT_FREE


_NOT_FREE = frozenset({PROTECTED, UNCLEAR})


def _answer(outlook: Outlook, state: State, today: date) -> Answer:
    own, compared = outlook.own, outlook.compared.routes
    by_own = look(outlook.country, own, today) if own else None
    by_home = look(outlook.country, compared, today) if compared else None
    first = None if state.best else sooner(by_own, by_home)
    changing = changes_on(outlook, today, state, first.coming if first else None)
    steps = _steps(outlook, state, [one.step for one in (by_own, by_home) if one], today)
    if state.status is PROTECTED:
        return _protected(outlook, state, first, changing, steps)
    if state.status is PD:
        return _free(outlook, state, today, changing, steps)
    if state.status is UNCLEAR:
        return _unclear(outlook, state, changing, steps)
    return _open(outlook, state, changing, steps)


def _free(outlook: Outlook, state: State, today: date, changing: date | None, steps: Steps) -> Answer:
    best = state.best
    assert best is not None
    told = _told(outlook, best, today)
    since = _since(outlook, told, today)
    doubts = tuple(dict.fromkeys(flag.code for flag in state.flags))
    return Answer(
        outlook.country,
        PD,
        MEDIUM if doubts else HIGH,
        told.rule,
        pd(told, since),
        since=None if since == ALWAYS else since,
        changes_on=changing,
        steps=steps,
        inputs=best.inputs,
        missing=_missing(state.flags, outlook.missing),
        doubts=doubts,
    )


def _told(outlook: Outlook, best: Route, today: date) -> Route:
    """The first way of the same rank that freed it: a doubt that later days have settled is not told any more."""
    told = best
    for one in outlook.film:
        if one.rank == best.rank and one.steps < 2 and one.free_on < told.free_on and today < one.expires:
            told = one
    return told


def _since(outlook: Outlook, told: Route, today: date) -> date:
    """The first free day, which is not before a story that it uses was free."""
    since = told.free_on
    for used in outlook.used:
        freed = standing(used, today).freed
        if freed is not None and freed.free_on > since and not used.is_music:
            since = freed.free_on
    return since


def _protected(outlook: Outlook, state: State, first: Look | None, changing: date | None, steps: Steps) -> Answer:
    coming = first.coming if first else None
    if state.barred_by:
        rule, sentence = "us.derivative", Sentence("no.us.derivative", (("name", state.barred_by),))
    elif first is None:
        rule, sentence = (outlook.film[0].rule if outlook.film else "any.no-rule"), Sentence("no.never-ends")
    else:
        rule, sentence = first.step.rule, first.step.sentence
    told = state.best or coming
    is_open_ended = coming is not None and coming.way == "living"
    return Answer(
        outlook.country,
        PROTECTED,
        MEDIUM if outlook.missing else HIGH,
        rule,
        sentence,
        until=changing - DAY if changing and not is_open_ended else None,
        changes_on=changing,
        steps=steps,
        inputs=told.inputs if told else (),
        missing=outlook.missing,
    )


def _unclear(outlook: Outlook, state: State, changing: date | None, steps: Steps) -> Answer:
    best, licence = state.best, outlook.licence
    rule, inputs = ("any.open-licence", ()) if best is None else (best.rule, best.inputs)
    return Answer(
        outlook.country,
        UNCLEAR,
        LOW,
        rule,
        why_unclear(outlook.country, state.flags),
        changes_on=changing,
        steps=steps,
        inputs=(licence_input(licence),) if best is None and licence is not None else inputs,
        missing=_missing(state.flags, outlook.missing),
        doubts=tuple(dict.fromkeys(flag.code for flag in state.flags)),
    )


def _open(outlook: Outlook, state: State, changing: date | None, steps: Steps) -> Answer:
    licence = outlook.licence
    assert licence is not None
    doubts = tuple(dict.fromkeys(flag.code for flag in state.flags))
    return Answer(
        outlook.country,
        OPEN_LICENCE,
        MEDIUM if doubts else HIGH,
        "any.open-licence",
        licence_sentence(licence),
        changes_on=changing,
        steps=steps,
        inputs=(licence_input(licence),),
        missing=_missing(state.flags, ()),
        doubts=doubts,
    )


def _missing(flags: Flags, more: tuple[Missing, ...]) -> tuple[Missing, ...]:
    if not flags:
        return more
    found = [Missing(SETTLED_BY[flag.code], str(flag.about)) for flag in flags if flag.code in SETTLED_BY]
    return (*dict.fromkeys(found), *more)


def _presumed(work: Work) -> tuple[Missing, ...]:
    """What would settle more in the United States, though the answer does not wait for it: a notice is presumed."""
    latest = work.published.latest
    if latest is None or latest >= NOTICE_ENDED or latest.year < 1923:
        return ()
    return _NOTICE if work.us.notice is Notice.UNKNOWN and work.production is not Production.US_GOVERNMENT else ()


_NOTICE = (Missing("notice"),)


# The path, step by step


def _steps(outlook: Outlook, state: State, steps: list[Step], today: date) -> Steps:
    """All steps, after those of the country's own rule and of the comparison."""
    said = outlook.said
    if outlook.compared.refusal is not None:
        steps.append(outlook.compared.refusal)
    if outlook.used:
        steps += said.trademark
        steps += [used_step(used, today) for used in outlook.used]
    else:
        steps += said.original
        steps += said.trademark
    steps += said.cleared
    if outlook.country == "AR" and state.status is PD:
        steps.append(_PAYING)
    steps += said.licences
    if state.flags:
        rule = state.best.rule if state.best else "any.layer"
        steps += [
            Step(rule, "doubt", Sentence(f"doubt.{flag.code}", about(flag)))
            for flag in state.flags
            if STEPS[flag.code] < 2
        ]
    return tuple(steps)


_PAYING = Step("ar.paying-domain", "note", Sentence("note.ar-paying"))
