"""The public log of moderation: what was decided, in what part, by which rule, why; and as a feed for programs."""

from datetime import UTC, date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from allostream.moderation import log_queries, wording
from allostream.moderation.decision_rules import Measure, Rule, Thing
from allostream.moderation.log_queries import Chosen, Line
from allostream.moderation.models import Decision
from allostream.web import feed_formats, feeds
from allostream.web.addresses import Place, address, moderation_feed
from allostream.web.formats import day
from allostream.web.http import PageRequest, own_origin
from allostream.web.page import Page, everywhere, write
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import page_links, read_page


def read_chosen(request: PageRequest) -> Chosen:
    """What of the log is asked for. Raises UnknownValue."""
    given = {name: request.GET.get(name, "") for name in ("kind", "measure", "rule", "host", "title")}
    for name, enum in (("kind", Thing), ("measure", Measure), ("rule", Rule)):
        known = [member.value for member in enum]
        if given[name] and given[name] not in known:
            raise unknown_value(name, given[name], known)
    return Chosen(**given)


@require_safe
def log(request: PageRequest) -> HttpResponse:
    """The log, the latest first, narrowed as asked. Six queries. Raises UnknownValue and NotFound."""
    chosen = read_chosen(request)
    found = log_queries.log(request.visitor, chosen, read_page(request.GET))
    path = address(request.site.language, Place.MODERATION_LOG)
    page = Page(
        title=gettext("Moderation log"),
        description=gettext("What moderators and published rules decided here, and why."),
        addresses=everywhere(Place.MODERATION_LOG),
        feed=moderation_feed(**chosen.written()),
        feed_formats=("atom", "rss", "json"),
        number=found.page,
        is_indexed=False,
    )
    context: dict[str, Any] = {
        "found": found,
        "path": path,
        "lines": [line_words(line, request.visitor.language, request.site.language) for line in found.lines],
        "chosen": chosen,
        "kinds": [(one.value, wording.thing_name(one)) for one in Thing],
        "measures": [(one.value, wording.measure_name(one)) for one in Measure],
        "rules": [(one.value, f"{one.value} · {wording.rule_name(one)}") for one in Rule],
        "pages": page_links(found, path, chosen.written()),
        "is_narrowed": bool(chosen.written()),
    }
    return write(request, "moderation/log.html", page, context)


def heading(row: Decision) -> str:
    """On what was decided, and what: “A link: hidden”."""
    return gettext("%(thing)s: %(measure)s") % {
        "thing": wording.thing_name(row.kind), "measure": wording.measure_name(row.measure)
    }  # fmt: skip


def line_words(line: Line, language: str, site_language: str) -> dict[str, Any]:
    """One line of the log in words."""
    row = line.decision
    return {
        "heading": heading(row),
        "id": row.public_id, "at": row.at, "day": day(row.at.astimezone(UTC).date(), language),
        "thing": wording.thing_name(row.kind), "measure": wording.measure_name(row.measure), "card": line.card,
        "rule": row.rule, "rule_name": wording.rule_name(row.rule), "role": wording.role_name(row.role),
        "host": row.host, "host_name": line.host_name, "why": line.why,
        "until": day(row.until.date(), language) if row.until else "",
        "is_undone": line.is_undone, "is_contested": line.is_contested, "is_automated": row.is_automated,
        "address": address(site_language, Place.DECISION, id=row.public_id),
    }  # fmt: skip


@require_safe
def feed(request: PageRequest, suffix: str) -> HttpResponse:
    """The latest lines of the log for programs, in the language of the site. Six queries.

    Raises UnknownValue, and NotFound for a suffix of no format.
    """
    feed_formats.check(suffix, ("atom", "rss", "json"))
    site, chosen = request.site, read_chosen(request)
    visitor = feeds.reader_of(request)
    origin = own_origin(request)
    with override(site.language):
        told = feeds.Feed(
            id=f"tag:{site.domain},2026:moderation-log",
            title=gettext("Moderation log"),
            author=site.name,
            language=site.language,
            own=origin + moderation_feed(suffix, **chosen.written()),
            page=origin + address(site.language, Place.MODERATION_LOG),
            updated=date(visitor.now.year, 1, 1),
            entries=[_entry(origin, site.domain, site.language, one) for one in log_queries.log(visitor, chosen).lines],
        )
    return feed_formats.answered(told, suffix, None)


def _entry(origin: str, domain: str, language: str, line: Line) -> feeds.Entry:
    said = line_words(line, language, language)
    on = line.decision.at.astimezone(UTC).date()
    name = f" – {line.card.name}" if line.card else ""
    undone = f" {gettext('Undone since.')}" if line.is_undone else ""
    return feeds.Entry(
        id=f"tag:{domain},2026:decision/{said['id']}",
        title=f"{said['heading']}{name}",
        address=origin + said["address"],
        published=on,
        updated=on,
        summary=f"{said['rule']}, {said['rule_name']}. {said['role']}. {line.why}{undone}",
        category=said["rule"],
        on=on,
    )
