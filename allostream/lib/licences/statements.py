"""The twelve statements of rightsstatements.org: read from others, and chosen for our own answers."""

from allostream.lib.licences.creative_commons import creative_commons
from allostream.lib.licences.reading import STATEMENT_HOME

CODES = (
    "InC", "InC-OW-EU", "InC-EDU", "InC-NC", "InC-RUU", "NoC-CR", "NoC-NC", "NoC-OKLR", "NoC-US", "CNE", "UND", "NKC",
)  # fmt: skip
BY_LOWER = {code.lower(): code for code in CODES}
# What Europeana used before rightsstatements.org existed; many records still carry it.
EUROPEANA = {
    "rr-f": "InC", "rr-p": "InC", "rr-r": "InC", "unknown": "CNE", "out-of-copyright-non-commercial": "NoC-NC",
    "test-orphan-work-eu": "InC-OW-EU", "orphan-work-eu": "InC-OW-EU",
}  # fmt: skip


def statement_uri(code: str) -> str:
    """The address of a statement; KeyError for a code that rightsstatements.org does not have."""
    return f"{STATEMENT_HOME}/{BY_LOWER[code.lower()]}/1.0/"


def statement_for(
    answer: str, country: str = "", origin: str = "", free_in: frozenset[str] = frozenset(), licence_uri: str = ""
) -> str:
    """The address that says to machines how a work stands in a country.

    `answer` is our answer there (`pd`, `open_licence`, `licensed`, `protected`, `unclear`, `orphan`, or "" when the
    rules have not run), `origin` the country of origin, `free_in` the countries for which the answer is `pd`.

    The Public Domain Mark says that a work is free everywhere as far as anybody knows, so it is given only where the
    work is free both in the visitor's country and at home. A work that is free in the United States alone has its own
    statement. One that is free in another country and not at home gets "undetermined": no statement says more.
    """
    if answer in ("open_licence", "licensed") and licence_uri:
        return licence_uri
    if answer == "pd":
        return _free(country, origin, free_in)
    # A service that may show a work in a country does so under its own contract: the work is in copyright.
    codes = {"protected": "InC", "licensed": "InC", "orphan": "InC-OW-EU", "": "CNE"}
    return statement_uri(codes.get(answer, "UND"))


def _free(country: str, origin: str, free_in: frozenset[str]) -> str:
    free = free_in | {country} if country else free_in
    # A film that lost its copyright in the United States by a formality is free at home and protected everywhere else.
    if free == {"US"}:
        return statement_uri("NoC-US")
    if origin and origin in free:
        return creative_commons("PDM").uri
    return statement_uri("NoC-US" if country == "US" else "UND")
