"""What an address is here: its host, the copy that it leads to, and whether we know that. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from allostream.accounts.models import User
from allostream.community.bringing_rules import WAITING, Recognised
from allostream.community.models import Submission
from allostream.hosts.identity import Identity, NotAnAddress, Table, compare_key, identify, key_hash
from allostream.hosts.models import Channel, Host, Proposal, Standing
from allostream.hosts.queries import address_table
from allostream.lib.problems import NotAnAddress as Unreadable
from allostream.links.models import WatchLink
from allostream.links.queries.marks import marks_on
from allostream.links.rules import Origin

LONGEST = 2000
LISTS = frozenset({"playlist", "channel"})


@dataclass(frozen=True)
class Seen:
    """What an address is here. `links` are those to the same copy, `waiting` what somebody has brought of it first."""

    what: Recognised
    found: Identity
    host: Host | None = None
    channel: Channel | None = None
    links: tuple[WatchLink, ...] = ()
    waiting: Submission | None = None
    proposal: Proposal | None = None
    refused: Submission | None = None
    stays_down: bool = False

    @property
    def name(self) -> str:
        """The name of the host, its domain where we know none."""
        return self.host.name if self.host else self.found.domain


def read(text: str, table: Table) -> Identity:
    """The identity of an address as somebody gives it. Raises Unreadable (lib.problems.NotAnAddress)."""
    try:
        found = identify(text[: LONGEST + 1], table)
    except NotAnAddress as error:
        raise Unreadable(text=text[:200]) from error
    if len(text) > LONGEST or len(found.canonical_url) > LONGEST:
        raise Unreadable(text=text[:200])
    return found


def recognise(text: str) -> Seen:
    """What an address is here. Eight queries. Raises NotAnAddress of lib.problems."""
    return recognised([read(text, address_table())])[0]


def recognised(several: Sequence[Identity]) -> list[Seen]:
    """What addresses are here, in their order. Seven queries for any number up to some hundred."""
    hosts = {host.slug: host for host in Host.objects.filter(slug__in={one.host for one in several if one.host})}
    instances = {
        (channel.host_id, channel.key): channel
        for channel in Channel.objects.filter(key__in={one.domain for one in several}, kind=Channel.Kind.INSTANCE)
    }
    wanted = {key for one in several for key in keys_of(one)}
    links = _links(wanted)
    brought = _brought(wanted)
    proposals = _proposals(several)
    down = marks_on([(one, None) for one in several])
    made = []
    for one, marks in zip(several, down, strict=True):
        host = hosts.get(one.host)
        channel = instances.get((host.pk, one.domain)) if host else None
        alike = tuple(dict.fromkeys(link for key in keys_of(one) for link in links.get(key, ())))
        rows = [row for key in keys_of(one) for row in brought.get(key, ())]
        waiting = next((row for row in rows if row.state in WAITING), None)
        proposal = proposals.get(host.pk) if host else None
        seen = Seen(Recognised.NEW, one, host, channel, alike, waiting, proposal, stays_down=bool(marks))
        made.append(_standing(seen))
    return made


def keys_of(found: Identity) -> tuple[str, ...]:
    """The keys under which the same copy may be here: its own, and that of the item in which it is a file."""
    item = found.content_key.partition("/")[0] if found.host == "internet-archive" else found.content_key
    return tuple(dict.fromkeys((found.content_key, item, compare_key(found.content_key))))


def waits_of(person: User, found: Identity) -> bool:
    """Whether somebody has brought the same copy themselves, and it waits. One query."""
    keys = keys_of(found)
    hashes = [key_hash(key) for key in keys]
    mine = Submission.objects.filter(person=person, content_key_hash__in=hashes, content_key__in=keys)
    return mine.filter(state__in=sorted(WAITING)).exists()


def _links(keys: set[str]) -> dict[str, list[WatchLink]]:
    rows = WatchLink.objects.filter(content_key_hash__in=[key_hash(key) for key in keys])
    found: dict[str, list[WatchLink]] = {}
    for link in rows.select_related("title", "host", "channel", "season", "episode").order_by("-pk"):
        found.setdefault(link.content_key, []).append(link)
    return found


def _brought(keys: set[str]) -> dict[str, list[Submission]]:
    rows = Submission.objects.filter(content_key_hash__in=[key_hash(key) for key in keys], state__in=sorted(WAITING))
    found: dict[str, list[Submission]] = {}
    for row in rows.order_by("made_at"):
        found.setdefault(row.content_key, []).append(row)
    return found


def _proposals(several: Sequence[Identity]) -> dict[int, Proposal]:
    slugs = {one.host for one in several if one.host}
    rows = Proposal.objects.filter(host__slug__in=slugs, channel=None, state=Proposal.State.OPEN)
    return {row.host_id: row for row in rows}


def _standing(seen: Seen) -> Seen:
    return Seen(**{**vars(seen), "what": _what(seen)})


def _what(seen: Seen) -> Recognised:
    """What the law and people have decided comes first, then what is there, then the host."""
    links = seen.links
    if seen.stays_down or any(link.withdrawn_at for link in links):
        return Recognised.WITHDRAWN
    host, channel = seen.host, seen.channel
    if host is not None and host.stands == Standing.REFUSED:
        return Recognised.HOST_REFUSED
    if channel is not None and channel.stands == Standing.REFUSED:
        return Recognised.INSTANCE_REFUSED
    if any(link.channel and link.channel.stands == Standing.REFUSED for link in links):
        return Recognised.INSTANCE_REFUSED
    if any(link.origin == Origin.REFUSED for link in links):
        return Recognised.BARRED
    if links and all(link.removed_at for link in links):
        return Recognised.REMOVED
    if links:
        return Recognised.HERE
    return _of_host(seen)


def _of_host(seen: Seen) -> Recognised:
    host, channel = seen.host, seen.channel
    if host is None:
        return Recognised.HOST_UNKNOWN
    if host.stands != Standing.LISTED:
        return Recognised.HOST_PROPOSED
    if host.kind == Host.Kind.FEDERATED and (channel is None or channel.stands != Standing.LISTED):
        return Recognised.INSTANCE_UNKNOWN
    if seen.found.kind in LISTS:
        return Recognised.A_LIST
    return Recognised.BROUGHT if seen.waiting else Recognised.NEW
