"""Pages of facts: reading, suggesting, deciding, taking back; and that links follow in the same moment."""

import re
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.test import Client

from allostream.accounts.models import User
from allostream.audit.models import AuditEntry
from allostream.catalogue.models import Person, Title
from allostream.links.models import RightsAnswer, ShownLink
from allostream.links.regrouping import merge_titles
from allostream.rights.models import Fact
from tests import factories, people
from tests.actions.imports import LOOKED, SOURCE, film, link, take_in
from tests.pages.reading import main_of, page

REGISTER = {"source": "Civil register", "weight": "authority", "address": "https://register.example/"}


def told(key: str, name: str, value: dict[str, Any], **more: Any) -> dict[str, Any]:
    record = {"record": "fact", "key": f"lists:{key}", "on": "lists:1", "property": name, "value": value}
    return {**record, **REGISTER, **more}


# A silent French film of 1930 by one French author, who died in 1934: free in France and Germany since 2005.
NICE = (
    SOURCE,
    film(name="À propos de Nice", language="fr", year=1930, countries=["FR"], credits=[
        {"role": "principal_director", "name": "Jean Vigo", "died": "1934", "nationalities": ["FR"]},
        {"role": "screenplay", "name": "Jean Vigo", "died": "1934", "nationalities": ["FR"]},
    ]),
    told("died", "died", {"date": "1934-10-05"}, of="Jean Vigo"),
    told("not-fallen", "died_for_france", {"holds": False}, of="Jean Vigo"),
    told("french", "nationality", {"countries": ["FR"]}, of="Jean Vigo"),
    told("published", "published", {"date": "1930-05-28"}),
    told("published-in", "published_in", {"country": "FR"}),
    told("elsewhere", "within_30_days", {"countries": []}),
    told("origin", "origin", {"countries": ["FR"]}),
    told("silent", "nobody", {"code": "composer"}),
    told("no-dialogue", "nobody", {"code": "dialogue"}),
    told("original", "based_on_nothing", {"holds": True}),
    link(),
)  # fmt: skip


@pytest.fixture
def nice(sites: Any, tmp_path: Path) -> Title:
    factories.make_host()
    run = take_in(tmp_path, *NICE, vouch=LOOKED)
    assert run.code == 0, run.errors
    return Title.objects.get()


@pytest.fixture
def vigo(nice: Title) -> Person:
    return Person.objects.get()


def signed_in(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


SAID = {
    "property": "died", "date": "1964-10-05", "precision": "", "how": "replace", "source_name": "Register of Nice",
    "source_weight": "2", "source_address": "https://register.example/vigo", "source_quote": "décédé le 5 octobre 1964",
    "seen_on": "2026-11-20", "why": "a slip of the pen",
}  # fmt: skip


def said_by(answer: Any, status: int) -> str:
    assert answer.status_code == status
    return main_of(answer)


def of(person: Person, end: str = "") -> str:
    return f"/facts/p/{person.public_id}{end}"


def suggested(client: Client, person: Person, **values: str) -> Fact:
    answer = client.post(of(person, "/suggest"), {**SAID, **values})
    assert answer.status_code == 303, main_of(answer)
    return Fact.objects.latest("pk")


def shown_in() -> set[str]:
    return set(ShownLink.objects.values_list("country", flat=True))


def test_a_death_year_is_corrected_and_the_links_change_in_the_same_moment(
    english: Client, french: Client, nice: Title, vigo: Person
) -> None:
    ada, eve = people.ada(), people.known(people.eve())
    film_page, player = "/film/a-propos-de-nice-1930", f'"/voir/{nice.links.get().public_id}"'
    assert {"FR", "DE", "US"} <= shown_in()
    assert player in page(french.get(film_page))

    fact = suggested(signed_in(english, ada), vigo)
    assert player in page(french.get(film_page))
    english.logout()
    answer = signed_in(english, eve).post(f"/fact/{fact.public_id}", {"action": "confirm", "why": "so it says"})
    assert answer.headers["Location"] == f"/fact/{fact.public_id}?done=in-force"

    answers = {row.country: row for row in RightsAnswer.objects.all()}
    assert (answers["FR"].status, str(answers["FR"].protected_until)) == ("protected", "2034-12-31")
    assert {"FR", "DE"} & shown_in() == set()
    assert "US" in shown_in()
    assert player not in page(french.get(film_page))
    assert "5 octobre 1964" in main_of(french.get("/personne/jean-vigo"))
    acted = AuditEntry.objects.filter(actor_kind="person").order_by("pk").values_list("action", "actor_id")
    assert list(acted) == [
        ("fact.state", ada.public_id), ("fact.confirm", eve.public_id), ("fact.in-force", eve.public_id),
        ("person.correct-life", eve.public_id),
    ]  # fmt: skip


def test_taking_back_hides_nothing_more_and_frees_in_the_next_night(
    english: Client, nice: Title, vigo: Person, sites: Any
) -> None:
    basile = signed_in(english, people.basile(*sites))
    fact = suggested(basile, vigo)
    assert (fact.state, "FR" in shown_in()) == ("in_force", False)
    text = main_of(basile.get(f"/fact/{fact.public_id}"))
    assert "Take back" in text
    assert basile.post(f"/fact/{fact.public_id}", {"action": "revert", "why": "it was 1934"}).status_code == 303
    assert str(Person.objects.get().died) == "1934-10-05"
    answer = RightsAnswer.objects.get(country="FR")
    assert (answer.status, answer.play, "FR" in shown_in()) == ("pd", "next_run", False)
    text = main_of(basile.get(of(vigo)))
    assert "1 earlier statement" in text
    assert "Taken back" in text


def test_facts_stand_with_value_precision_source_and_state(english: Client, nice: Title, vigo: Person) -> None:
    text = main_of(english.get(of(vigo)))
    for words in ("5 October 1934", "known to the day", "Civil register", "authority", "Nationality", "France"):
        assert words in text
    assert "Sign in to suggest a fact" in text
    assert "csrfmiddlewaretoken" not in page(english.get(of(vigo)))
    text = main_of(english.get(f"/facts/w/{nice.public_id}"))
    for words in (
        "28 May 1930",
        "composer",
        "Jean Vigo: principal director",
        "As the source gave it",
        "Not stated yet",
    ):
        assert words in text


def test_facts_are_linked_from_the_records_of_titles_and_people(french: Client, nice: Title, vigo: Person) -> None:
    assert f'href="/faits/w/{nice.public_id}"' in page(french.get("/film/a-propos-de-nice-1930"))
    assert f'href="/faits/p/{vigo.public_id}"' in page(french.get("/personne/jean-vigo"))


def test_a_stranger_is_asked_to_sign_in_and_led_back(english: Client, vigo: Person) -> None:
    answer = english.get(of(vigo, "/suggest?property=died"))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/sign-in?next=%2Ffacts%2Fp%2F{vigo.public_id}%2Fsuggest%3Fproperty%3Ddied"
    assert english.post(of(vigo, "/suggest"), SAID).status_code == 302
    assert Fact.objects.filter(state="proposed").count() == 0


def test_a_form_tells_all_that_is_wrong_beside_its_fields(french: Client, vigo: Person) -> None:
    signed_in(french, people.ada())
    answer = french.post(
        f"/faits/p/{vigo.public_id}/proposer",
        {"property": "died", "date": "1934-13", "seen_on": "hier", "source_weight": "2"},
    )
    text = said_by(answer, 422)
    assert "Rien n’est encore affirmé" in text
    for words in (
        "« 1934-13 » n’est pas une date", "La source manque", "« hier » n’est pas un jour",
        "Une référence doit pouvoir être vérifiée",
    ):  # fmt: skip
        assert text.count(words) == 2, words  # in the summary, and beside the field
    html = page(answer, 422)
    assert 'value="1934-13" aria-invalid="true" aria-describedby="f-date-hint f-date-error"' in html
    assert 'href="#f-source_name"' in html


def test_a_second_voice_of_ones_own_is_refused(english: Client, vigo: Person) -> None:
    ada = signed_in(english, people.ada())
    fact = suggested(ada, vigo)
    text = main_of(ada.get(f"/fact/{fact.public_id}"))
    assert "Withdraw my suggestion" in text
    assert "Confirm" not in text
    assert "somebody else must decide" in said_by(ada.post(f"/fact/{fact.public_id}", {"action": "confirm"}), 409)
    assert ada.post(f"/fact/{fact.public_id}", {"action": "refuse"}).status_code == 303
    assert Fact.objects.get(pk=fact.pk).state == "refused"


def test_what_has_changed_since_the_page_was_loaded_is_told(english: Client, vigo: Person, sites: Any) -> None:
    ada = signed_in(english, people.ada())
    html = page(ada.get(of(vigo, "/suggest?property=died")))
    seen = re.search(r'name="seen" value="(\w+)"', html)
    assert seen
    english.logout()
    suggested(signed_in(english, people.basile(*sites)), vigo, date="1935")
    english.logout()
    signed_in(english, User.objects.get(name="Ada"))
    answer = english.post(of(vigo, "/suggest"), {**SAID, "seen": seen[1]})
    assert "What is in force has changed" in said_by(answer, 409)
    assert 'value="1964-10-05"' in page(answer, 409)


def test_a_protected_property_says_so_and_waits(english: Client, vigo: Person, sites: Any) -> None:
    basile = signed_in(english, people.basile(*sites))
    answer = basile.post(of(vigo), {"property": "died", "protects": "1"})
    assert answer.headers["Location"] == of(vigo, "?done=protected#died")
    english.logout()
    text = main_of(english.get(of(vigo)))
    assert "by a moderator: only trusted people and moderators may change it" in text
    ada = signed_in(english, people.ada())
    assert "waits for a trusted person" in main_of(ada.get(of(vigo, "/suggest?property=died")))
    assert "Protect" not in main_of(ada.get(of(vigo))).replace("Protected since", "")
    assert ada.post(of(vigo), {"property": "died", "protects": "0"}).status_code == 403
    fact = suggested(ada, vigo)
    english.logout()
    signed_in(english, people.known(people.eve())).post(f"/fact/{fact.public_id}", {"action": "confirm"})
    assert Fact.objects.get(pk=fact.pk).state == "proposed"


def test_two_new_accounts_are_told_that_somebody_known_has_to_confirm(english: Client, vigo: Person) -> None:
    fact = suggested(signed_in(english, people.ada()), vigo)
    told = "All who confirm this are new here: somebody known here, or one whom we trust, has to confirm it too."
    assert told not in main_of(english.get(f"/fact/{fact.public_id}"))
    signed_in(english, people.eve()).post(f"/fact/{fact.public_id}", {"action": "confirm"})
    assert told in main_of(english.get(f"/fact/{fact.public_id}"))
    signed_in(english, people.known(people.dinu())).post(f"/fact/{fact.public_id}", {"action": "confirm"})
    assert Fact.objects.get(pk=fact.pk).state == "in_force"
    assert told not in main_of(english.get(f"/fact/{fact.public_id}"))


def test_names_are_for_moderators_alone(english: Client, vigo: Person, sites: Any) -> None:
    fact = suggested(signed_in(english, people.ada()), vigo)
    assert "by you" in main_of(english.get(f"/fact/{fact.public_id}"))
    english.logout()
    text = main_of(english.get(f"/fact/{fact.public_id}"))
    assert "by a member" in text
    assert "Ada" not in text
    signed_in(english, people.basile(*sites))
    assert "by Ada" in main_of(english.get(f"/fact/{fact.public_id}"))


def test_history_tells_every_step_and_what_differs(english: Client, vigo: Person, sites: Any) -> None:
    basile = signed_in(english, people.basile(*sites))
    suggested(basile, vigo)
    text = main_of(basile.get(of(vigo, "/history")))
    for words in ("Came into force", "Suggested", "Replaced", "Before the first statement"):
        assert words in text
    events = re.findall(r'name="to" value="(\d+)"', page(basile.get(of(vigo, "/history"))))
    proposed = int(events[2])
    text = main_of(basile.get(of(vigo, f"/history?from={proposed}&to={events[0]}")))
    assert re.search(r"What differs.*Death.*5 October 1934.*5 October 1964", text, re.S)
    assert "Nothing: the same" in main_of(basile.get(of(vigo, f"/history?from={events[0]}&to={events[0]}")))
    assert basile.get(of(vigo, "/history?from=77777&to=1")).status_code == 400


def test_a_form_with_a_nul_is_refused_and_an_address_with_one_leads_nowhere(english: Client, vigo: Person) -> None:
    member = signed_in(english, people.eve())
    assert member.post(of(vigo, "/suggest"), {**SAID, "source_name": "Register\0"}).status_code == 400
    assert member.get(of(vigo, "/suggest?property=died&from=%00")).status_code == 404
    assert Fact.objects.filter(state="proposed").count() == 0


def test_open_suggestions_come_by_the_links_that_hang_on_them(english: Client, nice: Title, vigo: Person) -> None:
    other = factories.make_person("Nobody Known")
    ada = signed_in(english, people.ada())
    suggested(ada, other, date="1950")
    suggested(ada, vigo)
    english.logout()
    text = main_of(english.get("/suggestions"))
    assert text.index("Jean Vigo") < text.index("Nobody Known")
    assert "1 link hangs on it" in text
    assert english.get("/suggestions?page=2").status_code == 400
    assert english.get("/suggestions?page=x").status_code == 400


@pytest.mark.parametrize(
    ("about", "sent", "value"),
    [
        ("p", {"property": "nationality", "known": "these", "countries": ["FR", "", "ES"]},
         {"countries": ["ES", "FR"]}),
        ("p", {"property": "nationality", "known": "unknown", "countries": [""]}, {"countries": None}),
        ("p", {"property": "died", "precision": "none", "date": ""}, {"precision": "none"}),
        ("p", {"property": "born", "precision": "before", "date": "1910"}, {"precision": "before", "date": "1910"}),
        ("p", {"property": "is_company", "holds": "no"}, {"holds": False}),
        ("w", {"property": "within_30_days", "known": "none"}, {"countries": []}),
        ("w", {"property": "published_in", "country": ""}, {"country": None}),
        ("w", {"property": "renewal", "code": "not_renewed"}, {"code": "not_renewed"}),
        ("w", {"property": "layer", "code": "music", "holds": "no"}, {"code": "music", "holds": False}),
        ("w", {"property": "search", "searched_on": "2026-11-20", "searched": "1957–1958"},
         {"on": "2026-11-20", "searched": "1957–1958"}),
        ("w", {"property": "title_cards", "searched_on": "2026-11-20", "searched": "release print of 1968"},
         {"on": "2026-11-20", "searched": "release print of 1968"}),
        ("w", {"property": "credit", "person": "jean vigo", "code": "producer", "holds": "yes"},
         {"person": "VIGO", "role": "producer", "holds": True}),
        ("w", {"property": "underlying", "code": "song", "name": "Valse", "author_0": "A. Author",
               "author_died_0": "1901", "author_country_0": "FR", "us_renewed": "no", "is_cleared": "on"},
         {"kind": "song", "name": "Valse", "country": None, "us_renewed": False, "is_cleared": True, "holds": True,
          "published": {"precision": "unknown"},
          "authors": [{"name": "A. Author", "died": {"precision": "year", "date": "1901"}, "nationalities": ["FR"]}]}),
        ("w", {"property": "licence", "uri": "https://creativecommons.org/licenses/by/4.0/", "name": "CC BY 4.0",
               "is_by_maker": "on"},
         {"uri": "https://creativecommons.org/licenses/by/4.0/", "name": "CC BY 4.0", "is_noncommercial": False,
          "is_no_derivatives": False, "is_by_maker": True, "holds": True}),
        ("w", {"property": "dispute", "code": "authorship"}, {"code": "authorship", "holds": True}),
    ],
)  # fmt: skip
def test_every_kind_of_value_can_be_stated_and_corrected(
    english: Client, nice: Title, vigo: Person, about: str, sent: dict[str, Any], value: dict[str, Any]
) -> None:
    ada = signed_in(english, people.ada())
    at = f"/facts/{about}/{nice.public_id if about == 'w' else vigo.public_id}"
    name = sent["property"]
    assert f'name="property" value="{name}"' in page(ada.get(f"{at}/suggest?property={name}"))
    kept = {key: entry for key, entry in SAID.items() if key not in ("property", "date", "precision")}
    answer = ada.post(f"{at}/suggest", {**kept, **sent})
    assert answer.status_code == 303, main_of(answer)
    fact = Fact.objects.latest("pk")
    assert fact.value == {key: vigo.public_id if entry == "VIGO" else entry for key, entry in value.items()}
    main_of(ada.get(f"/fact/{fact.public_id}"))
    again = page(ada.get(f"{at}/suggest?property={name}&from={fact.public_id}"))
    again_sent = {**kept, **fields_of(again), "source_name": "Another source"}
    answer = ada.post(f"{at}/suggest", again_sent)
    assert answer.status_code == 303, main_of(answer)
    assert Fact.objects.latest("pk").value == fact.value


def fields_of(html: str) -> dict[str, list[str]]:
    """What a browser would send of the form in a page, but for the source."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    form = next(one for one in tree.iter("form") if one.find(".//input[@name='property']") is not None)
    sent: dict[str, list[str]] = {}
    for field in form.iter():
        name = field.get("name") or ""
        if field.tag not in ("input", "select", "textarea") or not name or name.startswith(("source_", "csrf")):
            continue
        if field.get("type") in ("radio", "checkbox") and field.get("checked") is None:
            continue
        sent.setdefault(name, []).append(value_of(field))
    return sent


def value_of(field: Any) -> str:
    if field.tag == "textarea":
        return field.text or ""
    if field.tag == "select":
        options = list(field.iter("option"))
        field = next((one for one in options if one.get("selected") is not None), options[0])
    return field.get("value") or ""


def test_people_of_one_name_are_told_apart(english: Client, nice: Title) -> None:
    for number, died in ((1, 1920), (2, 1950)):
        factories.make_person(f"Luce Vigo {number}", died=died, folded="luce vigo")
    Person.objects.filter(folded="luce vigo").update(name="Luce Vigo")
    ada = signed_in(english, people.ada())
    at = f"/facts/w/{nice.public_id}/suggest"
    kept = {key: entry for key, entry in SAID.items() if key not in ("property", "date", "precision")}
    sent = {**kept, "property": "credit", "person": "Luce Vigo", "code": "producer", "holds": "yes"}
    html = page(ada.post(at, sent), 422)
    found = re.findall(r'<option value="(\w{12})">Luce Vigo \(\?–(\d+)\)', html)
    assert [died for _id, died in found] == ["1920", "1950"]
    assert ada.post(at, {**sent, "person": found[0][0]}).status_code == 303
    assert "Nobody called “Nemo”" in said_by(ada.post(at, {**sent, "person": "Nemo"}), 422)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/facts/p/bcdfghjkmnpq", 404), ("/facts/x/bcdfghjkmnpq", 404), ("/fact/bcdfghjkmnpq", 404),
        ("/facts/v/bcdfghjkmnpq", 404), ("PERSON?done=nonsense", 400), ("PERSON/suggest?property=nonsense", 400),
        ("PERSON/suggest?property=published", 400), ("PERSON/suggest?property=died&from=bcdfghjkmnpq", 404),
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_says_so(english: Client, vigo: Person, path: str, status: int) -> None:
    signed_in(english, people.ada())
    assert english.get(path.replace("PERSON", of(vigo))).status_code == status


def test_control_characters_do_no_harm(english: Client, vigo: Person) -> None:
    fact = suggested(signed_in(english, people.ada()), vigo, source_name="Regi\x07ster", why="be\x1bcause")
    assert (fact.source_name, fact.why) == ("Register", "because")
    assert english.get(of(vigo, "/suggest?property=died&from=%00")).status_code == 404
    title = vigo.credits.first().title
    sent = {**SAID, "property": "credit", "person": "\x1b", "code": "producer"}
    assert english.post(f"/facts/w/{title.public_id}/suggest", sent).status_code == 422


def test_what_is_sent_with_a_nul_is_refused_as_a_whole(english: Client, vigo: Person) -> None:
    fact = suggested(signed_in(english, people.ada()), vigo)
    for address, sent in (
        (of(vigo, "/suggest"), {**SAID, "date": "19\x0064"}),
        (f"/fact/{fact.public_id}", {"action": "refuse", "why": "\x00"}),
    ):
        assert english.post(address, sent).status_code == 400
    assert Fact.objects.get(pk=fact.pk).state == fact.state


def test_a_form_without_its_token_is_refused(vigo: Person) -> None:
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.force_login(people.ada())
    assert strict.post(of(vigo, "/suggest"), SAID).status_code == 403
    assert strict.post(of(vigo), {"property": "died", "protects": "1"}).status_code == 403


def test_editions_and_episodes_have_pages_of_facts(english: Client, nice: Title) -> None:
    from allostream.catalogue.models import Edition

    edition = Edition.objects.create(title=nice, kind="score", name="Score of 2010")
    episode = factories.make_episode(factories.make_season(factories.make_title("Judex", kind="series")), 1, "One")
    ada = signed_in(english, people.ada())
    for letter, thing, name in (("v", edition, "À propos de Nice, Score of 2010"), ("e", episode, "Judex, One")):
        assert name in main_of(ada.get(f"/facts/{letter}/{thing.public_id}"))
        sent = {**SAID, "property": "layer", "code": "new_score", "holds": "yes"}
        assert ada.post(f"/facts/{letter}/{thing.public_id}/suggest", sent).status_code == 303
    text = main_of(english.get("/suggestions"))
    assert "À propos de Nice, Score of 2010" in text
    assert "Judex, One" in text


def test_the_facts_of_a_merged_title_lead_to_the_one_that_is_kept(english: Client, nice: Title) -> None:
    from allostream.audit.rules import Actor

    double = factories.make_title("Nice")
    merge_titles(double.public_id, nice.public_id, by=Actor.command("test"), why="the same")
    answer = english.get(f"/facts/w/{double.public_id}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/facts/w/{nice.public_id}")


@pytest.mark.parametrize("credited", [2, 12])
def test_a_page_of_facts_takes_as_many_queries_for_many_as_for_few(
    english: Client, nice: Title, credited: int, django_assert_num_queries: Any
) -> None:
    for number in range(credited):
        factories.make_credit(nice, f"Writer {number}", role="screenplay")
    english.get(f"/facts/w/{nice.public_id}")
    with django_assert_num_queries(10):
        english.get(f"/facts/w/{nice.public_id}")
