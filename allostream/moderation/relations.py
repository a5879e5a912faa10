"""The worker counts relations and notes what they say of people, for moderators alone (Finding)."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Max, Q

from allostream.accounts.models import User
from allostream.community.models import EditVoice, RegroupingVoice, Submission
from allostream.lib import clock
from allostream.links.models import WatchLink
from allostream.moderation.models import Finding
from allostream.moderation.queue_rules import SUDDEN, Account, is_sleeper
from allostream.moderation.relation_rules import Found, feeders, rings
from allostream.rights.models import FactVoice

COUNTED_FOR = timedelta(days=365)
DAY = timedelta(days=1)


def find_relations() -> int:
    """Note what the numbers of the past year say that nobody has noted yet; how many. About ten queries, and a few
    writes for each new finding. What a moderator has settled stays settled."""
    made = 0
    for kind, found in ((Finding.Kind.FEEDER, _feeders()), (Finding.Kind.RING, _rings())):
        made += _note(kind, found)
    return made + _note(Finding.Kind.SLEEPER, _sleepers())


def _feeders() -> list[Found]:
    links = WatchLink.objects.filter(submitted_by__isnull=False, submitted_at__gte=clock.now() - COUNTED_FOR)
    # A listed channel is one of which many people bring much.
    rows = links.exclude(channel__stands="listed").values_list("submitted_by__public_id", "uploader_hash")
    return feeders({(person, uploader): number for person, uploader, number in rows.annotate(Count("pk")).order_by()})


def _rings() -> list[Found]:
    voices = FactVoice.objects.filter(is_for=True, at__gte=clock.now() - COUNTED_FOR, fact__stated_kind="person")
    counted: Counter[tuple[str, str]] = Counter()
    for by, whose, number in voices.values_list("by", "fact__stated_by").annotate(Count("pk")).order_by():
        counted[by, whose] += number
    edits = EditVoice.objects.filter(is_for=True, at__gte=clock.now() - COUNTED_FOR, edit__author__isnull=False)
    pairs = edits.values_list("person__public_id", "edit__author__public_id")
    for by, whose, number in pairs.annotate(Count("pk")).order_by():
        counted[by, whose] += number
    asked = RegroupingVoice.objects.filter(
        is_for=True, at__gte=clock.now() - COUNTED_FOR, regrouping__asked_kind="person"
    )  # fmt: skip
    of_requests = asked.values_list("person__public_id", "regrouping__asked_by")
    for by, whose, number in of_requests.annotate(Count("pk")).order_by():
        counted[by, whose] += number
    return rings(counted)


def _sleepers() -> list[Found]:
    now = clock.now()
    since = now - DAY
    lately = Submission.objects.filter(made_at__gte=since).values_list("person_id").annotate(number=Count("pk"))
    busy = dict(lately.filter(number__gte=SUDDEN).order_by())
    if not busy:
        return []
    before = Submission.objects.filter(person__in=busy, made_at__lt=since).values_list("person_id")
    last = dict(before.annotate(Max("made_at")).order_by())
    found = []
    for person in User.objects.filter(pk__in=busy):
        quiet = since - (last.get(person.pk) or person.joined_at)
        if is_sleeper(Account(is_new=False, last_before=quiet), busy[person.pk]):
            found.append(Found((person.public_id,), (("quiet", quiet.days), ("today", busy[person.pk]))))
    return found


def _note(kind: Finding.Kind, found: Iterable[Found]) -> int:
    made, now = 0, clock.now()
    for one in found:
        people = list(User.objects.filter(public_id__in=one.people))
        if len(people) < len(one.people):
            continue  # an account is gone
        key = ":".join(filter(None, (*one.people, one.other)))[:200]
        with transaction.atomic():
            row, is_new = Finding.objects.get_or_create(
                kind=kind, key=key, defaults={"reasons": dict(one.reasons), "found_at": now, "last_at": now}
            )
            if is_new:
                row.people.set(people)
                made += 1
            else:
                Finding.objects.filter(pk=row.pk).update(last_at=now)
    return made


def forget_findings() -> int:
    """Remove findings that were settled, or last held, more than a year ago; how many."""
    old = clock.now() - COUNTED_FOR
    return Finding.objects.filter(Q(settled_at__lt=old) | Q(last_at__lt=old)).delete()[0]
