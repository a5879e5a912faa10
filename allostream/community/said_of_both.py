"""What people said of two works or two links that become one: sums are added, and a fault is one fault."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from allostream.catalogue.attached import Attached
from allostream.catalogue.journal import Journal, Pairs
from allostream.community.confirming import show_soon
from allostream.community.models import Demand, Fault, QualitySum, QualityVote, Report, Voice, VoiceWeek, Wish
from allostream.community.reporting_rules import State


def _twice(votes: Any, on: str, place: Sequence[str], by: Sequence[str], goes: Mapping[int, int]) -> Counter[Any]:
    """How many votes on the one come from somebody who has voted on the other too, by some columns. Two queries.

    Their votes on the one stay with it: they count once.
    """
    of_others = votes.objects.filter(**{f"{on}__in": set(goes.values())})
    there = set(of_others.values_list(on, *place, "voter"))
    found: Counter[Any] = Counter()
    for vote in votes.objects.filter(**{f"{on}__in": list(goes)}):
        key = [getattr(vote, name) for name in (*place, "voter")]
        if (goes[getattr(vote, f"{on}_id")], *key) in there:
            found[tuple(getattr(vote, name) for name in by)] += 1
    return found


def _add_demand(pairs: Pairs, journal: Journal) -> None:
    rows = Demand.objects.in_bulk([pk for pair in pairs for pk in pair])
    goes = {rows[gone].title_id: rows[kept].title_id for gone, kept in pairs}
    place = ("country", "month")
    twice = _twice(Wish, "title", place, ("title_id", *place), goes)
    for gone, kept in pairs:
        row = rows[gone]
        journal.add(rows[kept], {"people": max(0, row.people - twice[row.title_id, row.country, row.month])})


def _add_grades(pairs: Pairs, journal: Journal) -> None:
    rows = QualitySum.objects.in_bulk([pk for pair in pairs for pk in pair])
    goes = {rows[gone].link_id: rows[kept].link_id for gone, kept in pairs}
    twice = _twice(QualityVote, "link", ("aspect", "week"), ("link_id", "aspect", "grade"), goes)
    for gone, kept in pairs:
        row = rows[gone]
        journal.add(rows[kept], {"votes": max(0, row.votes - twice[row.link_id, row.aspect, row.grade])})


def _add_voices(pairs: Pairs, journal: Journal) -> None:
    rows = VoiceWeek.objects.select_related("link").in_bulk([pk for pair in pairs for pk in pair])
    goes = {rows[gone].link_id: rows[kept].link_id for gone, kept in pairs}
    place = ("country", "week")
    twice = _twice(Voice, "link", place, ("link_id", *place, "works"), goes)
    for gone, kept in pairs:
        row = rows[gone]
        at = row.link_id, row.country, row.week
        works, fails = row.works - twice[*at, True], row.fails - twice[*at, False]
        journal.add(rows[kept], {"works": max(0, works), "fails": max(0, fails)})
        told: dict[str, Any] = {}
        for column in ("works_on", "fails_on"):
            days = [day for day in (getattr(row, column), getattr(rows[kept], column)) if day]
            told[column] = max(days, default=None)
        journal.change(rows[kept], told)
        if not journal.is_trial:
            show_soon(rows[kept].link.title_id)


def _join_faults(pairs: Pairs, journal: Journal) -> None:
    """Let the reports of a fault that both have go to the one, so that whoever made them gets its answer."""
    rows = Fault.objects.in_bulk([pk for pair in pairs for pk in pair])
    for gone, kept in pairs:
        reports = Report.objects.filter(fault=gone).values_list("pk", flat=True)
        journal.move(Report, "fault", gone, kept, reports)
        journal.add(rows[kept], {"people": rows[gone].people, "urgency": rows[gone].urgency})
        # Nobody waits for it any more: its reports are answered with the other.
        journal.change(rows[gone], {"state": State.ACCEPTED.value, "people": 0})


ATTACHED = (
    Attached("community.demand", "title", on_conflict=_add_demand),
    Attached("community.voiceweek", "link", on_conflict=_add_voices),
    Attached("community.qualitysum", "link", on_conflict=_add_grades),
    Attached("community.fault", "link", on_conflict=_join_faults),
)
