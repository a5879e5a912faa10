"""Works are decided anew when facts, sources and days change: what follows for answers, links, cases and the record."""

from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.catalogue.models import Edition, Person, Title
from allostream.jobs.loops import LOOPS
from allostream.lib.dates import PartialDate
from allostream.links import actions, facts
from allostream.links.deciding import decide
from allostream.links.judging import correct_life, due_titles, evaluate, turn
from allostream.links.models import AnswerClaim, PartAnswer, RightsAnswer, ShownLink
from allostream.links.regrouping import merge_titles
from allostream.rights.actions.facts import Statement
from allostream.rights.engine import evaluate as evaluate_rules
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_reading import read
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import Property, Subject
from allostream.rights.models import Capture, Case, Decision, Evidence, WorkInputs
from allostream.rights.queries.facts import About
from allostream.rights.queries.works import works_of
from allostream.rights.snapshots import digest_of, facts_of, steps_of, work_of
from tests import factories

pytestmark = pytest.mark.django_db
BY = Actor.command("test")
NOVEMBER, NEW_YEAR = datetime(2026, 11, 25, 12, tzinfo=UTC), datetime(2027, 1, 1, 12, tzinfo=UTC)
BOOK = GivenSource("Filmlexikon", Weight.REFERENCE, "https://lexikon.example/m")


@pytest.fixture(autouse=True)
def november(time_machine: Any) -> Any:
    time_machine.move_to(NOVEMBER, tick=False)
    return time_machine


def make_m() -> Title:
    """M, of 1931: Lang died in 1976, Thea von Harbou in 1954; nobody wrote music for it."""
    film = factories.make_title("M", year=1931, countries=["DE"], directors=["Fritz Lang"])
    for name, died in (("Fritz Lang", 1976), ("Thea von Harbou", 1954)):
        factories.make_person(name)
        Person.objects.filter(name=name).update(
            died_on=date(died, 1, 1), died_precision="year", nationalities=["DE"], source=film.source
        )
    for name, role in (
        ("Fritz Lang", "screenplay"),
        ("Thea von Harbou", "screenplay"),
        ("Thea von Harbou", "dialogue"),
    ):
        factories.make_credit(film, name, role)
    factories.make_link(film)
    return film


def state(film: Title, name: Property, value: dict[str, Any], **more: Any) -> None:
    facts.state_fact(About(Subject.TITLE, film.pk), Statement(name, read(name, value), BOOK, **more), by=BY)


def of_person(name: str) -> About:
    return About(Subject.PERSON, Person.objects.get(name=name).pk)


@pytest.fixture
def film() -> Title:
    """M with the facts that its protection rests on."""
    film = make_m()
    state(film, Property.NOBODY, {"code": "composer"})
    state(film, Property.BASED_ON_NOTHING, {"holds": True})
    state(film, Property.PUBLISHED_IN, {"country": "DE"})
    turn_the_night(film)
    return film


def answers(film: Title) -> dict[str, tuple[str, str]]:
    return {row.country: (row.status, row.play) for row in RightsAnswer.objects.filter(title=film)}


def shown(film: Title) -> set[str]:
    return set(ShownLink.objects.filter(title=film).values_list("country", flat=True))


def test_m_is_protected_where_its_terms_still_run_and_free_where_they_have_ended(film: Title) -> None:
    found = RightsAnswer.objects.filter(title=film)

    assert found.get(country="US").protected_until == date(2026, 12, 31)
    assert found.get(country="FR").protected_until == date(2046, 12, 31)
    assert found.get(country="DE").protected_until == date(2046, 12, 31)
    assert found.get(country="US").changes_on == date(2027, 1, 1)
    assert "BR" in {row.country for row in found if row.status == "pd"}
    assert not shown(film) & {"US", "FR", "DE"}


def test_the_first_of_january_frees_m_in_the_united_states_and_not_in_france(film: Title, november: Any) -> None:
    before = shown(film)
    untouched = RightsAnswer.objects.exclude(country__in=("US", "NZ", "HK", "AR"))
    decisions = dict(untouched.values_list("pk", "decision"))
    assert turn() is None

    november.move_to(NEW_YEAR, tick=False)
    done = turn()

    assert done is not None
    assert done.titles == {film.pk}
    assert shown(film) - before == {"US", "NZ", "HK"}  # Lang, who died in 1976, counts alone in the other two
    assert answers(film)["FR"] == answers(film)["DE"] == ("protected", "no")
    american = RightsAnswer.objects.get(title=film, country="US")
    assert (american.status, american.play, american.free_since) == ("pd", "yes", date(2027, 1, 1))
    assert american.decision.supersedes.status == "protected"
    assert dict(untouched.values_list("pk", "decision")) == decisions
    assert turn() is None


def test_a_turn_prepared_for_a_day_to_come_shows_nothing_before_it(film: Title, november: Any) -> None:
    out = StringIO()
    call_command("rights", "turn", on=date(2027, 1, 1), stdout=out)

    assert "4 decisions on 1 titles." in out.getvalue()
    row = ShownLink.objects.get(title=film, country="US")
    assert row.opens_at == datetime(2027, 1, 1, tzinfo=UTC)


def test_a_corrected_death_hides_links_in_the_same_moment(film: Title) -> None:
    state(film, Property.PUBLISHED, {"date": "1925"}, replaces=True)
    turn_the_night(film)
    assert "US" in shown(film)
    version = Title.objects.get(pk=film.pk).version

    state(film, Property.PUBLISHED, {"date": "1935"}, replaces=True)

    assert "US" not in shown(film)
    assert answers(film)["US"][0] == "protected"
    assert Title.objects.get(pk=film.pk).version > version
    assert Case.objects.filter(title=film, country="US", kind="worsened", closed_at=None).exists()
    assert Decision.objects.filter(title=film, country="US").order_by("-pk").first().status == "protected"


def turn_the_night(film: Title) -> None:
    RightsAnswer.objects.filter(title=film).update(evaluated_on=date(2026, 11, 24))
    turn()


def test_what_becomes_better_waits_for_the_night(film: Title, november: Any) -> None:
    state(film, Property.PUBLISHED, {"date": "1925"}, replaces=True)
    assert answers(film)["US"] == ("pd", "next_run")
    assert "US" not in shown(film)
    assert turn() is None  # the night has not come

    november.move_to(datetime(2026, 11, 26, 0, 5, tzinfo=UTC), tick=False)
    turn()

    assert answers(film)["US"] == ("pd", "yes")
    assert "US" in shown(film)


def test_nothing_is_written_where_nothing_changes(film: Title) -> None:
    decisions, entries = Decision.objects.count(), AuditEntry.objects.count()

    done = evaluate([film.pk], by=BY)

    assert (done.decisions, done.titles) == (0, set())
    assert (Decision.objects.count(), AuditEntry.objects.count()) == (decisions, entries)


def test_a_title_for_which_protection_matters_to_nobody_gets_no_answers() -> None:
    film = factories.make_title("Nobody asks")

    assert decide([film.pk], by=BY).decisions == 0
    factories.make_link(film, basis="provider")
    assert decide([film.pk], by=BY).decisions == 0


def test_a_decision_keeps_what_the_rules_were_told_and_how_they_came_to_it(film: Title) -> None:
    other = factories.make_free_film("The General", directors=["Fritz Lang"])
    decide([other.pk], by=BY)
    decision = RightsAnswer.objects.get(title=other, country="DE").decision
    told = work_of(decision.inputs.facts)

    assert told == works_of([other.pk])[other.pk]
    assert digest_of(told) == decision.inputs.digest
    assert facts_of(told) == decision.inputs.facts
    assert {person.name for person in told.people} == {"Fritz Lang"}
    assert steps_of(decision.path) == evaluate_rules(told, "DE", NOVEMBER.date()).steps
    assert WorkInputs.objects.filter(title=other).count() == 1 < Decision.objects.filter(title=other).count()


@pytest.mark.parametrize("table", [Decision, WorkInputs])
def test_the_database_refuses_to_change_or_delete_what_was_decided(film: Title, table: type) -> None:
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        table.objects.update(title=film)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table._meta.db_table}")


def test_the_database_refuses_to_change_evidence_and_what_was_seen() -> None:
    seen = Evidence.objects.create(kind="reference", captured_kind="person", captured_by="x")
    Capture.objects.create(evidence=seen, media_type="text/plain", content=b"as it was")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Evidence.objects.update(value="other")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Capture.objects.update(content=b"as it should be")


def test_a_source_is_followed_where_the_rules_lack_facts() -> None:
    film = factories.make_title("The Unknown", year=None, countries=())
    factories.make_answer(film, "US")
    decide([film.pk], by=BY)

    row = RightsAnswer.objects.get(title=film, country="US")
    assert (row.kind, row.status, row.play, row.decision.kind) == ("source", "pd", "yes", "source")
    assert RightsAnswer.objects.get(title=film, country="FR").status == "unclear"


def test_what_a_source_and_the_rules_say_against_each_other_protects_and_waits_for_a_person(film: Title) -> None:
    AnswerClaim.objects.create(
        title=film, country="FR", status="pd", play="yes", rule="fr_70_pma", confidence="high",
        evaluated_on=date(2026, 11, 24), source=factories.make_source(),
    )  # fmt: skip
    decide([film.pk], by=BY)

    assert answers(film)["FR"] == ("protected", "no")
    assert Case.objects.filter(title=film, country="FR", kind="contradiction", closed_at=None).count() == 1
    AnswerClaim.objects.all().delete()
    decide([film.pk], by=BY)
    assert Case.objects.get(title=film, country="FR", kind="contradiction").closed_at


def test_the_word_of_the_operator_stands_until_a_fact_changes(film: Title) -> None:
    columns = {"status": "pd", "play": "yes", "rule": "court", "confidence": "high"}
    actions.set_answer(film.pk, "FR", by=BY, why="the court has ruled", **columns)
    assert "FR" in shown(film)
    evaluate([film.pk], by=BY)
    assert answers(film)["FR"] == ("pd", "yes")

    facts.state_fact(
        of_person("Fritz Lang"),
        Statement(Property.DIED, read(Property.DIED, {"date": "1977"}), BOOK, replaces=True),
        by=BY,
    )

    assert answers(film)["FR"] == ("protected", "no")
    assert "FR" not in shown(film)


def test_an_edition_with_layers_of_its_own_is_decided_by_itself() -> None:
    film = factories.make_free_film("The General", "US", directors=["Buster Keaton"])
    restored = Edition.objects.create(title=film, kind="restoration", name="Restoration of 2016")
    link = factories.make_link(film, edition=restored)
    decide([film.pk], by=BY)
    actions.refresh_shown([film.pk])

    assert answers(film)["US"] == ("pd", "yes")
    part = PartAnswer.objects.get(title=film, edition=restored, country="US")
    assert (part.status, part.play) == ("unclear", "no")
    assert set(link.shown_rows.values_list("country", flat=True)) == set()
    assert "US" in shown(film)  # by the plain copy


def test_an_episode_with_a_date_of_its_own_is_decided_by_itself() -> None:
    series = factories.make_title("Judex", kind="series", year=1916, end_year=1936)
    season = factories.make_season(series)
    early = factories.make_episode(season, 1, aired_on=date(1916, 1, 1), aired_precision="year")
    late = factories.make_episode(season, 2, aired_on=date(1936, 1, 1), aired_precision="year")
    links = [factories.make_link(series, season=season, episode=episode) for episode in (early, late)]
    decide([series.pk], by=BY)
    actions.refresh_shown([series.pk])

    assert [("US" in set(link.shown_rows.values_list("country", flat=True))) for link in links] == [True, False]


def test_due_titles_are_found_by_index(film: Title) -> None:
    far = factories.make_free_film("The Navigator")
    RightsAnswer.objects.filter(title=far).update(changes_on=date(2090, 1, 1))

    assert due_titles(date(2026, 11, 25)) == []
    assert due_titles(date(2027, 1, 1)) == [film.pk]


def test_titles_are_judged_by_command(film: Title) -> None:
    RightsAnswer.objects.filter(title=film).delete()
    out = StringIO()

    call_command("rights", "evaluate", film.public_id, stdout=out)
    assert f"{RightsAnswer.objects.filter(title=film).count()} decisions on 1 titles." in out.getvalue()
    call_command("rights", "evaluate", whole=True, stdout=out)
    with pytest.raises(CommandError, match="Give the ids"):
        call_command("rights", "evaluate")
    with pytest.raises(CommandError, match="no title with the id nothing"):
        call_command("rights", "evaluate", "nothing")


def test_many_titles_take_as_many_queries_as_one(django_assert_max_num_queries: Any) -> None:
    films = [factories.make_free_film(f"Film {number}", directors=["Buster Keaton"]) for number in range(12)]
    decide([film.pk for film in films[:6]], by=BY)
    with django_assert_max_num_queries(45):
        decide([film.pk for film in films[6:]], by=BY)


def test_an_audience_hides_what_is_not_free_in_all_of_it(settings: Any) -> None:
    film = factories.make_free_film("The General", "US", directors=["Buster Keaton"])
    assert "US" in shown(film)
    settings.AUDIENCE = ("US", "FR")

    call_command("rights", "show", stdout=StringIO())

    assert shown(film) == set()
    assert AuditEntry.objects.filter(action="rights.show").count() == 1


def test_the_worker_does_the_nightly_run(film: Title, november: Any) -> None:
    assert LOOPS["rights"].step("worker") is False

    november.move_to(NEW_YEAR, tick=False)

    assert LOOPS["rights"].step("worker") is True
    assert LOOPS["rights"].step("worker") is False
    assert "US" in shown(film)


def test_a_death_that_the_operator_corrects_moves_every_work_of_the_person() -> None:
    film = factories.make_free_film("The General", "US", directors=["Buster Keaton"])
    Person.objects.update(died_on=date(1950, 1, 1), died_precision="year", source=film.source, nationalities=["FR"])
    for role in ("screenplay", "dialogue", "composer"):
        factories.make_credit(film, "Buster Keaton", role)
    decide([film.pk], by=BY)
    actions.refresh_shown([film.pk])
    assert answers(film)["DE"][0] == "pd"

    correct_life(Person.objects.get().public_id, by=BY, why="the register", died=PartialDate.parse("1966"))

    assert answers(film)["DE"] == ("protected", "no")
    assert AuditEntry.objects.filter(action="person.correct-life").count() == 1


def test_a_day_that_changes_nothing_of_a_persons_decision_is_passed_over(film: Title, november: Any) -> None:
    columns = {"status": "pd", "play": "yes", "rule": "court", "confidence": "high"}
    actions.set_answer(film.pk, "FR", by=BY, why="the court has ruled", **columns)
    RightsAnswer.objects.filter(title=film, country="FR").update(changes_on=date(2026, 11, 1))
    decisions = Decision.objects.filter(country="FR").count()

    assert turn() is not None
    assert turn() is None
    assert answers(film)["FR"] == ("pd", "yes")
    assert Decision.objects.filter(country="FR").count() == decisions


def test_parts_of_merged_titles_are_decided_anew() -> None:
    gone = factories.make_free_film("General, The", "US", directors=["Buster Keaton"])
    kept = factories.make_free_film("The General", "US", directors=["Buster Keaton"])
    restored = Edition.objects.create(title=gone, kind="restoration", name="Restoration of 2016")
    factories.make_link(gone, edition=restored)
    decide([gone.pk], by=BY)
    assert PartAnswer.objects.filter(title=gone, edition=restored).exists()

    merge_titles(gone.public_id, kept.public_id, by=BY, why="one film")

    assert set(PartAnswer.objects.values_list("title", flat=True)) == {kept.pk}
    assert PartAnswer.objects.get(edition=restored, country="US").play == "no"
