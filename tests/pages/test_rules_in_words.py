"""The rules in plain words: every one in both languages with its law, by country, with what a link may rest on."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from allostream.rights.bases import BASES, NeverABasis, Obligation, Use
from allostream.rights.engine import COUNTRIES, EEA, RULES, rules_of
from allostream.rights.engine.law import Rule
from allostream.web.rights import basis_words, law_words
from allostream.web.rights.countries import TOLD, addresses_of, by_words
from tests.pages.reading import main_of, page

NUMBER = re.compile(r"\d+")


def said(rule: Rule, language: str) -> str:
    with override(language):
        return law_words.rule_words(rule)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_words_in_both_languages_with_the_numbers_of_the_table(rule: Rule) -> None:
    english, french = said(rule, "en"), said(rule, "fr")
    assert rule.id in law_words.RULES
    assert english != french
    assert english.endswith(".")
    assert french.endswith(".")
    assert set(NUMBER.findall(english)) == set(NUMBER.findall(french))
    assert set(NUMBER.findall(rule.meaning)) <= set(NUMBER.findall(english))


def test_no_words_are_kept_for_a_rule_that_is_none() -> None:
    assert set(law_words.RULES) == {rule.id for rule in RULES}
    assert set(law_words.AUTHORITIES) <= {rule.source for rule in RULES}


def test_laws_are_cited_as_each_language_does() -> None:
    with override("fr"):
        cited = {rule.source: law_words.authority(rule.source) for rule in RULES if rule.source}
    assert [
        text
        for text in cited.values()
        if re.search(r"\d and |\bAct s\. |\bLaw \d|Supreme|January|February|December", text)
    ] == []
    assert "n° 07-21.115" in " ".join(cited.values()).replace("\N{NO-BREAK SPACE}", " ")


def test_every_basis_use_and_obligation_has_words() -> None:
    assert set(basis_words.CODES) == set(BASES)
    assert set(basis_words.USES) == set(Use)
    assert set(basis_words.OBLIGATIONS) == set(Obligation)
    assert set(basis_words.NEVER) == set(NeverABasis)


def test_the_page_names_every_country_and_every_basis(english: Client) -> None:
    text = page(english.get("/rights"))
    for code in TOLD:
        assert f'href="{addresses_of(code)["en"]}"' in text, code
    for code in BASES:
        assert f">{code.value}<" in text


@pytest.mark.parametrize("code", sorted({*COUNTRIES, *EEA}))
def test_the_page_of_a_country_tells_all_its_rules(english: Client, code: str) -> None:
    text = page(english.get(addresses_of(code)["en"]))
    told = set(re.findall(r'<li id="([a-z]{2,3}\.[^"]+)"', text))
    wanted = {rule.id for rule in rules_of(code) if rule.country == code} | {"any.open-licence", "any.underlying"}
    assert wanted <= told <= {rule.id for rule in rules_of(code)}


def test_a_rule_of_the_union_is_told_by_the_member_that_has_it_as_its_own(english: Client) -> None:
    text = page(english.get("/rights/france"))
    assert 'id="fr.pma"' in text
    assert 'id="eu.pma"' not in text
    assert 'id="eu.us-as-if"' in text
    assert 'id="eu.pma"' in page(english.get("/rights/austria"))


def test_only_a_country_that_compares_no_terms_says_so(english: Client) -> None:
    for words, compares in (("france", True), ("austria", True), ("switzerland", False), ("united-states", False)):
        assert ('id="any.no-comparison"' in page(english.get(f"/rights/{words}"))) is not compares


def test_rules_of_earlier_times_stand_apart_with_their_end(english: Client) -> None:
    answer = english.get("/rights/switzerland")
    own, earlier = page(answer).split('<h2 id="past">')
    assert 'id="ch.director"' in own
    assert 'id="ch.director-50"' in earlier
    assert "in force until 30 June 1993" in main_of(answer).replace("\N{NO-BREAK SPACE}", " ")
    assert "in force since 1 July 1993" in main_of(answer).replace("\N{NO-BREAK SPACE}", " ")


def test_a_rule_to_come_says_from_when(english: Client) -> None:
    assert "from 1 May 2028 on" in main_of(english.get("/rights/new-zealand")).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("words", ["allemagne", "germany"])
@pytest.mark.parametrize("start", ["rights", "droits"])
def test_a_country_is_found_by_its_name_in_any_language(
    english: Client, french: Client, start: str, words: str
) -> None:
    for client, own in ((english, "/rights/germany"), (french, "/droits/allemagne")):
        answer = client.get(f"/{start}/{words}")
        if answer.status_code != 200:
            assert answer.status_code == 301
            assert answer.headers["Location"] == own
            answer = client.get(own)
        assert answer.status_code == 200


@pytest.mark.parametrize("words", ["atlantis", "FR", "kenya"])
def test_a_country_without_rules_has_no_page(english: Client, words: str) -> None:
    assert english.get(f"/rights/{words}").status_code == 404


def test_two_countries_never_share_an_address() -> None:
    for language in ("en", "fr"):
        assert len(by_words(language)) == len(TOLD)
        assert all(by_words(language))


def test_the_pages_lead_to_the_rules(english: Client, sites: Any) -> None:
    assert 'href="/rights"' in page(english.get("/about"))
