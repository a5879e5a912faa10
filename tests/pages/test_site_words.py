"""Operators write the texts of their site and tell all its readers something on a page: looked at first, then told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from allostream.accounts.permission_rules import Role
from allostream.audit.models import AuditEntry
from allostream.lib import clock
from allostream.sites.models import Site, SiteMessage, SiteText
from tests import factories, people
from tests.pages.reading import main_of, page

HERE = "/bench/site"
TOLD = {
    "do": "set-message", "english": "The section on France is closed.", "french": "La section France est fermée.",
    "since": "", "until": "2026-12-01T09:00", "section": "country", "closed": "fr", "case": "/notices",
    "why": "Order 12",
}  # fmt: skip
TEXT = {
    "do": "write-text", "text": "agent", "language": "fr", "body": "Nora Exemple\n\n1 rue du Port", "why": "Register 7",
}  # fmt: skip


@pytest.fixture
def operator(english: Client, sites: tuple[Site, Site]) -> Client:
    person = people.chiara()
    people.give(person, Role.OPERATOR)
    english.force_login(person)
    return english


def entries(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action).select_related("payload").order_by("pk"))


def test_the_page_is_for_operators_alone(english: Client, sites: Any) -> None:
    assert english.get(HERE).headers["Location"].startswith("/sign-in?next=")
    lead = people.chiara()
    people.give(lead, Role.LEAD)
    english.force_login(lead)
    for values in (None, TOLD, TEXT):
        assert (english.post(HERE, values) if values else english.get(HERE)).status_code == 404
    assert not SiteMessage.objects.exists()
    assert HERE not in main_of(english.get("/bench/desk"))
    assert english.get("/bench/desk").content.count(b"/bench/site") == 0


def test_an_operator_of_another_site_does_nothing_here(english: Client, sites: Any) -> None:
    person = people.chiara()
    people.give(person, Role.OPERATOR, site="fr")
    english.force_login(person)
    assert english.post(HERE, TOLD).status_code == 404
    assert not SiteMessage.objects.exists()


def test_a_message_is_looked_at_in_both_languages_before_it_is_told(operator: Client) -> None:
    answer = operator.post(HERE, {**TOLD, "do": "look-message", "why": ""})
    said = main_of(answer)
    assert "Closed in France." in said
    assert "Fermé en France." in said
    assert said.count("The section on France is closed.") == 2  # as readers would see it, and in the field
    assert "Lire le dossier" in said
    assert not SiteMessage.objects.exists()
    assert 'aria-label="Message from this site"' not in page(operator.get("/about"))


def test_a_message_is_set_changed_and_taken_down_with_its_reasons_in_the_record(operator: Client) -> None:
    assert operator.post(HERE, TOLD).headers["Location"] == f"{HERE}?sent=message"
    row = SiteMessage.objects.get()
    assert (row.english, row.section, row.closed) == (TOLD["english"], "country", "FR")
    assert row.until.isoformat() == "2026-12-01T08:00:00+00:00"  # nine in Paris
    assert TOLD["english"] in page(operator.get("/about"))
    shown = operator.get(HERE)
    assert "It stands on every page since 25 November 2026, 13:00:00 (Paris)" in main_of(shown)
    assert 'value="2026-12-01T09:00"' in page(shown)
    operator.post(HERE, {**TOLD, "english": "Other words.", "why": "A mistake"})
    assert "Other words." in page(operator.get("/about"))
    assert operator.post(HERE, {"do": "remove-message", "why": "Lifted"}).status_code == 302
    assert "Other words." not in page(operator.get("/about"))
    assert [(one.actor_kind, one.payload.why) for one in entries("site.set-message")] == [
        ("person", "Order 12"), ("person", "A mistake"), ("person", "Lifted"),
    ]  # fmt: skip
    listed = main_of(operator.get(HERE))
    assert listed.index("Message taken down") < listed.index("Message set")
    assert "Lifted" in listed


def test_a_host_is_named_by_its_short_name_or_its_name(operator: Client) -> None:
    factories.make_host("internet-archive", name="Internet Archive")
    for closed in ("internet-archive", "Internet Archive"):
        operator.post(HERE, {**TOLD, "section": "host", "closed": closed})
        assert SiteMessage.objects.get().closed == "Internet Archive"


@pytest.mark.parametrize(
    ("changed", "words", "field"),
    [
        ({"english": ""}, "The English text is empty: say it in both languages.", "english"),
        ({"french": "a" * 501}, "The French text has 501 characters: shorten it to 500.", "french"),
        ({"until": "2026-11-01T09:00"}, "The message would end before it begins", "until"),
        ({"until": "soon"}, "“soon” is no moment: write it as 2026-12-31T18:00.", "until"),
        ({"since": "2026-13-01T00:00"}, "is no moment", "since"),
        ({"closed": "Atlantis"}, "names no section", "closed"),
        ({"case": "javascript:alert(1)"}, "is not a link that can stand there", "case"),
        ({"case": "/n/abc?key=1"}, "has a secret key", "case"),
        ({"why": " "}, "Write why", "why"),
    ],
)
def test_a_message_that_cannot_be_is_refused_beside_its_field_and_what_was_typed_stays(
    operator: Client, changed: dict[str, str], words: str, field: str
) -> None:
    answer = operator.post(HERE, {**TOLD, **changed})
    assert answer.status_code == 422
    said = page(answer, 422)
    assert words in main_of(answer)
    assert f'<div class="field wrong"><label for="{field}">' in said
    assert 'value="Order 12"' in said or "why" in changed
    assert not SiteMessage.objects.exists()


def test_refusals_are_in_the_language_of_the_reader(french: Client, sites: Any) -> None:
    person = people.chiara()
    people.give(person, Role.OPERATOR)
    french.force_login(person)
    answer = french.post("/examen/site", {**TOLD, "english": ""})
    assert "Le texte anglais est vide" in main_of(answer)
    answer = french.post("/examen/site", {**TOLD, "until": "2026-11-01T09:00"})
    assert "Le message finirait avant de commencer" in main_of(answer)


def test_a_text_is_looked_at_written_changed_and_taken_away(operator: Client, sites: tuple[Site, Site]) -> None:
    open_ = operator.get(HERE, {"text": "agent", "language": "fr"})
    assert "Designated agent (17 U.S.C. 512(c)(2)), French" in main_of(open_)
    looked = operator.post(HERE, {**TEXT, "do": "look-text"})
    assert "<p>Nora Exemple</p><p>1 rue du Port</p>" in page(looked)
    assert not SiteText.objects.filter(place="agent").exists()
    assert operator.post(HERE, TEXT).headers["Location"] == f"{HERE}?sent=text"
    text = SiteText.objects.get(place="agent")
    assert (text.site.slug, text.language, text.body) == ("en", "fr", TEXT["body"])
    operator.cookies["language"] = "fr"
    assert "1 rue du Port" in main_of(operator.get("/notices"))
    del operator.cookies["language"]
    operator.post(HERE, {**TEXT, "body": "Somebody else"})
    assert "Somebody else" in page(operator.get(HERE, {"text": "agent", "language": "fr"}))
    operator.post(HERE, {**TEXT, "do": "remove-text", "why": "Left"})
    assert not SiteText.objects.filter(place="agent").exists()
    kept = [(one.payload.before, one.payload.why) for one in entries("site.write-text")]
    assert kept == [
        ({"body": ""}, "Register 7"), ({"body": TEXT["body"]}, "Register 7"), ({"body": "Somebody else"}, "Left"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"why": ""}, 422, "Write why"),
        ({"body": " \n "}, 422, "Nothing is written here"),
        ({"body": "a" * 20_001}, 422, "longer than 20000 characters"),
        ({"text": "nothing"}, 404, ""),
        ({"language": "de"}, 404, ""),
        ({"do": "burn-text"}, 400, "burn-text"),
    ],
)
def test_a_text_that_cannot_be_written_is_refused_with_what_to_do(
    operator: Client, changed: dict[str, str], status: int, words: str
) -> None:
    before = list(SiteText.objects.values_list("body", flat=True))
    answer = operator.post(HERE, {**TEXT, **changed})
    assert answer.status_code == status
    assert words in page(answer, status)
    assert list(SiteText.objects.values_list("body", flat=True)) == before


def test_html_in_every_field_stays_text(operator: Client) -> None:
    odd = "<script>alert(1)</script>"
    looked = page(operator.post(HERE, {**TOLD, "english": odd, "french": odd, "do": "look-message", "why": odd}))
    assert odd not in looked
    assert "&lt;script&gt;" in looked
    assert odd not in page(operator.post(HERE, {**TEXT, "body": odd, "do": "look-text"}))


def test_a_message_to_come_and_one_that_is_over_are_told_so(operator: Client) -> None:
    operator.post(HERE, {**TOLD, "since": "2026-11-30T09:00"})
    assert "It will stand on every page from 30 November 2026" in main_of(operator.get(HERE))
    SiteMessage.objects.update(since=clock.now() - timedelta(hours=2), until=clock.now() - timedelta(hours=1))
    assert "It is over since" in main_of(operator.get(HERE))
