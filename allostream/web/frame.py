"""The frame of pages that are asked for most: header and footer kept in the process, what is the page's own put in.

The frame comes from the templates that all pages share; there is no second copy of it. It is rendered once for all
readers with equal choices at one site, with marks where a page's own words belong, and cut at the marks. Nothing of
a person is in it: readers who are signed in, and whatever else carries a session, get the template each time.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from allostream.web import quick
from allostream.web.fresh import Fresh
from allostream.web.head import head
from allostream.web.http import PageRequest
from allostream.web.message_words import standing
from allostream.web.page import Page, resting

TEMPLATE, SHEET = "pages/quick.html", "links.css"
# A frame is some 20 KB; the readers of one site mostly share a few.
MOST_FRAMES = 256
# Brackets that no text of the frame has; in an address they are percent-encoded, which tells the two apart.
MARK = re.compile("⟦(\\w+)⟧|" + quote("⟦") + "(\\w+)" + quote("⟧"))

Parts = tuple[tuple[bytes, str], ...]
_frames: OrderedDict[Any, Parts] = OrderedDict()
_lock = Lock()  # threads of one process share the frames


def write_quick(
    request: PageRequest, component: str, page: Page, context: Mapping[str, Any], *, fresh: Fresh | None = None
) -> HttpResponse:
    """A page whose own part is a component, as an answer with what it rests on."""
    return resting(framed(request, page, quick.render_parts(component, **context), SHEET), fresh)


def write_framed(
    request: PageRequest, template: str, page: Page, context: Mapping[str, Any], *, sheet: str, fresh: Fresh
) -> HttpResponse:
    """The same of a page whose own part is a template of Django, with its style sheet. `query` of the context stands in
    the field of the header.
    """
    body = render_to_string(template, {**context, "page": page}, request)
    return resting(framed(request, page, (body,), sheet, query=str(context.get("query", ""))), fresh)


def framed(request: PageRequest, page: Page, body: Sequence[str], sheet: str, *, query: str = "") -> HttpResponse:
    """The page around its own part."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        context = {"page": page, "body": SafeString("".join(body)), "sheet": sheet, "query": query}
        return render(request, TEMPLATE, context)
    return HttpResponse(filled(frame_for(request, page.section, sheet), request, page, body, query))


def frame_for(request: PageRequest, section: str, sheet: str) -> Parts:
    """The frame for a reader, from those that are kept or rendered now."""
    key = (stamp(request), request.choices, section, sheet)
    with _lock:
        found = _frames.get(key)
        if found is not None:
            _frames.move_to_end(key)
            return found
    found = rendered(request, section, sheet)
    with _lock:
        _frames[key] = found
        if len(_frames) > MOST_FRAMES:
            _frames.popitem(last=False)
    return found


def stamp(request: PageRequest) -> Any:
    """Everything of the site that a frame shows: a changed site has another stamp."""
    site = request.site
    shown = (site.name, site.domain, site.language, site.default_country, tuple(site.countries_first), site.theme)
    return site.pk, shown, standing(request), settings.SOURCE_CODE


def rendered(request: PageRequest, section: str, sheet: str) -> Parts:
    """The frame cut at its marks: each part with the name of what follows it, the last with ""."""
    names = ("title", "description", "body", "elements", "here", "query")
    marks = {name: SafeString(f"⟦{name}⟧") for name in names}
    page = Page(title=marks["title"], description=marks["description"], section=section)
    context = {name: marks[name] for name in ("body", "elements", "here", "query")} | {"page": page, "sheet": sheet}
    text = render_to_string(TEMPLATE, context, request)
    pieces = MARK.split(text)
    # The pattern has two groups: the name as text, or the name inside an address.
    places = [plain or f"{encoded}_in_address" for plain, encoded in zip(pieces[1::3], pieces[2::3], strict=True)]
    return tuple(zip([piece.encode() for piece in pieces[::3]], [*places, ""], strict=True))


def filled(parts: Parts, request: PageRequest, page: Page, body: Iterable[str], query: str = "") -> bytes:
    """The whole page in UTF-8.

    Each part is encoded by itself: one sign beyond Latin, such as a curved apostrophe, makes a text of all parts twice
    as long in memory and its encoding twice as slow.
    """
    here = request.get_full_path()
    values = {
        "title": (escape(page.title),), "description": (escape(page.description),), "body": body,
        "elements": (head(request, page),), "here": (escape(here),), "here_in_address": (escape(quote(here)),),
        "query": (escape(query),), "": (),
    }  # fmt: skip
    return b"".join([piece for part, name in parts for piece in (part, *[text.encode() for text in values[name]])])
