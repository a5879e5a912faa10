"""`manage.py messages compile`: make the compiled translations from their text files."""

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Compile and check translations in pure Python, so that a machine without gettext can run the site."""

    help = "Compile the translations, or check that none is missing."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["compile", "check"], help="compile: write .mo files; check: find gaps")

    def handle(self, *args: Any, **options: Any) -> None:
        files = [path for folder in settings.LOCALE_PATHS for path in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))]
        for path in files:
            if options["what"] == "check":
                check(path)
            elif not is_fresh(path):
                compile_file(path)
                if options["verbosity"]:
                    print(f"Compiled {path.parent.parent.name}/{path.name}.")


def is_fresh(path: Path) -> bool:
    """Whether the compiled file is there and not older than its text."""
    compiled = path.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime


def read(path: Path) -> Catalog:
    """The sentences of a text file. Raises CommandError, naming the file, when it is not well formed."""
    try:
        with path.open("rb") as file:
            return read_po(file, locale=path.parent.parent.name, abort_invalid=True)
    except PoFileError as error:
        raise CommandError(f"{path.name}: {error}. Mend the line and run this again.") from error


def compile_file(path: Path) -> None:
    """Write the compiled twin in one step, so that no reader, nor another compiler, meets half of it."""
    catalog = read(path)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".mo", delete=False) as file:
        write_mo(file, catalog)
    Path(file.name).chmod(0o644)  # whoever runs the site must be able to read it
    Path(file.name).replace(path.with_suffix(".mo"))


def check(path: Path) -> None:
    """Raise CommandError when a sentence has no translation or an uncertain one."""
    gaps = [message.id for message in read(path) if message.id and (message.fuzzy or not all(forms(message.string)))]
    if gaps:
        raise CommandError(f"{path}: {len(gaps)} sentences lack a certain translation, the first is “{gaps[0]}”.")


def forms(string: object) -> tuple[str, ...]:
    """The forms of a translation: one, or one for each number."""
    return tuple(string) if isinstance(string, (tuple, list)) else (str(string),)
