"""The interface for programs under odd input: a refusal with its place in every case, and nothing kept by halves."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.rights_desk.case_rules import ItemState
from allostream.rights_desk.desk_actions import make_key, verify_sender
from allostream.rights_desk.models import Case, Item, Message, Sender
from allostream.rights_desk.queries import unread_messages
from allostream.web.views import notice_api
from tests import factories, people

WHERE = "/api/v1/notices"
WHOLE = {
    "kind": "notice", "subject": "copyright", "reference": "N-1", "works": [{"title": "The General", "year": 1926}],
    "urls": [{"url": "https://films.example/a", "work": 0, "seen_at": "2026-11-20T09:14:02Z"}], "language": "fr",
    "territories": ["FR"], "statements": ["good-faith"], "regimes": ["dsa"], "mandate": "agent", "stay_down": True,
    "explanation": "We hold all rights in it.", "right": "copyright", "refers_to": [], "automated": None,
    "signature": "A. Martin", "on_behalf_of": "Northlight Pictures",
}  # fmt: skip


@pytest.fixture(autouse=True)
def boundless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice_api, "CALLS_PER_MINUTE", 100_000)


@pytest.fixture
def lead(sites: Any) -> User:
    person = people.chiara()
    people.give(person, Role.LEAD)
    return person


@pytest.fixture
def case(lead: User) -> Case:
    film = factories.make_free_film("The General", year=1926)
    return factories.make_case(film.links.get().canonical_url).case


@pytest.fixture
def key(case: Case, lead: User) -> str:
    verify_sender(case.sender, by=lead, why="Called back")
    return make_key(Sender.objects.get(), "feed", by=lead)


def post(client: Client, key: str, body: str | bytes, where: str = WHERE, **more: Any) -> Any:
    more = {"content_type": "application/json", "HTTP_AUTHORIZATION": f"Bearer {key}", **more}
    return client.post(where, body, SERVER_NAME="localhost", **more)


def check_refusal(answer: Any, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["code"]
    assert told["detail"]
    return told


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ('{"urls": [' + "9" * 5000 + "]}", "/urls/0"),
        ('{"works": [{"title": "M", "year": 40000}], "urls": ["https://a.example/"]}', "/works/0/year"),
        ('{"works": ["M\\u0000"], "urls": ["https://a.example/"]}', "/works/0/title"),
        ('{"works": [{"ids": {"a\\u0000": "b"}}], "urls": ["https://a.example/"]}', "/works/0/ids"),
        ('{"urls": ["https://a.example/\\ud800"]}', "/urls/0/url"),
        ('{"urls": ["https://a.example/"], "refers_to": ["\\udfff"]}', "/refers_to/0"),
        ('{"urls": [{"url": "https://a.example/", "seen_at": "0001-01-01T00:00:00+14:00"}]}', "/urls/0/seen_at"),
        ('{"urls": ["https://a.example/"], "territories": ["FRANCE"]}', "/territories/0"),
        ('{"urls": ["https://a.example/"], "language": "../fr"}', "/language"),
        ('{"urls": ["https://a.example/"], "a/b~": 1}', "/a~1b~0"),
        ('{"urls": ["https://a.example/"], "urls": ["https://b.example/"]}', ""),
        ('{"urls": ' + "[" * 100_000, ""),
        ('{"urls": null}', "/urls"),
        ("[]", ""),
        ("", ""),
        (b"\xff\xfe{}", ""),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, str) else "bytes",
)
@pytest.mark.django_db
def test_what_cannot_be_taken_is_refused_with_its_place_and_kept_with_the_reason(
    client: Client, key: str, body: str | bytes, pointer: str
) -> None:
    told = check_refusal(post(client, key, body), 422)
    assert pointer in [one["pointer"] for one in told["errors"]]
    kept = Message.objects.latest("pk")
    assert bytes(kept.content) == (body.encode() if isinstance(body, str) else body)
    assert pointer in kept.trouble
    assert kept not in unread_messages()  # its sender was told: it waits for nobody


ODD = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(some.characters(), max_size=20)
    | some.sampled_from(["\x00", "\ud800", "\u202e", "a" * 9000, 10**400, "9999-12-31T23:59:59-14:00", "*", "x@y"]),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=some.sampled_from([*WHOLE, "works/0/year", "works/0/ids", "urls/0/url", "urls/0/note"]), value=ODD)
@pytest.mark.django_db
def test_whatever_stands_in_a_field_it_is_taken_or_refused(client: Client, key: str, name: str, value: Any) -> None:
    sent = json.loads(json.dumps(WHOLE))
    outer, _slash, inner = name.partition("/0/")
    if inner:
        sent[outer][0][inner] = value
    else:
        sent[outer] = value
    answer = post(client, key, json.dumps(sent))
    if answer.status_code not in (201, 202):
        assert check_refusal(answer, 422)["errors"]


def test_other_methods_types_and_files_are_refused_in_the_same_way(client: Client, key: str) -> None:
    for where in (f"{WHERE}/000000000000", f"{WHERE}/000000000000/items"):
        assert check_refusal(post(client, key, "{}", where), 405)["code"] == "wrong-method"
    got = client.get(WHERE, SERVER_NAME="localhost")
    check_refusal(got, 405)
    assert got.headers["Allow"] == "POST"
    whole = json.dumps(WHOLE)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert check_refusal(post(client, key, whole, content_type=kind), 415)["code"] == "wrong-type"
    form = post(client, key, "https://a.example/", f"{WHERE}/file", content_type="multipart/form-data; boundary=x")
    check_refusal(form, 415)
    for name in ("", "a.csv", "a.xlsx", "a.xml", "a\x00.txt", "x" * 5000):
        for body in (b"", b"\x00\xff" * 50, b"PK\x03\x04" + b"\x00" * 40, b"<?xml version='1.0'?><a>", b'"a,"\n\xe9'):
            told = post(client, key, body, f"{WHERE}/file", content_type="application/octet-stream", QUERY_STRING="")
            check_refusal(told, 422)
            told = client.post(
                f"{WHERE}/file?" + "name=" + name.replace("\x00", "%00"), body, SERVER_NAME="localhost",
                content_type="application/octet-stream", HTTP_AUTHORIZATION=f"Bearer {key}",
            )  # fmt: skip
            check_refusal(told, 422)
    for after in ("-1", "x", "9" * 30, "%00"):
        told = client.get(
            f"{WHERE}/{Case.objects.get().public_id}/items?after={after}", SERVER_NAME="localhost",
            HTTP_AUTHORIZATION=f"Bearer {key}",
        )  # fmt: skip
        assert check_refusal(told, 422)["errors"][0]["pointer"] == "after"


def test_an_idempotency_key_stands_for_one_body(client: Client, key: str) -> None:
    whole = json.dumps(WHOLE)
    first = post(client, key, whole, HTTP_IDEMPOTENCY_KEY="n")
    again = post(client, key, whole, HTTP_IDEMPOTENCY_KEY="n")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["case"] == again.json()["case"]
    other = post(client, key, whole.replace("/a", "/b"), HTTP_IDEMPOTENCY_KEY="n")
    assert check_refusal(other, 422)["code"] == "idempotency-key-used"
    assert check_refusal(post(client, key, whole, HTTP_IDEMPOTENCY_KEY="n" * 201), 422)
    assert Message.objects.filter(read_at__isnull=False).exclude(trouble="").count() == 2  # refused, and kept
    assert not unread_messages()


def test_a_program_takes_back_what_its_own_sender_sent_and_nothing_else(client: Client, key: str, case: Case) -> None:
    back = json.dumps({"kind": "retraction", "refers_to": [case.public_id], "explanation": "A licence was found."})
    other = Sender.objects.create(email="x@y.example", first_at=case.received_at, last_at=case.received_at)
    Case.objects.filter(pk=case.pk).update(sender=other)
    assert post(client, key, back).status_code == 201
    assert Item.objects.get(case=case).state == ItemState.SUSPENDED
    Case.objects.filter(pk=case.pk).update(sender=Sender.objects.exclude(pk=other.pk).get())
    assert post(client, key, back).status_code == 200  # the same call, sent twice
    assert post(client, key, back, HTTP_IDEMPOTENCY_KEY="again").status_code == 201
    assert Item.objects.get(case=case).state == ItemState.RETRACTED


def test_the_description_names_every_field_that_is_taken_and_every_one_that_is_told(client: Client, key: str) -> None:
    told = client.get("/api/v1/openapi.json", SERVER_NAME="localhost").json()["components"]["schemas"]
    assert set(told["Notice"]["properties"]) == set(WHOLE)
    answer = post(client, key, json.dumps({**WHOLE, "urls": ["https://films.example/a", "no address"]})).json()
    assert set(answer) == set(told["Case"]["properties"])
    for row in answer["results"]:
        assert set(row) <= set(told["Item"]["properties"])
    problem = check_refusal(post(client, key, "[]"), 422)
    assert set(problem) <= set(told["Problem"]["properties"])


@pytest.mark.parametrize("address", ["[half", "https://[half", "://[", "//[x]y", "\u2100[", "http://a]b"])
def test_what_is_no_address_is_answered_as_one_that_is_not_read(client: Client, key: str, address: str) -> None:
    answer = post(client, key, json.dumps({"urls": [address], "works": [{"title": "V", "lawful_urls": [address]}]}))
    assert answer.status_code == 201
    assert [one["status"] for one in answer.json()["results"]] == ["invalid_url"]


def test_a_body_that_does_not_say_how_long_it_is_is_asked_for_in_one_piece(client: Client, key: str) -> None:
    answer = post(client, key, b"", HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="")
    assert "Content-Length" in check_refusal(answer, 411)["detail"]
    assert not Message.objects.filter(door="api").exists()
