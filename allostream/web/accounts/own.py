"""The frame of the pages of one's own account."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect

from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.web.addresses import Place, address, with_query
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write

View = Callable[..., Any]


def signed_in(view: View) -> View:
    """Let in who is signed in; others are asked to sign in, and led back. The answer is nobody else's."""

    @wraps(view)
    def checked(request: PageRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            sign_in = address(request.site.language, Place.SIGN_IN)
            return HttpResponseRedirect(with_query(sign_in, next=request.get_full_path()))
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return checked


def own_page(
    request: PageRequest, place: Place, title: str, template: str, context: Mapping[str, Any] | None = None, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """A page about oneself, which search engines never see."""
    page = Page(title=title, addresses=everywhere(place), is_indexed=False)
    may_invite = settings.SIGN_UP == "invited" and may(request.user, Right.PERSON_INVITE)
    values = {"action": request.path, "may_invite": may_invite, "may_connect": has_providers(), **(context or {})}
    return write(request, template, page, values, status=status)


def has_providers() -> bool:
    """Whether one may sign in with an account from elsewhere."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])
