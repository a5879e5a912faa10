"""Orders of authorities: hosts that are blocked where and as long as they say, what is reported, who is called."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.catalogue.models import Title
from allostream.lib import clock
from allostream.lib.countries import EUROPEAN_UNION
from allostream.lib.problems import Forbidden
from allostream.lib.suffixes import is_shared
from allostream.links.marking import end_marks
from allostream.links.models import ShownLink, StayDown, WatchLink
from allostream.mail.models import Letter
from allostream.moderation.models import Decision
from allostream.rights_desk import orders
from allostream.rights_desk.case_rules import CaseState, ItemState
from allostream.rights_desk.models import Case, Clock, Item, Order, Sender
from allostream.rights_desk.order_rules import domain_of
from allostream.rights_desk.orders import NothingToHide, TooWide
from allostream.rights_desk.reading.shape import Address, Kind, OrderSaid, SenderKind, Signature, SignatureKind, Who
from allostream.rights_desk.ringing import ring
from tests import factories as make
from tests import people
from tests.pages.reading import main_of
from tests.rights_desk.notices import notice, send

pytestmark = pytest.mark.django_db
COURT = Who(SenderKind.AUTHORITY, "Greffe", "Tribunal judiciaire de Paris", "greffe@justice.example")
SIGNED = Signature(SignatureKind.PGP, "Greffe", holds=True)
TODAY = date(2026, 11, 26)


@pytest.fixture
def film(lead: User) -> Title:
    film = make.make_free_film()
    make.make_link(film, "https://mirror.pirate.example/watch/7", host=make.make_host("pirate"))
    return film


def order(*lines: str, territories: tuple[str, ...] = ("FR",), **said: Any) -> Case:
    """An order of a court that names these hosts and addresses."""
    terms = OrderSaid(
        "Tribunal judiciaire de Paris", "CPI, article L336-2", "L336-2", territories,
        tuple(line for line in lines if "/" not in line.removeprefix("https://")), **said,
    )  # fmt: skip
    whole = notice(*lines, kind=Kind.ORDER, sender=COURT, works=(), statements=(), order=terms)
    whole = replace(whole, territories=territories, addresses=tuple(Address(one) for one in lines))
    return send(whole).case


def shown_in() -> set[str]:
    return set(ShownLink.objects.filter(link__host__slug="pirate").values_list("country", flat=True))


@pytest.mark.parametrize(
    ("said", "domain"),
    [
        ("https://www.Pirate.example/", "pirate.example"), ("pirate.example:8080/x", "pirate.example"),
        ("bücher.example", "xn--bcher-kva.example"), ("com", ""), ("", ""), ("a b.example", ""),
    ],
)  # fmt: skip
def test_a_host_is_known_however_it_is_written(said: str, domain: str) -> None:
    assert domain_of(said) == domain


def test_a_blocked_host_is_hidden_in_the_named_country_with_its_mirrors_and_opens_by_the_clock(
    lead: User, film: Title, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    case = order("https://www.pirate.example", "mirror-two.example", ends_on=(now + timedelta(days=3)).date())
    assert shown_in() == {"FR", "US"}  # a person looks first: whoever sent it has not been verified
    with pytest.raises(Forbidden):
        orders.give_effect(case, by=people.ada())
    orders.give_effect(case, by=lead)
    assert shown_in() == {"US"}
    make.make_link(film, "https://eu.pirate.example/later", host=make.make_host("pirate"))
    assert shown_in() == {"US"}  # what comes later is hidden there, too
    assert set(Item.objects.filter(case=case).values_list("state", flat=True)) == {ItemState.COUNTRY_BLOCKED}
    told = Order.objects.get(case=case)
    assert told.receipt_reported_at
    assert told.effect_at
    assert told.effect_reported_at
    text = Letter.objects.get(kind="desk_effect", address=COURT.email).text
    assert "pirate.example: 1 link is not shown" in text
    assert "France" in text
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED
    decisions = Decision.objects.filter(kind="host")
    assert [(one.subject_id, one.territory) for one in decisions.order_by("pk")] == [
        ("pirate.example", ["FR"]), ("mirror-two.example", ["FR"]),
    ]  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=5))
    assert ring() == 1
    end_marks()
    assert shown_in() == {"FR", "US"}
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    with pytest.raises(NothingToHide):
        orders.give_effect(case, by=lead)


def test_the_marks_of_an_order_end_even_where_no_clock_has_rung(
    lead: User, film: Title, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    link = film.links.get(host__slug="internet-archive")
    orders.give_effect(order(link.canonical_url, ends_on=(now + timedelta(days=3)).date()), by=lead)
    assert not ShownLink.objects.filter(link=link, country="FR").exists()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=5))
    end_marks()
    assert ShownLink.objects.filter(link=link, country="FR").exists()


@pytest.mark.parametrize(
    ("domain", "shared"),
    [
        ("co.uk", True), ("asso.fr", True), ("com", True), ("anything.ck", True), ("www.ck", False),
        ("blogspot.com", True), ("github.io", True), ("xn--55qx5d.cn", True), ("wordpress.com", True),
        ("pirate.example", False), ("pirate.co.uk", False), ("site.blogspot.com", False), ("site.github.io", False),
    ],
)  # fmt: skip
def test_a_suffix_and_a_host_of_many_pages_are_nobody_s_own(domain: str, shared: bool) -> None:
    assert is_shared(domain) is shared


def test_an_order_against_what_many_share_is_refused_with_what_would_be_needed(lead: User, film: Title) -> None:
    make.make_host("youtube", name="YouTube")
    for named in ("co.uk", "https://www.blogspot.com", "github.io", "www.youtube.com"):
        case = order(named)
        with pytest.raises(TooWide, match="must name the site under it, as site"):
            orders.give_effect(case, by=lead)
        with pytest.raises(TooWide):  # it names nothing else
            orders.give_effect(case, by=lead, rest=True)
        assert Order.objects.get(case=case).effect_at is None
    assert not StayDown.objects.exists()
    assert not Decision.objects.exists()
    orders.give_effect(order("site.blogspot.com", "pirate.example"), by=lead)
    assert set(StayDown.objects.values_list("text", flat=True)) == {"site.blogspot.com", "pirate.example"}


def test_the_rest_of_an_order_takes_effect_and_the_authority_is_told_what_was_not_done(lead: User, film: Title) -> None:
    link = film.links.get(host__slug="internet-archive")
    case = order("pirate.example", "blogspot.com", link.canonical_url)
    with pytest.raises(TooWide):
        orders.give_effect(case, by=lead)
    assert not StayDown.objects.exists()
    orders.give_effect(case, by=lead, rest=True)
    assert list(StayDown.objects.filter(known="host").values_list("text", flat=True)) == ["pirate.example"]
    states = dict(Item.objects.filter(case=case).values_list("said", "state"))
    assert states == {
        "pirate.example": ItemState.COUNTRY_BLOCKED, "blogspot.com": ItemState.REFUSED,
        link.canonical_url: ItemState.COUNTRY_BLOCKED,
    }  # fmt: skip
    text = " ".join(Letter.objects.get(kind="desk_effect").text.split())
    assert "This was not done, because the order does not tell which of many sites it means" in text
    assert text.count("blogspot.com: many others have their sites or offers there. Name the site under it") == 1
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED


def test_an_order_that_is_too_wide_waits_for_a_person_whoever_sent_it(lead: User, film: Title) -> None:
    until = clock.now() + timedelta(days=9)
    Sender.objects.create(email=COURT.email, first_at=clock.now(), last_at=clock.now(), verified_until=until)
    terms = OrderSaid("Tribunal judiciaire de Paris", "CPI, article L336-2", "L336-2", ("*",), ("co.uk",))
    whole = notice("co.uk", kind=Kind.ORDER, sender=COURT, order=terms, signature=SIGNED, works=(), statements=())
    case = send(whole).case
    assert not StayDown.objects.exists()
    assert Order.objects.get(case=case).effect_at is None
    assert case.clocks.filter(kind="order", done_at=None).exists()


def test_the_desk_and_the_form_say_what_is_too_wide(lead: User, film: Title) -> None:
    english = Client(SERVER_NAME="localhost")
    english.force_login(lead)
    case = order("pirate.example", "co.uk")
    here = f"/bench/desk/{case.public_id}"
    said = main_of(english.get(here))
    assert "Too wide to be blocked" in said
    assert "Give effect to the rest, and say so" in said
    answer = english.post(here, {"do": "give-effect"})
    assert answer.status_code == 409
    assert "co.uk: many others have their sites or offers there" in main_of(answer)
    assert english.post(here, {"do": "give-effect-rest"}).status_code == 302
    assert StayDown.objects.get().text == "pirate.example"
    assert "Give effect to the rest" not in main_of(english.get(f"/bench/desk/{order('co.uk').public_id}"))
    given = {"matter": "order", "order_kind": "L336-2", "addresses": "co.uk\nhttps://a.example/x", "do": "send"}
    sent = english.post("/notices/send", given)
    assert sent.status_code == 422
    assert "co.uk: many others have their sites or offers there. Name the site under it" in main_of(sent)


def test_the_union_means_its_member_states_and_not_everywhere(lead: User, film: Title) -> None:
    case = order("pirate.example", "https://archive.org/details/x", territories=("EU",))
    orders.give_effect(case, by=lead)
    assert shown_in() == {"US"}
    assert set(StayDown.objects.get(known="host").territory) == EUROPEAN_UNION
    assert "the European Union" in Letter.objects.get(kind="desk_effect").text
    link = film.links.get(host__slug="internet-archive")
    send(notice(link.canonical_url, territories=("EU",)))
    assert set(WatchLink.objects.get(pk=link.pk).withheld_in) == EUROPEAN_UNION
    assert set(ShownLink.objects.filter(link=link).values_list("country", flat=True)) == {"US"}


def test_a_whole_and_identified_order_acts_at_once_and_a_person_looks_later(lead: User, film: Title) -> None:
    Sender.objects.create(
        email=COURT.email, first_at=clock.now(), last_at=clock.now(), verified_until=clock.now() + timedelta(days=9)
    )
    link = film.links.get(host__slug="internet-archive")
    terms = OrderSaid("Tribunal judiciaire de Paris", "CPI, article L336-2", "L336-2", ("*",), ("pirate.example",))
    whole = notice(
        "pirate.example", link.canonical_url, kind=Kind.ORDER, sender=COURT, order=terms, signature=SIGNED, works=(),
        statements=(),
    )  # fmt: skip
    typed = replace(whole, signature=Signature(SignatureKind.TYPED, "Greffe"))
    for not_yet in (typed, replace(whole, order=replace(terms, legal_basis=""))):
        send(not_yet)
        assert ShownLink.objects.filter(link=link).exists()
    case = send(whole).case
    assert not ShownLink.objects.exists()
    assert Order.objects.get(case=case).effect_reported_at
    running = set(Clock.objects.filter(case=case, done_at=None).values_list("kind", flat=True))
    assert running == {"review"}
    assert Letter.objects.filter(kind="desk_effect").count() == 1


def test_those_on_call_are_written_to_at_once_again_at_half_and_when_it_is_over(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = people.chiara()
    people.give(other, Role.OPERATOR)
    now = clock.now()

    def letters() -> set[tuple[str, int]]:
        return {
            (one.email, Letter.objects.filter(kind="desk_rings", address=one.email).count()) for one in (lead, other)
        }

    order("pirate.example")
    assert letters() == {(lead.email, 1), (other.email, 1)}
    for minutes, count in ((10, 1), (31, 2), (40, 2), (61, 3), (70, 3)):
        monkeypatch.setattr(clock, "now", lambda later=minutes: now + timedelta(minutes=later))
        ring()
        assert letters() == {(lead.email, count), (other.email, count)}, minutes


def test_an_order_that_is_obeyed_rings_no_more(lead: User, film: Title, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    orders.give_effect(order("pirate.example"), by=lead)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=50))
    assert ring() == 0


def test_an_order_for_information_hides_nothing_and_is_answered_in_words(lead: User, film: Title) -> None:
    case = order("pirate.example")
    Order.objects.filter(case=case).update(article="10")
    with pytest.raises(NothingToHide):
        orders.give_effect(case, by=lead)
    orders.report(case, "We hold no such data.", by=lead)
    assert "We hold no such data." in Letter.objects.get(kind="desk_effect").text
    assert Order.objects.get(case=case).effect_reported_at
    assert shown_in() == {"FR", "US"}


def test_pages_say_that_a_host_is_blocked_by_order_and_until_when(lead: User, film: Title) -> None:
    english, french = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="fr.localhost")
    case = order("pirate.example", territories=("*",), ends_on=clock.now().date() + timedelta(days=300))
    orders.give_effect(case, by=lead)
    link = film.links.get(host__slug="pirate")
    said = main_of(english.get("/movie/the-general-1926"))
    assert "by order of Tribunal judiciaire de Paris" in " ".join(said.split())
    answer = english.get(f"/watch/{link.public_id}")
    assert answer.status_code == 451
    assert "An authority or court has ordered" in main_of(answer)
    assert case.public_id in answer.content.decode()
    orders.end(case, by=lead, why="The court has lifted it.")
    assert english.get(f"/watch/{link.public_id}").status_code == 200
    narrow = order("pirate.example")
    orders.give_effect(narrow, by=lead)
    here = french.get(f"/voir/{link.public_id}")
    assert here.status_code == 451
    assert narrow.public_id in here.content.decode()
    assert "Tribunal judiciaire de Paris" in main_of(here)
    assert english.get(f"/watch/{link.public_id}").status_code == 200
    assert "en France" in " ".join(main_of(french.get("/film/the-general-1926")).split())
