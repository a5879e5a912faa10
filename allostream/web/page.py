"""One page: what its head says of it, and how it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from allostream.web.addresses import SHAPES, Place, address
from allostream.web.fresh import Fresh

PREVIEW_SIZE = 1200, 630


@dataclass(frozen=True)
class Page:
    """What stands in the head of a page.

    `addresses` are the paths of the page by the language of the site; a page without any has no canonical address and
    stays out of search engines, and so does one that is not `is_indexed`. `section` is the entry of the navigation that
    it belongs to, `number` that of a page of a list.

    The rest is for machines (allostream.web.head): `picture` is the path of a PNG of PREVIEW_SIZE with `picture_words`
    for those who do not see it, `kind` and `facts` are the type and more properties of Open Graph, `data` is linked
    data as allostream.web.linked_data writes it, safe inside a script element. `feed` is the path of an Atom feed of
    what the page lists, which is there in the other formats of `feed_formats` by their suffixes (allostream.web.head).
    `is_secret`: its address opens something; no link of the frame passes it on.
    """

    title: str
    description: str = ""
    section: str = ""
    number: int = 1
    addresses: Mapping[str, str] = field(default_factory=dict)
    picture: str = ""
    picture_words: str = ""
    kind: str = "website"
    facts: Sequence[tuple[str, str]] = ()
    data: str = ""
    feed: str = ""
    feed_formats: Sequence[str] = ("atom", "rss", "json", "ics")
    is_indexed: bool = True
    is_secret: bool = False

    @property
    def whole_title(self) -> str:
        """The title with the number of a further page of a list, so that no two pages share one."""
        if self.number == 1:
            return self.title
        return gettext("%(title)s, page %(number)s") % {"title": self.title, "number": self.number}


def everywhere(place: Place, **values: str) -> dict[str, str]:
    """The addresses of a page in the words of every language."""
    return {language: address(language, place, **values) for language in SHAPES}


def write(
    request: HttpRequest,
    template: str,
    page: Page,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    fresh: Fresh | None = None,
) -> HttpResponse:
    """The page as an answer, with what it rests on; without that it is made anew for everybody."""
    return resting(render(request, template, {**(context or {}), "page": page}, status=status), fresh)


def resting(response: HttpResponse, fresh: Fresh | None) -> HttpResponse:
    """The answer, marked with what it rests on."""
    response.fresh = fresh  # type: ignore[attr-defined]  # read by allostream.web.front
    return response


def moved_to(address: str) -> HttpResponsePermanentRedirect:
    """A lasting redirect to the one spelling of an address that says the same."""
    return HttpResponsePermanentRedirect(address)


def moved(request: HttpRequest, path: str) -> HttpResponsePermanentRedirect:
    """A lasting redirect to the address that a thing has now; the query goes along."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
