"""The lines of a letter: what its sender wrote, and what he only quotes or passes on. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
# What mail programs write over a text that is passed on or answered (English, French, German, Spanish).
_PASSED_ON = re.compile(
    r"\s*(?:[-_*=]{2,}\s*)?(?:forwarded message|begin forwarded message|original message|message transf[ée]r[ée]"
    r"|d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|message d'origine|message original"
    r"|weitergeleitete nachricht|urspr[üu]ngliche nachricht|mensaje (?:original|reenviado))\s*:?\s*(?:[-_*=]{2,})?\s*",
    re.IGNORECASE,
)
_WROTE = re.compile(
    (
        r"\s*(?:on\b.{4,200}\bwrote|le\b.{4,200}\ba [ée]crit|am\b.{4,200}\bschrieb.{0,80}"
        r"|el\b.{4,200}\bescribi[óo])\s*:\s*"
    ),
    re.IGNORECASE,
)
# Outlook puts the head of the mail over it, without any mark.
_HEAD_FROM = re.compile(r"[ \t*_]*(?:from|de|von|desde)[ \t\u00a0*_]*:.*@.*", re.IGNORECASE)
_HEAD_MORE = re.compile(
    r"[ \t*_]*(?:sent|date|to|cc|subject|envoyé|à|objet|gesendet|datum|an|betreff|enviado|fecha|para|asunto)"
    r"[ \t\u00a0*_]*:.*",
    re.IGNORECASE,
)
_SHORT = 600  # characters of a covering note


@dataclass(frozen=True, slots=True)
class Line:
    """A line: where its words begin and end in the letter, the words, and how often they are quoted."""

    start: int
    end: int
    words: str
    depth: int = 0

    @property
    def is_blank(self) -> bool:
        return not self.words.strip()


def lines_of(text: str) -> Iterator[Line]:
    """Every line of a text, in order; its marks of quotation are not part of its words."""
    at = 0
    for whole in text.splitlines(keepends=True):
        words = whole.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        quoted = _QUOTE.match(words)
        skipped = quoted.end() if quoted else 0
        depth = words[:skipped].count(">")
        yield Line(at + skipped, at + len(words), words[skipped:], depth)
        at += len(whole)


@dataclass(frozen=True, slots=True)
class Parted:
    """A letter as what is said in it and what it only cites. `is_passed_on`: all that is said stands in something that
    was passed on, so its sender is somebody else than the sender of the mail."""

    said: tuple[Line, ...]
    cited: tuple[Line, ...]
    is_passed_on: bool = False


def parted(text: str, matters: re.Pattern[str], own_hosts: Collection[str] = ()) -> Parted:
    """Part a letter. `matters` is what makes a part a notice (an address, a sworn statement): where nothing in what the
    sender wrote himself matters and it is short, it is a covering note, and what it covers is the letter. An answer to
    a letter from one of `own_hosts` says what stands above it: ours is not its sender's."""
    lines = tuple(lines_of(text))
    below = next((at for at, line in enumerate(lines) if _begins_another(lines, at)), len(lines))
    said = tuple(line for line in lines[:below] if not line.depth)
    cited = tuple(line for line in lines[:below] if line.depth) + lines[below:]
    own = "\n".join(line.words for line in said)
    if matters.search(own) or not any(matters.search(line.words) for line in cited):
        return Parted(said, cited)
    if len(own.strip()) > _SHORT or (own.strip() and _is_from(lines[below : below + 3], own_hosts)):
        return Parted(said, cited)
    return Parted(cited, said, is_passed_on=True)


def _is_from(head: Sequence[Line], hosts: Collection[str]) -> bool:
    """Whether the lines over what is cited name an address of one of the hosts as that of its sender."""
    sender = next((line.words.lower() for line in head if "@" in line.words), "")
    return any(re.search(rf"@(?:[\w-]+\.)*{re.escape(host)}(?![\w.-]*\w)", sender) for host in hosts)


def _begins_another(lines: Sequence[Line], at: int) -> bool:
    words = lines[at].words
    if at and _HEAD_FROM.fullmatch(words) and any(line.words.strip() for line in lines[max(0, at - 20) : at]):
        return sum(bool(_HEAD_MORE.fullmatch(line.words)) for line in lines[at + 1 : at + 6]) >= 2
    if _PASSED_ON.fullmatch(words) and words.strip():
        return True
    following = next((line for line in lines[at + 1 : at + 4] if not line.is_blank), None)
    return bool(_WROTE.fullmatch(words)) and following is not None and (following.depth > 0 or at + 4 >= len(lines))


def paragraphs(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """Lines as they stand together, between blank ones."""
    together: list[Line] = []
    for line in lines:
        if line.is_blank:
            if together:
                yield tuple(together)
            together = []
        else:
            together.append(line)
    if together:
        yield tuple(together)
