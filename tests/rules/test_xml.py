"""Text in XML: whatever a name holds, the document can be read, and says what may be said."""

from xml.etree import ElementTree

from hypothesis import example, given
from hypothesis import strategies as st

from allostream.lib.xml import escaped, printable, quoted

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
@example("]]>")
@example("a\x00b\x0b\ufffe<&>\"'")
def test_any_words_can_be_read_back_but_for_what_no_document_may_hold(words: str) -> None:
    read = ElementTree.fromstring(f"<a b={quoted(words)}>{escaped(words)}</a>")  # noqa: S314  # our own document
    allowed = printable(words)
    assert (read.text or "") == allowed.replace("\r\n", "\n").replace("\r", "\n")  # section 2.11
    assert read.get("b", "").split() == allowed.split()
