"""Every write of edits to the catalogue: suggest, speak for or against, withdraw, revert, bring into force.

An edit comes into force with the voice of a second person who is independent of its author, or at once by somebody
whose right allows it. In that transaction the catalogue has the new value and keeps it against imports, facts on which
rights hang are stated with its source, the rules decide anew, and links and pages follow.
"""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import is_one_known, level_of, may
from allostream.accounts.trust_actions import forget_outcome, note_outcome
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue import edit_actions, edit_rules
from allostream.catalogue.actions import ask_for_count
from allostream.catalogue.edit_rules import Kind, Values
from allostream.catalogue.edit_values import Edited, mark_of, protection_of, values_of
from allostream.catalogue.models import Episode
from allostream.community.editing_checks import (
    ChangedMeanwhile,
    Changes,
    EditClosed,
    EpisodesHangOnIt,
    LinksHangOnIt,
    NotAValue,
    NothingChanged,
    OneVoice,
    ReasonsMissing,
    SuggestedAlready,
    TooManyEdits,
    Wanted,
    difference,
    faults_of,
    is_of_rights,
    part_kind,
)
from allostream.community.editing_facts import is_property_protected, state_facts, state_people
from allostream.community.editing_rules import WAITING, Doubt, Missing, Reasons, Sort, State, Voice, missing, standing
from allostream.community.made_people import bring_people_back, take_people_away
from allostream.community.models import Edit, EditVoice
from allostream.community.permitting import one_at_a_time
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound
from allostream.links.models import WatchLink


def suggest(wanted: Wanted, reasons: Reasons, *, by: User) -> Edit:
    """Suggest an edit; in force at once where the author's right allows it.

    Raises NotFound, Forbidden, NothingChanged, NotAValue, ReasonsMissing, SuggestedAlready and TooManyEdits.
    """
    if not may(by, Right.EDIT_SUGGEST):
        raise Forbidden
    with transaction.atomic():
        one_at_a_time(by)
        _check_room(by)
        row = wanted.thing.locked()
        changed = difference(wanted, values_of(wanted.thing, row))
        if not changed:
            raise NothingChanged
        _check(wanted, changed, reasons)
        edit = _made(wanted.thing, wanted.sort, changed, reasons, by)
        _settle(edit, wanted.thing, [], by=by)
    return edit


def _check(wanted: Wanted, changed: Changes, reasons: Reasons) -> None:
    if found := faults_of(wanted, changed):
        raise NotAValue(found[0])
    if lacks := missing(reasons, is_of_rights=is_of_rights(changed)):
        raise ReasonsMissing(lacks)
    waiting = Edit.objects.filter(**wanted.thing.columns, state=State.OPEN, sort=wanted.sort)
    for edit in waiting:
        if edit.changes == changed:
            raise SuggestedAlready(edit)


def _check_room(by: User) -> None:
    most = WAITING[level_of(by)]
    if Edit.objects.filter(author=by, state=State.OPEN).count() >= most:
        raise TooManyEdits(count=str(most))


def _made(thing: Edited, sort: Sort, changed: Changes, reasons: Reasons, by: User, reverts: Edit | None = None) -> Edit:
    titles = thing.title_ids() if thing.kind is not Kind.PERSON else []
    edit = Edit.objects.create(
        **thing.columns, of_title_id=titles[0] if titles else None, sort=sort, changes=changed, reverts=reverts,
        source=reasons.source.strip(), quote=reasons.quote.strip(), why=reasons.why.strip(), author=by,
        made_at=clock.now(),
    )  # fmt: skip
    audit.record(
        "edit.suggest", by=Actor.person(by.public_id), subject_kind="edit", subject_id=edit.public_id,
        after={"about": f"{thing.kind}:{thing.pk}", "sort": sort, "changes": changed, "source": edit.source},
        why=edit.why,
    )  # fmt: skip
    return edit


def speak(public_id: str, *, is_for: bool, by: User, is_bound: bool, seen: str = "", why: str = "") -> Edit:
    """Give one's voice on an edit; at the quorum, or by somebody who may settle alone, it is decided.

    `is_bound`: counted relations bind this person to the author: their voice is taken, does not count, and a moderator
    looks. `seen` is the mark of what stood (`mark_now`) when they looked. Raises NotFound, Forbidden, EditClosed,
    OneVoice, ChangedMeanwhile, ReasonsMissing (against without a reason) and NotAValue.
    """
    if not may(by, Right.EDIT_CONFIRM):
        raise Forbidden
    if not is_for and not why.strip():
        raise ReasonsMissing([Missing.WHY])
    with transaction.atomic():
        edit, thing = _open(public_id, must_be_there=is_for)
        if edit.author_id == by.pk or edit.voices.filter(person=by).exists():
            raise OneVoice
        if is_for and seen != mark_now(edit, values_of(thing, thing.row())):
            raise ChangedMeanwhile
        EditVoice.objects.create(
            edit=edit, person=by, is_for=is_for, is_bound=is_bound, why=why.strip()[:500], at=clock.now()
        )
        audit.record(
            "edit.confirm" if is_for else "edit.oppose", by=Actor.person(by.public_id), subject_kind="edit",
            subject_id=public_id, after={"is_bound": is_bound}, why=why,
        )  # fmt: skip
        _settle(edit, thing, list(edit.voices.select_related("person").order_by("at", "pk")), by=by)
    return edit


def mark_now(edit: Edit, now: Values) -> str:
    """The mark of what an edit changes, as it stands now."""
    return mark_of(now if edit.sort in (Sort.CHANGE, Sort.REVERT) else {}, edit.changes)


def thing_of(edit: Edit) -> Edited:
    """What an edit is about. No query."""
    return next(Edited(kind, pk) for kind in Kind if (pk := getattr(edit, f"{kind}_id")) is not None)


def _open(public_id: str, *, must_be_there: bool) -> tuple[Edit, Edited]:
    """An edit that is open, with what it is about locked, so that two people decide one after the other."""
    found = Edit.objects.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    thing = thing_of(found)
    try:
        thing.locked()
    except NotFound:
        if must_be_there:
            raise
    edit = Edit.objects.select_for_update(of=("self",)).select_related("author", "reverts").get(pk=found.pk)
    if edit.state != State.OPEN:
        raise EditClosed
    return edit, thing


def settles(person: User | None, *, is_protected: bool) -> bool:
    """Whether somebody may decide alone: what is protected is for those who may protect."""
    return may(person, Right.EDIT_PROTECT if is_protected else Right.EDIT_SETTLE)


def guarded(edit: Edit, thing: Edited) -> bool:
    """Whether what an edit changes is protected: its thing, or a property on which rights hang. Three queries at
    most."""
    return protection_of(thing, clock.now()) is not None or is_property_protected(edit, thing)


def _settle(edit: Edit, thing: Edited, given: Sequence[EditVoice], *, by: User) -> None:
    """Do what the voices come to, in the caller's transaction."""
    is_protected = guarded(edit, thing)
    voices = [
        Voice(one.is_for, settles(one.person, is_protected=is_protected), one.is_bound, is_one_known([one.person]))
        for one in given
    ]
    author_settles = edit.author_id == by.pk and settles(by, is_protected=is_protected)
    told = standing(
        voices, author_settles=author_settles, is_protected=is_protected,
        is_author_known=edit.author is not None and is_one_known([edit.author]),
    )  # fmt: skip
    match told.state:
        case State.IN_FORCE:
            bring_into_force(edit, thing, by=by)
        case State.REFUSED:
            _end(edit, State.REFUSED, by)
            _note(edit, by, is_upheld=False)
        case _:
            edit.doubts = [Doubt.PROTECTED.value] if is_protected and not told.doubts else list(told.doubts)
            edit.save(update_fields=["doubts"])


def bring_into_force(edit: Edit, thing: Edited, *, by: User) -> None:
    """Write what an edit changes, on what stands now, with all that follows; in the caller's transaction, which has
    locked the thing. Raises NotFound, NotAValue, ChangedMeanwhile, LinksHangOnIt, EpisodesHangOnIt."""
    now = values_of(thing, thing.row())
    adds = part_kind(Sort(edit.sort)) is not None
    changed = dict(edit.changes) if adds else edit_rules.on_top(edit.changes, now)
    wanted = Wanted(thing, {field: one["after"] for field, one in changed.items()}, {}, Sort(edit.sort))
    if edit.sort != Sort.REVERT and (found := faults_of(wanted, changed)):
        raise NotAValue(found[0])
    try:
        with transaction.atomic():
            changed, made = edit_actions.with_people(changed)
            edit.made_people = [person.public_id for person, *_years in made]
            if edit.reverts:
                bring_people_back(edit.reverts, by=Actor.person(by.public_id))
            # Before the credits are written: what people tell must not be taken for what the catalogue's source says.
            state_people(edit, thing, changed, made, by=by)
            _write(edit, thing, changed)
    except IntegrityError as error:  # another thing has got the identifier since
        raise ChangedMeanwhile from error
    edit.applied, edit.doubts = changed, []
    _end(edit, State.IN_FORCE, by, "applied", "doubts", "made_season", "made_episode", "made_people")
    state_facts(edit, thing, changed, by=by)
    if edit.reverts:
        take_people_away(edit.reverts, by=Actor.person(by.public_id))
        Edit.objects.filter(pk=edit.reverts.pk).update(state=State.REVERTED)
        _keep_what_others_settled(edit.reverts, thing)
        if edit.reverts.author and edit.reverts.author_id != by.pk:
            forget_outcome(edit.reverts.author, "edit", edit.reverts.public_id, by=Actor.person(by.public_id))
    _note(edit, by, is_upheld=True)
    if thing.kind is not Kind.PERSON:
        ask_for_count()


def _write(edit: Edit, thing: Edited, changed: Changes) -> None:
    match edit.sort:
        case Sort.SEASON:
            edit.made_season = edit_actions.add_season(thing.pk, changed, edit=edit.public_id)
        case Sort.EPISODE:
            title = thing.title_ids()[0]
            edit.made_episode = edit_actions.add_episode(title, thing.pk, changed, edit=edit.public_id)
        case Sort.REVERT if edit.reverts and (part := made_part(edit.reverts)):
            if WatchLink.objects.filter(**part.columns, removed_at=None).exists():
                raise LinksHangOnIt
            if part.kind is Kind.SEASON and Episode.objects.filter(season=part.pk, removed_at=None).exists():
                raise EpisodesHangOnIt
            edit_actions.remove_part(part)
        case _:
            edit_actions.write_changes(thing, changed, edit=edit.public_id)


def made_part(edit: Edit) -> Edited | None:
    """The part that an edit has added, None for any other edit."""
    if edit.made_episode_id:
        return Edited(Kind.EPISODE, edit.made_episode_id)
    return Edited(Kind.SEASON, edit.made_season_id) if edit.made_season_id else None


def _keep_what_others_settled(reverted: Edit, thing: Edited) -> None:
    """Of what an edit had settled, sources decide again, but for fields of which another edit is still in force. Where
    what is reverted is itself a revert, what people agreed on first stands again, and so does that it is settled."""
    if reverted.sort == Sort.REVERT:
        return
    others = Edit.objects.filter(**thing.columns, state=State.IN_FORCE, sort=Sort.CHANGE).exclude(pk=reverted.pk)
    still = {field for applied in others.values_list("applied", flat=True) for field in applied}
    edit_actions.unsettle(thing, set(reverted.applied) - still)


def _end(edit: Edit, state: State, by: User, *columns: str) -> None:
    edit.state, edit.decided_at, edit.decided_by = state, clock.now(), by
    edit.save(update_fields=["state", "decided_at", "decided_by", *columns])
    audit.record(
        f"edit.{state.value.replace('_', '-')}", by=Actor.person(by.public_id), subject_kind="edit",
        subject_id=edit.public_id, after={"applied": edit.applied} if "applied" in columns else None,
    )  # fmt: skip


def _note(edit: Edit, by: User, *, is_upheld: bool) -> None:
    """What became of it counts for its author's trust, by the published thresholds."""
    if edit.author and edit.author_id != by.pk:
        note_outcome(edit.author, "edit", edit.public_id, is_upheld=is_upheld, by=Actor.person(by.public_id))


def withdraw(public_id: str, *, by: User) -> Edit:
    """Take one's own edit back while it waits. Raises NotFound, Forbidden, EditClosed."""
    with transaction.atomic():
        edit, _thing = _open(public_id, must_be_there=False)
        if edit.author_id != by.pk:
            raise Forbidden
        _end(edit, State.WITHDRAWN, by)
    return edit


def revert(public_id: str, reasons: Reasons, *, by: User) -> Edit:
    """Suggest that what an edit changed be as it was; an edit like any other, which somebody else has to agree to
    unless the author's right allows it.

    Raises NotFound, Forbidden, EditClosed, NothingChanged, ReasonsMissing, SuggestedAlready, TooManyEdits.
    """
    if not may(by, Right.EDIT_SUGGEST):
        raise Forbidden
    with transaction.atomic():
        one_at_a_time(by)
        _check_room(by)
        old = Edit.objects.filter(public_id=public_id).first()
        if old is None:
            raise NotFound
        thing = thing_of(old)
        row = thing.locked()
        old.refresh_from_db()
        if old.state != State.IN_FORCE:
            raise EditClosed
        if waiting := old.reverted_by.filter(state=State.OPEN).first():
            raise SuggestedAlready(waiting)
        back = edit_rules.turned_round(old.applied)
        if not made_part(old) and not edit_rules.on_top(back, values_of(thing, row)):
            raise NothingChanged
        if lacks := missing(reasons, is_of_rights=False):
            raise ReasonsMissing(lacks)
        edit = _made(thing, Sort.REVERT, back, reasons, by, old)
        _settle(edit, thing, [], by=by)
    return edit


def refuse(public_id: str, *, by: User) -> Edit:
    """Refuse an edit that waits, as a moderator whose reasons stand in the decision. Raises NotFound, EditClosed."""
    with transaction.atomic():
        edit, _thing = _open(public_id, must_be_there=False)
        _end(edit, State.REFUSED, by)
        _note(edit, by, is_upheld=False)
    return edit


def accept(public_id: str, *, by: User) -> Edit:
    """Bring an edit that waits into force, as a moderator. Raises NotFound, EditClosed, NotAValue, LinksHangOnIt,
    EpisodesHangOnIt, and Forbidden for what is protected and not theirs to change."""
    with transaction.atomic():
        edit, thing = _open(public_id, must_be_there=True)
        if not settles(by, is_protected=guarded(edit, thing)):
            raise Forbidden
        bring_into_force(edit, thing, by=by)
    return edit


def reopen(public_id: str, *, by: User) -> None:
    """Let an edit that a moderator refused wait again; nothing for one that is not refused."""
    with transaction.atomic():
        edit = Edit.objects.select_for_update(of=("self",)).filter(public_id=public_id, state=State.REFUSED).first()
        if edit:
            Edit.objects.filter(pk=edit.pk).update(state=State.OPEN, decided_at=None, decided_by=None)
            if edit.author and edit.author_id != by.pk:
                forget_outcome(edit.author, "edit", public_id, by=Actor.person(by.public_id))
            audit.record("edit.reopen", by=Actor.person(by.public_id), subject_kind="edit", subject_id=edit.public_id)
