"""Many links at once: pasted, in a file, or a whole list as one proposal."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allostream.accounts.queries import limits_of
from allostream.community import bulk
from allostream.community.bringing import Where
from allostream.community.bringing_rules import Kind
from allostream.community.permitting import may_bring
from allostream.community.table_rules import LARGEST, MOST_PASTED, MOST_ROWS
from allostream.lib.problems import Forbidden, Problem
from allostream.web.addresses import Place, address, with_query
from allostream.web.bring_many_forms import ListForm, ManyForm, fault_words
from allostream.web.http import PageRequest
from allostream.web.limits import check_newcomer, is_newcomer_in_a_flood
from allostream.web.page import Page, everywhere, write


@require_http_methods(["GET", "HEAD", "POST"])
def bring_many(request: PageRequest) -> HttpResponse:
    """The page with both forms, or what came of one. Thirty queries, and some for each twenty links.

    Raises Forbidden, and as community.bulk.bring_many does.
    """
    if not request.user.is_authenticated:
        here = request.get_full_path() if request.method != "POST" else address(request.site.language, Place.BRING_MANY)
        return HttpResponseRedirect(with_query(address(request.site.language, Place.SIGN_IN), next=here))
    if not may_bring(request.user, request.site):
        raise Forbidden
    if request.method != "POST":
        asked = request.GET.get("list", "")
        return _page(request, ManyForm(), ListForm(initial={"url": asked}, auto_id="list_%s"))
    where = Where(request.site, request.visitor.country, request.visitor.language)
    if request.POST.get("form") == "list":
        return _propose(request, where)
    form = ManyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, ListForm(auto_id="list_%s"), status=422)
    table = form.table(limits_of(request.user).links_at_once)
    if not table.lines:
        for trouble in table.troubles[:20]:
            form.add_error(None, line_words(trouble.line, fault_words(trouble.fault, trouble.given)))
        return _page(request, form, ListForm(auto_id="list_%s"), status=422)
    file = form.cleaned_data.get("file")
    if file and is_newcomer_in_a_flood(request):  # a file cannot be sent again by the page that asks for a proof
        form.add_error(
            "file", gettext("Very many accounts are new at this moment: paste the addresses, or come back tomorrow.")
        )
        return _page(request, form, ListForm(auto_id="list_%s"), status=429)
    check_newcomer(request)
    bundle = bulk.bring_many(
        table, form.declared(), where, by=request.user, kind=Kind.FILE if file else Kind.PASTE,
        name=file.name if file else "",
    )  # fmt: skip
    return HttpResponseRedirect(with_query(address(request.site.language, Place.BROUGHT), together=bundle.public_id))


def line_words(line: int, words: str) -> str:
    """What is wrong, with the number of the line where it is wrong."""
    return gettext("Line %(line)s: %(words)s") % {"line": line, "words": words} if line else words


def _propose(request: PageRequest, where: Where) -> HttpResponse:
    """What came of the proposal of a list."""
    form = ListForm(request.POST, auto_id="list_%s")
    if form.is_valid():
        check_newcomer(request)
        given = form.cleaned_data
        try:
            row = bulk.propose_list(given["url"], given["why"], form.declared(), where, by=request.user)
        except Problem as problem:
            form.add_error("url", gettext(problem.sentence) % problem.details)
        else:
            there = address(request.site.language, Place.BROUGHT_ONE, id=row.public_id)
            return HttpResponseRedirect(with_query(there, sent="1"))
    return _page(request, ManyForm(), form, status=422)


def _page(request: PageRequest, many: forms.Form, listed: forms.Form, *, status: int = 200) -> HttpResponse:
    page = Page(
        title=gettext("Bring many links at once"),
        description=gettext("Paste up to a hundred addresses, upload a table, or propose a whole playlist."),
        addresses=everywhere(Place.BRING_MANY), is_indexed=False,
    )  # fmt: skip
    most = limits_of(request.user).links_at_once
    context: dict[str, Any] = {
        "many": many, "listed": listed, "most_pasted": min(MOST_PASTED, most), "most_rows": min(MOST_ROWS, most),
        "kilobytes": LARGEST // 1024, "action": address(request.site.language, Place.BRING_MANY),
    }  # fmt: skip
    return write(request, "pages/bring_many.html", page, context, status=status)
