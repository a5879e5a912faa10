"""What is kept of people in cases: until when, by which law; what goes before that, and what an export holds."""

import importlib
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client

from allostream.accounts.holdings import holdings
from allostream.accounts.leaving import leave
from allostream.accounts.models import User
from allostream.audit.models import AuditEntry
from allostream.audit.queries import verify
from allostream.audit.rules import Actor
from allostream.jobs.loops import LOOPS
from allostream.lib import clock
from allostream.links.models import ShownLink, StayDown, WatchLink
from allostream.mail.models import Letter
from allostream.rights_desk import keeping, proving
from allostream.rights_desk.case_rules import Door, ItemState
from allostream.rights_desk.deciding import UPHOLD, decide_items
from allostream.rights_desk.models import Case, IdentityCheck, Message, Party, ReadRecord, Sender
from allostream.rights_desk.queries import unread_messages
from allostream.rights_desk.receiving import keep_message, note_refused, note_trouble, receive
from allostream.rights_desk.secrets import secret_of
from tests import factories as make
from tests import people
from tests.rights_desk.notices import STUDIO, notice, send

pytestmark = pytest.mark.django_db
PRIVATE = ("Nora Exemple", "exemple-films", "rue du Port", "+33 1 00", "without our permission")


@pytest.fixture
def lead() -> User:
    make.make_sites()
    person = people.basile()
    people.give(person, people.Role.LEAD)
    return person


def decided(lead: User, **changes: Any) -> Case:
    """A case on which everything is decided: the link of a film was withdrawn for good."""
    link = make.make_free_film().links.get()
    case = send(notice(link.canonical_url, **changes)).case
    decide_items(case, list(case.items.all()), UPHOLD, by=lead, why="The copy is the studio's film.")
    case.refresh_from_db()
    return case


def everything_about(case: Case) -> str:
    """All that the tables of the desk say of a case, as text."""
    tables = (
        Case.objects.filter(pk=case.pk), case.parties.all(), case.items.all(), case.works.all(), case.statements.all(),
        case.messages.all(), Sender.objects.all(), Message.objects.all(), ReadRecord.objects.all(),
    )  # fmt: skip
    payloads = AuditEntry.objects.filter(subject_id=case.public_id)
    words = payloads.values_list("payload__after_json", "payload__why")
    return repr([*(list(one.values_list()) for one in tables), list(words)])


def test_a_case_is_kept_whole_for_five_years_and_then_names_nobody_while_the_link_stays_down(lead: User) -> None:
    case = decided(lead)
    secret, message = secret_of(case), case.message
    assert case.decided_at is not None
    assert [one.number for one in keeping.kept_cases()] == [case.public_id]
    with time_machine.travel(case.decided_at.replace(year=case.decided_at.year + 5) - timedelta(hours=1)):
        assert keeping.erase_due() == 0
    assert "Nora Exemple" in everything_about(case)
    with time_machine.travel(case.decided_at.replace(year=case.decided_at.year + 5) + timedelta(hours=1)):
        LOOPS["tidy"].step("test")
        assert keeping.erase_due() == 0  # once
        told = everything_about(case)
        assert [one for one in PRIVATE if one in told] == []
        assert list(keeping.kept_cases()) == []
        reader = Client()
        assert reader.get(f"/notices/case/{case.public_id}", {"key": secret}).status_code == 404
        public = reader.get(f"/notices/case/{case.public_id}")
        assert public.status_code == 200
        assert [one for one in PRIVATE if one in public.content.decode()] == []
    message.refresh_from_db()
    assert (bytes(message.content), len(message.sha256)) == (b"", 64)
    assert case.items.get().state == ItemState.REMOVED
    assert StayDown.objects.filter(case=case.public_id, lifted_at=None).exists()
    assert not ShownLink.objects.exists()
    assert verify().broken is None


def test_a_case_on_which_something_waits_is_not_erased_however_old(lead: User) -> None:
    case = send(notice(make.make_free_film().links.get().canonical_url)).case
    with time_machine.travel(clock.now() + timedelta(days=3000)):
        assert keeping.erase_due() == 0
    assert Party.objects.filter(case=case).exists()


def test_a_sender_of_whom_another_case_is_kept_stays_known(lead: User) -> None:
    case = decided(lead)
    other = send(notice("https://video.example/2")).case
    keeping.erase_case(case)
    assert Sender.objects.get().email == STUDIO.email
    assert Party.objects.get(case=other).name == STUDIO.name


def test_who_wishes_it_has_erased_what_no_claim_needs_and_nothing_else(
    lead: User, capsys: pytest.CaptureFixture[str]
) -> None:
    case = decided(lead)
    call_command("retained", "shorten", case.public_id, "--why", "asked by letter from the address of the case")
    party = Party.objects.get(case=case)
    assert (party.address, party.phone, party.name, party.email) == ("", "", STUDIO.name, STUDIO.email)
    call_command("retained", "shorten", case.public_id, "--why", "again")
    call_command("retained", "cases")
    said = capsys.readouterr().out
    assert "Nothing was left to erase." in said
    assert f"{case.public_id}\t" in said
    assert "Code civil, art. 2224" in said
    with pytest.raises(CommandError, match="There is no case"):
        call_command("retained", "shorten", "none", "--why", "x")


def rows_of(person: User, name: str) -> list[Any]:
    (holding,) = (one for one in holdings() if one.name == name)
    return list(holding.rows(person))


def test_an_export_holds_the_cases_of_its_owner_as_sender_and_as_submitter(lead: User) -> None:
    ada, eve = people.ada(), people.eve()
    case = decided(lead, sender=STUDIO.__class__(name="Ada", email="Ada@example.org", phone="+33 2"))
    WatchLink.objects.update(submitted_by=eve)
    (sent,) = rows_of(ada, "cases")
    assert sent["number"] == case.public_id
    assert sent["parties"][0]["phone"] == "+33 2"
    assert sent["addresses"][0]["state"] == ItemState.REMOVED
    assert sent["letters"]
    (named,) = rows_of(eve, "cases_about_links")
    assert (named["case"], named["state"]) == (case.public_id, ItemState.REMOVED)
    assert "+33 2" not in repr(named)
    assert rows_of(eve, "cases") == rows_of(ada, "cases_about_links") == []
    ada.emailaddress_set.update(verified=False)
    assert rows_of(ada, "cases") == []  # an address that is only typed opens nobody's cases


def test_who_leaves_is_forgotten_but_for_what_the_law_has_us_keep(lead: User) -> None:
    ada = people.ada()
    case = decided(lead, sender=STUDIO.__class__(name="Ada", email=ada.email, phone="+33 2", address="Rue A"))
    WatchLink.objects.update(submitted_by=ada)
    leave(ada, law_applies=False, by=Actor.person(ada.public_id))
    party = Party.objects.get(case=case)
    assert (party.phone, party.address, party.name) == ("", "", "Ada")
    assert not WatchLink.objects.exclude(submitted_by=None).exists()
    assert not Letter.objects.filter(address=ada.email).exists()
    assert Case.objects.get(pk=case.pk).shortened_at is not None


INCOMPLETE = {
    "matter": "copyright", "do": "send", "name": "Nora Exemple", "email": "nora@exemple-films.example",
    "postal": "1 rue du Port", "addresses": "https://films.example/a",
}  # fmt: skip


def test_a_form_that_was_not_complete_is_erased_after_six_months(lead: User) -> None:
    sent = clock.now()
    assert Client(SERVER_NAME="localhost").post("/notices/send", INCOMPLETE).status_code == 422
    message = Message.objects.get()
    assert b"Nora Exemple" in bytes(message.content)
    assert not message.cases.exists()
    with time_machine.travel(sent + timedelta(days=180)):
        assert keeping.erase_messages_due() == 0
    with time_machine.travel(sent + timedelta(days=186)):
        LOOPS["tidy"].step("test")
        assert keeping.erase_messages_due() == 0  # once
    told = repr(list(Message.objects.values_list()))
    assert [one for one in PRIVATE if one in told] == []
    message.refresh_from_db()
    assert (bytes(message.content), message.ends_at) == (b"", None)
    assert len(message.sha256) == 64
    entry = AuditEntry.objects.select_related("payload").get(action="desk.erase-message")
    assert (entry.subject_id, entry.payload.why) == (message.public_id, "DSA, art. 20(1); GDPR, art. 5(1)(e)")
    assert verify().broken is None


def test_a_form_that_is_complete_in_the_end_is_kept_with_its_case(lead: User) -> None:
    kept = keep_message(b"Nora Exemple", door=Door.FORM, site="en")
    note_refused(kept, "Its columns were shown; nothing was sent since.")
    kept.refresh_from_db()
    assert kept.ends_at is not None
    assert kept.read_at is not None
    receive(kept, notice("https://films.example/a"))
    kept.refresh_from_db()
    assert kept.ends_at is None
    with time_machine.travel(clock.now() + timedelta(days=400)):
        assert keeping.erase_messages_due() == 0
    kept.refresh_from_db()
    assert bytes(kept.content) == b"Nora Exemple"


def test_what_nobody_could_read_waits_for_a_person_five_years(lead: User) -> None:
    kept = keep_message(b"\0\1\2 Nora Exemple", door=Door.MAIL)
    note_trouble(kept, "No text.")
    with time_machine.travel(clock.now() + timedelta(days=5 * 365 - 1)):
        assert keeping.erase_messages_due() == 0
        assert unread_messages()
    with time_machine.travel(clock.now() + timedelta(days=5 * 365 + 3)):
        assert keeping.erase_messages_due() == 1
        assert not unread_messages()


def handed_in(*, has_case: bool) -> IdentityCheck:
    """A document of authority of a sender, who has a case or none."""
    if has_case:
        send(notice("https://films.example/a"))
    now = clock.now()
    sender, _made = Sender.objects.get_or_create(email=STUDIO.email, defaults={"first_at": now, "last_at": now})
    return proving.hand_in(sender, b"%PDF-1.7 Nora Exemple", "authority.pdf", "Exemple Films SA", site="en")


def has_bytes(check: IdentityCheck) -> bool:
    row = IdentityCheck.objects.select_related("document").get(pk=check.pk)
    return row.document is not None and bool(bytes(row.document.content))


def test_a_document_of_authority_is_kept_as_long_as_its_mandate_holds(lead: User) -> None:
    check = handed_in(has_case=False)
    proving.judge_document(check.sender, check.public_id, is_accepted=True, by=lead, why="The register says so.")
    with time_machine.travel(clock.now() + timedelta(days=200)):
        assert keeping.erase_messages_due() == 0
        assert has_bytes(check)
    with time_machine.travel(clock.now() + timedelta(days=366 + 31)):
        assert keeping.erase_messages_due() == 1
        assert not has_bytes(check)


@pytest.mark.parametrize("is_accepted", [True, False])
def test_a_document_of_authority_is_kept_as_long_as_a_case_of_its_sender(lead: User, is_accepted: bool) -> None:
    check = handed_in(has_case=True)
    proving.judge_document(check.sender, check.public_id, is_accepted=is_accepted, by=lead, why="As the register says.")
    with time_machine.travel(clock.now() + timedelta(days=4 * 365)):
        keeping.erase_messages_due()
        assert has_bytes(check)
    case = Case.objects.get()
    keeping.erase_case(case)  # the last of its sender, whose checks go with it
    assert not IdentityCheck.objects.exists()
    assert b"Nora" not in b"".join(bytes(one.content) for one in Message.objects.all())


def test_a_document_that_nothing_rests_on_is_erased_after_six_months(lead: User) -> None:
    check = handed_in(has_case=False)
    proving.judge_document(check.sender, check.public_id, is_accepted=False, by=lead, why="It is of another year.")
    with time_machine.travel(clock.now() + timedelta(days=186)):
        assert keeping.erase_messages_due() == 1
    assert not has_bytes(check)
    client = Client(SERVER_NAME="localhost")
    client.force_login(lead)
    where = f"/bench/desk/senders/{check.sender.public_id}"
    assert client.get(where).status_code == 200
    assert client.get(where, {"document": check.public_id}).status_code == 404


def test_messages_from_before_get_an_end(lead: User) -> None:
    refused, unread = (keep_message(b"a", door=Door.FORM) for _ in range(2))
    note_refused(refused, "no")
    case = send(notice("https://films.example/a")).case
    Message.objects.update(ends_at=None)
    migration = importlib.import_module("allostream.rights_desk.migrations.0007_ends_of_messages_without_a_case")
    migration.give_ends(apps, None)
    ends = dict(Message.objects.values_list("pk", "ends_at"))
    assert ends[case.message_id] is None
    assert ends[refused.pk] == refused.received_at + timedelta(days=184)
    assert ends[unread.pk] == unread.received_at + timedelta(days=1827)
