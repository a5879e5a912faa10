"""Every sentence that the rules of protection can say has words in both languages, with all that it needs."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from allostream.rights.engine.answers import Answer, Confidence, Sentence, Status
from allostream.rights.engine.sentences import DOUBTS as ALL_DOUBTS
from allostream.rights.engine.sentences import KEYS
from allostream.web.rights import doubts, said, ways
from allostream.web.spoken import needs

VALUES: dict[str, Any] = {
    "name": "Fritz Lang", "year": 1976, "years": 70, "y1": 1967, "y2": 1968, "since": date(2047, 1, 1),
    "end": date(2046, 12, 31), "date": date(2026, 5, 1), "country": "DE", "origin": "US", "first": "weak-source",
    "second": "music", "count": 3, "role": "composer", "layer": "character", "licence": "CC BY 3.0",
    "evidence": "title cards",
}  # fmt: skip


def spoken(key: str, language: str) -> str:
    with override(language):
        return said.say(Sentence(key, tuple((name, VALUES[name]) for name in KEYS[key])))


@pytest.mark.parametrize("key", sorted(KEYS))
def test_a_sentence_is_said_in_both_languages(key: str) -> None:
    english, french = spoken(key, "en"), spoken(key, "fr")
    assert english
    assert french
    assert english != french
    assert "%(" not in english + french
    assert english.endswith(".")
    assert french.endswith(".")


@pytest.mark.parametrize("key", sorted(key for key in KEYS if key.startswith(("pd.", "no."))))
def test_what_is_free_or_protected_names_the_day_that_it_was_given(key: str) -> None:
    """Where the rules give an end or a beginning, protection must not be told without its end."""
    wanted = needs(ways.WAYS.get(key) or doubts.STEPS[key])
    if key.startswith("no.") and "end" in KEYS[key]:
        assert "end" in wanted


def test_no_words_are_kept_for_what_the_rules_never_say() -> None:
    assert set(ways.WAYS) | set(doubts.STEPS) <= set(KEYS)
    assert set(doubts.DOUBTS) == set(ALL_DOUBTS)
    assert set(doubts.IN_SHORT) >= {code for code, doubt in ALL_DOUBTS.items() if doubt.steps == 1}


def test_values_become_words_of_the_language() -> None:
    text = spoken("no.fr.formality", "fr").replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert text == (
        "Libre en Allemagne seulement faute d’une formalité ; la France n’en tient pas compte (Cass. 1re civ., "
        "17 décembre 2009, n° 07-21.115). Protégé ici jusqu’au 31 décembre 2046."
    )
    assert "composer" in spoken("unclear.role-missing", "en")


def test_a_sentence_that_the_pages_do_not_know_is_told_by_its_answer() -> None:
    answer = Answer("FR", Status.PROTECTED, Confidence.HIGH, "new-rule", Sentence("no.never-heard"))
    with override("en"):
        assert said.answer_sentence(answer) == "Protected."
