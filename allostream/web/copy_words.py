"""On what it rests that a copy comes from somebody who may put it there, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext

from allostream.links.queries import LinkRow
from allostream.links.rules import Basis, Ground, Origin
from allostream.web.formats import day


def origin_text(link: LinkRow, reader: str) -> str:
    """What is known of who put the copy of a link that is shown there, as a sentence."""
    if link.basis is Basis.PROVIDER:
        return gettext("Offered by the service itself.")
    if link.origin is Origin.CLEARED and link.origin_ground != Ground.CHANNEL:
        said = _cleared().get(link.origin_ground, "") if link.origin_on else ""
        on = day(link.origin_on, reader) if link.origin_on else ""
        return said % {"day": on} if said else gettext("Checked: this copy comes from somebody who may put it there.")
    if not link.anybody_uploads:
        return gettext("On this host nobody but the host itself puts films up.")
    if link.channel_carries:
        return gettext("Its channel is on our list: it is proved whose it is, and that its holder has such works.")
    return gettext("The evidence for the right of this very link shows who put it there.")


def _cleared() -> Mapping[str, str]:
    return {
        Ground.REPLY: gettext(
            "Checked on %(day)s by what its host tells of it: it comes from somebody who may put it there."
        ),
        Ground.REVIEWER: gettext("A reviewer looked on %(day)s: it comes from somebody who may put it there."),
        Ground.IMPORTER: gettext("Whoever took it in vouched for it on %(day)s; no reviewer has looked at it."),
    }


def origin_event(link: LinkRow) -> str:
    """How the origin of a copy was cleared, as a line of its history; "" where that is not recorded."""
    if link.origin is not Origin.CLEARED:
        return ""
    return (
        {
            Ground.REPLY: gettext("What its host tells of it was judged, and nothing spoke against it."),
            Ground.CHANNEL: gettext("What its host tells of it was judged, and it stands in a channel on our list."),
            Ground.REVIEWER: gettext("A reviewer looked at who put it there, and cleared it."),
            Ground.IMPORTER: gettext("Whoever took it in vouched for it."),
        }.get(Ground(link.origin_ground), "")
        if link.origin_ground
        else ""
    )
