"""The path to an answer: what each rule that was asked gave on the way, in a step, and the sentences that say it."""

from datetime import date, timedelta

import msgspec

from allostream.rights.engine.answers import Sentence, Step
from allostream.rights.engine.facts import Layer, Work
from allostream.rights.engine.layers import Used
from allostream.rights.engine.licences import licence_step
from allostream.rights.engine.routes import (
    ALWAYS,
    NEVER_ENDS,
    STEPS,
    Flag,
    Flags,
    Route,
    Routes,
    Values,
    best_on,
    next_of,
)
from allostream.rights.engine.sentences import DOUBTS, WAYS

DAY = timedelta(days=1)
Steps = tuple[Step, ...]


class Said(msgspec.Struct, frozen=True, gc=False):
    """The steps that hang on the work alone: `original` where it uses nothing, the layers, the licences."""

    original: Steps
    trademark: Steps
    cleared: Steps
    licences: Steps


_ORIGINAL = Step("any.underlying", "free", Sentence("underlying.none"))
_TRADEMARK = Step("any.layer", "free", Sentence("layer.trademark"))


def said_of(work: Work) -> Said:
    """The steps that hang on a work alone."""
    cleared = sorted(work.cleared & work.layers)
    return Said(
        (_ORIGINAL,) if work.is_based_on_nothing else (),
        (_TRADEMARK,) if Layer.TRADEMARK in work.layers - work.cleared else (),
        tuple([Step("any.layer", "cleared", Sentence("layer.cleared", (("layer", layer),))) for layer in cleared]),
        tuple([licence_step(licence) for licence in work.licences]),
    )


class Look(msgspec.Struct, frozen=True, gc=False):
    """What a rule gives on a day: the step that says so, and what it will free it by, if it has not."""

    step: Step
    coming: Route | None = None


def look(country: str, routes: Routes, today: date) -> Look:
    """What the routes of one rule, of which there is at least one, give in a country on a day."""
    best = best_on(routes, today)
    if best is None:
        coming = next_of(routes, today)
        if coming is not None:
            return Look(Step(coming.rule, "protected", no(coming), coming.inputs), coming)
        return Look(Step(routes[0].rule, "protected", Sentence("no.never-ends"), routes[0].inputs))
    if best.steps > 1:
        return Look(Step(best.rule, "unclear", why_unclear(country, best.flags), best.inputs))
    return Look(Step(best.rule, "free", pd(best, best.free_on), best.inputs))


def sooner(one: Look | None, other: Look | None) -> Look | None:
    """Of two rules the one that frees a work first; of two on the same day the one with fewer doubts."""
    if one is None or one.coming is None:
        return other if other is not None and other.coming is not None else None
    if other is None or other.coming is None:
        return one
    is_other = (other.coming.free_on, other.coming.steps) < (one.coming.free_on, one.coming.steps)
    return other if is_other else one


def used_step(used: Used, today: date) -> Step:
    """How a work that the film uses stands on a day."""
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


def pd(best: Route, since: date) -> Sentence:
    """That a way has freed a work, and since when."""
    if not WAYS[best.way].is_dated:
        return Sentence(f"pd.{best.way}", best.values)
    end = since if since == ALWAYS else since - DAY
    return Sentence(f"pd.{best.way}", (*best.values, ("since", since), ("end", end)))


def no(coming: Route) -> Sentence:
    """That a work is protected, and what will free it when."""
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


def why_unclear(country: str, flags: Flags) -> Sentence:
    """The first doubt that settles it by itself; else the two that do so together."""
    for flag in flags:
        if STEPS[flag.code] > 1:
            return Sentence(f"unclear.{flag.code}", (("country", country), *about(flag)))
    codes = list(dict.fromkeys(flag.code for flag in flags if STEPS[flag.code]))
    values = (("country", country), ("first", codes[0]), ("second", codes[1]))
    if len(codes) == 2:
        return Sentence("unclear.two-doubts", values)
    return Sentence("unclear.many-doubts", (*values, ("count", len(codes))))


def about(flag: Flag) -> Values:
    """The value of the sentence of a doubt, if it has one."""
    names = DOUBTS[flag.code].values
    return ((names[0], flag.about),) if names else ()
