"""The statement of reasons for what the program refused by itself, so that whoever brought it can contest it.

Regulation (EU) 2022/2065, articles 17 and 20: also an automated refusal is explained, and a person answers a complaint.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import translation

from allostream.community.bringing_rules import Recognised, State
from allostream.community.submission_queries import waiting
from allostream.community.telling import reason_in_words
from allostream.discovery.rules import Reason
from allostream.moderation.actions import About, Author, Grounds, decide
from allostream.moderation.decision_rules import Measure, Role, Rule, Thing
from allostream.moderation.queries import decisions_on
from allostream.rights.origin.signs import Code

# Whatever has no other rule is a sign of where the copy comes from.
RULES: Mapping[str, Rule] = {
    "banned": Rule.NO_EVASION,
    **dict.fromkeys((Recognised.WITHDRAWN, Reason.PROTECTED, Reason.NOWHERE), Rule.LAWFUL),
    **dict.fromkeys(
        (
            Recognised.HOST_REFUSED, Recognised.INSTANCE_REFUSED, Reason.HOST_NOT_LISTED, Reason.CHANNEL_NOT_LISTED,
            Reason.CHANNEL_REFUSED,
        ),
        Rule.LISTED_HOST,
    ),
    **dict.fromkeys(
        (Reason.NOT_AN_ADDRESS, Reason.NOT_WORKING, Reason.CLOSED, Reason.GONE_AT_HOST, Reason.GONE_AT_SOURCE),
        Rule.WATCHABLE,
    ),
    **dict.fromkeys(
        (
            Reason.NOT_A_VIDEO, Reason.NOT_THE_WORK, Reason.OTHER_COPY, Reason.BAD_RECORD,
            Code.TRAILER, Code.INTERVIEW, Code.COMMENTARY, Code.ABOUT_THE_FILM, Code.EXCERPT, Code.BOOK,
            Code.SOUND_ONLY, Code.SUBTITLES_ONLY, Code.NO_VIDEO, Code.HOSTED_SHOW, Code.PRESENTED,
        ),
        Rule.RIGHT_WORK,
    ),
}  # fmt: skip


def state_reasons(payload: Mapping[str, Any]) -> None:
    """Write down why something that was brought was refused; a second time changes nothing."""
    public_id = payload["submission"]
    row = waiting([public_id]).get(public_id)
    if row is None or row.state != State.REFUSED or not row.by_rule or decisions_on(Thing.SUBMISSION, public_id):
        return
    with translation.override(row.language):
        why = reason_in_words(row).why
    facts = " · ".join(part for part in (row.domain, row.content_key, row.detail) if part)
    with transaction.atomic():
        decide(
            About(Thing.SUBMISSION, public_id, row.title_id, row.host.slug if row.host else "", row.site.slug),
            Measure.REFUSED, Grounds(RULES.get(row.reason, Rule.WHO_PUT_IT), facts, why, found_by_machine=True),
            by=None, role=Role.RULE, author=Author(row.person, language=row.language), is_public=False,
        )  # fmt: skip
