"""What was withdrawn of a title, on whose word and since when, for its page: never where it led."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from allostream.lib.visitor import Visitor
from allostream.links.mark_rules import Known
from allostream.links.queries.pages import Tomb
from allostream.rights_desk.queries import silenced
from allostream.web.addresses import href
from allostream.web.formats import day, typeset
from allostream.web.places import within

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Stone:
    """One case in words, and where it can be read; `case` is "" for what no case tells of."""

    text: str
    case: SafeString | str


def stones(tombs: Sequence[Tomb], visitor: Visitor) -> list[Stone]:
    """The cases that have withdrawn something of a title, in words; of an order of which nobody may be told yet, that
    something is not shown and no more. One query where there is a case."""
    silent = silenced({tomb.case for tomb in tombs if tomb.case})
    return [
        Stone(_silent(tomb), "") if tomb.case in silent
        else Stone(_text(tomb, visitor), href(f"/n/{tomb.case}") if tomb.case else "")
        for tomb in tombs
    ]  # fmt: skip


def _silent(tomb: Tomb) -> str:
    return ngettext(
        "A link is not shown, on legal grounds.", "%(count)s links are not shown, on legal grounds.", tomb.links
    ) % {"count": tomb.links}


def _text(tomb: Tomb, visitor: Visitor) -> str:
    language = visitor.language
    values = {"day": day(tomb.since, language), "who": typeset(tomb.who or ""), "count": tomb.links}
    if tomb.countries:
        return ngettext(
            "A link is not shown %(here)s, on legal grounds that hold there.",
            "%(count)s links are not shown %(here)s, on legal grounds that hold there.",
            tomb.links,
        ) % {**values, "here": within(visitor.country, language)}  # fmt: skip
    if tomb.known == Known.HOST:
        said = ngettext(
            "A link was withdrawn on %(day)s by order of %(who)s, which blocks its host.",
            "%(count)s links were withdrawn on %(day)s by order of %(who)s, which blocks their host.",
            tomb.links,
        ) % {**values, "who": typeset(tomb.who or gettext("an authority or court"))}  # fmt: skip
        if tomb.until is None:
            return said
        return f"{said} {gettext('The order ends on %(day)s.') % {'day': day(_last_day(tomb.until), language)}}"
    if tomb.who:
        return ngettext(
            "A link was withdrawn on %(day)s. On whose word: %(who)s",
            "%(count)s links were withdrawn on %(day)s. On whose word: %(who)s",
            tomb.links,
        ) % values  # fmt: skip
    return ngettext(
        "A link was withdrawn on %(day)s, on the word of somebody who states rights in it.",
        "%(count)s links were withdrawn on %(day)s, on the word of somebody who states rights in them.",
        tomb.links,
    ) % values  # fmt: skip


def _last_day(until: datetime) -> date:
    """The last day on which something holds that ends at a moment, where orders are reckoned."""
    return (until - timedelta(seconds=1)).astimezone(PARIS).date()
