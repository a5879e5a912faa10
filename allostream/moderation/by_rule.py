"""Decisions that the program makes by published rules: whoever brought what is refused is told why (article 17)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from allostream.community.bringing_rules import Recognised, State
from allostream.community.models import Submission
from allostream.discovery.rules import Reason
from allostream.moderation.actions import About, Author, Grounds, decide
from allostream.moderation.decision_rules import Measure, Role, Rule, Source, Thing
from allostream.moderation.models import Decision
from allostream.moderation.wording import rule_text

# Whatever has no other rule is a sign of where the copy comes from.
RULES: Mapping[str, Rule] = {
    **dict.fromkeys((Reason.PROTECTED, Reason.NOWHERE, Recognised.WITHDRAWN), Rule.LAWFUL),
    **dict.fromkeys((Reason.NOT_THE_WORK, Reason.NOT_A_VIDEO, Reason.OTHER_COPY, Reason.BAD_RECORD), Rule.RIGHT_WORK),
    **dict.fromkeys(
        (
            Reason.HOST_NOT_LISTED, Reason.CHANNEL_NOT_LISTED, Reason.CHANNEL_REFUSED, Recognised.HOST_REFUSED,
            Recognised.INSTANCE_REFUSED,
        ),
        Rule.LISTED_HOST,
    ),
    **dict.fromkeys(
        (Reason.CLOSED, Reason.GONE_AT_HOST, Reason.GONE_AT_SOURCE, Reason.NOT_WORKING, Reason.NOT_AN_ADDRESS),
        Rule.WATCHABLE,
    ),
}  # fmt: skip


def tell_refused(payload: Mapping[str, Any]) -> None:
    """Write down that what somebody brought was refused by a rule, and tell them; once, however often it is asked."""
    with transaction.atomic():
        rows = Submission.objects.select_related("person", "host", "site")
        row = rows.filter(public_id=payload["submission"], state=State.REFUSED, by_rule=True).first()
        if row is None or Decision.objects.filter(kind=Thing.SUBMISSION, subject_id=row.public_id).exists():
            return
        about = About(Thing.SUBMISSION, row.public_id, row.title_id, row.host.slug if row.host else "", row.site.slug)
        rule = RULES.get(row.reason, Rule.WHO_PUT_IT)
        with translation.override(row.language or "en"):
            facts = gettext("You brought %(address)s; what we read of it: %(read)s.") % {
                "address": row.canonical_url, "read": f"{row.reason} {row.detail}".strip()
            }  # fmt: skip
            grounds = Grounds(rule, facts, rule_text(rule), source=Source.OWN, found_by_machine=True)
        author = Author(row.person, language=row.language)
        decide(about, Measure.REFUSED, grounds, by=None, role=Role.RULE, author=author)
