"""The kinds of things that wait for a moderator. A further one is a file here and a line in this one."""

from collections.abc import Mapping

from allostream.lib.problems import NotFound
from allostream.moderation.decision_rules import Thing
from allostream.moderation.kinds.base import Kind
from allostream.moderation.kinds.comments import COMMENTS
from allostream.moderation.kinds.edits import EDITS
from allostream.moderation.kinds.links import LINKS
from allostream.moderation.kinds.people import PEOPLE
from allostream.moderation.kinds.proposals import PROPOSALS
from allostream.moderation.kinds.regroupings import REGROUPINGS
from allostream.moderation.kinds.reports import REPORTS
from allostream.moderation.kinds.submissions import SUBMISSIONS
from allostream.moderation.kinds.suggestions import SUGGESTIONS

KINDS: Mapping[Thing, Kind] = {
    kind.thing: kind
    for kind in (SUBMISSIONS, LINKS, REPORTS, COMMENTS, PROPOSALS, SUGGESTIONS, EDITS, REGROUPINGS, PEOPLE)
}


def kind_of(thing: str) -> Kind:
    """The kind of that name. Raises NotFound."""
    if thing not in set(Thing) or Thing(thing) not in KINDS:
        raise NotFound
    return KINDS[Thing(thing)]
