"""A corrected fact of somebody with many titles: held at once, judged anew in portions, whatever happens meanwhile."""

import itertools
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.catalogue.models import Edition, Person, Title
from allostream.jobs.handlers import HANDLERS
from allostream.jobs.loops import do_one_row
from allostream.lib.dates import PartialDate
from allostream.links import actions, facts, holding
from allostream.links.deciding import decide
from allostream.links.judging import correct_life, evaluate, turn
from allostream.links.models import PartAnswer, RightsAnswer, ShownLink, WatchLink
from allostream.links.rules import Health
from allostream.outbox import actions as outbox
from allostream.outbox.models import OutboxRow
from allostream.rights.actions.facts import Statement
from allostream.rights.fact_reading import read
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import Property, Subject
from allostream.rights.models import Decision, Fact
from allostream.rights.queries.facts import About
from tests import factories

BY = Actor.system("test")
JUDGED = "rights.judge-anew"


def make_films(count):
    """Films of one man who was everything and died in 1950: free in Germany by his death alone."""
    films = []
    for number in range(count):
        film = factories.make_free_film(f"Film {number}", "US", directors=["Buster Keaton"])
        for role in ("screenplay", "dialogue", "composer"):
            factories.make_credit(film, "Buster Keaton", role)
        films.append(film)
    Person.objects.update(died_on=date(1950, 1, 1), died_precision="year", source=films[0].source, nationalities=["FR"])
    Fact.objects.bulk_create(
        Fact(
            title=film, property="based_on_nothing", value={"holds": True}, source_name="Lexikon", source_weight=2,
            stated_kind="system", stated_by="test", stated_at="2026-11-24T12:00:00Z", state="in_force",
        )
        for film in films
    )  # fmt: skip
    ids = [film.pk for film in films]
    evaluate(ids, by=BY, nightly=True)
    assert shown_in("DE") >= set(ids)
    return films


def correct(year, why="the register"):
    correct_life(Person.objects.get().public_id, by=BY, why=why, died=PartialDate.parse(year))


def in_germany():
    return sorted(RightsAnswer.objects.filter(country="DE").values_list("play", flat=True))


def shown_in(country):
    return set(ShownLink.objects.filter(country=country).values_list("title_id", flat=True))


def work_off():
    while OutboxRow.objects.filter(topic=JUDGED, state="waiting").exists():
        row = outbox.claim([JUDGED], "worker")[0]
        HANDLERS[JUDGED](row.payload)
        outbox.finish(row)


def everything():
    """All that is said and shown, apart from who decided it when."""
    answers = RightsAnswer.objects.order_by("title", "country").values_list("title", "country", "status", "play")
    return list(answers), sorted(ShownLink.objects.values_list("link", "country", "rights_basis"))


@pytest.fixture
def few(monkeypatch):
    """Let two titles be the most that are decided at once."""
    monkeypatch.setattr(holding, "AT_ONCE", 2)


@pytest.fixture
def films(db, few):
    return make_films(5)


def test_what_might_worsen_is_held_at_once_and_judged_in_portions(films):
    before = Decision.objects.count()
    correct("1966")

    assert in_germany() == ["judged_anew"] * 5
    assert shown_in("DE") == set()
    assert Decision.objects.count() == before
    assert OutboxRow.objects.filter(topic=JUDGED).count() == 3
    assert AuditEntry.objects.filter(action="rights.hold").count() == 1

    work_off()

    assert in_germany() == ["no"] * 5
    assert shown_in("DE") == set()
    assert AuditEntry.objects.filter(action="rights.evaluate", actor_id="rights").count() == 3


def test_what_is_as_it_was_is_shown_again_without_waiting_for_the_night(films):
    before = everything()
    correct("1951")
    assert shown_in("DE") == set()

    work_off()

    assert everything() == before
    assert Decision.objects.filter(country="DE", play="next_run").count() == 0
    assert len(shown_in("DE")) == 5


def test_what_became_better_still_waits_for_the_night(films):
    correct("1966")
    work_off()
    correct("1950")
    work_off()

    assert in_germany() == ["next_run"] * 5
    assert shown_in("DE") == set()


def test_so_many_as_are_decided_at_once_are_never_held(db, few):
    make_films(2)
    correct("1966")

    assert in_germany() == ["no"] * 2
    assert not OutboxRow.objects.filter(topic=JUDGED).exists()


def test_a_portion_that_dies_leaves_the_rest_held_and_is_worked_off_by_another(films, monkeypatch):
    correct("1966")

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("allostream.links.judging.changed", die)
        with pytest.raises(KeyboardInterrupt):
            do_one_row("first")
    assert in_germany() == ["judged_anew"] * 5  # the transaction took its decisions back
    OutboxRow.objects.filter(state="running").update(lease_until=date(2020, 1, 1).isoformat() + "T00:00:00Z")
    OutboxRow.objects.filter(topic=JUDGED).update(tries=0)
    outbox.claim(["none"], "second")  # puts back what has expired
    OutboxRow.objects.filter(state="waiting").update(due_at="2020-01-01T00:00:00Z")
    work_off()

    assert in_germany() == ["no"] * 5


def test_a_portion_done_twice_changes_nothing_the_second_time(films):
    correct("1966")
    payloads = list(OutboxRow.objects.filter(topic=JUDGED).values_list("payload", flat=True))
    for payload in payloads:
        HANDLERS[JUDGED](payload)
    decisions, entries = Decision.objects.count(), AuditEntry.objects.count()
    for payload in payloads:
        HANDLERS[JUDGED](payload)

    assert (Decision.objects.count(), AuditEntry.objects.count()) == (decisions, entries)


def test_other_changes_of_a_held_title_do_not_show_it(films):
    correct("1966")
    actions.record_health(WatchLink.objects.filter(title=films[0]).get().public_id, Health.OK, by=BY)

    assert shown_in("DE") == set()


def test_a_title_that_is_judged_for_another_reason_meanwhile_is_shown_again_then(films):
    correct("1951")
    evaluate([films[0].pk], by=BY)

    assert shown_in("DE") == {films[0].pk}
    work_off()
    assert len(shown_in("DE")) == 5


def test_a_stated_fact_holds_as_a_correction_does_and_so_does_taking_it_back(films):
    keaton = Person.objects.get()
    said = Statement(Property.DIED, read(Property.DIED, {"date": "1966"}), GivenSource("Grave"), replaces=True)
    fact = facts.state_fact(About(Subject.PERSON, keaton.pk), said, by=BY)
    assert in_germany() == ["judged_anew"] * 5
    work_off()
    assert in_germany() == ["no"] * 5

    facts.revert_fact(fact.public_id, by=BY, why="misread")
    work_off()

    assert in_germany() == ["next_run"] * 5


def test_a_link_that_rests_on_the_licence_of_its_service_is_not_held(films):
    link = factories.make_link(films[0], basis="provider")
    correct("1966")

    assert ShownLink.objects.filter(link=link).exists()
    assert not ShownLink.objects.exclude(link=link).filter(country="DE").exists()


def test_an_open_licence_that_the_rules_found_is_not_held_unless_the_film_rests_on_a_work_of_theirs(films):
    RightsAnswer.objects.filter(title__in=films[:2], country="DE").update(status="open_licence", kind="rule", doubts=[])
    factories.make_credit(films[1], "Buster Keaton", "underlying_author")
    correct("1966")

    held = RightsAnswer.objects.filter(country="DE", play="judged_anew").values_list("title_id", flat=True)
    assert set(held) == {film.pk for film in films[1:]}
    assert shown_in("DE") == {films[0].pk}


def test_titles_in_which_somebody_only_acted_are_neither_held_nor_judged(db, few):
    films = make_films(3)
    others = [factories.make_free_film(f"Other {n}", "DE", directors=["Orson Welles"]) for n in range(3)]
    for film in others:
        factories.make_credit(film, "Buster Keaton", "cast")
    keaton = Person.objects.get(name="Buster Keaton")
    correct_life(keaton.public_id, by=BY, why="x", died=PartialDate.parse("1966"))

    assert shown_in("DE") == {film.pk for film in others}
    posted = OutboxRow.objects.filter(topic=JUDGED).values_list("payload", flat=True)
    assert sorted(itertools.chain(*(payload["titles"] for payload in posted))) == [film.pk for film in films]


def test_what_is_hidden_at_once_is_what_the_rule_hides_also_for_the_world_parts_and_audiences(films, settings):
    RightsAnswer.objects.filter(title=films[0], country="FR").update(country="*", status="pd", play="yes")
    restored = Edition.objects.create(title=films[1], kind="restoration", name="Restoration of 2016")
    factories.make_link(films[1], edition=restored)
    decide([films[1].pk], by=BY)
    assert PartAnswer.objects.exists()
    for audience in ((), ("DE", "FR")):
        settings.AUDIENCE = audience
        RightsAnswer.objects.filter(play="judged_anew").update(play="yes")
        actions.refresh_shown([film.pk for film in films])
        correct("1966")
        hidden = everything()
        actions.refresh_shown([film.pk for film in films])
        assert everything() == hidden


def test_the_night_judges_held_titles_as_well_and_loses_nothing(films):
    RightsAnswer.objects.filter(country="DE").update(changes_on=date(2020, 1, 1))
    correct("1966")
    while turn():
        pass
    work_off()

    assert in_germany() == ["no"] * 5


def test_pages_say_that_it_is_being_looked_at_again(films, client):
    factories.make_sites()
    correct("1966")
    address = "/movie/film-0-1926/rights?country=DE"

    assert "this answer is looked at again" in client.get(address, headers={"host": "localhost"}).content.decode()


KILLED = """
import os, signal
from allostream.jobs.loops import do_one_row
from allostream.links import judging
do_one_row("first")
judging.changed = lambda *_args: os.kill(os.getpid(), signal.SIGKILL)
do_one_row("first")
"""
WORKS = """
from allostream.jobs.loops import do_one_row
from allostream.outbox.models import OutboxRow
print("ready", flush=True)
input()
while OutboxRow.objects.filter(topic="rights.judge-anew", state="waiting").exists():
    do_one_row("{name}")
"""
EXPIRE = """
from datetime import timedelta
from allostream.lib import clock
from allostream.outbox import actions
from allostream.outbox.models import OutboxRow
long_ago = clock.now() - timedelta(days=1)
OutboxRow.objects.filter(state="running").update(lease_until=long_ago)
actions.claim(["none"], "upkeep")
OutboxRow.objects.filter(state="waiting").update(due_at=long_ago)
"""
LOOK = """
from allostream.links.models import RightsAnswer
from allostream.rights.models import Decision
print(*RightsAnswer.objects.filter(country="DE").order_by("pk").values_list("play", flat=True))
print(Decision.objects.filter(country="DE", play="no").count())
"""


@pytest.fixture
def corrected(transactional_db, few):
    """A correction of which nothing is worked off yet, for other processes."""
    make_films(5)
    correct("1966")


def test_a_worker_that_is_killed_within_a_portion_loses_nothing(corrected, start, run):
    killed = start(KILLED)
    killed.communicate(timeout=60)
    assert killed.returncode == -9
    assert run(LOOK).splitlines()[0] == "no no judged_anew judged_anew judged_anew"

    assert "lease_expired" in start(EXPIRE).communicate(timeout=60)[1]
    worker = start(WORKS.format(name="second"))
    worker.communicate("\n", timeout=60)

    assert run(LOOK).splitlines() == ["no no no no no", "5"]


def test_two_workers_judge_every_portion_once(corrected, start, run):
    workers = [start(WORKS.format(name=name)) for name in ("first", "second")]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("\n")
        worker.stdin.flush()
    assert [worker.communicate(timeout=60)[1] for worker in workers] == ["", ""]

    assert run(LOOK).splitlines() == ["no no no no no", "5"]


years = st.sampled_from(["1940", "1950", "1951", "1958", "1966", "1980"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(years, st.integers(0, 9)), min_size=1, max_size=8))
def test_in_whatever_order_corrections_and_portions_come_the_end_is_that_of_the_last_fact(films, steps):
    Person.objects.update(died_on=date(1950, 1, 1))
    OutboxRow.objects.filter(topic=JUDGED).delete()
    ids = list(Title.objects.order_by("pk").values_list("pk", flat=True))
    evaluate(ids, by=BY, nightly=True)
    actions.refresh_shown(ids)
    for step in steps:
        if isinstance(step, str):
            correct(step)
        else:
            waiting = list(OutboxRow.objects.filter(topic=JUDGED, state="waiting").order_by("pk"))
            if waiting:
                row = waiting[step % len(waiting)]
                HANDLERS[JUDGED](row.payload)
                row.delete()
    shown_early = shown_in("DE")
    work_off()
    evaluate(ids, by=BY, nightly=True)
    in_the_end = everything()

    RightsAnswer.objects.all().delete()
    decide(ids, by=BY)
    actions.refresh_shown(ids)
    assert in_the_end == everything()  # as if the last fact had been the only one
    assert shown_early <= shown_in("DE")  # at no moment was shown what the last fact protects
