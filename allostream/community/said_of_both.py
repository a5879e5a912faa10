"""What people said of two works or two links that become one: sums are added, and a fault is one fault."""

from typing import Any

from allostream.catalogue.attached import Attached, Pairs
from allostream.catalogue.journal import Journal
from allostream.community.confirming import show_soon
from allostream.community.models import Demand, Fault, QualitySum, Report, VoiceWeek
from allostream.community.reporting_rules import State


def _summed(model: Any, *columns: str) -> Any:
    """How sums of one table are added."""

    def add(pairs: Pairs, journal: Journal) -> None:
        rows = model._default_manager.in_bulk([pk for pair in pairs for pk in pair])
        for gone, kept in pairs:
            journal.add(rows[kept], {column: getattr(rows[gone], column) for column in columns})

    return add


def _add_voices(pairs: Pairs, journal: Journal) -> None:
    _summed(VoiceWeek, "works", "fails")(pairs, journal)
    rows = VoiceWeek.objects.select_related("link").in_bulk([pk for pair in pairs for pk in pair])
    for gone, kept in pairs:
        told: dict[str, Any] = {}
        for column in ("works_on", "fails_on"):
            days = [day for day in (getattr(rows[gone], column), getattr(rows[kept], column)) if day]
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
    Attached("community.demand", "title", on_conflict=_summed(Demand, "people")),
    Attached("community.voiceweek", "link", on_conflict=_add_voices),
    Attached("community.qualitysum", "link", on_conflict=_summed(QualitySum, "votes")),
    Attached("community.fault", "link", on_conflict=_join_faults),
)
