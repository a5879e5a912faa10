"""The scripts: small, without words of their own, and without ways to run what a page or a host may hand them."""

import re
from pathlib import Path

import brotli
import pytest

STATIC = Path(__file__).resolve().parents[2] / "allostream" / "web" / "static"
SCRIPTS = {path.name: path.read_text("utf-8") for path in sorted(STATIC.glob("*.js"))}
MOST_BYTES_SENT = 14_000
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
SENTENCE = re.compile(r"[\"'`][A-Z][a-z]+(?: [a-z]+)+[^\"'`]*[\"'`]")
RUNS_TEXT = re.compile(r"\b(?:eval|Function|innerHTML|outerHTML|insertAdjacentHTML|write|import)\s*[(=]")


def bare(script: str) -> str:
    return COMMENT.sub("", script)


def test_the_scripts_together_are_small_on_the_wire() -> None:
    assert set(SCRIPTS) == {"site.js", "player.js", "passkeys.js", "notices.js", "proof.js", "proof-worker.js"}
    assert sum(len(brotli.compress(script.encode())) for script in SCRIPTS.values()) < MOST_BYTES_SENT


@pytest.mark.parametrize(
    ("line", "pattern"),
    [('x.textContent = "Resume at once";', SENTENCE), ("x.innerHTML = y;", RUNS_TEXT), ("eval(x)", RUNS_TEXT)],
)
def test_a_prohibition_finds_its_bad_sample(line: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(bare(line))


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_has_no_words_of_its_own(name: str) -> None:
    """They would stay in one language: words come from the page."""
    assert SENTENCE.findall(bare(SCRIPTS[name])) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_makes_no_code_out_of_text(name: str) -> None:
    assert RUNS_TEXT.findall(bare(SCRIPTS[name])) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_names_no_other_site(name: str) -> None:
    """What a page loads from elsewhere stands in the page, where its policy is made."""
    assert re.findall(r"https?://", bare(SCRIPTS[name])) == []
