"""How complete a notice is, by which law, and what it still lacks. No Django, no clock, no network.

Regulation (EU) 2022/2065 (Digital Services Act, DSA), article 16(2) and (3); 17 U.S.C. 512(c)(3)(A) and (B). Letters
that cite the former article 6-I-5 of the French law of 21 June 2004 are notices under the DSA: a copy of a letter to
the author, which that article asked for until 2024, is never asked for.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from allostream.rights_desk.reading.shape import Doubt, Mandate, Reading, SignatureKind, Statement, Subject

SHORTEST_EXPLANATION = 40  # characters: less than a sentence substantiates nothing


class Level(StrEnum):
    """What a notice is worth in law, and so what is done with it."""

    A = "A"  # complete by both laws: matched items are suspended at once
    B = "B"  # complete by one of them: the same
    C = "C"  # work, location and contact alone: what is missing is asked for, promptly (512(c)(3)(B)(ii))
    D = "D"  # lacks one of these: asked for where anybody can be asked; no knowledge by it (512(c)(3)(B)(i))
    E = "E"  # a tip: of nobody, or of somebody who speaks for nobody; a person looks
    F = "F"  # of another subject than copyright: goes to other people, by the same clocks


class Element(StrEnum):
    """Something that a law asks a notice to contain."""

    WORK = "work"  # 512(c)(3)(A)(ii), part of DSA 16(2)(a)
    LOCATION = "location"  # 512(c)(3)(A)(iii), DSA 16(2)(b)
    EXPLANATION = "explanation"  # DSA 16(2)(a)
    NAME = "name"  # DSA 16(2)(c)
    EMAIL = "email"  # DSA 16(2)(c)
    CONTACT = "contact"  # 512(c)(3)(A)(iv): any way to reach the sender
    SIGNATURE = "signature"  # (i)
    GOOD_FAITH = "good-faith"  # (v)
    ACCURACY = "accuracy"  # (vi), DSA 16(2)(d)
    AUTHORITY = "authority"  # (i) and (vi): for whom the sender acts, with right
    PERJURY = "perjury"  # (vi)


DSA = (Element.EXPLANATION, Element.LOCATION, Element.NAME, Element.EMAIL, Element.ACCURACY)
DMCA = (
    Element.SIGNATURE, Element.WORK, Element.LOCATION, Element.CONTACT, Element.GOOD_FAITH, Element.ACCURACY,
    Element.AUTHORITY, Element.PERJURY,
)  # fmt: skip
# What 512(c)(3)(B)(ii) asks for before a sender must be helped: (ii), (iii) and (iv).
CURABLE = (Element.WORK, Element.LOCATION, Element.CONTACT)
COMPLETE = frozenset({Level.A, Level.B})


@dataclass(frozen=True, slots=True)
class Validity:
    """The level of a notice, what it lacks by each law, and what is asked for: all at once, and only once.

    `asks` is what the law lacks that needs less to be complete, the DSA where both need as much.
    """

    level: Level
    lacks_dsa: tuple[Element, ...] = ()
    lacks_dmca: tuple[Element, ...] = ()
    asks: tuple[Element, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it gives knowledge of what it names, as far as its form goes (DSA, article 16(3))."""
        return self.level in COMPLETE


def classify(reading: Reading) -> Validity:
    """The level of a notice as read."""
    there = elements(reading)
    dsa, dmca = _missing(DSA, there), _missing(DMCA, there)
    asks = dsa if len(dsa) <= len(dmca) else dmca
    level = _level(reading, there, has_dsa=not dsa, has_dmca=not dmca)
    return Validity(level, dsa, dmca, () if level in COMPLETE | {Level.E} else asks)


def elements(reading: Reading) -> frozenset[Element]:
    """What of the elements a notice contains."""
    sender = reading.sender
    has_work = any(work.title or work.ids or work.description or work.lawful_urls for work in reading.works)
    signed = reading.signature.kind is not SignatureKind.NONE and reading.signature.holds is not False
    good_faith = reading.makes(Statement.GOOD_FAITH)
    found = {
        Element.WORK: has_work,
        Element.LOCATION: any(_is_location(one.text) or _is_location(one.target) for one in reading.addresses),
        # Who names the work and says that its owner has not allowed the copy has said why it is illegal.
        Element.EXPLANATION: len(reading.explanation.strip()) >= SHORTEST_EXPLANATION or (has_work and good_faith),
        Element.NAME: bool(sender.name or sender.organisation),
        Element.EMAIL: bool(sender.email),
        Element.CONTACT: bool(sender.email or sender.address or sender.phone),
        Element.SIGNATURE: signed,
        Element.GOOD_FAITH: good_faith,
        Element.ACCURACY: reading.makes(Statement.ACCURACY),
        Element.AUTHORITY: reading.makes(Statement.AUTHORITY) or reading.mandate is Mandate.OWNER,
        Element.PERJURY: reading.makes(Statement.PERJURY),
    }  # fmt: skip
    return frozenset(element for element, is_there in found.items() if is_there)


def _is_location(text: str) -> bool:
    return bool(text.strip())


def _missing(wanted: Collection[Element], there: Collection[Element]) -> tuple[Element, ...]:
    return tuple(element for element in wanted if element not in there)


def _level(reading: Reading, there: Collection[Element], *, has_dsa: bool, has_dmca: bool) -> Level:
    if reading.subject is not Subject.COPYRIGHT:
        return Level.F
    if _is_tip(reading, there):
        return Level.E
    if has_dsa or has_dmca:
        return Level.A if has_dsa and has_dmca else Level.B
    return Level.C if not _missing(CURABLE, there) else Level.D


def _is_tip(reading: Reading, there: Collection[Element]) -> bool:
    """Whether it names a place and comes from nobody, or from somebody who says that they speak for no owner.

    Nobody needs to say who they are (DSA, recital 50), but without that the infringement of a copyright can rarely be
    judged: a person does.
    """
    if reading.mandate is Mandate.THIRD_PARTY:
        return True
    is_anonymous = Element.CONTACT not in there and Element.NAME not in there
    return is_anonymous and Element.LOCATION in there


def must_be_looked_at(reading: Reading) -> tuple[Doubt, ...]:
    """The doubts of the reader for which nothing is done by itself, though the notice be complete."""
    return tuple(dict.fromkeys(one.doubt for one in reading.doubts if one.doubt in STOPPING))


# What a reader mended or left out of a line concerns that line alone; these concern the whole message.
STOPPING = frozenset({
    Doubt.UNSURE_KIND, Doubt.UNSURE_SENDER, Doubt.TEXTS_DISAGREE, Doubt.BAD_SIGNATURE, Doubt.CONTRADICTION,
    Doubt.NOT_FOR_US, Doubt.NOT_READ,
})  # fmt: skip
