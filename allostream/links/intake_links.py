"""The links of a batch of records: which link a record is about, where it stands, and what changes in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from allostream.catalogue import intake
from allostream.catalogue.intake import Batch, Entry, Held, Thing
from allostream.catalogue.models import Edition
from allostream.hosts.identity import Identity, NotAnAddress, identify, key_hash
from allostream.hosts.models import Channel, Host, Standing
from allostream.hosts.queries import address_table
from allostream.lib import clock, exchange, ids
from allostream.links.intake_channels import channels_named
from allostream.links.models import KeptAway, WatchLink
from allostream.links.origin_rules import OF_JUDGEMENTS, not_cleared
from allostream.links.queries.marks import any_in_force, marks_on
from allostream.links.rules import Origin
from allostream.links.submitting import identity_columns

FACTS = (
    "form", "offer", "terms", "tier", "price", "currency", "price_seen_on", "countries_allowed", "countries_excluded",
    "partly", "region_known", "opens_at", "closes_at", "zone", "audio", "subtitles", "sdh", "audio_description",
    "sign_language", "tracks", "quality", "basis", "uploader", "origin_flags", "found_in", "must_check",
)  # fmt: skip
OF_AWAY = ("content_key", "title_id", "episode_id")
WRITTEN = (*FACTS, "edition", "channel", "changed_at")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link record with everything that it names."""

    entry: Entry
    record: exchange.Link
    thing: Thing
    host: int
    found: Identity
    edition: Edition | None
    channel: Channel | None

    def place(self) -> tuple[int, int | None, int | None]:
        """The title, season and episode that the link is for."""
        season = self.thing.id if self.thing.kind == "season" else None
        return self.thing.title_id, season, self.thing.id if self.thing.kind == "episode" else None

    def columns(self) -> dict[str, Any]:
        """What the record says of the link."""
        renamed = {"opens_at": "opens", "closes_at": "closes"}
        facts = {column: intake.plain(getattr(self.record, renamed.get(column, column))) for column in FACTS}
        facts["partly"] = {country: list(parts) for country, parts in self.record.partly.items()}
        return {**facts, "edition": self.edition, "channel": self.channel}


def take_in_links(batch: Batch) -> set[int]:
    """Write the links; returns the titles whose links changed.

    Health and withdrawals are never touched, nor is origin, but that a new warning sign opens the question again.
    """
    wanted = _wanted(batch)
    present = _present(one.found.content_key for one in wanted)
    new: list[WatchLink] = []
    changed: list[WatchLink] = []
    shown: set[int] = set()
    down = _kept_down(wanted)
    for one in wanted:
        if not _may_be(batch, present, one, is_down=id(one) in down):
            continue
        link = present.link_for(one, batch.source.pk)
        if link is None:
            link = _new(batch, present, one)
            new.append(link)
            shown.add(link.title_id)
            batch.made(one.entry)
        elif link.source_id != batch.source.pk:
            batch.remark(one.entry, "this copy is listed already by another source, or a person: that link stands")
        elif present.set_values(batch, one, link) and link.pk:
            link.changed_at = clock.now()
            changed.append(link)
            shown.add(link.title_id)
        present.put(link)
    # In this order, for a new link may stand where a changed one stood.
    intake.rows.update(WatchLink, WRITTEN, changed)
    WatchLink.objects.bulk_create(new)
    # A statement of its own, so that what a person decides meanwhile is not overwritten by what was read before.
    WatchLink.objects.filter(pk__in=present.flagged, origin=Origin.CLEARED).update(**not_cleared())
    return shown


@dataclass
class _Present:
    """The links of the copies that a batch names, kept up while the batch is worked on."""

    # One copy has on the same terms one link for an edition, and one for each place without an edition.
    spots: dict[tuple[Any, ...], WatchLink] = field(default_factory=dict)
    of_source: dict[tuple[Any, ...], WatchLink] = field(default_factory=dict)
    public_ids: set[str] = field(default_factory=set)
    # Copies that a person has taken off a place; another edition is no way back.
    barred: set[tuple[Any, ...]] = field(default_factory=set)
    # Places off which a person took a copy when the work was split.
    away: set[tuple[Any, ...]] = field(default_factory=set)
    # Links that got a warning sign.
    flagged: set[int] = field(default_factory=set)

    def at_spot(self, one: Wanted) -> WatchLink | None:
        """The link of the wanted copy for the wanted edition; without one, in the wanted place."""
        edition = one.edition.pk if one.edition else None
        return self.spots.get(_spot(one.found.content_key, one.place(), edition, one.record.terms))

    def link_for(self, one: Wanted, source_id: int) -> WatchLink | None:
        """The link that a record is about.

        A source has one link of a copy on the same terms in one place: where its record names another edition, the link
        follows.
        """
        return self.at_spot(one) or self.of_source.get(
            (one.found.content_key, *one.place(), one.record.terms, source_id)
        )

    def put(self, link: WatchLink) -> None:
        """Note where a link stands."""
        place = _place_of(link)
        self.spots[_spot(link.content_key, place, link.edition_id, link.terms)] = link
        self.of_source.setdefault((link.content_key, *place, link.terms, link.source_id), link)
        self.public_ids.add(link.public_id)
        if link.withdrawn_at or link.removed_at or link.origin == Origin.REFUSED:
            self.barred.add((link.content_key, *place))

    def set_values(self, batch: Batch, one: Wanted, link: WatchLink) -> bool:
        """Set what a record says otherwise of a link, which may come to stand elsewhere by it."""
        del self.spots[_spot(link.content_key, _place_of(link), link.edition_id, link.terms)]
        known = set(link.origin_flags)
        differs = batch.set_values(one.entry, link, _allowed(batch, one, link))
        if not known.issuperset(link.origin_flags):
            self.flagged.add(link.pk)
        return differs


def _place_of(link: WatchLink) -> tuple[int, int | None, int | None]:
    return link.title_id, link.season_id, link.episode_id


def _spot(
    content_key: str, place: tuple[int, int | None, int | None], edition_id: int | None, terms: str
) -> tuple[Any, ...]:
    """What the tables hold one link of."""
    return (content_key, terms, "edition", edition_id) if edition_id else (content_key, terms, *place)


def _present(content_keys: Iterable[str]) -> _Present:
    wanted = set(content_keys)
    present = _Present()
    for portion in intake.rows.portions({key_hash(key) for key in wanted}):
        # By the hash, for which there is an index; the key itself decides.
        links = WatchLink.objects.filter(content_key_hash__in=portion).select_related("edition", "channel")
        for link in links.order_by("pk"):
            present.put(link)
        away = KeptAway.objects.filter(content_key_hash__in=portion)
        present.away |= {(key, title, None, episode) for key, title, episode in away.values_list(*OF_AWAY)}
    return present


def _kept_down(wanted: Iterable[Wanted]) -> set[int]:
    """Those that must stay down (allostream.links.marking), by `id`. One query, one more where anything is marked."""
    several = list(wanted)
    if not several or not any_in_force():
        return set()
    laid = marks_on([(one.found, one.channel) for one in several])
    return {id(one) for one, marks in zip(several, laid, strict=True) if marks}


def _may_be(batch: Batch, present: _Present, one: Wanted, *, is_down: bool) -> bool:
    """Whether the tables have room for a link, and neither a person nor the law has said no to it; else it is
    reported."""
    if is_down and not present.link_for(one, batch.source.pk):
        batch.remark(one.entry, "this copy was withdrawn on legal grounds and stays down: it is not listed")
        return False
    there = present.at_spot(one)
    if there and _place_of(there) != one.place():
        batch.refuse(one.entry, "edition: this copy is listed for it on another part of the work: leave one out")
        return False
    if (one.found.content_key, *one.place()) in present.away and there is None:
        batch.remark(one.entry, "a person has given this copy to another work: it stays there")
        return False
    if (one.found.content_key, *one.place()) in present.barred and not present.link_for(one, batch.source.pk):
        batch.remark(one.entry, "a person has taken this copy off the work: it is not listed for another edition")
        return False
    return True


def _new(batch: Batch, present: _Present, one: Wanted) -> WatchLink:
    title, season, episode = one.place()
    public_id = ids.id_for(f"link:{one.record.on} {one.found.content_key} {one.record.terms}".rstrip())
    return WatchLink(
        # Another source may have made that id first, from the same work and copy, for another edition.
        public_id=ids.new_id() if public_id in present.public_ids else public_id,
        title_id=title, season_id=season, episode_id=episode, host_id=one.host, source=batch.source,
        submitted_at=clock.now(), changed_at=clock.now(), **identity_columns(one.found), **one.columns(),
    )  # fmt: skip


def _allowed(batch: Batch, one: Wanted, link: WatchLink) -> dict[str, Any]:
    """What a record may change of a link.

    It cannot take it out of a channel that a person has refused, nor away what a judgement has found.
    """
    columns = one.columns()
    found = [flag for flag in link.origin_flags if flag in OF_JUDGEMENTS and flag not in columns["origin_flags"]]
    columns["origin_flags"] = [*columns["origin_flags"], *found]
    if link.channel and link.channel.stands == Standing.REFUSED and link.channel != one.channel:
        batch.remark(one.entry, "channel: a person has refused the channel of this link: the link stays there")
        columns["channel"] = link.channel
    return columns


def _wanted(batch: Batch) -> list[Wanted]:
    """The links of a batch whose work is known, whose address can be read, and which name only what is there."""
    records = list(batch.of(exchange.Link))
    if not records:
        return []
    hosts = dict(Host.objects.values_list("slug", "pk"))
    table = address_table()
    editions = intake.editions_named({record.edition for _, record in records if record.edition})
    channels = channels_named({record.channel for _, record in records if record.channel})
    wanted = []
    for entry, record in records:
        thing = batch.place_of(entry, record.on, ("title", "season", "episode"))
        found = _identity(batch, entry, record, table) if thing else None
        host = _host(batch, entry, found, hosts) if found else None
        if not (thing and found and host):
            continue
        held, channel = editions.get(record.edition or ""), channels.get(record.channel or "")
        if _edition_fits(batch, entry, record, thing, held) and _channel_fits(batch, entry, record, host, channel):
            wanted.append(Wanted(entry, record, thing, host, found, held.edition if held else None, channel))
    return wanted


def _identity(batch: Batch, entry: Entry, record: exchange.Link, table: Any) -> Identity | None:
    try:
        return identify(record.url, table)
    except NotAnAddress as error:
        batch.refuse(entry, f"url: it cannot be read ({error}): correct it")
    return None


def _host(batch: Batch, entry: Entry, found: Identity, hosts: dict[str, int]) -> int | None:
    host = hosts.get(found.host)
    if host is None and not (found.host and batch.supposes(entry, f"host:{found.host}")):
        batch.refuse(entry, f"url: no host is known for “{found.domain}”: add it with manage.py hosts load first")
    return host


def _edition_fits(batch: Batch, entry: Entry, record: exchange.Link, thing: Thing, held: Held | None) -> bool:
    key = record.edition
    if key is None or (held and held.fits(thing)):
        return True
    if held:
        batch.refuse(entry, f"edition: “{key}” is one of another work: give an edition of “{record.on}”")
    elif not batch.supposes(entry, f"edition:{key}"):
        batch.refuse(entry, f"edition: “{key}” is not known: put its record before this one, or import it first")
    return False


def _channel_fits(batch: Batch, entry: Entry, record: exchange.Link, host: int, channel: Channel | None) -> bool:
    key = record.channel
    if key is None or (channel and channel.host_id == host):
        return True
    if channel:
        batch.refuse(entry, f"channel: “{key}” is at another host than the address: correct one of them")
    elif not batch.supposes(entry, f"channel:{key}"):
        batch.refuse(entry, f"channel: “{key}” is not known: put its record before this one, or import it first")
    return False
