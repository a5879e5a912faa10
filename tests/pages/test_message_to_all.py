"""What an operator tells all readers of a site: on every page, in both languages, by the clock, on kept pages too."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.sites.actions import set_message
from allostream.sites.models import SiteMessage
from allostream.sites.queries import all_sites, message_of, site_for
from allostream.sites.rules import BadMessage, Message, checked
from allostream.web import frame
from allostream.web.front import Front
from tests import factories, people
from tests.pages.asking import Reader
from tests.pages.reading import page, parsed
from tests.whole import make_whole

BY = Actor.system("test")
ROOM = 8 * 1024 * 1024
HOUR = timedelta(hours=1)
ENGLISH, FRENCH = (
    "The section on <France> is closed by order of a court.",
    "La section « France » est fermée par un juge.",
)


def a_message(since: timedelta = timedelta(), until: timedelta = HOUR, **columns: Any) -> Message:
    now = clock.now()
    return Message(ENGLISH, FRENCH, now + since, now + until, **columns)


def tell(slug: str = "en", **columns: Any) -> None:
    assert set_message(slug, a_message(**columns), by=BY, why="test")


def region(answer: Any) -> Element | None:
    """The region of the message, which stands between the head and the page's own part."""
    body = next(parsed(answer).iter("body"))
    children = list(body)
    names = ("Message from this site", "Message de ce site")
    found = [part for part in body.iter("section") if part.get("aria-label") in names]
    if not found:
        return None
    (one,) = found
    place = children.index(one)
    assert (children[place - 1].tag, children[place + 1].tag) == ("header", "main")
    assert one.get("role") is None
    assert one.get("aria-live") is None
    return one


def words(answer: Any) -> str:
    found = region(answer)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def test_it_stands_in_a_region_beneath_the_head_as_plain_text(english: Client, sites: Any) -> None:
    assert region(english.get("/about")) is None
    tell()
    answer = english.get("/about")
    assert words(answer) == ENGLISH
    assert "&lt;France&gt;" in page(answer)
    assert 'role="alert"' not in page(answer)


@pytest.mark.parametrize("site", ["en", "fr"])
def test_every_kind_of_page_has_it_and_none_of_another_site(db: None, site: str) -> None:
    whole = make_whole()
    tell(site)
    for slug, host in (("en", "localhost"), ("fr", "fr.localhost")):
        for kind, address in whole.pages(slug).items():
            answer = Client(SERVER_NAME=host).get(address)
            if answer.headers["Content-Type"].startswith("text/html") and answer.status_code == 200:
                assert (region(answer) is not None) == (slug == site), (kind, slug)


def test_pages_of_refusal_and_of_people_who_are_signed_in_have_it(english: Client, sites: Any) -> None:
    factories.make_free_film()
    tell()
    lost = english.get("/movie/none-at-all")
    assert lost.status_code == 404
    assert words(lost)
    english.force_login(people.ada())
    for address in ("/account", "/movie/the-general-1926"):
        assert words(english.get(address)), address


def test_it_is_in_the_language_of_the_reader(english: Client, french: Client, sites: Any) -> None:
    tell("en", section="country", closed="US", case="/notices")
    tell("fr", section="country", closed="US", case="https://court.example/1?a=1&b=2")
    assert words(english.get("/about")) == f"Closed in the United States. {ENGLISH} Read the case"
    told = words(french.get("/a-propos")).replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert told == f"Fermé aux États-Unis. {FRENCH} Lire le dossier"
    english.cookies["language"] = "fr"
    assert region(english.get("/about")).get("aria-label") == "Message de ce site"  # type: ignore[union-attr]  # is there
    assert words(english.get("/about")).startswith("Fermé aux États-Unis.")


@pytest.mark.parametrize(
    ("section", "closed", "in_english", "in_french"),
    [
        ("country", "fr", "Closed in France.", "Fermé en France."),
        ("host", "Some & Host", "Closed: links to Some & Host.", "Fermé : les liens vers Some & Host."),
        ("kind", "film", "Closed: films.", "Fermé : les films."),
        ("kind", "series", "Closed: series.", "Fermé : les séries."),
    ],
)
def test_the_closed_section_is_named(
    english: Client, sites: Any, section: str, closed: str, in_english: str, in_french: str
) -> None:
    tell(section=section, closed=closed)
    assert words(english.get("/about")).startswith(f"{in_english} ")
    english.cookies["language"] = "fr"
    assert words(english.get("/about")).replace("\N{NARROW NO-BREAK SPACE}", " ").startswith(f"{in_french} ")


def test_a_link_to_the_case_says_where_it_leads(english: Client, sites: Any) -> None:
    tell(case="https://court.example/1?a=1&b=2")
    (link,) = region(english.get("/about")).iter("a")  # type: ignore[union-attr]  # is there
    assert (link.get("href"), link.get("rel")) == ("https://court.example/1?a=1&b=2", "nofollow noopener external")
    tell(case="/notices")
    (link,) = region(english.get("/about")).iter("a")  # type: ignore[union-attr]  # is there
    assert (link.get("href"), link.get("rel")) == ("/notices", "nofollow")


def test_it_comes_and_goes_by_the_clock(english: Client, sites: Any) -> None:
    factories.make_free_film()
    tell(since=HOUR, until=2 * HOUR)
    now = clock.now()
    moments = [(HOUR - timedelta(microseconds=1), False), (HOUR, True), (2 * HOUR, False)]
    for address in ("/about", "/movie/the-general-1926"):
        for later, stands in moments:
            with time_machine.travel(now + later, tick=False):
                assert (region(english.get(address)) is not None) == stands, (address, later)


def test_kept_pages_show_at_once_that_it_is_set_changed_and_taken_down(db: None) -> None:
    whole, django = make_whole(), WSGIHandler()
    front = Front(django, ROOM)
    addresses = [whole.pages()[kind] for kind in ("home", "film", "series", "films", "about")]

    def read() -> list[bytes]:
        pages = [Reader(front).get(address).page for address in addresses]
        before = front.counts["hit"]
        assert [Reader(front).get(address).page for address in addresses] == pages
        assert front.counts["hit"] == before + len(addresses)
        assert [Reader(django).get(address).page for address in addresses] == pages
        return pages

    bare = read()
    now = clock.now()
    for text in ("First words.", "Other words."):
        set_message("en", Message(text, FRENCH, now, now + HOUR), by=BY)
        assert all(text.encode() in one for one in read())
    set_message("en", None, by=BY)
    assert read() == bare


@pytest.mark.parametrize("kind", ["home", "film", "series", "host", "about"])
def test_a_kept_page_ends_at_the_edges_of_the_message(db: None, kind: str) -> None:
    whole, django = make_whole(), WSGIHandler()
    front = Front(django, ROOM)
    tell(since=HOUR, until=2 * HOUR)
    now, address = clock.now(), whole.pages()[kind]

    def shows_at(later: timedelta) -> tuple[bool, bool]:
        """Whether the page has the message, and whether it was kept."""
        hits = front.counts["hit"]
        with time_machine.travel(now + later, tick=False):
            found = Reader(front).get(address).page
            assert found == Reader(django).get(address).page
        return ENGLISH.partition("<")[0].encode() in found, front.counts["hit"] > hits

    moment = timedelta(microseconds=1)
    assert shows_at(timedelta()) == (False, False)
    assert shows_at(HOUR - moment) == (False, True)
    assert shows_at(HOUR) == (True, False)
    assert shows_at(2 * HOUR - moment) == (True, True)
    assert shows_at(2 * HOUR) == (False, False)
    assert shows_at(2 * HOUR + moment) == (False, True)


@pytest.mark.parametrize("kind", ["about", "film", "series"])
def test_it_costs_no_query(db: None, kind: str) -> None:
    whole = make_whole()

    def queries() -> int:
        frame._frames.clear()
        reader = Client(SERVER_NAME="localhost")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            reader.get(whole.pages()[kind])
        return len(asked)

    queries()  # what a process reads once
    without = queries()
    tell(section="country", closed="FR", case="/notices")
    assert queries() == without


def test_a_host_name_of_no_site_and_an_installation_without_sites_have_none(db: None) -> None:
    assert message_of(site_for("localhost", all_sites())) is None
    factories.make_sites()
    tell("fr")
    assert message_of(site_for("elsewhere.example", all_sites())) is None


def test_each_change_is_in_the_audit_once(sites: Any) -> None:
    message = a_message(section="kind", closed="film", case="/notices")
    assert set_message("en", message, by=BY, why="Order 12")
    assert not set_message("en", message, by=BY)
    assert set_message("en", None, by=BY, why="Lifted")
    assert not set_message("en", None, by=BY)
    entries = AuditEntry.objects.filter(action="site.set-message").order_by("pk").select_related("payload")
    first, second = [entry.payload for entry in entries]
    assert first.before == {}
    assert first.after == {
        "english": ENGLISH, "french": FRENCH, "since": "2026-11-25T12:00:00+00:00",
        "until": "2026-11-25T13:00:00+00:00",
        "case": "/notices", "section": "kind", "closed": "film",
    }  # fmt: skip
    assert (second.before, second.after) == (first.after, {})
    assert (first.why, second.why) == ("Order 12", "Lifted")
    with pytest.raises(NotFound):
        set_message("de", message, by=BY)


BAD: list[tuple[Callable[[Message, datetime], Message], str]] = [
    (lambda m, _: replace(m, english=" \n "), "The English text is empty"),
    (lambda m, _: replace(m, french=""), "The French text is empty"),
    (lambda m, _: replace(m, english="a" * 501), "has 501 characters: shorten it to 500"),
    (lambda m, _: replace(m, french="a\0b"), "French text has a control character"),
    (lambda m, _: replace(m, english="⟦title⟧"), "pages need for themselves"),
    (lambda m, now: replace(m, until=m.since), "end before it begins"),
    (lambda m, now: replace(m, since=now - 2 * HOUR, until=now), "would be over already"),
    (lambda m, now: replace(m, until=now.replace(tzinfo=None)), "“until” has no time zone"),
    (lambda m, now: replace(m, since=now.replace(tzinfo=None)), "“from” has no time zone"),
    (lambda m, _: replace(m, case="/n/AB12?key=secret"), "has a secret key"),
    (lambda m, _: replace(m, case="https://fr.localhost/n/AB12?a=1&key="), "has a secret key"),
    (lambda m, _: replace(m, section="country", closed="XX"), "“country:XX” names no section"),
    (lambda m, _: replace(m, section="kind", closed="song"), "“kind:song” names no section"),
    (lambda m, _: replace(m, section="host", closed=""), "“host:” names no section"),
    (lambda m, _: replace(m, section="", closed="FR"), "“:FR” names no section"),
    (lambda m, _: replace(m, section="genre", closed="comedy"), "“genre:comedy” names no section"),
]


BAD_CASES = (
    "http://court.example/", "javascript:alert(1)", "//court.example/1", "/\\court.example", "case 12", "https://",
    "https://a@court.example/", "https://[court/", "/a b", "/%E2%9F%A6title%E2%9F%A7", "/" + "a" * 500,
)  # fmt: skip


@pytest.mark.parametrize("case", BAD_CASES)
def test_a_case_that_leads_nowhere_safe_is_refused_with_the_remedy(sites: Any, case: str) -> None:
    with pytest.raises(BadMessage, match="give a path on this site"):
        set_message("en", a_message(case=case), by=BY)
    assert not SiteMessage.objects.exists()


@pytest.mark.parametrize(("spoil", "said"), BAD)
def test_a_message_that_cannot_be_is_refused_with_the_remedy_and_changes_nothing(
    sites: Any, spoil: Callable[[Message, datetime], Message], said: str
) -> None:
    with pytest.raises(BadMessage, match=said):
        set_message("en", spoil(a_message(), clock.now()), by=BY)
    assert not SiteMessage.objects.exists()
    assert not AuditEntry.objects.filter(action="site.set-message").exists()


def test_a_text_of_500_characters_is_taken_and_its_spaces_made_single() -> None:
    message = replace(a_message(), english="a" * 500, french="  Deux\nmots \t ici ")
    taken = checked(message, clock.now())
    assert (taken.english, taken.french) == ("a" * 500, "Deux mots ici")


def command(*words_typed: str, **options: str) -> str:
    out = StringIO()
    call_command("site", "message", *words_typed, stdout=out, **options)
    return out.getvalue()


def test_the_operator_sets_shows_and_removes_it_by_a_command(english: Client, sites: Any) -> None:
    factories.make_host("internet-archive", name="Internet Archive")
    texts = ("--en", ENGLISH, "--fr", FRENCH, "--why", "Order 12")
    said = command(
        "set",
        "en",
        *texts,
        "--until",
        "2026-11-26T01:00+01:00",
        "--closed",
        "host:internet-archive",
        "--case",
        "/notices",
    )
    assert "the message stands, from 2026-11-25T12:00:00+00:00 until 2026-11-26T00:00:00+00:00." in said
    assert "closed: host Internet Archive" in said
    assert words(english.get("/about")) == f"Closed: links to Internet Archive. {ENGLISH} Read the case"
    assert command("show", "en") == said
    assert command("show", "fr") == "fr: no message.\n"
    later = ("--from", "2026-12-01T00:00Z", "--until", "2026-12-02T00:00Z")
    assert "the message is to come" in command("set", "en", *texts, *later)
    assert "was so already" in command("set", "en", *texts, *later)
    with time_machine.travel("2026-12-02T00:00:00+00:00", tick=False):
        assert "the message is over" in command("show", "en")
    assert command("remove", "en", "--why", "Lifted") == "en: no message.\n"
    assert region(english.get("/about")) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("set", "de", "--until", "2026-12-02T00:00Z"), "no site “de”: sites are en, fr"),
        (("set", "en", "--until", "2026-12-02T00:00"), "--until “2026-12-02T00:00” is not clear: give an instant with"),
        (("set", "en", "--until", "2026-12-02T00:00Z", "--from", "soon"), "--from “soon” is not clear"),
        (("set", "en", "--until", "2026-11-24T00:00Z"), "end before it begins"),
        (("set", "en", "--until", "2026-12-02T00:00Z", "--closed", "host:none"), "no host “none”: give its short name"),
        (("set", "en", "--until", "2026-12-02T00:00Z", "--closed", "France"), "“France:” names no section"),
        (
            ("set", "en", "--until", "2026-12-02T00:00Z", "--case", "court"),
            "“court” is not a link that can stand there",
        ),
    ],
)
def test_what_is_typed_wrongly_is_refused_with_the_remedy(sites: Any, typed: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        command(*typed, "--en", ENGLISH, "--fr", FRENCH, "--why", "Order 12")
    assert not SiteMessage.objects.exists()
