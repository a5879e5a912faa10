"""Views by subject: each finds, checks, calls one action or none, and answers."""
