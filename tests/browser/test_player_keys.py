"""The keys of the player, on every keyboard, and the order in which the keyboard goes through its page."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.films import TIME, Series, play, until

Opener = Callable[..., tuple[Page, list[str]]]
BOTH = pytest.mark.parametrize("language", ["english", "french"])
# What a film stopped at its twentieth second is like after some keys.
AFTER = [
    (["ArrowRight"], "currentTime == 25"), (["ArrowLeft"], "currentTime == 15"), (["l"], "currentTime == 30"),
    (["j"], "currentTime == 10"), (["9"], "currentTime == 54"), (["0"], "currentTime == 0"),
    (["."], "currentTime == 20.04"), ([","], "currentTime == 19.96"), (["k"], "paused == false"),
    ([" "], "paused == false"), ([" ", "k"], "paused == true"), (["m"], "muted == true"),
    (["m", "m"], "muted == false"), (["ArrowDown", "ArrowDown", "ArrowUp"], "volume == 0.95"),
    (["Shift+>"], "playbackRate == 1.25"), (["Shift+<"], "playbackRate == 0.75"),
    (["c"], "textTracks[0].mode == 'disabled'"), (["c", "c"], "textTracks[0].mode == 'showing'"),
    (["Control+l"], "currentTime == 20"), (["Alt+l"], "currentTime == 20"), (["Meta+k"], "paused == true"),
]  # fmt: skip


def stop_at_twenty(page: Page) -> None:
    """The film as it is at first, stopped at its twentieth second, with its first subtitles."""
    page.locator("video").evaluate(
        """video => {
            video.pause();
            Object.assign(video, { currentTime: 20, volume: 1, muted: false, playbackRate: 1 });
            video.textTracks[0].mode = "showing";
        }"""
    )
    until(page, "!document.querySelector('video').seeking")


def test_the_keys_of_the_player(watching: Opener, series: Series) -> None:
    page, _asked = watching()
    page.goto(series.first)
    play(page)
    for keys, told in AFTER:
        stop_at_twenty(page)
        for key in keys:
            page.keyboard.press(key)
        until(page, f'document.querySelector("video").{told}', f"after {' '.join(keys)}: {told}")


@pytest.mark.parametrize(("key", "name"), [("f", "VIDEO"), ("Control+Enter", "VIDEO")])
def test_the_whole_screen_by_keys(watching: Opener, series: Series, key: str, name: str) -> None:
    page, _asked = watching()
    page.goto(series.first)
    play(page)
    page.keyboard.press(key)
    until(page, f'document.fullscreenElement?.tagName === "{name}"')
    page.keyboard.press("f")
    until(page, "document.fullscreenElement === null")


# What other keyboards say when a key is pressed, its place on the keyboard, and the second to which it leads from 20.
OTHER_KEYBOARDS = [
    ("д", "KeyL", 30), ("о", "KeyJ", 10),  # Cyrillic
    ("ξ", "KeyJ", 10),  # Greek
    ("(", "Digit5", 30), ("à", "Digit0", 0),  # French, whose digits want Shift
    ("5", "Numpad5", 30),
    ("j", "KeyC", 10),  # Dvorak: a Latin letter is where it is written
]  # fmt: skip


def test_keys_are_where_they_are_on_other_keyboards(watching: Opener, series: Series) -> None:
    page, _asked = watching()
    page.goto(series.first)
    play(page)
    session = page.context.new_cdp_session(page)
    for key, code, second in OTHER_KEYBOARDS:
        stop_at_twenty(page)
        session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": key, "code": code})
        until(page, f"{TIME} == {second}", f"after {key}: {second}")


def test_typing_and_the_off_switch_leave_the_player_alone(watching: Opener, site_server: Any, series: Series) -> None:
    page, _asked = watching()
    page.context.add_cookies([{"name": "keys", "value": "0", "url": site_server.english}])
    page.goto(series.first)
    play(page)
    stop_at_twenty(page)
    for key in ("l", "j", "5", ".", "m", "k"):
        page.keyboard.press(key)
    told = page.evaluate(
        '(({ currentTime, muted, paused }) => [currentTime, muted, paused])(document.querySelector("video"))'
    )
    assert told == [20, False, True]
    page.keyboard.press("ArrowRight")  # no single character: it stays
    until(page, f"{TIME} == 25")
    page.context.clear_cookies()
    page.goto(series.first)
    play(page)
    page.evaluate('document.querySelector("video").pause()')
    page.locator("#q").focus()
    page.keyboard.type("mk 5")
    assert page.input_value("#q") == "mk 5"
    assert page.evaluate('document.querySelector("video").muted') is False


def test_no_key_leads_away_from_the_player_of_another_site(watching: Opener, series: Series) -> None:
    page, _asked = watching()
    page.goto(series.third)
    page.keyboard.press("k")  # the same as the button
    page.locator(".frame iframe").wait_for(state="attached")
    for key in ("1", "0", "j", "l", "m", "k"):
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")
    assert page.url.endswith(series.third)
    assert page.locator(".frame iframe").count() == 1
    assert page.evaluate("document.activeElement.className") == "frame"


@BOTH
def test_the_keyboard_reaches_all_of_the_player_in_reading_order(
    watching: Opener, site_server: Any, series: Series, language: str
) -> None:
    page, _asked = watching(base_url=getattr(site_server, language))
    page.goto(series.second)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # over the header
    seen = []
    for _press in range(6):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid", seen
    expected = {
        "english": ["Play from Wikimedia Commons", "always", "Previous episode", "Next episode", "follow", "Keys ?"],
        "french": [
            "Lire depuis Wikimedia Commons",
            "always",
            "Épisode précédent",
            "Épisode suivant",
            "follow",
            "Touches ?",
        ],
    }
    assert seen == expected[language]
