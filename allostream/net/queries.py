"""What is known of the hosts that were asked."""

from allostream.net.models import AskedHost


def asked_hosts(most: int, *, named: str = "") -> list[AskedHost]:
    """The hosts that were asked most often, or those whose name holds a text. One query."""
    rows = AskedHost.objects.filter(name__icontains=named) if named else AskedHost.objects.all()
    return list(rows.order_by("-requests", "name")[:most])


def resting_hosts(now: float, most: int) -> list[AskedHost]:
    """The hosts that are left alone at this moment because they failed, the longest rest first. One query."""
    return list(AskedHost.objects.filter(rests_until__gt=now).order_by("-rests_until")[:most])
