"""The page of how the links stand: counted by the worker, for the reader's country."""

import pytest
from django.test import Client

from allostream.checks import actions
from allostream.checks.rules import Finding, Seen
from allostream.links.models import WatchLink
from tests import factories
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def english():
    factories.make_sites()
    return Client()


@pytest.fixture
def french(english):
    return Client(headers={"host": "fr.localhost"})


def look(*seen):
    """Look at all links, one after the other."""
    actions.enrol(0)
    links = WatchLink.objects.order_by("pk").values_list("pk", flat=True)
    actions.record({pk: Finding(one) for pk, one in zip(links, seen, strict=True)})
    actions.count_freshness()


def test_before_anything_is_counted_it_says_so(english, french):
    assert "Nothing has been counted yet." in main_of(english.get("/status"))
    assert "Rien n’a encore été compté." in main_of(french.get("/etat"))


def test_it_tells_of_the_links_that_are_shown_in_the_readers_country(english, french):
    for name, *where in (("A", "US"), ("B", "US", "FR"), ("C", "US"), ("D", "FR")):
        factories.make_free_film(name, *where)
    look(Seen.WORKS, Seen.MISSING, Seen.KEPT_OUT, Seen.WORKS)
    text = main_of(english.get("/status"))
    assert "Links shown3 Working50% of those of which anybody could tell Asked within seven days100%" in text
    assert "Internet Archive350%100%1" in text
    assert "Fonctionnent50 %" in " ".join(main_of(french.get("/etat")).split())


def test_where_the_operator_has_not_set_the_robot_up_it_promises_nothing(english, settings):
    assert "it asks nobody at present" in main_of(english.get("/status"))
    settings.BOT_SITE, settings.BOT_CONTACT = "https://allostream.example", "bot@allostream.example"
    assert "looked at again and again" in main_of(english.get("/status?x=1"))


def test_it_is_made_anew_when_a_count_finds_other_numbers(english):
    factories.make_free_film("A")
    look(Seen.WORKS)
    assert "Working100%" in main_of(english.get("/status"))
    look(Seen.NO_FRAME)
    assert "Working100%" in main_of(english.get("/status"))
    look(Seen.KEPT_OUT)
    assert "none was looked at yet" in main_of(english.get("/status"))
