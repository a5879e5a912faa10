"""The forms of moderators: an act with its reasons, a ban."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from allostream.lib import clock
from allostream.links.ban_rules import Scope
from allostream.moderation import wording
from allostream.moderation.actions import Grounds
from allostream.moderation.decision_rules import Rule
from allostream.web.moderation_words import scope_words

LONGEST = 2000
ENDS = (
    ("", gettext_lazy("Without an end")),
    ("7", gettext_lazy("7 days")),
    ("30", gettext_lazy("30 days")),
    ("180", gettext_lazy("6 months")),
    ("365", gettext_lazy("1 year")),
)


def rule_choices() -> list[tuple[str, str]]:
    """The published rules as choices."""
    return [(one.value, f"{one.value} · {wording.rule_name(one)}") for one in Rule]


class ActForm(forms.Form):
    """Why something is done: the rule, the facts, the reason, and until when."""

    rule = forms.ChoiceField(label=gettext_lazy("Rule"), choices=rule_choices)
    facts = forms.CharField(
        label=gettext_lazy("Facts on which it rests"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Whoever it concerns reads this, and the public log repeats it without names."),
    )  # fmt: skip
    law = forms.CharField(
        label=gettext_lazy("Article of law"), required=False, max_length=200,
        help_text=gettext_lazy("Only where the law itself forbids it."),
    )  # fmt: skip
    days = forms.ChoiceField(label=gettext_lazy("Until when"), choices=ENDS, required=False)

    def grounds(self) -> Grounds:
        """What was written, for the action; the form is valid."""
        given = self.cleaned_data
        return Grounds(
            Rule(given["rule"]), given["facts"], given["why"], given["law"], until=end_of(given.get("days", ""))
        )


def end_of(days: str) -> datetime | None:
    """The end of so many days from now; None without an end."""
    return clock.now() + timedelta(days=int(days)) if days else None


class BanForm(forms.Form):
    """What is banned, for whom, until when, and the reason that everybody reads. One thing is named."""

    host = forms.ChoiceField(label=gettext_lazy("Host"), required=False)
    path = forms.CharField(
        label=gettext_lazy("Address or path"), required=False, max_length=500,
        help_text=gettext_lazy("With its host chosen above: everything under this address."),
    )  # fmt: skip
    channel = forms.CharField(
        label=gettext_lazy("Channel"), required=False, max_length=12,
        help_text=gettext_lazy("The id at the end of the address of its page."),
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title"), required=False, max_length=12,
        help_text=gettext_lazy("The id of its short address, as in /w/…"),
    )  # fmt: skip
    person = forms.CharField(
        label=gettext_lazy("Person"), required=False, max_length=12, help_text=gettext_lazy("The id of the account.")
    )
    link = forms.CharField(
        label=gettext_lazy("Uploader of a link"), required=False, max_length=12,
        help_text=gettext_lazy("The id of a link, as in /l/…: its uploader is banned."),
    )  # fmt: skip
    scope = forms.ChoiceField(
        label=gettext_lazy("What"), choices=lambda: [(one.value, scope_words(one)) for one in Scope]
    )
    site = forms.ChoiceField(label=gettext_lazy("Site"), required=False)
    days = forms.ChoiceField(label=gettext_lazy("Until when"), choices=ENDS, required=False)
    rule = forms.ChoiceField(label=gettext_lazy("Rule"), choices=rule_choices)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody can read it: no names of people, no addresses of copies."),
    )  # fmt: skip

    def __init__(self, *args: Any, hosts: list[tuple[str, str]], sites: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].choices = [("", "–"), *hosts]  # type: ignore[attr-defined]  # of a ChoiceField
        everywhere = ("", gettext_lazy("All sites"))
        self.fields["site"].choices = [everywhere, *sites]  # type: ignore[attr-defined]  # of a ChoiceField
