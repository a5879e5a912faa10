"""What a person at the desk decides, what a sender takes back, what a reply completes, what runs out."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from allostream.accounts.models import User
from allostream.catalogue.models import Title
from allostream.jobs.handlers import HANDLERS
from allostream.lib import clock
from allostream.lib.problems import Forbidden
from allostream.links.models import RightsAnswer, ShownLink, StayDown, WatchLink
from allostream.mail.models import Letter
from allostream.moderation.contesting import answer, contest
from allostream.moderation.models import Decision
from allostream.outbox.models import OutboxRow
from allostream.rights_desk import ringing
from allostream.rights_desk.case_rules import CaseState, ItemState
from allostream.rights_desk.deciding import REFUSE, RESTORE, UPHOLD, NotDecidable, decide_items, drop_line
from allostream.rights_desk.models import Case, Clock, Item, ItemLink, Sender
from allostream.rights_desk.reading.shape import Address, ClaimedWork, Kind, Made, Signature, SignatureKind, Statement
from allostream.rights_desk.ringing import ring
from tests import factories as make
from tests import people
from tests.rights_desk.notices import STUDIO, notice, send

pytestmark = pytest.mark.django_db
BY_SECRET = Signature(SignatureKind.TYPED, "Nora Exemple", holds=True)


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


def test_a_second_notice_on_a_copy_finds_it_down_already_and_goes_with_the_first(lead: User, film: Title) -> None:
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


def test_what_was_held_beside_a_copy_is_let_go_with_it(lead: User, film: Title) -> None:
    other, plain = film.links.get(), make.make_link(film, "https://films.example/the-general")
    case = send(notice(plain.canonical_url, wants_stay_down=True)).case
    decide_items(case, [item_of(case)], UPHOLD, by=lead)
    assert not is_shown(film)  # other copies of the work at this host wait for a look
    decide_items(case, [item_of(case)], RESTORE, by=lead, why="We were wrong.")
    assert not StayDown.objects.filter(lifted_at=None).exists()
    assert ShownLink.objects.filter(link=plain).exists()
    assert "near_notice" not in WatchLink.objects.get(pk=other.pk).origin_flags
    again = send(notice(plain.canonical_url, reference="2")).case
    assert StayDown.objects.filter(case=again.public_id, known="name").exists()
    send(notice(kind=Kind.RETRACTION, refers_to=(again.public_id,), addresses=(), signature=BY_SECRET))
    assert ShownLink.objects.filter(link=plain).exists()


def test_what_is_blocked_in_one_country_is_shown_there_again(lead: User, film: Title) -> None:
    link = film.links.get()
    case = send(notice(link.canonical_url, territories=("FR",))).case
    assert WatchLink.objects.get(pk=link.pk).withheld_in == ["FR"]
    decide_items(case, [item_of(case)], RESTORE, by=lead, why="We were wrong.")
    assert WatchLink.objects.get(pk=link.pk).withheld_in == []
    send(notice(link.canonical_url, reference="2", territories=("IN ALL", "ZZ")))
    assert not is_shown(film)


def test_a_key_takes_back_nothing_of_another_sender(film: Title) -> None:
    case = send(notice(film.links.get().canonical_url)).case
    other = replace(STUDIO, email="other@agency.example")
    by_key = Signature(SignatureKind.KEY, "Agency", holds=True)
    send(notice(kind=Kind.RETRACTION, refers_to=(case.public_id,), sender=other, signature=by_key))
    assert not is_shown(film)
    send(notice(kind=Kind.RETRACTION, refers_to=(case.public_id,), signature=by_key))
    assert is_shown(film)


def test_whoever_types_the_address_of_a_verified_sender_is_not_that_sender(film: Title) -> None:
    url = film.links.get().canonical_url
    mail = replace(STUDIO, email="notices@gmail.com")  # of a company: nothing is done of itself
    send(notice("https://video.example/elsewhere", sender=mail))
    Sender.objects.update(verified_until=clock.now() + timedelta(days=9))
    typed = send(notice(url, sender=mail, reference="2")).case
    assert (typed.lane, is_shown(film)) == ("normal", True)
    signed = notice(url, sender=mail, reference="3", signature=Signature(SignatureKind.PGP, "Nora", holds=True))
    assert send(signed).case.lane == "verified"
    assert not is_shown(film)


def test_an_order_rings_at_once_and_what_was_told_hides_nothing_that_was_not(
    lead: User, film: Title, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(notice(kind=Kind.ORDER))
    assert Letter.objects.filter(kind="desk_rings", address=lead.email).count() == 1
    assert ring() == 0
    monkeypatch.setattr(ringing, "AT_ONCE", 1)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=2))
    assert ring() == 1  # it has run out
    late = send(notice("https://video.example/elsewhere", statements=())).case
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=10))
    for _ in range(4):
        ring()
    late.refresh_from_db()
    assert late.state == CaseState.DEFECTIVE


def test_three_unfounded_notices_are_warned_of_and_five_are_enough_for_a_while(lead: User, film: Title) -> None:
    for number in range(5):
        case = send(
            notice(f"https://video.example/{number}", film.links.get().canonical_url, reference=str(number))
        ).case
        items = list(Item.objects.filter(case=case, state=ItemState.SUSPENDED))
        decide_items(case, items, REFUSE, by=lead, why="The work is free.", refusal="abusive")
        letters = Letter.objects.filter(kind="desk_letter", address=STUDIO.email)
        assert letters.count() == (number >= 2) + (number == 4)
    sender = Sender.objects.get()
    assert sender.suspended_until is not None
    later = send(notice(film.links.get().canonical_url, reference="6")).case
    assert later.lane == "suspended"
    assert is_shown(film)


def test_when_a_notice_is_taken_back_the_next_on_the_same_copy_takes_effect(film: Title) -> None:
    url = film.links.get().canonical_url
    first = send(notice(url)).case
    other = replace(STUDIO, email="other@agency.example")
    second = send(notice(url, sender=other)).case
    send(notice(url, kind=Kind.RETRACTION, refers_to=(first.public_id,), signature=BY_SECRET))
    assert not is_shown(film)
    assert item_of(second).state == ItemState.SUSPENDED
    second.refresh_from_db()
    assert (second.state, second.due_at is not None) == (CaseState.OPEN, True)
    send(notice(url, kind=Kind.RETRACTION, refers_to=(second.public_id,), signature=BY_SECRET))
    assert is_shown(film)
