"""Who asks for a page of facts, and where the answers lead."""

from django.http import HttpResponse, HttpResponseRedirect

from allostream.accounts.models import User
from allostream.audit.rules import Actor
from allostream.catalogue.queries import Moved
from allostream.rights.fact_values import Property, properties_of
from allostream.web.addresses import Place, address, with_query
from allostream.web.facts.things import Thing
from allostream.web.http import PageRequest
from allostream.web.page import moved
from allostream.web.views.errors import unknown_value


def viewer_of(request: PageRequest) -> User | None:
    """Who is signed in."""
    return request.user if request.user.is_authenticated else None


def actor_of(user: User) -> Actor:
    """Somebody signed in, as the audit knows people."""
    return Actor.person(user.public_id)


def own_page(request: PageRequest, place: Place, **values: str) -> str:
    """The path of a page on this site."""
    return address(request.site.language, place, **values)


def sign_in_path(request: PageRequest) -> str:
    """The path of the form to sign in that leads back here."""
    return with_query(own_page(request, Place.SIGN_IN), next=request.get_full_path())


def to_sign_in(request: PageRequest) -> HttpResponse:
    """A redirect to the form to sign in."""
    return HttpResponseRedirect(sign_in_path(request))


def moved_thing(request: PageRequest, now: Moved, place: Place, letter: str) -> HttpResponse:
    """A redirect to the facts of what a thing was merged into."""
    return moved(request, own_page(request, place, letter=letter, id=now.thing.public_id))


def see_other(path: str) -> HttpResponse:
    """The answer to a form that did something: the page to look at now."""
    return HttpResponse(status=303, headers={"Location": path})


def property_named(text: str, thing: Thing) -> Property:
    """A property that can be stated of a thing. Raises UnknownValue."""
    known = [name.value for name in properties_of(thing.about.subject)]
    if text not in known:
        raise unknown_value("property", text, known)
    return Property(text)
