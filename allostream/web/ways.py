"""The table of addresses, looked up by the first word of an address instead of pattern after pattern."""

from collections.abc import Sequence

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern


class ByFirstWord(URLResolver):
    """Tries only those patterns that begin with the first word of an address, or with no certain word.

    Django tries all in their order, which for the last of two hundred and forty takes as long as a small page. Among
    those that are tried the order is kept, so the same one is found.
    """

    def __init__(self, patterns: Sequence[URLPattern]) -> None:
        super().__init__(RoutePattern(""), patterns)
        words = dict.fromkeys(first_word(pattern) for pattern in patterns)
        self._tables = {word: _table(patterns, word) for word in words if word is not None}
        self._of_no_word = _table(patterns, None)

    def resolve(self, path: str) -> ResolverMatch:
        """The view at this path. Raises Resolver404."""
        table = self._tables.get(path.partition("/")[0], self._of_no_word)
        found: ResolverMatch = table.resolve(path)
        return found


def first_word(pattern: URLPattern) -> str | None:
    """What the addresses of a pattern have before their first slash, None where that differs from one to the next."""
    word = str(pattern.pattern).partition("/")[0]
    return None if "<" in word else word


def _table(patterns: Sequence[URLPattern], word: str | None) -> URLResolver:
    """The patterns that may fit an address with this first word, None for a word that none of them names."""
    return URLResolver(RoutePattern(""), [one for one in patterns if first_word(one) in (word, None)])
