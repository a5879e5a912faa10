"""The starter catalogue's answers on protection, with what can be told from them in codes.

Pages speak two languages, the file's reasons one; so everything that a page needs is drawn out as names, years and
codes of what is not settled. The file's own sentences go along for moderators.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from allostream.lib import exchange
from allostream.lib.countries import WORLD
from allostream.lib.licences import by_spdx

# "(Fritz Lang)", "(Marcel Allain died 1969)", "Chaplin (died 1977) was", "Fritz Lang died in 1976".
IN_BRACKETS = re.compile(r"\((?P<name>[^()\d]+?)(?: died (?P<year>\d{4}))?\)")
AT_THE_START = re.compile(r"^(?P<name>[A-Z][\w.\- ]+?) (?:\(died|died in) \d{4}")
YEARS = 70  # after the death of the last author
DIED = re.compile(r"died (?:in |by )?(\d{4})")
PUBLISHED = re.compile(r"^Published (?:in the US )?in (\d{4})|^Published (\d{4})")
# What in a reason says that something is not settled.
SIGNS = (
    ("renewal_search", re.compile(r"[Rr]enewal search|no renewal search")),
    ("co_director", re.compile(r"co-director")),
    ("underlying_work", re.compile(r"\bnovels?\b")),
    ("character", re.compile(r"characters? come|claims on characters")),
    ("live_score", re.compile(r"premiere score")),
    ("government_work", re.compile(r"No US copyright by statute")),
    ("third_party_footage", re.compile(r"Third-party footage")),
    ("music", re.compile(r"Third-party footage and music|episodes and music")),
    ("death_year", re.compile(r"death year is missing")),
    ("country_of_origin", re.compile(r"country of origin is the US: .* if France")),
    ("shorter_term", re.compile(r"One human decision needed")),
)
# Signs on the work that count in the country named, or in both.
FLAGGED = {
    "underlying_work": ("FR", "US"), "live_score": ("FR", "US"), "restored_version": ("FR", "US"),
    "character": ("US",), "music": ("FR", "US"), "third_party_footage": ("FR", "US"), "uk_author": ("FR",),
    "nationality_check": ("FR",), "trademark": ("FR", "US"), "eu_author_protected": ("FR",),
}  # fmt: skip


def answers(key: str, work: dict[str, Any]) -> Iterator[exchange.Rights]:
    """The answers for one work: a country each, or one for the world where an open licence holds everywhere."""
    found = [_answer(key, work, country, answer) for country, answer in work["rights"].items()]
    if all(answer.status == "open_licence" for answer in found) and _are_alike(work):
        yield _answer(key, work, WORLD, work["rights"]["US"])
    else:
        yield from found


def _are_alike(work: dict[str, Any]) -> bool:
    first, *others = work["rights"].values()
    return all(other == first for other in others)


def _answer(key: str, work: dict[str, Any], country: str, answer: dict[str, Any]) -> exchange.Rights:
    name, year = _deciding(work, answer)
    is_open = answer["status"] == "open_licence"
    return exchange.Rights(
        on=key,
        country=country,
        status=answer["status"],
        play=answer["play_in_page"],
        rule=answer["basis"],
        confidence=answer["confidence"],
        evaluated_on=date.fromisoformat(work["evaluated_on"]),
        free_since=_day(answer.get("since")),
        protected_until=_day(answer.get("until")),
        deciding_name=name,
        deciding_year=year,
        published_year=_published(work, answer),
        missing=tuple(_missing(work, country, answer)),
        licence=answer.get("licence") or "",
        licence_url=(work.get("licence_url") or "") if is_open else "",
        noncommercial=_forbids_trade(answer),
        reason=answer["reason"],
        authority=answer["source"],
        must_check=answer.get("must_check") or "",
    )


def _forbids_trade(answer: dict[str, Any]) -> bool:
    """Whether the licence or the condition beside it allows no advertising, sponsors and payment."""
    licence = by_spdx(answer.get("licence") or "")
    return bool(licence and licence.noncommercial) or "non-commercial" in (answer.get("condition") or "")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _published(work: dict[str, Any], answer: dict[str, Any]) -> int | None:
    """The year of publication that the reason rests on."""
    found = PUBLISHED.search(answer["reason"])
    if found:
        return int(found[1] or found[2])
    return work["year"] if answer["basis"].startswith("us_") or answer["basis"] == "fr_shorter_term" else None


def _deciding(work: dict[str, Any], answer: dict[str, Any]) -> tuple[str, int | None]:
    """The author whose death decides, and its year; each only where the file says it or its people agree with it.

    Where the comparison of terms has made a work free, no author decides.
    """
    is_by_author = answer["basis"] == "fr_70_pma"
    if not is_by_author and (answer["basis"] != "fr_shorter_term" or answer["status"] == "pd"):
        return "", None
    people = [*work["directors"], *work["writers"], *work["composers"]]
    stated = DIED.search(answer["reason"])
    year = int(stated[1]) if stated else None
    named, died = _named(people, answer["reason"]) or ("", None)
    if answer.get("until"):
        # Some reasons name the EU citizen among the authors, while another author, who died later, decides.
        return _checked_against_end(people, named, died or year, int(answer["until"][:4]) - YEARS)
    return named or _last_to_die(people, year), year or died


def _checked_against_end(
    people: list[dict[str, Any]], name: str, died: int | None, decisive: int
) -> tuple[str, int | None]:
    """The author who died in the year from which the end was counted; nobody where the file knows no such author."""
    if name and died == decisive:
        return name, died
    last = next((str(person["name"]) for person in people if person["died"] == decisive), "")
    return last, decisive if last else None


def _named(people: list[dict[str, Any]], reason: str) -> tuple[str, int | None] | None:
    """The author whom a reason names, with the year of death that the file has for him; None when it names nobody."""
    for found in filter(None, (IN_BRACKETS.search(reason), AT_THE_START.search(reason))):
        # Some reasons give the family name alone.
        for person in people:
            if person["name"] == found["name"] or person["name"].endswith(f" {found['name']}"):
                return person["name"], person["died"]
    outsider = IN_BRACKETS.search(reason)
    # An author of the underlying work is not among the film's people; the year shows that a person is meant.
    return (outsider["name"], int(outsider["year"])) if outsider and outsider["year"] else None


def _last_to_die(people: list[dict[str, Any]], year: int | None) -> str:
    """The author who died last, if that was in the year stated; "" when the file's people do not bear it out."""
    last = max((p["died"] or 0 for p in people), default=0)
    if year is None or last != year:
        return ""
    return next(str(p["name"]) for p in people if p["died"] == year)


def _missing(work: dict[str, Any], country: str, answer: dict[str, Any]) -> list[str]:
    """Codes of what is not settled; a firm answer has none."""
    if answer["play_in_page"] == "yes" or answer["status"] == "protected":
        return []
    found = [code for code, sign in SIGNS if sign.search(answer["reason"])]
    found += [flag for flag in work["flags"] if country in FLAGGED.get(flag, ())]
    if "renewal" in (answer.get("must_check") or ""):
        found.append("renewal_search")
    if answer["status"] == "open_licence":
        found = ["licence_capture"]
    if "opening and end titles" in (answer.get("must_check") or ""):
        found.append("notice_on_prints")
    return list(dict.fromkeys(found))
