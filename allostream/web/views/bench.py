"""The reviewer's bench: what only a person can decide, and the form in which it is decided. For moderators alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from allostream.catalogue import queries as catalogue
from allostream.catalogue.queries import Moved, TitleHead
from allostream.lib import countries
from allostream.lib.problems import NotFound
from allostream.links import reviewing
from allostream.links.queries import bench
from allostream.links.queries.bench import OpenCase, Waiting
from allostream.links.reviewing import ProposalOutdated, ReviewRefused, Verdict
from allostream.rights.actions.evidence import NewEvidence
from allostream.rights.deciding_rules import QUESTIONS, CaseKind, Fault
from allostream.rights.engine.answers import Status
from allostream.rights.queries import decisions
from allostream.rights.queries.decisions import ProposalRow
from allostream.web.addresses import Place, address, href, rights_address, with_query
from allostream.web.formats import day, number
from allostream.web.http import PageRequest
from allostream.web.origin_words import sign_texts
from allostream.web.page import Page, everywhere, write
from allostream.web.reviewing import ASKED, ReviewForm, fault_sentence
from allostream.web.rights.decided import decision_words, evidence_words
from allostream.web.rights.facts import facts_words
from allostream.web.rights.map import name_of
from allostream.web.rights.path import path_words
from allostream.web.rights.rows import row, status_look, status_word
from allostream.web.rights.standing import standing_of
from allostream.web.views.bench_candidates import CANDIDATES, candidates
from allostream.web.views.bench_copies import ORIGINS, copies
from allostream.web.views.bench_gone import GONE, gone
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import page_links, read_page
from allostream.web.views.permitted import only_for

EVERYWHERE = "all"
LONGEST_REASON = 2000
SENT = ("decided", "second", "answered", "refused", "cleared", "not-cleared")


moderators_only = only_for(lambda request: request.visitor.may_moderate)


@dataclass(frozen=True)
class Entry:
    """A title in the queue, in words."""

    waiting: Waiting
    links: str
    known: str
    # By kind, in words: the id of each case, its country, and since when it waits.
    cases: Mapping[str, Sequence[tuple[str, str, str]]]


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: PageRequest) -> HttpResponse:
    """What waits for a person, ordered by demand; narrowed by kind and, at first, to the countries of the site.

    Ten queries. Raises UnknownValue.
    """
    kind = request.GET.get("kind", "")
    kinds = [*(one.value for one in CaseKind), ORIGINS, CANDIDATES, GONE]
    if kind and kind not in kinds:
        raise unknown_value("kind", kind, kinds)
    where = read_where(request)
    page = Page(title=gettext("The bench"), addresses=everywhere(Place.BENCH), is_indexed=False)
    path = address(request.site.language, Place.BENCH)
    given = {"kind": kind, "country": request.GET.get("country", "")}
    context: dict[str, Any] = {
        "kind": kind, "country": given["country"], "path": path,
        "countries_all": countries.choices(request.visitor.language),
        "tabs": tabs(kind, given["country"], path, bench.open_counts(where)),
        "sent": sent_sentence(request.GET.get("sent", "")),
        "proposals_address": href(address(request.site.language, Place.PROPOSALS)),
    }  # fmt: skip
    if kind == GONE:
        return gone(request, page, context)
    if kind == ORIGINS:
        return copies(request, page, context)
    if kind == CANDIDATES:
        return candidates(request, page, context)
    found = bench.queue(request.visitor, read_page(request.GET), kind=CaseKind(kind) if kind else None, countries=where)
    context |= {
        "found": found,
        "entries": [entry(one, request.visitor.language) for one in found.waiting],
        "pages": page_links(found, path, given),
    }
    return write(request, "bench/queue.html", page, context)


def read_where(request: PageRequest) -> tuple[str, ...]:
    """The countries whose cases are asked for: one, all (none named), or those that the site is for.

    Raises UnknownValue.
    """
    given = request.GET.get("country", "")
    if given == EVERYWHERE:
        return ()
    if given:
        if not countries.is_country(given.upper()):
            raise unknown_value("country", given, sorted(countries.current()))
        return (given.upper(),)
    site = request.site
    return tuple(dict.fromkeys([site.default_country, *site.countries_first]))


def tabs(kind: str, country: str, path: str, counts: Any) -> list[dict[str, Any]]:
    """The kinds of what waits, with how many there are."""
    made = [{"text": gettext("Everything"), "count": sum(counts.values()), "kind": ""}]
    made += [{"text": kind_words(one), "count": counts.get(one, 0), "kind": one.value} for one in CaseKind]
    made.append({"text": gettext("Copies to look at"), "count": None, "kind": ORIGINS})
    made.append({"text": gettext("Candidates of sources"), "count": None, "kind": CANDIDATES})
    made.append({"text": gettext("Copies that are gone"), "count": None, "kind": GONE})
    for one in made:
        one["address"] = with_query(path, kind=one["kind"], country=country)
        one["is_current"] = one["kind"] == kind
    return made


def kind_words(kind: CaseKind) -> str:
    """Why a person has to look, as the name of a part of the queue."""
    return {
        CaseKind.MEDIUM: gettext("Free but for a doubt"),
        CaseKind.CONTRADICTION: gettext("Contradictions"),
        CaseKind.WORSENED: gettext("Became worse"),
        CaseKind.OBJECTION: gettext("Objections"),
        CaseKind.SECOND_REVIEWER: gettext("Waiting for a second reviewer"),
    }[kind]


def entry(waiting: Waiting, language: str) -> Entry:
    """A title in the queue with where each of its cases is."""
    links = ngettext("%(count)s link waits", "%(count)s links wait", waiting.links) % {"count": waiting.links}
    known = gettext("popularity %(number)s") % {"number": number(waiting.popularity, language)}
    cases: dict[str, list[tuple[str, str, str]]] = {}
    for case in waiting.cases:
        where = name_of(case.country, language), day(case.opened_at, language)
        cases.setdefault(kind_words(case.kind), []).append((case.public_id, *where))
    return Entry(waiting, links, known, cases)


def sent_sentence(what: str) -> str:
    """What a form has just done; "" for none. Raises UnknownValue."""
    if what and what not in SENT:
        raise unknown_value("sent", what, SENT)
    return {
        "decided": gettext("The decision is made and stands in the record."),
        "second": gettext("It is proposed. Another reviewer has to confirm it before it counts."),
        "answered": gettext("The objection is answered."),
        "refused": gettext("The proposal is refused."),
        "cleared": gettext("The copy is cleared, and is shown wherever its work may be watched."),
        "not-cleared": gettext("The copy is refused, and is shown nowhere."),
    }.get(what, "")


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: PageRequest, id: str) -> HttpResponse:
    """One case: all that is known of it, and the form in which it is decided. Twenty-three queries. Raises NotFound."""
    found = bench.case_with_id(id)
    own = frozenset(site.domain for site in request.sites)
    if request.method != "POST":
        initial = {"country": countries.name(found.country, request.visitor.language)}
        return case_page(request, found, ReviewForm(initial=initial, own_domains=own))
    what = request.POST.get("form", "")
    if what == "objection":
        return answer_objection(request, found)
    if what in ("confirm", "refuse"):
        return second(request, found, confirms=what == "confirm")
    form = ReviewForm(request.POST, request.FILES, own_domains=own)
    if not form.is_valid():
        return case_page(request, found, form, status=422)
    return decide(request, found, form)


def decide(request: PageRequest, found: OpenCase, form: ReviewForm) -> HttpResponse:
    """Save a review; what the action refuses stands above the form, with all that was written."""
    evidence = [
        NewEvidence(
            one.kind, one.address, one.value, is_public=one.is_public, content=one.content, media_type=one.media_type
        )
        for one in form.evidence()
    ]
    verdict = Verdict(Status(form.cleaned_data["status"]), form.answers(), form.cleaned_data["reason"], evidence)
    try:
        done = reviewing.review(found.title_id, found.country, verdict, by=request.user, own_domains=form.own_domains)
    except ReviewRefused as refused:
        for fault in refused.details["faults"].split(", "):
            form.add_error(None, fault_sentence(Fault(fault)))
        return case_page(request, found, form, status=422)
    return to_bench(request, "second" if done.proposal else "decided")


def second(request: PageRequest, found: OpenCase, *, confirms: bool) -> HttpResponse:
    """Confirm or refuse what another reviewer proposed against the rules."""
    reason = request.POST.get("reason", "").strip()
    proposal = decisions.open_proposal(found.title_id, found.country)
    if proposal is None:
        raise NotFound
    form = ReviewForm()
    if request.POST.get("proposal") != proposal.public_id:  # proposed anew since the page was read
        return case_page(request, found, form, refusals=[gettext(ProposalOutdated.sentence)], status=409)
    try:
        reviewing.second(proposal.public_id, confirms=confirms, by=request.user, reason=reason[:LONGEST_REASON])
    except ReviewRefused as refused:
        sentences = [fault_sentence(Fault(fault)) for fault in refused.details["faults"].split(", ")]
        return case_page(request, found, form, refusals=sentences, status=422)
    except ProposalOutdated as refused:
        return case_page(request, found, form, refusals=[gettext(refused.sentence)], status=409)
    return to_bench(request, "decided" if confirms else "refused")


def answer_objection(request: PageRequest, found: OpenCase) -> HttpResponse:
    """Answer what somebody said is wrong; the outcome is public."""
    outcome = request.POST.get("outcome", "").strip()[:LONGEST_REASON]
    if not outcome or request.POST.get("upheld") not in ("0", "1"):
        told = gettext("Write what was found, and choose whether the objection is right.")
        return case_page(request, found, ReviewForm(), refusals=[told], status=422)
    objection, is_upheld = request.POST.get("objection", ""), request.POST["upheld"] == "1"
    try:
        reviewing.answer_objection(objection, is_upheld=is_upheld, outcome=outcome, by=request.user)
    except ReviewRefused as refused:
        told = fault_sentence(Fault(refused.details["faults"]))
        return case_page(request, found, ReviewForm(), refusals=[told], status=422)
    return to_bench(request, "answered")


def to_bench(request: PageRequest, sent: str) -> HttpResponse:
    """Back to what waits, with the word of what was done."""
    return HttpResponseRedirect(with_query(address(request.site.language, Place.BENCH), sent=sent))


def case_page(
    request: PageRequest, found: OpenCase, form: ReviewForm, *, refusals: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    """The page of a case with its form, and with what an action refused."""
    visitor, language = request.visitor, request.site.language
    title = title_of(request, found)
    standing = standing_of(title.id, visitor.now.date())
    told = next((one for one in standing.told() if one.country == found.country), None)
    ruled = standing.ruled.get(found.country)
    page = Page(
        title=gettext("%(title)s: %(country)s") % {
            "title": title.name, "country": name_of(found.country, visitor.language)
        },
        addresses=everywhere(Place.BENCH_CASE, id=found.public_id),
        is_indexed=False,
    )  # fmt: skip
    after = bench.next_case(found)
    proposal = decisions.open_proposal(title.id, found.country)
    context = {
        "refusals": refusals,
        "proposed": proposal_words(proposal, visitor.language) if proposal else None,
        "is_own_proposal": proposal is not None and proposal.made_by_id == request.user.public_id,
        "case": found,
        "title": title,
        "kind": kind_words(found.kind),
        "country": name_of(found.country, visitor.language),
        "since": day(found.opened_at, visitor.language),
        "row": row(told, standing.following.get(found.country)) if told else None,
        "steps": path_words(ruled.steps) if ruled else [],
        "facts": facts_words(ruled.inputs) if ruled else (),
        "doubts": told.doubts if told else (),
        "missing": told.missing if told else (),
        "suspects": [(one, sign_texts(one.flags)) for one in bench.suspect_links(title.id)],
        "decisions": [decision_words(one) for one in decisions.history(visitor, title.id, found.country)],
        "objections": [one for one in decisions.objections_to(visitor, title.id) if one.state == "open"],
        "form": form,
        "bench_address": href(address(language, Place.BENCH)),
        "rights_address": href(rights_address(language, title.kind, title.slug, found.country)),
        "next_address": href(address(language, Place.BENCH_CASE, id=after)) if after else "",
    }
    return write(request, "bench/case.html", page, context, status=status)


def proposal_words(proposal: ProposalRow, language: str) -> dict[str, Any]:
    """What one reviewer proposed, in words."""
    return {
        "id": proposal.public_id,
        "word": status_word(proposal.status),
        "look": status_look(proposal.status),
        "by": gettext("Proposed by %(name)s on %(day)s.") % {
            "name": proposal.made_by, "day": day(proposal.made_at, language)
        },
        "reason": proposal.reason,
        "answers": [(ASKED[name][0], proposal.answers.get(name, "")) for name in QUESTIONS],
        "evidence": [evidence_words(item) for item in proposal.evidence],
    }  # fmt: skip


def title_of(request: PageRequest, found: OpenCase) -> TitleHead:
    """The title of a case, or the one that it was merged into. Two queries or more."""
    visitor = request.visitor
    try:
        return catalogue.title_of_part(found.title_id, visitor.language, visitor.address_language)
    except Moved as now:
        return now.thing  # type: ignore[return-value]  # a title is merged into a title
