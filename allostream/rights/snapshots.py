"""What the rules were told and what they answered, as JSON that a decision keeps, and back. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from allostream.rights.engine.answers import Answer, Input, Missing, Sentence, Step
from allostream.rights.engine.facts import Work

_encode = msgspec.json.Encoder(order="deterministic").encode


def facts_of(work: Work) -> dict[str, Any]:
    """All facts of a work as plain values."""
    plain: dict[str, Any] = msgspec.json.decode(_encode(work))
    return plain


def work_of(facts: dict[str, Any]) -> Work:
    """The work again, so that an old decision can be followed step by step. Raises ValidationError for other values."""
    return msgspec.convert(facts, Work, strict=False)


def digest_of(work: Work) -> str:
    """A digest of everything that the rules are told of a work; equal works have equal ones."""
    return hashlib.blake2b(_encode(work), digest_size=16).hexdigest()


def path_of(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The way to an answer as plain values."""
    plain: list[dict[str, Any]] = msgspec.json.decode(_encode(list(steps)))
    return plain


def steps_of(path: Sequence[dict[str, Any]]) -> tuple[Step, ...]:
    """The way again."""
    return tuple(
        Step(
            step["rule"], step["outcome"],
            Sentence(step["sentence"]["key"], sentence_values(dict(step["sentence"]["values"]))),
            msgspec.convert(step["inputs"], tuple[Input, ...], strict=False),
        )
        for step in path
    )  # fmt: skip


def missing_of(missing: Iterable[Missing]) -> list[dict[str, str]]:
    """What is not known, as plain values."""
    return [{"fact": one.fact, "of": one.of} for one in missing]


DAYS = frozenset({"since", "end", "date"})  # values of sentences that are days (engine.sentences)


def sentence_values(plain: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """The values of a sentence from what a decision keeps, in the shape in which the rules give them."""
    return tuple((name, date.fromisoformat(value) if name in DAYS else value) for name, value in plain.items())


def values_of(answer: Answer) -> dict[str, Any]:
    """The values of an answer's sentence; days in ISO form."""
    plain: dict[str, Any] = msgspec.json.decode(_encode(dict(answer.sentence.values)))
    return plain
