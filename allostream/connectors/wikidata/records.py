"""Works of Wikidata as records of the exchange format: genres, people, films and series, seasons, episodes."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from allostream.connectors import genres
from allostream.connectors.rows import Row
from allostream.connectors.wikidata import codes
from allostream.connectors.wikidata import properties as p
from allostream.connectors.wikidata.harvest import Harvest, Told, place_for
from allostream.connectors.wikidata.works import MOST_NAMES, OURS, Called, Credited, Item, Place, Work
from allostream.lib import exchange
from allostream.lib.countries import is_country_of_origin
from allostream.lib.exchange import BadLine

SOURCE = exchange.Source(
    slug="wikidata",
    name="Wikidata",
    licence="CC0-1.0",
    licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
    credit="Wikidata, given to the public domain by its volunteers",
    address="https://www.wikidata.org/",
)
REMEDY = "correct it at Wikidata, or give a dump that holds it too"
NUMBER = range(30_001)
LOOSE = "/episodes"  # the season of the episodes that stand under their series alone


class Known(Protocol):
    """What a work's own values do not tell: the things that it names, and what kind of work another one is."""

    def item(self, item_: str, /) -> Item | None:
        """A person, a character, a country or a language that a work names."""

    def kind_of(self, item_: str, /) -> str:
        """The kind of a work, "" when it is not known."""


def records(path: Path, kept: Path, classes: codes.Classes | None = None, told: Told = lambda _: None) -> Iterator[Row]:
    """All records of a dump. `kept` is the folder in which what was read so far is kept. Raises SourceProblem."""
    classes = classes or codes.classes()
    place = place_for(kept, path, classes)
    for other in kept.glob("wikidata-*.sqlite3*"):
        if not other.name.startswith(place.name):
            other.unlink()  # of another state of the dump: nobody will ask for it again
    yield Row(path.name, SOURCE)
    with Harvest(place) as harvest:
        harvest.gather(path, classes, told)
        yield from harvested(harvest, path.name)


def found(path: Path, kept: Path, classes: codes.Classes | None = None, told: Told = lambda _: None) -> Iterator[Work]:
    """The works of a dump that can be watched, are listed by a service, or have claims on rights: for sources of links.

    Takes the harvest that an import of the same dump has left, else makes one. Raises SourceProblem.
    """
    classes = classes or codes.classes()
    with Harvest(place_for(kept, path, classes)) as harvest:
        harvest.gather(path, classes, told)
        for _, work in harvest.works("film", "series", "season", "episode", "special"):
            if work.playable or work.listed or work.rights:
                yield work


def harvested(harvest: Harvest, name: str) -> Iterator[Row]:
    """The records of a harvest: what others refer to stands before them."""
    for where, what in harvest.bad():
        yield Row(where, BadLine("", f"the entity cannot be read: {what}: fetch the dump again"))
    slugs = genre_slugs(work for _, work in harvest.works("film", "series", "special"))
    yield from (Row(name, genre) for genre in genres.records(slugs))
    for human in harvest.people():
        yield Row(name, tried(person, human, harvest))
    yield from arranged(harvest.works, harvest)


Finding = Callable[..., Iterable[tuple[str, Work]]]


def arranged(works: Finding, known: Known) -> Iterator[Row]:
    """The records of works, series before their seasons, these before their episodes. `works` gives those of kinds."""
    yield from (Row(where, tried(title, work, known)) for where, work in works("series"))
    for where, work in works("film", "special"):
        if work.kind == "film" or not is_part(work, known):
            yield Row(where, tried(title, work, known))
    yield from (Row(where, tried(season, work, known)) for where, work in works("season"))
    loose: set[str] = set()
    for where, work in works("episode", "special"):
        if work.kind == "special" and not is_part(work, known):
            continue
        made = tried(episode, work, known)
        if isinstance(made, exchange.Episode) and made.season.endswith(LOOSE) and made.season not in loose:
            loose.add(made.season)
            yield Row(where, exchange.Season(key=made.season, series=made.season.removesuffix(LOOSE)))
        yield Row(where, made)


def tried(make: Callable[..., exchange.AnyRecord], *of: Any) -> exchange.AnyRecord | BadLine:
    """A record, or what is wrong with what it should be made of."""
    try:
        return make(*of)
    except BadLine as error:
        return error


def genre_slugs(works: Iterable[Work]) -> list[str]:
    """The slugs of the genres that works name, in a fixed order."""
    return sorted({slug for work in works for slug in genres_of(work)})


def genres_of(work: Work) -> tuple[str, ...]:
    """The slugs of a work's genres, as far as we have them."""
    return tuple(dict.fromkeys(slug for item in work.genres for slug in codes.genres().get(codes.number(item), ())))


def is_part(work: Work, known: Known) -> bool:
    """Whether a special belongs to a series that is known; one that does not is a television film."""
    return work.series is not None and known.kind_of(work.series.item) == "series"


def person(human: Item, known: Known) -> exchange.Person:
    """The record of a person. Raises BadLine for one without a name."""
    if not human.name:
        raise BadLine(key(human.id), f"label: it has none: {REMEDY}")
    return exchange.Person(
        key=key(human.id),
        name=human.name[:200],
        identifiers={"imdb_name": human.imdb} if human.imdb else {},
        born=_not_after(human.born, human.died),
        died=human.died,
        nationalities=countries_of(human.nationalities, known),
    )


def _not_after(born: str | None, died: str | None) -> str | None:
    return None if born and died and born[:4] > died[:4] else born


def title(work: Work, known: Known) -> exchange.Title:
    """The record of a film, a series, or a special that stands alone. Raises BadLine for one without a name."""
    name, names = names_of(work, known)
    year = int(work.released[:4]) if work.released else None
    ended = int(work.ended[:4]) if work.ended and work.kind == "series" else None
    is_dated = year is not None and 1870 <= year <= 2200
    return exchange.Title(
        key=key(work.id),
        kind="series" if work.kind == "series" else "film",
        form="tv_film" if work.kind == "special" else work.form,  # type: ignore[arg-type]  # checked with the record
        name=name.text,
        language=name.language,
        names=names,
        year=year if is_dated else None,
        released=work.released if is_dated else None,
        end_year=ended if ended and is_dated and year and ended >= year else None,
        runtime_min=work.minutes,
        countries=countries_of(work.countries, known),
        languages=tuple(dict.fromkeys(tag for item in work.languages if (tag := language_of(item, known)))),
        genres=genres_of(work),
        identifiers=identifiers_of(work),
        credits=tuple(credits_of(work, known)),
    )


def season(work: Work, known: Known) -> exchange.Season:
    """The record of a season. Raises BadLine for one of no known series."""
    name, names = names_of(work, known, is_part=True)
    return exchange.Season(
        key=key(work.id),
        series=key(_parent(work, work.series, "series", p.SERIES, known)),
        number=ordinal(work.series),
        name=name.text[:300],
        language=name.language,
        names=names,
        aired=work.released,
        identifiers=identifiers_of(work),
    )


def episode(work: Work, known: Known) -> exchange.Episode:
    """The record of an episode. Raises BadLine for one of no known series."""
    name, names = names_of(work, known, is_part=True)
    if work.season is not None and known.kind_of(work.season.item) == "season":
        parent, number = key(work.season.item), ordinal(work.season)
    else:
        parent, number = key(_parent(work, work.series, "series", p.SERIES, known)) + LOOSE, None
    return exchange.Episode(
        key=key(work.id),
        season=parent,
        kind="special" if work.kind == "special" else "regular",
        number=number,
        absolute_number=ordinal(work.series),
        name=name.text,
        language=name.language,
        names=names,
        aired=work.released,
        runtime_min=work.minutes,
        identifiers=identifiers_of(work),
        credits=tuple(credits_of(work, known)),
    )


def _parent(work: Work, place: Place | None, kind: str, property_: str, known: Known) -> str:
    if place is None:
        raise BadLine(key(work.id), f"{property_}: it is empty, so the {kind} is not known: {REMEDY}")
    found = known.kind_of(place.item)
    if found != kind:
        what = f"a {found}" if found else "not in this dump as a work"
        raise BadLine(key(work.id), f"{property_}: {place.item} is {what}, where a {kind} is needed: {REMEDY}")
    return place.item


def key(item: str) -> str:
    """The key of a work or person."""
    return f"{SOURCE.slug}:{item}"


def ordinal(place: Place | None) -> int | None:
    """The number of a part, where its ordinal is a plain number; “12a” and “XII” are none."""
    text = place.ordinal.strip() if place else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 5 and int(text) in NUMBER else None


def names_of(work: Work, known: Known, *, is_part: bool = False) -> tuple[Called, tuple[exchange.Name, ...]]:
    """The name that holds where none is known in the reader's language, and all names. Raises BadLine without any."""
    own = [tag for item in work.languages if (tag := language_of(item, known))]
    originals = work.titles or tuple(label for label in work.labels if len(own) == 1 and label.language == own[0])
    name = next((called for called in (*originals, *work.labels)), None)
    if name is None:
        if is_part:
            return Called(""), ()
        raise BadLine(key(work.id), f"label: it has none in any language: {REMEDY}")
    kept = [exchange.Name(text=one.text, language=one.language, kind="original") for one in originals]
    kept += [exchange.Name(text=one.text, language=one.language) for one in work.labels if one.language in OURS]
    kept += [exchange.Name(text=o.text, language=o.language, kind="alias") for o in (*work.labels, *work.aliases)]
    once: dict[tuple[str, str], exchange.Name] = {}
    for known_as in kept:
        once.setdefault((known_as.text, known_as.language), known_as)
    return name, tuple(once.values())[:MOST_NAMES]


def countries_of(items: Iterable[str], known: Known) -> tuple[str, ...]:
    """The countries that items stand for; what is none (an empire, a continent) is left out."""
    found = []
    for item in items:
        code = codes.countries().get(codes.number(item)) or ((there := known.item(item)) and there.country) or ""
        if is_country_of_origin(code):
            found.append(code)
    return tuple(dict.fromkeys(found))


def language_of(item: str, known: Known) -> str:
    """The tag of a language's item, "" when it has none."""
    return codes.languages().get(codes.number(item)) or ((there := known.item(item)) and there.tag) or ""


def identifiers_of(work: Work) -> dict[str, tuple[str, ...]]:
    """What other catalogues and services call a work."""
    found = dict(work.identifiers)
    for listed in work.listed:
        found[listed.scheme] = tuple(dict.fromkeys((*found.get(listed.scheme, ()), listed.value)))
    return found


def credits_of(work: Work, known: Known) -> Iterator[exchange.Credit]:
    """The people of a work, as far as the dump tells their names."""
    seen = set()
    for credit in work.credits:
        there = known.item(credit.person)
        if there is None or not there.is_human or not there.name:
            continue
        character = _character(credit, known)
        if (credit.role, credit.person, character) not in seen:
            seen.add((credit.role, credit.person, character))
            yield exchange.Credit(role=credit.role, person=key(credit.person), character=character)  # type: ignore[arg-type]  # checked with the record


def _character(credit: Credited, known: Known) -> str:
    if credit.character[:1] == "Q" and credit.character[1:].isdecimal():
        there = known.item(credit.character)
        return there.name[:200] if there else ""
    return credit.character[:200]
