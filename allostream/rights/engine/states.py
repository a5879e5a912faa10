"""States as the rules look at them: who is of the Union, who carries on whose law, who came when to the convention."""

from collections.abc import Mapping

# Members of the European Union and of the European Economic Area, whose citizens close the comparison of terms.
EEA = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"}
    | {"IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"}
)
# States of old by the one that carries on their law, and states whose parts are in and out of the Union.
SUCCESSORS: Mapping[str, str] = {"SU": "RU", "DD": "DE", "CS": "CZ", "FX": "FR"}
EU_CITIZENS = EEA | {"DD", "CS"}
# Years in which states that publish much came to the Berne Convention; of others it is not known here.
BERNE_SINCE: Mapping[str, int] = {
    **dict.fromkeys(("BE", "CH", "DE", "ES", "FR", "GB", "IT"), 1887),
    **{"LU": 1888, "NO": 1896, "JP": 1899, "DK": 1903, "SE": 1904, "PT": 1911, "NL": 1912, "PL": 1920, "AT": 1920},
    **{"GR": 1920, "BR": 1922, "HU": 1922, "IE": 1927, "RO": 1927, "CA": 1928, "AU": 1928, "NZ": 1928, "IN": 1928},
    **{"ZA": 1928, "FI": 1928, "AR": 1967, "MX": 1967, "US": 1989, "CN": 1992, "RU": 1995, "KR": 1996},
}
SPLIT_STATES = frozenset({"YU"})
