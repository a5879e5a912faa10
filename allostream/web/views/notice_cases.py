"""The page of a case: whole for whoever has its secret address, without private data for everybody.

The secret stands in the query alone, which no log of ours writes. The page is kept nowhere (no-store), found by no
search engine (noindex), and tells no other page where its reader comes from (no-referrer). Whoever has the secret needs
no session, so forms here carry it in place of a token: what another site does not know it cannot send.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from allostream.lib.problems import NotFound, Problem
from allostream.links.queries.bench import titles_named
from allostream.rights_desk import secrets
from allostream.rights_desk.case_rules import ItemState
from allostream.rights_desk.deciding import drop_line
from allostream.rights_desk.models import Case
from allostream.rights_desk.queries import case_with_number, silenced
from allostream.rights_desk.reading import bulk
from allostream.rights_desk.reading.shape import Kind
from allostream.rights_desk.standing import (
    Standing,
    addresses_of,
    columns_of,
    line_named,
    public_view,
    rows_of,
    standing,
)
from allostream.web.addresses import Place, address, with_query
from allostream.web.http import PageRequest, origin_of_site
from allostream.web.notices import case_shown
from allostream.web.notices.allowance import take_notice
from allostream.web.notices.answering import answer_case
from allostream.web.notices.words import case_words, door_words, kind_words, subject_words
from allostream.web.page import Page, everywhere, write
from allostream.web.secret_pages import secret
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import page_links, read_page

LONGEST = 20_000
LINES_IN_PIECE = 200
DROP = "drop"
KINDS = {"reply": Kind.REPLY, "retract": Kind.RETRACTION, "complain": Kind.COMPLAINT}


@require_safe
def short(request: PageRequest, id: str) -> HttpResponse:
    """`/n/<number>`: the permanent address of a case, as it stands in letters; the secret goes along."""
    where = with_query(address(request.site.language, Place.NOTICE_CASE, id=id), key=request.GET.get("key", ""))
    return secret(HttpResponseRedirect(where))


@csrf_exempt  # the secret in the form says who may; see above
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: PageRequest, id: str) -> HttpResponse | StreamingHttpResponse:
    """A case: whole with its secret, else what everybody may read. Thirteen queries, but for its tables. Raises
    NotFound."""
    row = case_with_number(id)
    key = request.POST.get("key", "") or request.GET.get("key", "")
    if not key:
        return public_page(request, row)
    if not secrets.opens(row, key):
        raise NotFound
    if request.method == "POST":
        return secret(_answer(request, row, key))
    asked = request.GET.get("file", "")
    if asked == "message":
        return secret(message_file(row))
    if asked == "table":
        return secret(file_of(request, f"case-{row.public_id}.csv", _table(row)))
    if asked == "rows" and (columns := columns_of(row)):
        # Spreadsheets take it for UTF-8 by the mark at its beginning.
        lines = chain(["\ufeff"], bulk.results(rows_of(row, columns), columns=columns))
        return secret(file_of(request, f"case-{row.public_id}-rows.csv", lines))
    return secret(own_page(request, row, key))


def _answer(request: PageRequest, row: Case, key: str) -> HttpResponse:
    """Do what the form asks, and come back; what was typed stays where it is refused."""
    what, text = request.POST.get("do", "reply"), request.POST.get("text", "")[:LONGEST].strip()
    if what not in (*KINDS, DROP):
        raise unknown_value("do", what, [*KINDS, DROP])
    if what == DROP:
        return _drop(request, row, key)
    if what != "retract" and not text:
        return own_page(request, row, key, trouble=gettext("Write something before you send it."), status=422)
    try:
        take_notice(request)
        answer_case(request, row, KINDS[what], text, request.POST.getlist("item"))
    except Problem as refused:
        said = gettext(refused.sentence) % refused.details
        return own_page(request, row, key, typed=text, trouble=said, status=refused.status)
    here = address(request.site.language, Place.NOTICE_CASE, id=row.public_id)
    return HttpResponseRedirect(with_query(here, key=key, sent=what))


def _drop(request: PageRequest, row: Case, key: str) -> HttpResponse:
    """Leave one link out of the notice, that it then never meant. Raises NotFound for a line that there is not."""
    item_id, _dot, link_id = request.POST.get("line", "").partition(".")
    line = line_named(row, item_id, link_id) if row.kind == Kind.NOTICE else None
    if line is None:
        raise NotFound
    drop_line(row, line.pk)
    here = address(request.site.language, Place.NOTICE_CASE, id=row.public_id)
    return HttpResponseRedirect(with_query(here, key=key, page=request.POST.get("page", ""), sent=DROP))


def own_page(
    request: PageRequest, row: Case, key: str, *, typed: str = "", trouble: str = "", status: int = 200
) -> HttpResponse:
    """The whole page, for whoever has the secret."""
    found = standing(row, read_page(request.GET))
    language, here = request.visitor.language, address(request.site.language, Place.NOTICE_CASE, id=row.public_id)
    page = Page(title=gettext("Case %(number)s") % {"number": row.public_id}, is_indexed=False, is_secret=True)
    context: dict[str, Any] = {
        **case_shown.shown(request, found),
        "case": row,
        "key": key,
        "action": here,
        "here": here,
        "typed": typed,
        "trouble": trouble,
        "is_new": request.GET.get("new") == "1",
        "arrived": arrived(found),
        "sent": sent_words(request.GET.get("sent", "")),
        "pages": page_links(found, with_query(here, key=key), {}) if found.pages > 1 else (),
        "raw_address": with_query(here, key=key, file="message"),
        "results_address": with_query(here, key=key, file="table") if found.states else "",
        "rows_address": with_query(here, key=key, file="rows") if columns_of(row) else "",
        "public_address": here,
        "languages_here": languages_here(request, row, key),
        "may_drop": row.kind == Kind.NOTICE,
        "page_number": found.page if found.page > 1 else "",
        "may_retract": row.kind == Kind.NOTICE and bool(set(found.states) - {ItemState.RETRACTED}),
        "may_complain": case_shown.complaint_words(found, language),
    }
    return write(request, "notices/case.html", page, context, status=status)


def languages_here(request: PageRequest, row: Case, key: str) -> list[tuple[str, str, str]]:
    """The same page at the sites of other languages, in their words."""
    return [
        (
            {"en": "English", "fr": "Français"}.get(site.language, site.language), site.language,
            origin_of_site(request, site)
            + with_query(address(site.language, Place.NOTICE_CASE, id=row.public_id), key=key),
        )
        for site in request.sites
        if site.language != request.visitor.language
    ]  # fmt: skip


def arrived(found: Standing) -> str:
    """What a receipt says first: how many links are gone already."""
    gone = sum(found.states.get(state, 0) for state in (ItemState.SUSPENDED, ItemState.REMOVED))
    if not gone:
        return gettext("Your notice has arrived.")
    return ngettext(
        "Your notice has arrived. What one address named is gone already.",
        "Your notice has arrived. What %(n)s addresses named is gone already.", gone,
    ) % {"n": gone}  # fmt: skip


def sent_words(what: str) -> str:
    """What was done with a form of this page."""
    return {
        "reply": gettext("It has arrived, and stands below."),
        DROP: gettext("It is left out, and shown again unless another notice names it."),
        "retract": gettext("It is taken back; the links are shown again unless another notice names them."),
        "complain": gettext("It has arrived. Somebody who had no part in the decision answers."),
    }.get(what, "")


def message_file(row: Case) -> HttpResponse:
    """The message byte for byte, as a file: nothing in it is opened here."""
    answer = HttpResponse(bytes(row.message.content), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="case-{row.public_id}.{_suffix(row)}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _suffix(row: Case) -> str:
    return {
        "application/json": "json", "message/rfc822": "eml", "application/xml": "xml", "text/xml": "xml",
        "text/csv": "csv", "text/plain": "txt",
    }.get(row.message.media_type.partition(";")[0].strip(), "bin")  # fmt: skip


def _table(row: Case) -> Iterator[str]:
    """What became of each address, as a table that programs read."""
    yield bulk.line(["number", "address", "state", "matched_links", "reason", "decided_at"])
    for number, said, state, links, why, at in addresses_of(row):
        yield bulk.line([str(number), said, state, " ".join(links), why, at.isoformat() if at else ""])


def file_of(request: PageRequest, name: str, lines: Iterable[str]) -> StreamingHttpResponse:
    """A table that is made while it is sent: its first byte goes at once, and no more of it is held than a piece."""
    sent = (piece.encode() for piece in in_pieces(lines)) if request.method == "GET" else ()
    answer = StreamingHttpResponse(sent, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def in_pieces(lines: Iterable[str]) -> Iterator[str]:
    """Lines, the first by itself and many of the others together: each piece costs a call of the server."""
    lines = iter(lines)
    piece = next(lines, "")
    while piece:
        yield piece
        piece = "".join(islice(lines, LINES_IN_PIECE))


def public_page(request: PageRequest, row: Case) -> HttpResponse:
    """What everybody may read of a case: no address of a copy, no person, no contact. Raises NotFound for an order of
    which nobody may be told yet."""
    if silenced([row.public_id]):
        raise NotFound
    found = public_view(row)
    language = request.visitor.language
    cards = titles_named(request.visitor, found.title_ids)
    page = Page(
        title=gettext("Case %(number)s") % {"number": row.public_id},
        description=gettext("What was notified, what became of it, and where it can be contested."),
        addresses=everywhere(Place.NOTICE_CASE, id=row.public_id), is_indexed=False,
    )  # fmt: skip
    context: dict[str, Any] = {
        "case": row,
        "kind": kind_words(row.kind),
        "subject": subject_words(row.subject),
        "state": case_words(row.state) if row.state != "asked" else gettext("not complete yet"),
        "door": door_words(row.door),
        "who": found.organisation or gettext("a person, whose name is not public"),
        "received": case_shown.moment(row.received_at, language),
        "counted": case_shown.states_listed(found.states, language),
        "titles": [cards[title_id] for title_id in found.title_ids if title_id in cards],
        "decisions": case_shown.decided(found.decisions, language),
    }
    return write(request, "notices/public_case.html", page, context)
