"""Addresses as people really wrote them. The files are outside the repository; without them these tests are skipped.

ALLOSTREAM_REFERENCE_DATA names the folder that holds `urls/`; by default it is `../shared/data` beside the repository.
"""

import gzip
import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from allostream.hosts.identity import compare_key, identify

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("ALLOSTREAM_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
VIDEO_URLS = DATA / "urls" / "video_urls_dev.jsonl.gz"
PLAYER_URLS = DATA / "urls" / "streamlink_url_matches.jsonl"

needs_data = pytest.mark.skipif(
    not (VIDEO_URLS.exists() and PLAYER_URLS.exists()),
    reason=f"no reference data in {DATA}: set ALLOSTREAM_REFERENCE_DATA to the folder that holds urls/",
)
# What the players of these plug-ins call the id, and what our key is made of it.
ID_GROUPS = {
    "artetv": "video_id",
    "dailymotion": "media_id",
    "ard_mediathek": "id_video",
    "bbciplayer": "episode_id",
    "tvp": "vod_id",
}
PREFIXES = {"artetv": "arte:", "dailymotion": "dm:", "ard_mediathek": "ard:", "bbciplayer": "bbc:", "tvp": "tvp:"}


def player_urls(plugin: str) -> list[dict[str, Any]]:
    entries = map(json.loads, PLAYER_URLS.read_text("utf-8").splitlines())
    return [entry for entry in entries if entry["plugin"] == plugin and entry["matches"]]


def video_urls() -> list[dict[str, Any]]:
    with gzip.open(VIDEO_URLS, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@needs_data
def test_real_addresses_fall_into_the_groups_their_collectors_saw() -> None:
    keys_of, groups_of = defaultdict(set), defaultdict(set)
    for entry in video_urls():
        key = compare_key(identify(entry["url"]).content_key)
        keys_of[entry["group"]].add(key)
        groups_of[key].add(entry["group"])
    assert len(keys_of) > 10_000
    assert [keys for keys in keys_of.values() if len(keys) > 1] == []
    assert [key for key, groups in groups_of.items() if len(groups) > 1] == []


@needs_data
def test_real_addresses_keep_their_identity_in_canonical_form() -> None:
    for entry in video_urls()[::5]:
        found = identify(entry["url"])
        assert identify(found.canonical_url).content_key == found.content_key


@needs_data
@pytest.mark.parametrize("plugin", sorted(ID_GROUPS))
def test_ids_are_those_that_a_player_of_the_host_reads(plugin: str) -> None:
    seen = 0
    for entry in player_urls(plugin):
        wanted = dict(entry.get("groups") or {}).get(ID_GROUPS[plugin])
        if wanted:
            found = identify(entry["url"])
            assert (found.content_key, found.kind) == (PREFIXES[plugin] + wanted, "video")
            seen += 1
    assert seen


@needs_data
def test_vimeo_addresses_that_a_player_takes_are_videos() -> None:
    addresses = [entry["url"] for entry in player_urls("vimeo")]
    assert len(addresses) > 3
    assert {identify(address).kind for address in addresses} == {"video"}
