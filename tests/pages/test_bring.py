"""Bringing a link: what the page tells of an address at once, and what becomes of what is sent."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allostream.accounts.models import RoleGrant, User
from allostream.accounts.queries import limits_of
from allostream.audit.rules import Actor
from allostream.catalogue.name_keys import name_key
from allostream.community import asking
from allostream.community.bringing import NotWaiting, Where, accept
from allostream.community.bringing_rules import Kind
from allostream.community.bulk import bring_many, propose_list
from allostream.community.models import HostAnswer, Submission, VoiceWeek
from allostream.community.permitting import TooManyWait
from allostream.community.proposing import follow_proposals, open_proposal
from allostream.community.table_rules import read_file
from allostream.community.working import complete
from allostream.hosts.models import Proposal
from allostream.hosts.rules import HostRow
from allostream.lib import clock
from allostream.lib.problems import Forbidden
from allostream.links import actions as links
from allostream.links.models import WatchLink
from allostream.links.submitting import Declared
from allostream.mail.models import Letter
from allostream.net.asking import Ask, Reply
from allostream.net.errors import TimedOut
from allostream.sites.models import Site
from tests import factories, people
from tests.pages.reading import main_of, page

NOSFERATU = "https://archive.org/details/nosferatu-1922-prelinger"
ANSWERS = {"form": "send", "own": "no", "paid": "no", "audio": "zxx", "subtitles": "", "note": ""}


def item(identifier: str, **values: Any) -> dict[str, Any]:
    """What the Internet Archive tells of an item."""
    metadata = {
        "identifier": identifier, "title": "Nosferatu (1922)", "mediatype": "movies", "collection": ["prelinger"],
        "creator": "F. W. Murnau", "uploader": "somebody@example.org", "language": "zxx", "runtime": "1:34:00",
        "source": "16 mm print", "licenseurl": "http://creativecommons.org/publicdomain/mark/1.0/", **values,
    }  # fmt: skip
    files = [{"name": "film.mp4", "format": "h.264", "source": "original", "length": "5640"}]
    return {"metadata": metadata, "files": files}


@pytest.fixture
def hosts_answer(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Gives hosts their replies by a part of the address; None is one that takes too long."""
    settings.BOT_SITE, settings.BOT_CONTACT = "https://allostream.example", "bot@allostream.example"
    asked: list[str] = []
    replies: dict[str, Any] = {}

    def ask(one: Ask) -> Reply:
        asked.append(one.url)
        told = next((reply for part, reply in replies.items() if part in one.url), None)
        if told is None:
            raise TimedOut(one.url, "It took too long.")
        body = json.dumps(told).encode()
        return Reply(one.url, 200, {}, body, len(body))

    @contextmanager
    def door() -> Iterator[Any]:
        yield ask

    monkeypatch.setattr(asking, "open_door", door)
    asking.forget_replies()

    def give(**told: Any) -> list[str]:
        replies.update({name.replace("_", "-"): reply for name, reply in told.items()})
        return asked

    return give


@pytest.fixture
def films(sites: Any) -> dict[str, Any]:
    """The General with a link at the Internet Archive, and Nosferatu without one; both free in both countries."""
    factories.make_host("internet-archive", name="Internet Archive", kind="archive")
    general = factories.make_title("The General", directors=["Buster Keaton"])
    nosferatu = factories.make_title(
        "Nosferatu", year=1922, runtime_min=94, directors=["F. W. Murnau"], countries=["DE"]
    )
    for title in (general, nosferatu):
        title.names.update(match_key=name_key(title.name))
        for country in ("US", "FR"):
            factories.make_answer(title, country)
    link = factories.make_link(general, "https://archive.org/details/TheGeneral_1926")
    return {"general": general, "nosferatu": nosferatu, "link": link}


def signed_in(client: Client, person: User, *, role: str = "") -> Client:
    """A reader who has signed in, with a role where one is named."""
    if role:
        RoleGrant.objects.create(account=person, role=role, given_at=clock.now(), given_by="command:test", why="test")
    client.force_login(person)
    return client


def test_every_spelling_of_an_address_is_already_here(english: Client, films: Any) -> None:
    for spelling in (
        "http://www.archive.org/details/TheGeneral_1926/", "archive.org/embed/TheGeneral_1926?autoplay=1",
        "https://archive.org/details/TheGeneral_1926?start=10", "<https://archive.org/details/TheGeneral_1926>.",
        "https://archive.org/download/TheGeneral_1926/general.mp4",
        "https://web.archive.org/web/2020/https://archive.org/details/TheGeneral_1926",
    ):  # fmt: skip
        text = main_of(english.get("/bring", {"url": spelling}))
        assert "Already here" in text, spelling
        assert "The General" in text


def test_who_finds_it_here_confirms_it_and_is_a_witness_once(english: Client, films: Any) -> None:
    ada = people.ada()
    signed_in(english, ada)
    for _ in range(2):
        answer = english.post("/bring", {"url": "archive.org/embed/TheGeneral_1926", "form": "confirm"})
    row = Submission.objects.get()
    assert (row.state, row.link, row.person) == ("witness", films["link"], ada)
    assert "you are a witness" in main_of(english.get(answer.headers["Location"]))
    assert list(VoiceWeek.objects.values_list("country", "works")) == [("US", 1)]


def test_who_confirms_speaks_for_the_country_in_which_they_are_shown_the_link(english: Client, films: Any) -> None:
    WatchLink.objects.update(countries_allowed=["FR"])
    for person, further, spoken in ((people.ada(), "", []), (people.eve(), "FR", [("FR", 1)])):
        signed_in(english, person)
        english.cookies["countries"] = further
        answer = english.post("/bring", {"url": "archive.org/embed/TheGeneral_1926", "form": "confirm"})
        assert "you are a witness" in main_of(english.get(answer.headers["Location"]))
        assert list(VoiceWeek.objects.values_list("country", "works")) == spoken


def test_a_newcomers_copy_is_filled_in_and_waits(
    english: Client, films: Any, hosts_answer: Callable[..., list[str]]
) -> None:
    asked = hosts_answer(nosferatu_1922_prelinger=item("nosferatu-1922-prelinger"))
    signed_in(english, people.ada())
    text = page(english.get("/bring", {"url": NOSFERATU}))
    assert asked == ["https://archive.org/metadata/nosferatu-1922-prelinger"]
    nosferatu = films["nosferatu"].public_id
    assert f'value="{nosferatu}" checked' in text
    for told in ("Nosferatu (1922)", "1 h 34", "Public Domain Mark 1.0", "No linguistic content"):
        assert told in text.replace("\N{NO-BREAK SPACE}", " "), told
    assert "somebody@example.org" not in text
    answer = english.post("/bring", {**ANSWERS, "url": NOSFERATU, "title": nosferatu})
    row = Submission.objects.get()
    assert (row.state, row.title, row.reason, row.audio) == ("queued", films["nosferatu"], "shown", ["zxx"])
    assert not WatchLink.objects.filter(title=films["nosferatu"]).exists()
    told = main_of(english.get(answer.headers["Location"]))
    assert "It has arrived." in told
    assert "No other link waits. Too few were decided lately to say how long it takes." in told
    assert "somebody@example.org" not in str(HostAnswer.objects.values().get())


def test_a_trusted_persons_plain_copy_is_shown_at_once(
    english: Client, french: Client, films: Any, hosts_answer: Callable[..., list[str]]
) -> None:
    hosts_answer(nosferatu_1922_prelinger=item("nosferatu-1922-prelinger"))
    signed_in(english, people.ada(), role="trusted")
    english.get("/bring", {"url": NOSFERATU})
    english.post("/bring", {**ANSWERS, "url": NOSFERATU, "title": films["nosferatu"].public_id})
    link = WatchLink.objects.get(title=films["nosferatu"])
    assert (Submission.objects.get().state, link.origin, link.submitted_by.name) == ("accepted", "cleared", "Ada")
    for client, where in ((english, "/movie/nosferatu-1922"), (french, "/film/nosferatu-1922")):
        assert f"/watch/{link.public_id}" in page(client.get(where)) or f"/voir/{link.public_id}" in page(
            client.get(where)
        )


def test_by_a_reply_of_a_while_ago_no_copy_is_judged_but_its_host_is_asked_again(
    english: Client, films: Any, hosts_answer: Callable[..., list[str]]
) -> None:
    asked = hosts_answer(nosferatu_1922_prelinger=item("nosferatu-1922-prelinger"))
    signed_in(english, people.ada(), role="trusted")
    english.get("/bring", {"url": NOSFERATU})
    with time_machine.travel(clock.now() + asking.JUST_READ, tick=False):
        english.post("/bring", {**ANSWERS, "url": NOSFERATU, "title": films["nosferatu"].public_id})
        assert WatchLink.objects.get(title=films["nosferatu"]).origin == "unchecked"
        assert complete()
    assert len(asked) == 2
    assert WatchLink.objects.get(title=films["nosferatu"]).origin == "cleared"


def test_a_slow_host_keeps_nobody_waiting_and_the_worker_goes_on(
    english: Client, films: Any, hosts_answer: Callable[..., list[str]]
) -> None:
    hosts_answer()
    signed_in(english, people.ada(), role="trusted")
    assert "has not answered within a second" in main_of(english.get("/bring", {"url": NOSFERATU}))
    english.post("/bring", {**ANSWERS, "url": NOSFERATU, "title": films["nosferatu"].public_id})
    assert Submission.objects.get().state == "asked"
    hosts_answer(nosferatu_1922_prelinger=item("nosferatu-1922-prelinger"))
    assert complete()
    assert Submission.objects.get().state == "accepted"
    assert "/letters/" in Letter.objects.get().unsubscribe  # the law asks for no letter about what was taken
    assert WatchLink.objects.get(title=films["nosferatu"]).origin == "cleared"


@pytest.mark.parametrize(
    ("values", "reason", "told"),
    [
        ({"title": "Nosferatu.1922.1080p.BluRay.x264-GROUP"}, "scene_release", "that of a copied commercial edition"),
        ({"mediatype": "texts"}, "book", "It is a text"),
    ],
)
def test_what_its_host_tells_against_a_copy_refuses_it_with_reasons(
    english: Client, films: Any, hosts_answer: Callable[..., list[str]], values: Any, reason: str, told: str
) -> None:
    hosts_answer(nosferatu_1922_prelinger=item("nosferatu-1922-prelinger", **values))
    signed_in(english, people.ada(), role="trusted")
    english.get("/bring", {"url": NOSFERATU})
    answer = english.post("/bring", {**ANSWERS, "url": NOSFERATU, "title": films["nosferatu"].public_id})
    row = Submission.objects.get()
    assert (row.state, row.reason, row.by_rule) == ("refused", reason, True)
    text = main_of(english.get(answer.headers["Location"]))
    for words in (told, "following a published rule; no person looked", "You may contest this decision free of charge"):
        assert words in text
    assert not WatchLink.objects.filter(title=films["nosferatu"]).exists()


def test_what_was_taken_down_stays_down_under_every_spelling(english: Client, films: Any) -> None:
    links.withdraw_link(films["link"].public_id, by=Actor.person("basile"), why="A judgment")
    signed_in(english, people.ada(), role="trusted")
    text = main_of(english.get("/bring", {"url": "http://archive.org/embed/TheGeneral_1926"}))
    assert "Taken down, and it stays down" in text
    assert "Bring this link" not in text
    answer = english.post(
        "/bring", {**ANSWERS, "url": "archive.org/embed/TheGeneral_1926", "title": films["nosferatu"].public_id}
    )
    assert (Submission.objects.get().state, Submission.objects.get().reason) == ("refused", "withdrawn")
    assert "bringing it again changes nothing" in main_of(english.get(answer.headers["Location"]))


def test_a_work_that_is_protected_everywhere_is_refused_and_told_why(english: Client, films: Any) -> None:
    new = factories.make_title("A New Film", year=2020)
    new.names.update(match_key=name_key("A New Film"))
    for country in ("US", "FR"):
        factories.make_answer(new, country, "protected")
    signed_in(english, people.ada())
    answer = english.post(
        "/bring", {**ANSWERS, "url": "https://archive.org/details/a-new-film", "title": new.public_id}
    )
    text = main_of(english.get(answer.headers["Location"]))
    assert "protected by copyright in every country" in text
    assert "Evidence of a licence" in text


def test_unknown_hosts_become_proposals_with_evidence_and_are_never_live(english: Client, films: Any) -> None:
    signed_in(english, people.ada(), role="trusted")
    where = "https://films.museum.example/nosferatu"
    text = main_of(english.get("/bring", {"url": where}))
    assert "We do not know films.museum.example" in text
    sent = {**ANSWERS, "url": where, "title": films["nosferatu"].public_id}
    assert "Say who runs it" in page(english.post("/bring", sent), 422)
    english.post("/bring", {**sent, "runs": "The museum", "proof": "museum.example/about", "right": "Its own films"})
    row = Submission.objects.get()
    assert (row.state, row.reason) == ("queued", "host-not-listed")
    assert row.evidence == {"runs": "The museum", "proof": "https://museum.example/about", "right": "Its own films"}
    assert not WatchLink.objects.filter(title=films["nosferatu"]).exists()


def test_a_refused_host_is_told_with_its_reason(english: Client, films: Any) -> None:
    factories.make_host("odysee", name="Odysee", stands="refused", note="Anybody.")
    text = main_of(english.get("/bring", {"url": "https://odysee.com/@somebody:1/nosferatu:2"}))
    assert "Odysee is not allowed" in text
    assert "Look for the same work at a host on our list." in text


def test_nothing_is_sent_without_both_answers_and_nothing_is_typed_twice(english: Client, films: Any) -> None:
    signed_in(english, people.ada())
    sent = {"form": "send", "url": NOSFERATU, "title": films["nosferatu"].public_id, "note": "From a museum"}
    answer = english.post("/bring", sent)
    assert answer.status_code == 422
    text = page(answer, 422)
    assert "Answer yes or no: everybody is asked." in text
    assert "From a museum" in text
    assert f'value="{films["nosferatu"].public_id}" checked' in text
    assert not Submission.objects.exists()


def test_somebody_not_signed_in_learns_what_it_is_and_may_sign_in(english: Client, films: Any) -> None:
    text = page(english.get("/bring", {"text": f"Look at this: {NOSFERATU}"}))
    assert "New here, at Internet Archive" in text
    assert "/sign-in?next=%2Fbring%3Furl%3Dhttps" in text.replace("&amp;", "&")
    assert english.post("/bring", {**ANSWERS, "url": NOSFERATU}).headers["Location"].startswith("/sign-in?next=")


def test_what_somebody_brought_is_theirs_alone_and_may_be_taken_back(english: Client, films: Any) -> None:
    signed_in(english, people.ada())
    english.post("/bring", {**ANSWERS, "url": NOSFERATU, "title": films["nosferatu"].public_id})
    row = Submission.objects.get()
    assert "Nosferatu" in main_of(english.get("/brought"))
    english.post(f"/brought/{row.public_id}")
    assert Submission.objects.get().state == "taken-back"
    assert english.post(f"/brought/{row.public_id}").status_code == 409
    signed_in(english, people.eve())
    assert english.get(f"/brought/{row.public_id}").status_code == 404
    assert "Nothing yet." in main_of(english.get("/brought"))


def test_many_are_brought_at_once_with_what_is_wrong_line_by_line(english: Client, films: Any) -> None:
    signed_in(english, people.ada(), role="trusted")
    assert "Up to 100 addresses" in main_of(english.get("/bring/many"))
    lines = f"{NOSFERATU}\nhello\n{NOSFERATU}\narchive.org/embed/TheGeneral_1926"
    sent = {"form": "many", "own": "no", "paid": "no", "addresses": lines}
    answer = english.post("/bring/many", sent)
    text = main_of(english.get(answer.headers["Location"]))
    assert "Line 2: “hello” is no web address" in text
    assert "Line 3:" in text
    rows = {row.content_key: row for row in Submission.objects.all()}
    assert rows["ia:nosferatu-1922-prelinger"].title == films["nosferatu"]
    assert len(rows) == 2


def test_a_cell_with_endless_words_is_read_as_far_as_a_person_would(english: Client, films: Any) -> None:
    ada = people.ada()
    languages = ["French", "en", "anglais", *(f"x{number}" for number in range(50))]
    table = read_file(f"url;audio\n{NOSFERATU};{','.join(languages)}".encode())
    where = Where(Site.objects.all()[0], "US", "en")
    bundle = bring_many(table, Declared(False, False), where, by=ada, kind=Kind.FILE)
    assert Submission.objects.get().audio == ["fr", "en"]
    assert len(bundle.faults) < len(languages) / 2


def test_another_title_is_looked_for_without_losing_what_was_filled_in(english: Client, films: Any) -> None:
    signed_in(english, people.ada())
    sent = {"form": "look", "url": NOSFERATU, "words": "The General", "own": "no", "note": "From a museum"}
    text = page(english.post("/bring", sent))
    assert films["general"].public_id in text
    assert "From a museum" in text
    assert 'id="own-no" name="own" value="no" checked' in text


def test_whoever_brought_it_says_later_what_it_shows(english: Client, films: Any) -> None:
    signed_in(english, people.ada())
    english.post("/bring", {**ANSWERS, "url": "https://archive.org/details/abc", "title": "none"})
    row = Submission.objects.get()
    assert (row.state, row.reason) == ("queued", "work-unknown")
    where = f"/brought/{row.public_id}"
    found = english.post(where, {"form": "look", "words": "Nosferatu"})
    assert films["nosferatu"].public_id in page(english.get(found.headers["Location"]))
    english.post(where, {"form": "name", "title": films["nosferatu"].public_id})
    assert Submission.objects.get().title == films["nosferatu"]


def test_nobody_brings_the_same_twice_behind_somebody_else(english: Client, films: Any) -> None:
    sent = {**ANSWERS, "url": NOSFERATU, "title": films["nosferatu"].public_id}
    for person, times in ((people.eve(), 1), (people.ada(), 2)):
        signed_in(english, person)
        answers = [english.post("/bring", sent).status_code for _ in range(times)]
    assert answers == [302, 422]
    assert Submission.objects.count() == 2


def test_whole_lists_are_proposed_as_far_as_there_is_room(english: Client, films: Any) -> None:
    ada, where = people.ada(), Where(Site.objects.all()[0], "US", "en")
    row = {"person": ada, "site": where.site, "state": "queued", "made_at": clock.now(), "changed_at": clock.now()}
    Submission.objects.bulk_create(
        Submission(**row, content_key=f"x:{number}", content_key_hash=number)
        for number in range(limits_of(ada).links_waiting)
    )
    with pytest.raises(TooManyWait):
        propose_list("https://archive.org/details/prelinger", "Its own", Declared(False, False), where, by=ada)


def test_nobody_names_one_work_for_a_whole_list(english: Client, films: Any) -> None:
    ada, where = people.ada(), Where(Site.objects.all()[0], "US", "en")
    signed_in(english, ada)
    declared = Declared(False, False)
    row = propose_list("https://archive.org/details/prelinger", "Its own", declared, where, by=ada)
    sent = {"form": "name", "title": films["nosferatu"].public_id}
    assert english.post(f"/brought/{row.public_id}", sent).status_code == 404
    assert (Submission.objects.get().state, Submission.objects.get().title) == ("queued", None)


def test_what_was_withdrawn_meanwhile_is_not_accepted_for_another_title(
    english: Client, sites: Any, films: Any
) -> None:
    where = "https://archive.org/details/TheGeneral_1926"
    signed_in(english, people.ada())
    english.post("/bring", {**ANSWERS, "url": where, "title": films["nosferatu"].public_id})
    row = Submission.objects.get()
    assert (row.state, row.reason) == ("queued", "other-work")
    links.withdraw_link(films["link"].public_id, by=Actor.system("test"), why="On legal grounds")
    with pytest.raises(NotWaiting):
        accept(row.public_id, by=people.basile(*sites), why="It seemed free.")
    assert WatchLink.objects.count() == 1


def test_a_proposal_is_opened_by_moderators_alone_and_followed(english: Client, sites: Any, films: Any) -> None:
    signed_in(english, people.ada())
    where = "https://films.museum.example/nosferatu"
    sent = {"runs": "The museum", "proof": "https://museum.example/about", "right": "Its own films"}
    english.post("/bring", {**ANSWERS, **sent, "url": where, "title": films["nosferatu"].public_id})
    row = Submission.objects.get()
    host = HostRow(
        "museum", "Film Museum", "FM", "heritage", ("FR",), "never", (), False, "https://films.museum.example/",
        "proposed", "", False,
    )  # fmt: skip
    with pytest.raises(Forbidden):
        open_proposal(row.public_id, host, [], by=people.eve(), why="It shows its own films.")
    basile = people.basile(*sites)
    RoleGrant.objects.create(account=basile, role="moderator", given_at=clock.now(), given_by="command:test", why="t")
    proposal = open_proposal(row.public_id, host, [], by=basile, why="It shows its own films.")
    assert Submission.objects.get().state == "proposed"
    Proposal.objects.filter(pk=proposal.pk).update(state="refused", decided_why="Nobody showed whose it is.")
    assert follow_proposals() == 1
    assert Submission.objects.get().state == "refused"
    assert "Nobody showed whose it is." in main_of(english.get(f"/brought/{row.public_id}"))


@given(text=st.text(max_size=200))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_too_odd_for_the_page(english: Client, text: str) -> None:
    assert english.get("/bring", {"url": text}).status_code in {200, 400, 422, 429}


def test_the_list_asks_the_same_however_much_was_brought(english: Client, films: Any) -> None:
    ada = people.ada()
    signed_in(english, ada, role="trusted")
    counts = []
    for more in (range(2), range(2, 20)):
        for place in more:
            sent = {**ANSWERS, "url": f"https://archive.org/details/item-{place}"}
            english.post("/bring", {**sent, "title": films["nosferatu"].public_id})
        with CaptureQueriesContext(connection) as asked:
            assert english.get("/brought").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
