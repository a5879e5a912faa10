"""Which links the addresses of a message mean, and on what right each rests. Reads; nothing is written.

The same look is the preview of the form, the answer of the interface, and what is acted on.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from allostream.catalogue.models import Title, TitleFace
from allostream.hosts.identity import Table
from allostream.hosts.queries import address_table
from allostream.links.models import WatchLink
from allostream.links.queries.marks import links_of_copies
from allostream.links.queries.offers import NO_PARTS, AnswerRow, answer_rows, answers_of_parts, standing
from allostream.links.rules import Basis, Status
from allostream.rights_desk.case_rules import ItemState, Match, Protection
from allostream.rights_desk.matching_rules import Named, match_of, may_name_page, named, protection_of
from allostream.sites.queries import all_sites


@dataclass(frozen=True)
class Asked:
    """An address as it is said; `target`: where it leads to, where both are given."""

    text: str
    target: str = ""
    not_meant: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundLink:
    """A link that an address means. `rests_on`: the right on which it rests, for the sender to see."""

    link: WatchLink
    match: Match
    protection: Protection | None
    rests_on: Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """What an address means. `state`: what becomes of it at once where the message is complete: RECEIVED stands for a
    match that would be suspended."""

    named: Named
    state: ItemState
    match: Match | None = None
    links: tuple[FoundLink, ...] = ()
    title: Title | None = None

    @property
    def content_key(self) -> str:
        """The content key of an address elsewhere; "" for one of ours or none."""
        return "" if self.named.is_ours or self.named.found is None else self.named.found.content_key


@dataclass
class _Known:
    """What was looked up for many addresses at once."""

    by_id: dict[str, WatchLink] = field(default_factory=dict)
    by_key: dict[str, list[WatchLink]] = field(default_factory=dict)
    titles: dict[str, Title] = field(default_factory=dict)
    of_title: dict[int, list[WatchLink]] = field(default_factory=lambda: defaultdict(list))


def own_domains() -> frozenset[str]:
    """The host names of all sites. One query."""
    return frozenset(site.domain.lower() for site in all_sites())


def look_up(asked: Sequence[Asked], *, is_flagger: bool = False) -> list[Found]:
    """What each address means, in their order. Nine queries at most for any number up to 10,000."""
    table, own = address_table(), own_domains()
    several = [_both(one, own, table) for one in asked]
    known = _look_up([named for pair in several for named in pair])
    found = [
        _found(one, pair, known, is_flagger=is_flagger) for one, pair in zip(asked, several, strict=True)
    ]  # fmt: skip
    return _with_rights(found)


def _both(one: Asked, own: Collection[str], table: Table) -> tuple[Named, ...]:
    """What the address names, and where both are given, where it leads to."""
    texts = (one.text, one.target) if one.target else (one.text,)
    return tuple(named(text, own, table) for text in texts)


def _look_up(several: Sequence[Named]) -> _Known:
    known = _Known()
    ids = {one for named in several for one in named.ids}
    slugs = {slug for named in several for slug in named.slugs}
    keys = {named.found.content_key for named in several if named.found and not named.is_ours and not named.is_place}
    if keys:
        known.by_key = links_of_copies(keys, address_table())
    if ids:
        links = WatchLink.objects.filter(public_id__in=ids).select_related("host", "channel", "title")
        known.by_id = {link.public_id: link for link in links}
    if ids or slugs:
        known.titles = _titles(ids - known.by_id.keys(), slugs)
        rows = WatchLink.objects.filter(title__in={title.pk for title in known.titles.values()}, removed_at=None)
        for link in rows.select_related("host", "channel", "title").order_by("pk"):
            known.of_title[link.title_id].append(link)
    return known


def _titles(ids: Collection[str], slugs: Collection[str]) -> dict[str, Title]:
    """Titles by public id and by the words of their addresses. Two queries at most."""
    found: dict[str, Title] = {}
    if ids:
        found = {title.public_id: title for title in Title.objects.filter(public_id__in=list(ids))}
    if slugs:
        faces = TitleFace.objects.filter(slug__in=list(slugs)).select_related("title").order_by("pk")
        found |= {face.slug: face.title for face in faces}
    return found


def _found(asked: Asked, pair: tuple[Named, ...], known: _Known, *, is_flagger: bool) -> Found:
    """What one address means; where its target is given too, that one counts if the address itself names no link."""
    several = [_of_one(named, known, is_flagger=is_flagger) for named in pair]
    best = next((found for found in several if found.links), several[0])
    meant = tuple(one for one in best.links if one.link.public_id not in asked.not_meant)
    if len(meant) != len(best.links):
        return Found(best.named, best.state if meant else ItemState.RETRACTED, best.match, meant, best.title)
    return best


def _of_one(named: Named, known: _Known, *, is_flagger: bool) -> Found:
    if named.found is None:
        return Found(named, ItemState.INVALID_URL)
    if named.is_ours:
        return _of_ours(named, known, is_flagger=is_flagger)
    if named.is_place:
        return Found(named, ItemState.AMBIGUOUS, Match.PLACE)
    key = named.found.content_key
    rows = known.by_key.get(key, [])
    if not rows:
        return Found(named, ItemState.NOT_OURS)
    links = [(link, match_of(link.content_key, key, "key" if link.content_key == key else "item")) for link in rows]
    return _matched(named, links)


def _of_ours(named: Named, known: _Known, *, is_flagger: bool) -> Found:
    """An address of ours: a link by its id, else the page of a title."""
    own = [known.by_id[one] for one in named.ids if one in known.by_id]
    if own:
        return _matched(named, [(link, Match.OWN_LINK) for link in own])
    title = next((known.titles[one] for one in (*named.ids, *named.slugs) if one in known.titles), None)
    if title is None:
        return Found(named, ItemState.AMBIGUOUS if named.is_place else ItemState.NOT_FOUND)
    links = [link for link in known.of_title[title.pk] if link.withdrawn_at is None and link.basis == Basis.WORK]
    found = _matched(named, [(link, Match.OWN_PAGE) for link in links], title)
    if may_name_page(len(links), is_flagger=is_flagger):
        return found
    return Found(named, ItemState.AMBIGUOUS, Match.OWN_PAGE, found.links, title)


def _matched(named: Named, links: Sequence[tuple[WatchLink, Match]], title: Title | None = None) -> Found:
    rows = tuple(FoundLink(link, match, None, {}) for link, match in links)
    if not rows:
        return Found(named, ItemState.AMBIGUOUS, Match.OWN_PAGE, (), title)
    is_gone = all(link.withdrawn_at or link.removed_at for link, _match in links)
    return Found(named, ItemState.ALREADY_REMOVED if is_gone else ItemState.RECEIVED, rows[0].match, rows, title)


def _with_rights(several: Sequence[Found]) -> list[Found]:
    """The same, each link with the right it rests on. Two queries."""
    titles = {one.link.title_id for found in several for one in found.links}
    if not titles:
        return list(several)
    answers, parts = answer_rows(titles), answers_of_parts(titles)

    def told(one: FoundLink) -> FoundLink:
        of_link = parts.get(one.link.title_id, NO_PARTS).answers(one.link, answers[one.link.title_id])
        return _told(one, of_link)

    return [Found(one.named, one.state, one.match, tuple(map(told, one.links)), one.title) for one in several]


def _told(one: FoundLink, answers: Iterable[AnswerRow]) -> FoundLink:
    rows = list(answers)
    state = standing(one.link, rows)
    protection = protection_of(state, ((row.status, row.kind) for row in rows))
    return FoundLink(one.link, one.match, protection, rests_on(one.link, rows))


def rests_on(link: WatchLink, answers: Iterable[AnswerRow]) -> dict[str, Any]:
    """On what right a link rests, in short: a code of a basis, its holder, the licence, or where its work is free."""
    if link.granted:
        kept = ("code", "holder", "licence", "licence_uri", "territory", "has_evidence")
        return {"by": "granted", **{name: link.granted[name] for name in kept if link.granted.get(name)}}
    if link.basis == Basis.PROVIDER:
        return {"by": "provider", "host": link.host.name, "channel": link.channel.name if link.channel else ""}
    free = [row for row in answers if row.status in (Status.PD, Status.OPEN_LICENCE)]
    return {
        "by": "work", "free_in": [row.country for row in free], "rules": sorted({row.rule for row in free}),
        "licence": next((row.licence for row in free if row.licence), ""),
        "decided": sorted({str(row.kind) for row in free}),
    }  # fmt: skip
