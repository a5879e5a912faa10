"""`manage.py hosts dump` writes the list of hosts as TOML; `manage.py hosts load FILE` takes an edited list in."""

import json
import sys
import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allostream.audit.rules import Actor
from allostream.hosts.queries import host_rows
from allostream.hosts.rules import FIELDS, BadHost, HostRow, hosts_from
from allostream.links.actions import load_hosts


class Command(BaseCommand):
    """See and edit the hosts that links may lead to."""

    help = "Write the list of hosts as TOML (dump), or take an edited list in (load FILE, - for standard input)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        parts.add_parser("dump", help="write all hosts to standard output")
        load = parts.add_parser("load", help="add the hosts of a list and change those that are there already")
        load.add_argument("file", help="a TOML file as dump writes it, or - for standard input")
        load.add_argument("--why", default="", help="the reason, kept in the audit")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["part"] == "dump":
            self.stdout.write(
                "\n".join(as_toml({name: getattr(host, name) for name in FIELDS}) for host in host_rows())
            )
        else:
            self.load(options["file"], options["why"])

    def load(self, file: str, why: str) -> None:
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
            loaded = load_hosts(read_rows(text), by=Actor.command("hosts load"), why=why)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not UTF-8 (byte {error.start}): save it as UTF-8.") from error
        except BadHost as error:
            raise CommandError(f"{file}: {error}") from error
        self.stdout.write(
            f"{len(loaded.added)} added, {len(loaded.changed)} changed, {len(loaded.unchanged)} unchanged."
        )


def as_toml(values: dict[str, Any]) -> str:
    """One host as a TOML table. JSON's strings, numbers, booleans and lists are TOML's too."""
    lines = [f"{name} = {toml_value(value)}" for name, value in values.items()]
    return "\n".join(["[[host]]", *lines, ""])


def toml_value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {toml_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(part) for part in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_rows(text: str) -> list[HostRow]:
    """The rows of a TOML list. Raises BadHost that names the host, the field and the remedy."""
    try:
        tables = tomllib.loads(text).get("host", [])
    except tomllib.TOMLDecodeError as error:
        raise BadHost(f"this is no TOML: {error}") from error
    except RecursionError as error:
        raise BadHost("this is no TOML of hosts: it is nested too deep") from error
    if not isinstance(tables, list) or not tables:
        raise BadHost("there is no [[host]] table in it")
    return hosts_from(tables)
