"""Which choices of a reader cookies and the browser's languages hold, whatever stands in them."""

from dataclasses import dataclass, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.lib import countries
from allostream.web.choices import COOKIES, Choices, choices_in, choices_of, cookies_in


@dataclass(frozen=True)
class Site:
    language: str = "en"
    default_country: str = "US"


def chosen(accept_language: str = "", **cookies: str) -> Choices:
    return choices_of(cookies, accept_language, Site())


def test_without_cookies_the_site_decides_and_nothing_is_chosen() -> None:
    assert chosen() == Choices(language="en", country="US")
    assert choices_of({}, "", Site("fr", "BE")) == Choices(language="fr", country="BE")


def test_every_choice_has_a_cookie_of_its_own() -> None:
    assert set(COOKIES) == {field.name for field in fields(Choices)}
    assert len(set(COOKIES.values())) == len(COOKIES)


def test_all_cookies_together_are_read() -> None:
    assert chosen(
        language="fr", country="FR", countries="CH.BE", services="mubi.canal-plus", understood="fr.en",
        watchable="1", theme="dark", motion="less", keys="0",
    ) == Choices(
        "fr", "FR", ("BE", "CH"), ("canal-plus", "mubi"), ("en", "fr"), True, "dark", "less", "0"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("accept", "country"),
    [
        ("", "US"),
        ("fr", "US"),
        ("fr-FR", "FR"),
        ("en;q=0.8,de-AT;q=0.9", "AT"),
        ("en-ZZ,fr-BE", "BE"),
        ("x" * 900, "US"),
    ],
)
def test_the_country_is_guessed_from_the_browsers_languages(accept: str, country: str) -> None:
    assert chosen(accept).country == country
    assert chosen(accept, country="JP").country == "JP"


@pytest.mark.parametrize(
    ("field", "cookie", "kept"),
    [
        ("country", "fr", "US"),
        ("country", "*", "US"),
        ("country", "SU", "US"),
        ("language", "de", "en"),
        ("other_countries", "FR.FR.XX..*.fr.US", ("FR",)),
        ("services", "a b.<i>.ok.é." + "x" * 61, ("ok",)),
        ("languages", "fr-CA.FR.english.fr.de", ("de", "fr")),
        ("only_watchable", "yes", False),
        ("theme", "sepia", ""),
        ("motion", "none", ""),
        ("keys", "1", ""),
    ],
)
def test_what_is_not_known_is_passed_over(field: str, cookie: str, kept: object) -> None:
    assert getattr(chosen(**{COOKIES[field]: cookie}), field) == kept


def test_lists_are_sorted_so_that_equal_wishes_are_one_key() -> None:
    assert chosen(services="b.a", countries="FR.BE") == chosen(services="a.b.a", countries="BE.FR")


def test_the_country_one_lives_in_is_no_further_one() -> None:
    assert chosen(country="FR", countries="BE.FR").other_countries == ("BE",)


@pytest.mark.parametrize(
    ("header", "cookies"),
    [
        ("", {}),
        ("country=FR", {"country": "FR"}),
        ("a=1; country=FR;theme=dark", {"a": "1", "country": "FR", "theme": "dark"}),
        ("country=FR; country=BE", {"country": "BE"}),
        ("lonely; =; a==b;;", {"": "", "a": "=b"}),
    ],
)
def test_a_cookie_header_is_parted(header: str, cookies: dict[str, str]) -> None:
    assert cookies_in(header) == cookies


@given(st.dictionaries(st.sampled_from(sorted(COOKIES.values())), st.text()), st.text())
def test_no_cookie_and_no_header_breaks_it_and_the_result_is_bounded(cookies: dict[str, str], accept: str) -> None:
    made = choices_of(cookies, accept, Site())
    assert hash(made) == hash(choices_of(dict(cookies), accept, Site()))
    assert made.country in countries.current()
    assert made.language in {"en", "fr"}
    assert len(made.other_countries) <= 12
    assert len(made.services) <= 40
    assert len(made.languages) <= 12


@given(st.text(), st.text())
def test_no_header_breaks_the_reading(cookie: str, accept: str) -> None:
    assert choices_in({"HTTP_COOKIE": cookie, "HTTP_ACCEPT_LANGUAGE": accept}, Site()).language == "en"
