"""Trusted flaggers: the registry at the desk, the lane, the public list, and what follows where one errs too often."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.mail.models import Letter
from allostream.rights_desk import flagging
from allostream.rights_desk.case_rules import ClockKind, Door, Lane
from allostream.rights_desk.deciding import decide_items
from allostream.rights_desk.flagging import Entry
from allostream.rights_desk.models import Case, Flagger, Item, Sender
from allostream.rights_desk.reading.shape import Signature, SignatureKind, Subject
from allostream.rights_desk.receiving import keep_message, receive
from tests import people
from tests.pages.reading import main_of
from tests.rights_desk.notices import notice

GIVEN = {
    "do": "add", "name": "Film Watch", "country": "fr", "source": "https://arcom.example/award",
    "coordinator": "dsc@arcom.example", "domains": "exemple-films.example, watch.example", "valid_from": "2025-03-01",
    "areas": ["copyright"], "decision": "2025-17",
}  # fmt: skip
SIGNED = Signature(SignatureKind.PGP, "A", holds=True)


@pytest.fixture
def lead(sites: Any) -> User:
    person = people.chiara()
    people.give(person, Role.LEAD)
    return person


@pytest.fixture
def desk(english: Client, lead: User) -> Client:
    english.force_login(lead)
    return english


def flagger(lead: User, **more: Any) -> Flagger:
    entry = Entry("Film Watch", "FR", "https://arcom.example/award", date(2025, 3, 1), **{
        "domains": ["exemple-films.example"], "coordinator": "dsc@arcom.example", **more,
    })  # fmt: skip
    row = flagging.add_flagger(entry, by=Actor.person(lead.public_id))
    flagging.confirm_flagger(row.public_id, by=lead, is_confirmed=True)
    row.refresh_from_db()
    return row


def sent(*addresses: str, **changes: Any) -> Case:
    reading = notice(*(addresses or ("https://films.example/a",)), signature=SIGNED, **changes)
    return receive(keep_message(b"a notice", door=Door.MAIL, site="en"), reading).case


def test_an_entry_counts_once_a_person_has_confirmed_it(desk: Client, english: Client) -> None:
    assert desk.post("/bench/desk/senders", GIVEN).status_code == 302
    row = Flagger.objects.get()
    assert (row.country, row.domains, row.areas) == ("FR", ["exemple-films.example", "watch.example"], ["copyright"])
    assert sent().lane == Lane.NORMAL
    assert "Film Watch" not in main_of(english.get("/notices/trusted-flaggers"))
    desk.post("/bench/desk/senders", {"do": "confirm", "flagger": row.public_id})
    case = sent()
    assert case.lane == Lane.FLAGGER
    assert case.clocks.filter(kind=ClockKind.FLAGGER).exists()
    for where, words in (("/notices/trusted-flaggers", "France"), ("/bench/desk/senders", "in force")):
        said = main_of(english.get(where))
        assert "Film Watch" in said
        assert words in said


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"country": "US"}, "write the code of a Member State"),
        ({"name": " "}, "as it stands in the public list"),
        ({"source": "arcom"}, "https address"),
        ({"domains": ""}, "at least one domain"),
        ({"domains": "watch.example gmail.com"}, "gmail.com"),
        ({"coordinator": "nobody"}, "or nothing"),
        ({"valid_until": "2025-01-01"}, "must not end before"),
        ({"valid_until": "tomorrow"}, "2026-12-31"),
        ({"areas": "everything"}, "subjects such as copyright"),
    ],
)
def test_an_entry_that_cannot_be_one_is_refused_with_what_to_do(
    desk: Client, changed: dict[str, Any], words: str
) -> None:
    answer = desk.post("/bench/desk/senders", {**GIVEN, **changed})
    assert answer.status_code == 422
    said = main_of(answer)
    assert words in said
    assert not Flagger.objects.exists()


def test_the_lane_is_for_the_subjects_and_days_of_the_award_alone(lead: User) -> None:
    row = flagger(lead, areas=["copyright"])
    assert sent().lane == Lane.FLAGGER
    assert sent(subject=Subject.TRADEMARK).lane == Lane.NORMAL
    Flagger.objects.filter(pk=row.pk).update(valid_until=clock.now().date() - timedelta(days=1))
    assert sent().lane == Lane.NORMAL


def test_the_lane_is_for_who_has_shown_to_be_it_alone(lead: User) -> None:
    flagger(lead)
    reading = notice("https://films.example/a")  # the address of a flagger, typed by anybody
    assert receive(keep_message(b"a", door=Door.FORM, site="en"), reading).case.lane == Lane.NORMAL


def test_a_sender_of_another_domain_is_no_flagger_any_more(lead: User) -> None:
    flagger(lead)
    sent()
    assert Sender.objects.get().flagger is not None
    flagger(lead, domains=["watch.example"])
    assert Sender.objects.get().flagger is None


def err(lead: User, wrong: int, right: int) -> None:
    """Have so many of a flagger's addresses be found wrong and right."""
    case = sent(*(f"https://films.example/{number}" for number in range(wrong + right)))
    case.items.update(state="received")
    items = list(case.items.order_by("position"))
    Item.objects.filter(pk__in=[one.pk for one in items[wrong:]]).update(state="removed", decided_at=clock.now())
    decide_items(case, items[:wrong], "refuse", by=lead, why="It is another film.", refusal="wrong_target")


def test_a_flagger_that_errs_too_often_loses_its_lane_and_its_coordinator_is_told(lead: User, english: Client) -> None:
    row = flagger(lead)
    err(lead, 6, 45)
    row.refresh_from_db()
    assert row.suspended_at is not None
    letters = {letter.address: letter for letter in Letter.objects.filter(kind="desk_flagger_errs")}
    assert set(letters) == {"dsc@arcom.example", lead.email}
    case = Case.objects.get()
    told = letters["dsc@arcom.example"]
    assert case.public_id in told.text
    assert "51" in told.text
    assert told.language == "fr"
    entry = AuditEntry.objects.get(action="desk.suspend-flagger")
    assert '"wrong":6' in entry.payload.after_json.replace(" ", "")
    assert sent().lane == Lane.NORMAL
    assert "suspended while its coordinator inquires" in main_of(english.get("/notices/trusted-flaggers"))
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        flagging.resume_flagger(row.public_id, by=Actor.person(lead.public_id), why="The coordinator has closed it.")
    assert sent().lane == Lane.FLAGGER
    row.refresh_from_db()
    assert flagging.errors_of(row, clock.now()) == (0, 0)  # what was told once is not told again


@pytest.mark.parametrize(("wrong", "right"), [(5, 45), (6, 43), (49, 0)])
def test_few_errors_or_few_addresses_close_no_lane(lead: User, wrong: int, right: int) -> None:
    row = flagger(lead)
    err(lead, wrong, right)
    row.refresh_from_db()
    assert row.suspended_at is None
    assert not Letter.objects.filter(kind="desk_flagger_errs").exists()


def test_the_command_adds_lists_and_closes(sites: Any, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--country", "FR", "--source", "https://arcom.example/award", "--from", "2025-03-01"]
    given += ["--domain", "watch.example"]
    call_command("flaggers", "add", "Film Watch", *given)
    row = Flagger.objects.get()
    assert row.confirmed_at is None
    call_command("flaggers", "suspend", "Film Watch", "--why", "asked by the coordinator")
    row.refresh_from_db()
    assert row.suspended_at is not None
    call_command("flaggers", "resume", "Film Watch", "--why", "closed")
    call_command("flaggers", "list")
    assert "Film Watch" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nobody"):
        call_command("flaggers", "suspend", "Nobody", "--why", "x")
    with pytest.raises(CommandError, match="Member State"):
        call_command("flaggers", "add", "Other", *["US" if one == "FR" else one for one in given])
