"""Entities of Wikidata in the shape of its dumps, with values of our own."""

import json
from collections.abc import Iterable, Sequence
from typing import Any


def statement(property_: str, value: Any, rank: str = "normal", **qualifiers: Sequence[Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"mainsnak": snak(property_, value), "type": "statement", "rank": rank}
    if qualifiers:
        made["qualifiers"] = {name: [snak(name, one) for one in values] for name, values in qualifiers.items()}
    return made


def snak(property_: str, value: Any) -> dict[str, Any]:
    if value is None:
        return {"snaktype": "somevalue", "property": property_}
    if isinstance(value, str) and value[:1] == "Q" and value[1:].isdecimal():
        known = {"entity-type": "item", "numeric-id": int(value[1:]), "id": value}
        data: dict[str, Any] = {"value": known, "type": "wikibase-entityid"}
    elif isinstance(value, str):
        data = {"value": value, "type": "string"}
    else:
        data = {
            "value": value,
            "type": "time" if "time" in value else "monolingualtext" if "text" in value else "quantity",
        }
    return {"snaktype": "value", "property": property_, "hash": "0" * 40, "datavalue": data, "datatype": "any"}


def day(time: str, precision: int = 11, calendar: str = "Q1985727") -> dict[str, Any]:
    model = f"http://www.wikidata.org/entity/{calendar}"
    return {"time": time, "timezone": 0, "before": 0, "after": 0, "precision": precision, "calendarmodel": model}


def entity(id_: str, labels: dict[str, str], *statements: dict[str, Any], **aliases: list[str]) -> dict[str, Any]:
    claims: dict[str, list[Any]] = {}
    for one in statements:
        claims.setdefault(one["mainsnak"]["property"], []).append(one)
    return {
        "type": "item", "id": id_,
        "labels": {tag: {"language": tag, "value": text} for tag, text in labels.items()} or [],
        "descriptions": [],
        "aliases": {tag: [{"language": tag, "value": text} for text in texts] for tag, texts in aliases.items()} or [],
        "claims": claims or [], "sitelinks": [], "lastrevid": 1,
    }  # fmt: skip


def dump(entities: Iterable[dict[str, Any]]) -> bytes:
    """A dump: an array with one entity a line."""
    return ("[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in entities) + "\n]\n").encode()


MINUTE = "http://www.wikidata.org/entity/Q7727"
NOSFERATU = entity(
    "Q151895",
    {"en": "Nosferatu", "de": "Nosferatu – Eine Symphonie des Grauens", "fr": "Nosferatu le vampire"},
    statement("P31", "Q11424"), statement("P31", "Q226730"), statement("P345", "tt0013442"),
    statement("P345", "nm0000001"), statement("P364", "Q188"), statement("P495", "Q183"), statement("P136", "Q200092"),
    statement("P1476", {"text": "Nosferatu, eine Symphonie des Grauens", "language": "de"}),
    statement("P577", day("+1922-00-00T00:00:00Z", 9)), statement("P577", day("+1922-03-04T00:00:00Z")),
    statement("P577", day("+1921-01-01T00:00:00Z"), "deprecated"),
    statement("P2047", {"amount": "+94", "unit": MINUTE}),
    statement("P57", "Q55412"), statement("P161", "Q76725", P453=["Q900"]), statement("P161", "Q77", P4633=["Hutter"]),
    statement("P6216", "Q19652", P1001=["Q30"], P459=["Q47246828"]),
    statement("P724", "nosferatu-item"), statement("P1651", "trailer0001", P3831=["Q622550"]),
    statement("P10", "Nosferatu.webm", P3831=["Q89347362"]), statement("P4015", "1", P11484=["Q124428688"]),
    statement("P7299", "12"),
    en=["Nosferatu: A Symphony of Horror", "Nosferatu"],
)  # fmt: skip
WORLD = [
    # Dumps are in no order: episodes stand before their series, people anywhere.
    entity(
        "Q50", {"en": "Pilot"}, statement("P31", "Q21191270"), statement("P179", "Q10", P1545=["1"]),
        statement("P4908", "Q20", P1545=["1"]), statement("P577", day("+1968-10-01T00:00:00Z")),
    ),
    entity("Q51", {"en": "Lost"}, statement("P31", "Q21191270"), statement("P179", "Q999")),
    entity("Q52", {"en": "Extra"}, statement("P31", "Q1261214"), statement("P179", "Q10", P1545=["XII"])),
    entity("Q53", {"en": "A Night Alone"}, statement("P31", "Q1261214")),
    entity("Q20", {"en": "Show, season 1"}, statement("P31", "Q3464665"), statement("P179", "Q10", P1545=["1"])),
    entity(
        "Q10", {"en": "Show", "fr": "Spectacle"}, statement("P31", "Q5398426"), statement("P1874", "70153404"),
        statement("P580", day("+1968-00-00T00:00:00Z", 9)), statement("P582", day("+1970-01-01T00:00:00Z")),
        statement("P495", "Q30"),
    ),
    NOSFERATU,
    entity("Q60", {}, statement("P31", "Q11424")),
    entity("Q61", {"en": "Never Made"}, statement("P31", "Q11424"), statement("P31", "Q18011172")),
    entity("Q5", {"en": "human"}, statement("P31", "Q55983715")),
    entity(
        "Q55412", {"mul": "F. W. Murnau"}, statement("P31", "Q5"), statement("P569", day("+1888-12-28T00:00:00Z")),
        statement("P570", day("+1931-03-11T00:00:00Z")), statement("P27", "Q183"), statement("P345", "nm0003638"),
    ),
    entity("Q76725", {"de": "Max Schreck"}, statement("P31", "Q5"), statement("P570", None)),
    entity("Q900", {"en": "Count Orlok"}, statement("P31", "Q95074")),
    entity("Q42", {"en": "Somebody else"}, statement("P31", "Q5")),
]  # fmt: skip
