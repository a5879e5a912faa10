"""Trusted flaggers (DSA, article 22): the registry, who of the senders is one, and the watch on their errors.

add_flagger ─► confirmed by a person against the public list ─► its notices go first
                                                                 │ one in ten of at least fifty was wrong
                    resume_flagger ◄─ a person ◄─ suspended, coordinator and people here are written to
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet

from allostream.accounts.models import User
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.countries import is_country
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.mail import actions as mail
from allostream.mail.rules import Kind, is_address
from allostream.rights_desk.case_rules import ItemState, Lane
from allostream.rights_desk.identity_rules import own_domain
from allostream.rights_desk.letters import head_of
from allostream.rights_desk.models import Flagger, Item, Sender
from allostream.rights_desk.on_call import on_call
from allostream.rights_desk.reading.shape import Subject
from allostream.rights_desk.sender_rules import WINDOW, errs_too_often

ERRS = Kind("desk_flagger_errs")
STOOD = (ItemState.REMOVED, ItemState.COUNTRY_BLOCKED)
WRONG = (ItemState.REFUSED, ItemState.RESTORED)
NAMED = 50  # cases in the letter to the coordinator
MEMBER_STATES = frozenset({
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT",
    "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
})  # fmt: skip


class NotAFlagger(Problem):
    """An entry of the registry that cannot be one."""

    code = "not-a-flagger"
    status = 422
    sentence = gettext_noop("“%(value)s” will not do for %(field)s: %(remedy)s.")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the registry as somebody gives it. `country`: whose coordinator has given the status; `areas`:
    subjects for which it was given, none for all; `source`: where the award can be read."""

    name: str
    country: str
    source: str
    valid_from: date
    valid_until: date | None = None
    decision: str = ""
    coordinator: str = ""
    domains: Sequence[str] = ()
    areas: Sequence[str] = ()


def checked(entry: Entry) -> Entry:
    """The entry as it is kept. Raises NotAFlagger, which names the field and what to do."""
    country = entry.country.strip().upper()
    domains = [(text, own_domain(text)) for text in entry.domains if text.strip()]
    bad_domain = next((text for text, name in domains if not name), None)
    bad_area = next((one for one in entry.areas if one not in set(Subject)), None)
    faults = (
        (not entry.name.strip(), "name", entry.name, gettext_noop("write its name as it stands in the public list")),
        (country not in MEMBER_STATES or not is_country(country), "country", entry.country,
         gettext_noop("write the code of a Member State, as FR")),
        (not re.match(r"https://\S+\.\S+", entry.source.strip()), "source", entry.source,
         gettext_noop("give the https address at which the award can be read")),
        (bool(entry.coordinator) and not is_address(entry.coordinator.strip()), "coordinator", entry.coordinator,
         gettext_noop("write an e-mail address, or nothing")),
        (not domains or bad_domain is not None, "domains", bad_domain or "",
         gettext_noop("name at least one domain of its own from which it writes, as company.org")),
        (bad_area is not None, "areas", bad_area or "", gettext_noop("name subjects such as copyright, or none")),
        (entry.valid_until is not None and entry.valid_until < entry.valid_from, "valid_until", str(entry.valid_until),
         gettext_noop("it must not end before it begins")),
    )  # fmt: skip
    for is_bad, field, value, remedy in faults:
        if is_bad:
            raise NotAFlagger(value=value[:100], field=field, remedy=remedy)
    return Entry(
        entry.name.strip()[:200], country, entry.source.strip()[:500], entry.valid_from, entry.valid_until,
        entry.decision.strip()[:300], entry.coordinator.strip().lower()[:254],
        tuple(dict.fromkeys(name for _text, name in domains)), tuple(dict.fromkeys(entry.areas)),
    )  # fmt: skip


def add_flagger(entry: Entry, *, by: Actor) -> Flagger:
    """Add an entry, or change the one of the same name; it counts once a person has compared it with the public list.
    Raises NotAFlagger."""
    good = checked(entry)
    values = {
        "country": good.country, "source": good.source, "valid_from": good.valid_from, "valid_until": good.valid_until,
        "decision": good.decision, "coordinator": good.coordinator, "domains": list(good.domains),
        "areas": list(good.areas), "confirmed_at": None, "confirmed_by": None,
    }  # fmt: skip
    with transaction.atomic():
        row, _made = Flagger.objects.update_or_create(
            name=good.name, defaults=values, create_defaults={**values, "counted_since": clock.now()}
        )
        _bind_senders(row)
        _note("desk.add-flagger", row, by, domains=list(good.domains), areas=list(good.areas), source=good.source)
    return row


def confirm_flagger(public_id: str, *, by: User, is_confirmed: bool) -> None:
    """Say that a trusted flagger is one, by the list of the Commission; or take that back. Raises NotFound."""
    with transaction.atomic():
        row = _locked(public_id)
        row.confirmed_at, row.confirmed_by = (clock.now(), by) if is_confirmed else (None, None)
        row.save(update_fields=["confirmed_at", "confirmed_by"])
        _bind_senders(row)
        _note("desk.confirm-flagger", row, Actor.person(by.public_id), confirmed=is_confirmed)


def suspend_flagger(public_id: str, *, by: Actor, why: str) -> None:
    """Close the lane of a flagger while its coordinator inquires; its notices are taken as those of anybody. Raises
    NotFound."""
    with transaction.atomic():
        row = _locked(public_id)
        if row.suspended_at is None:
            row.suspended_at = clock.now()
            row.save(update_fields=["suspended_at"])
            _note("desk.suspend-flagger", row, by, why=why)


def resume_flagger(public_id: str, *, by: Actor, why: str) -> None:
    """Open the lane of a flagger again; its errors are counted anew from now. Raises NotFound."""
    with transaction.atomic():
        row = _locked(public_id)
        row.suspended_at, row.counted_since = None, clock.now()
        row.save(update_fields=["suspended_at", "counted_since"])
        _note("desk.resume-flagger", row, by, why=why)


def _locked(public_id: str) -> Flagger:
    row = Flagger.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def _bind_senders(row: Flagger) -> None:
    """Have the senders of its domains be those of a flagger, and no others. Two queries."""
    theirs = Sender.objects.filter(domain__in=list(row.domains))
    theirs.update(flagger=row)
    Sender.objects.filter(flagger=row).exclude(domain__in=list(row.domains)).update(flagger=None)


def flagger_of(domain: str) -> Flagger | None:
    """The flagger whose domain it is, confirmed or not. One query, for there are few."""
    if not domain:
        return None
    return next((row for row in Flagger.objects.order_by("name") if domain in row.domains), None)


def is_in_force(row: Flagger, today: date, subject: str = "") -> bool:
    """Whether a row counts on a day, for a subject where one is given: confirmed, within its dates, not suspended."""
    if row.confirmed_at is None or row.suspended_at is not None:
        return False
    if subject and row.areas and subject not in row.areas:
        return False
    return row.valid_from <= today and (row.valid_until is None or today <= row.valid_until)


def public_flaggers() -> list[Flagger]:
    """Those who are trusted flaggers here, suspended ones among them, by name. One query."""
    today = clock.now().date()
    rows = Flagger.objects.filter(confirmed_at__isnull=False, valid_from__lte=today).order_by("name")
    return [row for row in rows if row.valid_until is None or today <= row.valid_until]


def watch(sender_id: int, states: Collection[ItemState]) -> None:
    """Look whether a flagger errs too often now that items of its notices were decided, in the caller's transaction.

    Where one in ten of at least fifty was refused or reversed, its lane is closed, and the coordinator that gave the
    status is told with the cases (DSA, article 22(6)), and so are those who answer for the desk. One query for
    whoever is no flagger.
    """
    if not set(states) & set(WRONG):
        return
    row = Flagger.objects.filter(senders=sender_id, confirmed_at__isnull=False, suspended_at=None).first()
    if row is None:
        return
    wrong, decided = errors_of(row, clock.now())
    if not errs_too_often(wrong, decided):
        return
    row = _locked(row.public_id)
    if row.suspended_at is not None:
        return
    row.suspended_at = clock.now()
    row.save(update_fields=["suspended_at"])
    told = _tell(row, wrong, decided)
    _note("desk.suspend-flagger", row, Actor.system("rights-desk"), wrong=wrong, decided=decided, told=told)


def errors_of(row: Flagger, now: datetime) -> tuple[int, int]:
    """How many items of a flagger's notices were found wrong in the window, and how many were decided. One query."""
    counted = dict(_counted(row, now).order_by().values_list("state").annotate(Count("pk")))
    wrong = sum(counted.get(state, 0) for state in WRONG)
    return wrong, wrong + sum(counted.get(state, 0) for state in STOOD)


def _counted(row: Flagger, now: datetime) -> QuerySet[Item]:
    since = max(now - WINDOW, row.counted_since or now - timedelta(days=36_500))
    return Item.objects.filter(case__sender__flagger=row, case__lane=Lane.FLAGGER, decided_at__gte=since)


def _tell(row: Flagger, wrong: int, decided: int) -> int:
    """Write to the coordinator, where its address is known, and to those who answer for the desk. Returns to how
    many."""
    head = head_of("")
    if head is None:
        return 0
    cases = (
        _counted(row, clock.now()).filter(state__in=WRONG).order_by("case").values_list("case__public_id", flat=True)
    )
    numbers = list(dict.fromkeys(cases))[:NAMED]
    values = {
        "name": row.name, "wrong": wrong, "decided": decided, "numbers": [f"{head.origin}/n/{one}" for one in numbers],
        "decision": row.decision, "has_coordinator": bool(row.coordinator),
    }  # fmt: skip
    count = 0
    if row.coordinator:
        mail.post(
            to=row.coordinator, kind=ERRS, values=values, head=head, language="fr" if row.country == "FR" else "en"
        )
        count += 1
    for person in on_call(""):
        if is_address(person.email):
            mail.post(to=person, kind=ERRS, values=values, head=head)
            count += 1
    return count


def _note(action: str, row: Flagger, by: Actor, *, why: str = "", **after: object) -> None:
    audit.record(action, by=by, subject_kind="flagger", subject_id=row.public_id, after=after, why=why)
