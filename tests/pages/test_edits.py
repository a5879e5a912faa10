"""“Improve this page”: edits are suggested, shown as what would change, agreed to by a second person, taken back."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allostream.accounts.models import Outcome, User
from allostream.accounts.permission_rules import Role
from allostream.audit.rules import Actor
from allostream.catalogue import edit_actions
from allostream.catalogue.edit_rules import Kind
from allostream.catalogue.edit_values import Edited
from allostream.catalogue.models import Episode, Genre, Identifier, Season, Settled, Title
from allostream.community import editing
from allostream.community.editing_checks import Wanted
from allostream.community.editing_rules import Reasons
from allostream.community.models import Edit
from allostream.links.models import RightsAnswer
from allostream.moderation.gathering import keep_queue
from allostream.moderation.models import Finding, Item
from allostream.rights.engine.facts import Weight
from allostream.rights.models import Fact
from tests import factories, people
from tests.actions.imports import SOURCE, film, take_in
from tests.pages.reading import main_of, page

SAID = Reasons("the film itself", "It is shorter.")
WHY = {"source": "https://catalogue.bnf.fr/ark:/12148/cb1", "why": "As the film itself says."}


@pytest.fixture
def film_row(sites: Any) -> Title:
    Genre.objects.create(slug="comedy", names={"en": "Comedy", "fr": "Comédie"})
    return factories.make_free_film("The General", genres=["Adventure"])


def signed_in(person: User, host: str = "localhost") -> Client:
    client = Client(SERVER_NAME=host)
    client.force_login(person)
    return client


def sent(client: Client, path: str, step: str = "send", **fields: Any) -> Any:
    """What a browser sends of the form at an address, with other values in some of its fields."""
    form = filled(page(client.get(path)))
    return client.post(path.partition("?")[0], {**form, **WHY, **fields, "step": step})


def filled(text: str) -> dict[str, list[str]]:
    """The values of the form that suggests an edit, as a browser would send them."""
    found: dict[str, list[str]] = {}
    form = text[text.index('id="edit"') : text.index('name="source"')]
    for tag in re.findall(r"<input[^>]*>|<select.*?</select>", form, re.DOTALL):
        name = re.search(r'name="([^"]*)"', tag)
        is_off = 'type="checkbox"' in tag and " checked" not in tag
        if name is None or is_off:
            continue
        told = re.search(r'<option value="([^"]*)" selected', tag) if tag.startswith("<select") else None
        first = re.search(r'value="([^"]*)"', tag)
        value = told or first
        found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    return found


def improve(title: Title) -> str:
    return f"/improve/w/{title.public_id}"


def say(client: Client, edit: Edit, action: str, **more: str) -> Any:
    seen = re.search(r'name="seen" value="([^"]*)"', page(client.get(f"/edit/{edit.public_id}")))
    return client.post(f"/edit/{edit.public_id}", {"action": action, "seen": seen[1] if seen else "", **more})


def test_the_page_of_a_film_leads_there_and_asks_to_sign_in(english: Client, film_row: Title) -> None:
    assert f'href="{improve(film_row)}"' in page(english.get("/movie/the-general-1926"))
    away = english.get(improve(film_row)).headers["Location"]
    assert away == f"/sign-in?next={improve(film_row).replace('/', '%2F')}" or away.startswith("/sign-in?next=")


def test_what_would_change_is_shown_before_anything_is_sent(film_row: Title) -> None:
    ada = signed_in(people.ada())
    text = main_of(sent(ada, improve(film_row), "preview", runtime="75", genres=["adventure", "comedy"]))
    assert "What would change" in text
    assert "was: 79is to be: 75" in text
    assert "is to be: Comedy" in text
    assert not Edit.objects.exists()


def test_a_second_person_brings_an_edit_into_force_and_the_page_shows_it(
    english: Client, french: Client, film_row: Title
) -> None:
    author = people.known(people.ada())
    ada = signed_in(author)
    answer = sent(ada, improve(film_row), runtime="75", names_text=["The General", "Le Mécano"],
                  names_language=["en", "fr"], names_kind=["release", "release"])  # fmt: skip
    edit = Edit.objects.get()
    assert answer.headers["Location"] == f"/edit/{edit.public_id}?done=suggested"
    assert "waits for a second pair of eyes" in main_of(english.get(f"/edit/{edit.public_id}"))
    assert "1 h 19" in main_of(english.get("/movie/the-general-1926")).replace("\u00a0", " ")
    assert say(ada, edit, "confirm").status_code == 409
    assert say(signed_in(people.eve()), edit, "confirm").headers["Location"].endswith("done=in-force")
    text = main_of(english.get("/movie/the-general-1926")).replace("\u00a0", " ")
    assert "1 h 15" in text
    assert "Readers of this site" in text
    assert french.get("/film/le-mecano-1926").status_code == 200
    assert Outcome.objects.get(account=author, subject_kind="edit").is_upheld
    own = main_of(ada.get("/brought"))
    assert "Your edits of the catalogue" in own
    assert "in force" in own
    assert "The General, Correction in force" in main_of(ada.get("/edits?mine=1"))
    told = main_of(english.get(f"/history/w/{film_row.public_id}"))
    assert "was: 79is to be: 75" in told
    assert "Ada" in told


def test_a_source_does_not_undo_what_people_agreed_on(tmp_path: Path, sites: Any) -> None:
    record = film(runtime_min=75, genres=["comedy"], countries=["US"], name="The Genral")
    genre = {"record": "genre", "slug": "comedy", "names": {"en": "Comedy"}}
    take_in(tmp_path, SOURCE, genre, record)
    title = Title.objects.get()
    trusted = people.eve()
    people.give(trusted, Role.TRUSTED)
    client = signed_in(trusted)
    sent(client, improve(title), runtime="79", genres=[], name_text="The General", countries=["US", "CA"])
    assert Edit.objects.get().state == "in_force"
    run = take_in(tmp_path, SOURCE, genre, {**record, "runtime_min": 76, "year": 1927})
    title.refresh_from_db()
    assert (title.runtime_min, title.name, title.year) == (79, "The General", 1927)
    assert not title.genre_rows.exists()
    assert list(title.country_rows.order_by("place").values_list("code", flat=True)) == ["US", "CA"]
    assert list(title.names.values_list("text", flat=True)) == ["The General"]
    assert "people here have settled this" in run.out + run.errors
    say(client, Edit.objects.get(), "revert", source="the film", why="It was right.")
    assert not Settled.objects.exists()
    take_in(tmp_path, SOURCE, genre, {**record, "runtime_min": 76, "form": "feature"})
    title.refresh_from_db()
    assert (title.runtime_min, title.name) == (76, "The Genral")


def test_nobody_agrees_with_their_ring_and_a_moderator_looks(film_row: Title, sites: Any) -> None:
    author, friend = people.ada(), people.eve()
    ring = Finding.objects.create(
        kind="ring", key="x", reasons={}, found_at=factories.SEEN, last_at=factories.SEEN,
    )  # fmt: skip
    ring.people.set([author, friend])
    sent(signed_in(author), improve(film_row), runtime="75")
    edit = Edit.objects.get()
    answer = say(signed_in(friend), edit, "confirm")
    assert answer.headers["Location"].endswith("done=confirmed")
    edit.refresh_from_db()
    assert edit.state == "open"
    assert "vouch" not in page(signed_in(friend).get(f"/edit/{edit.public_id}"))
    keep_queue()
    item = Item.objects.get(kind="change")
    assert "ring" in item.signs
    moderator = signed_in(people.basile(*sites))
    text = main_of(moderator.get(f"/bench/queue/{item.pk}"))
    assert "Length in minutes: 79 → 75" in text
    moderator.post(f"/bench/queue/{item.pk}", {"act": "accept", "rule": "R0", "why": "The film lasts so long."})
    edit.refresh_from_db()
    assert edit.state == "in_force"


def test_two_new_accounts_are_told_that_somebody_known_has_to_agree(film_row: Title, sites: Any) -> None:
    sent(signed_in(people.ada()), improve(film_row), runtime="75")
    edit, eve = Edit.objects.get(), signed_in(people.eve())
    assert say(eve, edit, "confirm").headers["Location"].endswith("done=confirmed")
    told = "All who agree are new here: somebody known here, or a moderator, has to agree too."
    assert told in main_of(eve.get(f"/edit/{edit.public_id}"))
    keep_queue()
    assert "new-account" in Item.objects.get(kind="change").signs
    say(signed_in(people.known(people.dinu())), edit, "confirm")
    edit.refresh_from_db()
    assert edit.state == "in_force"


def test_disagreement_waits_for_a_moderator_and_needs_a_reason(film_row: Title, sites: Any) -> None:
    sent(signed_in(people.ada()), improve(film_row), runtime="75")
    edit = Edit.objects.get()
    against = signed_in(people.eve())
    assert say(against, edit, "oppose").status_code == 422
    say(against, edit, "oppose", why="That is the cut one.")
    say(signed_in(people.dinu()), edit, "confirm")
    edit.refresh_from_db()
    assert (edit.state, edit.doubts) == ("open", ["against"])
    keep_queue()
    assert Item.objects.get(kind="change").signs[0] == "against"


def test_what_changed_meanwhile_is_shown_and_nothing_is_lost(film_row: Title) -> None:
    ada, eve, trusted = signed_in(people.ada()), signed_in(people.known(people.eve())), people.dinu()
    people.give(trusted, Role.TRUSTED)
    sent(ada, improve(film_row), genres=["adventure", "comedy"], runtime="75")
    edit = Edit.objects.get()
    stale = filled(page(eve.get(improve(film_row))))
    old = re.search(r'name="seen" value="([^"]*)"', page(eve.get(f"/edit/{edit.public_id}")))
    sent(signed_in(trusted), improve(film_row), runtime="76")
    assert old is not None
    assert eve.post(f"/edit/{edit.public_id}", {"action": "confirm", "seen": old[1]}).status_code == 409
    text = main_of(eve.get(f"/edit/{edit.public_id}"))
    assert "This has changed since it was suggested:" in text
    assert "was: 76is to be: 75" in text
    # A form that was opened before changes only what its sender changed.
    late = {**stale, **WHY, "form": "feature", "step": "preview"}
    told = main_of(eve.post(improve(film_row), late))
    assert "Changed by others since you opened the form; it is kept:" in told
    assert "is to be: 79" not in told
    say(eve, edit, "confirm")
    film_row.refresh_from_db()
    assert film_row.runtime_min == 75
    assert Edit.objects.get(pk=edit.pk).applied["runtime"] == {"before": 76, "after": 75}


def test_an_edit_is_taken_back_by_an_edit(film_row: Title, english: Client) -> None:
    trusted = people.eve()
    people.give(trusted, Role.TRUSTED)
    client = signed_in(trusted)
    sent(client, improve(film_row), runtime="75")
    first = Edit.objects.get()
    sent(client, improve(film_row), runtime="74", form="feature")
    ada = signed_in(people.ada())
    assert say(ada, first, "revert", source="the film", why="").status_code == 422
    say(ada, first, "revert", source="the film", why="It lasts 79 minutes.")
    film_row.refresh_from_db()
    assert film_row.runtime_min == 74
    back = Edit.objects.get(sort="revert")
    say(client, back, "confirm")
    film_row.refresh_from_db()
    assert (film_row.runtime_min, film_row.form) == (79, "feature")
    first.refresh_from_db()
    assert first.state == "reverted"
    second = Edit.objects.exclude(pk__in=(first.pk, back.pk)).get()
    history = f"/history/w/{film_row.public_id}"
    told = main_of(english.get(f"{history}?from={first.public_id}&to={second.public_id}"))
    assert "What differs" in told
    assert "was: 75is to be: 74" in told
    assert "both states are the same" in main_of(english.get(f"{history}?from={first.public_id}&to={first.public_id}"))


def test_a_protected_title_waits_for_those_who_may(film_row: Title, sites: Any, english: Client) -> None:
    history = f"/history/w/{film_row.public_id}"
    trusted = people.eve()
    people.give(trusted, Role.TRUSTED)
    said = {"protects": "1", "why": "The length is disputed.", "days": "30"}
    assert signed_in(trusted).post(history, said).status_code == 403
    moderator = signed_in(people.basile(*sites))
    moderator.post(history, said)
    assert "Protected since 25 November 2026 until 25 December 2026: The length is disputed." in main_of(
        english.get(history)
    )
    sent(signed_in(trusted), improve(film_row), runtime="75")
    edit = Edit.objects.get()
    say(signed_in(people.ada()), edit, "confirm")
    edit.refresh_from_db()
    assert (edit.state, edit.doubts) == ("open", ["protected"])
    say(moderator, edit, "confirm")
    edit.refresh_from_db()
    assert edit.state == "in_force"
    moderator.post(history, {"protects": "0"})
    assert "Protected" not in main_of(english.get(history))


def test_imports_leave_a_protected_title_as_it_is(tmp_path: Path, sites: Any) -> None:
    take_in(tmp_path, SOURCE, film(runtime_min=75))
    title = Title.objects.get()
    edit_actions.protect(Edited(Kind.TITLE, title.pk), by=Actor.system("test"), why="disputed", until=None)
    run = take_in(tmp_path, SOURCE, film(runtime_min=76, identifiers={"imdb": ["tt0017925"]}))
    title.refresh_from_db()
    assert title.runtime_min == 75
    assert not Identifier.objects.filter(scheme="imdb").exists()
    assert "this is protected" in run.out + run.errors


def test_on_countries_rights_hang(film_row: Title) -> None:
    trusted = people.eve()
    people.give(trusted, Role.TRUSTED)
    client = signed_in(trusted)
    text = main_of(sent(client, improve(film_row), source="I know it", countries=["FR"]))
    assert "On this hangs where the work is free" in text
    sent(client, improve(film_row), countries=["FR"])
    fact = Fact.objects.get(property="origin")
    assert (fact.state, fact.value, fact.source_weight) == ("in_force", {"countries": ["FR"]}, Weight.CLAIM)
    assert fact.source_address == WHY["source"]
    assert RightsAnswer.objects.filter(title=film_row).exists()


def test_missing_seasons_and_episodes_are_added_and_taken_out(sites: Any, english: Client) -> None:
    series = factories.make_title("Judex", kind="series", year=1916)
    trusted = people.eve()
    people.give(trusted, Role.TRUSTED)
    client = signed_in(trusted)
    assert "The number is missing" in main_of(sent(client, f"{improve(series)}?add=season", add="season"))
    sent(client, f"{improve(series)}?add=season", add="season", number="1")
    season = Season.objects.get()
    path = f"/improve/s/{season.public_id}"
    sent(client, f"{path}?add=episode", add="episode", number="1", name_text="L’Ombre mystérieuse", aired="1917-01-19")
    episode = Episode.objects.get()
    assert (episode.name, str(episode.aired_on)) == ("L’Ombre mystérieuse", "1917-01-19")
    assert "mystérieuse" in page(english.get("/show/judex/s01"))
    again = main_of(sent(client, f"{path}?add=episode", add="episode", number="1", name_text="Other"))
    assert "There is one of the number 1 already" in again
    sent(client, f"/improve/e/{episode.public_id}", number="2")
    episode.refresh_from_db()
    assert episode.number == 2
    told = main_of(english.get(f"/history/w/{series.public_id}"))
    assert told.count("An episode added") == 1
    say(client, Edit.objects.get(sort="episode"), "revert", source="the film", why="There is none.")
    episode.refresh_from_db()
    assert episode.removed_at is not None


def test_an_identifier_of_another_title_is_not_taken(film_row: Title) -> None:
    other = factories.make_title("Sherlock Jr.", year=1924)
    Identifier.objects.create(scheme="imdb", value="tt0015324", title=other)
    client = signed_in(people.ada())
    fields = {"identifiers_scheme": ["imdb"], "identifiers_value": ["tt0015324"]}
    assert "belongs to “Sherlock Jr.” already" in main_of(sent(client, improve(film_row), **fields))
    fields["identifiers_value"] = ["tt0017925"]
    sent(client, improve(film_row), **fields)
    edit = Edit.objects.get()
    Identifier.objects.create(scheme="imdb", value="tt0017925", title=other)
    assert say(signed_in(people.known(people.eve())), edit, "confirm").status_code == 422


def test_a_person_gets_another_name_and_sources_still_know_them(tmp_path: Path, sites: Any, english: Client) -> None:
    credit = {"role": "principal_director", "name": "Buster Keton"}
    take_in(tmp_path, SOURCE, film(credits=[credit]))
    person = Title.objects.get().credits.get().person
    trusted = people.eve()
    people.give(trusted, Role.TRUSTED)
    sent(signed_in(trusted), f"/improve/p/{person.public_id}", name="Buster Keaton")
    assert english.get("/person/buster-keton").headers["Location"] == "/person/buster-keaton"
    take_in(tmp_path, SOURCE, film(credits=[credit], runtime_min=75))
    assert [one.person.name for one in Title.objects.get().credits.all()] == ["Buster Keaton"]


def test_what_waits_is_listed_for_everybody_in_french_too(film_row: Title, french: Client, english: Client) -> None:
    sent(signed_in(people.ada()), improve(film_row), runtime="75")
    text = main_of(french.get("/modifications"))
    assert "Modifications en attente d’une seconde paire d’yeux" in text
    assert "79" in text
    assert "Nothing waits." in main_of(english.get("/edits?about=person"))
    assert english.get("/edits?about=link").status_code == 400
    assert english.get("/edits?page=2").status_code == 404


def test_the_same_is_suggested_once_and_not_without_end(film_row: Title, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(signed_in(people.ada()), improve(film_row), runtime="75")
    first = Edit.objects.get()
    eve = signed_in(people.eve())
    assert sent(eve, improve(film_row), runtime="75").headers["Location"] == f"/edit/{first.public_id}?done=again"
    monkeypatch.setattr("allostream.community.editing.WAITING", {0: 1, 1: 1, 2: 1})
    sent(eve, improve(film_row), runtime="76")
    answer = sent(eve, improve(film_row), runtime="77")
    assert answer.status_code == 429
    assert "at most 1 edits may wait" in main_of(answer)
    assert Edit.objects.count() == 2


def test_one_withdraws_ones_own(film_row: Title) -> None:
    ada = signed_in(people.ada())
    sent(ada, improve(film_row), runtime="75")
    edit = Edit.objects.get()
    say(ada, edit, "withdraw")
    edit.refresh_from_db()
    assert edit.state == "withdrawn"
    assert say(signed_in(people.eve()), edit, "confirm").status_code == 409


def test_lists_ask_the_same_however_much_waits(film_row: Title, english: Client) -> None:
    ada = people.ada()
    asked = []
    for number in range(1, 4):
        film = factories.make_title(f"Title {number}", year=1920 + number)
        edit = editing.suggest(
            Wanted(Edited(Kind.TITLE, film_row.pk), {"runtime": 60 + number}, {"runtime": 79}), SAID, by=ada
        )
        editing.suggest(Wanted(Edited(Kind.TITLE, film.pk), {"runtime": 60}, {"runtime": 79}), SAID, by=ada)
        counts = []
        for path in ("/edits", f"/history/w/{film_row.public_id}", f"/edit/{edit.public_id}"):
            with CaptureQueriesContext(connection) as queries:
                assert english.get(path).status_code == 200
            counts.append(len(queries))
        asked.append(counts)
    assert asked[1] == asked[2], asked
    assert max(asked[2]) <= 17
