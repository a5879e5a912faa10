"""Countries inside sentences."""

import re

import pytest

from allostream.lib.countries import FORMER, current
from allostream.web.places import within


@pytest.mark.parametrize(
    ("code", "english", "french"),
    [
        ("FR", "in France", "en France"),
        ("US", "in the United States", "aux États-Unis"),
        ("GB", "in the United Kingdom", "au Royaume-Uni"),
        ("NL", "in the Netherlands", "aux Pays-Bas"),
        ("JP", "in Japan", "au Japon"),
        ("DE", "in Germany", "en Allemagne"),
        ("MX", "in Mexico", "au Mexique"),
        ("IR", "in Iran", "en Iran"),
        ("YE", "in Yemen", "au Yémen"),
        ("CU", "in Cuba", "à Cuba"),
        ("MT", "in Malta", "à Malte"),
        ("RE", "in Réunion", "à La Réunion"),
        ("CI", "in Côte d’Ivoire", "en Côte d’Ivoire"),
        ("CG", "in Congo - Brazzaville", "au Congo-Brazzaville"),
        ("CF", "in the Central African Republic", "en République centrafricaine"),
        ("FK", "in the Falkland Islands", "aux îles Malouines"),
        ("IM", "on the Isle of Man", "sur l’île de Man"),
        ("HK", "in Hong Kong", "à Hong Kong"),
        ("VA", "in Vatican City", "au Vatican"),
        ("SU", "in the Soviet Union", "en Union soviétique"),
        ("ZR", "in Zaire", "au Zaïre"),
        ("*", "everywhere in the world", "partout dans le monde"),
    ],
)
def test_a_country_comes_with_its_article_and_preposition(code: str, english: str, french: str) -> None:
    assert within(code, "en") == english
    assert within(code, "fr") == french


def test_every_country_can_stand_in_a_sentence() -> None:
    for code in current() | FORMER.keys():
        assert re.match(r"(in|on) (the )?\w", within(code, "en"))
        assert re.match(r"(en|au|aux|à|à la|à l’|dans le|dans les|sur l’) ?\w", within(code, "fr"))
