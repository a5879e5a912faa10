"""Pages on which two works become one or one becomes two: preview, second person, queue, log, redirects, undoing."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.catalogue.models import Episode, Protection, Regrouping, Season, Title
from allostream.links import portions, regrouping
from allostream.links.models import WatchLink
from allostream.moderation.gathering import keep_queue
from allostream.moderation.models import Item
from tests import factories, people
from tests.pages.reading import page

GENERAL = "https://archive.org/details/The_General_Buster_Keaton"

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(sites: Any) -> tuple[Title, Title]:
    """One film twice, with a copy that both have."""
    host = factories.make_host()
    kept, gone = factories.make_free_film("The General"), factories.make_free_film("Le Mécano", year=1927)
    for title in (kept, gone):
        factories.make_link(title, GENERAL, host=host)
    return kept, gone


def ask(client: Client, kept: Title, other: str, **values: str) -> Any:
    sent = {"do": "merge", "with": other, "why": "One film under two names.", **values}
    return client.post(f"/merge-or-split/w/{kept.public_id}", sent)


def test_two_people_make_one_title_of_two_and_old_addresses_lead_there(
    english: Client, french: Client, two: tuple[Title, Title], sites: Any
) -> None:
    kept, gone = two
    here = f"/merge-or-split/w/{kept.public_id}"
    assert here in page(english.get("/movie/the-general-1926"))
    assert english.get(here).headers["Location"].startswith("/sign-in")
    ada, eve = people.ada(), people.eve()
    english.force_login(ada)
    shown = page(english.get(here, {"with": "http://localhost/movie/le-mecano-1927"}))
    assert "1 link that both have" in shown
    assert "<li>1 link</li>" in shown
    assert "Le Mécano (1927)" in shown
    assert "No such page is known here" in page(english.get(here, {"with": "/movie/nothing"}), 422)
    assert "Write why" in page(ask(english, kept, gone.public_id, why=""), 422)

    answer = ask(english, kept, f"/movie/{gone.faces.get(language='en').slug}")
    (row,) = Regrouping.objects.all()
    path = f"/regrouping/{row.public_id}"
    assert answer.headers["Location"] == f"{path}?sent=asked"
    assert "waits for a second person" in page(english.get(path))
    assert "a second person has to agree" in page(english.post(path, {"do": "agree"}), 403)
    assert Title.objects.filter(merged_into=None).count() == 2

    english.force_login(eve)
    assert "both new here" in page(english.post(path, {"do": "agree"}), 403)
    people.give(eve, Role.TRUSTED)
    english.force_login(User.objects.get(pk=eve.pk))
    protected = Protection.objects.create(title=gone, why="Often changed.", by="x", since=factories.SEEN)
    assert "A moderator looks at this one" in page(english.post(path, {"do": "agree"}), 403)
    protected.delete()
    assert english.post(path, {"do": "agree"}).headers["Location"] == f"{path}?sent=done"
    for client, old, now in (
        (english, "/movie/le-mecano-1927", "/movie/the-general-1926"),
        (french, "/film/le-mecano-1927", f"/film/{kept.faces.get(language='fr').slug}"),
    ):
        moved = client.get(old)
        assert (moved.status_code, moved.headers["Location"]) == (301, now)
    assert english.get(f"/w/{gone.public_id}").headers["Location"] == "/movie/the-general-1926"
    twin = WatchLink.objects.get(title=gone)
    stands = WatchLink.objects.get(title=kept, content_key=twin.content_key)
    moved = english.get(f"/watch/{twin.public_id}")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/watch/{stands.public_id}")
    log = page(english.get("/moderation-log"))
    assert "A merge or split of works" in log
    assert "One film under two names." in log

    history = page(english.get(f"/history/w/{kept.public_id}"))
    assert "Two titles become one" in history
    assert "Le Mécano" in history
    assert path in history
    assert "undone on" not in history

    assert "Undo it" not in page(english.get(path))
    english.force_login(people.basile(*sites))
    assert "Undo it" in page(english.get(path))
    assert english.post(path, {"do": "undo", "why": "Two films."}).headers["Location"] == f"{path}?sent=undone"
    assert english.get("/movie/le-mecano-1927").status_code == 200
    assert "undone on" in page(english.get(f"/history/w/{kept.public_id}"))
    assert "restored" in page(english.get("/moderation-log"))


def test_the_history_of_a_part_shows_what_was_done_with_it_and_nothing_that_was_only_asked(
    english: Client, sites: Any
) -> None:
    series = factories.make_title("Judex", kind="series")
    season = Season.objects.create(title=series, number=1)
    one, two, three = (Episode.objects.create(title=series, season=season, number=number) for number in (1, 2, 3))
    asked = {"kind": "merge", "what": "episode", "title": series, "asked_kind": "person", "asked_by": "x"}
    done = Regrouping.objects.create(**asked, kept_id=one.public_id, gone_id=two.public_id, state="done")
    open_one = Regrouping.objects.create(**asked, kept_id=one.public_id, gone_id=three.public_id)
    for place, shown in (
        (f"e/{one.public_id}", True),
        (f"e/{three.public_id}", False),
        (f"w/{series.public_id}", True),
    ):
        history = page(english.get(f"/history/{place}"))
        assert (f"/regrouping/{done.public_id}" in history) is shown
        assert open_one.public_id not in history
    assert "Merges and splits" not in page(english.get(f"/history/s/{season.public_id}"))


def test_a_moderator_finds_a_request_in_the_queue_and_decides(
    english: Client, two: tuple[Title, Title], sites: Any
) -> None:
    kept, gone = two
    english.force_login(people.ada())
    ask(english, kept, gone.public_id, keep="other")
    keep_queue()
    item = Item.objects.get()
    english.force_login(people.basile(*sites))
    shown = page(english.get(f"/bench/queue/{item.pk}"))
    assert "two become one" in shown
    assert "Le Mécano" in shown
    form = {"act": "accept", "rule": "R0", "facts": "", "why": "The same film."}
    assert english.post(f"/bench/queue/{item.pk}", form).status_code == 302
    kept.refresh_from_db()
    assert kept.merged_into == gone


def test_a_moderator_splits_off_what_does_not_belong_at_once(english: Client, sites: Any) -> None:
    series = factories.make_title("Judex", kind="series", year=1916)
    episode = factories.make_episode(factories.make_season(series), 1, "Prologue")
    english.force_login(people.basile(*sites))
    here = f"/merge-or-split/w/{series.public_id}"
    ticked = {"episodes": str(episode.pk), "name": "Judex again", "year": "1934", "why": "Of the later one."}
    assert "1 episode" in page(english.post(here, {**ticked, "do": "preview"}))
    assert "Choose what does not belong here" in page(english.post(here, {"do": "split", "why": "x"}), 422)
    answer = english.post(here, {**ticked, "do": "split"})
    assert answer.headers["Location"].endswith("?sent=done")
    assert "S01E01 Prologue" in page(english.get(answer.headers["Location"]))
    assert english.post(here, {**ticked, "do": "split"}).status_code == 422  # it is not there any more
    made = Title.objects.get(name="Judex again")
    assert Episode.objects.get().title == made
    assert english.get("/show/judex/s01e01").headers["Location"] == "/show/judex-again/s01e01"
    assert english.get(f"/e/{episode.public_id}").headers["Location"] == "/show/judex-again/s01e01"


def test_the_page_costs_the_same_however_much_hangs_on_a_title(english: Client, sites: Any) -> None:
    series = factories.make_title("Judex", kind="series", year=1916)
    season = factories.make_season(series)
    english.force_login(people.basile(*sites))
    counts = []
    for number in (1, 2, 30):
        for one in range(number):
            factories.make_link(series, episode=factories.make_episode(season, number * 100 + one))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert english.get(f"/merge-or-split/w/{series.public_id}").status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[2]
    assert counts[2] <= 30


def test_the_page_of_a_large_merge_tells_how_far_it_has_come(
    english: Client, french: Client, sites: Any, monkeypatch: Any
) -> None:
    titles = [factories.make_title(name, kind="series") for name in ("Judex", "Judex again")]
    for title in titles:
        season = factories.make_season(title, 1)
        for number in (1, 2, 3):
            factories.make_episode(season, number)
    for module in (regrouping, portions):
        monkeypatch.setattr(module, "PAIRS_AT_ONCE", 2)
    person = people.ada()
    people.give(person, Role.MODERATOR)
    english.force_login(person)
    french.force_login(person)
    kept, gone = titles
    path = ask(english, kept, gone.public_id).headers["Location"]
    assert path.endswith("?sent=going")
    assert "0 of 3 pairs so far" in page(english.get(path))
    (row,) = Regrouping.objects.all()
    portions.go_on({"regrouping": row.public_id})
    assert "2 paires sur 3" in page(french.get(f"/regroupement/{row.public_id}"))
    english.post(path, {"do": "undo", "why": "two"})
    assert "being undone" in page(english.get(path))
    row.refresh_from_db()
    portions.go_back({"regrouping": row.public_id, "by": ["person", person.public_id], "why": "two"})
    portions.go_back({"regrouping": row.public_id, "by": ["person", person.public_id], "why": "two"})
    told = page(english.get(path))
    assert "being undone" not in told
    assert "undone" in told


def test_the_page_of_a_request_shows_voices_for_and_against_with_their_reasons(
    english: Client, french: Client, two: tuple[Title, Title]
) -> None:
    kept, gone = two
    ada, eve, dinu = people.known(people.ada()), people.eve(), people.dinu()
    english.force_login(ada)
    path = ask(english, kept, gone.public_id).headers["Location"].partition("?")[0]
    assert "Speak against it" not in page(english.get(path))
    english.force_login(eve)
    assert "Agree, and do it" in page(english.get(path))
    assert "Write why, in a few words" in page(english.post(path, {"do": "oppose", "why": ""}), 422)
    sent = english.post(path, {"do": "oppose", "why": "The one is a remake."})
    assert sent.headers["Location"] == f"{path}?sent=opposed"
    told = page(english.get(path))
    assert "Against it: you" in told
    assert "The one is a remake." in told
    assert "a moderator looks at it" in told
    assert "waits for a moderator" in page(english.get(f"/merge-or-split/w/{kept.public_id}"))
    assert "Speak against it" not in told
    french.force_login(dinu)
    request = f"/regroupement/{path.rpartition('/')[2]}"
    assert "Me prononcer pour" in page(french.get(request))
    assert french.post(request, {"do": "agree", "why": "Même durée."}).headers["Location"].endswith("?sent=agreed")
    assert "Pour" in page(french.get(request))
    assert not Title.objects.filter(merged_into__isnull=False).exists()
    english.logout()
    told = page(english.get(path))
    assert "Against it: a member" in told or "Against it: Eve" in told
    assert "Whoever is signed in can speak for it or against it." in told


def test_a_title_that_was_split_off_or_put_back_shows_that_in_its_own_history(
    english: Client, two: tuple[Title, Title], sites: Any
) -> None:
    kept, gone = two
    english.force_login(people.basile(*sites))
    link = kept.links.first()
    named = {"do": "split", "name": "The Other General", "links": link.public_id, "why": "Two films."}
    english.post(f"/merge-or-split/w/{kept.public_id}", named)
    path = ask(english, kept, gone.public_id).headers["Location"].partition("?")[0]
    english.post(path, {"do": "undo", "why": "Not one."})
    made = Title.objects.exclude(pk__in=(kept.pk, gone.pk)).get()
    page(english.get(f"/history/w/{made.public_id}"))
    with CaptureQueriesContext(connection) as few:
        told = page(english.get(f"/history/w/{made.public_id}"))
    assert "A title is split" in told
    assert "The Other General" in told
    told = page(english.get(f"/history/w/{gone.public_id}"))
    assert "Two titles become one" in told
    assert "undone on" in told
    for _ in range(4):
        path = ask(english, made, gone.public_id).headers["Location"].partition("?")[0]
        english.post(path, {"do": "undo", "why": "Not one."})
    with CaptureQueriesContext(connection) as many:
        assert page(english.get(f"/history/w/{made.public_id}")).count("Two titles become one") == 4
    assert len(many) == len(few)
