"""What a worker does for what people bring: it asks the hosts that were too slow for a page, and goes on from there."""

from django.conf import settings

from allostream.community import asking
from allostream.community.bringing import judge_by, weigh_again
from allostream.community.bringing_rules import State, Told
from allostream.community.models import HostAnswer, Submission
from allostream.community.permitting import may_go_live
from allostream.community.proposing import follow_proposals
from allostream.connectors.candidates import SourceTrouble
from allostream.discovery.sources import HOSTS, daily
from allostream.discovery.walking import spent_today
from allostream.links.rules import Origin
from allostream.net.asking import Asker

AT_ONCE = 10


def complete(ask: Asker | None = None) -> bool:
    """Ask hosts about some copies that people have brought, and weigh those anew; whether there was any work.

    Nothing is asked where the operator has not said who asks. `ask` is the door unless a test gives recordings.
    """
    followed = follow_proposals() > 0
    if not (settings.BOT_SITE and settings.BOT_CONTACT):
        return followed
    rows = asking.take_due(AT_ONCE)
    if not rows:
        return followed
    if ask is not None:
        _ask_all(rows, ask)
        return True
    with asking.open_door() as opened:
        _ask_all(rows, opened)
    return True


def _ask_all(rows: list[HostAnswer], ask: Asker) -> None:
    for row in rows:
        slug = row.host.slug
        if slug not in HOSTS or spent_today(slug) >= daily(slug, settings.SOURCE_BUDGETS):
            asking.put_off(row)
            continue
        try:
            reply = asking.ask_about(row.content_key, row.canonical_url, slug, ask)
        except SourceTrouble as trouble:
            if trouble.permanent:
                row.state, row.try_again_at = Told.SILENT, None
                row.save(update_fields=["state", "try_again_at"])
            else:
                asking.put_off(row)
        else:
            asking.write_answer(row, reply)
        follow(row)


def follow(row: HostAnswer) -> None:
    """Go on with what waited for an answer of this host."""
    if row.state == Told.ASKED:
        return
    brought = Submission.objects.filter(content_key_hash=row.content_key_hash, content_key=row.content_key)
    for one in brought.filter(state=State.ASKED).select_related("person", "site"):
        weigh_again(one.pk, may_go_live=may_go_live(one.person, one.site))
    reply = asking.remembered(row.content_key)
    made = brought.filter(state=State.ACCEPTED, link__origin=Origin.UNCHECKED, link__uploader_hash="")
    for one in made.select_related("link__host") if reply is not None else ():
        if one.link is not None:
            judge_by(one.link, reply)
