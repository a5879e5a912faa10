"""The pure rules: pace, circuit, when to ask again, unpacking, headers and addresses as they are written."""

import gzip
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from allostream.net import breaker, pace, retrying
from allostream.net.asking import Known, Pace, Reply
from allostream.net.breaker import FAILURES, REST, WHOLE, Circuit
from allostream.net.checking import callers_headers, checked, followed, headers_after
from allostream.net.errors import BadReply, Busy, Closed, Refused, TimedOut, TooLarge, Unreachable
from allostream.net.unpacking import PIECE, NotUnpackable, Unpacker


def zipped(data: bytes) -> bytes:
    """Gzip without the time of day: the names of cases hold it, and are the same in every process."""
    return gzip.compress(data, mtime=0)


NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
WEB = frozenset({80, 443})


# Pace ---------------------------------------------------------------------------------------------------------------


def test_turns_queue_up_and_time_that_has_passed_is_not_waited_for_again():
    slow = Pace(per_second=0.5)
    bucket = pace.full(slow, 100)
    waits = []
    for now in (100, 100, 100, 103.5, 170):
        waits.append(pace.wait(bucket, slow, now))
        bucket = pace.taken(bucket, slow, now)
    assert waits == [0, 2, 4, 2.5, 0]


def test_a_burst_is_let_through_at_once_and_refills():
    limits = Pace(per_second=2, burst=20)
    bucket = pace.full(limits, 0)
    for _ in range(20):
        assert pace.wait(bucket, limits, 0) == 0
        bucket = pace.taken(bucket, limits, 0)
    assert pace.wait(bucket, limits, 0) == 0.5
    assert pace.wait(bucket, limits, 1) == 0
    assert bucket.turns == 0


@given(st.lists(st.floats(0, 5), min_size=2, max_size=60), st.floats(0.1, 10), st.integers(1, 10), st.floats(0.5, 20))
def test_no_stretch_of_time_ever_sees_more_than_burst_and_rate_allow(gaps, rate, burst, stretch):
    limits, now, begun = Pace(per_second=rate, burst=burst), 0.0, []
    bucket = pace.full(limits, now)
    for gap in gaps:
        now += gap
        begun.append(now + pace.wait(bucket, limits, now))
        bucket = pace.taken(bucket, limits, now)
    for start in begun:
        assert sum(start <= at <= start + stretch for at in begun) <= burst + rate * stretch + 1 + 1e-6


def test_a_rest_holds_everybody_back_but_never_shortens_a_wait():
    limits = Pace(per_second=1, burst=5)
    bucket = pace.rested(pace.full(limits, 0), limits, 0, 30)
    assert pace.wait(bucket, limits, 10) == 20
    assert pace.wait(pace.rested(bucket, limits, 10, 1), limits, 10) == 20


@pytest.mark.parametrize(("delay", "rate"), [(0, 2), (0.1, 2), (10, 0.1), (86400, 1 / 60)])
def test_a_crawl_delay_makes_slower_within_reason_and_never_faster(delay, rate):
    limits = pace.with_crawl_delay(Pace(per_second=2, burst=5, at_once=3), delay)
    assert limits.per_second == rate
    assert (limits.burst, limits.at_once) == ((5, 3) if delay == 0 else (1, 1))


@pytest.mark.parametrize("values", [{"per_second": 0}, {"burst": 0}, {"at_once": 0}, {"per_second": float("nan")}])
def test_a_pace_that_lets_nobody_in_is_a_mistake(values):
    with pytest.raises(ValueError, match="never lets anybody in"):
        Pace(**values)


# Circuit ------------------------------------------------------------------------------------------------------------


def fail(circuit, times, now=0.0):
    for _ in range(times):
        circuit = breaker.after_failure(circuit, now)
    return circuit


def test_ten_failures_in_a_row_make_a_host_rest_for_half_an_hour():
    assert breaker.rest_left(fail(WHOLE, FAILURES - 1), 0) == 0
    assert breaker.rest_left(fail(WHOLE, FAILURES), 0) == REST == 1800
    assert breaker.rest_left(fail(breaker.after_answer(fail(WHOLE, 9), 0), 9), 0) == 0


def test_after_the_rest_one_request_decides():
    circuit = fail(WHOLE, FAILURES)
    assert not breaker.is_half_open(circuit, REST - 1)
    assert breaker.is_half_open(circuit, REST)
    assert breaker.rest_left(breaker.after_failure(circuit, REST), REST) == REST
    assert breaker.after_answer(circuit, REST) == WHOLE


def test_what_was_under_way_when_the_rest_began_neither_lengthens_nor_ends_it():
    circuit = fail(WHOLE, FAILURES)
    assert breaker.rest_left(fail(circuit, 5, 60), 60) == REST - 60
    assert breaker.after_answer(circuit, 60) == circuit


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 4000)), max_size=60))
def test_a_host_never_rests_longer_than_half_an_hour(events):
    circuit, now = Circuit(), 0.0
    for failed, gap in events:
        now += gap
        circuit = (breaker.after_failure if failed else breaker.after_answer)(circuit, now)
        assert breaker.rest_left(circuit, now) <= REST


@pytest.mark.parametrize(
    ("outcome", "blamed"),
    [
        *((status, False) for status in (200, 304, 403, 404, 410)),
        *((status, True) for status in (429, 500, 503)),
        *((error("x", "y"), True) for error in (Unreachable, BadReply, TimedOut)),
        *((error("x", "y"), False) for error in (TooLarge, Refused)),
        (TimedOut("x", "y", overloaded=True), False),
    ],
    ids=repr,
)
def test_which_ends_are_the_hosts_fault(outcome, blamed):
    assert breaker.blames_host(outcome) is blamed


@pytest.mark.parametrize(
    ("outcome", "failures"),
    [
        (200, 0),
        (404, 0),
        (TooLarge("x", "y"), 0),
        (Refused("x", "y"), 4),
        (TimedOut("x", "y", overloaded=True), 4),
        (500, 5),
    ],
    ids=repr,
)
def test_only_an_answer_makes_a_host_well_again(outcome, failures):
    assert breaker.after(fail(WHOLE, 4), outcome, 0) == Circuit(failures)


# Asking again -------------------------------------------------------------------------------------------------------


def test_pauses_grow_to_a_minute_and_chance_adds_up_to_a_half():
    assert [retrying.pause(tries, 0) for tries in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert retrying.pause(3, 1) == 6


@pytest.mark.parametrize(
    ("status", "again"),
    [
        *((status, False) for status in (200, 301, 304, 400, 403, 404, 410, 451, 501, 505)),
        *((status, True) for status in (408, 425, 429, 500, 502, 503, 504, 522)),
    ],
)
def test_which_statuses_are_of_the_moment(status, again):
    assert retrying.passes(status) is again


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (Unreachable("x", "y"), True),
        (TimedOut("x", "y"), True),
        (BadReply("x", "y"), True),
        (Refused("x", "y"), False),
        (Closed("x", "y"), False),
        (TooLarge("x", "y"), False),
        (Busy("x", "y", 3), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_which_errors_are_worth_another_try(error, again):
    assert retrying.is_worth_again(error) is again


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Thu, 26 Nov 2026 12:00:30 GMT", 30),
        ("Thursday, 26-Nov-26 12:00:30 GMT", 30),
        ("Thu, 26 Nov 2026 11:00:00 GMT", 0),
        ("Thu, 26 Nov 2027 12:00:00 GMT", 3600),
        ("99999999999999999999", 3600),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
        ("Thu, 99 Nov 2026 12:00:00 GMT", None),
    ],
)
def test_retry_after_is_a_number_or_a_date_and_has_a_limit(value, seconds):
    assert retrying.retry_after(value, NOW) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_is_waited_for_longer_than_an_hour(value):
    seconds = retrying.retry_after(value, NOW)
    assert seconds is None or 0 <= seconds <= 3600
    assert retrying.retry_after((NOW + timedelta(days=900)).strftime("%a, %d %b %Y %H:%M:%S GMT"), NOW) == 3600


# Unpacking ----------------------------------------------------------------------------------------------------------


def unpacked(coding, *parts):
    unpacker = Unpacker(coding)
    pieces = [piece for part in parts for piece in unpacker.pieces(part)]
    unpacker.end()
    return b"".join(pieces)


def raw_deflate(data):
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


@given(st.binary(max_size=3000), st.integers(1, 50))
def test_what_was_packed_comes_back_however_it_is_cut(data, step):
    for coding, packed in (
        ("", data),
        ("identity", data),
        ("gzip", zipped(data)),
        ("X-GZIP", zipped(data[:50]) + zipped(data[50:]) + b"\0\0"),
        ("deflate", zlib.compress(data)),
        ("deflate", raw_deflate(data)),
        ("identity, gzip", zipped(data)),
    ):
        parts = [packed[at : at + step] for at in range(0, len(packed), step)]
        assert unpacked(coding, *parts) == data


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("br", b"x"),
        ("zstd", b"x"),
        ("gzip, gzip", zipped(zipped(b"x"))),
        ("deflate,br", b"x"),
        ("gzip", b"plain"),
        ("gzip", zipped(b"x" * 9000)[:-12]),
        ("deflate", b"\xff\xff\xff"),
        ("aes128gcm", b"x"),
    ],
)
def test_what_was_not_asked_for_or_is_broken_is_refused(coding, body):
    with pytest.raises(NotUnpackable):
        unpacked(coding, body)


def test_an_empty_body_may_say_that_it_is_packed():
    assert unpacked("gzip") == b""


def test_a_bomb_comes_in_small_pieces():
    for piece in Unpacker("gzip").pieces(zipped(bytes(5_000_000))):
        assert len(piece) <= PIECE


# Addresses and headers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://a.localhost/",
        "http://intranet/",
        "http://printer.local/",
        "http://metadata.google.internal/computeMetadata/v1/",
        "http://router.home.arpa./",
        "http://abc.onion/",
        "http://example..org/",
        "http://-/",
        "http://017700000001/",
        "http://0x7f.1/",
        "http://0x7f.0x0.0x0.0x1/",
        "http://127.0.1/",
        "http://0/",
        "http://127。0。0。1/",
        "http://①②⑦.0.0.1/",
        "http://example.org.127/",
        "http://256.256.256.256/",
        "http://1.2.3.4.5/",
        "http://[::127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::808:808]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1%25eth0]/",
        "http://[v1.a]/",
        "http://user@example.org/",
        "http://:@example.org/",
        "http://127.0.0.1:80@example.org/",
        "http://example.org:0/",
        "http://example.org:8443/",
        "http://example.org:-1/",
        "gopher://example.org/",
        "javascript:alert(1)",
        "data:text/plain,x",
        "//example.org/",
        "http:example.org",
        "http:///example.org/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 130 + "example/",
        "https://example.org/" + "x" * 9000,
        "http://exa\tmple.org/",
        "http://example.org/\u0000",
        "http://ex%61mple.org%2f@127.0.0.1/",
        "http://127.0.0.1%2f.example.org/",
    ],
)
def test_no_spelling_of_an_address_that_is_not_public_passes(url):
    with pytest.raises(Refused):
        checked(url, WEB)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.org/", "example.org"),
        ("https://EXAMPLE.org./a", "example.org."),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://日本語.example/", "xn--wgv71a119e.example"),
        ("https://1.fm/", "1.fm"),
        ("https://3sat.de/x", "3sat.de"),
        ("https://a_b.example/", "a_b.example"),
        ("http://8.8.8.8/", "8.8.8.8"),
        ("http://[2606:4700::1111]/", "2606:4700::1111"),
    ],
)
def test_public_ones_do(url, host):
    assert checked(url, WEB).raw_host == host


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{0}", "0x{0:x}", "0{0:o}"]))
def test_a_number_is_never_taken_for_a_name(number, form):
    for text in (form.format(number), form.format(number) + ".", f"a.{form.format(number)}"):
        with pytest.raises(Refused):
            checked(f"http://{text}/", WEB)


@given(st.text(max_size=60))
def test_whatever_passes_has_a_public_host_and_a_web_port(text):
    try:
        url = checked(text, WEB)
    except Refused:
        return
    assert url.scheme in {"http", "https"}
    assert url.port in WEB
    assert "." in url.raw_host or ":" in url.raw_host


@pytest.mark.parametrize(
    ("location", "goal"),
    [
        ("/b?c", "https://example.org/b?c"),
        ("b", "https://example.org/a/b"),
        ("//other.example/", "https://other.example/"),
        ("http://other.example/x#y", "http://other.example/x#y"),
        ("?q=1", "https://example.org/a/?q=1"),
        (" /the general?a=b c ", "https://example.org/the%20general?a=b%20c"),
        ("/\udce9t\udce9?%41", "https://example.org/%E9t%E9?A"),
    ],
)
def test_a_redirect_is_read_from_where_it_stands(location, goal):
    assert str(followed(URL("https://example.org/a/"), location, WEB)) == goal


@pytest.mark.parametrize(
    "location", ["//exa mple.org/", "https://127.0.0.1 /", "//127.0.0.1/\udce9", "/\udce9\\x", "/a\tb"]
)
def test_what_is_put_in_code_leads_nowhere_else(location):
    with pytest.raises((Refused, BadReply)):
        followed(URL("https://example.org/a/"), location, WEB)


def test_only_headers_that_tell_no_secret_go_to_another_origin():
    given_headers = {"Authorization": "k", "X-Key": "k", "Accept": "text/html", "If-None-Match": '"1"'}
    url = URL("https://example.org/a")
    assert headers_after(url, URL("https://example.org/b"), given_headers) == given_headers
    for goal in ("https://www.example.org/", "http://example.org/", "https://example.org:444/"):
        assert set(headers_after(url, URL(goal), given_headers)) == {"Accept", "If-None-Match"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "127.0.0.1"},
        {"cookie": "a"},
        {"Transfer-Encoding": "chunked"},
        {"User-Agent": "Mozilla"},
        {"X": "a\r\nHost: b"},
        {"X\n": "a"},
        {"X": "a\0"},
    ],
)
def test_a_caller_cannot_pretend_or_smuggle(headers):
    with pytest.raises(ValueError, match="header"):
        callers_headers(headers)


def test_a_reply_tells_what_to_give_back_the_next_time():
    assert Reply("u", 200, {"etag": '"1"', "last-modified": "x"}, b"", 0).known == Known('"1"', "x")
    assert Reply("u", 200, {}, b"", 0).known is None
    assert Reply("u", 304, {}, b"", 0).unchanged
    assert Reply("u", 200, {"content-type": "Text/HTML; charset=x"}, b"", 0).kind == "text/html"
