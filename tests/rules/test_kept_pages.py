"""The bounded place for kept pages: what goes first when there is no more room."""

import random

from allostream.web.choices import Choices
from allostream.web.kept import AROUND, SHARE, KeptPage, Key, Shelf

READER = Choices("en", "US")


def page(size: int = 2000, seed: int = 0) -> KeptPage:
    """A page of which the compressed body takes about `size` bytes."""
    return KeptPage(random.Random(seed).randbytes(size), [("Content-Type", "text/html")])  # noqa: S311 - no secret


def key(path: str, query: str = "") -> Key:
    return Key(path, query, "localhost", "http ", READER)


SIZE = page().size


def test_what_is_kept_is_found_until_it_is_dropped() -> None:
    shelf, kept = Shelf(10 * SIZE), page()
    shelf.put(key("/a"), kept)
    assert shelf.get(key("/a")) is kept
    assert shelf.get(key("/a", "page=2")) is None
    assert shelf.get(key("/a")._replace(host="other")) is None
    assert shelf.get(key("/a")._replace(choices=Choices("fr", "US"))) is None
    assert (len(shelf), shelf.size) == (1, kept.size)
    shelf.put(key("/a"), page(3000))
    assert (len(shelf), shelf.size) == (1, page(3000).size)
    shelf.clear()
    assert (len(shelf), shelf.size, shelf.get(key("/a"))) == (0, 0, None)


def test_the_room_is_never_exceeded_and_the_page_longest_unused_goes_first() -> None:
    shelf = Shelf(10 * SIZE)
    for number in range(10):
        shelf.put(key(f"/{number}"), page())
    shelf.put(key("/10"), page())
    assert shelf.size <= shelf.room
    assert shelf.get(key("/0")) is None
    assert shelf.get(key("/1")) is not None


def test_who_asks_for_very_many_pages_once_displaces_none_that_others_ask_for_again() -> None:
    shelf = Shelf(20 * SIZE)
    shelf.put(key("/loved"), page())
    assert shelf.get(key("/loved"))
    for number in range(500):
        shelf.put(key(f"/{number}"), page())
    assert shelf.get(key("/loved"))
    assert shelf.size <= shelf.room


def test_proven_pages_make_room_for_others_after_some_time() -> None:
    shelf = Shelf(20 * SIZE)
    for number in range(100):
        shelf.put(key(f"/{number}"), page())
        assert shelf.get(key(f"/{number}"))
    assert shelf.size <= shelf.room
    assert shelf.get(key("/0")) is None
    assert shelf.get(key("/99"))


def test_one_address_takes_no_more_than_its_share() -> None:
    shelf = Shelf(20 * SIZE)
    shelf.put(key("/other"), page())
    for number in range(500):
        shelf.put(key("/search", f"q={number}"), page())
        shelf.get(key("/search", f"q={number}"))
    assert shelf.get(key("/other"))
    found = [number for number in range(500) if shelf.get(key("/search", f"q={number}"))]
    assert found == list(range(500 - 20 // SHARE, 500))


def test_a_page_too_big_for_its_share_is_not_kept() -> None:
    shelf = Shelf(SHARE * SIZE)
    shelf.put(key("/a"), page())
    assert len(shelf) == 1
    shelf.put(key("/a"), page(4000))
    assert (len(shelf), shelf.size) == (0, 0)


def test_the_size_counts_both_codings_and_what_is_around_them() -> None:
    body = page(50_000)
    assert body.size == 2 * len(body.gzip) + AROUND > 100_000
