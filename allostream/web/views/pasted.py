"""Where what was pasted into the search box leads: a page of a title, an episode or a person, if it is known here."""

from collections.abc import Sequence

from django.utils.translation import gettext

from allostream.catalogue import queries as catalogue
from allostream.catalogue import searching
from allostream.catalogue.parts_found import FoundPart, parts_numbered
from allostream.catalogue.queries import Moved
from allostream.catalogue.searching import Known
from allostream.hosts import queries as hosts
from allostream.hosts.identity import NotAnAddress, identify
from allostream.lib.problems import Gone, NotFound
from allostream.lib.visitor import Visitor
from allostream.links import queries as links
from allostream.links.facet_rules import KINDS
from allostream.search.pasted import Pasted
from allostream.web.addresses import Place, address, episode_part, part_address, season_part, title_address
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
    """The path to which a pasted text leads, None when nothing here is known by it. No query to ten."""
    if named.path:
        return local_path(named.path)
    if named.identifiers:
        known = searching.known_as(named.identifiers)
        return (path_of_part(request, named, known) or path_of(request, known)) if known else None
    if named.slug and named.kind in KINDS:
        return path_of_slug(request, named)
    return path_of_video(request, named.address) if named.address else None


def path_of_part(request: PageRequest, named: Pasted, known: Known) -> str | None:
    """The path of the season or episode that the address of a series numbers, None when it numbers none or none is
    known. No query, or two to three.
    """
    found = parts_of(request.visitor, known, named.season, named.episode)
    return numbered_address(request.site.language, found[0]) if found else None


def parts_of(visitor: Visitor, known: Known, season: int | None, episode: int | None) -> Sequence[FoundPart]:
    """The season or episode of a series with these numbers. No query without a number, else two to three."""
    if (season is None and episode is None) or known.title_id is None or known.episode_id is not None:
        return ()
    return parts_numbered([known.title_id], season, episode, visitor.language, visitor.address_language)


def numbered_address(language: str, part: FoundPart) -> str:
    """The path of what was named by its numbers."""
    if part.episode_id is None:
        end = season_part(part.season_number, part.public_id)
    else:
        end = episode_part(part.season_number, part.number, part.public_id, part.is_special)
    return address(language, Place.PART, slug=part.title_slug, part=end)


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
    """The path of the title, or its part, that has the same words in its address here. One to eight queries."""
    visitor = request.visitor
    try:
        head = catalogue.title_at(named.kind, named.slug, visitor.language, visitor.address_language)
    except Moved as now:
        head = now.thing  # type: ignore[assignment]  # a title's address leads to a title
    except (NotFound, Gone):
        return None
    own = title_address(request.site.language, head.kind, head.slug)
    return path_of_part(request, named, Known(head.id)) or own


def path_of_video(request: PageRequest, text: str) -> str | None:
    """The path of the title or episode for which a video is listed, as far as the reader may see it; of a link that was
    withdrawn on legal grounds that of its page, which says so and not where it led. Two to nine queries.
    """
    key = content_key(text)
    link = links.link_to_content(request.visitor, key) if key else None
    if link is None:
        withdrawn = links.withdrawn_link_to(key) if key else ""
        return address(request.site.language, Place.WATCH, id=withdrawn) if withdrawn else None
    return path_of(request, Known(link.title_id, link.episode_id), f"#l-{link.public_id}")


def content_key(text: str) -> str:
    """What the address of a video leads to at its host, "" for an address of no known host. One query, none while the
    hosts are known.
    """
    try:
        return identify(text, hosts.address_table()).content_key
    except NotAnAddress:
        return ""
