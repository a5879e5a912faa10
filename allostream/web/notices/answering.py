"""What somebody writes in a case, on its page or on a form of its own: it comes in by the same door as a notice."""

import json
from collections.abc import Sequence
from datetime import timedelta

from allostream.rights_desk import receiving
from allostream.rights_desk.case_rules import Door
from allostream.rights_desk.models import Case
from allostream.rights_desk.reading.shape import Address, Kind, Reading, Signature, SignatureKind, Subject
from allostream.rights_desk.receiving import Received
from allostream.rights_desk.standing import items_named, sender_of
from allostream.web.http import PageRequest

SAME = timedelta(minutes=10)  # a second press on the button is no second answer


def answer_case(
    request: PageRequest, case: Case, kind: Kind, text: str, item_ids: Sequence[str], grounds: Sequence[str] = ()
) -> Received:
    """Take what the sender of a case writes in it; of a retraction `item_ids` are the items that it takes back, none
    for all. Four queries, and those of receiving."""
    items = items_named(case, item_ids)
    sender = sender_of(case)
    reading = Reading(
        reader="form", kind=kind, subject=Subject(case.subject), sender=sender,
        addresses=tuple(Address(item.said, note=item.public_id) for item in items),
        signature=Signature(SignatureKind.TYPED, sender.name or sender.organisation, holds=True), explanation=text,
        language=request.visitor.language, refers_to=(case.public_id,), grounds=tuple(grounds), is_partial=bool(items),
    )  # fmt: skip
    return take(request, reading)


def take(request: PageRequest, reading: Reading) -> Received:
    """Keep it byte for byte, and open a case for it."""
    said = {
        "kind": reading.kind, "about": reading.refers_to, "text": reading.explanation, "grounds": reading.grounds,
        "addresses": [one.text for one in reading.addresses], "name": reading.sender.name,
        "email": reading.sender.email, "signature": reading.signature.name, "postal": reading.sender.address,
        "phone": reading.sender.phone, "statements": [one.statement for one in reading.statements],
    }  # fmt: skip
    content = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    message = receiving.keep_once(
        content, scope="answer", within=SAME, door=Door.FORM, media_type="application/json", site=request.site.slug
    )
    return receiving.receive(message, reading, language=request.visitor.language)
