"""The one queue of moderators: what waits, the most urgent first, and the page of one thing with what can be done."""

import json
from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods

from allostream.accounts.queries import may
from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem
from allostream.moderation import acting, queue_queries, wording
from allostream.moderation.decision_rules import Thing
from allostream.moderation.kinds import KINDS
from allostream.moderation.kinds.base import Act
from allostream.moderation.models import Item, Sheaf
from allostream.moderation.queries import decisions_on
from allostream.moderation.queue_queries import Filters, Waiting
from allostream.moderation.queue_rules import Risk
from allostream.web.act_forms import ActForm
from allostream.web.addresses import Place, address, with_query
from allostream.web.candidate_words import reason_words
from allostream.web.edits.words import Speller, change_in_words, speller_for
from allostream.web.formats import day, number
from allostream.web.http import PageRequest
from allostream.web.moderation_words import act_words, problem_words, risk_words, sign_words, thing_words, told_words
from allostream.web.origin_words import sign_texts
from allostream.web.page import Page, everywhere, write
from allostream.web.views.bench import moderators_only
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import page_links, read_page

FIELDS = ("kind", "host", "uploader", "title", "person", "flood")
SNOOZES = (1, 3, 7, 14)
LOOKS = {Risk.LOW: "", Risk.NORMAL: "", Risk.HIGH: "warn", Risk.URGENT: "bad"}


def read_filters(request: PageRequest) -> Filters:
    """What of the queue is asked for. Raises UnknownValue."""
    given = {name: request.GET.get(name, "") for name in FIELDS}
    if given["kind"] and given["kind"] not in {*KINDS, Thing.FLOOD}:
        raise unknown_value("kind", given["kind"], sorted({*KINDS, Thing.FLOOD}))
    return Filters(**given, mine=request.GET.get("mine") == "1")


@moderators_only
@require_http_methods(["GET", "HEAD"])
def queue(request: PageRequest) -> HttpResponse:
    """What waits for moderators. Twenty queries at most, however much waits. Raises UnknownValue and NotFound."""
    filters = read_filters(request)
    found = queue_queries.queue(request.visitor, request.user, filters, read_page(request.GET))
    counts = queue_queries.open_counts(request.user)
    path = address(request.site.language, Place.QUEUE)
    speller = _speller(found.waiting)
    context: dict[str, Any] = {
        "found": found,
        "path": path,
        "filters": filters,
        "entries": [_entry(request, one, filters, speller) for one in found.waiting],
        "tabs": _tabs(path, filters, counts),
        "narrowed": _narrowed(path, filters),
        "pages": page_links(found, path, filters.written()),
        "total": _total(found, request.visitor.language),
        "many": _many(request, filters, found.total),
        "asked": len(queue_queries.sheaves(Sheaf.State.ASKED)),
        "sent": _sent(request.GET.get("sent", "")),
    }
    page = Page(title=gettext("The queue"), addresses=everywhere(Place.QUEUE), number=found.page, is_indexed=False)
    return write(request, "moderation/queue.html", page, context)


def _total(found: queue_queries.Queue, language: str) -> str:
    total = number(found.total, language)
    if found.is_more:
        return gettext("More than %(count)s things wait.") % {"count": total}
    return ngettext("%(count)s thing waits.", "%(count)s things wait.", found.total) % {"count": total}


def _tabs(path: str, filters: Filters, counts: dict[str, int]) -> list[dict[str, Any]]:
    kept = {name: value for name, value in filters.written().items() if name not in ("kind", "flood")}
    made = [{"text": gettext("Everything"), "kind": "", "count": sum(counts.values())}]
    made += [{"text": thing_words(one), "kind": one, "count": counts.get(one, 0)} for one in (*KINDS, Thing.FLOOD)]
    return [
        {**one, "address": with_query(path, **{**kept, "kind": one["kind"]}), "is_current": one["kind"] == filters.kind}
        for one in made
    ]


def _narrowed(path: str, filters: Filters) -> list[tuple[str, str]]:
    """What the queue is narrowed by, each with the address without it."""
    words = {
        "host": gettext("Host"), "uploader": gettext("Uploader"), "title": gettext("Title"),
        "person": gettext("Person"), "flood": gettext("Flood"), "mine": gettext("Claimed by me"),
    }  # fmt: skip
    given = filters.written()
    return [
        (
            words[name] if name in ("mine", "uploader", "flood") else f"{words[name]}{gettext(': ')}{value}",
            with_query(path, **{other: kept for other, kept in given.items() if other != name}),
        )
        for name, value in given.items()
        if name in words
    ]


def _many(request: PageRequest, filters: Filters, total: int) -> str:
    """Where one act on all of these is asked for; "" where nothing but kinds narrows them."""
    chosen = filters.written()
    is_narrow = bool({"host", "uploader", "title", "person", "flood"} & set(chosen))
    return with_query(address(request.site.language, Place.MANY), **chosen) if is_narrow and total else ""


def _speller(waiting: Sequence[Waiting]) -> Speller:
    """Who puts what would change of these into words. Two queries at most."""
    told = [json.loads(value) for one in waiting for code, value in one.face.told if code == "changes"]
    return speller_for(told, get_language() or "en")


def _entry(request: PageRequest, one: Waiting, filters: Filters, speller: Speller) -> dict[str, Any]:
    """One thing of the queue in words."""
    item, language, site = one.item, request.visitor.language, request.site.language
    where = address(site, Place.QUEUE_ITEM, id=str(item.pk))
    path = address(site, Place.QUEUE)
    if item.kind == Thing.FLOOD:
        where = with_query(path, flood=item.subject_id)
    named = one.card.name if one.card else one.face.name
    return {
        "address": with_query(where, **filters.written()) if item.kind != Thing.FLOOD else where,
        "kind": thing_words(item.kind), "name": named, "card": one.card, "face": one.face, "item": item,
        "risk": risk_words(item.risk), "look": LOOKS[Risk(item.risk)], "signs": sign_words(item.signs),
        "since": day(item.opened_at.astimezone(UTC).date(), language), "is_late": item.due_at <= clock.now(),
        "claimed": one.claimed_by, "is_mine": one.is_mine, "told": _told(one.face.told, speller), "held": one.held,
        "person": item.person.name if item.person else "",
        "of_person": with_query(path, person=item.person.public_id) if item.person else "",
        "of_host": with_query(path, host=item.host) if item.host else "", "host_name": one.host_name,
        "of_uploader": with_query(path, uploader=item.uploader) if item.uploader else "",
    }  # fmt: skip


def _told(told: tuple[tuple[str, str], ...], speller: Speller) -> list[tuple[str, str]]:
    return [(told_words(code), _in_words(code, value, speller)) for code, value in told]


def _in_words(code: str, value: str, speller: Speller) -> str:
    """A value of a face, of which reasons and signs are codes; other words stay as they are."""
    if code == "reason":
        return reason_words(value)
    if code == "regrouping":
        return {
            "merge": gettext("two become one"),
            "split": gettext("one becomes two"),
            "map": gettext("numbers in another order"),
        }.get(value, value)
    if code == "changes":
        return change_in_words(json.loads(value), speller)
    flags = value.split(", ") if code in ("signs", "detail") else []
    texts = sign_texts(flags)
    return value if texts == flags or not flags else " ".join(texts)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: PageRequest, id: str) -> HttpResponse:
    """One thing that waits, and the form in which it is decided. Twenty-five queries. Raises NotFound."""
    if not (id.isascii() and id.isdigit() and len(id) < 18):
        raise NotFound
    found = queue_queries.item_with_id(int(id), request.user)
    filters = read_filters(request)
    if request.method != "POST":
        return _item_page(request, found, filters, ActForm(initial={"rule": "R0"}))
    what = request.POST.get("act", "")
    try:
        if what in ("claim", "give-up", "snooze"):
            return _put_off(request, found, filters, what)
        return _act(request, found, filters, what)
    except Problem as refused:
        form = ActForm(request.POST)
        return _item_page(request, found, filters, form, problem_words(refused), status=refused.status)


def _put_off(request: PageRequest, found: Item, filters: Filters, what: str) -> HttpResponse:
    """Claim, give up or snooze; back to the item, or to the queue where it is put off."""
    if what == "claim":
        acting.claim(found, by=request.user)
        return HttpResponseRedirect(request.get_full_path())
    if what == "give-up":
        acting.give_up(found, by=request.user)
        return _back(request, filters, "")
    days = request.POST.get("snooze", "1")
    if days not in {str(one) for one in SNOOZES}:
        raise unknown_value("snooze", days, [str(one) for one in SNOOZES])
    acting.snooze(found, clock.now() + timedelta(days=int(days)), by=request.user)
    return _back(request, filters, "snoozed")


def _act(request: PageRequest, found: Item, filters: Filters, what: str) -> HttpResponse:
    """Do it, and go on with what comes next."""
    form = ActForm(request.POST)
    if not form.is_valid():
        return _item_page(request, found, filters, form, status=422)
    after = queue_queries.next_item(found, filters, request.user)
    acting.act_on(found, what, form.grounds(), by=request.user)
    if after is None or after.kind == Thing.FLOOD:
        return _back(request, filters, "decided")
    where = address(request.site.language, Place.QUEUE_ITEM, id=str(after.pk))
    return HttpResponseRedirect(with_query(where, **filters.written(), sent="decided"))


def _back(request: PageRequest, filters: Filters, sent: str) -> HttpResponse:
    path = address(request.site.language, Place.QUEUE)
    return HttpResponseRedirect(with_query(path, **filters.written(), sent=sent))


def _item_page(
    request: PageRequest, found: Item, filters: Filters, form: ActForm, refusals: list[str] | None = None, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    (one,) = queue_queries.waiting_of(request.visitor, request.user, [found])
    language = request.visitor.language
    entry = _entry(request, one, filters, _speller([one]))
    kind = KINDS.get(Thing(found.kind))
    acts: list[Act] = (
        [act for act in kind.acts if may(request.user, act.right, site=found.site or None)] if kind else []
    )
    earlier = decisions_on(found.kind, found.subject_id)
    page = Page(
        title=f"{entry['kind']}{gettext(': ')}{entry['name']}" if entry["name"] else entry["kind"],
        addresses=everywhere(Place.QUEUE_ITEM, id=str(found.pk)), is_indexed=False,
    )  # fmt: skip
    context: dict[str, Any] = {
        "entry": entry,
        "form": form,
        "acts": [(act.name, act_words(act.name)) for act in acts],
        "refusals": refusals or [],
        "back": with_query(address(request.site.language, Place.QUEUE), **filters.written()),
        "bench": address(request.site.language, Place.BENCH) if found.kind == Thing.LINK else "",
        "regrouping": _regrouping(request, found),
        "snoozes": [(days, ngettext("%(n)s day", "%(n)s days", days) % {"n": days}) for days in SNOOZES],
        "findings": [_finding(one) for one in queue_queries.findings_about(found.person_id)],
        "earlier": [(day(one.at.date(), language), wording.measure_name(one.measure), one) for one in earlier],
        "sent": _sent(request.GET.get("sent", "")),
    }
    return write(request, "moderation/item.html", page, context, status=status)


def _regrouping(request: PageRequest, found: Item) -> str:
    """Where a merge or split is shown with what would move; "" of anything else."""
    is_one = found.kind == Thing.REGROUPING
    return address(request.site.language, Place.REGROUPING, id=found.subject_id) if is_one else ""


def _finding(found: Any) -> str:
    numbers = ", ".join(f"{told_words(code)}{gettext(': ')}{value}" for code, value in found.reasons.items())
    return f"{', '.join(sign_words([{'own': 'may-be-own'}.get(found.kind, found.kind)]))} ({numbers})"


def _sent(what: str) -> str:
    words = {
        "decided": gettext("It is decided, and whoever it concerns is told."),
        "snoozed": gettext("It is put off."),
    }
    return words.get(what, "")
