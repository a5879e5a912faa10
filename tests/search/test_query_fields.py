"""The fields of queries take the genres and hosts that the catalogue has today."""

from typing import Any

import pytest

from allostream.links.queries import query_fields
from allostream.search.asked import Asked
from allostream.search.understanding import understand
from allostream.web.views.search import asked_in
from tests import factories

pytestmark = pytest.mark.django_db


def asked(text: str) -> Asked:
    return understand(text, today_year=2026, language="en", vocabulary=query_fields())


def test_genres_and_hosts_are_known_by_their_names_and_domains(django_assert_num_queries: Any) -> None:
    factories.make_host("internet-archive", name="Internet Archive")
    factories.make_title("Nosferatu", genres=["Silent horror"])
    with django_assert_num_queries(3):
        found = asked('genre:"silent horror" on:archive.org')
    assert [(one.field, one.values) for one in found.conditions] == [
        ("genre", ("silent-horror",)),
        ("host", ("internet-archive",)),
    ]


def test_a_host_to_which_no_link_may_lead_is_no_value() -> None:
    factories.make_host("internet-archive", stands="refused")
    assert [fault.code for fault in asked("on:archive.org").faults] == ["unknown-value"]


def test_a_colon_in_a_name_costs_no_query(django_assert_num_queries: Any) -> None:
    factories.make_host("internet-archive", name="Internet Archive")
    with django_assert_num_queries(0):
        plain = asked_in("en", "Star Wars: A New Hope")
    with django_assert_num_queries(3):
        narrowed = asked_in("en", "a new hope on:internet-archive")
    assert plain.readings[0].words.tokens == ("star", "wars", "a", "new", "hope")
    assert plain == asked("Star Wars: A New Hope")
    assert [(one.field, one.values) for one in narrowed.conditions] == [("host", ("internet-archive",))]
