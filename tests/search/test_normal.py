"""The one form in which names and queries are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.search.normal import figured, forms, normal, squashed, tokens, without_article

SAME = [
    ("Amélie", "amelie"),
    ("AMÉLIE", "ame\u0301lie"),
    ("Œdipe roi", "oedipe roi"),
    ("Straße", "strasse"),
    ("Smørrebrød", "smorrebrod"),
    ("Fast & Furious", "fast and furious"),
    ("L’Arroseur arrosé", "l'arroseur arrose"),
    ("L’Arroseur arrosé", "L ARROSEUR ARROSE"),
    ("Jusqu’à l’aube", "jusqu a l aube"),
    ("Don't Look Up", "dont look up"),
    ("Schindler’s List", "schindlers list"),
    ("Rock ’n’ Roll", "rock n roll"),
    ("Spider-Man", "spider man"),
    ("S.W.A.T.", "SWAT"),
    ("E.T. the Extra-Terrestrial", "et the extra terrestrial"),
    ("R.I.P.D", "ripd"),
    ("8½", "8 1/2"),
    ("20,000 Leagues", "20000 leagues"),
    ("20.000 Meilen", "20 000 Meilen"),
    ("20\u202f000 lieues", "20 000 lieues"),
    ("10\u202f000 av. J.-C.", "10000 av j c"),
    ("Ａｌｉｅｎ ３", "alien 3"),
    ("Alien³", "alien3"),
    ("ﬁlm", "film"),
    ("Ёлки", "елки"),
    ("Ὀδύσσεια", "οδυσσεια"),
    ("المُومِيَاء", "المومياء"),
    ("شاهکار", "شاهكار"),
    ("ﾄﾄﾛ", "トトロ"),
    ("Zero\u200bWidth \u202eRight", "zerowidth right"),
    ("İstanbul", "istanbul"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_is_written_in_two_ways_is_one(one, other):
    assert normal(one) == normal(other) != ""


def test_scripts_without_spaces_are_parted_into_characters():
    assert tokens("東京物語") == ("東", "京", "物", "語")
    assert tokens("となりのトトロ 2") == ("と", "な", "り", "の", "ト", "ト", "ロ", "2")
    assert tokens("หนัง") == ("ห", "นั", "ง")


def test_marks_that_make_another_letter_stay():
    assert normal("が") != normal("か")
    assert tokens("हिन्दी मीडियम") == ("हिन्दी", "मीडियम")


def test_korean_words_stay_whole():
    assert tokens("살인의 추억") == ("살인의", "추억")


@pytest.mark.parametrize("name", ["$", "???", "…", "+", "!!"])
def test_a_name_of_signs_alone_can_be_found(name):
    assert len(tokens(name)) == 1


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b\u202e", "\x00\x07", "\ue000"])
def test_there_is_nothing_in_what_cannot_be_seen(text):
    assert tokens(text) == ()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Rocky II", {"rocky ii", "rocky 2"}),
        ("Kill Bill: Volume deux", {"kill bill volume deux", "kill bill vol 2"}),
        ("Two for the Road", {"two for the road", "2 for the road"}),
        ("I, Robot", {"i robot", "1 robot"}),
        ("V", {"v", "5"}),
        ("Mix", {"mix"}),
        ("Un homme et une femme", {"un homme et une femme"}),
        ("Mesrine, partie un", {"mesrine partie un", "mesrine part 1"}),
        ("Dix-sept fois", {"dix sept fois", "17 fois"}),
        ("Броненосец Потёмкин", {"броненосец потемкин", "bronenosets potemkin"}),
        ("霸王别姬", {"霸 王 别 姬", "ba wang bie ji"}),
        ("となりのトトロ", {"と な り の ト ト ロ", "tonarinototoro"}),
        ("기생충", {"기생충", "gisaengchung"}),
        ("Nosferatu", {"nosferatu"}),
        ("Ⅱ", {"ii", "2"}),
    ],
)
def test_a_name_is_indexed_in_other_forms_too(name, wanted):
    found = forms(name)
    assert set(found) == wanted
    assert found[0] == normal(name)


def test_chinese_characters_of_a_japanese_name_are_not_read_as_chinese():
    assert forms("羅生門", "ja") == ("羅 生 門",)
    assert forms("千と千尋の神隠し") == (normal("千と千尋の神隠し"),)


def test_an_article_is_left_out_only_before_other_words():
    assert without_article(tokens("L’Atalante")) == ("atalante",)
    assert without_article(tokens("The The")) == ("the",)
    assert without_article(("the",)) == ("the",)
    assert without_article(()) == ()


@given(st.text())
def test_the_normal_form_of_a_normal_form_is_itself(text):
    once = normal(text)
    assert normal(once) == once
    assert " ".join(tokens(text)) == once
    assert squashed(once) == once.replace(" ", "")


@given(st.text())
def test_no_token_is_empty_or_has_a_space(text):
    assert all(word and not any(c.isspace() for c in word) for word in tokens(text))


@given(st.text(), st.sampled_from(["", "ja", "zh", "fr"]))
def test_figures_stay_figures(text, language):
    once = figured(tokens(text))
    assert figured(once) == once
    assert all(normal(form) == form for form in forms(text, language))
