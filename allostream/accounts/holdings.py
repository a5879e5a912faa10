"""What is kept about a person, for the export of it and for the end of an account.

Every table with a foreign key to the account that goes with it (CASCADE) is taken along as it is, and goes with the
account: whoever adds one need do nothing. What hangs on a person in another way is told here by its package, in the
`ready` of its app: `register(Holding("facts", …))`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CASCADE, ForeignKey, Model

from allostream.accounts.models import User
from allostream.audit.models import AuditEntry
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject

Row = Mapping[str, Any]
# Columns that prove who one is: whoever steals an export must not get into the account with it.
SECRET = frozenset({"password", "data", "session_key", "code_digest", "digest"})
# Columns that tell which moderator it was: that is theirs, and no decision that people are told names one.
OF_OTHERS = frozenset({"given_by", "decided_by"})


@dataclass(frozen=True, slots=True)
class Holding:
    """Something that is kept about people.

    `rows` gives them for the export, as plain values. `erase` is called in the transaction in which the account ends,
    before its row goes: it removes them, or takes from them what tells who it was. `renew` is called when the name
    under which somebody stands beside them has changed or goes, in that transaction: it makes pages that show it out
    of date.
    """

    name: str  # of the file in the export
    told: str  # what it is, in one English sentence
    rows: Callable[[User], Iterable[Row]]
    erase: Callable[[User], None] | None = None
    renew: Callable[[User], None] | None = None


_registered: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Add what a package holds about people; the same name again takes the place of the first."""
    _registered[holding.name] = holding


def holdings() -> list[Holding]:
    """All that is kept about people, by name."""
    own = [Holding(model._meta.db_table, _told(model), _rows_of(model, column)) for model, column in tables_of_people()]
    return sorted([_ACCOUNT, _DEEDS, *own, *_registered.values()], key=lambda holding: holding.name)


def renew_pages(person: User) -> None:
    """Make every kept page that names somebody beside what they brought out of date, in the caller's transaction."""
    for holding in _registered.values():
        if holding.renew:
            holding.renew(person)
    raise_stamp(Subject.FACTS)


def tables_of_people() -> Iterator[tuple[type[Model], str]]:
    """Each table whose rows belong to an account and go with it, with the column that says to whose.

    A row that is about a second person too, as who is muted, is its owner's alone: the column for the other has no way
    back (`related_name="+"`).
    """
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            is_theirs = isinstance(column, ForeignKey) and column.related_model is User
            way: Any = column.remote_field
            if is_theirs and way.on_delete is CASCADE and not way.hidden:
                yield model, column.name


def _told(model: type[Model]) -> str:
    text = model.__doc__ or ""
    if text.startswith(f"{model.__name__}("):  # what Django writes for a table whose maker wrote nothing
        return f"{str(model._meta.verbose_name_plural).capitalize()}."
    return " ".join(text.split("\n\n")[0].split())


def _rows_of(model: type[Model], column: str) -> Callable[[User], Iterable[Row]]:
    left_out = SECRET | OF_OTHERS | {column}
    columns = [one.attname for one in model._meta.concrete_fields if one.name not in left_out]

    def rows(person: User) -> Iterable[Row]:
        found: Any = model._default_manager.filter(**{column: person.pk}).order_by("pk").values(*columns)
        each: Iterable[Row] = found.iterator()
        return each

    return rows


def _account(person: User) -> Iterable[Row]:
    columns = [one.attname for one in User._meta.concrete_fields if one.name not in SECRET]
    found: Iterable[Row] = list(User.objects.filter(pk=person.pk).values(*columns))
    return found


def _deeds(person: User) -> Iterable[Row]:
    own = AuditEntry.objects.filter(actor_kind="person", actor_id=person.public_id).order_by("pk")
    return own.values("at", "action", "subject_kind", "subject_id", "site").iterator()


_ACCOUNT = Holding("account", "Your account: address, name, language, what you chose.", _account)
_DEEDS = Holding("deeds", "What you did here, as the record of changes has it.", _deeds)
