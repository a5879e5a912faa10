"""The page of rights of a title: every country in a table and on a map, and the way to each answer step by step."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.catalogue.queries import Moved
from allostream.catalogue.title_queries import TitleOnPage
from allostream.lib import countries
from allostream.lib.countries import WORLD
from allostream.lib.problems import NotFound
from allostream.rights.entered import query_of
from allostream.rights.queries import decisions
from allostream.web import pictures
from allostream.web.addresses import Place, address, href, rights_address, with_query
from allostream.web.explain import explain
from allostream.web.formats import years
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.page import Page, moved, write
from allostream.web.places import within
from allostream.web.rights import map as maps
from allostream.web.rights.countries import addresses_of
from allostream.web.rights.decided import decision_words, objection_words
from allostream.web.rights.facts import facts_words
from allostream.web.rights.path import path_words
from allostream.web.rights.rows import Row, Told, groups, row, rows, status_word, told_by_rules
from allostream.web.rights.standing import Standing, standing_of
from allostream.web.views.errors import unknown_value
from allostream.web.views.titles import title_here

PLAIN_TYPES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


@require_safe
def film_rights(request: PageRequest, slug: str, spoken: str) -> HttpResponse:
    """The rights in a film. Fifteen queries, one more for moderators."""
    return rights_page(request, "film", slug, spoken)


@require_safe
def show_rights(request: PageRequest, slug: str, spoken: str) -> HttpResponse:
    """The rights in a series. Fifteen queries, one more for moderators."""
    return rights_page(request, "series", slug, spoken)


def rights_page(request: PageRequest, kind: str, slug: str, spoken: str) -> HttpResponse:
    """The answers for every country, and the way to the one for the country of the address, else of the reader.

    Raises UnknownValue for a country that does not exist.
    """
    try:
        title = title_here(request, kind, slug, spoken)
    except Moved as now:
        thing: Any = now.thing
        return moved(request, rights_address(request.site.language, thing.kind, thing.slug))
    visitor = request.visitor
    standing = standing_of(title.head.id, visitor.now.date())
    told = standing.told()
    country = read_country(request, {one.country for one in told})
    chosen = next((one for one in told if one.country == country), None)
    context = {
        **whole(request, title, standing, told),
        **(one_country(request, title, standing, chosen) if chosen else {}),
    }
    fresh = Fresh(title_id=title.head.id, query=("country",))
    return write(request, "pages/title_rights.html", page_of(request, title, chosen), context, fresh=fresh)


def read_country(request: PageRequest, known: set[str]) -> str:
    """The country that the address names, or the world; else the reader's, else that of the world, else any.

    Raises UnknownValue.
    """
    given = request.GET.get("country", "")
    if given:
        if given != WORLD and not countries.is_country(given.upper()):
            raise unknown_value("country", given, sorted(countries.current()))
        return given.upper()
    return next((one for one in (*request.visitor.own_countries, WORLD) if one in known), min(known, default=""))


def page_of(request: PageRequest, title: TitleOnPage, chosen: Told | None) -> Page:
    """What the head of the page says."""
    when = years(title.head.year, title.head.end_year)
    named = gettext("%(name)s (%(year)s)") % {"name": title.head.name, "year": when} if when else title.head.name
    country = chosen.country if chosen and "country" in request.GET else ""
    place = {"title": named, "country": maps.name_of(country, request.visitor.language)} if country else {}
    return Page(
        title=gettext("Rights in %(title)s: %(country)s") % place if place else gettext("Rights in %(title)s") % {
            "title": named
        },
        description=gettext(
            "In which countries %(title)s is in the public domain, openly licensed or protected, and why, step by step."
        ) % {"title": named},
        section="films" if title.head.kind == "film" else "shows",
        addresses={
            language: rights_address(language, title.head.kind, slug, country)
            for language, slug in title.slugs.items()
        },
    )  # fmt: skip


def whole(request: PageRequest, title: TitleOnPage, standing: Standing, told: Sequence[Told]) -> dict[str, Any]:
    """The table and the map."""
    visitor = request.visitor
    return {
        "title": title.head,
        "tint": pictures.tint(title.head),
        "here": href(rights_address(request.site.language, title.head.kind, title.head.slug)),
        "why": head_sentence(standing, visitor.country, visitor.language),
        "groups": groups(rows(told, standing.following, visitor)),
        "map": maps.draw({one.country: one.status for one in told}, visitor.own_countries),
    }


def head_sentence(standing: Standing, country: str, language: str) -> str:
    """How the title stands where the reader is."""
    answer = standing.in_force.get(country) or standing.in_force.get(WORLD)
    if answer is None:
        return gettext("No answer is in force %(in_country)s: nothing is shown there as free.") % {
            "in_country": within(country, language)
        }
    return explain(answer, country, language)


def one_country(request: PageRequest, title: TitleOnPage, standing: Standing, chosen: Told) -> Mapping[str, Any]:
    """The way to the answer for a country, with facts, decisions, evidence and objections. Three queries or four."""
    visitor, language = request.visitor, request.site.language
    ruled = standing.ruled.get(chosen.country)
    words = row(chosen, standing.following.get(chosen.country))
    wrong = address(language, Place.WRONG, letter="w", id=title.head.public_id)
    return {
        "chosen": words,
        "steps": path_words(ruled.steps) if ruled else [],
        "facts": facts_words(ruled.inputs) if ruled else (),
        # What a source or a person has answered, the rules may still not know.
        "doubts": told_by_rules(ruled).doubts if ruled else chosen.doubts,
        "missing": told_by_rules(ruled).missing if ruled else chosen.missing,
        "facts_address": href(address(language, Place.FACTS, letter="w", id=title.head.public_id)),
        "rules_address": href(addresses_of(chosen.country)[language]) if ruled else "",
        "differs": differs(chosen, standing, words),
        "check_address": check_address(standing, chosen.country, language),
        "wrong_address": href(with_query(wrong, country=chosen.country)),
        "decisions": [decision_words(one) for one in decisions.history(visitor, title.head.id, chosen.country)],
        "objections": [objection_words(one) for one in decisions.objections_to(visitor, title.head.id)],
    }


def check_address(standing: Standing, country: str, language: str) -> SafeString | None:
    """The calculator with the facts of the title; None where there are none, or more than can be entered there."""
    pairs = query_of(standing.work, country) if standing.work and country != WORLD else None
    return href(with_query(address(language, Place.CHECK), **dict(pairs))) if pairs else None


def differs(chosen: Told, standing: Standing, words: Row) -> str:
    """That the answer in force is another than that of the rules, where it is; else ""."""
    ruled = standing.ruled.get(chosen.country)
    if ruled is None or chosen.kind is None or ruled.status is chosen.status:
        return ""
    values = {"word": words.word.lower(), "ruled": status_word(ruled.status).lower()}
    return gettext("The answer in force is “%(word)s”; the rules alone would say “%(ruled)s”.") % values


@require_safe
def capture(request: PageRequest, id: str) -> HttpResponse:
    """What was seen as evidence, as it was kept. One query. Raises NotFound.

    It is somebody else's: pictures are shown as such, everything else as bare text, and nothing in it runs.
    """
    media_type, content = decisions.capture_of(request.visitor, id)
    kind = media_type.partition(";")[0].strip().lower()
    if not content:
        raise NotFound
    response = HttpResponse(content, content_type=kind if kind in PLAIN_TYPES else "text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="evidence-{id}"'
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
