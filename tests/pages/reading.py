"""What the tests of pages ask of an answer."""

from typing import Any
from xml.etree import ElementTree

import html5lib


def parsed(response: Any) -> Any:
    """The page as a tree; raises for anything that is not valid HTML5 to the parser."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content.decode())


def page(response: Any, status: int = 200) -> str:
    """The text of the page, typographic spaces made plain; fails for another status."""
    assert response.status_code == status, response.status_code
    text = response.content.decode()
    return text.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")


def names_of_cards(response: Any) -> list[str]:
    """The names of the titles on the page, in order."""
    tree = parsed(response)
    return [
        "".join(card.find("a").itertext()) for card in tree.iter("li") if "card" in (card.get("class") or "").split()
    ]


def main_of(response: Any) -> str:
    """The words of the page's own part, without its frame, spaces made single."""
    tree = parsed(response)
    words = "".join(next(tree.iter("main")).itertext())
    return " ".join(words.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ").split())


def xml(text: str | bytes) -> Any:
    """The root of an XML text; raises for anything that is not well formed, and for one that declares entities."""
    start = text[:2000] if isinstance(text, str) else text[:2000].decode(errors="replace")
    assert "<!DOCTYPE" not in start
    return ElementTree.fromstring(text)  # noqa: S314  (our own answers, without a declaration that could hold entities)
