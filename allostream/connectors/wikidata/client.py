"""Wikidata over the network, for what is too little for a dump: its query service and its entities.

Query service: https://www.mediawiki.org/wiki/Wikidata_Query_Service/Implementation#Limits — plain SPARQL 1.1 only, no
services or hints of one engine, so that another engine may answer. 60 seconds of processing a query and a minute.
Entities: https://www.wikidata.org/w/api.php?action=help&modules=wbgetentities, 50 a call, `maxlag` for quiet hours.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, urlencode

from msgspec import Raw, Struct

from allostream.connectors.asking import Service, wait
from allostream.connectors.rows import SourceProblem, portioned
from allostream.connectors.wikidata import codes, shapes
from allostream.connectors.wikidata.shapes import Entity
from allostream.net.asking import Asker, Pace

QUERIES = "https://query.wikidata.org/sparql"
ENTITIES = "https://www.wikidata.org/w/api.php"
HOME = "http://www.wikidata.org/entity/"
PACE = Pace(per_second=1.0, burst=5)
MOST_ENTITIES, MOST_ITEMS, MAXLAG, MOST_LAGS = 50, 200, 5, 10
KINDS = ("Q11424", "Q21191270")
Partition = Literal["all", "year"]

# A: every film and episode with a statement of one property, with the role of what stands there.
HOLDING = """SELECT ?item ?value ?role WHERE {{
  ?item p:{property} ?s . ?s ps:{property} ?value ; wikibase:rank ?r .
  FILTER(?r != wikibase:DeprecatedRank)
  OPTIONAL {{ ?s pq:P3831 ?role }}{years}
  FILTER EXISTS {{ ?item wdt:P31/wdt:P279* ?k . VALUES ?k {{ {kinds} }} }}
}}"""
PUBLISHED = """
  ?item wdt:P577 ?day . FILTER(YEAR(?day) >= {first} && YEAR(?day) <= {last})"""
# B: what is claimed of the rights in some items.
RIGHTS = """SELECT ?item ?status ?jur ?method ?lic WHERE {{
  VALUES ?item {{ {items} }}
  {{ ?item p:P6216 ?s . ?s ps:P6216 ?status ; wikibase:rank ?r . FILTER(?r != wikibase:DeprecatedRank)
    OPTIONAL {{ ?s pq:P1001 ?jur }} OPTIONAL {{ ?s pq:P459 ?method }} }}
  UNION {{ ?item wdt:P275 ?lic }}
}}"""
# C: the episodes of a series with their numbers.
EPISODES = """SELECT ?ep ?season ?n ?inSeason WHERE {{
  ?ep p:P179 ?a . ?a ps:P179 wd:{series} .
  OPTIONAL {{ ?a pq:P1545 ?n }}
  OPTIONAL {{ ?ep p:P4908 ?b . ?b ps:P4908 ?season . OPTIONAL {{ ?b pq:P1545 ?inSeason }} }}
}}"""
# The classes below one, which renew the table of classes.
BELOW = "SELECT DISTINCT ?class WHERE {{ ?class wdt:P279* wd:{root} }}"


@dataclass(frozen=True, slots=True)
class Holder:
    """An item with a value of a property."""

    item: str
    value: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim about the rights in an item: a status with countries and method, or a licence."""

    item: str
    status: str = ""
    country: str = ""
    method: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """An episode with its season and its numbers, as they are written."""

    item: str
    season: str = ""
    number: str = ""
    in_season: str = ""


class Cell(Struct, frozen=True):
    """One value of a row (SPARQL 1.1 Query Results JSON Format, section 3.2.2)."""

    value: str
    type: str = "literal"


class Bindings(Struct, frozen=True):
    bindings: tuple[dict[str, Cell], ...]


class Answer(Struct, frozen=True):
    results: Bindings


class Refusal(Struct, frozen=True):
    code: str = ""
    info: str = ""


class Found(Struct, frozen=True):
    """A reply of wbgetentities: entities by id, or an error with the status 200."""

    entities: dict[str, Raw] = {}
    error: Refusal | None = None


class Client:
    """What Wikidata is asked for. Raises SourceProblem when it cannot answer."""

    def __init__(self, ask: Asker, sleep: Callable[[float], None] = time.sleep) -> None:
        self._service = Service("Wikidata", ask, PACE, sleep)
        self._sleep = sleep

    def select(self, query: str) -> tuple[Mapping[str, str], ...]:
        """The rows of a query: variable → value, items as “Q42”; variables without a value are left out."""
        url = f"{QUERIES}?{urlencode({'query': query, 'format': 'json'}, quote_via=quote)}"
        answer: Answer | None = self._service.read(url, Answer)
        if answer is None:
            raise SourceProblem(f"Wikidata has no query service at {QUERIES} any more: give a dump instead.")
        return tuple({name: _plain(cell) for name, cell in row.items()} for row in answer.results.bindings)

    def holders(
        self, property_: str, years: Iterable[tuple[int, int]] = (), kinds: Sequence[str] = KINDS
    ) -> Iterator[Holder]:
        """The films and episodes with a value of a property. `years` parts what would take a query too long."""
        for first, last in years or ((0, 0),):
            published = PUBLISHED.format(first=first, last=last) if first else ""
            named = " ".join(f"wd:{kind}" for kind in kinds)
            for row in self.select(HOLDING.format(property=property_, years=published, kinds=named)):
                if row.get("item") and row.get("value"):
                    yield Holder(row["item"], row["value"], row.get("role", ""))

    def rights(self, items: Iterable[str]) -> Iterator[Claimed]:
        """What is claimed of the rights in items, 200 a query. Claims alone: nothing here says that they hold."""
        for portion in portioned(items, MOST_ITEMS):
            named = " ".join(f"wd:{item}" for item in portion if codes.number(item))
            for row in self.select(RIGHTS.format(items=named)):
                parts = (row.get(name, "") for name in ("item", "status", "jur", "method", "lic"))
                yield Claimed(*parts)

    def episodes(self, series: str) -> tuple[Numbered, ...]:
        """The episodes of a series in order, those with plain numbers first."""
        codes.number(series)
        rows = self.select(EPISODES.format(series=series))
        found = [Numbered(*(row.get(name, "") for name in ("ep", "season", "n", "inSeason"))) for row in rows]
        return tuple(sorted(dict.fromkeys(found), key=_place))

    def below(self, root: str) -> tuple[str, ...]:
        """A class and all below it."""
        codes.number(root)
        return tuple(row["class"] for row in self.select(BELOW.format(root=root)) if row.get("class"))

    def entities(self, items: Iterable[str]) -> Iterator[Entity]:
        """Entities, 50 a call; those that are gone or merged away are left out. Waits while the servers lag behind."""
        for portion in portioned(items, MOST_ENTITIES):
            for raw in self._portion([item for item in portion if codes.number(item)]).entities.values():
                entity = shapes.entity(bytes(raw))
                if entity.missing is None:
                    yield entity

    def _portion(self, items: Sequence[str]) -> Found:
        fields: dict[str, Any] = {
            "action": "wbgetentities", "ids": "|".join(items), "props": "labels|aliases|claims|sitelinks",
            "format": "json", "formatversion": 2, "maxlag": MAXLAG,
        }  # fmt: skip
        url = f"{ENTITIES}?{urlencode(fields)}"
        for attempt in range(MOST_LAGS):
            reply = self._service.answer(url)
            found: Found = Found() if reply is None else self._service.decoded(url, reply, Found)
            if reply is None or found.error is None:
                return found
            if found.error.code != "maxlag":
                raise SourceProblem(f"Wikidata refused {url}: {found.error.info or found.error.code}")
            self._sleep(wait(reply, attempt))
        raise SourceProblem("The servers of Wikidata lag behind. The same command later goes on from there.")


def _plain(cell: Cell) -> str:
    return cell.value.removeprefix(HOME) if cell.type == "uri" else cell.value


def _place(one: Numbered) -> tuple[tuple[bool, int, str], str, tuple[bool, int, str]]:
    return _order(one.number), one.season, _order(one.in_season)


def _order(text: str) -> tuple[bool, int, str]:
    is_plain = text.isascii() and text.isdecimal()
    return not is_plain, int(text) if is_plain else 0, text
