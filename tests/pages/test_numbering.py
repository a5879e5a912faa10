"""Numbers of episodes in the orders of others: pasted, agreed to, found by, shown, and taken in with records."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from allostream.catalogue.models import Episode, EpisodeNumber, Regrouping, Title
from allostream.catalogue.parts_found import parts_numbered
from allostream.community.guess_rules import Field, Text
from allostream.community.guessing import About, guess
from tests import factories, people
from tests.actions.imports import SOURCE, episode, season, series, take_in
from tests.pages.reading import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def judex(sites: Any) -> tuple[Title, list[Episode]]:
    title = factories.make_title("Judex", kind="series", year=1916)
    seasons = [factories.make_season(title, number) for number in (1, 2)]
    return title, [
        factories.make_episode(
            one, number, f"Part {one.number}-{number}", absolute_number=number + 5 * (one.number - 1)
        )
        for one in seasons
        for number in range(1, 6)
    ]


def send(client: Client, title: Title, text: str, do: str = "send", order: str = "tvdb-aired") -> Any:
    form = {"order": order, "map": text, "why": "As the boxes count them.", "do": do}
    return client.post(f"/episode-numbers/{title.public_id}", form)


def test_a_map_is_shown_with_its_faults_agreed_to_found_by_and_undone(
    english: Client, judex: tuple[Title, list[Episode]], sites: Any
) -> None:
    title, episodes = judex
    here = f"/episode-numbers/{title.public_id}"
    assert "Part 2-5" in page(english.get(here))
    assert send(english, title, "S02E05 = S02E04").headers["Location"].startswith("/sign-in")
    english.force_login(people.ada())
    told = page(send(english, title, "S02E05 = S02E04\nS09E01 = S01E01\nnothing"), 422)
    assert "Line 2: No episode S09E01 is known here" in told
    assert "Line 3: This line has no “=”" in told
    assert "Line 1: S01E01 is said of several" in page(
        send(english, title, "S02E01 = S01E01 + S01E02\nS02E02 = S01E01"), 422
    )
    assert "S02E05, 10 counted through = S02E04" in page(send(english, title, "S02E05 = S02E04", "preview"))
    assert "Paste at least one line" in page(send(english, title, ""), 422)
    assert send(english, title, "S02E05 = S02E04\nS01E01 = S00E01").status_code == 303
    assert not EpisodeNumber.objects.exists()

    row = Regrouping.objects.get()
    path = f"/regrouping/{row.public_id}"
    english.force_login(people.basile(*sites))
    assert "S02E05 = S02E04" in page(english.get(path))
    assert english.post(path, {"do": "agree"}).status_code == 302
    for text in ("TheTVDB, as broadcast: S02E04", "Numbers elsewhere"):
        assert text in page(english.get("/show/judex/s02e05"))
    found = parts_numbered([title.pk], 2, 4, "en", "en")
    assert [(one.name, one.orders) for one in found] == [("Part 2-4", ()), ("Part 2-5", ("tvdb-aired",))]
    assert [one.name for one in parts_numbered([title.pk], 0, 1, "en", "en")] == ["Part 1-1"]
    assert [one.episode_id for one in parts_numbered([title.pk], None, 10, "en", "en")] == [episodes[-1].pk]
    assert english.post(path, {"do": "undo", "why": "Not so."}).status_code == 302
    assert parts_numbered([title.pk], 2, 4, "en", "en")[1:] == []


def test_a_later_map_takes_the_place_of_an_earlier_one_and_moves_along_in_a_merge(
    english: Client, judex: tuple[Title, list[Episode]], sites: Any
) -> None:
    title, episodes = judex
    english.force_login(people.basile(*sites))
    send(english, title, "S02E05 = S02E04\nS02E04 = S02E03")
    send(english, title, "S02E05 = S02E06")
    rows = EpisodeNumber.objects.filter(ended_at=None).order_by("number")
    assert [(row.episode, row.number) for row in rows] == [(episodes[8], 3), (episodes[9], 6)]
    english.post(f"/merge-or-split/e/{episodes[8].public_id}", {
        "do": "merge", "with": episodes[9].public_id, "why": "One evening.", "keep": "this",
    })  # fmt: skip
    assert set(EpisodeNumber.objects.filter(ended_at=None).values_list("episode", flat=True)) == {episodes[8].pk}


def test_records_of_a_source_tell_how_it_numbers_what_another_has_made(tmp_path: Path) -> None:
    known = {"imdb": ["tt0006886"]}
    take_in(
        tmp_path,
        SOURCE,
        series(identifiers=known),
        season(),
        *(episode(str(30 + n), number=n, name=f"Part {n}") for n in (1, 2)),
    )
    tvmaze = {**SOURCE, "slug": "tvmaze", "name": "TVmaze"}
    title = series("7", "tvmaze", identifiers=known)
    same = season("70", "tvmaze:7")
    told = [episode("71", "tvmaze:70", number=7, name="Part 1"), episode("72", "tvmaze:70", number=2, name="Part 2")]
    first = take_in(tmp_path, tvmaze, title, same, *told)
    assert first.code == 0, first.errors
    (row,) = EpisodeNumber.objects.all()
    assert (row.episode.name, row.order, row.season, row.number) == ("Part 1", "tvmaze", 1, 7)
    guessed = guess(About((Text("Judex.S01E07.1080p.mkv", Field.FILE),)))
    assert guessed.best is not None
    assert guessed.best.episode_id == row.episode_id
    take_in(tmp_path, tvmaze, title, same, {**told[0], "number": 1})
    assert not EpisodeNumber.objects.exists()
