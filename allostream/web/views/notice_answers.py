"""What follows a notice, without an account: a counter notice, a complaint, a retraction, the proof of a court action.

It comes in by the same door as a notice: a case of its own about the first one.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from allostream.lib.problems import Problem
from allostream.rights_desk.reading.shape import (
    Address,
    Kind,
    Made,
    Reading,
    SenderKind,
    Signature,
    SignatureKind,
    Statement,
    Who,
)
from allostream.web.addresses import Place, address, with_query
from allostream.web.http import PageRequest
from allostream.web.notices.allowance import take_notice
from allostream.web.notices.answering import take
from allostream.web.notices.forms import line, tick, words
from allostream.web.notices.reading import lines_of
from allostream.web.page import Page, everywhere, write
from allostream.web.secret_pages import secret
from allostream.web.views.errors import unknown_value
from allostream.web.views.notices import Step, troubles

ANSWERS = (Kind.COUNTER_NOTICE, Kind.COMPLAINT, Kind.RETRACTION, Kind.COURT_PROOF)
# Of a counter notice (17 U.S.C. 512(g)(3)) everything; of the others what tells who writes about what.
SHORT = ("number", "addresses", "text", "name", "email", "signature")
FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.COUNTER_NOTICE: (
        "number", "addresses", "grounds", "text", "name", "email", "postal", "phone", "mistake", "jurisdiction",
        "service", "signature",
    ),
    Kind.COMPLAINT: SHORT,
    Kind.RETRACTION: SHORT,
    Kind.COURT_PROOF: SHORT,
}  # fmt: skip


def grounds() -> list[tuple[str, str]]:
    """Why a link may stay, as choices."""
    return [
        ("owner", gettext("I hold the rights")),
        ("authorised", gettext("The holder has allowed it")),
        ("licence", gettext("A licence allows it")),
        ("public-domain", gettext("The work is in the public domain")),
        ("exception", gettext("An exception of the law allows it")),
        ("misidentified", gettext("It is another work")),
        ("lawful-source", gettext("The copy is an official one")),
        ("other", gettext("Another ground")),
    ]


class AnswerForm(forms.Form):
    """All that is asked; `kind` leaves what the law needs of it."""

    number = line(
        gettext_lazy("Number of the case or of the decision"), gettext_lazy("It stands in the letter to you."), 60
    )
    addresses = words(
        gettext_lazy("Which links, one on each line"),
        gettext_lazy("As they stood on this site before they were withdrawn; none for all of the case."), 3,
    )  # fmt: skip
    grounds = forms.MultipleChoiceField(
        label=gettext_lazy("On what ground"), choices=grounds, required=False, widget=forms.CheckboxSelectMultiple
    )
    text = words(gettext_lazy("What is not right, and why"), "", 6)
    name = line(gettext_lazy("Your name"), autocomplete="name")
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"), required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
        error_messages={"invalid": gettext_lazy("This is not a whole e-mail address: write it as name@company.com.")},
    )  # fmt: skip
    postal = words(
        gettext_lazy("Postal address"), gettext_lazy("The law asks for it. The notifier gets a copy."), 2,
        autocomplete="street-address",
    )  # fmt: skip
    phone = line(gettext_lazy("Telephone number"), autocomplete="tel", inputmode="tel", longest=60)
    mistake = tick(
        gettext_lazy(
            "Under penalty of perjury: I have a good faith belief that the material was removed or disabled as a "
            "result of mistake or misidentification of the material to be removed or disabled."
        )
    )
    jurisdiction = tick(
        gettext_lazy(
            "I consent to the jurisdiction of the Federal District Court for the judicial district in which my address "
            "is located, or, if it is outside of the United States, in which this site may be found."
        )
    )
    service = tick(
        gettext_lazy("I will accept service of process from the person who provided the notification or an agent.")
    )
    signature = line(
        gettext_lazy("Signature: type your full name"), gettext_lazy("It counts as your electronic signature.")
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields = {name: self.fields[name] for name in FIELDS[kind]}
        for name in self.fields:
            ids = [f"{name}-hint"] if self.fields[name].help_text else []
            if self.is_bound and name in self.errors:
                ids.append(f"{name}-error")
                self.fields[name].widget.attrs["aria-invalid"] = "true"
            if ids:
                self.fields[name].widget.attrs["aria-describedby"] = " ".join(ids)

    def clean(self) -> dict[str, Any]:
        """Every lack stands beside its field."""
        needed = set(self.fields) - {"number", "addresses"}
        for name in self.fields:
            if name in needed and not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, self._lack(name))
        if not self.cleaned_data.get("number") and not self.cleaned_data.get("addresses"):
            self.add_error("number", gettext("Write the number of the case, or the addresses of the links below."))
        return self.cleaned_data

    def _lack(self, name: str) -> str:
        if name in ("mistake", "jurisdiction", "service"):
            return gettext("Tick this statement: a counter notice needs it by law.")
        return {
            "text": gettext("Say what is not right, and why."),
            "grounds": gettext("Choose at least one ground."),
            "name": gettext("Write your name, or that of your organisation."),
            "email": gettext("Write the address to which receipt and decision go."),
            "signature": gettext("Type your full name as your signature."),
        }.get(name, gettext("This is needed."))

    def reading(self, language: str) -> Reading:
        """What was written, as the desk reads it; the form is valid."""
        given = self.cleaned_data
        stated = {
            "mistake": (Statement.MISTAKE, Statement.PERJURY), "jurisdiction": (Statement.JURISDICTION,),
            "service": (Statement.SERVICE,),
        }  # fmt: skip
        return Reading(
            reader="form", kind=self.kind,
            sender=Who(
                SenderKind.UNKNOWN, given["name"], "", given["email"], given.get("postal", ""), given.get("phone", "")
            ),
            addresses=tuple(Address(one) for one in lines_of(given["addresses"])),
            statements=tuple(Made(one) for name, found in stated.items() if given.get(name) for one in found),
            signature=Signature(SignatureKind.TYPED, given["signature"]), explanation=given["text"], language=language,
            refers_to=(given["number"],) if given["number"] else (), grounds=tuple(given.get("grounds", ())),
            is_partial=bool(given["addresses"].strip()),
        )  # fmt: skip


def heading(kind: Kind) -> str:
    """The words over the form."""
    return {
        Kind.COUNTER_NOTICE: gettext("Send a counter notice"),
        Kind.COMPLAINT: gettext("Complain about a decision"),
        Kind.RETRACTION: gettext("Take a notice back"),
        Kind.COURT_PROOF: gettext("Show that a court was asked"),
    }[kind]


def lead(kind: Kind) -> str:
    """What it is for, and what follows."""
    return {
        Kind.COUNTER_NOTICE: gettext(
            "Under the law of the United States (17 U.S.C. 512(g)(3)). The notifier gets a copy with your name and "
            "address; unless they ask a court, the link is shown again 10 to 14 business days later. A complaint by "
            "the law of the Union asks for less, and does the same."
        ),
        Kind.COMPLAINT: gettext(
            "Free of charge, for six months. Somebody who had no part in the decision answers, with reasons (Digital "
            "Services Act, article 20)."
        ),
        Kind.RETRACTION: gettext(
            "A notice can be taken back whole or in part. We check that you are who sent it; the links are then shown "
            "again, unless another notice names them."
        ),
        Kind.COURT_PROOF: gettext(
            "Whoever sent a notice and has asked a court to restrain the submitter keeps the link away with this."
        ),
    }[kind]


@csrf_exempt  # nobody is signed in here, as on the form of a notice
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PageRequest) -> HttpResponse:
    """The form; once it is sent, the page of its case. Twenty queries. Raises UnknownValue."""
    given = request.POST.get("kind", "") or request.GET.get("kind", "") or Kind.COMPLAINT
    known = [one.value for one in ANSWERS]
    if given not in known:
        raise unknown_value("kind", given, known)
    kind = Kind(given)
    if request.method != "POST":
        return _page(request, AnswerForm(kind=kind, initial={"number": request.GET.get("case", "")}))
    form = AnswerForm(request.POST, kind=kind)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        take_notice(request)
        received = take(request, form.reading(request.visitor.language))
    except Problem as refused:
        form.add_error(None, gettext(refused.sentence) % refused.details)
        return _page(request, form, status=refused.status)
    where = address(request.site.language, Place.NOTICE_CASE, id=received.case.public_id)
    return secret(HttpResponseRedirect(with_query(where, key=received.secret, new="1")))


def _page(request: PageRequest, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    here = address(request.site.language, Place.NOTICE_ANSWER)
    page = Page(
        title=heading(form.kind), description=lead(form.kind),
        addresses={
            spoken: with_query(path, kind=form.kind) for spoken, path in everywhere(Place.NOTICE_ANSWER).items()
        },
    )  # fmt: skip
    names = [name for name in form.fields if name not in ("mistake", "jurisdiction", "service", "signature")]
    said = [form[name] for name in form.fields if name not in names]
    context = {
        "kind": form.kind.value,
        "kinds": [(one.value, heading(one), with_query(here, kind=one)) for one in ANSWERS],
        "lead": lead(form.kind),
        "action": here,
        "steps": [Step(gettext("What it is about"), [form[name] for name in names]), Step(gettext("Signature"), said)],
        "troubles": troubles(form),
    }
    response = write(request, "notices/answer.html", page, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
