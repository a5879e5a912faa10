"""What comes is kept before it is read, and what comes twice, at the same moment too, is one message and one case."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection, connections

from allostream.lib import clock
from allostream.rights_desk.case_rules import Door
from allostream.rights_desk.models import Case, Message, Sender, SenderKey
from allostream.rights_desk.queries import unread_messages
from allostream.rights_desk.receiving import keep_message, keep_once, note_refused, receive
from tests import factories
from tests.rights_desk.notices import notice

HOUR = timedelta(hours=1)


def kept(content: bytes = b"a notice", scope: str = "form") -> Message:
    return keep_once(content, scope=scope, within=HOUR, door=Door.FORM, site="en")


@pytest.fixture
def key(db: None) -> SenderKey:
    now = clock.now()
    sender = Sender.objects.create(email="notices@exemple-films.example", first_at=now, last_at=now)
    return SenderKey.objects.create(sender=sender, key_hash="a", made_at=now)


@pytest.mark.django_db
def test_the_same_bytes_of_the_same_sender_within_the_time_are_one_message_and_one_case() -> None:
    factories.make_sites()
    reading = notice("https://films.example/a")
    first, again = receive(kept(), reading), receive(kept(), reading)
    assert (first.case.pk, first.is_again, again.is_again) == (again.case.pk, False, True)
    assert Message.objects.count() == 1
    other = receive(kept(scope="another sender"), reading)
    assert other.case.pk != first.case.pk
    receive(kept(b"another notice"), reading)
    with time_machine.travel(clock.now() + HOUR + timedelta(seconds=1)):
        assert not receive(kept(), reading).is_again
    assert Case.objects.count() == 4


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one after the other")
@pytest.mark.django_db(transaction=True)
def test_of_equal_messages_at_the_same_moment_one_case_is_made() -> None:
    factories.make_sites()
    many = 6
    together = Barrier(many)

    def send(_number: int) -> Any:
        try:
            together.wait(60)
            return receive(kept(), notice("https://films.example/a"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as threads:
        found = list(threads.map(send, range(many)))
    assert len({one.case.pk for one in found}) == 1
    assert sorted(one.is_again for one in found) == [False] + [True] * (many - 1)
    assert (Message.objects.count(), Case.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_an_idempotency_key_that_comes_again_by_another_door_leaves_nothing_unread(key: SenderKey) -> None:
    factories.make_sites()
    reading = notice("https://films.example/a")
    first = receive(keep_message(b"{}", door=Door.API, site="en"), reading, key=key, idempotency="k1")
    message = keep_message(b"https://films.example/a", door=Door.UPLOAD, site="en")
    again = receive(message, reading, key=key, idempotency="k1")
    assert (again.case.pk, again.is_again) == (first.case.pk, True)
    assert unread_messages() == []
    message.refresh_from_db()
    assert first.case.public_id in message.trouble


@pytest.mark.django_db
def test_what_was_refused_is_kept_with_the_reason_and_waits_for_nobody() -> None:
    message = kept(b"\xff\x00 no notice")
    note_refused(message, "It names no address.")
    message.refresh_from_db()
    assert (bytes(message.content), message.trouble) == (b"\xff\x00 no notice", "It names no address.")
    assert len(message.sha256) == 64
    assert unread_messages() == []
