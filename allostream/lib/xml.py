"""Text in documents of XML 1.0. Pure."""

import re
from xml.sax.saxutils import escape, quoteattr

# What no document may hold, not even escaped (XML 1.0, section 2.2, Char).
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(words: str) -> str:
    """Words without the characters that no document may hold, however they are written."""
    return FORBIDDEN.sub("", words)


def escaped(words: str) -> str:
    """Words as the content of an element; characters that no document may hold are left out."""
    return escape(printable(words))


def quoted(words: str) -> str:
    """Words as the value of an attribute, with its quotation marks; the same are left out."""
    return quoteattr(printable(words))
