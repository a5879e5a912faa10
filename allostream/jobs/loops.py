"""The loops of the worker. Each does one small step at a time and says whether there may be more to do."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from threading import Event

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from allostream.accounts.leaving import forget_retained
from allostream.audit import actions as audit
from allostream.checks import actions as checks
from allostream.checks.checking import Checker
from allostream.community import confirming, reporting
from allostream.community.asking import forget_answers
from allostream.community.wanted import forget_wishes
from allostream.community.wanted_queries import most_wanted
from allostream.community.working import complete
from allostream.discovery.wanting import plan_wanted
from allostream.discovery.working import find_more
from allostream.freshness.actions import forget_changes
from allostream.jobs import progress
from allostream.jobs.handlers import HANDLERS
from allostream.jobs.indexing import Follower
from allostream.jobs.upkeep import forget_addresses, look_at_tables
from allostream.lib import clock
from allostream.links.endings import forget_endings, note_closed
from allostream.links.judging import turn
from allostream.links.marking import end_marks
from allostream.mail import actions as mail
from allostream.moderation import contesting, gathering, relations
from allostream.net.kept import forget_robots
from allostream.outbox import actions as outbox
from allostream.outbox.models import OutboxRow
from allostream.rights_desk import inbox, proving
from allostream.rights_desk.allowances import forget_full
from allostream.rights_desk.ringing import ring

log = logging.getLogger(__name__)

AFTER_TROUBLE = 5.0


@dataclass(frozen=True, slots=True)
class Loop:
    """A step, given the worker's name, that returns whether it did something, and the pause when it did not."""

    name: str
    step: Callable[[str], bool]
    pause: float


def do_one_row(worker: str) -> bool:
    """Claim the most urgent due row of any topic and do its work."""
    rows = outbox.claim(None, worker, limit=1)
    for row in rows:
        _work_on(row)
    return bool(rows)


def seal(_worker: str) -> bool:
    """Seal the audit entries that were committed since the last time."""
    return audit.seal() > 0


def tidy(_worker: str) -> bool:
    """Remove done rows, noted changes, endings, texts for robots and answers of hosts that nobody will ask about any
    more, and the addresses of objectors, single voices and letters whose time is over; have letters sent that wait;
    look at how the tables have grown.
    """
    outbox.tidy()
    forget_changes()
    forget_robots(clock.now().timestamp())
    forget_endings()
    forget_addresses()
    confirming.forget_voices()
    forget_wishes()
    forget_answers()
    forget_full()
    look_at_tables()
    mail.tidy()
    forget_retained()
    if settings.SMTP:
        mail.resume()
    return False


def judge(_worker: str) -> bool:
    """The nightly run of rights: judge the next portion of what a day that has come changes."""
    return turn() is not None


def close(_worker: str) -> bool:
    """Note the next portion of what is shown no longer because its time is over."""
    return note_closed() > 0


@lru_cache(maxsize=1)
def follower(path: Path) -> Follower:
    """The one that feeds the index of this machine."""
    return Follower(path)


def index_names(_worker: str) -> bool:
    """Take the next changes of names into this machine's index, or build it where it cannot be used."""
    return follower(settings.SEARCH_INDEX).step()


@lru_cache(maxsize=1)
def checker() -> Checker:
    """The one that looks at links for this process."""
    return Checker()


def look_at_links(_worker: str) -> bool:
    """Look at the next portion of links that are due."""
    return checker().step()


def count_freshness(_worker: str) -> bool:
    """Count how the shown links of each host stand."""
    checks.count_freshness()
    return False


def keep_queue(_worker: str) -> bool:
    """Bring the queue of moderators in line with what waits."""
    gathering.keep_queue()
    return False


def answer_reports(_worker: str) -> bool:
    """Answer the reports that a look at the host has confirmed."""
    return reporting.settle_by_looks() > 0


def watch_desk(_worker: str) -> bool:
    """Have the clocks of the rights desk ring, lift the marks whose time is over, and look again at domains that
    senders have shown."""
    return ring() + end_marks() + proving.look_again() > 0


def find_relations(_worker: str) -> bool:
    """Count who brings and confirms whose things, for moderators, and forget what is long over."""
    relations.find_relations()
    relations.forget_findings()
    contesting.forget_addresses(clock.now() - timedelta(days=settings.ADDRESSES_DAYS))
    return False


def find_links(worker: str) -> bool:
    """Take the next step of a walk through a source of links, and ask hosts about what was found."""
    return find_more(worker)


def ask_about_brought(_worker: str) -> bool:
    """Ask the hosts of what people have just brought, where a page could not wait for the answer."""
    return complete()


def look_for_wanted(_worker: str) -> bool:
    """Plan walks for titles that have no link yet, those that people have asked for first."""
    plan_wanted(most_wanted(clock.now().date(), WANTED))
    return False


def fetch_mail(_worker: str) -> bool:
    """Keep what is new in the mailbox of the rights desk."""
    try:
        return inbox.take_in() >= inbox.AT_ONCE
    except inbox.NoInbox as error:
        log.warning("desk.no_inbox %s", error)
        return False


WANTED = 200  # titles that people want, of which the day's are taken
LOOPS = {
    loop.name: loop
    for loop in (
        Loop("outbox", do_one_row, pause=0.5),
        Loop("seal", seal, pause=0.4),  # an entry must be sealed within a second of its commit
        Loop("tidy", tidy, pause=3600),
        Loop("search", index_names, pause=0.3),  # a changed name must be found within a second
        Loop("windows", close, pause=60),
        Loop("links", look_at_links, pause=20),
        Loop("reports", answer_reports, pause=120),
        Loop("discovery", find_links, pause=30),
        Loop("brought", ask_about_brought, pause=1),  # somebody may be waiting for it
        Loop("queue", keep_queue, pause=20),
        Loop("desk", watch_desk, pause=30),
        Loop("inbox", fetch_mail, pause=20),
        Loop("relations", find_relations, pause=3600),
        Loop("wanted", look_for_wanted, pause=3600),
        Loop("freshness", count_freshness, pause=3600),
        Loop("rights", judge, pause=300),  # what is due is found by index: asking costs next to nothing
    )
}


def run(loop: Loop, worker: str, stop: Event, after_trouble: float = AFTER_TROUBLE) -> None:
    """Run a loop until `stop` is set; the step under way is finished first.

    Nothing that a step raises ends the loop: it is logged, and the step is tried again after a pause.
    """
    try:
        while not stop.is_set():
            pause = _step(loop, worker, after_trouble)
            if pause:
                stop.wait(pause)
    finally:
        connection.close()


def run_once(loop: Loop, worker: str) -> None:
    """Run a loop until it has nothing to do; what a step raises is raised."""
    while loop.step(worker):
        pass


def _step(loop: Loop, worker: str, after_trouble: float) -> float:
    """How long to pause after one step."""
    try:
        close_old_connections()
        return 0 if loop.step(worker) else loop.pause
    except (OperationalError, InterfaceError) as error:
        reason = " ".join(str(error).split())
        log.warning("worker.database_away loop=%s error=%r: trying again in %s s", loop.name, reason, after_trouble)
        connection.close()
    except Exception:
        log.exception("worker.step_failed loop=%s: trying again in %s s", loop.name, after_trouble)
    return after_trouble


def _work_on(row: OutboxRow) -> None:
    handler = HANDLERS.get(row.topic)
    if handler is None:
        reason = f"No handler is registered for the topic “{row.topic}”: add it to allostream.jobs.handlers."
        outbox.fail(row, reason, permanent=True)
        return
    try:
        with progress.working_on(row):
            handler(row.payload)
    except progress.Later as later:
        outbox.put_off(row, later.until)
    except Exception as error:
        log.exception("outbox.row_failed id=%s topic=%s tries=%s", row.public_id, row.topic, row.tries)
        outbox.fail(row, f"{type(error).__name__}: {error}")
    else:
        outbox.finish(row)
