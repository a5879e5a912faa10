"""What `./dev bench pages` promises: the same catalogue for the same seed, consistent with the rules; true figures."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bench.load import report
from bench.load.first_load import first_load, fonts_of
from bench.load.server import OPTIONS
from bench.load.wrk import BadRun, figures_of

ROOT = Path(__file__).resolve().parents[1]
TITLES = 300
# The table of wrk has the spread in the place where its latency percentiles are looked for.
WRK = """\
Running 2s test @ http://127.0.0.1:8123
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.91ms    9.20ms  99.00ms   50.00%
    Req/Sec     6.52k     1.10k    8.00k    99.00%
  13042 requests in 2.00s, 3.10MB read
"""
TOLD = {
    "requests": 13042, "microseconds": 2_000_000, "bytes": 26_084_000, "p50": 1830, "p99": 4120, "refused": 0,
    "broken": 0, "wraps": 0,
}  # fmt: skip
CHECK = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "allostream.config.settings"
django.setup()
from allostream.catalogue.models import Episode, Name, Season, Title, TitleFace
from allostream.hosts.identity import identify
from allostream.lib.names import folded, slug, sort_key
from allostream.links.actions import refresh_shown
from allostream.links.answering import CLAIMED, ruled
from allostream.links.models import AnswerClaim, RightsAnswer, ShownLink, WatchLink

def shown():
    columns = [field.attname for field in ShownLink._meta.concrete_fields if not field.primary_key]
    return set(ShownLink.objects.values_list(*columns))

before = shown()
refresh_shown(Title.objects.values_list("pk", flat=True))
assert before and shown() == before, shown() ^ before
answers = RightsAnswer.objects.all()
assert len({answer.basis for answer in answers}) > 3
for answer in answers:
    claim = AnswerClaim(**{name: getattr(answer, name) for name in ("status", "play", *CLAIMED)})
    columns = ruled(None, None, claim, None, answer.evaluated_on).columns
    other = {name: value for name, value in columns.items() if getattr(answer, name) != value}
    assert not other, (answer, other)
for face in TitleFace.objects.select_related("title"):
    year = f"-{face.title.year}" if face.kind == "film" and face.title.year else ""
    assert (face.slug, face.sort_key) == (slug(face.name) + year, sort_key(face.name, face.language)), face.name
for name in Name.objects.all():
    assert name.folded == folded(name.text), name.text
for link in WatchLink.objects.select_related("host"):
    found = identify(link.canonical_url)
    assert (found.content_key, found.host) == (link.content_key, link.host.slug), link.canonical_url
big = set(Season.objects.filter(number=3).values_list("title_id", flat=True))
assert len(big) > 3
for title in big:
    assert Episode.objects.filter(title=title).count() == 30
    assert WatchLink.objects.filter(title=title, episode__isnull=False).count() == 90
print(Title.objects.count(), WatchLink.objects.count(), len(before), Title.objects.get(pk=7).public_id)
"""


def told(**changed: int) -> str:
    return f"{WRK}FIGURES {json.dumps({**TOLD, **changed})}\n"


def environment(data: Path) -> dict[str, str]:
    # The catalogue of a test goes into a file of its own, whatever database the other tests use.
    kept = {name: value for name, value in os.environ.items() if name != "ALLOSTREAM_DATABASE_URL"}
    return {**kept, "ALLOSTREAM_DATA": str(data), "PYTHONPATH": str(ROOT)}


def python(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=environment(data), capture_output=True, text=True, check=False)


def seed(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return python(data, "-m", "bench.seeding", "--titles", str(TITLES), *words)


def digest(data: Path) -> list[str]:
    """What is in the tables of titles and links, in one value."""
    wanted = {"catalogue_title": "public_id, name, popularity", "links_watchlink": "public_id, canonical_url, basis"}
    with contextlib.closing(sqlite3.connect(data / "allostream.sqlite3")) as rows:
        return [str(rows.execute(f"SELECT {columns} FROM {table}").fetchall()) for table, columns in wanted.items()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("made-up")
    done = seed(data)
    assert done.returncode == 0, done.stdout + done.stderr
    return data


class TestTheMadeUpCatalogue:
    def test_it_says_what_the_rules_say_and_has_exactly_the_links_it_promises(self, made):
        done = python(made, "-c", CHECK)
        assert done.returncode == 0, done.stderr
        titles, links, *_ = done.stdout.split()
        assert (int(titles), int(links)) == (TITLES, 3 * TITLES)

    def test_it_is_used_again_as_it_is(self, made):
        before = (made / "allostream.sqlite3").stat().st_ino
        done = seed(made)
        assert (done.returncode, done.stdout) == (0, "")
        assert (made / "allostream.sqlite3").stat().st_ino == before

    def test_it_is_the_same_wherever_it_is_made_and_another_for_another_seed(self, made, tmp_path):
        seed(tmp_path, "--seed", "2")
        assert digest(tmp_path) != digest(made)
        done = seed(tmp_path)
        assert "Making a catalogue" in done.stdout
        assert digest(tmp_path) == digest(made)

    def test_the_titles_of_a_site_are_never_touched(self, made, tmp_path):
        own = tmp_path / "allostream.sqlite3"
        shutil.copy(made / own.name, own)
        with contextlib.closing(sqlite3.connect(own)) as rows:
            rows.execute("DROP TABLE bench_seed")
        before = own.read_bytes()
        done = seed(tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert "not made up here" in done.stderr
        assert own.read_bytes() == before


class TestARun:
    def test_it_measures_every_row_and_writes_table_and_file(self, made, tmp_path):
        # For so long that an answer comes also where everything else on the machine wants to work at once.
        load = ["--rounds", "1", "--seconds", "4", "--page", "film"] if shutil.which("wrk") else ["--no-load"]
        out = tmp_path / "run.json"
        done = python(made, "bench/pages.py", "--titles", str(TITLES), "--data", str(made), "--out", str(out), *load)
        assert done.returncode == 0, done.stdout + done.stderr
        found = json.loads(out.read_text())
        assert found["costs"]["series"]["FR"]["queries"] > found["costs"]["series"]["FR"]["queries_again"] > 0
        assert {part["kind"] for part in found["first_load"]["home"]} >= {"html", "css", "font"}
        if shutil.which("wrk"):
            rows = [(row["page"], row["state"], row["country"]) for row in found["rows"]]
            film = [("film", state, country) for country in ("FR", "US") for state in ("uncached", "cached")]
            assert rows == [("hello", "", ""), ("static file", "", ""), *film]
            assert all(row["rate"] > 0 and row["megabytes"] > 0 for row in found["rows"])
            assert "| film | cached | FR |" in done.stdout

    def test_without_wrk_it_names_the_remedy(self, made):
        bare = {**environment(made), "PATH": ""}
        command = [sys.executable, "bench/pages.py", "--data", str(made)]
        done = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (
            4,
            "The load is made by wrk: run `apt install wrk`, then this again.\n",
        )

    def test_the_server_is_started_as_operators_are_told_to(self):
        manual = (ROOT / "docs" / "operating.md").read_text()
        [line] = [line for line in manual.splitlines() if "`granian " in line]
        assert all(option in line for option in OPTIONS)


class TestFiguresOfWrk:
    def test_the_percentiles_are_those_of_the_script_not_the_spread_of_the_table(self):
        found = figures_of(told())
        assert (found.rate, found.p50, found.p99, found.bytes_each) == (6521, 1.83, 4.12, 2000)
        assert found.wraps == 0

    def test_addresses_that_ran_out_are_told(self):
        assert figures_of(told(wraps=1)).wraps == 1

    @pytest.mark.parametrize(
        ("output", "reason"),
        [
            (told(refused=3), "3 answers were errors"),
            (told(broken=2), "2 connections broke"),
            (told(requests=0), "not one answer"),
            (WRK, "told no figures"),
        ],
    )
    def test_a_run_with_bad_answers_has_no_figures(self, output, reason):
        with pytest.raises(BadRun, match=reason):
            figures_of(output)


class TestFirstLoad:
    SHEET = """
        @font-face { font-family: A; src: url(fonts/a.woff2) format("woff2"); }
        @font-face { font-family: A; src: url("fonts/cyrillic.woff2"); unicode-range: U+0400-045F, U+04?? }
        @font-face { font-family: B; src: url('fonts/b.woff2'); unicode-range: U+0000-00FF; }
    """

    def test_only_fonts_that_latin_text_needs_are_counted(self):
        assert fonts_of(self.SHEET) == ["fonts/a.woff2", "fonts/b.woff2"]

    def test_each_thing_that_the_head_names_is_counted_once(self):
        page = (
            '<link rel="stylesheet" href="/static/s.css"><script src="/x.js" defer></script><link rel="icon" href="/i">'
        )
        page += '<link rel="preload" as="font" href="/static/fonts/a.woff2">'
        bodies = {
            "/": page,
            "/static/s.css": self.SHEET,
            "/x.js": "x",
            "/static/fonts/a.woff2": "",
            "/static/fonts/b.woff2": "",
        }
        parts = first_load("/", lambda address: (10, bodies[address].encode()))
        assert [part.kind for part in parts] == ["html", "css", "js", "font", "font"]


class TestTheReport:
    ROW = {
        "page": "series", "state": "uncached", "country": "FR", "rate": 1200.0, "p50": 3.0, "p99": 30.0, "queries": 9,
        "raw": 40_000, "gzip": 8000, "br": 7000, "megabytes": 80.0, "asked_again": True,
        "was_cold": True,
    }  # fmt: skip
    HELLO = {**ROW, "page": "hello", "state": "", "country": "", "rate": 2400.0, "was_cold": False}
    RUN = {"rows": [HELLO, ROW], "first_load": {"home": [{"kind": "html", "size": 61_000}]}}

    def test_a_row_tells_its_figures_beside_the_bare_view(self):
        line = report.table(self.RUN).splitlines()[-1]
        assert line == (
            "| series | uncached (asked again) | FR | 1,200 | 0.50 | 3.00 | 30.00 | 9 | 40,000 | 8,000 | 7,000 | 80 |"
        )

    def test_a_cached_row_that_was_not_warm_in_time_says_so(self):
        line = report.table({"rows": [{**self.ROW, "state": "cached"}]}).splitlines()[-1]
        assert line.startswith("| series | cached (not all kept) | FR |")

    def test_an_earlier_run_is_set_beside_it(self):
        earlier = {**self.RUN, "rows": [{**self.ROW, "rate": 600.0}]}
        lines = report.table(self.RUN, earlier).splitlines()
        assert lines[-1].endswith("| × 2.00 |")
        assert lines[-2].endswith("| new |")

    def test_each_aim_is_met_or_missed_with_its_figure(self):
        aims = {words: met for met, words in report.aims(self.RUN)}
        assert aims == {
            "series, uncached, FR: 1,200 requests/s, at least 1,000": True,
            "series, uncached, FR: p99 30.0 ms, at most 25": False,
            "series, uncached, FR: 40,000 bytes, at most 90,000": True,
            "series, uncached, FR: 7,000 bytes compressed, at most 12,000": True,
            "first load of home: 61,000 bytes compressed, at most 60,000": False,
        }
