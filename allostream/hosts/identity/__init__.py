"""Which video does an address name? The one place that decides it, for links, notices and blocks alike.

Pure and table-driven: no database, no network, no clock. `identify` takes text as people write it and returns an
`Identity`, whose `content_key` is equal for all spellings that lead to the same content. The steps, in this order:

1.  text       the length is checked; invisible characters go; HTML entities are resolved; quotes, brackets and
               punctuation around the address are cut; `hxxp` and `[.]` become `http` and `.`; a missing scheme is
               supplied (text.py).
2.  address    backslashes, repeated schemes, credentials, IDNA, IPv4 shorthands, IPv6, default ports, trailing host
               dots, percent escapes and dot segments are put in one form, as browsers do it (address.py).
3.  wrappers   redirect pages, mail scanners, translators and web archives give way to the address inside them, at
               most three deep (wrappers.py, wrappers.toml).
4.  host       the host name is looked up in the table of known hosts (table.py, known/*.toml).
5.  content    the host's patterns are tried in the order of the file; the first that fits gives key, canonical
               address and player address (patterns.py, readers.py).
6.  page       where nothing fits, the key is the address itself, without scheme, fragment and tracking parameters, and
               with its other parameters sorted.

The order matters: entities are resolved before brackets are cut, because `&quot;` hides a quotation mark; escapes are
decoded before dot segments, because `%2e%2e` is a dot segment too; wrappers come off before the host is looked up,
because some known hosts (YouTube, the Internet Archive) are wrappers as well.
"""

from allostream.hosts.identity.identity import (
    KEY_VERSION,
    Identity,
    canonical_url,
    compare_key,
    identify,
    key_hash,
    player_url,
)
from allostream.hosts.identity.table import BUILTIN, Table, TableError
from allostream.hosts.identity.text import NotAnAddress

__all__ = [
    "BUILTIN",
    "KEY_VERSION",
    "Identity",
    "NotAnAddress",
    "Table",
    "TableError",
    "canonical_url",
    "compare_key",
    "identify",
    "key_hash",
    "player_url",
]
