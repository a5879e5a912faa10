"""The browser extension: whole, in both languages, asking for little, and opening an address that the site takes."""

import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from allostream.web.addresses import Place, address
from tests.pages.reading import page

HERE = Path(__file__).resolve().parents[2] / "extension"
TEXTS = {path.name: path.read_text("utf-8") for path in HERE.iterdir() if path.suffix in {".js", ".html", ".json"}}
MANIFEST: dict[str, Any] = json.loads(TEXTS["manifest.json"])
WORDS: dict[str, dict[str, dict[str, str]]] = {
    path.parent.name: json.loads(path.read_text("utf-8")) for path in HERE.glob("_locales/*/messages.json")
}
NAMES = re.compile(r'__MSG_(\w+)__|data-words="(\w+)"|getMessage\("(\w+)"\)')


def test_it_asks_for_no_site_and_for_no_more_than_it_uses() -> None:
    assert MANIFEST["manifest_version"] == 3
    assert MANIFEST["permissions"] == ["activeTab", "contextMenus", "storage"]
    assert not {"host_permissions", "optional_host_permissions", "content_scripts", "externally_connectable"} & {
        *MANIFEST
    }
    assert "default-src 'none'" in MANIFEST["content_security_policy"]["extension_pages"]
    scripts = "".join(text for name, text in TEXTS.items() if name.endswith((".js", ".html")))
    assert not re.findall(
        r"\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|innerHTML|(?:src|href)=\"(?:https?:)?//", scripts
    )


def test_every_file_that_it_names_is_there_and_its_icons_are_as_large_as_they_say() -> None:
    background = MANIFEST["background"]
    assert background["scripts"] == [background["service_worker"]]  # Firefox takes the one, Chrome the other
    named = {background["service_worker"], MANIFEST["options_ui"]["page"]}
    for text in TEXTS.values():
        named |= set(re.findall(r'(?:src|href)="([^"]+)"', text)) | set(re.findall(r'from "\./([^"]+)"', text))
    assert {"options.js", "options.css", "addresses.js"} <= named
    assert [name for name in named if not (HERE / name).is_file()] == []
    icons = {**MANIFEST["icons"], **MANIFEST["action"]["default_icon"]}
    for size, name in icons.items():
        assert struct.unpack(">II", (HERE / name).read_bytes()[16:24]) == (int(size), int(size)), name


def test_every_word_is_there_in_english_and_in_french() -> None:
    used = {next(filter(None, found)) for text in TEXTS.values() for found in NAMES.findall(text)}
    assert set(WORDS) == {"en", "fr"}
    for language, words in WORDS.items():
        assert set(words) == used, language
        assert words["language"]["message"] == language
        assert len(words["description"]["message"]) <= 132  # what the store of Chrome takes
    same = {name for name in used if WORDS["en"][name]["message"] == WORDS["fr"][name]["message"]}
    assert same == set()


@pytest.mark.django_db
def test_the_address_that_it_opens_is_taken_on_both_sites(english: Client, french: Client, sites: Any) -> None:
    opened = re.search(r'const BRING = "([^"]+)"', TEXTS["addresses.js"])
    assert opened
    assert opened[1] == address("en", Place.BRING)
    assert 'searchParams.set("url", url.href)' in TEXTS["addresses.js"]
    film = "https://films.example/a?b=1&c=2"
    for client in (english, french):
        answer = client.get(opened[1], {"url": film}, follow=True)
        assert "https://films.example/a?b=1&amp;c=2" in page(answer)
