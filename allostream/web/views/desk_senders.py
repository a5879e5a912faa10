"""Those who write to the desk: what is known of them, how good their messages were, and the keys of their programs."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound, Problem
from allostream.rights_desk import desk_actions, desk_queries, proving
from allostream.rights_desk.models import Sender
from allostream.rights_desk.sender_rules import quality
from allostream.rights_desk.senders import record_of
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day, number
from allostream.web.http import PageRequest
from allostream.web.notices import flagger_forms
from allostream.web.page import Page, everywhere, write
from allostream.web.secret_pages import secret
from allostream.web.views.desk import desk_only
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import read_page
from allostream.web.views.notice_senders import check_shown


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def senders(request: PageRequest) -> HttpResponse:
    """All senders, the latest first, and the trusted flaggers. Six queries. Raises NotFound and Forbidden."""
    here = address(request.site.language, Place.SENDERS)
    if request.method == "POST":
        if not may(request.user, Right.SENDER_JUDGE, site=request.site.slug):
            raise Forbidden
        try:
            flagger_forms.act(request)
        except Problem as refused:
            if refused.status == NotFound.status:
                raise
            return _senders(request, trouble=flagger_forms.trouble(refused), status=refused.status)
        return HttpResponseRedirect(here)
    return _senders(request)


def _senders(request: PageRequest, *, trouble: str = "", status: int = 200) -> HttpResponse:
    here = address(request.site.language, Place.SENDERS)
    asked = read_page(request.GET)
    rows, pages = desk_queries.senders(asked)
    language, site = request.visitor.language, request.site.language
    context: dict[str, Any] = {
        "senders": [
            {
                "name": row.organisation or row.name or row.email, "email": row.email,
                "address": address(site, Place.SENDER, id=row.public_id), "items": number(row.items, language),
                "stands": standing_words(row), "last": day(row.last_at.date(), language),
            }
            for row in rows
        ],
        "flaggers": [flagger_forms.shown(row, language) for row in desk_queries.flaggers()],
        "areas": flagger_forms.areas(request.POST.getlist("areas")),
        "typed": request.POST if trouble else {},
        "trouble": trouble,
        "may_judge": may(request.user, Right.SENDER_JUDGE, site=request.site.slug),
        "before": with_query(here, page=asked - 1) if asked > 1 else "",
        "after": with_query(here, page=asked + 1) if asked < pages else "",
    }  # fmt: skip
    page = Page(title=gettext("Senders"), addresses=everywhere(Place.SENDERS), number=asked, is_indexed=False)
    return write(request, "desk/senders.html", page, context, status=status)


def standing_words(row: Sender) -> str:
    """What a sender is taken for."""
    now = clock.now()
    if row.suspended_until and row.suspended_until > now:
        return gettext("suspended")
    if row.flagger_id:
        return gettext("trusted flagger")
    return gettext("verified") if row.verified_until and row.verified_until > now else gettext("not verified")


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def sender(request: PageRequest, id: str) -> HttpResponse:
    """One sender with checks, figures and keys. Eight queries. Raises NotFound and Forbidden."""
    row = desk_queries.sender_with_id(id)
    if request.method != "POST" and (asked := request.GET.get("document", "")):
        return document(row, asked)
    if request.method != "POST":
        return _page(request, row)
    if not may(request.user, Right.SENDER_JUDGE, site=request.site.slug):
        raise Forbidden
    try:
        return _act(request, row)
    except Problem as refused:
        said = gettext(refused.sentence) % refused.details
        return _page(request, row, trouble=said, status=refused.status)


def document(row: Sender, public_id: str) -> HttpResponse:
    """The document of a check byte for byte, as a file: nothing in it is opened here. Raises NotFound."""
    check = proving.check_with_id(row, public_id)
    if check.document is None:
        raise NotFound
    suffix = check.document.media_type.rpartition("/")[2]
    answer = HttpResponse(bytes(check.document.content), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="authority-{check.public_id}.{suffix}"'
    return secret(answer)


def _act(request: PageRequest, row: Sender) -> HttpResponse:
    what, why = request.POST.get("do", ""), request.POST.get("why", "").strip()[:500]
    if what == "make-key":
        # Shown once, in this answer, which nobody keeps: a redirect would put it into an address.
        return _page(request, row, key=desk_actions.make_key(row, why, by=request.user))
    if what == "revoke":
        desk_actions.revoke_key(row, request.POST.get("key", ""), by=request.user)
    elif what in ("verify", "unverify"):
        if not why:
            return _page(request, row, trouble=gettext("Write how they have shown who they are."), status=422)
        (desk_actions.verify_sender if what == "verify" else desk_actions.unverify_sender)(
            row, by=request.user, why=why
        )
    elif what in ("accept", "refuse"):
        if not why:
            return _page(request, row, trouble=gettext("Write what you have seen: the sender reads it."), status=422)
        until = request.POST.get("until", "")
        proving.judge_document(
            row, request.POST.get("check", ""), is_accepted=what == "accept", by=request.user, why=why,
            until=flagger_forms.day_in(until, "until"),
        )  # fmt: skip
    else:
        raise unknown_value("do", what, ["make-key", "revoke", "verify", "unverify", "accept", "refuse"])
    return HttpResponseRedirect(with_query(address(request.site.language, Place.SENDER, id=row.public_id), sent="1"))


def _page(request: PageRequest, row: Sender, *, key: str = "", trouble: str = "", status: int = 200) -> HttpResponse:
    language, now = request.visitor.language, clock.now()
    found = record_of(row, now)
    facts = [
        (gettext("E-mail"), row.email), (gettext("Name"), row.name), (gettext("Organisation"), row.organisation),
        (gettext("First seen"), day(row.first_at.date(), language)), (gettext("Stands as"), standing_words(row)),
        (gettext("Verified until"), day(row.verified_until.date(), language) if row.verified_until else ""),
        (gettext("Items decided"), number(row.items, language)), (gettext("Upheld"), number(row.upheld, language)),
        (gettext("Refused"), number(row.refused, language)), (gettext("Reversed"), number(row.reversed, language)),
        (gettext("Not listed here"), number(row.not_here, language)),
        (gettext("Score"), f"{round(quality(found) * 100)} %"),
        (gettext("Addresses in the last 24 hours"), number(found.today, language)),
    ]  # fmt: skip
    context: dict[str, Any] = {
        "sender": row,
        "facts": [(name, value) for name, value in facts if value],
        "checks": [check_shown(one, language) for one in proving.checks_of(row)],
        "keys": [
            {
                "id": one.public_id, "label": one.label, "made": day(one.made_at.date(), language),
                "used": day(one.used_at.date(), language) if one.used_at else "", "is_void": one.revoked_at is not None,
            }
            for one in desk_queries.keys_of(row)
        ],
        "cases": with_query(address(request.site.language, Place.DESK), sender=row.public_id),
        "action": address(request.site.language, Place.SENDER, id=row.public_id),
        "may_judge": may(request.user, Right.SENDER_JUDGE, site=request.site.slug),
        "is_verified": bool(row.verified_until and row.verified_until > now),
        "key": key,
        "trouble": trouble,
        "sent": request.GET.get("sent") == "1",
    }  # fmt: skip
    page = Page(title=row.organisation or row.name or row.email, is_indexed=False)
    return write(request, "desk/sender.html", page, context, status=status)
