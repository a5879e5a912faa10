"""A missing notice is certain only after a look of our own at the title cards of an original print."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from allostream.rights.combining import overlaid
from allostream.rights.engine import evaluate
from allostream.rights.engine.facts import Notice, Source, UsFormalities
from allostream.rights.fact_reading import read
from allostream.rights.fact_values import Property
from tests.rights.worked import WORKS
from tests.rights.works import REFERENCE, TODAY


@dataclass(frozen=True)
class Said:
    """A fact in force."""

    name: Property
    raw: dict[str, Any]
    source: Source

    @property
    def value(self) -> Any:
        return read(self.name, self.raw)

    @property
    def property(self) -> Property:
        return self.name


@pytest.mark.parametrize(("work", "since"), [("T55", 1963), ("T56", 1968)])
def test_a_missing_notice_is_certain_only_after_a_look_of_our_own_at_a_print(work, since):
    bare = replace(WORKS[work], us=UsFormalities(notice=Notice.NONE, sources=(REFERENCE,)))
    look = Said(Property.TITLE_CARDS, {"on": "2026-06-01", "searched": "title cards of a release print"}, REFERENCE)
    looked = overlaid(bare, [Said(Property.NOTICE, {"code": "none"}, REFERENCE), look])

    said_so, seen = evaluate(bare, "US", TODAY), evaluate(looked, "US", TODAY)

    assert (said_so.status, said_so.confidence, said_so.doubts) == ("pd", "medium", ("no-own-search",))
    assert (seen.status, seen.confidence, seen.doubts, seen.since.year) == ("pd", "high", (), since)
    assert "title_cards" in {given.fact for given in seen.inputs}
    assert str(seen.changes_on) == "2028-06-01"  # a look grows old
    for country in ("FR", "DE"):
        assert evaluate(looked, country, TODAY).until == evaluate(bare, country, TODAY).until


@pytest.mark.parametrize("notice", [None, "valid", "unknown"])
def test_a_look_at_the_title_cards_alone_frees_nothing(notice):
    look = Said(Property.TITLE_CARDS, {"on": "2026-06-01", "searched": "a print"}, REFERENCE)
    told = [Said(Property.NOTICE, {"code": notice}, REFERENCE)] if notice else []
    bare = overlaid(replace(WORKS["T56"], us=UsFormalities()), told)

    assert evaluate(overlaid(bare, [*told, look]), "US", TODAY).status == evaluate(bare, "US", TODAY).status != "pd"
