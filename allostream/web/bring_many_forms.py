"""The forms by which somebody brings many links at once, or proposes a whole list."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext, gettext_lazy

from allostream.community.table_rules import LARGEST, MOST_PASTED, MOST_ROWS, Fault, Table, pasted, read_file
from allostream.links.submitting import Declared
from allostream.web.bring_forms import YES_NO

ANSWER = {"required": gettext_lazy("Answer yes or no: everybody is asked.")}


class AskedForm(forms.Form):
    """The two questions that everybody is asked."""

    own = forms.ChoiceField(
        choices=YES_NO, widget=forms.RadioSelect, label=gettext_lazy("Did you upload any of these files yourself?"),
        error_messages=ANSWER,
    )  # fmt: skip
    paid = forms.ChoiceField(
        choices=YES_NO, widget=forms.RadioSelect, label=gettext_lazy("Do you get money if any of them is watched?"),
        error_messages=ANSWER,
    )  # fmt: skip

    def declared(self) -> Declared:
        """The answers to what everybody is asked."""
        return Declared(self.cleaned_data["own"] == "yes", self.cleaned_data["paid"] == "yes")


class ManyForm(AskedForm):
    """Addresses in a field, or a table as a file."""

    addresses = forms.CharField(
        required=False, max_length=MOST_PASTED * 2100, label=gettext_lazy("Addresses, one a line"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "none"}),
    )  # fmt: skip
    file = forms.FileField(
        required=False, label=gettext_lazy("Or a table as a file (CSV)"), allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
    )  # fmt: skip
    field_order = ("addresses", "file", "own", "paid")

    def clean(self) -> None:
        """Raises ValidationError where there is neither addresses nor a file, or both."""
        given = bool(self.cleaned_data.get("addresses", "").strip()), bool(self.cleaned_data.get("file"))
        if given == (False, False):
            raise forms.ValidationError(gettext("Paste addresses, or choose a file."))
        if given == (True, True):
            raise forms.ValidationError(gettext("Paste addresses or choose a file, not both: which is meant?"))

    def table(self, most: int) -> Table:
        """What was given, read line by line; at most so many links."""
        file = self.cleaned_data.get("file")
        if file:
            return read_file(file.read(LARGEST + 1), min(MOST_ROWS, most))
        return pasted(self.cleaned_data["addresses"], min(MOST_PASTED, most))


class ListForm(AskedForm):
    """A playlist, channel or collection as one proposal."""

    url = forms.CharField(max_length=2000, label=gettext_lazy("Address of the playlist, channel or collection"))
    why = forms.CharField(
        max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Whose is it, and by what right are these films there?"),
    )  # fmt: skip
    field_order = ("url", "why", "own", "paid")


def fault_words(fault: str, given: str) -> str:
    """What is wrong with a line, and what to do."""
    sentence = _faults().get(fault, "%(given)s")
    return sentence % {"given": given, "most": MOST_ROWS, "kilobytes": LARGEST // 1024}


def _faults() -> Mapping[str, str]:
    return {
        Fault.NO_ADDRESS: gettext("“%(given)s” is no web address: give it whole, as https://…"),
        Fault.FORMULA: gettext("“%(given)s” looks like a formula of a spreadsheet: give the address itself."),
        Fault.TOO_LONG: gettext("“%(given)s…” is too long for an address."),
        Fault.TOO_MANY: gettext("Here the first %(given)s end: bring the rest in a second go."),
        Fault.TWICE: gettext("“%(given)s” stands further up already: it is taken once."),
        Fault.NO_COLUMN: gettext("No column is called “url” or “adresse”: name the one that holds the addresses so."),
        Fault.TOO_LARGE: gettext("The file is larger than %(kilobytes)s KB: part it."),
        Fault.NOT_TEXT: gettext("The file is no text: save the table as CSV in UTF-8."),
        Fault.BAD_NUMBER: gettext("“%(given)s” is no number."),
        Fault.TORN: gettext("From here on a quotation mark is never closed: mend it and bring the rest again."),
        Fault.EMPTY: gettext("There is nothing in it."),
        "no-such-part": gettext("The catalogue has no such season or episode (%(given)s): the whole series is meant."),
        "no-language": gettext("“%(given)s” is no language that we know: give a tag, as fr."),
        "yours-already": gettext("You have brought “%(given)s” already: it waits."),
    }  # fmt: skip
