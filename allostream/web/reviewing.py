"""The form of a review: the questions in their order, what is decided, and evidence that is no other list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from allostream.rights.bases import EvidenceKind
from allostream.rights.deciding_rules import QUESTIONS, Fault, Item, faults_of_form
from allostream.rights.engine.answers import Status
from allostream.rights.models.decisions import MOST_CAPTURE
from allostream.web.rights.decided import evidence_kind
from allostream.web.rights.rows import status_word

ROWS = 3  # of evidence
# Terms of the rules' own inputs are no evidence that a person brings.
OFFERED = [kind for kind in EvidenceKind if kind is not EvidenceKind.TERM_INPUTS]
DECIDED = (Status.PD, Status.OPEN_LICENCE, Status.PROTECTED, Status.UNCLEAR)
ASKED = {
    "edition": (
        gettext_lazy("1. Which edition is the file?"),
        gettext_lazy("Restoration, score, cut, language; or that it is the plain film, and how you saw it."),
    ),
    "put_there_by": (
        gettext_lazy("2. Who put it there?"), gettext_lazy("The uploader, and by what right; or that nobody knows."),
    ),
    "country": (
        gettext_lazy("3. Which country?"), gettext_lazy("For which country you decide, and why its law governs."),
    ),
    "rule": (
        gettext_lazy("4. Which rule?"), gettext_lazy("The rule that decides, by its id or its article."),
    ),
    "weakest_input": (
        gettext_lazy("5. Which input is weakest?"), gettext_lazy("The fact that you would doubt first."),
    ),
    "would_change": (
        gettext_lazy("6. What would change your mind?"),
        gettext_lazy("What you would have to see to decide otherwise."),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brought:
    """An item of evidence that a reviewer brings."""

    kind: EvidenceKind
    address: str
    value: str
    is_public: bool
    content: bytes | None = None
    media_type: str = ""


class ReviewForm(forms.Form):
    """The questions, the decision, its reason, and the evidence."""

    status = forms.ChoiceField(
        label=gettext_lazy("What is decided"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is decided.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("In a few sentences, as the public may read it."),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )  # fmt: skip

    def __init__(self, *args: Any, own_domains: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        """`own_domains`: those of our sites, which prove nothing either."""
        super().__init__(*args, **kwargs)
        self.own_domains = own_domains
        for name in QUESTIONS:
            label, hint = ASKED[name]
            self.fields[name] = forms.CharField(
                label=label, help_text=hint, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": gettext_lazy("This question has no answer yet.")},
            )  # fmt: skip
        self.fields["status"].choices = [(one.value, status_word(one)) for one in DECIDED]  # type: ignore[attr-defined]  # a choice field
        kinds = [("", "–"), *((kind.value, evidence_kind(kind.value)) for kind in OFFERED)]
        for number in range(ROWS):
            self.fields[f"kind_{number}"] = forms.ChoiceField(label=gettext_lazy("Kind"), choices=kinds, required=False)
            self.fields[f"address_{number}"] = forms.CharField(
                label=gettext_lazy("Address, or where it lies"), max_length=2000, required=False
            )
            self.fields[f"value_{number}"] = forms.CharField(
                label=gettext_lazy("The words that count"), max_length=4000, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
            self.fields[f"capture_{number}"] = forms.FileField(
                label=gettext_lazy("A copy of what you saw, at most 1 MB"), required=False
            )
            self.fields[f"public_{number}"] = forms.BooleanField(
                label=gettext_lazy("Everybody may see it"), required=False
            )
        self.order_fields([*QUESTIONS, "status", "reason"])

    def questions(self) -> list[forms.BoundField]:
        """The fields of the questions, in their order."""
        return [self[name] for name in QUESTIONS]

    def rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """The fields of each item of evidence."""
        for number in range(ROWS):
            yield number + 1, [self[f"{name}_{number}"] for name in ("kind", "address", "value", "capture", "public")]

    def clean(self) -> dict[str, Any]:
        """Refuse a review without evidence, and one whose evidence is other directories of links alone."""
        given: dict[str, Any] = super().clean() or {}
        for number in range(ROWS):
            if not given.get(f"kind_{number}") and self._says_anything(number):
                self.add_error(f"kind_{number}", gettext("Say what kind of evidence this is."))
            capture = given.get(f"capture_{number}")
            if capture and capture.size > MOST_CAPTURE:
                self.add_error(f"capture_{number}", gettext("This is bigger than 1 MB: keep the part that counts."))
        items = [Item(one.kind, one.address, one.content is not None) for one in self.evidence()]
        for fault in faults_of_form(self.answers(), items, self.own_domains):
            if fault is not Fault.UNANSWERED:  # said beside each question
                self.add_error(None, fault_sentence(fault))
        return given

    def _says_anything(self, number: int) -> bool:
        return any(self.cleaned_data.get(f"{name}_{number}") for name in ("address", "value", "capture"))

    def answers(self) -> dict[str, str]:
        """The answers to the questions."""
        return {name: self.cleaned_data.get(name, "") for name in QUESTIONS}

    def evidence(self) -> Sequence[Brought]:
        """The items that say anything."""
        return [
            self._brought(number)
            for number in range(ROWS)
            if self.cleaned_data.get(f"kind_{number}") and self._says_anything(number)
        ]

    def _brought(self, number: int) -> Brought:
        given = {name: self.cleaned_data.get(f"{name}_{number}") for name in ("address", "value", "public")}
        capture = self.cleaned_data.get(f"capture_{number}")
        if capture:
            capture.seek(0)  # the evidence is asked for more than once
        return Brought(
            kind=EvidenceKind(self.cleaned_data[f"kind_{number}"]),
            address=(given["address"] or "").strip(),
            value=(given["value"] or "").strip(),
            is_public=bool(given["public"]),
            content=capture.read() if capture else None,
            media_type=capture.content_type if capture else "",
        )


def fault_sentence(fault: Fault) -> str:
    """Why a review cannot be saved, and what to do."""
    return {
        Fault.NO_EVIDENCE: gettext("Nothing is saved without evidence: name at least one thing that you saw."),
        Fault.ONLY_DIRECTORIES: gettext(
            "Other lists of links prove nothing: name at least one thing that is not a link directory."
        ),
        Fault.UNANSWERED: gettext("A question has no answer yet."),
        Fault.NOT_TRAINED: gettext("Only trained reviewers may decide this."),
        Fault.OWN_LINK: gettext("You put a copy of this work here, so others have to decide."),
        Fault.INTERESTED: gettext("You have an interest in this work, so others have to decide."),
        Fault.FOR_THE_DESK: gettext("After a notice only the rights desk may decide."),
    }[fault]
