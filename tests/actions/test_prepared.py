"""Prepared queries give what the ORM gives, on whichever database the tests run."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.catalogue.models import Title
from allostream.catalogue.prepared import Prepared
from allostream.links.models import WatchLink
from allostream.links.rules import Offer
from tests import factories

pytestmark = pytest.mark.django_db
COLUMNS = (
    "public_id", "title__name", "edition__name", "price", "price_seen_on", "offer", "audio", "origin_flags",
    "submitted_at", "health_checked_at", "host__direct_files",
)  # fmt: skip


class Row(NamedTuple):
    """Columns of every type that the pages read."""

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
    return (links | links.filter(title__version__gte=1, submitted_at__gte=since)).order_by("pk").values_list(*COLUMNS)


QUERY = Prepared(
    rows_of, {"title": int, "since": datetime, "language": str}, Row,
    {"offer": Offer, "audio": tuple, "origin_flags": tuple},
)  # fmt: skip
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def film() -> Title:
    """Two links with all columns filled in one way or another, and a title that the query must not find."""
    film = factories.make_title("The General")
    factories.make_link(film, audio=["en"], price=Decimal("2.99"), currency="EUR", price_seen_on=date(2026, 11, 1))
    factories.make_link(film, origin_flags=["x"], health_checked_at=factories.SEEN, offer="rent")
    factories.make_link(factories.make_title("Other"))
    return film


def by_orm(film: Title) -> list[tuple[Any, ...]]:
    rows = rows_of(film.pk, LONG_AGO, "en")
    return [
        (*row[:5], Offer(row[5]), None if row[6] is None else tuple(row[6]), tuple(row[7]), *row[8:]) for row in rows
    ]


def test_the_rows_are_those_of_the_orm(film: Title) -> None:
    found = QUERY.rows(title=film.pk, since=LONG_AGO, language="en")
    assert len(found) == 2
    assert [tuple(row) for row in found] == by_orm(film)


def test_each_call_has_its_own_values_and_asks_once(film: Title) -> None:
    QUERY.rows(title=film.pk, since=LONG_AGO, language="en")
    with CaptureQueriesContext(connection) as asked:
        assert QUERY.rows(title=film.pk, since=factories.SEEN.replace(year=2027), language="en") == []
        assert QUERY.rows(title=film.pk, since=LONG_AGO, language="fr") == []
        assert len(QUERY.rows(title=film.pk, since=LONG_AGO, language="en")) == 2
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


class One(NamedTuple):
    """A single column."""

    name: str
