"""What was seen of a copy when it was judged, kept as evidence: the host's words that decided, never the whole reply.

A reply may hold addresses of people, so that only its hash and the quoted signs are kept.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from allostream.audit.rules import Actor
from allostream.links.models import WatchLink
from allostream.rights.actions.evidence import NewEvidence, keep_evidence
from allostream.rights.bases import EvidenceKind
from allostream.rights.models import LinkEvidence
from allostream.rights.origin.judging import Judgement
from allostream.rights.origin.signs import Weight

# What an address of a reply may ask for; anything else, such as a key, is left out.
KEPT_PARAMETERS = frozenset(
    {"action", "fields", "format", "formatversion", "id", "iiprop", "part", "prop", "titles", "url", "v"}
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Where the reply of a host was read, and the hash (SHA-256) of its bytes; "" where the caller does not know."""

    address: str = ""
    sha256: str = ""


def keep_signs(link: WatchLink, reply: Any, judgement: Judgement, seen: Seen, *, by: Actor) -> int:
    """Keep the signs that decided as evidence for moderators, in the caller's transaction. Returns how many are new.

    Signs that quote no words are in the audit alone. The same reply judged again adds nothing.
    One query, and two for each sign.
    """
    digest = seen.sha256 or _digest(reply)
    if LinkEvidence.objects.filter(link_id=link.public_id, evidence__sha256=digest).exists():
        return 0
    address = without_secrets(seen.address) or link.canonical_url
    decisive = [sign for sign in judgement.signs if sign.weight is not Weight.NOTE and sign.value]
    for sign in decisive:
        new = NewEvidence(EvidenceKind.HOST_PAGE, address, value=sign.value, field=sign.field, sha256=digest)
        LinkEvidence.objects.create(evidence=keep_evidence(new, by=by), link_id=link.public_id)
    return len(decisive)


def _digest(reply: Any) -> str:
    return hashlib.sha256(json.dumps(reply, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def without_secrets(address: str) -> str:
    """An address without name, password, fragment and any parameter that may be a key; "" for none on the web."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name in KEPT_PARAMETERS]
    place = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, f"{place}:{port}" if port else place, parts.path, urlencode(kept), ""))
