#!/usr/bin/env python3
"""Run a command of the site: `manage.py help` lists them."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allostream.config.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError) as error:
        # SQLite says "no such table" (or column), PostgreSQL 'relation "…" does not exist'.
        if "no such" not in str(error) and "does not exist" not in str(error):
            raise
        sys.exit("The database does not fit this version of the program: run `manage.py migrate`, then this again.")
