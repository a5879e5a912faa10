"""Edits of the catalogue that voices decide: their authors are told as by moderators, and may contest a refusal."""

import pytest

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.catalogue.edit_rules import Kind
from allostream.catalogue.edit_values import Edited, values_of
from allostream.community import editing
from allostream.community.editing_checks import Wanted
from allostream.community.editing_rules import Reasons
from allostream.community.models import Edit
from allostream.mail.models import Letter
from allostream.moderation import acting
from allostream.moderation import editing as deciding
from allostream.moderation.decision_rules import Rule
from allostream.moderation.models import Decision
from tests import factories, people

SAID = Reasons("https://catalogue.bnf.fr/ark:/12148/cb1", "The catalogue says so.")


@pytest.fixture
def author(sites: object) -> User:
    person = people.known(people.ada())
    User.objects.filter(pk=person.pk).update(language="fr")
    return User.objects.get(pk=person.pk)


def suggest(by: User, name: str = "The General") -> Edit:
    thing = Edited(Kind.TITLE, factories.make_title(name).pk)
    seen = values_of(thing, thing.row())
    return editing.suggest(Wanted(thing, {**seen, "runtime": 75}, seen), SAID, by=by)


def agree(edit: Edit, by: User) -> Edit:
    thing = editing.thing_of(edit)
    seen = editing.mark_now(edit, values_of(thing, thing.row()))
    return deciding.speak(edit.public_id, is_for=True, by=by, author=edit.author, seen=seen)


def oppose(edit: Edit, by: User, why: str) -> Edit:
    return deciding.speak(edit.public_id, is_for=False, by=by, author=edit.author, why=why)


def test_who_wants_letters_is_told_in_their_language_that_a_second_voice_took_their_edit(author: User) -> None:
    assert agree(suggest(author), people.eve()).state == "in_force"
    (decision,) = Decision.objects.all()
    assert (decision.measure, decision.role, decision.decided_by, decision.is_public) == (
        "accepted",
        "rule",
        None,
        True,
    )
    (letter,) = Letter.objects.filter(kind="decision")
    assert (letter.account_id, letter.language) == (author.pk, "fr")
    assert letter.subject.startswith("Une modification du catalogue proposée")
    assert f"/d/{decision.public_id}" in letter.text
    assert "/letters/" in letter.unsubscribe
    assert "Des personnes l’ont relevé et une règle publiée a décidé" in letter.text


def test_who_wants_no_letters_gets_none_of_what_was_taken_but_is_told_of_a_refusal(author: User) -> None:
    User.objects.filter(pk=author.pk).update(wants_letters=False)
    author.refresh_from_db()
    agree(suggest(author), people.eve())
    assert not Letter.objects.filter(kind="decision").exists()
    edit = suggest(author, "Judex")
    assert oppose(edit, people.dinu(), "It is 79.").state == "open"
    assert not Decision.objects.filter(subject_id=edit.public_id).exists()
    assert oppose(edit, people.make_person("Fanny"), "The film runs longer.").state == "refused"
    (letter,) = Letter.objects.filter(kind="decision")
    assert "It is 79." in letter.text
    assert Decision.objects.get(measure="refused").rule == Rule.TRUE_ENTRIES
    assert "R13, Le catalogue dit ce qui est" in letter.text
    assert "The film runs longer." in letter.text
    assert "Voix contre\u202f: 2. Voix d’autres personnes pour\u202f: 0." in letter.text
    assert not letter.unsubscribe


def test_what_voices_refused_stays_off_the_public_log_can_be_contested_and_undone(author: User, lead: User) -> None:
    edit = suggest(author)
    oppose(edit, people.eve(), "No.")
    oppose(edit, people.dinu(), "No, 79.")
    decision = Decision.objects.get()
    assert (decision.measure, decision.is_public, decision.decided_by) == ("refused", False, None)
    assert decision.author == author
    assert decision.contest_until is not None
    acting.undo(decision, by=lead, why="It does run 75 minutes.")
    assert Edit.objects.get().state == "open"


def test_who_may_settle_alone_decides_in_person(author: User) -> None:
    trusted = people.eve()
    people.give(trusted, Role.TRUSTED)
    trusted = User.objects.get(pk=trusted.pk)
    assert oppose(suggest(author), trusted, "It is 79.").state == "refused"
    assert agree(suggest(author, "Judex"), trusted).state == "in_force"
    assert {row.decided_by for row in Decision.objects.all()} == {trusted}
