"""Keeping order: what waits for a moderator, what is decided, why, and how it is contested."""
