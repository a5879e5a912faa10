"""The procedure, the same for every country: own rule, comparison, what the film uses, layers; the worst decides."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec
from msgspec import structs

from allostream.rights.engine.answers import Answer, Confidence, Input, Missing, Sentence, Status, Step
from allostream.rights.engine.case import Case
from allostream.rights.engine.comparison import Compared, compare
from allostream.rights.engine.facts import Layer, Notice, OpenLicence, Production, Work
from allostream.rights.engine.layers import Used, layer_flags, standing, used_works, written_cases
from allostream.rights.engine.licences import freest, licence_input, licence_sentence, licence_step
from allostream.rights.engine.national import OWN, own_rule
from allostream.rights.engine.routes import (
    ALWAYS,
    NEVER_ENDS,
    NO_FLAGS,
    STEPS,
    Flag,
    Flags,
    Route,
    Routes,
    best_on,
    dates_after,
    joined,
    next_of,
    route,
    steps_of,
    weak,
)
from allostream.rights.engine.sentences import DOUBTS, SETTLED_BY, WAYS
from allostream.rights.engine.unitedstates import NOTICE_ENDED, united_states

# Rules after which nothing that the film used in the United States can still be protected: it was published with it.
# A soundtrack is part of the film; only recordings that were sold by themselves have a table of their own.
TERM_OF_ALL = frozenset({"us.term", "us.uraa"})
DAY = timedelta(days=1)
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
        self.written = written_cases(work)
        self.licence = freest(work.licences)
        self.is_asked = work.is_based_on_nothing is True or bool(self.written)
        self.has_layers = bool(work.layers or work.disputes)

    def answer(self, country: str, today: date, *, looks_ahead: bool = False) -> Answer:
        """The answer for a country on a day; with what it becomes by itself, if asked for."""
        outlook = self.outlook(country)
        state = state_on(outlook, today)
        answer = _answer(self.work, outlook, state, today)
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
            used_works(self.work, country, self.written) if self._asks_what_it_uses(country) else (),
            layer_flags(self.work, country) if self.has_layers else NO_FLAGS,
            self.is_asked,
            self.is_asked and not (self.written or self.has_layers),
            self.licence,
            _presumed(self.work) if country == "US" else (),
        )

    def _asks_what_it_uses(self, country: str) -> bool:
        return bool(self.written) and (country in LAW_READ or self.licence is not None)

    def _by_law(self, country: str) -> tuple[Routes, Compared]:
        """The routes of a country's own rule, and what the comparison of terms adds to them."""
        if country == "US":
            return united_states(self.case), _NOT_ASKED
        if country not in LAW_READ:
            return (_NO_RULE,), _NOT_ASKED
        own = own_rule(self.case, country) or ()
        if self.work.production is Production.US_GOVERNMENT:
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
    if outlook.licence is None or (state.status is Status.PD and not state.flags):
        return state
    licensed = _by_licence(outlook, outlook.licence, today)
    if licensed.status is not Status.OPEN_LICENCE:
        # A licence that others' works stand behind says no more than that the film is perhaps not barred.
        return licensed if state.status is Status.PROTECTED else state
    return state if state.status is Status.PD and licensed.flags else licensed


def _by_licence(outlook: Outlook, licence: OpenLicence, today: date) -> State:
    """What a maker's licence gives: it is the maker's word on the film, not on what it uses nor what was laid over."""
    used = (standing(one, today).flags for one in outlook.used)
    flags = joined(weak(licence.sources), outlook.flags, *used)
    return State(Status.OPEN_LICENCE if steps_of(flags) < 2 else Status.UNCLEAR, None, flags)


_PROTECTED = State(Status.PROTECTED, None, NO_FLAGS)


def _by_law(outlook: Outlook, today: date) -> State:
    best = best_on(outlook.film, today)
    if best is None:
        return _PROTECTED
    if outlook.is_bare:
        return State(Status.PD if best.steps < 2 else Status.UNCLEAR, best, best.flags)
    is_all_ended = best.rule in TERM_OF_ALL
    groups = [best.flags, _without_music(outlook.flags) if is_all_ended else outlook.flags]
    for used in outlook.used:
        stands = standing(used, today)
        if stands.is_protected and outlook.country == "US":
            return State(Status.PROTECTED, best, NO_FLAGS, used.name)
        groups.append(stands.flags)
    if not outlook.is_asked and not is_all_ended and best.steps < 2:
        groups.append(_UNASKED)
    flags = joined(*groups)
    return State(Status.PD if steps_of(flags) < 2 else Status.UNCLEAR, best, flags)


def _without_music(flags: Flags) -> Flags:
    return tuple([flag for flag in flags if flag.code != "music"])


_UNASKED: Flags = (Flag("underlying-unasked"),)


def changes_on(outlook: Outlook, today: date, state: State) -> date | None:
    """The first day after today on which the clock alone changes the status or the confidence; None when none does.

    A change of confidence alone counts because it decides whether a reviewer is asked before anything is shown.
    """
    if state.status is Status.PD and not state.flags and outlook.country != "US":
        return None  # time only frees; only a search of the American records grows old
    if state.status is Status.PROTECTED and not outlook.used:
        coming = next_of(outlook.film, today)  # whatever comes first, with or without doubts, ends the protection
        return coming.free_on if coming else None
    for day in dates_after((outlook.film, *(used.routes for used in outlook.used)), today):
        then = state_on(outlook, day)
        if then.status is not state.status or _is_sure(then) is not _is_sure(state):
            return day
    return None


def _is_sure(state: State) -> bool:
    """Whether what is free is so without a doubt; what is not free has the same confidence on every day."""
    return not state.flags or state.status in _NOT_FREE


_NOT_FREE = frozenset({Status.PROTECTED, Status.UNCLEAR})


def _answer(work: Work, outlook: Outlook, state: State, today: date) -> Answer:
    changing = changes_on(outlook, today, state)
    steps = _steps(work, outlook, state, today)
    match state.status:
        case Status.PD:
            return _free(outlook, state, today, changing, steps)
        case Status.UNCLEAR:
            return _unclear(outlook, state, changing, steps)
        case Status.OPEN_LICENCE:
            return _open(outlook, state, changing, steps)
    return _protected(outlook, state, today, changing, steps)


def _free(outlook: Outlook, state: State, today: date, changing: date | None, steps: tuple[Step, ...]) -> Answer:
    best = state.best
    assert best is not None
    told = _told(outlook, best, today)
    since = _since(outlook, told, today)
    doubts = tuple(dict.fromkeys(flag.code for flag in state.flags))
    return Answer(
        outlook.country,
        Status.PD,
        Confidence.MEDIUM if doubts else Confidence.HIGH,
        told.rule,
        _pd(told, since),
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


def _pd(best: Route, since: date) -> Sentence:
    if not WAYS[best.way].is_dated:
        return Sentence(f"pd.{best.way}", best.values)
    end = since if since == ALWAYS else since - DAY
    return Sentence(f"pd.{best.way}", (*best.values, ("since", since), ("end", end)))


def _no(coming: Route) -> Sentence:
    if coming.way == "living":
        return Sentence("no.living", coming.values)
    if coming.steps > 1 and coming.way != "floor":
        return _no_before(coming)
    return Sentence(f"no.{coming.way}", (*coming.values, ("end", coming.free_on - DAY)))


def _no_before(coming: Route) -> Sentence:
    """On that day it only becomes unclear: what is known is said, and nothing of what would have to be known."""
    end = ("end", coming.free_on - DAY)
    if coming.way in {"fr.formality", "eu.formality"}:  # their sentences say nothing of the authors
        return Sentence(f"no.at-least.{coming.way}", (*coming.values, end))
    told = tuple([pair for pair in coming.values if pair[0] in {"name", "year"}])
    return Sentence("no.at-least-by", (*told, end)) if len(told) > 1 else Sentence("no.at-least", (end,))


def _protected(outlook: Outlook, state: State, today: date, changing: date | None, steps: tuple[Step, ...]) -> Answer:
    coming = next_of(outlook.film, today)
    if state.barred_by:
        rule, sentence = "us.derivative", Sentence("no.us.derivative", (("name", state.barred_by),))
    elif coming is None:
        rule, sentence = (outlook.film[0].rule if outlook.film else "any.no-rule"), Sentence("no.never-ends")
    else:
        rule, sentence = coming.rule, _no(coming)
    told = state.best or coming
    is_open_ended = coming is not None and coming.way == "living" and not state.barred_by
    return Answer(
        outlook.country,
        Status.PROTECTED,
        Confidence.MEDIUM if outlook.missing else Confidence.HIGH,
        rule,
        sentence,
        until=changing - DAY if changing and not is_open_ended else None,
        changes_on=changing,
        steps=steps,
        inputs=told.inputs if told else (),
        missing=outlook.missing,
    )


def _unclear(outlook: Outlook, state: State, changing: date | None, steps: tuple[Step, ...]) -> Answer:
    best, licence = state.best, outlook.licence
    rule, inputs = ("any.open-licence", ()) if best is None else (best.rule, best.inputs)
    return Answer(
        outlook.country,
        Status.UNCLEAR,
        Confidence.LOW,
        rule,
        _why_unclear(outlook.country, state.flags),
        changes_on=changing,
        steps=steps,
        inputs=(licence_input(licence),) if best is None and licence is not None else inputs,
        missing=_missing(state.flags, outlook.missing),
        doubts=tuple(dict.fromkeys(flag.code for flag in state.flags)),
    )


def _why_unclear(country: str, flags: Flags) -> Sentence:
    """The first doubt that settles it by itself; else the two that do so together."""
    for flag in flags:
        if STEPS[flag.code] > 1:
            return Sentence(f"unclear.{flag.code}", (("country", country), *_about(flag)))
    codes = list(dict.fromkeys(flag.code for flag in flags if STEPS[flag.code]))
    values = (("country", country), ("first", codes[0]), ("second", codes[1]))
    if len(codes) == 2:
        return Sentence("unclear.two-doubts", values)
    return Sentence("unclear.many-doubts", (*values, ("count", len(codes))))


def _about(flag: Flag) -> tuple[tuple[str, str | int | date], ...]:
    names = DOUBTS[flag.code].values
    return ((names[0], flag.about),) if names else ()


def _open(outlook: Outlook, state: State, changing: date | None, steps: tuple[Step, ...]) -> Answer:
    licence = outlook.licence
    assert licence is not None
    doubts = tuple(dict.fromkeys(flag.code for flag in state.flags))
    return Answer(
        outlook.country,
        Status.OPEN_LICENCE,
        Confidence.MEDIUM if doubts else Confidence.HIGH,
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


def _steps(work: Work, outlook: Outlook, state: State, today: date) -> tuple[Step, ...]:
    steps = [_rule_step(outlook.country, outlook.own, today)] if outlook.own else []
    if outlook.compared.refusal is not None:
        steps.append(outlook.compared.refusal)
    elif outlook.compared.routes:
        steps.append(_rule_step(outlook.country, outlook.compared.routes, today))
    if work.is_based_on_nothing and not outlook.used:
        steps.append(_ORIGINAL)
    if not outlook.is_bare:
        if Layer.TRADEMARK in work.layers - work.cleared:
            steps.append(_TRADEMARK)
        steps += [_used_step(used, today) for used in outlook.used]
        steps += [
            Step("any.layer", "cleared", Sentence("layer.cleared", (("layer", layer),)))
            for layer in sorted(work.cleared & work.layers)
        ]
    if outlook.country == "AR" and state.status is Status.PD:
        steps.append(_PAYING)
    steps += [licence_step(licence) for licence in work.licences]
    if state.flags:
        rule = state.best.rule if state.best else "any.layer"
        steps += [
            Step(rule, "doubt", Sentence(f"doubt.{flag.code}", _about(flag)))
            for flag in state.flags
            if STEPS[flag.code] < 2
        ]
    return tuple(steps)


_ORIGINAL = Step("any.underlying", "free", Sentence("underlying.none"))
_TRADEMARK = Step("any.layer", "free", Sentence("layer.trademark"))
_PAYING = Step("ar.paying-domain", "note", Sentence("note.ar-paying"))


def _rule_step(country: str, routes: Routes, today: date) -> Step:
    best = best_on(routes, today)
    if best is None:
        coming = next_of(routes, today)
        if coming is not None:
            return Step(coming.rule, "protected", _no(coming), coming.inputs)
        return Step(routes[0].rule, "protected", Sentence("no.never-ends"), routes[0].inputs)
    if best.steps > 1:
        return Step(best.rule, "unclear", _why_unclear(country, best.flags), best.inputs)
    return Step(best.rule, "free", _pd(best, best.free_on), best.inputs)


def _used_step(used: Used, today: date) -> Step:
    name = ("name", used.name)
    if used.is_cleared:
        return Step("any.underlying", "cleared", Sentence("underlying.cleared", (name,)))
    best = best_on(used.routes, today)
    if not used.routes:
        return Step("any.underlying", "unclear", Sentence("underlying.unresolved", (name,)))
    if best is None:
        coming = next_of(used.routes, today)
        end = coming.free_on - DAY if coming else NEVER_ENDS
        inputs = coming.inputs if coming else ()
        return Step("any.underlying", "protected", Sentence("underlying.protected", (name, ("end", end))), inputs)
    if best.steps > 1:
        return Step("any.underlying", "unclear", Sentence("underlying.unresolved", (name,)), best.inputs)
    return Step("any.underlying", "free", Sentence("underlying.free", (name, ("since", best.free_on))), best.inputs)
