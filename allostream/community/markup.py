"""Comments as Markdown (CommonMark) without pictures, headings and HTML, made safe twice: by the reader of the marks,
which knows no HTML, and by a list of what may stand in the result."""

from functools import cache

import nh3
from markdown_it import MarkdownIt

REL = "nofollow ugc noopener noreferrer"
TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre"}


@cache
def reader() -> MarkdownIt:
    """The reader of marks; made once."""
    marks = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return marks.disable(["image", "heading", "lheading", "hr", "html_block", "html_inline"])


def html_of(text: str, *, with_links: bool) -> str:
    """A comment as HTML that may stand in a page; without links their words stay as plain text."""
    tags = TAGS if with_links else TAGS - {"a"}
    return nh3.clean(
        reader().render(text), tags=tags, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel=REL,
    )  # fmt: skip
