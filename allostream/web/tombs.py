"""What was withdrawn of a title, on whose word and since when, for its page: never where it led."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from allostream.lib.visitor import Visitor
from allostream.links.queries.pages import Tomb
from allostream.web.addresses import href
from allostream.web.formats import day, typeset


@dataclass(frozen=True, slots=True)
class Stone:
    """One case in words, and where it can be read; `case` is "" for what no case tells of."""

    text: str
    case: SafeString | str


def stones(tombs: Sequence[Tomb], visitor: Visitor) -> list[Stone]:
    """The cases that have withdrawn something of a title, in words."""
    return [Stone(_text(tomb, visitor.language), href(f"/n/{tomb.case}") if tomb.case else "") for tomb in tombs]


def _text(tomb: Tomb, language: str) -> str:
    values = {"day": day(tomb.since, language), "who": typeset(tomb.who), "count": tomb.links}
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
