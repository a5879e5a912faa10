"""Many rows a statement: all of them or none, however many there are and whoever listens in."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from allostream.catalogue.intake import rows
from allostream.catalogue.models import Genre

pytestmark = pytest.mark.django_db
COLUMNS = ("slug", "names")


@pytest.mark.parametrize("count", [0, 1, 9, 110, 1_234, 6_111])
def test_every_row_is_written_once_and_in_order(count: int) -> None:
    rows.insert(Genre, COLUMNS, ((f"genre-{number}", "{}") for number in range(count)), conflict="")

    slugs = Genre.objects.order_by("id").values_list("slug", flat=True)
    assert list(slugs) == [f"genre-{number}" for number in range(count)]


def test_where_one_row_is_refused_the_transaction_has_none() -> None:
    given = [(f"genre-{number}", "{}") for number in range(1_500)]

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(Genre, COLUMNS, [*given, given[700]], conflict="")

    assert not Genre.objects.exists()


def test_a_row_that_is_there_already_is_passed_over_or_changed_as_it_is_said() -> None:
    given = [(f"genre-{number}", "{}") for number in range(1_500)]
    rows.insert(Genre, COLUMNS, given)

    rows.insert(Genre, COLUMNS, [("genre-3", '{"en": "Three"}'), ("genre-1500", "{}")])
    assert Genre.objects.get(slug="genre-3").names == {}

    more = [(slug, '{"en": "New"}') for slug, _ in given[:1_200]]
    rows.insert(Genre, COLUMNS, more, conflict="(slug) DO UPDATE SET names = excluded.names")
    assert Genre.objects.filter(names={"en": "New"}).count() == 1_200
    assert Genre.objects.count() == 1_501


def test_somebody_who_listens_in_hears_of_the_statements_and_the_rows_are_the_same() -> None:
    with CaptureQueriesContext(connection) as heard:
        rows.insert(Genre, COLUMNS, [(f"genre-{number}", "{}") for number in range(1_234)])

    assert any("catalogue_genre" in query["sql"] for query in heard.captured_queries)
    assert Genre.objects.count() == 1_234
