"""The record of a title or an episode in words: what does not depend on the reader's country."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.safestring import SafeString

from allostream.catalogue.numbering import numbers_of
from allostream.catalogue.queries import EpisodeRow, PersonRow, TitleHead
from allostream.catalogue.title_queries import TitleRecord
from allostream.lib import countries, languages
from allostream.lib.visitor import Visitor
from allostream.web.addresses import Place, address, href, short_address, title_address, with_query
from allostream.web.formats import joined, length, typeset, written_date, years
from allostream.web.numbering_words import numbered_elsewhere
from allostream.web.pieces import OUTWARD, Fact, Piece, fact, lang_of, person_piece
from allostream.web.spoken import gettext, ngettext, pgettext
from allostream.web.wording import form, identifiers, name_kind, role

LINE = SafeString("<br>")
NO_BREAK = "\N{NO-BREAK SPACE}"
Credits = Sequence[tuple[str, Sequence[PersonRow]]]


@lru_cache(maxsize=4096)
def countries_named(codes: tuple[str, ...], language: str) -> str:
    """Countries as a list in words."""
    return joined([countries.name(code, language) for code in codes], language)


@lru_cache(maxsize=4096)
def languages_named(codes: tuple[str, ...], language: str) -> str:
    """Languages as a list in words."""
    return joined([languages.name(code, language) for code in codes], language)


def title_facts(title: TitleHead, record: TitleRecord, visitor: Visitor) -> list[Fact]:
    """The record of a film or a series."""
    reader = visitor.language
    return [
        *_names(record, reader),
        *_when_and_where(title, record, reader),
        *_genres(title, record, visitor.address_language),
        *people(record.credits, visitor.address_language),
        *_editions(record),
        *_numbers(record),
        _sources("w", title.public_id, visitor.address_language),
        _permanent("w", title.public_id),
    ]


def _names(record: TitleRecord, reader: str) -> Iterator[Fact]:
    for known in record.names:
        note = languages.name(known.language, reader) if known.language else ""
        yield fact(name_kind(known.kind), typeset(known.text), note=note, lang=lang_of(known.language, reader))


def _when_and_where(title: TitleHead, record: TitleRecord, reader: str) -> Iterator[Fact]:
    if title.form:
        yield fact(gettext("Form"), form(title.form))
    if title.released:
        yield fact(gettext("Released"), written_date(title.released, reader))
    elif title.year:
        yield fact(gettext("Year"), years(title.year, title.end_year))
    if title.countries:
        words = ngettext("Country", "Countries", len(title.countries))
        yield fact(words, countries_named(title.countries, reader))
    if record.languages:
        yield fact(gettext("Language"), languages_named(record.languages, reader))
    if title.runtime_min:
        long = length(title.runtime_min)
        about = gettext("about %(length)s") % {"length": long} if title.runtime_is_approximate else long
        yield fact(gettext("Length"), about)


def _genres(title: TitleHead, record: TitleRecord, site_language: str) -> Iterator[Fact]:
    if record.genres:
        path = address(site_language, Place.FILMS if title.kind == "film" else Place.SHOWS)
        pieces = (Piece(name, href(with_query(path, genre=slug))) for slug, name in record.genres)
        yield Fact(gettext("Genre"), tuple(pieces))


def people(credits: Credits, site_language: str) -> Iterator[Fact]:
    """Who made it and plays in it, by what they did."""
    for code, rows in credits:
        yield Fact(role(code), tuple(person_piece(person, site_language) for person in rows))


def _editions(record: TitleRecord) -> Iterator[Fact]:
    if record.editions:
        pieces = (
            Piece(edition.name, after=f" ({', '.join(known)})" if known else "")
            for edition in record.editions
            for known in [[part for part in (edition.made_by, edition.year) if part]]
        )
        yield Fact(ngettext("Edition", "Editions", len(record.editions)), tuple(pieces), between=LINE)


def _numbers(record: TitleRecord) -> Iterator[Fact]:
    known = identifiers(record.identifiers, {source.slug for source in record.sources})
    if known:
        pieces = (
            Piece(one["value"], href(one["address"]) if one["address"] else None, "", OUTWARD, one["label"] + NO_BREAK)
            for one in known
        )
        yield Fact(gettext("Numbers"), tuple(pieces), between=LINE)


def _permanent(letter: str, public_id: str) -> Fact:
    path = short_address(letter, public_id)
    return Fact(gettext("Permanent address"), (Piece(path, href(path)),))


def _sources(letter: str, public_id: str, site_language: str) -> Fact:
    path = address(site_language, Place.FACTS, letter=letter, id=public_id)
    return Fact(pgettext("record", "Facts"), (Piece(gettext("Sources and history"), href(path)),))


def episode_facts(title: TitleHead, episode: EpisodeRow, credits: Credits, visitor: Visitor) -> list[Fact]:
    """The record of an episode."""
    reader, site_language = visitor.language, visitor.address_language
    series = Piece(
        typeset(title.name),
        href(title_address(site_language, title.kind, title.slug)),
        lang_of(title.name_language, reader),
    )
    found = [Fact(pgettext("one series", "Series"), (series,))]
    if episode.absolute_number is not None:
        found.append(fact(gettext("Number in the series"), str(episode.absolute_number)))
    if elsewhere := numbered_elsewhere(numbers_of([episode.id]).get(episode.id, ())):
        path = address(site_language, Place.NUMBERING, id=title.public_id)
        found.append(
            Fact(gettext("Numbers elsewhere"), tuple(Piece(one, href(path)) for one in elsewhere), between=LINE)
        )
    if episode.number_is_derived:
        found.append(fact(gettext("Number"), gettext("number worked out from the dates")))
    if episode.aired:
        found.append(fact(gettext("First shown"), written_date(episode.aired, reader)))
    if episode.runtime_min:
        found.append(fact(gettext("Length"), length(episode.runtime_min)))
    ends = (_sources("e", episode.public_id, site_language), _permanent("e", episode.public_id))
    return [*found, *people(credits, site_language), *ends]
