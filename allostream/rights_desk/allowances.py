"""What is left to each of those who send: kept in the database, so that all processes and machines count together.

Of whom it is only a keyed hash is kept, and the moment when all of the allowance is back; then the row says nothing
any more and goes.
"""

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.crypto import salted_hmac

from allostream.lib import clock
from allostream.rights_desk.models import Allowance

MINUTE = 60.0
SALT = "allostream.rights_desk.allowance"


def take(door: str, who: str, cost: float, per_period: float, *, period: float = MINUTE) -> float:
    """Take so much of the allowance of somebody at a door: 0.0 where it was there, else how many seconds to wait for
    it; what is refused costs nothing. Two queries at most, one as a rule; of two at once each counts.

    Raises ValueError for more than a whole period allows.
    """
    if cost > per_period:
        raise ValueError(f"{cost} is more than {per_period}, which is all there ever is.")
    key, now = _key(door, who), clock.seconds()
    seconds = cost * period / per_period
    latest = now + period - seconds
    taken = Greatest(F("full_at"), Value(now)) + Value(seconds)
    rows = Allowance.objects.filter(who=key)
    for _ in range(2):
        # The condition stands in the statement that takes: whoever comes second finds what the first has left.
        if rows.filter(full_at__lte=latest).update(full_at=taken):
            return 0.0
        _row, made = Allowance.objects.get_or_create(who=key, defaults={"full_at": now + seconds})
        if made:
            return 0.0
        full_at = rows.values_list("full_at", flat=True).first()
        if full_at is not None and full_at > latest:
            return float(full_at - latest)
    return period


def _key(door: str, who: str) -> str:
    return str(salted_hmac(SALT, f"{door}\0{who}", algorithm="sha256").hexdigest())


def forget_full(limit: int = 10_000) -> int:
    """Remove rows of which all is back. One query; two where there are any. Returns how many."""
    old = list(Allowance.objects.filter(full_at__lt=clock.seconds()).order_by("full_at").values_list("pk")[:limit])
    if old:
        Allowance.objects.filter(pk__in=[pk for (pk,) in old], full_at__lt=clock.seconds()).delete()
    return len(old)
