"""An import from the first record to the last: batches, progress, report."""

import itertools
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from allostream.audit.rules import Actor
from allostream.catalogue.intake import Difference, Entry, Outcome, Remark
from allostream.catalogue.intake.bulk import in_bulk
from allostream.catalogue.intake.held import HeldLines, kind_of
from allostream.catalogue.models import Source
from allostream.cli.import_files import Offered, Reading
from allostream.cli.import_files import read as read_line
from allostream.cli.missing import Missing
from allostream.lib import exchange
from allostream.lib.exchange import BadLine
from allostream.links import intake
from allostream.links.queries.waiting import copies_waiting
from allostream.links.vouching import clear_vouched, vouch

BATCH = 5000
SHOWN_DIFFERENCES = 20
PAUSE = 5.0  # seconds between two lines of progress in a log
TERMINAL_PAUSE = 0.2
BAR = 20  # signs
KINDS = (
    "source", "genre", "person", "title", "season", "episode", "edition", "channel", "rights", "fact", "link", "line",
)  # fmt: skip


class NoSource(Exception):  # told to a person as it is
    """The first record says not where the others come from."""


@dataclass
class Report:
    """What an import has done so far."""

    counts: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    seconds: float = 0.0
    sources: set[str] = field(default_factory=set)
    # How many copies were cleared by somebody's word.
    vouched: int = 0
    # What sources have no more, as lines for people.
    gone: list[str] = field(default_factory=list)

    def total(self, *outcomes: Outcome) -> int:
        """How many records met one of these outcomes (all records if none is named)."""
        return sum(number for (_, outcome), number in self.counts.items() if not outcomes or outcome in outcomes)

    def lines(self) -> Iterator[str]:
        """The report as a table for people."""
        if self.counts:
            yield f"{'':10}{'new':>10}{'changed':>10}{'unchanged':>11}{'refused':>10}"
        for kind in KINDS:
            row = [self.counts[kind, outcome] for outcome in Outcome]
            if any(row):
                yield f"{kind:10}{row[0]:>10,}{row[1]:>10,}{row[2]:>11,}{row[3]:>10,}"
        read = self.total()
        yield f"{read:,} records in {self.seconds:.1f} s ({read / max(self.seconds, 0.001):,.0f}/s)."
        if not self.total(Outcome.NEW, Outcome.CHANGED):
            yield "Nothing changed."
        yield from self.gone
        if self.vouched:
            yield f"{self.vouched:,} copies are cleared by your word for them."
        yield from self._waiting()

    def _waiting(self) -> Iterator[str]:
        """How many copies nobody has looked at, and what to do about it."""
        waiting = copies_waiting(self.sources)
        if not waiting.copies:
            return
        yield (
            f"{waiting.copies:,} copies wait for somebody to look at who put them there, {waiting.flagged:,} of them "
            "with a warning sign: none of them is shown before."
        )
        yield "What next: judge what their hosts tell of them (manage.py origin judge FILE), look at them on the bench,"
        yield "or, if you have looked yourself, import again with --vouch “who looked at what, and when”."


@dataclass
class Import:
    """One run of an import. `errors` takes progress and remarks; a trial writes nothing to the database."""

    by: Actor
    errors: TextIO
    why: str = ""
    trial: bool = False
    again: bool = False
    limit: int | None = None
    batch_size: int = BATCH
    quiet: bool = False
    reading: Reading = field(default_factory=Reading)
    # What a trial takes for granted, as names of records: hosts, for one, that the real run would add.
    supposed: Collection[str] = ()
    # The word of whoever vouches for the copies of what is taken in.
    vouch: str | None = None
    # Whether the records are all that their source has, and whether it may have lost more than a fifth of them.
    complete: bool = False
    accepts_loss: bool = False
    report: Report = field(default_factory=Report)
    _missing: list[Missing] = field(default_factory=list)
    # Whether nothing was held of the source at hand when its records began.
    _is_first: bool = False

    def run(self, offered: Iterator[Offered]) -> Report:
        """Take everything in. Raises NoSource; batches that are written stay written whatever happens later."""
        started = time.monotonic()
        progress = _Progress(self.errors, self.report, self.reading, started, quiet=self.quiet)
        self._tell = progress.tell
        self.reading.heard = progress.show
        with _Seen() as seen, ExitStack() as work:
            seen.add(iter(self.supposed))
            try:
                for source, entries in self._batches(offered, work):
                    self._take_in(source, entries, seen)
                    progress.show()
                self._settle()
                if not self.trial and self.limit is None:
                    self.reading.done()
            finally:
                progress.end()
                self.report.seconds = time.monotonic() - started
        return self.report

    def _batches(self, offered: Iterator[Offered], work: ExitStack) -> Iterator[tuple[Source, list[Entry]]]:
        """Batches of records of one source each. Once there is a source, the work is one in bulk."""
        source: Source | None = None
        batch: list[Entry] = []
        held: HeldLines | None = None
        own = ""
        for place, line in self._limited(offered):
            if held and isinstance(line, bytes) and held.meets(line):
                self.report.counts[kind_of(line), Outcome.UNCHANGED] += 1
                continue
            read = line if isinstance(line, BadLine) else read_line(line)
            if isinstance(read, BadLine):
                self._meet(read.key)
                self._refuse(place, read, source)
                continue
            if isinstance(read.record, exchange.Source):
                if source is None:
                    work.enter_context(in_bulk())
                if source and batch:
                    yield source, batch
                source, batch = self._source(read.record), []
                own = f"{source.slug}:"
                held = self._held(source)
                self._is_first = held is not None and not held
                if self.complete:
                    self._missing.append(Missing(source, held))
                continue
            self._meet(read.name)
            if source is None:
                raise NoSource(f"{place} the first record must be the source record: see docs/import.md.")
            # The names of most records are their keys.
            if not read.name.startswith(own) and (wrong := _foreign_key(read.record, source)):
                self._refuse(place, BadLine(exchange.key_of(read.record), wrong), source)
                continue
            batch.append(Entry(place, read))
            if len(batch) == self.batch_size:
                yield source, batch
                batch = []
        if source and batch:
            yield source, batch

    def _held(self, source: Source) -> HeldLines | None:
        """What need not be read again. Whoever vouches for copies, or asks for all anew, has it read."""
        return None if self.again or self.vouch is not None or source.pk is None else HeldLines(source)

    def _meet(self, name: str) -> None:
        if self._missing:
            self._missing[-1].meet(name)

    def _settle(self) -> None:
        """Tell, and mark, what the sources have no more."""
        for missing in self._missing:
            told = missing.settle(by=self.by, why=self.why, trial=self.trial, accepts_loss=self.accepts_loss)
            self.report.gone += told

    def _limited(self, offered: Iterator[Offered]) -> Iterator[Offered]:
        """The source and, after it, at most as many records as are asked for."""
        return offered if self.limit is None else itertools.islice(offered, self.limit + 1)

    def _source(self, record: exchange.Source) -> Source:
        source, outcome = intake.take_in_source(record, by=self.by, why=self.why, trial=self.trial)
        self.report.counts["source", outcome] += 1
        self.report.sources.add(source.slug)
        if self.vouch is not None and not self.trial:
            self._given = vouch(source, self.vouch, by=self.by, why=self.why)
        return source

    def _refuse(self, place: str, error: BadLine, source: Source | None) -> None:
        if source is None:
            raise NoSource(f"{place} the first record must be the source record, but: {error}")
        self.report.counts["line", Outcome.REFUSED] += 1
        self._tell(str(Remark(place, error.key, str(error), refused=True)))

    def _take_in(self, source: Source, entries: list[Entry], seen: "_Seen") -> None:
        # Of a source that had nothing only what this run brought is known: no record need be asked for, and one that
        # comes twice is looked at twice, which changes nothing.
        again = self.again or self._is_first
        result = intake.take_in(
            entries, source=source, by=self.by, why=self.why, again=again, trial=self.trial, assumed=seen.among
        )
        self.report.counts.update(result.counts)
        if self.vouch is not None and not self.trial:
            records = [entry.read.record for entry in entries if entry.outcome is not Outcome.REFUSED]
            links = [record for record in records if isinstance(record, exchange.Link)]
            self.report.vouched += clear_vouched(self._given, links, by=self.by, why=self.why)
        room = SHOWN_DIFFERENCES - len(self.report.differences)
        self.report.differences += result.differences[:room]
        for remark in result.remarks:
            self._tell(str(remark))
        if self.trial:
            seen.add(entry.read.name for entry in entries if entry.outcome is not Outcome.REFUSED)


def _foreign_key(record: exchange.AnyRecord, source: Source) -> str:
    """What is wrong with a key of another source, or "" when it is the source's own."""
    key = getattr(record, "key", None)
    if key is None or key.partition(":")[0] == source.slug:
        return ""
    return f"key: it must begin with the slug of its source: “{source.slug}:”"


class _Seen:
    """The names of the records of a trial run, on disk, so that later batches can refer to earlier ones."""

    def __enter__(self) -> "_Seen":
        self._folder = tempfile.TemporaryDirectory(prefix="allostream-import-")
        self._db = sqlite3.connect(Path(self._folder.name) / "seen.sqlite3", isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self._db.execute("CREATE TABLE seen (name TEXT PRIMARY KEY) WITHOUT ROWID")
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()
        self._folder.cleanup()

    def add(self, names: Iterator[str]) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR IGNORE INTO seen VALUES (?)", ((name,) for name in names))
        self._db.execute("COMMIT")

    def among(self, names: Collection[str]) -> set[str]:
        """Which of these names were seen."""
        ask = "SELECT name FROM seen WHERE name = ?"
        return {name for name in names if self._db.execute(ask, (name,)).fetchone()}


def bar(share: float) -> str:
    """A part from 0 to 1 as a bar of signs and in hundredths."""
    done = int(share * BAR)
    return f"[{'#' * done}{'.' * (BAR - done)}] {share:4.0%}"


class _Progress:
    """How far the import is: one line that changes on a terminal, a line every few seconds in a log."""

    def __init__(self, errors: TextIO, report: Report, reading: Reading, started: float, *, quiet: bool) -> None:
        self._errors, self._report, self._reading, self._quiet = errors, report, reading, quiet
        self._started = started
        self._on_terminal = errors.isatty()
        self._last = started
        self._line = ""

    def show(self) -> None:
        """Tell how far it is, unless that was told a moment ago."""
        now = time.monotonic()
        if self._quiet or now - self._last < (TERMINAL_PAUSE if self._on_terminal else PAUSE):
            return
        self._last = now
        read, refused = self._report.total(), self._report.total(Outcome.REFUSED)
        written = self._report.total(Outcome.NEW, Outcome.CHANGED)
        rate = read / max(now - self._started, 0.001)
        line = f"{read:,} read, {written:,} new or changed, {refused:,} refused, {rate:,.0f}/s"
        share = self._reading.share()
        if share is not None:
            line = f"{bar(share)} {line}"
        if self._on_terminal:
            self._errors.write(f"\r{line:<{len(self._line)}}")
            self._line = line
        else:
            self._errors.write(f"{line}\n")
        self._errors.flush()

    def tell(self, text: str) -> None:
        """A line of its own, above the line of progress."""
        self._clear()
        self._errors.write(f"{text}\n")

    def end(self) -> None:
        self._clear()
        self._errors.flush()

    def _clear(self) -> None:
        if self._line:
            self._errors.write(f"\r{'':<{len(self._line)}}\r")
            self._line = ""
