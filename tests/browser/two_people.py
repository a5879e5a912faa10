"""Beside a running site: what hosts have told, what its worker does, which letters went out, what is kept of somebody.

Run with the data folder of the site; answers each line of its input, a word and what goes with it, with a line of JSON.
"""

import json
import sys
from typing import Any

import django

from tests.browser import community_pages
from tests.browser.community_pages import session_of

NEWCOMER, NAME = "noor.newcomer@example.org", "Noor Newcomer"
NOSFERATU, METROPOLIS = "nosferatu_1922_two_people", "metropolis_1927_two_people"


def reply(item: str, title: str, by: str, minutes: int) -> dict[str, Any]:
    """What the Internet Archive tells of a plain copy in a curated collection."""
    metadata = {
        "identifier": item, "title": title, "mediatype": "movies", "collection": ["prelinger"], "creator": by,
        "uploader": "somebody@example.org", "language": "zxx", "runtime": f"{minutes // 60}:{minutes % 60:02}:00",
        "source": "16 mm print", "licenseurl": "http://creativecommons.org/publicdomain/mark/1.0/",
    }  # fmt: skip
    files = [{"name": f"{item}.mp4", "format": "h.264", "source": "original", "length": str(minutes * 60)}]
    return {"metadata": metadata, "files": files}


REPLIES = {
    NOSFERATU: reply(NOSFERATU, "Nosferatu (1922)", "F. W. Murnau", 94),
    METROPOLIS: reply(METROPOLIS, "Metropolis (1927)", "Fritz Lang", 153),
}


def start(_given: str) -> dict[str, str]:
    """Write the replies down as if the host had just told them; a newcomer, and sessions of three people."""
    from allostream.accounts.actions import make_person
    from allostream.audit.rules import Actor
    from allostream.community.asking import keep
    from allostream.community.recognising import recognise
    from allostream.connectors.candidates import Told
    from allostream.links.models import WatchLink

    for item, told in REPLIES.items():
        seen = recognise(f"https://archive.org/details/{item}")
        assert seen.host is not None
        keep(seen.found, seen.host, Told(told, f"https://archive.org/metadata/{item}", "0" * 64))
    by = Actor.system("two-people")
    noor = make_person(by=by, email=NEWCOMER, name=NAME, password="a long password", language="en", why="An example")
    doris = community_pages.lead()
    general = WatchLink.objects.filter(title__name="The General", content_key__startswith="ia:").first()
    assert general is not None
    return {
        "newcomer": session_of(NEWCOMER), "moderator": session_of("basile@example.org"),
        "lead": session_of(doris.email), "general": general.content_key[3:], "id": noor.public_id,
    }  # fmt: skip


def work(_given: str) -> dict[str, int]:
    """What the worker does: ask hosts about what was taken, as they are recorded, and gather what waits."""
    from allostream.community import asking
    from allostream.community.working import complete
    from allostream.moderation.gathering import keep_queue
    from allostream.net.asking import Ask, Reply

    def ask(one: Ask) -> Reply:
        body = json.dumps(REPLIES[one.url.rsplit("/", 1)[1]]).encode()
        return Reply(one.url, 200, {}, body, len(body))

    asking.forget_replies()
    while complete(ask):
        pass
    keep_queue()
    return {}


def letters(address: str) -> list[str]:
    """The letters that went to somebody, the first first."""
    from allostream.mail.models import Letter

    return list(Letter.objects.filter(address=address).order_by("pk").values_list("text", flat=True))


def kept(text: str) -> list[str]:
    """Each table in which a text stands anywhere."""
    from django.db import connection

    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
            any_of = " OR ".join(f"instr(CAST({connection.ops.quote_name(one)} AS text), %s)" for one in columns)
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} WHERE {any_of}", [text] * len(columns))
            if cursor.fetchone():
                found.add(table)
    return sorted(found)


def crowd(given: str) -> int:
    """As many new accounts as make a flood; they go again where none is given."""
    from allostream.accounts.models import User

    User.objects.filter(email__startswith="crowd-").delete()
    made = [User(email=f"crowd-{number}@example.org", name="One of many") for number in range(int(given))]
    return len(User.objects.bulk_create(made))


COMMANDS = {"start": start, "work": work, "letters": letters, "kept": kept, "crowd": crowd}


def main() -> None:
    django.setup()
    for line in sys.stdin:
        word, _, given = line.strip().partition(" ")
        sys.stdout.write(json.dumps(COMMANDS[word](given)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
