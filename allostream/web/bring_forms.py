"""The form by which somebody brings a link, with everything that is known filled in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from allostream.community.bringing import LONGEST_NOTE
from allostream.lib import languages
from allostream.lib.languages import SILENT
from allostream.links.submitting import Declared

YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
NONE_OF_THESE = "none"
LONGEST_TEXT = 2000


def language_choices(reader: str, told: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The languages to choose from, those that the host tells first."""
    first = [(tag, languages.name(tag, reader)) for tag in told if tag != SILENT]
    return [
        ("", gettext("I do not know")), (SILENT, gettext("Nothing is spoken")), *first,
        *((code, name) for code, name in languages.choices(reader) if code not in told),
    ]  # fmt: skip


class BringForm(forms.Form):
    """What it shows, what one hears, and what everybody who brings a link is asked."""

    title = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Which film or series is it?"),
        error_messages={
            "required": gettext_lazy("Say which film or series it is, or that none of these is it."),
            "invalid_choice": gettext_lazy("Say which film or series it is, or that none of these is it."),
        },
    )
    season = forms.IntegerField(
        required=False, min_value=0, max_value=9999, label=gettext_lazy("Season"),
        error_messages={"invalid": gettext_lazy("Give the season as a number.")},
    )  # fmt: skip
    episode = forms.IntegerField(
        required=False, min_value=0, max_value=99999, label=gettext_lazy("Episode"),
        error_messages={"invalid": gettext_lazy("Give the episode as a number.")},
    )  # fmt: skip
    audio = forms.ChoiceField(required=False, label=gettext_lazy("Spoken language"))
    subtitles = forms.ChoiceField(required=False, label=gettext_lazy("Subtitles"))
    own = forms.ChoiceField(
        choices=YES_NO, widget=forms.RadioSelect, label=gettext_lazy("Did you upload this file yourself?"),
        error_messages={"required": gettext_lazy("Answer yes or no: everybody is asked.")},
    )  # fmt: skip
    paid = forms.ChoiceField(
        choices=YES_NO, widget=forms.RadioSelect, label=gettext_lazy("Do you get money if it is watched?"),
        error_messages={"required": gettext_lazy("Answer yes or no: everybody is asked.")},
    )  # fmt: skip
    note = forms.CharField(
        required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Anything a moderator should know (optional)"),
    )  # fmt: skip

    def __init__(self, *args: Any, titles: Sequence[str], reader: str, told: Any = None, **more: Any) -> None:
        """`titles`: the permanent ids to choose from; `told`: what the host tells, whose languages come first."""
        super().__init__(*args, **more)
        self.set_choices("title", [*((one, one) for one in titles), (NONE_OF_THESE, NONE_OF_THESE)])
        self.set_choices("audio", language_choices(reader, (told.audio if told else None) or ()))
        choices = language_choices(reader, (told.subtitles if told else None) or ())
        self.set_choices("subtitles", [choices[0], (SILENT, gettext("None")), *choices[2:]])

    def set_choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Give a field what may be chosen."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # choice fields all

    def declared(self) -> Declared:
        """The answers to what everybody is asked."""
        return Declared(self.cleaned_data["own"] == "yes", self.cleaned_data["paid"] == "yes")

    def chosen_audio(self) -> list[str] | None:
        """The spoken language; None where nobody knows."""
        return [self.cleaned_data["audio"]] if self.cleaned_data.get("audio") else None

    def chosen_subtitles(self) -> list[str] | None:
        """The language of the subtitles, none of them, or None where nobody knows."""
        chosen = self.cleaned_data.get("subtitles")
        if chosen == SILENT:
            return []
        return [chosen] if chosen else None


class EvidenceForm(BringForm):
    """The same for a host or server that is not on the list: whose it is, and where that can be read."""

    runs = forms.CharField(
        max_length=200, label=gettext_lazy("Who runs it?"),
        error_messages={"required": gettext_lazy("Say who runs it: without that nobody can look into it.")},
    )  # fmt: skip
    proof = forms.URLField(
        max_length=500, assume_scheme="https", label=gettext_lazy("Where can that be read?"),
        error_messages={
            "required": gettext_lazy("Give the address of a page that says so."),
            "invalid": gettext_lazy("Give the address of a page, as https://example.org/about."),
        },
    )  # fmt: skip
    right = forms.CharField(
        max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("By what right does it show films?"),
        error_messages={"required": gettext_lazy("Say by what right: a licence, its own films, films that are free.")},
    )  # fmt: skip

    def evidence(self) -> dict[str, str]:
        """What was said of the host."""
        return {name: self.cleaned_data[name] for name in ("runs", "proof", "right")}
