"""Real films whose answers were worked out by hand, in every country for which something was said of them."""

from datetime import date

import pytest

from allostream.rights.engine import evaluate
from allostream.rights.engine.answers import Answer, Status
from tests.rights.worked import WORKS
from tests.rights.works import TODAY

# What is asked: a work, a country, and the answer: "pd", "pd 2009" (free since that year), "until 2038", "?", "open".
TABLE = """
T01   US pd | FR pd 2009 | DE pd 2009
T01 restored  US ? | FR ? | DE ? | CH ? | JP ?
T02   US pd | FR pd 2025 | DE pd 2025
T03   US pd | FR pd | DE pd 2012
T05   US pd | FR until 2038 | DE until 2038 | CH until 2038
T06   US pd | FR ? 2040 | DE ? 2040
T08   US pd | FR until 2038 | DE until 2038 | CH until 2029
T09   US pd | FR pd 2019 | DE pd 2019
T11   US pd | FR medium 2025 | DE medium 2025 | CH pd
T13   US pd 1997 | FR ? | DE until 2047 | GB until 2047 | JP medium 2016
T15   US pd | FR pd 2020 | DE pd 2020 | GB pd 2020
T15 restored  FR ? | DE ? | GB ? | US ?
T17   US pd 2019 | FR pd 2019 | DE until 2062
T18   US pd 2021 | FR medium | DE medium
T19   US pd 2021 | FR ? | DE until 2047
T19 of 1942   US until 2037 | DE until 2047
T22   US pd 2022 | FR pd 2022 | DE until 2036
T23   US pd 2023 | FR until 2046 | DE until 2046 | CH until 2046 | BR pd | CN pd | IN pd | ZA pd
T24   US pd 2023 | FR ? | DE ? | CH pd
T25   US pd 2023 | FR until 2050 | DE until 2050 | GB until 2050
T27   US pd 2024 | FR until 2048 | DE until 2048
T28   US pd 2025 | FR until 2059 | DE until 2059
T30   US pd 2026 | FR pd 2005 | DE pd
T31   US pd 2026 | FR until 2047 | DE until 2047
T32   US pd 2026 | FR ? 2041 | DE until 2065
T33   US until 2026 | FR until 2046 | DE until 2046
T36   US until 2028 | FR until 2049 | DE pd 2011
T38   US until 2030 | FR until 2065 | DE until 2065 | GB until 2065
T40   US pd | FR until 2038 | DE until 2038
T41   US until 2033 | FR until 2067 | DE until 2067
T43   US pd | FR until 2035 | DE until 2047
T45   US ? | FR until 2036 | DE until 2062
T46   US pd | FR ? | DE ?
T48   US ? | FR until 2041 | DE until 2061
T49   US until 2044 | FR until 2061 | DE until 2061
T51   US medium | FR until 2046 | DE until 2089
T53   US ? | FR until 2048 | DE until 2048
T55   US pd | FR until 2058 | DE until 2089
T56   US pd | FR until 2063 | DE protected
T57   US ? | FR until 2057 | DE protected
T59   US protected | FR protected | DE protected
T60   US open | FR open | DE open
T61   US open | FR open | DE open
T62   US open | FR open | DE open
T63 of 1964   US protected | FR protected | DE protected
T63 of 2014   US protected | FR protected | DE protected
"""


def rows():
    """Each row of the table as work, country and expected answer."""
    for line in TABLE.strip().splitlines():
        head, _, first = line.partition("  ")
        for cell in first.split("|"):
            country, _, expected = cell.strip().partition(" ")
            yield pytest.param(head, country, expected, id=f"{head} {country}")


def said(answer: Answer, expected: str) -> str:
    """The answer in the words of the table, as exactly as the table says it."""
    words = expected.split()
    if answer.status is Status.PD:
        since = f" {answer.since.year}" if len(words) > 1 and answer.since else ""
        return ("medium" if answer.confidence == "medium" else "pd") + since
    if answer.status is Status.PROTECTED:
        if expected == "protected":
            return "protected"
        return f"until {answer.until.year}" if answer.until else "until nobody knows"
    if answer.status is Status.UNCLEAR:
        return f"? {answer.changes_on.year}" if len(words) > 1 and answer.changes_on else "?"
    return "open"


@pytest.mark.parametrize(("work", "country", "expected"), list(rows()))
def test_the_film_has_the_answer_that_was_worked_out_by_hand(work, country, expected):
    answer = evaluate(WORKS[work], country, TODAY)
    # "pd" in the table leaves open whether a reviewer is asked, "medium" does not.
    if expected == "pd" and answer.status is Status.PD:
        return
    assert said(answer, expected) == expected, answer


def test_m_is_freed_by_new_year_in_the_united_states_alone():
    before = {country: evaluate(WORKS["T33"], country, date(2026, 12, 31)).status for country in ("US", "FR", "DE")}
    after = {country: evaluate(WORKS["T33"], country, date(2027, 1, 1)).status for country in ("US", "FR", "DE")}

    assert set(before.values()) == {Status.PROTECTED}
    assert after == before | {"US": Status.PD}
