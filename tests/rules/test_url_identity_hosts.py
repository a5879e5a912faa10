"""The hosts a new site starts with: complete, true to the address table, and checked row by row."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from allostream.hosts.identity import BUILTIN, identify
from allostream.hosts.rules import BadHost, hosts_from
from allostream.hosts.start import start_hosts
from allostream.lib.countries import is_country

HOSTS = {host.slug: host for host in start_hosts()}


def row(**changes: Any) -> dict[str, Any]:
    good = {
        "slug": "a-host", "name": "A host", "monogram": "AH", "kind": "archive", "countries": ["FR"], "embed": "never",
        "embed_origins": [], "direct_files": False, "official_page": "https://a.example/", "stands": "listed",
        "note": "", "item_level": False,
    }  # fmt: skip
    return {**good, **changes}


def test_start_hosts_and_address_table_name_the_same_hosts() -> None:
    assert set(HOSTS) == BUILTIN.slugs()


@pytest.mark.parametrize("slug", sorted(HOSTS))
def test_a_start_host_is_in_order(slug: str) -> None:
    host = HOSTS[slug]
    assert all(country == "*" or is_country(country) for country in host.countries)
    assert host.embed == "never" or host.embed_origins or host.kind == "federated"
    assert host.kind != "svod" or host.embed == "never"
    assert len(host.note) < 200


@pytest.mark.parametrize("slug", sorted(set(HOSTS) - {"file-lockers", "mango"}))
def test_the_official_page_is_recognised_as_the_hosts(slug: str) -> None:
    rule = next(rule for rule in BUILTIN.rules if rule.slug == slug)
    found = identify(HOSTS[slug].official_page)
    host = urlsplit(found.canonical_url).hostname or ""
    assert found.host == slug or rule.any_host or any(host.endswith(domain) for domain in rule.partly)


@pytest.mark.parametrize(
    "slug", sorted(slug for slug, host in HOSTS.items() if host.embed != "never" and host.embed_origins)
)
def test_the_players_of_a_host_come_from_its_stated_origins(slug: str) -> None:
    rule = next(rule for rule in BUILTIN.rules if rule.slug == slug)
    players = {identify(text).embed_url for example in rule.examples for text in example["same"]} - {""}
    assert players
    for player in players:
        parts = urlsplit(player)
        assert f"{parts.scheme}://{parts.netloc}" in HOSTS[slug].embed_origins


def test_hosts_that_may_not_be_embedded_have_no_player() -> None:
    for rule in BUILTIN.rules:
        if HOSTS[rule.slug].embed == "never":
            assert not any(content.embed for content in rule.contents)


def test_unaccountable_hosts_are_refused_with_their_reason() -> None:
    refused = {slug for slug, host in HOSTS.items() if host.stands == "refused"}
    assert refused == {"odysee", "rumble", "facebook", "telegram", "ok-ru", "file-lockers"}
    assert all(HOSTS[slug].note for slug in refused)


def test_hosts_where_anybody_uploads_are_judged_item_by_item() -> None:
    assert all(HOSTS[slug].item_level for slug in ("internet-archive", "youtube", "vimeo", "dailymotion", "peertube"))
    assert not HOSTS["arte"].item_level


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "A Host"},
        {"name": " "},
        {"name": 7},
        {"monogram": "a"},
        {"kind": "cinema"},
        {"countries": []},
        {"countries": ["fr"]},
        {"countries": ["FR", "*"]},
        {"countries": "FR"},
        {"embed": "sometimes"},
        {"embed": "allowed"},
        {"embed_origins": ["https://a.example"]},
        {"embed": "allowed", "embed_origins": ["https://a.example/player"]},
        {"direct_files": 1},
        {"item_level": "no"},
        {"official_page": "http://a.example/"},
        {"stands": "maybe"},
        {"stands": "refused"},
        {"colour": "red"},
    ],
)
def test_a_start_row_that_cannot_be_used_is_refused_by_host_and_field(changes: dict[str, Any]) -> None:
    assert hosts_from([row()])
    with pytest.raises(BadHost) as caught:
        hosts_from([row(**changes)])
    assert "host " in str(caught.value)
    assert any(f"`{name}`" in str(caught.value) for name in (*changes, "embed_origins", "note"))


def test_a_missing_field_and_a_slug_given_twice_are_refused() -> None:
    short = row()
    del short["note"]
    with pytest.raises(BadHost, match="`note` is missing"):
        hosts_from([short])
    with pytest.raises(BadHost, match="more than once"):
        hosts_from([row(), row()])
