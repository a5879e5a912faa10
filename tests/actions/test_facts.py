"""Stating, confirming, refusing, protecting and taking back facts, with what follows for catalogue and audit."""

from datetime import date
from typing import Any

import pytest

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.catalogue.models import Person, Title
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.problems import Forbidden, NotFound
from allostream.links import facts
from allostream.rights import fact_rules
from allostream.rights.actions.facts import Statement
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_reading import BadValue, read
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import Countries, Credit, Dated, Property, Subject
from allostream.rights.models import Fact, FactEvent
from allostream.rights.queries.facts import About, facts_in_force, in_force_mark, rows_in_force
from tests import factories, people

pytestmark = pytest.mark.django_db
REGISTER = GivenSource("Civil register", Weight.AUTHORITY, "https://register.example/1", quote="died 2 May 1969")


@pytest.fixture
def film() -> Title:
    factories.make_sites()
    return factories.make_free_film("The General", directors=["Buster Keaton"])


@pytest.fixture
def keaton(film: Title) -> Person:
    Person.objects.update(source=film.source, died_on=date(1966, 1, 1), died_precision="year", nationalities=["US"])
    return Person.objects.get()


def by(person: User) -> Actor:
    return Actor.person(person.public_id)


def trusted() -> User:
    person = people.chiara()
    people.give(person, Role.TRUSTED)
    return person


def of(person: Person) -> About:
    return About(Subject.PERSON, person.pk)


def died(text: str, source: GivenSource = REGISTER, **more: Any) -> Statement:
    return Statement(Property.DIED, read(Property.DIED, {"date": text}), source, **more)


def shown(person: Person) -> str:
    return str(Person.objects.get(pk=person.pk).died)


def states(person: Person) -> dict[str, str]:
    return {fact.value.get("date", fact.value["precision"]): fact.state for fact in of(person).facts()}


def test_a_suggestion_changes_nothing_until_a_second_person_confirms_it(film: Title, keaton: Person) -> None:
    ada, eve = people.ada(), people.known(people.eve())
    version = Title.objects.get(pk=film.pk).version

    fact = facts.state_fact(of(keaton), died("1969-05-02", replaces=True), by=by(ada))
    assert (fact.state, shown(keaton)) == ("proposed", "1966")
    assert fact.demand == 1

    fact = facts.confirm_fact(fact.public_id, by=by(eve), why="so says the register")
    assert (fact.state, shown(keaton)) == ("in_force", "1969-05-02")
    assert states(keaton) == {"1966": "superseded", "1969-05-02": "in_force"}
    assert Title.objects.get(pk=film.pk).version > version
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", "actor_id"))
    assert actions == [
        ("fact.state", ada.public_id), ("fact.confirm", eve.public_id), ("fact.in-force", eve.public_id),
        ("person.correct-life", eve.public_id),
    ]  # fmt: skip


def test_nobody_is_the_second_voice_of_a_suggestion_of_their_own(keaton: Person) -> None:
    ada = people.ada()
    fact = facts.state_fact(of(keaton), died("1969"), by=by(ada))
    with pytest.raises(fact_rules.OwnVoice):
        facts.confirm_fact(fact.public_id, by=by(ada))
    people.give(ada, Role.TRUSTED)
    with pytest.raises(fact_rules.OwnVoice):
        facts.confirm_fact(fact.public_id, by=by(ada))
    assert shown(keaton) == "1966"


def test_new_accounts_alone_bring_no_fact_into_force(keaton: Person) -> None:
    fact = facts.state_fact(of(keaton), died("1969", replaces=True), by=by(people.ada()))
    for one in (people.eve(), people.dinu()):
        assert facts.confirm_fact(fact.public_id, by=by(one)).state == "proposed"
    assert shown(keaton) == "1966"
    known = people.known(people.make_person("Fanny"))
    assert facts.confirm_fact(fact.public_id, by=by(known)).state == "in_force"


def test_a_new_account_confirms_what_somebody_known_suggests(keaton: Person) -> None:
    fact = facts.state_fact(of(keaton), died("1969", replaces=True), by=by(people.known(people.ada())))
    assert facts.confirm_fact(fact.public_id, by=by(people.eve())).state == "in_force"


def test_nobody_speaks_twice(keaton: Person) -> None:
    fact = facts.state_fact(of(keaton), died("1969"), by=by(people.ada()))
    eve = people.eve()
    facts.refuse_fact(fact.public_id, by=by(eve))
    with pytest.raises(fact_rules.OwnVoice):
        facts.confirm_fact(fact.public_id, by=by(eve))
    with pytest.raises(fact_rules.OwnVoice):
        facts.refuse_fact(fact.public_id, by=by(eve))


@pytest.mark.parametrize("who", ["trusted", "moderator", "operator"])
def test_a_trusted_person_settles_alone(film: Title, keaton: Person, who: str) -> None:
    person = people.basile()
    people.give(person, Role(who), "en" if who == "moderator" else "")
    fact = facts.state_fact(of(keaton), died("1969", replaces=True), by=by(person))
    assert (fact.state, shown(keaton)) == ("in_force", "1969")


def test_a_closed_account_settles_nothing(keaton: Person) -> None:
    person = trusted()
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert facts.state_fact(of(keaton), died("1969"), by=by(person)).state == "proposed"


def test_two_against_it_refuse_a_suggestion_and_so_does_one_whom_we_trust(keaton: Person) -> None:
    ada, dinu, eve = people.ada(), people.dinu(), people.eve()
    first = facts.state_fact(of(keaton), died("1969"), by=by(ada))
    assert facts.refuse_fact(first.public_id, by=by(dinu)).state == "proposed"
    assert facts.refuse_fact(first.public_id, by=by(eve)).state == "refused"
    with pytest.raises(fact_rules.FactClosed):
        facts.confirm_fact(first.public_id, by=by(trusted()))

    second = facts.state_fact(of(keaton), died("1970"), by=by(ada))
    chiara = User.objects.get(name="Chiara")
    assert facts.refuse_fact(second.public_id, by=by(chiara)).state == "refused"
    assert shown(keaton) == "1966"


def test_whoever_suggests_may_take_it_back(keaton: Person) -> None:
    ada = people.ada()
    fact = facts.state_fact(of(keaton), died("1969"), by=by(ada))
    assert facts.refuse_fact(fact.public_id, by=by(ada)).state == "refused"
    assert AuditEntry.objects.latest("pk").action == "fact.withdraw"


def test_what_is_protected_waits_for_a_trusted_person(keaton: Person) -> None:
    chiara, ada = trusted(), people.known(people.ada())
    with pytest.raises(Forbidden):
        facts.protect_property(of(keaton), Property.DIED, by=by(ada), why="")
    assert facts.protect_property(of(keaton), Property.DIED, by=by(chiara), why="often vandalised")
    assert not facts.protect_property(of(keaton), Property.DIED, by=by(chiara), why="again")

    fact = facts.state_fact(of(keaton), died("1969", replaces=True), by=by(ada))
    for person in (people.dinu(), people.eve()):
        assert facts.confirm_fact(fact.public_id, by=by(person)).state == "proposed"
    born = Statement(Property.BORN, read(Property.BORN, {"date": "1895"}), REGISTER)
    other = facts.state_fact(of(keaton), born, by=by(ada))
    assert facts.confirm_fact(other.public_id, by=by(User.objects.get(name="Eve"))).state == "in_force"
    assert facts.confirm_fact(fact.public_id, by=by(chiara)).state == "in_force"

    assert facts.protect_property(of(keaton), Property.DIED, by=by(chiara), why="calm again", protects=False)
    later = facts.state_fact(of(keaton), died("1970", replaces=True), by=by(ada))
    assert facts.confirm_fact(later.public_id, by=by(User.objects.get(name="Eve"))).state == "in_force"


def test_taking_back_restores_what_was_in_force(keaton: Person) -> None:
    chiara, ada = trusted(), people.ada()
    first = facts.state_fact(of(keaton), died("1969", replaces=True), by=by(chiara))
    second = facts.state_fact(of(keaton), died("1970", replaces=True), by=by(chiara))
    with pytest.raises(Forbidden):
        facts.revert_fact(second.public_id, by=by(ada), why="no")
    with pytest.raises(fact_rules.NotInForce):
        facts.revert_fact(first.public_id, by=by(chiara), why="not this one")

    facts.revert_fact(second.public_id, by=by(chiara), why="a namesake")
    assert (states(keaton), shown(keaton)) == (
        {"1966": "superseded", "1969": "in_force", "1970": "reverted"}, "1969",
    )  # fmt: skip
    facts.revert_fact(first.public_id, by=by(chiara), why="a namesake too")
    assert shown(keaton) == "1966"
    told = FactEvent.objects.filter(fact__value__date="1966").order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["in_force", "superseded", "restored"]
    assert Fact.objects.count() == 3


def test_contradictory_facts_stand_beside_each_other_and_the_later_death_is_shown(film: Title, keaton: Person) -> None:
    chiara = by(trusted())
    facts.state_fact(of(keaton), died("1968"), by=chiara)
    assert (states(keaton), shown(keaton)) == ({"1966": "in_force", "1968": "in_force"}, "1968")
    facts.state_fact(of(keaton), died("1967", GivenSource("A list")), by=chiara)
    assert shown(keaton) == "1968"
    known = facts_in_force([film.pk]).people[keaton.pk]
    values = [one.value for one in known if isinstance(one.value, Dated)]
    assert [str(value.on) for value in values] == ["1966", "1968", "1967"]
    assert [one.source.origin for one in known] == ["starter", "", ""]

    alive = Statement(Property.DIED, Dated(Precision.NONE), GivenSource("A letter of theirs"))
    facts.state_fact(of(keaton), alive, by=chiara)
    person = Person.objects.get(pk=keaton.pk)
    assert (person.died, person.died_precision) == (None, "none")

    settled = facts.state_fact(of(keaton), died("1966-02-01", replaces=True), by=chiara)
    assert shown(keaton) == "1966-02-01"
    assert settled.superseded.count() == 4


def test_the_same_from_the_same_source_is_stated_once(keaton: Person) -> None:
    ada, eve = people.ada(), people.eve()
    facts.state_fact(of(keaton), died("1969"), by=by(ada))
    with pytest.raises(fact_rules.AlreadyStated):
        facts.state_fact(of(keaton), died("1969"), by=by(eve))
    other = GivenSource("Grave", Weight.REFERENCE, quote="1895 – 1969")
    facts.state_fact(of(keaton), died("1969", other), by=by(eve))


def test_who_saw_something_else_in_force_is_told_so(keaton: Person) -> None:
    chiara = by(trusted())
    facts.state_fact(of(keaton), died("1969", replaces=True), by=chiara)
    seen = in_force_mark(rows_in_force(of(keaton), Property.DIED, ""))
    fact = facts.state_fact(of(keaton), died("1971", replaces=True), by=by(people.ada()), seen=seen)
    facts.state_fact(of(keaton), died("1970", replaces=True), by=chiara, seen=seen)
    with pytest.raises(fact_rules.SeenOtherwise):
        facts.confirm_fact(fact.public_id, by=by(people.eve()), seen=seen)
    with pytest.raises(fact_rules.SeenOtherwise):
        facts.state_fact(of(keaton), died("1972", replaces=True), by=chiara, seen=seen)
    assert shown(keaton) == "1970"


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (died("1890"), "before the birth"),
        (died("2027"), "yet to come"),
        (died("1969", GivenSource("A book", Weight.REFERENCE)), "one to follow up"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_trace(keaton: Person, said: Statement, what: str) -> None:
    Person.objects.update(born_on=date(1895, 10, 4), born_precision="day")
    with pytest.raises(BadValue, match=what):
        facts.state_fact(of(keaton), said, by=by(people.ada()))
    assert (Fact.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_a_removed_title_takes_no_facts(film: Title) -> None:
    Title.objects.update(removed_at="2026-01-01T00:00:00Z")
    said = Statement(Property.PUBLISHED, read(Property.PUBLISHED, {"date": "1927"}), REGISTER)
    with pytest.raises(NotFound):
        facts.state_fact(About(Subject.TITLE, film.pk), said, by=by(trusted()))
    with pytest.raises(NotFound):
        facts.confirm_fact("bcdfghjkmnpq", by=by(people.ada()))


def test_release_nationality_and_credits_follow_the_facts(film: Title, keaton: Person) -> None:
    chiara, work = by(trusted()), About(Subject.TITLE, film.pk)
    said = Statement(Property.PUBLISHED, read(Property.PUBLISHED, {"date": "1926-12-31"}), REGISTER, replaces=True)
    release = facts.state_fact(work, said, by=chiara)
    assert Title.objects.get(pk=film.pk).released == PartialDate.parse("1926-12-31")
    facts.revert_fact(release.public_id, by=chiara, why="no")
    assert Title.objects.get(pk=film.pk).year == 1926

    facts.state_fact(of(keaton), Statement(Property.NATIONALITY, Countries(("FR",)), REGISTER), by=chiara)
    assert Person.objects.get(pk=keaton.pk).nationalities == ["FR", "US"]

    music = Statement(Property.CREDIT, Credit(keaton.public_id, "composer"), REGISTER)
    credit = facts.state_fact(work, music, by=chiara)
    assert set(film.credits.values_list("role", flat=True)) == {"principal_director", "composer"}
    facts.revert_fact(credit.public_id, by=chiara, why="no")
    not_he = Credit(keaton.public_id, "principal_director", holds=False)
    gone = facts.state_fact(work, Statement(Property.CREDIT, not_he, REGISTER, replaces=True), by=chiara)
    assert list(film.credits.values_list("role", flat=True)) == []
    facts.revert_fact(gone.public_id, by=chiara, why="it was")
    assert list(film.credits.values_list("role", flat=True)) == ["principal_director"]


def test_an_edition_and_an_episode_have_facts_of_their_own(film: Title) -> None:
    from allostream.catalogue.models import Edition
    from allostream.rights.fact_values import Listed

    restored = Edition.objects.create(title=film, kind="restoration", name="Restoration of 2010")
    episode = factories.make_episode(factories.make_season(factories.make_title("Judex", kind="series")), 1)
    chiara = by(trusted())
    layer = Statement(Property.LAYER, Listed("new_score"), REGISTER)
    facts.state_fact(About(Subject.EDITION, restored.pk), layer, by=chiara)
    nobody = Statement(Property.NOBODY, Listed("composer"), REGISTER)
    facts.state_fact(About(Subject.EPISODE, episode.pk), nobody, by=chiara)
    known = facts_in_force([film.pk, episode.title_id])
    assert [one.value for one in known.editions[restored.pk]] == [Listed("new_score")]
    assert [one.value for one in known.episodes[episode.pk]] == [Listed("composer")]
    assert (known.titles, known.people) == ({}, {})


def test_facts_in_force_of_many_titles_take_four_queries(film: Title, django_assert_num_queries: Any) -> None:
    for number in range(6):
        other = factories.make_title(f"Film {number}", directors=[f"Person {number}"])
        person = other.credits.get().person
        facts.state_fact(of(person), died("1969"), by=Actor.command("test"))
    ids = list(Title.objects.values_list("pk", flat=True))
    with django_assert_num_queries(4):
        assert len(facts_in_force(ids).people) == 6


def test_titles_made_one_keep_the_facts_of_both(film: Title) -> None:
    from allostream.links import regrouping

    double = factories.make_title("The General again")
    chiara = by(trusted())
    said = Statement(Property.PUBLISHED, read(Property.PUBLISHED, {"date": "1927-02-05"}), REGISTER)
    facts.state_fact(About(Subject.TITLE, double.pk), said, by=chiara)
    facts.protect_property(About(Subject.TITLE, double.pk), Property.PUBLISHED, by=chiara, why="")
    regrouping.merge_titles(double.public_id, film.public_id, by=chiara, why="the same")
    kept = About(Subject.TITLE, film.pk)
    assert sorted(fact.value["date"] for fact in kept.facts()) == ["1926", "1926", "1927-02-05"]
    assert Title.objects.get(pk=film.pk).released == PartialDate.parse("1927-02-05")
    assert not Fact.objects.filter(title=double).exists()
    later = Statement(Property.PUBLISHED, read(Property.PUBLISHED, {"date": "1928"}), REGISTER)
    fact = facts.state_fact(kept, later, by=by(people.known(people.ada())))
    assert facts.confirm_fact(fact.public_id, by=by(people.eve())).state == "proposed"


def test_an_authority_that_nobody_looked_at_counts_as_a_reference(keaton: Person) -> None:
    fact = facts.state_fact(of(keaton), died("1969-05-02"), by=by(people.ada()))
    facts.confirm_fact(fact.public_id, by=by(people.known(people.eve())))
    fact.refresh_from_db()
    assert (fact.state, fact.source_weight) == ("in_force", Weight.REFERENCE)


def test_one_whom_we_trust_may_vouch_for_an_authority(keaton: Person) -> None:
    fact = facts.state_fact(of(keaton), died("1969-05-02"), by=by(people.ada()))
    facts.confirm_fact(fact.public_id, by=by(trusted()))
    fact.refresh_from_db()
    assert (fact.state, fact.source_weight) == ("in_force", Weight.AUTHORITY)
