"""Who may do what here, and how trust is earned: the rules as the program has them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.accounts.permission_rules import RIGHTS_OF, Right, Role
from allostream.accounts.trust_rules import COUNTED_FOR, LIMITS, SLEEPS_AFTER, THRESHOLDS, WAKES_WITH, Level
from allostream.web.addresses import Place
from allostream.web.formats import number, percent
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write
from allostream.web.right_words import RIGHT_WORDS, ROLE_WORDS

# What a role adds is told beside one that it contains.
ADDS_TO = {
    Role.MEMBER: Role.READER, Role.TRUSTED: Role.MEMBER, Role.CHANNEL: Role.MEMBER, Role.ARCHIVE: Role.MEMBER,
    Role.LIBRARY: Role.MEMBER, Role.HOLDER: Role.ARCHIVE, Role.REVIEWER: Role.MEMBER, Role.MODERATOR: Role.TRUSTED,
    Role.LEAD: Role.MODERATOR, Role.OPERATOR: Role.LEAD,
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A role in words: what it contains already, and what it adds."""

    id: str
    name: Promise
    who: Promise
    contains: Promise | str
    rights: Sequence[Promise]


@require_safe
def roles(request: PageRequest) -> HttpResponse:
    """Roles with their rights, thresholds and limits. One query."""
    language = request.visitor.language
    page = Page(
        title=gettext("Roles and trust"),
        description=gettext("Who may do what on this site, how trust is earned, and how it is lost."),
        addresses=everywhere(Place.ROLES),
    )
    context = {
        "roles": [_told(role) for role in Role],
        "levels": [_level(level, language) for level in (Level.KNOWN, Level.TRUSTED)],
        "limits": [_limits(level, language) for level in Level],
        "sleeps_after": SLEEPS_AFTER.days, "wakes_with": WAKES_WITH, "counted_for": COUNTED_FOR.days // 365,
    }  # fmt: skip
    return write(request, "pages/roles.html", page, context, fresh=Fresh())


def _told(role: Role) -> Told:
    words, contained = ROLE_WORDS[role], ADDS_TO.get(role)
    known = RIGHTS_OF[contained] if contained else frozenset()
    added = [RIGHT_WORDS[right] for right in Right if right in RIGHTS_OF[role] - known]
    return Told(role.value, words.name, words.who, ROLE_WORDS[contained].name if contained else "", added)


def _level(level: Level, language: str) -> dict[str, str]:
    wants = THRESHOLDS[level]
    return {
        "name": _name(level),
        "days": number(wants.days, language), "active_days": number(wants.active_days, language),
        "upheld": number(wants.upheld, language),
        "share": percent(round(wants.share * 100), 100, language),
        "kept_share": percent(round(wants.kept_share * 100), 100, language),
        "days_without_fault": number(wants.days_without_fault, language),
    }  # fmt: skip


def _limits(level: Level, language: str) -> dict[str, str]:
    limits = LIMITS[level]
    return {"name": _name(level)} | {
        name: number(getattr(limits, name), language)
        for name in ("links_a_day", "links_waiting", "reports_a_day", "comments_an_hour")
    }


def _name(level: Level) -> str:
    return {
        Level.NEW: gettext("New account"), Level.KNOWN: gettext("Known account"),
        Level.TRUSTED: gettext("Trusted person"),
    }[level]  # fmt: skip
