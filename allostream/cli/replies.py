"""A file of what hosts answered about copies, one reply a line: all are judged, with a table of outcomes."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TextIO

from allostream.audit.rules import Actor
from allostream.checks.actions import note_missed
from allostream.hosts.identity import NotAnAddress
from allostream.lib.problems import NotFound, Problem
from allostream.links.copies import judge_copy, judge_reply
from allostream.links.queries.waiting import links_to
from allostream.rights.origin.judging import Verdict

WAY = 'give {"link": "its id", "reply": {…}} or {"url": "its address", "reply": {…}}'
MEANING = {
    Verdict.AUTOMATIC: "cleared",
    Verdict.REVIEWER: "for a reviewer",
    Verdict.HOLD: "for a reviewer, on hold",
    Verdict.REJECT: "refused",
    Verdict.TOMBSTONE: "gone at the host",
}


@dataclass
class Replies:
    """What came of a file: how many copies met which verdict, how often each sign, how many lines none."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    signs: Counter[str] = field(default_factory=Counter)
    unread: int = 0

    def lines(self) -> Iterator[str]:
        """The table for people."""
        for verdict, meaning in MEANING.items():
            yield f"{meaning:24}{self.verdicts[verdict]:>10,}"
        yield f"{'not judged':24}{self.unread:>10,}"
        for code, number in self.signs.most_common():
            yield f"  {code:22}{number:>10,}"


def judge_all(
    lines: Iterable[str], secret: bytes, *, records: bool, by: Actor, why: str = "", errors: TextIO
) -> Replies:
    """Judge the copies of all replies; a line that cannot be judged is told and passed over, each copy is by itself."""
    done = Replies()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            links, reply = _read(line)
            judged = [
                judge_copy(link, reply, secret, by=by, why=why) if records else judge_reply(link, reply, secret)
                for link in links
            ]
        except NotFound:
            done.unread += 1
            errors.write(f"line {number}: no link has this id or address: {WAY}\n")
            continue
        except (Problem, ValueError) as error:
            done.unread += 1
            errors.write(f"line {number}: {error}\n")
            continue
        if records and (missed := [one.link.pk for one in judged if one.is_missed]):
            note_missed(missed)
        for one in judged:
            done.verdicts[one.judgement.verdict] += 1
            done.signs.update({sign.code.value for sign in one.judgement.signs})
    return done


def _read(line: str) -> tuple[list[str], Any]:
    """The links of a line and the reply. Raises ValueError with the remedy, NotFound where there is no link."""
    try:
        told = json.loads(line)
    except ValueError as error:
        raise ValueError(f"this is no JSON: {WAY}") from error
    if not isinstance(told, dict) or "reply" not in told:
        raise ValueError(f"the reply is missing: {WAY}")
    if isinstance(told.get("link"), str):
        return [told["link"]], told["reply"]
    if not isinstance(told.get("url"), str):
        raise ValueError(f"it does not say which copy it is about: {WAY}")
    try:
        links = links_to(told["url"])
    except NotAnAddress as error:
        raise ValueError(f"url: it cannot be read ({error}): correct it") from error
    if not links:
        raise NotFound
    return links, told["reply"]
