"""Telling somebody what became of what they brought, where the program decided by itself.

What a person decides is told by the decision itself (allostream.moderation.actions).
"""

from django.utils import translation

from allostream.accounts.letters_address import unsubscribe
from allostream.community.bringing_rules import State
from allostream.community.models import Submission
from allostream.community.refusal_words import Words, words_of
from allostream.mail import actions as mail
from allostream.mail.rules import Kind
from allostream.sites.queries import letterhead

REFUSED = Kind("brought")  # with the reasons, which the law wants told (DSA, article 17)
TAKEN = Kind("brought", is_optional=True)
PAGE = "/brought/"  # the words of every site's language lead there


def tell(row: Submission) -> None:
    """Write the letter about what the program refused or took, in the caller's transaction. One query."""
    if not row.by_rule or row.state not in {State.REFUSED, State.ACCEPTED}:
        return
    head = letterhead(row.site)
    refused = row.state == State.REFUSED
    with translation.override(row.language):
        words = reason_in_words(row) if refused else Words("")
    mail.post(
        to=row.person, kind=REFUSED if refused else TAKEN, head=head, language=row.language,
        unsubscribe=unsubscribe(row.person, head.origin),
        values={
            "is_refused": refused, "title": row.title.name if row.title else "", "why": words.why, "help": words.help,
            "host": row.host.name if row.host else row.domain, "address": f"{head.origin}{PAGE}{row.public_id}",
        },
    )  # fmt: skip


def reason_in_words(row: Submission) -> Words:
    """Why something was refused, in the active language; of a sign on the copy that it is one."""
    return words_of(row.reason) or words_of("copy-refused") or Words(row.reason)
