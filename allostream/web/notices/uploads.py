"""Files of notices handed in by the form or the interface: ACNS XML, tables, lists, letters."""

from collections.abc import Mapping
from dataclasses import replace

from allostream.lib.problems import Problem, gettext_noop
from allostream.rights_desk.reading import bulk
from allostream.rights_desk.reading.bulk import Column, Fault, Look, Unreadable
from allostream.rights_desk.reading.messages import list_in, read_file
from allostream.rights_desk.reading.shape import Kind, Reading, SignatureKind, Who


class NotRead(Problem):
    """A file of which nothing could be read."""

    code = "file-not-read"
    status = 422
    sentence = gettext_noop("No address could be read in this file: give a list with one address on each line.")


class TooManyRows(NotRead):
    """A file with more rows than are read."""

    sentence = gettext_noop("This file has more than 100,000 rows: part it, and send several notices.")


class Unopened(NotRead):
    """A workbook with a password, or an archive."""

    sentence = gettext_noop("This file is packed or has a password: send what is in it, without a password.")


class UnfoldsTooFar(NotRead):
    """A workbook that holds far more than its size tells."""

    sentence = gettext_noop("This workbook unfolds to more than 250 MB: send the list as CSV, or part it.")


REFUSALS: Mapping[Fault, type[NotRead]] = {
    Fault.TOO_MANY_ROWS: TooManyRows, Fault.ARCHIVE: Unopened, Fault.PROTECTED: Unopened,
    Fault.BOMB: UnfoldsTooFar,
}  # fmt: skip


def list_of(content: bytes, name: str) -> Look | None:
    """The look at a file that is a list, before it is read; None for one that is read as it is: XML, a mail, a letter.
    Raises NotRead."""
    try:
        look = list_in(content, name)
    except Unreadable as error:
        raise REFUSALS.get(error.fault, NotRead) from error
    if look is not None and not (look.heading or look.sample):
        raise NotRead
    return look


def read_list(content: bytes, look: Look, columns: Mapping[int, Column]) -> Reading:
    """What a list says, with its columns as whoever sent it took them. Raises NotRead."""
    try:
        found = bulk.read(content, look, columns=columns)
    except Unreadable as error:
        raise REFUSALS.get(error.fault, NotRead) from error
    if not found.addresses:
        raise NotRead
    return found


def read_upload(content: bytes, name: str, sender: Who, signature: SignatureKind = SignatureKind.NONE) -> Reading:
    """What a file says. A program's sender is the one whose key it has, whoever the file names. Of several notices in
    one file the addresses and works stand one behind the other. A program may also ask how its cases stand, and name no
    address. Raises NotRead."""
    try:
        found = read_file(content, name)
    except Unreadable as error:
        raise REFUSALS.get(error.fault, NotRead) from error
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
