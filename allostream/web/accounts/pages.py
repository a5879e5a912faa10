"""The pages of allauth: each with its place among our addresses, its words, and the template of ours that shows it.

allauth knows its pages by names of its own (`account_login`), which urls.py gives to the English addresses; pages in
French are led from there to theirs.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.usersessions import views as sessions
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from allostream.lib.problems import NotFound
from allostream.web.accounts.forms import dress
from allostream.web.addresses import Place
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere

View = Callable[..., HttpResponse]
WAIT = 300  # seconds, after too many attempts for one account
LIMITED = {"too_many_login_attempts", "rate_limited"}
FORMS = ("form", "verify_form", "change_form", "webauthn_form")


@dataclass(frozen=True)
class Told:
    """The words of a page with one form: over it, before it, and on its button."""

    title: Promise
    lead: Promise | str = ""
    button: Promise | str = ""
    template: str = "account/form.html"


@dataclass(frozen=True)
class Shown:
    """A page of allauth: what it is called there, its view, its words."""

    name: str
    view: Any
    told: Told


SIGN_IN, CONFIRM = _("Sign in"), _("Confirm")
PAGES: Mapping[Place, Shown] = {
    Place.SIGN_IN: Shown("account_login", account.LoginView, Told(SIGN_IN, template="account/sign_in.html")),
    Place.SIGN_UP: Shown(
        "account_signup", account.SignupView,
        Told(_("Make an account"), button=_("Make an account"), template="account/sign_up.html"),
    ),
    Place.SIGN_IN_CODE: Shown(
        "account_request_login_code", account.RequestLoginCodeView,
        Told(_("Sign in by e-mail"), _("We send a code to the address of your account."), _("Send me a code")),
    ),
    Place.SIGN_IN_CODE_ENTER: Shown(
        "account_confirm_login_code", account.ConfirmLoginCodeView,
        Told(_("Type the code"), button=SIGN_IN, template="account/code.html"),
    ),
    Place.SECOND_STEP: Shown(
        "mfa_authenticate", mfa.AuthenticateView,
        Told(_("One more step"), _("Type the code of your authenticator app, or a recovery code."), SIGN_IN,
             "account/second_step.html"),
    ),
    Place.PASSKEY_IN: Shown("mfa_login_webauthn", webauthn.LoginWebAuthnView, Told(SIGN_IN)),
    Place.CONFIRM_ADDRESS: Shown(
        "account_email_verification_sent", account.email_verification_sent,
        Told(_("Confirm your address"), button=CONFIRM, template="account/code.html"),
    ),
    Place.FORGOTTEN: Shown(
        "account_reset_password", account.PasswordResetView,
        Told(_("Choose a new password"), _("We send a code to the address of your account."), _("Send me a code")),
    ),
    Place.FORGOTTEN_CODE: Shown(
        "account_confirm_password_reset_code", account.ConfirmPasswordResetCodeView,
        Told(_("Type the code"), button=CONFIRM, template="account/code.html"),
    ),
    Place.FORGOTTEN_NEW: Shown(
        "account_complete_password_reset", account.CompletePasswordResetView,
        Told(_("Choose a new password"), button=_("Keep this password")),
    ),
    Place.FORGOTTEN_DONE: Shown(
        "account_password_reset_completed", account.PasswordResetFromKeyDoneView,
        Told(_("Your password was changed"), _("Sign in with it now."), template="account/message.html"),
    ),
    Place.CLOSED: Shown(
        "account_inactive", account.AccountInactiveView,
        Told(_("This account is closed"), _("If you think that this is a mistake, write to the site."),
             template="account/message.html"),
    ),
    Place.ADDRESS: Shown(
        "account_email", account.EmailView, Told(_("E-mail address"), template="account/address.html")
    ),
    Place.CHANGE_WORD: Shown(
        "account_change_password", account.PasswordChangeView, Told(_("Password"), button=_("Change the password"))
    ),
    Place.SET_WORD: Shown(
        "account_set_password", account.PasswordSetView,
        Told(_("Password"), _("Your account has none: a code by e-mail signs you in. With a password both do."),
             _("Keep this password")),
    ),
    Place.CONFIRM_YOU: Shown(
        "account_reauthenticate", account.ReauthenticateView,
        Told(_("Is it you?"), _("What you want to do is important: prove once more who you are."), CONFIRM,
             "account/confirm_you.html"),
    ),
    Place.CONFIRM_YOU_CODE: Shown(
        "mfa_reauthenticate", mfa.ReauthenticateView,
        Told(_("Is it you?"), _("Type a code of your authenticator app, or a recovery code."), CONFIRM,
             "account/confirm_you.html"),
    ),
    Place.CONFIRM_YOU_KEY: Shown(
        "mfa_reauthenticate_webauthn", webauthn.ReauthenticateWebAuthnView,
        Told(_("Is it you?"), _("Use a passkey to prove it."), _("Use a passkey"), "account/confirm_you.html"),
    ),
    Place.SECURITY: Shown("mfa_index", mfa.IndexView, Told(_("Signing in"), template="account/security.html")),
    Place.TOTP: Shown(
        "mfa_activate_totp", totp.ActivateTOTPView,
        Told(_("Authenticator app"), button=_("Turn it on"), template="account/totp.html"),
    ),
    Place.TOTP_OFF: Shown(
        "mfa_deactivate_totp", totp.DeactivateTOTPView,
        Told(_("Authenticator app"), _("Without it, signing in no longer asks for a code of the app."),
             _("Turn it off")),
    ),
    Place.RECOVERY: Shown(
        "mfa_view_recovery_codes", recovery.ViewRecoveryCodesView,
        Told(_("Recovery codes"), template="account/recovery.html"),
    ),
    Place.RECOVERY_NEW: Shown(
        "mfa_generate_recovery_codes", recovery.GenerateRecoveryCodesView,
        Told(_("Recovery codes"), _("New codes take the place of the old ones, which count no longer."),
             _("Make new codes")),
    ),
    Place.RECOVERY_FILE: Shown(
        "mfa_download_recovery_codes", recovery.DownloadRecoveryCodesView,
        Told(_("Recovery codes"), template="account/recovery_codes.txt"),
    ),
    Place.PASSKEYS: Shown(
        "mfa_list_webauthn", webauthn.ListWebAuthnView, Told(_("Passkeys"), template="account/passkeys.html")
    ),
    Place.PASSKEY_ADD: Shown(
        "mfa_add_webauthn", webauthn.AddWebAuthnView,
        Told(_("Add a passkey"), button=_("Add a passkey"), template="account/passkey_add.html"),
    ),
    Place.PASSKEY_EDIT: Shown(
        "mfa_edit_webauthn", webauthn.EditWebAuthnView, Told(_("Rename the passkey"), button=_("Keep this name"))
    ),
    Place.PASSKEY_REMOVE: Shown(
        "mfa_remove_webauthn", webauthn.RemoveWebAuthnView,
        Told(_("Remove the passkey"), _("It will no longer sign you in here. Your device may keep it."),
             _("Remove the passkey")),
    ),
    Place.SESSIONS: Shown(
        "usersessions_list", sessions.ListUserSessionsView,
        Told(_("Where you are signed in"), button=_("Sign out everywhere else"), template="account/sessions.html"),
    ),
    Place.CONNECTIONS: Shown(
        "socialaccount_connections", social.ConnectionsView,
        Told(_("Accounts from elsewhere"), template="account/connections.html"),
    ),
    Place.PROVIDER_SIGN_UP: Shown(
        "socialaccount_signup", social.SignupView, Told(_("Make an account"), button=_("Make an account"))
    ),
    Place.PROVIDER_CANCELLED: Shown(
        "socialaccount_login_cancelled", social.LoginCancelledView,
        Told(_("You were not signed in"), _("You broke it off at the other site. Here nothing has changed."),
             template="account/message.html"),
    ),
    Place.PROVIDER_FAILED: Shown(
        "socialaccount_login_error", social.LoginErrorView,
        Told(_("You were not signed in"), _("The other site did not confirm who you are. Try again, or sign in here."),
             template="account/message.html"),
    ),
}  # fmt: skip


def view_of(place: Place) -> View:
    """The view of a page, in our frame: marked as private, refused like our own forms, and never kept."""
    shown = PAGES[place]
    view = shown.view.as_view(template_name=shown.told.template) if hasattr(shown.view, "as_view") else shown.view

    @wraps(view)
    def answer(request: PageRequest, **values: str) -> HttpResponse:
        if not re.fullmatch(r"[0-9]{1,18}", values.get("pk", "0")):
            raise NotFound
        response: HttpResponse = view(request, **values)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            _frame(request, response, place, shown.told, values)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return answer


sign_out: View = require_POST(account.LogoutView.as_view())


def square(svg: str) -> SafeString:
    """The square code of a key for an app, as an element of the page: a picture in an address is not let through by our
    policy. It comes from our own library, which writes nothing of what people type into it."""
    return SafeString(re.sub(r"^<\?xml[^>]*\?>", "", svg).strip())


def _frame(
    request: PageRequest, response: TemplateResponse, place: Place, told: Told, values: Mapping[str, str]
) -> None:
    context: dict[str, Any] = dict(response.context_data or {})
    response.context_data = context
    response.template_name = told.template  # a view that chooses its own, such as the one of closed sign-up, too
    page = Page(title=str(told.title), addresses=everywhere(place, **values), is_indexed=False)
    context |= {"page": page, "site": request.site, "told": told, "action": request.path}
    if "js_data" in context:
        context["options"] = json.dumps(context["js_data"], cls=DjangoJSONEncoder)
    if "totp_svg" in context:
        context["square"] = square(context["totp_svg"])
    codes = set()
    for name in FORMS:
        form = context.get(name)
        if isinstance(form, BaseForm):
            dress(form)
            if request.method == "POST" and form.is_bound:
                codes |= {error.code for errors in form.errors.as_data().values() for error in errors}
    if codes & LIMITED:
        response.status_code = 429
        response.headers["Retry-After"] = str(WAIT)
    elif codes and request.method == "POST":
        response.status_code = 422
