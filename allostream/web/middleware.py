"""What every request passes through: site and reader, the content security policy, refusals as pages."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import SimpleLazyObject

from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem
from allostream.lib.visitor import Visitor
from allostream.sites import queries as sites
from allostream.web.choices import choices_in
from allostream.web.http import SITES_KEY, PageRequest, accepted_host
from allostream.web.secret_pages import asks_with_secret, secret
from allostream.web.views.errors import BadRequest, problem_page

Answer = Callable[[HttpRequest], HttpResponse]
NUL = "\x00"
POLICY: Mapping[str, Sequence[str]] = {
    "default-src": ("'none'",),
    "img-src": ("'self'",),
    "style-src": ("'self'",),
    "font-src": ("'self'",),
    "script-src": ("'self'",),
    "connect-src": ("'self'",),
    "form-action": ("'self'",),
    "base-uri": ("'none'",),
    "frame-ancestors": ("'none'",),
    "manifest-src": ("'self'",),
}


def written(policy: Mapping[str, Sequence[str]]) -> str:
    """A policy as a header."""
    return "; ".join(f"{name} {' '.join(values)}" for name, values in policy.items())


STRICT = written(POLICY)


def vary(response: HttpResponse, names: str) -> None:
    """Add to the header Vary; on most answers it is the first to be told, and nothing has to be taken apart."""
    if "Vary" in response.headers:
        patch_vary_headers(response, names.split(", "))
    else:
        response.headers["Vary"] = names


def visitor_of(request: PageRequest) -> Visitor:
    """The reader of a request. One query for somebody signed in."""
    site, chosen = request.site, request.choices
    return Visitor(
        site=site.slug,
        language=chosen.language,
        country=chosen.country,
        now=clock.now(),
        address_language=site.language,
        site_is_noncommercial=site.is_noncommercial,
        may_moderate=_may_moderate(request),
        only_watchable=chosen.only_watchable,
        other_countries=chosen.other_countries,
        services=chosen.services,
        languages=chosen.languages,
    )


def _may_moderate(request: PageRequest) -> bool:
    user = getattr(request, "user", None)  # a page of refusal may be made before people are known
    if user is None or not user.is_authenticated:
        return False
    return may(user, Right.BENCH_SEE, site=request.site.slug)


class VisitorMiddleware:
    """Finds the site by its host name and puts site, reader and language on the request.

    One query, none behind allostream.web.front, which has read the sites.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        host, _port = split_domain_port(accepted_host(request))
        request.sites = request.META.get(SITES_KEY) or sites.all_sites()
        request.site = sites.site_for(host, request.sites)
        request.choices = choices_in(request.META, request.site)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # Made when first asked for: whether the reader moderates is known only after the session has been read.
            request.visitor = SimpleLazyObject(partial(visitor_of, request))  # type: ignore[assignment]  # its stand-in
        else:
            request.visitor = visitor_of(request)
        language = request.choices.language
        with translation.override(language):
            # PostgreSQL refuses to look for a text with a NUL.
            response = problem_page(request, NotFound()) if NUL in request.path else self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language)
            vary(response, "Cookie, Accept-Language")
            # Kept by browsers and proxies, but never shown again without asking: a link may have been withdrawn.
            if "Cache-Control" in response.headers:
                patch_cache_control(response, no_cache=True)
            else:
                response.headers["Cache-Control"] = "no-cache"
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                patch_cache_control(response, private=True)
        return secret(response) if asks_with_secret(request) else response

    def process_view(self, request: PageRequest, *_view: object) -> HttpResponse | None:
        """Refuse a form with a NUL, which no keyboard types and PostgreSQL does not store."""
        if request.method == "POST" and any(NUL in text for _name, texts in request.POST.lists() for text in texts):
            return problem_page(request, BadRequest())
        return None


class ContentSecurityPolicyMiddleware:
    """Sends the policy: nothing but our own pictures, sheets, fonts and scripts, unless the view asked for more."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        more: Mapping[str, Sequence[str]] = getattr(response, "policy", {})
        response.headers["Content-Security-Policy"] = written({**POLICY, **more}) if more else STRICT
        return response


class ProblemMiddleware:
    """Turns a refusal, raised anywhere below, into the page of its status."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: PageRequest, exception: Exception) -> HttpResponse | None:
        return problem_page(request, exception) if isinstance(exception, Problem) else None
