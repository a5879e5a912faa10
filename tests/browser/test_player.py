"""Playing: in place or by a link, by keys, from where one stopped, to the next episode; and what hosts are told."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.films import SECONDS, TIME, Series, begun, framed, play, serve, stopped_at, until

Opener = Callable[..., tuple[Page, list[str]]]
BOTH = pytest.mark.parametrize("language", ["english", "french"])
PLAY, RESUME = {"english": "Play from", "french": "Lire depuis"}, {"english": "Resume at", "french": "Reprendre à"}


@BOTH
def test_nothing_is_asked_of_a_host_before_the_press(
    watching: Opener, site_server: Any, series: Series, language: str
) -> None:
    page, asked = watching(base_url=getattr(site_server, language))
    for path in (series.first, series.third, series.subscription):
        page.goto(path)
        page.keyboard.press("Tab")
        page.mouse.wheel(0, 2000)
        page.wait_for_load_state("networkidle")
    assert asked == []
    page.goto(series.first)
    assert PLAY[language] in page.locator("[data-play]").inner_text()
    play(page)
    assert asked
    assert {address.split("/")[2] for address in asked} == {"upload.wikimedia.org"}


def test_the_player_comes_in_place_and_goes_again(watching: Opener, series: Series) -> None:
    page, asked = watching()
    page.goto(series.third)
    page.locator("[data-play]").focus()
    page.keyboard.press("Enter")
    frame = page.locator(".frame iframe")
    expect(frame).to_be_attached()
    assert page.url.endswith(series.third)
    assert page.evaluate("document.activeElement.className") == "frame"
    assert asked[0].startswith("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1")
    page.get_by_role("link", name="Stop").click()
    expect(frame).to_have_count(0)
    assert page.evaluate('document.activeElement.matches("[data-play]")')


def test_youtube_is_told_the_name_of_the_site_and_nobody_is_told_the_page(watching: Opener, series: Series) -> None:
    page, _asked = watching()
    page.goto(series.third)
    with page.expect_request("https://www.youtube-nocookie.com/**") as told:
        page.locator("[data-play]").click()
    assert told.value.headers["referer"] == page.url.removesuffix(series.third) + "/"
    page.goto(series.first)
    with page.expect_request("https://upload.wikimedia.org/**") as told:
        page.locator("[data-play]").click()
    assert "referer" not in told.value.headers


@pytest.mark.parametrize("part", ["first", "third"])
def test_without_scripts_a_link_puts_the_player_there(watching: Opener, series: Series, part: str) -> None:
    page, asked = watching(java_script_enabled=False)
    path = getattr(series, part)
    page.goto(path)
    assert asked == []
    # Everything that only a script can do stays out of sight.
    for words in ("Always play from this host", "Speed", "Picture in picture", "Go on to the next episode by itself"):
        expect(page.get_by_text(words)).to_be_hidden()
    page.get_by_role("link", name="Play from").click()
    assert page.url.endswith(f"{path}?play=1")
    expect(page.locator("video, iframe").first).to_be_visible()
    assert asked
    page.get_by_role("link", name="Stop").click()
    assert page.url.endswith(path)


@BOTH
def test_one_goes_on_where_one_stopped(watching: Opener, site_server: Any, series: Series, language: str) -> None:
    page, _asked = watching(base_url=getattr(site_server, language), locale="en-US")
    words = RESUME[language]
    page.goto(series.first)
    stopped_at(page, 30)
    page.goto("/show/night-train")
    row = page.locator(".ep").first
    assert f"{words} 0:30" in row.locator(".btn").inner_text()
    assert "now" in (row.get_attribute("class") or "")
    assert words not in page.locator(".ep").nth(1).inner_text()
    page.goto("/")
    card = page.locator("#continue .card")
    assert card.locator("a").inner_text() == "Departure"
    assert "Night Train" in card.inner_text()
    assert f"{words} 0:30" in card.inner_text()
    card.locator("a").click()
    page.wait_for_url(f"**{series.first if language == 'english' else series.in_french(series.first)}")
    assert f"{words} 0:30" in page.locator("[data-play]").inner_text()
    play(page)
    until(page, f"{TIME} >= 30")
    page.reload()
    page.locator("[data-restart]").click()
    begun(page)
    assert page.evaluate(TIME) < 20


def test_the_history_can_be_cleared_on_the_home_page_and_in_the_settings(watching: Opener, series: Series) -> None:
    page, _asked = watching()
    for place in ("/", "/settings"):
        page.goto(series.first)
        stopped_at(page, 30)
        page.goto(place)
        page.get_by_role("button", name="Clear the history").click()
        expect(page.get_by_role("button", name="Clear the history")).to_be_hidden()
        page.goto("/")
        expect(page.locator("#continue")).to_be_hidden()
        page.goto(series.first)
        expect(page.locator("[data-restart]")).to_be_hidden()


def test_what_was_watched_to_its_end_is_not_offered_again(watching: Opener, series: Series) -> None:
    page, _asked = watching()
    page.goto(series.second)
    stopped_at(page, SECONDS - 2)
    page.goto("/")
    expect(page.locator("#continue")).to_be_hidden()


def test_a_link_withdrawn_since_is_judged_by_the_server(watching: Opener) -> None:
    page, _asked = watching()
    page.goto("/")
    kept = '{"bcdfghjkmnpq":{"at":30,"of":60,"when":1,"name":"Gone","lang":"en","picture":"/poster/x.en.1.svg"}}'
    page.evaluate("kept => localStorage.setItem('allostream.seen', kept)", kept)
    page.route("**/poster/x.en.1.svg", lambda route: route.fulfill(body="<svg/>", content_type="image/svg+xml"))
    page.goto("/")
    link = page.locator("#continue a")
    assert link.get_attribute("href") == "/l/bcdfghjkmnpq"
    assert page.request.get("/l/bcdfghjkmnpq").status == 404


def test_a_host_may_always_play_until_it_is_forgotten(watching: Opener, series: Series) -> None:
    page, asked = watching()
    page.goto(series.first)
    page.get_by_label("Always play from this host").check()
    assert asked == []
    page.goto(series.second)
    begun(page)
    page.goto(series.third)
    page.wait_for_load_state("networkidle")
    assert page.locator(".frame iframe").count() == 0  # another host
    page.goto("/settings")
    page.get_by_role("button", name="Forget upload.wikimedia.org").click()
    expect(page.get_by_text("Nothing is kept at the moment.")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "device-h"
    asked.clear()
    page.goto(series.second)
    page.wait_for_load_state("networkidle")
    assert asked == []


def test_the_next_episode_is_offered_at_the_end_and_begins_for_who_asks(watching: Opener, series: Series) -> None:
    page, _asked = watching()
    page.goto(series.first)
    play(page)
    page.evaluate('const video = document.querySelector("video"); video.currentTime = 59; video.playbackRate = 4')
    after = page.locator("[data-after]")
    expect(after).to_be_visible()
    assert "2 · The Tunnel" in after.inner_text()
    expect(page.locator("[data-count]")).to_be_hidden()  # nothing begins by itself
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{series.second}")
    begun(page)


def test_the_next_episode_begins_by_itself_only_for_who_has_chosen_so(watching: Opener, series: Series) -> None:
    page, _asked = watching()
    page.clock.install()
    page.goto(series.first)
    page.get_by_label("Go on to the next episode by itself").check()
    play(page)
    page.evaluate('const video = document.querySelector("video"); video.currentTime = 59; video.playbackRate = 4')
    expect(page.locator("[data-count]")).to_have_text("It begins in 10 s.")
    page.get_by_role("button", name="Stay here").click()
    page.clock.run_for(20_000)
    assert page.url.endswith(series.first)
    page.reload()
    play(page)
    page.evaluate('const video = document.querySelector("video"); video.currentTime = 59; video.playbackRate = 4')
    expect(page.locator("[data-count]")).to_be_visible()
    page.clock.run_for(11_000)
    page.wait_for_url(f"**{series.second}")
    begun(page)


def test_another_host_is_not_asked_because_the_last_one_was(watching: Opener, series: Series) -> None:
    page, asked = watching()
    page.goto(series.second)
    play(page)
    page.evaluate('const video = document.querySelector("video"); video.currentTime = 59; video.playbackRate = 4')
    page.locator("[data-go-next]").click()
    page.wait_for_url(f"**{series.third}")
    page.wait_for_load_state("networkidle")
    assert page.locator(".frame iframe").count() == 0
    assert {address.split("/")[2] for address in asked} == {"upload.wikimedia.org"}


def test_shift_n_and_p_lead_to_the_neighbours(watching: Opener, series: Series) -> None:
    page, _asked = watching()
    page.goto(series.second)
    page.keyboard.press("Shift+N")
    page.wait_for_url(f"**{series.third}")
    page.keyboard.press("Shift+P")
    page.wait_for_url(f"**{series.second}")


def test_a_player_that_says_where_it_is_begins_there_again(watching: Opener, series: Series) -> None:
    page, asked = watching()
    page.goto(series.third)
    page.locator("[data-play]").click()
    until(page, "localStorage.getItem('allostream.seen')?.includes('\"at\":90')")
    page.goto(series.third)
    assert "Resume at 1:30" in page.locator("[data-play]").inner_text()
    asked.clear()
    page.locator("[data-play]").click()
    framed(page)
    assert any("start=90" in address for address in asked)


def test_the_volume_is_kept_on_the_device(watching: Opener, series: Series) -> None:
    page, _asked = watching()
    page.goto(series.first)
    play(page)
    for _press in range(4):
        page.keyboard.press("ArrowDown")
    until(page, "document.querySelector('video').volume === 0.8")
    page.goto(series.second)
    play(page)
    assert page.evaluate('document.querySelector("video").volume') == 0.8


def test_a_film_that_no_other_site_may_read_plays_without_its_tracks(new_page: Any, series: Series) -> None:
    page = new_page()
    serve(page)

    def share_with_nobody(route: Route) -> None:
        # What a browser asks for in order to read it carries the name of our site; playing alone does not.
        if "origin" in route.request.all_headers():
            route.abort()
        else:
            route.fallback()

    page.context.route("**/one.webm", share_with_nobody)
    page.goto(series.first)
    page.locator("[data-play]").click()
    page.locator("video:not([crossorigin])").wait_for()
    begun(page)
    assert page.locator("track").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
@BOTH
def test_the_page_is_accessible_in_each_state(
    watching: Opener,
    site_server: Any,
    series: Series,
    assert_accessible: Callable[[Page], None],
    language: str,
    width: int,
    scheme: str,
) -> None:
    page, _asked = watching(
        base_url=getattr(site_server, language), viewport={"width": width, "height": 800}, color_scheme=scheme
    )

    def look() -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0
        assert_accessible(page)

    page.goto(series.subscription)
    look()
    page.goto(series.third)
    look()
    page.locator("[data-play]").click()
    framed(page)
    look()
    page.goto(series.first)
    look()
    stopped_at(page, 30)
    look()
    page.evaluate('const video = document.querySelector("video"); video.currentTime = 59; video.play()')
    expect(page.locator("[data-after]")).to_be_visible()
    look()
    page.goto(series.first)
    stopped_at(page, 30)
    page.goto(series.first)
    expect(page.locator("[data-restart]")).to_be_visible()
    look()
    page.goto(f"{series.first}?play=1")
    begun(page)
    look()
    for path in ("/", "/settings", "/show/night-train"):
        page.goto(path)
        look()
