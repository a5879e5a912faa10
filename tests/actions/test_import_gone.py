"""Records that their source has no more: told, marked, never withdrawn, and guarded against files that break off."""

from pathlib import Path

import pytest

from allostream.audit.models import AuditEntry
from allostream.catalogue.models import ImportedRecord, Title
from allostream.links.models import WatchLink
from tests import factories
from tests.actions.imports import Run, film, link, take_in

pytestmark = pytest.mark.django_db
FILMS = [film(str(n), name=f"The Film of Number {n}", year=1900 + n) for n in range(60)]


def gone() -> set[str]:
    return set(ImportedRecord.objects.exclude(gone_at=None).values_list("key", flat=True))


def test_what_a_whole_reading_lacks_is_marked_and_stays(tmp_path: Path) -> None:
    factories.make_host()
    take_in(tmp_path, *FILMS, link(on="lists:0"))
    changed = {**FILMS[3], "year": 1950}

    tried = take_in(tmp_path, *FILMS[2:3], changed, *FILMS[4:], complete=True, dry_run=True)
    assert "3 of 61 records of “lists” are no longer there: link:" in tried.out
    assert gone() == set()

    run = take_in(tmp_path, *FILMS[2:3], changed, *FILMS[4:], complete=True)
    assert "Their titles and links stay." in run.out
    assert run.count("title") == (0, 1, 57, 0)
    assert {"lists:0", "lists:1"} < gone()
    assert (Title.objects.count(), WatchLink.objects.count(), len(gone())) == (60, 1, 3)
    assert AuditEntry.objects.filter(action="catalogue.gone").count() == 1
    assert "no longer" not in take_in(tmp_path, *FILMS[2:3], changed, *FILMS[4:], complete=True).out

    assert take_in(tmp_path, *FILMS[:2]).code == 0  # they come back
    assert len(gone()) == 1


def test_a_source_that_loses_more_than_a_fifth_is_not_believed(tmp_path: Path) -> None:
    take_in(tmp_path, *FILMS)

    run: Run = take_in(tmp_path, *FILMS[:40], complete=True)
    assert "20 of 60 records" in run.out
    assert "more than a fifth, so nothing was marked" in run.out
    assert gone() == set()

    take_in(tmp_path, *FILMS[:40], complete=True, accept_loss=True)
    assert len(gone()) == 20


def test_a_record_that_is_refused_is_not_gone(tmp_path: Path) -> None:
    take_in(tmp_path, *FILMS[:5])

    take_in(tmp_path, *FILMS[:4], {**FILMS[4], "year": 3}, complete=True)

    assert gone() == set()
