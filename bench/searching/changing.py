"""A writer beside a running site: changes of titles at a steady rate, taken into the index by the worker's loop.

`python -m bench.searching.changing RATE` writes “ready”, goes on until a line comes in, and then says what it did.
"""

import sys
import time
from threading import Event, Thread

import django

FILMS = 2000


def main(rate: int) -> None:
    """Make changes until told to end."""
    django.setup()
    from allostream.audit.rules import Actor
    from allostream.catalogue.actions import show_release
    from allostream.catalogue.models import Title
    from allostream.jobs.loops import LOOPS, run
    from allostream.lib.dates import PartialDate

    present = Title.objects.filter(kind="film", removed_at__isnull=True, merged_into__isnull=True).order_by("id")
    ids = list(present.values_list("pk", flat=True)[:FILMS])
    stop, told = Event(), Event()
    loop = Thread(target=run, args=(LOOPS["search"], "bench", stop))
    loop.start()
    Thread(target=lambda: (sys.stdin.readline(), told.set()), daemon=True).start()
    print("ready", flush=True)
    start, done = time.perf_counter(), 0
    while not told.is_set():
        time.sleep(max(0.0, start + done / rate - time.perf_counter()))
        year = str(1900 + done // len(ids) + done % 40)
        show_release(ids[done % len(ids)], PartialDate.parse(year), by=Actor.system("bench"), why="bench")
        done += 1
    seconds = time.perf_counter() - start
    stop.set()
    loop.join(30)
    print(f"\n{done:,} changes were made, {done / seconds:.1f} a second.")


if __name__ == "__main__":
    main(int(sys.argv[1]))
