"""The index as those who build, feed and search it know it."""

import multiprocessing
import os
import shutil
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allostream.search import stages
from allostream.search.asked import Reading, Words, Years
from allostream.search.building import BeingBuilt, build, is_being_built
from allostream.search.documents import EpisodeDocument, Named, PersonDocument, TitleDocument
from allostream.search.file import Fault, Shelf, Unusable
from allostream.search.finding import Found, Index
from allostream.search.normal import tokens
from allostream.search.rows import versions
from allostream.search.scoring import Scorer
from allostream.search.stages import Allowed
from allostream.search.writing import Drift, Exchanged, Writer, Wrong, check


def film(one, *names, year=None, popularity=0, people=(), kind="film", end_year=None):
    return TitleDocument(one, kind, tuple(map(Named, names)), year, end_year, popularity, people)


MURNAU = ("Friedrich Wilhelm Murnau", "Max Schreck")
FILMS = [
    film(1, "Nosferatu, eine Symphonie des Grauens", "Nosferatu le vampire", year=1922, popularity=90, people=MURNAU),
    film(2, "Nosferatu", year=2024, popularity=500, people=("Robert Eggers",)),
    film(3, "La Règle du jeu", "The Rules of the Game", year=1939, popularity=80, people=("Jean Renoir",)),
    film(4, "Le Voyage dans la Lune", "A Trip to the Moon", year=1902, popularity=70),
    film(5, "Spider-Man", year=2002, popularity=900),
    film(6, "Rocky II", year=1979, popularity=400),
    film(7, "Rocky", year=1976, popularity=600),
    film(8, "The Kid", year=1921, popularity=300, people=("Charlie Chaplin",)),
    film(9, "Броненосец Потёмкин", year=1925, popularity=60, people=("Sergei Eisenstein",)),
    film(10, "東京物語", "Tokyo Story", year=1953, popularity=50),
    film(11, "Gossip Girl", year=2007, end_year=2012, popularity=200, kind="series"),
    film(12, "The Mentalist", "Mentalist", year=2008, end_year=2015, popularity=210, kind="series"),
    film(13, "S.W.A.T.", year=2003, popularity=20),
    film(14, "1917", year=2019, popularity=300),
    film(15, "$", year=1971, popularity=5),
    film(16, "I, Robot", year=2004, popularity=250),
    film(17, "The Robot", year=1990, popularity=10),
    film(18, "L’Arroseur arrosé", year=1895, popularity=40),
    film(19, "Hamlet", year=1948, popularity=30),
    film(20, "Hamlet", year=1996, popularity=31),
    film(21, "Tenet", year=2020, popularity=350),
]
EPISODES = [
    EpisodeDocument(101, 12, (Named("Red Hair and Silver Tape"),), 1, 2, 210),
    EpisodeDocument(102, 12, (Named("Redemption"), Named("Rédemption")), 2, 1, 210),
    EpisodeDocument(103, 11, (Named("Pilot"),), 1, 1, 200),
    EpisodeDocument(104, 12, (Named("Pilot"),), 1, 1, 210),
]
PEOPLE = [PersonDocument(7, (Named("Friedrich Wilhelm Murnau"),), 90), PersonDocument(8, (Named("Agnès Varda"),), 70)]
ALL = [*FILMS, *EPISODES, *PEOPLE]


def reading(text, **more):
    return Reading(Words(tokens(text), is_open=not text.endswith(" ")), **more)


def ids(found):
    assert not found.is_cut_short
    return [hit.id for hit in found.hits]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("index") / "search"
    assert build(path, ALL, cursor="7.1") == len(ALL)
    return path


@pytest.fixture
def own(path, tmp_path):
    """An index that a test may spoil."""
    shutil.copyfile(path.resolve(), tmp_path / "search")
    return tmp_path / "search"


@pytest.fixture(scope="module")
def index(path):
    index = Index.open(path, deadline=10)
    yield index
    index.close()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nosfer", 2), ("nosferatu", 2), ("nosfreatu", 2), ("nosfreat", 2), ("nosferatu vampire", 1),
        ("eine symphonie des grauens", 1), ("la règle du jeu", 3), ("regle du jeux", 3), ("rulse of the game", 3),
        ("voyage dans lune", 4), ("lune voyage", 4), ("trip moon", 4), ("spiderman", 5), ("spider man", 5),
        ("spidr man", 5), ("SPIDER-", 5), ("sp", 5), ("rocky 2", 6), ("rocky ii", 6), ("rocky two", 6),
        ("rocky deux", 6), ("rocky", 7), ("murnau nosferatu", 1), ("nosferatu murnau", 1), ("murnua nosferatu", 1),
        ("charlie chaplin kid", 8), ("chaplin the kid", 8), ("kid", 8), ("a kid", 8), ("bronenosets", 9),
        ("броненосец", 9), ("потемкин", 9), ("броненосик", 9), ("東京", 10), ("京物語", 10), ("東亰物語", 10),
        ("tokyo stroy", 10), ("gossip grl", 11), ("gosip gril", 11), ("mentalist", 12), ("the mentalist ", 12),
        ("swat", 13), ("s w a t", 13), ("1917", 14), ("$", 15), ("i robot", 16), ("irobot", 16), ("the robot", 17),
        ("arroseur arosé", 18), ("larroseur", 18), ("l'arroseur", 18), ("ten", 21), ("tenet", 21),
    ],
)  # fmt: skip
def test_a_title_is_found_however_it_is_typed(index, typed, first):
    assert ids(index.titles(reading(typed)))[:1] == [first]


@pytest.mark.parametrize(
    "name",
    [
        "通常攻撃が全体攻撃で二回攻撃のお母さんは好きですか",
        "Those Magnificent Men in Their Flying Machines or How I Flew from",
    ],
)
def test_a_long_name_is_found_whole(tmp_path, name):
    build(tmp_path / "i", [film(1, name), *(film(one, f"{name[:12]} {one}", popularity=99) for one in range(2, 250))])
    hit = Index.open(tmp_path / "i", deadline=10).titles(reading(name)).hits[0]
    assert (hit.id, hit.why.text) == (1, 100)


def test_a_year_that_was_typed_is_preferred(index):
    assert ids(index.titles(reading("nosferatu", year_hint=1922)))[:2] == [1, 2]
    assert ids(index.titles(reading("hamlet", year_hint=1948)))[:2] == [19, 20]
    assert ids(index.titles(reading("hamlet", year_hint=1997)))[:2] == [20, 19]
    assert ids(index.titles(reading("gossip girl", year_hint=2010)))[:1] == [11]


def test_years_and_kinds_narrow(index):
    assert ids(index.titles(reading("nosferatu"), years=Years(1920, 1929))) == [1]
    assert ids(index.titles(reading("mentalist"), kinds=["film"])) == []
    assert ids(index.titles(reading("mentalist"), kinds=["series"], years=Years(2012, None)))[0] == 12
    assert ids(index.titles(reading("hamlet"), years=Years(None, 1950))) == [19]
    assert ids(index.titles(reading("h"), years=Years(None, 1950), kinds=["film"]))[0] == 19


def test_excluded_words_and_phrases_are_honoured(index):
    without = Words(tokens("nosferatu"), excluded=(("vampire",),))
    assert ids(index.titles(Reading(without))) == [2]
    phrase = Words(phrases=(("rules", "of", "the", "game"),))
    assert ids(index.titles(Reading(phrase))) == [3]
    assert ids(index.titles(Reading(Words(tokens("rules"), phrases=(("game", "the"),))))) == []


def test_a_closed_word_is_no_beginning(index):
    assert 21 in ids(index.titles(reading("tene")))
    hits = index.titles(reading("rock ")).hits
    assert all(hit.why.text < 96 for hit in hits)


def test_episodes_are_found_by_their_own_names(index):
    assert ids(index.episodes(reading("red hair silver tape")))[0] == 101
    assert ids(index.episodes(reading("redemtion")))[0] == 102
    assert ids(index.episodes(reading("pilot"))) == [104, 103]
    assert ids(index.episodes(reading("pilot"), series=[11])) == [103]
    assert ids(index.episodes(reading("red", season=2, episode=1)))[0] == 102


def test_people_are_found(index):
    assert ids(index.people(Words(tokens("murnau")))) == [7]
    assert ids(index.people(Words(tokens("varda agnes")))) == [8]
    assert ids(index.people(Words(tokens("agnes vrada")))) == [8]


def test_a_hit_says_why_it_stands_where_it_does(index):
    hit = index.titles(reading("nosferatu le vampire", year_hint=1922)).hits[0]
    assert (hit.name, hit.why.form, hit.why.stage) == ("Nosferatu le vampire", "nosferatu le vampire", "equal")
    assert hit.score == hit.why.score == round(hit.why.text + hit.why.year + hit.why.popularity, 3)
    assert (hit.why.text, hit.why.year) == (100, 4)
    assert index.titles(reading("murnau nosferatu")).hits[0].why.stage == "people"


def test_equals_are_in_the_order_of_popularity_then_of_ids(tmp_path):
    build(tmp_path / "i", [film(5, "Hamlet"), film(3, "Hamlet"), film(4, "Hamlet", popularity=9)])
    assert ids(Index.open(tmp_path / "i").titles(reading("hamlet"))) == [4, 3, 5]


def test_there_are_two_hundred_hits_at_most(tmp_path):
    build(tmp_path / "i", [film(one, f"Hamlet {one}") for one in range(1, 400)])
    index = Index.open(tmp_path / "i", deadline=10)
    assert len(index.titles(reading("hamlet"), limit=9).hits) == 9
    assert 50 < len(index.titles(reading("hamlet"), limit=1000).hits) <= 200


HARD = [
    "", " ", "a", "l", "the", "the the of la le", "\x00", "\u202e\u200b", '"', "'", "OR", "AND NOT", "NEAR(a b, 3)",
    "{name} : x", "^", "*", "a*", "-", "'; DROP TABLE title; --", "🎬🎞", "a" * 10_000, "a " * 1000, "the " * 1000,
    "é" * 5000, "東" * 3000, "nosferatu " * 500, "x\ud800y", '""" OR "', "%_%", "\\", "1" * 400,
]  # fmt: skip


@pytest.mark.parametrize("typed", HARD, ids=range(len(HARD)))
def test_any_input_has_an_answer_in_time(path, typed):
    index = Index.open(path)
    for find in (index.titles, index.episodes):
        find(reading(typed, year_hint=1922))
        find(Reading(Words(tokens(typed), phrases=(tokens(typed),), excluded=(tokens(typed),))))
    index.people(Words(tokens(typed)))
    index.close()


@given(st.text(max_size=40), st.booleans(), st.none() | st.integers(1, 3000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_gives_hits_in_order_without_repetition(index, typed, is_open, year):
    found = index.titles(Reading(Words(tokens(typed), is_open), year_hint=year), limit=20).hits
    assert len({hit.id for hit in found}) == len(found) <= 20
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


@given(st.sampled_from(FILMS), st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_equal_name_is_always_found_with_the_whole_fit(index, one, data):
    name = data.draw(st.sampled_from(one.names)).text
    typed = data.draw(st.sampled_from([name, name.upper(), name.lower(), f"  {name}  "]))
    hits = index.titles(Reading(Words(tokens(typed)))).hits
    assert next(hit for hit in hits if hit.id == one.id).why.text == 100


def test_what_was_found_by_the_deadline_is_read_to_its_end(tmp_path, monkeypatch):
    build(tmp_path / "i", [film(one, f"The Long Night {one}") for one in range(1, 300)])
    index = Index.open(tmp_path / "i", deadline=10)
    read = Scorer._read

    def read_late(self, ids):
        if ids:
            self._places.allowed = Allowed(0, 0)
        return read(self, ids)

    monkeypatch.setattr(stages, "STEPS_BETWEEN_LOOKS", 1)
    monkeypatch.setattr(Scorer, "_read", read_late)
    found = index.titles(reading("the long night"))
    assert len(found.hits) > 10


def test_searching_ends_at_the_deadline(path):
    index = Index.open(path, deadline=0)
    found = index.titles(reading("nosferatu"))
    assert found.is_cut_short
    index.close()


def test_where_nothing_may_be_guessed_the_words_are_taken_as_they_are(index):
    assert index.people(reading("murnua").words).hits
    assert not index.people(reading("murnua").words, may_guess=False).hits
    assert index.people(reading("murnau").words, may_guess=False).hits


def test_several_searches_for_one_answer_share_their_time(index):
    together = index.within(60)
    assert together.titles(reading("nosferatu")).hits
    assert not together.is_cut_short
    over = index.within(0)
    assert over.titles(reading("nosferatu")) == over.people(reading("murnau").words) == Found((), is_cut_short=True)
    assert over.is_cut_short


def test_a_changed_title_is_found_by_its_new_name_alone(own):
    index = Index.open(own)
    changed = replace(FILMS[0], names=(Named("Der Vampyr"),), people=("Somebody Else",))
    with Writer(own) as writer:
        assert writer.cursor == "7.1"
        writer.apply([changed], titles=[1], cursor="8.2")
        assert writer.cursor == "8.2"
    assert ids(index.titles(reading("vampyr"))) == [1]
    assert ids(index.titles(reading("vampir")))[0] == 1
    assert 1 not in ids(index.titles(reading("murnau nosferatu")))
    assert index.cursor() == "8.2"


def test_what_is_gone_is_found_no_more(own):
    index = Index.open(own)
    with Writer(own) as writer:
        writer.apply([FILMS[11], EPISODES[1]], titles=[2, 12], people=[7], cursor="9")
    assert ids(index.titles(reading("nosferatu"))) == [1]
    assert ids(index.episodes(reading("pilot"))) == [103]
    assert ids(index.episodes(reading("redemption"))) == [102]
    assert ids(index.people(Words(tokens("murnau")))) == []


def content(path):
    """All that is in an index, but for the order of near words, which is that of when they came."""
    connection = sqlite3.connect(path)
    found = {}
    for shelf in Shelf:
        for sql in (
            f"SELECT * FROM {shelf}", f"SELECT * FROM {shelf}_key", f"SELECT word, count FROM {shelf}_word",
        ):  # fmt: skip
            found[sql] = sorted(connection.execute(sql))
        nears = connection.execute(f"SELECT hash, words FROM {shelf}_near")
        found[f"{shelf}_near"] = {near: sorted(words.split(" ")) for near, words in nears}
        connection.execute(f"CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, {shelf}_text, instance)")
        found[shelf] = sorted(connection.execute("SELECT * FROM terms"))
        connection.execute("DROP TABLE temp.terms")
    connection.close()
    return found


OTHER_FILMS = [replace(one, names=one.names[::-1], popularity=1) for one in FILMS]


@given(st.lists(st.lists(st.sampled_from([*FILMS, *OTHER_FILMS]), max_size=4), max_size=6))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_index_that_was_fed_is_the_same_as_one_that_was_built(tmp_path, changes):
    build(tmp_path / "fed", FILMS[:5])
    there = {one.id: one for one in FILMS[:5]}
    with Writer(tmp_path / "fed") as writer:
        for changed in changes:
            present = {one.id: one for one in changed}
            gone = {one + 1 for one in present} - present.keys()
            writer.apply(present.values(), titles=[*present, *gone], cursor="")
            there = {one: document for one, document in {**there, **present}.items() if one not in gone}
    build(tmp_path / "built", there.values())
    assert content(tmp_path / "fed") == content(tmp_path / "built")


def test_drift_is_named(own):
    assert list(check(own, versions(ALL))) == []
    other = [replace(FILMS[0], year=1921), *FILMS[2:], *EPISODES, *PEOPLE, film(99, "New"), film(98, "\u200b")]
    assert list(check(own, versions(other))) == [
        Drift(Shelf.TITLE, 1, Wrong.DIFFERENT),
        Drift(Shelf.TITLE, 2, Wrong.SURPLUS),
        Drift(Shelf.TITLE, 99, Wrong.MISSING),
    ]


def test_an_exchanged_file_is_seen_at_the_next_search(tmp_path):
    build(tmp_path / "i", [film(1, "Nosferatu")], cursor="1")
    index, writer = Index.open(tmp_path / "i"), Writer(tmp_path / "i")
    writer.apply([film(2, "Hamlet")], titles=[2], cursor="2")  # leaves a journal
    assert ids(index.titles(reading("hamlet"))) == [2]
    build(tmp_path / "i", [film(3, "Rocky")], cursor="3")
    assert ids(index.titles(reading("rocky"))) == [3]
    assert ids(index.titles(reading("hamlet"))) == []
    with pytest.raises(Exchanged):
        writer.apply([], titles=[3], cursor="4")
    writer.close()
    index.close()
    assert list(check(tmp_path / "i", versions([film(3, "Rocky")]))) == []
    left = {one.name.split("-")[0] for one in tmp_path.iterdir()}
    assert len(left - {"i.lock"}) == 2  # the name and its file


def test_a_failed_build_leaves_the_old_index(own):
    def failing():
        yield FILMS[0]
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        build(own, failing())
    assert ids(Index.open(own).titles(reading("rocky")))[0] == 7
    assert {one.name for one in own.parent.iterdir()} <= {"search", "search.lock", "search-wal", "search-shm"}


def test_a_build_takes_the_place_of_a_plain_file_and_its_journals(own):
    with Writer(own) as writer:
        writer.apply([], titles=[1], cursor="8")
        build(own, [film(3, "Rocky")])
    assert own.is_symlink()
    assert ids(Index.open(own).titles(reading("rocky"))) == [3]


def test_two_do_not_build_at_the_same_time(own):
    assert not is_being_built(own)

    def documents():
        assert is_being_built(own)
        with pytest.raises(BeingBuilt):
            build(own, [])
        yield FILMS[0]

    assert build(own, documents()) == 1
    assert not is_being_built(own)
    assert not is_being_built(own.parent / "nowhere" / "search")


def test_two_indexes_do_not_know_of_each_other(tmp_path):
    build(tmp_path / "a", [film(1, "Nosferatu")])
    build(tmp_path / "b", [film(1, "Nosferatu")])
    with Writer(tmp_path / "a") as writer:
        writer.apply([film(2, "Hamlet")], titles=[2], cursor="5")
    a, b = Index.open(tmp_path / "a"), Index.open(tmp_path / "b")
    assert (ids(a.titles(reading("hamlet"))), ids(b.titles(reading("hamlet")))) == ([2], [])
    assert (a.cursor(), b.cursor()) == ("5", "")


def _apply_and_die(path, places):
    writer = Writer(path)

    def documents():
        yield film(50, "Halfway")
        yield film(51, "Further")

    original = writer._put_in

    def put_in(shelf, text):
        original(shelf, text)
        os._exit(9)

    if places:
        writer._put_in = put_in
    writer.apply(documents(), titles=[50, 51], cursor="50")
    os._exit(0)


@pytest.mark.parametrize("is_killed", [True, False])
def test_a_killed_writer_has_done_all_or_nothing(own, is_killed):
    process = multiprocessing.get_context("fork").Process(target=_apply_and_die, args=(own, is_killed))
    process.start()
    process.join(20)
    assert process.exitcode == (9 if is_killed else 0)
    index = Index.open(own, deadline=5.0)
    assert index.cursor() == ("7.1" if is_killed else "50")
    assert (50 in ids(index.titles(reading("halfway")))) is not is_killed
    with Writer(own) as writer:
        writer.apply([film(50, "Halfway")], titles=[50], cursor="51")
    assert 50 in ids(index.titles(reading("halfway")))


@pytest.mark.parametrize(
    ("break_it", "fault"),
    [
        (lambda path: path.unlink(), Fault.MISSING),
        (lambda path: path.write_bytes(b""), Fault.DAMAGED),
        (lambda path: path.write_bytes(b"no database " * 1000), Fault.DAMAGED),
        (lambda path: sqlite3.connect(path).executescript("PRAGMA user_version=999").close(), Fault.OLD),
        (lambda path: path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 200_000), Fault.DAMAGED),
    ],
    ids=["missing", "empty", "text", "old", "damaged"],
)
def test_an_index_that_cannot_be_used_says_why_and_is_built_anew(own, break_it, fault):
    break_it(own)
    index = Index.open(own, deadline=5.0)
    with pytest.raises(Unusable) as caught:
        index.titles(reading("nosferatu"))
    assert caught.value.fault == fault
    build(own, FILMS)
    assert ids(index.titles(reading("nosferatu")))[0] == 2
    index.close()
