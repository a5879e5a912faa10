"""The search box: titles, people and episodes by the beginning of their name, and whatever is pasted into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.catalogue import queries as catalogue
from allostream.catalogue import searching
from allostream.catalogue.queries import Moved
from allostream.catalogue.searching import FoundEpisode, Known
from allostream.freshness.rules import Subject
from allostream.hosts import queries as hosts
from allostream.hosts.identity import NotAnAddress, identify
from allostream.lib.problems import Gone, NotFound
from allostream.links import queries as links
from allostream.links.facet_rules import KINDS
from allostream.search import pasted
from allostream.search.pasted import Pasted
from allostream.web.addresses import Place, address, episode_part, part_address, title_address
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest, own_origin
from allostream.web.origin import local_path
from allostream.web.page import Page, write
from allostream.web.views.lists import page_links, read_page
from allostream.web.views.titles import title_with_key

LONGEST_WORDS = 200
MOST_PEOPLE, MOST_EPISODES = 12, 12
SUGGESTED_TITLES, SUGGESTED_PEOPLE = 7, 3


@dataclass(frozen=True)
class EpisodeFound:
    """An episode with its address."""

    row: FoundEpisode
    address: str


def words_in(request: PageRequest) -> str:
    """What was typed, its spaces made single."""
    return " ".join(request.GET.get("q", "").split())


@require_safe
def search(request: PageRequest) -> HttpResponse:
    """What the words find: twelve queries, one to eleven more by how much there is and by the switch.

    A pasted address or number leads to its title or person at once, in nine queries at most.
    """
    text = words_in(request)
    named = pasted.read(text, {site.domain for site in request.sites} | {request.get_host().partition(":")[0]})
    if named and (path := destination(request, named)):
        return redirect(path)
    words = (named.words if named and named.slug else text)[:LONGEST_WORDS]
    page = Page(title=gettext("Search: %(words)s") % {"words": words} if words else gettext("Search"))
    if not words or (named and "/" in text and not named.slug):  # no name begins like an address
        return write(request, "pages/search.html", page, {"query": words, "not_known": not_known(named)})
    visitor = request.visitor
    found = links.search(visitor, words, read_page(request.GET))
    is_first = found.page == 1
    context = {
        "query": words,
        "not_known": not_known(named),
        "found": found,
        "pages": page_links(found, address(request.site.language, Place.SEARCH), {"q": words}),
        "people": searching.people_named(words, MOST_PEOPLE) if is_first else [],
        "episodes": episodes(request, words) if is_first else [],
    }
    return write(request, "pages/search.html", page, context, fresh=Fresh(stamps=(Subject.LISTS,), query=("q", "page")))


def episodes(request: PageRequest, words: str) -> Sequence[EpisodeFound]:
    """Episodes with their addresses. Two or three queries."""
    found = links.search_episodes(request.visitor, words, MOST_EPISODES)
    return [EpisodeFound(row, episode_address(request.site.language, row)) for row in found]


def episode_address(language: str, row: FoundEpisode) -> str:
    """The path of an episode found by its name."""
    part = episode_part(row.season_number, row.number, row.public_id, special=row.kind == "special")
    return address(language, Place.PART, slug=row.title_slug, part=part)


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


@require_safe
def suggest(request: PageRequest) -> HttpResponse:
    """What the words may become: words, names, descriptions, addresses. Five to nine queries.

    The form is that of the OpenSearch extension “Suggestions” 1.1. People come last: there are fewer of them to find.
    """
    words, visitor = words_in(request)[:LONGEST_WORDS], request.visitor
    titles = searching.suggestions(words, visitor.language, visitor.address_language, SUGGESTED_TITLES)
    people = searching.people_named(words, SUGGESTED_PEOPLE)
    language, origin = request.site.language, own_origin(request)
    rows: list[tuple[str, str, str]] = [
        *((row.name, described(row.kind, row.year), title_address(language, row.kind, row.slug)) for row in titles),
        *((row.name, gettext("Person"), address(language, Place.PERSON, slug=row.slug)) for row in people),
    ]
    answer: list[Any] = [words, *([row[column] for row in rows] for column in (0, 1))]
    response = JsonResponse(
        [*answer, [origin + path for _name, _told, path in rows]],
        safe=False,  # a list is what the form asks for
        content_type="application/x-suggestions+json",
        json_dumps_params={"ensure_ascii": False},
        headers={"Cache-Control": "private, max-age=60"},
    )
    patch_vary_headers(response, ["Cookie"])
    return response


def described(kind: str, year: int | None) -> str:
    """A title in two words, to tell it from others of its name."""
    word = gettext("Film") if kind == "film" else gettext("Series")
    return gettext("%(kind)s, %(year)s") % {"kind": word, "year": year} if year else word
