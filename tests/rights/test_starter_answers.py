"""The rules against the answers that the starter catalogue gives: each difference is written down and judged."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from allostream.catalogue.models import Identifier
from allostream.rights.engine import Answer, Status, evaluate
from allostream.rights.engine.facts import Role, Work
from allostream.rights.queries.works import works_of

JUDGED = Path(__file__).resolve().parents[2] / "docs" / "rights-differences.md"
STATE = date(2026, 11, 24)  # of the catalogue
EMPTY = (("writers", (Role.SCREENPLAY, Role.DIALOGUE)), ("composers", (Role.COMPOSER,)))


def lines() -> list[dict[str, Any]]:
    """The works of the catalogue as the file has them."""
    text = files("allostream.connectors.starter").joinpath("starter-catalogue.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def as_presupposed(work: Work, row: dict[str, Any]) -> Work:
    """The work with what the file presupposes where it is firm for France: nobody else counts, nothing older bars."""
    french = row["rights"]["FR"]
    if french["status"] != "pd" or french["play_in_page"] != "yes":
        return work
    nobody = frozenset(role for field, roles in EMPTY for role in roles if not row[field])
    return replace(work, nobody=work.nobody | nobody, is_based_on_nothing=True)


def said_by_file(answer: dict[str, Any]) -> str:
    """An answer of the file in short."""
    return answer["status"] + (" medium" if answer["status"] == "pd" and answer["confidence"] == "medium" else "")


def said_by_rules(answer: Answer) -> str:
    """An answer of the rules in short."""
    return answer.status.value + (" medium" if answer.status is Status.PD and answer.confidence == "medium" else "")


def differences() -> Iterator[tuple[str, str, str, str]]:
    """Every answer in which the rules and the file differ. An open licence is no matter of the rules' terms."""
    ids = dict(Identifier.objects.filter(scheme="starter", title__isnull=False).values_list("value", "title_id"))
    works = works_of(ids.values())
    for row in lines():
        work = as_presupposed(works[ids[row["slug"]]], row)
        for country, stated in row["rights"].items():
            if stated["status"] == "open_licence":
                continue
            theirs, ours = said_by_file(stated), said_by_rules(evaluate(work, country, STATE))
            if theirs != ours:
                yield row["slug"], country, theirs, ours


def judged() -> list[tuple[str, ...]]:
    """The rows of the document's tables: work, country, file, rules."""
    rows = [line.strip("|").split("|") for line in JUDGED.read_text().splitlines() if line.startswith("| `")]
    return [tuple(cell.strip().strip("`") for cell in row[:4]) for row in rows]


@pytest.mark.django_db
def test_every_difference_from_the_catalogue_is_judged_in_the_document_and_no_other():
    call_command("import", "starter", stdout=StringIO(), stderr=StringIO())

    found = list(differences())

    assert sorted(set(found) - set(judged())) == []
    assert sorted(set(judged()) - set(found)) == []
