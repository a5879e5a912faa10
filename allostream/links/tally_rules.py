"""How often what there is to watch is counted. No Django, no clock, no network."""

from datetime import timedelta

TITLES_FOR_A_SECOND_OF_REST = 5000


def rest_after_count(titles: int) -> timedelta:
    """How long after a count of so many titles the next one may begin: none for few, some minutes for a million.

    Counting takes the longer the more there are, and would never end under a stream of changes.
    """
    return timedelta(seconds=titles // TITLES_FOR_A_SECOND_OF_REST)
