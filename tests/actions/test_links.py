"""What people and programs can do to links, and that each act leaves its trace."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.audit.models import AuditEntry
from allostream.audit.queries import history
from allostream.audit.rules import Actor
from allostream.catalogue.actions import CannotMerge
from allostream.catalogue.models import Title
from allostream.hosts.rules import HostRow
from allostream.jobs.handlers import HANDLERS
from allostream.lib.problems import AlreadyHere, Gone, HostNotListed, NotAnAddress, NotFound, Withdrawn
from allostream.lib.visitor import Visitor
from allostream.links import actions, queries
from allostream.links.facts import state_fact
from allostream.links.judging import evaluate
from allostream.links.models import CountryFigures, ShownLink, WatchLink
from allostream.links.queries import NotShownHere
from allostream.links.regrouping import merge_titles
from allostream.links.rules import Basis, Form, Health, Hidden, Offer, Origin
from allostream.links.submitting import Declared
from allostream.outbox.models import OutboxRow
from allostream.rights.actions.facts import Statement
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_reading import read
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import Property, Subject
from allostream.rights.models import Case
from allostream.rights.queries.facts import About
from tests import factories, people

BY = Actor.system("test")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
IN_US = Visitor("en", "en", "US", NOW)
IN_FRANCE = Visitor("en", "en", "FR", NOW)
GENERAL = "https://archive.org/details/The_General_Buster_Keaton"

pytestmark = pytest.mark.django_db


@pytest.fixture
def film():
    factories.make_host("internet-archive")
    title = factories.make_title()
    factories.make_answer(title, "US")
    factories.make_answer(title, "FR", "protected")
    return title


def add(title, address=GENERAL, **facts):
    return actions.add_link(
        by=BY, place=actions.Place(title.pk), address=address, facts=actions.Facts(form=Form.EMBED, **facts)
    )


def add_and_look(title, address=GENERAL, **facts):
    """A link to a copy that somebody has looked at."""
    link = add(title, address, **facts)
    return actions.judge_origin(link.public_id, Origin.CLEARED, by=BY, why="a plain transfer of 1999")


def shown(visitor, title):
    return [link.public_id for link in queries.title_links(visitor, title.pk).shown]


def test_an_added_link_is_shown_where_its_work_is_free_and_nowhere_else(film) -> None:
    link = add_and_look(film)
    assert shown(IN_US, film) == [link.public_id]
    assert shown(IN_FRANCE, film) == []
    assert [row.country for row in ShownLink.objects.filter(link=link)] == ["US"]


def test_adding_leaves_an_entry_raises_the_version_and_asks_for_a_count(film) -> None:
    link = add(film)
    entry = history("link", link.public_id)[0]
    assert (entry.action, entry.payload.after["content_key"]) == ("link.add", "ia:The_General_Buster_Keaton")
    film.refresh_from_db()
    assert film.version == 2
    assert OutboxRow.objects.filter(topic="figures.count").count() == 1


@pytest.mark.parametrize(
    "spelling",
    [
        "http://www.archive.org/details/The_General_Buster_Keaton?utm_source=x",
        "archive.org/embed/The_General_Buster_Keaton",
        "https://web.archive.org/web/2020/https://archive.org/details/The_General_Buster_Keaton",
    ],
)
def test_another_spelling_of_the_same_video_is_already_here(film, spelling: str) -> None:
    add(film)
    with pytest.raises(AlreadyHere):
        add(film, spelling)
    assert WatchLink.objects.count() == 1


@pytest.mark.parametrize("text", ["", "not an address", "ftp://archive.org/details/x", "javascript:alert(1)"])
def test_what_is_no_address_is_refused_and_leaves_nothing(film, text: str) -> None:
    with pytest.raises(NotAnAddress):
        add(film, text)
    assert not WatchLink.objects.exists()
    assert not AuditEntry.objects.filter(action="link.add").exists()


def test_an_address_longer_than_can_be_kept_is_refused(film) -> None:
    with pytest.raises(NotAnAddress):
        add(film, "https://archive.org/" + "deep/" * 600)


def test_the_person_who_submits_a_link_is_kept_with_it(film) -> None:
    ada = people.ada()
    place = actions.Place(film.pk)
    by = Actor.person(ada.public_id)
    link = actions.add_link(
        by=by, place=place, address=GENERAL, facts=actions.Facts(form=Form.EMBED), declared=Declared(False, False)
    )
    assert link.submitted_by == ada
    actions.judge_origin(link.public_id, Origin.CLEARED, by=BY, why="a plain transfer of 1999")
    assert queries.title_links(IN_US, film.pk).shown[0].submitted_by == "Ada"


def test_a_link_that_somebody_else_lists_at_the_same_moment_is_already_here(film, monkeypatch) -> None:
    add(film)
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda rows: False)
    with pytest.raises(AlreadyHere):
        add(film)
    monkeypatch.undo()
    assert WatchLink.objects.count() == 1


@pytest.mark.parametrize("address", ["https://example.com/film", "https://www.youtube.com/watch?v=aqz-KE-bpKQ"])
def test_a_host_that_is_not_on_the_list_is_refused(film, address: str) -> None:
    with pytest.raises(HostNotListed):
        add(film, address)


def test_a_refused_host_is_named(film) -> None:
    factories.make_host("youtube", name="YouTube", stands="refused")
    with pytest.raises(HostNotListed, match="YouTube"):
        add(film, "https://youtu.be/aqz-KE-bpKQ")


def test_a_withdrawn_link_is_gone_at_once_and_answers_as_withdrawn(film) -> None:
    link = add_and_look(film)
    actions.withdraw_link(link.public_id, by=BY, why="notice 17")
    assert shown(IN_US, film) == []
    assert not ShownLink.objects.exists()
    with pytest.raises(Withdrawn):
        queries.link_with_id(IN_US, link.public_id)
    actions.restore_link(link.public_id, by=BY, why="notice taken back")
    assert shown(IN_US, film) == [link.public_id]


def test_a_removed_link_stays_as_a_tombstone(film) -> None:
    link = add_and_look(film)
    actions.remove_link(link.public_id, by=BY, why="not this film")
    assert WatchLink.objects.filter(pk=link.pk).exists()
    with pytest.raises(Gone):
        queries.link_with_id(IN_US, link.public_id)


def test_a_link_that_is_not_for_this_country_does_not_tell_its_address(film) -> None:
    link = add_and_look(film)
    with pytest.raises(NotShownHere) as caught:
        queries.link_with_id(IN_FRANCE, link.public_id)
    assert "archive.org" not in str(caught.value)


def test_a_suspect_copy_waits_for_a_persons_judgement(film) -> None:
    link = add(film, origin_flags=["possible_rip_or_commercial_restoration"])
    found = queries.with_held(IN_US, queries.title_links(IN_US, film.pk))
    assert found.held_reasons() == [(Hidden.ORIGIN_SUSPECT, 1)]
    actions.judge_origin(link.public_id, Origin.CLEARED, by=BY, why="a plain transfer of 1999")
    assert shown(IN_US, film) == [link.public_id]
    actions.judge_origin(link.public_id, Origin.REFUSED, by=BY, why="the 2010 restoration after all")
    assert shown(IN_US, film) == []


def test_a_dead_link_is_not_shown_and_a_recovered_one_is(film) -> None:
    link = add_and_look(film)
    actions.record_health(link.public_id, Health.DEAD, by=BY)
    assert shown(IN_US, film) == []
    actions.record_health(link.public_id, Health.OK, by=BY)
    assert shown(IN_US, film) == [link.public_id]


@pytest.mark.parametrize(
    "act",
    [
        lambda: actions.withdraw_link("000000000000", by=BY, why="x"),
        lambda: actions.set_answer(0, "FR", by=BY, why="x", status="pd"),
        lambda: merge_titles("000000000000", "111111111111", by=BY, why="x"),
    ],
)
def test_acting_on_what_is_not_there_is_refused(film, act) -> None:
    with pytest.raises(NotFound):
        act()


def test_an_answer_shows_and_hides_at_once(film) -> None:
    link = add_and_look(film)
    changed = {
        "status": "pd", "play": "yes", "rule": "fr_70_pma", "confidence": "high", "evaluated_on": date(2026, 11, 25),
    }  # fmt: skip
    actions.set_answer(film.pk, "FR", by=BY, why="the death year was wrong", **changed)
    assert shown(IN_FRANCE, film) == [link.public_id]
    actions.set_answer(film.pk, "FR", by=BY, why="it was right", **{**changed, "status": "protected", "play": "no"})
    assert shown(IN_FRANCE, film) == []
    entries = history("title", film.public_id)
    assert [entry.action for entry in entries] == ["rights.answer", "rights.answer"]
    assert entries[0].payload.before["status"] == "pd"


def test_an_answer_given_by_a_person_belongs_to_no_source_any_more(film) -> None:
    film.answers.filter(country="FR").update(source=factories.make_source())
    answer = actions.set_answer(
        film.pk, "FR", by=BY, why="judged", status="unclear", play="no", rule="fr_70_pma", confidence="low",
        evaluated_on=date(2026, 11, 25),
    )  # fmt: skip
    assert answer.source is None


def test_a_window_opens_and_closes_by_the_clock_alone(film) -> None:
    link = add_and_look(film, opens_at=datetime(2026, 12, 1, tzinfo=UTC), closes_at=datetime(2026, 12, 8, tzinfo=UTC))
    days = {day: Visitor("en", "en", "US", datetime(2026, 12, day, tzinfo=UTC)) for day in (1, 7, 8)}
    assert shown(IN_US, film) == []
    assert [bool(shown(visitor, film)) for visitor in days.values()] == [True, True, False]
    here = [queries.shown_here(visitor).filter(link=link).exists() for visitor in days.values()]
    assert here == [True, True, False]


def test_an_offer_of_a_service_holds_in_the_countries_it_serves(film) -> None:
    factories.make_host("netflix", kind="svod", embed="never")
    link = add(
        film, "https://www.netflix.com/title/70153373", basis=Basis.PROVIDER, offer=Offer.SUBSCRIPTION,
        countries_allowed=["FR", "BE"],
    )  # fmt: skip
    assert shown(IN_FRANCE, film) == [link.public_id]
    assert shown(IN_US, film) == []
    assert not queries.title_links(IN_FRANCE, film.pk).shown[0].can_play_here


def host_row(**columns):
    facts = {
        "slug": "internet-archive", "name": "Internet Archive", "monogram": "IA", "kind": "repository",
        "countries": ["*"], "embed": "allowed", "embed_origins": ["https://archive.org"], "direct_files": True,
        "official_page": "https://archive.org/", "stands": "listed", "note": "", "item_level": True,
    }  # fmt: skip
    return HostRow(**{**facts, **columns})


def test_a_host_that_loses_its_place_takes_its_links_with_it_at_once(film) -> None:
    link = add_and_look(film)
    loaded = actions.load_hosts([host_row(stands="refused", note="it asked us to leave")], by=BY)
    assert loaded.changed == ("internet-archive",)
    assert shown(IN_US, film) == []
    assert not ShownLink.objects.exists()
    actions.load_hosts([host_row()], by=BY)
    assert shown(IN_US, film) == [link.public_id]
    assert ShownLink.objects.count() == 1


def test_a_host_listed_anew_shows_its_links_portion_by_portion(film, monkeypatch) -> None:
    monkeypatch.setattr(actions, "PORTION", 1)
    other = factories.make_free_film("Nanook", "US", year=1922)
    add_and_look(film)
    actions.load_hosts([host_row(stands="refused", note="it asked us to leave")], by=BY)
    assert not ShownLink.objects.exists()
    actions.load_hosts([host_row()], by=BY)
    assert ShownLink.objects.count() == 1
    for row in OutboxRow.objects.filter(topic="links.show-at-host").order_by("id"):
        HANDLERS[row.topic](row.payload)
    assert set(ShownLink.objects.values_list("title", flat=True)) == {film.pk, other.pk}


def test_links_and_answers_go_over_when_titles_are_merged(film) -> None:
    other = factories.make_title("General, The")
    factories.make_answer(other, "US")
    factories.make_answer(other, "DE")
    kept_link, twin = add_and_look(film), add_and_look(other)
    moved = add_and_look(other, "https://archive.org/details/general-other-transfer")
    merge_titles(other.public_id, film.public_id, by=BY, why="one film")
    assert set(shown(IN_US, film)) == {kept_link.public_id, moved.public_id}
    twin.refresh_from_db()
    assert twin.removed_at is not None
    assert {"US", "FR", "DE"} <= set(film.answers.values_list("country", flat=True))
    assert film.answers.get(country="DE").status == "pd"  # as was known of the title that is gone


def test_objections_go_over_and_wait_for_a_person_when_titles_are_merged(film) -> None:
    other = factories.make_title("General, The")
    said = actions.object_to(other.pk, "FR", "It was renewed.", by=BY)
    merge_titles(other.public_id, film.public_id, by=BY, why="one film")
    said.refresh_from_db()
    assert said.title == film
    assert Case.objects.get(title=film, kind="objection", closed_at=None).country == "FR"


def test_facts_that_go_over_are_judged_in_the_same_moment(film) -> None:
    other = factories.make_title("General, The")
    add_and_look(other)
    about = About(Subject.TITLE, other.pk)
    source = GivenSource("Register", Weight.AUTHORITY, quote="first shown in New York")
    for name, value in {"published_in": {"country": "US"}, "published": {"date": "1970"}}.items():
        state_fact(about, Statement(Property(name), read(Property(name), value), source), by=BY)
    merge_titles(other.public_id, film.public_id, by=BY, why="one film")
    judged = {row.country: (row.status, row.rule) for row in film.answers.all()}
    evaluate([film.pk], by=BY)
    assert {row.country: (row.status, row.rule) for row in film.answers.all()} == judged


def test_a_withdrawal_outlives_a_merger(film) -> None:
    other = factories.make_title("General, The")
    kept_link, twin = add_and_look(film), add_and_look(other)
    actions.withdraw_link(twin.public_id, by=BY, why="notice 17")
    merge_titles(other.public_id, film.public_id, by=BY, why="one film")
    assert shown(IN_US, film) == []
    kept_link.refresh_from_db()
    assert kept_link.withdrawn_why == "notice 17"


def test_a_copy_of_one_episode_does_not_take_the_place_of_the_whole(film) -> None:
    kept, other = (factories.make_title(name, kind="series", year=None) for name in ("Judex", "Judex again"))
    factories.make_answer(kept, "US")
    season = factories.make_season(kept)
    episode = factories.make_episode(season, 1)
    place = actions.Place(kept.pk, episode_id=episode.pk)
    own = actions.add_link(by=BY, place=place, address=GENERAL, facts=actions.Facts(form=Form.EMBED))
    actions.judge_origin(own.public_id, Origin.CLEARED, by=BY, why="a plain transfer of 1999")
    whole = add_and_look(other)
    merge_titles(other.public_id, kept.public_id, by=BY, why="one series")
    assert set(shown(IN_US, kept)) == {own.public_id, whole.public_id}


def test_a_film_is_not_merged_into_a_series(film) -> None:
    series = factories.make_title("Les Vampires", kind="series", year=1915)
    with pytest.raises(CannotMerge, match="one is a film"):
        merge_titles(film.public_id, series.public_id, by=BY, why="no")


def test_figures_count_titles_once_for_each_country(film) -> None:
    add_and_look(film)
    add_and_look(film, "https://archive.org/details/general-other-transfer")
    licensed = factories.make_title("Sintel", year=2010)
    factories.make_answer(licensed, "*", "open_licence")
    factories.make_link(licensed)
    actions.count_figures()
    rows = {row.country: (row.titles, row.watchable, row.free) for row in CountryFigures.objects.all()}
    assert rows == {"US": (2, 2, 2), "*": (2, 1, 1)}
    assert queries.figures(Visitor("en", "en", "JP", NOW)).free == 1


def test_figures_of_all_countries_agree_with_counting_each_by_itself(film, django_assert_num_queries) -> None:
    """Links shown everywhere and here and there, free and not, of titles present and gone."""
    offers = ("free_open", "subscription")
    for number in range(24):
        title = factories.make_title(f"Title {number}", year=1920 + number)
        for place, allowed in enumerate((["*"], ["FR"], ["FR", "JP"], ["US", "JP"])):
            if number >> place & 1:
                offer = offers[(number + place) % 2]
                factories.make_link(title, basis="provider", offer=offer, countries_allowed=allowed)
        Title.objects.filter(pk=title.pk, year__in=[1925, 1939]).update(removed_at=NOW)
    with CaptureQueriesContext(connection) as first:
        actions.count_figures()
    shown = list(ShownLink.objects.filter(title__removed_at=None).values_list("title", "country", "is_free"))
    for country in ("US", "FR", "JP", "DE"):
        here = [(title, is_free) for title, where, is_free in shown if where in ("*", country)]
        found = queries.figures(Visitor("en", "en", country, NOW))
        assert found.watchable == len({title for title, _ in here})
        assert found.free == len({title for title, is_free in here if is_free})
    assert len({(row.watchable, row.free) for row in CountryFigures.objects.all()}) == 4
    factories.make_link(film, basis="provider", countries_allowed=["DE", "AT", "CH", "LU"])
    with django_assert_num_queries(len(first)):
        actions.count_figures()


def test_nothing_is_half_done_when_the_record_cannot_be_written(film, monkeypatch) -> None:
    link = add_and_look(film)

    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("allostream.links.actions.audit.record", fail)
    with pytest.raises(OSError, match="disk full"):
        actions.withdraw_link(link.public_id, by=BY, why="notice")
    assert shown(IN_US, film) == [link.public_id]
    assert ShownLink.objects.filter(link=link).exists()
