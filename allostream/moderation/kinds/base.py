"""What the queue asks of every kind of thing that waits: rows, faces, a moderator's acts and how they are undone."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.queue_rules import Sign

MOST = 20_000  # waiting things of a kind that are taken into the queue, the oldest first


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits. `person_id` is the row id of whose it is, `uploader` a keyed hash."""

    subject_id: str
    opened_at: datetime
    title_id: int | None = None
    host: str = ""
    uploader: str = ""
    person_id: int | None = None
    site: str = ""
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class Face:
    """What a moderator sees of a thing: a name, an address elsewhere, words that somebody wrote, codes with values."""

    name: str = ""
    address: str = ""
    said: str = ""
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What a moderator writes with an act."""

    why: str
    facts: str = ""
    until: datetime | None = None
    reason: str = ""  # a code of the thing's own vocabulary


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a moderator can do: its measure, the right that it needs, how it is done and undone.

    `do` returns what was, as plain values; `undo` takes that. `in_bulk`: it may be done to many at once.
    """

    name: str
    measure: Measure
    right: Right
    do: Callable[[str, User, Words], Mapping[str, Any]]
    undo: Callable[[str, Mapping[str, Any], User, str], None] | None = None
    in_bulk: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that waits.

    `rows`: what waits, the oldest first, MOST at most; `faces`: by id, in few queries however many;
    `authors`: where a thing is about several people, each of whom is told; else it is whose the item is;
    `one`: the row of a thing that is decided on its own page, whether it waits or not; `elsewhere`: acts that are done
    by other parts of the house and undone as those of the queue are.
    """

    thing: Thing
    right: Right
    rows: Callable[[], Sequence[Row]]
    faces: Callable[[Collection[str]], Mapping[str, Face]]
    acts: tuple[Act, ...] = field(default=())
    authors: Callable[[str], Sequence[User]] | None = None
    one: Callable[[str], Row] | None = None
    elsewhere: tuple[Act, ...] = field(default=())

    def done(self, name: str) -> Act | None:
        """The act of that name, in the queue or elsewhere, or None."""
        return self.act(name) or next((act for act in self.elsewhere if act.name == name), None)

    def act(self, name: str) -> Act | None:
        """The act of that name, or None."""
        return next((act for act in self.acts if act.name == name), None)
