"""The request as our middleware completes it."""

from collections.abc import Sequence
from functools import lru_cache

from django.http import HttpRequest
from django.http.request import split_domain_port

from allostream.accounts.models import User
from allostream.lib.visitor import Visitor
from allostream.sites.models import Site
from allostream.web.choices import Choices

# Where the environment of a request has the sites, when they were read in front of Django.
SITES_KEY = "allostream.sites"


class PageRequest(HttpRequest):
    """A request with its site and its reader: a name for the types, never made by hand."""

    site: Site  # type: ignore[assignment]  # the stubs think of another kind of site
    sites: Sequence[Site]
    choices: Choices
    visitor: Visitor
    user: User


def accepted_host(request: HttpRequest) -> str:
    """Host and port under which the reader reached this site, checked once for each request: a page asks many times.

    Raises DisallowedHost.
    """
    known: str | None = getattr(request, "known_host", None)
    if known is None:
        known = request.known_host = request.get_host()  # type: ignore[attr-defined]  # ours, beside Django's own
    return known


def own_origin(request: HttpRequest) -> str:
    """Scheme, host and port under which the reader reached this site, put together once for each request, too."""
    known: str | None = getattr(request, "known_origin", None)
    if known is None:
        known = request.known_origin = f"{request.scheme}://{accepted_host(request)}"  # type: ignore[attr-defined]
    return known


def origin_of_site(request: HttpRequest, site: Site) -> str:
    """Scheme, domain and port of a site of this installation, as it is reached the same way as this one."""
    scheme, _colon, _host = own_origin(request).partition(":")
    return f"{scheme}://{site.domain}{_port(accepted_host(request))}"


@lru_cache(maxsize=256)
def _port(host: str) -> str:
    """The port of a host's address with its colon, "" when it has none."""
    _domain, port = split_domain_port(host)
    return f":{port}" if port else ""
