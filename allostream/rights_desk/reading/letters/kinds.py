"""What a letter is for, which right it speaks of, which law it invokes, in which language it is written. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from allostream.rights_desk.reading.letters import phrases
from allostream.rights_desk.reading.shape import Kind, Regime, Statement, Subject

_COUNTER = phrases.pattern("kinds", "counter")
_RETRACTION = phrases.pattern("kinds", "retraction")
_RESTORE = phrases.pattern("kinds", "restore")
_SETTLED = phrases.pattern("kinds", "settled")
_OWN_NOTICE = phrases.pattern("kinds", "own_notice")
_ORDER = phrases.pattern("kinds", "order")
_DEMAND = phrases.pattern("kinds", "demand")
_COURT_PROOF = phrases.pattern("kinds", "court_proof")
_COMPLAINT = phrases.pattern("kinds", "complaint")
_SUBJECTS = {Subject(name): words for name, words in phrases.table("kinds", "subjects").items()}
_COPYRIGHT = phrases.pattern("kinds", "copyright")
_REGIMES = {Regime(name): words for name, words in phrases.table("kinds", "regimes").items()}
_FUNCTION_WORDS = phrases.words("kinds", "function_words")
_SCRIPTS = (
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a letter is for. `is_sure` is False where the signs speak for several things, or for none."""

    kind: Kind
    subject: Subject
    is_sure: bool


def purpose(title: str, said: str, makes: Collection[Statement]) -> Purpose:
    """What a letter is for, by its title or subject line, its words and the statements in it."""
    subject, is_one = _subject(f"{title}\n{said}", makes)
    votes = _votes(title, said, makes)
    kind, weight = max(votes.items(), key=lambda vote: vote[1])
    others = sorted(votes.values())
    if weight < 1:
        return Purpose(
            Kind.OTHER, subject if _COPYRIGHT.search(said) or subject is not Subject.COPYRIGHT else Subject.OTHER, False
        )
    return Purpose(kind, subject, is_one and weight - others[-2] >= 1)


def _votes(title: str, said: str, makes: Collection[Statement]) -> Mapping[Kind, float]:
    """How much speaks for each kind. A title counts much: people say there what they want."""
    opening = said[:1500]
    claims = {Statement.GOOD_FAITH, Statement.PERJURY, Statement.ACCURACY} & set(makes)
    mistaken = Statement.MISTAKE in makes
    claims = set() if mistaken else claims
    courts = {Statement.JURISDICTION, Statement.SERVICE} & set(makes)
    demands = bool(_DEMAND.search(f"{title}\n{said[:20000]}"))  # and threatens with a court, whose order it is not
    retracts = bool(_RETRACTION.search(opening))
    restores = bool(_RESTORE.search(said[:3000]))
    return {
        Kind.NOTICE: 1.0 * len(claims)
        + 1.5 * bool(re.search(r"infring|contrefa|verletz|pirat|take ?down|\bretir|\bsupprim", said, re.IGNORECASE))
        + 1.5 * demands
        - 4.0 * mistaken,
        Kind.COUNTER_NOTICE: 3.0 * bool(_COUNTER.search(title))
        + 1.5 * bool(_COUNTER.search(opening))
        + 4.0 * mistaken
        + 1.0 * len(courts),
        Kind.RETRACTION: 4.0 * bool(_RETRACTION.search(title))
        + 4.0 * retracts
        + 2.5 * (restores and bool(_OWN_NOTICE.search(said)) and not claims and not mistaken)
        - 4.0 * mistaken
        - 1.5 * len(claims)
        + 1.5 * bool(_SETTLED.search(opening)),
        Kind.ORDER: 4.0 * bool(_ORDER.search(title))
        + 2.5 * bool(_ORDER.search(opening))
        - 1.0 * len(claims)
        + 0.5 * len(re.findall(_ORDER, said[:20000]))
        - 3.0 * mistaken
        - 3.0 * demands,
        Kind.COURT_PROOF: 3.5 * bool(_COURT_PROOF.search(opening)),
        Kind.COMPLAINT: 3.0 * bool(_COMPLAINT.search(title)) + 2.5 * bool(_COMPLAINT.search(opening)),
    }


def _subject(said: str, makes: Collection[Statement]) -> tuple[Subject, bool]:
    counts = {subject: len(words.findall(said)) for subject, words in _SUBJECTS.items()}
    copyright_count = len(_COPYRIGHT.findall(said))
    other, most = max(counts.items(), key=lambda pair: pair[1])
    if most and (not copyright_count or (most >= 2 and most > 2 * copyright_count)):
        return other, most > 3 * copyright_count
    return Subject.COPYRIGHT, not most or copyright_count >= 2 * most or Statement.GOOD_FAITH in makes


def regimes(said: str) -> frozenset[Regime]:
    """The laws that a letter invokes."""
    return frozenset(regime for regime, words in _REGIMES.items() if words.search(said))


def language(said: str) -> str:
    """The language of a text as a tag, by its script or its small words; "" where it has too few to tell."""
    head = said[:20000]
    letters = sum(sign.isalpha() for sign in head) or 1
    counted = {tag: len(script.findall(head)) for tag, script in _SCRIPTS}
    if counted["ja"] > letters * 0.05:
        return "ja"
    tag, most = max(counted.items(), key=lambda pair: pair[1])
    if most > letters * 0.3:
        return tag
    words = re.findall(r"[^\W\d_]+", head.lower())
    if not words:
        return ""
    shares = {code: sum(word in small for word in words) / len(words) for code, small in _FUNCTION_WORDS.items()}
    code, share = max(shares.items(), key=lambda pair: pair[1])
    return code if share > 0.08 else ""
