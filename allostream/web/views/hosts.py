"""Pages of hosts: what they are, how they stand with us, what can be watched there."""

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.freshness.rules import Subject
from allostream.links import queries as links
from allostream.web import described
from allostream.web.addresses import Place, address, with_query
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write
from allostream.web.views.lists import after_first, page_links, read_page

SHOWN = (Subject.HOSTS, Subject.LISTS)


@require_safe
def host(request: PageRequest, slug: str) -> HttpResponse:
    """One host. Eight queries."""
    found = links.host_at(slug)
    titles = links.titles_at_host(request.visitor, found, read_page(request.GET))
    path = address(request.site.language, Place.HOST, slug=slug)
    page = Page(
        title=found.name,
        description=gettext("What can be watched lawfully at %(host)s, and how we list it.") % {"host": found.name},
        section="hosts",
        addresses={
            language: with_query(where, page=after_first(titles.page))
            for language, where in everywhere(Place.HOST, slug=slug).items()
        },
    )
    context = {"host": found, "found": titles, "pages": page_links(titles, path, {})}
    page = described.host(request, page, found.name, slug, titles)
    return write(request, "pages/host.html", page, context, fresh=Fresh(stamps=SHOWN, query=("page",)))


@require_safe
def hosts(request: PageRequest) -> HttpResponse:
    """All hosts that links may lead to. Two queries."""
    page = Page(
        title=gettext("Hosts"),
        description=gettext("The hosts and services that our links may lead to."),
        section="hosts",
        addresses=everywhere(Place.HOSTS),
    )
    return write(request, "pages/hosts.html", page, {"hosts": links.listed_hosts()}, fresh=Fresh(stamps=SHOWN))
