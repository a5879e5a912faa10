"""Reads for programs of verified senders."""

from django.db.models import Count

from allostream.lib import clock
from allostream.rights_desk.desk_actions import hash_of_key
from allostream.rights_desk.models import Case, Item, Message, Sender, SenderKey


def key_in_force(key: str) -> SenderKey | None:
    """A key that is not void, of a sender who is verified now. One query, and one where its day of use changes."""
    now = clock.now()
    rows = SenderKey.objects.select_related("sender__flagger")
    found = rows.filter(key_hash=hash_of_key(key), revoked_at=None, sender__verified_until__gt=now).first()
    if found is not None and (found.used_at is None or found.used_at.date() != now.date()):
        SenderKey.objects.filter(pk=found.pk).update(used_at=now)
    return found


def case_of_sender(sender: Sender, number: str) -> Case | None:
    """A case that this sender has opened, None for those of others. One query."""
    return Case.objects.filter(public_id=number, sender=sender).first()


def digest_of(case: Case) -> str:
    """The digest of the message that a case was made of. One query."""
    return Message.objects.values_list("sha256", flat=True).get(pk=case.message_id)


def states_of(case: Case) -> dict[str, int]:
    """How many items of a case stand how. One query."""
    return dict(case.items.order_by("state").values_list("state").annotate(Count("pk")))


def items_from(case: Case, start: int, most: int) -> list[Item]:
    """Items from a place on, with the links that they mean. Two queries."""
    rows = Item.objects.filter(case=case, position__gte=start).order_by("position")
    return list(rows.prefetch_related("found__link")[:most])
