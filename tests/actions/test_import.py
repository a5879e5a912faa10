"""`manage.py import catalogue`: runs, reports and their repetition."""

import gzip
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection

from allostream.audit.models import AuditEntry, AuditPayload
from allostream.audit.rules import digest_rows
from allostream.catalogue.models import Identifier, ImportedRecord, Source, Title
from allostream.cli.importing import bar
from allostream.lib import exchange, ids
from allostream.links import intake
from allostream.links.models import WatchLink
from allostream.outbox.models import OutboxRow
from tests.actions.imports import OTHER, SOURCE, Run, film, link, rights, series, take_in, written

pytestmark = pytest.mark.django_db


def test_a_film_gets_its_permanent_id_from_its_key(tmp_path: Path) -> None:
    run = take_in(tmp_path, film())

    assert run.code == 0, run.errors
    assert run.count("title") == (1, 0, 0, 0)
    assert Title.objects.get().public_id == ids.id_for("lists:1")


def test_the_source_is_kept_with_licence_and_credit(tmp_path: Path) -> None:
    take_in(tmp_path, film())
    source = Source.objects.get()

    assert (source.licence, source.credit) == ("CC0-1.0", "Kept by its readers")
    assert Title.objects.get().source == source


def test_a_second_run_changes_nothing_and_says_so(tmp_path: Path) -> None:
    records = (film(), series(), rights())
    take_in(tmp_path, *records)
    before = (AuditEntry.objects.count(), OutboxRow.objects.count(), Title.objects.get(kind="film").version)

    run = take_in(tmp_path, *records)

    assert run.code == 0
    assert run.count("title") == (0, 0, 2, 0)
    assert "Nothing changed." in run.out
    assert (AuditEntry.objects.count(), OutboxRow.objects.count(), Title.objects.get(kind="film").version) == before


def test_a_changed_record_changes_the_title_and_raises_its_version(tmp_path: Path) -> None:
    take_in(tmp_path, film(), film("2", name="Sherlock Jr.", year=1924))

    run = take_in(tmp_path, film(runtime_min=79), film("2", name="Sherlock Jr.", year=1924))

    assert run.count("title") == (0, 1, 1, 0)
    assert list(Title.objects.order_by("pk").values_list("runtime_min", "version")) == [(79, 2), (None, 1)]


def test_each_batch_is_one_audit_entry_with_the_digest_of_its_rows(tmp_path: Path) -> None:
    records = [film(str(number), name=f"Film {number}") for number in range(5)]
    take_in(tmp_path, *records, batch=2, why="first filling")
    entries = list(AuditEntry.objects.filter(action="catalogue.import").order_by("pk"))

    assert len(entries) == 3
    reads = [exchange.read_line(json.dumps(record).encode()) for record in records[:2]]
    rows = [{"record": read.name, "digest": read.digest} for read in reads]
    assert entries[0].subject_id == digest_rows(rows)
    payload = AuditPayload.objects.get(entry=entries[0])
    assert payload.after["count"] == 2
    assert payload.after["summary"]["records"] == {"title new": 2}
    assert payload.why == "first filling"


def test_what_there_is_to_watch_is_counted_anew_once_however_many_batches_there_are(tmp_path: Path) -> None:
    take_in(tmp_path, film("1"), film("2", name="Sherlock Jr."), film("3", name="Our Hospitality"), batch=2)

    assert [row.topic for row in OutboxRow.objects.all()] == ["figures.count"]


def test_malformed_lines_are_named_and_do_not_stop_the_rest(tmp_path: Path) -> None:
    run = take_in(
        tmp_path, film("1"), "{broken", film("2", name="Sherlock Jr.", countries=["XX"]), film("3", name="Cops")
    )

    assert run.code == 1
    assert "2 records were refused" in run.failure
    assert f"{tmp_path}/list.jsonl:3 this is not JSON" in run.errors
    assert f"{tmp_path}/list.jsonl:4 lists:2: countries: “XX” is no ISO 3166-1" in run.errors
    assert sorted(Title.objects.values_list("name", flat=True)) == ["Cops", "The General"]


def test_a_refused_record_is_taken_in_when_it_is_mended(tmp_path: Path) -> None:
    take_in(tmp_path, rights(on="lists:1"), film("1"), batch=1)

    run = take_in(tmp_path, film("1"), rights(on="lists:1"), batch=1)

    assert run.count("rights") == (1, 0, 0, 0)
    assert run.code == 0


@pytest.mark.parametrize(
    ("record", "what"),
    [
        ({"record": "season", "key": "lists:20", "series": "lists:9"}, "series: “lists:9” is not known"),
        ({"record": "season", "key": "lists:20", "series": "lists:1"}, "series: “lists:1” is a film"),
        ({"record": "episode", "key": "lists:30", "season": "lists:1"}, "season: “lists:1” is a film"),
        ({"record": "episode", "key": "lists:1", "season": "lists:9"}, "season: “lists:9” is not known"),
        (rights(on="lists:9"), "on: “lists:9” is not known"),
        (link(on="lists:9"), "on: “lists:9” is not known"),
        (link(url="https://example.org/film"), "url: no host is known for “example.org”"),
        (film("2", genres=["noir"]), "genres: “noir” is not known"),
        (film("1", kind="series"), "kind: this key belongs to a film"),
        (film("5", source="films"), "key: it must begin with the slug of its source: “lists:”"),
        ({"record": "person", "key": "lists:1", "name": "Buster Keaton"}, "key: it belongs to a title already"),
    ],
)
def test_a_record_that_refers_to_nothing_is_refused_with_the_remedy(tmp_path: Path, record: dict, what: str) -> None:
    take_in(tmp_path, film("1"))

    run = take_in(tmp_path, record)

    assert run.code == 1
    assert what in run.errors


def test_the_same_record_twice_in_a_batch_is_refused_once(tmp_path: Path) -> None:
    run = take_in(tmp_path, film("1"), film("1", year=1927))

    assert run.count("title") == (1, 0, 0, 1)
    assert "the same record stands a few lines before" in run.errors
    assert Title.objects.get().year == 1926


@pytest.mark.parametrize("is_known", [False, True])
def test_a_record_that_comes_again_in_a_later_batch_changes_what_it_says_otherwise(
    tmp_path: Path, is_known: bool
) -> None:
    if is_known:
        take_in(tmp_path, film("0"))

    run = take_in(tmp_path, film("1"), film("1"), film("1", year=1927), film("1", year=1927), batch=1)

    assert run.count("title") == (1, 1, 2, 0)
    assert Title.objects.get(year=1927).names.count() == 1
    assert ImportedRecord.objects.count() == 1 + is_known


def test_a_file_must_begin_with_its_source(tmp_path: Path) -> None:
    for records in ((film(),), ("{",)):
        run = Run("catalogue", written(tmp_path, *records))

        assert run.code == 1
        assert f"{tmp_path}/list.jsonl:1 the first record must be the source record" in run.failure


def test_a_file_may_hold_records_of_several_sources(tmp_path: Path) -> None:
    run = take_in(tmp_path, SOURCE, film("1"), OTHER, film("1", source="films", name="Cops"))

    assert run.code == 0, run.errors
    assert set(Title.objects.values_list("name", "source__slug")) == {("The General", "lists"), ("Cops", "films")}


def test_a_missing_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    run = Run("catalogue", tmp_path / "none.jsonl")

    assert run.code == 1
    assert f"{tmp_path}/none.jsonl cannot be read" in run.failure


def test_a_database_that_refuses_is_told_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(intake, "take_in", refuse)
    run = take_in(tmp_path, film())

    assert run.code == 1
    assert "The database refused: attempt to write a readonly database. Was “manage.py migrate” run" in run.failure


def test_the_mark_that_editors_put_before_utf_8_is_not_part_of_the_first_line(tmp_path: Path) -> None:
    file = written(tmp_path, SOURCE, film())
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert Run("catalogue", file).count("title") == (1, 0, 0, 0)


def test_a_closed_standard_input_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)

    assert "stdin cannot be read: there is no standard input" in Run("catalogue", "-").failure


def test_a_gzip_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl.gz"
    path.write_bytes(gzip.compress(written(tmp_path, SOURCE, film()).read_bytes()))

    assert Run("catalogue", path).count("title") == (1, 0, 0, 0)


def test_a_gzip_file_that_breaks_off_keeps_what_was_read(tmp_path: Path) -> None:
    whole = gzip.compress(
        written(tmp_path, SOURCE, *(film(str(n), name=ids.id_for(str(n))) for n in range(600))).read_bytes()
    )
    path = tmp_path / "list.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])

    run = Run("catalogue", path, batch=50)

    assert run.code == 1
    assert "cannot be read" in run.failure
    assert Title.objects.count() > 100


@pytest.mark.parametrize("packed", [False, True])
def test_standard_input_is_read_with_a_dash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    content = written(tmp_path, SOURCE, film()).read_bytes()
    stream = io.BufferedReader(io.BytesIO(gzip.compress(content) if packed else content))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=stream))

    assert Run("catalogue", "-").count("title") == (1, 0, 0, 0)


def test_a_line_without_end_is_refused_and_the_next_one_is_read(tmp_path: Path) -> None:
    long = json.dumps(film("1", name="x" * 3_000_000))

    run = take_in(tmp_path, long, film("2", name="Cops"))

    assert "list.jsonl:2 the line holds" in run.errors
    assert Title.objects.get().name == "Cops"


def test_a_limit_stops_after_so_many_records(tmp_path: Path) -> None:
    run = take_in(tmp_path, *(film(str(number), name=f"Film {number}") for number in range(5)), limit=3)

    assert run.count("title") == (3, 0, 0, 0)


class Killed(BaseException):
    """Stands for the end of the process."""


def test_a_run_killed_between_batches_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [film(str(number), name=f"Film {number}") for number in range(6)]
    take, calls = intake.take_in, []

    def dying(*arguments: object, **options: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            raise Killed
        return take(*arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(intake, "take_in", dying)
        with pytest.raises(Killed):
            take_in(tmp_path, *records, batch=2)
    assert Title.objects.count() == 4

    run = take_in(tmp_path, *records, batch=2)

    assert run.count("title") == (2, 0, 4, 0)
    assert Title.objects.count() == 6


def test_a_batch_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dying(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(intake, "_record", dying)
    with pytest.raises(Killed):
        take_in(tmp_path, film(), rights())

    assert not Title.objects.exists()
    assert not ImportedRecord.objects.exists()
    assert not Identifier.objects.exists()


def everything() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts


def test_a_dry_run_writes_nothing_and_counts_as_the_real_run_does(tmp_path: Path) -> None:
    genre = {"record": "genre", "slug": "comedy", "names": {"en": "Comedy"}}
    records = (
        genre, film("1", genres=["comedy"]), series(), {"record": "season", "key": "lists:20", "series": "lists:10"},
        {"record": "episode", "key": "lists:30", "season": "lists:20"}, rights(), film("9", countries=["XX"]),
    )  # fmt: skip
    before = everything()

    trial = take_in(tmp_path, *records, dry_run=True, batch=1)

    assert everything() == before
    assert "nothing is written" in trial.out
    real = take_in(tmp_path, *records, batch=1)
    for kind in ("source", "genre", "title", "season", "episode", "rights", "line"):
        assert trial.count(kind) == real.count(kind), kind
    assert trial.code == real.code == 1


def test_a_dry_run_shows_what_would_change(tmp_path: Path) -> None:
    take_in(tmp_path, film())

    run = take_in(tmp_path, film(runtime_min=79, name="The Great Locomotive Chase"), dry_run=True)

    assert run.count("title") == (0, 1, 0, 0)
    assert "lists:1 runtime: nothing → (79, False)" in run.out
    assert Title.objects.get().runtime_min is None


def test_an_import_shows_its_progress_in_a_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allostream.cli.importing.PAUSE", 0.0)
    run = take_in(tmp_path, film("1"), film("2", name="Cops"), batch=1)

    assert "2 read, 2 new or changed, 0 refused" in run.errors
    assert "[####################] 100%" in run.errors


@pytest.mark.parametrize(
    ("share", "shown"), [(0.0, "[....................]   0%"), (0.5, "[##########..........]  50%")]
)
def test_the_bar_shows_how_much_has_been_read(share: float, shown: str) -> None:
    assert bar(share) == shown


def test_records_can_be_looked_at_again(tmp_path: Path) -> None:
    take_in(tmp_path, film(runtime_min=79))
    Title.objects.update(runtime_min=None)

    assert take_in(tmp_path, film(runtime_min=79)).count("title") == (0, 0, 1, 0)
    assert take_in(tmp_path, film(runtime_min=79), again=True).count("title") == (0, 1, 0, 0)
    assert Title.objects.get().runtime_min == 79


def test_no_address_but_https_is_fetched(tmp_path: Path) -> None:
    run = Run("catalogue", "https://127.0.0.1/list.jsonl")

    assert run.code == 1
    assert "cannot be fetched" in run.failure
    assert "cannot be read" in Run("catalogue", "http://example.org/list.jsonl").failure
    assert not WatchLink.objects.exists()


def test_the_number_of_statements_does_not_grow_with_the_records(
    tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    from django.test.utils import CaptureQueriesContext

    used = []
    for size in (5, 50):
        records = [
            film(f"{size}-{number}", name=f"Film {size} {number}", identifiers={"imdb": [f"tt{size:04}{number:04}"]})
            for number in range(size)
        ]
        with CaptureQueriesContext(connection) as queries:
            take_in(tmp_path, *records)
        used.append(len(queries))

    assert used[1] <= used[0] + 2
