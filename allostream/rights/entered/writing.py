"""From a work to the parameters of a query: the shortest that is read as the same facts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from allostream.rights.engine.facts import (
    UNKNOWN,
    Genre,
    Notice,
    Person,
    Production,
    Renewal,
    Role,
    Underlying,
    UsFormalities,
    When,
    Work,
)
from allostream.rights.entered import values
from allostream.rights.entered.reading import KINDS, MOST_AUTHORS, MOST_PEOPLE, MOST_WORKS, NEVER_PUBLISHED, NOTHING
from allostream.rights.entered.values import NO, YES

Pairs = tuple[tuple[str, str], ...]


def query_of(work: Work, country: str = "", on: date | None = None) -> Pairs | None:
    """The parameters that are read as this work, asked for a country on a day.

    None for a work that has more than can be entered, or what cannot: nothing is left out silently. Sources are not
    carried along, and what a person has settled is left out as settled.
    """
    if not _can_be_entered(work):
        return None
    found = [*_film(work), *_people(work.people), *_formalities(work.us), *_works(work.underlying), *_rest(work)]
    found += [("country", country), ("on", on.isoformat() if on else "")]
    return tuple((name, value) for name, value in found if value)


def _can_be_entered(work: Work) -> bool:
    texts = [work.name, work.us.searched, work.us.notice_seen, *(one.name for one in work.people)]
    texts += [one.name for one in work.underlying]
    dates = [work.published, work.made, *_dates(work.people)]
    for one in work.underlying:
        dates += [one.published, *_dates(one.authors)]
        texts += [person.name for person in one.authors]
    return (
        len(_grouped(work.people)) <= MOST_PEOPLE
        and len(work.underlying) <= MOST_WORKS
        and all(len(one.authors) <= MOST_AUTHORS and one.kind in KINDS and one.name for one in work.underlying)
        and all(person.role is not Role.UNDERLYING_AUTHOR for person in work.people)
        and all(len(text) <= values.LONGEST_TEXT for text in texts)
        and all(values.in_range(one) for one in dates)
        and len(work.licences) <= 1
    )


def _dates(people: Sequence[Person]) -> Iterator[When]:
    for person in people:
        yield person.died
        yield person.born


def _film(work: Work) -> Iterator[tuple[str, str]]:
    yield "title", work.name
    yield "published", NEVER_PUBLISHED if work.is_unpublished else values.when_text(work.published)
    yield "published_in", work.published_in or ""
    also = work.within_30_days
    yield "also_in", "" if also is None else values.comma(sorted(also)) or NO
    yield "made", values.when_text(work.made)
    yield "origin", values.comma(work.origin)
    yield "production", work.production.value if work.production is not Production.UNKNOWN else ""
    yield "genre", work.genre.value if work.genre is not Genre.UNKNOWN else ""
    yield "broadcast", _tick(work.is_broadcast_only)
    yield "anonymous", _tick(work.is_anonymous)
    yield "nobody", values.comma(role.value for role in Role if role in work.nobody)


def _rest(work: Work) -> Iterator[tuple[str, str]]:
    yield "based", NOTHING if work.is_based_on_nothing else ""
    left = work.layers - work.cleared
    yield "layer", values.comma(sorted(layer.value for layer in left))
    for licence in work.licences:
        yield "licence", licence.uri
        yield "by_maker", _tick(licence.is_by_maker)
    yield "disputed", _tick(bool(work.disputes))


def _formalities(us: UsFormalities) -> Iterator[tuple[str, str]]:
    yield "notice", us.notice.value if us.notice is not Notice.UNKNOWN else ""
    yield "renewal", us.renewal.value if us.renewal is not Renewal.UNKNOWN else ""
    yield "registered", values.yes_no_text(us.is_registered)
    is_ours = us.search_by_us and us.searched_on is not None
    yield "searched", us.searched_on.isoformat() if is_ours and us.searched_on else ""
    yield "searched_in", us.searched if is_ours else ""
    yield "cards", us.notice_seen_on.isoformat() if us.notice_seen_on else ""
    yield "cards_of", us.notice_seen if us.notice_seen_on else ""


def _tick(is_set: bool) -> str:
    return YES if is_set else ""


def _people(people: Sequence[Person]) -> Iterator[tuple[str, str]]:
    for number, (person, parts) in enumerate(_grouped(people).items(), 1):
        place = f"p{number}"
        yield f"{place}-name", "" if person.name in {role.value for role in parts} else person.name
        yield f"{place}-part", values.comma(role.value for role in Role if role in parts)
        yield from _of_person(place, person)


def _grouped(people: Sequence[Person]) -> dict[Person, list[Role]]:
    """Each person once with all their parts; what their facts rest on makes no difference."""
    found: dict[Person, list[Role]] = {}
    for person in people:
        found.setdefault(replace(_bare(person), role=Role.PRODUCER), []).append(person.role)
    return found


def _bare(person: Person) -> Person:
    return replace(person, died=_plain(person.died), born=_plain(person.born))


def _plain(value: When) -> When:
    return UNKNOWN if value == UNKNOWN else replace(value, sources=(), is_disputed=False)


def _of_person(place: str, person: Person) -> Iterator[tuple[str, str]]:
    yield f"{place}-died", values.when_text(person.died)
    yield f"{place}-born", values.when_text(person.born)
    yield f"{place}-nations", values.comma(sorted(person.nationalities or ()))
    yield f"{place}-france", values.yes_no_text(person.died_for_france)
    yield f"{place}-company", _tick(person.is_company)


def _works(works: Sequence[Underlying]) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(works, 1):
        place = f"w{number}"
        yield f"{place}-name", one.name
        yield f"{place}-kind", one.kind
        yield f"{place}-published", values.when_text(one.published)
        yield f"{place}-in", one.country or ""
        yield f"{place}-renewed", values.yes_no_text(one.is_us_renewed)
        yield f"{place}-settled", _tick(one.is_cleared)
        for author_number, author in enumerate(one.authors, 1):
            yield from _author(f"{place}a{author_number}", author)


def _author(place: str, author: Person) -> Iterator[tuple[str, str]]:
    facts = [*_of_person(place, author), (f"{place}-music", _tick(author.role is Role.COMPOSER))]
    # Of somebody of whom nothing is known, not even a name, the name that the rules use says that there is somebody.
    is_named = author.name != author.role.value or not any(value for _, value in facts)
    yield f"{place}-name", (author.name or author.role.value) if is_named else ""
    yield from facts
