"""Senders show who they are: by a letter, by their domain at a real name server and host, by a document."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from aiohttp import web
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from allostream.accounts.permission_rules import Role
from allostream.lib import clock
from allostream.mail.models import Letter
from allostream.net.book import Memory
from allostream.net.door import Road, internet, open_door
from allostream.net.errors import NoSuchName, TimedOut, Unreachable
from allostream.net.txt import txt_records
from allostream.rights_desk import proving
from allostream.rights_desk.case_rules import Lane
from allostream.rights_desk.desk_actions import unverify_sender
from allostream.rights_desk.identity_rules import FILE_PATH, Way
from allostream.rights_desk.models import Case, IdentityCheck, Message, Sender
from allostream.rights_desk.sender_rules import Record, Sign, is_plausible, most_a_day, signs
from allostream.rights_desk.senders import record_of, shown_of
from tests import people
from tests.name_server import NameServer
from tests.net.conftest import Names
from tests.pages.reading import main_of, page
from tests.pages.test_notices import filled
from tests.rights_desk.notices import STUDIO, notice

EMAIL, DOMAIN = "notices@exemple-films.example", "exemple-films.example"
PDF = b"%PDF-1.7\nWe let Nora act for us."


@pytest.fixture
def sender(sites: Any) -> Sender:
    now = clock.now()
    return Sender.objects.create(email=EMAIL, domain=DOMAIN, first_at=now, last_at=now)


def token_of(letter: Letter) -> str:
    line = next(line for line in letter.text.splitlines() if "/n/who?" in line)
    return parse_qs(urlsplit(line).query)["token"][0]


def test_an_address_is_confirmed_by_a_press_on_the_page_of_its_link(english: Client, sites: Any) -> None:
    asked = english.post("/notices/who", {"email": f" {EMAIL.upper()} "}, follow=True)
    assert "on its way" in main_of(asked)
    assert not Sender.objects.exists()  # anybody can type an address
    letter = Letter.objects.get()
    assert letter.address == EMAIL
    opened = english.get("/n/who", {"token": token_of(letter)}, follow=True)
    assert EMAIL in main_of(opened)
    assert not IdentityCheck.objects.exists()  # programs that look at mail follow links, and press nothing
    confirmed = english.post("/notices/who", {"token": token_of(letter)}, follow=True)
    assert "Your address is confirmed" in main_of(confirmed)
    assert confirmed.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in confirmed.headers["Cache-Control"]
    check = IdentityCheck.objects.get()
    assert (check.way, check.value, check.sender.email) == (Way.MAIL, EMAIL, EMAIL)
    assert check.valid_until is not None
    assert check.valid_until - clock.now() > timedelta(days=364)


def test_a_link_holds_for_a_day_and_whole(english: Client, sites: Any) -> None:
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        proving.send_link(EMAIL, site="en", language="en")
        token = token_of(Letter.objects.get())
    for given, when in ((token, "2026-11-21T10:00:01Z"), (token[:-1], "2026-11-20T10:00:01Z")):
        with time_machine.travel(when, tick=False):
            answer = english.post("/notices/who", {"token": given})
            assert answer.status_code == 410
            assert "ask for another one" in main_of(answer)
    assert not Sender.objects.exists()


@pytest.mark.parametrize("given", ["", "nora", "a@b@c", "a b@c.example", "x@y.example\r\nBcc: z@y.example"])
def test_no_letter_goes_to_what_is_no_address(english: Client, sites: Any, given: str) -> None:
    answer = english.post("/notices/who", {"email": given})
    assert answer.status_code == 422
    assert "not a whole e-mail address" in main_of(answer)
    assert not Letter.objects.exists()


def test_nobody_fills_the_mailbox_of_another(english: Client, sites: Any) -> None:
    found = [english.post("/notices/who", {"email": EMAIL}) for _ in range(4)]
    assert [one.status_code for one in found] == [302, 302, 302, 429]
    assert int(found[-1].headers["Retry-After"]) > 60


def test_the_page_of_a_sender_opens_with_its_secret_alone_and_a_new_one_voids_the_first(
    english: Client, sender: Sender
) -> None:
    assert proving.secret_of(sender) == ""
    where = f"/notices/who/{sender.public_id}"
    assert english.get(where, {"key": "0" * 40}).status_code == 404
    proved(sender, Way.MAIL)
    first = proving.secret_of(sender)
    assert english.get(where, {"key": first}).status_code == 200
    proved(sender, Way.MAIL)
    assert english.get(where, {"key": first}).status_code == 404
    assert english.get(where).status_code == 302  # the address to which a front page links tells nothing


def proved(sender: Sender, way: Way, value: str = DOMAIN) -> IdentityCheck:
    now = clock.now()
    return IdentityCheck.objects.create(
        sender=sender, way=way, value=value, asked_at=now, passed_at=now, valid_until=now + timedelta(days=100)
    )


@pytest.fixture
def name_server(socket_enabled: None) -> Iterator[Callable[..., NameServer]]:
    started: list[NameServer] = []

    def start(texts: dict[str, list[bytes]], **more: Any) -> NameServer:
        started.append(NameServer(texts, **more))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.mark.parametrize("is_long", [False, True], ids=["udp", "tcp"])
def test_records_of_a_name_are_read_whole_by_either_way(name_server: Any, is_long: bool) -> None:
    long = b"v=spf1 " + b"a" * 600
    server = name_server({"a.example": [b"caf\xc3\xa9", long]}, is_long=is_long)
    assert txt_records("a.example", [server.address]) == ("café", long.decode())
    assert txt_records("b.example", [server.address]) == ()


def test_what_a_name_server_refuses_has_its_own_word(name_server: Any) -> None:
    with pytest.raises(NoSuchName):
        txt_records("a.example", [name_server({}, code=3).address])
    with pytest.raises(Unreachable):
        txt_records("a.example", [name_server({}, code=5).address])
    for name in ("", "a..example", "x" * 64 + ".example", ".".join(["x" * 60] * 5)):
        with pytest.raises(NoSuchName):
            txt_records(name, [])


def test_a_name_server_that_is_silent_does_not_hold_anybody(socket_enabled: None) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        with pytest.raises(TimedOut):
            txt_records("a.example", [silent.getsockname()], seconds=0.05)


def look(check: IdentityCheck) -> IdentityCheck:
    proving.look({"check": check.public_id})
    check.refresh_from_db()
    return check


def test_a_record_at_its_domain_shows_that_it_is_the_senders(
    name_server: Any, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = proving.word_of(sender, DOMAIN).encode()
    server = name_server({f"_allostream.{DOMAIN}": [b"v=spf1 -all", word], "_allostream.other.example": [word]})
    monkeypatch.setattr(proving, "txt_records", partial(txt_records, servers=[server.address]))
    check = look(proving.ask_domain(sender, Way.DNS, f"https://www.{DOMAIN.upper()}/"))
    assert (check.value, check.passed_at is not None, check.failed_at) == (DOMAIN, True, None)
    assert shown_of(sender, clock.now()).domains == (DOMAIN,)
    other = look(proving.ask_domain(sender, Way.DNS, "other.example"))  # the word of another domain
    assert (other.passed_at, other.note) == (None, "no-record")


def test_a_domain_that_is_silent_for_a_moment_stays_shown_and_one_that_took_it_back_does_not(
    name_server: Any, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {f"_allostream.{DOMAIN}": [proving.word_of(sender, DOMAIN).encode()]}
    server = name_server(texts)
    monkeypatch.setattr(proving, "txt_records", partial(txt_records, servers=[server.address]))
    check = look(proving.ask_domain(sender, Way.DNS, DOMAIN))
    server.code = 2
    assert look(check).passed_at is not None
    server.code, server.texts = 0, {}
    assert look(check).passed_at is None
    assert shown_of(sender, clock.now()).domains == ()


@pytest.fixture
def host(socket_enabled: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[dict[str, Any]]:
    """A true web server on loopback that answers for every domain; what it says stands in the dict."""
    settings.BOT_SITE, settings.BOT_CONTACT = "https://allostream.example", "bot@allostream.example"
    said: dict[str, Any] = {}
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def answer(request: web.Request) -> web.Response:
        found = said.get(f"{request.host.partition(':')[0]}{request.path}")
        if isinstance(found, str) and found.startswith("http"):
            return web.Response(status=302, headers={"Location": found})
        return web.Response(text=found or "nothing", status=200 if found else 404, content_type="text/html")

    async def start() -> tuple[web.AppRunner, int]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, runner.addresses[0][1]

    runner, port = asyncio.run_coroutine_threadsafe(start(), loop).result(10)

    class Loopback(Names):
        """Public addresses to whoever checks them; then the connection goes to this machine."""

    def connector(resolver: Any) -> Any:
        made = internet(resolver)
        checked = made._resolve_host

        async def to_loopback(name: str, _port: int, traces: Any = None) -> Any:
            found = await checked(name, _port, traces=traces)
            return [{**found[0], "host": "127.0.0.1", "port": port, "family": socket.AF_INET}]

        made._resolve_host = to_loopback
        return made

    names = Loopback({name: ["93.184.215.14"] for name in (DOMAIN, f"www.{DOMAIN}", "other.example")})
    road = Road(resolver=lambda: names, connector=connector, book=Memory)
    monkeypatch.setattr(proving, "open_door", partial(open_door, road))
    monkeypatch.setattr(proving, "SCHEME", "http")
    monkeypatch.setattr(proving, "LIMITS", replace(proving.LIMITS, ports=frozenset({80})))
    yield said
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


def test_a_file_at_its_domain_shows_that_it_is_the_senders(host: dict[str, Any], sender: Sender) -> None:
    check = proving.ask_domain(sender, Way.FILE, DOMAIN)
    assert look(check).note == "no-file"
    host[f"{DOMAIN}{FILE_PATH}"] = f"http://www.{DOMAIN}{FILE_PATH}"
    host[f"www.{DOMAIN}{FILE_PATH}"] = f"# for the directory\n{proving.word_of(sender, DOMAIN)}\n"
    assert look(check).passed_at is not None


def test_a_domain_that_leads_to_another_one_shows_nothing(host: dict[str, Any], sender: Sender) -> None:
    host[f"{DOMAIN}{FILE_PATH}"] = f"http://other.example{FILE_PATH}"
    host[f"other.example{FILE_PATH}"] = proving.word_of(sender, DOMAIN)
    check = look(proving.ask_domain(sender, Way.FILE, DOMAIN))
    assert (check.passed_at, check.note) == (None, "elsewhere")


@pytest.mark.parametrize(
    ("tag", "is_shown"),
    [
        ('<a rel="me" href="http://localhost/notices/who/ID">we</a>', True),
        ("<link rel='noopener ME' href='http://fr.localhost/signalements/identite/ID/'>", True),
        ('<a href="http://localhost/notices/who/ID">we</a>', False),
        ('<a rel="me" href="http://elsewhere.example/notices/who/ID">we</a>', False),
        ('<a rel="me" href="http://localhost/notices/who/234567234567">another</a>', False),
        ('<!-- <a rel="me" href="http://localhost/notices/who/ID">we</a> -->', False),
    ],
)
def test_a_link_on_the_front_page_shows_that_a_domain_is_the_senders(
    host: dict[str, Any], sender: Sender, tag: str, is_shown: bool
) -> None:
    host[f"{DOMAIN}/"] = f"<p>Welcome</p>{tag.replace('ID', sender.public_id)}"
    check = look(proving.ask_domain(sender, Way.REL_ME, DOMAIN))
    assert (check.passed_at is not None) is is_shown
    assert is_shown or check.note == "no-link"


@pytest.mark.parametrize(
    "given",
    [
        "",
        "gmail.com",
        "127.0.0.1",
        "localhost",
        "[::1]",
        "a b.example",
        "x@y.example",
        "ex..example",
        "-a.example",
        "a\u2100.example",
    ],
)
def test_what_is_nobodys_own_domain_is_not_asked(sender: Sender, given: str) -> None:
    with pytest.raises(proving.NoDomain):
        proving.ask_domain(sender, Way.DNS, given)


@pytest.mark.django_db
def test_an_authority_that_a_person_accepts_makes_a_verified_sender_until_the_first_proof_ends(
    english: Client, sender: Sender, sites: Any
) -> None:
    proved(sender, Way.MAIL, EMAIL)
    where, key = f"/notices/who/{sender.public_id}", proving.secret_of(sender)
    upload = SimpleUploadedFile("authority.pdf", PDF, "application/pdf")
    answer = english.post(where, {"key": key, "do": "document", "holder": "Exemple Films", "document": upload})
    assert answer.status_code == 302
    check = IdentityCheck.objects.get(way=Way.DOCUMENT)
    assert check.document is not None
    assert bytes(check.document.content) == PDF
    assert not Message.objects.filter(read_at=None).exists()  # it does not wait among unread messages
    assert not record_of(sender, clock.now()).is_verified
    lead = people.chiara()
    people.give(lead, Role.LEAD)
    english.force_login(lead)
    desk = f"/bench/desk/senders/{sender.public_id}"
    raw = english.get(desk, {"document": check.public_id})
    assert (raw.content, raw.headers["Content-Type"]) == (PDF, "application/octet-stream")
    assert raw.headers["Content-Disposition"].startswith("attachment")
    done = english.post(
        desk, {"do": "accept", "check": check.public_id, "why": "Signed by both.", "until": "2099-01-01"}
    )
    assert done.status_code == 302
    sender.refresh_from_db()
    assert record_of(sender, clock.now()).is_verified
    mail_ends = IdentityCheck.objects.get(way=Way.MAIL).valid_until
    assert sender.verified_until == mail_ends  # before the authority does
    assert "accepted" in Letter.objects.get(kind="desk_authority").text
    shown = main_of(english.get(where, {"key": key}))
    assert "Exemple Films" in shown
    assert "Verified until" in shown
    english.post(desk, {"do": "refuse", "check": check.public_id, "why": "It was withdrawn."})
    sender.refresh_from_db()
    assert sender.verified_until is None


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"MZ\x90\0", b""])
def test_a_document_of_another_kind_is_not_taken(english: Client, sender: Sender, content: bytes) -> None:
    proved(sender, Way.MAIL, EMAIL)
    given: dict[str, Any] = {"key": proving.secret_of(sender), "do": "document", "holder": "X"}
    upload = SimpleUploadedFile("a.pdf", content, "application/pdf")
    answer = english.post(f"/notices/who/{sender.public_id}", {**given, "document": upload})
    assert answer.status_code == 422
    assert "PDF, PNG or JPEG" in main_of(answer)
    assert not Message.objects.exists()


def test_address_and_domain_together_lift_what_speaks_against_an_unknown_company() -> None:
    of_mailbox = notice(
        "https://films.example/a", sender=replace(STUDIO, email="exemple@gmail.com", site="https://www.exemple.example")
    )
    found = Record(has_address=True, domains=("exemple.example",))
    assert Sign.FREE_MAIL in signs(of_mailbox, Record(has_address=True))
    assert Sign.FREE_MAIL in signs(of_mailbox, Record(domains=("exemple.example",)))
    assert is_plausible(signs(of_mailbox, found), found)
    assert (most_a_day(Record()), most_a_day(found)) == (500, 2000)
    elsewhere = notice("https://films.example/a", sender=replace(STUDIO, site="https://exemple.example"))
    assert Sign.OTHER_DOMAIN in signs(elsewhere)
    assert Sign.OTHER_DOMAIN not in signs(elsewhere, found)


def test_a_form_counts_as_the_senders_by_the_secret_of_their_page_alone(english: Client, sender: Sender) -> None:
    proved(sender, Way.MAIL, EMAIL)
    Sender.objects.filter(pk=sender.pk).update(verified_until=clock.now() + timedelta(days=9))
    key = proving.secret_of(sender)
    form = english.post("/notices/send", {"do": "look", "as": sender.public_id, "proof": key, "email": EMAIL})
    assert EMAIL in page(form)
    assert key in page(form)
    lanes = []
    for proof, email in ((key, EMAIL), (key[::-1], EMAIL), (key, "other@exemple-films.example")):
        said = {"as": sender.public_id, "proof": proof, "email": email, "token": proof + email}
        english.post("/notices/send", filled(**said))
        lanes.append(Case.objects.latest("pk").lane)
    assert lanes == [Lane.VERIFIED, Lane.NORMAL, Lane.NORMAL]


def test_who_is_no_longer_verified_has_shown_nothing(sender: Sender, sites: Any) -> None:
    proved(sender, Way.MAIL, EMAIL)
    proved(sender, Way.DNS)
    lead = people.chiara()
    unverify_sender(sender, by=lead, why="The domain was sold.")
    assert not shown_of(sender, clock.now()).has_address
    assert proving.secret_of(sender) == ""


def test_what_ends_soon_is_looked_at_again(sender: Sender, name_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    check = proved(sender, Way.DNS)
    IdentityCheck.objects.update(valid_until=clock.now() + timedelta(days=3))
    assert proving.look_again() == 1
    server = name_server({f"_allostream.{DOMAIN}": [proving.word_of(sender, DOMAIN).encode()]})
    monkeypatch.setattr(proving, "txt_records", partial(txt_records, servers=[server.address]))
    assert look(check).valid_until - clock.now() > timedelta(days=170)
    assert proving.look_again() == 0
