"""What a person at the desk decides, what a sender takes back, what a reply completes, what runs out."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.catalogue.models import Title
from allostream.jobs.handlers import HANDLERS
from allostream.lib import clock
from allostream.lib.problems import Forbidden
from allostream.links.models import RightsAnswer, ShownLink, StayDown, WatchLink
from allostream.mail.models import Letter
from allostream.moderation.contesting import answer, contest
from allostream.moderation.models import Decision
from allostream.outbox.models import OutboxRow
from allostream.rights_desk.case_rules import CaseState, ItemState
from allostream.rights_desk.clocks import ring
from allostream.rights_desk.deciding import REFUSE, RESTORE, UPHOLD, NotDecidable, decide_items, drop_line
from allostream.rights_desk.models import Case, Clock, Item, ItemLink
from allostream.rights_desk.reading.shape import Address, ClaimedWork, Kind, Made, Signature, SignatureKind, Statement
from tests import factories as make
from tests import people
from tests.rights_desk.notices import STUDIO, notice, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    make.make_sites()
    person = people.basile()
    people.give(person, Role.LEAD)
    return person


@pytest.fixture
def film(lead: User) -> Title:
    return make.make_free_film()


def is_shown(title: Title) -> bool:
    return ShownLink.objects.filter(title=title).exists()


def item_of(case: Case) -> Item:
    return Item.objects.get(case=case)


def test_upheld_is_removed_and_both_sides_are_told_from_one_decision(lead: User, film: Title) -> None:
    ada = people.ada()
    link = film.links.get()
    WatchLink.objects.filter(pk=link.pk).update(submitted_by=ada)
    case = send(notice(link.canonical_url, wants_stay_down=True)).case
    decide_items(case, [item_of(case)], UPHOLD, by=lead, why="The copy is the studio's film.")
    item = item_of(case)
    assert item.state == ItemState.REMOVED
    assert item.decision is not None
    assert item.decision.author == ada
    assert not item.decision.is_automated
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED
    assert {(one.kind, one.address) for one in Letter.objects.filter(kind__in=("desk_decided", "desk_reasons"))} == {
        ("desk_decided", STUDIO.email), ("desk_reasons", ada.email),
    }  # fmt: skip
    other = make.make_link(film)  # another copy of the same work at the same host waits for a look
    assert "near_notice" in WatchLink.objects.get(pk=other.pk).origin_flags
    assert not is_shown(film)


def test_refused_and_restored_are_shown_again_and_the_mark_is_gone(lead: User, film: Title) -> None:
    url = film.links.get().canonical_url
    first = send(notice(url)).case
    decide_items(first, [item_of(first)], REFUSE, by=lead, why="It is in the public domain.", refusal="public_domain")
    assert item_of(first).state == ItemState.REFUSED
    assert is_shown(film)
    second = send(notice(url, reference="2")).case
    decide_items(second, [item_of(second)], UPHOLD, by=lead)
    assert not is_shown(film)
    decide_items(second, [item_of(second)], RESTORE, by=lead, why="We were wrong.")
    assert is_shown(film)
    assert not StayDown.objects.filter(lifted_at=None).exists()
    with pytest.raises(NotDecidable):
        decide_items(second, [item_of(second)], RESTORE, by=lead, why="Again.")
    with pytest.raises(Forbidden):
        decide_items(second, [item_of(second)], UPHOLD, by=people.eve())


def test_what_two_notices_name_stays_down_until_both_are_undone(lead: User, film: Title) -> None:
    url = film.links.get().canonical_url
    first = send(notice(url)).case
    second = send(notice(url, sender=STUDIO.__class__(**{**_plain(STUDIO), "email": "other@agency.example"}))).case
    assert item_of(second).state == ItemState.ALREADY_REMOVED
    decide_items(first, [item_of(first)], RESTORE, by=lead, why="The first was wrong.")
    assert is_shown(film)


def _plain(who: Any) -> dict[str, Any]:
    return {name: getattr(who, name) for name in who.__slots__}


def test_a_copy_that_rests_on_evidence_waits_for_a_person(lead: User) -> None:
    film = make.make_title("Charade", year=1963)
    make.make_answer(film, "*")
    RightsAnswer.objects.filter(title=film).update(kind="review")
    link = make.make_link(film)
    case = send(notice(link.canonical_url)).case
    assert item_of(case).state == ItemState.PROTECTED
    assert is_shown(film)
    due = Clock.objects.get(case=case, kind="protected")
    assert timedelta(hours=3, minutes=59) < due.due_at - due.began_at <= timedelta(hours=4)
    decide_items(case, [item_of(case)], UPHOLD, by=lead, why="The scan is a restoration of this year.")
    assert not is_shown(film)


def test_the_sender_takes_back_all_or_one_line(film: Title) -> None:
    url = film.links.get().canonical_url
    case = send(notice(url)).case
    by_secret = Signature(SignatureKind.TYPED, "Nora Exemple", holds=True)
    send(notice(url, kind=Kind.RETRACTION, refers_to=(case.public_id,), signature=Signature()))
    assert not is_shown(film)  # anybody could have written that
    send(notice(url, kind=Kind.RETRACTION, refers_to=(case.public_id,), signature=by_secret))
    assert is_shown(film)
    assert item_of(case).state == ItemState.RETRACTED
    again = send(notice(url, reference="again")).case
    assert not is_shown(film)
    drop_line(again, ItemLink.objects.get(item__case=again).pk)
    assert is_shown(film)


def test_a_reply_completes_a_notice_which_then_acts_at_once(film: Title) -> None:
    url = film.links.get().canonical_url
    case = send(notice(url, statements=())).case
    assert case.state == CaseState.ASKED
    reply = notice(
        kind=Kind.REPLY, refers_to=(case.public_id,), works=(), addresses=(),
        statements=(Made(Statement.ACCURACY, "accurate and complete"),), explanation="",
        signature=Signature(SignatureKind.TYPED, "Nora Exemple", holds=True),
    )  # fmt: skip
    send(reply)
    case.refresh_from_db()
    assert case.level == "B"
    assert item_of(case).state == ItemState.SUSPENDED
    assert not is_shown(film)


def test_what_nobody_completes_is_closed_after_a_week_and_the_lead_is_warned_before_a_clock_runs_out(
    lead: User, film: Title, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = send(notice(film.links.get().canonical_url, statements=())).case
    complete = send(notice("https://video.example/elsewhere", film.links.get().canonical_url, reference="2")).case
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=8))
    ring()
    case.refresh_from_db()
    assert case.state == CaseState.DEFECTIVE
    warned = Letter.objects.filter(kind="desk_rings")
    assert {letter.address for letter in warned} == {lead.email}
    assert any(complete.public_id in letter.subject for letter in warned)
    before = warned.count()
    ring()
    assert warned.count() == before


def test_a_submitter_who_contests_and_is_right_has_the_link_back(lead: User, film: Title) -> None:
    ada = people.ada()
    link = film.links.get()
    WatchLink.objects.filter(pk=link.pk).update(submitted_by=ada)
    send(notice(link.canonical_url))
    decision = Decision.objects.get(kind="link", subject_id=link.public_id)
    appeal = contest(decision, "The film is in the public domain since 2022, as its page shows.", person=ada)
    answer(appeal.public_id, upheld=True, text="The work is free: the notice was not right.", by=lead)
    assert is_shown(film)


def test_our_own_page_names_its_few_links_and_a_channel_names_none(film: Title) -> None:
    page = send(notice("http://localhost/movie/the-general-1926")).case
    assert item_of(page).state == ItemState.SUSPENDED
    assert not is_shown(film)
    whole = send(notice("https://www.youtube.com/@somebody")).case
    assert item_of(whole).state == ItemState.AMBIGUOUS
    link = make.make_link(film)
    assert Client().get(f"/watch/{link.public_id}").status_code == 200


def test_a_long_message_is_taken_in_portions_and_names_nothing_twice(film: Title) -> None:
    url = film.links.get().canonical_url
    works = (ClaimedWork("The General"), ClaimedWork("Our Hospitality"))
    many = tuple(Address(f"https://video.example/{number}", number % 2) for number in range(400))
    case = send(notice(works=works, addresses=(*many, Address(url, 0), Address(many[0].text, 0)))).case
    assert is_shown(film)  # 402 addresses: the one that is here comes with the second portion
    row = OutboxRow.objects.get(topic="desk.take-on")
    HANDLERS[row.topic](row.payload)
    assert not is_shown(film)
    case.refresh_from_db()
    assert case.taken == case.said == 402
    assert Item.objects.filter(case=case, state=ItemState.DUPLICATE).count() == 1
    assert Item.objects.filter(case=case, state=ItemState.NOT_OURS, mark__isnull=False).count() == 400
