"""The rights desk: what waits by deadline, one case with its message, decisions, senders and their keys; the API."""

import json
from typing import Any

import pytest
from django.test import Client

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.catalogue.models import Title
from allostream.jobs.handlers import HANDLERS
from allostream.links.models import WatchLink
from allostream.mail.models import Letter
from allostream.moderation.models import Sheaf
from allostream.outbox.models import OutboxRow
from allostream.rights_desk import bulk
from allostream.rights_desk.case_rules import ItemState
from allostream.rights_desk.desk_actions import make_key, verify_sender
from allostream.rights_desk.models import Case, CaseMessage, Sender, SenderKey
from allostream.web.views import notice_api
from tests import factories, people
from tests.pages.reading import main_of, page, parsed
from tests.pages.test_every_page import check_labels, check_references
from tests.pages.validity import faults


@pytest.fixture
def film(sites: Any) -> Title:
    return factories.make_free_film("The General", year=1926)


@pytest.fixture
def link(film: Title) -> WatchLink:
    return film.links.get()


@pytest.fixture
def lead(sites: Any) -> User:
    person = people.chiara()
    people.give(person, Role.LEAD)
    return person


@pytest.fixture
def case(link: WatchLink) -> Case:
    return factories.make_case(link.canonical_url, "https://films.example/b").case


@pytest.fixture
def desk(english: Client, lead: User) -> Client:
    english.force_login(lead)
    return english


@pytest.fixture
def key(case: Case, lead: User) -> str:
    verify_sender(case.sender, by=lead, why="Called back")
    return make_key(Sender.objects.get(), "feed", by=lead)


def test_every_page_of_the_desk_is_whole_and_for_those_with_the_right_alone(
    desk: Client, case: Case, sites: Any
) -> None:
    pages = ("/bench/desk", f"/bench/desk/{case.public_id}?letter=missing", "/bench/desk/senders",
             f"/bench/desk/senders/{case.sender.public_id}", "/bench/desk?done=1&lane=order",
             f"/bench/desk/many?case={case.public_id}&act=refuse")  # fmt: skip
    for where in pages:
        answer = desk.get(where)
        assert "no-store" in answer.headers["Cache-Control"]
        tree = parsed(answer)
        ids = {node.get("id") for node in tree.iter() if isinstance(node.tag, str) and node.get("id")}
        assert faults(tree if tree.tag == "html" else tree.find("html")) == [], where
        check_labels(tree, ids)
        check_references(tree, ids)
    desk.force_login(people.basile(*sites))
    assert {desk.get(where).status_code for where in pages} == {404}
    desk.logout()
    assert {desk.get(where).status_code for where in pages} == {302}


def test_what_is_due_first_stands_first_and_can_be_claimed_and_put_off(desk: Client, case: Case) -> None:
    said = main_of(desk.get("/bench/desk"))
    assert "Northlight Rights" in said
    assert "complete by the law of the Union and of the United States" in said
    chosen = {"case": [case.public_id]}
    assert desk.post("/bench/desk", {"do": "claim", **chosen}).status_code == 302
    assert "claimed by you" in main_of(desk.get("/bench/desk?mine=1"))
    assert (
        desk.post("/bench/desk", {"do": "snooze", "snooze": "72", **chosen}).status_code == 409
    )  # beyond its deadline
    assert desk.post("/bench/desk", {"do": "snooze", "snooze": "1", **chosen}).status_code == 302
    assert "Northlight Rights" not in main_of(desk.get("/bench/desk"))
    assert desk.post("/bench/desk", {"do": "claim"}).status_code == 422


def test_a_decision_at_the_desk_shows_on_every_page(desk: Client, case: Case, link: WatchLink) -> None:
    where = f"/bench/desk/{case.public_id}"
    item = case.items.get(position=0)
    assert item.state == ItemState.SUSPENDED
    refused = {"do": "refuse", "item": item.public_id, "refusal": "public_domain", "why": "Free since 2022."}
    assert desk.post(where, {**refused, "item": "234567234567"}).status_code == 409  # of no address here
    del refused["item"]  # none chosen: all that are undecided
    assert desk.post(where, refused).status_code == 302
    assert desk.get(f"/watch/{link.public_id}").status_code == 200
    said = main_of(desk.get(f"/n/{case.public_id}", {"key": secret_of(case)}, follow=True))
    assert "Free since 2022." in said
    assert desk.post(where, {"do": "refuse", "item": item.public_id, "refusal": "soon"}).status_code == 400


def secret_of(case: Case) -> str:
    from allostream.rights_desk.secrets import secret_of as secret

    return secret(case)


def test_a_letter_of_the_desk_is_sent_and_a_note_stays(desk: Client, case: Case) -> None:
    where = f"/bench/desk/{case.public_id}"
    text = next(parsed(desk.get(f"{where}?letter=mandate")).iter("textarea"))
    assert text is not None
    desk.post(where, {"do": "write", "text": "Please show your mandate."})
    desk.post(where, {"do": "note", "text": "Called back: nobody there."})
    assert "Please show your mandate." in Letter.objects.get(kind="desk_letter").text
    assert CaseMessage.objects.filter(text__contains="nobody there", kind="note").exists()
    status = desk.get(f"/notices/case/{case.public_id}", {"key": secret_of(case)})
    assert "Please show your mandate." in main_of(status)
    assert "nobody there" not in page(status)


def test_a_message_is_shown_as_text_whatever_is_in_it(desk: Client, case: Case) -> None:
    case.message.__class__.objects.update(content=b"<script>alert(1)</script> <b>bold</b>", media_type="text/html")
    said = page(desk.get(f"/bench/desk/{case.public_id}"))
    assert "<script>alert" not in said
    assert "&lt;script&gt;" in said
    raw = desk.get(f"/bench/desk/{case.public_id}?file=message")
    assert raw.headers["Content-Type"] == "application/octet-stream"
    assert "attachment" in raw.headers["Content-Disposition"]


def test_a_key_is_told_once_kept_as_a_hash_and_can_be_made_void(desk: Client, case: Case, client: Client) -> None:
    where = f"/bench/desk/senders/{case.sender.public_id}"
    assert desk.post(where, {"do": "make-key", "why": "feed"}).status_code == 409  # not verified yet
    desk.post(where, {"do": "verify", "why": "Called back by the number of their site."})
    made = page(desk.post(where, {"do": "make-key", "why": "feed"}))
    (key,) = [word for word in made.replace("<", " ").replace(">", " ").split() if word.startswith("allo_")]
    assert key not in page(desk.get(where))
    assert not SenderKey.objects.filter(key_hash=key).exists()
    assert call(client, key).status_code == 201
    desk.post(where, {"do": "revoke", "key": SenderKey.objects.get().public_id})
    assert call(client, key).status_code == 401


NOTICE = {
    "reference": "NL-1", "works": [{"title": "The General", "year": 1926}], "explanation": "We hold all rights in it.",
    "mandate": "agent", "on_behalf_of": "Northlight Pictures", "signature": "A. Martin",
    "statements": ["good-faith", "accuracy", "authority", "perjury"], "urls": ["https://films.example/a"],
}  # fmt: skip


def call(client: Client, key: str, again: str = "", **changed: Any) -> Any:
    return client.post(
        "/api/v1/notices", json.dumps({**NOTICE, **changed}), content_type="application/json", SERVER_NAME="localhost",
        HTTP_AUTHORIZATION=f"Bearer {key}", HTTP_IDEMPOTENCY_KEY=again,
    )  # fmt: skip


def read(client: Client, key: str, where: str) -> Any:
    return client.get(where, SERVER_NAME="localhost", HTTP_AUTHORIZATION=f"Bearer {key}")


def test_a_program_sends_a_notice_and_reads_what_became_of_each_address(client: Client, key: str, film: Title) -> None:
    other = factories.make_link(film, "https://archive.org/details/other")
    urls = [{"url": other.canonical_url, "work": 0}, "https://films.example/a", "no address"]
    answer = call(client, key, "one", urls=urls)
    told = answer.json()
    assert answer.status_code == 201
    assert [row["status"] for row in told["results"]] == ["suspended", "not_ours", "invalid_url"]
    assert told["results"][0]["links"][0]["link"] == other.public_id
    assert other.canonical_url not in json.dumps(told["results"][0]["links"])
    assert call(client, key, "one", urls=urls).json()["case"] == told["case"]
    where = f"/api/v1/notices/{told['case']}"
    assert read(client, key, where).json()["counts"] == {"invalid_url": 1, "not_ours": 1, "suspended": 1}
    assert len(read(client, key, f"{where}/items?after=1").json()["items"]) == 2
    assert client.get(told["page"].replace("http://localhost", ""), SERVER_NAME="localhost").status_code == 200


def test_refusals_of_the_interface_name_each_place(client: Client, key: str, case: Case) -> None:
    answer = call(client, key, urls=[{"work": 7}, 3], works=[{}], mandate="friend", colour="red")
    told = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert {one["pointer"] for one in told["errors"]} >= {
        "/urls/0/work",
        "/urls/0",
        "/urls/1",
        "/works/0",
        "/mandate",
        "/colour",
    }
    assert call(client, "allo_wrong").status_code == 401
    other = factories.make_case("https://films.example/c", name="Another")
    Sender.objects.create(email="x@y.example", first_at=other.case.received_at, last_at=other.case.received_at)
    Case.objects.filter(pk=other.case.pk).update(sender=Sender.objects.get(email="x@y.example"))
    assert read(client, key, f"/api/v1/notices/{other.case.public_id}").status_code == 404


def test_a_key_that_sends_too_much_is_told_when_it_goes_on(
    client: Client, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_api, "CALLS_PER_MINUTE", 2)
    answers = [read(client, key, "/api/v1/notices/none") for _ in range(3)]
    assert [one.status_code for one in answers] == [404, 404, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_the_description_of_the_interface_names_every_path_that_there_is(client: Client, sites: Any) -> None:
    told = client.get("/api/v1/openapi.json", SERVER_NAME="localhost").json()
    assert set(told["paths"]) == {"/notices", "/notices/file", "/notices/{case}", "/notices/{case}/items"}
    assert told["openapi"].startswith("3.1")


def test_many_addresses_are_shown_before_they_are_decided_on_and_undone_as_one(
    desk: Client, case: Case, link: WatchLink, film: Title, sites: Any
) -> None:
    where = f"/bench/desk/many?title={film.public_id}&act=uphold"
    tree = parsed(desk.get(where))
    said = " ".join(main_of(desk.get(where)).split())
    assert "1 address, 1 link, in 1 case" in said
    (digest,) = [node.get("value") for node in tree.iter("input") if node.get("name") == "digest"]
    assert desk.post(where, {"what": "ask", "digest": "old"}).status_code == 409
    assert desk.post(where, {"what": "ask", "digest": digest}).status_code == 302
    work()
    assert case.items.get(position=0).state == ItemState.REMOVED
    done = main_of(desk.get("/bench/desk/many"))
    assert "1 of 1 done" in done
    back = where.replace("uphold", "restore")
    (digest,) = [n.get("value") for n in parsed(desk.get(back)).iter("input") if n.get("name") == "digest"]
    assert desk.post(back, {"what": "ask", "digest": digest}).status_code == 422  # no reason
    assert desk.post(back, {"what": "ask", "digest": digest, "why": "We were wrong."}).status_code == 302
    asked = Sheaf.objects.get(state="asked")
    assert desk.post("/bench/desk/many", {"what": "agree", "sheaf": asked.public_id}).status_code == 403
    other = people.basile()
    people.give(other, Role.LEAD)
    desk.force_login(other)
    assert desk.post("/bench/desk/many", {"what": "agree", "sheaf": asked.public_id}).status_code == 302
    work()
    assert desk.get(f"/watch/{link.public_id}").status_code == 200
    assert desk.post("/bench/desk/many", {"what": "undo", "sheaf": asked.public_id}).status_code == 302
    work()
    assert desk.get(f"/watch/{link.public_id}").status_code == 451
    assert "1 of 1 undone" in main_of(desk.get("/bench/desk/many"))
    assert desk.get("/bench/desk/many?title=x&act=burn").status_code == 400


def work() -> None:
    """What the worker does until no act on many waits."""
    while row := OutboxRow.objects.filter(topic__in=(bulk.DO, bulk.UNDO)).first():
        row.delete()
        HANDLERS[row.topic](row.payload)
