"""May this copy carry a link: what speaks for and against the file itself, whatever the work's own right is.

The judgement narrows only: without a listed channel or a curated collection a person decides, and what nobody tells
never counts as a good sign.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from allostream.rights.origin.collections import BUILT_IN, Known
from allostream.rights.origin.facts import (
    SOUND_ENDINGS,
    SUBTITLE_ENDINGS,
    TEXT_ENDINGS,
    Facts,
    Presence,
    Trait,
)
from allostream.rights.origin.signs import Code, Sign, Weight, sign
from allostream.rights.origin.uploaders import Pattern, UploaderRecord
from allostream.rights.origin.wording import forms
from allostream.rights.origin.words import in_text

RUNTIME_TOLERANCE = 0.05
# Lengths of works are told in whole minutes, so half a minute lies in the rounding.
ROUNDING = 30.0


class Verdict(StrEnum):
    """What follows, the gravest last."""

    AUTOMATIC = "automatic"
    REVIEWER = "reviewer"
    HOLD = "hold"
    REJECT = "reject"
    TOMBSTONE = "tombstone"


class Stands(StrEnum):
    """How the account, collection or instance stands with us, by the words of allostream.hosts."""

    UNKNOWN = "unknown"
    PROPOSED = "proposed"
    LISTED = "listed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Channel:
    """What is known here of the account that a copy stands in.

    holds_title: whether its holder is shown to hold this very title here (the second half of the proof);
    linked_both_ways: whether the credited maker's site names the account and the account names the site.
    """

    stands: Stands = Stands.UNKNOWN
    holds_title: bool = False
    linked_both_ways: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What the judgement needs of the work.

    is_pd_high: in the public domain with high confidence in the country that is asked about;
    edition_is_plain: the work without score, restoration, colour, subtitles of others; None when nobody knows;
    protected_in: countries in which the work is protected for certain.
    """

    names: tuple[str, ...] = ()
    is_pd_high: bool = False
    edition_is_plain: bool | None = None
    minutes: float | None = None
    makers: tuple[str, ...] = ()
    protected_in: Collection[str] = ()


@dataclass(frozen=True)
class Judgement:
    """The verdict and all signs, the gravest first."""

    verdict: Verdict
    signs: tuple[Sign, ...]

    @property
    def flags(self) -> tuple[str, ...]:
        """The codes that keep the copy from being shown by itself, for the flags of a link; none when it is cleared."""
        if self.verdict is Verdict.AUTOMATIC:
            return ()
        return tuple(dict.fromkeys(sign.code.value for sign in self.signs if sign.weight in HOLDING))

    @property
    def blocks_uploader(self) -> bool:
        """Whether the account goes on the list of refused ones, and its other links are looked at again."""
        return any(sign.weight is Weight.BLOCK for sign in self.signs)


GRAVITY = {weight: place for place, weight in enumerate(Weight)}
HOLDING = frozenset(set(Weight) - {Weight.NOTE, Weight.SUPPORTS})
VERDICTS = (
    (frozenset({Weight.TOMBSTONE}), Verdict.TOMBSTONE),
    (frozenset({Weight.REJECT}), Verdict.REJECT),
    (frozenset({Weight.BLOCK, Weight.HOLD}), Verdict.HOLD),
    (frozenset({Weight.EDITION, Weight.REVIEW, Weight.LOWERS}), Verdict.REVIEWER),
)
PRESENCE = {
    Presence.GONE: Code.ITEM_GONE,
    Presence.DARK: Code.ITEM_DARK,
    Presence.REMOVED_FOR_CLAIM: Code.REMOVED_FOR_CLAIM,
}
TRAITS: dict[Trait, tuple[Code, Weight]] = {
    Trait.RESTRICTED: (Code.RESTRICTED, Weight.HOLD),
    Trait.NOT_PUBLIC: (Code.NOT_PUBLIC, Weight.HOLD),
    Trait.PAID: (Code.PAID, Weight.HOLD),
    Trait.DELETION_REQUEST: (Code.DELETION_REQUEST, Weight.HOLD),
    Trait.OWN_WORK_CLAIM: (Code.OWN_WORK_CLAIM, Weight.REVIEW),
    Trait.MIRROR: (Code.MIRROR, Weight.REVIEW),
    Trait.STATED_IN_COPYRIGHT: (Code.STATED_IN_COPYRIGHT, Weight.REVIEW),
    Trait.COPIED_FROM_ELSEWHERE: (Code.COPIED_FROM_ELSEWHERE, Weight.REVIEW),
    Trait.SOMEBODY_CLAIMED: (Code.SOMEBODY_CLAIMED, Weight.REVIEW),
    Trait.EMBED_REFUSED: (Code.EMBED_REFUSED, Weight.NOTE),
    Trait.PARTNER: (Code.PARTNER, Weight.NOTE),
    Trait.LICENCE_REVIEWED: (Code.LICENCE_REVIEWED, Weight.SUPPORTS),
    Trait.PERMISSION_TICKET: (Code.PERMISSION_TICKET, Weight.SUPPORTS),
    Trait.COMMUNITY_CHECKED: (Code.COMMUNITY_CHECKED, Weight.NOTE),
}
# The holder may restore, colour and caption its own film; what is said of the account itself is settled too.
SETTLED_BY_HOLDER = frozenset({
    Code.RESTORED, Code.COLOURISED, Code.HIGH_DEFINITION, Code.NEW_MUSIC, Code.TRANSLATED, Code.DISC_COPY,
    Code.BROADCAST_COPY, Code.SOMEBODY_CLAIMED, Code.PRESENTED, Code.OPEN_COLLECTION, Code.NO_SOURCE_NAMED,
    Code.SINGLE_FILM_UPLOADER, Code.UNKNOWN_UPLOADER, Code.PROTECTED_AT_HOME, Code.MASS_UPLOADER, Code.CREDITED_MAKER,
    Code.STATED_IN_COPYRIGHT,
})  # fmt: skip
MEDIA = {
    "texts": Code.BOOK, "text": Code.BOOK, "audio": Code.SOUND_ONLY, "sound": Code.SOUND_ONLY,
    "etree": Code.SOUND_ONLY, "image": Code.NO_VIDEO, "software": Code.NO_VIDEO, "data": Code.NO_VIDEO,
    "account": Code.NO_VIDEO, "collection": Code.NO_VIDEO, "bitmap": Code.NO_VIDEO, "drawing": Code.NO_VIDEO,
}  # fmt: skip


def judge(
    facts: Facts,
    work: Work,
    channel: Channel | None = None,
    uploader: UploaderRecord | None = None,
    known: Known = BUILT_IN,
) -> Judgement:
    """What the host's facts say of a copy of a work.

    Automatic only where the account is listed and its holder holds this title, or where a curated collection keeps a
    plain copy of a work that is in the public domain for certain, and nothing speaks against it. Everything else is
    for a person, or refused.
    """
    channel, uploader = channel or Channel(), uploader or UploaderRecord()
    if facts.presence is not Presence.THERE:
        return Judgement(Verdict.TOMBSTONE, (sign(PRESENCE[facts.presence], Weight.TOMBSTONE, "presence", facts.item),))
    found = [*_of_account(facts, work, channel, uploader, known), *_of_host(facts), *_of_file(facts, work)]
    if channel.stands is Stands.LISTED and channel.holds_title:
        found = [_noted_only(sign) if sign.code in SETTLED_BY_HOLDER else sign for sign in found]
    signs = tuple(sorted(dict.fromkeys(found), key=lambda sign: GRAVITY[sign.weight]))
    return Judgement(_verdict(signs, work, channel), signs)


def _noted_only(found: Sign) -> Sign:
    return Sign(found.code, Weight.NOTE, found.field, found.value)


def _verdict(signs: Collection[Sign], work: Work, channel: Channel) -> Verdict:
    weights = {sign.weight for sign in signs}
    for among, verdict in VERDICTS:
        if weights & among:
            return verdict
    holder = channel.stands is Stands.LISTED and channel.holds_title
    curated = any(sign.code is Code.CURATED_COLLECTION for sign in signs)
    plain = curated and work.is_pd_high and work.edition_is_plain is True
    return Verdict.AUTOMATIC if holder or plain else Verdict.REVIEWER


def _of_account(facts: Facts, work: Work, channel: Channel, uploader: UploaderRecord, known: Known) -> Iterator[Sign]:
    """Who put it there."""
    name = facts.uploader.name or facts.uploader.key
    if channel.stands is not Stands.UNKNOWN:
        code, weight = {
            Stands.LISTED: (Code.LISTED_CHANNEL, Weight.SUPPORTS),
            Stands.PROPOSED: (Code.PROPOSED_CHANNEL, Weight.HOLD),
            Stands.REFUSED: (Code.REFUSED_CHANNEL, Weight.REJECT),
        }[channel.stands]
        yield sign(code, weight, "uploader", name)
    yield from _as_maker(facts, work, channel)
    yield from _by_collection(facts, uploader, known)
    if uploader.is_blocked:
        yield sign(Code.MASS_UPLOADER, Weight.BLOCK, "uploader", uploader.studios)
    if facts.uploader.country and facts.uploader.country in work.protected_in:
        yield sign(Code.PROTECTED_AT_HOME, Weight.LOWERS, "country", facts.uploader.country)


def _as_maker(facts: Facts, work: Work, channel: Channel) -> Iterator[Sign]:
    """A name is easy to take: only links between the maker's site and the account, both ways, count for anything."""
    own = {forms(name)[0] for name in (facts.uploader.name, facts.uploader.key) if name}
    if not own & {forms(maker)[0] for maker in work.makers if maker.strip()}:
        return
    if channel.linked_both_ways:
        yield sign(Code.CREDITED_MAKER, Weight.REVIEW, "uploader", facts.uploader.name)
    else:
        yield sign(Code.NAMED_LIKE_MAKER, Weight.NOTE, "uploader", facts.uploader.name)


def _by_collection(facts: Facts, uploader: UploaderRecord, known: Known) -> Iterator[Sign]:
    if facts.collections is None:
        if not (facts.uploader.key or facts.uploader.hash):
            yield sign(Code.UNKNOWN_UPLOADER, Weight.REVIEW, "uploader")
        return
    if curated := known.curated_among(facts.collections):
        yield sign(Code.CURATED_COLLECTION, Weight.SUPPORTS, "collection", curated)
        return
    if shelf := known.open_among(facts.collections):
        yield sign(Code.OPEN_COLLECTION, Weight.REVIEW, "collection", shelf)
    if uploader.pattern is Pattern.SINGLE_FILM:
        yield sign(Code.SINGLE_FILM_UPLOADER, Weight.REVIEW, "uploader")
    if not facts.source:
        yield sign(Code.NO_SOURCE_NAMED, Weight.REVIEW, "source")


def _of_host(facts: Facts) -> Iterator[Sign]:
    """What the host tells of its own handling of the copy, and what others filled in about rights."""
    for noted in facts.noted:
        code, weight = TRAITS[noted.trait]
        yield sign(code, weight, noted.field, noted.value)
    if facts.may_embed is False and not facts.has(Trait.EMBED_REFUSED):
        yield sign(Code.EMBED_REFUSED, Weight.NOTE, "embed", "false")
    for claim in facts.claims:
        yield sign(Code.CLAIMED_LICENCE, Weight.NOTE, claim.field, claim.value)


def _of_file(facts: Facts, work: Work) -> Iterator[Sign]:
    """What the file is: by its kind, its names, its length."""
    if facts.medium in MEDIA:
        yield sign(MEDIA[facts.medium], Weight.REJECT, "mediatype", facts.medium)
    elif facts.files:
        yield from _without_video(facts)
    seen: set[Code] = set()
    for field, text in _names(facts):
        for found in in_text(text, field, work.names):
            if found.code not in seen:
                seen.add(found.code)
                yield found
    if facts.seconds and work.minutes and is_off(facts.seconds, work.minutes):
        told = f"{facts.seconds / 60:.0f} / {work.minutes:.0f} min"
        yield sign(Code.RUNTIME_OFF, Weight.EDITION, "runtime", told)


def _names(facts: Facts) -> Iterator[tuple[str, str]]:
    """What names the copy: identifier, title, names of uploaded videos and subtitles, and the source it names."""
    yield "identifier", facts.item
    yield "title", facts.title
    yield "source", facts.source
    for file in facts.files or ():
        if file.is_original and (file.is_video or file.ending in SUBTITLE_ENDINGS):
            yield "file", file.name


def _without_video(facts: Facts) -> Iterator[Sign]:
    """What an item holds instead, when none of its files is a video."""
    files = facts.files or ()
    if any(file.is_video for file in files):
        return
    endings = {file.ending for file in files}
    for among, code in (
        (SUBTITLE_ENDINGS, Code.SUBTITLES_ONLY), (TEXT_ENDINGS, Code.BOOK), (SOUND_ENDINGS, Code.SOUND_ONLY)
    ):  # fmt: skip
        if endings & among:
            yield sign(code, Weight.REJECT, "files", ", ".join(sorted(endings & among)))
            return
    yield sign(Code.NO_VIDEO, Weight.REJECT, "files", ", ".join(sorted(endings - {""})))


def is_off(seconds: float, minutes: float) -> bool:
    """Whether a copy is longer or shorter than the work by more than a twentieth, rounding left aside."""
    reference = minutes * 60
    return abs(seconds - reference) > reference * RUNTIME_TOLERANCE + ROUNDING
