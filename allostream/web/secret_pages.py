"""Answers to addresses that hold a secret in their query (`key`): of a case at the rights desk, of a decision."""

from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)
SECRET = "key"  # noqa: S105  # the name of the part of the query


def secret(response: Answer) -> Answer:
    """An answer that nobody keeps, that nothing is linked from, and that no search engine lists."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def asks_with_secret(request: HttpRequest) -> bool:
    """Whether an address holds a secret. What is answered to it is for nobody else, refusals and redirects too: a
    number that is mistyped leaves the secret as good as it was."""
    # Most addresses have no query; to find that out in the way of Django takes as long as a small look-up.
    return bool(request.META.get("QUERY_STRING")) and SECRET in request.GET
