"""Works that may be one: what waits for a person, the two side by side, and what was joined without one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from allostream.audit.rules import Actor
from allostream.catalogue import identity_queries
from allostream.catalogue.actions import CannotMerge
from allostream.catalogue.identity_actions import LikenessDecided, call_different, put_off
from allostream.catalogue.identity_queries import Joined, Pair, Side
from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem
from allostream.links import identity
from allostream.web.addresses import Place, address, href, title_address, with_query
from allostream.web.formats import day, number, typeset
from allostream.web.http import PageRequest
from allostream.web.likeness_words import compared_rows, grounds_words
from allostream.web.page import Page, everywhere, write
from allostream.web.views.bench import LONGEST_REASON, moderators_only
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import page_links, read_page

JOINED = "joined"
LATER = timedelta(days=30)
SENT = ("same", "different", "later", "split")


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def likenesses(request: PageRequest) -> HttpResponse:
    """What waits, or with `kind=joined` what was joined, and the form that splits it again. Twelve queries.

    Raises UnknownValue.
    """
    kind = request.GET.get("kind", "")
    if kind and kind != JOINED:
        raise unknown_value("kind", kind, [JOINED])
    if request.method == "POST":
        return _split(request)
    language, path = request.site.language, address(request.site.language, Place.LIKENESSES)
    found = (identity_queries.joinings if kind else identity_queries.waiting)(language, read_page(request.GET))
    page = Page(title=gettext("One work or two?"), addresses=everywhere(Place.LIKENESSES), is_indexed=False)
    context = {
        "found": found, "kind": kind, "path": path, "sent": sent_sentence(request.GET.get("sent", "")),
        "back": address(language, Place.BENCH), "joined_path": with_query(path, kind=JOINED),
        "counted": counted(found.total, kind, language), "pairs": [pair_entry(one, language) for one in found.pairs],
        "joined": [joined_entry(one, language) for one in found.joined],
        "pages": page_links(found, path, {"kind": kind}),
    }  # fmt: skip
    return write(request, "bench/likenesses.html", page, context)


def counted(total: int, kind: str, language: str) -> str:
    """How many there are, as a sentence."""
    if kind:
        told = ngettext("%(count)s record was joined.", "%(count)s records were joined.", total)
    else:
        told = ngettext("%(count)s pair waits.", "%(count)s pairs wait.", total)
    return told % {"count": number(total, language)}


def pair_entry(pair: Pair, language: str) -> dict[str, Any]:
    """A pair in the list, in words."""
    for_it, against = grounds_words(pair.grounds, language)
    return {
        "address": href(address(language, Place.LIKENESS, id=pair.public_id)),
        "made": side_words(pair.made), "like": side_words(pair.like), "source": pair.source,
        "for": for_it, "against": against, "score": percent(pair.score), "since": day(pair.opened_at, language),
    }  # fmt: skip


def joined_entry(one: Joined, language: str) -> dict[str, Any]:
    """A joined record in the list, in words."""
    for_it, against = grounds_words(one.grounds, language)
    return {
        "source": one.source, "key": one.key, "title": side_words(one.title),
        "address": side_address(one.title, language),
        "for": for_it, "against": against, "score": percent(one.score), "since": day(one.joined_at, language),
    }  # fmt: skip


def percent(score: float) -> str:
    """A likelihood as a whole number of hundredths, never 100: nothing is certain."""
    return f"{min(99, round(score * 100))}"


def side_words(side: Side) -> str:
    """A title with its year."""
    year = side.described.year
    return f"{typeset(side.name)} ({year})" if year else typeset(side.name)


def side_address(side: Side, language: str) -> str:
    """Where the page of a title is, or "" where it has none."""
    return href(title_address(language, side.kind, side.slug)) if side.slug else ""


def _split(request: PageRequest) -> HttpResponse:
    source, key = request.POST.get("source", ""), request.POST.get("key", "")
    why = request.POST.get("why", "").strip()[:LONGEST_REASON]
    identity.split(source, key, by=Actor.person(request.user.public_id), why=why)
    path = address(request.site.language, Place.LIKENESSES)
    return HttpResponseRedirect(with_query(path, kind=JOINED, sent="split"))


def sent_sentence(what: str) -> str:
    """What a form has just done; "" for none. Raises UnknownValue."""
    if what and what not in SENT:
        raise unknown_value("sent", what, SENT)
    return {
        "same": gettext("The two are one title now; the address of the other leads there."),
        "different": gettext("The two stay apart, and nobody is asked about them again."),
        "later": gettext("The two come back in a month."),
        "split": gettext("The record has a title of its own again, and is never joined with the other."),
    }.get(what, "")


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def likeness(request: PageRequest, id: str) -> HttpResponse:
    """Two titles side by side, and the form that decides. Eleven queries. Raises NotFound."""
    if request.method != "POST":
        return _page(request, identity_queries.pair_with_id(id, request.site.language))
    choice = request.POST.get("choice", "")
    if choice not in CHOICES:
        raise NotFound
    why = request.POST.get("why", "").strip()[:LONGEST_REASON]
    try:
        CHOICES[choice](id, Actor.person(request.user.public_id), why)
    except (CannotMerge, LikenessDecided) as refused:
        return _page(request, identity_queries.pair_with_id(id, request.site.language), refused)
    return HttpResponseRedirect(with_query(address(request.site.language, Place.LIKENESSES), sent=choice))


CHOICES: dict[str, Callable[[str, Actor, str], object]] = {
    "same": lambda public_id, by, why: identity.call_same(public_id, by=by, why=why),
    "different": lambda public_id, by, why: call_different(public_id, by=by, why=why),
    "later": lambda public_id, by, why: put_off(public_id, clock.now() + LATER, by=by, why=why),
}


def refused_sentence(problem: Problem) -> str:
    """Why nothing was done."""
    told = {name: gettext(str(value)) if name == "why" else value for name, value in problem.details.items()}
    return gettext(problem.sentence) % told if told else gettext(problem.sentence)


def _page(request: PageRequest, pair: Pair, refused: Problem | None = None) -> HttpResponse:
    language = request.site.language
    page = Page(
        title=gettext("One work or two?"), addresses=everywhere(Place.LIKENESS, id=pair.public_id), is_indexed=False
    )
    context = {
        "refused": refused_sentence(refused) if refused else "", "is_open": pair.state == "open",
        "one": pair_entry(pair, language), "rows": compared_rows(pair.made, pair.like, language),
        "made_address": side_address(pair.made, language), "like_address": side_address(pair.like, language),
        "made_sources": ", ".join(pair.made.sources), "like_sources": ", ".join(pair.like.sources),
        "back": address(language, Place.LIKENESSES),
    }  # fmt: skip
    return write(request, "bench/likeness.html", page, context, status=refused.status if refused else 200)
