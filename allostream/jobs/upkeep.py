"""What a database needs now and then."""

from django.db import connection


def look_at_tables() -> None:
    """Let SQLite look at how its tables have grown; PostgreSQL does so by itself.

    Without it SQLite takes every index for a way to ten rows, also the one of all films. It looks at a sample of each
    index, which takes less than a second whatever the size.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")
