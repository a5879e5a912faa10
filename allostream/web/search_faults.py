"""What of a query cannot be understood, as sentences with the way to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from allostream.search.asked import Asked, Fault

# A query with one of these is answered all the same: what it finds is what was asked for.
HARMLESS = frozenset({"too-long", "nothing-to-search"})


@dataclass(frozen=True)
class Told:
    """A fault in words, and the query as it was probably meant, "" when nobody can tell."""

    sentence: str
    meant: str = ""


def told_faults(asked: Asked) -> Sequence[Told]:
    """The faults of a query in the active language."""
    return [
        Told(_sentence(fault), _mended(asked.text, fault))
        for fault in asked.faults
        if fault.code != "nothing-to-search"
    ]


def is_answerable(asked: Asked) -> bool:
    """Whether what the query finds is what was asked for."""
    return all(fault.code in HARMLESS for fault in asked.faults)


def _sentence(fault: Fault) -> str:
    given = {"given": fault.given}
    return {
        "unknown-field": gettext("There is no filter “%(given)s”."),
        "unknown-value": gettext("“%(given)s” is no value of this filter."),
        "no-value": gettext("“%(given)s:” needs a value right behind the colon."),
        "no-such-filter": gettext("Nothing can be narrowed by “%(given)s” here."),
        "bad-range": gettext("“%(given)s” is no number and no range: write it as 1920..1930, >1950 or <60."),
        "cannot-exclude": gettext("“%(given)s” asks for several things at once, which cannot be left out together."),
        "cannot-combine": gettext("“%(given)s” names things that cannot be alternatives: ask for one of them."),
        "bad-identifier": gettext("“%(given)s” is no number of that catalogue: a character is wrong or missing."),
        "too-long": gettext("Only the beginning was searched for: the rest is too long."),
    }[fault.code] % given


def _mended(text: str, fault: Fault) -> str:
    """The query with the nearest right thing in the place of the wrong one."""
    if not fault.nearest or not fault.given:
        return ""
    part = text[fault.start : fault.end].replace(fault.given, fault.nearest, 1)
    return text[: fault.start] + part + text[fault.end :]
