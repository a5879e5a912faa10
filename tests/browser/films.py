"""A series whose copies are files and players of our own making, so that playing can be tried without any network.

`files/leader.webm` is a bar that grows for a minute, one picture a second, made for these tests and given to everybody
(CC0-1.0).
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

HERE = Path(__file__).resolve().parent
FILM = (HERE / "files" / "leader.webm").read_bytes()
SECONDS = 60
TIME = 'document.querySelector("video").currentTime'
SUBTITLES = "WEBVTT\n\n00:00.000 --> 01:00.000\nGood evening\n"
COMMONS = "https://upload.wikimedia.org/wikipedia/commons/a/a1"
YOUTUBE = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
TRACKS = [{"address": f"{COMMONS}/one.{language}.vtt", "language": language} for language in ("en", "fr")]
RECORDS: list[dict[str, Any]] = [
    {"record": "source", "slug": "lists", "name": "Lists", "licence": "CC0-1.0", "credit": "Kept by its readers"},
    {"record": "title", "key": "lists:1", "kind": "series", "name": "Night Train", "language": "en", "year": 1915},
    {"record": "season", "key": "lists:2", "series": "lists:1", "number": 1},
    *(
        {"record": "episode", "key": f"lists:1{n}", "season": "lists:2", "number": n, "name": name, "language": "en"}
        for n, name in enumerate(("Departure", "The Tunnel", "The Bridge", "Arrival"), 1)
    ),
    {
        "record": "rights", "on": "lists:1", "country": "*", "status": "pd", "play": "yes", "rule": "us_term_expired",
        "confidence": "high", "evaluated_on": "2026-11-24", "published_year": 1915,
    },
    {"record": "link", "on": "lists:11", "url": f"{COMMONS}/one.webm", "form": "file", "tracks": TRACKS},
    {"record": "link", "on": "lists:12", "url": f"{COMMONS}/two.webm", "form": "file"},
    {"record": "link", "on": "lists:13", "url": YOUTUBE, "form": "embed"},
    {
        "record": "link", "on": "lists:13", "url": "https://www.netflix.com/title/70111111",
        "offer": "subscription", "basis": "provider", "form": "page",
    },
]  # fmt: skip
# Says where it is as YouTube's player does, to whoever greets it as YouTube's own script would.
PLAYER = """<!DOCTYPE html><title>Player</title><p>A player</p><script>
addEventListener("message", ({ data, source, origin }) => {
  if (JSON.parse(data).event !== "listening") return;
  const currentTime = 90 + Number(new URL(location).searchParams.get("start") ?? 0);
  source.postMessage(JSON.stringify({ event: "infoDelivery", info: { currentTime, duration: 600 } }), origin);
});
</script>"""


@dataclass(frozen=True)
class Series:
    """Where the copies of the series are played: one address for each episode, in the words of the English site."""

    first: str
    second: str
    third: str
    subscription: str

    @staticmethod
    def in_french(path: str) -> str:
        return path.replace("/watch/", "/voir/")


def take_in(data: Path, folder: Path) -> None:
    """Put the series into the site whose data are in that folder."""
    file = folder / "films.jsonl"
    common = {"offer": "free_open", "basis": "work"}
    records = ({**common, **record} if record["record"] == "link" else record for record in RECORDS)
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ALLOSTREAM_")}
    word = "test: looked at on 20 November 2026"
    command = [sys.executable, "manage.py", "import", "catalogue", str(file), "--vouch", word]
    subprocess.run(
        command, cwd=HERE.parents[1], env={**environment, "ALLOSTREAM_DATA": str(data)}, check=True, capture_output=True
    )


def serve(page: Page) -> list[str]:
    """Answer for the hosts of the films; returns the list to which every address outside the site is added."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        address = route.request.url
        if re.match(r"http://(fr\.)?localhost[:/]", address):
            return route.fallback()
        asked.append(address)
        if address.endswith(".webm"):
            return portion(route)
        if address.endswith(".vtt"):
            headers = {"Content-Type": "text/vtt", "Access-Control-Allow-Origin": "*"}
            return route.fulfill(body=SUBTITLES, headers=headers)
        return route.fulfill(body=PLAYER, content_type="text/html")

    page.context.route("**/*", answer)
    return asked


def until(page: Page, holds: str, else_say: str = "") -> None:
    """Wait until an expression is true; Playwright's own way asks for eval(), which our policy forbids.

    Raises an error of Playwright after ten seconds, which says what never came true.
    """
    page.evaluate(
        f"""() => new Promise((done, fail) => {{
            const give_up = performance.now() + 10_000;
            const look = () => {{
                if ({holds}) done();
                else if (performance.now() > give_up) fail(new Error({json.dumps(else_say or holds)}));
                else requestAnimationFrame(look);
            }};
            look();
        }})"""
    )


def portion(route: Route) -> None:
    """The part of the film that a browser asks for, as any server of files gives it."""
    begin, end = re.match(r"bytes=(\d+)-(\d*)", route.request.headers.get("range", "bytes=0-")).groups()  # type: ignore[union-attr]
    first, last = int(begin), int(end or len(FILM) - 1)
    headers = {
        "Content-Type": "video/webm", "Accept-Ranges": "bytes", "Access-Control-Allow-Origin": "*",
        "Content-Range": f"bytes {first}-{last}/{len(FILM)}",
    }  # fmt: skip
    route.fulfill(status=206, body=FILM[first : last + 1], headers=headers)


def play(page: Page) -> None:
    """Press play and wait until there is a picture."""
    page.locator("[data-play]").click()
    begun(page)


def framed(page: Page) -> None:
    """Wait until the player of another site has come into its frame."""
    page.locator(".frame iframe").wait_for(state="attached")
    frame = page.locator(".frame iframe").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_load_state("load")


def begun(page: Page) -> None:
    page.locator("video").evaluate(
        """video => new Promise((done, fail) => {
            if (video.readyState >= 2) done();
            video.addEventListener("loadeddata", done);
            video.addEventListener("error", () => video.hasAttribute("crossorigin") || fail(video.error));
        })"""
    )


def stopped_at(page: Page, second: int) -> None:
    """Play, go there and leave."""
    play(page)
    page.keyboard.press("k")
    page.evaluate(f'document.querySelector("video").currentTime = {second}')
    until(page, "!document.querySelector('video').seeking")
    page.keyboard.press("k")
    until(page, f"{TIME} > {second}")
    page.keyboard.press("k")
