"""The words of an HTML mail, as a reader sees them: hidden parts are left out, where a link leads stands beside it.
Pure."""

import re
from html.parser import HTMLParser

LONGEST = 4_000_000
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "li",
        "ul",
        "ol",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "hr",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "dt",
        "dd",
    ]
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "template",
        "noscript",
        "svg",
        "math",
        "object",
        "iframe",
        "select",
        "textarea",
    ]
)
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"]
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[ \t\f\r\u00a0]+")
_INSIDE = re.compile(r"\s+")
_MANY = re.compile(r"\n\s*\n\s*\n+")
_DEEPEST = 2000


def text_of(html: str) -> str:
    """The text of an HTML document. Quotations are marked with “> ”, cells of a row stand between bars. Never
    raises."""
    reader = _Reader()
    reader.feed(html[:LONGEST])
    reader.close()
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(reader.parts).split("\n"))
    return _MANY.sub("\n\n", "\n".join(lines)).strip() + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._open: list[tuple[str, bool]] = []  # names of what is open, and whether it hides what is in it
        self._hiding = 0
        self._quoted = 0
        self._links: list[tuple[str, int]] = []
        self._is_first_cell = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        hides = tag in _SKIPPED or bool(_HIDDEN.search(values.get("style") or "")) or "hidden" in values
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append((tag, hides))
            self._hiding += hides
        if self._hiding:
            return
        if tag == "blockquote":
            self._quoted += 1
        if tag in _BLOCKS:
            self._new_line()
        if tag == "tr":
            self._is_first_cell = True
        elif tag in ("td", "th"):
            self.parts.append("" if self._is_first_cell else " | ")
            self._is_first_cell = False
        elif tag == "li":
            self.parts.append("- ")
        elif tag == "a" and (href := (values.get("href") or "").strip()):
            self._links.append((href, len(self.parts)))

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _hides in self._open):
            return
        if tag == "a" and self._links and not self._hiding:
            self._lead(*self._links.pop())
        while self._open:
            name, hides = self._open.pop()
            self._hiding -= hides
            if name == "blockquote" and not self._hiding:
                self._quoted = max(0, self._quoted - 1)
            if name == tag:
                break
        if tag in _BLOCKS and not self._hiding and tag != "tr":
            self._new_line()

    def handle_data(self, data: str) -> None:
        if not self._hiding:
            is_kept = any(name == "pre" for name, _hides in self._open[-6:])
            self.parts.append(data.replace("\n", "\n" + "> " * self._quoted) if is_kept else data.replace("\n", " "))

    def _lead(self, href: str, since: int) -> None:
        """Where a link leads, where its words do not say it."""
        shown = "".join(self.parts[since:]).strip()
        if href.lower().startswith(("http:", "https:")) and href.rstrip("/") not in shown:
            self.parts.append(f" <{_INSIDE.sub('', href)}>")

    def _new_line(self) -> None:
        self.parts.append("\n" + "> " * min(self._quoted, 5))
