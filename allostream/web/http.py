"""The request as our middleware completes it."""

from collections.abc import Sequence

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


def own_origin(request: HttpRequest) -> str:
    """Scheme, host and port under which the reader reached this site."""
    return f"{request.scheme}://{request.get_host()}"


def origin_of_site(request: HttpRequest, site: Site) -> str:
    """Scheme, domain and port of a site of this installation, as it is reached the same way as this one."""
    _host, port = split_domain_port(request.get_host())
    return f"{request.scheme}://{site.domain}{':' + port if port else ''}"
