"""Every write of looks at links: which are enrolled, which a worker takes, and what it saw."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet

from allostream.audit.rules import Actor
from allostream.catalogue.models import Name, Title
from allostream.checks.models import HostFreshness, LinkCheck
from allostream.checks.portion_rules import Outcomes
from allostream.checks.rules import Finding, History, Seen, after
from allostream.checks.schedule_rules import WEEKLY, first_look, next_look
from allostream.checks.targets import Target
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject
from allostream.hosts.models import Host
from allostream.lib import clock
from allostream.lib.names import folded
from allostream.links.checked import Look, held, record_looks
from allostream.links.models import ShownLink, WatchLink
from allostream.links.rules import Form, Health

CHECKER = Actor.system("link-check")
LEASE = timedelta(minutes=10)  # a portion takes less, by its limits of time
NOT_AGAIN = timedelta(hours=6)  # what people say brings no second look sooner
RESTING = timedelta(days=30)  # a link that was taken off the pages is not asked for; it may come back
ENROLLED_AT_ONCE = 2000
AT_ONE_HOST = 60  # links in one portion: what its pace lets through while the portion lasts
NAMES = 40  # of one work: some have hundreds
POPULAR = 5000  # titles whose links are looked at daily
WORKING = (Health.OK, Health.GEO, Health.LOGIN, Health.EMBED_REFUSED)


def enrol(after_link: int) -> int:
    """Give the next links behind a row id a first time to be looked at; returns the last id seen.

    A link that a person proposed is looked at at once, one of a list within the week. Three queries.
    """
    now = clock.now()
    links = WatchLink.objects.filter(pk__gt=after_link, removed_at__isnull=True).order_by("pk")
    rows = list(links.values_list("pk", "host_id", "submitted_by", "look")[:ENROLLED_AT_ONCE])
    new = [
        LinkCheck(link_id=pk, host_id=host, due_at=first_look(now, pk, at_once=submitter is not None))
        for pk, host, submitter, look in rows
        if look is None
    ]
    LinkCheck.objects.bulk_create(new, ignore_conflicts=True)
    return rows[-1][0] if rows else after_link


def enrol_these(links: Sequence[int]) -> None:
    """Enrol links that somebody wants looked at now, by their row ids; those that are enrolled stay as they are."""
    now = clock.now()
    hosts = WatchLink.objects.filter(pk__in=links).values_list("pk", "host_id")
    new = [LinkCheck(link_id=pk, host_id=host, due_at=now) for pk, host in hosts]
    LinkCheck.objects.bulk_create(new, ignore_conflicts=True)


def note_missed(links: Sequence[int]) -> None:
    """Count a reply of their hosts that had these links no more as one look that missed them, by their row ids."""
    enrol_these(links)
    record({link: Finding(Seen.MISSING, "host-says-gone") for link in links})


def look_earlier(links: Sequence[int]) -> int:
    """Have links looked at now, by their row ids, since people doubt them; returns how many were put forward.

    None that was looked at within NOT_AGAIN: whoever says again and again that a link fails must not have us trouble
    its host. Three queries.
    """
    now = clock.now()
    enrol_these(links)
    waiting = LinkCheck.objects.filter(link__in=list(links), due_at__gt=now)
    return waiting.filter(Q(asked_at__isnull=True) | Q(asked_at__lt=now - NOT_AGAIN)).update(due_at=now)


def take(limit: int) -> list[Target]:
    """Take links that are due, fairly over hosts, and move them on, so that no other worker takes them meanwhile.

    One query for each host that is listed, five more. A link taken off the pages is put off and not returned.
    """
    now = clock.now()
    with transaction.atomic():
        ids = _due(limit, now)
        LinkCheck.objects.filter(pk__in=ids).update(due_at=now + LEASE)
        links = WatchLink.objects.filter(pk__in=ids)
        shown = list(links.filter(removed_at__isnull=True, withdrawn_at__isnull=True).select_related("title", "host"))
        off = set(ids).difference(link.pk for link in shown)
        LinkCheck.objects.filter(pk__in=off).update(due_at=now + RESTING)
    return targets_of(shown)


def _due(limit: int, now: datetime) -> list[int]:
    """The ids of links that are due: the same share for each host, and what is left for those with more."""
    hosts = list(Host.objects.order_by("pk").values_list("pk", flat=True))
    due = {host: _due_at(host, min(limit, AT_ONE_HOST), now) for host in hosts}
    due = {host: ids for host, ids in due.items() if ids}
    found: list[int] = []
    for left, (_host, ids) in enumerate(sorted(due.items(), key=lambda item: len(item[1]))):
        found += ids[: max(1, (limit - len(found)) // (len(due) - left))]
    return found[:limit]


def _due_at(host: int, limit: int, now: datetime) -> list[int]:
    rows: QuerySet[LinkCheck] = LinkCheck.objects.filter(host=host, due_at__lte=now).order_by("due_at")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return list(rows.values_list("pk", flat=True)[:limit])


def targets_of(links: Sequence[WatchLink]) -> list[Target]:
    """Links as a probe needs them, with all names of their works; titles and hosts are read with them. One query."""
    named: dict[tuple[str, int], list[str]] = defaultdict(list)
    about = Q(title__in={link.title_id for link in links}) | Q(episode__in={link.episode_id for link in links} - {None})
    for title, episode, name in Name.objects.filter(about).values_list("title", "episode", "folded"):
        named[("title", title) if title else ("episode", episode)].append(name)
    return [
        Target(
            link.pk, link.content_key, link.canonical_url, is_file=link.form == Form.FILE,
            in_frame=link.form == Form.EMBED and link.host.embed != Host.Embed.NEVER,
            names=_longest_first(named, link),
        )
        for link in links
    ]  # fmt: skip


def _longest_first(named: Mapping[tuple[str, int], list[str]], link: WatchLink) -> tuple[str, ...]:
    found = {folded(link.title.name), *named.get(("title", link.title_id), ())}
    found.update(named.get(("episode", link.episode_id or 0), ()))
    return tuple(sorted(filter(None, found), key=lambda name: (-len(name), name))[:NAMES])


def record(found: Mapping[int, Finding], *, by: Actor = CHECKER, latest: Outcomes | None = None) -> int:
    """Write what was found of links, by their ids: their states, and when each is looked at next.

    One transaction, one audit entry. Links that somebody is changing at this moment are left: they are due again when
    the lease ends. `latest` remembers looks from one portion to the next. Returns how many states turned.
    """
    now, latest = clock.now(), latest or Outcomes()
    popular = popular_from()
    with transaction.atomic():
        health = {link.pk: Health(link.health) for link in held(found)}
        fame = dict(WatchLink.objects.filter(pk__in=health).values_list("pk", "title__popularity"))
        rows = list(LinkCheck.objects.filter(pk__in=health).order_by("pk"))
        findings = _but_for_whole_hosts(rows, found, health, latest, now)
        checks, looks = [], []
        for check in rows:
            finding = findings[check.pk]
            history = after(_history(check, health[check.pk]), finding.seen, now)
            is_popular = fame[check.pk] >= popular
            checks.append(_renewed(check, history, finding, now, is_popular))
            if finding.seen is not Seen.NOT_ASKED:
                looks.append(Look(check.pk, now, history.health, finding.reason))
        LinkCheck.objects.bulk_create(
            checks, update_conflicts=True, unique_fields=["link"], batch_size=500,
            update_fields=["due_at", "seen", "reason", "asked_at", "told_at", "missed_since", "trouble_since", "looks"],
        )  # fmt: skip
        return record_looks(looks, by=by) if looks else 0


def _but_for_whole_hosts(
    rows: Sequence[LinkCheck], found: Mapping[int, Finding], health: Mapping[int, Health], latest: Outcomes,
    now: datetime,
) -> dict[int, Finding]:  # fmt: skip
    """What was found, but that nothing is missed at a host where everything that worked is missed at once."""
    for check in rows:
        if health[check.pk] in WORKING:
            latest.add(check.host_id, now, found[check.pk].seen)
    whole = latest.gone_as_a_whole((check.host_id for check in rows), now)
    return {
        check.pk: Finding(Seen.ODD, "whole-host")
        if found[check.pk].seen is Seen.MISSING and check.host_id in whole
        else found[check.pk]
        for check in rows
    }


def _history(check: LinkCheck, health: Health) -> History:
    return History(health, check.missed_since, check.trouble_since, check.looks)


def _renewed(check: LinkCheck, history: History, finding: Finding, now: datetime, is_popular: bool) -> LinkCheck:
    check.due_at = next_look(history, finding, now, check.pk, is_popular=is_popular)
    if finding.seen is not Seen.NOT_ASKED:
        check.seen, check.asked_at = finding.seen.value, now
        if finding.seen not in {Seen.TROUBLE, Seen.KEPT_OUT}:
            check.told_at = now
    check.reason = finding.reason[:40]
    check.missed_since, check.trouble_since, check.looks = history.missed_since, history.trouble_since, history.looks
    return check


def popular_from() -> int:
    """How popular a title must be for its links to be looked at daily. One query."""
    present = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True).order_by("-popularity", "id")
    last = present.values_list("popularity", flat=True)[POPULAR - 1 : POPULAR].first()
    return last or 1


def count_freshness() -> int:
    """Count anew how the shown links of each host stand; returns for how many hosts and countries.

    One query for each host: a host's rows are found by index. The pages are told only where a number changed.
    """
    now = clock.now()
    rows = [row for host in Host.objects.order_by("pk").values_list("pk", flat=True) for row in _count(host, now)]
    numbers = {(row.host_id, row.country, row.shown, row.working, row.asked, row.unsure) for row in rows}
    with transaction.atomic():
        before = set(HostFreshness.objects.values_list("host", "country", "shown", "working", "asked", "unsure"))
        if before != numbers:
            HostFreshness.objects.all().delete()
            HostFreshness.objects.bulk_create(rows)
            raise_stamp(Subject.HOSTS)
    return len(rows)


def _count(host: int, now: datetime) -> list[HostFreshness]:
    week = now - WEEKLY
    counted = (
        ShownLink.objects.filter(host=host)
        .order_by()
        .values("country")
        .annotate(
            shown=Count("pk"),
            working=Count("pk", filter=Q(link__health__in=WORKING)),
            asked=Count("pk", filter=Q(link__look__asked_at__gt=week)),
            unsure=Count("pk", filter=Q(link__health=Health.UNKNOWN)),
        )
    )
    return [HostFreshness(host_id=host, counted_at=now, **row) for row in counted]
