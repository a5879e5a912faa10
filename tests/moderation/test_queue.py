"""What waits for moderators: gathered from where it lives, in the order of risk and age, decided, told, and undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.accounts.actions import declare_interest
from allostream.accounts.models import Interest, User
from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.community import bringing
from allostream.community.bringing_rules import State
from allostream.community.models import Submission
from allostream.jobs.handlers import HANDLERS
from allostream.lib import clock
from allostream.lib.problems import Forbidden
from allostream.lib.visitor import Visitor
from allostream.links.models import ShownLink, WatchLink
from allostream.links.rules import Origin
from allostream.mail.models import Letter
from allostream.moderation import acting, sheaves
from allostream.moderation.acting import ClaimedByAnother, OwnMatter, TooLate
from allostream.moderation.actions import Grounds, ReasonsMissing
from allostream.moderation.decision_rules import Measure, Rule, Thing
from allostream.moderation.gathering import keep_queue
from allostream.moderation.models import Decision, Item, Sheaf
from allostream.moderation.queue_queries import Filters, item_with_id, queue
from allostream.moderation.sheaves import OwnSheaf
from allostream.outbox.models import OutboxRow
from tests import factories, people

GROUNDS = Grounds(Rule.WHO_PUT_IT, facts="The file is named after a release.", why="It is a copy of a disc.")
pytestmark = pytest.mark.django_db


def visitor() -> Visitor:
    return Visitor(site="en", language="en", country="US", now=clock.now(), may_moderate=True)


def brought(by: User | None = None, **columns: Any) -> WatchLink:
    """A link that somebody brought and nobody has looked at."""
    film = Title.objects.first() or factories.make_free_film("The General")
    told = {"origin": "unchecked", "submitted_by": by, "submitted_at": clock.now()}
    return factories.make_link(film, **{**told, **columns})


def in_order(person: User, filters: Any = None) -> list[str]:
    found = queue(visitor(), person, Filters(**(filters or {})))
    return [one.item.subject_id for one in found.waiting]


def test_what_waits_comes_and_goes_and_the_riskiest_stands_first(basile: User) -> None:
    ada = people.ada()
    plain, signed = brought(ada), brought(ada, origin_flags=["release_words"])
    done = keep_queue()
    assert (done.came, done.waiting) == (2, 2)
    assert in_order(basile) == [signed.public_id, plain.public_id]
    WatchLink.objects.filter(pk=signed.pk).update(origin=Origin.CLEARED)
    assert keep_queue().went == 1
    assert in_order(basile) == [plain.public_id]
    assert keep_queue().changed == 0


def test_nothing_waits_for_ever_behind_what_is_new_and_worse(basile: User, moving: Any) -> None:
    old = brought(people.ada())
    moving.move_to(clock.now() + timedelta(days=5))
    new = brought(people.eve(), origin_flags=["release_words"])
    keep_queue()
    assert in_order(basile) == [old.public_id, new.public_id]


def test_a_decision_is_done_told_and_undone(basile: User, lead: User) -> None:
    ada = people.ada()
    link = brought(ada, origin="unchecked")
    keep_queue()
    item = item_with_id(Item.objects.get().pk, basile)
    with pytest.raises(ReasonsMissing):
        acting.act_on(item, "refuse", Grounds(Rule.WHO_PUT_IT, facts="x"), by=basile)
    (made,) = acting.act_on(item, "refuse", GROUNDS, by=basile)
    link.refresh_from_db()
    assert link.origin == Origin.REFUSED
    assert not Item.objects.exists()
    assert (made.measure, made.author, made.role, made.is_automated) == (Measure.HIDDEN, ada, "moderator", False)
    letter = Letter.objects.get(account=ada.pk)
    for said in ("R3", GROUNDS.why, GROUNDS.facts, "2027", f"/d/{made.public_id}"):
        assert said in letter.text
    with pytest.raises(Forbidden):
        acting.undo(made, by=people.eve(), why="No.")
    back = acting.undo(made, by=lead, why="The release was free.")
    link.refresh_from_db()
    made.refresh_from_db()
    assert link.origin == Origin.UNCHECKED
    assert made.undone_by == back
    assert Letter.objects.filter(account=ada.pk).count() == 2
    with pytest.raises(TooLate):
        acting.undo(made, by=lead, why="Again.")


def test_after_thirty_days_nothing_is_undone_by_moderators(basile: User, lead: User, moving: Any) -> None:
    brought(people.ada())
    keep_queue()
    (made,) = acting.act_on(item_with_id(Item.objects.get().pk, basile), "remove", GROUNDS, by=basile)
    moving.move_to(clock.now() + timedelta(days=30))
    with pytest.raises(TooLate):
        acting.undo(made, by=lead, why="Too late.")


def test_a_claim_keeps_others_away_for_half_an_hour_and_a_snooze_puts_off(
    basile: User, lead: User, moving: Any
) -> None:
    brought(people.ada())
    keep_queue()
    item = item_with_id(Item.objects.get().pk, basile)
    acting.claim(item, by=basile)
    held = item_with_id(item.pk, lead)
    with pytest.raises(ClaimedByAnother) as refused:
        acting.act_on(held, "refuse", GROUNDS, by=lead)
    assert "Basile is at it" in str(refused.value)
    moving.move_to(clock.now() + timedelta(minutes=30))
    acting.snooze(acting.claim(held, by=lead), clock.now() + timedelta(days=2), by=lead)
    assert in_order(basile) == []
    keep_queue()
    moving.move_to(clock.now() + timedelta(days=2))
    assert len(in_order(basile)) == 1


def test_nobody_decides_on_what_is_theirs(basile: User) -> None:
    brought(basile)
    keep_queue()
    with pytest.raises(OwnMatter):
        acting.act_on(item_with_id(Item.objects.get().pk, basile), "refuse", GROUNDS, by=basile)


def test_many_at_once_need_another_moderator_and_are_undone_together(
    basile: User, lead: User, monkeypatch: Any
) -> None:
    monkeypatch.setattr(sheaves, "PORTION", 2)
    ada = people.ada()
    links = [brought(ada, uploader_hash="a1") for _ in range(3)]
    spared = brought(people.eve(), uploader_hash="b2")
    keep_queue()
    sheaf = sheaves.ask(Filters(uploader="a1"), Thing.LINK, "refuse", GROUNDS, by=basile)
    assert len(sheaf.things) == len(links)
    with pytest.raises(OwnSheaf):
        sheaves.agree(sheaf.public_id, by=basile)
    interest = declare_interest(lead, Interest.Kind.HOLDS, by=Actor.person(lead.public_id), host=links[0].host.slug)
    with pytest.raises(OwnMatter):
        sheaves.agree(sheaf.public_id, by=lead)
    interest.delete()
    assert not Decision.objects.exists()
    sheaves.agree(sheaf.public_id, by=lead)
    work(sheaves.DO)
    assert set(WatchLink.objects.filter(origin=Origin.REFUSED)) == set(links)
    assert Decision.objects.filter(sheaf=sheaf, author=ada).count() == len(links)
    sheaves.take_back(sheaf.public_id, by=basile)
    work(sheaves.UNDO)
    assert not WatchLink.objects.filter(origin=Origin.REFUSED).exists()
    assert Sheaf.objects.get().state == Sheaf.State.UNDONE
    assert WatchLink.objects.get(pk=spared.pk).origin == Origin.UNCHECKED


def work(topic: str) -> None:
    """Do what the outbox has of a topic until it has none."""
    while row := OutboxRow.objects.filter(topic=topic, state="waiting").first():
        payload = row.payload
        row.delete()
        HANDLERS[topic](payload)


def test_ten_thousand_hostile_submissions_stand_behind_an_honest_one(basile: User, sites: Any) -> None:
    """They come from three hundred fresh accounts; nothing of them is shown, and a page costs the same."""
    host = factories.make_host()
    honest = brought(people.ada())
    keep_queue()
    cost = cost_of_page(basile)
    trolls = User.objects.bulk_create(User(email=f"t{n}@example.org", name=f"T{n}") for n in range(300))
    now = clock.now() - timedelta(minutes=5)
    Submission.objects.bulk_create(
        Submission(
            person=trolls[n % 300 if n % 2 else n % 9], site=sites[0], country="US", language="en", host=host,
            address=f"https://archive.org/details/x{n}", canonical_url=f"https://archive.org/details/x{n}",
            content_key=f"x:{n}", content_key_hash=n, domain="archive.org", state=State.QUEUED, reason="origin-review",
            made_at=now, changed_at=now,
        )
        for n in range(10_000)
    )  # fmt: skip
    assert keep_queue().waiting == 10_001
    assert not ShownLink.objects.exclude(link__title=honest.title).exists()
    assert cost_of_page(basile) <= cost + 2  # what stands behind the floods is counted
    page = queue(visitor(), basile, Filters())
    assert page.total < 200
    assert honest.public_id in in_order(basile, {"person": honest.submitted_by.public_id})
    floods = Item.objects.filter(kind=Thing.FLOOD)
    assert floods.count() == Item.objects.filter(flood__isnull=False).values("person").distinct().count()
    pages = (queue(visitor(), basile, Filters(), number) for number in range(1, page.pages + 1))
    assert honest.public_id in {one.item.subject_id for found in pages for one in found.waiting}


def cost_of_page(person: User) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queue(visitor(), person, Filters())
    return len(asked)


def test_who_is_refused_by_a_rule_is_told_once_and_a_person_can_undo_their_own(basile: User, sites: Any) -> None:
    ada = people.ada()
    told: dict[str, Any] = {
        "person": ada, "site": sites[0], "country": "US", "language": "fr", "domain": "archive.org",
        "address": "https://archive.org/details/x", "canonical_url": "https://archive.org/details/x",
        "content_key": "ia:x", "content_key_hash": 1, "made_at": clock.now(), "changed_at": clock.now(),
    }  # fmt: skip
    row = Submission.objects.create(**told, state=State.REFUSED, reason="protected", by_rule=True)
    for _ in range(2):
        HANDLERS[bringing.REFUSED]({"submission": row.public_id})
    made = Decision.objects.get()
    assert (made.is_automated, made.found_by_machine, made.rule, made.role) == (True, True, "R1", "rule")
    letter = Letter.objects.get()
    assert letter.language == "fr"
    assert "Un programme l’a repéré et a décidé" in letter.text
    elsewhere = Submission.objects.create(**told, state=State.REFUSED, reason="host-not-listed", by_rule=True)
    HANDLERS[bringing.REFUSED]({"submission": elsewhere.public_id})
    assert Decision.objects.latest("pk").rule == Rule.LISTED_HOST
    waits = Submission.objects.create(**told, state=State.QUEUED, reason="origin-review")
    keep_queue()
    (refused,) = acting.act_on(item_with_id(Item.objects.get().pk, basile), "refuse", GROUNDS, by=basile)
    waits.refresh_from_db()
    assert (waits.state, waits.decided_why) == (State.REFUSED, GROUNDS.why)
    acting.undo(refused, by=basile, why="I was wrong.")
    waits.refresh_from_db()
    assert waits.state == State.QUEUED
    assert keep_queue().waiting == 1
