"""Every write of reports: somebody says what is wrong with a link, and is answered. Nobody needs an account for it."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import F, Q

from allostream.accounts.letters_address import unsubscribe
from allostream.accounts.models import User
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.checks.actions import look_earlier
from allostream.community.models import Fault, Report
from allostream.community.reporting_rules import (
    CONFIRMED_BY,
    OF_RIGHTS,
    TOLD_BY_HOST,
    Reason,
    State,
    country_of,
    urgency,
)
from allostream.community.voter_rules import month_of
from allostream.community.voters import marks_of
from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.links.models import WatchLink
from allostream.mail import actions as mail
from allostream.mail.rules import Kind
from allostream.sites.models import Site
from allostream.sites.queries import letterhead

CHECKER = Actor.system("link-check")
AT_ONCE = 500
ANSWERED = Kind("report-answered", is_optional=True, good_for=timedelta(days=30))


class NotAReport(Problem):
    """What concerns rights was sent as a report."""

    code = "not-a-report"
    status = 422
    sentence = gettext_noop("What concerns rights is decided elsewhere: write it as an objection, not as a report.")


class AlreadyDecided(Problem):
    """A fault that was decided is decided a second time."""

    code = "already-decided"
    status = 409
    sentence = gettext_noop("This report has been answered already.")


class AnswerMissing(Problem):
    """A report is to be decided without a word to those who made it."""

    code = "answer-missing"
    status = 422
    sentence = gettext_noop("Write what was found: everybody who reported it reads the answer.")


def report(
    link_id: str, reason: Reason, *, country: str, language: str, site: Site, who: str, by: Actor,
    person: User | None = None, words: str = "", email: str = "",
) -> Report:  # fmt: skip
    """Note that something is wrong with a link; the same fault that is open already gets one more voice.

    Whoever reports the same again before it is answered adds words, and is not counted twice. A fault that its host can
    tell of has the host asked before its turn. Raises NotFound, and NotAReport for a reason of rights.
    """
    if reason in OF_RIGHTS:
        raise NotAReport
    now = clock.now()
    with transaction.atomic():
        link = WatchLink.objects.select_for_update(no_key=True).filter(public_id=link_id, removed_at=None).first()
        if link is None:
            raise NotFound
        fault, _made = Fault.objects.get_or_create(
            link=link, reason=reason, country=country_of(reason, country), state=State.OPEN,
            defaults={"opened_at": now, "reported_at": now},
        )  # fmt: skip
        marks = marks_of(who, f"report {fault.public_id}", month_of(now.date()))
        if not Report.objects.filter(fault=fault, voter__in=marks.all).exists():
            fault.people += 1
        fault.reported_at, fault.urgency = now, urgency(reason, fault.people)
        fault.save(update_fields=["people", "reported_at", "urgency"])
        said = Report.objects.create(
            fault=fault, site=site, country=country, language=language, words=words, email=email, person=person,
            voter=marks.today, made_at=now,
        )  # fmt: skip
        if reason in TOLD_BY_HOST:
            look_earlier([link.pk])
        audit.record(
            "report.make", by=by, subject_kind="link", subject_id=link_id, site=site.slug,
            after={"report": said.public_id, "fault": fault.public_id, "reason": reason.value, "country": country},
        )  # fmt: skip
    return said


def answer_fault(fault_id: str, state: State, answer: str, *, by: Actor) -> Fault:
    """Decide on a fault, with a word to all who reported it. What follows for the link is another action.

    Raises NotFound, AlreadyDecided and AnswerMissing.
    """
    if not answer.strip() or state is State.OPEN:
        raise AnswerMissing
    with transaction.atomic():
        fault = Fault.objects.select_for_update().filter(public_id=fault_id).first()
        if fault is None:
            raise NotFound
        if fault.state != State.OPEN:
            raise AlreadyDecided
        _decide(fault, state, answer.strip(), by)
    return fault


def _decide(fault: Fault, state: State, answer: str, by: Actor) -> None:
    fault.state, fault.answer = state, answer
    fault.decided_at, fault.decided_by = clock.now(), f"{by.kind}:{by.id}"
    fault.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    _tell(fault)
    audit.record(
        "report.answer", by=by, subject_kind="fault", subject_id=fault.public_id,
        before={"state": State.OPEN.value}, after={"state": state.value, "people": fault.people}, why=answer,
    )  # fmt: skip


def _tell(fault: Fault) -> None:
    """Write to everybody who reported a fault and wants to be written to: whoever gave an address for it asked for this
    one letter, others have the choice of their account. A query, and those of a letter for each."""
    rows = Report.objects.filter(fault=fault).select_related(
        "site", "person", "fault__link__title", "fault__link__host"
    )
    told: set[str] = set()
    for one in rows.order_by("pk"):
        to = one.email or one.person
        address = one.email or (one.person.email if one.person else "")
        if to is None or address.lower() in told:
            continue
        told.add(address.lower())
        head, link = letterhead(one.site), one.fault.link
        mail.post(
            to=to, kind=ANSWERED, head=head, language=one.language,
            unsubscribe="" if one.email or not one.person else unsubscribe(one.person, head.origin),
            values={
                "number": one.public_id, "host": link.host.name, "title": link.title.name, "answer": fault.answer,
                "is_confirmed": fault.state == State.ACCEPTED, "address": f"{head.origin}/report/{one.public_id}",
            },
        )  # fmt: skip


def join_faults(gone_id: str, kept_id: str, *, by: Actor) -> Fault:
    """Make one fault of two of the same link, with all that was said of either. Raises NotFound, AlreadyDecided.

    Those who reported the one that goes follow the other from then on.
    """
    with transaction.atomic():
        found = {
            fault.public_id: fault
            for fault in Fault.objects.select_for_update().filter(public_id__in=[gone_id, kept_id])
        }
        if len(found) < 2 or found[gone_id].link_id != found[kept_id].link_id:
            raise NotFound
        gone, kept = found[gone_id], found[kept_id]
        if State.OPEN not in {gone.state} & {kept.state}:
            raise AlreadyDecided
        Report.objects.filter(fault=gone).update(fault=kept)
        kept.people += gone.people
        kept.opened_at, kept.reported_at = min(kept.opened_at, gone.opened_at), max(kept.reported_at, gone.reported_at)
        kept.urgency = max(gone.urgency, urgency(Reason(kept.reason), kept.people))
        kept.save(update_fields=["people", "opened_at", "reported_at", "urgency"])
        gone.delete()
        audit.record(
            "report.join", by=by, subject_kind="fault", subject_id=kept_id,
            after={"joined": gone_id, "reason": gone.reason, "people": kept.people},
        )  # fmt: skip
    return kept


def settle_by_looks() -> int:
    """Answer the open faults that a look at the host, made after the report, confirms; returns how many.

    One query where there are none, three for each that is answered.
    """
    confirmed = reduce(
        or_, (Q(reason=reason, link__health__in=sorted(healths)) for reason, healths in CONFIRMED_BY.items())
    )
    waiting = Fault.objects.filter(confirmed, state=State.OPEN, link__health_checked_at__gt=F("reported_at"))
    with transaction.atomic():
        found = list(waiting.select_for_update(of=("self",)).order_by("pk")[:AT_ONCE])
        for fault in found:
            _decide(fault, State.ACCEPTED, "", CHECKER)
    return len(found)


def forget_addresses(before: datetime, *, by: Actor) -> int:
    """Delete the e-mail addresses of reports that were answered before a moment; returns how many.

    They were given to be told the answer, and are kept no longer than that takes (regulation (EU) 2016/679, article
    5(1)(e)). No page shows one.
    """
    with transaction.atomic():
        over = Report.objects.filter(fault__decided_at__lt=before).exclude(email="")
        forgotten = over.update(email="")
        if forgotten:
            audit.record(
                "report.forget-addresses", by=by, subject_kind="privacy", subject_id="community",
                after={"reports": forgotten},
            )  # fmt: skip
    return forgotten
