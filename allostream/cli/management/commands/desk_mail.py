"""`manage.py desk_mail …`: mail to the rights desk, as an operator sees it."""

import signal
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from allostream.rights_desk import inbox, listener, mail_intake
from allostream.rights_desk.mail_settings import Listener
from allostream.rights_desk.queries import unread_messages

NO_LISTENER = "No listener is set (ALLOSTREAM_DESK_LISTEN), or no address for the desk (ALLOSTREAM_DESK_MAIL)."


class Command(BaseCommand):
    help = "Mail to the rights desk: listen for it, fetch it from the mailbox, list what was not read, read it again."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("listen", help="take mail from the mail server of this machine, until Ctrl-C")
        what.add_parser("fetch", help="keep what is new in the mailbox, once; the worker does so all the time")
        what.add_parser("waiting", help="list what was kept and not read, with the reason")
        again = what.add_parser("read", help="read a message that was kept")
        again.add_argument("message", help="its id, as `waiting` lists it")

    def handle(self, *_: Any, what: str, message: str = "", **__: Any) -> None:
        if what == "listen":
            self.listen()
        elif what == "fetch":
            self.fetch()
        elif what == "waiting":
            for one in unread_messages():
                trouble = one.trouble or "not read yet"
                self.stdout.write(f"{one.public_id}  {one.received_at:%Y-%m-%d %H:%M}  {one.size:,} bytes  {trouble}")
        else:
            self.stdout.write(f"Cases: {mail_intake.read_again(message)}")

    def listen(self) -> None:
        """Take mail until somebody stops it."""
        where: Listener | None = settings.DESK_LISTEN
        if where is None or not settings.DESK_MAIL:
            raise CommandError(NO_LISTENER)
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        try:
            door = listener.open_door(where)
        except OSError as error:
            raise CommandError(f"Cannot listen at {where.host}:{where.port}: {error}") from error
        self.stdout.write(f"Listening at {where.host}:{where.port} for {settings.DESK_MAIL}. Ctrl-C stops it.")
        self.stdout.flush()
        stop.wait()
        door.stop()

    def fetch(self) -> None:
        """Keep what is new in the mailbox."""
        if settings.DESK_INBOX is None:
            raise CommandError("No mailbox is set (ALLOSTREAM_DESK_INBOX).")
        try:
            number = inbox.take_in()
        except inbox.NoInbox as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Mails kept: {number}")
