"""Who proposes a link says whether they uploaded the copy, and the site compares: what is suspected waits for a person.

Everybody is asked the same two questions; imports are nobody's proposals and have no answers.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from allostream.audit.rules import Actor
from allostream.hosts.identity import Identity, compare_key, key_hash
from allostream.lib.problems import Problem, gettext_noop
from allostream.links.models import WatchLink
from allostream.links.origin_rules import flags_of
from allostream.links.queries.submitters import submission
from allostream.rights.origin.relations import Finding, relation

RELATION_COLUMNS = ("relation", "relation_reasons")
TOLD_COLUMNS = ("uploader_told", "uploader_hash", "uploaded_at", "collection")


class Undeclared(Problem):
    """Somebody proposes a link without an answer to what everybody is asked."""

    code = "undeclared"
    status = 422
    sentence = gettext_noop(
        "Say yes or no to both questions: did you upload this file yourself, and do you get money if it is watched?"
    )


@dataclass(frozen=True, slots=True)
class Declared:
    """The answers of whoever proposes a link."""

    uploaded_myself: bool | None = None
    gets_money: bool | None = None


def declared_columns(by: Actor, said: Declared | None) -> dict[str, bool | None]:
    """The answers as columns; nobody is asked but people. Raises Undeclared for one who has left either open."""
    if by.kind != "person":
        return {"uploaded_myself": None, "gets_money": None}
    if said is None or said.uploaded_myself is None or said.gets_money is None:
        raise Undeclared
    return {"uploaded_myself": said.uploaded_myself, "gets_money": said.gets_money}


def site_secret() -> bytes:
    """The key for hashes of accounts, drawn from the secret of the site: other uses of that learn nothing of it."""
    return hashlib.sha256(b"allostream.origin\0" + settings.SECRET_KEY.encode()).digest()


def identity_columns(found: Identity) -> dict[str, Any]:
    """The columns by which a copy is known again."""
    item = compare_key(found.content_key)
    return {
        "content_key": found.content_key,
        "content_key_hash": key_hash(found.content_key),
        "item_hash": None if item == found.content_key else key_hash(item),
        "key_version": found.key_version,
        "canonical_url": found.canonical_url,
    }


def snapshot(link: WatchLink) -> dict[str, Any]:
    """What the audit keeps of a link that was added."""
    return {
        "title": link.title_id, "season": link.season_id, "episode": link.episode_id, "edition": link.edition_id,
        "content_key": link.content_key, "offer": link.offer, "form": link.form, "basis": link.basis,
        "origin": link.origin, "origin_flags": link.origin_flags, "health": link.health,
        "withdrawn_at": link.withdrawn_at, "removed_at": link.removed_at, "uploaded_myself": link.uploaded_myself,
        "gets_money": link.gets_money, "relation": link.relation, "relation_reasons": link.relation_reasons,
    }  # fmt: skip


def told_columns(found: Identity) -> dict[str, Any]:
    """What the host has told of the same copy where another work lists it. One query."""
    alike = WatchLink.objects.filter(content_key_hash=key_hash(found.content_key), content_key=found.content_key)
    return alike.exclude(uploader_hash="").order_by("-pk").values(*TOLD_COLUMNS).first() or {}


def relate(link: WatchLink, secret: bytes) -> Finding:
    """Compare submitter and uploader of a link and set its relation, unsaved, in the caller's transaction.

    Three queries at most.
    """
    found = relation(submission(link, secret))
    link.relation, link.relation_reasons = found.relation.value, [reason.value for reason in found.reasons]
    return found


def relate_new(link: WatchLink) -> None:
    """Compare for a link that was just added: with any relation it waits for a reviewer. Four queries at most."""
    found = relate(link, site_secret())
    if not found.may_publish:
        link.origin_flags = list(dict.fromkeys([*link.origin_flags, *flags_of(found)]))
        link.save(update_fields=[*RELATION_COLUMNS, "origin_flags"])


def relation_snapshot(link: WatchLink, found: Finding) -> Mapping[str, Any]:
    """What the audit keeps of a comparison; a strike is noted for the policy on those who repeat it."""
    return {"relation": link.relation, "relation_reasons": link.relation_reasons, "is_strike": found.is_strike}
