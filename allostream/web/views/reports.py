"""“Report a problem”: two clicks, no account; and the page on which everybody sees what became of a report."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.catalogue.queries import TitleHead
from allostream.community import reporting
from allostream.community import reporting_queries as reports
from allostream.community.reporting_queries import Followed
from allostream.community.reporting_rules import GROUPS, OF_RIGHTS, Group, Reason, State
from allostream.lib.problems import Forbidden
from allostream.links import queries as links
from allostream.links.queries import LinkRow, NotShownHere
from allostream.web.addresses import Place, address
from allostream.web.facts.asking import see_other
from allostream.web.formats import day
from allostream.web.http import PageRequest
from allostream.web.limits import take_sent
from allostream.web.page import Page, everywhere, write
from allostream.web.places import within
from allostream.web.report_words import answer_words, fault_word, group_word, reason_word, state_word
from allostream.web.views.errors import unknown_value
from allostream.web.views.titles import title_with_key
from allostream.web.views.watch import to_title
from allostream.web.voice_words import people_words
from allostream.web.voters import actor_of, who_speaks

COST = 3.0  # of an allowance: a tenth of a minute's


class ReportForm(forms.Form):
    """What can be said beside the reason."""

    words = forms.CharField(
        label=gettext_lazy("What else should we know? (optional)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": gettext_lazy("This is too long: write at most 2,000 characters.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, for the answer (optional)"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
        error_messages={"invalid": gettext_lazy("This is not an e-mail address: write it whole, or leave it out.")},
    )
    website = forms.CharField(label=gettext_lazy("Leave this field empty"), required=False)

    def clean_website(self) -> str:
        """Raises ValidationError when the field that is not for people was filled in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(gettext_lazy("Empty the last field: only programs fill it in."))
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: PageRequest, id: str) -> HttpResponse:
    """The reasons as buttons; each sends the report. What concerns rights leads to the form for that.

    Eight queries. A link that is not for the reader's country leads to the page of its title. Raises UnknownValue,
    TooMuchSent and NotFound.
    """
    try:
        row = links.link_with_id(request.visitor, id)
    except NotShownHere as hidden:
        return to_title(request, hidden.details["title_id"])
    if request.method != "POST":
        return form_page(request, row, ReportForm())
    reason = reason_sent(request)
    if reason in OF_RIGHTS:
        return HttpResponseRedirect(address(request.site.language, Place.WRONG, letter="l", id=row.public_id))
    form = ReportForm(request.POST)
    if not form.is_valid():
        return form_page(request, row, form, status=422)
    take_sent(request, COST)
    said = reporting.report(
        row.public_id, reason, country=row.country or request.visitor.country, language=request.visitor.language,
        site=request.site, who=who_speaks(request), by=actor_of(request),
        person=request.user if request.user.is_authenticated else None,
        words=form.cleaned_data["words"], email=form.cleaned_data["email"],
    )  # fmt: skip
    return see_other(address(request.site.language, Place.REPORTED, id=said.public_id))


def reason_sent(request: PageRequest) -> Reason:
    """The reason of the button that was pressed. Raises UnknownValue."""
    given, known = request.POST.get("reason", ""), [reason.value for reason in Reason]
    if given not in known:
        raise unknown_value("reason", given, known, label=gettext("Reason"))
    return Reason(given)


def form_page(request: PageRequest, row: LinkRow, form: ReportForm, *, status: int = 200) -> HttpResponse:
    """The page with the reasons. Never kept: it holds a token."""
    title = title_with_key(request, row.title_id)
    page = Page(
        title=gettext("Report a problem: %(title)s") % {"title": title.name},
        description=gettext("Say what is wrong with a link, without an account."),
        addresses=everywhere(Place.REPORT, id=row.public_id),
        is_indexed=False,
    )
    groups = [
        (group_word(group), [(reason.value, reason_word(reason)) for reason in reasons if fits(reason, row)])
        for group, reasons in GROUPS.items()
        if group is not Group.OF_RIGHTS
    ]
    context: dict[str, Any] = {
        "link": row,
        "title": title,
        "form": form,
        "groups": groups,
        "of_rights": [(reason.value, reason_word(reason)) for reason in GROUPS[Group.OF_RIGHTS]],
        "in_country": within(row.country or request.visitor.country, request.visitor.language),
    }
    response = write(request, "pages/report.html", page, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def fits(reason: Reason, row: LinkRow) -> bool:
    """Whether a reason can be one for this link: a film has no other episodes."""
    return reason is not Reason.WRONG_EPISODE or row.episode_id is not None or row.season_id is not None


@require_http_methods(["GET", "HEAD", "POST"])
def reported(request: PageRequest, id: str) -> HttpResponse:
    """What became of a report, for everybody who has its address; no words of those who reported. Six queries.

    Moderators answer here. Raises NotFound, Forbidden and what the action refuses.
    """
    found = reports.report_with_id(id)
    answers = may(request.user, Right.REPORT_DECIDE, site=request.site.slug)
    if request.method == "POST":
        if not answers:
            raise Forbidden
        given = request.POST.get("state", "")
        if given not in (State.ACCEPTED, State.REJECTED):
            raise unknown_value("state", given, [State.ACCEPTED.value, State.REJECTED.value])
        reporting.answer_fault(
            found.fault.public_id, State(given), request.POST.get("answer", "")[:2000], by=actor_of(request)
        )
        return see_other(address(request.site.language, Place.REPORTED, id=id))
    return status_page(request, id, found, answers=answers)


def status_page(request: PageRequest, id: str, found: Followed, *, answers: bool) -> HttpResponse:
    """The page of a report."""
    reader, fault = request.visitor.language, found.fault
    title: TitleHead = title_with_key(request, found.title_id)
    page = Page(
        title=gettext("Reported: %(title)s") % {"title": title.name},
        description=gettext("What became of a report about a link."),
        addresses=everywhere(Place.REPORTED, id=id),
        is_indexed=False,
    )
    context = {
        "title": title,
        "host": found.host_name,
        "link_address": address(request.site.language, Place.LINK, id=found.link_id),
        "id": id,
        "fault": fault,
        "what": fault_word(fault, reader),
        "state": state_word(fault.state),
        "answer": answer_words(fault),
        "made": day(found.made_at.date(), reader),
        "where": within(found.country, reader),
        "people": people_words(fault.people, reader) if fault.people > 1 else "",
        "decided": day(fault.decided_at.date(), reader) if fault.decided_at else "",
        "looked": day(found.checked_at.date(), reader) if looked_since(found) and found.checked_at else "",
        "answers": answers and fault.state is State.OPEN,
    }
    response = write(request, "pages/reported.html", page, context)
    response.headers["Cache-Control"] = "no-store"
    return response


def looked_since(found: Followed) -> bool:
    """Whether the host was asked after the report."""
    return found.checked_at is not None and found.checked_at > found.made_at
