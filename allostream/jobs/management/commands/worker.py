"""`manage.py worker`: do what is due. A big site starts several, each with chosen loops."""

import os
import secrets
import signal
import socket
from threading import Event, Thread
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from allostream.jobs.loops import LOOPS, Loop, run, run_once
from allostream.lib.garbage import look_rarely


class Command(BaseCommand):
    help = "Do the work that is due: outbox rows, sealing of the audit, tidying. Ctrl-C or SIGTERM stops it cleanly."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--loops",
            default=",".join(LOOPS),
            help=f"which loops to run, with commas between (default: all of {', '.join(LOOPS)})",
        )
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *_: Any, loops: str, once: bool, **__: Any) -> None:
        chosen = [self.loop(name.strip()) for name in loops.split(",")]
        worker = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
        if once:
            for loop in chosen:
                run_once(loop, worker)
            return
        self.stdout.write(f"Worker {worker} runs {', '.join(loop.name for loop in chosen)}. Ctrl-C stops it.")
        self.stdout.flush()
        look_rarely()
        self.work_until_stopped(chosen, worker)
        self.stdout.write(f"Worker {worker} has stopped.")

    def loop(self, name: str) -> Loop:
        if name not in LOOPS:
            raise CommandError(f"There is no loop “{name}”: choose from {', '.join(LOOPS)}.")
        return LOOPS[name]

    def work_until_stopped(self, chosen: list[Loop], worker: str) -> None:
        """Give each loop a thread, so that long work on a row does not hold up the sealing."""
        stop = Event()

        def ask_to_stop(number: int, _frame: FrameType | None) -> None:
            self.stdout.write("Stopping after the work under way. Once more stops at once.")
            signal.signal(number, signal.SIG_DFL)
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask_to_stop)
        threads = [Thread(target=run, args=(loop, worker, stop), name=loop.name) for loop in chosen]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
