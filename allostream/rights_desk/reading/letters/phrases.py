"""The families of words in phrases.toml, as patterns. Pure: the file is part of the program."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8"))


def _compiled(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


def pattern(section: str, name: str) -> re.Pattern[str]:
    """A family of words."""
    return _compiled(_file()[section][name])


def table(section: str, name: str) -> dict[str, re.Pattern[str]]:
    """Families of words by what they stand for, in the order of the file."""
    return {key: _compiled(words) for key, words in _file()[section][name].items()}


def ordered(section: str, name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Families that are tried in the order of the file; the same role may come twice."""
    return tuple((entry["role"], _compiled(entry["words"])) for entry in _file()[section][name])


def words(section: str, name: str) -> dict[str, frozenset[str]]:
    """Single words by what they stand for."""
    return {key: frozenset(text.split()) for key, text in _file()[section][name].items()}
