"""The part of the bench for copies at which nobody has looked, and the form that clears or refuses one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext, gettext_lazy, ngettext

from allostream.lib.problems import NotFound
from allostream.links.looking import look_at_copy
from allostream.links.queries import bench
from allostream.links.queries.cards import Card
from allostream.links.queries.waiting import WaitingCopy, waiting_copies
from allostream.links.reviewing import ReviewRefused
from allostream.rights.actions.evidence import NewEvidence
from allostream.rights.bases import EvidenceKind
from allostream.rights.deciding_rules import Fault
from allostream.rights.queries import decisions
from allostream.rights.queries.decisions import EvidenceRow
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day, number
from allostream.web.http import PageRequest
from allostream.web.origin_words import reason_texts, sign_texts
from allostream.web.page import Page, write
from allostream.web.reviewing import fault_sentence
from allostream.web.rights.decided import EvidenceWords, evidence_words
from allostream.web.views.lists import page_links, read_page

ORIGINS = "origins"  # beside the kinds of cases
CHOICES = {"clear": True, "refuse": False}
LONGEST = 1000


class CopyForm(forms.Form):
    """Who put a copy there, what shows it, and what is decided."""

    who = forms.CharField(
        label=gettext_lazy("Who put it there, and by what right? Or what is wrong with it?"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("This question has no answer yet.")},
    )  # fmt: skip
    seen = forms.URLField(
        label=gettext_lazy("Where you saw it: an address that is no other list of links"), max_length=2000,
        assume_scheme="https",
        error_messages={name: gettext_lazy("Name the address of what you saw.") for name in ("required", "invalid")},
    )  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A copy in the list, in words, with its form."""

    copy: WaitingCopy
    title: Card
    known: str
    signs: list[str]
    seen: list[EvidenceWords]
    form: CopyForm

    @property
    def is_open(self) -> bool:
        return self.form.is_bound


def copies(request: PageRequest, page: Page, context: dict[str, Any]) -> HttpResponse:
    """The list, or what came of a form that was sent. Nine queries. Raises NotFound for a copy that is not there."""
    if request.method != "POST":
        return _list(request, page, context)
    link_id, sent = request.POST.get("copy", ""), CopyForm(request.POST, auto_id="sent_%s")
    choice = CHOICES.get(request.POST.get("choice", ""))
    if choice is None:
        raise NotFound
    refusals: list[str] = []
    if sent.is_valid():
        seen = NewEvidence(EvidenceKind.HOST_PAGE, sent.cleaned_data["seen"])
        own = frozenset(site.domain for site in request.sites)
        who = sent.cleaned_data["who"]
        try:
            look_at_copy(link_id, clears=choice, who=who, evidence=seen, by=request.user, own_domains=own)
        except ReviewRefused as refused:
            refusals = [fault_sentence(Fault(fault)) for fault in refused.details["faults"].split(", ")]
        else:
            back = {"kind": ORIGINS, "sent": "cleared" if choice else "not-cleared"}
            return HttpResponseRedirect(with_query(address(request.site.language, Place.BENCH), **back))
    return _list(request, page, context, link_id, sent, refusals, status=422)


def _list(
    request: PageRequest, page: Page, context: dict[str, Any], link_id: str = "", sent: CopyForm | None = None,
    refusals: list[str] | None = None, *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    found, language = waiting_copies(read_page(request.GET)), request.visitor.language
    seen = decisions.evidence_of_links(request.visitor, [one.public_id for one in found.copies])
    titles = bench.titles_named(request.visitor, [one.title_id for one in found.copies])
    entries = [
        _entry(one, titles[one.title_id], language, seen[one.public_id], sent if one.public_id == link_id else None)
        for one in found.copies
        if one.title_id in titles
    ]
    context |= {
        "copies": entries,
        "refused_why": refusals or (),
        "counted": _counted(found.total, language),
        "found": found,
        "pages": page_links(found, context["path"], {"kind": ORIGINS}),
    }
    return write(request, "bench/queue.html", page, context, status=status)


def _counted(total: int, language: str) -> str:
    said = ngettext("%(count)s copy waits.", "%(count)s copies wait.", total)
    return said % {"count": number(total, language)}


def _entry(
    copy: WaitingCopy, title: Card, language: str, seen: Iterable[EvidenceRow], sent: CopyForm | None
) -> Entry:  # fmt: skip
    """What is known of a copy: host and item, who put it there, the length of the work, since when it is known."""
    parts = [copy.host, copy.item, copy.uploader or copy.channel or gettext("uploader not known")]
    if copy.minutes:
        parts.append(gettext("the work lasts %(minutes)s min") % {"minutes": number(copy.minutes, language)})
    parts.append(gettext("known since %(day)s") % {"day": day(copy.submitted_at, language)})
    form = sent or CopyForm(auto_id=f"{copy.public_id}_%s")
    return Entry(
        copy,
        title,
        " · ".join(parts),
        [*sign_texts(copy.flags), *reason_texts(copy.reasons)],
        list(map(evidence_words, seen)),
        form,
    )
