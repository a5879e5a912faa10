"""Several processes that ask one host: it belongs to one at a time, and none is left out."""

from itertools import pairwise

import pytest

ASK = """
import time
from allostream.net import kept
from allostream.net.book import Counts, HostState, Returned
got = 0
while got < 15:
    if kept.take("example.org", HOLDER, time.time()) is None:
        time.sleep(0.002)
        continue
    begun = time.time()
    time.sleep(0.003)
    print(begun, time.time())
    kept.give_back([Returned("example.org", HostState(), Counts(1))], HOLDER, time.time())
    got += 1
"""


@pytest.mark.django_db(transaction=True)
def test_a_host_is_asked_by_one_process_at_a_time(start, run):
    processes = [start(f"HOLDER = 'process {number}'\n{ASK}") for number in range(3)]
    held = []
    for process in processes:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
        held += [tuple(map(float, line.split())) for line in out.splitlines()]
    held.sort()
    assert len(held) == 45
    assert all(end <= begun for (_, end), (begun, _) in pairwise(held))
    told = run("from allostream.net.models import AskedHost\nprint(AskedHost.objects.get().requests)")
    assert told.strip() == "45"
