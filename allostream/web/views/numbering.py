"""The numbers of a series' episodes in the orders of others: what is known, and the form by which a map is brought."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.catalogue import queries as catalogue
from allostream.catalogue import title_queries
from allostream.catalogue.numbering import Read, numbers_of, read_map
from allostream.catalogue.numbering_rules import Order
from allostream.catalogue.queries import Moved, TitleHead
from allostream.catalogue.rules import episode_code
from allostream.community import regrouping
from allostream.lib.problems import Forbidden, NotFound, Problem
from allostream.moderation import regrouping as deciding
from allostream.web.addresses import Place, address, part_address, title_address, with_query
from allostream.web.episodes import episode_name
from allostream.web.facts.asking import moved_thing, see_other, to_sign_in, viewer_of
from allostream.web.formats import typeset
from allostream.web.http import PageRequest
from allostream.web.limits import check_newcomer
from allostream.web.numbering_words import fault_words, numbered_elsewhere, order_name
from allostream.web.page import Page, everywhere, write
from allostream.web.views.errors import unknown_value

LONGEST_MAP = 60_000
MOST_FAULTS, MOST_SHOWN = 40, 600


@require_http_methods(["GET", "HEAD", "POST"])
def numbering(request: PageRequest, id: str) -> HttpResponse:
    """What is known of a series' numbers elsewhere, and the form. Ten queries. Raises NotFound and Gone."""
    try:
        title = catalogue.title_with_id(id, request.visitor.language, request.site.language)
    except Moved as now:
        return moved_thing(request, now, Place.NUMBERING, "w")
    if title.kind != "series":
        raise NotFound
    if request.method != "POST":
        return _page(request, title, {})
    viewer = viewer_of(request)
    if viewer is None:
        return to_sign_in(request)
    if not may(viewer, Right.EDIT_SUGGEST):
        raise Forbidden
    order = _order_named(request.POST.get("order", ""))
    text, why = request.POST.get("map", "")[:LONGEST_MAP], request.POST.get("why", "")
    found = read_map(title.id, text, order)
    more: dict[str, Any] = {"order": order.value, "map": text, "why": why}
    if found.faults or request.POST.get("do") != "send":
        return _page(request, title, {**more, **_previewed(found)}, status=422 if found.faults else 200)
    check_newcomer(request)
    try:
        row = deciding.ask(viewer, lambda: regrouping.ask_to_number(viewer, title.public_id, order, found.pairs, why))
    except Problem as refused:
        said = gettext(refused.sentence) % refused.details if refused.details else gettext(refused.sentence)
        return _page(request, title, {**more, **_previewed(found), "refusal": said}, status=refused.status)
    path = address(request.site.language, Place.REGROUPING, id=row.public_id)
    return see_other(with_query(path, sent="numbered" if row.state == "done" else "asked"))


def _order_named(text: str) -> Order:
    if text not in set(Order):
        raise unknown_value("order", text, [one.value for one in Order])
    return Order(text)


def _previewed(found: Read) -> dict[str, Any]:
    """What a pasted map says, or what is wrong in which line."""
    faults = [fault_words(one) for one in found.faults[:MOST_FAULTS]]
    return {"faults": faults, "pairs": [] if faults else [(one, str(spot)) for one, spot in found.pairs[:MOST_SHOWN]]}


def _page(request: PageRequest, title: TitleHead, more: dict[str, Any], status: int = 200) -> HttpResponse:
    language = request.site.language
    rows = title_queries.episodes_of_title(title.id, request.visitor.language)[:MOST_SHOWN]
    told = numbers_of([row.id for row in rows])
    here = {row.public_id: _numbered(row) for row in rows}
    context: dict[str, Any] = {
        "title": title, "page_of_title": title_address(language, title.kind, title.slug),
        "path": address(language, Place.NUMBERING, id=title.public_id),
        "orders": [(one.value, order_name(one)) for one in Order],
        "rows": [
            (part_address(language, title.slug, row), here[row.public_id], typeset(episode_name(row)),
             numbered_elsewhere(told.get(row.id, ())))
            for row in rows
        ],
        "at_once": regrouping.may_at_once(request.user, "map") if request.user.is_authenticated else False,
        **more,
    }  # fmt: skip
    if "pairs" in more:
        context["pairs"] = [(here.get(one, one), spot) for one, spot in more["pairs"]]
    page = Page(
        title=gettext("Numbers of the episodes elsewhere: %(name)s") % {"name": typeset(title.name)},
        addresses=everywhere(Place.NUMBERING, id=title.public_id), is_indexed=False,
    )  # fmt: skip
    response = write(request, "pages/numbering.html", page, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _numbered(row: Any) -> str:
    """Our own numbers of an episode: its season's, and that counted through."""
    told = episode_code(row.season_number, row.number).upper() if row.number is not None else ""
    if row.absolute_number is None:
        return told or row.public_id
    return gettext("%(code)s, %(number)s counted through") % {"code": told, "number": row.absolute_number}
