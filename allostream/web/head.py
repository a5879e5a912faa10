"""What machines read in the head of a page: its addresses, its preview, its icons, its linked data.

Written as text by one function, so that every kind of template can use it at the price of a few string joins.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from html import escape

from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from allostream.sites.models import Site
from allostream.web.addresses import in_format
from allostream.web.http import PageRequest, origin_of_site, own_origin
from allostream.web.page import PREVIEW_SIZE, Page

# The names by which Open Graph knows languages. It wants a country too, which here means the spelling alone.
LOCALES = {"en": "en_US", "fr": "fr_FR"}
ANYBODY = "x-default"
# The formats of a feed by the ends of its address.
FEED_KINDS = {
    "atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json",
    "ics": "text/calendar",
}  # fmt: skip
# The paper of the light and of the dark theme, as the sheet has it; a test holds the two together.
PAPERS = {"light": "#f4f2ee", "dark": "#151412"}


def head(request: PageRequest, page: Page) -> SafeString:
    """The elements of a page's head that people do not see, as HTML. No query."""
    return SafeString("\n".join([*_addresses(request, page), *_preview(request, page), *_icons(request), *_data(page)]))


Spot = tuple[str, str, str]  # the language of a site, what it is called among twins, and its origin


def spots(request: PageRequest) -> list[Spot]:
    """The sites, the default one first. Those of one language are told apart by their country."""
    spoken = [site.language for site in request.sites]
    return [
        (site.language, _tag(site, spoken.count(site.language)), origin_of_site(request, site))
        for site in request.sites
    ]


def twins(sites: Sequence[Spot], paths: Mapping[str, str]) -> list[tuple[str, str]]:
    """The full addresses of a page on each site, and the one for everybody else; none where one is all.

    `paths` are its paths by the language of the site.
    """
    found = [(tag, origin + paths[language]) for language, tag, origin in sites if language in paths]
    return [*found, (ANYBODY, found[0][1])] if len(found) > 1 else []


def _tag(site: Site, sharing: int) -> str:
    return site.language if sharing == 1 else f"{site.language}-{site.default_country}"


def canonical(request: PageRequest, page: Page) -> str:
    """The full address of a page on this site, without what a reader may have added to it; "" when it has none."""
    path = page.addresses.get(request.site.language, "")
    return own_origin(request) + path if path else ""


def _addresses(request: PageRequest, page: Page) -> Iterator[str]:
    here = canonical(request, page)
    if page.is_secret:
        yield '<meta name="robots" content="noindex, nofollow, noarchive">'
        yield '<meta name="referrer" content="no-referrer">'
    elif not here or not page.is_indexed:
        yield '<meta name="robots" content="noindex">'
    else:
        yield '<meta name="robots" content="max-image-preview:large">'
    if here:
        yield f'<link rel="canonical" href="{escape(here)}">'
        for language, address in twins(spots(request), page.addresses):
            yield f'<link rel="alternate" hreflang="{language}" href="{escape(address)}">'
    if page.feed:
        for suffix in page.feed_formats:
            feed = escape(in_format(page.feed, suffix))
            yield f'<link rel="alternate" type="{FEED_KINDS[suffix]}" title="{escape(page.title)}" href="{feed}">'


def _preview(request: PageRequest, page: Page) -> Iterator[str]:
    """Open Graph (ogp.me), which messengers and social networks read; X asks for its own name of the large card."""
    here = canonical(request, page)
    if not here:
        return
    language = get_language() or request.site.language
    properties = [
        ("og:type", page.kind), ("og:title", page.whole_title), ("og:description", page.description), ("og:url", here),
        ("og:site_name", request.site.name), ("og:locale", LOCALES.get(language, "")),
        *(("og:locale:alternate", locale) for locale in _other_locales(request, page, language)),
        *_picture(request, page), *page.facts,
    ]  # fmt: skip
    for name, content in properties:
        if content:
            yield f'<meta property="{name}" content="{escape(content)}">'
    yield '<meta name="twitter:card" content="summary_large_image">'


def _other_locales(request: PageRequest, page: Page, language: str) -> list[str]:
    spoken = dict.fromkeys(site.language for site in request.sites if site.language in page.addresses)
    return [LOCALES[code] for code in spoken if code != language and code in LOCALES]


def _picture(request: PageRequest, page: Page) -> list[tuple[str, str]]:
    """The preview's picture, that of the site where the page has none of its own."""
    width, height = PREVIEW_SIZE
    return [
        ("og:image", own_origin(request) + (page.picture or static_address("preview.png"))),
        ("og:image:type", "image/png"), ("og:image:width", str(width)), ("og:image:height", str(height)),
        ("og:image:alt", page.picture_words if page.picture else request.site.name),
    ]  # fmt: skip


def _icons(request: PageRequest) -> list[str]:
    return [_icons_of(request.choices.theme, request.site.name)]


@lru_cache(maxsize=256)
def _icons_of(theme: str, name: str) -> str:
    lines = [
        *_papers(theme),
        f'<link rel="icon" href="{static_address("favicon.ico")}" sizes="16x16 32x32 48x48">',
        f'<link rel="icon" href="{static_address("favicon.svg")}" type="image/svg+xml">',
        f'<link rel="apple-touch-icon" href="{static_address("icon-180-full.png")}">',
        '<link rel="manifest" href="/manifest.webmanifest">',
        '<link rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml" '
        f'title="{escape(name)}">',
    ]
    return "\n".join(lines)


def _papers(chosen: str) -> list[str]:
    """The colour of the browser's own frame: that of the theme that the reader chose, else by their system."""
    if chosen:
        return [f'<meta name="theme-color" content="{PAPERS[chosen]}">']
    return [
        f'<meta name="theme-color" content="{paper}" media="(prefers-color-scheme: {theme})">'
        for theme, paper in PAPERS.items()
    ]


def _data(page: Page) -> Iterator[str]:
    if page.data:
        yield f'<script type="application/ld+json">{page.data}</script>'


@cache
def static_address(name: str) -> str:
    """The path of one of our static files; its hash is looked up once in a process."""
    return str(staticfiles_storage.url(name))
