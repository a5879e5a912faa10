"""Changes of decisions and of what rests on them, for the test that each is on the next answer of the page cache."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from allostream.accounts import actions as accounts
from allostream.accounts.models import Interest, User
from allostream.accounts.permission_rules import Role
from allostream.audit.rules import Actor
from allostream.lib.dates import PartialDate
from allostream.links import actions as links
from allostream.links import granting, judging, looking, reviewing
from allostream.links.models import AnswerClaim, RightsAnswer
from allostream.links.reviewing import Verdict
from allostream.rights.actions.evidence import NewEvidence
from allostream.rights.bases import EvidenceKind
from allostream.rights.deciding_rules import QUESTIONS
from allostream.rights.engine.answers import Status
from tests import people
from tests.whole import Whole

BY = Actor.system("test")
WHO: dict[str, Any] = {"by": BY, "why": "test"}
Change = Callable[[Whole, Path], Iterator[None]]
CHANGES: dict[str, Change] = {}
SEEN = NewEvidence(EvidenceKind.REFERENCE, "https://catalogue.bnf.fr/ark:/12148/cb1")
PROOFS = (NewEvidence(EvidenceKind.CHANNEL_PROOF), NewEvidence(EvidenceKind.HOLDS_TITLE))
# Actions after which the pages that are kept are as before, with the reason.
NOT_SHOWN = {
    "accounts.declare_interest": "what somebody may not decide on shows when they try, on pages that are not kept",
    "accounts.withdraw_interest": "what somebody may not decide on shows when they try, on pages that are not kept",
    "links.object_to": "the pages of decisions and objections are not kept",
    "reviewing.answer_objection": "the pages of decisions and objections are not kept",
    "reviewing.second refused": "what was proposed counts for nothing before it is confirmed",
    "reviewing.review proposed": "what is proposed counts for nothing before it is confirmed",
}


def change(name: str) -> Callable[[Change], Change]:
    """Note a change: what it needs before its `yield`, the action itself behind it."""

    def note(function: Change) -> Change:
        CHANGES[name] = function
        return function

    return note


def reviewer(whole: Whole) -> User:
    return people.basile(whole.english)


def verdict(status: Status) -> Verdict:
    return Verdict(status, dict.fromkeys(QUESTIONS, "seen"), "as the catalogue says", [SEEN])


@change("judging.evaluate")
def evaluate(whole: Whole, _folder: Path) -> Iterator[None]:
    AnswerClaim.objects.filter(title=whole.film, country="FR").update(status="protected", play="no")
    yield
    judging.evaluate([whole.film.pk], **WHO)


@change("judging.show_anew")
def show_anew(whole: Whole, _folder: Path) -> Iterator[None]:
    whole.link.shown_rows.all().delete()
    yield
    judging.show_anew([whole.film.pk], **WHO)


@change("judging.turn")
def turn(whole: Whole, _folder: Path) -> Iterator[None]:
    AnswerClaim.objects.filter(title=whole.film, country="FR").update(status="protected", play="no")
    RightsAnswer.objects.filter(title=whole.film, country="FR").update(changes_on=date(2020, 1, 1))
    yield
    judging.turn()


@change("judging.correct_life")
def correct_life(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    judging.correct_life(whole.film.credits.get().person.public_id, died=PartialDate.parse("1967"), **WHO)


@change("reviewing.review")
def review(whole: Whole, _folder: Path) -> Iterator[None]:
    by = reviewer(whole)
    yield
    reviewing.review(whole.film.pk, "FR", verdict(Status.PROTECTED), by=by)


def proposed(whole: Whole) -> tuple[str, User]:
    by = reviewer(whole)
    reviewing.review(whole.film.pk, "FR", verdict(Status.UNCLEAR), by=by)
    proposal = reviewing.review(whole.film.pk, "FR", verdict(Status.PD), by=by).proposal
    assert proposal is not None
    other = people.chiara()
    people.give(other, Role.MODERATOR, whole.english.slug)
    return proposal.public_id, other


@change("reviewing.review proposed")
def propose(whole: Whole, _folder: Path) -> Iterator[None]:
    by = reviewer(whole)
    reviewing.review(whole.film.pk, "FR", verdict(Status.UNCLEAR), by=by)
    yield
    reviewing.review(whole.film.pk, "FR", verdict(Status.PD), by=by)


@change("reviewing.second")
def second(whole: Whole, _folder: Path) -> Iterator[None]:
    proposal, other = proposed(whole)
    yield
    reviewing.second(proposal, confirms=True, by=other)


@change("reviewing.second refused")
def refuse(whole: Whole, _folder: Path) -> Iterator[None]:
    proposal, other = proposed(whole)
    yield
    reviewing.second(proposal, confirms=False, by=other)


@change("links.object_to")
def object_to(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    links.object_to(whole.film.pk, "FR", "It is protected.", by=BY)


@change("reviewing.answer_objection")
def answer_objection(whole: Whole, _folder: Path) -> Iterator[None]:
    by = reviewer(whole)
    said = links.object_to(whole.film.pk, "FR", "It is protected.", by=BY)
    yield
    reviewing.answer_objection(said.public_id, is_upheld=False, outcome="It is not.", by=by)


@change("looking.look_at_copy")
def look_at_copy(whole: Whole, _folder: Path) -> Iterator[None]:
    by = reviewer(whole)
    yield
    seen = NewEvidence(EvidenceKind.HOST_PAGE, "https://archive.org/details/general")
    looking.look_at_copy(whole.link.public_id, clears=False, who="A rip.", evidence=seen, by=by)


@change("granting.grant_basis")
def grant_basis(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    granting.grant_basis(whole.link.public_id, granting.Grant("HOLDER-CHANNEL", frozenset({"FR"})), PROOFS, by=BY)


@change("granting.end_basis")
def end_basis(whole: Whole, _folder: Path) -> Iterator[None]:
    granted = granting.Grant("HOLDER-CHANNEL", frozenset({"FR"}))
    row = granting.grant_basis(whole.link.public_id, granted, PROOFS, by=BY)
    yield
    granting.end_basis(row.public_id, **WHO)


@change("accounts.declare_interest")
def declare_interest(whole: Whole, _folder: Path) -> Iterator[None]:
    by = reviewer(whole)
    yield
    accounts.declare_interest(by, Interest.Kind.HOLDS, holder="ARTE", by=BY)


@change("accounts.withdraw_interest")
def withdraw_interest(whole: Whole, _folder: Path) -> Iterator[None]:
    by = reviewer(whole)
    accounts.declare_interest(by, Interest.Kind.HOLDS, holder="ARTE", by=BY)
    yield
    accounts.withdraw_interest(by, Interest.Kind.HOLDS, holder="ARTE", by=BY)


@change("links.put_back_link")
def put_back_link(whole: Whole, _folder: Path) -> Iterator[None]:
    links.remove_link(whole.episode_link.public_id, **WHO)
    yield
    links.put_back_link(whole.episode_link.public_id, **WHO)
