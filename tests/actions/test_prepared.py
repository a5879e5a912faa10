"""Prepared queries give what the ORM gives, on whichever database the tests run."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.catalogue.models import Title
from allostream.catalogue.prepared import Prepared, Together
from allostream.links.models import WatchLink
from allostream.links.rules import Offer
from tests import factories

pytestmark = pytest.mark.django_db
COLUMNS = (
    "pk", "public_id", "title__name", "edition__name", "price", "price_seen_on", "offer", "audio", "origin_flags",
    "submitted_at", "health_checked_at", "host__direct_files",
)  # fmt: skip


class Row(NamedTuple):
    """Columns of every type that the pages read."""

    pk: int
    public_id: str
    title: str
    edition: str | None
    price: Decimal | None
    price_seen_on: date | None
    offer: Offer
    audio: tuple[str, ...] | None
    origin_flags: tuple[str, ...]
    submitted_at: datetime
    health_checked_at: datetime | None
    direct_files: bool


def rows_of(title: int, since: datetime, language: str) -> Any:
    """A query with a parameter of each type, one of them twice, and a literal."""
    links = WatchLink.objects.filter(
        title=title, submitted_at__gte=since, title__name_language=language, host__embed="allowed"
    )
    return (links | links.filter(title__version__gte=1, submitted_at__gte=since)).values_list(*COLUMNS)


QUERY = Prepared(rows_of, {"title": int, "since": datetime, "language": str}, Row)
ONE = {"title": int}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def film() -> Title:
    """Two links with all columns filled in one way or another, and a title that the query must not find."""
    film = factories.make_title("The General")
    factories.make_link(film, audio=["en"], price=Decimal("2.90"), currency="EUR", price_seen_on=date(2026, 11, 1))
    factories.make_link(film, origin_flags=["x"], health_checked_at=factories.SEEN, offer="rent", price=3)
    factories.make_link(film, submitted_at=LONG_AGO + timedelta(microseconds=1))
    factories.make_link(factories.make_title("Other"))
    return film


def by_orm(film: Title) -> list[tuple[Any, ...]]:
    rows = rows_of(film.pk, LONG_AGO, "en").order_by("pk")
    return [
        (*row[:6], Offer(row[6]), None if row[7] is None else tuple(row[7]), tuple(row[8]), *row[9:]) for row in rows
    ]


def test_the_rows_are_those_of_the_orm(film: Title) -> None:
    found = QUERY.rows(title=film.pk, since=LONG_AGO, language="en")
    assert len(found) == 3
    assert [repr(tuple(row)) for row in sorted(found)] == [repr(row) for row in by_orm(film)]


def test_each_call_has_its_own_values_and_asks_once(film: Title) -> None:
    QUERY.rows(title=film.pk, since=LONG_AGO, language="en")
    with CaptureQueriesContext(connection) as asked:
        assert QUERY.rows(title=film.pk, since=factories.SEEN.replace(year=2027), language="en") == []
        assert QUERY.rows(title=film.pk, since=LONG_AGO, language="fr") == []
        assert len(QUERY.rows(title=film.pk, since=LONG_AGO, language="en")) == 3
    assert len(asked) == 3


def test_text_with_the_signs_of_a_place_stays_text(film: Title) -> None:
    assert QUERY.rows(title=film.pk, since=LONG_AGO, language="%s ? %(x)s'") == []


def test_a_parameter_that_the_query_does_not_use_is_a_mistake() -> None:
    lost = Prepared(
        lambda title, lost: Title.objects.filter(pk=title).values_list("name"), {"title": int, "lost": str}, One
    )
    with pytest.raises(ValueError, match="title, lost"):
        lost.rows(title=1, lost="x")


def test_columns_that_do_not_fit_the_row_are_a_mistake() -> None:
    wide = Prepared(lambda title: Title.objects.filter(pk=title).values_list("name", "year"), {"title": int}, One)
    with pytest.raises(ValueError, match="One has 1 columns and its query 2"):
        wide.rows(title=1)


def test_an_order_that_would_be_lost_is_a_mistake() -> None:
    ordered = Prepared(lambda title: Title.objects.filter(pk=title).order_by("name").values_list("name"), ONE, One)
    with pytest.raises(ValueError, match="One: the order"):
        ordered.rows(title=1)


class Both(NamedTuple):
    """The rows of two queries, the second of them with several columns in one."""

    titles: list["One"]
    links: list["Bundle"]


def test_several_queries_are_one_statement_and_each_takes_what_it_needs(film: Title) -> None:
    query = Together(
        Both,
        {"title": int, "since": datetime},
        titles=lambda title: Title.objects.filter(pk=title).values_list("name"),
        links=lambda title, since: WatchLink.objects.filter(title=title, submitted_at__gt=since).values_list(
            "pk", "offer", "price", "submitted_at", "audio"
        ),
    )
    query.rows(title=film.pk, since=LONG_AGO)
    with CaptureQueriesContext(connection) as asked:
        titles, links = query.rows(title=film.pk, since=LONG_AGO)
    assert len(asked) == 1
    assert titles == [One("The General")]
    orm = WatchLink.objects.filter(title=film).order_by("pk").values_list("offer", "price", "submitted_at", "audio")
    read = [msgspec.json.decode(link.packed, type=tuple[str, Decimal | None, datetime, Any]) for link in sorted(links)]
    assert read == list(orm)
    assert query.rows(title=0, since=LONG_AGO) == Both([], [])


class One(NamedTuple):
    """A single column."""

    name: str


class Bundle(NamedTuple):
    """A key, and several columns as they are."""

    pk: int
    packed: msgspec.Raw
