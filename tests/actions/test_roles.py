"""Roles given and taken, rights taken away, trust earned and lost; and `manage.py role`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.accounts.models import RoleGrant, User
from allostream.accounts.permission_rules import RIGHTS_OF, Right, Role
from allostream.accounts.queries import hats_of, level_of, limits_of, may, person_with_address
from allostream.accounts.role_actions import ReasonMissing, RoleNotGiven, bar, give_role, lift_bar, take_role
from allostream.accounts.trust_actions import forget_outcome, note_fault, note_outcome
from allostream.accounts.trust_rules import LIMITS, Level
from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.lib.problems import Forbidden
from tests import factories, people

pytestmark = pytest.mark.django_db
BY = Actor.command("test")
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> Iterator[Any]:
    time_machine.move_to(NOW, tick=False)
    return time_machine


def again(person: User) -> User:
    """The same person, as the next request reads them."""
    return User.objects.get(pk=person.pk)


def by(person: User) -> Actor:
    return Actor.person(person.public_id)


def test_nobody_and_somebody_without_a_role_have_the_rights_of_all() -> None:
    ada = people.ada()
    for nobody in (None, AnonymousUser()):
        assert {right for right in Right if may(nobody, right)} == RIGHTS_OF[Role.READER]
    assert {right for right in Right if may(ada, right, site="en")} == RIGHTS_OF[Role.MEMBER]
    ada.is_active = False
    assert not any(may(ada, right) for right in Right)


def test_however_often_a_person_is_asked_the_database_is_asked_once() -> None:
    ada = people.ada()
    give_role(ada, Role.LEAD, by=BY, why="x", site="en", language="fr")
    bar(ada, Right.COMMENT_WRITE, by=BY, why="x")
    ada = again(ada)
    with CaptureQueriesContext(connection) as queries:
        allowed = {(right, site) for right in Right for site in ("en", "fr") if may(ada, right, site=site)}
    assert len(queries) == 1
    assert (Right.TITLE_MERGE, "en") in allowed
    assert (Right.TITLE_MERGE, "fr") not in allowed
    assert (Right.COMMENT_WRITE, "en") not in allowed


def test_a_role_is_given_once_changed_and_taken_with_the_reasons_kept(noon: Any) -> None:
    ada = people.ada()
    until = NOW + timedelta(days=30)
    assert give_role(ada, Role.MODERATOR, by=BY, why="knows films", site="fr", until=until)
    assert not give_role(ada, Role.MODERATOR, by=BY, why="again", site="fr", until=until)
    assert may(ada, Right.LINK_DECIDE, site="fr")
    noon.move_to(until)
    assert not may(again(ada), Right.LINK_DECIDE, site="fr")
    assert give_role(ada, Role.MODERATOR, by=BY, why="for longer", site="fr")
    assert may(ada, Right.LINK_DECIDE, site="fr")
    assert take_role(ada, Role.MODERATOR, by=BY, why="left", site="fr")
    assert not take_role(ada, Role.MODERATOR, by=BY, why="left", site="fr")
    assert not may(ada, Right.LINK_DECIDE, site="fr")
    entries = AuditEntry.objects.order_by("pk").select_related("payload")
    assert [(entry.action, entry.payload.why) for entry in entries] == [
        ("role.give", "knows films"), ("role.give", "for longer"), ("role.take", "left"),
    ]  # fmt: skip


def test_people_pass_on_no_more_than_they_have_and_nothing_to_themselves() -> None:
    ada, eve, lead = people.ada(), people.eve(), people.basile()
    people.give(lead, Role.LEAD, "fr")
    assert give_role(ada, Role.MODERATOR, by=by(lead), why="knows films", site="fr")
    for giver, to, role, site in [
        (lead, ada, Role.MODERATOR, ""), (lead, ada, Role.OPERATOR, "fr"), (lead, lead, Role.MODERATOR, "fr"),
        (ada, eve, Role.TRUSTED, "fr"), (eve, ada, Role.TRUSTED, "fr"),
    ]:  # fmt: skip
        with pytest.raises(Forbidden):
            give_role(to, role, by=by(giver), why="x", site=site)
    with pytest.raises(Forbidden):
        take_role(lead, Role.LEAD, by=by(ada), why="x", site="fr")
    with pytest.raises(ReasonMissing):
        give_role(eve, Role.TRUSTED, by=BY, why=" ")


def test_a_role_with_an_end_is_passed_on_with_one_and_no_moderator_mutes_an_operator() -> None:
    ada, eve, lead, week = people.ada(), people.eve(), people.basile(), NOW + timedelta(days=7)
    give_role(lead, Role.LEAD, by=BY, why="for the summer", until=week)
    with pytest.raises(Forbidden):
        give_role(ada, Role.MODERATOR, by=by(lead), why="helps")
    assert give_role(ada, Role.MODERATOR, by=by(lead), why="helps", until=week)
    people.give(eve, Role.OPERATOR)
    with pytest.raises(Forbidden):
        bar(eve, Right.COMMENT_WRITE, by=by(ada), why="insults")
    assert take_role(ada, Role.MODERATOR, by=by(lead), why="left")


def test_a_hat_needs_to_say_for_whom_it_speaks_and_the_proof() -> None:
    chiara = people.chiara()
    with pytest.raises(RoleNotGiven):
        give_role(chiara, Role.ARCHIVE, by=BY, why="asked", about="Cinémathèque de Tours")
    with pytest.raises(RoleNotGiven):
        give_role(chiara, Role.MEMBER, by=BY, why="asked")
    for about in ("Cinémathèque de Tours", "Ciclic"):
        assert give_role(chiara, Role.ARCHIVE, by=BY, why="asked", about=about, proof="mail from their domain")
    assert [hat.about for hat in hats_of([chiara.pk])[chiara.pk]] == ["Ciclic", "Cinémathèque de Tours"]
    assert may(chiara, Right.LINK_PUBLISH_OWN)


def test_nobody_bars_further_than_their_role_reaches_or_frees_themself() -> None:
    dinu, lead = people.dinu(), people.basile()
    people.give(lead, Role.LEAD, "fr")
    with pytest.raises(Forbidden):
        bar(dinu, None, by=by(lead), why="floods")
    assert bar(dinu, None, by=by(lead), why="floods", site="fr")
    bar(lead, Right.COMMENT_WRITE, by=BY, why="insults", site="fr")
    with pytest.raises(Forbidden):
        lift_bar(lead, Right.COMMENT_WRITE, by=by(lead), why="I like to write", site="fr")


def test_rights_are_taken_for_a_time_and_given_back_but_never_those_of_everybody(noon: Any) -> None:
    dinu, lead, moderator = people.dinu(), people.basile(), people.ada()
    people.give(lead, Role.LEAD)
    people.give(moderator, Role.MODERATOR)
    week = NOW + timedelta(days=7)
    assert bar(dinu, Right.COMMENT_WRITE, by=by(moderator), why="insults", until=week)
    with pytest.raises(Forbidden):
        bar(dinu, None, by=by(moderator), why="floods")
    assert bar(dinu, None, by=by(lead), why="floods")
    assert {right for right in Right if may(dinu, right)} == RIGHTS_OF[Role.READER] | {Right.DATA_EXPORT}
    assert lift_bar(dinu, None, by=by(lead), why="promised to stop")
    assert may(dinu, Right.LINK_PROPOSE)
    assert not may(dinu, Right.COMMENT_WRITE)
    noon.move_to(week)
    assert may(again(dinu), Right.COMMENT_WRITE)


def uphold(person: User, number: int, noon: Any, *, days: int = 25) -> Level:
    level = Level.NEW
    for one in range(number):
        noon.move_to(NOW + timedelta(days=one * days // number))
        level = note_outcome(person, "link", f"l{one}", is_upheld=True, by=BY)
    return level


def test_trust_is_earned_sleeps_wakes_and_is_lost_for_abuse(noon: Any) -> None:
    ada = people.ada()
    User.objects.filter(pk=ada.pk).update(joined_at=NOW - timedelta(days=90))
    ada = again(ada)
    assert level_of(ada) is Level.NEW
    assert limits_of(ada) == LIMITS[Level.NEW]
    assert uphold(ada, 29, noon) is Level.KNOWN
    assert note_outcome(ada, "link", "last", is_upheld=True, by=BY) is Level.TRUSTED
    assert may(ada, Right.LINK_PUBLISH)
    assert RoleGrant.objects.get(account=ada).is_earned

    noon.move_to(NOW + timedelta(days=24 + 180))
    assert level_of(again(ada)) is Level.NEW  # asleep: nobody had to do anything
    for number in range(4):
        assert note_outcome(ada, "link", f"awake{number}", is_upheld=True, by=BY) is Level.NEW
    assert note_outcome(ada, "link", "awake", is_upheld=True, by=BY) is Level.TRUSTED
    assert forget_outcome(ada, "link", "awake", by=BY) is Level.NEW
    assert note_outcome(ada, "link", "awake", is_upheld=True, by=BY) is Level.TRUSTED
    assert note_fault(ada, by=BY, why="sold links") is Level.NEW
    assert not RoleGrant.objects.filter(account=ada).exists()
    assert not may(ada, Right.LINK_PUBLISH)


def test_a_later_word_takes_the_place_of_the_first_and_ones_own_counts_nothing() -> None:
    ada = people.ada()
    note_outcome(ada, "link", "x", is_upheld=False, by=BY)
    note_outcome(ada, "link", "x", is_upheld=True, by=BY)
    assert ada.outcomes.get().is_upheld
    with pytest.raises(ValueError, match="themself"):
        note_outcome(ada, "link", "y", is_upheld=True, by=by(ada))


def role(*arguments: str) -> str:
    out = StringIO()
    call_command("role", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_first_operator_is_made_by_a_command_that_lists_gives_and_takes(monkeypatch: Any) -> None:
    factories.make_sites()
    monkeypatch.setattr("sys.stdin", StringIO("ten fine words\n"))
    given = ("operator", "ada@example.org", "--why", "runs it")
    assert role("give", *given, "--new", "Ada") == "Ada: operator given."
    assert role("give", *given) == "Ada: operator was there already."
    ada = person_with_address("ADA@example.org")
    assert ada
    assert ada.check_password("ten fine words")
    assert all(may(ada, right) for right in Right)
    role("give", "moderator", "ada@example.org", "--site", "fr", "--until", "2027-01-31", "--why", "helps")
    assert role("list", "ada@example.org").splitlines()[-1].split("\t")[:4] == [
        "operator", "Ada <ada@example.org>", "all sites, all languages", "without end",
    ]  # fmt: skip
    assert "fr, all languages\tuntil 2027-01-31" in role("list")
    assert role("take", *given) == "Ada: operator taken."
    assert role("take", *given) == "Ada: operator was not there."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("give", "moderator", "nobody@example.org"), "No account has the address nobody@example.org"),
        (("give", "moderator", "ada@example.org", "--site", "de"), "There is no site “de”: give one of en, fr"),
        (("give", "moderator", "ada@example.org", "--until", "2027-02-31"), "“2027-02-31” is no day"),
        (("give", "archive", "ada@example.org"), "needs --about"),
    ],
)
def test_what_the_command_cannot_do_it_says(arguments: tuple[str, ...], sentence: str) -> None:
    factories.make_sites()
    people.ada()
    with pytest.raises(CommandError, match=sentence):
        role(*arguments, "--why", "x")
