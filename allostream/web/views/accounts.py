"""Signing in and out: Django's own views in our pages."""

from typing import Any

from django import forms
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext, gettext_lazy

from allostream.web.addresses import Place
from allostream.web.page import Page, everywhere


class SignInForm(AuthenticationForm):
    """E-mail address and password."""

    username = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": gettext_lazy("No account has this e-mail address and this password. Check both."),
        "inactive": gettext_lazy("This account is closed."),
    }


class SignIn(auth.LoginView):
    """The form to sign in; leads back to the page that the reader came from, if it is one of ours."""

    template_name = "account/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Page(title=gettext("Sign in"), addresses=everywhere(Place.SIGN_IN))
        # Django's view puts another kind of site there.
        return {**super().get_context_data(**kwargs), "page": page, "site": self.request.site}
