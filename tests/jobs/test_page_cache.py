"""No process serves a page from before a change: several real servers on one database, and writers beside them."""

import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from tests.jobs.servers import start_server, wait_for
from tests.whole import make_whole

SERVERS = 3
SITES = {"en": "localhost", "fr": "fr.localhost"}
# Django does not look at it, and the cache lets such requests pass: the page as it is made at that moment.
UNCACHED = {"Authorization": "nobody"}
# Carries out each line of its standard input, and tells when that began and when it was committed.
CHANGES = """
import sys, time
from django.db import transaction
from dataclasses import replace
from datetime import date, timedelta
from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue
from allostream.hosts.models import Host
from allostream.hosts.rules import FIELDS, HostRow
from allostream.lib import clock
from allostream.links import actions as links
from allostream.links.rules import Health
from allostream.rights_desk.deciding import retract
from tests.rights_desk.notices import notice, send
def send_notice(link):
    global case
    case = send(notice(f"http://localhost/watch/{link}")).case
def take_back():
    with transaction.atomic():
        assert retract(case, list(case.items.all()))
who = {"by": Actor.system("test"), "why": "test"}
def host(slug, **values):
    row = Host.objects.get(slug=slug)
    known = {name: getattr(row, name) for name in FIELDS}
    return HostRow(**{n: tuple(v) if isinstance(v, list) else v for n, v in (known | values).items()})
for line in sys.stdin:
    began = time.monotonic()
    exec(line)
    print(began, time.monotonic(), flush=True)
"""
PROTECTED = {"status": "protected", "play": "no", "rule": "test", "confidence": "high"}


@pytest.fixture
def whole(transactional_db):
    return make_whole()


@pytest.fixture
def servers(whole, request, tmp_path):
    """Server processes on the shared database, ready."""
    environment = request.getfixturevalue("environment") | {"DJANGO_SETTINGS_MODULE": "tests.jobs.served_settings"}
    with tempfile.TemporaryDirectory() as folder:  # the address of a socket must be short
        started = [start_server(Path(folder) / f"{number}", environment) for number in range(SERVERS)]
        try:
            for server in started:
                wait_for(server)
            yield started
        finally:
            for server in started:
                server.stop()


@pytest.fixture
def change(servers, start):
    """Carry out a line of code in another process; returns when it began and when it was committed."""
    process = start(CHANGES)

    def carry_out(line):
        process.stdin.write(line + "\n")
        process.stdin.flush()
        told = process.stdout.readline()
        assert told, process.communicate()[1]
        return tuple(map(float, told.split()))

    return carry_out


def read_all(server, whole, **headers):
    """Every page of both sites, one in the United States and one in France, as a process answers now."""
    return {
        (kind, site): server.get(address, SITES[site], **headers)
        for site in SITES
        for kind, address in whole.pages(site).items()
    }


def everywhere(servers, whole):
    """What all processes answer, asked at the same time."""
    with ThreadPoolExecutor(len(servers)) as threads:
        return list(threads.map(lambda server: read_all(server, whole), servers))


def bodies(answers):
    return {place: (answer.status, answer.body) for place, answer in answers.items()}


def test_after_a_change_every_process_answers_the_new_page_to_the_next_request(servers, whole, change):
    hosts = "links.load_hosts([host('internet-archive', {})], **who)"
    film, series, link = whole.film.pk, whole.series.public_id, whole.link.public_id
    of_film = {"home", "films", "genre", "film", "watch", "player", "person", "host", "search"}
    of_series = {"shows", "series", "season", "episode", "watch episode"}
    steps = [
        (f"links.withdraw_link('{link}', **who)", of_film),
        (f"links.restore_link('{link}', **who)", of_film),
        (f"send_notice('{link}')", of_film),  # a complete notice to the rights desk, and its return
        ("take_back()", of_film),
        (f"links.set_answer({film}, 'FR', evaluated_on=date.today(), **who, **{PROTECTED})", of_film - {"host"}),
        (hosts.format("stands='refused', note='closed'"), {*of_film, *of_series, "hosts"}),
        (hosts.format("stands='listed'"), {*of_film, *of_series, "hosts"}),
        (f"catalogue.remove_title('{series}', **who)", of_series),
        (f"links.record_health('{link}', Health.DEAD, **who)", of_film),
    ]
    for answers in everywhere(servers, whole):
        assert {answer.status for answer in answers.values()} == {200}
    for server in servers:  # all kinds of pages are kept, in every process; searches for half a second
        first = server.get("/healthz").hits
        found = list(read_all(server, whole).values())[-1].hits - first
        assert 2 * (len(whole.pages()) - 1) <= found <= 2 * len(whole.pages())
    before = bodies(read_all(servers[0], whole))
    for step, expected in steps:
        change(step)
        found = [bodies(answers) for answers in everywhere(servers, whole)]
        truth = bodies(read_all(servers[0], whole, **UNCACHED))
        for answers in found:
            assert differing(answers, truth) == set(), step
        changed = {kind for kind, _site in differing(truth, before)}
        assert expected <= changed, step
        before = truth


def differing(some, others):
    return {place for place in some if some[place] != others[place]}


@dataclass(frozen=True)
class Seen:
    """One answer: when it was asked for and had arrived, whether it showed what is looked for, and came from memory."""

    asked: float
    arrived: float
    shows: bool
    hits: int


class Watcher(threading.Thread):
    """Asks one process for one page again and again, and notes each answer."""

    def __init__(self, server, address, mark):
        super().__init__(daemon=True)
        self.server, self.address, self.mark = server.again(), address, mark
        self.seen = []
        self.news = threading.Condition()
        self.is_done = False

    def run(self):
        with self.server as server:
            while not self.is_done:
                answer = server.get(self.address)
                with self.news:
                    self.seen.append(Seen(answer.asked, answer.arrived, self.mark in answer.body, answer.hits))
                    self.news.notify_all()

    def see(self, number):
        """Return when so many more answers were asked for and have arrived."""
        with self.news:
            enough = len(self.seen) + number + 1  # one may be on its way already
            assert self.news.wait_for(lambda: len(self.seen) >= enough, timeout=20)

    def between(self, since, until):
        """What was seen in answers that were asked for and arrived between two moments."""
        return [seen.shows for seen in self.seen if since < seen.asked and seen.arrived < until]


@pytest.fixture
def watch(servers):
    """Have every process asked for pages all the time."""
    watchers = []

    def begin(addresses, mark):
        watchers.extend(Watcher(server, address, mark) for server in servers for address in addresses)
        for watcher in watchers:
            watcher.start()
        return watchers

    yield begin
    for watcher in watchers:
        watcher.is_done = True
        watcher.join(20)


def test_no_answer_that_was_asked_for_after_a_withdrawal_shows_the_link(whole, change, watch):
    pages, mark = whole.pages(), f"/watch/{whole.link.public_id}"
    watchers = watch([pages["film"], pages["home"]], mark)
    spans = []  # from the commit of a change to the begin of the next, and whether the link is shown then
    committed, shown = time.monotonic(), True
    for _ in range(10):
        for watcher in watchers:
            watcher.see(3)
        action = "withdraw" if shown else "restore"
        began, now = change(f"links.{action}_link('{whole.link.public_id}', **who)")
        spans.append((committed, began, shown))
        committed, shown = now, not shown
    for watcher in watchers:
        for since, until, shown in spans:
            assert set(watcher.between(since, until)) == {shown}
    assert max(seen.hits for seen in watchers[0].seen) > 50


def test_no_answer_that_was_asked_for_after_a_window_closed_shows_the_link(whole, change, watch):
    open_for = 3
    began, committed = change(
        f"links.add_link(by=who['by'], place=links.Place({whole.series.pk}), address='https://archive.org/details/brief',"
        f" facts=links.Facts(basis=links.Basis.PROVIDER, closes_at=clock.now() + timedelta(seconds={open_for})))"
    )
    watchers = watch([whole.pages()["series"]], "archive.org/details/brief")
    closed = committed + open_for  # or a little before
    while time.monotonic() < closed:
        watchers[0].see(1)
    for watcher in watchers:
        watcher.see(5)
        assert set(watcher.between(committed, began + open_for)) == {True}
        assert set(watcher.between(closed, time.monotonic())) == {False}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server that could cut a connection")
def test_a_server_whose_connections_were_cut_answers_the_next_request(whole, servers, change):
    address = whole.pages()["film"]
    for server in servers:
        assert server.get(address).status == 200
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    for server in servers:
        for _ in range(2):
            answer = server.get(address)
            assert (answer.status, f"/watch/{whole.link.public_id}" in answer.body) == (200, True)
