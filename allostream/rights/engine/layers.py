"""What lies under and over the bare film: works that it uses, each with its own term, and layers of the edition."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import msgspec

from allostream.rights.engine.case import AUTHORS, LIVE_SCORE, Case
from allostream.rights.engine.comparison import compare
from allostream.rights.engine.facts import Layer, Role, Underlying, Work
from allostream.rights.engine.national import own_rule
from allostream.rights.engine.routes import NO_FLAGS, Flag, Flags, Route, Routes, best_on
from allostream.rights.engine.unitedstates import written

MUSIC = frozenset({"song", "recording", LIVE_SCORE, "score"})
# Layers that make another work of the film: nothing is said of it until a person has settled them.
NEW_WORKS = (
    Layer.RESTORED,
    Layer.NEW_SCORE,
    Layer.COLOURED,
    Layer.NARRATED,
    Layer.NEW_TITLES,
    Layer.DUBBED,
    Layer.LIVE_SCORE,
)
LIGHT: Mapping[Layer, str] = {
    Layer.THIRD_PARTY_FOOTAGE: "third-party-footage",
    Layer.MUSIC: "music",
    Layer.CHARACTER: "character",
}


class Used(msgspec.Struct, frozen=True, gc=False):
    """A work that the film uses, in one country: its routes, and whether the copy carries it as its own sound."""

    name: str
    is_music: bool
    is_live_score: bool
    is_carried: bool
    is_cleared: bool
    routes: Routes


class Standing(msgspec.Struct, frozen=True, gc=False):
    """How a used work stands on a day: the doubts it brings, whether it is protected, the route that has freed it."""

    flags: Flags
    is_protected: bool
    freed: Route | None


def used_by(work: Work) -> tuple[Underlying, ...]:
    """The works that a film uses: those that are listed, and one for each author credited with a work not listed.

    Whoever is credited as the author of an older work wrote one, whether or not somebody has described it.
    """
    credited = [person for person in work.people if person.role is Role.UNDERLYING_AUTHOR]
    if not credited:
        return work.underlying
    listed = {author.name.casefold() for one in work.underlying for author in one.authors}
    more = {one.name.casefold(): one for one in credited if one.name.casefold() not in listed}
    return (*work.underlying, *(Underlying("credited", one.name, (one,)) for one in more.values()))


class Written(NamedTuple):
    """A work that the film uses, as a case of its own; of it, what is the same in every country."""

    work: Underlying
    case: Case
    is_carried: bool


def used_works(written: Iterable[Written], country: str) -> tuple[Used, ...]:
    """The works that a film uses with their routes in a country."""
    return tuple(
        [
            Used(
                one.name,
                one.kind in MUSIC,
                one.kind == LIVE_SCORE,
                is_carried,
                one.is_cleared,
                () if one.is_cleared else _routes(one, case, country),
            )
            for one, case, is_carried in written
        ]
    )


def written_works(work: Work) -> tuple[Written, ...]:
    """Each work that a film uses as a case of its own.

    Where its publication is not known, it was published with the film at the latest (Batjac Productions v. GoodTimes,
    160 F.3d 1223, 9th Cir. 1998). Who wrote music counts as a composer, whatever the role is called: France asks.
    """
    used = used_by(work)
    if not used:
        return ()
    is_carried = Layer.LIVE_SCORE in work.layers - work.cleared
    return tuple([Written(one, Case(_as_work(one, work), AUTHORS), is_carried) for one in used])


def _as_work(one: Underlying, film: Work) -> Work:
    role = Role.COMPOSER if one.kind in MUSIC else Role.UNDERLYING_AUTHOR
    return Work(
        name=one.name,
        published=one.published if one.published.is_known else film.published,
        origin=(one.country,) if one.country else (),
        origin_sources=one.sources,
        people=tuple(
            [person if person.role is Role.COMPOSER else replace(person, role=role) for person in one.authors]
        ),
    )


def _routes(one: Underlying, case: Case, country: str) -> Routes:
    if country == "US":
        return written(case, one.is_us_renewed)
    return (*(own_rule(case, country) or ()), *compare(case, country).routes)


def standing(used: Used, today: date) -> Standing:
    """How a used work stands on a day.

    A protected story bars the film; music that is not settled, and a story that is not, take one step. A premiere
    score bars only copies that carry it.
    """
    if used.is_cleared:
        return Standing(NO_FLAGS, False, None)
    if not used.routes:
        return Standing((Flag("no-rule"),), False, None)
    best = best_on(used.routes, today)
    freed = best if best is not None and best.steps < 2 else None
    if freed is not None and all(flag.code == "rule-not-read" for flag in freed.flags):
        return Standing(freed.flags, False, freed)
    # Freed with a doubt is not better than not known: else a day that frees it could worsen the whole.
    if used.is_music and not (used.is_live_score and used.is_carried):
        return Standing((Flag("live-score" if used.is_live_score else "music-unresolved", used.name),), False, freed)
    if best is None:
        return Standing((Flag("underlying-protected", used.name),), True, None)
    if used.is_live_score:
        return Standing((Flag("live_score"),), False, freed)
    return Standing((Flag("underlying-unresolved", used.name),), False, freed)


def layer_flags(work: Work, country: str) -> Flags:
    """The doubts that the layers of the edition bring in a country, apart from the works it uses."""
    left = work.layers - work.cleared
    flags = [Flag("disputed")] if work.disputes else []
    if not left:
        return tuple(flags)
    has_score = any(one.kind == LIVE_SCORE for one in work.underlying)
    flags += [
        Flag(layer.value) for layer in NEW_WORKS if layer in left and not (layer is Layer.LIVE_SCORE and has_score)
    ]
    for layer, code in LIGHT.items():
        if layer in left:
            flags.append(Flag("us-character" if code == "character" and country == "US" else code))
    return tuple(flags)
