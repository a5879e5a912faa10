"""What a reviewer tells of themself: for whom they work, whose rights they hold, with whom they compete."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from allostream.accounts.actions import declare_interest, withdraw_interest
from allostream.accounts.models import Interest
from allostream.accounts.queries import interests_of
from allostream.audit.rules import Actor
from allostream.hosts.queries import host_rows
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write
from allostream.web.views.bench import moderators_only

KINDS = (
    (Interest.Kind.WORKS_FOR, gettext_lazy("I work for it")),
    (Interest.Kind.HOLDS, gettext_lazy("I hold or manage rights for it")),
    (Interest.Kind.COMPETES, gettext_lazy("I compete with it")),
)


class InterestForm(forms.Form):
    """One interest, in a host of the list or in a holder by name."""

    kind = forms.ChoiceField(label=gettext_lazy("Your interest"), choices=KINDS)
    host = forms.ChoiceField(label=gettext_lazy("Host"), required=False)
    holder = forms.CharField(
        label=gettext_lazy("Or a holder of rights"), required=False, max_length=200,
        help_text=gettext_lazy("By the name that its channels have here."),
    )  # fmt: skip

    def __init__(self, *args: Any, hosts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].choices = [("", "–"), *hosts]  # type: ignore[attr-defined]  # of a ChoiceField

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and bool(given.get("host")) == bool(given.get("holder", "").strip()):
            self.add_error("holder", gettext("Name one host or one holder in which you have an interest."))
        return given


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: PageRequest) -> HttpResponse:
    """The interests of whoever is signed in, and the form that declares one. Two queries beside those of the reader."""
    hosts = [(host.slug, host.name) for host in host_rows()]
    declared, sent = interests_of(request.user), None
    path = address(request.site.language, Place.INTERESTS)
    if request.method == "POST":
        sent = InterestForm(request.POST, hosts=hosts)
        if request.POST.get("form") == "withdraw":
            return _withdraw(request, declared, path)
        if sent.is_valid():
            by, given = Actor.person(request.user.public_id), sent.cleaned_data
            kind = Interest.Kind(given["kind"])
            declare_interest(request.user, kind, host=given["host"], holder=given["holder"], by=by)
            return HttpResponseRedirect(with_query(path, sent="declared"))
    names, kinds = dict(hosts), dict(KINDS)
    context = {
        "path": path,
        "form": sent or InterestForm(hosts=hosts),
        "sent": _sent(request.GET.get("sent", "")),
        "back": address(request.site.language, Place.BENCH),
        "declared": [
            (one.pk, kinds[Interest.Kind(one.kind)], names.get(one.host, one.host) or one.holder, _since(request, one))
            for one in declared
        ],
    }
    page = Page(title=gettext("Your interests"), addresses=everywhere(Place.INTERESTS), is_indexed=False)
    return write(request, "bench/interests.html", page, context, status=422 if sent else 200)


def _withdraw(request: PageRequest, declared: list[Interest], path: str) -> HttpResponse:
    """Take back one of one's own; what is gone already is gone."""
    by = Actor.person(request.user.public_id)
    for one in declared:
        if str(one.pk) == request.POST.get("interest"):
            withdraw_interest(request.user, Interest.Kind(one.kind), host=one.host, holder=one.holder, by=by)
    return HttpResponseRedirect(with_query(path, sent="withdrawn"))


def _since(request: PageRequest, one: Interest) -> str:
    return gettext("since %(day)s") % {"day": day(one.declared_at, request.visitor.language)}


def _sent(what: str) -> str:
    return {"declared": gettext("Declared."), "withdrawn": gettext("Withdrawn.")}.get(what, "")
