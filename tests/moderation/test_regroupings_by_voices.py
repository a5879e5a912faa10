"""Requests to make works one: voices for and against, what they come to, and what who asked is told."""

import pytest

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.catalogue.models import Regrouping, Title
from allostream.community import regrouping as community
from allostream.community.models import RegroupingVoice
from allostream.community.regrouping import NoReason, SamePerson, Settled, SpokenAlready
from allostream.mail.models import Letter
from allostream.moderation import acting, regrouping
from allostream.moderation.decision_rules import Rule
from allostream.moderation.gathering import keep_queue
from allostream.moderation.models import Decision, Item
from allostream.moderation.queue_rules import Sign
from tests import factories, people


@pytest.fixture
def author(sites: object) -> User:
    person = people.known(people.ada())
    User.objects.filter(pk=person.pk).update(language="fr")
    return User.objects.get(pk=person.pk)


@pytest.fixture
def row(author: User) -> Regrouping:
    kept, gone = factories.make_title("The General"), factories.make_title("Le Mécano")
    return community.ask_to_merge(author, "title", gone.public_id, kept.public_id, "One film.")


def are_one() -> bool:
    return Title.objects.filter(merged_into__isnull=False).exists()


def test_as_many_against_as_for_leave_it_to_a_moderator(row: Regrouping, basile: User) -> None:
    assert regrouping.oppose(row.public_id, by=people.dinu(), why="One is of 1926.").state == "open"
    assert regrouping.agree(row.public_id, by=people.eve(), why="I saw both.").state == "open"
    assert not are_one()
    assert not Decision.objects.exists()
    keep_queue()
    item = Item.objects.get(kind="regrouping", subject_id=row.public_id)
    assert Sign.AGAINST in item.signs
    assert regrouping.agree(row.public_id, by=basile).state == "done"
    assert are_one()


def test_one_more_for_it_than_against_it_brings_it_about(row: Regrouping) -> None:
    regrouping.oppose(row.public_id, by=people.dinu(), why="One is of 1926.")
    regrouping.agree(row.public_id, by=people.eve())
    assert regrouping.agree(row.public_id, by=people.make_person("Fanny")).state == "done"
    assert Decision.objects.get().role == "rule"


def test_a_second_voice_against_it_ends_it_and_who_asked_is_told_why(row: Regrouping, author: User) -> None:
    regrouping.oppose(row.public_id, by=people.dinu(), why="One is of 1926.")
    assert regrouping.oppose(row.public_id, by=people.eve(), why="Two directors.").state == "refused"
    assert not are_one()
    (decision,) = Decision.objects.all()
    assert (decision.measure, decision.rule, decision.role) == ("refused", Rule.TRUE_ENTRIES, "rule")
    assert not decision.is_public
    (letter,) = Letter.objects.filter(kind="decision")
    assert (letter.account_id, letter.language) == (author.pk, "fr")
    for said in ("One is of 1926.", "Two directors.", "Voix contre\u202f: 2.", "R13"):
        assert said in letter.text
    with pytest.raises(Settled):
        regrouping.agree(row.public_id, by=people.make_person("Fanny"))


def test_what_voices_refused_waits_again_when_that_is_undone(row: Regrouping, lead: User) -> None:
    for person in (people.dinu(), people.eve()):
        regrouping.oppose(row.public_id, by=person, why="No, no.")
    decision = Decision.objects.get()
    acting.undo(decision, by=lead, why="They are one.")
    row.refresh_from_db()
    assert row.state == "open"


def test_a_moderator_against_it_decides_alone(row: Regrouping, basile: User) -> None:
    assert regrouping.oppose(row.public_id, by=basile, why="Two films.").state == "refused"
    assert Decision.objects.get().decided_by == basile


def test_everybody_has_one_voice_and_says_why_they_are_against_it(row: Regrouping, author: User) -> None:
    eve = people.eve()
    with pytest.raises(NoReason):
        regrouping.oppose(row.public_id, by=eve, why=" ")
    with pytest.raises(SamePerson):
        regrouping.oppose(row.public_id, by=author, why="I was wrong.")
    regrouping.oppose(row.public_id, by=eve, why="Two films.")
    for again in (regrouping.oppose, regrouping.agree):
        with pytest.raises(SpokenAlready):
            again(row.public_id, by=eve, why="Two films.")
    assert RegroupingVoice.objects.count() == 1


def test_voices_against_it_of_people_bound_to_who_asked_count_for_nothing(row: Regrouping) -> None:
    for person in (people.dinu(), people.eve()):
        assert community.oppose(row.public_id, by=person, is_bound=True, why="Two films.").state == "open"
    assert not Decision.objects.exists()


def test_trusted_people_alone_may_not_do_it(row: Regrouping) -> None:
    eve = people.eve()
    people.give(eve, Role.TRUSTED)
    assert regrouping.oppose(row.public_id, by=User.objects.get(pk=eve.pk), why="Two films.").state == "open"
