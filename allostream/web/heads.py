"""The head of a page about a title, or about an episode of it: name, facts and the first thing to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from allostream.catalogue.queries import EpisodeRow, PersonRow, TitleHead
from allostream.catalogue.rules import KnownName, episode_code
from allostream.lib import countries
from allostream.lib.languages import SILENT
from allostream.lib.visitor import Visitor
from allostream.links.queries import Card, LinkRow
from allostream.web import pictures
from allostream.web.addresses import Place, address, href, part_address, title_address
from allostream.web.formats import joined, length, typeset, written_date, years


@dataclass(frozen=True)
class Piece:
    """Some words, which may lead somewhere or be in another language than the page."""

    text: str
    address: SafeString | None = None
    lang: str = ""


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


def lang_of(language: str, reader: str) -> str:
    """The value of the attribute `lang` of words in a language; "" when it is the page's own or not known."""
    return "" if language in ("", SILENT, reader) else language


@lru_cache(maxsize=4096)
def countries_named(codes: tuple[str, ...], language: str) -> str:
    """Countries as a list in words."""
    return joined([countries.name(code, language) for code in codes], language)


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


def person_piece(person: PersonRow, site_language: str) -> Piece:
    """A person with the address of their page."""
    return Piece(person.name, href(address(site_language, Place.PERSON, slug=person.slug)))


def watch_button(text: str, link: LinkRow, site_language: str) -> Button:
    """The filled button that leads to where a link is played."""
    return Button(text, href(address(site_language, Place.WATCH, id=link.public_id)), leads=True, plays=True)


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


def neighbour_button(text: str, title: TitleHead, episode: EpisodeRow, site_language: str, *, on: bool) -> Button:
    """The way to the episode before or after."""
    return Button(text, href(part_address(site_language, title.slug, episode)), goes_on=on)
