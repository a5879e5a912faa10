"""Files of notices handed in by the form or the interface: ACNS XML, tables, lists, letters."""

from dataclasses import replace

from allostream.lib.problems import Problem, gettext_noop
from allostream.rights_desk.reading.bulk import Unreadable
from allostream.rights_desk.reading.messages import read_file
from allostream.rights_desk.reading.shape import Kind, Reading, SignatureKind, Who


class NotRead(Problem):
    """A file of which nothing could be read."""

    code = "file-not-read"
    status = 422
    sentence = gettext_noop("No address could be read in this file: give a list with one address on each line.")


def read_upload(content: bytes, name: str, sender: Who, signature: SignatureKind = SignatureKind.NONE) -> Reading:
    """What a file says. A program's sender is the one whose key it has, whoever the file names. Of several notices in
    one file the addresses and works stand one behind the other. A program may also ask how its cases stand, and name no
    address. Raises NotRead."""
    try:
        found = read_file(content, name)
    except Unreadable as error:
        raise NotRead from error
    is_program = signature is SignatureKind.KEY
    if not any(one.addresses or (is_program and one.kind is Kind.QUESTION) for one in found):
        raise NotRead
    first, *others = found
    for one in others:
        moved = (
            replace(address, work=address.work + len(first.works)) if address.work is not None else address
            for address in one.addresses
        )
        first = replace(
            first, works=(*first.works, *one.works), addresses=(*first.addresses, *moved),
            doubts=(*first.doubts, *one.doubts),
        )  # fmt: skip
    if is_program:
        first = replace(first, sender=sender, signature=replace(first.signature, kind=signature, holds=True))
    return first
