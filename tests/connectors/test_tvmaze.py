"""TVmaze: the API by recordings, files of objects, the real files; share-alike stays with what it gave."""

import json
from contextlib import suppress
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from allostream.catalogue.models import Episode, Source
from allostream.cli import import_sources
from allostream.connectors import tvmaze
from allostream.connectors.tvmaze.records import aired, language_of
from allostream.connectors.tvmaze.shapes import Episode as Shown
from allostream.lib import exchange
from allostream.lib.exchange import BadLine
from tests.connectors.replay import recording


def kept(rows: Any, kind: type[Any]) -> list[Any]:
    return [exchange.checked(row.made).record for row in rows if isinstance(row.made, kind)]


def test_a_show_comes_with_its_seasons_specials_and_cast() -> None:
    replay = recording("tvmaze")
    client = tvmaze.Client(replay, replay.sleep)
    assert client.updated("day") == {1: 1700000001, 2: 1700000002}

    rows = list(tvmaze.from_api(client, [1, 2]))

    (show,) = kept(rows, exchange.Title)
    assert (show.key, show.year, show.end_year, show.language, show.countries) == (
        "tvmaze:1",
        2014,
        2016,
        "gd",
        ("US",),
    )
    assert (show.runtime_min, show.runtime_is_approximate, show.flags) == (31, True, ("content_warning",))
    assert show.identifiers == {"imdb": ("tt0903747",), "tvdb": ("81189",)}
    assert show.genres == ("drama", "news")
    assert show.credits == (exchange.Credit(role="cast", name="Ada Speaker", born="1960-02-03"),)
    assert [(one.key, one.number) for one in kept(rows, exchange.Season)] == [
        ("tvmaze:1/s2014", 2014), ("tvmaze:1/s2015", 2015),
    ]  # fmt: skip
    assert [(one.name, one.season, one.number, one.kind, one.aired) for one in kept(rows, exchange.Episode)] == [
        ("Monday", "tvmaze:1/s2014", 1, "regular", "2014-01-07"),
        ("Gala", "tvmaze:1/s2014", None, "special", "2014-06-01"),
        ("Return", "tvmaze:1/s2015", 1, "regular", "2015-03-01"),
    ]
    assert "no such show any more" in str(rows[-1].made)


def test_the_index_ends_where_there_is_no_page_and_look_ups_follow_the_redirect() -> None:
    replay = recording("tvmaze")
    client = tvmaze.Client(replay, replay.sleep)
    pages: list[int] = []

    assert [one.key for one in kept(tvmaze.from_index(client, told=pages.append), exchange.Title)] == ["tvmaze:1"]
    assert pages == [0]
    found = client.look_up("imdb", "tt0903747")
    assert found is not None
    assert found.id == 1


@pytest.mark.parametrize(
    ("stamp", "zone", "day"),
    [
        ("2017-08-30T00:00:00+00:00", "America/Los_Angeles", "2017-08-29"),
        ("2017-08-30T00:00:00+00:00", "", "2017-08-30"),
        ("2017-08-30T15:30:00+00:00", "Asia/Tokyo", "2017-08-31"),
        ("2017-08-30T15:30:00+00:00", "Nowhere", "2017-08-30"),
        ("", "Asia/Tokyo", "2017-08-28"), (None, "", "2017-08-28"),
    ],
)  # fmt: skip
def test_the_day_of_an_episode_is_that_of_its_moment_where_it_was_shown(stamp: Any, zone: str, day: str) -> None:
    assert aired(Shown(id=1, airdate="2017-08-28", airstamp=stamp), zone) == day


@pytest.mark.parametrize(
    ("name", "tag"),
    [("English", "en"), ("Chinese", "zh"), ("Scottish Gaelic", "gd"), ("Norwegian", "no"), ("Klingonese", "")],
)
def test_languages_are_read_by_their_english_names(name: str, tag: str) -> None:
    assert language_of(name) == tag


def test_episodes_find_their_show_by_link_or_address_and_others_are_told(tmp_path: Path) -> None:
    show = {"id": 7, "name": "The Fosters", "url": "https://www.tvmaze.com/shows/7/the-fosters", "genres": []}
    episodes = [
        {"id": 1, "name": "A", "season": 5, "number": 8, "airdate": "2017-08-29",
         "url": "https://www.tvmaze.com/episodes/1/the-fosters-5x08-a"},
        {"id": 2, "name": "B", "season": 5, "number": None, "airdate": "", "type": "insignificant_special",
         "_links": {"show": {"href": "https://api.tvmaze.com/shows/7"}}},
        {"id": 3, "name": "C", "season": 1, "number": 1, "airdate": "",
         "url": "https://www.tvmaze.com/episodes/3/other-1x01-c"},
    ]  # fmt: skip
    path = tmp_path / "objects.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in [*episodes, show, {"id": "x"}]))

    rows = list(tvmaze.records([path]))

    assert [(one.name, one.season, one.kind) for one in kept(rows, exchange.Episode)] == [
        ("A", "tvmaze:7/s5", "regular"), ("B", "tvmaze:7/s5", "special"),
    ]  # fmt: skip
    bad = [f"{row.place} {row.made.key} {row.made}" for row in rows if isinstance(row.made, BadLine)]
    assert bad[0].startswith("objects.jsonl:5  the object cannot be read")
    assert bad[1].startswith("objects.jsonl:3 tvmaze:episode/3 show: neither its link nor its address names a show")


def test_real_objects_are_all_good_records(reference_data: Path) -> None:
    names = ("tvmaze_shows_api_objects.jsonl.gz", "tvmaze_api_samples.jsonl")
    rows = list(islice(tvmaze.records([reference_data / "catalogue" / name for name in names]), 2000))

    assert len(kept(rows, exchange.Title)) > 1200
    assert len(kept(rows, exchange.Episode)) == 104
    assert not [row for row in rows if isinstance(row.made, BadLine)]


@pytest.mark.django_db
def test_share_alike_is_said_where_the_source_is_named(tmp_path: Path, client: Any, settings: Any) -> None:
    settings.DATA = tmp_path
    path = tmp_path / "objects.jsonl"
    path.write_text(
        '{"id":7,"name":"The Fosters","genres":[],"url":"https://www.tvmaze.com/shows/7/the-fosters"}\n'
        '{"id":1,"name":"A","season":1,"number":1,"airdate":"2017-08-29","url":"/episodes/1/the-fosters-1x01-a"}\n'
    )
    out = StringIO()
    call_command("import", "tvmaze", str(path), stdout=out, stderr=StringIO())

    assert Episode.objects.get().title.name == "The Fosters"
    assert Source.objects.get().licence == "CC-BY-SA-4.0"
    for address in ("/about", "/show/the-fosters"):
        page = client.get(address, headers={"host": "localhost", "accept-language": "en"}, follow=True).content.decode()
        assert "shared alike" in page, address
        assert "https://creativecommons.org/licenses/by-sa/4.0/" in page


@pytest.mark.django_db
def test_what_was_taken_in_since_is_not_asked_for_again(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    replay = recording("tvmaze")
    replay.replies.append({"request": ["/updates/shows?since=day"], "body": {"1": 1700000001, "2": 1700000002}})
    monkeypatch.setattr(import_sources, "ask_now", replay)

    for _ in range(2):
        with suppress(CommandError):  # one show is gone, which is told
            call_command("import", "tvmaze", "--since=day", stdout=StringIO(), stderr=StringIO())

    assert Episode.objects.count() == 3
    assert len([url for url in replay.asked if "/shows/1?" in url]) == 1
