"""What an import does to what is there already. No Django, no clock, no network.

The rule in one sentence: the source that made a thing goes on deciding what it says of it; every other source only
fills what is blank and adds names, identifiers and genres. Nothing that a source leaves out is taken away.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allostream.catalogue.rules import KnownName
from allostream.lib.names import slug

BLANK: tuple[Any, ...] = (None, "", [], ())
ID_PART = 4


def settled(present: Mapping[str, Any], given: Mapping[str, Any], *, owns: bool) -> dict[str, Any]:
    """Which columns change and to what: an owner's values hold, another's only where nothing is known yet.

    A blank in `given` says nothing and changes nothing.
    """
    return {
        column: value
        for column, value in given.items()
        if value not in BLANK and value != present[column] and (owns or present[column] in BLANK)
    }


def must_look_again(held: Collection[int], found: Collection[int], before: int, after: int) -> bool:
    """Whether titles that a look-up has found may have been made one, split or edited before they were held.

    `held`: those that were held before it; nobody can change them. `before` and `after`: the stamp of all titles
    before the look-up, and since everything that it found is held; the stamp rises with every change of any title.
    """
    return before != after and not set(found) <= set(held)


@dataclass(frozen=True)
class Names:
    """What happens to the names of a thing."""

    added: tuple[KnownName, ...]
    demoted: tuple[KnownName, ...]


def settled_names(present: Iterable[KnownName], given: Iterable[KnownName], *, owns: bool) -> Names:
    """Which names are added, and which are now only aliases.

    A name is never dropped, for people search by it. Where an owner gives another release (or original) name in a
    language, the earlier one becomes an alias; where another source does, its name is the alias.
    """
    there = list(present)
    texts = {(name.text, name.language) for name in there}
    filled = {(name.language, name.kind) for name in there if name.kind != "alias"}
    wanted = list(dict.fromkeys(given))
    exact = set(there)
    added = []
    for name in wanted:
        if owns and name not in exact:
            added.append(name)
        elif not owns and (name.text, name.language) not in texts:
            kind = "alias" if (name.language, name.kind) in filled else name.kind
            added.append(KnownName(name.text, name.language, kind))
    decided = {(name.language, name.kind) for name in wanted if name.kind != "alias"} if owns else set()
    demoted = [name for name in there if (name.language, name.kind) in decided and name not in wanted]
    return Names(tuple(added), tuple(demoted))


def face_name(names: Sequence[KnownName], language: str, fallback: KnownName) -> KnownName:
    """The name that readers of a language are shown: the one it was released under there, else the original if that
    is in their language, else the fallback. Regional names (fr-CA) stand in where the language itself has none.
    """
    for kind in ("release", "original"):
        regional = None
        for name in names:
            if name.kind != kind:
                continue
            if name.language == language:
                return name
            if regional is None and name.language.partition("-")[0] == language:
                regional = name
        if regional is not None:
            return regional
    return fallback


def title_slugs(kind: str, name: str, year: int | None, public_id: str) -> list[str]:
    """Addresses for a title, the best first; the last is always free, for it is the title's own id.

    Films carry their year, since remakes share names; series do so only when the plain name is taken.
    """
    words = slug(name)
    if not words:
        return [public_id]
    dated = f"{words}-{year}" if year else words
    plain = [dated] if kind == "film" else list(dict.fromkeys([words, dated]))
    return [*plain, f"{dated}-{public_id[:ID_PART]}", public_id]


def person_slugs(name: str, born: int | None, died: int | None, public_id: str) -> list[str]:
    """Addresses for a person, the best first; the last is the person's own id."""
    words = slug(name)
    if not words:
        return [public_id]
    years = [f"{words}-{year}" for year in (born, died) if year]
    return [words, *years, f"{words}-{public_id[:ID_PART]}", public_id]


def chosen_slug(candidates: Sequence[str], taken: Collection[str], current: str = "") -> str:
    """The first free address; an address in use is kept while it still fits, so that links to it stay good."""
    if current in candidates:
        return current
    return next(candidate for candidate in candidates if candidate not in taken or candidate == candidates[-1])


def same_part(
    given: tuple[int | None, bool, str], there: tuple[int | None, bool, str], *, derived_is_enough: bool
) -> bool:
    """Whether a season or episode of another source is the one we have: (number, number is derived, folded name).

    Names decide first. Numbers decide only where they were given, not worked out: a source that lacks one episode
    numbers all later ones differently. For seasons a derived number is enough, since their names carry it.
    """
    number, derived, name = given
    their_number, their_derived, their_name = there
    if number is not None and number == their_number and (derived_is_enough or not (derived or their_derived)):
        return True
    return bool(name) and name == their_name


@dataclass(frozen=True)
class Individual:
    """What a source says of a person, as far as it tells people of one name apart."""

    name: str
    died: int | None
    nationalities: tuple[str, ...] = ()


def same_person(given: Individual, there: Individual) -> bool:
    """Whether two people of one source are one: the same name and year of death, and no contradicting nationality.

    Two unknown years of death count as the same, for a source names its own people alike.
    """
    if given.name != there.name or given.died != there.died:
        return False
    known = set(given.nationalities) and set(there.nationalities)
    return not known or bool(set(given.nationalities) & set(there.nationalities))
