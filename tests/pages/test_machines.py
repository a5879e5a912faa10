"""What browsers and robots ask for by themselves: robots.txt, manifest, search description, icons, security contact."""

import json
import re
import struct
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client

from allostream.cli.management.commands import icons
from allostream.sites.models import Site
from tests import factories
from tests.pages.reading import page, xml

STATIC = Path(__file__).resolve().parents[2] / "allostream" / "web" / "static"
O = "{http://a9.com/-/spec/opensearch/1.1/}"  # noqa: E741  (the namespace's own letter)


@pytest.fixture(params=["en", "fr"])
def client(request: Any, english: Client, french: Client) -> Client:
    return english if request.param == "en" else french


def language_of(client: Client) -> str:
    return "fr" if client.defaults["SERVER_NAME"].startswith("fr.") else "en"


def rules(client: Client) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(page(client.get("/robots.txt")).splitlines())
    return parser


def may_read(client: Client, path: str) -> bool:
    """By RFC 9309, section 2.2.2: the longest rule that matches decides, and of equally long ones “Allow”."""
    found = [(0, True)]
    for line in page(client.get("/robots.txt")).splitlines():
        name, _, pattern = line.partition(": ")
        if name in ("Allow", "Disallow") and re.match(re.escape(pattern).replace(r"\*", ".*"), path):
            found.append((len(pattern), name == "Allow"))
    return max(found)[1]


OPEN = [
    "/", "/movies", "/film/x-1926", "/show/judex/s01e01", "/watch/bcdfghjkmnpq", "/poster/x.en.1-x.png",
    "/movies?page=2", "/series?page=2", "/host/internet-archive?page=2",
]  # fmt: skip
CLOSED = [
    "/search?q=x", "/recherche?q=x", "/suggest?q=x", "/settings", "/reglages", "/sign-in", "/connexion",
    "/go/bcdfghjkmnpq", "/movies?genre=comedy", "/films?decade=1920&page=2", "/series?sort=oldest", "/filter?x=1",
]  # fmt: skip


def test_robots_read_everything_but_what_depends_on_the_reader(client: Client) -> None:
    assert [path for path in OPEN if not may_read(client, path)] == []
    assert [path for path in CLOSED if may_read(client, path)] == []
    simple = rules(client)  # a reader that knows no wildcards
    assert [path for path in OPEN if not simple.can_fetch("Some robot", path)] == []
    host = client.defaults["SERVER_NAME"]
    assert simple.site_maps() == [f"http://{host}/sitemap.xml"]


def test_the_search_description_has_what_the_specification_asks_for(client: Client, sites: Any) -> None:
    Site.objects.update(name="A rather long name of a site & more")
    answer = client.get("/opensearch.xml")
    assert answer.headers["Content-Type"] == "application/opensearchdescription+xml"
    root = xml(answer.content)
    assert root.tag == O + "OpenSearchDescription"
    assert 1 <= len(root.findtext(O + "ShortName")) <= 16
    assert 1 <= len(root.findtext(O + "Description")) <= 1024
    assert root.findtext(O + "InputEncoding") == "UTF-8"
    assert root.findtext(O + "Language") == language_of(client)
    templates = {url.get("type"): url.get("template") for url in root.findall(O + "Url")}
    host = "http://" + client.defaults["SERVER_NAME"]
    search = "/recherche" if language_of(client) == "fr" else "/search"
    assert templates["text/html"] == f"{host}{search}?q={{searchTerms}}"
    assert templates["application/x-suggestions+json"] == f"{host}/suggest?q={{searchTerms}}"
    assert client.get(search + "?q=x").status_code == 200
    assert root.find(O + "Image").text == f"{host}/favicon.ico"


def manifest(client: Client) -> Any:
    answer = client.get("/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    return json.loads(answer.content)


def test_the_manifest_lets_the_site_be_installed(client: Client, sites: Any) -> None:
    found = manifest(client)
    assert {"name", "short_name", "id", "start_url", "scope", "display", "icons", "lang", "dir"} <= set(found)
    assert (found["lang"], found["dir"], found["display"]) == (language_of(client), "ltr", "standalone")
    assert len(found["short_name"]) <= 12
    assert found["description"].endswith(".")
    for path in (found["start_url"], *(shortcut["url"] for shortcut in found["shortcuts"])):
        assert client.get(path).status_code == 200


def test_the_icons_of_the_manifest_have_the_sizes_that_it_says(client: Client, sites: Any) -> None:
    entries = manifest(client)["icons"]
    sizes = {(icon["sizes"], icon.get("purpose", "any")) for icon in entries if icon["type"] == "image/png"}
    assert sizes == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in entries:
        if icon["type"] == "image/png":
            content = (STATIC / icon["src"].removeprefix("/static/")).read_bytes()
            width, height = struct.unpack(">II", content[16:24])
            assert f"{width}x{height}" == icon["sizes"]


def test_words_that_are_shared_with_the_installed_site_are_searched_for(client: Client, sites: Any) -> None:
    factories.make_free_film("The General")
    target = manifest(client)["share_target"]
    assert target["method"] == "GET"
    values = {target["params"]["text"]: "The General"}
    assert "The General" in page(client.get(target["action"], values, follow=True))


def test_the_icons_are_what_their_command_draws() -> None:
    for name, content in icons.files().items():
        assert (STATIC / name).read_bytes() == content, f"{name}: run manage.py icons"


def test_the_icon_file_holds_its_sizes() -> None:
    content = (STATIC / "favicon.ico").read_bytes()
    assert struct.unpack("<HHH", content[:6]) == (0, 1, 3)
    for number, size in enumerate(icons.IN_ICO):
        width, height, _colours, _zero, _planes, _bits, length, place = struct.unpack_from(
            "<BBBBHHII", content, 6 + 16 * number
        )
        picture = content[place : place + length]
        assert (width, height) == struct.unpack(">II", picture[16:24]) == (size, size)


def fields(client: Client) -> dict[str, str]:
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in answer.content.decode().splitlines())


def test_who_finds_a_weakness_is_told_whom_to_write_to(client: Client, sites: Any, settings: Any) -> None:
    found = fields(client)
    expires = datetime.fromisoformat(found["Expires"])
    assert datetime.fromisoformat("2026-11-25T12:00:00+00:00") < expires < datetime.fromisoformat("2027-11-25T00:00Z")
    assert found["Preferred-Languages"].split(", ")[0] == language_of(client)
    assert found["Canonical"] == f"http://{client.defaults['SERVER_NAME']}/.well-known/security.txt"
    assert found["Contact"] == ("mailto:desk@example.org" if language_of(client) == "en" else settings.CONTACT_PAGE)
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    assert fields(client)["Contact"] == "mailto:security@example.org"


def test_what_machines_fetch_may_be_kept_and_is_the_same_for_all(client: Client, sites: Any) -> None:
    client.cookies["language"] = "fr" if language_of(client) == "en" else "en"
    for path in (
        "/robots.txt",
        "/manifest.webmanifest",
        "/opensearch.xml",
        "/sitemap.xml",
        "/.well-known/security.txt",
    ):
        answer = client.get(path)
        assert answer.headers["Cache-Control"].startswith("public, max-age=")
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert client.post(path).status_code in (403, 405)
    assert manifest(client)["lang"] == language_of(client)
    assert urlsplit(manifest(client)["share_target"]["action"]).path != ""
