"""Everything that is known of an address before somebody brings it, for the form that asks them for the rest."""

from dataclasses import dataclass

from allostream.community import asking
from allostream.community.asking import candidate_of, facts_in
from allostream.community.guess_rules import Text
from allostream.community.guessing import NO_GUESS, About, Guess, guess, texts_of
from allostream.community.models import HostAnswer
from allostream.community.recognising import Seen, recognise
from allostream.connectors.candidates import Candidate
from allostream.hosts.identity import Identity
from allostream.rights.origin.facts import Facts

MOST_FILES = 3


@dataclass(frozen=True)
class Looked:
    """What an address is here, what its host tells of the copy, and which work that is taken for."""

    seen: Seen
    answer: HostAnswer | None = None
    told: Candidate | None = None
    facts: Facts | None = None
    guessed: Guess = NO_GUESS


def look(text: str, *, may_ask: bool) -> Looked:
    """What is known of an address; with `may_ask` its host is asked, within the time that people wait.

    Some forty queries at most. Raises NotAnAddress of lib.problems.
    """
    seen = recognise(text)
    answer = None
    if seen.host is not None and not seen.links:
        answer = asking.ask_while_waiting(seen.found, seen.host) if may_ask else asking.known_answer(seen.found)
    told, facts = candidate_of(answer), facts_in(answer)
    guessed = NO_GUESS if seen.links else guess(about(seen.found, told, facts))
    return Looked(seen, answer, told, facts, guessed)


def about(found: Identity, told: Candidate | None, facts: Facts | None) -> About:
    """What of a copy tells which work it is: names, year, length, identifiers, makers."""
    return About(
        texts=texts(found, told, facts),
        year=told.work.year if told else None,
        minutes=_minutes(told, facts),
        identifiers=told.work.identifiers if told else {},
        makers=(facts.maker,) if facts is not None and facts.maker else (),
    )


def _minutes(told: Candidate | None, facts: Facts | None) -> float | None:
    """How long the copy is, as far as its host tells."""
    seconds = (told.seconds if told else None) or (facts.seconds if facts else None)
    return seconds / 60 if seconds else told.work.minutes if told else None


def texts(found: Identity, told: Candidate | None, facts: Facts | None) -> tuple[Text, ...]:
    """The names of a copy, in the order in which they are believed."""
    title = (told.title if told else "") or (facts.title if facts else "")
    files = [one.name for one in (facts.files if facts else None) or () if one.is_video and one.is_original]
    return texts_of(title, _item(found), files[:MOST_FILES])


def _item(found: Identity) -> str:
    """The words of an address: what the host calls the item, or the last part of its path that has words."""
    kind, _, rest = found.content_key.partition(":")
    if kind in {"yt", "dm", "vimeo", "pt"}:
        return ""  # letters and figures without a meaning
    parts = [part for part in rest.split("?")[0].split("/") if any(c.isalpha() for c in part)]
    if kind == "url":
        parts = parts[1:]  # without the host
    return parts[-1] if parts else ""
