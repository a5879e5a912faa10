"""Contesting a decision: by its author, with or without an account; answered by somebody who did not decide it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound, Problem, gettext_noop
from allostream.moderation import appeal_rules as rules
from allostream.moderation import letters
from allostream.moderation.acting import check_matter, role_of, undo
from allostream.moderation.actions import About, Author, Grounds, decide
from allostream.moderation.appeal_rules import Refusal
from allostream.moderation.bans import lift_after_appeal
from allostream.moderation.decision_rules import Measure, Rule, Source, Thing
from allostream.moderation.models import Appeal, Decision


class AppealRefused(Problem):
    """A decision cannot be contested, or an appeal not be answered so; `why` is a code of appeal_rules.Refusal."""

    code = "appeal-refused"
    status = 422
    sentence = gettext_noop("This cannot be done: %(why)s.")


def is_author(decision: Decision, person: User | None, key_hash: str = "") -> bool:
    """Whether a decision is on something of this person's, or they have the secret that was mailed, of which
    `key_hash` is what moderation.actions.hash_of makes. No query."""
    if person is not None and decision.author_id == person.pk:
        return True
    return bool(key_hash) and key_hash == decision.key_hash


def contest(
    decision: Decision, text: str, *, person: User | None = None, key_hash: str = "", email: str = "",
    language: str = "", site: str = "",
) -> Appeal:  # fmt: skip
    """Contest a decision; it goes to somebody else than who took it.

    `email` is where somebody without an account is told the answer; it is forgotten some time after that. Raises
    AppealRefused.
    """
    now = clock.now()
    with transaction.atomic():
        row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        found = rules.Contested(row.contest_until, row.undone_by_id is not None, row.appeals.exists())
        refused = rules.why_not_contest(found, is_author=is_author(row, person, key_hash), text=text, now=now)
        if refused:
            raise AppealRefused(why=refused.value)
        try:
            made = Appeal.objects.create(
                decision=row, made_by=person if row.author_id else None, email="" if row.author_id else email,
                language=language or row.language or "en",
                site=site or row.site, text=text.strip()[: rules.LONGEST], made_at=now, answer_by=rules.answer_by(now),
            )  # fmt: skip
        except IntegrityError as error:
            raise AppealRefused(why=Refusal.AGAIN.value) from error
        audit.record(
            "moderation.contest", by=Actor.person(person.public_id) if person else Actor.system("form"),
            subject_kind="decision", subject_id=row.public_id, after={"appeal": made.public_id},
        )  # fmt: skip
    return made


def answer(public_id: str, *, upheld: bool, text: str, by: User) -> Appeal:
    """Answer an appeal, with reasons. Upheld, what was is again; the decision is undone. The author is told.

    Where the act itself knows no way back (a link that is listed elsewhere by now, a proposal that was decided), the
    decision that says so still stands in the log, and the answer tells the author what they can do instead.
    Raises NotFound, Forbidden, AppealRefused, OwnMatter, and what putting back refuses.
    """
    if not may(by, Right.APPEAL_DECIDE):
        raise Forbidden
    with transaction.atomic():
        row = (
            Appeal.objects.select_for_update(of=("self",)).filter(public_id=public_id, state=Appeal.State.OPEN).first()
        )
        if row is None:
            raise NotFound
        decision = Decision.objects.select_related("author", "sheaf").get(pk=row.decision_id)
        refused = rules.why_not_answer(by.pk, deciders(decision), {decision.author_id or 0, row.made_by_id or 0}, text)
        if refused:
            raise AppealRefused(why=refused.value)
        check_matter(by, host=decision.host)
        row.state = Appeal.State.UPHELD if upheld else Appeal.State.REJECTED
        row.answer, row.answered_by, row.answered_at = text.strip(), by, clock.now()
        if upheld and decision.measure == Measure.BANNED:
            lift_after_appeal(decision, by=by, why=row.answer)
        row.outcome = (
            undo(decision, by=by, why=row.answer, source=Source.APPEAL) if upheld else _kept(decision, row, by)
        )
        row.save(update_fields=["state", "answer", "answered_by", "answered_at", "outcome"])
        letters.tell_answer(row, decision)
    return row


def _kept(decision: Decision, appeal: Appeal, by: User) -> Decision:
    """The decision that another stays."""
    about = About(Thing(decision.kind), decision.subject_id, decision.title_id, decision.host, decision.site)
    return decide(
        about, Measure.KEPT, Grounds(Rule(decision.rule), why=appeal.answer, source=Source.APPEAL), by=by,
        role=role_of(by), author=Author(decision.author), is_public=decision.is_public,
    )  # fmt: skip


def deciders(decision: Decision) -> set[int]:
    """The row ids of those who took a decision, or asked for it and agreed to it among many; its sheaf is at hand."""
    people = {decision.decided_by_id}
    if decision.sheaf is not None:
        people |= {decision.sheaf.asked_by_id, decision.sheaf.answered_by_id}
    return {person for person in people if person is not None}


def forget_addresses(before: datetime) -> int:
    """Delete the e-mail addresses of appeals answered before a moment; how many."""
    return Appeal.objects.filter(answered_at__lt=before).exclude(email="").update(email="")
