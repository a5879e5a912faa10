"""The permanent short forms: they lead to where a thing is now, so that a written-down address never dies."""

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from allostream.catalogue import moved_parts
from allostream.catalogue import queries as catalogue
from allostream.catalogue.models import Season
from allostream.catalogue.queries import Moved
from allostream.lib.problems import NotFound
from allostream.web.addresses import Place, address, part_address, season_part, title_address
from allostream.web.http import PageRequest
from allostream.web.page import moved
from allostream.web.views.titles import title_with_key


@require_safe
def title(request: PageRequest, id: str) -> HttpResponse:
    """`/w/<id>`: a film or series."""
    visitor = request.visitor
    try:
        head = catalogue.title_with_id(id, visitor.language, visitor.address_language)
    except Moved as now:
        head = now.thing  # type: ignore[assignment]  # a title is merged into a title
    return redirect(title_address(request.site.language, head.kind, head.slug))


@require_safe
def episode(request: PageRequest, id: str) -> HttpResponse:
    """`/e/<id>`: an episode."""
    found = catalogue.episode_with_id(id)
    head = title_with_key(request, found.title_id)
    row = catalogue.episode_row(found.pk, request.visitor.language)
    return redirect(part_address(request.site.language, head.slug, row))


@require_safe
def season(request: PageRequest, id: str) -> HttpResponse:
    """`/s/<id>`: a season, or what it became one with."""
    found = moved_parts.part_with_id(id)
    if not isinstance(found, Season):
        raise NotFound
    head = title_with_key(request, found.title_id)
    part = season_part(found.number, found.public_id)
    return redirect(address(request.site.language, Place.PART, slug=head.slug, part=part))


@require_safe
def link(request: PageRequest, id: str) -> HttpResponse:
    """`/l/<id>`: a link; its page says whether it may be seen."""
    return redirect(address(request.site.language, Place.WATCH, id=id))


@require_safe
def person(request: PageRequest, id: str) -> HttpResponse:
    """`/p/<id>`: a person."""
    try:
        found = catalogue.person_with_id(id)
    except Moved as now:
        found = now.thing  # type: ignore[assignment]  # a person is merged into a person
    return redirect(address(request.site.language, Place.PERSON, slug=found.slug))


@require_safe
def without_slash(request: PageRequest, path: str) -> HttpResponse:
    """An address that ends in a slash: ours do not. Slashes at its beginning go too, or it would name another host."""
    return moved(request, "/" + quote(path.strip("/")))
