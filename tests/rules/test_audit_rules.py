"""How entries become digests and digests a chain."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.audit import rules
from allostream.audit.rules import GENESIS, Actor, Facts


class Colour(StrEnum):
    RED = "red"


FACTS = Facts(
    public_id="e1",
    at=datetime(2026, 11, 25, 12, 0, 0, 5, tzinfo=UTC),
    action="title.change",
    actor=Actor.person("ada"),
    subject_kind="title",
    subject_id="t1",
    site="en",
    payload_digest="0" * 64,
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text("abcéœ\0\n"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcé", max_size=3), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        ({"b": 1, "a": [True, 1.5, "é"]}, '{"a":[true,1.5,"é"],"b":1}'),
        ({"on": date(1908, 8, 17)}, '{"on":"1908-08-17"}'),
        ({"at": FACTS.at}, '{"at":"2026-11-25T12:00:00.000005+00:00"}'),
        (
            {"at": datetime(2026, 11, 25, 13, tzinfo=timezone(timedelta(hours=1)))},
            '{"at":"2026-11-25T12:00:00.000000+00:00"}',
        ),
        ({"price": Decimal("3.50")}, '{"price":"3.50"}'),
        ({"colour": Colour.RED}, '{"colour":"red"}'),
        ({"countries": {"US", "FR"}}, '{"countries":["FR","US"]}'),
        ({"pair": (1, 2)}, '{"pair":[1,2]}'),
    ],
)
def test_a_value_has_one_text(value, text):
    assert rules.canonical(value) == text


@pytest.mark.parametrize(
    ("value", "error", "words"),
    [
        (object(), TypeError, "cannot keep a object"),
        (datetime(2026, 1, 1), ValueError, "without its zone"),  # noqa: DTZ001 - a naive time is what is refused
        (float("nan"), ValueError, "not JSON compliant"),
    ],
)
def test_what_has_no_agreed_text_is_refused(value, error, words):
    with pytest.raises(error, match=words):
        rules.canonical({"value": value})


@given(json_values)
def test_the_text_of_a_value_tells_the_value(value):
    assert json.loads(rules.canonical(value)) == value


@given(st.dictionaries(st.text(max_size=3), st.integers(), max_size=6))
def test_the_order_of_keys_does_not_matter(value):
    assert rules.canonical(dict(reversed(value.items()))) == rules.canonical(value)


@pytest.mark.parametrize(
    "change",
    [
        {"public_id": "e2"},
        {"at": FACTS.at + timedelta(microseconds=1)},
        {"action": "title.changed"},
        {"actor": Actor.system("ada")},
        {"actor": Actor.person("basile")},
        {"subject_kind": "season"},
        {"subject_id": "t2"},
        {"site": "fr"},
        {"payload_digest": "1" * 64},
    ],
)
def test_every_fact_counts_in_the_digest(change):
    assert rules.entry_digest(replace(FACTS, **change)) != rules.entry_digest(FACTS)


def test_the_zone_of_the_time_does_not_count():
    elsewhere = FACTS.at.astimezone(timezone(timedelta(hours=9)))
    assert rules.entry_digest(replace(FACTS, at=elsewhere)) == rules.entry_digest(FACTS)


@given(st.lists(st.text(max_size=4), min_size=4, max_size=4), st.lists(st.text(max_size=4), min_size=4, max_size=4))
def test_different_payloads_have_different_digests(one, other):
    assert (rules.payload_digest(*one) == rules.payload_digest(*other)) == (one == other)


def test_the_format_is_the_one_that_is_written_down():
    """Whoever checks a chain with another program follows docs/decisions/0003: this is that program."""

    def digest(*parts):
        framed = b"".join(len(p.encode()).to_bytes(8, "big") + p.encode() for p in parts)
        return hashlib.sha256(framed).hexdigest()

    assert rules.payload_digest("s", "null", "{}", "é") == digest("allostream.audit.payload.1", "s", "null", "{}", "é")
    assert rules.link(GENESIS, 1, "d") == digest("allostream.audit.seal.1", GENESIS, "1", "d")
    assert rules.entry_digest(FACTS) == digest(
        "allostream.audit.entry.1", "e1", "2026-11-25T12:00:00.000005+00:00", "title.change",
        "person", "ada", "title", "t1", "en", "0" * 64,
    )  # fmt: skip


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(1, 99)), min_size=2, max_size=6, unique=True), st.data())
def test_a_changed_link_changes_every_hash_after_it(digests, data):
    def chain(items):
        hashes = [GENESIS]
        for position, item in enumerate(items, 1):
            hashes.append(rules.link(hashes[-1], position, f"{item}"))
        return hashes[1:]

    at = data.draw(st.integers(0, len(digests) - 1))
    forged = [*digests[:at], "forged", *digests[at + 1 :]]
    differs = [a != b for a, b in zip(chain(digests), chain(forged), strict=True)]
    assert differs == [False] * at + [True] * (len(digests) - at)


def test_the_digest_of_rows_counts_their_order_and_number():
    one, two = {"id": "a", "year": 1908}, {"id": "b", "year": 1926}
    digests = {rules.digest_rows(iter(rows)) for rows in ([], [one], [one, two], [two, one], [one, one])}
    assert len(digests) == 5
    assert rules.digest_rows([one, two]) == rules.digest_rows([dict(reversed(one.items())), two])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"action": "change"}, "malformed"),
        ({"action": "Title.change"}, "malformed"),
        ({"action": "title.change "}, "malformed"),
        ({"subject_kind": "a title"}, "malformed"),
        ({"subject_id": ""}, "needs the id"),
        ({"actor": Actor.person("")}, "needs the id"),
        ({"subject_id": "x" * 101}, "at most 100"),
        ({"action": "title." + "x" * 60}, "at most 64"),
    ],
)
def test_malformed_words_are_refused(change, words):
    with pytest.raises(ValueError, match=words):
        replace(FACTS, **change)


@given(st.lists(st.dictionaries(st.text(max_size=8), st.text(max_size=20) | st.integers() | st.none(), max_size=4)))
def test_the_digest_of_rows_is_that_of_their_canonical_texts(rows: list[dict[str, object]]) -> None:
    parts = [f"allostream.audit.rows.{rules.VERSION}", *map(rules.canonical, rows)]
    joined = b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts)
    assert rules.digest_rows(rows) == hashlib.sha256(joined).hexdigest()
