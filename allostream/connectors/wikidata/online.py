"""Single items of Wikidata, asked for over the network, as records: works, and the people and things they name."""

from collections.abc import Iterable, Iterator

from allostream.connectors import genres
from allostream.connectors.rows import Row
from allostream.connectors.wikidata import codes
from allostream.connectors.wikidata.client import Client
from allostream.connectors.wikidata.records import SOURCE, arranged, genre_slugs, person, tried
from allostream.connectors.wikidata.works import Item, Work, item, work
from allostream.lib.exchange import BadLine


class _Asked:
    """What was asked for, as `records.Known`."""

    def __init__(self, works: dict[str, Work], items: dict[str, Item]) -> None:
        self._works, self._items = works, items

    def item(self, item_: str) -> Item | None:
        return self._items.get(item_)

    def kind_of(self, item_: str) -> str:
        found = self._works.get(item_)
        return found.kind if found else ""


def records(client: Client, items: Iterable[str], *, with_parts: bool = True) -> Iterator[Row]:
    """The records of works by their items; a series comes with its seasons and episodes. Raises SourceProblem.

    About one call for 50 works, and one for 50 of the people that they name.
    """
    asked = list(dict.fromkeys(items))
    works = _works(client, asked)
    parents = {part.item for one in works.values() for part in (one.series, one.season) if part}
    works |= _works(client, sorted(parents - works.keys(), key=codes.number))
    if with_parts:
        parts = {
            item_
            for one in list(works.values())
            if one.kind == "series" and one.id in asked
            for numbered in client.episodes(one.id)
            for item_ in (numbered.item, numbered.season)
            if item_
        }
        works |= _works(client, sorted(parts - works.keys(), key=codes.number))
    named = dict.fromkeys(item_ for one in works.values() for item_ in one.items())
    known = _Asked(works, {entity.id: item(entity) for entity in client.entities(named)})
    yield Row("wikidata", SOURCE)
    yield from (Row("wikidata", genre) for genre in genres.records(genre_slugs(works.values())))
    people = (there for id_ in named if (there := known.item(id_)) and there.is_human)
    yield from (Row(human.id, tried(person, human, known)) for human in people)
    yield from arranged(lambda *kinds: [(one.id, one) for one in works.values() if one.kind in kinds], known)
    for missing in asked:
        if missing not in works:
            what = "there is no such work: it is gone, was merged, or is none of the classes in the table"
            yield Row(missing, BadLine(f"{SOURCE.slug}:{missing}", what))


def _works(client: Client, items: Iterable[str]) -> dict[str, Work]:
    made = (work(entity, codes.classes()) for entity in client.entities(items))
    return {one.id: one for one in made if one is not None}
