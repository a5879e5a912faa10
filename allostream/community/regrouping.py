"""Asking that two works be made one, or one be split, and speaking for it or against it.

Two people more for it than against it, who asked among them and one of them known here, bring it about; two against it
end it, and one for each side leaves it to a moderator: as for edits (allostream.community.editing_rules.standing).

Whoever may do it at once, and what is decided by a moderator, goes through allostream.moderation.regrouping, which
writes the public line.
"""

from collections.abc import Sequence

from django.db import transaction

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import is_one_known, may, person_with_id
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue.edit_rules import Kind as EditedKind
from allostream.catalogue.edit_values import Edited, protection_of
from allostream.catalogue.models import Regrouping, Season, Title
from allostream.catalogue.numbering_rules import Order, Pair
from allostream.community.editing_rules import State as Standing
from allostream.community.editing_rules import Voice, standing
from allostream.community.models import RegroupingVoice
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound, Problem, gettext_noop
from allostream.links import regrouping
from allostream.links.regrouping import Thing, settle, there
from allostream.links.splitting_off import Chosen

SHORTEST_REASON, LONGEST_REASON = 3, 1000
MOST_OPEN = 20  # of one person
State, Kind = Regrouping.State, Regrouping.Kind
AT_ONCE: dict[str, Right] = {
    Kind.MERGE: Right.TITLE_MERGE, Kind.SPLIT: Right.TITLE_SPLIT, Kind.MAP: Right.EPISODE_RENUMBER,
}  # fmt: skip


class NoReason(Problem):
    """Whoever reads the record later must see why."""

    code = "no-reason"
    status = 422
    sentence = gettext_noop("Write why, in a few words: everybody can read it.")


class NothingChosen(Problem):
    """A split without anything to split off."""

    code = "nothing-chosen"
    status = 422
    sentence = gettext_noop("Choose what does not belong here, and give the new page a name.")


class NothingNumbered(Problem):
    """A map that says nothing."""

    code = "nothing-numbered"
    status = 422
    sentence = gettext_noop("Paste at least one line, such as “S02E05 = S02E04”.")


class TooManyOpen(Problem):
    """One person has asked for much that nobody has looked at."""

    code = "too-many-open"
    status = 429
    sentence = gettext_noop("%(count)s of your requests still wait for a second person: ask again when fewer do.")


class Settled(Problem):
    """Somebody was quicker."""

    code = "regrouping-settled"
    status = 409
    sentence = gettext_noop("This is settled already: load the page again to see how.")


class SamePerson(Problem):
    """Nobody agrees with themself."""

    code = "same-person"
    status = 403
    sentence = gettext_noop("You asked for this: a second person has to agree.")


class SpokenAlready(Problem):
    """One voice each."""

    code = "one-voice"
    status = 403
    sentence = gettext_noop("You have said already what you think of this.")


class BothNew(Problem):
    """Two accounts that nobody knows yet."""

    code = "both-new"
    status = 403
    sentence = gettext_noop("You and whoever asked for this are both new here: somebody known here has to agree.")


class ForModerators(Problem):
    """Two people are not enough: the title is protected, or counted relations bind the two."""

    code = "for-moderators"
    status = 403
    sentence = gettext_noop("A moderator looks at this one: it stands in the queue.")


def may_at_once(person: User, kind: str) -> bool:
    """Whether somebody needs no second person. One query, or none."""
    return may(person, AT_ONCE[kind])


def ask_to_merge(person: User, what: str, gone_id: str, kept_id: str, why: str) -> Regrouping:
    """Ask for two to be made one; where somebody asked the same already, that request is returned.

    Raises NotFound, Forbidden, NoReason, TooManyOpen, and CannotMerge.
    """
    with transaction.atomic():
        kept = _checked(person, what, kept_id, why)
        pair = (gone_id, kept_id), (kept_id, gone_id)
        for one, other in pair:
            open_ = Regrouping.objects.filter(kind=Kind.MERGE, state=State.OPEN, gone_id=one, kept_id=other).first()
            if open_:
                return open_
        row = _row(person, Kind.MERGE, what, kept, why)
        row.gone_id = gone_id if gone_id != kept_id else ""
        regrouping.preview(row)  # raises what keeps the two apart
        row.save()
        _record("regrouping.ask", row, person, why)
    return row


def ask_to_split(person: User, what: str, kept_id: str, chosen: Chosen, why: str) -> Regrouping:
    """Ask for something to be split off. Raises NotFound, Forbidden, NoReason, NothingChosen and TooManyOpen."""
    if chosen.is_empty() or not chosen.name.strip():
        raise NothingChosen
    with transaction.atomic():
        kept = _checked(person, what, kept_id, why)
        if isinstance(kept, Season):
            raise NotFound
        row = _row(person, Kind.SPLIT, what, kept, why)
        row.chosen = chosen.written()
        if not regrouping.preview(row):  # of what is chosen nothing is here
            raise NothingChosen
        row.save()
        _record("regrouping.ask", row, person, why)
    return row


def ask_to_number(person: User, title_id: str, order: Order, pairs: Sequence[Pair], why: str) -> Regrouping:
    """Ask that episodes have these numbers in somebody else's order. Raises NotFound, Forbidden, NoReason,
    NothingNumbered and TooManyOpen."""
    if not pairs:
        raise NothingNumbered
    with transaction.atomic():
        title = _checked(person, Regrouping.What.TITLE, title_id, why)
        row = _row(person, Kind.MAP, Regrouping.What.TITLE, title, why)
        row.chosen = {"order": order.value, "pairs": [[one, spot.season, spot.number] for one, spot in pairs]}
        row.save()
        _record("regrouping.ask", row, person, why)
    return row


def agree(public_id: str, *, by: User, is_bound: bool = False, why: str = "") -> Regrouping:
    """Speak for what somebody else asked for: it is done, but where somebody is against it, it waits for one voice
    more. `is_bound`: counted relations bind the two, and a moderator decides.

    Raises NotFound, Settled, Forbidden, SamePerson, SpokenAlready, BothNew, ForModerators, StillGoingOn, CannotMerge.
    """
    with transaction.atomic():
        row = open_row(public_id)
        if not may(by, Right.EDIT_CONFIRM):
            raise Forbidden
        if not may_at_once(by, row.kind):
            given = _checked_voices(row, by)
            agreed = (by, person_with_id(row.asked_by), *(one.person for one in given if one.is_for))
            if not is_one_known(one for one in agreed if one):
                raise BothNew
            if is_bound or _is_protected(row):
                raise ForModerators
            if _spoken(row, by, is_for=True, is_bound=is_bound, why=why) is not Standing.IN_FORCE:
                return row
        regrouping.carry_out(row, by=Actor.person(by.public_id), why=row.why or why)
    return row


def oppose(public_id: str, *, by: User, is_bound: bool = False, why: str) -> Regrouping:
    """Speak against what somebody else asked for: it then waits for a moderator, unless a second one is against it or
    this one may decide alone. `is_bound`: counted relations bind the two, and the voice does not count.

    Raises NotFound, Settled, Forbidden, SamePerson, SpokenAlready and NoReason.
    """
    with transaction.atomic():
        row = open_row(public_id)
        if not may(by, Right.EDIT_CONFIRM):
            raise Forbidden
        if len(why.strip()) < SHORTEST_REASON:
            raise NoReason
        _checked_voices(row, by)
        told = _spoken(row, by, is_for=False, is_bound=is_bound, why=why)
        if told is Standing.REFUSED or may_at_once(by, row.kind):
            settle(row, State.REFUSED, None, by=Actor.person(by.public_id), why=why.strip()[:LONGEST_REASON])
            _record("regrouping.refused", row, by, why)
    return row


def _checked_voices(row: Regrouping, by: User) -> list[RegroupingVoice]:
    """The voices so far. Raises SamePerson and SpokenAlready where this one cannot speak any more. One query."""
    if row.asked_by == by.public_id:
        raise SamePerson
    given = list(RegroupingVoice.objects.filter(regrouping=row).select_related("person").order_by("at", "pk"))
    if any(one.person_id == by.pk for one in given):
        raise SpokenAlready
    return given


def _spoken(row: Regrouping, by: User, *, is_for: bool, is_bound: bool, why: str) -> Standing:
    """Take a voice; what all of them come to."""
    RegroupingVoice.objects.create(
        regrouping=row, person=by, is_for=is_for, is_bound=is_bound, why=why.strip()[:LONGEST_REASON], at=clock.now()
    )
    _record("regrouping.confirm" if is_for else "regrouping.oppose", row, by, why)
    given = RegroupingVoice.objects.filter(regrouping=row).select_related("person").order_by("at", "pk")
    voices = [Voice(one.is_for, is_bound=one.is_bound, is_known=is_one_known([one.person])) for one in given]
    asked = person_with_id(row.asked_by)
    return standing(
        voices, author_settles=False, is_protected=_is_protected(row),
        is_author_known=asked is not None and is_one_known([asked]),
    ).state  # fmt: skip


def refuse(public_id: str, *, by: User, why: str) -> Regrouping:
    """Leave things as they are. Raises NotFound and Settled."""
    return _close(public_id, State.REFUSED, by, why)


def take_back(public_id: str, *, by: User) -> Regrouping:
    """Ask for it no longer. Raises NotFound, Settled, and Forbidden for anybody else."""
    with transaction.atomic():
        if open_row(public_id).asked_by != by.public_id:
            raise Forbidden
        return _close(public_id, State.TAKEN_BACK, by, "")


def reopen(public_id: str, *, by: User, why: str) -> None:
    """Let what was refused wait again. Raises NotFound."""
    with transaction.atomic():
        row = Regrouping.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
        if row is None or row.state != State.REFUSED:
            raise NotFound
        row.state, row.settled_kind, row.settled_by, row.settled_at = State.OPEN, "", "", None
        row.save(update_fields=["state", "settled_kind", "settled_by", "settled_at"])
        _record("regrouping.reopen", row, by, why)


def open_row(public_id: str) -> Regrouping:
    """An open request, locked. In the caller's transaction. Raises NotFound and Settled."""
    row = Regrouping.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    if row.state != State.OPEN:
        raise Settled
    return row


def _close(public_id: str, state: Regrouping.State, by: User, why: str) -> Regrouping:
    with transaction.atomic():
        row = open_row(public_id)
        settle(row, state, None, by=Actor.person(by.public_id), why=why)
        _record(f"regrouping.{state}", row, by, why)
    return row


def _checked(person: User, what: str, kept_id: str, why: str) -> Thing:
    if not may(person, Right.EDIT_SUGGEST):
        raise Forbidden
    if len(why.strip()) < SHORTEST_REASON:
        raise NoReason
    mine = Regrouping.objects.filter(asked_kind="person", asked_by=person.public_id, state=State.OPEN).count()
    if mine >= MOST_OPEN:
        raise TooManyOpen(count=mine)
    return there(what, kept_id)


def _row(person: User, kind: Regrouping.Kind, what: str, kept: Thing, why: str) -> Regrouping:
    title_id = kept.pk if isinstance(kept, Title) else kept.title_id
    return Regrouping(
        kind=kind, what=what, title_id=title_id, kept_id=kept.public_id, why=why.strip()[:LONGEST_REASON],
        asked_kind="person", asked_by=person.public_id,
    )  # fmt: skip


def _is_protected(row: Regrouping) -> bool:
    """Whether the title, or the one that goes into it, is protected. Three queries."""
    titles = {row.title_id, *Title.objects.filter(public_id=row.gone_id).values_list("pk", flat=True)}
    now = clock.now()
    return any(protection_of(Edited(EditedKind.TITLE, pk), now) is not None for pk in titles)


def _record(what: str, row: Regrouping, by: User, why: str) -> None:
    audit.record(
        what, by=Actor.person(by.public_id), subject_kind="regrouping", subject_id=row.public_id, why=why,
        after={"kind": row.kind, "what": row.what, "kept": row.kept_id, "gone": row.gone_id},
    )  # fmt: skip
