"""Copies that are gone, as moderators see them: with the title, the host, since when, and what may take their place."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.checks import actions
from allostream.checks.gone_queries import gone_copies
from allostream.checks.rules import Finding, Seen
from allostream.connectors.candidates import Candidate, Found, Work
from allostream.discovery.actions import take_in_found
from allostream.discovery.models import Candidate as Row
from allostream.lib import clock
from allostream.links.models import WatchLink
from tests import factories, people
from tests.pages.reading import main_of, page

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
OTHER = "https://archive.org/details/another-copy"


def lose(monkeypatch, *links):
    """Two looks that miss links."""
    actions.enrol(0)
    for later in (0, 4):
        monkeypatch.setattr(clock, "now", lambda later=later: AT + timedelta(days=later))
        actions.record({link.pk: Finding(Seen.MISSING, "status-404") for link in links})


def test_moderators_alone_see_copies_that_are_gone_where_nothing_else_is_shown(english, french, sites, monkeypatch):
    lost, kept = factories.make_free_film("The General"), factories.make_free_film("Sherlock Jr.")
    factories.make_link(kept)
    link = WatchLink.objects.get(title=lost)
    lose(monkeypatch, link, WatchLink.objects.filter(title=kept).first())
    english.force_login(people.eve())
    assert english.get("/bench?kind=gone").status_code == 404
    basile = people.basile(*sites)
    english.force_login(basile)
    text = main_of(english.get("/bench?kind=gone"))
    for words in (
        "The General",
        "1 copy is gone",
        "gone since",
        "No candidate for another copy is known",
        link.canonical_url,
    ):
        assert words in text
    assert "Sherlock" not in text
    found = Found(Candidate(item="a", address=OTHER, work=Work(kind="film", year=1926)))
    take_in_found(factories.make_source("shelf", name="The shelf"), [found])
    Row.objects.update(title=lost, state="waiting", reason="awaits-reply")
    french.force_login(basile)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        text = page(french.get("/examen?kind=gone"))
    for words in ("1 copie a disparu", "disparue depuis le", "Pistes pour une autre copie", OTHER):
        assert words in text
    again = factories.make_free_film("Safety Last!")
    lose(monkeypatch, WatchLink.objects.get(title=again))
    with CaptureQueriesContext(connection) as asked_again:
        assert "Safety Last!" in page(french.get("/examen?kind=gone"))
    assert len(asked_again) == len(asked)


@pytest.mark.django_db
def test_copies_that_are_gone_are_found_by_the_index_of_them_and_not_among_all_links():
    with CaptureQueriesContext(connection) as asked:
        gone_copies()
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not is_sqlite:  # a table of no rows is read whole
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN' * is_sqlite} {asked[0]['sql']}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "link_gone" in plan, plan
