"""Handing a letter to the mail server of the operator, by SMTP with TLS (RFC 5321, 8314).

The server is named by a setting, never by a visitor; so this does not go through allostream.net, which guards what
visitors and sources make us ask.
"""

import smtplib
import ssl
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from allostream.mail.models import Letter
from allostream.mail.rules import Written, html_of
from allostream.mail.smtp_server import Server

TIMEOUT = 20.0  # seconds for each step of the talk


class Refused(Exception):
    """The server will never take this letter (a reply of the class 5)."""


class NotNow(Exception):
    """The server did not take the letter this time."""


def message_of(letter: Letter, sender: str, now: datetime) -> EmailMessage:
    """The letter as it goes out. Its Message-ID is that of the letter, the same at each try, so that a mailbox which
    got it twice knows it; and it is marked so that no robot answers it (RFC 3834)."""
    domain = sender.rpartition("@")[2]
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(letter.site_name, addr_spec=sender)
    message["To"] = Address(addr_spec=letter.address)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<letter.{letter.public_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if letter.reply_to:
        message["Reply-To"] = Address(addr_spec=letter.reply_to)
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    html = html_of(Written(letter.subject, letter.text), letter.language, letter.origin)
    message.add_alternative(html, subtype="html")
    if letter.attached_xml:
        message.add_attachment(letter.attached_xml.encode(), "application", "xml", filename=letter.attached_name)
    message["Content-Language"] = letter.language
    return message


def hand_over(message: EmailMessage, server: Server, sender: str, to: str) -> None:
    """Hand a letter to the server; it has taken it when this returns. Raises Refused and NotNow."""
    try:
        with _connected(server) as talk:
            talk.send_message(message, from_addr=sender, to_addrs=[to])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _failure(code, words) from error
    except smtplib.SMTPResponseException as error:
        # Wrong credentials are the operator's to mend: the letter is good, and waits.
        is_ours = isinstance(error, smtplib.SMTPAuthenticationError)
        raise _failure(400 if is_ours else error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotNow(f"{type(error).__name__}: {error}") from error


class _Talk:
    """A connection whose end is not waited for: the letter is taken already when the server says 250 to its text."""

    def __init__(self, talk: smtplib.SMTP) -> None:
        self._talk = talk

    def __enter__(self) -> smtplib.SMTP:
        return self._talk

    def __exit__(self, *_error: object) -> None:
        try:
            self._talk.quit()
        except (smtplib.SMTPException, OSError):
            self._talk.close()


def _connected(server: Server) -> _Talk:
    context = ssl.create_default_context()
    if server.tls == "implicit":
        talk: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    else:
        talk = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.tls == "starttls":
            talk.starttls(context=context)
        if server.user:
            talk.login(server.user, server.password)
    except BaseException:
        talk.close()
        raise
    return _Talk(talk)


def _failure(code: int, words: bytes | str) -> Exception:
    told = f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
    return Refused(told) if code >= 500 else NotNow(told)
