"""Byte order for text columns that are searched by their beginning.

A B-tree serves "begins with" as a range only when its order is that of the bytes; both databases can do that, under
different names.
"""

import os

POSTGRESQL, SQLITE = "C", "BINARY"


def bytewise() -> str:
    """The name of byte order in the database this process is set up for."""
    url = os.environ.get("ALLOSTREAM_DATABASE_URL", "")
    return POSTGRESQL if url.startswith("postgres") else SQLITE
