"""“Is this wrong?”: anybody may say that an answer or a link is wrong, without an account."""

import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allostream.audit.rules import Actor
from allostream.catalogue import queries as catalogue
from allostream.catalogue.queries import Moved, TitleHead
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.links import actions
from allostream.links import queries as links
from allostream.links.queries import LinkRow
from allostream.web.addresses import Place, address, href, rights_address, with_query
from allostream.web.explain import explain
from allostream.web.http import PageRequest
from allostream.web.limits import take_sent
from allostream.web.objecting import ObjectionForm
from allostream.web.page import Page, everywhere, write
from allostream.web.places import within
from allostream.web.raster import Ration
from allostream.web.views.titles import title_with_key

# Of one process: people write a few a day; a flood of them waits, and nobody's address has to be looked at for that.
RATION = Ration(most=20, per_second=0.05)
OBJECTION = 5  # costs as much as so many voices


@dataclass(frozen=True)
class Subject:
    """What an objection is about: the answer for a title, or one link of it."""

    title: TitleHead
    link: LinkRow | None = None

    @property
    def letter(self) -> str:
        return "l" if self.link else "w"

    @property
    def id(self) -> str:
        return self.link.public_id if self.link else self.title.public_id


@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: PageRequest, letter: str, id: str) -> HttpResponse:
    """The form about a title (`w`) or a link (`l`); after it was sent, the word that it has arrived.

    Raises NotFound, also for a link that the reader may not see. Never kept: the page has a mark of the time in it.
    """
    subject = subject_of(request, letter, id)
    own = {"subject": f"{letter}{id}", "language": request.visitor.language}
    if request.method != "POST":
        country = request.GET.get("country", "") or request.visitor.country
        return form_page(request, subject, ObjectionForm(initial={"country": country}, **own))
    form = ObjectionForm(request.POST, **own)
    if not form.is_valid():
        return form_page(request, subject, form, status=422)
    take_sent(request, OBJECTION)
    if not RATION.take(time.monotonic()):
        form.add_error(None, gettext("Too many notes arrive at this moment. Yours is still here: send it in a minute."))
        response = form_page(request, subject, form, status=429)
        response.headers["Retry-After"] = "60"
        return response
    said = actions.object_to(
        subject.title.id, form.cleaned_data["country"], form.cleaned_data["text"],
        link_id=subject.link.public_id if subject.link else "", email=form.cleaned_data["email"], by=actor_of(request),
    )  # fmt: skip
    return HttpResponseRedirect(
        with_query(address(request.site.language, Place.WRONG, letter=letter, id=id), sent=said.public_id)
    )


def actor_of(request: PageRequest) -> Actor:
    """Who writes: somebody signed in, else nobody whom we know."""
    if request.user.is_authenticated:
        return Actor.person(request.user.public_id)
    return Actor.system("reader")


def subject_of(request: PageRequest, letter: str, id: str) -> Subject:
    """What the address is about. Two to six queries. Raises NotFound."""
    visitor = request.visitor
    if letter == "l":
        link = links.link_with_id(visitor, id)
        return Subject(title_with_key(request, link.title_id), link)
    if letter != "w":
        raise NotFound
    try:
        return Subject(catalogue.title_with_id(id, visitor.language, visitor.address_language))
    except Moved as now:
        return Subject(now.thing)  # type: ignore[arg-type]  # a title is merged into a title


def form_page(request: PageRequest, subject: Subject, form: ObjectionForm, *, status: int = 200) -> HttpResponse:
    """The page with the form, or with the word that a note has arrived."""
    sent = request.GET.get("sent", "") if request.method != "POST" else ""
    language = request.site.language
    page = Page(
        title=gettext("Is this wrong? %(title)s") % {"title": subject.title.name},
        description=gettext("Say which fact, answer or link is wrong, and where the right one can be read."),
        addresses=everywhere(Place.WRONG, letter=subject.letter, id=subject.id),
        is_indexed=False,
    )
    context: dict[str, Any] = {
        "title": subject.title,
        "link": subject.link,
        "form": form,
        "made": form.renewed(),
        "sent": sent if is_id(sent) else "",
        "answer": answer_words(request, subject),
        "action": href(address(language, Place.WRONG, letter=subject.letter, id=subject.id)),
        "rights_address": href(rights_address(language, subject.title.kind, subject.title.slug)),
    }
    response = write(request, "pages/wrong.html", page, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_words(request: PageRequest, subject: Subject) -> SafeString | str:
    """What we say at present, so that it can be contradicted. One query for a title."""
    visitor = request.visitor
    answer = (
        subject.link.answer if subject.link else links.governing(links.answers_of(subject.title.id), visitor.country)
    )
    if answer is None:
        return gettext("No answer is in force %(in_country)s: nothing is shown there as free.") % {
            "in_country": within(visitor.country, visitor.language)
        }
    return explain(answer, visitor.country, visitor.language)
