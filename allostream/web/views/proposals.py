"""Proposed hosts and channels: what stands in public for four weeks, objections to it, and the decision."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from allostream.audit.rules import Actor
from allostream.freshness.rules import Subject
from allostream.hosts import proof_rules, proposal_actions, proposal_queries
from allostream.hosts import queries as hosts
from allostream.hosts.models import Channel, Host
from allostream.hosts.proof_rules import Half, Strength
from allostream.hosts.proposal_queries import ProposalView
from allostream.hosts.rules import FIELDS, HostRow
from allostream.lib import clock
from allostream.lib.problems import Forbidden
from allostream.links import listing
from allostream.web import proposal_words as words
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write
from allostream.web.proposal_forms import ChannelForm, DecisionForm, HostForm, ObjectionForm, ProofForm, of
from allostream.web.views.errors import unknown_value

FORM_OF_READERS = Actor.system("objection-form")
ANYBODYS = "objection"
SENT = ("objection", "proof", "decision", "proposal")


@dataclass(frozen=True)
class ProofLine:
    """A proof in words."""

    kind: str
    strength: str
    counts: bool
    seen: str
    address: str
    said: str


@dataclass(frozen=True)
class HalfOfProof:
    """One half of the proof: what it has to show, whether it does, and by what."""

    code: str
    heading: str
    sentence: str
    lines: tuple[ProofLine, ...]


def halves(found: ProposalView) -> list[HalfOfProof]:
    """Both halves of the proof, in words."""
    reader = get_language() or "en"
    told = [
        (kind, proof_rules.Proof(kind, row.seen_on, row.address, row.capture), row)
        for row in found.proofs
        if (kind := words.kind_of(row))
    ]
    order = list(Strength)
    told.sort(key=lambda one: order.index(one[1].strength))
    strengths = {Half.CHANNEL: found.proof.channel, Half.TITLE: found.proof.title}
    return [
        HalfOfProof(
            half.value, words.half_heading(half), words.half_sentence(half, strengths[half]),
            tuple(
                ProofLine(
                    words.proof_kind(kind), words.strength_text(proof.strength), proof.strength in ("strong", "medium"),
                    day(row.seen_on, reader), row.address, row.said,
                )
                for kind, proof, row in told
                if of(kind) is half
            ),
        )
        for half in Half
    ]  # fmt: skip


def name_of(subject: Channel | Host) -> str:
    """What is proposed, by name: a channel with its host."""
    if isinstance(subject, Host):
        return subject.name
    return gettext("%(channel)s at %(host)s") % {"channel": subject.name, "host": subject.host.name}


def actor_of(request: PageRequest) -> Actor:
    """Who sends a form: somebody signed in, or the form itself for everybody else."""
    user = request.user
    return Actor.person(user.public_id) if user.is_authenticated else FORM_OF_READERS


def sent_sentence(request: PageRequest) -> str:
    """What a form has just done, as a sentence; "" when none was sent. Raises UnknownValue."""
    what = request.GET.get("sent", "")
    if what and what not in SENT:
        raise unknown_value("sent", what, SENT)
    return {
        "objection": gettext("Your objection has reached the moderators. Nothing is listed before it is answered."),
        "proof": gettext("The proof is added."),
        "decision": gettext("The decision is made and stands in the record."),
        "proposal": gettext("It is proposed, and public for four weeks."),
    }.get(what, "")


@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: PageRequest) -> HttpResponse:
    """Everything that is proposed now. Two queries; up to seven for moderators, who propose here and look again."""
    moderates = request.visitor.may_moderate
    made: dict[str, forms.Form] = {}
    if request.method == "POST":
        if not moderates:
            raise Forbidden
        is_channel = "key" in request.POST
        form: forms.Form = ChannelForm(request.POST) if is_channel else HostForm(request.POST)
        made = {"channel_form" if is_channel else "host_form": form}
        if form.is_valid():
            return _propose(request, form)
    elif moderates:
        made = {"channel_form": ChannelForm(auto_id="channel_%s"), "host_form": HostForm(auto_id="host_%s")}
    now = request.visitor.now
    found = proposal_queries.open_proposals(now)
    page = Page(
        title=gettext("Proposed hosts and channels"),
        description=gettext("Hosts and channels that may soon carry links here, open to objections for four weeks."),
        section="hosts",
        addresses=everywhere(Place.PROPOSALS),
    )
    reader = request.visitor.language
    rows = [(name_of(one.subject), one, words.next_sentence(one, reader)) for one in found]
    status = 422 if request.method == "POST" else 200
    until = min((one.row.closes_at for one in found if one.row.closes_at > now), default=None)
    fresh = Fresh(stamps=(Subject.HOSTS,), until=until)
    due = proposal_queries.proofs_due(now.date()) if moderates else []
    context = {"rows": rows, "due": [(name_of(one.channel), one) for one in due], **made}
    return write(request, "pages/proposals.html", page, context, status=status, fresh=fresh)


def _propose(request: PageRequest, form: forms.Form) -> HttpResponse:
    given, by = form.cleaned_data, actor_of(request)
    if isinstance(form, ChannelForm):
        proposal = listing.propose_channel(form.channel(), [form.proof()], by=by, why=given["why"])
    elif isinstance(form, HostForm):
        known = next(host for host in hosts.host_rows() if host.slug == given["host"])
        row = HostRow(**{name: getattr(known, name) for name in FIELDS})
        proposal = listing.propose_host(row, [form.proof()], by=by, why=given["why"])
    return _back(request, proposal.public_id, "proposal")


def _back(request: PageRequest, public_id: str, what: str) -> HttpResponse:
    where = address(request.site.language, Place.PROPOSAL, id=public_id)
    return HttpResponseRedirect(with_query(where, sent=what))


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: PageRequest, id: str) -> HttpResponse:
    """One proposal: what it rests on, the form to object, and for moderators what was said and the decision.

    Three queries, four for moderators. Never kept: its forms carry a token. Raises NotFound and UnknownValue.
    """
    moderates = request.visitor.may_moderate
    made: dict[str, forms.Form] = {}
    if request.method == "POST":
        name, form, act = _sent(request, moderates=moderates)
        if form.is_valid():
            return act(id, form)
        made[name] = form
    found = proposal_queries.proposal_with_id(id, clock.now(), for_moderator=moderates)
    title = name_of(found.subject)
    page = Page(
        title=gettext("%(name)s: proposal") % {"name": title},
        description=gettext("Why %(name)s is proposed, how we know whose it is, and how to object.") % {"name": title},
        section="hosts",
        addresses=everywhere(Place.PROPOSAL, id=id),
    )
    context = {
        "found": found, "name": title, "halves": halves(found), "sent": sent_sentence(request),
        "next": words.next_sentence(found, request.visitor.language) if found.is_open else "",
        "decided": "" if found.is_open else words.decision_sentence(found, request.visitor.language),
        **_forms(found, moderates=moderates), **made,
    }  # fmt: skip
    return write(request, "pages/proposal.html", page, context, status=422 if made else 200)


def _forms(found: ProposalView, *, moderates: bool) -> dict[str, forms.Form]:
    """The forms that this reader may send."""
    made: dict[str, forms.Form] = {"objection_form": ObjectionForm()} if found.is_open else {}
    if moderates:
        made["proof_form"] = ProofForm(auto_id="proof_%s")
        if found.is_open:
            made["decision_form"] = DecisionForm(auto_id="decision_%s")
    return made


def _sent(request: PageRequest, *, moderates: bool) -> tuple[str, forms.Form, Callable[[str, Any], HttpResponse]]:
    """The form that was sent, and what is done with it. Raises Forbidden for one that only moderators may send."""
    what = request.POST.get("form", ANYBODYS)
    if what != ANYBODYS and not moderates:
        raise Forbidden
    by = actor_of(request)

    def object_to(public_id: str, form: ObjectionForm) -> HttpResponse:
        proposal_actions.object_to(public_id, form.cleaned_data["text"], by=by, email=form.cleaned_data["email"])
        return _back(request, public_id, "objection")

    def add_proof(public_id: str, form: ProofForm) -> HttpResponse:
        listing.add_proof(public_id, form.proof(), by=by)
        return _back(request, public_id, "proof")

    def decide(public_id: str, form: DecisionForm) -> HttpResponse:
        lists = form.cleaned_data["decision"] == "list"
        listing.decide(public_id, lists=lists, by=by, why=form.cleaned_data["why"])
        return _back(request, public_id, "decision")

    if what == ANYBODYS:
        return "objection_form", ObjectionForm(request.POST), object_to
    if what == "proof":
        return "proof_form", ProofForm(request.POST, auto_id="proof_%s"), add_proof
    if what == "decision":
        return "decision_form", DecisionForm(request.POST, auto_id="decision_%s"), decide
    raise unknown_value("form", what, [ANYBODYS, "proof", "decision"])
