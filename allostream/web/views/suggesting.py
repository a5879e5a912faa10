"""What the words in the search box may become while somebody types, as JSON."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_safe

from allostream.catalogue import searching
from allostream.catalogue.parts_found import FoundPart
from allostream.catalogue.searching import Known
from allostream.links import queries as links
from allostream.links.queries.finding import in_order_here
from allostream.search.asked import Asked
from allostream.web import finding
from allostream.web.addresses import Place, address, title_address
from allostream.web.finding import Sought
from allostream.web.formats import typeset
from allostream.web.http import PageRequest, own_origin
from allostream.web.limits import limited_suggestions
from allostream.web.numbering_words import also_numbered
from allostream.web.pieces import lang_of
from allostream.web.search_faults import is_answerable
from allostream.web.views.pasted import content_key, numbered_address, parts_of
from allostream.web.views.search import asked_in, episode_address, has_names, words_in

MOST_TITLES, MOST_PARTS, MOST_PEOPLE, MOST_EPISODES = 7, 2, 3, 2
LONGEST_WORDS = 200  # what is longer is no beginning of a name


class Suggestion(NamedTuple):
    """A name, what it is in two words, the path of its page, and the language of the name, "" for the reader's own."""

    name: str
    told: str
    path: str
    language: str = ""


@require_safe
@limited_suggestions
def suggest(request: PageRequest) -> HttpResponse:
    """What the words may become: words, names, descriptions, addresses. Four to eight queries.

    The form is that of the OpenSearch extension “Suggestions” 1.1; `languages` asks for those of the names behind it.
    An episode that the words number comes first, people and episodes by their names come last: there are fewer of them
    to find.
    """
    words = words_in(request)[:LONGEST_WORDS]
    asked = asked_in(request.visitor.language, words)
    rows = list(suggestions(request, asked)) if is_answerable(asked) else []
    origin = own_origin(request)
    form: list[Any] = [
        words,
        [row.name for row in rows],
        [row.told for row in rows],
        [origin + row.path for row in rows],
    ]
    if request.GET.get("languages"):
        form.append([lang_of(row.language, request.visitor.language) for row in rows])
    response = JsonResponse(
        form,
        safe=False,  # a list is what the form asks for
        content_type="application/x-suggestions+json",
        json_dumps_params={"ensure_ascii": False},
        headers={"Cache-Control": "private, max-age=60"},
    )
    patch_vary_headers(response, ["Cookie"])
    return response


def suggestions(request: PageRequest, asked: Asked) -> Iterator[Suggestion]:
    """Parts, titles, people and episodes that the words may mean. Four to eight queries."""
    visitor, language = request.visitor, request.site.language
    if asked.identifiers and (known := searching.known_as(asked.identifiers)):
        yield from of_number(request, asked, known)
    elif asked.address and (key := content_key(asked.address)) and (link := links.link_to_content(visitor, key)):
        yield from of_number(request, asked, Known(link.title_id))
    if not has_names(asked):
        return
    sought = finding.seek(asked, visitor, finding.MOST_SUGGESTED, finding.MOST_SUGGESTED_BESIDE)
    for part in sought.parts[:MOST_PARTS]:
        yield Suggestion(part_name(part), part_words(part), numbered_address(language, part))
    ids = in_order_here(visitor, sought.titles)
    for row in searching.suggested(ids[:MOST_TITLES], visitor.language, visitor.address_language):
        yield Suggestion(
            typeset(row.name),
            described(row.kind, row.year),
            title_address(language, row.kind, row.slug),
            row.name_language,
        )
    for person in searching.people_with(sought.people, MOST_PEOPLE):
        yield Suggestion(person.name, gettext("Person"), address(language, Place.PERSON, slug=person.slug))
    yield from of_episodes(request, sought)


def of_number(request: PageRequest, asked: Asked, known: Known) -> Iterator[Suggestion]:
    """The title that a number or an address belongs to, before it the part of it that the address numbers.
    One query to four; others are left to the page of results.
    """
    visitor = request.visitor
    for reading in asked.readings[:1]:
        for part in parts_of(visitor, known, reading.season, reading.episode):
            yield Suggestion(part_name(part), part_words(part), numbered_address(request.site.language, part))
    if known.title_id and not known.episode_id:
        for row in searching.suggested([known.title_id], visitor.language, visitor.address_language):
            path = title_address(request.site.language, row.kind, row.slug)
            yield Suggestion(typeset(row.name), described(row.kind, row.year), path, row.name_language)


def of_episodes(request: PageRequest, sought: Sought) -> Iterator[Suggestion]:
    """Episodes that are called so. One query, two with the switch."""
    for row in links.found_episodes(request.visitor, sought.episodes, MOST_EPISODES) if sought.episodes else ():
        told = gettext("Episode of %(title)s") % {"title": typeset(row.title_name)}
        yield Suggestion(typeset(row.name), told, episode_address(request.site.language, row), row.name_language)


def part_name(part: FoundPart) -> str:
    """A season or an episode that was named by its numbers, with its series."""
    values = {"title": typeset(part.title_name), "season": part.season_number, "number": part.number}
    if part.episode_id is None:
        return gettext("%(title)s, season %(season)s") % values
    return gettext("%(title)s, season %(season)s, episode %(number)s") % values


def part_words(part: FoundPart) -> str:
    """What such a part is called."""
    if part.orders:
        return also_numbered(part.orders)
    return typeset(part.name) if part.name else gettext("Season") if part.episode_id is None else gettext("Episode")


def described(kind: str, year: int | None) -> str:
    """A title in two words, to tell it from others of its name."""
    word = gettext("Film") if kind == "film" else pgettext("one series", "Series")
    return gettext("%(kind)s, %(year)s") % {"kind": word, "year": year} if year else word
