"""Settings: country, language, and the switch “Only what I can watch”, kept in cookies."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings as configuration
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from allostream.freshness.rules import Subject
from allostream.lib import countries
from allostream.lib.problems import Forbidden, gettext_noop
from allostream.web.addresses import Place
from allostream.web.choices import COOKIES, LANGUAGES
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest, own_origin
from allostream.web.origin import is_from_own_page, local_path
from allostream.web.page import Page, everywhere, write
from allostream.web.views.errors import unknown_value

YEAR = 365 * 24 * 3600
FIELDS = {"country": "country", "language": "language", "watchable": "only_watchable"}


class ForeignForm(Forbidden):
    """A form that no page of this site sent."""

    code = "foreign-form"
    sentence = gettext_noop("This form was not sent from a page of this site: open the settings here and choose again.")


def own_pages_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Take forms from this site's own pages only, by what the browser says of the sender.

    It stands in for the token of Django's protection, which would make every page different for every reader.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        headers = request.headers
        if request.method == "POST" and not is_from_own_page(
            own_origin(request),
            fetch_site=headers.get("Sec-Fetch-Site", ""),
            origin=headers.get("Origin", ""),
            referer=headers.get("Referer", ""),
        ):
            raise ForeignForm
        return view(request, *args, **kwargs)

    return csrf_exempt(checked)


@own_pages_only
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PageRequest) -> HttpResponse:
    """The settings; a form changes what it names and leads back to the page it stands on. One query."""
    if request.method == "POST":
        return keep(request)
    page = Page(
        title=gettext("Settings"),
        description=gettext("Country, language, and what lists show."),
        addresses=everywhere(Place.SETTINGS),
    )
    context = {"countries_all": countries.choices(request.visitor.language)}
    return write(request, "pages/settings.html", page, context, fresh=Fresh(stamps=(Subject.HOSTS,)))


def keep(request: PageRequest) -> HttpResponse:
    """Keep what the form names. Raises UnknownValue for a value that does not exist."""
    given = {name: request.POST[name] for name in FIELDS if name in request.POST}
    for name, value in given.items():
        known = {"country": countries.current(), "language": LANGUAGES, "watchable": ("0", "1")}[name]
        if value not in known:
            raise unknown_value(name, value, sorted(known))
    response = HttpResponseRedirect(local_path(request.POST.get("back", "")))
    for name, value in given.items():
        response.set_cookie(
            COOKIES[FIELDS[name]], value, max_age=YEAR, secure=configuration.HTTPS, httponly=True, samesite="Lax"
        )
    return response
