"""Rights that are granted for one link, whatever the protection of the work: written, superseded, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.links.actions import changed
from allostream.links.models import WatchLink
from allostream.rights.actions.evidence import NewEvidence, keep_evidence
from allostream.rights.bases import BASES, Code, EvidenceKind, NeverABasis, Use, lacking, recheck_on
from allostream.rights.directories import is_directory
from allostream.rights.engine.answers import Confidence
from allostream.rights.models import RightsBasis


class NoBasis(Problem):
    """What is brought forward gives nobody a right to link."""

    code = "no-basis"
    status = 422
    sentence = gettext_noop("“%(code)s” is never a basis for a link: name the right that it rests on.")


class EvidenceMissing(Problem):
    """A basis without the evidence that it needs."""

    code = "evidence-missing"
    status = 422
    sentence = gettext_noop("%(code)s needs evidence of one of these kinds: %(kinds)s.")


class TerritoryMissing(Problem):
    """A basis that holds nowhere by itself, without the countries in which it does."""

    code = "territory-missing"
    status = 422
    sentence = gettext_noop("%(code)s does not hold everywhere: name the countries in which it does.")


@dataclass(frozen=True, slots=True)
class Grant:
    """A right as it is brought forward. `territory` is that of the code unless given; never wider than the code's."""

    code: str
    territory: frozenset[str] = frozenset()
    minus: frozenset[str] = frozenset()
    start: datetime | None = None
    end: datetime | None = None
    permits: frozenset[Use] | None = None
    licence: str = ""
    licence_uri: str = ""
    holder: str = ""
    confidence: Confidence = Confidence.MEDIUM
    reason: str = ""


def grant_basis(link_id: str, grant: Grant, evidence: Sequence[NewEvidence], *, by: Actor) -> RightsBasis:
    """Let a link rest on a right of its own; an earlier one is superseded. The link shows or hides at once.

    Raises NotFound, NoBasis for what never is one, TerritoryMissing, EvidenceMissing.
    """
    code = _code(grant)
    territory = _territory(code, grant.territory)
    # Another directory of links proves nothing: copies of a wrong list do not make it right.
    _check_evidence(code, [new.kind for new in evidence if not (new.address and is_directory(new.address))])
    with transaction.atomic():
        link = _locked(link_id)
        kept = [keep_evidence(new, by=by) for new in evidence]
        row = RightsBasis.objects.create(
            title_id=link.title_id, edition_id=link.edition_id, link_id=link_id, code=code, territory=sorted(territory),
            minus=sorted(grant.minus), start=grant.start, end=grant.end,
            permits=None if grant.permits is None else sorted(grant.permits), licence=grant.licence,
            licence_uri=grant.licence_uri, obligations=[one.value for one in BASES[code].obliges], holder=grant.holder,
            confidence=grant.confidence, decided_kind=by.kind, decided_by=by.id, decided_at=clock.now(),
            recheck_at=recheck_on(code, clock.now().date()), supersedes=_present(link_id), reason=grant.reason,
        )  # fmt: skip
        row.evidence.add(*kept)
        _show(link, _in_short(row))
        audit.record(
            "rights.grant", by=by, subject_kind="link", subject_id=link_id, why=grant.reason,
            after={"basis": row.public_id, **_in_short(row), "evidence": [one.public_id for one in kept]},
        )  # fmt: skip
    return row


def end_basis(public_id: str, *, by: Actor, why: str) -> RightsBasis:
    """Take a right of a link back; the link then rests on the freedom of the work, or on its provider. Raises NotFound.

    A licence that the maker once gave is not taken back: its capture proves it (survives_withdrawal).
    """
    with transaction.atomic():
        present = RightsBasis.objects.filter(public_id=public_id, ended_at__isnull=True)
        # The link before the basis, as who grants another one does.
        link = _locked(present.values_list("link_id", flat=True).first() or "")
        row = present.select_for_update().first()
        if row is None:
            raise NotFound
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        if _present(row.link_id) is None:
            _show(link, None)
        audit.record(
            "rights.end-grant", by=by, subject_kind="link", subject_id=row.link_id, before=_in_short(row),
            after={"basis": public_id, "ended_at": row.ended_at}, why=why,
        )  # fmt: skip
    return row


def _code(grant: Grant) -> Code:
    """The code of a basis. Raises NoBasis for a claim that gives no right."""
    if grant.code in set(NeverABasis) or grant.code not in set(Code) or not BASES[Code(grant.code)].permits:
        raise NoBasis(code=grant.code)
    return Code(grant.code)


def _territory(code: Code, given: frozenset[str]) -> frozenset[str]:
    """Where a basis holds: where it is said to, and never beyond what its code reaches. Raises TerritoryMissing."""
    widest = BASES[code].territory
    if not widest or WORLD in widest:
        found = given or widest
    else:
        found = widest if not given or WORLD in given else given & widest
    if not found:
        raise TerritoryMissing(code=code.value)
    return found


def _check_evidence(code: Code, kinds: Sequence[EvidenceKind]) -> None:
    for group in lacking(code, kinds):
        raise EvidenceMissing(code=code.value, kinds=", ".join(sorted(group)))


def _locked(link_id: str) -> WatchLink:
    link = WatchLink.objects.select_for_update(no_key=True).filter(public_id=link_id, removed_at__isnull=True).first()
    if link is None:
        raise NotFound
    return link


def _present(link_id: str) -> RightsBasis | None:
    """The basis in force of a link: the last one that nobody has taken back."""
    return RightsBasis.objects.filter(link_id=link_id, superseded_by=None, ended_at=None).first()


def _show(link: WatchLink, granted: dict[str, Any] | None) -> None:
    link.granted, link.changed_at = granted, clock.now()
    link.save(update_fields=["granted", "changed_at"])
    changed([link.title_id])


def _in_short(row: RightsBasis) -> dict[str, Any]:
    """What the gate asks of a basis, as the link keeps it."""
    edges = {edge: moment.isoformat() for edge in ("start", "end") if (moment := getattr(row, edge))}
    return {
        "code": row.code, "territory": row.territory, "minus": row.minus, "permits": row.permits, **edges,
        "has_evidence": row.evidence.exists(), "licence": row.licence, "licence_uri": row.licence_uri,
        "holder": row.holder,
    }  # fmt: skip
