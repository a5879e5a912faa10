"""The public list of trusted flaggers whose notices go first here (DSA, article 22)."""

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.rights_desk import flagging
from allostream.web.addresses import Place
from allostream.web.http import PageRequest
from allostream.web.notices.flagger_forms import public
from allostream.web.page import Page, everywhere, write


@require_safe
def flaggers(request: PageRequest) -> HttpResponse:
    """Who is a trusted flagger here, by whom, for what and until when. One query."""
    page = Page(
        title=gettext("Trusted flaggers"),
        description=gettext("Whose notices are looked at before others here, by which award, for which subjects."),
        addresses=everywhere(Place.FLAGGERS),
    )  # fmt: skip
    rows = [public(row, request.visitor.language) for row in flagging.public_flaggers()]
    return write(request, "notices/flaggers.html", page, {"flaggers": rows})
