"""Reading a mailbox by IMAP: every mail is kept once and then marked; what is not marked is asked for again.

A mail is marked after it is kept, so that none is lost; one that was kept and not marked, because the reader stopped
between the two, is known by its bytes and not kept twice. Marks are a keyword of the mailbox (RFC 9051, section 2.3.2):
whether somebody has read a mail in their own program changes nothing. A server that knows no keywords gets a folder
instead, to which mails are moved. The server is named by a setting, never by a visitor.
"""

import logging
import ssl
from collections.abc import Iterator

from django.conf import settings
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from allostream.rights_desk import mail_intake
from allostream.rights_desk.mail_settings import Inbox
from allostream.rights_desk.receiving import LONGEST_MESSAGE

log = logging.getLogger(__name__)
MARK, FOLDER = "AllostreamKept", "Allostream-kept"
TIMEOUT = 30.0
AT_ONCE = 200


class NoInbox(Exception):
    """The mailbox cannot be read now; the words say why, without the password."""


def take_in(limit: int = AT_ONCE) -> int:
    """Keep what is new in the mailbox of the settings; returns how many mails. Raises NoInbox."""
    inbox: Inbox | None = settings.DESK_INBOX
    if inbox is None:
        return 0
    try:
        with _connected(inbox) as talk:
            return sum(1 for _uid in _kept(talk, inbox, limit))
    except (IMAPClientError, OSError) as error:
        raise NoInbox(f"{inbox.host}:{inbox.port}: {type(error).__name__}: {error}") from error


def _connected(inbox: Inbox) -> IMAPClient:
    context = ssl.create_default_context() if inbox.has_tls else None
    talk = IMAPClient(inbox.host, inbox.port, ssl=inbox.has_tls, ssl_context=context, timeout=TIMEOUT)
    try:
        talk.login(inbox.user, inbox.password)
    except BaseException:
        talk.shutdown()
        raise
    return talk


def _kept(talk: IMAPClient, inbox: Inbox, limit: int) -> Iterator[int]:
    told = talk.select_folder(inbox.folder)
    allowed = {flag.lower() for flag in told.get(b"PERMANENTFLAGS", ())}
    has_keywords = b"\\*" in allowed or MARK.lower().encode() in allowed
    wanted = ["UNDELETED", "UNKEYWORD", MARK] if has_keywords else ["UNDELETED"]
    for uid in sorted(talk.search(wanted))[:limit]:
        size = int(talk.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE", 0))
        is_large = size > LONGEST_MESSAGE
        part = b"BODY[HEADER]" if is_large else b"BODY[]"
        content = talk.fetch([uid], [part.replace(b"BODY", b"BODY.PEEK").decode()]).get(uid, {}).get(part)
        if content is None:  # somebody has removed it meanwhile
            continue
        if is_large:
            mail_intake.keep_head(content, size, f"{inbox.folder}, UID {uid}")
            talk.add_flags([uid], [b"\\Flagged"], silent=True)
        else:
            mail_intake.keep_mail(content)
        _mark(talk, uid, has_keywords)
        yield uid


def _mark(talk: IMAPClient, uid: int, has_keywords: bool) -> None:
    if has_keywords:
        talk.add_flags([uid], [MARK.encode()], silent=True)
        return
    if not talk.folder_exists(FOLDER):
        talk.create_folder(FOLDER)
    if talk.has_capability("MOVE"):
        talk.move([uid], FOLDER)
    else:
        talk.copy([uid], FOLDER)
        talk.delete_messages([uid], silent=True)
        talk.expunge([uid])
