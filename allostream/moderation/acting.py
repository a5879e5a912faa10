"""What a moderator does with what waits: claim it, put it off, decide on it, undo what was decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right, Role
from allostream.accounts.queries import hosts_of_interest, may, powers_of
from allostream.accounts.trust_actions import forget_outcome
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound, Problem, gettext_noop
from allostream.moderation import decision_rules as rules
from allostream.moderation.actions import NOBODY, About, Author, Grounds, decide
from allostream.moderation.decision_rules import Measure, Source, Thing
from allostream.moderation.gathering import item_of
from allostream.moderation.kinds import kind_of
from allostream.moderation.kinds.base import Act, Words
from allostream.moderation.models import Decision, Item, Sheaf
from allostream.moderation.queue_rules import CLAIM

UNDO_WITHIN = timedelta(days=30)
LONGEST_SNOOZE = timedelta(days=14)


class ClaimedByAnother(Problem):
    """Another moderator is at it."""

    code = "claimed"
    status = 409
    sentence = gettext_noop("%(name)s is at it: choose another, or wait until %(name)s is done.")


class OwnMatter(Problem):
    """A moderator may not decide on what is theirs, or in what they have an interest."""

    code = "own-matter"
    status = 403
    sentence = gettext_noop("This is yours, or you have declared an interest in it: somebody else must decide.")


class TooLate(Problem):
    """What was done so long ago, or is undone already, is not undone."""

    code = "too-late"
    status = 409
    sentence = gettext_noop("This is undone already, cannot be undone, or was done more than 30 days ago.")


def claim(item: Item, *, by: User) -> Item:
    """Take something on for half an hour, so that nobody else does. Raises ClaimedByAnother."""
    now = clock.now()
    with transaction.atomic():
        row = Item.objects.select_for_update(of=("self",)).select_related("claimed_by").filter(pk=item.pk).first()
        if row is None:
            raise NotFound
        _check_claim(row, by, now)
        row.claimed_by, row.claimed_until = by, now + CLAIM
        row.save(update_fields=["claimed_by", "claimed_until"])
    return row


def give_up(item: Item, *, by: User) -> None:
    """Let others have what one has claimed."""
    Item.objects.filter(pk=item.pk, claimed_by=by).update(claimed_by=None, claimed_until=None)


def snooze(item: Item, until: datetime, *, by: User) -> None:
    """Put something off, two weeks at most; claimed by nobody then. Raises ClaimedByAnother."""
    now = clock.now()
    _check_claim(item, by, now)
    Item.objects.filter(pk=item.pk).update(
        snoozed_until=min(until, now + LONGEST_SNOOZE), claimed_by=None, claimed_until=None
    )


def _check_claim(item: Item, by: User, now: datetime) -> None:
    if item.claimed_by and item.claimed_by_id != by.pk and item.claimed_until and item.claimed_until > now:
        raise ClaimedByAnother(name=item.claimed_by.name)


def act_on(
    item: Item, name: str, grounds: Grounds, *, by: User, reason: str = "", sheaf: Sheaf | None = None
) -> list[Decision]:
    """Do something to what waits, decide it, and tell its author, in one transaction.

    Raises NotFound, Forbidden, ClaimedByAnother, OwnMatter, ReasonsMissing, and what the act itself refuses.
    """
    kind = kind_of(item.kind)
    act = kind.act(name)
    if act is None:
        raise NotFound
    if not may(by, act.right, site=item.site or None):
        raise Forbidden
    _check_claim(item, by, clock.now())
    check_matter(by, host=item.host, person_id=item.person_id)
    people = kind.authors(item.subject_id) if kind.authors else [item.person] if item.person else []
    if any(person.pk == by.pk for person in people):
        raise OwnMatter
    with transaction.atomic():
        # Two who press at once: only the first decides, or what is undone later would go back to the first's decision.
        row = Item.objects.select_for_update(of=("self",)).filter(kind=item.kind, subject_id=item.subject_id).first()
        if row is None:
            raise NotFound
        before = act.do(item.subject_id, by, Words(grounds.why, grounds.facts, grounds.until, reason))
        made = _decided(item, act, grounds, by, people, {**before, "act": name}, sheaf)
        Item.objects.filter(kind=item.kind, subject_id=item.subject_id).delete()
    return made


def act_on_page(thing: Thing, subject_id: str, name: str, grounds: Grounds, *, by: User) -> list[Decision]:
    """The same on a thing's own page, whether it waits or not. Raises what `act_on` does."""
    known = Item.objects.select_related("person", "claimed_by").filter(kind=thing, subject_id=subject_id)
    with transaction.atomic():
        if not known.exists():
            one = kind_of(thing).one
            if one is None:
                raise NotFound
            Item.objects.bulk_create([item_of((thing.value, subject_id), one(subject_id))], ignore_conflicts=True)
        item = known.first()
        if item is None:
            raise NotFound
        return act_on(item, name, grounds, by=by)


def _decided(
    item: Item, act: Act, grounds: Grounds, by: User, people: Sequence[User], before: Mapping[str, Any],
    sheaf: Sheaf | None,
) -> list[Decision]:  # fmt: skip
    """The decisions that an act makes: one, but one for each of the people of a finding who are restricted."""
    role = role_of(by)
    if item.kind == Thing.PERSON and act.measure in rules.RESTRICTS:
        return [
            decide(
                About(Thing.PERSON, person.public_id, site=item.site), act.measure, grounds, by=by, role=role,
                author=Author(person), before=before, sheaf=sheaf,
            )
            for person in people
        ]  # fmt: skip
    about = About(Thing(item.kind), item.subject_id, item.title_id, item.host, item.site)
    # What relations were looked at and found to be harmless is nobody's business.
    is_public = item.kind != Thing.PERSON
    author = Author(people[0]) if len(people) == 1 and is_public else NOBODY
    return [
        decide(
            about, act.measure, grounds, by=by, role=role, author=author, before=before, sheaf=sheaf,
            is_public=is_public,
        )
    ]  # fmt: skip


def check_matter(by: User, *, host: str, person_id: int | None = None) -> None:
    """Raise OwnMatter for what is somebody's own, or is at a host in which they declared an interest.

    `host` is a slug, "" where none is concerned. One query at most.
    """
    if person_id == by.pk or (host and host in hosts_of_interest(by)):
        raise OwnMatter


def role_of(person: User | None) -> rules.Role:
    """In what part somebody decides, as the public is told. One query at most."""
    if person is None:
        return rules.Role.RULE
    held = {one.role for one in powers_of(person).held if one.holds_at(clock.now())}
    if Role.OPERATOR in held:
        return rules.Role.OPERATOR
    return rules.Role.LEAD if Role.LEAD in held else rules.Role.MODERATOR


def may_be_undone(decision: Decision, now: datetime) -> bool:
    """Whether a decision can still be undone: it is not yet, its act knows how, and 30 days have not passed."""
    act = _act_of(decision)
    return (
        decision.undone_by_id is None and act is not None and act.undo is not None and now - decision.at < UNDO_WITHIN
    )


def undo(decision: Decision, *, by: User, why: str, source: Source = Source.OWN) -> Decision:
    """Undo what was decided: what was is again, the author is told. Within 30 days; after an appeal at any time.

    After an appeal also what knows no way back is undone in the log: its answer tells what can be done instead.
    Raises TooLate, OwnMatter, and Forbidden for one who may not: their own decisions moderators undo themselves.
    """
    may_undo = decision.decided_by_id == by.pk or may(by, Right.ACT_UNDO, site=decision.site or None)
    if not may_undo and source is not Source.APPEAL:
        raise Forbidden
    check_matter(by, host=decision.host, person_id=decision.author_id)
    with transaction.atomic():
        row = Decision.objects.select_for_update(of=("self",)).select_related("author").filter(pk=decision.pk).first()
        act = _act_of(row) if row else None
        if row is None or row.undone_by_id is not None:
            raise TooLate
        if (
            act is not None
            and act.right is Right.RIGHTS_REOPEN
            and source is not Source.APPEAL
            and not may(by, act.right)
        ):
            raise Forbidden
        if source is not Source.APPEAL and (act is None or act.undo is None or clock.now() - row.at >= UNDO_WITHIN):
            raise TooLate
        if act is not None and act.undo is not None:
            act.undo(row.subject_id, row.before, by, why)
        made = restored(row, by=by, why=why, source=source)
    return made


def restored(row: Decision, *, by: User, why: str, source: Source) -> Decision:
    """The decision that undoes another, in the caller's transaction, which has put back what was."""
    about = About(Thing(row.kind), row.subject_id, row.title_id, row.host, row.site)
    made = decide(
        about, Measure.RESTORED, Grounds(rules.Rule.IN_ORDER, why=why, source=source), by=by, role=role_of(by),
        author=Author(row.author, language=row.language) if row.author else NOBODY, is_public=row.is_public,
    )  # fmt: skip
    Decision.objects.filter(pk=row.pk).update(undone_by=made)
    if row.author and row.author_id != by.pk:
        forget_outcome(row.author, row.kind, row.subject_id, by=Actor.person(by.public_id))
    audit.record(
        "moderation.undo", by=Actor.person(by.public_id), subject_kind="decision", subject_id=row.public_id,
        after={"by": made.public_id}, why=why,
    )  # fmt: skip
    return made


def _act_of(decision: Decision) -> Act | None:
    try:
        kind = kind_of(decision.kind)
    except NotFound:
        return None
    return kind.done(str(decision.before.get("act", "")))
