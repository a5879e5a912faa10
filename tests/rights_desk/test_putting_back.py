"""After a counter notice links come back when the law says, unless a court was asked before."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from allostream.accounts.models import User
from allostream.catalogue.models import Title
from allostream.jobs.handlers import HANDLERS
from allostream.lib import clock
from allostream.lib.problems import Forbidden
from allostream.links.models import ShownLink
from allostream.mail.models import Letter
from allostream.outbox.models import OutboxRow
from allostream.rights_desk import putting_back
from allostream.rights_desk.case_rules import CaseState, ItemState
from allostream.rights_desk.clock_rules import put_back
from allostream.rights_desk.models import Case, Item
from allostream.rights_desk.putting_back import NothingToPutBack
from allostream.rights_desk.reading.shape import Kind, Signature, SignatureKind, Who
from allostream.rights_desk.ringing import ring
from tests import people
from tests.rights_desk.notices import STUDIO, notice, send

pytestmark = pytest.mark.django_db
BY_SECRET = Signature(SignatureKind.TYPED, "Nora Exemple", holds=True)


@pytest.fixture
def first(film: Title) -> Case:
    return send(notice(film.links.get().canonical_url)).case


@pytest.fixture
def counter(first: Case) -> Case:
    said = notice(
        kind=Kind.COUNTER_NOTICE, refers_to=(first.public_id,), works=(), explanation="It is my own film, by mistake.",
        sender=Who(name="Ada", email="ada@people.example"),
    )  # fmt: skip
    return send(said).case


def later(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_what_is_countered_comes_back_at_noon_of_the_twelfth_business_day(
    lead: User, film: Title, first: Case, counter: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Forbidden):
        putting_back.plan(counter, by=people.ada())
    planned = putting_back.plan(counter, by=lead)
    earliest, _planned, latest = put_back(counter.received_at)
    assert earliest.at < planned.due_at < latest.at
    assert planned.due_at.astimezone(ZoneInfo("America/New_York")).hour == 12
    told = Letter.objects.filter(kind="desk_letter", address=STUDIO.email).get().text
    assert "It is my own film, by mistake." in told
    assert "ada@people.example" not in told
    assert Item.objects.get(case=first).state == ItemState.COUNTERED
    assert not ShownLink.objects.exists()
    with pytest.raises(NothingToPutBack):
        putting_back.plan(counter, by=lead)
    row = OutboxRow.objects.get(topic=putting_back.PUT_BACK)
    assert row.due_at == planned.due_at
    HANDLERS[row.topic](row.payload)  # before its time nothing happens
    assert not ShownLink.objects.exists()
    later(monkeypatch, planned.due_at + timedelta(seconds=1))
    for _ in range(2):
        HANDLERS[row.topic](row.payload)
    assert ShownLink.objects.exists()
    assert Item.objects.get(case=first).state == ItemState.RESTORED
    first.refresh_from_db()
    assert first.state == CaseState.DECIDED
    assert Letter.objects.filter(kind="desk_decided", address=STUDIO.email).count() == 1


def test_the_clock_puts_back_even_where_the_row_is_lost(
    lead: User, first: Case, counter: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = putting_back.plan(counter, by=lead)
    OutboxRow.objects.all().delete()
    later(monkeypatch, planned.due_at - timedelta(hours=1))
    ring()
    assert not Letter.objects.filter(kind="desk_rings", text__contains=first.public_id, address=lead.email).exists()
    later(monkeypatch, planned.due_at + timedelta(minutes=1))
    ring()
    assert ShownLink.objects.exists()


@pytest.mark.parametrize("is_proved", [False, True])
def test_proof_of_court_action_by_the_notifier_stops_it(
    lead: User, first: Case, counter: Case, monkeypatch: pytest.MonkeyPatch, is_proved: bool
) -> None:
    planned = putting_back.plan(counter, by=lead)
    signed = BY_SECRET if is_proved else Signature(SignatureKind.TYPED, "Nora Exemple")
    send(notice(kind=Kind.COURT_PROOF, refers_to=(first.public_id,), works=(), signature=signed))
    assert Item.objects.get(case=first).state == (ItemState.COURT_ACTION if is_proved else ItemState.COUNTERED)
    if not is_proved:  # anybody could write so: a person looks
        putting_back.stop(first, by=lead, why="The complaint bears the stamp of the court.")
    row = OutboxRow.objects.get(topic=putting_back.PUT_BACK)
    later(monkeypatch, planned.due_at + timedelta(days=1))
    HANDLERS[row.topic](row.payload)
    ring()
    assert not ShownLink.objects.exists()
    assert Item.objects.get(case=first).state == ItemState.COURT_ACTION
    with pytest.raises(NothingToPutBack):
        putting_back.stop(first, by=lead)
