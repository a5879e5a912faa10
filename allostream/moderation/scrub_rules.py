"""What of a moderator's words the public log may repeat: nothing by which a person or a hidden copy is found.

Regulation (EU) 2022/2065, article 24(5), asks that published statements hold no personal data; the General Data
Protection Regulation, article 5(1)(c), that no more is said than is needed. No Django, no clock, no network.
"""

import re
from collections.abc import Iterable

GONE = "[…]"
MAIL = re.compile(r"[^\s@<>()\"]+\s?@\s?[^\s@<>()\"]+\.[^\s@<>()\"]*\w")
ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]{1,12}://|\bwww\.)\S+", re.IGNORECASE)
# A name of a host with or without a path; of abbreviations and ends of sentences each part has fewer letters.
DOMAIN = re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:/\S*)?(?=[\s,;:!?)\]»”\"'.]|$)", re.IGNORECASE)
HANDLE = re.compile(r"(?<!\w)@[\w.-]{2,}")
KEY = re.compile(r"\b[a-z][a-z0-9_-]{1,20}:[^\s,;.!?)]{6,}", re.IGNORECASE)  # a content key, as ia:name-of-item
# Two years are no number of a telephone.
NUMBER = re.compile(r"(?<!\w)(?!\d{4}[-/.]\d{4}(?!\d))\+?\d(?:[\s./-]?\d){7,}(?!\w)")
SHORTEST_NAME = 3


def scrubbed(text: str, names: Iterable[str] = ()) -> str:
    """The text without e-mail addresses, addresses of copies, handles, numbers, and the names of those concerned."""
    for pattern in (MAIL, ADDRESS, KEY, DOMAIN, HANDLE, NUMBER):
        text = pattern.sub(GONE, text)
    for name in sorted({name.strip() for name in names}, key=len, reverse=True):
        if len(name) >= SHORTEST_NAME:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", GONE, text, flags=re.IGNORECASE)
    return text
