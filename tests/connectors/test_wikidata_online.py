"""Wikidata over the network: queries, entities, what is done when it is busy. No request leaves the machine."""

from typing import Any

import pytest

from allostream.connectors.rows import SourceProblem
from allostream.connectors.wikidata import online, renewing
from allostream.connectors.wikidata.client import Claimed, Client, Holder, Numbered
from allostream.lib import exchange
from allostream.lib.exchange import BadLine
from tests.connectors.entities import WORLD, entity, statement
from tests.connectors.replay import Replay, recording


def test_queries_are_plain_parted_and_wait_as_long_as_they_are_asked_to() -> None:
    replay = recording("wikidata")
    client = Client(replay, replay.sleep)

    assert list(client.holders("P724", [(1900, 1929), (1930, 1959)])) == [
        Holder("Q151895", "nosferatu-item"), Holder("Q2", "b", "Q89347362"),
    ]  # fmt: skip
    assert list(client.rights(["Q151895"])) == [Claimed("Q151895", "Q19652", "Q30", "Q47246828")]
    assert client.episodes("Q10") == (
        Numbered("Q50", "Q20", "2", "2"), Numbered("Q59", "", "10"), Numbered("Q58", "", "XII"),
    )  # fmt: skip
    assert replay.slept == [7.0]
    for url in replay.asked:
        # One engine's own words, which another one does not know.
        assert not any(word in url for word in ("SERVICE", "hint%3A", "bd%3A", "gas%3A"))


def answer(*bindings: dict[str, str]) -> dict[str, Any]:
    rows = [
        {name: {"type": "uri", "value": f"http://www.wikidata.org/entity/{item}"} for name, item in row.items()}
        for row in bindings
    ]
    return {"results": {"bindings": rows}}


def found(*entities_: dict[str, Any]) -> dict[str, Any]:
    return {"entities": {one["id"]: one for one in entities_}, "success": 1}


def test_items_of_more_than_one_call_are_parted_and_lag_is_waited_for() -> None:
    lag = {"error": {"code": "maxlag", "info": "Waiting for a server: 7 seconds lagged."}}
    gone = {"id": "Q49", "missing": ""}
    replay = Replay(
        [
            {"request": ["ids=Q1%7C", "Q50&", "maxlag=5"], "headers": {"Retry-After": "5"}, "body": lag},
            {"request": ["ids=Q1%7C", "Q50&"], "body": found(entity("Q1", {"en": "One"}), gone)},
            {"request": ["ids=Q51&"], "body": found(entity("Q51", {"en": "Other"}))},
        ]
    )

    got = Client(replay, replay.sleep).entities(f"Q{number}" for number in range(1, 52))

    assert [one.id for one in got] == ["Q1", "Q51"]
    assert replay.slept == [5.0]


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        ({"status": 429, "headers": {"Retry-After": "3000"}}, "asks to be left alone for 3,000 seconds"),
        ({"status": 400, "body": "MalformedQueryException"}, "status 400: MalformedQueryException"),
        ({"body": "<html>"}, "in a form that is not known"),
        ({"status": 404}, "give a dump instead"),
        ({"status": 503}, "is busy"),
    ],
)
def test_a_service_that_cannot_answer_is_told_in_words(reply: dict[str, Any], what: str) -> None:
    replay = Replay([{"request": ["sparql"], **reply}] * 5)

    with pytest.raises(SourceProblem, match=what):
        Client(replay, replay.sleep).below("Q11424")
    assert replay.slept == ([1.0, 2.0, 4.0, 8.0, 16.0] if reply.get("status") == 503 else [])


def test_a_series_that_is_asked_for_comes_with_its_parts_and_people() -> None:
    by_id = {one["id"]: one for one in WORLD}
    series = entity("Q10", {"en": "Show"}, statement("P31", "Q5398426"), statement("P161", "Q76725"))
    replay = Replay(
        [
            {"request": ["ids=Q10%7CQ99&"], "body": found(series, {"id": "Q99", "missing": ""})},
            {"request": ["sparql"], "body": answer({"ep": "Q50", "season": "Q20"}, {"ep": "Q52"})},
            {"request": ["ids=Q20%7CQ50%7CQ52&"], "body": found(by_id["Q20"], by_id["Q50"], by_id["Q52"])},
            {"request": ["ids=Q76725&"], "body": found(by_id["Q76725"])},
        ]
    )

    rows = list(online.records(Client(replay, replay.sleep), ["Q10", "Q99"]))

    kinds = [type(row.made).__name__ for row in rows]
    assert kinds == ["Source", "Person", "Title", "Season", "Episode", "Season", "Episode", "BadLine"]
    assert all(isinstance(row.made, BadLine) or exchange.checked(row.made) for row in rows)
    assert "there is no such work" in str(rows[-1].made)


def test_a_new_table_of_classes_keeps_what_the_present_one_says() -> None:
    below = {root: [root] for root, _, _ in renewing.ROOTS} | {
        "Q24862": ["Q24862", "Q777"],
        "Q11424": ["Q11424", "Q778"],
    }
    replay = Replay(
        [
            {"request": [f"wd%3A{root}%20"], "body": answer(*({"class": one} for one in items))}
            for root, items in below.items()
        ]
    )

    lines = list(renewing.table(Client(replay, replay.sleep)))

    assert lines[0] == "item,kind,form,name"
    assert {"Q777,film,short,", "Q778,film,,", "Q21191270,episode,,", "Q18011171,none,,"} <= set(lines)
