"""What does a licence field say, and may one rely on it? The one place that reads licences and rights statements.

Pure: no database, no network, no clock. Readers take what a host, an archive or a person wrote and return a `Reading`:
its kind, the licence or the statement understood, how exactly, and the reason in a code.

1. `read_uri`     addresses of Creative Commons and other houses, rightsstatements.org, SPDX identifiers (uris.py).
2. `read_text`    free statements in seven languages (texts.py), by the licences named in them (mentions.py), the ways
                  of saying it (words.py), with small typing errors mended (plain.py).
3. by host        `read_peertube`, `read_youtube`, `read_vimeo`, `read_dailymotion` (hosts.py), `read_commons`,
                  `read_internet_archive`, `read_europeana` (archives.py).
4. the other way  `statement_for` gives the address for our own answer, `attribution` the parts of the credit line.

Nothing here decides that a link may be shown: a licence counts only when the maker gave it, and who uploaded a file is
another question. What this package makes sure of is that a label anybody may put ("public domain") is a claim, that a
licence without its version is not taken for one with it, and that words which take a licence back are seen.
"""

from allostream.lib.licences.archives import read_commons, read_europeana, read_internet_archive
from allostream.lib.licences.attribution import Attribution, attribution
from allostream.lib.licences.creative_commons import creative_commons
from allostream.lib.licences.hosts import read_dailymotion, read_peertube, read_vimeo, read_youtube
from allostream.lib.licences.licence import Licence, Sharing, Terms
from allostream.lib.licences.reading import Confidence, Kind, Reading, Reason
from allostream.lib.licences.spdx import by_spdx
from allostream.lib.licences.statements import CODES as STATEMENT_CODES
from allostream.lib.licences.statements import statement_for, statement_uri
from allostream.lib.licences.texts import read_text
from allostream.lib.licences.uris import read_uri

__all__ = [
    "STATEMENT_CODES",
    "Attribution",
    "Confidence",
    "Kind",
    "Licence",
    "Reading",
    "Reason",
    "Sharing",
    "Terms",
    "attribution",
    "by_spdx",
    "creative_commons",
    "read_commons",
    "read_dailymotion",
    "read_europeana",
    "read_internet_archive",
    "read_peertube",
    "read_text",
    "read_uri",
    "read_vimeo",
    "read_youtube",
    "statement_for",
    "statement_uri",
]
