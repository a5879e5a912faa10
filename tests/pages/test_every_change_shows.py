"""Whatever an action changes is on the next answer of the page cache: every public action, and every kind of record.

A page that is shown from memory must equal the one that Django would make now. And no action may change a table that
pages read without raising a stamp or the version of a title: that holds even where the pages here do not show it.
"""

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from allostream.accounts import actions as accounts
from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue
from allostream.catalogue.models import Episode, Person, Title
from allostream.freshness.queries import stamps
from allostream.hosts import actions as hosts
from allostream.hosts import proposal_actions as proposals
from allostream.hosts.models import Channel
from allostream.lib.dates import PartialDate
from allostream.links import actions as links
from allostream.links import (
    copies,
    facts,
    granting,
    identity,
    judging,
    listing,
    looking,
    reviewing,
    said,
    tallies,
    vouching,
)
from allostream.links.models import WatchLink
from allostream.links.rules import Basis, Health, Origin
from allostream.rights.actions.facts import Statement
from allostream.rights.fact_reading import read
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import Property, Subject
from allostream.rights.queries.facts import About
from allostream.sites import actions as sites
from allostream.web.front import Front
from tests import factories, people
from tests.actions.imports import (
    LOOKED,
    SOURCE,
    channel,
    edition,
    episode,
    film,
    link,
    rights,
    season,
    series,
    take_in,
)
from tests.pages import account_changes, deciding_changes, identity_changes, message_changes, proposal_changes
from tests.pages.asking import Reader, Tables
from tests.pages.conftest import TODAY
from tests.whole import Whole, director_of

BY = Actor.system("test")
WHO: dict[str, Any] = {"by": BY, "why": "test"}
HOSTS = {"en": "localhost", "fr": "fr.localhost"}
READ = {  # by site: the English one is read in the United States, the French one in France
    "en": (
        "home", "films", "newly free", "no longer here", "film", "series", "episode", "watch", "person",
        "facts of film", "facts of person", "history of facts", "suggestions", "host", "channel", "hosts", "search",
        "about", "settings",
    ),
    "fr": ("home", "film", "about"),
}  # fmt: skip
WRITES = re.compile(r'^(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"')
READS = re.compile(r'(?:FROM|JOIN) "(\w+)"')
Change = Callable[[Whole, Path], Iterator[None]]
Place = tuple[str, str]

RECORDS: dict[str, dict[str, Any]] = {
    "source": SOURCE,
    "genre": {"record": "genre", "slug": "comedy", "names": {"en": "Comedy", "fr": "Comédie"}},
    "another genre": {"record": "genre", "slug": "slapstick", "names": {"en": "Slapstick"}},
    "person": {"record": "person", "key": "lists:60", "name": "Buster Keaton", "died": "1966"},
    "film": film(genres=["comedy"], credits=[{"role": "principal_director", "person": "lists:60"}], runtime_min=79),
    "series": series(),
    "season": season(),
    "episode": episode(number=1, name="The first"),
    "edition": edition(kind="cut"),
    "channel": channel(),
    "answer": rights(free_since="2022-01-01"),
    "answer elsewhere": rights(country="FR", free_since="2022-01-01"),
    "answer for series": rights(on="lists:10"),
    "answer for series elsewhere": rights(on="lists:10", country="FR"),
    "link": link(channel="lists:50", edition="lists:40"),
    "link of episode": link(on="lists:30", item="judex"),
}


@pytest.fixture
def whole(made: Whole, db: None) -> Whole:
    """Both sites and the records, taken in; objects of the test's own, for it may change them."""
    return deepcopy(made)


@pytest.fixture(scope="module")
def made(db_of_module: None, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """The same, made once."""
    with time_machine.travel(TODAY, tick=False):
        english, french = factories.make_sites()
        host = factories.make_host()
        run = take_in(tmp_path_factory.mktemp("records"), *RECORDS.values(), vouch=LOOKED)
        assert run.code == 0, run.errors
        factories.count_again()
    copies = {copy.content_key: copy for copy in WatchLink.objects.all()}
    titles = {title.kind: title for title in Title.objects.all()}
    return Whole(
        english, french, host, Channel.objects.get(), titles["film"], copies["ia:general"], titles["series"],
        Episode.objects.get(), copies["ia:judex"], director_of(titles["film"]),
    )  # fmt: skip


CHANGES: dict[str, Change] = {}
# Actions after which pages are as before, with the reason.
NOT_SHOWN = {
    "accounts.make_person": "pages name only people who did something",
    "accounts.set_password": "no page shows it",
}


def change(name: str) -> Callable[[Change], Change]:
    """Note a change: what it needs before its `yield`, the action itself behind it."""

    def note(function: Change) -> Change:
        CHANGES[name] = function
        return function

    return note


def simple(name: str, act: Callable[[Whole], Any]) -> None:
    """Note a change that needs nothing before."""

    def function(whole: Whole, _folder: Path) -> Iterator[None]:
        yield
        act(whole)

    CHANGES[name] = function


def people_row() -> Person:
    return Person.objects.get(name="Buster Keaton")


simple("links.withdraw_link", lambda w: links.withdraw_link(w.link.public_id, **WHO))
simple("links.remove_link", lambda w: links.remove_link(w.episode_link.public_id, **WHO))
simple("links.judge_origin", lambda w: links.judge_origin(w.link.public_id, Origin.REFUSED, **WHO))
simple("links.record_health", lambda w: links.record_health(w.link.public_id, Health.DEAD, **WHO))
simple("links.record_health again", lambda w: links.record_health(w.link.public_id, Health.UNKNOWN, **WHO))
simple("sites.set_comments", lambda w: sites.set_comments("en", open_=False, by=BY))
simple("sites.write_text", lambda w: sites.write_text("en", "about", "en", "Another text.", by=BY))
simple("said.show_said", lambda w: said.show_said(w.film.pk, {w.link.pk: {"US": [True, "2026-11-24", 14, 1]}}))
simple("catalogue.remove_title", lambda w: catalogue.remove_title(w.film.public_id, **WHO))
simple(
    "catalogue.correct_life",
    lambda w: catalogue.correct_life(w.film.credits.get().person.public_id, died=PartialDate.parse("1967"), **WHO),
)
simple(
    "catalogue.show_of_person",
    lambda w: catalogue.show_of_person(w.film.credits.get().person.public_id, {"died_on": date(1967, 1, 1)}, **WHO),
)
simple("catalogue.show_release", lambda w: catalogue.show_release(w.film.pk, PartialDate.parse("1927-02-05"), **WHO))
simple(
    "catalogue.show_credit",
    lambda w: catalogue.show_credit(w.film.pk, None, people_row().pk, "composer", holds=True, **WHO),
)
simple("accounts.make_person", lambda w: accounts.make_person(by=BY, email="a@example.org", name="A", password="x"))
simple("accounts.set_password", lambda w: accounts.set_password(people.ada(), "other words", by=BY))


@change("links.record_health on another day")
def check_again(whole: Whole, _folder: Path) -> Iterator[None]:
    links.record_health(whole.link.public_id, Health.OK, **WHO)
    WatchLink.objects.filter(pk=whole.link.pk).update(health_checked_at=factories.SEEN)
    yield
    links.record_health(whole.link.public_id, Health.OK, **WHO)


@change("links.restore_link")
def restore_link(whole: Whole, _folder: Path) -> Iterator[None]:
    links.withdraw_link(whole.link.public_id, **WHO)
    yield
    links.restore_link(whole.link.public_id, **WHO)


@change("links.end_link")
def end_link(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    links.end_link(whole.link.public_id, **WHO)


@change("links.add_link")
def add_link(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    place, offer = links.Place(whole.series.pk), links.Facts(basis=Basis.PROVIDER)  # other copies wait for a look
    links.add_link(by=BY, place=place, address="https://archive.org/details/other", facts=offer)


@change("links.set_answer")
def set_answer(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    columns = {"status": "protected", "play": "no", "rule": "test", "confidence": "high"}
    links.set_answer(whole.film.pk, "FR", evaluated_on=date(2026, 11, 25), **columns, **WHO)


@change("catalogue.merge_titles")
def merge_bare_titles(whole: Whole, _folder: Path) -> Iterator[None]:
    double = factories.make_title("The General once more", genres=["Adventure"])
    yield
    catalogue.merge_titles(double.public_id, whole.film.public_id, **WHO)


CHANGES.update(proposal_changes.CHANGES)
CHANGES.update(deciding_changes.CHANGES | identity_changes.CHANGES | account_changes.CHANGES | message_changes.CHANGES)
NOT_SHOWN.update(deciding_changes.NOT_SHOWN | account_changes.NOT_SHOWN)


def life(whole: Whole) -> About:
    return About(Subject.PERSON, whole.film.credits.get().person_id)


def died(year: str) -> Statement:
    value = read(Property.DIED, {"date": year})
    return Statement(Property.DIED, value, GivenSource(f"Grave, {year}"), replaces=True)


@change("facts.state_fact")
def state_fact(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    facts.state_fact(life(whole), died("1967"), by=BY)


@change("facts.confirm_fact")
def confirm_fact(whole: Whole, _folder: Path) -> Iterator[None]:
    fact = facts.state_fact(life(whole), died("1967"), by=Actor.person(people.ada().public_id))
    yield
    facts.confirm_fact(fact.public_id, by=BY)


@change("facts.refuse_fact")
def refuse_fact(whole: Whole, _folder: Path) -> Iterator[None]:
    fact = facts.state_fact(life(whole), died("1967"), by=Actor.person(people.ada().public_id))
    yield
    facts.refuse_fact(fact.public_id, by=BY)


@change("facts.revert_fact")
def revert_fact(whole: Whole, _folder: Path) -> Iterator[None]:
    fact = facts.state_fact(life(whole), died("1967"), by=BY)
    yield
    facts.revert_fact(fact.public_id, **WHO)


@change("facts.protect_property")
def protect_property(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    facts.protect_property(life(whole), Property.DIED, **WHO)


@change("links.load_hosts")
def load_hosts(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    links.load_hosts([proposal_changes.row_of(whole.host, stands="refused", note="closed")], **WHO)


@change("links.load_hosts named otherwise")
def rename_host(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    links.load_hosts([proposal_changes.row_of(whole.host, name="The Archive")], **WHO)


@change("hosts.load_hosts")
def add_host(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    hosts.load_hosts([replace(proposal_changes.row_of(whole.host), slug="another", name="Another")], **WHO)


@change("links.show_links_at")
def show_links_at(whole: Whole, _folder: Path) -> Iterator[None]:
    whole.link.shown_rows.all().delete()
    yield
    links.show_links_at(whole.host.slug)


@change("links.count_figures")
def count_figures(whole: Whole, _folder: Path) -> Iterator[None]:
    links.withdraw_link(whole.link.public_id, **WHO)
    yield
    links.count_figures()


@change("tallies.count_facets")
def count_facets(_whole: Whole, _folder: Path) -> Iterator[None]:
    factories.make_free_film("The Navigator", genres=["Adventure"])
    yield
    tallies.count_facets()


@change("tallies.keep_shelves")
def keep_shelves(_whole: Whole, _folder: Path) -> Iterator[None]:
    factories.make_free_film("The Navigator")
    yield
    tallies.keep_shelves("US")


@change("tallies.drop_shelves_but")
def drop_shelves_but(_whole: Whole, _folder: Path) -> Iterator[None]:
    factories.make_free_film("The Navigator")
    yield
    tallies.drop_shelves_but(["US"])


@change("sites.ensure_site")
def ensure_site(_whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    third = sites.NewSite("be", "Allostream", "be.localhost", "fr", "BE", ["BE"], "fr")
    sites.ensure_site(third, by=BY, texts={("about", "fr"): "Un texte."})


def imported(what: str, record: str, **values: Any) -> None:
    """Note that a record comes in changed."""

    @change(f"links.take_in {what}")
    def function(_whole: Whole, folder: Path) -> Iterator[None]:
        yield
        told = {**RECORDS, record: {**RECORDS[record], **values}}
        run = take_in(folder, *told.values())
        assert run.code == 0, run.errors


imported("a source with other thanks", "source", credit="Kept by others")
imported("a genre named otherwise", "genre", names={"en": "Farce", "fr": "Farce"})
imported("a person who died elsewhen", "person", died="1967")
imported("a person named otherwise", "person", name="Joseph Keaton")
imported("a film named otherwise", "film", name="The Engine")
imported("a film that is longer", "film", runtime_min=80)
imported("a film of another genre", "film", genres=["slapstick"])
imported("a film of others", "film", credits=[{"role": "principal_director", "name": "Clyde Bruckman"}])
imported("a film from somewhere", "film", countries=["US"])
imported("a film with a number elsewhere", "film", identifiers={"imdb": ["tt0017925"]})
imported("a series from another year", "series", year=1917)
imported("a season named otherwise", "season", name="All parts")
imported("an episode named otherwise", "episode", name="The prologue")
imported("an edition named otherwise", "edition", name="Restoration of 2020")
imported("a channel named otherwise", "channel", name="Museum of film")
imported("a protected work", "answer elsewhere", status="protected", play="no")
imported("another price", "link", offer="free_account")
imported("another language", "link", audio=["fr"])
imported("a window", "link of episode", closes="2026-11-24T00:00:00+00:00")


@change("links.take_in another film")
def another_film(_whole: Whole, folder: Path) -> Iterator[None]:
    yield
    more = (film("2", name="The Navigator"), rights(on="lists:2"), link(on="lists:2", item="navigator"))
    assert take_in(folder, *more).code == 0


def places(whole: Whole) -> dict[Place, str]:
    """The address of one page of each kind, by kind and site."""
    return {(kind, site): whole.pages(site)[kind] for site in HOSTS for kind in READ[site]}


def page_of(application: Any, place: Place, address: str) -> tuple[str, bytes]:
    """The page, as an application answers now."""
    answer = Reader(application).get(address, HTTP_HOST=HOSTS[place[1]])
    return answer.status, answer.page


def state() -> tuple[Any, ...]:
    return stamps(), sorted(Title.objects.values_list("pk", "version"))


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_what_an_action_changes_is_on_the_next_answer(whole: Whole, tmp_path: Path, name: str) -> None:
    django, named, written = WSGIHandler(), Tables(READS), Tables(WRITES)
    front = Front(django, 2**24)
    act = CHANGES[name](whole, tmp_path)
    next(act)
    with connection.execute_wrapper(named):
        before = {place: page_of(front, place, address) for place, address in places(whole).items()}
    assert len(front.shelf) == sum(1 for status, _page in before.values() if status == "200 OK") >= 15
    state_before = state()
    with connection.execute_wrapper(written):
        next(act, None)
    after, wrong = {}, set()
    for place, address in places(whole).items():
        hits = front.counts["hit"]
        after[place] = page_of(front, place, address)
        # What the front asks of Django is what Django says; only what it has kept may differ from that.
        if front.counts["hit"] > hits and after[place] != page_of(django, place, address):
            wrong.add(place)
    assert wrong == set()
    assert (before != after) == (name not in NOT_SHOWN)
    assert {"catalogue_title", "links_shownlink", "hosts_host", "sites_site"} <= named.named
    if name not in NOT_SHOWN:
        assert written.named & named.named
        assert state() != state_before


def test_every_action_is_looked_at_here() -> None:
    modules = {subject: f"allostream.{subject}.actions" for subject in ("accounts", "catalogue", "hosts", "sites")}
    found = set()
    for module in (*modules.values(), "allostream.links.actions", "allostream.links.intake", "allostream.links.facts"):
        loaded = importlib.import_module(module)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ == module and "by" in inspect.signature(function).parameters:
                found.add(f"{'facts' if module.endswith('.facts') else module.split('.')[1]}.{name}")
    further = {
        "listing": listing, "proposals": proposals, "copies": copies, "judging": judging, "reviewing": reviewing,
        "granting": granting, "identity": identity, "vouching": vouching, "looking": looking, "said": said,
        "tallies": tallies,  # the worker's actions are nobody's
        **identity_changes.MODULES,
        **account_changes.MODULES,
    }  # fmt: skip
    for called, loaded in further.items():
        own = inspect.getmembers(loaded, inspect.isfunction)
        found |= {f"{called}.{name}" for name, function in own if function.__module__ == loaded.__name__}
    found -= {"copies.judge_reply", "judging.due_titles", "proposals.lock", "reviewing.is_reviewer"}  # read alone
    found -= {"proposals.weigh_channel", "copies.facts_of", "copies.work_of", "copies.channel_of"}  # parts of others
    found -= identity_changes.PARTS
    found -= {"proposals.forget_addresses", *account_changes.PARTS}  # takes away what no page shows
    looked_at = {name.split()[0] for name in CHANGES} | {"links.take_in_source"}  # with the records of its source
    assert {name for name in found if not name.split(".")[1].startswith("_")} <= looked_at
    assert set(NOT_SHOWN) <= set(CHANGES)
