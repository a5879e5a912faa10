"""What holds for every query: it has an answer, nothing of it is lost, and its canonical form asks for the same."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allostream.links.query_rules import vocabulary
from allostream.search.asked import Asked
from allostream.search.explaining import explained
from allostream.search.understanding import understand

VOCABULARY = vocabulary(
    {"horror": ("Horror", "Horreur"), "comedy": ("Comedy", "Comédie")}, {"arte": ("ARTE", "arte.tv")}
)
PIECES = (
    "nosferatu", "la", "règle", "The", "Mentalist", "s02e05", "S2", "e5", "2x05", "saison", "season", "2", "5",
    "épisode", "ep.", "part", "II", "two", "deuxième", "2nd", "12.", "Staffel", "第2期", "第5話", "鬼滅の刃",
    "1922", "(1922)", "[2005]", "1917", "2049", "of", "de", "-", "--", "–", "-30-", "-murnau", '-"klaus kinski"',
    '"', "“", "”", "«", "»", "‘", "’", "「", "'", '"du jeu"', "« x y »", "(", ")", "[", "]", "*", "?", "!", "$",
    "AND", "OR", "NOT", "NEAR(a", "b)", "^x", "a*", "x:y", "'; DROP TABLE title;--", "tt0013442", "Q151895", "Q5",
    "nm0003638", "10.5240/7791-8534-2C23-9030-8610-5", "https://archive.org/details/x",
    "https://www.imdb.com/title/tt0013442/", "imdb.com/title/", "a/b", "9/11", "tmdb:653", "tmdb-tv:1399",
    "imdb:tt0013442", "eidr:x", "title:nosferatu", 'title:"du jeu"', "-title:x", "person:a-b",
    "director:murnau,wegener", "acteur:", "year:1922", "year:1920..1930", "-year:>1950", "year:x", "genre:horror",
    "-genre:comedy", "genre:horror,-comedy", "genre:x", "genra:horror", "genre:", "is:short", "is:episode",
    "is:film", "runtime:>60", "runtime:70-100", "on:arte", "sub:fr", "basis:pd,svod", "#12", "n°", "🎬", "\u200b",
    "\u202e", "\x00", "\ud800", "\u200d", "ｓ０２", "The.Mentalist.S02E05.720p.HDTV.x264-GRP", "a_b_c.mkv",
    "Episode", "IV", ":", "::", ",",
)  # fmt: skip
queries = st.one_of(
    st.text(max_size=120),
    st.builds(
        lambda pieces, between, end: between.join(pieces) + end,
        st.lists(st.sampled_from(PIECES), max_size=9),
        st.sampled_from([" ", " ", " ", "", "  ", ","]),
        st.sampled_from(["", " ", "\t"]),
    ),
    st.text(alphabet=" -\"“”«»'’:,.0123456789sexSE()[]/éa", max_size=60),
)


def asked(text: str) -> Asked:
    return understand(text, today_year=2026, language="fr", vocabulary=VOCABULARY)


@given(queries)
@settings(max_examples=600, deadline=None)
def test_every_text_has_an_answer(text: str) -> None:
    found = asked(text)
    asks = (
        found.readings, found.titles, found.people, found.years, found.minutes, found.conditions, found.identifiers,
        found.kind, found.address,
    )  # fmt: skip
    assert any(asks) or found.faults
    for fault in found.faults:
        assert 0 <= fault.start <= fault.end <= len(found.text)
    assert len(found.readings) <= 5


@given(queries)
@settings(max_examples=600, deadline=None)
def test_the_canonical_form_asks_for_the_same(text: str) -> None:
    found = asked(text)
    if found.faults:
        return
    again = asked(explained(found))
    assert again.readings[:1] == found.readings[:1]
    for name in ("years", "minutes", "kind", "conditions", "identifiers", "address", "faults"):
        assert getattr(again, name) == getattr(found, name), name
    assert set(again.titles) == set(found.titles)
    assert set(again.people) == set(found.people)


@given(queries)
@settings(max_examples=600, deadline=None)
def test_written_back_it_stays_as_it_is(text: str) -> None:
    found = asked(text)
    if not found.faults:
        canonical = explained(found)
        assert explained(asked(canonical)) == canonical


FIELDS = {
    "genre:horror": "genre", "country:fr": "country", "decade:1920": "decade", "is:film": "kind", "on:arte": "host",
    "basis:pd": "basis", "offre:gratuit": "offer", "langue:français": "language", "-pays:it": "country",
}  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=6), st.sampled_from(["", "nosferatu", "lost s01"])
)
def test_no_condition_is_lost(fields: list[str], words: str) -> None:
    found = asked(" ".join([*fields, words]))
    assert {one.field for one in found.conditions} == {FIELDS[one] for one in fields}
    assert not found.faults


@settings(deadline=None)
@given(st.lists(st.sampled_from(["nosferatu", "murnau", "lune", "voyage", "vampire"]), min_size=1, max_size=6))
def test_plain_words_are_looked_for_as_they_were_typed(words: list[str]) -> None:
    assert asked(" ".join(words)).readings[0].words.tokens == tuple(words)


@pytest.mark.parametrize(
    "piece", ['"', "“a", "-", "a:", "genre:x,", "s1e1 ", "1x01", "(", "tt", "ab/", "第", "1 ", "é", "saison 2 "]
)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    def spent(size: int) -> float:
        text = (piece * size)[:size]
        best = 9.0
        for _ in range(5):
            start = time.perf_counter()
            asked(text)
            best = min(best, time.perf_counter() - start)
        return best

    asked(piece)
    assert spent(100_000) < 100 * spent(10_000) + 0.05
    assert spent(10_000) < 0.2


def test_random_bytes_are_answered() -> None:
    chance = random.Random(5)  # noqa: S311  # no secret
    for _ in range(300):
        asked(chance.randbytes(chance.randrange(200)).decode("utf-8", chance.choice(["replace", "surrogateescape"])))
