"""The settings of somebody without an account, kept in cookies, and the one-click forms of the header."""

from collections.abc import Callable, Collection
from functools import wraps

from django.conf import settings as configuration
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from allostream.freshness.rules import Subject
from allostream.hosts import queries as hosts
from allostream.lib import countries, languages
from allostream.lib.problems import Forbidden, Problem, gettext_noop
from allostream.web import choosing
from allostream.web.addresses import Place, address, with_query
from allostream.web.choices import COOKIES, LONGEST_COOKIE, PARTING
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest, own_origin
from allostream.web.origin import is_from_own_page, local_path
from allostream.web.page import Page, everywhere, write
from allostream.web.views.errors import unknown_value

YEAR = 365 * 24 * 3600
# A field of a form has the name of its cookie.
SINGLE = ("country", "language", "watchable", "theme", "motion", "keys")


class TooMany(Problem):
    """More values than a setting holds."""

    code = "too-many"
    status = 400
    sentence = gettext_noop("“%(field)s” holds at most %(most)s, and %(given)s were ticked: take some away.")


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
    """The settings; a form changes what it names and leads back to the page it stands on. Two queries.

    `kept` in the address says what a form has just changed. Raises UnknownValue for a word that no form sends.
    """
    if request.method == "POST":
        return forget(request) if "forget" in request.POST else keep(request)
    kept = request.GET.get("kept", "")
    if kept and choosing.kept_sentence(kept) is None:
        raise unknown_value("kept", kept, [])
    page = Page(
        title=gettext("Settings"),
        description=gettext("Country, language, and what lists show."),
        addresses=everywhere(Place.SETTINGS),
    )
    visitor = request.visitor
    context = {
        "kept": choosing.kept_sentence(kept),
        "countries_all": countries.choices(visitor.language),
        "further": choosing.country_boxes(visitor, request.site.countries_first),
        "services": choosing.service_boxes(visitor, hosts.services(choosing.SERVICE_KINDS)),
        "understood": choosing.language_boxes(visitor),
        "cookies": choosing.cookies(),
    }
    return write(request, "pages/settings.html", page, context, fresh=Fresh(stamps=(Subject.HOSTS,), query=("kept",)))


def keep(request: PageRequest) -> HttpResponse:
    """Keep what the form names. Raises UnknownValue for a value that does not exist, TooMany for a list too long.

    Boxes that are not ticked are not sent: a form that holds a list names it in `lists`, and the list may be empty.
    """
    given = {name: one_of(request, name) for name in SINGLE if name in request.POST}
    given |= {name: several_of(request, name) for name in choosing.MOST if name in request.POST.getlist("lists")}
    response = HttpResponseRedirect(local_path(request.POST.get("back", "")))
    for name, value in given.items():
        if value == choosing.USUAL.get(name, ""):
            response.delete_cookie(name, samesite="Lax")
        else:
            response.set_cookie(name, value, max_age=YEAR, secure=configuration.HTTPS, httponly=True, samesite="Lax")
    return response


def one_of(request: PageRequest, name: str) -> str:
    """The value of a setting that has one. Raises UnknownValue."""
    value, known = request.POST[name], choosing.known_values(name)
    if value not in known:
        raise unknown_value(name, value, sorted(known))
    return value


def several_of(request: PageRequest, name: str) -> str:
    """The values of a setting that has several, as its cookie holds them. One query for services.

    Raises UnknownValue and TooMany.
    """
    values = sorted(set(request.POST.getlist(name)))
    if len(values) > choosing.MOST[name]:
        raise TooMany(field=name, most=str(choosing.MOST[name]), given=str(len(values)))
    known = known_of_list(name, request.visitor.language)
    for value in values:
        if value not in known:
            raise unknown_value(name, value, sorted(known))
    kept = PARTING.join(values)
    if len(kept) > LONGEST_COOKIE:
        raise TooMany(field=name, most=str(kept[:LONGEST_COOKIE].count(PARTING)), given=str(len(values)))
    return kept


def known_of_list(name: str, language: str) -> Collection[str]:
    """The values that a list can hold. One query for services."""
    if name == "countries":
        return countries.current()
    if name == "understood":
        return {code for code, _name in languages.choices(language)}
    return {host.slug for host in hosts.services(choosing.SERVICE_KINDS)}


def forget(request: PageRequest) -> HttpResponse:
    """Take all choices back: their cookies go, and the page is again as for somebody who comes for the first time."""
    where = address(request.site.language, Place.SETTINGS)
    response = HttpResponseRedirect(with_query(where, kept="forgotten"))
    for name in COOKIES.values():
        response.delete_cookie(name, samesite="Lax")
    return response
