"""What an edit would change, and everything that keeps it from being taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allostream.catalogue import edit_rules
from allostream.catalogue.edit_rules import OF_RIGHTS, Kind, Values
from allostream.catalogue.edit_values import Edited, genre_slugs, holder_of
from allostream.catalogue.models import Episode, Season
from allostream.community.editing_rules import Missing, Sort
from allostream.community.models import Edit
from allostream.lib import clock
from allostream.lib.problems import Problem, gettext_noop

Changes = Mapping[str, Mapping[str, Any]]


class NothingChanged(Problem):
    """An edit after which everything would be as it is."""

    code = "nothing-changed"
    status = 422
    sentence = gettext_noop("Nothing would be other than it is: change something first.")


class NotAValue(Problem):
    """A value that cannot be taken; `field` is where it stands, `words` and their places say what is wrong."""

    code = "not-a-value"
    status = 422
    sentence = gettext_noop("%(field)s cannot be so: correct it.")

    def __init__(self, fault: edit_rules.Fault) -> None:
        super().__init__(field=fault.field)
        self.fault = fault


class ReasonsMissing(Problem):
    """An edit without a source that others can follow up, or without a reason."""

    code = "reasons-missing"
    status = 422
    sentence = gettext_noop("Say where you know it from and why you change it: others decide by that.")

    def __init__(self, lacks: Sequence[Missing]) -> None:
        super().__init__()
        self.lacks = lacks


class SuggestedAlready(Problem):
    """Somebody has suggested the same and it waits."""

    code = "suggested-already"
    status = 409
    sentence = gettext_noop("The same is suggested already and waits for a second voice: give it yours.")

    def __init__(self, edit: Edit) -> None:
        super().__init__()
        self.edit = edit


class TooManyEdits(Problem):
    """As many edits of one account wait as may."""

    code = "too-many-edits"
    status = 429
    sentence = gettext_noop(
        "At your level of trust at most %(count)s edits may wait: suggest more when some of yours are decided."
    )
    retry_after = 24 * 3600


class EditClosed(Problem):
    """Somebody has decided on the edit already, or its author has withdrawn it."""

    code = "edit-closed"
    status = 409
    sentence = gettext_noop("This edit is decided already: load the page again to see how.")


class OneVoice(Problem):
    """A person has one voice on an edit, and its author has given theirs."""

    code = "one-voice"
    status = 409
    sentence = gettext_noop("You have spoken on this edit already: somebody else must decide it.")


class ChangedMeanwhile(Problem):
    """What an edit changes is other now than whoever decided saw."""

    code = "changed-meanwhile"
    status = 409
    sentence = gettext_noop(
        "What this edit changes has changed since you loaded the page: look at it again, then decide."
    )


class LinksHangOnIt(Problem):
    """A part of a series on which links hang is not taken out by an edit."""

    code = "links-hang-on-it"
    status = 409
    sentence = gettext_noop("Links hang on this part: a moderator has to move them first.")


class EpisodesHangOnIt(Problem):
    """A season that has episodes is not taken out by an edit."""

    code = "episodes-hang-on-it"
    status = 409
    sentence = gettext_noop("This season has episodes: they must be taken out first.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody would have: what a thing (or the part to be added to it) should be, on what they saw of it."""

    thing: Edited
    after: Values
    seen: Values
    sort: Sort = Sort.CHANGE


def difference(wanted: Wanted, now: Values) -> dict[str, dict[str, Any]]:
    """What an edit would change of what stands now: what its author left as they saw it stays as it is now."""
    if wanted.sort is not Sort.CHANGE:
        given = {field: value for field, value in wanted.after.items() if value not in (None, "")}
        return edit_rules.changes({}, given)
    after = edit_rules.with_name(wanted.seen, wanted.after)
    return edit_rules.on_top(edit_rules.changes(wanted.seen, after), now)


def faults_of(wanted: Wanted, changed: Changes) -> list[edit_rules.Fault]:
    """Everything that keeps the values of an edit from being taken. One query for each new identifier, and two."""
    kind = part_kind(wanted.sort) or wanted.thing.kind
    after = {field: one["after"] for field, one in changed.items()}
    found = list(edit_rules.faults(kind, after, clock.now().date(), genre_slugs()))
    if "identifiers" in changed and not found:
        found += _taken(wanted.thing, edit_rules.put_in(changed["identifiers"]))
    return [*found, *_numbered_twice(wanted, changed)]


def part_kind(sort: Sort) -> Kind | None:
    """What kind of part an edit adds, None for one that adds none."""
    return {Sort.SEASON: Kind.SEASON, Sort.EPISODE: Kind.EPISODE}.get(sort)


def _taken(thing: Edited, identifiers: Sequence[Any]) -> list[edit_rules.Fault]:
    sentence = gettext_noop("“%(value)s” belongs to “%(name)s” already: take it from there first.")
    found = []
    for scheme, value in identifiers:
        there = holder_of(scheme, value, thing)
        if there:
            other = there.title or there.person or there.season or there.episode
            details = {"value": f"{scheme}:{value}", "name": getattr(other, "name", "")}
            found.append(edit_rules.Fault("identifiers", sentence, details))
    return found


def _numbered_twice(wanted: Wanted, changed: Changes) -> list[edit_rules.Fault]:
    """That a season or an episode would have the number of another. A query at most."""
    kind = part_kind(wanted.sort) or wanted.thing.kind
    number = changed.get("number", {}).get("after")
    if kind not in (Kind.SEASON, Kind.EPISODE):
        return []
    if wanted.sort is not Sort.CHANGE and number is None:
        return [edit_rules.Fault("number", gettext_noop("The number is missing: write it."), {})]
    if number is None:
        return []
    rows: Any
    if kind is Kind.SEASON:
        title = wanted.thing.pk if wanted.sort is Sort.SEASON else wanted.thing.title_ids()[0]
        rows = Season.objects.filter(title=title, number=number, removed_at=None)
    else:
        own = Episode.objects.filter(pk=wanted.thing.pk).values("season")
        rows = Episode.objects.filter(number=number, removed_at=None)
        rows = rows.filter(season=wanted.thing.pk) if wanted.sort is Sort.EPISODE else rows.filter(season__in=own)
    if wanted.sort is Sort.CHANGE:
        rows = rows.exclude(pk=wanted.thing.pk)
    sentence = gettext_noop("There is one of the number %(value)s already: correct that one.")
    return [edit_rules.Fault("number", sentence, {"value": str(number)})] if rows.exists() else []


def is_of_rights(changed: Changes) -> bool:
    """Whether something on which rights hang would change."""
    return not OF_RIGHTS.isdisjoint(changed)
