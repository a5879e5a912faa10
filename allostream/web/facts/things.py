"""What a page of facts is about: a film, series, episode, edition or person, by the letter and id in its address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from allostream.catalogue import queries as catalogue
from allostream.catalogue.queries import TitleHead
from allostream.freshness.rules import Subject as Stamped
from allostream.lib.problems import NotFound
from allostream.rights.fact_values import Subject
from allostream.rights.models import Fact
from allostream.rights.queries.facts import About
from allostream.web.addresses import Place, address, part_address, title_address
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest

LETTERS: Mapping[str, Subject] = {
    "w": Subject.TITLE, "e": Subject.EPISODE, "p": Subject.PERSON, "v": Subject.EDITION,
}  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """What facts are about, for a page: its name with the language of that, its page, where its facts are."""

    about: About
    letter: str
    id: str
    name: str
    name_language: str
    page: str
    title_id: int | None

    @property
    def place(self) -> dict[str, str]:
        """The values of the addresses of its facts."""
        return {"letter": self.letter, "id": self.id}

    def fresh(self, *query: str) -> Fresh:
        """What a page of its facts rests on."""
        stamps = (Stamped.FACTS,) if self.title_id else (Stamped.FACTS, Stamped.LISTS)
        return Fresh(title_id=self.title_id, stamps=stamps, query=query)


def thing_at(request: PageRequest, letter: str, id: str) -> Thing:
    """The thing of an address. One to eight queries. Raises NotFound, Gone, Moved."""
    reader, site = request.visitor.language, request.site.language
    match LETTERS.get(letter):
        case Subject.TITLE:
            return _title(catalogue.title_with_id(id, reader, site), site)
        case Subject.EPISODE:
            found = catalogue.episode_with_id(id)
            return _episode(found.pk, found.title_id, reader, site)
        case Subject.PERSON:
            return _person(catalogue.person_with_id(id).pk, site)
        case Subject.EDITION:
            edition = catalogue.edition_with(public_id=id)
            return _edition(edition.pk, reader, site)
    raise NotFound


def thing_of(about: About, request: PageRequest) -> Thing:
    """The thing that facts are about. One to seven queries. Raises NotFound, Gone, Moved."""
    reader, site = request.visitor.language, request.site.language
    match about.subject:
        case Subject.TITLE:
            return _title(catalogue.title_of_part(about.pk, reader, site), site)
        case Subject.EPISODE:
            return _episode(about.pk, about.title_ids()[0], reader, site)
        case Subject.EDITION:
            return _edition(about.pk, reader, site)
    return _person(about.pk, site)


def _title(head: TitleHead, site: str) -> Thing:
    page = title_address(site, head.kind, head.slug)
    return Thing(About(Subject.TITLE, head.id), "w", head.public_id, head.name, head.name_language, page, head.id)


def _episode(pk: int, title_id: int, reader: str, site: str) -> Thing:
    head, row = catalogue.title_of_part(title_id, reader, site), catalogue.episode_row(pk, reader)
    name = f"{head.name}, {row.name}" if row.name else head.name
    page = part_address(site, head.slug, row)
    return Thing(About(Subject.EPISODE, pk), "e", row.public_id, name, head.name_language, page, head.id)


def _edition(pk: int, reader: str, site: str) -> Thing:
    edition = catalogue.edition_with(pk=pk)
    head = catalogue.title_of_part(edition.title_id, reader, site)
    page = title_address(site, head.kind, head.slug)
    name = f"{head.name}, {edition.name}"
    return Thing(About(Subject.EDITION, pk), "v", edition.public_id, name, head.name_language, page, head.id)


def _person(pk: int, site: str) -> Thing:
    person = catalogue.person_with_key(pk)
    page = address(site, Place.PERSON, slug=person.slug)
    return Thing(About(Subject.PERSON, pk), "p", person.public_id, person.name, "", page, None)


def names_of_things(facts: Iterable[Fact], language: str) -> dict[int, str]:
    """What each of these facts is about, by the fact's row id, in a language; things come with facts. One query."""
    titles = {
        fact.pk: fact.title or (fact.episode.title if fact.episode else fact.edition.title if fact.edition else None)
        for fact in facts
    }
    named = catalogue.face_names({title.pk for title in titles.values() if title}, language)
    found = {}
    for fact in facts:
        title = titles[fact.pk]
        name = named.get(title.pk, title.name) if title else fact.person.name if fact.person else ""
        part = fact.episode or fact.edition
        found[fact.pk] = gettext("%(title)s, %(part)s") % {"title": name, "part": part.name} if part else name
    return found
