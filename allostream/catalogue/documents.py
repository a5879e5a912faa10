"""What of the catalogue is searched for, as documents for the index: titles, episodes and people under all their names.

The index is a copy: what it leads to is looked up in the database before anybody sees it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from allostream.catalogue.models import Credit, Episode, Identifier, Name, Person, Title
from allostream.freshness.rules import Indexed
from allostream.search.documents import EpisodeDocument, Named, PersonDocument, TitleDocument

# Rows of one portion while everything is read: names, credits and identifiers of as many titles are held at once.
AT_ONCE = 2000
# Who had a part in a title is found with it; of a long cast only those who are named first.
MOST_PEOPLE = 24
# Whom people have in mind with a film first.
FIRST_ROLES = (Credit.Role.PRINCIPAL_DIRECTOR, Credit.Role.CO_DIRECTOR, Credit.Role.CAST)
RANK: dict[str, int] = {role.value: place for place, role in enumerate(FIRST_ROLES)}
PRESENT = Q(removed_at__isnull=True, merged_into__isnull=True)

EPISODES_FOR_A_NAME, MOST_FOR_EPISODES = 12, 15

# Of which rows: a condition on the column that names the title or the person.
Among = Callable[[str], Q]


@dataclass(frozen=True, slots=True)
class Documents:
    """What is indexed of some titles and people."""

    titles: Sequence[TitleDocument] = ()
    episodes: Sequence[EpisodeDocument] = ()
    people: Sequence[PersonDocument] = ()


def documents_of(titles: Sequence[int], people: Sequence[int]) -> Documents:
    """The documents of these titles, of their episodes, and of these people; who is there no more has none.

    Nine queries. Give some hundreds of ids at once.
    """
    found_titles, episodes = _of_titles(lambda column: Q(**{f"{column}__in": titles})) if titles else ([], [])
    found_people = _of_people(lambda column: Q(**{f"{column}__in": people})) if people else []
    return Documents(found_titles, episodes, found_people)


def all_documents() -> Iterator[Documents]:
    """The documents of the whole catalogue, in portions. Nine queries for each 2,000 titles or people."""
    for first in range(0, _highest(Title) + 1, AT_ONCE):
        yield Documents(*_of_titles(_from(first)))
    for first in range(0, _highest(Person) + 1, AT_ONCE):
        yield Documents(people=_of_people(_from(first)))


def how_many() -> dict[Indexed, int]:
    """How many titles and people are to be indexed. Two queries."""
    return {
        Indexed.TITLE: Title.objects.filter(PRESENT).count(),
        Indexed.PERSON: Person.objects.filter(PRESENT).count(),
    }


def _highest(model: type[Title] | type[Person]) -> int:
    return model._default_manager.aggregate(last=Max("pk"))["last"] or 0


def _from(first: int) -> Among:
    return lambda column: Q(**{f"{column}__gte": first, f"{column}__lt": first + AT_ONCE})


def _of_titles(among: Among) -> tuple[list[TitleDocument], list[EpisodeDocument]]:
    """Seven queries."""
    rows = Title.objects.filter(PRESENT, among("pk")).values_list(
        "pk", "kind", "name", "name_language", "year", "end_year", "popularity"
    )
    names, people = _names("title_id", among), _people(among)
    known = dict(Identifier.objects.filter(among("title_id")).values_list("title_id").annotate(Count("pk")))
    parts = dict(Episode.objects.filter(among("title_id")).values_list("title_id").annotate(Count("pk")))
    titles = []
    for pk, kind, name, language, year, end_year, popularity in rows:
        called = _once(Named(name, language), names[pk])
        fame = popularity or _fame(len(called), known.get(pk, 0), parts.get(pk, 0))
        titles.append(TitleDocument(pk, kind, called, year, end_year, fame, people.get(pk, ())))
    return titles, _episodes(among, {title.id: title.popularity for title in titles if title.kind == "series"})


def _fame(names: int, identifiers: int, episodes: int) -> int:
    """A guess at how well a title is known, where nobody has told: in how many languages and catalogues it has a name,
    and for how long a series was gone on with.

    The first name and number say nothing, every title has them.
    """
    return max(names - 1, 0) + max(identifiers - 1, 0) + min(episodes // EPISODES_FOR_A_NAME, MOST_FOR_EPISODES)


def _names(column: str, among: Among) -> defaultdict[int, list[Named]]:
    found = defaultdict[int, list[Named]](list)
    rows = Name.objects.filter(among(column)).order_by("pk").values_list(column, "text", "language")
    for pk, text, language in rows:
        found[pk].append(Named(text, language))
    return found


def _once(first: Named, others: Sequence[Named]) -> tuple[Named, ...]:
    """Names without those that are written alike, in their order."""
    kept = {first.text: first} if first.text else {}
    for name in others:
        kept.setdefault(name.text, name)
    return tuple(kept.values())


def _people(among: Among) -> dict[int, tuple[str, ...]]:
    """Who had a part in each title, directors first, then the cast, each in the order of the credits. One query."""
    found = defaultdict[int, list[tuple[int, int, str]]](list)
    rows = Credit.objects.filter(among("title_id"), episode=None).values_list(
        "title_id", "role", "place", "person__name"
    )
    for pk, role, place, name in rows:
        found[pk].append((RANK.get(role, len(RANK)), place, name))
    return {
        pk: tuple(dict.fromkeys(name for _, _, name in sorted(credited)))[:MOST_PEOPLE]
        for pk, credited in found.items()
    }


def _episodes(among: Among, series: dict[int, int]) -> list[EpisodeDocument]:
    """The episodes that have a name of their own. Two queries, none without a series."""
    if not series:
        return []
    rows = Episode.objects.filter(among("title_id"), removed_at__isnull=True).values_list(
        "pk", "title_id", "name", "name_language", "season__number", "number"
    )
    names = _names("episode_id", lambda column: among("episode__title_id"))
    found = []
    for pk, title_id, name, language, season, number in rows:
        called = _once(Named(name, language), names[pk])
        if called and title_id in series:
            found.append(EpisodeDocument(pk, title_id, called, season, number, series[title_id]))
    return found


def _of_people(among: Among) -> list[PersonDocument]:
    """People who had a part in something. Two queries."""
    parts = dict(Credit.objects.filter(among("person_id")).values_list("person_id").annotate(Count("pk")))
    rows = Person.objects.filter(PRESENT, among("pk")).values_list("pk", "name")
    return [PersonDocument(pk, (Named(name),), parts[pk]) for pk, name in rows if pk in parts]
