"""What is found first for what people type: the whole way from the words to the order of a page, without a database."""

from collections.abc import Callable
from pathlib import Path

import pytest

from allostream.links.search_rules import in_order
from allostream.search.building import build
from allostream.search.documents import Named, TitleDocument
from allostream.search.finding import Index
from allostream.search.understanding import understand
from allostream.web.finding import NEAR, titles_found

FILMS = """
Citizen Kane | 1941
Citizen Cohn | 1992
Det sjunde inseglet | 1957 | The Seventh Seal | Le Septième Sceau | Das siebente Siegel
7th Heaven | 1927 | Das 7. Siegel im Himmel
Les Quatre Cents Coups | 1959 | The 400 Blows
20,000 Leagues Under the Sea | 1954 | Vingt mille lieues sous les mers
Dr. Strangelove | 1964 | Docteur Folamour
St. Elmo's Fire | 1985
Kill Bill: Vol. 1 | 2003 | Kill Bill
Kill Bill: Vol. 2 | 2004
Bonnie and Clyde | 1967
Le Fabuleux Destin d’Amélie Poulain | 2001 | Amelie
L’avventura | 1960 | L'avventura
L’Étranger | 2025 | The Stranger
Gone with the Wind | 1939 | Autant en emporte le vent
Spider-Man | 2002
A Nightmare on Elm Street | 1984
Terminator 2: Judgment Day | 1991
Terminator 2029 | 2020
The Terminator | 1984
Nosferatu, eine Symphonie des Grauens | 1922 | Nosferatu
Nosferatu: Phantom der Nacht | 1979
The Godfather | 1972 | Le Parrain
The Godfather Part II | 1974 | The Godfather II
The Godfather Part III | 1990 | The Godfather III
The Matrix | 1999 | Matrix
The Matrix Reloaded | 2003
Star Wars | 1977 | Star Wars: Episode IV – A New Hope
Star Wars: Episode V – The Empire Strikes Back | 1980
Star Wars: Episode II – Attack of the Clones | 2002
Über den Dächern von Nizza | 1955 | To Catch a Thief
Król | 2020
Der große Bluff | 1939
Броненосец Потёмкин | 1925 | Battleship Potemkin
Fantômas | 1913
Ποτέ την Κυριακή | 1960 | Never on Sunday
七人の侍 | 1954 | Shichinin no samurai
M | 1931
Z | 1969
9 | 2009
Us | 2019
It | 2017
Se7en | 1995
$ | 1971
π | 1998 | Pi
[•REC] | 2007
8½ | 1963
WALL·E | 2008
Jusqu’à l’aube | 2010
Qu’est-ce qu’on a fait au bon Dieu ? | 2014
Philippe Marlowe | 1969
"""
SERIES = """
The Mentalist | 2008
Schitt’s Creek | 2015
Breaking In | 2011
Breaking Bad | 2008
Gossip Girl | 2007
South Park | 1997
"""
TYPED = """
citizan cain → Citizen Kane
citzen kaen → Citizen Kane
7eme sceau → Det sjunde inseglet
le 7e sceau → Det sjunde inseglet
7th seal → Det sjunde inseglet
400 coups → Les Quatre Cents Coups
les quatres cent coups → Les Quatre Cents Coups
20 000 lieues → 20,000 Leagues Under the Sea
20.000 lieues sous les mers → 20,000 Leagues Under the Sea
twenty thousand leagues → 20,000 Leagues Under the Sea
doctor strangelove → Dr. Strangelove
dr folamour → Dr. Strangelove
saint elmos fire → St. Elmo's Fire
kill bill volume 2 → Kill Bill: Vol. 2
kill bill 2 → Kill Bill: Vol. 2
bonnie et clyde → Bonnie and Clyde
bonnie & clyde → Bonnie and Clyde
bonnie und clyde → Bonnie and Clyde
amélie poulin → Le Fabuleux Destin d’Amélie Poulain
destin damelie poulain → Le Fabuleux Destin d’Amélie Poulain
lavventura → L’avventura
l'etranjer → L’Étranger
letranger → L’Étranger
gonewiththewind → Gone with the Wind
spider man → Spider-Man
spiderman → Spider-Man
spide rman → Spider-Man
night mare on elm street → A Nightmare on Elm Street
terminator2 → Terminator 2: Judgment Day
nosferatu1922 → Nosferatu, eine Symphonie des Grauens
godfather ii → The Godfather Part II
godfather 2 → The Godfather Part II
godfahter → The Godfather
matirx → The Matrix
starwars → Star Wars
ueber den daechern von nizza → Über den Dächern von Nizza
krol → Król
der grosse bluff → Der große Bluff
bronenosets potyomkin → Броненосец Потёмкин
bronenosec potemkin → Броненосец Потёмкин
фантомас → Fantômas
pote tin kyriaki → Ποτέ την Κυριακή
七人の侍 → 七人の侍
shichinin no samurai → 七人の侍
m → M
z → Z
9 → 9
us → Us
it → It
se7en → Se7en
$ → $
π → π
pi → π
rec → [•REC]
[•REC] → [•REC]
8 1/2 → 8½
wall-e → WALL·E
walle → WALL·E
jusqua laube → Jusqu’à l’aube
quest-ce quon a fait au bon dieu → Qu’est-ce qu’on a fait au bon Dieu ?
filip marlo → Philippe Marlowe
👻 nosferatu 👻 → Nosferatu, eine Symphonie des Grauens
\u202enosferatu\u200b → Nosferatu, eine Symphonie des Grauens
the mentalist saison 2 épisode 5 → The Mentalist
breaking in season 2 → Breaking In
schitts creek smoke signals → Schitt’s Creek
gossip grl → Gossip Girl
south park tooth fairy → South Park
"""
CASES = [tuple(row.split(" → ")) for row in TYPED.strip().splitlines()]


def documents(text: str, kind: str, first: int) -> list[TitleDocument]:
    """A title of each line: its name, its year, other names."""
    rows = [[one.strip() for one in row.split("|")] for row in text.strip().splitlines()]
    return [
        TitleDocument(place, kind, tuple(map(Named, (name, *others))), int(year), None, 100)
        for place, (name, year, *others) in enumerate(rows, first)
    ]


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[tuple[str, float]]]:
    path: Path = tmp_path_factory.mktemp("names") / "index"
    every = [*documents(FILMS, "film", 1), *documents(SERIES, "series", 1000)]
    build(path, every)
    names = {one.id: one.names[0].text for one in every}
    index = Index.open(path, deadline=60)

    def found(text: str) -> list[tuple[str, float]]:
        asked = understand(text, today_year=2026, language="fr")
        return [(names[one.id], one.fit) for one in in_order(titles_found(index, asked, 50), ())]

    return found


@pytest.mark.parametrize(("typed", "wanted"), CASES, ids=[typed for typed, _ in CASES])
def test_what_is_meant_comes_first(search: Callable[[str], list[tuple[str, float]]], typed: str, wanted: str) -> None:
    assert [name for name, _ in search(typed)][:1] == [wanted], search(typed)[:4]


def test_what_fits_far_worse_than_something_near_is_not_listed(
    search: Callable[[str], list[tuple[str, float]]],
) -> None:
    assert [name for name, _ in search("the mentalist saison 2 épisode 5")] == ["The Mentalist"]


def test_a_number_is_not_the_beginning_of_another_number(search: Callable[[str], list[tuple[str, float]]]) -> None:
    fits = dict(search("terminator 2"))
    assert fits["Terminator 2: Judgment Day"] > fits["Terminator 2029"] + 3


def test_a_guess_by_ear_leaves_room_for_a_better_name(search: Callable[[str], list[tuple[str, float]]]) -> None:
    assert dict(search("citizan cain"))["Citizen Kane"] < NEAR
    assert dict(search("schitts creek smoke signals"))["Schitt’s Creek"] < NEAR
