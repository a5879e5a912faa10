"""What must stay down: marks in force, and which of them reach links and what somebody brings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from allostream.accounts.models import User
from allostream.catalogue.models import Episode, Season, Title
from allostream.catalogue.name_keys import spelt
from allostream.catalogue.prepared import Listed, Prepared, listed
from allostream.hosts.identity import Identity, Table, compare_key, key_hash
from allostream.hosts.models import Channel, Host
from allostream.hosts.queries import address_table
from allostream.lib import clock
from allostream.links.mark_models import StayDown
from allostream.links.mark_rules import NARROW, Known, Laid, Sign, Traits, reaching, signs_of
from allostream.links.models import WatchLink
from allostream.links.rules import Basis
from allostream.rights.bases import Code, tells_who_put_it_there
from allostream.rights.models import RightsBasis

PORTION = 10_000
PAGE = "url:"


def any_in_force() -> bool:
    """Whether there is any mark at all. One query."""
    return StayDown.objects.filter(lifted_at__isnull=True).exists()


class _Mark(NamedTuple):
    pk: int
    known: Known
    text: str
    effect: str
    territory: list[str]
    is_preventive: bool
    since: datetime
    until: datetime | None
    why: str
    case: str

    def bare(self) -> Laid:
        """The mark as the rules know it."""
        sign = Sign(self.known, self.text)
        where = tuple(self.territory)
        return Laid(self.pk, sign, self.effect, where, self.is_preventive, self.since, self.why, self.case)


def _with_numbers(numbers: str) -> QuerySet[StayDown, Any]:
    rows = StayDown.objects.filter(lifted_at__isnull=True, number__in=Listed(numbers))
    return rows.values_list(*_Mark._fields)


# Asked of everything that is brought, found or imported: the ORM alone would take longer than the index.
_MARKS = Prepared(_with_numbers, {"numbers": str}, _Mark)


def laid_on(several: Sequence[Traits]) -> list[list[Laid]]:
    """The marks in force that reach each of several things, in their order. One query for 10,000 signs.

    Of a hundred thousand marks or ten million, those are read whose number is that of a sign.
    """
    wanted = {sign.number(): sign for traits in several for sign in signs_of(traits)}
    numbers, found, now = list(wanted), defaultdict(list), clock.now()
    for start in range(0, len(numbers), PORTION):
        for row in sorted(_MARKS.rows(numbers=listed(numbers[start : start + PORTION]))):
            if row.until is None or row.until > now:
                found[Sign(row.known, row.text)].append(row.bare())
    return [reaching(traits, (mark for sign in signs_of(traits) for mark in found.get(sign, ()))) for traits in several]


def mark_against(
    found: Identity, host: Host, channel: Channel | None, title: int, season: int | None = None,
    episode: int | None = None,
) -> Laid | None:  # fmt: skip
    """The first mark for which an address at a host does not become a link for a work by itself, by row ids; None where
    there is none. Two queries, two more where the name of the work must be compared.

    A mark for some countries alone keeps nothing from being taken: it is shown in the others.
    """
    has_id, name = not found.content_key.startswith(PAGE), ""
    numbers: tuple[int | None, int | None] = (None, None)
    if host.item_level and not has_id:
        name = spelt(Title.objects.filter(pk=title).values_list("name", flat=True).first() or "")
        numbers = _numbers_of(season, episode)
    traits = Traits(
        compare_key(found.content_key, address_table()), host=found.host, domain=found.domain,
        channel=channel.key if channel else "", title=title, name=name, season=numbers[0], episode=numbers[1],
        has_id=has_id, is_open=host.item_level, is_own=not host.item_level,
    )  # fmt: skip
    return next((mark for mark in laid_on([traits])[0] if mark.is_everywhere), None)


def _numbers_of(season: int | None, episode: int | None) -> tuple[int | None, int | None]:
    """The numbers of a season and an episode by their row ids. One query at most."""
    if episode is not None:
        return Episode.objects.filter(pk=episode).values_list("season__number", "number").first() or (None, None)
    number = Season.objects.filter(pk=season).values_list("number", flat=True).first() if season is not None else None
    return number, None


def marks_on(several: Sequence[tuple[Identity, Channel | None]]) -> list[list[Laid]]:
    """The marks that take addresses down everywhere, whatever work they are for, in their order: of copy, channel and
    whole host. Two queries for any number up to some thousand."""
    table = address_table()
    traits = [
        Traits(
            compare_key(found.content_key, table), host=found.host, domain=found.domain,
            channel=channel.key if channel else "",
        )
        for found, channel in several
    ]  # fmt: skip
    return [[mark for mark in laid if mark.is_everywhere] for laid in laid_on(traits)]


def traits_of_links(links: Iterable[WatchLink]) -> list[Traits]:
    """What marks ask for of links, whose host and channel are at hand. One query to four."""
    rows, table = list(links), address_table()
    nameless = {link.pk for link in rows if link.content_key.startswith(PAGE)}
    numbers = _numbers(rows, nameless)
    digests = _digests({link.public_id for link in rows if link.granted})
    return [_traits(link, table, numbers.get(link.pk), digests.get(link.public_id, ())) for link in rows]


def _traits(
    link: WatchLink, table: Table, named: tuple[str, int | None, int | None] | None, digests: tuple[str, ...]
) -> Traits:
    name, season, episode = named or ("", None, None)
    return Traits(
        compare_key(link.content_key, table), host=link.host.slug, domain=domain_of(link.canonical_url),
        channel=link.channel.key if link.channel else "", uploader=link.uploader_hash, title=link.title_id,
        name=spelt(name), season=season, episode=episode, digests=digests, has_id=named is None,
        is_open=is_open(link), is_own=is_own(link),
    )  # fmt: skip


def is_open(link: WatchLink) -> bool:
    """Whether anybody may have put the copy there, and no right of its own, nor its channel, carries it."""
    return link.basis == Basis.WORK and link.host.item_level and not is_own(link)


def is_own(link: WatchLink) -> bool:
    """Whether a link leads to what its provider or holder offers, by what is known without anybody's word alone."""
    if link.basis == Basis.PROVIDER and not link.host.item_level:
        return True
    if link.channel and link.channel.carries and link.channel.stands == "listed":
        return True
    granted: Mapping[str, Any] = link.granted or {}
    return bool(granted.get("has_evidence")) and tells_who_put_it_there(Code(granted["code"]))


def domain_of(address: str) -> str:
    """The host name of an address as links hold it. No query."""
    return address.partition("://")[2].partition("/")[0].partition(":")[0]


def _numbers(rows: Sequence[WatchLink], wanted: Collection[int]) -> dict[int, tuple[str, int | None, int | None]]:
    """Name of the title, numbers of season and episode of these links. One query, none where none is wanted."""
    if not wanted:
        return {}
    columns = ("pk", "title__name", "season__number", "episode__season__number", "episode__number")
    found = WatchLink.objects.filter(pk__in=list(wanted)).values_list(*columns)
    known = {pk: (name, episode_season or season, number) for pk, name, season, episode_season, number in found}
    # Links that are not written yet are asked for as what they are of.
    return {link.pk: known.get(link.pk, ("", None, None)) for link in rows if link.pk in wanted}


def _digests(link_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The digests of the documents on which the rights of links rest. One query, none where there is no such link."""
    if not link_ids:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    rows = RightsBasis.objects.filter(link_id__in=list(link_ids), superseded_by=None, ended_at=None)
    for link_id, digest in rows.exclude(evidence__sha256="").values_list("link_id", "evidence__sha256"):
        if digest:
            found[link_id] = (*found.get(link_id, ()), digest)
    return found


def links_of_copies(content_keys: Collection[str], table: Table) -> dict[str, list[WatchLink]]:
    """The links to each of these copies, by its content key: also those to another file of the same item, where its
    host has several. One query for 10,000 keys; host, channel and title are at hand.
    """
    items = {key: compare_key(key, table) for key in content_keys}
    wanted = set(items.values())
    hashes = [key_hash(key) for key in {*items, *wanted}]
    by_item: dict[str, list[WatchLink]] = defaultdict(list)
    for start in range(0, len(hashes), PORTION):
        portion = hashes[start : start + PORTION]
        rows = WatchLink.objects.filter(Q(content_key_hash__in=portion) | Q(item_hash__in=portion))
        for link in rows.select_related("host", "channel", "title").order_by("pk"):
            item = compare_key(link.content_key, table)
            if item in wanted and link not in by_item[item]:
                by_item[item].append(link)
    return {key: by_item.get(item, []) for key, item in items.items()}


def marks_of_case(case: str) -> list[StayDown]:
    """The marks that a case has laid and that hold. One query."""
    return list(StayDown.objects.filter(case=case, lifted_at__isnull=True).exclude(case="").order_by("pk"))


def near_marks(case: str, links: Sequence[WatchLink]) -> list[str]:
    """The public ids of marks by title or name that a case has laid for links alone, not for others that it keeps down.
    Two queries, eight more where there are any."""
    rows = list(StayDown.objects.filter(case=case, lifted_at__isnull=True, known__in=sorted(NARROW)).exclude(case=""))
    if not rows:
        return []
    titles = {link.title_id for link in links}
    others = WatchLink.objects.filter(mark__case=case, mark__lifted_at__isnull=True, title__in=titles)
    others = others.exclude(pk__in=[link.pk for link in links])
    gone, kept = _near_signs(links), _near_signs(others.select_related("host", "channel"))
    return [row.public_id for row in rows if row.sign in gone - kept]


def _near_signs(links: Iterable[WatchLink]) -> set[Sign]:
    return {sign for traits in traits_of_links(links) for sign in signs_of(traits) if sign.known in NARROW}


def proposed_at(
    domain: str, *, without: QuerySet[Any, Any], only: User | None = None
) -> Iterator[tuple[int, str, str]]:  # fmt: skip
    """The links at a domain, and at those under it, that people had proposed and that stand: row id of the person,
    public id, name of the title. `without`: row ids of links that are left out; `only`: those of one person. One query.
    """
    rows = WatchLink.objects.filter(_at_domain(domain), removed_at=None, submitted_by__isnull=False)
    if only is not None:
        rows = rows.filter(submitted_by=only)
    found = rows.exclude(pk__in=without).order_by("submitted_by", "pk")
    for person, link_id, name, address in found.values_list(
        "submitted_by", "public_id", "title__name", "canonical_url"
    ).iterator():
        if f".{domain_of(address)}".endswith(f".{domain}"):  # not only somewhere in the address
            yield person, link_id, name


def _at_domain(domain: str) -> Q:
    """That an address is at a domain, or at one under it."""
    own = Q(canonical_url__startswith=f"https://{domain}/") | Q(canonical_url=f"https://{domain}")
    return own | Q(canonical_url__contains=f".{domain}/")


def links_reached(known: Known, text: str) -> list[int]:
    """The row ids of links that a mark on a channel, uploader, host or title at a host reaches. One query."""
    if known is Known.UPLOADER:
        found = WatchLink.objects.filter(uploader_hash=text).exclude(uploader_hash="")
    elif known is Known.CHANNEL:
        host, _slash, channel = text.partition("/")
        found = WatchLink.objects.filter(host__slug=host, channel__key=channel)
    elif known is Known.TITLE_AT_HOST:
        title, _at, host = text.partition("@")
        found = WatchLink.objects.filter(title=int(title), host__slug=host)
    elif known is Known.HOST:
        found = WatchLink.objects.filter(_at_domain(text))
    else:
        return []
    return list(found.values_list("pk", flat=True))
