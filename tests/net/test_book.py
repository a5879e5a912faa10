"""The book of hosts, in memory and in the database: both keep what the other does."""

import asyncio
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from allostream.net.asking import Ask, Purpose
from allostream.net.book import LEASE, WANTED, Counts, HostState, KeptRobots, Memory, Returned
from allostream.net.breaker import Circuit
from allostream.net.door import ROAD, ask_now
from allostream.net.kept import Database, forget_robots
from allostream.net.models import AskedHost
from allostream.net.pace import Bucket

HOST, NOW = "example.org", 1_800_000_000.0
STATE = HostState(Bucket(-0.5, NOW + 1), Circuit(3, NOW + 9))


@pytest.fixture(params=[Memory, Database])
def book(request, transactional_db):
    return request.param()


def test_a_host_belongs_to_one_at_a_time_and_keeps_what_was_learnt(book):
    async def story():
        assert await book.take(HOST, "one", NOW) == HostState()
        assert await book.take(HOST, "one", NOW) == HostState(), "who has it may take it again"
        assert await book.take(HOST, "other", NOW + 1) is None
        assert await book.take("other.example", "other", NOW + 1) == HostState()
        await book.give_back([Returned(HOST, STATE, Counts(5, 100, 1, 2, 1.5, "timed-out"))], "one", NOW + 2)
        assert await book.take(HOST, "one", NOW + 2.5) is None, "the other has waited for it"
        assert await book.take(HOST, "other", NOW + 3) == STATE
        await book.give_back([Returned(HOST, STATE, Counts(1))], "other", NOW + 4)
        assert await book.take(HOST, "one", NOW + 5) == STATE
        await book.close()

    asyncio.run(story())


def test_who_asked_for_a_host_and_went_away_holds_up_nobody_for_long(book):
    async def story():
        await book.take(HOST, "one", NOW)
        await book.take(HOST, "gone", NOW)
        await book.give_back([Returned(HOST, STATE)], "one", NOW)
        assert await book.take(HOST, "third", NOW + WANTED - 1) is None
        assert await book.take(HOST, "third", NOW + WANTED + 1) == STATE
        await book.close()

    asyncio.run(story())


def test_a_lease_ends_unless_it_is_renewed_and_a_late_return_changes_no_state(book):
    async def story():
        await book.take(HOST, "one", NOW)
        await book.renew([HOST], "one", NOW + LEASE - 1)
        assert await book.take(HOST, "other", NOW + LEASE + 5) is None
        assert await book.take(HOST, "other", NOW + 2 * LEASE) == HostState()
        await book.renew([HOST], "one", NOW + 2 * LEASE)
        await book.give_back([Returned(HOST, STATE, Counts(7))], "one", NOW + 2 * LEASE)
        assert await book.take(HOST, "one", NOW + 2 * LEASE) is None
        await book.give_back([Returned(HOST, HostState())], "other", NOW + 2 * LEASE)
        await book.close()

    asyncio.run(story())


def test_a_robots_txt_is_kept_as_it_was(book):
    kept = KeptRobots(b"User-agent: *\r\n\xff", NOW, NOW + 1, 200)

    async def story():
        assert await book.robots("https://example.org") is None
        for one in (KeptRobots(None, 0, NOW, 503), kept):
            await book.keep_robots("https://example.org", one)
            assert await book.robots("https://example.org") == one
        await book.close()
        return book

    book = asyncio.run(story())
    if isinstance(book, Database):
        assert [forget_robots(NOW + days * 86_400) for days in (59, 61)] == [0, 1]


def test_what_was_done_can_be_read(transactional_db):
    async def story():
        book = Database()
        for _ in range(2):
            await book.take(HOST, "one", NOW)
            await book.give_back([Returned(HOST, STATE, Counts(5, 2_000_000, 1, 2, 3, "timed-out"))], "one", NOW)
        await book.close()

    asyncio.run(story())
    AskedHost.objects.filter(name=HOST).update(rests_until=4_000_000_000, failures=10)
    told = StringIO()
    call_command("net", "status", "--host", "example", stdout=told)
    first, host, *rest = told.getvalue().splitlines()
    assert first.split() == ["host", "requests", "MB", "errors", "same", "waited", "last"]
    assert host.split()[:6] == [HOST, "10", "4.0", "2", "4", "6s"]
    assert host.endswith("timed-out")
    assert "10 failures in a row" in rest[-1]
    told = StringIO()
    call_command("net", "status", "--host", "nothing", stdout=told)
    assert "No host with “nothing”" in told.getvalue()


@pytest.mark.django_db
def test_nothing_is_asked_inside_a_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        ask_now(Ask("https://example.org/", purpose=Purpose.ERRAND), road=ROAD)


def test_the_command_refuses_what_the_door_refuses():
    with pytest.raises(CommandError, match=r"refused: .*not a public address"):
        call_command("net", "ask", "http://169.254.169.254/latest/meta-data/")
