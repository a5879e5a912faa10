"""`manage.py messages`: translations without gettext."""

import gettext
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

TEXT = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Watch"
msgstr "{watch}"

msgid "%(n)s film"
msgid_plural "%(n)s films"
msgstr[0] "%(n)s film"
msgstr[1] "%(n)s films"
"""


@pytest.fixture
def text(tmp_path: Path, settings: Any) -> Path:
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT.format(watch="Voir"))
    return path


def test_a_text_file_is_compiled_for_gettext(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("messages", "compile")
    assert "Compiled fr/django.po." in capsys.readouterr().out
    with text.with_suffix(".mo").open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Watch") == "Voir"
    assert french.ngettext("%(n)s film", "%(n)s films", 2) == "%(n)s films"


def test_a_fresh_file_is_left_alone(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("messages", "compile")
    capsys.readouterr()
    call_command("messages", "compile")
    assert capsys.readouterr().out == ""


def test_a_broken_file_is_named_and_leaves_the_old_one(text: Path) -> None:
    call_command("messages", "compile")
    before = text.with_suffix(".mo").read_bytes()
    text.write_text("this is no sentence\n")
    os.utime(text, (2e9, 2e9))
    with pytest.raises(CommandError, match=r"django\.po"):
        call_command("messages", "compile")
    assert text.with_suffix(".mo").read_bytes() == before


def test_a_gap_is_found(text: Path) -> None:
    call_command("messages", "check")
    text.write_text(TEXT.format(watch=""))
    with pytest.raises(CommandError, match="Watch"):
        call_command("messages", "check")
