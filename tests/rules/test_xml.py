"""Text in XML: whatever a name holds, the document can be read, and says what may be said."""

from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allostream.lib.xml import NotXml, as_text, escaped, mended, parsed, printable, quoted

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
@example("]]>")
@example("a\x00b\x0b\ufffe<&>\"'")
def test_any_words_can_be_read_back_but_for_what_no_document_may_hold(words: str) -> None:
    read = ElementTree.fromstring(f"<a b={quoted(words)}>{escaped(words)}</a>")  # noqa: S314  # our own document
    allowed = printable(words)
    assert (read.text or "") == allowed.replace("\r\n", "\n").replace("\r", "\n")  # section 2.11
    assert read.get("b", "").split() == allowed.split()


@pytest.mark.parametrize("before", ["", "\ufeff", "\n", "\r\n\t ", "\ufeff\n"])
def test_blanks_and_a_mark_before_the_declaration_are_passed_over(before: str) -> None:
    document = f"{before}<?xml version='1.0' encoding='UTF-8'?><a>é</a>"
    assert parsed(document).text == "é"
    assert parsed(document.encode()).text == "é"
    assert parsed("<a>é</a>".encode("utf-16")).text == "é"


@pytest.mark.parametrize(
    ("document", "charset", "text"),
    [
        ("<?xml version='1.0' encoding='Shift_JIS'?><a>ページ</a>".encode("shift_jis"), "", "ページ"),
        ("<?xml version='1.0' encoding='utf-8'?><a>Über “uns”</a>".encode("cp1252"), "", "Über “uns”"),
        ("<a>déjà</a>".encode("cp1252"), "", "déjà"),
        ("<?xml version='1.0' encoding='us-ascii'?><a>déjà</a>".encode(), "", "déjà"),
        ("<?xml version='1.0' encoding='utf-8'?><a>Видео</a>".encode("cp1251"), "windows-1251", "Видео"),
        ("\ufeff<a>é</a>".encode(), "iso-8859-1", "é"),
        ("<a>é</a>".encode("utf-16"), "utf-8", "é"),
        ("<?xml version='1.0' encoding='nonsense'?><a>é</a>".encode(), "", "é"),
    ],
)
def test_a_document_is_read_in_what_it_is_written_in_whatever_is_said_of_it(document, charset, text) -> None:
    assert parsed(as_text(document, charset)).text == text


@pytest.mark.parametrize(
    ("slip", "text"),
    [
        ("Tom & Jerry", "Tom & Jerry"),
        ("?a=1&b=2&copy=3", "?a=1&b=2&copy=3"),
        ("caf&eacute;&nbsp;&amp;&#233;&lt;b&gt;", "café\xa0&é<b>"),
        ("&lt;&unknown;", "<&unknown;"),
        ("a\x08b&#8;c&#x1F;d&#xFFFFFF;", "abcd"),
        ("<![CDATA[a & b &amp; &nbsp;]]> & c", "a & b &amp; &nbsp; & c"),
    ],
)
def test_usual_slips_are_set_right_and_nothing_else_is_changed(slip: str, text: str) -> None:
    assert parsed(mended(f"<a>{slip}</a>")).text == text


@given(TEXTS)
def test_what_can_be_read_says_the_same_when_it_is_mended(words: str) -> None:
    document = f"<a b={quoted(words)}>{escaped(words)}<![CDATA[{printable(words).replace(']]>', '')}]]></a>"
    assert ElementTree.tostring(parsed(mended(document))) == ElementTree.tostring(parsed(document))


def test_no_document_type_is_read_in_a_mended_document_either() -> None:
    with pytest.raises(NotXml, match="document type"):
        parsed(mended('<!DOCTYPE a [<!ENTITY x "&x;">]><a>& &x;</a>'))
