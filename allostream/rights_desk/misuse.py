"""Whoever often sends what is manifestly unfounded is warned, then not served for a time (DSA, article 23(2))."""

from django.utils import translation
from django.utils.translation import gettext

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.mail import actions as mail
from allostream.mail.rules import is_address
from allostream.rights_desk.case_rules import MessageKind, PartyRole
from allostream.rights_desk.letters import LETTER, address_of, head_of
from allostream.rights_desk.models import Case, CaseMessage, Sender
from allostream.rights_desk.sender_rules import SUSPENDED_FOR, WINDOW, Step, step
from allostream.rights_desk.senders import record_of

KEPT = 50  # days of a row: more than ever count


def note_unfounded(case: Case) -> Step:
    """Count a message that a person has found manifestly unfounded, once for each, and do what follows for its sender,
    in the caller's transaction: nothing, a warning, or thirty days in which theirs is not acted on. The sender is
    written to."""
    if case.sender_id is None:
        return Step.NONE
    now = clock.now()
    row = Sender.objects.select_for_update(of=("self",)).get(pk=case.sender_id)
    row.unfounded = [*row.unfounded, now.date().isoformat()][-KEPT:]
    messages = Case.objects.filter(sender=row, received_at__gt=now - WINDOW).count()
    is_warned = row.warned_at is not None and row.warned_at > now - WINDOW
    found = step(record_of(row, now), messages, warned=is_warned, today=now.date())
    if found is Step.SUSPEND and row.suspended_until and row.suspended_until > now:
        found = Step.NONE
    if found is Step.WARN:
        row.warned_at = now
    elif found is Step.SUSPEND:
        row.suspended_until = now + SUSPENDED_FOR
    row.save(update_fields=["unfounded", "warned_at", "suspended_until"])
    if found is not Step.NONE:
        _tell(case, row, found)
        audit.record(
            f"desk.{found}-sender", by=Actor.system("rights-desk"), subject_kind="sender", subject_id=row.public_id,
            site=case.site, after={"case": case.public_id, "unfounded": len(row.unfounded), "messages": messages},
        )  # fmt: skip
    return found


def _tell(case: Case, row: Sender, found: Step) -> None:
    head = head_of(case.site)
    if head is None or not is_address(row.email):
        return
    with translation.override(case.language):
        words = _words(found)
        values = {"number": case.public_id, "words": words, "address": address_of(head, case)}
        letter = mail.post(to=row.email, kind=LETTER, values=values, head=head, language=case.language)
    CaseMessage.objects.create(
        case=case, kind=MessageKind.FORWARDED, at=clock.now(), from_us=True, to=PartyRole.NOTIFIER,
        letter=letter.public_id if letter else "", text=words,
    )  # fmt: skip


def _words(found: Step) -> str:
    if found is Step.WARN:
        return gettext(
            "Notices that you have sent were manifestly unfounded. This is the warning that the law asks for before a "
            "suspension (Digital Services Act, article 23(2)): if more such notices arrive, yours are not processed "
            "for 30 days. You can contest this on the page of the case."
        )
    return gettext(
        "Notices that you have sent were again manifestly unfounded, after a warning. For 30 days nothing that you "
        "send is acted on before a person has looked at it (Digital Services Act, article 23(2)). You can contest "
        "this on the page of the case."
    )
