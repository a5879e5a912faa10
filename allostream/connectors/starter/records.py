"""The starter catalogue as records of the exchange format.

Nothing in it is published on the file's word: links go in unchecked, with the warning signs the file gives, and the
rule links.rules.why_hidden decides what may be shown.
"""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

import msgspec

from allostream.connectors.starter.facts import facts
from allostream.connectors.starter.rights import answers
from allostream.lib import exchange

SOURCE = exchange.Source(
    slug="starter",
    name="Allostream starter catalogue",
    licence="CC0-1.0",
    licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
    credit="Allostream starter catalogue, state of 24 November 2026; facts only, to be verified before reuse",
)
FILE = "starter-catalogue.jsonl"
# Whoever asks who decides the term must see everybody who may count: the latest death does (Directive 2006/116/EC, 2).
ROLES = (("directors", "principal_director"), ("writers", "screenplay"), ("composers", "composer"))
# Countries with one language of film-making that is beyond doubt for the titles of this file.
SPOKEN = {"US": "en", "GB": "en", "FR": "fr"}


def records() -> Iterator[exchange.AnyRecord]:
    """All records of the catalogue, the source first, each work before what refers to it."""
    yield SOURCE
    with files(__package__).joinpath(FILE).open("rb") as lines:
        for line in lines:
            yield from records_of(msgspec.json.decode(line))


def records_of(work: dict[str, Any]) -> Iterator[exchange.AnyRecord]:
    """The records of one line of the file."""
    key = f"{SOURCE.slug}:{work['slug']}"
    yield _title(key, work)
    yield from _seasons(key, work)
    yield from answers(key, work)
    yield from facts(key, work)
    for link in work["links"]:
        yield _link(key, link["url"], link)


def _title(key: str, work: dict[str, Any]) -> exchange.Title:
    return exchange.Title(
        key=key,
        kind=work["kind"],
        form=work.get("series_type") or "",
        name=work["title"],
        language="en",
        names=tuple(_names(work)),
        year=work["year"],
        end_year=work.get("end_year"),
        runtime_min=work.get("runtime_min"),
        runtime_is_approximate=bool(work.get("runtime_is_approximate")),
        countries=tuple(work["countries"]),
        identifiers=_identifiers(work),
        credits=tuple(_credits(work)),
        flags=tuple(work["flags"]),
    )


def _names(work: dict[str, Any]) -> Iterator[exchange.Name]:
    """The English name in use, the original one, whose language the file does not give, and the French one."""
    yield exchange.Name(text=work["title"], language="en", kind="release")
    yield exchange.Name(text=work["original_title"], language=_original_language(work), kind="original")
    if work["title_fr"]:
        yield exchange.Name(text=work["title_fr"], language="fr", kind="release")


def _original_language(work: dict[str, Any]) -> str:
    """The language of the original name where it cannot be doubted, else ""."""
    countries = work["countries"]
    if len(countries) != 1:
        return ""
    # An English original name of a foreign work is one that the file could not do better for.
    if countries[0] in {"US", "GB"}:
        return SPOKEN[countries[0]] if work["original_title"] == work["title"] else ""
    return "fr" if countries[0] == "FR" and work["original_title"] == work["title_fr"] else ""


def _credits(work: dict[str, Any]) -> Iterator[exchange.Credit]:
    for field, role in ROLES:
        seen: set[tuple[str, int | None]] = set()
        for person in work[field]:
            if (person["name"], person["died"]) not in seen:
                seen.add((person["name"], person["died"]))
                yield _credit(role, person)


def _credit(role: Any, person: dict[str, Any]) -> exchange.Credit:
    return exchange.Credit(
        role=role,
        name=person["name"],
        died=f"{person['died']:04d}" if person["died"] else None,
        living=bool(person.get("living_as_far_as_known")),
        nationalities=(person["nationality"],) if person["nationality"] else (),
    )


def _identifiers(thing: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Identifiers of the work. An Internet Archive item is a copy of it, not the work: it is a link, never an id."""
    return {scheme: (thing[scheme],) for scheme in ("imdb", "wikidata") if thing[scheme]}


def _seasons(key: str, work: dict[str, Any]) -> Iterator[exchange.AnyRecord]:
    for season in work.get("seasons", ()):
        season_key = f"{key}/s{season['number']}"
        yield exchange.Season(
            key=season_key, series=key, number=season["number"], aired=str(work["year"]) if work["year"] else None
        )
        episodes = season["episodes"]
        yield from (_episode(season_key, work, episode) for episode in episodes)
        yield from _episode_links(season_key, episodes)


def _episode(season_key: str, work: dict[str, Any], episode: dict[str, Any]) -> exchange.Episode:
    return exchange.Episode(
        key=f"{season_key}e{episode['number']}",
        season=season_key,
        number=episode["number"],
        absolute_number=episode["number"],
        name=episode["title"],
        language=SPOKEN.get(work["countries"][0], "") if len(work["countries"]) == 1 else "",
        aired=str(episode["year"]) if episode["year"] else None,
        identifiers=_identifiers(episode),
    )


def _episode_links(season_key: str, episodes: Sequence[dict[str, Any]]) -> Iterator[exchange.Link]:
    """One link an episode; where all episodes name one item, it holds the whole and is a link of the season."""
    with_link = [episode for episode in episodes if episode["url"]]
    addresses = {episode["url"] for episode in with_link}
    if len(episodes) > 1 and len(with_link) == len(episodes) and len(addresses) == 1:
        yield _link(season_key, addresses.pop(), episodes[0])
        return
    for episode in with_link:
        yield _link(f"{season_key}e{episode['number']}", episode["url"], episode)


def _link(key: str, address: str, link: dict[str, Any]) -> exchange.Link:
    return exchange.Link(
        on=key,
        url=address,
        form="embed",
        offer="free_open",
        basis="work",
        countries_allowed=("*",),
        uploader=link["uploader"] or "",
        origin_flags=tuple(link.get("origin_flags", ())),
        found_in=(link["source"] or "")[:300],
        must_check=link.get("must_check") or "",
    )
