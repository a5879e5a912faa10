"""Every write of voices on links: works here, not here, and how good it is. Nobody needs an account for them.

A voice never hides a link. Where several doubt it, its host is asked before its turn; what the host tells, decides.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from allostream.audit import actions as audit
from allostream.checks.actions import look_earlier
from allostream.community.confirming_queries import said_of_title, week_in
from allostream.community.confirming_rules import Aspect, Grade, Week, is_doubted
from allostream.community.models import QualitySum, QualityVote, Voice, VoiceWeek
from allostream.community.voter_rules import week_of
from allostream.community.voters import READER, forget_salts, marks_of
from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.links.models import WatchLink
from allostream.links.said import show_said
from allostream.outbox import actions as outbox

# A title's page is made anew for voices at most so often, however many there are.
SHOWN_EVERY = timedelta(minutes=10)
SHOW_SAID = "community.show-said"


def say_whether_it_works(link_id: str, country: str, *, works: bool, who: str, site: str = "") -> Week:
    """Count one voice on a link in a country; a person's second one in a week takes the place of the first.

    `who` is what tells people apart: it is hashed, never kept, and the audit names nobody. Returns what the week has
    come to. Raises NotFound.
    """
    today = clock.now().date()
    week = week_of(today)
    with transaction.atomic():
        link = _link(link_id)
        marks = marks_of(who, f"works {link_id} {country}", week)
        place: dict[str, Any] = {"link": link, "country": country, "week": week}
        VoiceWeek.objects.get_or_create(**place)
        told = VoiceWeek.objects.select_for_update().get(**place)
        earlier = Voice.objects.filter(**place, voter__in=marks.all).first()
        if earlier is None:
            Voice.objects.create(**place, voter=marks.today, works=works)
        elif earlier.works != works:
            Voice.objects.filter(pk=earlier.pk).update(works=works)
        _count(told, today, works=works, was=earlier.works if earlier else None)
        audit.record(
            "link.voice", by=READER, subject_kind="link", subject_id=link_id, site=site,
            after={"country": country, "works": works},
        )  # fmt: skip
        found = week_in(told)
        if not works and is_doubted(found):
            look_earlier([link.pk])
        show_soon(link.title_id)
    return found


def _count(told: VoiceWeek, today: date, *, works: bool, was: bool | None) -> None:
    """Add a voice to the sum of its week, in the place of what the same person said before."""
    if was is None or was != works:
        told.works += (1 if works else 0) - (1 if was is True else 0)
        told.fails += (0 if works else 1) - (1 if was is False else 0)
    if works:
        told.works_on = today
    else:
        told.fails_on = today
    told.save(update_fields=["works", "fails", "works_on", "fails_on"])


def grade(link_id: str, grades: dict[Aspect, Grade], *, who: str, site: str = "") -> None:
    """Count how good somebody finds a copy; in one week each person has one vote on an aspect. Raises NotFound."""
    week = week_of(clock.now().date())
    with transaction.atomic():
        link = _link(link_id, locked=True)
        marks = marks_of(who, f"quality {link_id}", week)
        for aspect, given in sorted(grades.items()):
            place: dict[str, Any] = {"link": link, "aspect": aspect, "week": week}
            earlier = QualityVote.objects.filter(**place, voter__in=marks.all).first()
            if earlier is None:
                QualityVote.objects.create(**place, voter=marks.today, grade=given)
            else:
                _add(link, aspect, Grade(earlier.grade), -1)
                QualityVote.objects.filter(pk=earlier.pk).update(grade=given)
            _add(link, aspect, given, 1)
        audit.record(
            "link.grade", by=READER, subject_kind="link", subject_id=link_id, site=site,
            after={aspect.value: int(given) for aspect, given in grades.items()},
        )  # fmt: skip


def _add(link: WatchLink, aspect: Aspect, given: Grade, votes: int) -> None:
    place: dict[str, Any] = {"link": link, "aspect": aspect, "grade": given}
    QualitySum.objects.get_or_create(**place)
    QualitySum.objects.filter(**place).update(votes=F("votes") + votes)


def _link(link_id: str, *, locked: bool = False) -> WatchLink:
    """The link, kept from being graded twice at once where it is locked. Raises NotFound."""
    links = WatchLink.objects.filter(public_id=link_id, removed_at__isnull=True, withdrawn_at__isnull=True)
    link = (links.select_for_update(no_key=True) if locked else links).first()
    if link is None:
        raise NotFound
    return link


def show_soon(title_id: int) -> None:
    """Have the title's page tell of new voices in a while: many that come meanwhile are told of at once."""
    outbox.post(SHOW_SAID, {"title": title_id}, unique_key=str(title_id), due_at=clock.now() + SHOWN_EVERY)


def show_voices(title_id: int) -> int:
    """Show on the page of a title what people say of its links; returns for how many that is another than before.

    Three queries, and the writes of `links.said`.
    """
    with transaction.atomic():
        return show_said(title_id, said_of_title(title_id, clock.now().date()))


def forget_voices() -> int:
    """Delete single voices of weeks that are over, and salts that nobody needs; the sums stay. Returns how many voices.

    Not in the audit: what goes is what no page shows.
    """
    week = week_of(clock.now().date())
    forgotten = Voice.objects.filter(week__lt=week).delete()[0] + QualityVote.objects.filter(week__lt=week).delete()[0]
    forget_salts()
    return forgotten
