"""What a database needs now and then, and what people were promised that it does not keep."""

from datetime import timedelta

from django.conf import settings
from django.db import connection

from allostream.audit.rules import Actor
from allostream.community import reporting
from allostream.hosts import proposal_actions
from allostream.lib import clock
from allostream.rights.actions import objections
from allostream.rights_desk import keeping


def look_at_tables() -> None:
    """Let SQLite look at how its tables have grown; PostgreSQL does so by itself.

    Without it SQLite takes every index for a way to ten rows, also the one of all films. It looks at a sample of each
    index, which takes less than a second whatever the size.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")


def forget_addresses() -> int:
    """Delete the e-mail addresses of objectors whose objection was answered long enough ago, and what names people in
    cases of the rights desk, and in messages without one, whose time is over; returns how many."""
    before, by = clock.now() - timedelta(days=settings.ADDRESSES_DAYS), Actor.system("upkeep")
    kept_with = (objections, proposal_actions, reporting)
    forgotten: int = sum(one.forget_addresses(before, by=by) for one in kept_with)
    return forgotten + keeping.erase_due() + keeping.erase_messages_due()
