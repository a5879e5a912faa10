"""The parts of what somebody wrote as an address, which need not be one."""

from urllib.parse import SplitResult, urljoin, urlsplit

NONE = SplitResult("", "", "", "", "")


def parts_of(text: str) -> SplitResult:
    """The parts of an address; all empty for a text that is none, as one with half a bracket (RFC 3986, 3.2.2)."""
    try:
        parts = urlsplit(text)
        parts.hostname  # noqa: B018  (some faults of a host are told only here)
    except ValueError:
        return NONE
    return parts


def host_of(text: str) -> str:
    """The host of an address in lower case, "" where there is none."""
    return parts_of(text).hostname or ""


def joined(base: str, text: str) -> str:
    """An address that is told from a page, whole; as it was told where the two make none."""
    try:
        return urljoin(base, text)
    except ValueError:
        return text
