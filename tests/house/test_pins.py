"""What is installed is pinned: exact versions, with hashes, and nothing from an address."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "requirements"


def pinned(name: str) -> dict[str, str]:
    """Package to version, from a file of pins; every requirement in it must have a version and a hash."""
    found = {}
    for entry in re.split(r"\n(?=[a-z0-9])", (FOLDER / name).read_text()):
        if entry.startswith("#"):
            continue
        match = re.match(r"([a-z0-9._-]+)==(\S+) \\\n    --hash=sha256:[0-9a-f]{64}", entry)
        assert match, entry[:120]
        found[match[1]] = match[2]
    return found


def wanted(name: str) -> set[str]:
    lines = (FOLDER / name).read_text().splitlines()
    return {re.split(r"[\[=<>~]", line)[0] for line in lines if line and line[0] not in "-#"}


@pytest.mark.parametrize("kind", ["base", "dev"])
def test_every_wanted_package_is_pinned(kind: str) -> None:
    assert wanted(f"{kind}.in") <= set(pinned(f"{kind}.txt"))


def test_tests_run_on_the_versions_that_the_site_runs_on() -> None:
    assert pinned("base.txt").items() <= pinned("dev.txt").items()


@pytest.mark.parametrize("name", ["base.in", "base.txt", "dev.in", "dev.txt"])
def test_no_package_comes_from_an_address(name: str) -> None:
    assert not re.search(
        r"https?:|file:/|git\+| @ |--(extra-)?index|--find-links|--trusted", (FOLDER / name).read_text()
    )
