"""The addresses that browsers and robots ask for by themselves: icon, manifest, search description, sitemaps."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.sax.saxutils import escape

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.web import sitemaps
from allostream.web.addresses import SHAPES, Place, address
from allostream.web.head import PAPERS, static_address
from allostream.web.http import PageRequest, own_origin
from allostream.web.raster import Ration

HOUR, DAY = 3600, 86_400
# A part holds links: it must not outlive a takedown by more than minutes.
PART_LASTS = 300
# Writing a part takes a worker up to a second or two: robots may have some at once, then one every two seconds.
PARTS = Ration(most=30, per_second=0.5)
PARTS_RETRY_AFTER = 10
# Places that depend on the reader, beside addresses that are no pages.
CLOSED = (
    Place.SEARCH, Place.FILTER, Place.SETTINGS, Place.SIGN_IN, Place.SIGN_OUT, Place.BENCH, Place.SIGN_UP,
    Place.FORGOTTEN, Place.ACCOUNT, Place.BROUGHT,
)  # fmt: skip
# Forms, one for each title and link, and what only those read who have its address.
FORMS = (Place.WRONG, Place.INVITATION, Place.LETTERS)
NOT_PAGES = ("/suggest", "/go/", "/api/")
# Filters multiply into more lists than there are titles; sitemaps name all titles, and each list has its whole self.
NARROWED = (Place.FILMS, Place.SHOWS, Place.BROWSE)
# RFC 9116, section 2.5.5, recommends less than a year: the file is as fresh as its last reading.
SECURITY_LASTS = timedelta(days=180)
LONGEST_SHORT_NAME = 16  # OpenSearch 1.1, “ShortName”
LAUNCHER_NAME = 12  # what fits below an icon


@require_safe
def robots(request: PageRequest) -> HttpResponse:
    """What robots may read (RFC 9309): everything but what depends on the reader; and where the sitemap is."""
    closed = [address(language, place) for language in SHAPES for place in CLOSED]
    closed += ["/" + SHAPES[language][place].partition("{")[0] for language in SHAPES for place in FORMS]
    lists = [address(language, place) for language in SHAPES for place in NARROWED]
    # Whatever anybody enters has an address of its own.
    closed += [f"{address(language, place)}?" for language in SHAPES for place in (Place.CHECK, Place.BRING)]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in dict.fromkeys([*closed, *NOT_PAGES])),
        *(f"Allow: {path}?page=\nDisallow: {path}?*" for path in dict.fromkeys(lists)),
        "",
        f"Sitemap: {own_origin(request)}/sitemap.xml",
    ]
    return lasting("\n".join(lines) + "\n", "text/plain; charset=utf-8", HOUR)


@require_safe
def bot_addresses(request: HttpRequest) -> HttpResponse:
    """From where our robot asks, in the form that search engines use. Raises NotFound where it is not set."""
    if not settings.BOT_ADDRESSES:
        raise NotFound
    prefixes = [{f"ipv{6 if ':' in one else 4}Prefix": one} for one in settings.BOT_ADDRESSES]
    return lasting(msgspec.json.encode({"prefixes": prefixes}), "application/json", HOUR)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon that browsers ask for by themselves."""
    return redirect(static_address("favicon.ico"))


@require_safe
def manifest(request: PageRequest) -> HttpResponse:
    """What makes the site one that can be installed (W3C, Web Application Manifest), in the site's language."""
    with override(request.site.language):
        return lasting(msgspec.json.encode(manifest_of(request)), "application/manifest+json", HOUR)


def manifest_of(request: PageRequest) -> dict[str, Any]:
    """The manifest. An address that is shared with the installed site is one to bring; words are searched for."""
    site = request.site

    def to(place: Place) -> str:
        return address(site.language, place)

    return {
        "id": "/",
        "name": site.name,
        "short_name": site.name[:LAUNCHER_NAME],
        "description": gettext("Where to watch films and series lawfully, free first, with the reason for each link."),
        "lang": site.language,
        "dir": "ltr",
        "start_url": to(Place.HOME),
        "scope": "/",
        "display": "standalone",
        "theme_color": PAPERS["dark"],
        "background_color": PAPERS["dark"],
        "categories": ["entertainment", "education"],
        "icons": list(icons()),
        "shortcuts": [
            {"name": gettext("Films"), "url": to(Place.FILMS)},
            {"name": gettext("Series"), "url": to(Place.SHOWS)},
            {"name": gettext("Search"), "url": to(Place.SEARCH)},
        ],
        "share_target": {
            "action": to(Place.BRING),
            "method": "GET",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }


def icons() -> Iterator[dict[str, str]]:
    """The icons of the manifest; systems may cut the last to any shape."""
    yield {"src": static_address("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    for name, size, purpose in (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("icon-512-full", 512, "maskable")):
        yield {
            "src": static_address(f"{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose,
        }  # fmt: skip


@require_safe
def opensearch(request: PageRequest) -> HttpResponse:
    """How browsers search the site from their own field (OpenSearch 1.1), with suggestions while one types."""
    site, origin = request.site, own_origin(request)
    search = origin + address(site.language, Place.SEARCH)
    with override(site.language):
        about = gettext("Where to watch films and series lawfully, free first, with the reason for each link.")
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(site.name[:LONGEST_SHORT_NAME])}</ShortName>\n"
        f"<Description>{escape(about)}</Description>\n"
        f'<Url type="text/html" template="{escape(search)}?q={{searchTerms}}"/>\n'
        '<Url type="application/x-suggestions+json" '
        f'template="{escape(origin)}/suggest?q={{searchTerms}}"/>\n'
        '<Url type="application/opensearchdescription+xml" rel="self" '
        f'template="{escape(origin)}/opensearch.xml"/>\n'
        f'<Image width="16" height="16" type="image/x-icon">{escape(origin)}/favicon.ico</Image>\n'
        f"<Language>{escape(site.language)}</Language>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n<OutputEncoding>UTF-8</OutputEncoding>\n"
        "</OpenSearchDescription>\n"
    )
    return lasting(text, "application/opensearchdescription+xml", DAY)


@require_safe
def sitemap_index(request: PageRequest) -> HttpResponse:
    """The parts of the sitemap. One query for each."""
    return lasting("".join(sitemaps.index_xml(sitemaps.index(request))), "application/xml", HOUR)


@require_safe
def sitemap(request: PageRequest, name: str, number: int) -> HttpResponseBase:
    """One part, made while it is sent. Raises NotFound for a part that is none; asks to come again when it is busy."""
    urls = sitemaps.urls(request, name, number)
    if request.method == "GET" and not PARTS.take(time.monotonic()):
        return HttpResponse(status=503, headers={"Retry-After": PARTS_RETRY_AFTER})
    response = StreamingHttpResponse(
        sitemaps.gzipped(sitemaps.urlset_xml(urls)) if request.method == "GET" else (), content_type="application/gzip"
    )
    response.headers["Cache-Control"] = f"public, max-age={PART_LASTS}"
    return response


@require_safe
def security(request: PageRequest) -> HttpResponse:
    """Whom to tell about a weakness of the site (RFC 9116)."""
    expires = (clock.now() + SECURITY_LASTS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {security_contact(request)}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(dict.fromkeys([request.site.language, *SHAPES]))}",
        f"Canonical: {own_origin(request)}/.well-known/security.txt",
    ]
    return lasting("\n".join(lines) + "\n", "text/plain; charset=utf-8", DAY)


def security_contact(request: PageRequest) -> str:
    """The address of the settings, else the site's own, else the page that says who runs it."""
    mail = request.site.contact_email
    return str(settings.SECURITY_CONTACT or (f"mailto:{mail}" if mail else settings.CONTACT_PAGE))


def lasting(content: str | bytes, kind: str, seconds: int) -> HttpResponse:
    """An answer that anybody may keep for so long."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    return response
