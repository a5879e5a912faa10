"""“Works here, not here” and grades of copies: without an account, once for each person, seen by everybody, hiding
nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from allostream.audit.models import AuditEntry
from allostream.catalogue.models import Title
from allostream.checks.models import LinkCheck
from allostream.community import confirming
from allostream.community.models import QualitySum, Salt, Voice, VoiceWeek
from allostream.jobs.handlers import HANDLERS
from allostream.lib import clock as lib_clock
from allostream.links.models import WatchLink
from allostream.outbox.models import OutboxRow
from allostream.web import limits
from tests import factories, people
from tests.pages.conftest import TODAY
from tests.pages.reading import main_of, parsed

OWN = {"Origin": "http://localhost"}


@pytest.fixture
def film(sites: Any) -> Title:
    return factories.make_free_film("The General")


@pytest.fixture
def link(film: Title) -> WatchLink:
    return film.links.get()


@pytest.fixture(autouse=True)
def fresh_allowances(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FREE", "SENT"):
        monkeypatch.setattr(limits, name, limits.Allowances())


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


def say(client: Client, link: WatchLink, address: str = "8.8.8.8", **fields: str) -> Any:
    return client.post(f"/link/{link.public_id}", fields, headers=OWN, REMOTE_ADDR=address)


def sums(link: WatchLink) -> list[tuple[str, int, int]]:
    return list(
        VoiceWeek.objects.filter(link=link).order_by("country", "week").values_list("country", "works", "fails")
    )


def work_is_done() -> None:
    """What the worker does of voices when it is due."""
    for row in OutboxRow.objects.filter(topic=confirming.SHOW_SAID):
        HANDLERS[row.topic](row.payload)


def test_one_tap_counts_in_the_chosen_country_and_shows_a_little_later(
    from_country: Any, film: Title, link: WatchLink, clock: Any
) -> None:
    reader = from_country("FR")
    page = reader.get("/movie/the-general-1926")
    forms = [form for form in parsed(page).iter("form") if form.get("action") == f"/link/{link.public_id}"]
    assert [[button.get("value") for button in form.iter("button")] for form in forms] == [["1", "0"]]
    answer = say(reader, link, works="1")
    assert answer.status_code == 303
    told = main_of(reader.get(answer.headers["Location"]))
    assert "Thank you: counted." in told
    assert "Worked in France today (1 person)" in told
    assert sums(link) == [("FR", 1, 0)]
    assert "Worked in France" not in main_of(reader.get("/movie/the-general-1926"))
    work_is_done()
    clock.shift(timedelta(days=2))
    assert "Worked in France 2 days ago (1 person)" in main_of(reader.get("/movie/the-general-1926"))
    clock.shift(timedelta(weeks=9))
    assert "Worked in France" not in main_of(reader.get("/movie/the-general-1926"))


def test_a_person_counts_once_a_week_and_may_think_otherwise(english: Client, link: WatchLink, clock: Any) -> None:
    for works in ("1", "1", "0"):
        say(english, link, works=works)
        clock.shift(timedelta(hours=20))  # the key of the day has changed by the next voice
    assert sums(link) == [("US", 0, 1)]
    say(english, link, address="9.9.9.9", works="1")
    assert sums(link) == [("US", 1, 1)]
    clock.shift(timedelta(weeks=1))
    say(english, link, works="1")
    assert sums(link) == [("US", 1, 1), ("US", 1, 0)]


def test_nobody_is_kept_longer_than_the_week(english: Client, link: WatchLink, clock: Any) -> None:
    say(english, link, works="1")
    say(english, link, picture="3")
    kept = str(list(Voice.objects.values())) + str(list(Salt.objects.values()))
    assert "8.8.8.8" not in kept
    assert confirming.forget_voices() == 0
    clock.shift(timedelta(days=40))
    assert confirming.forget_voices() == 2
    assert (Voice.objects.count(), Salt.objects.count()) == (0, 0)
    assert sums(link) == [("US", 1, 0)]


def test_several_who_doubt_have_the_host_asked_but_hide_nothing(english: Client, link: WatchLink, clock: Any) -> None:
    later = lib_clock.now() + timedelta(days=5)
    LinkCheck.objects.create(link=link, host=link.host, due_at=later, asked_at=lib_clock.now() - timedelta(days=2))
    say(english, link, works="0")
    assert LinkCheck.objects.get().due_at == later
    say(english, link, address="9.9.9.9", works="0")
    assert LinkCheck.objects.get().due_at == lib_clock.now()
    LinkCheck.objects.update(due_at=later, asked_at=lib_clock.now())
    say(english, link, address="9.9.9.10", works="0")
    assert LinkCheck.objects.get().due_at == later  # looked at a moment ago
    work_is_done()
    link.refresh_from_db()
    assert (link.health, link.withdrawn_at) == ("unknown", None)
    assert "Did not work in the United States today (3 people)" in main_of(english.get("/movie/the-general-1926"))


def test_grades_are_of_the_copy(english: Client, link: WatchLink) -> None:
    say(english, link, picture="3", sound="1")
    say(english, link, picture="2")
    say(english, link, address="9.9.9.9", picture="2")
    votes = QualitySum.objects.filter(votes__gt=0).order_by("aspect", "grade").values_list("aspect", "grade", "votes")
    assert list(votes) == [("picture", 2, 2), ("sound", 1, 1)]
    assert "fair (2 people)" in main_of(english.get(f"/link/{link.public_id}"))


def test_what_no_page_of_ours_sends_is_refused(english: Client, link: WatchLink) -> None:
    assert (
        english.post(f"/link/{link.public_id}", {"works": "1"}, headers={"Origin": "https://a.example"}).status_code
        == 403
    )
    assert say(english, link, works="2").status_code == 400
    assert say(english, link, picture="9").status_code == 400
    assert english.get(f"/link/{link.public_id}?told=nonsense").status_code == 400
    assert sums(link) == []


def test_a_link_that_is_not_for_this_country_has_no_page(from_country: Any, link: WatchLink) -> None:
    reader = from_country("DE")
    WatchLink.objects.filter(pk=link.pk).update(countries_allowed=["US"])
    answer = say(reader, link, works="1")
    assert answer.headers["Location"] == "/movie/the-general-1926"
    assert sums(link) == []


def test_a_flood_waits(english: Client, link: WatchLink, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PROOF_BITS = 0
    monkeypatch.setattr(limits, "SENT_PER_MINUTE", 3)
    answers = [say(english, link, works="1") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 20


def test_somebody_signed_in_is_one_person_wherever_they_are(english: Client, link: WatchLink) -> None:
    english.force_login(people.ada())
    say(english, link, works="1")
    say(english, link, address="9.9.9.9", works="1")
    assert sums(link) == [("US", 1, 0)]


def test_the_audit_does_not_keep_who_speaks(english: Client, link: WatchLink) -> None:
    ada = people.ada()
    english.force_login(ada)
    say(english, link, works="1")
    say(english, link, picture="3")
    kept = AuditEntry.objects.filter(action__in=["link.voice", "link.grade"])
    assert sorted(kept.values_list("action", flat=True)) == ["link.grade", "link.voice"]
    assert ada.public_id not in str(list(kept.values()))
