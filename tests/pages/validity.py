"""What the HTML standard asks of a page beyond what a parser sees: what may stand in what, and what must be there."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

# HTML Standard, sections 3.2.5.2 and 4: elements that take only phrasing content, and elements that are none.
PHRASING_ONLY = {
    "p", "h1", "h2", "h3", "h4", "span", "b", "strong", "em", "i", "small", "button", "label", "cite", "mark", "abbr",
    "time", "code", "kbd", "q", "sub", "sup", "option",
}  # fmt: skip
FLOW_ONLY = {
    "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "li", "dt", "dd", "table", "section", "article",
    "aside", "nav", "header", "footer", "main", "form", "fieldset", "details", "figure", "blockquote", "hr", "address",
}  # fmt: skip
CHILDREN = {
    "ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "tr": {"th", "td"}, "tbody": {"tr"}, "thead": {"tr"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"}, "select": {"option", "optgroup", "hr"},
}  # fmt: skip
INTERACTIVE = {"a", "button", "input", "select", "textarea", "summary", "iframe", "video", "audio", "label", "details"}
MUST_HAVE = {"img": "alt", "iframe": "title", "html": "lang"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
WITH_WORDS = {"a", "button", "summary", "label", "option", *HEADINGS}


def elements(tree: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Every element with those around it, from the outside in; what a script may fill in is no part of the page yet."""
    waiting: list[tuple[Any, list[Any]]] = [(tree, [])]
    while waiting:
        node, around = waiting.pop()
        yield node, around
        waiting += [
            (child, [*around, node])
            for child in reversed(node)
            if isinstance(child.tag, str) and node.tag != "template"
        ]


def faults(tree: Any) -> list[str]:
    """All that is wrong with a page, in words; nothing for a valid one."""
    found: list[str] = []
    for node, around in elements(tree):
        found += [f"{where(node, around)}: {fault}" for fault in _faults_of(node, around)]
    return [*found, *_heading_faults(tree), *_repeated_ids(tree)]


def where(node: Any, around: list[Any]) -> str:
    """The place of an element, such as `main > div > p`."""
    return " > ".join(one.tag for one in [*around, node][-4:])


def _faults_of(node: Any, around: list[Any]) -> Iterator[str]:
    parents = [one.tag for one in around]
    parent = parents[-1] if parents else ""
    if node.tag in FLOW_ONLY and (narrow := set(parents) & PHRASING_ONLY):
        yield f"<{node.tag}> inside <{min(narrow)}>"
    if parent in CHILDREN and node.tag not in CHILDREN[parent] | {"script", "template"}:
        yield f"<{node.tag}> as a child of <{parent}>"
    if _is_interactive(node) and (outer := {"a", "button"} & set(parents)):
        yield f"<{node.tag}> inside <{min(outer)}>"
    if node.tag in MUST_HAVE and node.get(MUST_HAVE[node.tag]) is None:
        yield f"<{node.tag}> without {MUST_HAVE[node.tag]}"
    if node.tag == "nav" and not (node.get("aria-label") or node.get("aria-labelledby")):
        yield "<nav> without a name"
    if node.tag == "a" and node.get("href") == "":
        yield "<a> that leads nowhere"
    if node.tag == "details" and (not len(node) or node[0].tag != "summary"):
        yield "<details> that does not begin with its <summary>"
    if node.tag in WITH_WORDS and not _name(node):
        yield f"<{node.tag}> without words"


def _is_interactive(node: Any) -> bool:
    return node.tag in INTERACTIVE and node.get("type") != "hidden"


def _name(node: Any) -> str:
    """The words of an element for somebody who hears the page."""
    drawn = (one for one in node.iter() if one.tag.endswith(("img", "svg")))
    pictures = "".join(one.get("alt") or one.get("aria-label") or "" for one in drawn)
    return ("".join(node.itertext()) + pictures + (node.get("aria-label") or "")).strip()


def _heading_faults(tree: Any) -> Iterator[str]:
    if (count := len(list(tree.iter("h1")))) != 1:
        yield f"{count} main headings"
    levels = [int(node.tag[1]) for node, _around in elements(next(tree.iter("main"))) if node.tag in HEADINGS]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} after one of level {before}"


def _repeated_ids(tree: Any) -> Iterator[str]:
    counted = Counter(node.get("id") for node, _around in elements(tree) if node.get("id"))
    yield from (f"id {name} stands {times} times" for name, times in counted.items() if times > 1)
