"""Why a work is free or not, in a sentence of each language, for every combination that the catalogue holds."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

import allostream.connectors.starter as starter
from allostream.connectors.starter.rights import answers
from allostream.links.queries import AnswerRow
from allostream.links.rules import Hidden, Play, Status
from allostream.web import explain

DAY = date(2026, 11, 24)
ENGLISH_WORDS = re.compile(r"\b(the|and|until|since|protected|published|copyright in|not settled)\b", re.IGNORECASE)


def answer(rule: str, status: Status, **facts: Any) -> AnswerRow:
    base: dict[str, Any] = {
        "country": "FR", "status": status, "play": Play.YES, "rule": rule, "free_since": None, "protected_until": None,
        "confidence": "high", "deciding_name": "", "deciding_year": None, "published_year": None, "missing": (),
        "licence": "", "licence_url": "", "noncommercial": False, "reason": "In English only.", "authority": "",
        "must_check": "", "evaluated_on": DAY,
    }  # fmt: skip
    return AnswerRow(**{**base, **facts})


def narrow(text: str) -> str:
    """The text with typographic spaces as plain ones, to be compared with."""
    return text.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")


CASES = [
    (
        answer("us_term_expired", Status.PD, free_since=date(2022, 1, 1), published_year=1926), "US",
        "Published in 1926: copyright in the United States ended on 31 December 2021.",
        "Publiée en 1926 : le droit d’auteur américain a pris fin le 31 décembre 2021.",
    ),
    (
        answer("us_not_renewed", Status.PD, free_since=date(1969, 1, 1), published_year=1940), "US",
        "Published in the United States in 1940 and reported as not renewed: its copyright there ended on "
        "31 December 1968.",
        "Publiée aux États-Unis en 1940 et donnée pour non renouvelée : le droit d’auteur y a pris fin le "
        "31 décembre 1968.",
    ),
    (
        answer("us_not_renewed", Status.UNCLEAR, missing=("renewal_search", "character")), "US",
        "We could not establish whether this work is free in the United States (not settled: a search of the records "
        "of renewals and the rights in its characters).",
        "Nous n’avons pas pu établir si cette œuvre est libre aux États-Unis (reste à éclaircir : une recherche dans "
        "les registres de renouvellement et les droits sur les personnages).",
    ),
    (
        answer("us_no_notice", Status.PD, published_year=1968), "US",
        "First published in the United States in 1968 without a valid copyright notice, which at that time gave a work "
        "to the public.",
        "Première publication aux États-Unis en 1968 sans mention de copyright valable, ce qui plaçait alors une œuvre "
        "dans le domaine public.",
    ),
    (
        answer("us_government_work", Status.UNCLEAR), "FR",
        "A work of the United States government has no copyright at home; whether it has its own term in France is not "
        "settled.",
        "Une œuvre du gouvernement des États-Unis n’est pas protégée dans son pays ; la question de sa protection en "
        "France n’est pas tranchée.",
    ),
    (
        answer("fr_70_pma", Status.PD, deciding_name="Dziga Vertov", deciding_year=1954, free_since=date(2025, 1, 1)),
        "FR",
        "Dziga Vertov, the last of its authors, died in 1954; protection lasts 70 years after that, so the work has "
        "been free since 1 January 2025.",
        "La mort du dernier des auteurs, Dziga Vertov, remonte à 1954 ; la protection a duré 70 ans de plus : l’œuvre "
        "est libre depuis le 1er janvier 2025.",
    ),
    (
        answer("fr_70_pma", Status.PD, free_since=date(2009, 1, 1)), "FR",
        "70 years have passed since the last of its authors died: the work has been free since 1 January 2009.",
        "Plus de 70 ans ont passé depuis la mort du dernier des auteurs : l’œuvre est libre depuis le "
        "1er janvier 2009.",
    ),
    (
        answer("fr_70_pma", Status.PROTECTED, deciding_name="Fritz Lang", deciding_year=1976,
               protected_until=date(2046, 12, 31)), "FR",
        "Fritz Lang, one of its authors, died in 1976: the work is protected in France until 31 December 2046.",
        "La mort de l’un des auteurs, Fritz Lang, remonte à 1976 : l’œuvre est protégée en France jusqu’au "
        "31 décembre 2046.",
    ),
    (
        answer("fr_shorter_term", Status.PD), "FR",
        "Protection in its country of origin has run out and no author was a citizen of the European Union, so it "
        "lasts no longer in France.",
        "La durée de protection est écoulée dans le pays d’origine et aucun des auteurs n’était ressortissant de "
        "l’Union européenne : la protection a donc aussi pris fin en France.",
    ),
    (
        answer("fr_formality_ignored", Status.PROTECTED, protected_until=date(2035, 12, 31)), "FR",
        "Free in the United States only because a formality was missed, which does not count in France "
        "(Cass. 1re civ., 17 December 2009, no. 07-21.115): protected until 31 December 2035.",
        "Libre aux États-Unis uniquement parce qu’une formalité y a été omise, ce qui est sans effet en France "
        "(Cass. 1re civ., 17 décembre 2009, n° 07-21.115) : œuvre protégée jusqu’au 31 décembre 2035.",
    ),
    (
        answer("creative_commons", Status.OPEN_LICENCE, licence="CC-BY-NC-SA-3.0"), "DE",
        "Published by its makers under CC BY-NC-SA 3.0, a licence that allows everybody to watch and share.",
        "Publiée par ses auteurs sous CC BY-NC-SA 3.0, une licence qui permet à chacun de voir et de partager.",
    ),
    (
        answer("a_rule_of_tomorrow", Status.PROTECTED, protected_until=date(2030, 1, 1)), "JP",
        "This work is protected in Japan until 1 January 2030.",
        "Cette œuvre est protégée au Japon jusqu’au 1er janvier 2030.",
    ),
    (
        answer("a_rule_of_tomorrow", Status.UNCLEAR, missing=("something_new",)), "JP",
        "We could not establish whether this work is free in Japan (not settled: a fact that has still to be looked "
        "up).",
        "Nous n’avons pas pu établir si cette œuvre est libre au Japon (reste à éclaircir : un fait qui reste à "
        "vérifier).",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("given", "country", "english", "french"), CASES)
def test_an_answer_is_one_sentence_in_each_language(given: AnswerRow, country: str, english: str, french: str) -> None:
    assert narrow(explain.explain(given, country, "en")) == english
    assert narrow(explain.explain(given, country, "fr")) == french


def starter_answers() -> list[AnswerRow]:
    """Every answer of the starter catalogue."""
    lines = Path(starter.__file__).with_name("starter-catalogue.jsonl").read_text().splitlines()
    found = []
    for line in lines:
        work = json.loads(line)
        for row in answers("starter:x", work):
            facts = {name: getattr(row, name) for name in row.__struct_fields__ if name not in ("on", "status", "rule")}
            facts["play"] = Play(row.play)
            found.append(answer(row.rule, Status(row.status), **facts))
    return found


def test_every_answer_of_the_starter_catalogue_has_a_sentence_of_its_rule_in_both_languages() -> None:
    rows = starter_answers()
    assert len(rows) > 400
    for row in rows:
        english = explain.explain(row, row.country, "en")
        french = explain.explain(row, row.country, "fr")
        assert english.endswith(".")
        assert french.endswith(".")
        assert "%(" not in english + french
        assert not ENGLISH_WORDS.search(french), french
        assert row.reason not in french
        assert (row.rule, row.status) in explain.SENTENCES or row.status is Status.UNCLEAR, row


def test_every_missing_fact_of_the_starter_catalogue_has_its_words() -> None:
    codes = {code for row in starter_answers() for code in row.missing}
    assert len(codes) > 5
    assert codes - set(explain.MISSING) == set()


def test_every_reason_to_hold_a_link_back_has_its_sentence() -> None:
    for language in ("en", "fr"):
        with override(language):
            told = {hidden: explain.why_held(hidden) for hidden in Hidden}
        assert len(set(told.values())) == len(Hidden)


@pytest.mark.parametrize(
    ("spdx", "written"),
    [
        ("CC-BY-3.0", "CC BY 3.0"),
        ("CC-BY-NC-SA-2.0-FR", "CC BY-NC-SA 2.0 FR"),
        ("CC0-1.0", "CC0 1.0"),
        ("LAL-1.3", "Licence Art Libre 1.3"),
        ("a licence of our own", "a licence of our own"),
        ("", ""),
    ],
)
def test_a_licence_is_written_as_people_write_it(spdx: str, written: str) -> None:
    assert explain.licence_name(spdx) == written
