"""What an account leaves with: everything in one file, and then the end, with what the law keeps."""

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from allostream.accounts.leaving import forget_retained
from allostream.accounts.models import Outcome, Retained, User
from allostream.accounts.permission_rules import Role
from allostream.accounts.role_actions import bar, give_role
from allostream.audit import actions as audit
from allostream.audit.models import AuditEntry
from allostream.audit.queries import verify
from allostream.audit.rules import Actor
from allostream.community.models import Mute
from allostream.lib.dates import years_after
from allostream.mail.models import Letter
from allostream.rights.actions import facts
from allostream.rights.fact_reading import read
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import Property, Subject
from allostream.rights.queries.facts import About
from tests import factories, people
from tests.pages.reading import main_of, page
from tests.people import code_of_last_letter

pytestmark = pytest.mark.django_db
BY = Actor.command("test")


@pytest.fixture(autouse=True)
def no_limits_of_before() -> None:
    cache.clear()


def archive_of(client: Client) -> dict[str, Any]:
    answer = client.post("/account/data")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_everything_is_taken_along_in_one_file_also_after_a_ban_and_never_a_secret(english: Client) -> None:
    ada = people.ada()
    bar(ada, None, by=BY, why="floods")
    Outcome.objects.create(account=ada, subject_kind="link", subject_id="x", is_upheld=True, at=ada.joined_at)
    factories.make_link(factories.make_title("Nosferatu", year=1922), submitted_by=ada, gets_money=False)
    about = About(Subject.PERSON, factories.make_person("Buster Keaton").pk)
    said = facts.Statement(Property.DIED, read(Property.DIED, {"date": "1966"}), GivenSource("Grave"))
    facts.state_fact(about, said, by=Actor.person(ada.public_id))
    Mute.objects.create(person=people.chiara(), muted=ada, made_at=ada.joined_at)  # which ada is not told
    english.post("/sign-in", {"login": "ada@example.org", "password": people.PASSWORD})
    files = archive_of(english)
    assert json.loads(files["community_mute.json"]) == []
    assert [json.loads(files[name])[0][column] for name, column in (("links.json", "gets_money"),
            ("facts.json", "source_name"), ("voices.json", "is_for"))] == [False, "Grave", True]  # fmt: skip
    assert "everything that this site keeps" in files["README.txt"]
    assert json.loads(files["account.json"])[0]["email"] == "ada@example.org"
    assert json.loads(files["accounts_bar.json"])[0]["why"] == "floods"
    assert json.loads(files["accounts_outcome.json"])[0]["subject_id"] == "x"
    ada.refresh_from_db()
    assert not [name for name, text in files.items() if ada.password in text or "session_key" in text]
    answer = english.post("/account/data")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_an_export_names_no_moderator_and_nobody_who_muted_its_owner(english: Client) -> None:
    ada, eve, lead = people.ada(), people.eve(), people.basile()
    people.give(lead, Role.LEAD)
    give_role(ada, Role.TRUSTED, by=Actor.person(lead.public_id), why="knows films")
    Mute.objects.create(person=ada, muted=lead, made_at=ada.joined_at)
    Mute.objects.create(person=eve, muted=ada, made_at=ada.joined_at)
    english.force_login(ada)
    files = archive_of(english)
    assert [row["muted_id"] for row in json.loads(files["community_mute.json"])] == [lead.pk]
    assert json.loads(files["accounts_rolegrant.json"])[0]["why"] == "knows films"
    assert not [name for name, text in files.items() if lead.public_id in text]


def test_leaving_needs_proof_deletes_and_keeps_what_the_law_names_for_its_time(
    english: Client, time_machine: Any
) -> None:
    ada = people.ada()
    people.give(ada, Role.TRUSTED)
    with transaction.atomic():
        audit.record("link.add", by=Actor.person(ada.public_id), subject_kind="link", subject_id="x")
    english.force_login(ada)
    assert english.get("/account/leave").headers["Location"].startswith("/account/confirm")
    english.post("/account/confirm", {"password": people.PASSWORD})
    assert "Tick the box" in main_of(english.post("/account/leave", {}))
    assert "Your account was deleted" in main_of(english.post("/account/leave", {"sure": "1"}))
    assert not User.objects.exists()
    assert "Ada" not in page(english.get("/movies"))
    kept = Retained.objects.get()
    assert (kept.address, kept.name) == ("ada@example.org", "Ada")
    assert "décret n° 2021-1362" in kept.law
    assert "ada@example.org" not in operators("list")
    assert "\t2031-11-25\t2027-11-25\t" in operators("list")
    assert "ada@example.org\tAda" in operators("list", "--whole")
    audit.seal()
    assert verify().broken is None
    about = AuditEntry.objects.filter(subject_kind="person", subject_id=ada.public_id).exclude(action="person.leave")
    assert about.exists()
    assert not about.filter(payload__erased_at=None).exists()
    assert [letter.kind for letter in Letter.objects.all()] == ["account_notice"]
    time_machine.move_to("2027-11-27T12:00:00+00:00")
    assert forget_retained() == 1
    assert (Retained.objects.get().name, Retained.objects.get().address) == ("", "ada@example.org")
    time_machine.move_to("2031-11-27T12:00:00+00:00")
    assert operators("forget") == "1 erased.\n"
    assert not Retained.objects.exists()


def test_years_are_kept_as_the_calendar_counts_them() -> None:
    assert years_after(datetime(2027, 3, 1, tzinfo=UTC), 5) == datetime(2032, 3, 1, tzinfo=UTC)
    assert years_after(datetime(2028, 2, 29, tzinfo=UTC), 5) == datetime(2033, 3, 1, tzinfo=UTC)
    assert years_after(datetime(2028, 2, 29, tzinfo=UTC), 4) == datetime(2032, 2, 29, tzinfo=UTC)


def operators(*words: str) -> str:
    """What the command for operators says."""
    said = io.StringIO()
    call_command("retained", *words, stdout=said)
    return said.getvalue()


def test_who_signs_in_by_codes_leaves_by_a_code(english: Client) -> None:
    ada = people.ada()
    ada.set_unusable_password()
    ada.save()
    english.force_login(ada)
    english.post("/account/leave", {"form": "send"})
    assert archive_of(english)["mail_letter.json"] == "[]\n"  # the code must not be had from what one takes along
    assert "wrong or no longer" in main_of(english.post("/account/leave", {"sure": "1", "code": "1"}))
    english.post("/account/leave", {"sure": "1", "code": code_of_last_letter("ada@example.org")})
    assert not User.objects.exists()
    assert not Retained.objects.exists()  # nothing public ever came from her


def test_a_code_for_leaving_is_not_sent_without_limit(english: Client) -> None:
    ada = people.ada()
    ada.set_unusable_password()
    ada.save()
    english.force_login(ada)
    answers = [english.post("/account/leave", {"form": "send"}) for _time in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert Letter.objects.count() == 3


def test_the_last_operator_stays(english: Client) -> None:
    ada = people.ada()
    people.give(ada, Role.OPERATOR)
    english.force_login(ada)
    english.post("/account/confirm", {"password": people.PASSWORD})
    assert english.post("/account/leave", {"sure": "1"}).status_code == 409
    give_role(people.eve(), Role.OPERATOR, by=BY, why="for a day", until=ada.joined_at)  # which is over
    assert english.post("/account/leave", {"sure": "1"}).status_code == 409
    assert User.objects.filter(pk=ada.pk).exists()
