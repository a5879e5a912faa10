"""Where what was pasted into the search box leads: a page of a title, an episode or a person, if it is known here."""

from django.utils.translation import gettext

from allostream.catalogue import queries as catalogue
from allostream.catalogue import searching
from allostream.catalogue.queries import Moved
from allostream.catalogue.searching import Known
from allostream.hosts import queries as hosts
from allostream.hosts.identity import NotAnAddress, identify
from allostream.lib.problems import Gone, NotFound
from allostream.links import queries as links
from allostream.links.facet_rules import KINDS
from allostream.search.pasted import Pasted
from allostream.web.addresses import Place, address, part_address, title_address
from allostream.web.http import PageRequest
from allostream.web.origin import local_path
from allostream.web.views.titles import title_with_key


def not_known(named: Pasted | None) -> str:
    """Why what was pasted led nowhere, and what to do, as a sentence; "" when words were typed."""
    if named is None:
        return ""
    source = {"source": named.source}
    if named.identifiers:
        return gettext("Nothing here is known under this %(source)s number. Try the title instead.") % source
    if named.slug:
        return gettext("%(source)s addresses name a title by words alone: this begins with these words.") % source
    if named.source == "Letterboxd":
        return gettext("This Letterboxd address does not say which film it means. Try the title instead.")
    if named.source:
        return gettext("This %(source)s address names no film, series or person. Try the title instead.") % source
    return gettext("This address is not known here. Try the title instead.")


def destination(request: PageRequest, named: Pasted) -> str | None:
    """The path to which a pasted text leads, None when nothing here is known by it. No query to seven."""
    if named.path:
        return local_path(named.path)
    if named.identifiers:
        known = searching.known_as(named.identifiers)
        return path_of(request, known) if known else None
    if named.slug and named.kind in KINDS:
        return path_of_slug(request, named)
    return path_of_video(request, named.address) if named.address else None


def path_of(request: PageRequest, known: Known, fragment: str = "") -> str | None:
    """The path of a person, a title or an episode. No query to seven; None when it was removed."""
    language = request.site.language
    if known.person_slug:
        return address(language, Place.PERSON, slug=known.person_slug)
    try:
        head = title_with_key(request, known.title_id or 0)
        if known.episode_id:
            row = catalogue.episode_row(known.episode_id, request.visitor.language)
            return part_address(language, head.slug, row) + fragment
    except (NotFound, Gone):
        return None
    return title_address(language, head.kind, head.slug) + fragment


def path_of_slug(request: PageRequest, named: Pasted) -> str | None:
    """The path of the title that has the same words in its address here. One to five queries."""
    visitor = request.visitor
    try:
        head = catalogue.title_at(named.kind, named.slug, visitor.language, visitor.address_language)
    except Moved as now:
        head = now.thing  # type: ignore[assignment]  # a title's address leads to a title
    except (NotFound, Gone):
        return None
    return title_address(request.site.language, head.kind, head.slug)


def path_of_video(request: PageRequest, text: str) -> str | None:
    """The path of the title or episode for which a video is listed, as far as the reader may see it. Two to eight
    queries.
    """
    try:
        found = identify(text, hosts.address_table())
    except NotAnAddress:
        return None
    link = links.link_to_content(request.visitor, found.content_key)
    if link is None:
        return None
    return path_of(request, Known(link.title_id, link.episode_id), f"#l-{link.public_id}")
