"""Appeals that wait for an answer, for those who may answer: never whoever took the decision."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.lib import clock
from allostream.lib.problems import Problem
from allostream.moderation import contesting, log_queries
from allostream.moderation.contesting import AppealRefused
from allostream.moderation.models import Appeal
from allostream.moderation.statements import statement
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day
from allostream.web.http import PageRequest
from allostream.web.moderation_words import refusal_words
from allostream.web.page import Page, everywhere, write
from allostream.web.views.bench import moderators_only
from allostream.web.views.lists import after_first, before_after, read_page
from allostream.web.views.moderation_log import heading


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def appeals(request: PageRequest) -> HttpResponse:
    """A page of what is contested, what must be answered first at the top. Four queries.

    Raises UnknownValue for what is no number of a page, and NotFound beyond the last.
    """
    if request.method != "POST":
        return _page(request)
    upheld = request.POST.get("outcome") == "upheld"
    try:
        contesting.answer(
            request.POST.get("appeal", ""), upheld=upheld, text=request.POST.get("answer", "")[:5000], by=request.user
        )
    except AppealRefused as refused:
        return _page(request, refusal_words(refused.details["why"]), status=422)
    except Problem as refused:
        return _page(request, gettext(refused.sentence) % refused.details, status=refused.status)
    return HttpResponseRedirect(with_query(address(request.site.language, Place.APPEALS), sent="1"))


def _page(request: PageRequest, refusal: str = "", *, status: int = 200) -> HttpResponse:
    path, number = address(request.site.language, Place.APPEALS), read_page(request.GET)
    found = log_queries.appeals(Appeal.State.OPEN, number)
    context: dict[str, Any] = {
        # A refused answer comes back to the page on which it was written.
        "path": with_query(path, page=after_first(number)),
        "back": address(request.site.language, Place.QUEUE),
        "appeals": [_row(request, one) for one in found.appeals],
        "may_answer": may(request.user, Right.APPEAL_DECIDE),
        "refusal": refusal,
        "kept": (request.POST.get("appeal", ""), request.POST.get("answer", "")),
        "sent": gettext("It is answered, and whoever asked is told.") if request.GET.get("sent") else "",
        **before_after(path, number, has_more=found.has_more),
    }
    page = Page(
        title=gettext("Contested decisions"), addresses=everywhere(Place.APPEALS), number=number, is_indexed=False
    )
    return write(request, "moderation/appeals.html", page, context, status=status)


def _row(request: PageRequest, appeal: Appeal) -> dict[str, Any]:
    row, language = appeal.decision, request.visitor.language
    return {
        "id": appeal.public_id, "text": appeal.text, "made": day(appeal.made_at, language),
        "answer_by": day(appeal.answer_by, language), "is_late": appeal.answer_by <= clock.now(),
        "name": heading(row),
        "address": address(request.site.language, Place.DECISION, id=row.public_id), "parts": statement(row),
        "is_mine": request.user.pk in contesting.deciders(row),
    }  # fmt: skip
