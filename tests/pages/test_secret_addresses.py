"""The secret address of a case goes nowhere: not by the referrer, logs, kept pages, search engines, feeds or tables."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.handlers.wsgi import WSGIHandler
from django.db.models import BinaryField, CharField, JSONField, TextField
from django.test import Client

from allostream.accounts.permission_rules import Role
from allostream.mail.models import Letter
from allostream.rights_desk.models import Case
from allostream.rights_desk.secrets import secret_of
from allostream.web.front import Front
from allostream.web.views import notice_cases
from tests import factories, people
from tests.pages.asking import Reader
from tests.pages.reading import parsed

ROOT = Path(__file__).resolve().parents[2]
NOBODY_KEEPS = {
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex",
}  # fmt: skip


@pytest.fixture
def case(sites: Any) -> Case:
    link = factories.make_free_film("The General", year=1926).links.get()
    return factories.make_case(link.canonical_url, "https://films.example/b", columns=["line"]).case


@pytest.fixture
def secret(case: Case) -> str:
    return secret_of(case)


def ways(case: Case, secret: str) -> list[tuple[str, str, dict[str, str]]]:
    """Every way of asking with the secret, also those that are refused: method, path and values."""
    here, short, with_key = f"/notices/case/{case.public_id}", f"/n/{case.public_id}", {"key": secret}
    return [
        ("get", short, with_key), ("get", here, with_key), ("head", here, with_key),
        ("get", here, {**with_key, "new": "1"}), ("get", here, {**with_key, "file": "message"}),
        ("get", here, {**with_key, "file": "table"}), ("get", here, {**with_key, "page": "7"}),
        ("get", here, {**with_key, "file": "rows"}), ("head", here, {**with_key, "file": "rows"}),
        ("get", f"/signalements/dossier/{case.public_id}", with_key), ("get", f"{here}/", with_key),
        ("get", here[:-1] + "z", with_key), ("get", short[:-1] + "z", with_key), ("get", here, {"key": secret[:-1]}),
        ("put", here, with_key), ("post", here, {**with_key, "do": "reply", "text": ""}),
        ("post", here, {**with_key, "do": "drop", "line": "x.y"}), ("post", here, {**with_key, "do": "burn"}),
        ("post", here, {**with_key, "do": "reply", "text": "Here it is."}),
    ]  # fmt: skip


def ask(client: Client, method: str, path: str, values: dict[str, str]) -> Any:
    if method in ("get", "head", "post"):
        return getattr(client, method)(path, values)
    return client.generic(method.upper(), f"{path}?key={values['key']}")


def test_no_answer_to_a_secret_address_is_kept_linked_from_or_listed_even_where_it_is_refused(
    english: Client, case: Case, secret: str
) -> None:
    wrong, statuses = [], set()
    for method, path, values in ways(case, secret):
        answer = ask(english, method, path, values)
        statuses.add(answer.status_code)
        assert answer.streaming == (method in ("get", "head") and values.get("file") in ("table", "rows"))
        holds_none = method == "post" and secret not in f"{answer.headers} {answer.getvalue().decode()}"
        for name, word in NOBODY_KEEPS.items():
            if not holds_none and word not in answer.headers.get(name, ""):
                wrong.append(f"{method} {path} {values} ({answer.status_code}): {name}: {answer.headers.get(name)}")
        if answer.cookies:
            wrong.append(f"{method} {path}: {answer.cookies}")
    assert wrong == []
    assert {200, 302, 404, 405, 422} <= statuses


def test_a_page_at_a_secret_address_passes_it_on_to_its_own_case_alone(
    english: Client, case: Case, secret: str
) -> None:
    """Neither links, pictures, scripts and sheets nor forms carry it, but those of the case itself."""
    for values in ({"key": secret}, {"key": secret, "new": "1"}):
        tree = parsed(english.get(f"/notices/case/{case.public_id}", values))
        for node in tree.iter():
            for name, value in node.attrib.items():
                if secret in value:
                    is_own = f"/{case.public_id}?" in value or (node.tag, node.get("name")) == ("input", "key")
                    assert is_own, (node.tag, name, value)
        assert [node.get("content") for node in tree.iter("meta") if node.get("name") == "referrer"] == ["no-referrer"]
        assert not [node for node in tree.iter("link") if node.get("rel") in ("canonical", "alternate")]


def test_kept_pages_hold_no_page_of_a_secret_address(case: Case, secret: str) -> None:
    front = Front(WSGIHandler(), 2**24)
    reader, here = Reader(front), f"/notices/case/{case.public_id}"
    for _twice in range(2):
        assert "films.example" in reader.get(f"{here}?key={secret}").page.decode()
    assert len(front.shelf) == 0
    assert "films.example" not in reader.get(here).page.decode()


def test_no_log_has_the_secret_whatever_goes_wrong(
    english: Client, case: Case, secret: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    for method, path, values in ways(case, secret):
        ask(english, method, path, values).getvalue()  # tables are made while they are read

    def breaks(*_given: Any, **_more: Any) -> None:
        raise RuntimeError("the page could not be made")

    monkeypatch.setattr(notice_cases, "own_page", breaks)
    english.raise_request_exception = False
    assert english.get(f"/notices/case/{case.public_id}", {"key": secret}).status_code == 500
    assert "the page could not be made" in caplog.text
    assert [one for one in caplog.records if secret in f"{one.getMessage()} {one.exc_text}"] == []


def test_the_server_writes_no_log_of_what_is_asked_and_a_proxy_is_told_not_to() -> None:
    """granian writes one where it is told to alone, with the query in it."""
    for file in ("dev", "docs/operating.md", "README.md"):
        assert "--access-log" not in (ROOT / file).read_text(), file
    said = (ROOT / "docs" / "rights-desk-pages.md").read_text()
    assert "`log_format`" in said
    assert "`$uri`" in said


def test_what_search_engines_and_feed_readers_are_given_names_no_case_by_its_secret(
    english: Client, french: Client, case: Case, secret: str
) -> None:
    for client in (english, french):
        listed = client.get("/sitemap.xml").content.decode()
        parts = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", listed)
        assert parts
        feeds = [f"/feeds/{name}.{suffix}" for name in ("moderation-log", "newly-free", "no-longer-here", "search")
                 for suffix in ("atom", "rss", "json")]  # fmt: skip
        for path in (*parts, *feeds, "/robots.txt", "/", "/notices", "/moderation-log", f"/n/{case.public_id}"):
            answer = client.get(path, follow=True)
            content = answer.getvalue() if answer.streaming else answer.content
            assert secret.encode() not in content, path


def test_only_a_letter_that_is_not_sent_yet_holds_the_secret(case: Case, secret: str, sites: Any) -> None:
    """Nothing of it is kept: not in what the desk keeps of its letters either, which moderators read."""
    assert secret in Letter.objects.get(kind="desk_receipt").text
    found = []
    for model in apps.get_models():
        columns = [one.attname for one in model._meta.concrete_fields
                   if isinstance(one, CharField | TextField | JSONField | BinaryField)]  # fmt: skip
        if columns and model is not Letter:
            rows: Any = model._default_manager.values_list(*columns)
            found += [model.__name__ for row in rows if secret in repr(row)]
    assert found == []
    lead = people.basile()
    people.give(lead, Role.LEAD)
    desk = Client()
    desk.force_login(lead)
    assert secret not in desk.get(f"/bench/desk/{case.public_id}").content.decode()
