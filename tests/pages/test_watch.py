"""The page on which a link is played."""

from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.pages.reading import main_of, page, parsed

YOUTUBE = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"


def outside(response: Any) -> set[str]:
    """The hosts that a browser asks by itself when it shows the page."""
    tree = parsed(response)
    for parent in [node for node in tree.iter() if node.find("template") is not None]:
        for template in parent.findall("template"):
            parent.remove(template)  # what lies in a template is not loaded
    loaded = [
        node.get("src") or ""
        for name in ("img", "iframe", "video", "audio", "source", "script")
        for node in tree.iter(name)
    ]
    loaded += [
        node.get("href") or "" for node in tree.iter("link") if node.get("rel") in ("stylesheet", "preload", "icon")
    ]
    return {address.split("/")[2] for address in loaded if address.startswith("http")}


@pytest.fixture
def film(db: None) -> Any:
    return factories.make_free_film(directors=["Buster Keaton"])


def test_nothing_is_asked_of_the_host_before_play_is_pressed(english: Client, film: Any) -> None:
    link = film.links.get()
    answer = english.get(f"/watch/{link.public_id}")
    assert outside(answer) == set()
    assert "Nothing is asked of archive.org before you press." in main_of(answer)
    assert 'href="?play=1"' in page(answer)
    assert list(parsed(answer).iter("template"))


def test_a_page_names_the_host_in_its_policy_only_where_it_can_play_it(english: Client, film: Any) -> None:
    playable = film.links.get()
    museum = factories.make_host("museum", embed="never", direct_files=False)
    outgoing = factories.make_link(film, "https://museum.example/film/1", host=museum, form="page")
    for query in ("", "?play=1"):
        policy = english.get(f"/watch/{playable.public_id}{query}").headers["Content-Security-Policy"]
        assert policy.endswith("; frame-src https://archive.org")
        policy = english.get(f"/watch/{outgoing.public_id}{query}").headers["Content-Security-Policy"]
        assert "museum" not in policy
        assert "-src https" not in policy


def test_after_the_press_the_players_frame_is_there_and_allowed_alone(english: Client, film: Any) -> None:
    link = film.links.get()
    answer = english.get(f"/watch/{link.public_id}?play=1")
    frame = next(parsed(answer).iter("iframe"))
    assert frame.get("src", "").startswith("https://archive.org/embed/")
    assert "allow-same-origin" in frame.get("sandbox", "")
    assert "allow-top-navigation" not in frame.get("sandbox", "")
    assert frame.get("referrerpolicy") == "no-referrer"
    assert "frame-src https://archive.org" in answer.headers["Content-Security-Policy"]
    assert "media-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_youtube_is_told_the_name_of_the_site_because_it_refuses_to_play_without(english: Client, film: Any) -> None:
    host = factories.make_host("youtube", embed_origins=["https://www.youtube-nocookie.com"])
    link = factories.make_link(film, YOUTUBE, host=host)
    answer = english.get(f"/watch/{link.public_id}?play=1")
    assert next(parsed(answer).iter("iframe")).get("referrerpolicy") == "strict-origin-when-cross-origin"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    covered = english.get(f"/watch/{link.public_id}")
    assert covered.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert outside(covered) == set()
    for other in ("/", "/movie/the-general-1926", f"/watch/{film.links.exclude(pk=link.pk).get().public_id}"):
        assert english.get(other).headers["Referrer-Policy"] == "same-origin"


def test_a_copy_in_a_federated_network_plays_from_its_own_instance(english: Client, film: Any) -> None:
    host = factories.make_host("peertube", kind="federated", embed_origins=[])
    address = "https://tube.example/videos/watch/9db9f3f1-9b54-44ed-9e91-461d262d2205"
    link = factories.make_link(film, address, host=host)
    answer = english.get(f"/watch/{link.public_id}?play=1")
    frame = next(parsed(answer).iter("iframe"))
    assert frame.get("src", "").startswith("https://tube.example/videos/embed/")
    assert "frame-src https://tube.example;" in answer.headers["Content-Security-Policy"] + ";"


def test_a_host_that_an_operator_added_plays_by_its_own_rule(english: Client, film: Any) -> None:
    content = {
        "key": "cinema:{id}", "parts": {"id": "[0-9]{1,9}"}, "addresses": [{"path": "/film/{id}"}],
        "canonical": "https://cinema.example/film/{id}", "embed": "https://cinema.example/player/{id}",
    }  # fmt: skip
    rule = {"slug": "cinema", "domains": ["cinema.example"], "content": [content]}
    host = factories.make_host("cinema", embed_origins=["https://cinema.example"], url_rules=[rule])
    link = factories.make_link(film, host=host, content_key="cinema:42", canonical_url="https://cinema.example/film/42")
    frame = next(parsed(english.get(f"/watch/{link.public_id}?play=1")).iter("iframe"))
    assert frame.get("src") == "https://cinema.example/player/42"


def test_a_file_plays_in_the_browsers_own_player(english: Client, film: Any) -> None:
    link = factories.make_link(film, "https://upload.wikimedia.org/film.webm", form="file")
    answer = english.get(f"/watch/{link.public_id}?play=1")
    assert next(parsed(answer).iter("video")).get("src") == "https://upload.wikimedia.org/film.webm"
    assert "media-src https://upload.wikimedia.org" in answer.headers["Content-Security-Policy"]
    assert "frame-src" not in answer.headers["Content-Security-Policy"]


TRACKS = [
    {"address": "https://tracks.example/a.en.vtt", "language": "en", "kind": "captions", "label": "English (restored)"},
    {"address": "https://tracks.example/a.fr.vtt", "language": "fr"},
]


@pytest.mark.parametrize(("audio", "shown"), [(["zxx"], "fr"), (None, "fr"), (["fr"], "")])
def test_a_file_shows_the_subtitles_that_its_reader_needs(
    french: Client, film: Any, audio: list[str] | None, shown: str
) -> None:
    link = factories.make_link(film, "https://upload.wikimedia.org/film.webm", form="file", tracks=TRACKS, audio=audio)
    answer = french.get(f"/voir/{link.public_id}?play=1")
    tree = parsed(answer)
    tracks = list(tree.iter("track"))
    assert [(track.get("srclang"), track.get("kind")) for track in tracks] == [("en", "captions"), ("fr", "subtitles")]
    assert [track.get("label") for track in tracks] == ["English (restored)", "français"]
    assert "".join(track.get("srclang") for track in tracks if "default" in track.attrib) == shown
    # A browser takes tracks from another machine only for a film that it asks for in the same way.
    assert next(tree.iter("video")).get("crossorigin") == "anonymous"
    assert (
        "media-src https://upload.wikimedia.org https://archive.org https://tracks.example"
        in (answer.headers["Content-Security-Policy"])
    )


def test_a_file_without_tracks_is_asked_for_plainly(english: Client, film: Any) -> None:
    """So that it plays from machines that let no other site read it."""
    link = factories.make_link(film, "https://upload.wikimedia.org/film.webm", form="file")
    assert "crossorigin" not in next(parsed(english.get(f"/watch/{link.public_id}?play=1")).iter("video")).attrib


def test_the_machines_behind_a_redirect_are_allowed_with_the_file(english: Client, film: Any) -> None:
    link = factories.make_link(film, canonical_url="https://archive.org/download/film/film.webm", form="file")
    assert "https://*.archive.org" in english.get(f"/watch/{link.public_id}").headers["Content-Security-Policy"]


def test_a_host_that_keeps_its_player_to_itself_is_opened_there(english: Client, film: Any) -> None:
    host = factories.make_host("museum", embed="never", direct_files=False)
    link = factories.make_link(film, "https://museum.example/film/1", host=host, form="page")
    for query in ("", "?play=1"):
        answer = english.get(f"/watch/{link.public_id}{query}")
        assert outside(answer) == set()
        assert "does not let other pages play this copy" in main_of(answer)


def test_the_other_copies_stand_below(english: Client, film: Any) -> None:
    first, second = film.links.get(), factories.make_link(film)
    text = page(english.get(f"/watch/{first.public_id}"))
    assert "Other links" in text
    assert f'href="/watch/{second.public_id}"' in text


def test_an_episode_knows_its_neighbours(english: Client) -> None:
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_answer(series, "US")
    season = factories.make_season(series)
    episodes = [factories.make_episode(season, number) for number in (1, 2, 3)]
    links = [factories.make_link(series, season=season, episode=episode) for episode in episodes]
    text = page(english.get(f"/watch/{links[1].public_id}"))
    assert "Episode 2 of 3" in text
    assert f'href="/watch/{links[0].public_id}"' in text
    assert f'href="/watch/{links[2].public_id}"' in text
    assert "Up next" in text
    assert "No lawful link" not in text
    beside = main_of(english.get(f"/watch/{links[1].public_id}")).split("Up next")[1]
    assert beside.startswith("3Episode 3: Part 3 Free")


def test_the_next_episode_is_that_of_the_same_host_where_there_is_one(english: Client) -> None:
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_answer(series, "US")
    season = factories.make_season(series)
    first, second = (factories.make_episode(season, number) for number in (1, 2))
    youtube = factories.make_host("youtube", embed_origins=["https://www.youtube-nocookie.com"])
    here = factories.make_link(series, YOUTUBE, season=season, episode=first, host=youtube)
    elsewhere = factories.make_link(series, season=season, episode=second)
    address = "https://www.youtube.com/watch?v=bqz-KE-bpKQ"
    same = factories.make_link(series, address, season=season, episode=second, host=youtube)
    tree = parsed(english.get(f"/watch/{here.public_id}"))
    following = next(node for node in tree.iter("a") if "data-next" in node.attrib)
    assert following.get("href") == f"/watch/{same.public_id}"
    assert elsewhere.public_id not in following.get("href", "")


def test_the_last_episode_is_followed_by_a_look_back(english: Client) -> None:
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_answer(series, "US")
    season = factories.make_season(series)
    links = [
        factories.make_link(series, season=season, episode=factories.make_episode(season, number)) for number in (1, 2)
    ]
    text = page(english.get(f"/watch/{links[1].public_id}"))
    assert "Up next" not in text
    assert "Earlier episodes" in text
    assert "Next episode" not in text


def test_a_watch_page_is_the_same_for_all_who_have_made_the_same_choices(sites: Any, film: Any) -> None:
    address = f"/watch/{film.links.get().public_id}"
    first, second = (Client(SERVER_NAME="localhost", headers={"user-agent": name}).get(address) for name in "ab")
    assert first.content == second.content
    assert "Set-Cookie" not in first.headers


def test_a_link_that_is_not_for_the_country_leads_to_the_page_that_says_why(from_country: Any, film: Any) -> None:
    answer = from_country("DE").get(f"/watch/{film.links.get().public_id}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/movie/the-general-1926")


def test_a_withdrawn_link_answers_451_and_shows_the_lawful_way(english: Client, film: Any) -> None:
    link = factories.make_link(film, withdrawn_at=factories.SEEN, withdrawn_why="notice")
    text = page(english.get(f"/watch/{link.public_id}"), 451)
    assert "This link was withdrawn for legal reasons" in text
    assert 'href="/movie/the-general-1926"' in text
    assert link.canonical_url not in text


def test_a_removed_link_is_gone_and_an_unknown_one_is_not_found(english: Client, film: Any) -> None:
    removed = factories.make_link(film, removed_at=factories.SEEN)
    page(english.get(f"/watch/{removed.public_id}"), 410)
    page(english.get("/watch/bcdfghjkmnpq"), 404)
    page(english.get("/watch/nothing"), 404)
