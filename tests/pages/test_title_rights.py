"""The page of rights of a title: every country in a table and on a map, and the way to each answer step by step."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from allostream.catalogue.models import Title
from allostream.rights.engine.answers import Answer, Confidence, Sentence, Status
from allostream.rights.models import Capture, Decision, Evidence, Objection
from allostream.web.rights import map as maps
from allostream.web.rights.rows import row as row_of
from allostream.web.rights.rows import told_by_rules
from tests import factories, people
from tests.pages.reading import main_of, page, parsed


@pytest.fixture
def film(db: None) -> Title:
    """M: German, of 1931; its director died in 1976, its other author in 1954."""
    title = factories.make_title("M", year=1931, countries=["DE"], popularity=9)
    for name, died, role in (("Fritz Lang", 1976, "principal_director"), ("Thea von Harbou", 1954, "screenplay")):
        person = factories.make_person(name, died=died, source=factories.make_source())
        person.nationalities = ["DE"]
        person.save()
        factories.make_credit(title, name, role=role)
    return title


def decide(title: Title, country: str, status: str = "protected", **columns: Any) -> Decision:
    facts: dict[str, Any] = {
        "kind": "rule", "play": "no", "confidence": "high", "rule": "fr.pma", "actor_kind": "system",
        "actor_id": "rules", "reason": "A year of death was corrected.",
    }  # fmt: skip
    return Decision.objects.create(title=title, country=country, status=status, **{**facts, **columns})


def rows_of(answer: Any) -> dict[str, str]:
    """The rows of the table of answers by the name of each country in them."""
    table = next(node for node in parsed(answer).iter("table") if node.get("class") == "answers")
    rows = {}
    for row in table.find("tbody"):
        words = " ".join("".join(row.itertext()).replace("\N{NO-BREAK SPACE}", " ").split())
        for link in row.find("th").iter("a"):
            rows["".join(link.itertext())] = words
    return rows


def test_the_table_comes_before_the_map_and_names_every_country_that_has_rules(english: Client, film: Title) -> None:
    answer = english.get("/movie/m-1931/rights")
    text = page(answer)
    assert text.index('class="answers"') < text.index('class="map"')
    assert {"United States", "France", "Germany", "Japan", "Mexico", "Switzerland", "Latvia"} <= rows_of(answer).keys()


def test_the_countries_of_the_reader_stand_first_and_by_themselves(english: Client, film: Title) -> None:
    english.cookies["country"], english.cookies["countries"] = "FR", "JP"
    assert list(rows_of(english.get("/movie/m-1931/rights")))[:2] == ["France", "Japan"]


def test_countries_with_one_and_the_same_answer_share_a_row(english: Client, film: Title) -> None:
    rows = rows_of(english.get("/movie/m-1931/rights"))
    assert rows["Austria"] == rows["Latvia"]
    assert rows["Austria"] != rows["Mexico"]


def test_an_answer_in_force_is_told_with_who_decided_and_what_the_rules_say_is_marked_as_undecided(
    english: Client, film: Title
) -> None:
    factories.make_answer(
        film, "FR", "protected", protected_until=date(2046, 12, 31), rule="fr_70_pma", deciding_name="Fritz Lang",
        deciding_year=1976,
    )  # fmt: skip
    rows = rows_of(english.get("/movie/m-1931/rights"))
    assert "Protected until 31 December 2046" in rows["France"]
    assert "Taken from a source on 24 November 2026." in rows["France"]
    assert "Worked out just now; nothing is shown on the strength of it yet." in rows["Germany"]


def test_what_the_clock_changes_is_told_with_its_day(english: Client, film: Title) -> None:
    answer = factories.make_answer(film, "FR", "protected", protected_until=date(2046, 12, 31), rule="fr_70_pma")
    answer.changes_on = date(2047, 1, 1)
    answer.save()
    assert (
        "What would change it: From 1 January 2047 on: not settled."
        in rows_of(english.get("/movie/m-1931/rights"))["France"]
    )


def test_the_way_to_an_answer_has_an_address_by_country(english: Client, film: Title) -> None:
    text = main_of(english.get("/movie/m-1931/rights?country=DE"))
    assert "Germany, step by step" in text
    assert "Died (Fritz Lang) 1976" in text
    assert "Starter list (a reference)" in text


def test_a_country_without_rules_has_a_page_without_a_way(english: Client, film: Title) -> None:
    assert "step by step" not in main_of(english.get("/movie/m-1931/rights?country=ML")).replace(
        "answer step by step", ""
    )


def test_a_country_that_does_not_exist_is_refused(english: Client, film: Title) -> None:
    assert english.get("/movie/m-1931/rights?country=QQ").status_code == 400


def test_an_answer_for_the_world_has_its_way_too(english: Client, film: Title) -> None:
    factories.make_answer(film, "*", "open_licence", licence="CC-BY-3.0", rule="creative_commons")
    answer = english.get("/movie/m-1931/rights?country=*")
    assert "Everywhere" in rows_of(answer)
    assert "Everywhere, step by step" in main_of(answer)


def test_a_series_has_its_page_and_other_words_for_the_address_lead_to_it(english: Client, french: Client) -> None:
    factories.make_title("Judex", kind="series", year=1916)
    assert english.get("/show/judex/rights").status_code == 200
    assert french.get("/serie/judex/droits").status_code == 200
    assert english.get("/serie/judex/droits").headers["Location"] == "/show/judex/rights"
    factories.make_title("M", year=1931)
    assert english.get("/film/m-1931/droits?country=FR").headers["Location"] == "/movie/m-1931/rights?country=FR"


def test_the_history_can_be_read_with_decisions_that_others_took_the_place_of(english: Client, film: Title) -> None:
    first = decide(film, "FR", "pd", since=date(2025, 1, 1), sentence_key="pd.eu.pma", sentence_values={
        "name": "Fritz Lang", "year": 1954, "since": "2025-01-01", "end": "2024-12-31",
    })  # fmt: skip
    decide(film, "FR", until=date(2046, 12, 31), supersedes=first)
    text = main_of(english.get("/movie/m-1931/rights?country=FR"))
    assert "Free since 1 January 2025. Decided by the rules. no longer in force" in text
    assert "(Fritz Lang) died in 1954; free since 1 January 2025." in text
    assert "A year of death was corrected." in text


def test_reviewers_are_named_to_moderators_alone(english: Client, sites: Any, film: Title) -> None:
    basile = people.basile(*sites)
    decide(film, "FR", kind="review", reviewers=[basile.public_id])
    assert "Decided by a reviewer." in main_of(english.get("/movie/m-1931/rights?country=FR"))
    english.force_login(basile)
    assert "Decided by a reviewer (Basile)." in main_of(english.get("/movie/m-1931/rights?country=FR"))


def test_evidence_for_moderators_is_not_shown_to_others_nor_what_was_seen(
    english: Client, sites: Any, film: Title
) -> None:
    decision = decide(film, "FR")
    shown, hidden = (
        Evidence.objects.create(
            kind="reference", address=f"https://{name}.example/a", value=name, captured_kind="person",
            captured_by="x", visible_to=eyes,
        )
        for name, eyes in (("public", "public"), ("secret", "moderators"))
    )  # fmt: skip
    decision.evidence.add(shown, hidden)
    for item in (shown, hidden):
        Capture.objects.create(evidence=item, media_type="text/html", content=b"<script>alert(1)</script>")
    text = page(english.get("/movie/m-1931/rights?country=FR"))
    assert "public.example" in text
    assert "secret" not in text
    seen = english.get(f"/evidence/{shown.public_id}")
    assert seen.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert english.get(f"/evidence/{hidden.public_id}").status_code == 404
    english.force_login(people.basile(*sites))
    assert "secret.example" in page(english.get("/movie/m-1931/rights?country=FR"))
    assert english.get(f"/evidence/{hidden.public_id}").status_code == 200


def test_objections_are_counted_in_public_without_what_was_written(english: Client, film: Title) -> None:
    Objection.objects.create(title=film, country="FR", text="My uncle knows better", email="a@example.org")
    Objection.objects.create(title=film, country="FR", text="Again", state="upheld", outcome="The year was wrong.")
    text = page(english.get("/movie/m-1931/rights?country=FR"))
    assert "Against the answer (France): not looked at yet." in text
    assert "Against the answer (France): it was right. The year was wrong." in text
    assert "uncle" not in text
    assert "a@example.org" not in text


def test_the_page_in_french(french: Client, film: Title) -> None:
    text = main_of(french.get("/film/m-1931/droits?country=DE"))
    assert "Les droits, pays par pays" in text
    assert "Allemagne, pas à pas" in text
    assert "Protégée jusqu’au 31 décembre 2046." in text
    assert "Mort (Fritz Lang) 1976" in text
    assert "est mort en 1976 : protégé au moins jusqu’au 31 décembre 2046" in text


def test_the_page_asks_as_much_for_many_decisions_as_for_few(english: Client, film: Title) -> None:
    counted = []
    for number in range(12):
        decide(film, "FR").evidence.add(
            Evidence.objects.create(kind="other", captured_kind="person", captured_by="x", visible_to="public")
        )
        Objection.objects.create(title=film, country="FR", text=str(number))
        if number in (0, 11):
            with CaptureQueriesContext(connection) as queries:
                english.get("/movie/m-1931/rights?country=FR")
            counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_map_shows_each_country_once_and_tells_in_words_what_it_shows() -> None:
    assert len(maps.places()) > 150
    squares = list(maps.places().values())
    assert len(set(squares)) == len(squares)
    with override("en"):
        drawn = maps.draw({"US": Status.PD, "FR": Status.PROTECTED, "*": Status.UNCLEAR}, ["FR"])
    assert "free in 1 country, protected in 1 country, not settled in" in drawn.picture
    assert drawn.picture.count('class="own"') == 1
    assert [one.text.split(" in ")[0] for one in drawn.legend] == ["Free", "Protected", "Not settled"]


def test_every_country_with_a_rule_has_a_square() -> None:
    from allostream.rights.engine import COUNTRIES, EEA

    assert {*COUNTRIES, *EEA} - set(maps.places()) == {"LI"}  # too small for a square beside Switzerland


@pytest.mark.parametrize(
    ("following", "told"),
    [
        (Status.PD, "Free from 1 January 2027."),
        (None, "Has to be worked out again on 1 January 2027."),
        (Status.UNCLEAR, "From 1 January 2027 on: not settled."),
        (Status.PROTECTED, "Has to be worked out again on 1 January 2027."),
    ],
)
def test_what_comes_after_a_term_is_told_as_the_rules_will_answer(following: Status | None, told: str) -> None:
    def answer(status: Status) -> Answer:
        return Answer(
            "US", status, Confidence.HIGH, "us.term", Sentence("no.us.term"), until=date(2026, 12, 31),
            changes_on=date(2027, 1, 1),
        )  # fmt: skip

    with override("en"):
        said = row_of(told_by_rules(answer(Status.PROTECTED)), answer(following) if following else None)
    assert said.changes.replace("\N{NO-BREAK SPACE}", " ") == told
