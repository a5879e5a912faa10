"""Looks at links by several processes, with transactions that are really committed."""

MAKE_TAKE_AND_WAIT = """
from datetime import timedelta
from allostream.checks import actions
from allostream.checks.models import LinkCheck
from allostream.lib import clock
from tests import factories
film = factories.make_free_film("The General")
for _ in range(39):
    factories.make_link(film)
actions.enrol(0)
LinkCheck.objects.update(due_at=clock.now() - timedelta(hours=1))
print(*LinkCheck.objects.values_list("pk", flat=True))
print(*(target.link_id for target in actions.take(5)), flush=True)
input()
"""
LOOK = """
from allostream.checks import actions
from allostream.checks.rules import Finding, Seen
while targets := actions.take(4):
    actions.record({target.link_id: Finding(Seen.WORKS, "page") for target in targets})
    print(*(target.link_id for target in targets))
"""
WITHDRAW = """
from allostream.audit.rules import Actor
from allostream.links.actions import withdraw_link
from allostream.links.models import WatchLink
for link in WatchLink.objects.order_by("-pk")[:9]:
    withdraw_link(link.public_id, by=Actor.command("a test"), why="while it is looked at")
    print(link.pk)
"""
LATER = """
from datetime import timedelta
from allostream.checks import actions
from allostream.lib import clock
now = clock.now() + actions.LEASE
clock.now = lambda: now
print(*(target.link_id for target in actions.take(99)))
"""


def test_several_workers_look_at_each_link_once_and_one_that_is_killed_loses_none(start, run):
    killed = start(MAKE_TAKE_AND_WAIT)
    every, lost = killed.stdout.readline().split(), killed.stdout.readline().split()
    killed.kill()
    workers, withdrawing = [start(LOOK), start(LOOK)], start(WITHDRAW)
    taken, withdrawn = [], set(_said(withdrawing))
    for worker in workers:
        taken += _said(worker)
    assert len(lost) == 5
    assert len(taken) == len(set(taken))
    assert set(taken).isdisjoint(lost)
    assert set(taken) | withdrawn >= set(every) - set(lost)
    assert set(run(LATER).split()) == set(lost) - withdrawn


def _said(process):
    """What a process prints, which must end well."""
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    return out.split()
