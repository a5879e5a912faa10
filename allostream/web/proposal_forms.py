"""The forms of proposals: to object, to propose, to add a proof, to decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from allostream.hosts import queries as hosts
from allostream.hosts.models import Channel
from allostream.hosts.proof_rules import LADDER, Half, ProofKind
from allostream.hosts.proposal_rules import LONGEST_TEXT, SHORTEST_TEXT, NewChannel, NewProof
from allostream.web import proposal_words as words
from allostream.web.objecting import email_hint
from allostream.web.wording import channel_kind


def of(kind: ProofKind) -> Half:
    """The half that a kind of proof belongs to."""
    return LADDER[kind][0]


def _text(label: Any, hint: Any = "", *, least: int = 1, rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, min_length=least, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def _line(label: Any, hint: Any = "", *, longest: int = 200, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=required)


def _address(label: Any, hint: Any = "") -> forms.URLField:
    return forms.URLField(label=label, help_text=hint, max_length=500, required=False, assume_scheme="https")


class ObjectionForm(forms.Form):
    """What somebody says against it; no account needed."""

    text = _text(
        gettext_lazy("What is wrong?"),
        gettext_lazy("Say whose films these are, or why the proof is not what it seems. Only moderators read it."),
        least=SHORTEST_TEXT,
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address, if we may ask back"), required=False, max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = email_hint()


class DecisionForm(forms.Form):
    """The reason of a decision, which is public."""

    why = _text(gettext_lazy("Reason"), gettext_lazy("Public. It is also the answer to every open objection."))
    decision = forms.ChoiceField(choices=[("list", ""), ("refuse", "")], widget=forms.HiddenInput)


class ProofForm(forms.Form):
    """One proof."""

    kind = forms.ChoiceField(label=gettext_lazy("What shows it"))
    seen_on = forms.DateField(label=gettext_lazy("Seen on"), widget=forms.DateInput(attrs={"type": "date"}))
    address = _address(gettext_lazy("Address of the page"))
    capture = _line(
        gettext_lazy("Hash of the capture"),
        gettext_lazy("Without a capture, a link on a site counts no more than a name."), longest=100, required=False,
    )  # fmt: skip
    said = forms.CharField(
        label=gettext_lazy("What stands there"), required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        ladder: forms.ChoiceField = self.fields["kind"]  # type: ignore[assignment]  # as declared above
        ladder.choices = [
            (words.half_heading(half), [(kind.value, words.proof_kind(kind)) for kind in ProofKind if of(kind) is half])
            for half in Half
        ]

    def proof(self) -> NewProof:
        """The proof that was written down."""
        given = self.cleaned_data
        return NewProof(ProofKind(given["kind"]), given["seen_on"], given["address"], given["capture"], given["said"])


class ChannelForm(ProofForm):
    """A channel to propose, with its first proof."""

    host = forms.ChoiceField(label=gettext_lazy("Host"))
    key = _line(gettext_lazy("Name at the host"), gettext_lazy("The host’s own lasting id, such as UC… at YouTube."))
    name = _line(gettext_lazy("Name of the channel"))
    channel_kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    channel_address = _address(gettext_lazy("Address of the channel"))
    holder = _line(gettext_lazy("Held by"))
    why = _text(gettext_lazy("Why it should be listed"), gettext_lazy("Public."))
    field_order = ("host", "key", "name", "channel_kind", "channel_address", "holder", "why")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = [(kind.value, channel_kind(kind.value)) for kind in Channel.Kind]
        self.fields["channel_kind"].choices = kinds  # type: ignore[attr-defined]  # as declared above
        self.fields["host"].choices = [  # type: ignore[attr-defined]  # as declared above
            (host.slug, host.name) for host in hosts.host_rows() if host.stands != "refused"
        ]

    def channel(self) -> NewChannel:
        """The channel that was written down."""
        given = self.cleaned_data
        return NewChannel(
            given["host"], given["key"], given["name"], given["channel_kind"], given["channel_address"], given["holder"]
        )


class HostForm(ProofForm):
    """A known host that is not listed, to propose with its first proof."""

    host = forms.ChoiceField(label=gettext_lazy("Host"))
    why = _text(gettext_lazy("Why it should be listed"), gettext_lazy("Public."))
    field_order = ("host", "why")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["host"].choices = [  # type: ignore[attr-defined]  # as declared above
            (host.slug, host.name) for host in hosts.host_rows() if host.stands != "listed"
        ]
