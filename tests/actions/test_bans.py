"""Bans by host, channel, uploader, path, title and person: past and future links, until their end."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.audit.queries import history
from allostream.audit.rules import Actor
from allostream.jobs.handlers import HANDLERS
from allostream.lib import clock
from allostream.links import actions, banning
from allostream.links.ban_rules import Scope
from allostream.links.banning import Against, BannedAlready, NoReason, NotEverywhere, give_ban, lift_ban
from allostream.links.models import ShownLink, WatchLink
from allostream.links.submitting import Declared
from allostream.outbox.models import OutboxRow
from tests import factories, people

BY, WHY = Actor.person("moderator"), "Copies of films in cinemas."
pytestmark = pytest.mark.django_db


def is_shown(link: WatchLink) -> bool:
    return ShownLink.objects.filter(link=link).exists()


@pytest.fixture
def film() -> Any:
    return factories.make_free_film("The General")


@pytest.mark.parametrize("reach", ["host", "channel", "uploader", "path", "title", "person"])
def test_a_ban_hides_what_is_here_and_what_comes_until_it_is_lifted(film: Any, reach: str) -> None:
    host = factories.make_host("bad-host")
    ada = people.ada()
    told = {"channel": factories.make_channel(host), "uploader_hash": "a1", "submitted_by": ada, "host": host}
    old = factories.make_link(film, "https://bad.example/films/one", **told)
    other = factories.make_link(factories.make_free_film("Nosferatu"), "https://good.example/films-two")
    against = {
        "host": Against(host=host), "channel": Against(channel=told["channel"]), "uploader": Against(uploader="a1"),
        "path": Against(host=host, path="https://bad.example/films/"), "title": Against(title=film),
        "person": Against(person=ada),
    }[reach]  # fmt: skip
    assert is_shown(old)
    with CaptureQueriesContext(connection) as asked:
        ban = give_ban(against, by=BY, reason=WHY)
    if connection.vendor == "postgresql":  # where two of the same instant would else both be first
        looked = next(place for place, one in enumerate(asked.captured_queries) if 'FROM "links_ban"' in one["sql"])
        assert "FOR NO KEY UPDATE" in asked.captured_queries[looked - 1]["sql"]
    assert not is_shown(old)
    assert is_shown(other)
    new = factories.make_link(film, "https://bad.example/films/three", **told)
    assert not is_shown(new)
    assert [entry.action for entry in history("ban", ban.public_id)] == ["link.ban"]
    lift_ban(ban.public_id, by=BY, why="It was settled.")
    assert is_shown(old)
    assert is_shown(new)


def test_a_path_reaches_only_what_lies_under_it(film: Any) -> None:
    host = factories.make_host("bad-host")
    under = [factories.make_link(film, f"https://bad.example/a{end}", host=host) for end in ("", "/b", "?v=1")]
    beside = [factories.make_link(film, f"https://bad.example/{end}", host=host) for end in ("ab", "b/a")]
    give_ban(Against(host=host, path="https://bad.example/a"), by=BY, reason=WHY)
    assert [is_shown(link) for link in [*under, *beside]] == [False, False, False, True, True]
    actions.changed([film.pk])
    assert [is_shown(link) for link in [*under, *beside]] == [False, False, False, True, True]


def test_a_ban_ends_by_the_clock_and_another_one_still_holds(film: Any) -> None:
    link, host = film.links.get(), film.links.get().host
    with time_machine.travel("2026-11-25T12:00:00+00:00", tick=False) as moving:
        until = clock.now() + timedelta(days=7)
        short = give_ban(Against(host=host), by=BY, reason=WHY, until=until)
        long = give_ban(Against(title=film), by=BY, reason=WHY)
        row = OutboxRow.objects.get(topic=banning.ENDS)
        assert row.due_at == until
        HANDLERS[banning.ENDS](row.payload)
        link.refresh_from_db()
        assert link.ban == short
        moving.move_to(until)
        HANDLERS[banning.ENDS](row.payload)
        HANDLERS[banning.ENDS](row.payload)
        link.refresh_from_db()
        assert link.ban == long
        assert not is_shown(link)
        lift_ban(long.public_id, by=BY, why="")
        assert is_shown(link)


def test_what_a_banned_person_brings_is_refused_with_the_public_reason(film: Any) -> None:
    ada, host = people.ada(), film.links.get().host
    by, no = Actor.person(ada.public_id), Declared(uploaded_myself=False, gets_money=False)
    new: dict[str, Any] = {"place": actions.Place(film.pk), "facts": actions.Facts(), "declared": no}
    give_ban(Against(person=ada), by=BY, reason=WHY, scope=Scope.NEW)
    with pytest.raises(actions.Banned) as refused:
        actions.add_link(by=by, address="https://archive.org/details/other", **new)
    assert refused.value.details == {"reason": WHY, "until": None}
    assert is_shown(film.links.get())  # only what is new is banned
    eve = Actor.person(people.eve().public_id)
    actions.add_link(by=eve, address="https://archive.org/details/other", **new)
    give_ban(Against(host=host), by=BY, reason=WHY, scope=Scope.NEW)
    with pytest.raises(actions.Banned):
        actions.add_link(by=eve, address="https://archive.org/details/third", **new)


def test_what_a_person_brought_stays_banned_when_the_account_is_gone(film: Any) -> None:
    ada = people.ada()
    link = factories.make_link(film, submitted_by=ada)
    give_ban(Against(person=ada), by=BY, reason=WHY)
    ada.delete()
    actions.changed([film.pk])
    assert not is_shown(link)


def test_a_ban_says_why_ends_later_and_is_given_once(film: Any) -> None:
    with pytest.raises(NoReason):
        give_ban(Against(title=film), by=BY, reason=" ")
    with pytest.raises(NoReason):
        give_ban(Against(title=film), by=BY, reason=WHY, until=clock.now())
    with pytest.raises(NotEverywhere):
        give_ban(Against(title=film), by=BY, reason=WHY, site="en")
    give_ban(Against(title=film), by=BY, reason=WHY, site="en", scope=Scope.NEW)
    give_ban(Against(title=film), by=BY, reason=WHY)
    with pytest.raises(BannedAlready):
        give_ban(Against(title=film), by=BY, reason=WHY)
