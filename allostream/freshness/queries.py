"""Reads of stamps. allostream.catalogue.state reads them beside the version of a title, for every request."""

from collections.abc import Collection

from django.db.models import Sum

from allostream.freshness.models import Stamp
from allostream.freshness.rules import Subject


def stamps(subjects: Collection[Subject] = tuple(Subject)) -> dict[Subject, int]:
    """The stamps of subjects as they are committed at this moment, 0 for one that never rose. One query."""
    parts = Stamp.objects.filter(subject__in=list(subjects)).values_list("subject")
    sums = dict(parts.annotate(total=Sum("value")).order_by())
    return {subject: sums.get(subject.value) or 0 for subject in subjects}
