"""Whoever proposes a link may have uploaded its copy: then nothing clears it but a reviewer who has no part in it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.accounts.actions import NoInterest, declare_interest, withdraw_interest
from allostream.accounts.models import Interest, User
from allostream.accounts.permission_rules import Role
from allostream.accounts.queries import interests_of
from allostream.audit.queries import history
from allostream.audit.rules import Actor
from allostream.catalogue.models import Source, Title
from allostream.hosts.models import Channel
from allostream.lib import exchange
from allostream.links import actions
from allostream.links.copies import judge_copy, judge_reply
from allostream.links.looking import look_at_copy
from allostream.links.models import ShownLink, WatchLink
from allostream.links.queries.waiting import waiting_copies
from allostream.links.reviewing import ReviewRefused, Verdict, review
from allostream.links.rules import Form, Origin
from allostream.links.submitting import Declared, Undeclared, site_secret
from allostream.links.vouching import clear_vouched, vouch
from allostream.rights.actions.evidence import NewEvidence
from allostream.rights.bases import EvidenceKind
from allostream.rights.engine.answers import Status
from allostream.rights.origin.judging import Verdict as Copies
from tests import factories, people

BY = Actor.system("test")
NO = Declared(uploaded_myself=False, gets_money=False)
LATER = datetime(2026, 11, 20, tzinfo=UTC)
SEEN = NewEvidence(EvidenceKind.HOST_PAGE, "https://archive.org/details/item")

pytestmark = pytest.mark.django_db


@pytest.fixture
def film() -> Title:
    factories.make_host("internet-archive")
    return free_film("The General")


@pytest.fixture
def ada() -> User:
    return people.ada()


@pytest.fixture
def basile() -> User:
    person = people.basile()
    people.give(person, Role.OPERATOR)
    return person


def free_film(name: str) -> Title:
    film = factories.make_title(name, runtime_min=79)
    factories.make_answer(film, "US")
    return film


def propose(film: Title, who: User, item: str = "General1926", said: Declared | None = NO) -> WatchLink:
    return actions.add_link(
        by=Actor.person(who.public_id), place=actions.Place(film.pk), address=f"https://archive.org/details/{item}",
        facts=actions.Facts(form=Form.EMBED), declared=said,
    )  # fmt: skip


def judged(link: WatchLink, uploader: str = "vhs_fan", added: str = "2020-05-01 10:00:00", **told: Any) -> Copies:
    """The verdict on a curated copy against which nothing speaks but who proposed it."""
    item = link.content_key.partition(":")[2]
    facts = {"identifier": item, "title": link.title.name, "collection": ["prelinger", "films"], "runtime": "1:19:00"}
    reply = {"metadata": {**facts, "uploader": uploader, "addeddate": added, **told}}
    verdict = judge_copy(link.public_id, reply, site_secret(), by=BY).judgement.verdict
    link.refresh_from_db()
    return verdict


def is_shown(link: WatchLink) -> bool:
    return ShownLink.objects.filter(link=link).exists()


def proposed_before(film: Title, who: User, number: int, uploader: str, **columns: Any) -> list[WatchLink]:
    return [
        factories.make_link(film, submitted_by=who, uploader_hash=uploader, submitted_at=LATER, **columns)
        for _ in range(number)
    ]


def waits(link: WatchLink) -> bool:
    return link.public_id in {one.public_id for one in waiting_copies().copies}


@pytest.mark.parametrize("said", [None, Declared(), Declared(uploaded_myself=False), Declared(gets_money=False)])
def test_nobody_proposes_a_link_without_both_answers(film: Title, ada: User, said: Declared | None) -> None:
    with pytest.raises(Undeclared):
        propose(film, ada, said=said)
    assert not WatchLink.objects.exists()


def test_imports_are_nobodys_proposals(film: Title) -> None:
    place = actions.Place(film.pk)
    link = actions.add_link(by=BY, place=place, address="https://archive.org/details/x", facts=actions.Facts())
    assert (link.uploaded_myself, link.gets_money, link.relation) == (None, None, "none")


def test_who_uploaded_a_copy_and_says_so_waits_until_somebody_has_looked(film: Title, ada: User, basile: User) -> None:
    link = propose(film, ada, said=Declared(uploaded_myself=True, gets_money=False))
    assert (link.relation, link.origin_flags, link.relation_reasons) == ("declared_own", ["declared_own"], ["said_so"])
    assert judged(link) is Copies.HOLD
    assert (link.origin, is_shown(link), waits(link)) == ("unchecked", False, True)
    look_at_copy(link.public_id, clears=True, who="Her own film.", evidence=SEEN, by=basile)
    assert is_shown(link)
    judged(link)
    assert (link.origin, is_shown(link)) == ("cleared", True)


def test_who_gets_money_for_it_is_asked_about(film: Title, ada: User) -> None:
    link = propose(film, ada, said=Declared(uploaded_myself=False, gets_money=True))
    assert (link.relation, link.relation_reasons) == ("suspected_own", ["said_paid"])
    assert (judged(link), is_shown(link)) == (Copies.HOLD, False)


def test_the_copy_of_a_stranger_is_cleared_with_what_its_host_tells_of_it(film: Title, ada: User) -> None:
    link = propose(film, ada)
    assert judged(link) is Copies.AUTOMATIC
    assert (link.origin, link.relation, is_shown(link)) == ("cleared", "none", True)
    assert (link.uploader_told, link.collection, len(link.uploader_hash)) == ("vhs_fan", "prelinger", 64)
    assert link.uploaded_at == datetime(2020, 5, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("own", "others", "relation"), [(9, 0, "suspected_own"), (8, 0, "none"), (4, 6, "suspected_own"), (3, 7, "none")]
)
def test_most_links_to_one_uploader_are_a_question(
    film: Title, ada: User, own: int, others: int, relation: str
) -> None:
    first = propose(film, ada)
    judged(first)
    proposed_before(film, ada, own - 1, first.uploader_hash)
    proposed_before(film, ada, others, "of another")
    link = propose(film, ada, "General_2")
    assert judged(link) is (Copies.AUTOMATIC if relation == "none" else Copies.HOLD)
    assert link.relation == relation


def test_what_comes_soon_after_its_upload_twice_is_a_question(film: Title, ada: User) -> None:
    link = propose(film, ada)
    just = {"added": f"{link.submitted_at - timedelta(hours=5):%Y-%m-%d %H:%M:%S}"}
    assert judged(link, **just) is Copies.AUTOMATIC
    again = propose(film, ada, "General_2")
    assert judged(again, **just) is Copies.HOLD
    assert (again.relation_reasons, again.origin_flags) == (["soon_after_upload"], ["suspected_own"])


def test_who_denies_their_own_upload_has_a_strike_where_the_work_is_protected(film: Title, ada: User) -> None:
    factories.make_answer(film, "FR", "protected")
    link = propose(film, ada)
    assert judged(link, uploader=ada.email.upper()) is Copies.HOLD
    assert (link.relation, link.uploader_told) == ("undeclared_own_confirmed", "")
    entry = history("link", link.public_id)[0]
    assert entry.payload.after["is_strike"] is True
    assert ada.email not in str(entry.payload.after)


def test_an_address_within_the_name_of_an_account_is_not_kept(film: Title, ada: User) -> None:
    link = propose(film, ada)
    judged(link, uploader="Films of Ines, write to ines@museum.example")
    assert link.uploader_told == "Films of Ines, write to …"
    assert link.uploader_hash


def test_the_same_copy_elsewhere_is_known_with_its_uploader(film: Title, ada: User) -> None:
    judged(propose(film, ada))
    link = propose(free_film("The Cameraman"), ada)
    assert (link.uploader_told, link.collection) == ("vhs_fan", "prelinger")


def test_a_suspicion_opens_again_what_was_cleared_by_itself(film: Title, ada: User) -> None:
    link = propose(film, ada)
    judged(link)
    proposed_before(film, ada, 9, link.uploader_hash)
    judged(link)
    assert (link.origin, link.origin_flags, is_shown(link)) == ("unchecked", ["suspected_own"], False)


def test_neither_its_channel_nor_a_word_for_a_list_clears_it(film: Title, ada: User) -> None:
    link = propose(film, ada, said=Declared(uploaded_myself=True, gets_money=False))
    source = Source.objects.create(slug="list", name="A list", licence="CC0-1.0", address="https://list.example")
    WatchLink.objects.filter(pk=link.pk).update(source=source)
    record = exchange.Link(on="film", url=link.canonical_url, offer="free_open", basis="work")
    assert clear_vouched(vouch(source, "Looked at all of it in May.", by=BY), [record], by=BY) == 0
    channel = Channel.objects.create(
        host=link.host, key="prelinger", name="Prelinger", kind="collection", stands="listed", carries=True
    )
    WatchLink.objects.filter(pk=link.pk).update(channel=channel)
    judged(link)
    assert (link.origin, is_shown(link), waits(link)) == ("unchecked", False, True)


def test_a_mass_uploader_waits_and_so_does_all_else_they_put_up(film: Title, ada: User, basile: User) -> None:
    doubtful = []
    for number in range(8):
        other = factories.make_title(f"Film {number}")
        factories.make_credit(other, f"Studio {number % 4}", "producer")
        doubtful.append(factories.make_link(other, f"https://archive.org/details/film-{number}"))
    for one in doubtful[:7]:
        judged(one)
    looked = factories.make_link(film, uploader_hash=doubtful[0].uploader_hash)
    actions.judge_origin(looked.public_id, Origin.CLEARED, by=BY, why="The museum's own print.")
    alone = factories.make_link(film, uploader_hash=doubtful[0].uploader_hash)
    assert "mass_uploader" not in alone.origin_flags
    assert judged(doubtful[7]) is Copies.HOLD
    assert "mass_uploader" in doubtful[7].origin_flags
    for one, shows in ((alone, False), (looked, True)):
        one.refresh_from_db()
        assert (is_shown(one), "mass_uploader" in one.origin_flags) == (shows, not shows)
    assert waits(alone)


def test_what_is_read_for_a_judgement_does_not_grow(film: Title, ada: User) -> None:
    link = propose(film, ada)
    judged(link)
    reply = {"metadata": {"identifier": "General1926", "uploader": "vhs_fan"}}
    with CaptureQueriesContext(connection) as few:
        judge_reply(link.public_id, reply, site_secret())
    proposed_before(film, ada, 12, link.uploader_hash)
    with CaptureQueriesContext(connection) as many:
        judge_reply(link.public_id, reply, site_secret())
    assert len(few) == len(many) <= 12


def look(link: WatchLink, by: User, *, clears: bool) -> None:
    look_at_copy(link.public_id, clears=clears, who="A plain transfer.", evidence=SEEN, by=by)


@pytest.mark.parametrize("clears", [True, False])
@pytest.mark.parametrize("kind", list(Interest.Kind))
@pytest.mark.parametrize("named", [{"host": "internet-archive"}, {"holder": "Musée  du film"}])
def test_who_has_an_interest_does_not_decide(
    film: Title, basile: User, kind: Interest.Kind, named: dict[str, str], clears: bool
) -> None:
    host = factories.make_host("internet-archive")
    channel = Channel.objects.create(host=host, key="m", name="M", kind="account", holder="Musée du Film")
    link = factories.make_link(film, host=host, channel=channel, origin="unchecked")
    declare_interest(basile, kind, by=BY, **named)
    with pytest.raises(ReviewRefused, match="interested"):
        look(link, basile, clears=clears)
    withdraw_interest(basile, kind, by=BY, **named)
    look(link, basile, clears=clears)


@pytest.mark.parametrize("clears", [True, False])
def test_who_proposed_or_uploaded_a_copy_does_not_decide_on_it(
    film: Title, ada: User, basile: User, clears: bool
) -> None:
    link = propose(film, basile)
    with pytest.raises(ReviewRefused, match="own_link"):
        look(link, basile, clears=clears)
    other = propose(film, ada, "General_2")
    judged(other, uploader=basile.email)
    with pytest.raises(ReviewRefused, match="own_link"):
        look(other, basile, clears=clears)


@pytest.mark.parametrize("status", [Status.PD, Status.PROTECTED])
def test_who_competes_with_a_host_decides_on_no_work_there(film: Title, basile: User, status: Status) -> None:
    factories.make_link(film, host=factories.make_host("internet-archive"))
    declare_interest(basile, Interest.Kind.COMPETES, host="internet-archive", by=BY)
    with pytest.raises(ReviewRefused, match="interested"):
        review(film.pk, "US", Verdict(status, {}, "Because.", ()), by=basile)


def test_an_interest_is_in_one_thing_and_noted_once(ada: User) -> None:
    for named in ({}, {"host": "arte", "holder": "ARTE"}):
        with pytest.raises(NoInterest):
            declare_interest(ada, Interest.Kind.HOLDS, by=BY, **named)
    first = declare_interest(ada, Interest.Kind.HOLDS, by=BY, holder=" ARTE  France ")
    assert declare_interest(ada, Interest.Kind.HOLDS, by=BY, holder="ARTE France") == first
    assert [one.action for one in history("person", ada.public_id)] == ["person.declare-interest"]
    assert withdraw_interest(ada, Interest.Kind.HOLDS, by=BY, holder="ARTE France")
    assert not withdraw_interest(ada, Interest.Kind.HOLDS, by=BY, holder="ARTE France")
    assert interests_of(ada) == []
