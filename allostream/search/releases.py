"""Names of files and of television recordings, of which only title, year and numbers are wanted. No Django, no clock.

People paste them because a file on their disk is called so. The rest of such a name (picture, sound, who made it) is
left out; nothing is ever searched by it.
"""

import re

_TECHNICAL = re.compile(
    r"(?<![^\W_])(?:(?:360|480|540|576|720|1080|1440|2160|4320)[pi]"
    r"|[xh][._ ]?26[45]|hevc|xvid|divx|[hp]dtv|web-?(?:rip|dl)|blu-?ray|b[dr]rip"
    r"|dvd-?(?:rip|scr|r)|hd-?rip|remux|aac\d?|e?ac-?3|vostfr|truefrench|subfrench|10bit|hdr10|tvrip|vhsrip|videorecording"
    r"|\d{3,4}x\d{3,4})(?![^\W_])"
)
_ENDING = re.compile(r"\.(?:mkv|mp4|m4v|avi|ogv|webm|mov|mpe?g|wmv|ts|srt|vtt|iso)$")
_PARTED = re.compile(r"(?<=[^\W_])[._]+(?=[^\W_(\[])|_")
_JOINED = re.compile(r"[^\s]+")
_NUMBERS = re.compile(r"(?<![^\W_])(?:s\d{1,3}[._ ]?e\d{1,4}|\d{1,2}x\d\d|(?:18|19|20)\d\d)(?![^\W_])")


def unpacked(text: str, shadow: str) -> str:
    """The words of the text without technical ones; the text itself when it is no such name.

    `shadow` is the text as cleaning.shadow gives it.
    """
    ending = _ENDING.search(shadow)
    technical = _TECHNICAL.search(shadow, 1)
    is_one_word = " " not in text.strip()
    parts = len(_PARTED.findall(shadow[: ending.start()] if ending else shadow)) if is_one_word else 0
    if not (ending or technical or (parts > 1 and _NUMBERS.search(shadow))):
        return text
    end = min(found.start() for found in (ending, technical) if found) if ending or technical else len(text)
    name = text[:end]
    if is_one_word and parts:
        name = _PARTED.sub(" ", name)
    name = name.strip(" ._-([")
    return name if any(character.isalnum() for character in name) else text
