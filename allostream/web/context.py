"""What every page's frame needs: the site, the reader, and the choices in the header."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from allostream.lib import countries, languages
from allostream.web.http import PageRequest
from allostream.web.message_words import told
from allostream.web.places import within


def page(request: HttpRequest) -> Mapping[str, Any]:
    """The values of the frame; none for a request that was refused before its site was known. No query."""
    if not hasattr(request, "visitor"):
        return {}
    return frame(request)  # type: ignore[arg-type]  # completed by the middleware


def frame(request: PageRequest) -> Mapping[str, Any]:
    """The values of the frame of a page."""
    language = get_language() or request.site.language
    country = request.visitor.country
    # With one click: the site's own countries and those that the reader has chosen. Any other is on the settings page.
    near = dict.fromkeys([*request.site.countries_first, *request.visitor.own_countries])
    return {
        "site": request.site,
        "visitor": request.visitor,
        "choices": request.choices,
        "reader_language": language,
        "country_name": countries.name(country, language),
        "in_country": within(country, language),
        "countries_first": [(code, countries.name(code, language)) for code in near],
        "languages": [(code, languages.name(code, code), code == language) for code, _name in settings.LANGUAGES],
        "source_page": settings.SOURCE_CODE,
        "message_to_all": told(request, language),
        "here": request.get_full_path(),
    }
