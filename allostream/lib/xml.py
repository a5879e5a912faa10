"""Documents of XML 1.0: text in ours, and those of others read within limits. Pure."""

import re
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

LONGEST = 50 * 1024 * 1024  # what a sitemap may have
DEEPEST = 100

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


class NotXml(ValueError):
    """A text is no document, or one that we do not read; the words say where and why."""


def parsed(document: bytes | str, longest: int = LONGEST, deepest: int = DEEPEST) -> Element:
    """The root of a document of somebody else, names as ElementTree writes them (`{namespace}name`).

    Raises NotXml where it is not well-formed, longer than `longest` bytes or characters, nested deeper than `deepest`,
    or where it declares a document type: entities can make a small text a large one, or have it fetch another.
    """
    if len(document) > longest:
        raise NotXml(f"The document has more than {longest:,} characters.")
    builder, parser = TreeBuilder(), expat.ParserCreate(namespace_separator="}")
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            raise NotXml(f"Line {parser.CurrentLineNumber}: elements are nested more than {deepest} deep.")
        builder.start(_spelled(name), {_spelled(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_spelled(name))

    def refuse(*_told: object) -> None:
        raise NotXml(f"Line {parser.CurrentLineNumber}: a document type is declared, which is not read.")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(document, True)
        return builder.close()
    except NotXml:
        raise
    except (expat.ExpatError, AssertionError, LookupError, ValueError) as error:
        raise NotXml(str(error)) from error


def _spelled(name: str) -> str:
    return f"{{{name}" if "}" in name else name
