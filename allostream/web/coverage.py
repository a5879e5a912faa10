"""What of a series or a season each service covers, in words and as bars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils.safestring import SafeString

from allostream.catalogue.queries import EpisodeRow, SeasonRow
from allostream.links.queries import LinkRow, Traits
from allostream.web.episodes import Copies, season_name
from allostream.web.spoken import gettext, ngettext, pgettext
from allostream.web.wording import OFFER_CLASSES, offer_text

# More services than these are counted and not shown: their links stand beside the episodes all the same.
MOST_SERVICES = 6
# Beyond so many parts a bar is a line.
LONGEST_BAR = 60
# The part of a bar that has the colour of a kind of offer, by the look of its word.
BARS = {"sub": "s", "pay": "p"}


@dataclass(slots=True)
class Service:
    """A service, or all free ones together, and what it covers. A bar of "" is too long to be read."""

    name: str
    kind: str
    words: str
    bar: SafeString


@dataclass(slots=True)
class Coverage:
    """What is covered: free in one sentence, then service by service."""

    whole: str
    services: Sequence[Service]
    more: str


def coverage(rows: Sequence[EpisodeRow], copies: Copies, seasons: Sequence[SeasonRow], language: str) -> Coverage:
    """What the free services together, and then each other one, cover of the episodes of a page."""
    free: set[int] = set()
    paid: dict[tuple[str, str, str], set[int]] = {}
    held: dict[int, set[int]] = {}  # by the traits that links share
    for row in rows:
        for link in copies.of(row):
            traits = link.traits
            covered = held.get(id(traits))
            if covered is None:
                covered = free if traits.is_free else paid.setdefault(_service_of(traits), set())
                held[id(traits)] = covered
            covered.add(row.id)
    words = Words(rows, seasons, language)
    services = [words.service(pgettext("offer", "Free"), "", "", free)] if free else []
    ranked = sorted(paid, key=lambda key: -len(paid[key]))
    services += [words.service(*key, paid[key]) for key in ranked[:MOST_SERVICES]]
    total = len(rows)
    whole = ngettext(
        "%(covered)s of %(total)s episode can be watched free",
        "%(covered)s of %(total)s episodes can be watched free",
        total,
    ) % {"covered": len(free), "total": total}  # fmt: skip
    return Coverage(whole, services, _more(len(paid) - MOST_SERVICES))


def _service_of(traits: Traits | LinkRow) -> tuple[str, str, str]:
    return traits.host_name, offer_text(traits.offer), OFFER_CLASSES.get(traits.offer, "")


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("and %(count)s more service", "and %(count)s more services", count) % {"count": count}


class Words:
    """Puts sets of episodes of one page into words."""

    def __init__(self, rows: Sequence[EpisodeRow], seasons: Sequence[SeasonRow], language: str) -> None:
        self.rows, self.every_season, self.language = rows, seasons, language

    @cached_property
    def seasons(self) -> list[tuple[SeasonRow, list[EpisodeRow]]]:
        """The seasons with their episodes of the page. Not asked for where one service covers all."""
        by_season: dict[int, list[EpisodeRow]] = {}
        for row in self.rows:
            by_season.setdefault(row.season_id, []).append(row)
        return [(season, by_season[season.id]) for season in self.every_season if season.id in by_season]

    def service(self, name: str, kind: str, look: str, covered: set[int]) -> Service:
        bar = SafeString("")
        if len(self.rows) <= LONGEST_BAR:
            bar = _bar(tuple([row.id in covered for row in self.rows]), look)
        return Service(name, kind, self.told(covered), bar)

    def told(self, covered: set[int]) -> str:
        """Which episodes: all, by their numbers, or season by season."""
        if len(covered) == len(self.rows):
            return ngettext("%(count)s episode", "all %(count)s episodes", len(covered)) % {"count": len(covered)}
        if len(self.seasons) == 1:
            numbers, unnumbered = _numbers(self.rows, covered)
            return _episodes_told(numbers, unnumbered, self.language)
        return "; ".join(self.of_seasons(covered))

    def of_seasons(self, covered: set[int]) -> Iterable[str]:
        for season, rows in self.seasons:
            held = sum(row.id in covered for row in rows)
            if held:
                numbers, unnumbered = _numbers(rows, covered)
                every = pgettext("episodes", "all")
                told = every if held == len(rows) else _ranges(numbers, unnumbered, self.language)
                yield gettext("%(season)s: %(episodes)s") % {"season": season_name(season), "episodes": told}


def _numbers(rows: Iterable[EpisodeRow], covered: set[int]) -> tuple[tuple[int, ...], int]:
    """The numbers of the covered regular episodes, and how many others there are."""
    held = [row for row in rows if row.id in covered]
    numbers = sorted({row.number for row in held if row.number is not None and row.kind == "regular"})
    return tuple(numbers), len(held) - len(numbers)


@lru_cache(maxsize=4096)
def _episodes_told(numbers: tuple[int, ...], unnumbered: int, language: str) -> str:
    if not numbers:
        return _unnumbered(unnumbered)
    told = {"numbers": _ranges(numbers, unnumbered, language)}
    return ngettext("episode %(numbers)s", "episodes %(numbers)s", len(numbers)) % told


@lru_cache(maxsize=4096)
def _ranges(numbers: tuple[int, ...], unnumbered: int, language: str) -> str:
    """Numbers with neighbours drawn together: “1 to 4, 6, 8 to 10”; two neighbours stay as they are."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [part for run in runs for part in _run(run)]
    return ", ".join([*told, _unnumbered(unnumbered)] if unnumbered else told)


def _run(run: Sequence[int]) -> list[str]:
    if len(run) < 3:
        return [str(number) for number in run]
    return [pgettext("numbers", "%(first)s to %(last)s") % {"first": run[0], "last": run[-1]}]


def _unnumbered(count: int) -> str:
    return ngettext("%(count)s without a number", "%(count)s without a number", count) % {"count": count}


@lru_cache(maxsize=4096)
def _bar(covered: tuple[bool, ...], look: str) -> SafeString:
    mark = BARS.get(look, "")
    held, missing = (f'<span class="{mark}"></span>' if mark else "<span></span>"), '<span class="x"></span>'
    return SafeString("".join(held if one else missing for one in covered))
