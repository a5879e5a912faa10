"""The whole of it: is it there already, and if not, every step in order."""

import time
from collections.abc import Callable
from enum import StrEnum

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.cli.demo_sites import SITES, TEXTS
from allostream.cli.start_hosts import add_start_hosts
from allostream.links import tallies
from allostream.sites.actions import ensure_site
from bench.seeding import links, parts, titles
from bench.seeding.insertion import POSTGRESQL, Chance, run, without_indexes

LINKS_PER_TITLE = 3
FIGURES_OF = ("*", "FR", "US")
BY = Actor.command("bench")
# The tables of these apps are filled here; their indexes are made at the end.
FILLED = ("catalogue", "links")


class State(StrEnum):
    """What a database holds."""

    EMPTY = "empty"
    READY = "ready"
    """Exactly this catalogue."""
    OLD = "old"
    """A made-up catalogue of another size, seed, program or shape of the tables, or one that was not finished."""
    OTHER = "other"
    """Somebody's titles: nothing of it may be touched."""


def fingerprint(count: int, seed: int, program: str) -> str:
    """What the content depends on: size, seed, the program that makes it, and the shape of the tables."""
    shape = sorted(".".join(name) for name in MigrationLoader(None).disk_migrations)
    return f"{count} titles, seed {seed}, program {program}, {' '.join(shape)}"


def state(wanted: str) -> State:
    """What the database holds, by the fingerprint of what is wanted."""
    tables = connection.introspection.table_names()
    if "bench_seed" in tables:
        with connection.cursor() as cursor:
            cursor.execute("SELECT fingerprint FROM bench_seed")
            return State.READY if cursor.fetchone() == (wanted,) else State.OLD
    if Title._meta.db_table in tables:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {Title._meta.db_table} LIMIT 1")
            return State.OTHER if cursor.fetchone() else State.EMPTY
    return State.EMPTY


def fill(count: int, seed: int, wanted: str, tell: Callable[[str], None]) -> None:
    """Fill an empty, migrated database. What is there before the last step is of use to nobody."""
    run("CREATE TABLE bench_seed (fingerprint text)")
    chance = Chance(seed)
    filled = [model for app in FILLED for model in apps.get_app_config(app).get_models()]
    _hurry()
    for new in SITES:
        ensure_site(new, by=BY, texts=TEXTS)
    add_start_hosts(by=BY)
    with _at_once(), without_indexes(filled):
        for name, step in _steps(chance, count):
            start = time.monotonic()
            step()
            tell(f"{name}: {time.monotonic() - start:.0f} s")
        start = time.monotonic()
    tell(f"indexes: {time.monotonic() - start:.0f} s")
    _settle(filled)
    start = time.monotonic()
    tallies.count_facets()
    for country in FIGURES_OF:
        tallies.keep_shelves(country)
    tell(f"facets and shelves: {time.monotonic() - start:.0f} s")
    run("INSERT INTO bench_seed VALUES (%s)", [[wanted]])


def _steps(chance: Chance, count: int) -> list[tuple[str, Callable[[], None]]]:
    return [
        ("names", lambda: titles.stage_titles(chance, count)),
        ("titles", lambda: titles.fill_titles(chance)),
        ("people", lambda: titles.fill_people(chance, count)),
        ("seasons and episodes", lambda: parts.fill_parts(chance, count)),
        ("links, drawn", lambda: links.stage_links(chance, count * LINKS_PER_TITLE)),
        ("links, written", lambda: links.fill_links(chance)),
        ("what is shown where", links.fill_shown),
        ("answers", lambda: links.fill_answers(chance)),
        ("figures", lambda: links.count_figures(FIGURES_OF)),
    ]


def _hurry() -> None:
    """Nothing needs to survive a crash: what was begun is thrown away."""
    if POSTGRESQL:
        settings = ("synchronous_commit = off", "maintenance_work_mem = '512MB'", "work_mem = '256MB'")
        for setting in (*settings, "temp_buffers = '256MB'"):
            run(f"SET {setting}")
        return
    pragmas = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000", "temp_store = MEMORY", "threads = 2")
    for pragma in (*pragmas, "ignore_check_constraints = ON"):
        run(f"PRAGMA {pragma}")


def _at_once() -> transaction.Atomic:
    """One transaction; SQLite, which keeps no journal now, writes its pages once that way."""
    return transaction.atomic()


def _settle(filled: list[type[models.Model]]) -> None:
    """Leave the database as the program's own writing leaves it: counters beyond the rows, figures for the planner."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)
    run("VACUUM ANALYZE" if POSTGRESQL else "ANALYZE")
    if not POSTGRESQL:
        run("PRAGMA journal_mode = WAL")
