"""What becomes of candidates: every question in turn, told by its reason, and a link only where all are answered."""

from datetime import timedelta
from typing import Any

import pytest

from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.catalogue.models import Identifier
from allostream.catalogue.name_keys import name_key
from allostream.connectors.candidates import Candidate, Found, Part, Statement, Told, Work
from allostream.discovery import actions
from allostream.discovery.models import Candidate as Row
from allostream.hosts.models import Channel, Host, Proof
from allostream.hosts.start import start_hosts
from allostream.lib import clock
from allostream.lib.exchange import Name
from allostream.links.actions import judge_origin, load_hosts, remove_link
from allostream.links.models import ShownLink, WatchLink
from allostream.links.rules import Origin
from tests import factories
from tests.discovery.conftest import NOW

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def source():
    return factories.make_source("archive", name="Internet Archive")


@pytest.fixture
def host():
    return factories.make_host()


@pytest.fixture
def film(host):
    title = factories.make_title("The General", directors=["Buster Keaton"])
    Identifier.objects.create(scheme="imdb", value="tt0017925", title=title)
    title.names.update(match_key=name_key("The General"))
    for country in ("US", "FR"):
        factories.make_answer(title, country)
    return title


def candidate(item: str = "general", **values: Any) -> Candidate:
    facts = {
        "item": item, "address": f"https://archive.org/details/{item}", "title": "The General",
        "work": Work(kind="film", year=1926, identifiers={"imdb": ("tt0017925",)}), "form": "embed",
    }  # fmt: skip
    return Candidate(**{**facts, **values})


def item_told(item: str = "general", **values: Any) -> Told:
    metadata = {
        "identifier": item, "title": "The General", "mediatype": "movies", "collection": ["prelinger"],
        "uploader": "somebody@example.org", **values,
    }  # fmt: skip
    files = [{"name": "general.mp4", "format": "h.264", "source": "original", "length": "4740"}]
    return Told({"metadata": metadata, "files": files}, f"https://archive.org/metadata/{item}", "ab" * 32)


def outcome(source, one: Candidate, told: Told | None = None) -> str:
    """State and reason of a candidate that was just found."""
    counted = actions.take_in_found(source, [Found(one, told)])
    row = Row.objects.get(source=source, item=one.item)
    assert counted == {(row.state, row.reason): 1}
    return f"{row.state} {row.reason}"


def test_a_copy_of_a_curated_collection_of_a_free_film_is_shown(source, film):
    assert outcome(source, candidate(), item_told()) == "live shown"
    link = WatchLink.objects.get()
    assert (link.title, link.source, link.origin, link.origin_ground) == (film, source, "cleared", "reply")
    assert set(ShownLink.objects.values_list("country", flat=True)) == {"US", "FR"}
    assert Row.objects.get().link == link


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"address": "https://"}, "refused not-an-address"),
        ({"address": "https://nobody.example/watch/1"}, "refused host-not-listed"),
        ({"role": "trailer"}, "refused not-the-work"),
        ({"work": Work(kind="film", identifiers={"imdb": ("tt0000001",)})}, "waiting work-unknown"),
        ({"work": Work(kind="film", year=1926, names=(Name(text="The General"),))}, "review work-doubtful"),
        ({"part": Part(season=1, episode=1)}, "review work-doubtful"),
        ({"address": "https://archive.org/details/General1926DVDRipXviD"}, "refused scene_release"),
        ({}, "waiting awaits-reply"),
    ],
)  # fmt: skip
def test_each_question_ends_what_it_is_answered_against(source, film, values, expected):
    assert outcome(source, candidate(**values)) == expected
    assert not WatchLink.objects.exists()


@pytest.mark.parametrize(
    ("told", "expected", "makes_link"),
    [
        (item_told(collection=["opensource_movies"]), "review origin-review", True),
        (item_told(title="The General DVDRip x264"), "refused scene_release", False),
        (Told({}), "gone gone-at-host", False),
        (item_told("other"), "refused other-copy", False),
    ],
)
def test_what_the_host_tells_decides_on_the_copy(source, film, told, expected, makes_link):
    assert outcome(source, candidate(), told) == expected
    assert WatchLink.objects.exists() is makes_link
    assert not ShownLink.objects.exists()


def test_the_rights_of_the_work_are_asked_before_its_host_is(source, host):
    protected = factories.make_title("Later", year=2014)
    Identifier.objects.create(scheme="imdb", value="tt2014000", title=protected)
    factories.make_answer(protected, "US", "protected")
    work = Work(kind="film", year=2014, identifiers={"imdb": ("tt2014000",)})
    claims = (Statement("licenseurl", "https://creativecommons.org/licenses/by/4.0/"),)
    assert outcome(source, candidate("later", work=work, title="Later")) == "refused protected"
    # Anybody can tick a licence at this host.
    assert outcome(source, candidate("later2", work=work, title="Later", statements=claims)) == "refused protected"
    factories.make_channel(host, stands="listed").keys.all()
    listed = factories.make_channel(host, "The studio", stands="listed")
    told = item_told("later3", title="Later", licenseurl=claims[0].value, collection=["opensource_movies"])
    own = candidate("later3", work=work, title="Later", channels=(listed.key,))
    assert outcome(source, own, told) == "review origin-review"
    assert WatchLink.objects.get().channel == listed


def test_a_refused_channel_refuses_and_one_that_carries_its_films_shows(source, film, host):
    bad = factories.make_channel(host, stands="refused")
    good = factories.make_channel(host, stands="listed", carries=True)
    for kind in ("contract_or_mail", "distributor_catalogue"):
        Proof.objects.create(
            host=host, channel=good, kind=kind, seen_on=NOW.date(), said="Signed.", address="https://x.example/",
            added_by="person:ada", added_at=NOW,
        )  # fmt: skip
    assert outcome(source, candidate("a", channels=(good.key, bad.key))) == "refused channel-refused"
    told = item_told("b", collection=["opensource_movies"])
    assert outcome(source, candidate("b", channels=(good.key,)), told) == "live shown"


def test_the_same_batch_again_changes_nothing_and_is_noted_as_seen(source, film, now):
    found = [Found(candidate(), item_told()), Found(candidate("other", role="trailer"))]
    actions.take_in_found(source, found)
    before = list(WatchLink.objects.values()), AuditEntry.objects.filter(action="discovery.judge").count()
    now(NOW + timedelta(days=1))
    again = actions.take_in_found(source, [Found(one.candidate) for one in found])
    assert again == {("live", "shown"): 1, ("refused", "not-the-work"): 1}
    assert (list(WatchLink.objects.values()), AuditEntry.objects.filter(action="discovery.judge").count()) == before
    assert set(Row.objects.values_list("last_seen_at", flat=True)) == {NOW + timedelta(days=1)}


def test_a_trial_tells_and_writes_nothing(source, film):
    assert actions.take_in_found(source, [Found(candidate(), item_told())], trial=True) == {("live", "shown"): 1}
    assert not WatchLink.objects.exists()
    assert not Row.objects.exists()
    assert not AuditEntry.objects.exists()


def test_what_waits_is_taken_up_by_one_worker_and_judged_by_the_reply(source, film, now):
    actions.take_in_found(source, [Found(candidate())])
    [row] = actions.take(10)
    assert actions.take(10) == []
    assert actions.judge_again([row], {row.pk: Found(candidate(), item_told())}) == {("live", "shown"): 1}
    assert ShownLink.objects.exists()


def test_a_silent_host_is_asked_again_later_and_later(source, film, now):
    actions.take_in_found(source, [Found(candidate())])
    pauses = []
    for _ in range(3):
        [row] = actions.take(10)
        actions.judge_again([row], {}, [row.pk])
        row.refresh_from_db()
        assert (row.state, row.reason) == ("waiting", "host-silent")
        pauses.append(row.try_again_at - clock.now())
        now(row.try_again_at)
    assert pauses == [timedelta(hours=1), timedelta(hours=6), timedelta(days=1)]


def test_a_reviewers_word_on_the_link_is_told_of_its_candidate(source, film, now):
    assert outcome(source, candidate(), item_told(collection=["opensource_movies"])) == "review origin-review"
    judge_origin(WatchLink.objects.get().public_id, Origin.CLEARED, by=BY, why="looked")
    now(NOW + timedelta(days=1))
    assert actions.judge_again(actions.take(10), {}) == {("live", "shown"): 1}
    remove_link(WatchLink.objects.get().public_id, by=BY, why="wrong film")
    now(NOW + timedelta(days=9))
    assert actions.judge_again(actions.take(10), {}) == {("refused", "person-said-no"): 1}


def test_a_person_names_the_work_of_a_doubtful_candidate_or_says_that_it_is_none(source, film):
    doubtful = candidate(work=Work(kind="film", year=1926, names=(Name(text="The General"),)))
    actions.take_in_found(source, [Found(doubtful)])
    row = Row.objects.get()
    assert row.title == film
    named = actions.name_work(row.public_id, film.public_id, by=BY)
    assert (named.state, named.reason) == ("waiting", "awaits-reply")
    # What a person said holds when the source tells of it again.
    changed = candidate(work=Work(kind="film", year=1926, names=(Name(text="The General"),)), uploader="new")
    actions.take_in_found(source, [Found(changed)])
    assert Row.objects.get().reason == "awaits-reply"
    refused = actions.refuse(row.public_id, by=BY, why="Another film")
    assert (refused.state, refused.reason, refused.try_again_at) == ("refused", "person-said-no", None)


def test_episodes_are_found_by_the_numbers_of_their_series(source, host):
    series = factories.make_title("Judex", kind="series", year=1916)
    Identifier.objects.create(scheme="imdb", value="tt0006886", title=series)
    first = factories.make_episode(factories.make_season(series), 1)
    factories.make_answer(series, "US")
    work = Work(kind="series", identifiers={"imdb": ("tt0006886",)})
    here = candidate("judex1", work=work, part=Part(season=1, episode=1), title="Judex 1")
    told = item_told("judex1", title="Judex 1", collection=["opensource_movies"])
    assert outcome(source, here, told) == "review origin-review"
    assert WatchLink.objects.get().episode == first
    missing = candidate("judex9", work=work, part=Part(season=1, episode=9), title="Judex 9")
    assert outcome(source, missing) == "waiting part-unknown"


def test_an_offer_of_a_provider_needs_no_reply_and_keeps_its_window(source, film, now):
    factories.make_host("arte", item_level=False)
    offer = candidate(
        address="https://www.arte.tv/fr/videos/012345-000-A/the-general/", basis="provider", form="page",
        countries_allowed=("FR",), opens=NOW + timedelta(days=1), closes=NOW + timedelta(days=3),
    )  # fmt: skip
    assert outcome(source, offer) == "waiting not-open-yet"
    row = Row.objects.get()
    now(NOW + timedelta(days=2))
    assert actions.judge_again([row], {}) == {("live", "shown"): 1}
    now(NOW + timedelta(days=4))
    assert actions.judge_again([row], {}) == {("refused", "closed"): 1}


def test_a_talk_of_media_ccc_de_is_asked_about_and_shown_where_its_conference_is_listed(source, now):
    """The host row and address pattern of the start; a conference is the channel."""
    load_hosts([row for row in start_hosts() if row.slug == "media-ccc"], by=BY)
    host = Host.objects.get(slug="media-ccc")
    name = "What's left for private messaging?"
    film = factories.make_title(name, year=2019, directors=["Will Scott"], runtime_min=60)
    film.names.update(match_key=name_key("What's left for private messaging?"))
    factories.make_answer(film, "FR", "open_licence", licence="CC-BY-4.0")
    slug = "36c3-10565-what_s_left_for_private_messaging"
    one = Candidate(
        item="b854982f", address=f"https://media.ccc.de/v/{slug}", title=film.name, channels=("36c3",), form="embed",
        work=Work(kind="film", names=(Name(text=film.name),), year=2019, makers=("Will Scott",)),
    )  # fmt: skip
    event = {
        "guid": "b854982f", "slug": slug, "title": film.name, "length": 3603, "persons": ["Will Scott"],
        "conference_url": "https://api.media.ccc.de/public/conferences/36c3", "conference_title": "36C3",
        "recordings": [{"mime_type": "video/mp4", "filename": f"{slug}.mp4"}],
    }  # fmt: skip
    assert outcome(source, one) == "waiting awaits-reply"
    assert outcome(source, one, Told(event)) == "review origin-review"
    conference = Channel.objects.create(
        host=host, key="36c3", name="36C3", kind="collection", stands="listed", carries=True
    )
    for kind in ("contract_or_mail", "distributor_catalogue"):
        Proof.objects.create(
            host=host, channel=conference, kind=kind, seen_on=NOW.date(), said="They release their talks.",
            address="https://events.ccc.de/", added_by="person:ada", added_at=NOW,
        )  # fmt: skip
    assert outcome(source, one, Told(event)) == "live shown"
    assert set(ShownLink.objects.values_list("country", "form")) == {("FR", "embed")}
