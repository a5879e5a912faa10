"""The form “Is this wrong?”: for everybody, without an account, and without asking anything of anybody else.

Programs that fill in every form are told by a field that people do not see, and by the time between page and form.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext, gettext_lazy

from allostream.lib import countries

SHORTEST, LONGEST = 10, 4000
QUICKEST, SLOWEST = 3, 24 * 3600  # seconds between the page and its form
SALT = "allostream.objection"


def email_hint() -> str:
    """What becomes of an address that is given with an objection."""
    words = gettext(
        "Only moderators see it, and only to ask back. It is never shown, and it is deleted %(days)s days after your "
        "objection has been answered."
    )
    return words % {"days": settings.ADDRESSES_DAYS}


class ObjectionForm(forms.Form):
    """What is wrong, where, and how to ask back."""

    country = forms.ChoiceField(
        label=gettext_lazy("In which country"),
        error_messages={"invalid_choice": gettext_lazy("There is no such country in our list: choose one.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What is wrong, and where can it be read?"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": gettext_lazy("Write what is wrong."),
            "min_length": gettext_lazy("Write a whole sentence: this is too short to be looked into."),
            "max_length": gettext_lazy("This is too long: write at most 4,000 characters and give addresses for more."),
        },
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, if we may ask back (optional)"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
        error_messages={"invalid": gettext_lazy("This is not an e-mail address: write it whole, or leave it out.")},
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    made = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, subject: str, language: str, **kwargs: Any) -> None:
        """`subject`: what the form is about, so that the mark of one page does not serve another."""
        super().__init__(*args, **kwargs)
        self.signer = signing.TimestampSigner(salt=f"{SALT}.{subject}")
        self.fields["country"].choices = countries.choices(language)  # type: ignore[attr-defined]  # a choice field
        self.fields["email"].help_text = email_hint()
        self.initial.setdefault("made", self.signer.sign("page"))

    def clean_website(self) -> str:
        """Raises ValidationError when the field that is not for people was filled in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(gettext_lazy("Empty the last field: only programs fill it in."))
        return ""

    def clean_made(self) -> str:
        """Raises ValidationError for a form that came too quickly, too late, or from no page of ours."""
        mark = self.cleaned_data["made"]
        try:
            self.signer.unsign(mark, max_age=SLOWEST)
        except signing.BadSignature as error:
            raise forms.ValidationError(
                gettext_lazy("This page had been open for too long. What you wrote is still here: send it again.")
            ) from error
        if not self._was_open_for(mark, QUICKEST):
            raise forms.ValidationError(
                gettext_lazy("That was quicker than people write. What you wrote is still here: send it again.")
            )
        return str(mark)

    def _was_open_for(self, mark: str, seconds: int) -> bool:
        try:
            self.signer.unsign(mark, max_age=seconds)
        except signing.SignatureExpired:
            return True
        return False

    def renewed(self) -> str:
        """A new mark of the time, for a form that is shown again."""
        return self.signer.sign("page")
