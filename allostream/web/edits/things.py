"""What an edit is about: a film, series, season, episode or person, by the letter and id in its address."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from allostream.catalogue import queries as catalogue
from allostream.catalogue.edit_rules import Kind
from allostream.catalogue.edit_values import Edited
from allostream.catalogue.queries import TitleHead
from allostream.catalogue.rules import episode_code
from allostream.community.editing_queries import season_with_id
from allostream.community.models import Edit
from allostream.lib.problems import NotFound
from allostream.web.addresses import Place, address, part_address, title_address
from allostream.web.http import PageRequest

LETTERS: Mapping[str, Kind] = {"w": Kind.TITLE, "s": Kind.SEASON, "e": Kind.EPISODE, "p": Kind.PERSON}


@dataclass(frozen=True)
class Thing:
    """What is edited, for a page: its name with the language of that, its page."""

    edited: Edited
    letter: str
    id: str
    name: str
    name_language: str
    page: str
    title_id: int | None = None
    is_series: bool = False

    @property
    def place(self) -> dict[str, str]:
        """The values of the addresses of its edits."""
        return {"letter": self.letter, "id": self.id}


def thing_at(request: PageRequest, letter: str, id: str) -> Thing:
    """The thing of an address. One to eight queries. Raises NotFound, Gone, Moved."""
    reader, site = request.visitor.language, request.site.language
    match LETTERS.get(letter):
        case Kind.TITLE:
            head = catalogue.title_with_id(id, reader, site)
            page, is_series = title_address(site, head.kind, head.slug), head.kind == "series"
            edited = Edited(Kind.TITLE, head.id)
            return Thing(edited, "w", head.public_id, head.name, head.name_language, page, head.id, is_series)
        case Kind.SEASON:
            season = season_with_id(id)
            return season_thing(
                catalogue.title_of_part(season.title_id, reader, site), season.pk, id, season.number, site
            )
        case Kind.EPISODE:
            found = catalogue.episode_with_id(id)
            head, row = catalogue.title_of_part(found.title_id, reader, site), catalogue.episode_row(found.pk, reader)
            name = f"{head.name}, {row.name}" if row.name else head.name
            page = part_address(site, head.slug, row)
            return Thing(Edited(Kind.EPISODE, found.pk), "e", id, name, head.name_language, page, head.id, True)
        case Kind.PERSON:
            person = catalogue.person_with_id(id)
            page = address(site, Place.PERSON, slug=person.slug)
            return Thing(Edited(Kind.PERSON, person.pk), "p", person.public_id, person.name, "", page)
    raise NotFound


def season_thing(head: TitleHead, pk: int, id: str, number: int | None, site: str) -> Thing:
    """A season of a series. No query."""
    page = title_address(site, head.kind, head.slug)
    if number is not None:
        page = address(site, Place.PART, slug=head.slug, part=episode_code(number))
    name = f"{head.name}, {season_name(number)}"
    return Thing(Edited(Kind.SEASON, pk), "s", id, name, head.name_language, page, head.id, True)


def season_name(number: int | None) -> str:
    """What a season is called beside its series."""
    return gettext("a season without number") if number is None else gettext("season %(number)s") % {"number": number}


def place_of(edit: Edit) -> tuple[str, str]:
    """The letter and id of what an edit is about; all that it is about is at hand. No query."""
    for letter, kind in LETTERS.items():
        found = getattr(edit, kind)
        if found is not None:
            return letter, found.public_id
    raise NotFound


def name_of(edit: Edit, titles: Mapping[int, str]) -> str:
    """What an edit is about, in a list; `titles`: the names of its titles in the reader's language. No query."""
    if edit.person:
        return edit.person.name
    part = edit.season or edit.episode
    title = edit.title or (part.title if part else None)
    named = titles.get(title.pk, title.name) if title else ""
    if edit.season:
        return f"{named}, {season_name(edit.season.number)}"
    if edit.episode:
        season, number = edit.episode.season.number, edit.episode.number
        known = season is not None and number is not None
        told = episode_code(season, number).upper() if known else edit.episode.name
        return f"{named}, {told}" if told else named
    return named


def title_key(edit: Edit) -> int | None:
    """The row id of the title that an edit is about or belongs to. No query."""
    return edit.of_title_id
