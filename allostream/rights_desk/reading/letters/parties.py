"""Who sends a letter, for whom, by what authority, and how it is signed: fields of a Reading. Pure."""

import re
from collections.abc import Sequence
from typing import Any

from allostream.rights_desk.reading.letters import people, phrases
from allostream.rights_desk.reading.letters.gathering import Draft
from allostream.rights_desk.reading.letters.lines import Line
from allostream.rights_desk.reading.letters.roles import Role
from allostream.rights_desk.reading.shape import (
    Doubt,
    Mandate,
    SenderKind,
    Signature,
    SignatureKind,
    Spot,
    Unsure,
    Who,
)  # fmt: skip

_UNLABELLED = re.compile(
    r"^(?:company|organi[sz]ation|société|firma|empresa|address|adresse|anschrift|dirección)[^:\n]{0,20}:\s*",
    re.IGNORECASE,
)
_AGENT = phrases.pattern("letter", "agent")
_OWNER = phrases.pattern("letter", "owner")
_EXCLUSIVE = phrases.pattern("letter", "exclusive")
_SOCIETY = phrases.pattern("letter", "society")


def said_of(
    draft: Draft, lines: Sequence[Line], labels: Sequence[tuple[Role | None, Sequence[Line]]], sender: str, said: str
) -> dict[str, Any]:
    """Who sends it, for whom, by what authority, and how it is signed; as fields of a Reading."""
    signed, for_whom = people.signature(lines, labels), people.holder(lines, labels)
    contact = [line for role, below in labels if role is Role.CONTACT for line in below]
    mails = [*people.emails(contact), *people.emails(lines)]
    mail = next((one for one in mails if one.words.lower() == sender.lower()), mails[0] if mails else None)
    phone, postal = people.phone(lines, contact), people.postal(lines)
    name = signed.words if signed else ""
    company = _company(lines, signed)
    kind = SenderKind.LEGAL if company or (for_whom and people.is_organisation(for_whom.words)) else SenderKind.NATURAL
    if not name and not company:
        kind = SenderKind.UNKNOWN
        draft.doubts.append(Unsure(Doubt.UNSURE_SENDER))
    who = Who(
        kind=kind, name=name, organisation=company, email=mail.words if mail else sender,
        address=_UNLABELLED.sub("", postal.words) if postal else "", phone=phone.words if phone else "",
        spot=Spot("body", signed.start, signed.end) if signed else None,
    )  # fmt: skip
    principal = (
        Who(
            kind=SenderKind.LEGAL if people.is_organisation(for_whom.words) else SenderKind.UNKNOWN,
            organisation=for_whom.words,
            spot=Spot("body", for_whom.start, for_whom.end),
        )
        if for_whom
        else Who()
    )
    signature = Signature(SignatureKind.TYPED, name, spot=who.spot) if signed else Signature()
    return {
        "sender": who,
        "principal": principal,
        "mandate": _mandate(said, for_whom is not None),
        "signature": signature,
    }


def _company(lines: Sequence[Line], signed: people.Said | None) -> str:
    """The company below a signature."""
    if signed is None:
        return ""
    below = [line for line in lines if line.start > signed.end and not line.is_blank][:6]
    named = (_UNLABELLED.sub("", line.words.strip(" *_,")) for line in below)
    return next(
        (
            words
            for words in named
            if len(words) < 80 and people.is_organisation(words) and "http" not in words and "@" not in words
        ),
        "",
    )


def _mandate(said: str, has_principal: bool) -> Mandate:
    plain = re.sub(
        r"(?:copyright )?owner, or (?:am )?authori[sz]ed to act on behalf of the owner", " ", said, flags=re.IGNORECASE
    )
    plain = re.sub(
        r"(?:owner|holder) or authori[sz]ed to act on the (?:copyright )?(?:owner|holder).s behalf\?",
        " ",
        plain,
        flags=re.IGNORECASE,
    )
    for mandate, words in (
        (Mandate.EXCLUSIVE_LICENSEE, _EXCLUSIVE),
        (Mandate.COLLECTING_SOCIETY, _SOCIETY),
        (Mandate.OWNER, _OWNER),
        (Mandate.AGENT, _AGENT),
    ):
        if words.search(plain):
            return mandate
    return Mandate.AGENT if has_principal else Mandate.UNKNOWN
