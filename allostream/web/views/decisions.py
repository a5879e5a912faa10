"""One decision: its line for everybody, the statement of reasons for whom it concerns, and the form to contest it."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from allostream.accounts.models import User
from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.mail.rules import is_address
from allostream.moderation import appeal_rules, contesting, log_queries, wording
from allostream.moderation.actions import hash_of
from allostream.moderation.appeal_rules import Contested
from allostream.moderation.contesting import AppealRefused
from allostream.moderation.decision_rules import Rule
from allostream.moderation.models import Appeal, Decision
from allostream.moderation.queries import decision_with_id
from allostream.moderation.statements import statement
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day
from allostream.web.http import PageRequest
from allostream.web.moderation_words import refusal_words
from allostream.web.page import Page, everywhere, write
from allostream.web.views.moderation_log import heading, line_words

KEYS = "decisions"  # where a session keeps by which keys decisions were opened: as hashes, as the table does
MOST_KEYS, DAY = 20, 24 * 3600


@require_safe
def short(request: PageRequest, id: str) -> HttpResponse:
    """`/d/<id>`: the permanent address of a decision, as it stands in letters; the secret does not stay in it."""
    return _opened(request, id)


def _opened(request: PageRequest, public_id: str) -> HttpResponse:
    """Lead to a decision, by an address that nobody can open who reads it over a shoulder or in a history.

    The right secret goes into the session, for a day where nobody is signed in; a wrong one is kept nowhere. One query
    for who brings a secret. Raises NotFound.
    """
    key_hash = hash_of(key) if (key := request.GET.get("key", "")) else ""
    if key_hash and contesting.is_author(decision_with_id(public_id), None, key_hash):
        known = {**request.session.get(KEYS, {}), public_id: key_hash}
        request.session[KEYS] = dict(list(known.items())[-MOST_KEYS:])
        if not request.user.is_authenticated:
            request.session.set_expiry(DAY)
    response = HttpResponseRedirect(address(request.site.language, Place.DECISION, id=public_id))
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: PageRequest, id: str) -> HttpResponse:
    """A decision: public as one line, whole for whom it concerns, who contests it here. Nine queries.

    Raises NotFound, also for what is not public and another's.
    """
    if request.method != "POST" and request.GET.get("key"):
        return _opened(request, id)
    row = decision_with_id(id)
    person = request.user if request.user.is_authenticated else None
    key_hash = request.session.get(KEYS, {}).get(id, "")
    is_author = contesting.is_author(row, person, key_hash)
    if not (row.is_public or is_author or request.visitor.may_moderate):
        raise NotFound
    if request.method == "POST":
        return _contest(request, row, person, key_hash)
    return _page(request, row, is_author=is_author)


def _contest(request: PageRequest, row: Decision, person: User | None, key_hash: str) -> HttpResponse:
    text, email = request.POST.get("text", ""), request.POST.get("email", "").strip()
    is_author = contesting.is_author(row, person, key_hash)
    if email and not is_address(email):
        said = gettext("This is no e-mail address: give one as name@example.org, or none.")
        return _page(request, row, is_author=is_author, text=text, email=email, wrong_email=said, status=422)
    try:
        contesting.contest(
            row, text, person=person, key_hash=key_hash, email=email, language=request.visitor.language,
            site=request.site.slug,
        )  # fmt: skip
    except AppealRefused as refused:
        said = refusal_words(refused.details["why"])
        return _page(request, row, is_author=is_author, text=text, email=email, refusal=said, status=422)
    where = address(request.site.language, Place.DECISION, id=row.public_id)
    return HttpResponseRedirect(with_query(where, sent="1"))


def _page(
    request: PageRequest, row: Decision, *, is_author: bool, text: str = "", refusal: str = "", email: str = "",
    wrong_email: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    (line,) = log_queries.lines_of(request.visitor, [row])
    appeal = log_queries.appeal_of(row)
    language = request.visitor.language
    found = Contested(row.contest_until, row.undone_by_id is not None, appeal is not None)
    closed = appeal_rules.why_not_contest(found, is_author=is_author, text=None, now=clock.now())
    whole = is_author or request.visitor.may_moderate
    page = Page(
        title=heading(row),
        addresses=everywhere(Place.DECISION, id=row.public_id), is_indexed=False,
    )  # fmt: skip
    context: dict[str, Any] = {
        "line": line_words(line, language, request.site.language),
        "parts": statement(row, line.card.name if line.card else "") if whole else [],
        "is_author": is_author,
        "appeal": _appeal(appeal, language) if appeal and whole else None,
        "may_contest": closed is None,
        "closed": refusal_words(closed) if closed and is_author and not appeal else "",
        "contest_until": day(row.contest_until.date(), language) if row.contest_until else "",
        "days": appeal_rules.ANSWERED_WITHIN,
        "asks_address": is_author and row.author_id is None,
        "text": text,
        "refusal": refusal,
        "email": email,
        "wrong_email": wrong_email,
        "sent": request.GET.get("sent") == "1",
        "undone": address(request.site.language, Place.DECISION, id=row.undone_by.public_id) if row.undone_by else "",
    }
    response = write(request, "moderation/decision.html", page, context, status=status)
    if is_author:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _appeal(appeal: Appeal, language: str) -> dict[str, Any]:
    """An appeal as whom it concerns may read it."""
    return {
        "text": appeal.text, "made": day(appeal.made_at.date(), language),
        "answer_by": day(appeal.answer_by.date(), language), "is_open": appeal.state == Appeal.State.OPEN,
        "is_upheld": appeal.state == Appeal.State.UPHELD, "answer": appeal.answer,
        "answered": day(appeal.answered_at.date(), language) if appeal.answered_at else "",
    }  # fmt: skip


@require_safe
def house_rules(request: PageRequest) -> HttpResponse:
    """The published rules with their ids, what may follow, and how it is contested. No query of its own."""
    page = Page(
        title=gettext("House rules"),
        description=gettext("By which rules links, reports and comments are decided on, and how to contest that."),
        addresses=everywhere(Place.HOUSE_RULES),
    )
    rules = [(one.value, wording.rule_name(one), wording.rule_text(one)) for one in Rule if one is not Rule.IN_ORDER]
    context = {"rules": rules, "days": appeal_rules.ANSWERED_WITHIN}
    return write(request, "moderation/rules.html", page, context)
