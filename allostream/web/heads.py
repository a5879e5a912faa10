"""The head of a page about a title, or about an episode of it: name, facts and the first thing to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.utils.safestring import SafeString

from allostream.catalogue.queries import EpisodeRow, TitleHead
from allostream.catalogue.rules import KnownName, episode_code
from allostream.lib.visitor import Visitor
from allostream.links.queries import Card
from allostream.web import pictures
from allostream.web.addresses import Place, address, href, part_address, title_address
from allostream.web.formats import length, typeset, written_date, years
from allostream.web.pieces import Piece, lang_of, person_piece
from allostream.web.record import countries_named
from allostream.web.spoken import gettext, ngettext


@dataclass(frozen=True)
class Button:
    """Something to do, the first of them with a filled button."""

    text: str
    address: SafeString
    leads: bool = False
    plays: bool = False
    goes_on: bool = False


@dataclass(frozen=True)
class Head:
    """What the component `head.html` shows. With an address the name is a link and no heading."""

    tint: str
    backdrop: SafeString
    name: str
    lang: str
    facts: Sequence[Piece]
    above: Sequence[Piece] = ()
    directors: Sequence[Piece] = ()
    buttons: Sequence[Button] = ()
    why: str = ""
    is_low: bool = False
    address: SafeString | None = None


def facts_of(
    title: TitleHead | Card, reader: str, *, original: KnownName | None = None, episodes: int = 0
) -> list[Piece]:
    """Original name, years, countries, and how long it is or how many episodes it has, as far as they are known."""
    found = [Piece(typeset(original.text), lang=lang_of(original.language, reader))] if original else []
    if title.year:
        found.append(Piece(years(title.year, title.end_year)))
    if title.countries:
        found.append(Piece(countries_named(tuple(title.countries), reader)))
    if title.kind == "series" and episodes:
        found.append(Piece(ngettext("%(count)s episode", "%(count)s episodes", episodes) % {"count": episodes}))
    elif title.runtime_min:
        found.append(Piece(length(title.runtime_min)))
    return found


def directors_of(title: TitleHead, site_language: str) -> list[Piece]:
    """Who directed it, each with the address of their page."""
    return [person_piece(person, site_language) for person in title.directors]


class Playable(Protocol):
    """What a button must know of a link."""

    @property
    def public_id(self) -> str: ...
    @property
    def is_free(self) -> bool: ...
    @property
    def can_play_here(self) -> bool: ...


Link = TypeVar("Link", bound=Playable)


def best_of(links: Iterable[Link]) -> Link | None:
    """The free link that the main button of a page leads to."""
    return next((link for link in links if link.is_free and link.can_play_here), None)


def watch_button(text: str, link: Playable, site_language: str) -> Button:
    """The filled button that leads to where a link is played."""
    return Button(text, href(address(site_language, Place.WATCH, id=link.public_id)), leads=True, plays=True)


def main_button(best: Playable | None, site_language: str, *, is_nothing: bool, text: str = "") -> Button:
    """The first thing to do: to watch, else to read where or why not."""
    if best:
        return watch_button(text or gettext("Watch free"), best, site_language)
    words = gettext("Why there is no link") if is_nothing else gettext("Where to watch")
    return Button(words, href("#where"), leads=True)


def title_head(
    title: TitleHead,
    visitor: Visitor,
    *,
    facts: Sequence[Piece],
    buttons: Sequence[Button] = (),
    why: str = "",
) -> Head:
    """The head of the page of a film or a series."""
    return Head(
        tint=pictures.tint(title),
        backdrop=href(pictures.backdrop(title)),
        name=typeset(title.name),
        lang=lang_of(title.name_language, visitor.language),
        facts=facts,
        directors=directors_of(title, visitor.address_language),
        buttons=buttons,
        why=why,
    )


def card_head(card: Card, visitor: Visitor, *, above: str, buttons: Sequence[Button], why: str) -> Head:
    """The head of the home page: a film of which it speaks, its name a link and not the page's heading."""
    facts = facts_of(card, visitor.language)
    if card.directors:
        facts.append(Piece(", ".join(card.directors)))
    return Head(
        tint=pictures.tint(card),
        backdrop=href(pictures.backdrop(card)),
        name=typeset(card.name),
        lang=lang_of(card.name_language, visitor.language),
        facts=facts,
        above=[Piece(above)],
        buttons=buttons,
        why=why,
        address=href(title_address(visitor.address_language, card.kind, card.slug)),
    )


def episode_head(
    title: TitleHead,
    episode: EpisodeRow,
    visitor: Visitor,
    *,
    name: str,
    buttons: Sequence[Button] = (),
    why: str = "",
) -> Head:
    """The low head of an episode's page, with the way back to its series and season above its name."""
    reader = visitor.language
    when = [written_date(episode.aired, reader)] if episode.aired else []
    long = [length(episode.runtime_min)] if episode.runtime_min else []
    return Head(
        tint=pictures.tint(title),
        backdrop=href(pictures.backdrop(title)),
        name=typeset(name),
        lang=lang_of(episode.name_language, reader),
        facts=[Piece(text) for text in (*when, *long)],
        above=list(crumbs(title, episode, visitor)),
        buttons=buttons,
        why=why,
        is_low=True,
    )


def crumbs(title: TitleHead, episode: EpisodeRow, visitor: Visitor) -> Iterable[Piece]:
    """The series, the season and the place in it of an episode."""
    site_language = visitor.address_language
    yield Piece(
        typeset(title.name),
        href(title_address(site_language, title.kind, title.slug)),
        lang_of(title.name_language, visitor.language),
    )
    if episode.season_number is not None:
        season = episode_code(episode.season_number)
        yield Piece(
            gettext("Season %(number)s") % {"number": episode.season_number},
            href(address(site_language, Place.PART, slug=title.slug, part=season)),
        )
    if episode.number is not None:
        yield Piece(gettext("Episode %(number)s") % {"number": episode.number})


def neighbour_buttons(
    title: TitleHead, episode: EpisodeRow, season: Sequence[EpisodeRow], site_language: str
) -> list[Button]:
    """The ways to the episodes before and after, in the season in order."""
    place = next((index for index, row in enumerate(season) if row.id == episode.id), 0)
    around = (
        (gettext("Previous episode"), season[place - 1] if place else None, False),
        (gettext("Next episode"), season[place + 1] if place + 1 < len(season) else None, True),
    )
    return [
        Button(text, href(part_address(site_language, title.slug, row)), goes_on=on) for text, row, on in around if row
    ]
