"""The papers that go with the code: they are there, and they agree with it."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

import allostream

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NOTES = sorted((ROOT / "docs" / "decisions").glob("*.md"))
# The text of the GNU Affero General Public License, version 3, as the Free Software Foundation publishes it.
AGPL = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def table_rows(text: str) -> list[list[str]]:
    """The cells of all table rows of a Markdown page, without the lines of dashes."""
    rows = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if not set("".join(row)) <= set(" -:")]


def test_the_licence_is_the_agpl_word_for_word() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == AGPL
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "AGPL-3.0-or-later"


def test_the_changelog_begins_with_the_current_version() -> None:
    headings = re.findall(r"^## \[?v?([0-9][^\s\]]*)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == allostream.__version__


def test_the_readme_shows_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "./dev run" in readme
    assert "./dev test" in readme


def test_the_pictures_of_the_readme_are_there_described_and_small() -> None:
    shown = re.findall(r'<img src="(docs/screenshots/[^"]+)" alt="([^"]+)"', (ROOT / "README.md").read_text())
    assert len(shown) >= 5
    there = {str(path.relative_to(ROOT)) for path in (ROOT / "docs" / "screenshots").iterdir()}
    assert {name for name, _told in shown} == there
    assert sum((ROOT / name).stat().st_size for name in there) < 1_500_000


def test_every_word_is_given_in_english_and_in_french() -> None:
    rows = table_rows((ROOT / "docs" / "words.md").read_text())
    headings = [row for row in rows if {"english", "french"} <= {cell.lower() for cell in row}]
    assert headings, "docs/words.md has no table with the columns English and French"
    columns = [cell.lower() for cell in headings[0]]
    words = [row for row in rows if row not in headings]
    assert len(words) > 30
    for row in words:
        assert len(row) == len(columns), row
        assert row[columns.index("english")], row
        assert row[columns.index("french")], row


@pytest.mark.parametrize("note", NOTES, ids=name_of)
def test_a_decision_note_is_short_and_says_situation_choice_others_and_change(note: Path) -> None:
    text = note.read_text().lower()
    assert len(text.splitlines()) < 40
    for part in ("situation", "choice", "weighed", "change our mind"):
        assert part in text, part


def test_decision_notes_have_numbers_of_their_own() -> None:
    numbers = [int(note.name[:4]) for note in NOTES]
    assert len(numbers) == len(set(numbers)) > 0


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text()):
        assert (page.parent / target).exists(), target
