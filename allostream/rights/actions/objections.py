"""What becomes of the addresses that people gave with an objection. Other writes of objections: allostream.links."""

from datetime import datetime

from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.rights.models import Objection


def forget_addresses(before: datetime, *, by: Actor) -> int:
    """Delete the e-mail addresses of objections that were answered before a moment; returns how many.

    They were given to ask back, and are kept no longer than that takes (regulation (EU) 2016/679, article 5(1)(e)).
    The audit never held them, and keeps how many were deleted. No page that is kept shows one.
    """
    with transaction.atomic():
        over = Objection.objects.filter(answered_at__lt=before).exclude(email="")
        forgotten = over.update(email="")
        if forgotten:
            audit.record(
                "rights.forget-addresses", by=by, subject_kind="privacy", subject_id="rights",
                after={"objections": forgotten},
            )  # fmt: skip
    return forgotten
