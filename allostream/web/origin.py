"""Whether a form was sent from a page of this very site: how preferences are kept safe without a token in the page.

docs/decisions/0006-preferences-without-token.md says why. No Django, no database.
"""

from urllib.parse import urlsplit


def is_from_own_page(own: str, *, fetch_site: str = "", origin: str = "", referer: str = "") -> bool:
    """Whether the headers of a request show that a page of the origin `own` (`https://example.org`) sent it.

    The browser's own word comes first (Sec-Fetch-Site, W3C Fetch Metadata), then Origin (RFC 6454), then Referer.
    A request that carries none of them is refused: what is not shown to be ours is not.
    """
    if fetch_site:
        return fetch_site == "same-origin"
    if origin:
        return origin == own
    return bool(referer) and origin_of(referer) == own


def origin_of(address: str) -> str:
    """Scheme, host and port of an address; "" for a text that has none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


def local_path(text: str) -> str:
    """The text when it is a path on this site, else "/": where a form may send its reader back to.

    Browsers read `//host` and `/\\host` as addresses of other hosts, and drop tabs and line ends first.
    """
    plain = text.startswith("/") and text.isprintable() and not text.startswith(("//", "/\\"))
    return text if plain and "\\" not in text else "/"
