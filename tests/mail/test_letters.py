"""Letters: written with a change, sent once by the worker to a real server, waiting visibly where there is none."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from allostream.jobs import loops
from allostream.mail import actions
from allostream.mail.models import Letter
from allostream.mail.rules import Kind, Letterhead, State, Written, html_of, is_address, parted
from allostream.mail.smtp import NotNow
from allostream.mail.smtp_server import Server
from allostream.outbox.models import OutboxRow
from allostream.sites.models import Site
from allostream.sites.queries import letterhead
from tests import factories, people
from tests.mail.server import MailServer, certificate_in

pytestmark = pytest.mark.django_db
HEAD = Letterhead("Allostream", "https://example.org", "write@example.org")
TRIAL, NEWS = Kind("trial"), Kind("trial", is_optional=True)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> Any:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def server(settings: Any, socket_enabled: None) -> Iterator[MailServer]:
    with MailServer() as running:
        settings.SMTP = Server.read(f"smtp+plain://127.0.0.1:{running.port}")
        settings.MAIL_FROM = "no-reply@example.org"
        yield running


def post(**other: Any) -> Letter:
    with transaction.atomic():
        letter = actions.post(**{"to": "ada@example.org", "kind": TRIAL, "values": {}, "head": HEAD, **other})
    assert letter
    return letter


def work() -> None:
    loops.run_once(loops.LOOPS["outbox"], "worker")


def state(letter: Letter) -> str:
    return Letter.objects.get(pk=letter.pk).state


@pytest.mark.parametrize(
    ("https", "port", "origin"),
    [
        (True, 0, "https://allostream.test"),
        (True, 8443, "https://allostream.test:8443"),
        (False, 8000, "http://allostream.test:8000"),
    ],
)
def test_links_in_letters_lead_to_where_visitors_reach_the_site(
    settings: Any, https: bool, port: int, origin: str
) -> None:
    settings.HTTPS, settings.PORT = https, port
    site = Site(slug="en", name="Allostream", domain="allostream.test")
    assert letterhead(site).origin == origin
    assert letterhead(site, "https://reached.test").origin == "https://reached.test"


def test_a_letter_arrives_in_the_language_of_its_reader_as_text_and_html(server: MailServer) -> None:
    ada = people.ada()
    ada.language = "fr-CA"
    letter = post(to=ada)
    work()
    (message,) = server.taken
    assert server.envelopes == [("no-reply@example.org", ["ada@example.org"])]
    assert message["Subject"] == "Un courrier du site Allostream"
    assert message["From"] == "Allostream <no-reply@example.org>"
    assert message["Reply-To"] == "write@example.org"
    assert message["Message-ID"] == f"<letter.{letter.public_id}@example.org>"
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "fr")
    assert message["List-Unsubscribe"] is None
    text, html = (part.get_content() for part in message.iter_parts())
    assert "Il est arrivé." in text
    assert '<a href="https://example.org">https://example.org</a>' in html
    assert not {"<img", "<script", "http://"} & set(html.split())
    assert state(letter) == State.SENT
    assert Letter.objects.get().text == ""  # what it said is not kept


def test_a_letter_goes_out_once_however_often_it_is_sent(server: MailServer) -> None:
    letter = post()
    actions.send(letter.public_id)
    assert not actions.send(letter.public_id)
    actions.resume()
    work()
    assert len(server.taken) == 1


def test_a_letter_that_another_worker_is_sending_is_left_alone_until_that_one_has_died(
    server: MailServer, noon: Any
) -> None:
    letter = post()
    Letter.objects.update(state=State.SENDING, claimed_at=NOW)
    assert not actions.send(letter.public_id)
    noon.move_to(NOW + actions.LEASE + timedelta(seconds=1))
    assert actions.send(letter.public_id)
    assert len(server.taken) == 1


def test_a_letter_whose_worker_died_and_of_which_no_row_is_left_goes_out_with_the_next_tidying(
    server: MailServer, noon: Any
) -> None:
    letter = post()
    Letter.objects.update(state=State.SENDING, claimed_at=NOW)
    work()  # finds it taken, and is done
    noon.move_to(NOW + actions.LEASE)
    assert actions.resume() == 0
    noon.move_to(NOW + actions.LEASE + timedelta(seconds=1))
    assert actions.resume() == 1
    work()
    assert (state(letter), len(server.taken)) == (State.SENT, 1)


def test_without_a_change_there_is_no_letter(server: MailServer) -> None:
    def change() -> None:
        with transaction.atomic():
            post()
            raise LookupError("it failed")

    with pytest.raises(LookupError):
        change()
    work()
    assert server.taken == []


@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA", "."])
@pytest.mark.parametrize("reply", ["451 busy", "drop"])
def test_what_a_server_does_not_take_now_is_tried_again_under_the_same_id(
    server: MailServer, noon: Any, at: str, reply: str
) -> None:
    letter = post()
    server.answer = lambda command: reply if command.startswith(at) else None
    with pytest.raises(NotNow):
        actions.send(letter.public_id)
    assert state(letter) == State.WAITING
    server.answer = lambda command: None
    work()
    assert [message["Message-ID"] for message in server.taken] == [f"<letter.{letter.public_id}@example.org>"]


def test_what_a_server_refuses_for_good_is_not_tried_again_but_may_be_put_back(server: MailServer) -> None:
    letter = post()
    server.answer = lambda command: "550 nobody here" if command.startswith("RCPT") else None
    work()
    assert state(letter) == State.FAILED
    assert "550 nobody here" in Letter.objects.get().last_error
    server.answer = lambda command: None
    work()
    assert server.taken == []
    call_command("mail", "retry", letter.public_id, stdout=StringIO())
    work()
    assert len(server.taken) == 1


def test_a_lost_goodbye_is_no_failure(server: MailServer) -> None:
    server.answer = lambda command: "drop" if command == "QUIT" else None
    letter = post()
    work()
    assert state(letter) == State.SENT


def test_without_a_server_letters_wait_where_one_sees_them_and_go_out_when_there_is_one(
    settings: Any, server: MailServer
) -> None:
    kept, settings.SMTP = settings.SMTP, None
    letter = post()
    work()
    assert state(letter) == State.WAITING
    out = StringIO()
    call_command("mail", "list", stdout=out)
    assert "1 waiting" in out.getvalue()
    assert "No mail server is set (ALLOSTREAM_SMTP)" in out.getvalue()
    assert "A letter from Allostream" in out.getvalue()
    settings.SMTP = kept
    call_command("mail", "send", stdout=StringIO())
    work()
    assert len(server.taken) == 1


def test_what_is_no_longer_of_use_is_not_sent(server: MailServer, noon: Any) -> None:
    letter = post(kind=Kind("trial", good_for=timedelta(minutes=15)))
    noon.move_to(NOW + timedelta(minutes=15))
    work()
    assert (state(letter), server.taken) == (State.FAILED, [])
    noon.move_to(NOW + timedelta(days=31))
    assert actions.tidy() == 1


def test_what_waited_in_vain_for_a_server_is_not_kept_for_ever(settings: Any, noon: Any) -> None:
    settings.SMTP = None
    post()
    noon.move_to(NOW + TRIAL.good_for + timedelta(days=30))
    assert actions.tidy() == 0
    noon.move_to(NOW + TRIAL.good_for + timedelta(days=31))
    assert actions.tidy() == 1


def test_a_letter_that_cannot_be_set_up_waits_and_tells_why(server: MailServer) -> None:
    letter = post()
    Letter.objects.update(subject="two\nlines")
    with pytest.raises(ValueError, match=r".*"):
        actions.send(letter.public_id)
    assert state(letter) == State.WAITING
    assert "ValueError" in Letter.objects.get().last_error


def test_optional_letters_say_how_to_stop_them_and_are_not_written_to_who_did(server: MailServer) -> None:
    ada = people.ada()
    post(to=ada, kind=NEWS, unsubscribe="https://example.org/letters/x")
    ada.wants_letters = False
    with transaction.atomic():
        assert actions.post(to=ada, kind=NEWS, values={}, head=HEAD) is None
    post(to=ada)
    work()
    assert sorted(str(message["List-Unsubscribe"]) for message in server.taken) == [
        "<https://example.org/letters/x>", "None",
    ]  # fmt: skip


def test_letters_travel_encrypted_and_never_past_a_certificate_that_nobody_vouches_for(
    settings: Any, socket_enabled: None, tmp_path: Path, monkeypatch: Any
) -> None:
    certificate = certificate_in(tmp_path)
    settings.MAIL_FROM = "no-reply@example.org"
    with MailServer(certificate) as server:
        settings.SMTP = Server.read(f"smtp://me:p%40ss@127.0.0.1:{server.port}")
        letter = post()
        with pytest.raises(NotNow, match="CERTIFICATE"):
            actions.send(letter.public_id)
        assert not [command for command in server.commands if command.startswith(("AUTH", "MAIL"))]
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert actions.send(letter.public_id)
        assert [command.split()[0] for command in server.commands].count("STARTTLS") == 2


@pytest.mark.parametrize("address", ["", "a", "a@b@c", "a@b\nBcc: c@d", "a b@c", "a,c@d", "<a@b>", f"{'a' * 250}@b.fr"])
def test_what_is_no_address_gets_no_letter(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(ValueError, match="address"):
        post(to=address)
    assert not OutboxRow.objects.exists()


def test_a_strangers_words_stay_words_in_html() -> None:
    text = "Hello <b>\n\nhttps://evil.example/x\n\n- one\n- two & three\n\nhttps://example.org/a?b=1&c=2\n"
    html = html_of(Written("A <title>", text), "en", "https://example.org")
    assert "Hello &lt;b&gt;" in html
    assert "A &lt;title&gt;" in html
    assert "<ul><li>one</li><li>two &amp; three</li></ul>" in html
    assert html.count("<a ") == 1
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html
    assert parted("  A\tsubject \n\n\n one\n \n\ntwo\n\n") == Written("A subject", "one\n\ntwo\n")


def test_the_command_tries_the_server_and_says_what_is_wrong(server: MailServer, settings: Any) -> None:
    factories.make_sites()
    out = StringIO()
    call_command("mail", "test", "ada@example.org", stdout=out)
    assert "has taken it" in out.getvalue()
    server.answer = lambda command: "535 who are you" if command.startswith("MAIL") else None
    with pytest.raises(CommandError, match="refused it"):
        call_command("mail", "test", "ada@example.org", stdout=out)
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("mail", "test", "ada", stdout=out)
    settings.SMTP = None
    with pytest.raises(CommandError, match="ALLOSTREAM_SMTP"):
        call_command("mail", "test", "ada@example.org", stdout=out)


@pytest.mark.parametrize("url", ["mail.example.org", "http://x", "smtp://", "smtp://host/path", "smtp://host:port"])
def test_a_setting_that_names_no_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Server.read(url)
