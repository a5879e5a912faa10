"""Keeping evidence: what was seen, with its hash and, where it is small enough, the thing itself."""

import hashlib
from dataclasses import dataclass

from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import Problem, gettext_noop
from allostream.rights.bases import EvidenceKind
from allostream.rights.models import Capture, Evidence
from allostream.rights.models.decisions import MOST_CAPTURE


class CaptureTooBig(Problem):
    """A capture that is too big to be kept."""

    code = "capture-too-big"
    status = 413
    sentence = gettext_noop(
        "The capture holds %(size)d bytes, and at most %(most)d are kept: keep the part that counts."
    )


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """One thing that was seen: where, the words that count and in which part of it they stand, the thing itself."""

    kind: EvidenceKind
    address: str = ""
    value: str = ""
    field: str = ""
    is_public: bool = False
    content: bytes | None = None
    media_type: str = "application/octet-stream"
    sha256: str = ""  # of what is not kept itself


def keep_evidence(new: NewEvidence, *, by: Actor) -> Evidence:
    """Keep an item of evidence, in the caller's transaction; nothing changes it any more. Raises CaptureTooBig."""
    content = new.content
    if content is not None and len(content) > MOST_CAPTURE:
        raise CaptureTooBig(size=len(content), most=MOST_CAPTURE)
    row = Evidence.objects.create(
        kind=new.kind, address=new.address[:2000], value=new.value, field=new.field[:120], captured_at=clock.now(),
        sha256=hashlib.sha256(content).hexdigest() if content is not None else new.sha256, captured_kind=by.kind,
        captured_by=by.id, visible_to=Evidence.Eyes.PUBLIC if new.is_public else Evidence.Eyes.MODERATORS,
    )  # fmt: skip
    if content is not None:
        Capture.objects.create(evidence=row, media_type=new.media_type[:100], content=content)
    return row
