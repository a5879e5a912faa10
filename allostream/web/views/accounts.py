"""One's own account: profile, invitations, taking one's data along, leaving; and what others see of a member."""

import re
import secrets
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from allostream.accounts import invitation_actions as invitations
from allostream.accounts.leaving import ADDRESS_YEARS, NAME_YEARS, export, leave
from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.profile_actions import Profile, RenamedRecently, change_profile
from allostream.accounts.queries import hats_of, invitations_of, level_of, may, member
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.mail import actions as mail
from allostream.sites.models import Site
from allostream.sites.queries import letterhead
from allostream.web.accounts.adapter import INVITED
from allostream.web.accounts.forms import name_field
from allostream.web.accounts.letters import CODE, NOTICE, QUARTER
from allostream.web.accounts.own import own_page, signed_in
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day
from allostream.web.http import PageRequest, own_origin
from allostream.web.limits import TooMuchSent
from allostream.web.page import Page, everywhere, write
from allostream.web.right_words import ROLE_WORDS

CODES_WAIT = 60.0  # seconds after which another code may be asked for
CONFIRMING = "leaving"  # where in a session the code waits that was sent to whoever wants to leave


class ProfileForm(forms.Form):
    """What others see."""

    name = name_field()
    about = forms.CharField(
        label=gettext_lazy("About you"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=gettext_lazy("Plain text, shown on your page."),
    )  # fmt: skip
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who sees your page"),
        choices=(
            (User.Visibility.PUBLIC, gettext_lazy("Everybody, search engines too")),
            (User.Visibility.UNLISTED, gettext_lazy("Whoever has its address")),
            (User.Visibility.PRIVATE, gettext_lazy("Nobody but me")),
        ),
    )
    is_credited = forms.BooleanField(
        label=gettext_lazy("Name me beside the links that I bring"), required=False,
        help_text=gettext_lazy("On pages and in the data that others may download."),
    )  # fmt: skip
    wants_letters = forms.BooleanField(
        label=gettext_lazy("Write to me about what became of them"), required=False,
        help_text=gettext_lazy("Decisions that the law wants told, and letters about signing in, come in any case."),
    )  # fmt: skip


@signed_in
@require_safe
def overview(request: PageRequest) -> HttpResponse:
    """What there is to see to. One query beside those of the reader."""
    return own_page(request, Place.ACCOUNT, gettext("Your account"), "account/overview.html")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PageRequest) -> HttpResponse:
    """The form of what others see. Four queries when it is sent."""
    person, status = request.user, 200
    columns = ("name", "about", "visibility", "is_credited", "wants_letters")
    form = ProfileForm(request.POST or None, initial={column: getattr(person, column) for column in columns})
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {**form.cleaned_data, "visibility": User.Visibility(form.cleaned_data["visibility"])}
            try:
                change_profile(person, Profile(**given))
                return HttpResponseRedirect(with_query(request.path, done="1"))
            except RenamedRecently as problem:
                form.add_error("name", gettext(problem.sentence))
    context = {"form": form, "button": gettext("Keep this"), "done": bool(request.GET.get("done"))}
    context["page_of"] = address(request.site.language, Place.MEMBER, id=person.public_id)
    return own_page(request, Place.PROFILE, gettext("Profile"), "account/profile.html", context, status=status)


@require_safe
def member_page(request: PageRequest, id: str) -> HttpResponse:
    """What others see of somebody. Three queries. Raises NotFound for one who does not want to be seen."""
    person = member(id, viewer=request.user if request.user.is_authenticated else None)
    if person is None:
        raise NotFound
    hats = [(ROLE_WORDS[hat.held.role].name, hat.about) for hat in hats_of([person.pk]).get(person.pk, [])]
    is_listed = person.visibility == User.Visibility.PUBLIC
    page = Page(
        title=person.name, description=gettext("Somebody who brings links to this site."), is_indexed=is_listed,
        addresses=everywhere(Place.MEMBER, id=id),
    )  # fmt: skip
    context = {
        "person": person, "hats": hats, "level": level_of(person).name.lower(),
        "since": day(person.joined_at, request.visitor.language), "is_own": person.pk == request.user.pk,
    }  # fmt: skip
    return write(request, "account/member.html", page, context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: PageRequest) -> HttpResponse:
    """Invitations that one gave, and the form for another. Three queries. Raises NotFound for who may give none."""
    person, made, fault = request.user, "", ""
    if settings.SIGN_UP != "invited" or not may(person, Right.PERSON_INVITE):
        raise NotFound
    if request.method == "POST" and re.fullmatch(r"[0-9]{1,18}", request.POST.get("withdraw", "")):
        invitations.withdraw_invitation(person, int(request.POST["withdraw"]))
        return HttpResponseRedirect(request.path)
    if request.method == "POST":
        given = request.POST.get("uses", "")
        try:
            _row, code = invitations.invite(person, uses=int(given) if given.isdecimal() and len(given) < 4 else 0)
            made = own_origin(request) + address(request.site.language, Place.INVITATION, code=code)
        except invitations.NoMoreInvitations as problem:
            fault = gettext(problem.sentence)
    context: dict[str, Any] = {"made": made, "fault": fault, "given": invitations_of(person, clock.now())}
    title, status = gettext("Invitations"), 422 if fault else 200
    return own_page(request, Place.INVITATIONS, title, "account/invitations.html", context, status=status)


@require_safe
def invitation(request: PageRequest, code: str) -> HttpResponse:
    """The address that somebody was given: it leads to the form, and is remembered until the account is made. One
    query. Raises NotInvited."""
    if settings.SIGN_UP == "invited" and not invitations.is_open("invited", code):
        raise invitations.NotInvited
    if settings.SIGN_UP == "invited":
        request.session[INVITED] = code
    return HttpResponseRedirect(address(request.site.language, Place.SIGN_UP))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: PageRequest) -> HttpResponse | StreamingHttpResponse:
    """Everything about oneself in one file. Raises ExportedJustNow."""
    if request.method == "POST":
        response = StreamingHttpResponse(export(request.user), content_type="application/zip")
        response.headers["Content-Disposition"] = 'attachment; filename="allostream-data.zip"'
        return response
    return own_page(request, Place.OWN_DATA, gettext("Your data"), "account/own_data.html")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave_page(request: PageRequest) -> HttpResponse:
    """The end of an account, after its owner has proved who they are: as they sign in, or by a code that we send to
    who signs in by codes alone. Raises TooMuchSent."""
    if get_reauthentication_flows(request.user):
        proved: HttpResponse = _leave_after_proof(request)
        return proved
    if request.method == "POST" and request.POST.get("form") == "send":
        # As often as codes to sign in, and counted with them.
        if not ratelimit.consume(request, action="request_login_code", key=request.user.email.lower()):
            raise TooMuchSent(CODES_WAIT)
        _send_code(request)
        return HttpResponseRedirect(with_query(request.path, sent="1"))
    return _leave(request, needs_code=True)


@reauthentication_required(app="allostream")  # type: ignore[untyped-decorator]  # allauth has no types
def _leave_after_proof(request: PageRequest) -> HttpResponse:
    return _leave(request, needs_code=False)


def _leave(request: PageRequest, *, needs_code: bool) -> HttpResponse:
    fault = ""
    law_applies = any(site.legal_profile == Site.LegalProfile.FRANCE for site in request.sites)
    if request.method == "POST":
        if not request.POST.get("sure"):
            fault = gettext("Tick the box: nothing can be brought back.")
        elif needs_code and not _is_code(request, request.POST.get("code", "")):
            fault = gettext("This code is wrong or no longer holds. Type the latest one.")
        else:
            return _end(request, law_applies)
    context = {
        "fault": fault, "needs_code": needs_code, "sent": CONFIRMING in request.session, "law_applies": law_applies,
        "address_years": ADDRESS_YEARS, "name_years": NAME_YEARS,
    }  # fmt: skip
    title, status = gettext("Delete your account"), 422 if fault else 200
    return own_page(request, Place.LEAVE, title, "account/leave.html", context, status=status)


def _end(request: PageRequest, law_applies: bool) -> HttpResponse:
    person = request.user
    email, language, origin = person.email, person.language, own_origin(request)
    with transaction.atomic():
        leave(person, law_applies=law_applies, by=Actor.person(person.public_id))
        mail.post(
            to=email, kind=NOTICE, values={"occasion": "deleted"}, head=letterhead(request.site, origin),
            language=language or request.choices.language,
        )  # fmt: skip
    logout(request)
    page = Page(title=gettext("Your account was deleted"))
    return write(request, "account/left.html", page, {"law_applies": law_applies})


def _send_code(request: PageRequest) -> None:
    code = f"{secrets.randbelow(10**8):08}"
    request.session[CONFIRMING] = [code, (clock.now() + QUARTER).timestamp(), 0]
    values = {"occasion": "leave", "code": code}
    with transaction.atomic():
        mail.post(
            # To the address alone: letters of an account are in the export of its data, which must hold no code.
            to=request.user.email, kind=CODE, values=values, head=letterhead(request.site, own_origin(request)),
            language=request.choices.language,
        )  # fmt: skip


def _is_code(request: PageRequest, given: str) -> bool:
    """Whether it is the code that was sent, within its time and five attempts."""
    known, until, attempts = request.session.get(CONFIRMING, ["", 0, 0])
    if not known or attempts >= 5 or clock.now().timestamp() >= until:
        return False
    request.session[CONFIRMING] = [known, until, attempts + 1]
    return constant_time_compare(known, given.strip())
