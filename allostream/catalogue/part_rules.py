"""Which seasons and episodes of two series are one when the series become one. No Django, no clock, no network."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numbered:
    """A season or an episode. `name` is folded, `kind` parts specials from the others: they are numbered apart."""

    id: int
    number: int | None
    name: str = ""
    kind: str = ""


def pairs(gone: Sequence[Numbered], kept: Sequence[Numbered]) -> list[tuple[int, int]]:
    """Who goes into whom, by ids: by the same number, else by the same name where one has no number.

    Each is in one pair at most, so nothing is lost: what has no counterpart stands beside the others.
    """
    found: list[tuple[int, int]] = []
    left, there = list(gone), list(kept)
    for has_part in (_same_number, _same_name):
        for one in list(left):
            other = next((candidate for candidate in there if has_part(one, candidate)), None)
            if other is not None:
                found.append((one.id, other.id))
                left.remove(one)
                there.remove(other)
    return found


def _same_number(one: Numbered, other: Numbered) -> bool:
    return one.number is not None and one.number == other.number and one.kind == other.kind


def _same_name(one: Numbered, other: Numbered) -> bool:
    has_both_numbers = one.number is not None and other.number is not None
    return bool(one.name) and one.name == other.name and one.kind == other.kind and not has_both_numbers
