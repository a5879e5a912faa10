"""What somebody wrote as an address is read without an error, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.lib.web_parts import NONE, host_of, joined, parts_of

ODD = st.text(alphabet=st.sampled_from("[]:/?#@%ahtp.1\u2100\uff0f\u00df "), max_size=40)


@given(st.text() | ODD | ODD.map("https://".__add__))
def test_any_text_has_parts(text: str) -> None:
    parts_of(text)
    joined("https://example.org/a/", text)
    assert host_of(text) == host_of(text).lower()


@pytest.mark.parametrize("text", ["https://[half", "https://half]/", "//[", "https://[::1"])
def test_what_is_no_address_has_no_parts(text: str) -> None:
    assert parts_of(text) == NONE
    assert host_of(text) == ""


def test_an_address_has_its_parts() -> None:
    assert parts_of("https://Example.org/a?b#c")[1:] == ("Example.org", "/a", "b", "c")
    assert host_of("https://Example.org:8000/") == "example.org"


def test_an_address_on_a_page_is_made_whole_where_it_is_one() -> None:
    assert joined("https://example.org/a/b", "c") == "https://example.org/a/c"
    assert joined("https://example.org/a/b", "//[c") == "//[c"
