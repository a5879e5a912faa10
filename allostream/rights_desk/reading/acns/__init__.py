"""Notices in ACNS XML, alone or in the text of a mail: `read` gives one Reading for each.

Where prose and XML disagree the addresses of both are kept, with a doubt: a person decides.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from allostream.lib.xml import NotXml
from allostream.rights_desk.reading import letters
from allostream.rights_desk.reading.acns.blocks import Block, blocks, document
from allostream.rights_desk.reading.acns.notices import Us, readings
from allostream.rights_desk.reading.shape import Address, Doubt, Kind, Reading, Spot, Unsure

__all__ = ["NotXml", "Us", "document", "has_notice", "read", "readings"]

NOBODY = Us()


def has_notice(text: str) -> bool:
    """Whether a text holds a document of ACNS."""
    return next(blocks(text), None) is not None


def read(text: str, us: Us = NOBODY, *, part: str = "body") -> Iterator[Reading]:
    """The notices in a text, in order. A document that cannot be read gives a Reading of nothing, with the doubt
    NOT_READ, the reason and its place: nothing is lost."""
    found = list(blocks(text))
    prose = _prose(text, found)
    for block in found:
        try:
            told = list(readings(document(block.words), us))
        except NotXml as error:
            unread = Unsure(Doubt.NOT_READ, str(error), Spot(part, block.start, block.end))
            yield Reading(reader="acns", kind=Kind.OTHER, explanation=text[:20_000], doubts=(unread,))
            continue
        for one in told:
            yield _compared(one, prose, us.hosts) if len(found) == 1 and len(told) == 1 else one


def _prose(text: str, found: list[Block]) -> str:
    """The text around the documents, blanked where they stand so that places stay true."""
    for block in reversed(found):
        text = text[: block.start] + " " * (block.end - block.start) + text[block.end :]
    return text


def _compared(one: Reading, prose: str, hosts: Collection[str]) -> Reading:
    """A notice together with the prose around it: statements that the prose alone makes, addresses that it alone
    has."""
    if not prose.strip() or one.kind not in (Kind.NOTICE, Kind.RETRACTION):
        return one
    said = letters.read(prose, own_hosts=hosts)
    made = {statement.statement for statement in one.statements}
    in_xml = {_key(address.text) for address in one.addresses}
    further = [address for address in said.addresses if _is_other(address, in_xml, hosts)]
    doubts = [Unsure(Doubt.TEXTS_DISAGREE, address.text, address.spot) for address in further]
    if said.reference and one.reference and said.reference.casefold() != one.reference.casefold():
        doubts.append(Unsure(Doubt.TEXTS_DISAGREE, said.reference))
    return replace(
        one, addresses=(*one.addresses, *(replace(address, work=None) for address in further)),
        statements=(*one.statements, *(statement for statement in said.statements if statement.statement not in made)),
        regimes=one.regimes | said.regimes, language=said.language, wants_stay_down=said.wants_stay_down,
        principal=said.principal, mandate=said.mandate, doubts=(*one.doubts, *doubts),
        signature=one.signature if one.signature.kind != "none" else said.signature,
    )  # fmt: skip


def _is_other(address: Address, in_xml: Collection[str], hosts: Collection[str]) -> bool:
    key = _key(address.text)
    is_meant = letters.host_of(address.text) in hosts if hosts else True
    return is_meant and key not in in_xml and not any(known.startswith(f"{key}/") for known in in_xml)


def _key(text: str) -> str:
    return text.casefold().partition("://")[2].removeprefix("www.").rstrip("/") or text.casefold()
