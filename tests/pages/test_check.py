"""The calculator: facts in an address, the answer with the way to it, and every fault at its field."""

from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allostream.lib import countries
from allostream.rights.entered import values
from tests import factories
from tests.pages.reading import main_of, page, parsed

M = {
    "title": "M", "published": "1931-05-11", "published_in": "DE", "nobody": "composer",
    "p1-name": "Fritz Lang", "p1-part": "principal_director,screenplay", "p1-died": "1976-08-02", "p1-nations": "AT",
    "p2-name": "Thea von Harbou", "p2-part": "screenplay,dialogue", "p2-died": "1954-07-01", "p2-nations": "DE",
    "based": "nothing",
}  # fmt: skip
ODD = (
    "", "soon", "1931", "9999", "-1", "0000", "1931-02-30", "../1931", "1931/..", "/", "never", "yes", "no", "France",
    "US,FR", "XX", "principal_director", "composer,composer", "novel", "none", "renewed", "us_government", "before",
    "restored_version", "CC BY 4.0", "https://example.org/", "\x00", "\ufffe", "\N{GRINNING FACE}",
    "x" * 5000, "%", "%(value)s", "<script>", "١٩٣١", "²", "1e3", "people",
)  # fmt: skip
NAMES = (
    *M, "published_as", "also_in", "made", "origin", "production", "genre", "broadcast", "anonymous", "layer",
    "licence", "by_maker", "disputed", "notice", "renewal", "registered", "searched", "searched_in", "cards",
    "cards_of", "country", "on", "add",
    "people", "works", "w1-authors", "w9-authors", "p3-part", "p3-living", "p3-died", "p3-born", "p0-part",
    "p99999-x", "w1-name", "w1-kind", "w1a1-name", "w1a1-died", "w1a1-music", "w1a9-name", "w4-name", "utm_source", "",
)  # fmt: skip


def address(facts: dict[str, str], **more: str) -> str:
    return "/rights/check?" + urlencode({**facts, **more}, safe=",")


def plain(answer: Any) -> str:
    return main_of(answer).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_the_empty_form_asks_and_answers_nothing(english: Client) -> None:
    text = plain(english.get("/rights/check"))
    assert "Is it in the public domain?" in text
    assert "The answer" not in text


def test_the_answer_stands_before_the_form_with_the_way_to_it(english: Client) -> None:
    text = plain(english.get(address(M, country="FR", on="2026-11-24")))
    assert "Is “M” in the public domain?" in text
    assert text.index("The answer in France") < text.index("In all countries") < text.index("Who made it")
    assert "Protected until 31 December 2046" in text
    assert "(Fritz Lang) died in 1976: protected for 70 years" in text
    assert "fr.pma" in text
    assert "Asked for 24 November 2026" in text


def test_the_table_tells_every_country_its_own_answer(english: Client) -> None:
    told: dict[str, str] = {}
    for row in parsed(english.get(address(M, country="FR", on="2026-11-24"))).iter("tr"):
        text = " ".join("".join(row.itertext()).replace("\N{NO-BREAK SPACE}", " ").split())
        told |= {country: text for country in ("United States", "Brazil", "Spain") if country in text}
    assert "Protected until 31 December 2026" in told["United States"]
    assert "Free since 1 January 2002" in told["Brazil"]
    assert "Protected until 31 December 2056" in told["Spain"]


def test_another_day_gives_another_answer(english: Client) -> None:
    assert "The answer in the United States Protected" in plain(english.get(address(M, country="US", on="2026-12-31")))
    assert "The answer in the United States Free" in plain(english.get(address(M, country="US", on="2027-01-01")))


def test_a_fact_more_or_less_changes_the_answer_and_is_said_to_be_missing(english: Client) -> None:
    unknown = {name: value for name, value in M.items() if name != "p1-died"}
    text = plain(english.get(address(unknown, country="CH", on="2026-11-24")))
    assert "Not known: whether and when Fritz Lang died" in text


def test_a_form_with_empty_fields_leads_to_the_short_address_that_can_be_passed_on(english: Client) -> None:
    parts = [("p1-part", "screenplay"), ("p1-part", "principal_director")]
    sent = [*({**M, "p1-part": ""}).items(), *parts, ("p2-born", ""), ("made", " "), ("country", "France"), ("on", "")]
    answer = english.get("/rights/check?" + urlencode(sent))
    assert answer.status_code == 302
    assert dict(parse_qsl(answer.headers["Location"].partition("?")[2])) == {**M, "country": "FR"}
    assert english.get(answer.headers["Location"]).status_code == 200


def test_the_form_holds_what_was_entered(english: Client) -> None:
    tree = parsed(english.get(address({**M, "published": "../1931"}, country="FR")))
    value = {node.get("id"): node.get("value") for node in tree.iter("input")}
    assert value["p1-name"] == "Fritz Lang"
    assert value["published"] == "1931"
    assert value["published_in"] == "Germany"
    chosen = {one.get("value") for one in tree.iter("option") if one.get("selected") is not None}
    assert {"before", "FR"} <= chosen
    ticked = {node.get("id") for node in tree.iter("input") if node.get("checked") is not None}
    assert {"p1-part-principal_director", "p1-part-screenplay", "p2-part-dialogue", "nobody-composer"} <= ticked


@pytest.mark.parametrize(("name", "place"), [("people", "p3"), ("works", "w1")])
def test_a_button_adds_a_block_and_leads_to_it(english: Client, name: str, place: str) -> None:
    answer = english.get(address(M, add=name))
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"#{place}")
    text = page(english.get(answer.headers["Location"].partition("#")[0]))
    assert f'<fieldset class="about" id="{place}">' in text
    assert 'value="Fritz Lang"' in text
    assert 'id="answer"' not in text


def test_an_empty_form_gets_one_more_person_than_it_had(english: Client) -> None:
    sent = {f"p{number}-name": "" for number in (1, 2, 3)}
    answer = english.get(address(sent, add="people"))
    assert answer.headers["Location"] == "/rights/check?people=4#p4"


def test_an_author_is_added_to_an_older_work(english: Client) -> None:
    work = {"w1-name": "Dracula", "w1-kind": "novel", "w1a1-name": "Bram Stoker"}
    answer = english.get(address(work, add="w1-authors"))
    assert answer.headers["Location"].endswith("w1-authors=2#w1a2")
    assert 'id="w1a2-name"' in page(english.get(answer.headers["Location"].partition("#")[0]))


def test_there_is_an_end_to_adding(english: Client) -> None:
    text = page(english.get("/rights/check?people=12&works=4&w1-authors=3"))
    assert 'id="p12-name"' in text
    assert 'value="people">' not in text
    assert english.get("/rights/check?people=99").headers["Location"] == "/rights/check?people=12"


def test_every_fault_is_told_at_once_and_at_its_field(english: Client) -> None:
    answer = english.get("/rights/check?title=M&published=soon&published_in=Frence&p1-name=Lang&p1-died=1976")
    tree = parsed(answer)
    assert answer.status_code == 400
    summary = next(node for node in tree.iter("div") if node.get("role") == "alert")
    assert [link.get("href") for link in summary.iter("a")] == ["#published", "#published_in", "#p1-part"]
    wrong = next(node for node in tree.iter("input") if node.get("id") == "published")
    assert wrong.get("value") == "soon"
    assert wrong.get("aria-invalid") == "true"
    assert "published-error" in (wrong.get("aria-describedby") or "").split()
    text = page(answer, 400)
    assert "“Frence” is no country that we know. Did you mean France?" in text
    assert 'id="answer"' not in text


def test_faults_are_told_in_the_language_of_the_reader(french: Client) -> None:
    text = page(french.get("/droits/verifier?published=bientôt&p1-name=Lang"), 400)
    assert "n’est pas une date. Donnez une année (1926)" in text
    assert "Dites ce que cette personne a fait dans le film" in text


def test_a_folded_part_is_open_where_something_is_wrong_in_it(english: Client) -> None:
    text = page(english.get("/rights/check?searched=soon"), 400)
    assert text.count('<details class="drawer" open>') == 1
    assert text.index('<details class="drawer" open>') < text.index('id="searched"')


def test_the_page_speaks_french(french: Client) -> None:
    text = plain(french.get("/droits/verifier?" + urlencode({**M, "country": "FR", "on": "2026-11-24"})))
    assert "« M » : libre ou protégé ?" in text
    assert "La réponse en France" in text
    assert "31 décembre 2046" in text


def test_the_rights_in_a_title_lead_here_with_its_facts_and_the_same_answer(english: Client) -> None:
    film = factories.make_title("Metropolis", year=1927, countries=["DE"])
    person = factories.make_person("Fritz Lang", died=1976, source=factories.make_source())
    person.nationalities = ["DE"]
    person.save()
    factories.make_credit(film, "Fritz Lang", role="principal_director")
    tree = parsed(english.get("/movie/metropolis-1927/rights?country=CH"))
    link = next(node for node in tree.iter("a") if (node.get("href") or "").startswith("/rights/check?"))
    answer = english.get(link.get("href"))
    assert answer.status_code == 200
    assert "Is “Metropolis” in the public domain?" in plain(answer)
    assert "The answer in Switzerland Protected until 31 December 2046" in plain(answer)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_country_is_read_by_the_name_under_which_it_is_offered(language: str) -> None:
    for code in countries.of_origin():
        named = countries.name(code, language)
        assert countries.name(values.country(named) or "", language) == named
        assert values.several(named) == (values.country(named),)


def test_answers_are_for_nobody_else_to_find_and_the_empty_form_is(english: Client) -> None:
    assert 'name="robots" content="noindex' in page(english.get(address(M)))
    assert "noindex" not in page(english.get("/rights/check"))


def test_nothing_is_asked_of_the_database_for_an_answer(english: Client) -> None:
    english.get("/rights/check")
    with CaptureQueriesContext(connection) as queries:
        assert english.get(address(M, country="FR")).status_code == 200
    assert len(queries) == 1


def test_too_many_parameters_are_refused(english: Client) -> None:
    query = "&".join(f"p1-name=x{number}" for number in range(300))
    assert english.get(f"/rights/check?{query}").status_code == 400


@pytest.mark.parametrize("seed", range(60))
def test_no_query_breaks_the_page(english: Client, seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - a seed that can be said again, no secret
    for _ in range(3):
        given = [(name, rng.choice(ODD)) for name in rng.choices(NAMES, k=rng.randrange(1, 9))]
        given += list(M.items()) if rng.random() < 0.5 else []
        answer = english.get("/rights/check?" + urlencode(given, errors="replace"))
        steps = 0
        while answer.status_code == 302:
            answer = english.get(answer.headers["Location"].partition("#")[0])
            steps += 1
        assert answer.status_code in (200, 400), given
        assert steps <= 1, given
        assert b"<script>" not in answer.content
        parsed(answer)


@pytest.mark.parametrize(
    "query", ["%", "&&&", "=", "title", "p1-part", "add=w7-authors", "people=%C2%B2", "%FF=%FF", "on=2026-11-24"]
)
def test_odd_addresses_are_answered(english: Client, query: str) -> None:
    assert english.get(f"/rights/check?{query}", follow=True).status_code in (200, 400)
