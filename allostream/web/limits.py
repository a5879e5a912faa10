"""How much one address may ask for and send, so that a program that does so without end leaves room for readers.

Each address has an allowance in the memory of this process: a minute’s worth of searches at once, then as many as come
back each second. What is refused costs nothing, so who waits as long as the answer says is never locked out.
"""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext

from allostream.accounts.queries import is_flood, is_new_in_a_flood
from allostream.lib.problems import Problem, gettext_noop
from allostream.web import proofs
from allostream.web.allowances import MINUTE, Allowances
from allostream.web.http import PageRequest

SITE_BITS = 64  # of an IPv6 address: what one connection to the network has
SUGGESTION = 0.25  # what a suggestion costs beside a search

View = Callable[..., HttpResponse]


class TooManySearches(Problem):
    """More searches than one address may ask for; `retry_after` says when the next one is answered."""

    code = "too-many-searches"
    status = 429
    sentence = gettext_noop("Many searches came from your network in a short time: search again in a moment.")

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.retry_after = max(1, ceil(wait))


class TooMuchSent(Problem):
    """More voices, reports or comments than one address may send; `retry_after` says when the next one is taken."""

    code = "too-much-sent"
    status = 429
    sentence = gettext_noop("Much was sent from your network in a short time: send it again in a moment.")

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.retry_after = max(1, ceil(wait))


ALLOWANCES = Allowances()
# What is sent: at first without more ado, then with a proof that it is no program, then not at all for a while.
FREE, SENT = Allowances(), Allowances()
SIGN_UPS, SIGN_UPS_PER_HOUR = Allowances(), 5  # from one network without a proof
SENT_PER_MINUTE = 60  # voices; what costs a person more time costs more of this
SENT_BY_ALL = 600  # where nobody can be told from others, all together


def client(request: PageRequest) -> str:
    """Who asks, as far as a limit needs it: the address, of IPv6 the network of one connection. "" where it is not
    known: what comes from this machine or its own network may come from a proxy that the settings do not tell of.
    """
    proxies = settings.PROXIES
    told = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    written = told[-proxies] if 0 < proxies <= len(told) else request.META.get("REMOTE_ADDR", "")
    try:
        found = ip_address(written.strip("[]"))
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if not proxies and not found.is_global:
        return ""
    if isinstance(found, IPv6Address):
        return str(int(found) >> SITE_BITS)
    return str(found)


def take(request: PageRequest, cost: float) -> None:
    """Count a search of whoever asks. Raises TooManySearches."""
    who, per_minute = client(request), settings.SEARCHES_PER_MINUTE
    if not who or not per_minute:
        return
    if wait := ALLOWANCES.take(who, cost, per_minute, time.monotonic()):
        raise TooManySearches(wait)


def take_sent(request: PageRequest, cost: float = 1.0) -> None:
    """Count what somebody sends: a voice costs 1, words cost more. A query for who has signed in, two in a flood.

    Raises TooMuchSent, and before that ProofWanted where much comes from one network or from new accounts.
    """
    who, now = client(request), time.monotonic()
    share = settings.PROOF_AFTER if who else SENT_BY_ALL // 2
    if settings.PROOF_BITS and share and not FREE.take(who, cost, share, now) and not _is_flooding(request):
        return
    per_minute = SENT_PER_MINUTE if who else SENT_BY_ALL
    if settings.PROOF_BITS:
        proofs.check(request, who)
    if wait := SENT.take(who, cost, per_minute, now):
        raise TooMuchSent(wait)


def check_newcomer(request: PageRequest) -> None:
    """Ask new accounts for a proof while very many are made; what each may send is limited elsewhere. Raises
    ProofWanted. Two queries at most."""
    if is_newcomer_in_a_flood(request):
        proofs.check(request, client(request))


def is_newcomer_in_a_flood(request: PageRequest) -> bool:
    """Whether a proof is asked of whoever sends something, because very many accounts are new and theirs is one. Two
    queries at most."""
    return bool(settings.PROOF_BITS) and _is_flooding(request)


def asks_to_sign_up() -> bool:
    """Whether so many accounts are new that each further one is asked for a proof. One query."""
    return bool(settings.PROOF_BITS) and is_flood(settings.PROOF_SIGN_UPS)


def check_sign_up(request: PageRequest) -> None:
    """Count an account that somebody makes. Raises ProofWanted where one network makes many, or very many are made.
    One query."""
    who, hours = client(request), time.monotonic() / MINUTE  # an allowance for a minute is here one for an hour
    is_much = bool(who) and bool(SIGN_UPS.take(who, 1, SIGN_UPS_PER_HOUR, hours))
    if settings.PROOF_BITS and (is_much or asks_to_sign_up()):
        proofs.check(request, who)


def _is_flooding(request: PageRequest) -> bool:
    person = request.user
    return bool(person.is_authenticated and is_new_in_a_flood(person, settings.PROOF_SIGN_UPS))


def limited(view: View) -> View:
    """A view that answers searches with a page, or with a refusal as a page."""

    @wraps(view)
    def answer(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        take(request, 1.0)
        return view(request, *args, **kwargs)

    return answer


def limited_feed(view: View) -> View:
    """The same for programs that read feeds: the refusal is a line of text."""

    @wraps(view)
    def answer(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            take(request, 1.0)
        except TooManySearches as problem:
            text = f"{gettext(problem.sentence)}\n"
            return refused(problem, HttpResponse(text, content_type="text/plain; charset=utf-8"))
        return view(request, *args, **kwargs)

    return answer


def limited_suggestions(view: View) -> View:
    """The same for what becomes of words while they are typed: cheaper, and the refusal is of RFC 9457."""

    @wraps(view)
    def answer(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            take(request, SUGGESTION)
        except TooManySearches as problem:
            told = {
                "title": HTTPStatus(problem.status).phrase,
                "status": problem.status,
                "detail": gettext(problem.sentence),
                "code": problem.code,
            }
            return refused(problem, JsonResponse(told, content_type="application/problem+json"))
        return view(request, *args, **kwargs)

    return answer


def refused(problem: TooManySearches, response: HttpResponse) -> HttpResponse:
    """The answer of a refusal to a program."""
    response.status_code = problem.status
    response.headers["Retry-After"] = str(problem.retry_after)
    response.headers["Cache-Control"] = "no-store"
    return response
