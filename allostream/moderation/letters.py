"""Letters about decisions: what was decided and why, and what came of contesting it."""

from urllib.parse import quote

from django.utils import translation

from allostream.accounts.letters_address import unsubscribe
from allostream.accounts.models import User
from allostream.mail import actions as mail
from allostream.mail.rules import Kind, Letterhead
from allostream.moderation import wording
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.models import Appeal, Decision
from allostream.moderation.statements import as_text, statement
from allostream.sites.queries import all_sites, letterhead

DECISION, ANSWER = Kind("decision"), Kind("appeal_answered")
TAKEN = Kind("decision", is_optional=True)
# What became of things one by one stands on the page of what somebody brought; the law asks for no letter. That an edit
# was taken is told to those who want letters: its author may have waited for weeks.
SILENT = frozenset({Measure.ACCEPTED, Measure.KEPT})


def tell(decision: Decision, *, person: User | None, email: str, secret: str) -> None:
    """Write to whose it is what was decided and why, in the caller's transaction. Two queries and a letter, or none."""
    address: User | str | None = person or email or None
    head, is_taken = _head(decision.site), decision.kind == Thing.CHANGE and decision.measure == Measure.ACCEPTED
    if address is None or head is None or (decision.measure in SILENT and not is_taken):
        return
    language = decision.language or (person.language if person else "") or "en"
    with translation.override(language):
        values = {
            "measure": wording.measure_name(decision.measure), "thing": wording.thing_name(decision.kind),
            "statement": as_text(statement(decision)), "address": address_of(head, decision, secret),
        }  # fmt: skip
    mail.post(
        to=address, kind=TAKEN if is_taken else DECISION, values=values, head=head, language=language,
        unsubscribe=unsubscribe(person, head.origin) if person else "",
    )  # fmt: skip


def tell_answer(appeal: Appeal, decision: Decision) -> None:
    """Write to whoever contested a decision what came of it, in the caller's transaction."""
    to: User | str | None = appeal.made_by or appeal.email or None
    head = _head(appeal.site or decision.site)
    if to is None or head is None:
        return
    values = {
        "upheld": appeal.state == Appeal.State.UPHELD, "answer": appeal.answer,
        "address": address_of(head, decision, ""),
    }  # fmt: skip
    mail.post(to=to, kind=ANSWER, values=values, head=head, language=appeal.language)


def address_of(head: Letterhead, decision: Decision, secret: str) -> str:
    """The permanent address of a decision, with the secret of somebody without an account."""
    address = f"{head.origin}/d/{decision.public_id}"
    return f"{address}?key={quote(secret)}" if secret else address


def _head(site: str) -> Letterhead | None:
    sites = all_sites()
    chosen = next((one for one in sites if one.slug == site), sites[0] if sites else None)
    return letterhead(chosen) if chosen else None
