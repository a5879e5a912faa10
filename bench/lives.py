"""What a corrected year of death costs: `./dev bench lives [--titles 50,400,2000]`.

On a fresh SQLite database a director of so many films, each free in most countries and with one link. Measured: the
transaction of the correction, which nobody else can write beside, and the time until the worker has judged all. Seconds
are those of the clock. Two corrections: one that changes nothing of what is free, and one that protects.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.turn import start

PORTION = 200


def make_films(count: int, name: str) -> str:
    """American films of 1926 by one person who died in 1950; returns the person's public id."""
    from allostream.audit.rules import Actor
    from allostream.catalogue.models import Credit, Person, Title, TitleCountry
    from allostream.hosts.models import Host, Standing
    from allostream.links.judging import evaluate
    from allostream.links.models import WatchLink
    from allostream.rights.models import Fact

    host, _made = Host.objects.get_or_create(
        slug="archive", name="Archive", monogram="A", kind=Host.Kind.ARCHIVE, stands=Standing.LISTED,
        official_page="https://archive.example/",
    )  # fmt: skip
    person = Person.objects.create(
        name=name, slug=f"director-{count}", died_on="1950-01-01", died_precision="year", nationalities=["FR"]
    )
    films = Title.objects.bulk_create([Title(kind="film", name=f"{name} {n}", year=1926) for n in range(count)])
    TitleCountry.objects.bulk_create([TitleCountry(title=film, code="US") for film in films])
    Credit.objects.bulk_create(
        [
            Credit(title=film, person=person, role=role)
            for film in films
            for role in ("principal_director", "screenplay", "dialogue", "composer")
        ]
    )
    WatchLink.objects.bulk_create([
        WatchLink(
            title=film, host=host, content_key=f"x:{film.pk}", content_key_hash=film.pk, key_version=1, basis="work",
            canonical_url=f"https://archive.example/{film.pk}", form="page", offer="free_open", countries_allowed=["*"],
            origin="cleared",
        )
        for film in films
    ])  # fmt: skip
    said = {"source_name": "Register", "source_weight": 2, "stated_kind": "system", "stated_by": "bench"}
    said |= {"stated_at": "2026-11-24T12:00:00Z", "state": "in_force"}
    free_of_others = [Fact(title=film, property="based_on_nothing", value={"holds": True}, **said) for film in films]
    died = Fact(person=person, property="died", value={"date": "1950"}, **said)
    Fact.objects.bulk_create([*free_of_others, died])
    for begin in range(0, count, PORTION):
        ids = [film.pk for film in films[begin : begin + PORTION]]
        evaluate(ids, by=Actor.system("bench"), nightly=True)
    return str(person.public_id)


def timed(work: Callable[[], object]) -> float:
    """How many seconds something takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def state_death(person: str, year: str) -> None:
    """State a year of death that replaces what was known, as a trusted person does."""
    from allostream.audit.rules import Actor
    from allostream.catalogue.models import Person
    from allostream.links.facts import state_fact
    from allostream.rights.actions.facts import Statement
    from allostream.rights.engine.facts import Weight
    from allostream.rights.fact_reading import read
    from allostream.rights.fact_rules import GivenSource
    from allostream.rights.fact_values import Property, Subject
    from allostream.rights.queries.facts import About

    about = About(Subject.PERSON, Person.objects.get(public_id=person).pk)
    source = GivenSource(f"Register of {year}", weight=Weight.REFERENCE, quote="died that year")
    said = Statement(Property.DIED, read(Property.DIED, {"date": year}), source, replaces=True)
    state_fact(about, said, by=Actor.system("bench"))


def work_off() -> None:
    """What the worker does: judge every portion."""
    from allostream.jobs.handlers import HANDLERS
    from allostream.links.holding import JUDGE_ANEW
    from allostream.outbox import actions as outbox

    while rows := outbox.claim([JUDGE_ANEW], "bench"):
        HANDLERS[JUDGE_ANEW](rows[0].payload)
        outbox.finish(rows[0])


def measure(count: int) -> None:
    """Measure both corrections of one person and print them."""
    from allostream.links.models import ShownLink

    person = make_films(count, f"Director of {count}")
    rows = ShownLink.objects.filter(title__name__startswith=f"Director of {count} ")
    for year, what in (("1951", "free as before"), ("1970", "protected in many countries")):
        before = rows.count()
        transaction = timed(lambda year=year: state_death(person, year))  # type: ignore[misc]  # a bound year
        held = rows.count()
        rest = timed(work_off)
        print(
            f"{count:>6,} titles, {what:<28} transaction {transaction:6.2f} s, all judged {transaction + rest:6.1f} s; "
            f"shown {before:,}, then {held:,}, in the end {rows.count():,}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench lives", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--titles", default="50,400,2000", help="how many titles the people have (50,400,2000)")
    options = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        for count in options.titles.split(","):
            measure(int(count))


if __name__ == "__main__":
    main()
