"""The form of a notice: guided, without an account, its fields and their words by what it is about."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from allostream.lib.countries import spelled_out
from allostream.rights_desk.order_rules import INFORM, is_whole_host
from allostream.rights_desk.orders import too_wide
from allostream.rights_desk.reading.bulk import LARGEST
from allostream.rights_desk.reading.shape import Mandate, SenderKind
from allostream.rights_desk.wording import wide_words
from allostream.sites.models import Site
from allostream.web.notices.matters import FIELDS, NEEDED, OF_HINT, Matter, OrderKind, RightKind

SHORTEST_EXPLANATION, LONGEST = 40, 20_000
MOST_LINES = 500  # pasted into the form; more by a file or the API
LARGEST_FILE = LARGEST
Choices = list[tuple[str, str]]


def capacities() -> Choices:
    """In what capacity a notice is sent, as choices."""
    return [
        (Mandate.OWNER, gettext("I hold the rights myself")),
        (Mandate.AGENT, gettext("I act for the holder of the rights")),
        (Mandate.EXCLUSIVE_LICENSEE, gettext("I hold an exclusive licence")),
        (Mandate.COLLECTING_SOCIETY, gettext("I write for a collecting society")),
        (Mandate.THIRD_PARTY, gettext("None of these: this is a hint")),
    ]


def senders() -> Choices:
    """What kind of person somebody is, as choices."""
    return [
        (SenderKind.LEGAL, gettext("A company or another legal person")),
        (SenderKind.NATURAL, gettext("A natural person")),
        (SenderKind.AUTHORITY, gettext("An authority")),
    ]


def right_kinds() -> Choices:
    """The rights in films and series that can be infringed, as choices."""
    return [
        (RightKind.COPYRIGHT, gettext("Copyright (authors)")),
        (RightKind.PRODUCER, gettext("The right of the producer of the film")),
        (RightKind.PERFORMER, gettext("The right of a performer")),
        (RightKind.BROADCASTER, gettext("The right of a broadcaster")),
        (RightKind.CIRCUMVENTION, gettext("None of these: a protection measure is circumvented")),
    ]


def order_kinds() -> Choices:
    """What an authority can order, as choices."""
    return [
        (OrderKind.ACT, gettext("To act against what is named (Digital Services Act, article 9)")),
        (OrderKind.INFORM, gettext("To give information (Digital Services Act, article 10)")),
        (OrderKind.MEASURE, gettext("A measure of a court (CPI, article L336-2)")),
        (OrderKind.BLOCK, gettext("To stop listing the addresses of a service already judged (CPI, article L331-27)")),
    ]


def line(label: Any, hint: Any = "", longest: int = 200, **attributes: str) -> forms.CharField:
    """A field of one line."""
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(label=label, help_text=hint, required=False, max_length=longest, widget=widget)


def words(label: Any, hint: Any = "", rows: int = 4, **attributes: str) -> forms.CharField:
    """A field of many lines."""
    widget = forms.Textarea(attrs={"rows": rows, **attributes})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=LONGEST, widget=widget)


def tick(label: Any, hint: Any = "") -> forms.BooleanField:
    """A statement to tick; none is ticked before the person has."""
    return forms.BooleanField(label=label, help_text=hint, required=False)


def choice(label: Any, choices: Callable[[], Choices], hint: Any = "") -> forms.ChoiceField:
    """One of few, as radio buttons."""
    return forms.ChoiceField(label=label, choices=choices, help_text=hint, required=False, widget=forms.RadioSelect)


def day(label: Any, hint: Any = "") -> forms.DateField:
    """A day."""
    widget = forms.DateInput(attrs={"type": "date"})
    wrong = {"invalid": gettext_lazy("This is no day: write it as 2026-12-31.")}
    return forms.DateField(label=label, help_text=hint, required=False, widget=widget, error_messages=wrong)


_CODE = {"spellcheck": "false", "autocapitalize": "none"}


class NoticeForm(forms.Form):
    """All that can be asked; `matter` leaves the fields that its law needs."""

    order_kind = choice(gettext_lazy("What is ordered"), order_kinds)
    authority = line(gettext_lazy("Name of the authority"), autocomplete="organization")
    legal_basis = line(
        gettext_lazy("Legal basis"), gettext_lazy("The article of law and the number and day of the order."), 500
    )
    redress = words(gettext_lazy("Redress that is open to us and to the person concerned"), rows=2)
    works = words(
        gettext_lazy("Works, one on each line"),
        gettext_lazy("The title, and the year if you know it: The Mentalist (2008). No address of an infringing copy."),
    )
    originals = words(
        gettext_lazy("Where the rightful version can be seen (optional)"),
        gettext_lazy("An official page is best. These addresses are never taken for infringing ones."), 2, **_CODE,
    )  # fmt: skip
    addresses = words(
        gettext_lazy("Infringing addresses, one on each line"),
        gettext_lazy("Pages of this site, or the addresses at the host of the video. At most 500; more with a file."),
        6, **_CODE,
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Or a list as a file (optional)"), required=False, allow_empty_file=True,
        help_text=gettext_lazy("CSV, TXT with one address on each line, XLSX or ACNS XML: up to 25 MB, 100,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xml"}),
    )  # fmt: skip
    right_kind = choice(gettext_lazy("Which right is infringed"), right_kinds)
    explanation = words(
        gettext_lazy("Why this is unlawful"),
        gettext_lazy("The reasons, so that somebody who does not know the work can follow them: at least 40 signs."), 5,
    )  # fmt: skip
    territories = line(
        gettext_lazy("In which countries (optional)"),
        gettext_lazy("Two-letter codes, as FR, BE; EU for all member states; nothing for everywhere."), 300,
        autocapitalize="characters",
    )  # fmt: skip
    exceptions = tick(
        gettext_lazy("I have considered whether an exception allows this use: quotation, parody, fair use (optional)")
    )
    exceptions_said = line(gettext_lazy("What speaks against an exception (optional)"), "", 1000)
    capacity = choice(gettext_lazy("You write as"), capacities)
    notifier_kind = choice(gettext_lazy("You are"), senders)
    name = line(gettext_lazy("Your name, or that of your organisation"), autocomplete="name")
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"), required=False, max_length=254,
        help_text=gettext_lazy("The receipt and every decision go there. It is never shown in public."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
        error_messages={"invalid": gettext_lazy("This is not a whole e-mail address: write it as name@company.com.")},
    )  # fmt: skip
    holder = line(gettext_lazy("Who holds the rights, if it is not you"), autocomplete="organization")
    postal = words(
        gettext_lazy("Postal address"), gettext_lazy("It is never shown in public."), 2, autocomplete="street-address"
    )
    phone = line(gettext_lazy("Telephone number"), autocomplete="tel", inputmode="tel", longest=60)
    reference = line(gettext_lazy("Your own case number (optional)"))
    us_law = tick(
        gettext_lazy("This is also a notification under the law of the United States (17 U.S.C. 512(c)(3))"),
        gettext_lazy("Then an address or a telephone number and the statement under penalty of perjury are needed."),
    )
    good_faith = tick(
        gettext_lazy(
            "I have a good faith belief that use of the material in the manner complained of is not authorized by the "
            "copyright owner, its agent, or the law."
        )
    )
    accuracy = tick(
        gettext_lazy(
            "I confirm my bona fide belief that the information and allegations in this notice are accurate and "
            "complete."
        )
    )
    perjury = tick(
        gettext_lazy(
            "Under penalty of perjury: I am authorized to act on behalf of the owner of an exclusive right that is "
            "allegedly infringed."
        )
    )
    signature = line(
        gettext_lazy("Signature: type your full name"), gettext_lazy("It counts as your electronic signature.")
    )
    ends_on = day(gettext_lazy("In force until (optional)"))
    gag_until = day(gettext_lazy("Nobody may be told before (optional)"))

    def __init__(self, *args: Any, matter: Matter, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matter, self.site = matter, site
        self.fields = {name: self.fields[name] for name in FIELDS[matter]}
        if self.of_us and "us_law" in self.fields:
            del self.fields["us_law"]  # there it is said of every notice
        if matter is Matter.TRADEMARK:
            self.fields["works"].label = gettext_lazy("Trademarks, one on each line")
            self.fields["works"].help_text = gettext_lazy("With the number and the register of each.")
        for name in self.fields:
            self._describe(name)

    @property
    def of_us(self) -> bool:
        """Whether the site works under the law of the United States, which then counts for every notice."""
        return self.site.legal_profile == Site.LegalProfile.UNITED_STATES

    def _describe(self, name: str) -> None:
        """Tie a field to what is said of it: its hint, and its errors once there are any."""
        ids = [f"{name}-hint"] if self.fields[name].help_text else []
        if self.is_bound and name in self.errors:
            ids.append(f"{name}-error")
            self.fields[name].widget.attrs["aria-invalid"] = "true"
        if ids:
            self.fields[name].widget.attrs["aria-describedby"] = " ".join(ids)

    @property
    def is_hint(self) -> bool:
        """Whether it is given by somebody who claims no right."""
        return self.data.get("capacity") == Mandate.THIRD_PARTY

    def clean(self) -> dict[str, Any]:
        """Raises nothing: every lack stands beside its field, with what to do."""
        needed = OF_HINT if self.is_hint else NEEDED[self.matter] & set(self.fields)
        for name in self.fields:
            if name in needed and not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _lack(name))
        self._check_places()
        self._check_explanation()
        if not self.is_hint:
            self._check_us_law()
        return self.cleaned_data

    def _check_places(self) -> None:
        """There must be a place to look at, and few enough for one form."""
        given = self.cleaned_data.get("addresses", "").strip()
        file = self.cleaned_data.get("file")
        if not given and not file and not self.data.get("pick"):
            self.add_error("addresses", gettext("Give at least one address, one on each line, or choose a file."))
        if len(given.splitlines()) > MOST_LINES:
            self.add_error(
                "addresses",
                gettext("At most %(most)s lines: put them into a file and choose it below.") % {"most": MOST_LINES},
            )
        if self.matter is Matter.ORDER and self.cleaned_data.get("order_kind") != INFORM:
            for domain in too_wide([line for line in given.splitlines() if is_whole_host(line)]):
                self.add_error("addresses", wide_words(domain))
        if file and file.size > LARGEST_FILE:
            self.add_error("file", gettext("The file is larger than 25 MB: part it, and send several notices."))

    def _check_explanation(self) -> None:
        said = self.cleaned_data.get("explanation", "").strip()
        if said and len(said) < SHORTEST_EXPLANATION:
            self.add_error(
                "explanation",
                gettext("Say more: %(most)s signs at least, here are %(given)s. Who holds which right, and since when?")
                % {"most": SHORTEST_EXPLANATION, "given": len(said)},
            )

    def _check_us_law(self) -> None:
        """512(c)(3)(A)(iv) and (vi), where the law of the United States is invoked."""
        if self.matter is not Matter.COPYRIGHT or not (self.of_us or self.cleaned_data.get("us_law")):
            return
        if not (self.cleaned_data.get("postal") or self.cleaned_data.get("phone")):
            self.add_error("postal", gettext("Give a postal address or a telephone number: the law asks for one."))
        if not self.cleaned_data.get("perjury"):
            self.add_error("perjury", gettext("Tick this statement: a notification under this law needs it."))

    def clean_territories(self) -> list[str]:
        """The countries. Raises ValidationError for what is no code."""
        from_text = [one.upper() for one in re.split(r"[\s,;]+", self.cleaned_data["territories"]) if one]
        wrong = [one for one in from_text if not spelled_out([one])]
        if wrong:
            raise forms.ValidationError(
                gettext("“%(given)s” is no two-letter code: write FR, BE, or leave the field empty.")
                % {"given": wrong[0][:40]}
            )
        return list(dict.fromkeys(from_text))

    def sent(self) -> Mapping[str, Any]:
        """Everything that was given, as it is kept byte for byte: plain values, for the raw record of the case."""
        kept = {name: _plain(value) for name, value in self.cleaned_data.items() if name != "file"}
        return {"matter": self.matter.value, "profile": self.site.legal_profile, **kept}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _lack(name: str) -> str:
    """What to do about a field that was left empty."""
    return {
        "works": gettext("Name the work: its title, and the year if you know it."),
        "explanation": gettext("Say why this is unlawful: without reasons nobody can judge it."),
        "right_kind": gettext("Choose the right that is infringed."),
        "capacity": gettext("Choose in what capacity you write; “a hint” if in none."),
        "notifier_kind": gettext("Choose one."),
        "name": gettext("Write your name, or that of your organisation."),
        "email": gettext("Write the address to which receipt and decision go."),
        "good_faith": gettext("Tick this statement if it is true; without it the notice is not complete."),
        "accuracy": gettext("Tick this statement if it is true; without it the notice is not complete."),
        "signature": gettext("Type your full name as your signature."),
        "order_kind": gettext("Choose what is ordered."),
        "authority": gettext("Name the authority that gives the order."),
        "legal_basis": gettext("Name the law on which the order rests."),
    }.get(name, gettext("This is needed."))
