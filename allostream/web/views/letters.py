"""Where one stops letters without signing in: the address that each of them names."""

from django.core import signing
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from allostream.accounts.letters_address import person_of_token
from allostream.accounts.profile_actions import stop_letters
from allostream.lib.problems import NotFound
from allostream.web.addresses import Place
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write


@csrf_exempt  # mail programs post here for their readers (RFC 8058); the signed address says for whom
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: PageRequest, token: str) -> HttpResponse:
    """Stop the letters that may be stopped. Two queries. Raises NotFound for an address that we never gave."""
    try:
        person = person_of_token(token)
    except signing.BadSignature as error:
        raise NotFound from error
    if person is None:
        raise NotFound
    if request.method == "POST":
        stop_letters(person)
    page = Page(title=gettext("Letters"), addresses=everywhere(Place.LETTERS, token=token), is_indexed=False)
    return write(request, "account/letters.html", page, {"is_done": request.method == "POST"})
