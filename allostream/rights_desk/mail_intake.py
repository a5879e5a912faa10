"""Mail to the desk: kept at once, byte for byte; read and received by the worker, once, however often it is tried.

    keep_mail(bytes) ─► outbox ─► read_kept(message) ─► a case for each notice in it

Whoever has given a mail away may forget it as soon as keep_mail has returned. The same bytes again are the same
message.
"""

import hashlib
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import Problem
from allostream.outbox import actions as outbox
from allostream.rights_desk.case_rules import Door
from allostream.rights_desk.mail_settings import tag_of
from allostream.rights_desk.models import CaseMessage, Message
from allostream.rights_desk.reading import acns
from allostream.rights_desk.reading.messages import Setting, Told, read_mail
from allostream.rights_desk.reading.shape import Kind, Reading
from allostream.rights_desk.receiving import (
    LONGEST_MESSAGE,
    case_named,
    keep_message,
    keep_once,
    note_trouble,
    receive,
)
from allostream.sites.queries import all_sites

log = logging.getLogger(__name__)
READ = "desk.read-mail"
_LETTER = re.compile(r"<letter\.([^@<>\s]{6,40})@")
_KEY_NAME = re.compile(r"[^/\s@]+@[^/\s@]+\.asc", re.IGNORECASE)
HEAD_KEPT = 64 * 1024
FOR_EVER = timedelta(days=36_500)


def keep_mail(content: bytes, *, site: str = "") -> Message:
    """Keep a mail and have the worker read it; one that is kept already is left as it is. Raises TooLong."""
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        first = Message.objects.filter(sha256=digest, door=Door.MAIL).first()
        if first is not None:
            return first
        message = keep_once(
            content, scope="mail", within=FOR_EVER, door=Door.MAIL, media_type="message/rfc822", site=site
        )
        outbox.post(READ, {"message": message.public_id}, unique_key=message.public_id, priority=9)
    return message


def keep_head(head: bytes, size: int, where: str) -> Message:
    """Keep what can be kept of a mail that is too large, with a word for the person who will fetch the rest."""
    with transaction.atomic():
        message = keep_message(head[:HEAD_KEPT], door=Door.MAIL, media_type="message/rfc822")
        note_trouble(message, f"The mail has {size:,} bytes, more than {LONGEST_MESSAGE:,}: it lies at {where}.")
    return message


def read_kept(public_id: str) -> int:
    """Read a kept mail and receive what it says, all or nothing; returns for how many cases. A mail that was read
    before, or that no person wrote, gives none."""
    message = Message.objects.filter(public_id=public_id).first()
    if message is None or message.read_at is not None or message.trouble:
        return 0
    told = read_mail(bytes(message.content), setting_of())
    try:
        with transaction.atomic():
            # Whoever sets the moment first reads it; everybody else finds it set.
            if not Message.objects.filter(pk=message.pk, read_at=None).update(read_at=clock.now()):
                return 0
            return _received(message, told)
    except Problem as problem:
        note_trouble(message, str(problem))
        log.warning("desk.mail_refused message=%s code=%s", message.public_id, problem.code)
        return 0


def read_again(public_id: str) -> int:
    """Read a message anew that could not be read, such as with a better reader; returns for how many cases."""
    Message.objects.filter(public_id=public_id, read_at=None).update(trouble="")
    return read_kept(public_id)


def setting_of() -> Setting:
    """What a reader of mail knows of us, and the keys of those who sign. One query."""
    sites = all_sites()
    own = (settings.DESK_MAIL, settings.MAIL_FROM)
    us = acns.Us(
        frozenset(site.name for site in sites),
        frozenset(site.domain.split(":")[0].removeprefix("www.") for site in sites),
        frozenset(filter(None, (*(site.contact_email.lower() for site in sites), settings.DESK_MAIL.lower()))),
    )
    keys = registered_keys(settings.DESK_KEYS) if settings.DESK_KEYS else {}
    return Setting(us, keys, settings.MAIL_CHECKED_BY, tuple(filter(None, own)))


def _received(message: Message, told: Told) -> int:
    if not told.readings:
        audit.record(
            "desk.no-message", by=Actor.system("desk-mail"), subject_kind="message", subject_id=message.public_id,
            site=message.site, after={"robot": told.robot, "sha256": message.sha256},
        )  # fmt: skip
        return 0
    for reading in told.readings:
        receive(message, _about(reading, told), language=_language(reading))
    return len(told.readings)


def _about(reading: Reading, told: Told) -> Reading:
    """A Reading with the cases that the mail answers; what asks for nothing of its own is a reply."""
    named = tuple(_cases(told))
    refers = tuple(dict.fromkeys((*named, *reading.refers_to)))
    is_reply = (reading.kind is Kind.OTHER or not reading.addresses) and case_named(refers) is not None
    kind = Kind.REPLY if is_reply and reading.kind in (Kind.OTHER, Kind.NOTICE) else reading.kind
    return replace(reading, refers_to=refers, kind=kind)


def _cases(told: Told) -> Iterator[str]:
    """The numbers of cases: in the tag of our address, and of the letters of ours that it answers."""
    for address in told.mail.recipients:
        if tag := tag_of(address, settings.DESK_MAIL):
            yield tag
    letters = [found[1] for text in told.mail.refers_to if (found := _LETTER.match(text))][:20]
    if letters:
        yield from CaseMessage.objects.filter(letter__in=letters).values_list("case__public_id", flat=True)


def _language(reading: Reading) -> str:
    return reading.language if reading.language in ("en", "fr") else ""


def registered_keys(folder: Path) -> dict[str, list[str]]:
    """The keys of senders in a folder, each in a file `<address>.asc`. Read anew when the folder has changed."""
    try:
        return _keys(folder, folder.stat().st_mtime_ns)
    except OSError as error:
        log.warning("desk.keys_unreadable folder=%s error=%s", folder, error)
        return {}


@lru_cache(maxsize=2)
def _keys(folder: Path, _changed: int) -> dict[str, list[str]]:
    files = sorted(path for path in folder.iterdir() if _KEY_NAME.fullmatch(path.name))
    return {path.name[:-4].lower(): _parts(path.read_text(errors="replace")) for path in files}


def _parts(text: str) -> list[str]:
    """Armoured certificates in a text, one after the other."""
    end = "-----END PGP PUBLIC KEY BLOCK-----"
    parts: Sequence[str] = [part.strip() for part in text.split(end) if part.strip()]
    return [f"{part}\n{end}\n" for part in parts]
