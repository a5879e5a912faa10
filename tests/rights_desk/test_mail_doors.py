"""Mail to the desk through real servers: a mailbox read by IMAP, and our listener spoken to by the library's client."""

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from imapclient import IMAPClient
from pysequoia import SignatureMode, Tsk, sign

from allostream.config.settings import desk_door
from allostream.jobs.loops import LOOPS, run_once
from allostream.mail.models import Letter
from allostream.outbox.models import OutboxRow
from allostream.rights_desk import inbox, listener, mail_intake
from allostream.rights_desk.mail_settings import Inbox, Listener, tag_of, tagged
from allostream.rights_desk.models import Case, CaseMessage, Item, Message
from tests import factories as make
from tests.ports import free_port
from tests.rules.test_reading_mails import REVISIONS, SWORN

DESK = "rights@allostream.example"
LETTER = f"""Please remove this copy of our film “The General”: {{url}}

{SWORN}

Regards,
Nora Exemple
Exemple Films SA
1 rue du Port, 75000 Paris
Phone: +33 1 00 00 00 00
"""


def mail(text: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    given = {"From": "Nora Exemple <notices@exemple-films.example>", "To": DESK, "Subject": "Notice", **headers}
    for name, value in given.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def read_what_waits() -> None:
    for row in OutboxRow.objects.filter(topic=mail_intake.READ, done_at=None):
        mail_intake.read_kept(row.payload["message"])


@pytest.fixture
def mailbox(settings: Any, socket_enabled: None) -> Iterator[IMAPClient]:
    """A mailbox of a real IMAP server, as its owner's own program sees it."""
    port = free_port()
    command = [
        sys.executable,
        "-c",
        "from pymap.main import main; main()",
        "--no-service",
        "admin",
        "--host",
        "127.0.0.1",
    ]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--no-tls", "dict"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        talk = connected(port)
        settings.DESK_INBOX = Inbox("127.0.0.1", port, "demouser", "demopass", "INBOX", has_tls=False)
        yield talk
        talk.logout()
    finally:
        process.kill()
        process.wait()


def connected(port: int) -> IMAPClient:
    until = time.monotonic() + 20
    while True:
        try:
            talk = IMAPClient("127.0.0.1", port, ssl=False)
            talk.login("demouser", "demopass")
            return talk
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@pytest.mark.django_db
def test_a_mailbox_is_kept_mail_by_mail_and_nothing_is_lost_or_taken_twice(
    mailbox: IMAPClient, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.make_sites()
    for number in range(3):
        mailbox.append("INBOX", mail(LETTER.format(url=f"https://video.example/{number}")).as_bytes())
    mailbox.append("INBOX", mail("x" * 4000).as_bytes())
    monkeypatch.setattr(inbox, "LONGEST_MESSAGE", 4000)
    mark = inbox._mark

    def stops_before_it_marks(*_given: object) -> None:
        raise OSError("the reader was stopped")

    monkeypatch.setattr(inbox, "_mark", stops_before_it_marks)
    with pytest.raises(inbox.NoInbox):
        inbox.take_in()
    assert Message.objects.count() == 1
    monkeypatch.setattr(inbox, "_mark", mark)
    assert inbox.take_in(limit=2) == 2
    run_once(LOOPS["inbox"], "test")
    assert Message.objects.count() == 4
    assert inbox.take_in() == 0
    large = Message.objects.exclude(trouble="").get()
    assert "it lies at INBOX, UID" in large.trouble
    read_what_waits()
    read_what_waits()
    assert sorted(Item.objects.values_list("said", flat=True)) == [
        f"https://video.example/{number}" for number in range(3)
    ]
    settings.DESK_INBOX = Inbox("127.0.0.1", 1, "u", "secret", "INBOX", has_tls=False)
    with pytest.raises(inbox.NoInbox) as refusal:
        inbox.take_in()
    assert "secret" not in str(refusal.value)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("protocol", ["lmtp", "smtp"])
def test_the_listener_keeps_what_is_for_the_desk_before_it_says_so(
    settings: Any, socket_enabled: None, protocol: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.make_sites()
    settings.DESK_MAIL = DESK
    monkeypatch.setattr(listener, "LONGEST_MESSAGE", 50_000)
    where = Listener("127.0.0.1", free_port(), protocol == "lmtp")
    door = listener.open_door(where)
    client = smtplib.LMTP if protocol == "lmtp" else smtplib.SMTP
    try:
        with client("127.0.0.1", where.port) as talk:
            talk.sendmail(
                "notices@exemple-films.example", [DESK], mail(LETTER.format(url="https://video.example/1")).as_bytes()
            )
            assert Message.objects.count() == 1
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                talk.sendmail("a@b.example", ["other@allostream.example"], b"x")
            with pytest.raises(smtplib.SMTPResponseException) as refusal:
                talk.sendmail("a@b.example", [tagged(DESK, "abcdef")], b"x" * 60_000)
            assert refusal.value.smtp_code == 552
    finally:
        door.stop()
    content = bytes(Message.objects.get().content)
    assert content.startswith(
        b"Return-Path: <notices@exemple-films.example>\r\nDelivered-To: rights@allostream.example\r\n"
    )
    read_what_waits()
    assert Case.objects.get().door == "mail"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("protocol", ["lmtp", "smtp"])
def test_a_line_far_longer_than_mail_allows_is_kept_as_it_came(
    settings: Any, socket_enabled: None, protocol: str
) -> None:
    make.make_sites()
    settings.DESK_MAIL = DESK
    where = Listener("127.0.0.1", free_port(), protocol == "lmtp")
    door = listener.open_door(where)
    line = b"Our film: " + b"https://video.example/1 " * 2_000
    try:
        with (smtplib.LMTP if protocol == "lmtp" else smtplib.SMTP)("127.0.0.1", where.port) as talk:
            talk.sendmail("a@exemple-films.example", [DESK], b"Subject: Notice\r\n\r\n" + line + b"\r\n")
    finally:
        door.stop()
    assert line in bytes(Message.objects.get().content)


@pytest.mark.django_db
def test_signed_xml_by_mail_takes_the_link_away_and_a_reply_finds_its_case(settings: Any, tmp_path: Any) -> None:
    make.make_sites()
    settings.DESK_MAIL, settings.MAIL_FROM = DESK, "no-reply@allostream.example"
    settings.DESK_KEYS = tmp_path
    link = make.make_free_film().links.get()
    key = Tsk.generate("Agent <notices@agent.example>")
    (tmp_path / "notices@agent.example.asc").write_text(str(key.extract_certificate()))
    xml = REVISIONS["acns-1.2"].replace("https://allostream.example/film/low-tide", link.canonical_url)
    words = f"{SWORN}\n\n---Start ACNS XML\n{xml}\n---End ACNS XML\n"
    signed = sign(key.signer(), words.encode(), mode=SignatureMode.CLEAR).decode()
    message = mail_intake.keep_mail(mail(signed, From="J. Doe <notices@agent.example>").as_bytes())
    assert mail_intake.read_kept(message.public_id) == 1
    assert mail_intake.read_kept(message.public_id) == 0
    case = Case.objects.get()
    assert (case.doubts, case.reference) == ([], "WX-1")
    assert Letter.objects.get(kind="desk_receipt").reply_to == tagged(DESK, case.public_id)
    answer = mail("Thank you.", From="J. Doe <notices@agent.example>", To=tagged(DESK, case.public_id))
    mail_intake.read_kept(mail_intake.keep_mail(answer.as_bytes()).public_id)
    letter = CaseMessage.objects.exclude(letter="").first()
    assert letter is not None
    other = mail("And once more.", From="x@y.example", In_Reply_To=f"<letter.{letter.letter}@allostream.example>")
    mail_intake.read_kept(mail_intake.keep_mail(other.as_bytes()).public_id)
    replies = Case.objects.exclude(pk=case.pk)
    assert {(one.kind, one.about_id) for one in replies} == {("reply", case.pk)}
    assert replies.count() == 2


@pytest.mark.django_db
def test_programs_that_answer_open_no_case_and_are_not_answered(settings: Any) -> None:
    make.make_sites()
    settings.DESK_MAIL = DESK
    for headers in ({"Auto_Submitted": "auto-replied"}, {"Return_Path": "<>"}, {"From": DESK}):
        message = mail_intake.keep_mail(mail("I am away.", **headers).as_bytes())
        assert mail_intake.read_kept(message.public_id) == 0
        message.refresh_from_db()
        assert message.read_at is not None
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_what_could_not_be_read_is_listed_and_can_be_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    make.make_sites()
    message = mail_intake.keep_mail(mail(LETTER.format(url="https://video.example/1")).as_bytes())
    Message.objects.update(trouble="The reader stumbled.")
    assert mail_intake.read_kept(message.public_id) == 0
    call_command("desk_mail", "waiting")
    call_command("desk_mail", "read", message.public_id)
    said = capsys.readouterr().out
    assert f"{message.public_id}" in said
    assert "The reader stumbled." in said
    assert "Cases: 1" in said


def test_an_address_of_the_desk_carries_the_number_of_a_case() -> None:
    assert tag_of(tagged(DESK, "abc123def456"), DESK) == "abc123def456"
    assert tag_of(DESK.upper(), DESK) == ""
    assert tag_of("rights+x@elsewhere.example", DESK) is None


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        (Inbox, "imap+plain://u:p@mail.example/INBOX"), (Inbox, "imaps://mail.example"), (Inbox, "https://x"),
        (Listener, "lmtp://0.0.0.0:24"), (Listener, "smtp://mail.example:25"), (Listener, "lmtp://127.0.0.1"),
    ],
)  # fmt: skip
def test_a_door_that_is_not_safe_is_refused_at_the_start(kind: Any, url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="ALLOSTREAM_DESK_TRIAL"):
        desk_door(url, "DESK_TRIAL", kind, "an address")
