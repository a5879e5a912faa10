"""Asking through one door: robots.txt, pace, retries, conditions, circuits, counters and the operator's word."""

import asyncio
import time as clock
from dataclasses import replace
from io import BytesIO

import pytest
from aiohttp import web
from msgspec import structs

from allostream.net.asking import Ask, Known, Limits, Pace, Purpose
from allostream.net.book import Memory
from allostream.net.door import Door, ask_now, fetch, open_door
from allostream.net.errors import (
    BadReply,
    Busy,
    Closed,
    NotSetUp,
    OptedOut,
    Refused,
    Resting,
    TooManyRedirects,
    Uncertain,
    Unreachable,
)

URL = "http://example.org/film"
CLOSED = "User-agent: Allostream\nDisallow: /private"


def site(robots="", **pages):
    """A host: robots.txt (a text, a status, or a function of the request) and pages by name."""

    async def handler(request):
        page = robots if request.path == "/robots.txt" else pages.get(request.path.strip("/"), "a page")
        page = page(request) if callable(page) else page
        return (
            web.Response(status=page)
            if isinstance(page, int)
            else page
            if not isinstance(page, str)
            else web.Response(text=page)
        )

    return handler


def moved(to, status=301):
    return lambda _: web.Response(status=status, headers={"Location": to})


def paths(requests):
    return [request.path for request in requests]


def errand(url=URL, **more):
    return Ask(url, purpose=Purpose.ERRAND, **more)


async def all_of(road, *asks):
    async with Door(road) as door:
        return await asyncio.gather(*(door.ask(ask) for ask in asks), return_exceptions=True)


# robots.txt ----------------------------------------------------------------------------------------------------------


def test_a_robot_asks_for_robots_txt_once_and_obeys_it(serve, road):
    requests = serve(site(CLOSED))
    assert ask_now(Ask(URL), road=road).status == 200
    with pytest.raises(Closed, match="closes this address") as caught:
        ask_now(Ask("http://example.org/private/x"), road=road)
    assert caught.value.permanent
    assert paths(requests) == ["/robots.txt", "/film"]


@pytest.mark.parametrize("purpose", [Purpose.API, Purpose.ERRAND])
def test_interfaces_and_errands_do_not_ask_robots_txt(serve, road, purpose):
    requests = serve(site("User-agent: *\nDisallow: /"))
    assert ask_now(Ask(URL, purpose=purpose), road=road).status == 200
    assert paths(requests) == ["/film"]


def test_every_hop_of_a_robot_is_asked_about_where_it_leads(serve, road):
    requests = serve(site(CLOSED, film=moved("/private", 302)))
    with pytest.raises(Closed):
        ask_now(Ask(URL), road=road)
    assert paths(requests) == ["/robots.txt", "/film"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_host_without_robots_txt_closes_nothing(serve, road, status):
    serve(site(status))
    assert ask_now(Ask(URL), road=road).status == 200


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_txt_that_cannot_be_had_closes_everything_for_now(serve, road, time, status):
    requests = serve(site(status))
    for _ in range(2):
        with pytest.raises(Uncertain, match="cannot be had"):
            ask_now(Ask(URL), road=road)
    assert paths(requests) == ["/robots.txt"], "it is not asked for again and again"
    time.at += 1800
    with pytest.raises(Uncertain):
        ask_now(Ask(URL), road=road)
    assert paths(requests) == ["/robots.txt"] * 2


def test_an_old_robots_txt_holds_for_thirty_days_where_a_new_one_cannot_be_had(serve, road, time):
    answers = [CLOSED]
    requests = serve(site(lambda _: answers[0]))
    ask_now(Ask(URL), road=road)
    answers[0] = 500
    for days, closed in ((1, Closed), (29, Closed), (31, Uncertain)):
        time.at = 1_800_000_000 + days * 86_400
        with pytest.raises(closed):
            ask_now(Ask("http://example.org/private"), road=road)
        if closed is Closed:
            assert ask_now(Ask(URL), road=road).status == 200
    assert paths(requests).count("/robots.txt") == 4


def test_robots_txt_may_lie_elsewhere_but_not_behind_more_than_five_redirects(serve, road):
    def hop(request):
        number = int(request.query.get("n", 0))
        if number == 5:
            return CLOSED
        return web.Response(status=301, headers={"Location": f"http://other.example/robots.txt?n={number + 1}"})

    serve(site(hop))
    with pytest.raises(Closed):
        ask_now(Ask("http://example.org/private"), road=road)
    with pytest.raises(TooManyRedirects):
        ask_now(errand("http://other.example/robots.txt?n=0", limits=Limits(redirects=4)), road=road)


def test_endless_redirects_of_robots_txt_count_as_no_such_file(serve, road):
    serve(site(moved("/robots.txt")))
    assert ask_now(Ask(URL), road=road).status == 200


def test_a_robots_txt_that_leads_inside_closes_everything(serve, road):
    serve(site(moved("http://127.0.0.1/")))
    with pytest.raises(Refused, match="not a public address"):
        ask_now(Ask(URL), road=road)


def test_the_pause_that_robots_txt_asks_for_is_kept(serve, road, time):
    serve(site("User-agent: *\nCrawl-delay: 7"))
    for _ in range(3):
        ask_now(Ask(URL, pace=Pace(per_second=10, burst=5)), road=road)
    assert sum(time.waits) >= 14


def test_each_port_and_scheme_has_its_own(serve, road):
    requests = serve(site())
    ports = Limits(ports=frozenset({80, 8080}))
    for url in ("http://example.org/", "http://example.org:8080/", "http://other.example/", "http://example.org/2"):
        ask_now(Ask(url, limits=ports), road=road)
    assert [request.host for request in requests if request.path == "/robots.txt"] == [
        "example.org", "example.org:8080", "other.example",
    ]  # fmt: skip


# Asking again, and only for what is new ------------------------------------------------------------------------------


def test_a_busy_host_is_asked_again_at_the_time_that_it_names(serve, road, time):
    answers = [
        web.Response(status=503, headers={"Retry-After": "40"}),
        web.Response(status=500),
        web.Response(text="x"),
    ]
    requests = serve(site(film=lambda _: answers.pop(0)))
    reply = ask_now(errand(tries=5), road=road)
    assert (reply.text, reply.tries, len(requests)) == ("x", 3, 3)
    assert time.waits[0] == 40
    assert sum(time.waits) == 42


def test_what_will_not_change_is_asked_once(serve, road):
    requests = serve(site(film=404))
    assert ask_now(errand(tries=5), road=road).status == 404
    assert len(requests) == 1


def test_after_the_last_try_the_last_answer_counts(serve, road, time):
    requests = serve(site(film=502))
    reply = ask_now(errand(tries=9), road=road)
    assert (reply.status, reply.tries, len(requests)) == (502, 5, 5)
    assert sum(time.waits) == 1 + 2 + 4 + 8


def test_a_longer_wait_than_the_caller_has_patience_for_is_the_callers_to_plan(serve, road):
    requests = serve(site(film=lambda _: web.Response(status=429, headers={"Retry-After": "3600"})))
    assert ask_now(errand(tries=5, patience=60), road=road).status == 429
    assert len(requests) == 1
    with pytest.raises(Busy) as caught:
        ask_now(errand("http://example.org/else", patience=60), road=road)
    assert 3500 < caught.value.seconds <= 3600


def test_an_error_that_passes_is_tried_again_and_the_file_begins_anew(raw, road):
    parts = [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole"]

    async def handler(_reader, writer):
        writer.write(parts.pop(0))
        await writer.drain()
        raise ConnectionError

    raw(handler)
    file = BytesIO(b"before ")
    file.seek(0, 2)
    assert ask_now(errand(tries=2, to=file), road=road).tries == 2
    assert file.getvalue() == b"before whole"


def test_what_is_known_is_given_back_and_unchanged_is_an_answer(serve, road, book):
    def page(request):
        if request.headers.get("If-None-Match") == '"7"':
            return web.Response(status=304)
        return web.Response(text="new", headers={"ETag": '"7"', "Last-Modified": "Thu, 26 Nov 2026 12:00:00 GMT"})

    requests = serve(
        site(film=lambda _: web.Response(status=301, headers={"Location": "http://other.example/new"}), new=page)
    )
    reply = ask_now(errand(), road=road)
    assert reply.known == Known('"7"', "Thu, 26 Nov 2026 12:00:00 GMT")
    assert (reply.hops, reply.statuses) == ((URL,), (301,))
    again = ask_now(errand(known=reply.known), road=road)
    assert (again.unchanged, again.body) == (True, b"")
    assert requests[-1].headers["If-Modified-Since"] == "Thu, 26 Nov 2026 12:00:00 GMT"
    assert book.rows["other.example"].counts.unchanged == 1


def test_other_methods_are_sent_but_not_sent_on(serve, road):
    async def handler(request):
        if request.path == "/moved":
            return web.Response(status=307, headers={"Location": "http://other.example/"})
        return web.Response(text=f"{request.method} {(await request.read()).decode()}")

    serve(handler)
    asked = errand(method="POST", body=b"query=1", headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert ask_now(asked, road=road).text == "POST query=1"
    assert ask_now(errand(method="HEAD"), road=road).status == 200
    with pytest.raises(BadReply, match="not sent on"):
        ask_now(structs.replace(asked, url="http://example.org/moved"), road=road)


def test_a_part_is_asked_for_unpacked(serve, road):
    requests = serve(
        site(film=lambda _: web.Response(status=206, body=b"12", headers={"Content-Range": "bytes 0-1/9"}))
    )
    assert ask_now(errand(headers={"Range": "bytes=0-1"}), road=road).status == 206
    assert requests[0].headers["Accept-Encoding"] == "identity"


# Pace, turns and circuits --------------------------------------------------------------------------------------------


def test_one_request_a_second_and_one_at_a_time_unless_the_source_says_otherwise(serve, road, time):
    under_way, most = [0], [0]

    async def handler(request):
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        await asyncio.sleep(0)
        under_way[0] -= 1
        return web.Response(text="x")

    serve(handler)
    asyncio.run(all_of(road, *[errand()] * 5))
    assert (sum(time.waits), most[0]) == (4, 1)
    time.waits.clear()
    asyncio.run(all_of(road, *[errand("http://other.example/", pace=Pace(per_second=2, burst=4, at_once=3))] * 5))
    assert sum(time.waits) == 0.5


def test_hosts_of_one_group_share_one_pace(serve, road, time):
    serve(site())
    group = Pace(group="example")
    asyncio.run(all_of(road, errand(pace=group), errand("http://other.example/", pace=group)))
    assert time.waits == [1]


def test_the_operator_has_the_last_word_on_pace(serve, road, time, settings):
    settings.PACES = {"example.org": 0.1}
    serve(site())
    asyncio.run(all_of(road, *[errand(pace=Pace(per_second=5, burst=9))] * 2))
    assert time.waits == [10]


def test_a_turn_that_comes_too_late_is_not_waited_for(serve, road):
    requests = serve(site())
    replies = asyncio.run(all_of(road, *[errand(patience=2.5)] * 6))
    assert [type(reply).__name__ for reply in replies] == ["Reply"] * 3 + ["Busy"] * 3
    assert len(requests) == 3


def test_a_host_that_fails_ten_times_rests_and_then_one_request_looks(serve, road, time, book):
    answers = [500]
    requests = serve(site(film=lambda _: answers[0]))
    fast = Pace(per_second=100, burst=100, at_once=4)
    for _ in range(10):
        assert ask_now(errand(pace=fast), road=road).status == 500
    with pytest.raises(Resting, match="failed 10 times") as caught:
        ask_now(errand(pace=fast), road=road)
    assert 1790 < caught.value.seconds <= 1800
    assert len(requests) == 10
    time.at += 1800
    answers[0] = "well again"
    assert {reply.status for reply in asyncio.run(all_of(road, *[errand(pace=fast)] * 4))} == {200}
    assert book.rows["example.org"].state.circuit.failures == 0


def test_while_a_host_is_looked_at_again_the_others_wait_and_rest_with_it(serve, road, time):
    requests = serve(site(film=500))
    fast = Pace(per_second=100, burst=100, at_once=4)
    asyncio.run(all_of(road, *[errand(pace=fast)] * 10))
    time.at += 1800
    replies = asyncio.run(all_of(road, *[errand(pace=fast)] * 4))
    assert [type(reply).__name__ for reply in replies] == ["Reply", "Resting", "Resting", "Resting"]
    assert len(requests) == 11


def test_a_name_that_is_not_known_makes_its_host_rest_too(road, names):
    for _ in range(10):
        with pytest.raises(Unreachable):
            fetch("http://nowhere.example/", road=road)
    with pytest.raises(Resting):
        fetch("http://nowhere.example/", road=road)
    assert len(names.asked) == 10


def test_what_was_done_at_a_host_is_counted(serve, road, book):
    serve(site(film="12345", bad=503))
    for path in ("film", "film", "bad"):
        fetch(f"http://example.org/{path}", road=road)
    counts = book.rows["example.org"].counts
    assert (counts.requests, counts.bytes, counts.errors, counts.waited) == (3, 10, 1, 2)
    assert counts.last_error == "503"


# Who asks, and who is not asked --------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["BOT_SITE", "BOT_CONTACT"])
def test_nobody_is_asked_before_the_operator_has_said_who_asks(serve, road, settings, names, missing):
    requests = serve(site())
    setattr(settings, missing, "")
    with pytest.raises(NotSetUp, match=r"ALLOSTREAM_BOT_SITE and ALLOSTREAM_BOT_CONTACT") as caught:
        fetch(URL, road=road)
    assert caught.value.permanent
    assert (requests, names.asked) == ([], [])


@pytest.mark.parametrize("name", ["example.org", "org"])
def test_a_host_that_does_not_want_to_be_asked_is_not_also_by_way_of_others(serve, road, settings, name):
    settings.NEVER_ASK = (name,)
    requests = serve(site(go=moved(URL)))
    for url in (URL, "http://other.example/go"):
        with pytest.raises(OptedOut):
            fetch(url, road=road)
    assert [request.host for request in requests] == ["other.example"]


# Several processes ---------------------------------------------------------------------------------------------------


def test_two_doors_keep_one_pace_together_and_let_each_other_in(serve, road, monkeypatch):
    """Each stands for a process: they share nothing but the book. In true time, in which all else goes quickly."""
    for place, seconds in (("turns.POLL", 0.005), ("turns.HOLD", 0.2), ("turns.IDLE", 0.02), ("door.LOOK_AFTER", 0.01)):
        monkeypatch.setattr(f"allostream.net.{place}", seconds)
    order = []

    async def work(door, name, number):
        for _ in range(number):
            await door.ask(errand(pace=Pace(per_second=25)))
            order.append(name)

    async def both():
        true = replace(road, now=clock.time, sleep=asyncio.sleep)
        async with Door(true) as one, Door(true) as other:
            await asyncio.gather(work(one, "one", 15), work(other, "other", 5))

    serve(site())
    began = clock.monotonic()
    asyncio.run(both())
    assert clock.monotonic() - began > 19 / 25 - 0.01, "each kept a pace of its own: that takes 14/25"
    assert order.index("other") < 12, "it is let in before the first has nothing more to ask"


def test_a_host_of_a_process_that_died_can_be_asked_after_a_while(serve, road, book, time):
    serve(site())
    asyncio.run(book.take("example.org", "dead", time.now()))
    with pytest.raises(Busy, match="Another process"):
        ask_now(errand(patience=0), road=road)
    assert ask_now(errand(patience=300), road=road).status == 200
    assert 85 < sum(time.waits) < 95


def test_a_book_of_its_own_keeps_doors_apart(serve, road, time):
    serve(site())
    for _ in range(2):
        fetch(URL, road=replace(road, book=Memory))
    assert time.waits == []


# Programs that are not asynchronous -----------------------------------------------------------------------------------


def test_an_open_door_answers_question_after_question(serve, road, time):
    requests = serve(site(film=lambda _: web.Response(headers={"X-Robots-Tag": "a: noindex", "Vary": "a"})))
    with open_door(road) as ask:
        assert [ask(errand()).status for _ in range(3)] == [200] * 3
        with pytest.raises(Refused):
            ask(errand("http://127.0.0.1/"))
        time.at += 1000  # the lease has ended meanwhile: the host is taken anew
        assert ask(errand()).status == 200
    assert len(requests) == 4


def test_headers_that_come_several_times_are_told_together(raw, road):
    async def handler(_reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nVary: a\r\nVary: b\r\nX-Robots-Tag: x: none\r\nX-Robots-Tag: noai\r\n")
        writer.write(b"Content-Length: 0\r\n\r\n")
        await writer.drain()

    raw(handler)
    headers = fetch(URL, road=road).headers
    assert (headers["vary"], headers["x-robots-tag"]) == ("a, b", "x: none\nnoai")
