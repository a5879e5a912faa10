"""Addresses are found by their first word, and each is the one that Django finds by trying all."""

from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RoutePattern
from hypothesis import given
from hypothesis import strategies as st

from allostream.web.urls import OTHERS, urlpatterns

ONE_BY_ONE = URLResolver(RoutePattern(""), OTHERS)
TABLE = urlpatterns[-1]
WORDS = sorted({word for pattern in OTHERS for word in str(pattern.pattern).split("/") if "<" not in word})
paths = st.lists(st.sampled_from([*WORDS, "x", "x.atom", "s01", "-1.xml.gz", "film"]), max_size=4).map("/".join)


def found(table: URLResolver, path: str) -> object:
    try:
        match = table.resolve(path)
    except Resolver404:
        return None
    return match.func, match.kwargs, match.url_name, match.route


@given(paths, st.sampled_from(["", "/", ".atom"]))
def test_the_same_view_is_found_as_by_trying_all_patterns(path: str, end: str) -> None:
    assert isinstance(TABLE, URLResolver)
    assert found(TABLE, path + end) == found(ONE_BY_ONE, path + end)
