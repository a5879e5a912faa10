"""Documents of XML 1.0: text in ours, and those of others read within limits. Pure."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from html.entities import html5
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
    if isinstance(document, str):
        document = document.lstrip("\ufeff \t\r\n")
    elif not document.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        # A blank line before the declaration is what many programs leave there, and what no parser forgives.
        document = document.removeprefix(BOM_UTF8).lstrip(b" \t\r\n")
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


DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>|<!--.*?-->)", re.DOTALL)
AMPERSAND = re.compile(
    r"&(?:#(?:(?P<number>\d{1,7})|[xX](?P<hex>[0-9A-Fa-f]{1,6}));|(?P<name>[A-Za-z][A-Za-z0-9]{1,31};)|)"
)
OWN = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


def as_text(document: bytes, charset: str = "") -> str:
    """A document as text: by its mark of order, else as its host says, else as it says itself, else in UTF-8
    (RFC 7303, section 3). Where it does not fit what is said of it, it is taken for the usual mistake, Windows-1252.
    """
    if document.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return document.decode("utf-16", "replace")
    declared = DECLARED.match(document.removeprefix(BOM_UTF8).lstrip(b" \t\r\n"))
    named = [charset, declared[1].decode("ascii") if declared else "", "utf-8"]
    for name in ["utf-8", *named] if document.startswith(BOM_UTF8) else filter(None, named):
        try:
            return document.decode(name)
        except (LookupError, ValueError):  # no such name, or bytes that do not fit
            continue
    return document.decode("cp1252", "replace")


def mended(text: str) -> str:
    """A document with the usual slips of programs set right: an ampersand that stands for itself, a name of HTML for a
    character, a control character. What stands in CDATA and comments is meant as it stands.
    """
    parts = CDATA.split(printable(text))
    parts[::2] = [AMPERSAND.sub(_reference, part) for part in parts[::2]]
    return "".join(parts)


def _reference(found: re.Match[str]) -> str:
    number = int(found["number"]) if found["number"] else int(found["hex"], 16) if found["hex"] else None
    if number is not None:
        return "" if number > 0x10FFFF or FORBIDDEN.match(chr(number)) else found[0]
    name = found["name"]
    if name in OWN:
        return found[0]
    return escape(html5[name]) if name and name in html5 else f"&amp;{found[0][1:]}"


def _spelled(name: str) -> str:
    return f"{{{name}" if "}" in name else name
