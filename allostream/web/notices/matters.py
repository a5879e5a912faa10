"""What a notice can be about, and what is asked for each: the merged needs of the laws that sites work under.

Sources: Regulation (EU) 2022/2065, articles 9, 10 and 16(2); 17 U.S.C. 512(c)(3)(A); for France loi n° 2004-575 as
recast in 2024, which leaves the contents of a notice to the regulation.
"""

from collections.abc import Mapping
from enum import StrEnum


class Matter(StrEnum):
    """The subject of a notice: each has its own form, and its own way through the desk."""

    COPYRIGHT = "copyright"
    TRADEMARK = "trademark"
    PRIVACY = "privacy"
    OTHER = "other"
    ORDER = "order"


class RightKind(StrEnum):
    """The right in a film or series that is said to be infringed."""

    COPYRIGHT = "copyright"
    PRODUCER = "producer"
    PERFORMER = "performer"
    BROADCASTER = "broadcaster"
    CIRCUMVENTION = "circumvention"


class OrderKind(StrEnum):
    """What an authority orders; the value is the article."""

    ACT = "9"
    INFORM = "10"
    BLOCK = "L331-27"
    MEASURE = "L336-2"


WHO = ("notifier_kind", "name", "email")
# Fields in the order of the form, by matter.
FIELDS: Mapping[Matter, tuple[str, ...]] = {
    Matter.COPYRIGHT: (
        "works", "originals", "addresses", "file", "right_kind", "explanation", "territories", "exceptions",
        "exceptions_said", "capacity", *WHO, "holder", "postal", "phone", "reference", "us_law", "good_faith",
        "accuracy", "perjury", "signature",
    ),
    Matter.TRADEMARK: (
        "works", "addresses", "file", "explanation", "territories", *WHO, "holder", "reference", "good_faith",
        "accuracy", "signature",
    ),
    Matter.PRIVACY: ("addresses", "file", "explanation", *WHO, "accuracy", "signature"),
    Matter.OTHER: ("addresses", "file", "explanation", "territories", *WHO, "accuracy", "signature"),
    Matter.ORDER: (
        "order_kind", "authority", "legal_basis", "redress", "explanation", "territories", "ends_on", "gag_until",
        "addresses", "file", "name", "email", "phone", "reference", "signature",
    ),
}  # fmt: skip
# Needed of everybody but whoever gives a hint, who may stay unnamed (recital 50).
NEEDED: Mapping[Matter, frozenset[str]] = {
    Matter.COPYRIGHT: frozenset({
        "works", "explanation", "right_kind", "capacity", *WHO, "good_faith", "accuracy", "signature",
    }),
    Matter.TRADEMARK: frozenset({"works", "explanation", *WHO, "good_faith", "accuracy", "signature"}),
    Matter.PRIVACY: frozenset({"explanation", "name", "email", "accuracy", "signature"}),
    Matter.OTHER: frozenset({"explanation", "name", "email", "accuracy"}),
    Matter.ORDER: frozenset({"order_kind", "authority", "legal_basis", "explanation", "name", "email"}),
}  # fmt: skip
OF_HINT = frozenset({"explanation"})
