"""Every write of letters: write one with the change that it tells of, send it, have what waits sent.

A letter is a row, and an outbox row has the worker send it. Without a mail server it waits until there is one.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template import Context, engines
from django.utils import translation

from allostream.lib import clock
from allostream.mail import rules, smtp
from allostream.mail.models import Letter
from allostream.mail.rules import Attached, Kind, Letterhead, Recipient, State, Written
from allostream.outbox import actions as outbox

log = logging.getLogger(__name__)
TOPIC = "mail.send"
LANGUAGES = ("en", "fr")
# A worker that took a letter and said nothing for so long has died; another takes it over.
LEASE = timedelta(minutes=5)
KEPT_DAYS = 30
LONGEST_SUBJECT = 300


def post(
    *, to: "Recipient | str", kind: Kind, values: Mapping[str, Any], head: Letterhead, language: str = "",
    unsubscribe: str = "", attached: Attached | None = None,
) -> Letter | None:  # fmt: skip
    """Write a letter in the caller's transaction; the worker sends it once that is committed.

    `to` is somebody with an account or an address; `values` fill the template, which also knows `site_name` and
    `origin`; `language` is the person's where it is not given; `attached` goes with it as a file. Addresses in values
    are whole: `head.origin` and the path. Returns None for a letter that the person does not want. Raises RuntimeError
    outside a transaction, ValueError for what is no address.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"The letter “{kind.name}” must be written in the transaction of its change: use atomic().")
    address, person = (to, None) if isinstance(to, str) else (to.email, to)
    if not rules.is_address(address):
        raise ValueError("A letter needs an address with one @ and nothing that parts addresses.")
    if person is not None and kind.is_optional and not person.wants_letters:
        return None
    spoken = _spoken(language or (person.language if person else ""))
    written = _written(kind, spoken, {**values, "site_name": head.name, "origin": head.origin})
    now = clock.now()
    letter = Letter.objects.create(
        kind=kind.name, account_id=person.pk if person else None, address=address, language=spoken,
        site_name=head.name, origin=head.origin, reply_to=head.contact if rules.is_address(head.contact) else "",
        unsubscribe=unsubscribe if kind.is_optional else "", subject=written.subject[:LONGEST_SUBJECT],
        text=written.text, attached_name=attached.name if attached else "",
        attached_xml=attached.xml if attached else "", written_at=now, good_until=now + kind.good_for,
    )  # fmt: skip
    _have_sent(letter.public_id, is_urgent=kind.is_urgent)
    return letter


def send(public_id: str) -> bool:
    """Send one letter; False when it was not sent now: there is no mail server, it is sent already or being sent, or it
    was refused for good. However often this is called, and by however many workers, a letter goes out once; only when
    a worker dies between the server's word and its own note is it sent again, under the same Message-ID.

    Raises smtp.NotNow, after which it is to be tried again.
    """
    if not settings.SMTP:
        return False
    letter = _claimed(public_id)
    if letter is None:
        return False
    if clock.now() >= letter.good_until:
        _end(letter, State.FAILED, "It was too late for it to be of any use.")
        return False
    try:
        message = smtp.message_of(letter, settings.MAIL_FROM, clock.now())
        smtp.hand_over(message, settings.SMTP, settings.MAIL_FROM, letter.address)
    except smtp.Refused as refusal:
        log.warning("mail.refused id=%s kind=%s", letter.public_id, letter.kind)
        _end(letter, State.FAILED, str(refusal))
        return False
    except BaseException as error:
        _end(letter, State.WAITING, f"{type(error).__name__}: {error}")
        raise
    _end(letter, State.SENT, "")
    return True


def resume(limit: int = 1000) -> int:
    """Have letters sent that nobody is told to send: written before there was a mail server, given up and put back, or
    taken by a worker that died. Returns how many."""
    with transaction.atomic():
        waiting = _free(clock.now()).order_by("written_at", "pk")
        ids = sorted(waiting.values_list("public_id", flat=True)[:limit])
        for public_id in ids:
            _have_sent(public_id, is_urgent=False)
    return len(ids)


def try_again(public_id: str) -> bool:
    """Put back a letter that a server refused; False when no such letter was refused or its words are forgotten."""
    with transaction.atomic():
        failed = Letter.objects.filter(public_id=public_id, state=State.FAILED).exclude(text="")
        number = failed.update(state=State.WAITING, ended_at=None, last_error="")
        if number:
            _have_sent(public_id, is_urgent=False)
    return bool(number)


def tidy() -> int:
    """Remove letters that were sent or refused long ago, or that waited in vain for a server until long after they were
    of any use. Returns how many."""
    long_ago = clock.now() - timedelta(days=KEPT_DAYS)
    ended = Letter.objects.filter(ended_at__lt=long_ago).delete()[0]
    return ended + Letter.objects.exclude(state=State.SENT).filter(ended_at=None, good_until__lt=long_ago).delete()[0]


def _have_sent(public_id: str, *, is_urgent: bool) -> None:
    outbox.post(TOPIC, {"letter": public_id}, unique_key=public_id, priority=10 if is_urgent else 1)


def _written(kind: Kind, language: str, values: Mapping[str, Any]) -> Written:
    """The letter in words. Its template is plain text: nothing is escaped in it, everything in the HTML made of it."""
    template = engines["django"].engine.get_template(f"letters/{kind.name}.txt")  # type: ignore[attr-defined]  # Django's
    with translation.override(language):
        return rules.parted(template.render(Context(values, autoescape=False)))


def _spoken(language: str) -> str:
    near = language.partition("-")[0]
    return near if near in LANGUAGES else LANGUAGES[0]


def _claimed(public_id: str) -> Letter | None:
    """The letter, taken by this worker alone; None when another has it or it is done."""
    now = clock.now()
    free = _free(now).filter(public_id=public_id)
    if not free.update(state=State.SENDING, claimed_at=now, tries=F("tries") + 1):
        return None
    return Letter.objects.get(public_id=public_id)


def _free(now: datetime) -> "QuerySet[Letter]":
    """Letters that any worker may take."""
    is_left = Q(state=State.SENDING, claimed_at__lt=now - LEASE)
    return Letter.objects.filter(Q(state=State.WAITING) | is_left)


def _end(letter: Letter, state: State, error: str) -> None:
    columns: dict[str, Any] = {"state": state, "last_error": error[:2000], "claimed_at": None}
    if state in (State.SENT, State.FAILED):
        columns["ended_at"] = clock.now()
    if state is State.SENT:
        # What it said is in the reader's mailbox, and was never ours to keep.
        columns["text"] = columns["attached_xml"] = ""
    Letter.objects.filter(pk=letter.pk).update(**columns)
