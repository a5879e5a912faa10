"""Which forms are taken without a token, and where they may lead back to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.web.origin import is_from_own_page, local_path, origin_of

OWN = "https://fr.example.org"


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"fetch_site": "same-origin"}, True),
        ({"fetch_site": "same-origin", "origin": "https://evil.example"}, True),
        ({"fetch_site": "same-site", "origin": OWN, "referer": OWN + "/"}, False),
        ({"fetch_site": "cross-site"}, False),
        ({"fetch_site": "none"}, False),
        ({"origin": OWN}, True),
        ({"origin": "null"}, False),
        ({"origin": "http://fr.example.org"}, False),
        ({"origin": "https://fr.example.org:8443"}, False),
        ({"origin": "https://fr.example.org.evil.example"}, False),
        ({"origin": "https://evil.example", "referer": OWN + "/film/x"}, False),
        ({"referer": OWN + "/film/x"}, True),
        ({"referer": OWN + "@evil.example/"}, False),
        ({"referer": "https://evil.example/?https://fr.example.org/"}, False),
        ({"referer": "https://[broken"}, False),
        ({}, False),
    ],
)
def test_a_form_is_taken_from_our_own_pages_only(headers: dict[str, str], taken: bool) -> None:
    assert is_from_own_page(OWN, **headers) is taken


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/film/x", "/film/x"),
        ("/films?decade=1920&page=2", "/films?decade=1920&page=2"),
        ("/recherche?q=%C3%A9", "/recherche?q=%C3%A9"),
        ("", "/"),
        ("films", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/x\\..\\y", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_a_form_leads_back_to_a_path_of_this_site(text: str, path: str) -> None:
    assert local_path(text) == path


@given(st.text())
def test_no_text_leads_to_another_host(text: str) -> None:
    path = local_path(text)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert path.isprintable()


@given(st.text())
def test_no_text_breaks_the_reading_of_an_origin(text: str) -> None:
    assert isinstance(origin_of(text), str)
