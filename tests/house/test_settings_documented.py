"""docs/settings.md has every setting that is read, and only those."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `(ALLOSTREAM_[A-Z_]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
SETTING = re.compile(r"ALLOSTREAM_[A-Z_]+[A-Z]")
OF_TESTS_ONLY = {"ALLOSTREAM_REFERENCE_DATA"}
READERS = {
    "config/settings.py",
    "config/wsgi.py",
    "lib/collation.py",  # tables and migrations name their text order; lib may not ask Django which database it is
}


def settings_read(source: str) -> set[str]:
    """The variables that a settings module reads by its functions env(…), env_flag(…) and env_number(…)."""

    def names() -> Iterator[str]:
        for node in ast.walk(ast.parse(source)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"env", "env_flag", "env_number"}
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield f"ALLOSTREAM_{first.value}"

    return set(names())


def documented() -> dict[str, tuple[str, str]]:
    rows = ROW.findall((ROOT / "docs" / "settings.md").read_text())
    return {name: (default, meaning) for name, default, meaning in rows}


def test_settings_are_found_in_a_sample() -> None:
    assert settings_read('A = env("ONE", "")\nB = not env_flag("TWO", False)\nC = env_number("TEN", 10)\n') == {
        "ALLOSTREAM_ONE", "ALLOSTREAM_TWO", "ALLOSTREAM_TEN",
    }  # fmt: skip


def test_every_setting_is_described_and_no_other() -> None:
    read = settings_read((ROOT / "allostream" / "config" / "settings.py").read_text())
    assert len(read) > 5
    assert set(documented()) == read


@pytest.mark.parametrize("name", sorted(documented()))
def test_a_setting_has_a_default_and_a_meaning_in_sentences(name: str) -> None:
    default, meaning = documented()[name]
    assert default.strip()
    assert meaning.endswith(".")


def test_settings_are_read_in_one_place_only() -> None:
    """A variable read elsewhere would escape the check at the start, and this page."""
    readers = {path for path in (ROOT / "allostream").rglob("*.py") if "os.environ" in path.read_text()}
    assert {str(path.relative_to(ROOT / "allostream")) for path in readers} <= READERS


def test_documents_and_dev_speak_of_settings_that_exist() -> None:
    pages = [ROOT / "dev", *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    unknown = {
        f"{page.relative_to(ROOT)}: {name}"
        for page in pages
        for name in SETTING.findall(page.read_text())
        if name not in documented() and name not in OF_TESTS_ONLY
    }
    assert unknown == set()
