"""Files of notices: which reader takes one, by its type and name."""

from allostream.lib.problems import Problem, gettext_noop
from allostream.rights_desk.reading.shape import Address, Reading, Who
from allostream.web.notices.reading import lines_of

MOST_LINES = 100_000


class NotRead(Problem):
    """A file of which nothing could be read."""

    code = "file-not-read"
    status = 422
    sentence = gettext_noop("No address could be read in this file: give a list with one address on each line.")


def read_upload(content: bytes, name: str, media_type: str, sender: Who) -> Reading:
    """What a file says, in the name of a sender. Raises NotRead."""
    addresses = [Address(line) for line in lines_of(content.decode("utf-8-sig", "replace"))[:MOST_LINES]]
    if not addresses or b"\0" in content[:1000]:
        raise NotRead
    return Reading(reader="upload", sender=sender, addresses=tuple(addresses))
