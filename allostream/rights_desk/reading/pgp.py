"""Signatures of OpenPGP: clear-signed text and detached ones, checked against keys that are registered for a sender.

No key is ever fetched or taken from a message. What cannot be checked, because no key fits, is unknown; what does not
hold is a bad signature. A signature covers the words between its lines alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pysequoia import Cert, Sig, verify
from pysequoia.packet import PacketPile

MOST_KEYS = 50
LONGEST = 8 * 1024 * 1024
_BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
_CLEAR = re.compile(
    (
        r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n(?:[A-Za-z-]{1,40}:[^\r\n]{0,200}\r?\n)*[ \t]*\r?"
        r"\n(.*?)\r?\n-----BEGIN PGP SIGNATURE-----.*?-----END PGP SIGNATURE-----[ \t]*\r?$"
    ),
    re.DOTALL | re.MULTILINE,
)  # fmt: skip
_DASHED = re.compile(r"^- ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Checked:
    """A signature. `holds`: True, False, or None where no registered key fits; `key`: fingerprint of the key, else
    its id."""

    holds: bool | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Clear:
    """Clear-signed text: where it stands, what was signed, and whether the signature holds."""

    start: int
    end: int
    words: str
    checked: Checked


def is_clear_signed(text: str) -> bool:
    """Whether a text has a clear-signed part."""
    return _BEGIN in text[:LONGEST] and _CLEAR.search(text[:LONGEST]) is not None


def clear_signed(text: str, keys: Sequence[str]) -> Clear | None:
    """The first clear-signed part of a text; None where there is none. `keys` are armoured certificates."""
    if _BEGIN not in text[:LONGEST]:
        return None
    found = _CLEAR.search(text[:LONGEST])
    if found is None:
        return None
    words = _DASHED.sub("", found[1])
    return Clear(found.start(1), found.end(1), words, _checked(found[0].encode(), None, keys, words))


def detached(data: bytes, signature: bytes, keys: Sequence[str]) -> Checked:
    """A detached signature over bytes exactly as they were sent (RFC 3156: with CRLF at the ends of lines)."""
    if len(signature) > 100_000 or len(data) > 4 * LONGEST:
        return Checked(None)
    return _checked(data, signature, keys)


def fingerprint(key: str) -> str:
    """The fingerprint of an armoured certificate. Raises ValueError for what is none, or holds a secret key."""
    try:
        cert = Cert.from_bytes(key.encode())
    except Exception as error:  # the library raises plain exceptions of its own
        raise ValueError(str(error)) from error
    if cert.has_secret_keys:
        raise ValueError("This holds a secret key: hand in the public one alone.")
    return str(cert.fingerprint)


def _checked(data: bytes, signature: bytes | None, keys: Sequence[str], words: str = "") -> Checked:
    """What a signature is worth. `words`: of clear-signed text, what will be read: it must be what was signed."""
    certs = [cert for key in keys[:MOST_KEYS] if (cert := _cert(key)) is not None]
    asked: list[str] = []

    def known(key_ids: list[str]) -> list[Cert]:
        asked.extend(key_ids)
        return certs

    try:
        sig = Sig.from_bytes(signature) if signature is not None else None
        result = verify(data, known, signature=sig) if sig is not None else verify(data, known)
    except Exception:  # the library raises plain exceptions of its own
        return _why(asked or _issuers(signature), certs)
    valid = result.valid_sigs
    if valid and signature is None and not _is_alike(result.bytes or b"", words):
        return Checked(False, str(valid[0].certificate))
    return Checked(True, str(valid[0].certificate)) if valid else Checked(None, asked[0] if asked else "")


def _is_alike(signed: bytes, words: str) -> bool:
    """Whether two texts have the same lines, whatever blanks end them (RFC 9580, section 7.2)."""
    one, other = (text.rstrip().splitlines() for text in (signed.decode(errors="replace"), words))
    return [line.rstrip() for line in one] == [line.rstrip() for line in other]


def _issuers(signature: bytes | None) -> list[str]:
    if signature is None:
        return []
    try:
        sig = Sig.from_bytes(signature)
    except Exception:  # the library raises plain exceptions of its own
        return []
    return [str(one) for one in (sig.issuer_fpr, sig.issuer_key_id) if one]


def _why(asked: Sequence[str], certs: Sequence[Cert]) -> Checked:
    """Whether a signature that was not accepted is bad, or made with a key that nobody registered."""
    named = {one.lower() for one in asked}
    for cert in certs:
        if named & _ids_of(cert):
            return Checked(False, str(cert.fingerprint))
    return Checked(None, next(iter(sorted(named)), "")) if named or not certs else Checked(False)


def _ids_of(cert: Cert) -> set[str]:
    """What a signature may call a certificate: fingerprints and key ids of its keys."""
    packets = list(PacketPile.from_bytes(bytes(cert)))
    return {str(one).lower() for packet in packets for one in (packet.fingerprint, packet.key_id) if one}


def _cert(key: str) -> Cert | None:
    try:
        return Cert.from_bytes(key.encode())
    except Exception:  # a key that was damaged since it was registered fits nothing
        return None
