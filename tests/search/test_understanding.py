"""What a reader's words mean: seasons, episodes, years, phrases, names of files, numbers and addresses."""

import pytest

from allostream.search.asked import Asked
from allostream.search.explaining import explained
from allostream.search.understanding import understand


def asked(text: str) -> Asked:
    return understand(text, today_year=2026, language="en")


def told(text: str) -> list[tuple[str, int | None, int | None, int | None]]:
    """The readings of a text: name, year, season, episode."""
    return [
        (" ".join(one.words.tokens), one.year_hint, one.season, one.episode) for one in asked(text).readings
    ]  # fmt: skip


SEASON_AND_EPISODE = """
the mentalist s02e05 · the mentalist S2E5 · the mentalist s2 e5 · the mentalist S02 E05 · the mentalist s02.e05
the mentalist s02ep05 · the mentalist S2:E5 · the mentalist s2, e5 · the mentalist 2x05 · the mentalist 2×05
the mentalist 02x05 · the mentalist saison 2 épisode 5 · the mentalist saison 2 episode 5
the mentalist Saison 2, Épisode 5 · the mentalist season 2 episode 5 · the mentalist season two episode five
the mentalist saison deux épisode cinq · the mentalist Season 2, Ep. 5 · the mentalist s2 épisode 5
the mentalist saison 2 ep5 · the mentalist saison 2 ép. 5 · the mentalist 2nd season episode 5
the mentalist 2e saison épisode 5 · the mentalist deuxième saison épisode 5 · the mentalist second season episode 5
the mentalist second season 5th episode · the mentalist saison n° 2 épisode n° 5 · the mentalist Staffel 2 Folge 5
the mentalist 2. Staffel Folge 5 · the mentalist zweite Staffel Folge 5 · the mentalist temporada 2 capítulo 5
the mentalist temporada 2 capitulo 5 · the mentalist segunda temporada episodio 5 · the mentalist T2E5
the mentalist t2 c5 · the mentalist stagione 2 episodio 5 · the mentalist seconda stagione puntata 5
the mentalist seizoen 2 aflevering 5 · the mentalist säsong 2 avsnitt 5 · the mentalist sæson 2 afsnit 5
the mentalist sezon 2 odcinek 5 · the mentalist kausi 2 jakso 5 · the mentalist сезон 2 серия 5
the mentalist 2 сезон 5 серия · the mentalist episode 5 season 2 · the mentalist épisode 5 saison 2
the mentalist season 2 chapter 5 · the mentalist saison 2 partie 5 · the mentalist saison 2 5
the mentalist season 2 epsiode 5 · the mentalist seaosn 2 episode 5 · the mentalist sasion 2 épisode 5
the mentalist saison 2 epiosde 5 · the mentalist series 2 episode 5 · the mentalist - s02e05
the mentalist (s02e05) · the mentalist [2x05] · the mentalist: season 2 - episode 5 · the mentalist ｓ０２ｅ０５
the mentalist s02e05-e06 · the mentalist s02e05e06 · the mentalist S02E05 720p · THE MENTALIST S02E05
the mentalist s02e05 redacted · the mentalist - S02 - Aflevering 5 · the mentalist 第2期 第5話
the mentalist 第二季 第五集 · the mentalist シーズン2 第5話 · the mentalist 시즌 2 5화
the.mentalist.s02e05.720p.hdtv.x264-grp · the_mentalist_2x05.avi · The.Mentalist.S02E05.FRENCH.WEBRip.XviD
the mentalist s02e05 1080p WEB-DL · season 2 episode 5 of the mentalist · the mentalist 2. Staffel 5. Folge
the mentalist 2e saison 5e épisode · the mentalist 2. sezon 5. bölüm · épisode 5 de la saison 2 de the mentalist
s02e05 the mentalist · 2x05 the mentalist
"""


def split(table: str) -> list[str]:
    return [one.strip() for line in table.strip().splitlines() for one in line.split(" · ")]


@pytest.mark.parametrize("text", split(SEASON_AND_EPISODE))
def test_season_and_episode_are_found_however_they_are_written(text: str) -> None:
    assert told(text)[0] == ("the mentalist", None, 2, 5)


@pytest.mark.parametrize("text", split(SEASON_AND_EPISODE))
def test_the_words_as_they_stand_remain_a_reading(text: str) -> None:
    assert any(season is episode is None for _name, _year, season, episode in told(text))


@pytest.mark.parametrize(
    "text",
    split("""
lost s02 · lost s2 · lost season 2 · lost saison 2 · lost Saison II · lost season two · lost 2nd season
lost deuxieme saison · lost second season · lost 2e saison · lost 2ème saison · lost Staffel 2 · lost 2. Staffel
lost temporada 2 · lost 2ª temporada · lost stagione 2 · lost seizoen 2 · lost sesong 2 · lost s02e
lost season 2 ep · lost saison 2 épi · lost saison 2 episo · lost season 2 · lost sesaon 2 · lost 第2期
lost シーズン2 · lost 시즌2 · saison 2 de lost · season 2 of lost
"""),
)
def test_a_season_alone_is_found(text: str) -> None:
    assert told(text)[0] == ("lost", None, 2, None)


@pytest.mark.parametrize(
    "text",
    split("""
lost episode 12 · lost épisode 12 · lost ep 12 · lost ep. 12 · lost ép. 12 · lost E12 · lost Folge 12
lost capítulo 12 · lost episodio 12 · lost puntata 12 · lost aflevering 12 · lost avsnitt 12 · lost epsiode 12
lost 第12話 · lost 第十二話 · lost episode twelve · lost Ep.12 · lost серия 12
"""),
)
def test_an_episode_alone_is_found(text: str) -> None:
    assert told(text)[0] == ("lost", None, None, 12)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Area 51", [("area", None, None, 51)]),
        ("Apollo 13", [("apollo", None, None, 13)]),
        ("21 Jump Street", []),
        ("24", []),
        ("V/H/S 99", [("v h s", None, None, 99)]),
        ("8x10 Tasveer", [("tasveer", None, 8, 10)]),
        ("24x36: A Movie", [("a movie", None, 24, 36)]),
        ("8 x 10 Tasveer", [("tasveer", None, 8, 10)]),
        ("50 e 50", [("50 e", None, None, 50)]),
        ("24 heures", []),
        ("1x1", []),
        ("300", []),
        ("Blade Runner 2049", []),
        ("Kill Bill part 2", [("kill bill", None, None, 2)]),
        ("Dune partie 2", [("dune", None, None, 2)]),
        ("It Chapter Two", [("it", None, None, 2)]),
        ("Guardians of the Galaxy Vol. 2", [("guardians of the galaxy", None, None, 2)]),
        ("La maison 3", [("la maison", None, None, 3)]),
        ("Les Quatre Saisons", []),
        ("The 4 Seasons", []),
        ("13 Reasons Why", []),
        ("one piece 1015", [("one piece", None, None, 1015)]),
        ("mentalist 205", [("mentalist", None, None, 205), ("mentalist", None, 2, 5)]),
        ("mentalist 2 5", [("mentalist", None, 2, 5)]),
        ("mentalist saison", [("mentalist", None, None, None)]),
        ("Terminator 2", [("terminator", None, None, 2)]),
        ("S.W.A.T.", []),
        ("9/11", []),
        ("Face/Off", []),
        ("vs.", []),
    ],
)  # fmt: skip
def test_a_number_in_a_name_is_first_of_all_part_of_it(text: str, others: list[tuple]) -> None:
    readings = told(text)
    assert readings[0][1:] == (None, None, None)
    assert readings[0][0] == " ".join(asked(text).readings[0].words.tokens)
    assert readings[1:] == others


def test_a_name_with_the_word_episode_stays_a_name() -> None:
    assert told("Star Wars Episode IV A New Hope")[0] == ("star wars episode iv a new hope", None, None, None)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("nosferatu 1922", ("nosferatu", 1922), ("nosferatu 1922", None)),
        ("nosferatu (1922)", ("nosferatu", 1922), ("nosferatu 1922", None)),
        ("nosferatu [1922]", ("nosferatu", 1922), ("nosferatu 1922", None)),
        ("nosferatu, 1922", ("nosferatu", 1922), ("nosferatu 1922", None)),
        ("nosferatu (1922 film)", ("nosferatu", 1922), ("nosferatu 1922 film", None)),
        ("nosferatu 1922 murnau", ("nosferatu murnau", 1922), ("nosferatu 1922 murnau", None)),
        ("le voyage dans la lune 1902", ("le voyage dans la lune", 1902), ("le voyage dans la lune 1902", None)),
        ("Harakiri (1919) (Fritz Lang)", ("harakiri fritz lang", 1919), ("harakiri 1919 fritz lang", None)),
        ("Lost (2004-2010)", ("lost", 2004), ("lost 2004 2010", None)),
        ("2012 2009", ("2012", 2009), ("2012 2009", None)),
        ("Death Race 2000 1975", ("death race 2000", 1975), ("death race 2000 1975", None)),
        ("2001 l'odyssée de l'espace", ("2001 l odyssee de l espace", None), ("l odyssee de l espace", 2001)),
        ("2001: A Space Odyssey", ("2001 a space odyssey", None), ("a space odyssey", 2001)),
        ("New Faces of 1952", ("new faces of 1952", None), ("new faces of", 1952)),
        ("1917 mendes", ("1917 mendes", None), ("mendes", 1917)),
    ],
)
def test_a_year_is_told_or_part_of_the_name(text: str, first: tuple, second: tuple) -> None:
    readings = [reading[:2] for reading in told(text)]
    assert readings[:2] == [first, second]


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [("nosferatu1922", "nosferatu", 1922), ("la règle du jeu1939", "la regle du jeu", 1939)],
)
def test_a_year_glued_to_the_last_word_may_be_meant(text: str, name: str, year: int) -> None:
    assert (name, year, None, None) in told(text)[1:]


@pytest.mark.parametrize("text", ["b1922", "nosferatu2922", "nosferatu1822", "19221922"])
def test_other_figures_at_a_word_are_part_of_it(text: str) -> None:
    assert [year for _, year, *_ in told(text)] == [None] * len(told(text))


def test_a_name_may_end_in_a_word_that_joins_season_and_series() -> None:
    assert told("Breaking In season 2")[:2] == [("breaking", None, 2, None), ("breaking in", None, 2, None)]
    assert told("The Mentalist, la saison 2")[0] == ("the mentalist", None, 2, None)


@pytest.mark.parametrize("text", ["1917", "2012", "1984", "(1922)"])
def test_a_year_alone_is_a_name(text: str) -> None:
    assert told(text)[0][1:] == (None, None, None)


def test_a_number_belongs_to_the_word_that_it_stands_by() -> None:
    assert told("The First Season 1")[0] == ("the first", None, 1, None)
    assert told("Attack no. 1 Staffel 2")[0] == ("attack no 1", None, 2, None)
    assert told("Les années 1950s1")[0][1:] == (None, None, None)
    assert told("Coolies à Saïgon 1897")[0] == ("coolies a saigon", 1897, None, None)


def test_name_year_season_and_episode_are_told_together() -> None:
    assert told("doctor who (2005) s01e02")[0] == ("doctor who", 2005, 1, 2)
    assert told("Doctor.Who.2005.S01E02.1080p.BluRay.x265")[0] == ("doctor who", 2005, 1, 2)


def test_a_phrase_may_be_the_whole_name() -> None:
    first = asked('"la règle du jeu" 1939').readings[0]
    assert (first.words.tokens, first.words.phrases) == ((), (("la", "regle", "du", "jeu"),))
    assert first.year_hint == 1939


def test_what_is_in_brackets_may_be_left_out_of_a_series() -> None:
    assert told("The Office (US) S02E05")[:2] == [("the office us", None, 2, 5), ("the office", None, 2, 5)]


def test_names_of_files_give_title_and_year() -> None:
    assert told("Nosferatu.1922.1080p.BluRay.x264-GROUP")[0] == ("nosferatu", 1922, None, None)
    assert told("nosferatu_1922.mp4")[0] == ("nosferatu", 1922, None, None)
    assert told("Spider baby [videorecording]")[0] == ("spider baby", None, None, None)
    assert ("d3m0ns mp4", None, None, None) in told("d3m0ns.mp4")


@pytest.mark.parametrize(
    ("text", "tokens", "phrases", "excluded"),
    [
        ('"règle du jeu" renoir', ("renoir",), (("regle", "du", "jeu"),), ()),
        ("“règle du jeu” renoir", ("renoir",), (("regle", "du", "jeu"),), ()),
        ("« règle du jeu » renoir", ("renoir",), (("regle", "du", "jeu"),), ()),
        ("„règle du jeu“ renoir", ("renoir",), (("regle", "du", "jeu"),), ()),
        ("‘règle du jeu’ renoir", ("renoir",), (("regle", "du", "jeu"),), ()),
        ("「règle du jeu」 renoir", ("renoir",), (("regle", "du", "jeu"),), ()),
        ("nosferatu -murnau", ("nosferatu",), (), (("murnau",),)),
        ('nosferatu -"klaus kinski"', ("nosferatu",), (), (("klaus", "kinski"),)),
        ("nosferatu -«klaus kinski»", ("nosferatu",), (), (("klaus", "kinski"),)),
        ("nosferatu −murnau", ("nosferatu",), (), (("murnau",),)),
        ("Shinobi –Heart Under Blade", ("shinobi", "heart", "under", "blade"), (), ()),
        ("El Camino: Ein „Breaking Bad“-Film", ("el", "camino", "ein", "film"), (("breaking", "bad"),), ()),
        ("Sono Hi -Kanraku (2)-", ("sono", "hi", "kanraku", "2"), (), ()),
        ("Persona -trinity soul-", ("persona", "trinity", "soul"), (), ()),
        ("11'09\"01", ("1109", "01"), (), ()),
        ("spider-man", ("spider", "man"), (), ()),
        ("alien - romulus", ("alien", "romulus"), (), ()),
        ("-30-", ("30",), (), ()),
        ('"règle du', ("regle", "du"), (), ()),
        ('12" single', ("12", "single"), (), ()),
        ("don't look now", ("dont", "look", "now"), (), ()),
        ("‘til death", ("til", "death"), (), ()),
        ("Mission: Impossible", ("mission", "impossible"), (), ()),
        ("Star Trek: Picard", ("star", "trek", "picard"), (), ()),
        ("Alien: Romulus", ("alien", "romulus"), (), ()),
        ("Alien:Romulus", ("alien", "romulus"), (), ()),
        ("3:10 to Yuma", ("3", "10", "to", "yuma"), (), ()),
        ("Re:Zero", ("re", "zero"), (), ()),
    ],
)
def test_words_phrases_and_exclusions(text: str, tokens: tuple, phrases: tuple, excluded: tuple) -> None:
    words = asked(text).readings[0].words
    assert (words.tokens, words.phrases, words.excluded) == (tokens, phrases, excluded)
    assert not asked(text).faults


@pytest.mark.parametrize(
    ("text", "is_open"),
    [("nosf", True), ("nosf ", False), ("le nosf", True), ('"nosf"', False), ("nosf -x", False), ("nosf s01", False),
     ("nosf year:1922", False), ("year:1922 nosf", True), ("nosf\u200b", True), ("nosf\t", False), ('"nosf', True)],
)  # fmt: skip
def test_the_last_word_goes_on_until_something_follows(text: str, is_open: bool) -> None:
    assert asked(text).readings[0].words.is_open is is_open


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("tt0013442", ("imdb", "tt0013442")),
        ("TT0013442", ("imdb", "tt0013442")),
        ("imdb:tt0013442", ("imdb", "tt0013442")),
        ("nosferatu tt0013442", ("imdb", "tt0013442")),
        ("nm0003638", ("imdb_name", "nm0003638")),
        ("https://www.imdb.com/fr/title/tt0013442/?ref_=x", ("imdb", "tt0013442")),
        ("m.imdb.com/title/tt0013442/episodes", ("imdb", "tt0013442")),
        ("https://pro.imdb.com/title/tt13442011", ("imdb", "tt13442011")),
        ("Q151895", ("wikidata", "Q151895")),
        ("wikidata:Q151895", ("wikidata", "Q151895")),
        ("https://www.wikidata.org/wiki/Special:EntityPage/Q151895", ("wikidata", "Q151895")),
        ("tmdb:653", ("tmdb_movie", "653")),
        ("tmdb tv 1399", ("tmdb_tv", "1399")),
        ("tmdb-tv:1399", ("tmdb_tv", "1399")),
        ("https://www.themoviedb.org/movie/653-nosferatu?language=fr", ("tmdb_movie", "653")),
        ("tvdb:121361", ("tvdb", "121361")),
        ("https://thetvdb.com/dereferrer/series/121361", ("tvdb", "121361")),
        ("https://www.thetvdb.com/?tab=series&id=121361", ("tvdb", "121361")),
        ("10.5240/7791-8534-2C23-9030-8610-5", ("eidr", "10.5240/7791-8534-2C23-9030-8610-5")),
        ("10.5240/7791-8534-2c23-9030-8610-5", ("eidr", "10.5240/7791-8534-2C23-9030-8610-5")),
        ("urn:eidr:10.5240:7791-8534-2C23-9030-8610-5", ("eidr", "10.5240/7791-8534-2C23-9030-8610-5")),
        ("eidr:10.5240/7791-8534-2C23-9030-8610-5", ("eidr", "10.5240/7791-8534-2C23-9030-8610-5")),
        ("https://doi.org/10.5240/7791-8534-2C23-9030-8610-5", ("eidr", "10.5240/7791-8534-2C23-9030-8610-5")),
        ("https://trakt.tv/movies/1234", ("trakt_movie", "1234")),
        ("https://letterboxd.com/tmdb/653", ("tmdb_movie", "653")),
        ("https://www.tvmaze.com/shows/82/game-of-thrones", ("tvmaze", "82")),
        ("https://www.allocine.fr/film/fichefilm_gen_cfilm=5076.html", ("allocine_film", "5076")),
        ("https://www.allocine.fr/film/fichefilm-5076/critiques/", ("allocine_film", "5076")),
        ("https://www.allocine.fr/series/ficheserie_gen_cserie=4376.html", ("allocine_series", "4376")),
        ("https://www.filmstarts.de/kritiken/5076.html", ("allocine_film", "5076")),
        ("https://www.senscritique.com/film/nosferatu_le_vampire/394413", ("senscritique", "394413")),
        ("https://www.filmaffinity.com/es/film731847.html", ("filmaffinity", "731847")),
        ("https://www.omdb.org/en/us/movie/653", ("omdb", "653")),
        ("https://myanimelist.net/anime/16498/Shingeki_no_Kyojin", ("mal", "16498")),
        ("https://movie.douban.com/subject/1292052/", ("douban", "1292052")),
    ],
)
def test_identifiers_are_read_wherever_they_stand(text: str, identifier: tuple[str, str]) -> None:
    found = asked(text)
    assert found.identifiers[0] == identifier
    assert not found.faults


def test_an_eidr_with_a_wrong_character_is_told() -> None:
    (fault,) = asked("10.5240/7791-8534-2C23-9030-8610-6").faults
    assert fault.code == "bad-identifier"


def test_an_address_of_any_host_is_kept() -> None:
    found = asked("https://archive.org/details/nosferatu_1922")
    assert (found.address, found.readings, found.faults) == ("https://archive.org/details/nosferatu_1922", (), ())
    assert asked("voir archive.org/details/x ici").address == "archive.org/details/x"


def test_of_two_addresses_the_second_is_told() -> None:
    found = asked("archive.org/details/a archive.org/details/b")
    assert found.address == "archive.org/details/a"
    assert [(fault.code, fault.given) for fault in found.faults] == [("cannot-combine", "archive.org/details/b")]


def test_addresses_of_parts_name_the_part() -> None:
    numbered = asked("https://www.themoviedb.org/tv/1399/season/1/episode/2")
    assert numbered.identifiers[0] == ("tmdb_tv", "1399")
    assert [(one.season, one.episode) for one in numbered.readings] == [(1, 2)]
    assert told("https://trakt.tv/shows/judex/seasons/1/episodes/2") == [("judex", None, 1, 2)]
    assert told("https://www.rottentomatoes.com/tv/the_mentalist/s02/e05") == [("the mentalist", None, 2, 5)]


def test_addresses_by_words_give_the_words() -> None:
    assert told("https://letterboxd.com/film/nosferatu-1922/") == [("nosferatu", 1922, None, None)]
    assert told("https://en.wikipedia.org/wiki/Nosferatu_(1922_film)") == [("nosferatu", 1922, None, None)]
    assert told("https://www.justwatch.com/fr/film/nosferatu") == [("nosferatu", None, None, None)]


@pytest.mark.parametrize("text", ["", " ", '"', '""', "-", "--", "\u200b", "\ud800", "\x00", "-foo", "« »", " - "])
def test_nothing_to_search_is_told_or_searched_as_a_sign(text: str) -> None:
    found = asked(text)
    assert any(fault.code == "nothing-to-search" for fault in found.faults) or found.readings


def test_ten_kilobytes_are_cut_and_that_is_told() -> None:
    found = asked("nosferatu " * 1024)
    assert [fault.code for fault in found.faults] == ["too-long"]
    assert found.readings


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("The Mentalist saison 2 épisode 5", "The Mentalist s02e05"),
        ("the mentalist 2x5", "the mentalist s02e05"),
        ("nosferatu (1922)", "nosferatu 1922"),
        ("la règle  du jeu", "la règle du jeu"),
        ("“règle du jeu”", '"règle du jeu" '),
        ("director:murnau year:>1920 nosf", "year:1921.. person:murnau nosf"),
        ("lost -« x y » ", 'lost -"x y" '),
        ("tt0013442", "imdb:tt0013442"),
        ("Area 51 ", "Area 51 "),
    ],
)
def test_a_query_is_written_back_in_one_form(text: str, canonical: str) -> None:
    assert sorted(explained(asked(text)).split(" ")) == sorted(canonical.split(" "))
