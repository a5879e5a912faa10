"""What an import writes of links and of the answers they rest on, and what it never touches."""

from pathlib import Path

import pytest

from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.links.actions import judge_origin, set_answer, withdraw_link
from allostream.links.models import RightsAnswer, ShownLink, WatchLink
from allostream.links.rules import Origin
from tests import factories
from tests.actions.imports import LOOKED, OTHER, SOURCE, episode, film, link, rights, season, series, take_in

pytestmark = pytest.mark.django_db
BY = Actor.person("0123456789bc")


@pytest.fixture(autouse=True)
def archive() -> None:
    factories.make_host("internet-archive")


def shown() -> set[str]:
    return set(ShownLink.objects.values_list("country", flat=True))


def test_a_link_to_a_free_work_is_shown_where_the_answer_says_so(tmp_path: Path) -> None:
    run = take_in(tmp_path, film(), rights(country="US"), link())

    assert run.code == 0, run.errors
    found = WatchLink.objects.get()
    assert (found.origin, found.health, found.source.slug) == ("unchecked", "unknown", "lists")
    assert shown() == set()
    take_in(tmp_path, film(), rights(country="US"), link(), vouch=LOOKED)
    assert shown() == {"US"}


@pytest.mark.parametrize(
    ("answer", "copy"),
    [
        (rights(play="after_review"), link()),
        (rights(status="unclear", play="no"), link()),
        (rights(status="protected", play="no"), link()),
        (rights(), link(origin_flags=["possible_rip_or_commercial_restoration"])),
        (rights(), link(countries_allowed=["FR"])),
        (rights(country="FR"), link(countries_excluded=["FR"])),
    ],
)
def test_nothing_is_shown_on_the_word_of_a_file_alone(tmp_path: Path, answer: dict, copy: dict) -> None:
    run = take_in(tmp_path, film(year=None), answer, copy, vouch=LOOKED)  # of which the rules can tell nothing

    assert run.count("link") == (1, 0, 0, 0)
    assert shown() == set()


def test_a_licence_for_the_world_shows_a_link_everywhere(tmp_path: Path) -> None:
    take_in(
        tmp_path, film(year=2008), rights(country="*", status="open_licence", licence="CC-BY-3.0"), link(), vouch=LOOKED
    )

    assert shown() == {"*"}
    assert ShownLink.objects.get().is_open_licence


def test_an_answer_that_changes_shows_or_hides_at_once(tmp_path: Path) -> None:
    take_in(tmp_path, film(), rights(), link(), vouch=LOOKED)
    assert shown() == {"US"}
    before = Title.objects.get().version

    run = take_in(tmp_path, rights(status="protected", play="no"))

    assert run.count("rights") == (0, 1, 0, 0)
    assert shown() == set()
    assert Title.objects.get().version == before + 1


def test_an_answer_of_somebody_else_stands(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, film(), rights())
    set_answer(
        Title.objects.get().pk, "FR", by=BY, why="decision", status="protected", play="no", rule="fr_70_pma",
        confidence="high", evaluated_on="2026-11-24",
    )  # fmt: skip

    run = take_in(tmp_path, SOURCE, rights(country="FR"))
    other = take_in(tmp_path, OTHER, rights(status="unclear", play="no"))

    assert "another source, or a person, has answered this already" in run.errors
    assert "another source, or a person, has answered this already" in other.errors
    answers = dict(RightsAnswer.objects.values_list("country", "status"))
    assert (answers["US"], answers["FR"]) == ("pd", "protected")


def test_an_import_touches_no_judgement_and_no_withdrawal(tmp_path: Path) -> None:
    take_in(tmp_path, film(), rights(), link(), link(item="other"))
    first, second = WatchLink.objects.order_by("pk")
    withdraw_link(first.public_id, by=BY, why="notice 7")
    judge_origin(second.public_id, Origin.REFUSED, by=BY, why="a rip")

    take_in(tmp_path, film(), rights(), link(quality="HD"), link(item="other", quality="HD"), again=True)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.quality, second.quality) == ("HD", "HD")
    assert first.withdrawn_at
    assert second.origin == "refused"
    assert shown() == set()


def test_two_spellings_of_an_address_are_one_link(tmp_path: Path) -> None:
    take_in(tmp_path, film(), link(url="https://archive.org/details/general"))

    run = take_in(tmp_path, link(url="http://www.archive.org/details/general/"))

    assert run.code == 0, run.errors
    assert WatchLink.objects.count() == 1


def test_a_copy_that_somebody_listed_stands_as_it_is(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, film(), link(quality="SD"))

    run = take_in(tmp_path, OTHER, link(quality="HD"))

    assert "this copy is listed already by another source, or a person" in run.errors
    assert WatchLink.objects.get().quality == "SD"


def test_a_link_attaches_to_a_film_a_season_or_an_episode(tmp_path: Path) -> None:
    take_in(
        tmp_path, film(), series(), season(), episode(), link("lists:1"), link("lists:10", "series"),
        link("lists:20", "season"), link("lists:30", "episode"),
    )  # fmt: skip

    places = [
        (found.title.name, found.season is not None, found.episode is not None)
        for found in WatchLink.objects.order_by("pk")
    ]
    assert places == [
        ("The General", False, False), ("Judex", False, False), ("Judex", True, False), ("Judex", False, True),
    ]  # fmt: skip


def test_what_nobody_knows_of_languages_stays_unknown(tmp_path: Path) -> None:
    take_in(tmp_path, film(), link(audio=["fr"], subtitles=[], opens="2026-01-01T00:00:00+01:00", zone="Europe/Paris"))

    found = WatchLink.objects.get()
    assert (found.audio, found.subtitles, found.sdh) == (["fr"], [], None)
    assert found.opens_at.isoformat() == "2025-12-31T23:00:00+00:00"
    assert found.zone == "Europe/Paris"


def test_a_price_is_kept_to_the_cent(tmp_path: Path) -> None:
    offer = {"offer": "rent", "basis": "provider", "price": "3.99", "currency": "EUR", "price_seen_on": "2026-11-01"}
    take_in(tmp_path, film(), link(**offer))

    run = take_in(tmp_path, film(), link(**offer), again=True)

    assert str(WatchLink.objects.get().price) == "3.99"
    assert run.count("link") == (0, 0, 1, 0)


def test_the_text_tracks_of_a_file_come_in_and_change_with_their_record(tmp_path: Path) -> None:
    track = {"address": "https://tracks.example/general.fr.vtt", "language": "fr", "label": "Français"}
    take_in(tmp_path, film(), rights(), link(form="file", tracks=[track]))
    assert WatchLink.objects.get().tracks == [track]

    run = take_in(tmp_path, film(), rights(), link(form="file", tracks=[{**track, "kind": "captions"}]))
    assert run.count("link") == (0, 1, 0, 0)
    assert WatchLink.objects.get().tracks == [{**track, "kind": "captions"}]

    take_in(tmp_path, film(), rights(), link(form="file"))
    assert WatchLink.objects.get().tracks is None
