"""Posters, previews and backdrops: drawn on request, kept by browsers for ever: every change changes their address."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.catalogue import queries as catalogue
from allostream.catalogue.queries import Moved, TitleHead
from allostream.lib import posters
from allostream.lib.problems import Gone
from allostream.web.addresses import SHAPES
from allostream.web.page import PREVIEW_SIZE
from allostream.web.picture_addresses import backdrop_address
from allostream.web.pictures import PosterFacts, backdrop_version, facts_of
from allostream.web.raster import RETRY_AFTER, DrawnTooMuch, Ration, Shelf, drawn_once

FOR_EVER = "public, max-age=31536000, immutable"
POSTER_PNG_SIZE = 400, 600
# What one process may draw: some at once, for a shared list of links, then a few a second.
RATION = Ration(most=20, per_second=4)


@require_safe
def poster(request: HttpRequest, id: str, language: str, version: str) -> HttpResponse:
    """A title's poster in one language; an old version leads to the present one. Five queries."""
    facts = facts_here(id, language)
    return picture(facts.draw()) if (language, version) == (facts.language, facts.version) else redirect(facts.address)


@require_safe
def poster_png(request: HttpRequest, id: str, language: str, version: str) -> HttpResponse:
    """The same for those who take no SVG. Five queries."""
    facts = facts_here(id, language)
    if (language, version) != (facts.language, facts.version):
        return redirect(facts.png_address)
    return raster(request.path, facts.draw, POSTER_PNG_SIZE)


@require_safe
def preview(request: HttpRequest, id: str, language: str, version: str) -> HttpResponse:
    """A title's wide picture for messengers and social networks. Five queries."""
    facts = facts_here(id, language)
    if (language, version) != (facts.language, facts.preview_version):
        return redirect(facts.preview_address)
    return raster(request.path, facts.draw_preview, PREVIEW_SIZE)


@require_safe
def backdrop(request: HttpRequest, id: str, version: str) -> HttpResponse:
    """A title's picture without words, plain or muted by its version. Five queries."""
    title = present(id, "en")
    for soft in (False, True):
        if version == backdrop_version(title.year, soft=soft):
            return picture(posters.backdrop(title.public_id, title.year, soft=soft))
    return redirect(backdrop_address(id, backdrop_version(title.year)))


def facts_here(public_id: str, language: str) -> PosterFacts:
    """What a title's pictures are drawn from, in English for a language without pictures. Raises NotFound and Gone."""
    spoken = language if language in SHAPES else "en"
    return facts_of(present(public_id, spoken), spoken)


def present(public_id: str, language: str) -> TitleHead:
    """The title of a picture. Raises NotFound and Gone, Gone for a merged one too: the other has its own pictures."""
    try:
        return catalogue.title_with_id(public_id, language)
    except Moved as now:
        raise Gone from now


def raster(name: str, draw: Callable[[], str], size: tuple[int, int]) -> HttpResponse:
    """A PNG as an answer that never changes, or the request to come again when too many are asked for."""
    shelf = Shelf(Path(settings.DATA) / "pictures", settings.KEPT_PICTURES)
    try:
        return picture(drawn_once(shelf, RATION, name, draw, size), "image/png")
    except DrawnTooMuch as busy:
        return HttpResponse(
            gettext(busy.sentence),
            status=busy.status,
            headers={"Retry-After": RETRY_AFTER},
            content_type="text/plain; charset=utf-8",
        )


def picture(content: str | bytes, kind: str = "image/svg+xml") -> HttpResponse:
    """A picture as an answer that never changes."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Cache-Control"] = FOR_EVER
    return response
