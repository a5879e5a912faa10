"""Reports of links: two clicks, no account, each with an answer at the end, and never mixed up with rights."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.checks.models import LinkCheck
from allostream.community import reporting
from allostream.community.models import Fault, Report
from allostream.community.reporting_queries import count_open, open_faults, reporters_of
from allostream.community.reporting_rules import BY_COUNTRY, CONFIRMED_BY, GROUPS, OF_RIGHTS, Reason, State, urgency
from allostream.lib import clock
from allostream.links.models import WatchLink
from allostream.links.rules import Health
from allostream.mail.models import Letter
from allostream.rights.models import Objection
from allostream.web import limits
from tests import factories, people
from tests.pages.reading import main_of, parsed

BY = Actor.system("test")


@pytest.fixture(autouse=True)
def fresh_allowances(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FREE", "SENT"):
        monkeypatch.setattr(limits, name, limits.Allowances())


@pytest.fixture
def film(sites: Any) -> Title:
    return factories.make_free_film("The General")


@pytest.fixture
def link(film: Title) -> WatchLink:
    return film.links.get()


def send(client: Client, link: WatchLink, reason: str, address: str = "8.8.8.8", **fields: str) -> Any:
    return client.post(f"/link/{link.public_id}/report", {"reason": reason, **fields}, REMOTE_ADDR=address)


def test_two_clicks_report_a_dead_link_and_its_page_tells_what_becomes_of_it(
    from_country: Any, film: Title, link: WatchLink
) -> None:
    reader = from_country("FR")
    page = parsed(reader.get("/movie/the-general-1926"))
    first = f"/link/{link.public_id}/report"
    assert first in [node.get("href") for node in page.iter("a")]
    buttons = [node for node in parsed(reader.get(first)).iter("button") if node.get("name") == "reason"]
    assert {node.get("value") for node in buttons} == {reason.value for reason in Reason} - {"wrong_episode"}
    answer = send(reader, link, "dead")
    said = Report.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/report/{said.public_id}")
    assert (said.country, said.fault.reason, said.person, said.email) == ("FR", "dead", None, "")
    told = main_of(reader.get(answer.headers["Location"]))
    assert "Thank you: your report has arrived." in told
    assert LinkCheck.objects.get().due_at <= clock.now()  # its host is asked before its turn
    WatchLink.objects.filter(pk=link.pk).update(health="dead", health_checked_at=clock.now() + timedelta(minutes=1))
    assert reporting.settle_by_looks() == 1
    assert reporting.settle_by_looks() == 0
    told = main_of(Client(SERVER_NAME="fr.localhost").get(f"/signalement/{said.public_id}"))
    assert "Nous avons interrogé l’hébergeur, qui dit la même chose." in told


def test_what_no_look_confirms_keeps_no_other_report_waiting(
    sites: Any, link: WatchLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "AT_ONCE", 1)
    factories.make_report(link, reason="paywalled")
    factories.make_report(link, reason="dead")
    looked_at = clock.now() + timedelta(minutes=1)
    WatchLink.objects.filter(pk=link.pk).update(health="login", health_checked_at=looked_at)
    assert reporting.settle_by_looks() == 0
    WatchLink.objects.filter(pk=link.pk).update(health="dead")
    assert reporting.settle_by_looks() == 1
    assert sorted(Fault.objects.values_list("reason", "state")) == [("dead", "accepted"), ("paywalled", "open")]


def test_reports_of_the_same_go_together_and_nothing_that_was_said_is_lost(english: Client, link: WatchLink) -> None:
    first = send(english, link, "incomplete", words="It ends after an hour.", email="ada@example.org")
    send(english, link, "incomplete", words="The last reel.")
    send(english, link, "incomplete", address="9.9.9.9", words="Half of it.")
    send(english, link, "malware_or_ads", address="9.9.9.9")
    waiting = open_faults()
    assert [(one.fault.reason, one.fault.people) for one in waiting] == [("malware_or_ads", 1), ("incomplete", 2)]
    assert [said.words for said in waiting[1].said] == ["It ends after an hour.", "The last reel.", "Half of it."]
    shown = main_of(english.get(first.headers["Location"]))
    assert "2 people" in shown
    assert "reel" not in shown
    assert "ada@" not in shown
    assert [one.email for one in reporters_of(waiting[1].fault.public_id)] == ["ada@example.org"]
    kept = reporting.join_faults(waiting[0].fault.public_id, waiting[1].fault.public_id, by=BY)
    assert (kept.people, Report.objects.filter(fault=kept).count(), count_open()) == (3, 4, 1)


def test_what_differs_by_country_is_a_fault_in_each(from_country: Any, link: WatchLink) -> None:
    for country in ("FR", "US"):
        send(from_country(country), link, "geo_blocked")
        send(from_country(country), link, "incomplete", address="9.9.9.9")
    faults = sorted(Fault.objects.values_list("reason", "country", "people"))
    assert faults == [("geo_blocked", "FR", 1), ("geo_blocked", "US", 1), ("incomplete", "", 1)]


@pytest.mark.parametrize("reason", sorted(OF_RIGHTS))
def test_what_concerns_rights_is_no_report(english: Client, link: WatchLink, reason: Reason) -> None:
    answer = send(english, link, reason.value)
    assert answer.headers["Location"] == f"/is-this-wrong/l/{link.public_id}"
    assert (Report.objects.count(), Objection.objects.count()) == (0, 0)
    with pytest.raises(reporting.NotAReport):
        reporting.report(
            link.public_id, reason, country="FR", language="fr", site=factories.Site.objects.all()[0], who="x", by=BY
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Fault.objects.create(link=link, reason=reason, opened_at=clock.now(), reported_at=clock.now())


@pytest.mark.parametrize("wants", [True, False])
def test_whoever_reports_with_an_account_may_stop_the_answers(english: Client, link: WatchLink, wants: bool) -> None:
    ada = people.ada()
    type(ada).objects.update(wants_letters=wants)
    english.force_login(ada)
    send(english, link, "wrong_title")
    reporting.answer_fault(Fault.objects.get().public_id, State.REJECTED, "It is the right film.", by=BY)
    letters = list(Letter.objects.values_list("account", "unsubscribe"))
    assert [account for account, _address in letters] == [ada.pk] * wants
    for _account, address in letters:
        assert english.post(address.removeprefix("http://localhost:8000")).status_code == 200
        ada.refresh_from_db()
        assert not ada.wants_letters


def test_a_moderator_answers_and_everybody_reads_it(english: Client, sites: Any, link: WatchLink) -> None:
    where = send(english, link, "wrong_title", email="ada@example.org").headers["Location"]
    assert english.post(where, {"state": "accepted", "answer": "Mended."}).status_code == 403
    english.force_login(people.basile(*sites))
    assert english.post(where, {"state": "accepted", "answer": " "}).status_code == 422
    assert english.post(where, {"state": "open", "answer": "No."}).status_code == 400
    assert english.post(where, {"state": "rejected", "answer": "It is the right film."}).status_code == 303
    assert english.post(where, {"state": "accepted", "answer": "It is not."}).status_code == 409
    english.logout()
    letter = Letter.objects.get()
    assert (letter.address, letter.subject) == ("ada@example.org", f"Your report {where.split('/')[-1]} is answered")
    assert "It is the right film." in letter.text
    assert where in letter.text
    told = main_of(english.get(where))
    assert re.search(r"Not confirmed.*It is the right film\.", told, re.DOTALL)
    assert "It is the right film." in main_of(english.get(f"/link/{link.public_id}"))
    assert reporting.forget_addresses(clock.now() - timedelta(days=1), by=BY) == 0
    assert reporting.forget_addresses(clock.now() + timedelta(seconds=1), by=BY) == 1
    assert Report.objects.get().email == ""
    link.refresh_from_db()
    assert link.withdrawn_at is None


def test_programs_and_floods_are_kept_out(
    english: Client, link: WatchLink, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(english, link, "dead", website="https://spam.example/").status_code == 422
    assert send(english, link, "dead", email="nobody").status_code == 422
    assert send(english, link, "dead", words="a" * 2001).status_code == 422
    assert send(english, link, "tired").status_code == 400
    assert english.get("/report/nothing").status_code == 404
    settings.PROOF_BITS = 0
    monkeypatch.setattr(limits, "SENT_PER_MINUTE", 3)
    assert [send(english, link, "dead").status_code for _ in range(2)] == [303, 429]
    assert Report.objects.count() == 1


def test_the_words_of_reports_are_complete_and_harm_comes_first() -> None:
    assert sorted(reason for reasons in GROUPS.values() for reason in reasons) == sorted(Reason)
    assert not BY_COUNTRY & OF_RIGHTS
    assert urgency(Reason.MALWARE_OR_ADS, 1) > urgency(Reason.DEAD, 5000) > urgency(Reason.POOR_QUALITY, 5000)
    assert urgency(Reason.DEAD, 3) > urgency(Reason.DEAD, 2)
    assert {(reason, health) for reason, healths in CONFIRMED_BY.items() for health in healths} == {
        (Reason.DEAD, Health.DEAD), (Reason.DEAD, Health.REMOVED_BY_RIGHTS), (Reason.NEEDS_LOGIN, Health.LOGIN),
    }  # fmt: skip
