"""Keyed hashes of what tells accounts apart: an e-mail address is compared by them and never kept.

HMAC (RFC 2104) with a secret of the site: without it nobody can find an address by trying addresses.
"""

import hashlib
import hmac
import unicodedata

SHORTEST_SECRET = 16
KINDS = frozenset({"email", "account", "site"})


def keyed(secret: bytes, kind: str, text: str) -> str:
    """The hash of an address, account name or site under the secret; "" for an empty text.

    Kinds are apart: an account that is called as an address reads does not equal it. Case, outer blanks and
    compatibility forms (Unicode NFKC) do not count. Raises ValueError for a short secret or an unknown kind.
    """
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"The secret has {len(secret)} bytes: give at least {SHORTEST_SECRET}.")
    if kind not in KINDS:
        raise ValueError(f"“{kind}” is no kind of thing to be hashed: give one of {', '.join(sorted(KINDS))}.")
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if not plain:
        return ""
    return hmac.new(secret, f"allostream.origin.{kind}\0{plain}".encode(), hashlib.sha256).hexdigest()


def is_mail(text: str) -> bool:
    """Whether an account is named by an e-mail address, as at the Internet Archive."""
    name, at, domain = text.strip().rpartition("@")
    return bool(name and at and "." in domain) and " " not in text.strip()
