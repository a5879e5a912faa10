"""What a reader's words ask for. No Django, no clock, no network.

A query is words, “phrases in quotes”, `-words` that are ruled out, fields with a value (`year:1920..1930`), numbers of
other catalogues and addresses, in any order. Words may tell a season, an episode and a year besides a name; where that
can be taken in several ways, each way is a reading.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from allostream.search import conditions, pasted, readings
from allostream.search.asked import Asked, Fault, Reading, Words
from allostream.search.catalogues import EIDR, Pairs, eidr_holds
from allostream.search.cleaning import clean
from allostream.search.conditions import Found
from allostream.search.lexing import Item, items, without_stray_quotes
from allostream.search.normal import tokens
from allostream.search.pasted import Pasted
from allostream.search.readings import Said
from allostream.search.vocabulary import Vocabulary

NO_FIELDS = Vocabulary()
# What a word has to have in it to be an address or a number of another catalogue.
_MAY_BE_PASTED = re.compile(r"/|(?:tt|nm)\d{7}|10\.5240", re.IGNORECASE)


@dataclass
class _Sorted:
    """The items of a query by what they are."""

    fields: list[Item] = field(default_factory=list)
    pasted: list[tuple[Item, Pasted]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    is_open: bool = False

    def said(self) -> Said:
        return Said(" ".join(self.words), self.is_open, tuple(self.phrases), tuple(self.excluded))


def understand(text: str, *, today_year: int, language: str, vocabulary: Vocabulary = NO_FIELDS) -> Asked:
    """What the text asks for. Any text has an answer, in time in proportion to its length.

    `today_year` tells years from other numbers; `language` is the reader's, in which faults name fields; `vocabulary`
    has the fields that are not search's own. What cannot be understood is told by faults and never passed over.
    """
    cleaned = clean(text)
    query = without_stray_quotes(cleaned.text)
    named = pasted.read_bare(query.strip())
    if named and " " in query.strip():
        return Asked(query, identifiers=named.identifiers)  # “tmdb tv 1399”
    sorted_ = _sorted(query, vocabulary, language)
    found = conditions.read(sorted_.fields, query)
    address, identifiers = _pasted_in(found, sorted_)
    asked = Asked(
        query,
        years=found.years,
        minutes=found.minutes,
        kind=found.only_kind(),
        titles=tuple(found.titles),
        people=tuple(found.people),
        conditions=found.conditions(),
        # Last the one that may be a name: the others are certain.
        identifiers=tuple(dict.fromkeys((*identifiers, *found.identifiers, *_wikidata(sorted_.said())))),
        address=address,
        faults=tuple(found.faults),
    )
    asked = _with_words(asked, sorted_, today_year, lambda short: _sorted(short, vocabulary, language).words)
    return replace(asked, faults=(*asked.faults, *_faults_of_all(asked, cleaned.rest)))


def names_field(text: str, vocabulary: Vocabulary, language: str) -> bool:
    """Whether the text names one of the fields of the vocabulary, or one that is near to such a name. Only then does
    what it asks for depend on the values of fields: “Star Wars: A New Hope” has a colon and no field.
    """
    query = without_stray_quotes(clean(text).text)
    return any(item.field or item.near for item in items(query, vocabulary, language))


def _wikidata(said: Said) -> Pairs:
    """The Wikidata number that the words are, which may be a name as well (“Q2”)."""
    named = None if said.phrases or said.excluded else pasted.read_bare(said.text)
    return named.identifiers if named and named.source == "Wikidata" else ()


def _pasted_in(found: Found, sorted_: _Sorted) -> tuple[str, Pairs]:
    """The address that was pasted, and the identifiers of what was, those of the address first."""
    addresses = [(item, one) for item, one in sorted_.pasted if "/" in item.text and not EIDR.fullmatch(item.text)]
    for item, _one in addresses[1:]:
        found.faults.append(Fault("cannot-combine", item.start, item.end, item.text[:80]))
    for item, one in sorted_.pasted:
        found.faults.extend(_wrong_characters(item, one))
    in_order = (*addresses[:1], *sorted_.pasted)
    return (
        addresses[0][0].text if addresses else "",
        tuple(pair for _item, one in in_order for pair in one.identifiers),
    )


def _sorted(query: str, vocabulary: Vocabulary, language: str) -> _Sorted:
    found = _Sorted()
    last: Item | None = None
    for item in items(query, vocabulary, language):
        last = item
        if item.field or item.near:
            found.fields.append(item)
        elif item.is_not or item.is_phrase:
            (found.excluded if item.is_not else found.phrases).extend(_quoted_text(item.text))
        elif named := _pasted(item.text):
            found.pasted.append((item, named))
        else:
            found.words.append(_word(item.text, vocabulary))
            found.is_open = item.end == len(query)
    if last is not None and found.words and last.end == len(query):
        found.is_open = found.is_open and not (last.is_phrase or last.is_not)
    return found


def _quoted_text(text: str) -> list[str]:
    """What stood in quotes, without the quotes inside it; nothing where there is nothing to look for in it."""
    plain = " ".join(re.sub('["“”„‟〝〞〟«»‹›「」『』]', " ", re.sub("[‘’‚‛]", "'", text)).split())
    return [plain] if tokens(plain) else []


def _pasted(word: str) -> Pasted | None:
    """What a word names if it is an address or a number of another catalogue, None for any other."""
    return pasted.read(word) if _MAY_BE_PASTED.search(word) else None


def _word(text: str, vocabulary: Vocabulary) -> str:
    """A word as it is kept: a colon behind the name of a field would make the field of what comes to stand there."""
    name = text.rstrip(":")
    return name if name != text and vocabulary.field(name) else text


def _with_words(asked: Asked, sorted_: _Sorted, today_year: int, words_of: Callable[[str], list[str]]) -> Asked:
    """The query with the readings of its words, or of those in a pasted address. `words_of` takes a text apart."""
    said = sorted_.said()
    told = [one for _item, one in sorted_.pasted if one.slug or one.season is not None]
    if told and not (said.text or said.phrases):
        return replace(asked, readings=_of_address(told[0], said))
    drafts = readings.drafts(said, today_year)
    return replace(asked, typed=_typed(said, drafts, today_year, words_of), readings=readings.readings(drafts, said))


def _of_address(named: Pasted, said: Said) -> tuple[Reading, ...]:
    """What an address says of a title in words, or of a part of the title that it numbers."""
    words = Words(tokens(named.words), is_open=False, excluded=readings.all_tokens(said.excluded))
    return (Reading(words, named.year, named.season, named.episode),)


def _typed(
    said: Said, drafts: list[readings.Draft], today_year: int, words_of: Callable[[str], list[str]]
) -> str:  # fmt: skip
    """The words, phrases and exclusions in the shortest form that is understood alike, such as “the mentalist s02e05”.
    A space at the end says that the last word is closed."""
    short = drafts[0].text if drafts else said.text
    if short != said.text:
        again = readings.drafts(replace(said, text=short), today_year)
        if not again or again[0] != drafts[0] or words_of(short) != short.split(" "):
            short = said.text
    phrases = (*(f'"{text}"' for text in said.phrases), *(f"-{_bare_or_quoted(text, short)}" for text in said.excluded))
    if said.is_open and short:
        return " ".join((*phrases, short))
    parts = [part for part in (short, *phrases) if part]
    return " ".join(parts) + " " if parts else ""


def _bare_or_quoted(text: str, words: str) -> str:
    """A word to be ruled out; in quotes where words with a dash behind would make a name of it."""
    is_safe = not any(word.rstrip(")]").endswith("-") for word in words.split())
    return text if text.isalnum() and is_safe else f'"{text}"'


def _wrong_characters(item: Item, named: Pasted) -> list[Fault]:
    """A fault for an EIDR whose check character does not fit."""
    wrong = [value for scheme, value in named.identifiers if scheme == "eidr" and not _eidr_holds(value)]
    return [Fault("bad-identifier", item.start, item.end, value) for value in wrong]


def _eidr_holds(value: str) -> bool:
    found = EIDR.fullmatch(value)
    return found is not None and eidr_holds(found[1])


def _faults_of_all(asked: Asked, rest: str) -> list[Fault]:
    """What is wrong with the query as a whole."""
    end = len(asked.text)
    faults = [Fault("too-long", end, end, rest[:40])] if rest else []
    says = any(one.words.tokens or one.words.phrases or one.season is not None for one in asked.readings)
    asks = asked.titles or asked.people or asked.years or asked.minutes or asked.conditions or asked.identifiers
    if not (says or asks or asked.kind or asked.address or asked.faults):
        faults.append(Fault("nothing-to-search", 0, end, asked.text[:40]))
    return faults
