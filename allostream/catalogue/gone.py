"""Records that their source has no more. Nothing is withdrawn for it: titles, names and links stay, and it is known
that the source no longer says so; a record that comes back is taken in anew."""

from collections.abc import Sequence

from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor, digest_rows
from allostream.catalogue.intake.rows import portions
from allostream.catalogue.models import ImportedRecord, Source
from allostream.lib import clock

FEWEST = 50  # of so small a source any part may go
MOST_LOST = 0.2


def is_suspect(gone: int, had: int) -> bool:
    """Whether so much is missing that rather the file is broken off than the source has lost it."""
    return had >= FEWEST and gone > had * MOST_LOST


def mark_gone(source: Source, names: Sequence[str], *, by: Actor, why: str = "") -> int:
    """Note that a source has these records no more; how many were not noted before. One transaction, one entry."""
    marked, at = 0, clock.now()
    with transaction.atomic():
        present = ImportedRecord.objects.filter(source=source, gone_at=None)
        for portion in portions(names):
            marked += present.filter(key__in=portion).update(gone_at=at)
        if marked:
            audit.record_batch(
                "catalogue.gone", by=by, subject_kind="import", count=marked, why=why,
                digest=digest_rows({"record": name} for name in names),
                summary={"source": source.slug, "records": marked},
            )  # fmt: skip
    return marked
