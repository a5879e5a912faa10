"""What holds for every page, of every kind, in both languages, for everybody."""

from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from allostream.audit.rules import Actor
from allostream.catalogue.edit_rules import Kind
from allostream.catalogue.edit_values import Edited
from allostream.catalogue.models import Person
from allostream.community import editing
from allostream.community.editing_checks import Wanted
from allostream.community.editing_rules import Reasons
from allostream.links import facts
from allostream.links.models import WatchLink
from allostream.moderation import actions as moderation
from allostream.moderation.decision_rules import Measure, Rule, Thing
from allostream.moderation.decision_rules import Role as Part
from allostream.rights.actions.facts import Statement
from allostream.rights.fact_reading import read
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import Property, Subject
from allostream.rights.models import Case
from allostream.rights.queries.facts import About
from allostream.sites.models import Site
from allostream.web.addresses import SHAPES, Place
from tests import factories, people
from tests.pages.conftest import TODAY
from tests.pages.reading import page, parsed
from tests.pages.validity import faults

KINDS = [
    "/", "/movies", "/movies?decade=1920&genre=comedy&sort=name", "/movies?decade=1950", "/shows",
    "/movies?more=genre", "/browse?genre=-comedy&offer=free&country=us", "/browse?decade=1950&basis=provider",
    "/no-longer-here", "/newly-free", "/calendar", "/calendar?country=FR&year=2026", "/rights", "/rights/france",
    "/rights/austria", "/status",
    "/rights/russia", "/rights/check", "/rights/check?title=M&published=1931&published_in=DE&p1-part=composer",
    "/rights/check?published=soon&p1-name=Lang&w1-kind=novel",
    "/movie/the-general-1926/rights", "/movie/the-general-1926/rights?country=FR", "/show/judex/rights?country=JP",
    "/movie/charade-1963/rights", "OBJECTION", "DOUBT", "/is-this-wrong/w/nothing", "/bench", "/bench?kind=origins",
    "CASE", "/bench/interests", "/bench/queue", "/bench/many", "/bench/bans", "/bench/appeals",
    "/moderation-log", "/house-rules", "DECISION", "/bench/likenesses", "/bench/likenesses?kind=joined", "LIKENESS",
    "/movie/the-general-1926", "/movie/charade-1963", "/movie/nosferatu-1922", "/show/judex", "/show/judex/s01",
    "/show/judex/s01e01", "/show/judex/s01e02", "/person/buster-keaton", "/host/internet-archive", "/hosts",
    "/about", "/legal", "/accessibility", "/bot", "/settings", "/keys", "/search", "/search?q=the", "/search?q=zzz",
    "FILM-FACTS", "PERSON-FACTS", "PERSON-FACTS/history", "PERSON-FACTS/suggest", "PERSON-FACTS/suggest?property=died",
    "FILM-FACTS/suggest?property=underlying", "FILM-FACTS/suggest?property=credit", "OPEN-FACT", "/suggestions",
    "/sign-in", "/nothing", "/movies?decade=7", "LINK", "LINK?play=1", "WITHDRAWN", "CHANNEL", "/movie/gone-1926",
    "/proposals", "PROPOSAL", "PROPOSED", "/roles", "SAID", "SAID?told=works", "/bring", "/bring/many", "/brought",
    "/bring?url=https://films.example/a", "/bring/by-one-click",
    "/sign-up", "/password/forgotten", "/account", "/account-closed", "/invitation/none", "/member/none",
    "/letters/none", "SAID/report", "REPORTED", "COMMENTS", "COMMENTS-ON-EPISODE", "ONE-COMMENT", "/wanted",
    "/wanted?counted=1", "/improve/w/FILM-ID", "/edits", "OPEN-EDIT", "/history/w/FILM-ID",
    "REGROUP", "REGROUPING", "NUMBERING",
    "/notices", "/notices/send?url=http://x.example/a", "/notices/answer?kind=counter-notice",
    "/notices/who", "/notices/who?token=torn", "/notices/trusted-flaggers",
    "NOTICE-CASE", "NOTICE-SECRET",
]  # fmt: skip
CITY = {"en": "US", "fr": "FR"}


@pytest.fixture(scope="module")
def world(db_of_module: None) -> tuple[tuple[Site, Site], dict[str, str]]:
    """Both sites and where the links of the catalogue are, made once: no test here changes them."""
    with time_machine.travel(TODAY, tick=False):
        return factories.make_sites(), make_catalogue()


@pytest.fixture
def sites(world: Any, db: None) -> tuple[Site, Site]:
    made: tuple[Site, Site] = world[0]
    return made


@pytest.fixture
def links(world: Any, db: None) -> dict[str, str]:
    made: dict[str, str] = world[1]
    return made


def make_catalogue() -> dict[str, str]:
    """A catalogue with every kind of thing; where its links are."""
    film = factories.make_free_film(
        "The General", french="Le Mécano de la General", directors=["Buster Keaton"], genres=["Comedy"]
    )
    link = film.links.get()
    withdrawn = factories.make_link(film, withdrawn_at=factories.SEEN)
    case = Case.objects.create(title=film, country="US", kind="medium")
    factories.make_ending(factories.make_title("Charade", year=1963), "*")
    held = factories.make_title("Nosferatu", year=1922)
    factories.make_answer(held, "US")
    factories.make_link(held, origin_flags=["x"], must_check="look")
    series = factories.make_title("Judex", kind="series", year=1916, end_year=1917)
    factories.make_answer(series, "US")
    factories.make_answer(series, "FR", "unclear", missing=["underlying_work"])
    season = factories.make_season(series)
    first, _second = (
        factories.make_episode(season, 1),
        factories.make_episode(season, 2, aired_on=factories.SEEN.date()),
    )
    factories.make_link(series, season=season, episode=first)
    factories.make_person("Buster Keaton", died=1966)
    factories.make_title("Gone", removed_at=factories.SEEN)
    likeness = factories.make_likeness(held, film)
    for country in CITY.values():
        factories.make_demand(held, country)
    channel = factories.make_channel(link.host)
    factories.make_link(film, channel=channel)
    proposed = factories.make_channel(link.host, "Proposed museum")
    proposal = factories.make_proposal(link.host, proposed)
    factories.count_again()
    person = Person.objects.get(name="Buster Keaton")
    said = Statement(Property.DIED, read(Property.DIED, {"date": "1967"}), GivenSource("Grave", quote="1895 – 1967"))
    fact = facts.state_fact(About(Subject.PERSON, person.pk), said, by=Actor.person(people.ada().public_id))
    with transaction.atomic():
        about = moderation.About(Thing.LINK, link.public_id, film.pk, link.host.slug)
        why = moderation.Grounds(Rule.WHO_PUT_IT, "So.", "So.")
        hidden = moderation.decide(about, Measure.HIDDEN, why, by=None, role=Part.RULE)
    wanted = Wanted(Edited(Kind.TITLE, film.pk), {"runtime": 75}, {"runtime": 79})
    edit = editing.suggest(wanted, Reasons("the film itself", "It is shorter."), by=people.eve())
    received = factories.make_case("https://films.example/b")
    return {
        "OPEN-EDIT": f"/edit/{edit.public_id}",
        "FILM-ID": film.public_id,
        "NOTICE-CASE": f"/notices/case/{received.case.public_id}",
        "NOTICE-SECRET": f"/notices/case/{received.case.public_id}?key={received.secret}&new=1",
        "DECISION": f"/decision/{hidden.public_id}",
        "PROPOSAL": f"/proposal/{proposal.public_id}",
        "PROPOSED": f"/host/{link.host.slug}/{proposed.public_id}",
        "FILM-FACTS": f"/facts/w/{film.public_id}",
        "PERSON-FACTS": f"/facts/p/{person.public_id}",
        "REGROUP": f"/merge-or-split/w/{series.public_id}",
        "REGROUPING": f"/regrouping/{factories.make_regrouping(held, film).public_id}",
        "NUMBERING": f"/episode-numbers/{series.public_id}",
        "OPEN-FACT": f"/fact/{fact.public_id}",
        "LINK": f"/watch/{link.public_id}",
        "REPORTED": f"/report/{factories.make_report(link).public_id}",
        "COMMENTS-ON-EPISODE": f"/comments/e/{first.public_id}",
        "COMMENTS": f"/comments/w/{series.public_id}",
        "ONE-COMMENT": f"/comment/{factories.make_comment(series, first).public_id}",
        "SAID": f"/link/{link.public_id}",
        "WITHDRAWN": f"/watch/{withdrawn.public_id}",
        "CASE": f"/bench/{case.public_id}",
        "LIKENESS": f"/bench/likenesses/{likeness.public_id}",
        "OBJECTION": f"/is-this-wrong/w/{film.public_id}",
        "DOUBT": f"/is-this-wrong/l/{link.public_id}?country=FR",
        "CHANNEL": f"/host/{link.host.slug}/{channel.public_id}",
    }


def answer_of(client: Client, links: dict[str, str], kind: str) -> Any:
    for name, address in links.items():
        kind = kind.replace(name, address)
    answer = client.get(kind)
    while answer.status_code in (301, 302):
        answer = client.get(answer.headers["Location"])
    return answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("moderates", [False, True])
def test_a_page_is_whole(
    english: Client, french: Client, sites: Any, links: dict[str, str], kind: str, language: str, moderates: bool
) -> None:
    client = english if language == "en" else french
    if moderates:
        client.force_login(people.basile(*sites))
    answer = answer_of(client, links, kind)
    tree = parsed(answer)
    root = tree if tree.tag == "html" else tree.find("html")
    assert root.get("lang") == language
    assert "".join(next(tree.iter("title")).itertext()).strip()
    assert faults(root) == []
    ids = {node.get("id") for node in tree.iter() if isinstance(node.tag, str) and node.get("id")}
    check_labels(tree, ids)
    check_references(tree, ids)
    assert not [
        node for node in tree.iter() if isinstance(node.tag, str) and (node.get("style") or node.get("onclick"))
    ]
    assert [node.attrib for node in tree.iter("script") if not is_ours(node)] == []
    assert "%(" not in page(answer, answer.status_code)


def is_ours(script: Any) -> bool:
    """Whether a script is a file of this site, or no program at all but facts for machines."""
    return script.get("type") == "application/ld+json" or (script.get("src") or "").startswith("/static/")


def check_labels(tree: Any, ids: set[str]) -> None:
    labelled = {label.get("for") for label in tree.iter("label")}
    assert labelled <= ids
    for name in ("input", "select", "textarea"):
        for field in tree.iter(name):
            named = field.get("id") in labelled or field.get("aria-label")
            assert field.get("type") in ("hidden", "submit") or named, field.attrib


def check_references(tree: Any, ids: set[str]) -> None:
    for node in tree.iter():
        if isinstance(node.tag, str):
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls"):
                assert set((node.get(attribute) or "").split()) <= ids, node.attrib
            href = node.get("href") or ""
            if node.tag == "a" and href.startswith("#"):
                assert href[1:] in ids, href


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith("LINK")])
def test_a_page_may_load_nothing_from_elsewhere(english: Client, links: dict[str, str], kind: str) -> None:
    answer = answer_of(english, links, kind)
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_gives_away_a_link_that_is_not_shown(english: Client, links: dict[str, str], kind: str) -> None:
    answer = answer_of(english, links, kind)
    hidden = WatchLink.objects.exclude(pk__in=WatchLink.objects.filter(shown_rows__country__in=["US", "*"]))
    assert len(hidden) == 2
    for link in hidden:
        assert link.canonical_url not in answer.content.decode()


def test_every_kind_of_page_is_looked_at_here() -> None:
    named = {Place.SIGN_OUT, Place.FILTER}  # a form and where one leads through, not pages
    words = {shape.split("/")[0] for place, shape in SHAPES["en"].items() if place not in named}
    of_things = {"watch", "proposal", "facts", "fact", "link", "report", "comments", "comment", "decision", "edit"}
    of_things |= {"merge-or-split", "regrouping", "episode-numbers"}
    looked_at = {kind.strip("/").split("/")[0].split("?")[0] for kind in KINDS} | of_things
    assert words <= looked_at
