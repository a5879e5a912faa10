"""Licences as people and hosts really wrote them. The files are outside the repository; without them: skipped."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from allostream.lib.licences import Kind, Reason, creative_commons, read_peertube, read_text, read_uri

# What each of the collected statements means, judged by hand: the licence with what is known of its version, "terms"
# for a host's own, "reserved", "claim", "commons" where the licence of Creative Commons is not said, "none".
MEANT = {
    "Creative Commons Attribution license (reuse allowed)": "CC BY",
    "Standard YouTube License": "terms",
    "https://www.youtube.com/t/terms": "terms",
    "CC BY": "CC BY",
    "Creative Commons Attribution-NonCommercial-ShareAlike 3.0": "CC BY-NC-SA 3.0",
    "creativeCommon": "CC BY",
    "http://creativecommons.org/licenses/by/3.0/": "CC BY 3.0",
    "CC": "commons",
    "CC BY-SA": "CC BY-SA",
    "This video is licensed under the CC BY-NC-SA 3.0 license: https://creativecommons.org/licenses/by-nc-sa/3.0/\n"
    "Please see our speaker release agreement for details: "
    "https://ep2020.europython.eu/events/speaker-release-agreement/\n": "CC BY-NC-SA 3.0",
    "youtube": "terms",
    "CC-BY-NC-SA 4.0": "CC BY-NC-SA 4.0",
    "CC BY 3.0 AU": "CC BY 3.0 AU",
    "CC BY-SA 2.5 CA": "CC BY-SA 2.5 CA",
    "by-nc-nd": "CC BY-NC-ND",
    "CC-BY": "CC BY",
    "CC-BY-SA": "CC BY-SA",
    "CC BY-NC-SA 4.0": "CC BY-NC-SA 4.0",
    "CC BY-NC-SA": "CC BY-NC-SA",
    "Creative Commons Attribution 2.0": "CC BY 2.0",
    "all-rights-reserved": "reserved",
    "None": "none",
    "Copyright belongs to the speaker.": "reserved",
    "Copyright belongs to the speaker": "reserved",
    "Creative Commons Attribution-ShareAlike 3.0": "CC BY-SA 3.0",
    "by-sa": "CC BY-SA",
    "BY CC": "CC BY",
    "Creative Commons CC0 1.0 Universal Public Domain Dedication": "CC0 1.0",
    "youtube standard license": "terms",
    "Attribution - Share Alike": "CC BY-SA",
    "attribution-cc": "CC BY",
    "cc-by-nc-sa": "CC BY-NC-SA",
    "cc-by-sa": "CC BY-SA",
    "Creative Commons Attribution 3.0": "CC BY 3.0",
    "http://creativecommons.org/licenses/publicdomain/": "claim",
    "https://creativecommons.org/licenses/by-nc-nd/3.0/": "CC BY-NC-ND 3.0",
}


def understood(text: str) -> str:
    """What the reader makes of a text, in the words of the table."""
    found = read_text(text)
    if found.kind is Kind.LICENCE and found.licence:
        return found.licence.name
    if found.reason is Reason.LICENCE_UNKNOWN:
        return "commons"
    if found.kind is Kind.STATEMENT:
        return "terms" if found.reason is Reason.HOST_TERMS else "reserved"
    return "claim" if found.kind is Kind.CLAIM else "none"


def rows(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        pytest.skip(f"{path.name} is not among the real data")
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def test_collected_statements_are_understood_as_a_person_does(reference_data: Path) -> None:
    texts = {row["text"] for row in rows(reference_data / "watchable" / "rights_statement_strings_dev.jsonl")}
    wrong = {text: understood(text) for text in texts & MEANT.keys() if understood(text) != MEANT[text]}
    assert (wrong, len(texts & MEANT.keys())) == ({}, len(MEANT))


def test_no_collected_statement_is_taken_for_a_licence_that_it_does_not_name(reference_data: Path) -> None:
    """Whatever is in the file, also what nobody has judged yet: only texts that name a version can be relied on."""
    for row in rows(reference_data / "watchable" / "rights_statement_strings_dev.jsonl"):
        found = read_text(row["text"])
        if found.is_reliable:
            assert found.licence is not None
            assert found.licence.version in row["text"]


def test_the_statements_of_recorded_talks_are_nearly_all_understood(reference_data: Path) -> None:
    texts = Counter(
        row["copyright_text"]
        for row in rows(reference_data / "watchable" / "pyvideo_talks.jsonl.gz")
        if row.get("copyright_text")
    )
    lost = sum(count for text, count in texts.items() if read_text(text).reason is Reason.NOT_UNDERSTOOD)
    assert sum(texts.values()) > 7000
    assert lost == 0


def licences(value: Any) -> Iterator[dict[str, Any]]:
    """Every `licence` of a reply, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get("licence"), dict):
            yield value["licence"]
        for inner in value.values():
            yield from licences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from licences(inner)


def test_licences_of_real_replies_of_peertube(reference_data: Path) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for reply in rows(reference_data / "watchable" / "peertube_and_mediaccc_api_responses_dev.jsonl.gz"):
        for licence in licences(reply["body"]):
            reading = read_peertube(licence["id"], licence["label"])
            found[reading.kind.value, reading.licence.code if reading.licence else ""] += 1
            assert reading.reason is not Reason.LISTS_DISAGREE
            assert not reading.is_reliable
    assert found.keys() == {
        ("licence", "BY"), ("licence", "BY-SA"), ("licence", "BY-NC"), ("licence", "BY-NC-SA"), ("claim", ""),
        ("nothing", ""),
    }  # fmt: skip


def test_licences_of_the_starter_catalogue_agree_with_their_addresses(reference_data: Path) -> None:
    seen = 0
    for work in rows(reference_data / "starter-catalogue.jsonl"):
        if work.get("licence_spdx"):
            named, linked = read_uri(work["licence_spdx"]), read_uri(work["licence_url"])
            assert (named.is_reliable, named.licence) == (True, linked.licence)
            assert named.licence is not None
            is_told = any("non-commercial" in (a.get("condition") or "") for a in work["rights"].values())
            assert named.licence.noncommercial is is_told
            seen += 1
    assert seen >= 20
    assert creative_commons("BY-NC-ND", "1.0").uri.endswith("/by-nd-nc/1.0/")
