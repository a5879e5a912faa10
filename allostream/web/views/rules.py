"""The rules of protection in plain words: how answers are worked out, and the rules of each country."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.lib import countries
from allostream.lib.problems import NotFound
from allostream.rights.engine import COUNTRIES, VERSION
from allostream.web.addresses import Place
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, moved, write
from allostream.web.places import within
from allostream.web.rights.basis_words import bases_words, never_words
from allostream.web.rights.countries import ONLY_AS_ORIGIN, addresses_of, country_of, groups, rows


@require_safe
def rights(request: PageRequest) -> HttpResponse:
    """How rights are worked out, the rules of all countries in a list, and the bases of links. One query."""
    own, common = rows(request.site.language, request.visitor.now.date())
    page = Page(
        title=gettext("How rights are worked out"),
        description=gettext(
            "When a film is free, country by country: the rules in plain words with their sources, and what a link may "
            "rest on."
        ),
        section=Place.RIGHTS,
        addresses=everywhere(Place.RIGHTS),
    )
    context = {"own": own, "common": common, "bases": bases_words(), "never": never_words(), "version": VERSION}
    return write(request, "pages/rights.html", page, context, fresh=Fresh())


@require_safe
def rights_in(request: PageRequest, country: str, spoken: str) -> HttpResponse:
    """The rules of one country. One query.

    Raises NotFound for a country whose rules were not read.
    """
    code = country_of(country)
    if code is None:
        raise NotFound
    addresses = addresses_of(code)
    if request.path != addresses[request.site.language]:
        return moved(request, addresses[request.site.language])
    reader = request.visitor.language
    in_country = {"in_country": within(code, reader)}
    page = Page(
        title=gettext("When a film is free %(in_country)s") % in_country,
        description=gettext(
            "The rules of copyright for films %(in_country)s in plain words, each with its source and its time."
        ) % in_country,
        section=Place.RIGHTS,
        addresses=addresses,
    )  # fmt: skip
    context: dict[str, Any] = {
        "groups": groups(code, request.visitor.now.date()),
        "code": code,
        "country": countries.name(code, reader),
        **in_country,
        "is_origin_only": code in ONLY_AS_ORIGIN,
        "is_read": code in COUNTRIES or code in ONLY_AS_ORIGIN,
    }
    return write(request, "pages/rights_country.html", page, context, fresh=Fresh())
