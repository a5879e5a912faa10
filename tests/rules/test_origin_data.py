"""The judgement on real replies and real lists of candidates; skipped where the reference data is not there."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from allostream.rights.origin.facts import Facts, Presence, Trait
from allostream.rights.origin.judging import Verdict, Work, judge
from allostream.rights.origin.readers import peertube
from allostream.rights.origin.signs import Code
from allostream.rights.origin.wording import forms
from allostream.rights.origin.words import is_release

SECRET = b"a secret of sixteen bytes or more"
ITEM = re.compile(r"archive\.org/(?:details|download|embed|stream)/([^/?#]+)")


def rows(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.fixture
def watchable(reference_data: Path) -> Path:
    return reference_data / "watchable"


def candidates(watchable: Path) -> Iterator[tuple[str, str]]:
    """Items of the Internet Archive with the name of the film that a list gives them."""
    for row in rows(watchable / "public_domain_and_cc_film_links.jsonl.gz"):
        for field, value in row.items():
            if field.startswith("freenessurl"):
                for address in value if isinstance(value, list) else [value]:
                    if found := ITEM.search(str(address)):
                        yield found[1], row.get("title") or ""


def test_real_replies_of_peertube_are_read(watchable: Path) -> None:
    replies = {
        row["url"]: peertube.read(row["body"], "asked", SECRET, asked=row["url"].split("/")[2])
        for row in rows(watchable / "peertube_and_mediaccc_api_responses_dev.jsonl.gz")
        if re.search(r"/api/v1/videos/[^/?]+$", row["url"])
    }
    assert len(replies) >= 4
    for facts in replies.values():
        assert facts.presence is Presence.THERE
        assert facts.title
        assert facts.uploader.key.startswith("https://")
        assert facts.uploader.hash
        assert facts.seconds
        assert facts.published
        assert judge(facts, Work(names=(facts.title,))).verdict is Verdict.REVIEWER
    mirrored = {url for url, facts in replies.items() if facts.has(Trait.MIRROR)}
    assert 0 < len(mirrored) < len(replies)


def test_copied_releases_among_the_candidates_are_refused_and_few_others(watchable: Path) -> None:
    found: dict[str, set[Code]] = {}
    for item, name in candidates(watchable):
        found[item] = {sign.code for sign in judge(Facts("archive.org", item), Work(names=(name,))).signs}
    assert len(found) > 1500
    counted = Counter(code for codes in found.values() for code in codes)
    refused = {item for item, codes in found.items() if Code.SCENE_RELEASE in codes}
    assert all(re.search(r"(?i)x-?26[45]|xvi-?d|web-?dl|blu-?ray|rip", item) for item in refused)
    assert {"WizardOfOzX264", "TheFileonThelmaJordanBarbaraStanwyck1950ripHJXvid2"} <= refused
    assert len(refused) < len(found) / 50
    assert counted[Code.HOSTED_SHOW] >= 3
    assert counted[Code.TRAILER] >= 2


def test_no_name_of_a_film_is_taken_for_a_copied_release(reference_data: Path) -> None:
    films = rows(reference_data / "catalogue" / "omdb" / "films.jsonl.gz")
    names = {row["title"] for number, row in enumerate(films) if number % 7 == 0 and row.get("title")}
    assert len(names) > 5_000
    assert {name for name in names if is_release(name, forms(name))} == set()
