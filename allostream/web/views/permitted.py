"""Pages that only some people find: one way to let them in, for every sort of moderator and for operators."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect

from allostream.lib.problems import NotFound
from allostream.web.addresses import Place, address, with_query
from allostream.web.http import PageRequest

View = Callable[..., HttpResponse]


def only_for(lets_in: Callable[[PageRequest], bool]) -> Callable[[View], View]:
    """A decorator of views: somebody without an account is asked to sign in, whom `lets_in` refuses finds nothing
    (NotFound), and answers are kept by nobody."""

    def decorated(view: View) -> View:
        @wraps(view)
        def checked(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                sign_in = address(request.site.language, Place.SIGN_IN)
                return HttpResponseRedirect(with_query(sign_in, next=request.get_full_path()))
            if not lets_in(request):
                raise NotFound
            response = view(request, *args, **kwargs)
            response.headers["Cache-Control"] = "private, no-store"
            return response

        checked.for_moderators = True  # type: ignore[attr-defined]  # a test asks that every such page has it
        return checked

    return decorated
