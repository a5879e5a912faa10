"""How fast a notice takes effect: `./dev bench desk [--notices N] [--marks N]`.

A database of its own is filled with titles, each with one link. Measured, on the clock and in processor time of this
process:

- so many complete notices by each door, the form, the interface for programs and mail (signed, by LMTP, read by the
  worker), until a process that had kept the pages answers without the link: the page of the title, the link's own page,
  a search, and that search as a feed for programs;
- the question whether something must stay down, among so many marks.

0 leaves a part out. On PostgreSQL where ALLOSTREAM_DATABASE_URL names an empty database.
"""

import argparse
import hashlib
import json
import math
import os
import smtplib
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

MARKS_AT_ONCE = 200_000
DESK = "rights@allostream.example"
AGENT = "notices@agent.example"
SEEN = "2026-11-20T09:14:02Z"
SWORN = (
    "I have a good faith belief that the use is not authorized by the owner, its agent or the law. I swear, under "
    "penalty of perjury, that the information is accurate and that I am authorized to act on behalf of the owner."
)


@dataclass(frozen=True)
class Listed:
    """A title with one link, as the bench made it."""

    number: int
    name: str
    link: str
    address: str

    @property
    def slug(self) -> str:
        """The last part of the address of its page."""
        return f"{self.name.lower()}-1926"


@dataclass(frozen=True)
class Took:
    """What something took, in milliseconds."""

    wall: float
    processor: float


def start(folder: str) -> None:
    """Make the program ready on an empty database, which is SQLite in a folder where nothing else is said."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "allostream.config.settings", "ALLOSTREAM_DATA": folder}
    import django
    from django.conf import settings
    from django.core.management import call_command

    from allostream.lib.garbage import look_rarely

    django.setup()
    # Files under their own names: the hashed ones exist only after collectstatic.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.DESK_MAIL = DESK
    settings.DESK_KEYS = Path(folder) / "keys"
    settings.DESK_KEYS.mkdir()
    look_rarely()
    call_command("migrate", verbosity=0)


def timed(work: Callable[[], object]) -> Took:
    """What something takes on the clock and of the processor."""
    begun, busy = time.perf_counter(), time.process_time()
    work()
    return Took((time.perf_counter() - begun) * 1000, (time.process_time() - busy) * 1000)


def told(name: str, found: Sequence[Took]) -> None:
    """One line of the answer: the median, and what a hundredth exceeds."""
    parts = []
    for what in ("wall", "processor"):
        ordered = sorted(getattr(one, what) for one in found)
        last = ordered[math.ceil(len(ordered) * 0.99) - 1]
        parts.append(f"{what} p50 {statistics.median(ordered):.3f} ms, p99 {last:.3f} ms")
    print(f"{name}: {'; '.join(parts)} ({len(found)} times)", flush=True)


def name_of(number: int) -> str:
    """A name that no other title has, nor one like it, so that a search finds this title alone."""
    digest = hashlib.sha256(str(number).encode()).digest()
    return "".join("bdfgklmnprstvz"[one % 14] + "aeiou"[one // 14 % 5] for one in digest[:6]).capitalize()


def fill(titles: int) -> list[Listed]:
    """Titles with a link each, shown everywhere and found by their names."""
    from allostream.jobs.loops import LOOPS, run_once
    from tests import factories as make

    make.make_sites()
    host = make.make_host("youtube", item_level=True)
    made = []
    for number in range(titles):
        title = make.make_title(name_of(number), year=1926)
        make.make_answer(title, "*")
        link = make.make_link(title, f"https://www.youtube.com/watch?v=bench{number:06d}", host=host)
        made.append(Listed(number, name_of(number), link.public_id, link.canonical_url))
    run_once(LOOPS["search"], "bench")
    return made


def by_form(listed: Sequence[Listed]) -> Iterator[Callable[[], object]]:
    """Sends each by the form, from a network of its own, and reads the receipt."""
    from django.test import Client

    client = Client()
    for one in listed:
        fields = {
            "do": "send", "matter": "copyright", "works": f"{one.name} (1926)", "addresses": one.address,
            "right_kind": "copyright", "explanation": "We hold all rights in this film and have allowed nobody this.",
            "capacity": "owner", "notifier_kind": "legal", "name": "Example Films", "signature": "N. Exemple",
            "email": f"desk-{one.number}@films.example", "phone": "+33 1 00 00 00 00", "good_faith": "on",
            "accuracy": "on", "perjury": "on", "token": f"bench-{one.number}",
        }  # fmt: skip
        where = f"9.{one.number // 250}.{one.number % 250}.1"

        def act(fields: dict[str, str] = fields, where: str = where) -> None:
            answer = client.post("/notices/send", fields, REMOTE_ADDR=where)
            assert answer.status_code == 302, answer.content
            assert client.get(answer.headers["Location"]).status_code == 200

        yield act


def by_api(listed: Sequence[Listed]) -> Iterator[Callable[[], object]]:
    """Sends each by the interface, with the keys of verified senders; one key may call sixty times a minute."""
    from django.test import Client

    from allostream.accounts.models import User
    from allostream.lib import clock
    from allostream.rights_desk.desk_actions import make_key, verify_sender
    from allostream.rights_desk.models import Sender

    by, client, now = User.objects.create(email="bench@example.org", name="Bench"), Client(), clock.now()
    key = ""
    for place, one in enumerate(listed):
        if place % 50 == 0:
            sender = Sender.objects.create(
                email=f"api-{place}@agent.example", domain="agent.example", organisation="Agent", first_at=now,
                last_at=now,
            )  # fmt: skip
            verify_sender(sender, by=by, why="bench")
            sender.refresh_from_db()
            key = make_key(sender, "bench", by=by)
        body = json.dumps({
            "works": [{"title": one.name, "year": 1926}], "mandate": "agent",
            "on_behalf_of": "Example Films", "explanation": "We hold all rights in it and have allowed nobody this.",
            "signature": "N. Exemple", "statements": ["good-faith", "accuracy", "authority", "perjury"],
            "urls": [one.address],
        })  # fmt: skip
        headers = {"authorization": f"Bearer {key}", "idempotency-key": f"bench-{one.number}"}

        def act(body: str = body, headers: dict[str, str] = headers) -> None:
            answer = client.post("/api/v1/notices", body, content_type="application/json", headers=headers)
            assert answer.status_code == 201, answer.content

        yield act


def by_mail(listed: Sequence[Listed]) -> Iterator[Callable[[], object]]:
    """Hands each as signed XML to the listener, and does the worker's rows until it is a case."""
    from allostream.jobs.loops import do_one_row
    from allostream.rights_desk.models import Message

    with door() as port, smtplib.LMTP("127.0.0.1", port) as talk:
        for one, mail in zip(listed, mails(listed), strict=True):

            def act(mail: bytes = mail) -> None:
                talk.sendmail(AGENT, [DESK], mail)
                while Message.objects.filter(read_at=None).exists():
                    assert do_one_row("bench")

            yield act
            assert not Message.objects.exclude(trouble="").exists(), one


@contextmanager
def door() -> Iterator[int]:
    """The listener on a free port."""
    from allostream.rights_desk.listener import open_door
    from allostream.rights_desk.mail_settings import Listener

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    open_one = open_door(Listener("127.0.0.1", port, is_lmtp=True))
    try:
        yield port
    finally:
        open_one.stop()


def mails(listed: Sequence[Listed]) -> Iterator[bytes]:
    """For each a mail with ACNS XML in text that is signed with a registered key."""
    from email.message import EmailMessage
    from email.policy import SMTP

    from django.conf import settings
    from pysequoia import SignatureMode, Tsk, sign

    key = Tsk.generate(f"Agent <{AGENT}>")
    (settings.DESK_KEYS / f"{AGENT}.asc").write_text(str(key.extract_certificate()))
    for one in listed:
        xml = "\n".join((
            '<Infringement xmlns="http://www.acns.net/ACNS">', f"<Case><ID>B-{one.number}</ID></Case>",
            "<Complainant><Entity>Example Films</Entity><Contact>N. Exemple</Contact>",
            f"<Address>1 rue du Port, Paris</Address><Phone>+33 1</Phone><Email>{AGENT}</Email></Complainant>",
            f"<Service_Provider><Entity>Allostream</Entity><Email>{DESK}</Email></Service_Provider>",
            f"<Source><TimeStamp>{SEEN}</TimeStamp><IP_Address>203.0.113.7</IP_Address></Source>",
            f"<Content><Item><TimeStamp>{SEEN}</TimeStamp><Title>{one.name}</Title><FileName>film</FileName>",
            f"<URL>{one.address}</URL></Item></Content>", '<Type Retraction="false">DMCA</Type></Infringement>',
        ))  # fmt: skip
        words = f"Notice of infringement\n\n{SWORN}\n\n---Start ACNS XML\n{xml}\n---End ACNS XML\n"
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"Agent <{AGENT}>", DESK, f"Notice B-{one.number}"
        mail.set_content(sign(key.signer(), words.encode(), mode=SignatureMode.CLEAR).decode())
        yield mail.as_bytes(policy=SMTP)


DOORS = {"form": by_form, "interface": by_api, "signed mail": by_mail}


def notices(
    listed: Sequence[Listed], through: Callable[..., Iterator[Callable[[], object]]]
) -> tuple[list[Took], list[Took]]:
    """How long each notice takes until it is received, and until nothing shows its link any more; each page was kept
    before."""
    from django.core.handlers.wsgi import WSGIHandler

    from allostream.web.front import Front
    from tests.pages.asking import Reader

    reader = Reader(Front(WSGIHandler(), 2**26))
    received, gone = [], []
    for one, act in zip(listed, through(listed), strict=True):
        before = answers(reader, one)
        assert before.link_is_on_page, one
        assert before.plays, one
        assert before.is_free_in_feed, one

        def until_gone(act: Callable[[], object] = act, one: Listed = one, before: Answers = before) -> None:
            received.append(timed(act))
            after = answers(reader, one)
            assert not after.link_is_on_page, one
            assert not after.plays, one
            assert not after.is_free_in_feed, one  # it was the only link of its title, which is found as before
            assert after.search != before.search, one

        gone.append(timed(until_gone))
    return received, gone


@dataclass(frozen=True)
class Answers:
    """What a process answers about a title and its only link."""

    link_is_on_page: bool
    plays: bool
    is_free_in_feed: bool
    search: bytes


def answers(reader: Any, one: Listed) -> Answers:
    """Ask for the page of a title, the link's own page, a search for the title, and that search as a feed."""
    query, where = f"q={one.name}", f"/movie/{one.slug}"
    page, own = reader.get(where), reader.get(f"/watch/{one.link}")
    search, feed = reader.get(f"/search?{query}"), reader.get(f"/feeds/search.json?{query}")
    assert [each.status[:3] for each in (page, search, feed)] == ["200"] * 3, one
    assert own.status[:3] in ("200", "451"), own.status
    video = one.address.partition("v=")[2].encode()
    texts = {item["url"].rpartition("localhost")[2]: item["content_text"] for item in json.loads(feed.page)["items"]}
    return Answers(
        one.link.encode() in page.page or video in page.page + search.page + feed.page, own.status[:3] == "200",
        "Free" in texts[where], search.page,
    )  # fmt: skip


def marks(count: int) -> None:
    """Fill the table of what must stay down, in batches; the indexes are made after, as a dump that is read in does."""
    from django.db import connection

    from allostream.links.models import StayDown

    indexes = [*StayDown._meta.indexes]
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(StayDown, index)
    rows = mark_rows(count)
    begun = time.perf_counter()
    while batch := list(islice(rows, MARKS_AT_ONCE)):
        insert(batch)
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.add_index(StayDown, index)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{count:,} marks written in {time.perf_counter() - begun:.0f} s", flush=True)


COLUMNS = (
    "public_id", "known", "text", "number", "effect", "is_preventive", "territory", "since", '"case"', "why", "laid_by"
)  # fmt: skip


def mark_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """The columns of so many marks on invented copies."""
    from django.db import connection

    from allostream.lib import clock
    from allostream.links.mark_rules import Known, Sign

    now = connection.ops.adapt_datetimefield_value(clock.now())
    for number in range(count):
        sign = Sign(Known.COPY, f"yt:mk{number:09d}")
        yield (
            f"{number:012d}", sign.known.value, sign.text, sign.number(), "down", False, '["*"]', now, "", "bench",
            "system:bench",
        )  # fmt: skip


def insert(rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows with the fastest way that the driver has."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY links_staydown ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO links_staydown ({', '.join(COLUMNS)}) VALUES ({places})", rows)


def questions(count: int, among: int) -> list[Took]:
    """How long it takes to ask whether an address that somebody brings must stay down; half of them must."""
    from allostream.hosts.identity import identify
    from allostream.links.queries.marks import marks_on

    found = []
    for number in range(count):
        is_marked = number % 2
        identity = identify(f"https://www.youtube.com/watch?v={'mk' if is_marked else 'fr'}{number * 7919 % among:09d}")

        def ask(identity: object = identity, is_marked: int = is_marked) -> None:
            (laid,) = marks_on([(identity, None)])  # type: ignore[list-item]  # an Identity
            assert bool(laid) == bool(is_marked)

        found.append(timed(ask))
    return found


def main() -> int:
    """Fill, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notices", type=int, default=100, help="by each door")
    parser.add_argument("--marks", type=int, default=10_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        from django.db import connection
        from django.test.utils import setup_test_environment

        from allostream.jobs.loops import LOOPS, run_once

        setup_test_environment()
        print(f"{connection.vendor}, {options.marks:,} marks", flush=True)
        listed = fill(max(1, options.notices) * len(DOORS))
        for place, (name, through) in enumerate(DOORS.items() if options.notices else ()):
            theirs = listed[place * options.notices : (place + 1) * options.notices]
            run_once(LOOPS["outbox"], "bench")  # letters of the door before, which a worker would have sent long since
            received, gone = notices(theirs, through)
            told(f"notice by {name} until it is received and acted on", received)
            told(f"notice by {name} until no page, search or feed has the link", gone)
        if options.marks:
            marks(options.marks)
            told("must it stay down?", questions(2000, options.marks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
