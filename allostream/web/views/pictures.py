"""Posters and backdrops: drawn on request, kept by browsers for ever, since every change changes their address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from allostream.catalogue import queries as catalogue
from allostream.catalogue.queries import Moved, TitleHead
from allostream.lib import posters
from allostream.lib.problems import Gone
from allostream.web.addresses import SHAPES, backdrop_address
from allostream.web.pictures import backdrop_version, facts_of

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def poster(request: HttpRequest, id: str, language: str, version: str) -> HttpResponse:
    """A title's poster in one language; an old version leads to the present one. Five queries."""
    facts = facts_of(present(id, language if language in SHAPES else "en"), language if language in SHAPES else "en")
    return picture(facts.draw()) if (language, version) == (facts.language, facts.version) else redirect(facts.address)


@require_safe
def backdrop(request: HttpRequest, id: str, version: str) -> HttpResponse:
    """A title's picture without words, plain or muted by its version. Five queries."""
    title = present(id, "en")
    for soft in (False, True):
        if version == backdrop_version(title.year, soft=soft):
            return picture(posters.backdrop(title.public_id, title.year, soft=soft))
    return redirect(backdrop_address(id, backdrop_version(title.year)))


def present(public_id: str, language: str) -> TitleHead:
    """The title of a picture. Raises NotFound and Gone, Gone for a merged one too: the other has its own pictures."""
    try:
        return catalogue.title_with_id(public_id, language)
    except Moved as now:
        raise Gone from now


def picture(svg: str) -> HttpResponse:
    """An SVG as an answer that never changes."""
    response = HttpResponse(svg, content_type="image/svg+xml")
    response.headers["Cache-Control"] = FOR_EVER
    return response
