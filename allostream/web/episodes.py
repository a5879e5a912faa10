"""Episodes and seasons as the page of a series lists them: each link in one line with its reason, gaps as gaps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from allostream.catalogue.queries import EpisodeRow, SeasonRow, TitleHead
from allostream.lib import countries
from allostream.lib.names import folded
from allostream.lib.visitor import Visitor
from allostream.links.queries import EpisodeLink, FreeElsewhere, LinkRow, TitleLinks, Traits, governing
from allostream.web import quick
from allostream.web.addresses import Place, address, attribute, href, part_address, part_of, title_address
from allostream.web.formats import length, number, typeset, written_date
from allostream.web.pieces import lang_of
from allostream.web.places import within
from allostream.web.reasons import Right, reason, right_of
from allostream.web.spoken import gettext, ngettext, pgettext, spoken
from allostream.web.wording import Kind, offer_kind, offer_there

NO_NUMBER = "–"
# What differs from one episode to the next in the component episode.html.
PLACES = (
    "id", "number", "numbered", "name", "address", "watch_address", "facts", "links", "gap", "elsewhere",
)  # fmt: skip
AnyLink = LinkRow | EpisodeLink


@dataclass(slots=True)
class SeasonTab:
    """A season in the row of seasons, with how many of its episodes can be watched."""

    name: str
    lang: str
    address: SafeString
    covered: str
    is_current: bool


@dataclass(frozen=True)
class Copies:
    """The links of the episodes of a page: own ones by episode, those that hold more, and what is free elsewhere."""

    found: TitleLinks
    own: Mapping[int, Sequence[EpisodeLink]]
    further: Mapping[int, Sequence[EpisodeLink]]
    free: FreeElsewhere | None = None

    @cached_property
    def holds(self) -> Mapping[int, Sequence[LinkRow]]:
        """Links that hold a season as a whole, those of the whole series included, by season."""
        return _Kept(self.found.of_season)

    @cached_property
    def further_holds(self) -> Mapping[int, Sequence[LinkRow]]:
        """The same in the reader's further countries."""
        return _Kept(self.found.in_further_countries().of_season)

    def of(self, row: EpisodeRow) -> Sequence[AnyLink]:
        """On what an episode can be watched here: its own links first, then those that hold its season."""
        own = self.own.get(row.id, ())
        return [*own, *self.holds[row.season_id]] if self.found.shown else own

    def further_of(self, row: EpisodeRow) -> Sequence[AnyLink]:
        """The same in the reader's further countries."""
        return [*self.further.get(row.id, ()), *self.further_holds[row.season_id]]

    def is_covered(self, row: EpisodeRow) -> bool:
        """Whether it can be watched here at all."""
        return row.id in self.own or (bool(self.found.shown) and bool(self.holds[row.season_id]))


class _Kept(dict[int, Sequence[LinkRow]]):
    """What a function gives for a season, asked once for each: a season has many episodes."""

    def __init__(self, ask: Callable[[int], Sequence[LinkRow]]) -> None:
        self.ask = ask

    def __missing__(self, season_id: int) -> Sequence[LinkRow]:
        found = self[season_id] = self.ask(season_id)
        return found


class LinkForm(NamedTuple):
    """What is the same for all links of the same traits: the words before, between and after their two addresses.

    `silent` is the same without the way to watch it here, for where a button leads there already.
    """

    plays: bool
    text: tuple[str, ...]
    silent: tuple[str, ...]


class Lines:
    """Puts the episodes of one page into words: each an entry of the list, with its links or as a gap."""

    def __init__(self, title: TitleHead, visitor: Visitor, copies: Copies, first: Sequence[str]) -> None:
        self.title, self.visitor, self.copies, self.first = title, visitor, copies, tuple(first)
        self.reader = visitor.language
        self.spelled = visitor.address_language or visitor.language
        self.rights = {country: right_of(governing(copies.found.answers, country)) for country in visitor.own_countries}
        # Of addresses that differ in their ends alone only the ends are put together anew: ids and numbers.
        self.watch = address(self.spelled, Place.WATCH, id="")
        self.part = address(self.spelled, Place.PART, slug=title.slug, part="")
        gap = gettext("No lawful link %(in_country)s yet.") % {"in_country": within(visitor.country, visitor.language)}
        self.gap = quick.escaped(gap)
        # By country, "" for the page's own, and by the traits that links share: a page with ninety links asks ninety
        # times for a dozen.
        self.forms: dict[str, dict[int, LinkForm]] = {}
        self.entries: dict[tuple[Any, ...], quick.Form] = {}

    def all(self, rows: Iterable[EpisodeRow]) -> SafeString:
        """The entries of episodes, as HTML."""
        return SafeString("".join([self.of(row) for row in rows]))

    def of(self, row: EpisodeRow) -> str:
        """One episode. A gap has no link in the reader's country, and says so, and where it is free."""
        here, name = self.part + part_of(row), row.name or episode_name(row)
        lines, best = self.lines(self.copies.of(row), here)
        if not lines:
            lines = self.further(row, here)
        elsewhere = "" if lines else self.elsewhere(row)
        lang = lang_of(row.name_language, self.reader)
        form = self.entry(lang, row.number is not None, best is not None, bool(lines), bool(elsewhere))
        return form.filled(
            row.public_id, NO_NUMBER if row.number is None else str(row.number), _numbered(row.number, self.reader),
            quick.escaped(typeset(name)), here, self.watch + best.public_id if best else "", _facts(row, self.reader),
            lines, self.gap, elsewhere,
        )  # fmt: skip

    def entry(self, *alike: Any) -> quick.Form:
        """The form of the entries of episodes that are alike in which parts they have."""
        form = self.entries.get(alike)
        if form is None:
            lang, has_number, is_watchable, has_links, is_elsewhere = alike
            form = self.entries[alike] = quick.form(
                "episode.html", *PLACES, lang=lang, has_number=has_number, is_watchable=is_watchable,
                has_links=has_links, is_gap=not has_links, is_elsewhere=is_elsewhere,
            )  # fmt: skip
        return form

    def lines(self, links: Sequence[AnyLink], episode: str, country: str = "") -> tuple[str, AnyLink | None]:
        """Links to an episode, and the first of them that is watched here. `episode` is the address of its page, where
        their evidence stands; `country` is the one that they are for if not the page's own.

        A button leads to the first one: where it is the only one, its line does not do so again.
        """
        forms, told, best = self.forms.setdefault(country, {}), [], None
        for link in links:
            form = forms.get(id(link.traits)) or self.form(link.traits, country)
            if form.plays:
                best = best or link
                address = self.watch + link.public_id
            else:
                address = attribute(link.address)
            before, between, after = form.text
            told.append(f"{before}{address}{between}{episode}#l-{link.public_id}{after}")
        if best and len(told) == 1 and not country:
            before, after = form.silent
            return f"{before}{episode}#l-{best.public_id}{after}", best
        return "".join(told), best

    def further(self, row: EpisodeRow, episode: str) -> str:
        """The links to an episode in the reader's further countries, each for one of them."""
        links = self.copies.further_of(row)
        return "".join([self.lines([link], episode, link.country)[0] for link in links])

    def form(self, traits: Traits | LinkRow, country: str) -> LinkForm:
        """The words of all links of these traits, kept for the next one."""
        place = country or self.visitor.country
        told = _shared_form if isinstance(traits, Traits) else _form
        form = told(traits, self.rights[place], place, self.reader, is_elsewhere=bool(country))
        self.forms[country][id(traits)] = form
        return form

    def elsewhere(self, row: EpisodeRow) -> str:
        """Where an episode is free that cannot be watched here, or ""."""
        free = self.copies.free
        codes = free.of_episode(row.id, row.season_id) if free else set()
        return quick.escaped(_elsewhere(frozenset(codes), self.first, self.visitor.language)) if codes else ""


def _form(
    traits: Traits | LinkRow, right: Right | None, country: str, language: str, *, is_elsewhere: bool
) -> LinkForm:
    kind, plays = offer_kind(traits, language), traits.can_play_here
    said = (
        ("kind", offer_there(kind.text, country) if is_elsewhere else kind.text), ("look", kind.look),
        ("host", traits.host_name), ("why", reason(traits, right, country, language)),
    )  # fmt: skip
    way = "here" if plays else "out"
    text = quick.pieces(language, "episode_link.html", ("address", "evidence"), (*said, ("way", way)))
    silent = quick.pieces(language, "episode_link.html", ("evidence",), (*said, ("way", ""))) if plays else ()
    return LinkForm(plays, text, silent)


# The traits of links to episodes are one object wherever they are the same, on all pages: they are found again by what
# they are, not by what they say, and a page with ninety links puts none of them into words again.
_shared_form = lru_cache(maxsize=8192)(_form)


@lru_cache(maxsize=4096)
def _numbered(number: int | None, language: str) -> str:
    return "" if number is None else quick.escaped(gettext("Episode %(number)s") % {"number": number})


def _facts(row: EpisodeRow, language: str) -> str:
    """That it is a special, when it was shown, its length, and that its number was worked out.

    Not remembered as a whole: days and lengths meet in more ways than fit, and each is remembered by itself.
    """
    told = [quick.escaped(gettext("Special"))] if row.kind == "special" else []
    if row.aired:
        told.append(_shown_on(row.aired, language))
    if row.runtime_min:
        told.append(length(row.runtime_min))  # which has nothing to escape
    if row.number_is_derived:
        told.append(quick.escaped(gettext("number worked out from the dates")))
    return " · ".join(told)


@lru_cache(maxsize=4096)
def _shown_on(aired: str, language: str) -> str:
    return quick.escaped(written_date(aired, language))


@lru_cache(maxsize=1024)
def _elsewhere(codes: frozenset[str], first: Sequence[str], language: str) -> str:
    named = next((code for code in first if code in codes), "")
    named = named or min(codes, key=lambda code: folded(countries.name(code, language)))
    others = len(codes) - 1
    values = {"in_country": within(named, language), "count": number(others, language)}
    if not others:
        return gettext("Free %(in_country)s") % values
    return ngettext(
        "Free %(in_country)s and %(count)s other country", "Free %(in_country)s and %(count)s other countries", others
    ) % values  # fmt: skip


class EpisodeView(NamedTuple):
    """An episode with the links on which it can be watched, as the page of a player shows it."""

    row: EpisodeRow
    links: Sequence[AnyLink]

    @property
    def best(self) -> AnyLink | None:
        """The link that leads on to it."""
        return next((link for link in self.links if link.can_play_here), None)

    @property
    def kind(self) -> Kind | None:
        """What the first of its links costs, None without any."""
        return offer_kind(self.links[0].traits) if self.links else None


def season_name(season: SeasonRow) -> str:
    """A season's name, or its number in words."""
    if season.name:
        return season.name
    return gettext("Season %(number)s") % {"number": season.number} if season.number is not None else gettext("Season")


def episode_name(row: EpisodeRow) -> str:
    """An episode's name, or its number in words."""
    if row.name:
        return row.name
    return gettext("Episode %(number)s") % {"number": row.number} if row.number is not None else gettext("Episode")


def season_tabs(
    title: TitleHead,
    seasons: Sequence[SeasonRow],
    covered: Mapping[int, int],
    visitor: Visitor,
    *,
    current: SeasonRow | None,
    with_all: bool,
) -> list[SeasonTab]:
    """The seasons of a series, after all of them together where all episodes are on one page; none for one season."""
    if len(seasons) < 2:
        return []
    spelled = visitor.address_language or visitor.language
    tabs = [
        SeasonTab(
            typeset(season_name(season)), lang_of(season.name_language, visitor.language) if season.name else "",
            href(part_address(spelled, title.slug, season)),
            to_watch(covered.get(season.id, 0), season.episode_count), current is not None and season.id == current.id,
        )
        for season in seasons
    ]  # fmt: skip
    if with_all:
        total, watchable = sum(season.episode_count for season in seasons), sum(covered.values())
        every = pgettext("seasons", "All")
        place = href(title_address(spelled, title.kind, title.slug))
        tabs.insert(0, SeasonTab(every, "", place, to_watch(watchable, total), current is None))
    return tabs


@spoken
def to_watch(covered: int, total: int) -> str:
    """How many of how many episodes can be watched."""
    return gettext("%(covered)s of %(total)s to watch") % {"covered": covered, "total": total}


def covered_by_season(rows: Iterable[EpisodeRow], copies: Copies) -> dict[int, int]:
    """How many of the episodes of each season can be watched here."""
    found: dict[int, int] = {}
    for row in rows:
        found[row.season_id] = found.get(row.season_id, 0) + copies.is_covered(row)
    return found
