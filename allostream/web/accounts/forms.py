"""Forms of accounts: what allauth asks, in our words."""

from typing import Any

from allauth.account.forms import SignupForm
from allauth.core import context
from allauth.socialaccount.forms import SignupForm as ProviderForm
from django import forms
from django.utils.translation import gettext_lazy as _

from allostream.accounts.name_rules import as_name
from allostream.web import proofs
from allostream.web.limits import asks_to_sign_up, check_sign_up

PASSWORD_HELP = _("Ten characters or more, and not a common password.")
LABELS: dict[str, Any] = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "password1": _("Password"),
    "password2": _("The same password again"),
    "oldpassword": _("Present password"),
    "code": _("Code"),
    "name": _("Name"),
    "website": _("Leave this empty"),
    "passwordless": _("Let me sign in with it alone, without a password"),
}
HELP: dict[str, Any] = {
    "password": "",
    "password1": PASSWORD_HELP,
    "passwordless": _("Your device then asks for your finger, face or PIN."),
}
HONEYPOT = "website"


class NameField(forms.CharField):
    """A name, as it is kept."""

    def to_python(self, value: Any) -> str:
        return as_name(super().to_python(value) or "")


def name_field() -> NameField:
    """The name that others see."""
    return NameField(
        label=_("Name"), max_length=60, help_text=_("What others see of you. It need not be your real name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )  # fmt: skip


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth has no types
    """Address, name and, for who wants one, a password; without it a code comes by e-mail at each sign-in."""

    field_order = ["email", "name", "password1", HONEYPOT]
    challenge: proofs.Challenge | None = None  # what is to be calculated first, where very many sign up

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and asks_to_sign_up():
            self.challenge = proofs.new_challenge(context.request.path)
        self.fields["name"] = name_field()
        self.order_fields(self.field_order)
        if "password1" in self.fields:
            self.fields["password1"].label = _("Password, if you want one")
            self.fields["password1"].help_text = _(
                "Ten characters or more. Without one, a code comes by e-mail whenever you sign in."
            )

    def clean(self) -> Any:
        """What was given, once it is sure that no program makes accounts without end."""
        given = super().clean()
        if self.errors:
            return given
        try:
            check_sign_up(context.request)
        except proofs.ProofWanted as wanted:
            self.challenge = wanted.details["challenge"]
            self.add_error(None, _("Very many accounts are being made: do as is said above the button, then send it."))
        return given


class ProviderSignUpForm(ProviderForm):  # type: ignore[misc]  # allauth has no types
    """What is still to be told by somebody who comes with an account from elsewhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = name_field()


def dress(form: forms.BaseForm) -> None:
    """Give the fields of a form our words, and take away what only repeats them."""
    is_ours = isinstance(form, SignUpForm | ProviderSignUpForm)
    for name, field in form.fields.items():
        if name in LABELS and not (is_ours and name in ("name", "password1")):
            field.label = LABELS[name]
        if name in HELP and not (is_ours and name == "password1"):
            field.help_text = HELP[name]
        bound = form[name]  # a form that was sent knows its words since it was read
        bound.label, bound.help_text = field.label or "", field.help_text or ""
        attributes = field.widget.attrs
        attributes.pop("placeholder", None)
        attributes.pop("style", None)
        if name == "code":
            attributes |= {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        if name in ("login", "email"):
            attributes |= {"autocomplete": "username", "autocapitalize": "none"}
        if name == "passwordless":
            field.initial = True
        if name == HONEYPOT:
            attributes |= {"autocomplete": "off", "tabindex": "-1"}
        if not attributes.get("autofocus"):
            attributes.pop("autofocus", None)
