"""A sender shows who they are, without an account: an address by a letter, a domain by what stands there, an authority
by a document. Their own page is secret as that of a case is; its forms carry the secret in place of a token."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem
from allostream.rights_desk import proving
from allostream.rights_desk.identity_rules import FILE_PATH, OF_DOMAIN, RECORD_LABEL, Way
from allostream.rights_desk.models import IdentityCheck, Sender
from allostream.rights_desk.senders import record_of, shown_of
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day
from allostream.web.http import PageRequest, own_origin
from allostream.web.limits import TooMuchSent
from allostream.web.notices.allowance import take_letter, take_notice
from allostream.web.notices.words import fault_words, way_words
from allostream.web.page import Page, everywhere, write
from allostream.web.secret_pages import secret
from allostream.web.views.errors import unknown_value

ACTS = ("domain", "again", "document")


@require_safe
def short(request: PageRequest) -> HttpResponse:
    """`/n/who`: the address in the letter; its token goes along."""
    where = with_query(address(request.site.language, Place.NOTICE_WHO), token=request.GET.get("token", ""))
    return secret(HttpResponseRedirect(where))


@csrf_exempt  # nobody is signed in: the token of the letter says all that counts
@require_http_methods(["GET", "HEAD", "POST"])
def who(request: PageRequest) -> HttpResponse:
    """Ask for a letter, or confirm an address by its link: by a press, so that no program that looks at mail does it.
    Three queries, twelve to confirm."""
    token = request.POST.get("token", "") or request.GET.get("token", "")
    if request.method != "POST":
        return _start(request, token=token)
    try:
        if token:
            return _confirmed(request, token)
        email = request.POST.get("email", "")
        take_notice(request)
        take_letter(email.strip().lower())
        proving.send_link(email, site=request.site.slug, language=request.visitor.language)
    except Problem as refused:
        response = _start(
            request, typed=request.POST.get("email", ""), trouble=gettext(refused.sentence) % refused.details,
            status=refused.status,
        )  # fmt: skip
        if isinstance(refused, TooMuchSent):
            response.headers["Retry-After"] = str(refused.retry_after)
        return response
    return HttpResponseRedirect(with_query(address(request.site.language, Place.NOTICE_WHO), sent="1"))


def _confirmed(request: PageRequest, token: str) -> HttpResponse:
    sender = proving.confirm_address(token)
    where = address(request.site.language, Place.NOTICE_SENDER, id=sender.public_id)
    return secret(HttpResponseRedirect(with_query(where, key=proving.secret_of(sender), sent="address")))


def _start(
    request: PageRequest, *, token: str = "", typed: str = "", trouble: str = "", status: int = 200
) -> HttpResponse:
    email = ""
    if token:
        try:
            email = proving.address_in(token)
        except Problem as over:
            token, trouble, status = "", gettext(over.sentence) % over.details, over.status
    page = Page(
        title=gettext("Show who you are"),
        description=gettext("For those who send notices: confirm your address, your domain, and for whom you may act."),
        addresses=everywhere(Place.NOTICE_WHO), is_indexed=False, is_secret=bool(token),
    )  # fmt: skip
    context = {
        "action": address(request.site.language, Place.NOTICE_WHO), "token": token, "email": email, "typed": typed,
        "trouble": trouble, "is_sent": request.GET.get("sent") == "1",
    }  # fmt: skip
    return secret(write(request, "notices/who.html", page, context, status=status))


@csrf_exempt  # the secret in the form says who may
@require_http_methods(["GET", "HEAD", "POST"])
def sender(request: PageRequest, id: str) -> HttpResponse:
    """What a sender has shown, until when, and what more they can show. Eight queries. Raises NotFound."""
    key = request.POST.get("key", "") or request.GET.get("key", "")
    if not key:  # the address that a page of theirs links to
        return HttpResponseRedirect(address(request.site.language, Place.NOTICE_WHO))
    row = proving.sender_with_secret(id, key)
    if request.method != "POST":
        return secret(_page(request, row, key))
    what = request.POST.get("do", "")
    if what not in ACTS:
        raise unknown_value("do", what, ACTS)
    try:
        take_notice(request)
        _act(request, row, what)
    except NotFound:
        raise
    except Problem as refused:
        said = gettext(refused.sentence) % refused.details
        return secret(_page(request, row, key, trouble=said, status=refused.status))
    here = address(request.site.language, Place.NOTICE_SENDER, id=row.public_id)
    return secret(HttpResponseRedirect(with_query(here, key=key, sent=what)))


def _act(request: PageRequest, row: Sender, what: str) -> None:
    given = request.POST
    if what == "domain":
        proving.ask_domain(row, given.get("way", ""), given.get("domain", ""))
    elif what == "again":
        check = proving.check_with_id(row, given.get("check", ""))
        proving.ask_domain(row, check.way, check.value)
    else:
        upload = request.FILES.get("document")
        large = upload is not None and (upload.size or 0) > proving.LARGEST_DOCUMENT
        content = upload.read() if upload and not large else b""
        proving.hand_in(row, content, upload.name or "" if upload else "", given.get("holder", ""),
                        site=request.site.slug)  # fmt: skip


def _page(request: PageRequest, row: Sender, key: str, *, trouble: str = "", status: int = 200) -> HttpResponse:
    now, language = clock.now(), request.visitor.language
    here = address(request.site.language, Place.NOTICE_SENDER, id=row.public_id)
    record, proved = record_of(row, now), shown_of(row, now)
    checks = proving.checks_of(row)
    context: dict[str, Any] = {
        "sender": row,
        "key": key,
        "action": here,
        "trouble": trouble,
        "sent": _sent_words(request.GET.get("sent", "")),
        "stands": stands(record.is_verified, record.is_found, proved.has_address),
        "until": day(row.verified_until.date(), language) if record.is_verified and row.verified_until else "",
        "checks": [check_shown(one, language) for one in checks],
        "ways": [(way.value, way_words(way)) for way in OF_DOMAIN],
        "tasks": _tasks(request, row, checks),
        "send_address": address(request.site.language, Place.NOTICE_SEND),
    }
    page = Page(title=row.organisation or row.email, is_indexed=False, is_secret=True)
    return write(request, "notices/sender.html", page, context, status=status)


def stands(is_verified: bool, is_found: bool, has_address: bool) -> str:
    """What a sender has come to, and what that does, in words."""
    if is_verified:
        return gettext(
            "Verified: complete notices of yours act at once, whatever their number up to a million addresses a day."
        )
    if is_found:
        return gettext(
            "Address and domain are yours: complete notices of yours act at once up to 2,000 addresses a day. With a "
            "document for whom you act, looked at by a person here, you are a verified sender."
        )
    if has_address:
        return gettext("Your address is confirmed. Show a domain of yours, and for whom you act.")
    return gettext("Nothing is shown yet.")


def check_shown(one: IdentityCheck, language: str) -> Mapping[str, Any]:
    """A check in words: by which way, what it is about, how it stands, until when."""
    now = clock.now()
    holds = one.passed_at is not None and (one.valid_until is None or one.valid_until > now)
    if holds:
        state, look = gettext("shown"), "ok"
    elif one.passed_at is not None:
        state, look = gettext("no longer valid"), "no"
    elif one.failed_at is not None:
        state, look = gettext("not shown"), "no"
    else:
        state, look = gettext("is being looked at"), "pay"
    return {
        "id": one.public_id, "way": way_words(one.way), "value": one.value, "state": state, "look": look,
        "holds": holds, "until": day(one.valid_until.date(), language) if holds and one.valid_until else "",
        "why": fault_words(one.note) if one.failed_at else "", "may_look": one.way in OF_DOMAIN,
        "is_document": one.way == Way.DOCUMENT, "has_document": one.document_id is not None,
        "waits": one.way == Way.DOCUMENT and one.passed_at is None and one.failed_at is None,
    }  # fmt: skip


def _tasks(request: PageRequest, row: Sender, checks: Sequence[IdentityCheck]) -> list[Mapping[str, str]]:
    """What to put where, for each domain that is not shown yet, or no longer for long."""
    found: list[Mapping[str, str]] = []
    for one in checks:
        if one.way not in OF_DOMAIN:
            continue
        word = proving.word_of(row, one.value)
        page = own_origin(request) + address(request.site.language, Place.NOTICE_SENDER, id=row.public_id)
        where, what = {
            Way.DNS: (gettext("TXT record of %(name)s") % {"name": f"{RECORD_LABEL}.{one.value}"}, word),
            Way.FILE: (f"https://{one.value}{FILE_PATH}", word),
            Way.REL_ME: (gettext("On the front page %(name)s") % {"name": f"https://{one.value}/"},
                         f'<a rel="me" href="{page}">{row.organisation or "Allostream"}</a>'),
        }[Way(one.way)]  # fmt: skip
        found.append({"id": one.public_id, "way": way_words(one.way), "where": where, "what": what})
    return found


def _sent_words(what: str) -> str:
    return {
        "address": gettext("Your address is confirmed. Keep this page’s address: it is secret and needs no password."),
        "domain": gettext("We look within a minute. Put what stands below at your domain, then have us look again."),
        "again": gettext("We look within a minute: load this page again."),
        "document": gettext("It has arrived. A person looks at it, and you get a letter."),
    }.get(what, "")
