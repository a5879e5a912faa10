"""The map of answers: one square for each country, placed by hand near its neighbours. A picture; the table is first.

What a square says never hangs on colour alone: free is filled, an open licence is filled with a rim, protected has an
outline, not settled has dashes, without an answer it is flat. The reader's own countries have a heavy frame.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from allostream.lib import countries
from allostream.lib.countries import WORLD
from allostream.rights.engine.answers import Status

# Columns run from west to east, rows from north to south. Who has no square here stands in the table all the same.
PLACES = """
.. .. .. .. .. GL .. .. IS .. .. NO SE FI .. .. .. .. .. .. .. .. .. .. ..
.. .. .. .. .. .. .. .. .. .. .. DK .. EE .. .. RU .. .. .. .. .. .. .. ..
CA .. .. .. .. .. .. IE GB .. NL DE PL LT LV BY .. .. .. .. .. .. .. .. ..
US .. .. .. .. .. .. .. .. BE LU CZ SK .. UA .. .. KZ KG .. MN .. KP .. ..
MX .. .. .. .. .. .. .. .. FR CH AT HU RO MD .. GE .. UZ TJ CN .. KR JP ..
GT BZ .. CU .. .. .. PT ES .. IT SI HR RS BG TR AM AZ TM .. .. .. TW .. ..
SV HN .. JM HT DO .. .. .. MT BA ME AL MK GR .. CY SY IR AF PK NP BT HK ..
NI CR .. .. .. TT .. .. MA DZ TN LY EG .. .. LB IL JO IQ KW IN BD MM VN PH
PA CO VE GY SR .. .. MR ML NE TD SD ER .. .. .. SA AE QA OM .. LK TH LA ..
.. EC PE BR .. .. GM SN GN BF NG CF SS ET DJ .. YE .. .. .. .. .. MY KH BN
.. .. BO PY .. .. SL CI GH TG BJ CM UG KE SO .. .. .. .. MV .. .. SG ID TL
.. CL AR UY .. .. .. LR .. .. GA CG CD RW TZ .. .. .. .. .. .. .. .. PG SB
.. .. .. .. .. .. .. .. .. .. .. AO ZM BI MW .. SC .. .. .. .. .. AU .. FJ
.. .. .. .. .. .. .. .. .. .. .. NA BW ZW MZ MG MU .. .. .. .. .. .. .. NZ
.. .. .. .. .. .. .. .. .. .. .. .. ZA LS SZ .. .. .. .. .. .. .. .. .. ..
"""
PITCH, SIDE, MARGIN = 22, 19, 2
LOOKS: Mapping[Status, str] = {
    Status.PD: "free",
    Status.OPEN_LICENCE: "free",
    Status.LICENSED: "free",
    Status.PROTECTED: "shut",
    Status.UNCLEAR: "dashed",
}
NO_ANSWER = "void"
WITH_RIM = frozenset({Status.OPEN_LICENCE, Status.LICENSED})


@dataclass(frozen=True)
class Legend:
    """One line of the legend: a square as it looks, what it means, and in how many countries."""

    picture: SafeString
    text: str


@dataclass(frozen=True)
class Map:
    """The picture and its legend."""

    picture: SafeString
    legend: tuple[Legend, ...]


@cache
def places() -> dict[str, tuple[int, int]]:
    """The square of each country as (column, row)."""
    rows = [line.split() for line in PLACES.strip().splitlines()]
    return {code: (column, row) for row, line in enumerate(rows) for column, code in enumerate(line) if code != ".."}


def draw(statuses: Mapping[str, Status], own: Collection[str]) -> Map:
    """The map of the answers by country; one for the world (`*`) holds wherever there is no other.

    `own`: the countries of the reader, which have a frame.
    """
    everywhere = statuses.get(WORLD)
    known = {code: statuses.get(code, everywhere) for code in {*places(), *statuses} - {WORLD}}
    squares = [_square(code, known[code], is_own=code in own) for code in places()]
    label = gettext("Map of the answers: %(counts)s. The table above says the same in words.") % {
        "counts": ", ".join(_counted(known))
    }
    return Map(_svg("".join(squares), label), tuple(_legend(known)))


def _counted(known: Mapping[str, Status | None]) -> list[str]:
    counts = Counter(known.values())
    words = {
        Status.PD: ngettext("free in %(count)s country", "free in %(count)s countries", counts[Status.PD]),
        Status.OPEN_LICENCE: ngettext(
            "free under an open licence in %(count)s country", "free under an open licence in %(count)s countries",
            counts[Status.OPEN_LICENCE],
        ),
        Status.LICENSED: ngettext(
            "shown with permission in %(count)s country", "shown with permission in %(count)s countries",
            counts[Status.LICENSED],
        ),
        Status.PROTECTED: ngettext(
            "protected in %(count)s country", "protected in %(count)s countries", counts[Status.PROTECTED]
        ),
        Status.UNCLEAR: ngettext(
            "not settled in %(count)s country", "not settled in %(count)s countries", counts[Status.UNCLEAR]
        ),
        None: ngettext("no answer in %(count)s country", "no answer in %(count)s countries", counts[None]),
    }  # fmt: skip
    return [text % {"count": counts[status]} for status, text in words.items() if counts[status]]


def _legend(known: Mapping[str, Status | None]) -> list[Legend]:
    present = [status for status in (*Status, None) if status in known.values()]
    return [
        Legend(_svg(_tile(1, 1, "", status, is_own=False)), text[:1].upper() + text[1:])
        for status, text in zip(present, _counted(known), strict=True)
    ]


def _svg(content: str, label: str = "") -> SafeString:
    if not label:
        return SafeString(f'<svg class="map" viewBox="0 0 21 21" aria-hidden="true">{content}</svg>')
    columns, rows = (max(numbers) + 1 for numbers in zip(*places().values(), strict=True))
    size = f"{columns * PITCH + MARGIN} {rows * PITCH + MARGIN}"
    return SafeString(f'<svg class="map" viewBox="0 0 {size}" role="img" aria-label="{escape(label)}">{content}</svg>')


def _square(code: str, status: Status | None, *, is_own: bool) -> str:
    column, row = places()[code]
    return _tile(column * PITCH + MARGIN, row * PITCH + MARGIN, code, status, is_own=is_own)


def _tile(x: int, y: int, letters: str, status: Status | None, *, is_own: bool) -> str:
    """A square of the map with the letters of its country."""
    look = LOOKS[status] if status else NO_ANSWER
    square = f'<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" rx="3"/>'
    if status in WITH_RIM:
        square += f'<rect class="rim" x="{x + 2}" y="{y + 2}" width="{SIDE - 4}" height="{SIDE - 4}" rx="2"/>'
    if is_own:
        square += f'<rect class="own" x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" rx="3"/>'
    words = f'<text x="{x + SIDE / 2:g}" y="{y + 12.7:g}">{letters}</text>' if letters else ""
    return f'<g class="{look}">{square}{words}</g>'


def name_of(code: str, language: str) -> str:
    """A country, or the world, as the head of a row."""
    return gettext("Everywhere") if code == WORLD else countries.name(code, language)
