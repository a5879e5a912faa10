"""What becomes of a batch of candidates: the questions in their order, cheapest first, each asked of what is left.

address and host ─► work ─► words ─► rights of the work ─► reply of the host ─► link ─► shown or not, and why
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import to_builtins

from allostream.audit.rules import Actor
from allostream.catalogue.intake import Entry, key_here, rows
from allostream.catalogue.intake import Outcome as Taken
from allostream.catalogue.models import Source, Title
from allostream.connectors.candidates import Candidate, Found, Work
from allostream.discovery import rules
from allostream.discovery.rules import Outcome, Reason, because
from allostream.discovery.works import Placed, places_of
from allostream.hosts.identity import Identity, NotAnAddress, identify, key_hash
from allostream.hosts.models import Channel, Host, Standing
from allostream.hosts.queries import address_table, channels_at_hosts
from allostream.lib import exchange
from allostream.lib.exchange import BadLine
from allostream.lib.licences import Kind, read_peertube, read_text
from allostream.links.actions import Place
from allostream.links.copies import READERS, OtherCopy, channel_of, facts_of, judge_copy, work_of
from allostream.links.copy_evidence import Seen
from allostream.links.intake import take_in
from allostream.links.models import WatchLink
from allostream.links.prospect_rules import Prospect
from allostream.links.queries.prospects import kept_away, prospects
from allostream.links.rules import Basis, Origin
from allostream.links.submitting import site_secret
from allostream.rights.origin.facts import Claim, Facts
from allostream.rights.origin.judging import judge

# Where somebody beside the uploader looks after what is said of licences: a community, or the club that records itself.
LOOKED_AFTER = frozenset({"wikimedia-commons", "media-ccc"})


@dataclass
class Item:
    """A candidate on its way; `outcome` is set by the first question whose answer ends it."""

    found: Found
    outcome: Outcome | None = None
    identity: Identity | None = None
    host: Host | None = None
    channel: Channel | None = None
    placed: Placed = field(default_factory=Placed)
    link: WatchLink | None = None
    has_licence: bool = False
    prospect: Prospect | None = None

    @property
    def candidate(self) -> Candidate:
        return self.found.candidate

    @property
    def rests_on_work(self) -> bool:
        return Basis(self.candidate.basis) is Basis.WORK

    @property
    def place(self) -> Place | None:
        return self.placed.place

    @property
    def may_be(self) -> int | None:
        """The title it is or may be about."""
        return self.place.title_id if self.place else self.placed.may_be


def settle(source: Source, found: Sequence[Found], *, by: Actor, chosen: Mapping[int, int] | None = None) -> list[Item]:
    """What becomes of candidates of a source, in their order; links are made in the caller's transaction.

    `chosen`: titles that people have named for them, by position.
    """
    items = [Item(one) for one in found]
    _read_addresses(items)
    for item in _left(items):
        if (
            item.found.told is None
            and item.candidate.work == Work()
            and item.identity
            and item.identity.host in READERS
        ):
            # A source may only know which video it is: what it shows, its host tells.
            item.outcome = because(Reason.AWAITS_REPLY)
    left = _left(items)
    places = {id(item): position for position, item in enumerate(items)}
    named = {spot: title for spot, item in enumerate(left) if (title := (chosen or {}).get(places[id(item)]))}
    for item, placed in zip(left, places_of([item.candidate for item in left], named), strict=True):
        item.placed = placed
        item.outcome = because(placed.reason, placed.detail) if placed.reason else None
    titles = Title.objects.in_bulk({item.place.title_id for item in items if item.place})
    _find_links(items)
    for item in _left(items):
        _judge_words(item, titles)
    _ask_rules(items)
    for item in _left(items):
        _judge_reply(item, titles)
    _make_links(source, items, by)
    _tell_links(items)
    return items


def _left(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if item.outcome is None]


def _read_addresses(items: Sequence[Item]) -> None:
    """Identity, host and channel of each. Four queries."""
    table = address_table()
    hosts = {host.slug: host for host in Host.objects.all()}
    for item in items:
        try:
            item.identity = identify(item.candidate.address, table)
        except NotAnAddress as error:
            item.outcome = because(Reason.NOT_AN_ADDRESS, str(error))
            continue
        item.host = hosts.get(item.identity.host)
        listed = item.host is not None and item.host.stands == Standing.LISTED
        item.outcome = rules.of_address(is_listed=listed, kind=item.identity.kind, role=item.candidate.role)
    asked = {channel for item in _left(items) for channel in item.candidate.channels}
    known: dict[tuple[int, str], Channel] = {}
    for portion in rows.portions(asked):
        known.update(channels_at_hosts(portion))
    for item in _left(items):
        _set_channel(item, known)


def _set_channel(item: Item, known: Mapping[tuple[int, str], Channel]) -> None:
    """The channel that counts: one that is refused before one that is listed. In a network of many instances one of
    them has to be listed, for the host's own listing says nothing of who runs them.
    """
    host = item.host
    if host is None:
        return
    found = [known[host.pk, channel] for channel in item.candidate.channels if (host.pk, channel) in known]
    refused = next((one for one in found if one.stands == Standing.REFUSED), None)
    listed = next((one for one in found if one.stands == Standing.LISTED), None)
    item.channel = refused or listed or next(iter(found), None)
    if refused:
        item.outcome = because(Reason.CHANNEL_REFUSED, refused.name)
    elif host.kind == Host.Kind.FEDERATED and item.rests_on_work and not listed:
        item.outcome = because(Reason.CHANNEL_NOT_LISTED, ", ".join(item.candidate.channels)[:300])


def _find_links(items: Sequence[Item]) -> None:
    """The links that are there already, by copy and place. A query for each 900."""
    keys = {item.identity.content_key for item in items if item.identity}
    links: dict[tuple[str, str, int, int | None, int | None], WatchLink] = {}
    for portion in rows.portions({key_hash(key) for key in keys}):
        for link in WatchLink.objects.filter(content_key_hash__in=portion).order_by("-pk"):
            links[link.content_key, link.terms, link.title_id, link.season_id, link.episode_id] = link
    for item in items:
        if item.identity and item.place:
            key, place = (item.identity.content_key, item.candidate.terms), item.place
            item.link = links.get((*key, place.title_id, place.season_id, place.episode_id))


def _judge_words(item: Item, titles: Mapping[int, Title]) -> None:
    """What the names of the copy say before anybody asks its host."""
    if item.identity is None or item.host is None or item.place is None or not item.host.item_level:
        return
    name = item.identity.content_key.partition(":")[2]
    facts = Facts(item.host.slug, name, title=item.candidate.title)
    title = titles[item.place.title_id]
    whole = item.place.season_id is None and item.place.episode_id is None
    judged = judge(facts, work_of(title, facts, is_whole=whole, is_plain=True))
    item.outcome = rules.of_words(judged)


def _ask_rules(items: Sequence[Item]) -> None:
    """What the rights of the work allow, where the copy rests on them."""
    asked = [item for item in _left(items) if item.place and item.rests_on_work]
    spots = {(item.place.title_id, item.place.episode_id) for item in asked if item.place}
    found = prospects(spots)
    for item in asked:
        if item.place is None:
            continue
        item.has_licence = _counts(item) and names_licence(item.candidate, ())
        item.prospect = found.get((item.place.title_id, item.place.episode_id))
        may_tell = item.found.told is not None and _counts(item)
        if item.prospect is not None and item.link is None and not may_tell:
            item.outcome = rules.of_prospect(item.prospect, has_licence=item.has_licence)


def _counts(item: Item) -> bool:
    """Whether a licence that the copy is said to have is worth a person's time: its uploader may be the holder."""
    host, listed = item.host, item.channel is not None and item.channel.stands == Standing.LISTED
    return host is not None and (listed or not host.item_level or host.slug in LOOKED_AFTER)


def names_licence(candidate: Candidate, claims: Sequence[Claim]) -> bool:
    """Whether source or host name an open licence for the copy."""
    told = [(one.field, one.value) for one in candidate.statements] + [(one.field, one.value) for one in claims]
    values = dict(told)
    if "licence.id" in values:
        return read_peertube(values["licence.id"], values.get("licence.label")).kind is Kind.LICENCE
    return any(read_text(value).kind is Kind.LICENCE for _, value in told)


def _judge_reply(item: Item, titles: Mapping[int, Title]) -> None:
    """What the host tells of the copy; who has not been asked is, where anybody can put files there."""
    host, identity, place = item.host, item.identity, item.place
    if host is None or identity is None or place is None:
        return
    told = item.found.told
    if told is None:
        unknown = item.link is None or item.link.origin == Origin.UNCHECKED
        if item.rests_on_work and host.item_level and host.slug in READERS and unknown:
            item.outcome = because(Reason.AWAITS_REPLY, f"rights: {item.prospect.value}" if item.prospect else "")
        return
    if host.slug not in READERS:
        return
    try:
        facts = facts_of(host, identity.content_key, told.reply, site_secret())
    except OtherCopy as error:
        item.outcome = because(Reason.OTHER_COPY, str(error)[:300])
        return
    whole = place.season_id is None and place.episode_id is None
    work = work_of(titles[place.title_id], facts, is_whole=whole, is_plain=True)
    item.outcome = rules.of_judgement(judge(facts, work, channel_of(item.channel)))
    item.has_licence = _counts(item) and names_licence(item.candidate, facts.claims)
    if item.outcome is None and item.link is None and item.rests_on_work and item.prospect:
        item.outcome = rules.of_prospect(item.prospect, has_licence=item.has_licence)


def _make_links(source: Source, items: Sequence[Item], by: Actor) -> None:
    """Make or renew the links of what is left, and let each stand as its host's reply says."""
    left = _left(items)
    _take_in(source, left, by)
    _find_links(left)
    for item in left:
        if item.outcome is None and item.link is None:
            item.outcome = because(Reason.PERSON_SAID_NO)
        elif item.outcome is None and item.link and item.found.told and item.host and item.host.slug in READERS:
            told = item.found.told
            judge_copy(item.link.public_id, told.reply, site_secret(), by=by, seen=Seen(told.address, told.sha256))


def _key(place: Place) -> str:
    """The key of a place in the exchange format."""
    if place.episode_id:
        return key_here("episode", place.episode_id)
    return key_here("season", place.season_id) if place.season_id else key_here("title", place.title_id)


def _take_in(source: Source, items: Sequence[Item], by: Actor) -> None:
    entries: list[tuple[Item, Entry]] = []
    channels: dict[str, Entry] = {}
    for item in items:
        if item.place is None:
            continue
        try:
            read = exchange.checked(_record(source, item, _key(item.place)))
        except BadLine as error:
            item.outcome = because(Reason.BAD_RECORD, str(error)[:300])
            continue
        entries.append((item, Entry(f"{source.slug} {item.candidate.item}", read)))
        channels.update(_channel_entry(source, item))
    batch = [*channels.values(), *(entry for _, entry in entries)]
    if not batch:
        return
    result = take_in(batch, source=source, by=by, again=True)
    said = {remark.place: remark.what for remark in result.remarks if remark.refused}
    for item, entry in entries:
        # The second of two alike is refused as well: both are about the one link that is there now.
        if entry.outcome is Taken.REFUSED and "few lines before" not in said.get(entry.place, ""):
            item.outcome = because(Reason.BAD_RECORD, said.get(entry.place, "")[:300])


def _channel_entry(source: Source, item: Item) -> Iterator[tuple[str, Entry]]:
    """The record by which the intake knows a channel that is here already."""
    if item.channel is not None and item.host is not None:
        one = item.channel
        record = exchange.Channel(
            key=_channel_key(source, one), host=item.host.slug, id=one.key, name=one.name,
            kind=one.kind, address=one.address, holder=one.holder, proof=one.proof,  # type: ignore[arg-type]  # as kept
        )  # fmt: skip
        yield record.key, Entry(f"{source.slug} {one.key}", exchange.checked(record))


def _channel_key(source: Source, channel: Channel) -> str:
    return f"{source.slug}:channel-{channel.public_id}"


def _record(source: Source, item: Item, on: str) -> exchange.Link:
    """The link record that a candidate comes to."""
    one = item.candidate
    return exchange.Link(
        on=on, url=one.address, offer=one.offer, basis=one.basis, form=one.form, terms=one.terms, tier=one.tier,
        channel=_channel_key(source, item.channel) if item.channel else None, price=one.price, currency=one.currency,
        price_seen_on=one.price_seen_on, countries_allowed=one.countries_allowed,
        countries_excluded=one.countries_excluded, partly=one.partly, region_known=one.region_known, opens=one.opens,
        closes=one.closes, zone=one.zone, audio=one.audio, subtitles=one.subtitles, sdh=one.sdh, tracks=one.tracks,
        quality=one.quality, uploader=one.uploader, found_in=one.found_in,
    )  # fmt: skip


def _tell_links(items: Sequence[Item]) -> None:
    """How the links stand now. Five queries."""
    left = [item for item in _left(items) if item.link]
    kept = kept_away([item.link.pk for item in left if item.link])
    for item in left:
        if item.link and (reasons := kept.get(item.link.pk)):
            item.outcome = rules.of_link(reasons.everywhere, reasons.countries, has_licence=item.has_licence)


def written(candidate: Candidate) -> dict[str, object]:
    """A candidate as it is kept."""
    return dict(to_builtins(candidate))
