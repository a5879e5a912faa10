"""The part of the bench for copies that are gone, with what sources have found in their place."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext, ngettext

from allostream.checks.gone_queries import GoneCopy, gone_copies
from allostream.discovery import queries as discovery
from allostream.links.queries import bench
from allostream.links.queries.cards import Card
from allostream.web.candidate_words import reason_words
from allostream.web.formats import day, number
from allostream.web.http import PageRequest
from allostream.web.page import Page, write
from allostream.web.views.lists import page_links, read_page

GONE = "gone"  # beside the kinds of cases


@dataclass(frozen=True)
class Entry:
    """A copy in words, with the candidates for its title: the address of each and why it is not shown."""

    copy: GoneCopy
    title: Card
    known: str
    candidates: list[tuple[str, str]]


def gone(request: PageRequest, page: Page, context: dict[str, Any]) -> HttpResponse:
    """The list. Nine queries. Raises NotFound for a page beyond the last."""
    found, language = gone_copies(read_page(request.GET)), request.visitor.language
    ids = list({one.title_id for one in found.copies})
    titles, others = bench.titles_named(request.visitor, ids), discovery.for_titles(ids)
    context |= {
        "gone": [
            Entry(
                one, titles[one.title_id], _known(one, language),
                [(row.address, reason_words(row.reason)) for row in others.get(one.title_id, ())],
            )
            for one in found.copies
            if one.title_id in titles
        ],
        "counted": _counted(found.total, language),
        "found": found,
        "pages": page_links(found, context["path"], {"kind": GONE}),
    }  # fmt: skip
    return write(request, "bench/queue.html", page, context)


def _counted(total: int, language: str) -> str:
    said = ngettext("%(count)s copy is gone.", "%(count)s copies are gone.", total)
    return said % {"count": number(total, language)}


def _known(copy: GoneCopy, language: str) -> str:
    why = gettext("removed by the host for reasons of rights") if copy.by_rights else ""
    since = gettext("gone since %(day)s") % {"day": day(copy.since, language)}
    return " · ".join(filter(None, (copy.host, since, why)))
