"""What counted relations say of people: shown to moderators with numbers, never public, never an accusation."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from allostream.accounts.actions import declare_interest
from allostream.accounts.holdings import holdings
from allostream.accounts.models import Interest, User
from allostream.accounts.permission_rules import Role as Power
from allostream.accounts.queries import bar_of
from allostream.accounts.role_actions import bar
from allostream.audit.rules import Actor
from allostream.community.commenting import flag_comment
from allostream.community.commenting_rules import Flag
from allostream.community.models import Fault, Submission
from allostream.community.reporting_rules import State
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound
from allostream.links.ban_rules import Scope
from allostream.links.banning import Against, give_ban
from allostream.moderation import acting, bans
from allostream.moderation.acting import OwnMatter
from allostream.moderation.actions import About, Author, Grounds, decide
from allostream.moderation.contesting import answer, contest
from allostream.moderation.decision_rules import Measure, Role, Rule, Thing
from allostream.moderation.gathering import keep_queue
from allostream.moderation.kinds.comments import COMMENTS
from allostream.moderation.kinds.reports import REPORTS
from allostream.moderation.models import Appeal, Decision, Finding, Item
from allostream.moderation.queue_queries import item_with_id
from allostream.moderation.relation_rules import feeders, rings
from allostream.moderation.relations import find_relations
from tests import factories, people

pytestmark = pytest.mark.django_db


def test_two_fifths_of_ten_links_to_one_uploader_are_a_reason_to_look() -> None:
    assert feeders({("a", "u"): 5, ("a", "v"): 5})[0].reasons == (("links", 10), ("share", 50))
    assert feeders({("a", "u"): 4, ("a", ""): 6}) == []  # two fifths are not more than two fifths
    assert feeders({("a", "u"): 9}) == []
    assert feeders({("a", ""): 20}) == []


def test_a_ring_is_who_mostly_speaks_for_one_another() -> None:
    mutual = {("a", "b"): 5, ("b", "a"): 4, ("b", "c"): 4, ("c", "b"): 3}
    assert [found.people for found in rings(mutual)] == [("a", "b", "c")]
    assert rings({("a", "b"): 9}) == []  # who is spoken for has not spoken back
    assert rings({**mutual, **{("a", str(n)): 5 for n in range(9)}})[0].people == ("b", "c")
    assert rings({("a", "a"): 50}) == []


def test_findings_wait_for_a_moderator_and_stay_out_of_the_log(basile: User, sites: Any) -> None:
    ada, film = people.ada(), factories.make_free_film("The General")
    for number in range(10):
        factories.make_link(film, submitted_by=ada, uploader_hash="u" if number < 5 else f"{number}",
                            submitted_at=clock.now())  # fmt: skip
    User.objects.filter(pk=ada.pk).update(joined_at=clock.now() - timedelta(days=400))
    for number in range(5):
        Submission.objects.create(
            person=ada, site=sites[0], country="US", language="en", address="https://archive.org/details/x",
            canonical_url="https://archive.org/details/x", content_key=f"ia:{number}", content_key_hash=number,
            domain="archive.org", state="refused", reason="x", made_at=clock.now(), changed_at=clock.now(),
        )  # fmt: skip
    assert find_relations() == 2
    assert find_relations() == 0
    assert set(Finding.objects.values_list("kind", flat=True)) == {"feeder", "sleeper"}
    keep_queue()
    item = item_with_id(Item.objects.get(kind="person", signs=["feeder"]).pk, basile)
    acting.act_on(item, "dismiss", Grounds(Rule.IN_ORDER, why="She runs a film club."), by=basile)
    made = Decision.objects.get()
    assert not made.is_public
    assert made.author is None
    assert "film club" not in Client(SERVER_NAME="localhost").get("/moderation-log").content.decode()
    assert find_relations() == 0  # what is settled stays settled
    warned = item_with_id(Item.objects.get(kind="person").pk, basile)
    (told,) = acting.act_on(warned, "warn", Grounds(Rule.NO_EVASION, "So.", "So."), by=basile)
    assert (told.author, told.subject_id) == (ada, ada.public_id)


def test_what_is_reported_waits_and_is_answered(basile: User) -> None:
    link = factories.make_free_film("The General").links.get()
    fault = Fault.objects.create(
        link=link, reason="malware_or_ads", people=3, opened_at=clock.now(), reported_at=clock.now()
    )
    keep_queue()
    item = item_with_id(Item.objects.get().pk, basile)
    assert (item.risk, item.signs) == (3, ["malware", "several"])
    assert REPORTS.faces([fault.public_id])[fault.public_id].address == link.canonical_url
    acting.act_on(item, "dismiss", Grounds(Rule.IN_ORDER, why="We saw nothing of the kind."), by=basile)
    fault.refresh_from_db()
    assert (fault.state, fault.answer) == (State.REJECTED, "We saw nothing of the kind.")


def test_a_flagged_comment_waits_is_hidden_once_and_shown_again(basile: User, lead: User, sites: Any) -> None:
    eve, film = people.eve(), factories.make_free_film("The General")
    said = factories.make_comment(film)
    flag_comment(said.public_id, Flag.ILLEGAL_LINK, by=eve, site=said.site.slug)
    keep_queue()
    item = item_with_id(Item.objects.get(kind="comment").pk, basile)
    assert (item.person, item.title, "rights" in item.signs) == (said.author, film, True)
    face = COMMENTS.faces([said.public_id])[said.public_id]
    assert (face.said, dict(face.told)) == (said.text, {"reported": "illegal_link", "people": "1"})
    why = f"{said.author.name} leads to https://copies.example/x there."
    grounds = Grounds(Rule.LAWFUL, "It leads to a copy.", why)
    (made,) = acting.act_on(item, "hide", grounds, by=basile)
    said.refresh_from_db()
    assert (made.measure, made.author, said.state, said.flags) == ("hidden", said.author, "hidden", 0)
    assert said.author.name not in said.hidden_why
    assert "copies.example" not in said.hidden_why
    with pytest.raises(NotFound):
        acting.act_on(item, "hide", grounds, by=lead)
    acting.undo(made, by=basile, why="It was a mistake.")
    said.refresh_from_db()
    assert (said.state, said.hidden_why) == ("shown", "")
    keep_queue()
    assert not Item.objects.filter(kind="comment").exists()


def test_nobody_lifts_the_ban_that_is_on_themself(lead: User) -> None:
    ban = give_ban(Against(person=lead), by=Actor.system("test"), reason="Advertising.")
    with pytest.raises(OwnMatter):
        bans.lift(ban.public_id, by=lead, why="It was not so bad.")
    ban.refresh_from_db()
    assert ban.lifted_at is None


def test_who_has_an_interest_in_a_host_decides_on_nothing_there(basile: User, lead: User, sites: Any) -> None:
    host, ada = factories.make_host(), people.ada()
    declare_interest(lead, Interest.Kind.WORKS_FOR, by=Actor.person(lead.public_id), host=host.slug)
    held = give_ban(Against(host=host, path="archive.org/x"), by=Actor.system("test"), reason="Copies.")
    with transaction.atomic():
        made = decide(
            About(Thing.LINK, "l1", host=host.slug), Measure.HIDDEN, Grounds(Rule.WHO_PUT_IT, "So.", "So."), by=basile,
            role=Role.MODERATOR, author=Author(ada),
        )  # fmt: skip
    appeal = contest(made, "It is from a print of mine.", person=ada)
    with pytest.raises(OwnMatter):
        bans.ban(Against(host=host), Grounds(Rule.WHO_PUT_IT, "So.", "So."), by=lead)
    with pytest.raises(OwnMatter):
        bans.lift(held.public_id, by=lead, why="They are good.")
    with pytest.raises(OwnMatter):
        answer(appeal.public_id, upheld=False, text="It stays.", by=lead)
    with pytest.raises(OwnMatter):
        acting.undo(made, by=lead, why="They are good.")
    held.refresh_from_db()
    made.refresh_from_db()
    assert (held.lifted_at, made.undone_by, Appeal.objects.get().state) == (None, None, Appeal.State.OPEN)


def test_a_ban_reaches_no_farther_than_the_role_of_who_gives_it(sites: Any) -> None:
    keeper, host = people.dinu(), factories.make_host()
    people.give(keeper, Power.LEAD, sites[0].slug)
    grounds = Grounds(Rule.NO_SPAM, "So.", "So.")
    with pytest.raises(Forbidden):
        bans.ban(Against(host=host), grounds, by=keeper)
    with pytest.raises(Forbidden):
        bans.ban(Against(host=host), grounds, by=keeper, scope=Scope.NEW, site=sites[1].slug)
    made = bans.ban(Against(host=host), grounds, by=keeper, scope=Scope.NEW, site=sites[0].slug)
    assert bans.lift(made.before["ban"], by=keeper, why="Settled.").measure == Measure.LIFTED
    everywhere = give_ban(Against(host=host), by=Actor.system("test"), reason="Copies.")
    with pytest.raises(Forbidden):
        bans.lift(everywhere.public_id, by=keeper, why="Settled.")


def test_decisions_outlast_an_account_without_telling_of_it(basile: User) -> None:
    ada, eve = people.ada(), people.eve()
    with transaction.atomic():
        made = decide(
            About(Thing.PERSON, ada.public_id), Measure.WARNED, Grounds(Rule.CIVIL, "Ada said so.", "Ada insults."),
            by=basile, role=Role.MODERATOR, author=Author(ada),
        )  # fmt: skip
    contest(made, "I have not insulted anybody.", person=ada)
    kept = {holding.name: holding for holding in holdings()}
    assert [row["why"] for row in kept["decisions"].rows(ada)] == ["Ada insults."]
    assert [row["text"] for row in kept["appeals"].rows(ada)] == ["I have not insulted anybody."]
    assert list(kept["decisions"].rows(eve)) == []
    for name in ("decisions", "appeals"):
        kept[name].erase(ada)  # type: ignore[misc]  # both have it
    ada.delete()
    made.refresh_from_db()
    appeal = Appeal.objects.get()
    assert (made.author, made.facts, made.why, made.subject_id, made.rule) == (None, "", "", "gone", "R9")
    assert (appeal.made_by, appeal.text) == (None, "")


def test_undoing_a_suspension_leaves_what_was_taken_before(lead: User, moving: Any) -> None:
    eve, until = people.eve(), clock.now() + timedelta(days=60)
    ada = people.ada()
    by = Actor.person(lead.public_id)
    bar(eve, None, by=by, why="Advertising.", until=until)
    finding = Finding.objects.create(kind="ring", key="a", reasons={}, found_at=clock.now(), last_at=clock.now())
    finding.people.set([eve, ada])
    keep_queue()
    grounds = Grounds(Rule.OWN_INTEREST, "Of one another.", "A ring.", until=clock.now() + timedelta(days=90))
    item = item_with_id(Item.objects.get(kind="person").pk, lead)
    for made in acting.act_on(item, "suspend", grounds, by=lead):
        acting.undo(made, by=lead, why="It was none.")
    kept = bar_of(eve)
    assert kept is not None
    assert (kept.until, kept.why, bar_of(ada)) == (until, "Advertising.", None)
