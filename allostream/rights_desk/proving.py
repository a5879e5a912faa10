"""How a sender shows who they are: a letter to their address, a word at their domain, a document that a person accepts.

    send_link(address) ─► letter ─► confirm_address(token) ─► a secret page of the sender
    ask_domain(sender, way, domain) ─► outbox ─► look(check) asks the domain ─► passed or failed
    hand_in(sender, document) ─► a person at the desk: judge_document

Nothing is kept of an address before its owner has answered: the link itself says what it is good for.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from allostream.accounts.models import User
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.mail import actions as mail
from allostream.mail.rules import Kind, is_address
from allostream.net import door, txt
from allostream.net.asking import Ask, Asker, Limits, Purpose, Reply
from allostream.net.errors import NetError, NoSuchName
from allostream.outbox import actions as outbox
from allostream.rights_desk.case_rules import Door
from allostream.rights_desk.flagging import flagger_of
from allostream.rights_desk.identity_rules import (
    FILE_PATH,
    HOLDS_FOR,
    OF_DOMAIN,
    RECORD_LABEL,
    WORD,
    Fault,
    Way,
    has_word,
    is_of,
    links_to,
    own_domain,
)
from allostream.rights_desk.keeping_rules import refused_until
from allostream.rights_desk.letters import head_of
from allostream.rights_desk.models import IdentityCheck, Message, Sender
from allostream.rights_desk.receiving import keep_message
from allostream.rights_desk.sender_rules import domain_of
from allostream.rights_desk.senders import checks_holding, shown_of
from allostream.sites.queries import all_sites

log = logging.getLogger(__name__)

LOOK = "desk.check-identity"
LINK = Kind("desk_link", is_urgent=True, good_for=timedelta(hours=24))
JUDGED = Kind("desk_authority")
LINK_HOLDS = timedelta(hours=24)
SALT = "allostream.rights_desk.sender"
AGAIN_BEFORE = timedelta(days=14)
MOST_CHECKS = 30  # of one sender
LARGEST_DOCUMENT = 10 * 1024 * 1024
LIMITS = Limits(seconds=10, size=512 * 1024, redirects=3, ports=frozenset({443}), cut=True)
SCHEME = "https"  # what comes over http may be anybody's on the way
# By their first bytes: what a browser or a person opens without running it.
DOCUMENTS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}

# The door and the name servers, as tests replace them by servers of their own.
open_door: Callable[[], AbstractContextManager[Asker]] = door.open_door
txt_records: Callable[[str], tuple[str, ...]] = txt.txt_records


class NotAnAddress(Problem):
    """Something that is no e-mail address."""

    code = "not-an-address"
    status = 422
    sentence = gettext_noop("This is not a whole e-mail address: write it as name@company.com.")


class LinkIsOver(Problem):
    """A link of a letter that is older than a day, or that was torn."""

    code = "link-is-over"
    status = 410
    sentence = gettext_noop("This link holds for a day and was meant to be followed whole: ask for another one.")


class NoDomain(Problem):
    """Something that is no domain of anybody's own."""

    code = "no-domain"
    status = 422
    sentence = gettext_noop("Write a domain of your own, as company.com; the domain of a mail service is nobody’s.")


class TooManyChecks(Problem):
    """More checks than one sender may ask for."""

    code = "too-many-checks"
    status = 429
    sentence = gettext_noop("There are very many checks of yours already: write to the desk.")


class NotADocument(Problem):
    """A file of a kind that is not taken as a document."""

    code = "not-a-document"
    status = 422
    sentence = gettext_noop("Choose a document in PDF, PNG or JPEG of at most 10 MB, and say for which holder.")


def send_link(email: str, *, site: str, language: str) -> None:
    """Write a letter with a link to an address; whoever follows it has shown that the address is theirs. Raises
    NotAnAddress."""
    given = email.strip().lower()
    head = head_of(site)
    if not is_address(given) or head is None:
        raise NotAnAddress
    token = signing.dumps({"email": given}, salt=SALT, compress=True)
    with transaction.atomic():
        values = {"address": f"{head.origin}/n/who?token={token}"}
        mail.post(to=given, kind=LINK, values=values, head=head, language=language)


def address_in(token: str) -> str:
    """The address to which a link was sent. Raises LinkIsOver."""
    try:
        return str(signing.loads(token, salt=SALT, max_age=LINK_HOLDS)["email"])
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise LinkIsOver from error


def confirm_address(token: str) -> Sender:
    """Note that the address of a letter is that of whoever has followed its link. Raises LinkIsOver."""
    email, now = address_in(token), clock.now()
    with transaction.atomic():
        sender, _made = Sender.objects.get_or_create(
            email=email,
            defaults={
                "domain": domain_of(email),
                "first_at": now,
                "last_at": now,
                "flagger": flagger_of(domain_of(email)),
            },
        )
        before = shown_of(sender, now).until
        IdentityCheck.objects.create(
            sender=sender, way=Way.MAIL, value=email, asked_at=now, passed_at=now, valid_until=now + HOLDS_FOR[Way.MAIL]
        )
        _note("desk.prove-address", sender, Actor.system("sender"))
        _stand(sender, before)
    return sender


def secret_of(sender: Sender) -> str:
    """The secret of a sender's own page; "" where their address is not confirmed, or no longer. Each confirmation
    makes the earlier ones void. One query."""
    last = checks_holding(sender, clock.now()).filter(way=Way.MAIL).order_by("-pk").first()
    if last is None:
        return ""
    return salted_hmac(SALT, f"{sender.public_id}:{last.public_id}", algorithm="sha256").hexdigest()[:40]


def sender_with_secret(public_id: str, secret: str) -> Sender:
    """The sender whose own page a secret opens. Two queries. Raises NotFound."""
    rows = Sender.objects.select_related("flagger")
    found = rows.filter(public_id=public_id if is_id(public_id) else "").first()
    right = secret_of(found) if found is not None else ""
    if found is None or not right or not constant_time_compare(right, secret):
        raise NotFound
    return found


def checks_of(sender: Sender) -> list[IdentityCheck]:
    """The checks of a sender, the latest first. One query."""
    return list(sender.checks.select_related("document").defer("document__content").order_by("-asked_at", "-pk"))


def check_with_id(sender: Sender, public_id: str) -> IdentityCheck:
    """A check of a sender with its document. One query. Raises NotFound."""
    found = sender.checks.select_related("document").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def word_of(sender: Sender, domain: str) -> str:
    """What must stand at a domain for this sender, and at no other's."""
    return WORD + salted_hmac(SALT + ".domain", f"{sender.public_id}:{domain}", algorithm="sha256").hexdigest()[:32]


def ask_domain(sender: Sender, way: str, domain: str) -> IdentityCheck:
    """Have the worker look whether a domain is a sender's, by one of OF_DOMAIN; the same again looks again. Raises
    NoDomain, TooManyChecks."""
    name = own_domain(domain)
    if not name or way not in OF_DOMAIN:
        raise NoDomain
    now = clock.now()
    with transaction.atomic():
        _lock(sender)
        check = sender.checks.filter(way=way, value=name).order_by("-pk").first()
        if check is None:
            _check_count(sender)
            check = IdentityCheck.objects.create(
                sender=sender, way=way, value=name, asked_at=now,
                token_hash=hashlib.sha256(word_of(sender, name).encode()).hexdigest(),
            )  # fmt: skip
        outbox.post(LOOK, {"check": check.public_id}, unique_key=check.public_id, priority=7)
    return check


def _lock(sender: Sender) -> None:
    Sender.objects.select_for_update(of=("self",)).get(pk=sender.pk)


def _check_count(sender: Sender) -> None:
    if sender.checks.exclude(way=Way.MAIL).count() >= MOST_CHECKS:
        raise TooManyChecks


def look(payload: Mapping[str, Any]) -> None:
    """Ask a domain for what its owner was to put there, and note what came of it. The network is asked outside of a
    transaction; a name server or host that does not answer leaves what was shown before as it is."""
    check = IdentityCheck.objects.select_related("sender").filter(public_id=payload["check"]).first()
    if check is None or check.way not in OF_DOMAIN:
        return
    fault = _fault_of(check)
    now = clock.now()
    with transaction.atomic():
        _lock(check.sender)
        before = shown_of(check.sender, now).until
        row = IdentityCheck.objects.select_related("sender").get(pk=check.pk)
        if fault is None:
            row.passed_at, row.failed_at, row.note = now, None, ""
            row.valid_until = now + HOLDS_FOR[Way(row.way)]
        else:
            row.failed_at, row.note = now, fault
            if fault is not Fault.NO_ANSWER:
                row.passed_at = row.valid_until = None
        row.save(update_fields=["passed_at", "failed_at", "note", "valid_until"])
        _note("desk.check-domain", row.sender, Actor.system("rights-desk"), way=row.way, domain=row.value, fault=fault)
        _stand(row.sender, before)


def look_again() -> int:
    """Have the worker look again at domains whose proof ends soon, so that what still stands there goes on. One query;
    returns how many."""
    soon = clock.now() + AGAIN_BEFORE
    rows = IdentityCheck.objects.filter(way__in=OF_DOMAIN, passed_at__isnull=False, failed_at=None)
    numbers = list(rows.filter(valid_until__lte=soon).order_by("valid_until").values_list("public_id", flat=True)[:100])
    if numbers:
        with transaction.atomic():
            for number in sorted(numbers):
                outbox.post(LOOK, {"check": number}, unique_key=number)
    return len(numbers)


def _fault_of(check: IdentityCheck) -> Fault | None:
    """What keeps a domain from being a sender's, None where it is."""
    sender, domain = check.sender, check.value
    word = word_of(sender, domain)
    try:
        if check.way == Way.DNS:
            texts = txt_records(f"{RECORD_LABEL}.{domain}")
            return None if has_word(texts, word) else Fault.NO_RECORD
        with open_door() as ask:
            if check.way == Way.FILE:
                reply = _page(ask, f"{SCHEME}://{domain}{FILE_PATH}")
                missing, holds = Fault.NO_FILE, reply.status == 200 and has_word([reply.text], word)
            else:  # the front page alone: what stands further down may be written by anybody who has an account there
                reply = _page(ask, f"{SCHEME}://{domain}/")
                hosts = [site.domain for site in all_sites()]
                missing, holds = Fault.NO_LINK, reply.status == 200 and links_to(reply.text, hosts, sender.public_id)
    except NoSuchName:
        return Fault.NO_RECORD if check.way == Way.DNS else Fault.NO_ANSWER
    except (NetError, OSError) as error:
        log.info("desk.domain_silent check=%s error=%s", check.public_id, type(error).__name__)
        return Fault.NO_ANSWER
    if not is_of(reply.url.partition("://")[2].partition("/")[0].partition(":")[0], domain):
        return Fault.ELSEWHERE
    return None if holds else missing


def _page(ask: Asker, url: str) -> Reply:
    return ask(Ask(url, purpose=Purpose.ERRAND, limits=LIMITS, patience=30))


def hand_in(sender: Sender, content: bytes, name: str, holder: str, *, site: str) -> IdentityCheck:
    """Keep a document that gives authority to act for a holder; a person at the desk looks at it. Raises NotADocument,
    TooManyChecks."""
    kind = next((kind for head, kind in DOCUMENTS.items() if content.startswith(head)), "")
    if not kind or len(content) > LARGEST_DOCUMENT or not holder.strip():
        raise NotADocument
    now = clock.now()
    with transaction.atomic():
        _lock(sender)
        _check_count(sender)
        message = keep_message(content, door=Door.UPLOAD, media_type=kind, name=name, site=site)
        # It is no message to the desk; it is kept longer for as long as anything rests on it.
        Message.objects.filter(pk=message.pk).update(read_at=now, ends_at=refused_until(now))
        check = IdentityCheck.objects.create(
            sender=sender, way=Way.DOCUMENT, value=holder.strip()[:500], asked_at=now, document=message,
            token_hash=message.sha256,
        )  # fmt: skip
        _note("desk.hand-in-authority", sender, Actor.system("sender"), sha256=message.sha256, holder=check.value)
    return check


def judge_document(
    sender: Sender, public_id: str, *, is_accepted: bool, by: User, why: str, until: date | None = None
) -> None:
    """Accept a document as authority to act for its holder, a year at most, or refuse it. The sender is written to.
    Raises NotFound."""
    now = clock.now()
    with transaction.atomic():
        _lock(sender)
        check = check_with_id(sender, public_id)
        if check.way != Way.DOCUMENT or (is_accepted and check.document_id is None):  # erased: nothing can be looked at
            raise NotFound
        before = shown_of(sender, now).until
        end = now + HOLDS_FOR[Way.DOCUMENT]
        if until is not None:
            end = min(end, datetime.combine(until, time(23, 59), ZoneInfo("UTC")))
        if is_accepted:
            check.passed_at, check.failed_at, check.valid_until = now, None, end
        else:
            check.passed_at, check.failed_at, check.valid_until = None, now, None
        check.checked_by, check.note = by, why
        check.save(update_fields=["passed_at", "failed_at", "valid_until", "checked_by", "note"])
        _note(
            "desk.judge-authority", sender, Actor.person(by.public_id), why=why, accepted=is_accepted,
            holder=check.value,
        )  # fmt: skip
        _stand(sender, before)
        _tell(sender, check, why)


def _tell(sender: Sender, check: IdentityCheck, why: str) -> None:
    site = check.document.site if check.document else ""
    head, last = head_of(site), sender.cases.order_by("-pk").first()
    if head is None or not is_address(sender.email):
        return
    values = {"is_accepted": check.passed_at is not None, "holder": check.value, "until": check.valid_until, "why": why}
    language = last.language if last else next((one.language for one in all_sites() if one.slug == site), "en")
    mail.post(to=sender.email, kind=JUDGED, values=values, head=head, language=language)


def _stand(sender: Sender, before: datetime | None) -> None:
    """Have the row of a sender say until when they are verified by what they have shown, which was `before` another
    moment or none; what a person has found without checks stands."""
    until = shown_of(sender, clock.now()).until
    row = Sender.objects.filter(pk=sender.pk)
    if before is not None:
        row.filter(verified_until=before).update(verified_until=until)
    if until is not None:
        row.filter(Q(verified_until=None) | Q(verified_until__lt=until)).update(verified_until=until)


def _note(action: str, sender: Sender, by: Actor, *, why: str = "", **after: Any) -> None:
    audit.record(action, by=by, subject_kind="sender", subject_id=sender.public_id, after=after, why=why)
