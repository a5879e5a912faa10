"""How allauth behaves here: whom it writes to and how, where it leads, what it says, what it keeps of a network."""

import secrets
from base64 import urlsafe_b64encode
from ipaddress import ip_address, ip_network
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from allostream.accounts import actions as accounts
from allostream.accounts.invitation_actions import is_open, use_invitation
from allostream.accounts.models import User
from allostream.audit.rules import Actor
from allostream.mail import actions as mail
from allostream.mail.rules import is_address
from allostream.sites.queries import letterhead
from allostream.web.accounts.letters import OCCASIONS
from allostream.web.addresses import Place, address
from allostream.web.http import PageRequest, own_origin
from allostream.web.limits import client

# Where in a session the code of an invitation waits for its owner to sign up.
INVITED = "invitation"


def reader() -> PageRequest:
    """The request that allauth works on."""
    return cast(PageRequest, context.request)


def here(place: Place, **values: str) -> str:
    """The path of a page in the words of the site."""
    return address(reader().site.language, place, **values)


def network_of(written: str) -> str:
    """What is kept of somebody's address: the network it belongs to, of which an office or a town has one; "::" for one
    that says nothing, such as that of this machine."""
    try:
        found = ip_address(written)
    except ValueError:
        return "::"
    if not found.is_global:
        return "::"
    return str(ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False).network_address)


def proved_elsewhere(request: PageRequest, email_address: Any, **_told: Any) -> None:
    """What follows when an address is proved by a code to sign in or for a new password, and not in the session in
    which the account was made: somebody else may have made it, and waited for the owner of the address."""
    person: User = email_address.user
    if person.last_login is None and request.path != address(request.site.language, Place.CONFIRM_ADDRESS):
        accounts.forget_ways_in(person, by=Actor.system("sign-in"), why="the address was proved by another way")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts."""

    error_messages: dict[str, Promise | str] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This account is closed."),
        "email_password_mismatch": gettext_lazy("No account has this e-mail address and this password. Check both."),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "incorrect_code": gettext_lazy("This code is wrong or no longer holds. Type the latest one."),
        "too_many_login_attempts": gettext_lazy("Too many attempts for this address. Try again in five minutes."),
        "rate_limited": gettext_lazy("Many requests came in a short time. Try again in a minute."),
        "same_as_current": gettext_lazy("This is what it is already. Give another."),
        "duplicate_email": gettext_lazy("This address is that of your account already."),
        "select_only_one": gettext_lazy("Choose one of them."),
    }

    def is_open_for_signup(self, request: PageRequest) -> bool:
        return is_open(settings.SIGN_UP, request.session.get(INVITED, ""))

    def clean_email(self, email: str) -> str:
        """The address as typed. Some that mail knows are taken for none here, such as one in quotes: no letter of ours
        could go there, and it is said to everybody alike."""
        if not is_address(email):
            raise ValidationError(validate_email.message, code=validate_email.code)
        return str(super().clean_email(email))

    def save_user(self, request: PageRequest, user: User, form: Any, commit: bool = True) -> User:
        """The new account, with its name and the language of its reader; an invitation is used up by one."""
        with transaction.atomic():
            if settings.SIGN_UP == "invited":
                use_invitation(request.session.pop(INVITED, ""))
            user.name = form.cleaned_data["name"]
            user.language = request.choices.language
            super().save_user(request, user, form, commit=False)
            accounts.add_person(user, by=Actor.person(user.public_id), why="signed up")
        return user

    def get_client_ip(self, request: PageRequest) -> str:
        """Who asks, for limits. Who cannot be told apart from others must not pay for them: each of their requests has
        a network of its own, and what limits them is the address of the account that they try."""
        known = client(request)
        if not known:
            return f"fd{secrets.token_hex(1)}:{secrets.token_hex(2)}:{secrets.token_hex(2)}:{secrets.token_hex(2)}::"
        return str(ip_address(int(known) << 64)) if known.isdecimal() else known

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a letter of ours, with the change that it tells of; none to what no account can have as its address,
        whoever types it where a code is asked for."""
        if not is_address(email):
            return
        request = reader()
        kind, occasion = OCCASIONS[template_prefix]
        origin = own_origin(request)
        values = {
            "occasion": occasion, "code": context.get("code", ""), "sign_in": origin + here(Place.SIGN_IN_CODE),
            "sign_up": origin + here(Place.SIGN_UP) if settings.SIGN_UP == "open" else "",
            "security": origin + here(Place.SECURITY),
        }  # fmt: skip
        with transaction.atomic():
            mail.post(
                to=email, kind=kind, values=values, head=letterhead(request.site, origin),
                language=request.choices.language,
            )  # fmt: skip

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to prove who one is, in our words and at addresses in the words of the site."""
        ours = {
            "reauthenticate": (gettext("With your password"), Place.CONFIRM_YOU),
            "mfa_reauthenticate": (gettext("With a code of your app, or a recovery code"), Place.CONFIRM_YOU_CODE),
            "mfa_reauthenticate:webauthn": (gettext("With a passkey"), Place.CONFIRM_YOU_KEY),
        }
        return [
            {**method, "description": ours[method["id"]][0], "url": here(ours[method["id"]][1])}
            for method in super().get_reauthentication_methods(user)
        ]

    def get_login_redirect_url(self, request: PageRequest) -> str:
        return here(Place.HOME)

    def get_logout_redirect_url(self, request: PageRequest) -> str:
        return here(Place.HOME)

    def get_password_change_redirect_url(self, request: PageRequest) -> str:
        return f"{here(Place.SECURITY)}?done=password"

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return here(Place.ACCOUNT)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Passkeys, authenticator apps, recovery codes. Secrets lie encrypted in the database, under the site's own key."""

    error_messages: dict[str, Promise | str] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code or key was not accepted. Try the next code, or another key."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first."),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes need an authenticator app or a passkey first."),
    }

    def _get_site_name(self) -> str:
        return reader().site.name

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        return gettext("Passkey")


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts that people have elsewhere."""

    def is_open_for_signup(self, request: PageRequest, sociallogin: Any) -> bool:
        return is_open(settings.SIGN_UP, request.session.get(INVITED, ""))

    def save_user(self, request: PageRequest, sociallogin: Any, form: Any = None) -> User:
        user: User = sociallogin.user
        with transaction.atomic():
            if settings.SIGN_UP == "invited":
                use_invitation(request.session.pop(INVITED, ""))
            user.name = form.cleaned_data["name"] if form else user.name
            user.language = request.choices.language
            saved: User = super().save_user(request, sociallogin, form)
            accounts.note_added(saved, by=Actor.person(saved.public_id), why="signed up with an account from elsewhere")
        return saved

    def get_connect_redirect_url(self, request: PageRequest, socialaccount: Any) -> str:
        return here(Place.CONNECTIONS)


def _cipher() -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"allostream second step").derive(settings.SECRET_KEY.encode())
    return Fernet(urlsafe_b64encode(derived))
