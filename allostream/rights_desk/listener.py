"""Taking mail from the mail server of this machine, by LMTP (RFC 2033) or SMTP, on a loopback address.

A mail is answered with 250 once it is kept, and not before: until then the mail server has it, and tries again.
"""

import asyncio
import logging
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import close_old_connections, connections
from django.db.utils import DatabaseError

from allostream.rights_desk import mail_intake
from allostream.rights_desk.mail_settings import Listener, tag_of
from allostream.rights_desk.receiving import LONGEST_MESSAGE, TooLong

log = logging.getLogger(__name__)
# RFC 5321 (section 4.5.3.1.6) allows 1,000; programs that write notices put a paragraph or a list on one line, and
# the mail server before us lets it pass. What it has taken we must not send back.
LONGEST_LINE = 1_000_000


class _Smtp(SMTP):
    line_length_limit = LONGEST_LINE


class _Lmtp(LMTP):
    line_length_limit = LONGEST_LINE


class Handler:
    """What is answered to each step of the talk."""

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take mail for the desk's address alone, with or without the tag of a case."""
        if tag_of(address, settings.DESK_MAIL) is None:
            return "550 5.1.1 No such address here"
        if envelope.rcpt_tos:  # one answer is given to a mail, LMTP wants one for each recipient
            return "452 4.5.3 One recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail with its trace (RFC 5321, section 4.4), then say so."""
        content = envelope.original_content or b""
        recipient = envelope.rcpt_tos[0] if envelope.rcpt_tos else ""
        trace = f"Return-Path: <{_plain(envelope.mail_from)}>\r\nDelivered-To: {_plain(recipient)}\r\n"
        try:
            number = await asyncio.to_thread(_keep, trace.encode("ascii", "replace") + content)
        except TooLong:
            return "552 5.3.4 Too large"
        except DatabaseError:
            log.exception("desk.listener_could_not_keep")
            return "451 4.3.0 Try again later"
        return f"250 2.0.0 Kept as {number}"


def _keep(content: bytes) -> str:
    close_old_connections()
    try:
        return mail_intake.keep_mail(content).public_id
    finally:
        connections.close_all()


def _plain(address: str | None) -> str:
    return "".join(sign for sign in address or "" if "!" <= sign <= "~" and sign not in "<>")[:320]


class _Door(Controller):
    """The server in a thread of its own, which speaks the protocol of the setting."""

    def __init__(self, where: Listener) -> None:
        super().__init__(Handler(), hostname=where.host, port=where.port)
        self._is_lmtp = where.is_lmtp

    def factory(self) -> SMTP:
        """A talk with one client."""
        limits: dict[str, Any] = {"data_size_limit": LONGEST_MESSAGE, "enable_SMTPUTF8": False, "timeout": 120}
        return (_Lmtp if self._is_lmtp else _Smtp)(self.handler, ident="Allostream", hostname="localhost", **limits)


def open_door(where: Listener) -> Controller:
    """Begin to listen; `stop()` of what is returned ends it. Raises OSError where the port is taken."""
    door = _Door(where)
    door.start()
    return door
