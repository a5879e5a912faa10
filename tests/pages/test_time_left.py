"""How much time is left to a deadline, in words: from the server, and in the script that renews it each minute."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from allostream.web.notices.time_left import for_script, look, time_left

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
S, M, H, D = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))


@pytest.mark.parametrize(
    ("left", "english", "french", "looks"),
    [
        (0 * S, "less than a minute left", "il reste moins d’une minute", "last"),
        (59 * S, "less than a minute left", "il reste moins d’une minute", "last"),
        (M, "1 minute left", "il reste 1 minute", "last"),
        (29 * M + 59 * S, "29 minutes left", "il reste 29 minutes", "last"),
        (38 * M, "38 minutes left", "il reste 38 minutes", "soon"),
        (119 * M, "119 minutes left", "il reste 119 minutes", "soon"),
        (2 * H, "2 hours left", "il reste 2 heures", "soon"),
        (4 * H, "4 hours left", "il reste 4 heures", ""),
        (47 * H, "47 hours left", "il reste 47 heures", ""),
        (2 * D, "2 days left", "il reste 2 jours", ""),
        (-S, "late by less than a minute", "en retard de moins d’une minute", "late"),
        (-M, "late by 1 minute", "en retard de 1 minute", "late"),
        (-3 * H, "late by 3 hours", "en retard de 3 heures", "late"),
        (-9 * D, "late by 9 days", "en retard de 9 jours", "late"),
    ],
)
def test_what_is_left_is_said_in_the_largest_unit_of_which_there_are_two(
    left: timedelta, english: str, french: str, looks: str
) -> None:
    for language, words in (("en", english), ("fr", french)):
        with translation.override(language):
            assert time_left(NOW + left, NOW) == words
    assert look(NOW + left, NOW) == looks


def test_the_script_has_each_sentence_for_one_and_for_several() -> None:
    with translation.override("fr"):
        told = json.loads(for_script(NOW))
    assert told["rows"][1] == [
        7200, 3600, ["il reste {} heure", "il reste {} heures"],
        ["en retard de {} heure", "en retard de {} heures"],
    ]  # fmt: skip
    assert told["rows"][3][3] == ["en retard de moins d’une minute"] * 2
    assert [look[0] for look in told["looks"]] == ["late", "last", "soon"]
    assert datetime.fromtimestamp(told["now"] / 1000, UTC) == NOW
