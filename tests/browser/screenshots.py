"""Pictures of every kind of page, to be looked at one by one: `./dev screenshots`.

Each page at four widths, light and dark, in English and French, with and without scripts, as WebP files in one folder
with a page that shows them side by side. `--docs` renews the few that the README shows instead.
"""

import argparse
import base64
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.kinds import Kind, every_kind
from tests.browser.sites import ROOT, NotRunning, Site, chromium, keep_local, running_site

PHONE = 360
WIDTHS = {PHONE: 780, 768: 1024, 1280: 800, 2560: 1440}
TALLEST = 5000  # pixels of one picture; what lies below looks like what is above
DOCS = ROOT / "docs" / "screenshots"
# What the README shows: the name of the file, the kind of page, language, width and theme.
SHOWN = (
    ("home", "home", "en", 1280, "light"),
    ("films", "films", "en", 1280, "dark"),
    ("film", "film", "fr", 1280, "light"),
    ("series", "series", "en", 1280, "light"),
    ("watch", "watch", "en", 1280, "dark"),
    ("hosts", "hosts", "fr", 1280, "light"),
    ("withdrawn", "withdrawn", "en", 1280, "light"),
    ("home-phone", "home", "fr", 360, "dark"),
    ("film-phone", "film", "en", 360, "light"),
)


# A page is as tall as its letters make it, and its own letters come after those of the system.
LETTERS_ARE_THERE = "() => document.fonts.ready.then(() => null)"
# Pictures in the window are loaded and decoded; those beside it wait until somebody scrolls.
PICTURES_ARE_THERE = """() => Promise.all([...document.images].filter(image => {
  const box = image.getBoundingClientRect();
  return box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0;
}).map(image => image.decode().catch(() => null)))"""


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    language: str
    width: int
    theme: str
    scripts: bool = True

    @property
    def suffix(self) -> str:
        return f"{self.language}-{self.width}-{self.theme}" + ("" if self.scripts else "-noscript")


LOOKS = tuple(Look(*one) for one in product(("en", "fr"), WIDTHS, ("light", "dark"), (True, False)))


def new_page(browser: Browser, site: Site, look: Look, dots: float = 1) -> Page:
    """A page of that look, with so many dots for a pixel; nothing is asked of other hosts."""
    context = browser.new_context(
        base_url=site.of(look.language),
        viewport={"width": look.width, "height": WIDTHS[look.width]},
        color_scheme="dark" if look.theme == "dark" else "light",
        locale="fr-FR" if look.language == "fr" else "en-US",
        java_script_enabled=look.scripts,
        device_scale_factor=dots,
        reduced_motion="reduce",
    )
    context.route("**/*", keep_local)
    return context.new_page()


def take(page: Page, file: Path, *, whole: bool) -> None:
    """One picture of the open page, all of it or what a screen shows."""
    page.evaluate(LETTERS_ARE_THERE)
    size = page.viewport_size or {"width": 1280, "height": 800}
    if whole:
        cdp = page.context.new_cdp_session(page)
        tall = int(cdp.send("Page.getLayoutMetrics")["cssContentSize"]["height"])
        # A window as tall as the page, so that pictures which wait to be seen are loaded.
        page.set_viewport_size({"width": size["width"], "height": min(tall, TALLEST)})
    page.evaluate(PICTURES_ARE_THERE)
    write(page, file)
    page.set_viewport_size(size)


def write(page: Page, file: Path) -> None:
    """What the window shows, as WebP: a third of the bytes of PNG, and every browser knows it."""
    cdp = page.context.new_cdp_session(page)
    size = page.viewport_size or {"width": 1280, "height": 800}
    clip = {"x": 0, "y": 0, **size, "scale": page.evaluate("devicePixelRatio")}
    taken = cdp.send("Page.captureScreenshot", {"format": "webp", "quality": 82, "clip": clip})
    file.write_bytes(base64.b64decode(taken["data"]))


def all_pictures(browser: Browser, site: Site, into: Path, word: str) -> Iterator[Path]:
    """Every kind in every look; only files whose name has the word."""
    kinds = every_kind(site)
    for look in LOOKS:
        wanted = [kind for kind in kinds if word in f"{kind.name}-{look.suffix}"]
        if not wanted:
            continue
        page = new_page(browser, site, look)
        for kind in wanted:
            file = into / f"{kind.name}-{look.suffix}.webp"
            kind.open(page, site, look.language)
            take(page, file, whole=True)
            yield file
        page.context.close()


def shown_pictures(browser: Browser, site: Site, into: Path) -> Iterator[Path]:
    """The few of the README: what one screen shows."""
    kinds: dict[str, Kind] = {kind.name: kind for kind in every_kind(site)}
    for name, kind, language, width, theme in SHOWN:
        page = new_page(browser, site, Look(language, width, theme), dots=2 if width == PHONE else 1.5)
        file = into / f"{name}.webp"
        kinds[kind].open(page, site, language)
        take(page, file, whole=False)
        page.context.close()
        yield file


def gallery(files: list[Path]) -> str:
    """A page with all pictures, each under its name."""
    figures = "\n".join(
        f'<figure><a href="{file.name}"><img src="{file.name}" alt="" loading="lazy" width="320"></a>'
        f"<figcaption>{file.stem}</figcaption></figure>"
        for file in files
    )
    style = "body{display:flex;flex-wrap:wrap;gap:1rem;align-items:start;font:14px sans-serif}figure{margin:0}"
    head = f'<meta charset="utf-8"><title>Screenshots</title><style>{style}</style>'
    return f'<!DOCTYPE html><html lang="en">{head}{figures}'


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev screenshots", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--into", type=Path, default=ROOT / "var" / "screenshots", help="folder (var/screenshots)")
    parser.add_argument("--only", default="", metavar="WORD", help="only files whose name has this word")
    parser.add_argument("--docs", action="store_true", help="renew the pictures of the README in docs/screenshots")
    return parser.parse_args()


def main() -> int:
    options = read_options()
    into = DOCS if options.docs else options.into
    into.mkdir(parents=True, exist_ok=True)
    files = []
    with (
        tempfile.TemporaryDirectory(prefix="allostream-shots-") as data,
        running_site(Path(data)) as site,
        chromium() as browser,
    ):
        few = shown_pictures(browser, site, into)
        for file in few if options.docs else all_pictures(browser, site, into, options.only):
            files.append(file)
            sys.stdout.write(f"\r{len(files)} pictures, last {file.name:<60}")
            sys.stdout.flush()
    if not options.docs:
        (into / "index.html").write_text(gallery(files), "utf-8")
    size = sum(file.stat().st_size for file in files)
    sys.stdout.write(f"\n{len(files)} pictures in {into}, {size / 1e6:.1f} MB.\n")
    return 0 if files else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NotRunning as trouble:
        sys.exit(str(trouble))
