"""Links looked at from beginning to end: taken, asked for at true servers, written down, shown."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from django.core.management import CommandError, call_command

from allostream.audit.models import AuditEntry
from allostream.catalogue.models import Title
from allostream.checks import actions
from allostream.checks.checking import Checker, check_due, look
from allostream.checks.models import HostFreshness, LinkCheck
from allostream.checks.rules import Finding, Seen
from allostream.hosts.identity import identify
from allostream.lib import clock
from allostream.links.models import ShownLink, WatchLink
from allostream.links.rules import Health
from allostream.net.errors import NotSetUp
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOSTS = {
    "https://archive.org/details/TheGeneral": "internet-archive",
    "https://archive.org/details/Gone": "internet-archive",
    "https://archive.org/details/TheGeneral/general.mp4": "internet-archive",
    "https://archive.org/details/TheGeneral/other.mp4": "internet-archive",
    "https://www.youtube.com/watch?v=aaaaaaaaaaa": "youtube",
    "https://www.youtube.com/watch?v=bbbbbbbbbbb": "youtube",
    "https://www.youtube.com/watch?v=ccccccccccc": "youtube",
    "https://vimeo.com/1": "vimeo",
    "https://vimeo.com/2": "vimeo",
    "https://vimeo.com/3": "vimeo",
    "https://www.dailymotion.com/video/xgood": "dailymotion",
    "https://www.dailymotion.com/video/xgone": "dailymotion",
    "https://peertube.example/w/00000000-0000-4000-8000-000000000001": "peertube",
    "https://commons.wikimedia.org/wiki/File:The_General.webm": "wikimedia-commons",
    "https://commons.wikimedia.org/wiki/File:Gone.webm": "wikimedia-commons",
    "https://video.example/the-general": "example",
    "https://video.example/gone": "example",
    "https://video.example/abroad": "example",
    "https://nobody.example/x": "example",
}


@pytest.fixture
def now(monkeypatch):
    """Sets the clock of the database's side; the door has its own."""

    def set_to(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(AT)
    return set_to


@pytest.fixture
def film():
    return factories.make_free_film("The General")


def link_to(film, address, **columns):
    found = identify(address)
    link = factories.make_link(film, **{"host": factories.make_host(HOSTS.get(address, "example")), **columns})
    WatchLink.objects.filter(pk=link.pk).update(content_key=found.content_key, canonical_url=found.canonical_url)
    return link


@pytest.fixture
def hosts(serve, names):
    """All hosts behind one server, each in the shape of its own interface."""
    for host in (
        "archive.org", "www.youtube.com", "vimeo.com", "api.dailymotion.com", "peertube.example",
        "commons.wikimedia.org", "video.example",
    ):  # fmt: skip
        names.table[host] = names.table["example.org"]

    async def answer(request):
        asked = f"{request.host}{request.path}"
        if request.path == "/robots.txt":
            return web.Response(status=404)
        if asked in JSON:
            return web.json_response(JSON[asked])
        if asked == "www.youtube.com/oembed":
            return web.json_response({}, status={"a": 200, "b": 401, "c": 404}[request.query["url"][-1]])
        if asked == "vimeo.com/api/oembed.json":
            if request.query["url"].endswith("/1"):
                return web.json_response({"title": "The General", "video_id": 1})
            return web.Response(status=404)
        if asked in PAGES:
            return web.Response(text=PAGES[asked], content_type="text/html")
        return web.json_response({"error": {"code": 404}}, status=404)

    return serve(answer)


LONG = "<p>" + "words about the film " * 40
PAGES = {
    "vimeo.com/2": f"<title>The General</title>{LONG}",
    "video.example/the-general": f"<title>The General</title>{LONG}",
    "video.example/gone": "<title>Page not found</title>",
    "video.example/abroad": "<h1>This film is not available in your country</h1>",
}
JSON = {
    "archive.org/metadata/TheGeneral": {
        "metadata": {"identifier": "TheGeneral", "mediatype": "movies"},
        "files": [{"name": "general.mp4", "source": "original", "format": "MPEG4"}],
    },
    "archive.org/metadata/Gone": {},
    "api.dailymotion.com/video/xgood": {"id": "xgood", "title": "The General", "allow_embed": False},
    "peertube.example/api/v1/videos/00000000-0000-4000-8000-000000000001": {
        "uuid": "00000000-0000-4000-8000-000000000001", "name": "The General", "privacy": {"id": 1}, "state": {"id": 1},
    },
    "commons.wikimedia.org/w/api.php": {"query": {
        "normalized": [{"from": "File:The_General.webm", "to": "File:The General.webm"}],
        "pages": [
            {"title": "File:The General.webm", "imageinfo": [{"user": "Ada", "mediatype": "VIDEO"}]},
            {"title": "File:Gone.webm", "missing": True},
        ],
    }},
}  # fmt: skip
FOUND = ["ok", "soft", "ok", "soft", "ok", "embed_refused", "soft", "ok", "embed_refused", "soft", "embed_refused",
         "soft", "ok", "ok", "soft", "ok", "soft", "geo", "soft"]  # fmt: skip


def test_each_host_is_asked_in_its_own_way_and_its_answer_becomes_the_state(film, hosts, road, now):
    WatchLink.objects.all().delete()
    links = [link_to(film, address, form="embed") for address in HOSTS]
    actions.enrol(0)
    now(AT + timedelta(days=8))
    assert check_due(road=road) == len(HOSTS)
    assert [WatchLink.objects.get(pk=link.pk).health for link in links] == FOUND
    assert set(WatchLink.objects.values_list("health_checked_at", flat=True)) == {clock.now()}
    asked = [request.path for request in hosts if request.path.startswith("/metadata/")]
    assert sorted(asked) == ["/metadata/Gone", "/metadata/TheGeneral"]
    assert all(check.due_at > clock.now() for check in LinkCheck.objects.all())


def test_a_link_that_two_looks_missed_is_hidden_and_shown_again_when_one_finds_it(film, now):
    link = WatchLink.objects.get()
    actions.enrol(0)
    for seen, later, health in (
        (Seen.MISSING, 1, Health.SOFT), (Seen.MISSING, 4.5, Health.DEAD), (Seen.TROUBLE, 35, Health.DEAD),
        (Seen.WORKS, 40, Health.OK),
    ):  # fmt: skip
        now(AT + timedelta(days=later))
        before = Title.objects.get(pk=film.pk).version
        actions.record({link.pk: Finding(seen, "status-404")})
        link.refresh_from_db()
        assert (link.health, link.health_checked_at) == (health, clock.now())
        assert ShownLink.objects.filter(link=link).exists() is (health is not Health.DEAD)
        assert Title.objects.get(pk=film.pk).version > before


def test_a_portion_is_one_entry_of_the_audit_that_names_what_turned(film, now):
    other = factories.make_link(film)
    actions.enrol(0)
    first, *_ = WatchLink.objects.order_by("pk")
    actions.record({first.pk: Finding(Seen.WORKS, "page"), other.pk: Finding(Seen.NOT_ASKED, "busy", again=5)})
    entry = AuditEntry.objects.get(action="links.look")
    told = entry.payload.after_json
    assert first.public_id in told
    assert other.public_id not in told
    assert (entry.actor_kind, entry.actor_id) == ("system", "link-check")


def test_nobody_is_asked_before_the_operator_has_said_who_asks(film, hosts, road, now, settings):
    link_to(film, "https://video.example/the-general")
    actions.enrol(0)
    now(AT + timedelta(days=8))
    settings.BOT_CONTACT = ""
    with pytest.raises(NotSetUp):
        check_due(road=road)
    assert hosts == []
    assert set(WatchLink.objects.values_list("health_checked_at", flat=True)) == {None}


def test_what_one_worker_took_no_other_takes_until_its_time_is_over(film, now):
    links = [factories.make_link(film) for _ in range(4)]
    actions.enrol(0)
    now(AT + timedelta(days=8))
    first, second = actions.take(3), actions.take(3)
    assert len({target.link_id for target in first + second}) == len(first) + len(second) == len(links) + 1
    assert actions.take(3) == []
    now(AT + timedelta(days=8) + actions.LEASE)
    assert len(actions.take(9)) == len(links) + 1


def test_a_host_with_many_links_does_not_keep_others_waiting(film, now):
    for number in range(30):
        link_to(film, f"https://archive.org/details/film-{number}", host=factories.make_host())
    for address in ("https://vimeo.com/1", "https://vimeo.com/2"):
        link_to(film, address)
    actions.enrol(0)
    now(AT + timedelta(days=8))
    taken = actions.take(10)
    assert len(taken) == 10
    assert sum(target.content_key.startswith("vimeo:") for target in taken) == 2


def test_a_link_taken_off_the_pages_is_not_asked_for(film, now):
    WatchLink.objects.update(withdrawn_at=AT)
    actions.enrol(0)
    now(AT + timedelta(days=8))
    assert actions.take(10) == []
    assert LinkCheck.objects.get().due_at == clock.now() + actions.RESTING


def test_what_a_person_proposed_is_looked_at_first(film, now, django_user_model):
    ada = django_user_model.objects.create(public_id="ada", email="ada@example.org")
    proposed = factories.make_link(film, submitted_by=ada)
    for _ in range(3):
        factories.make_link(film)
    actions.enrol(0)
    assert [target.link_id for target in actions.take(10)] == [proposed.pk]


def test_links_of_popular_titles_are_looked_at_daily(film, now, monkeypatch):
    monkeypatch.setattr(actions, "POPULAR", 1)
    Title.objects.filter(pk=film.pk).update(popularity=9)
    other = factories.make_free_film("Sherlock Jr.")
    actions.enrol(0)
    links = {link.title_id: link.pk for link in WatchLink.objects.all()}
    actions.record({pk: Finding(Seen.WORKS) for pk in links.values()})
    due = {title: LinkCheck.objects.get(pk=pk).due_at - AT for title, pk in links.items()}
    assert due[film.pk] <= timedelta(days=1)
    assert timedelta(days=5) < due[other.pk] <= timedelta(days=7)


def test_how_fresh_the_links_of_a_host_are_is_counted_by_country(film, now):
    actions.enrol(0)
    actions.record({WatchLink.objects.get().pk: Finding(Seen.WORKS)})
    factories.make_free_film("Sherlock Jr.")
    assert actions.count_freshness() == HostFreshness.objects.count()
    rows = HostFreshness.objects.values_list("shown", "working", "asked", "unsure")
    assert [sum(column) for column in zip(*rows, strict=True)] == [4, 2, 2, 2]
    now(AT + timedelta(days=8))
    actions.count_freshness()
    assert sum(HostFreshness.objects.values_list("asked", flat=True)) == 0


def test_an_operator_looks_at_links_by_command(film, hosts, road, now, monkeypatch, capsys):
    link = link_to(film, "https://video.example/gone")
    monkeypatch.setattr("allostream.cli.management.commands.links.look", lambda targets: look(targets, road))
    with pytest.raises(CommandError, match="xyz: take it from the end of its address"):
        call_command("links", "check", link.public_id, "xyz")
    call_command("links", "check", link.public_id)
    assert f"{link.public_id} soft: missing (says-missing) https://video.example/gone" in capsys.readouterr().out
    call_command("links", "timetable")
    assert "example                                1         0" in capsys.readouterr().out


def test_a_worker_goes_through_all_links_once_and_then_through_those_that_are_new(film, now, monkeypatch):
    monkeypatch.setattr(actions, "ENROLLED_AT_ONCE", 2)
    asked, enrol = [], actions.enrol
    monkeypatch.setattr(actions, "enrol", lambda after: asked.append(after) or enrol(after))
    links = [WatchLink.objects.get(), factories.make_link(film), factories.make_link(film)]
    checker = Checker()
    assert [checker.step() for _ in range(4)] == [True, True, False, False]
    assert asked == [0, links[1].pk, links[2].pk, links[2].pk]
    new = factories.make_link(film)
    checker.step()
    assert LinkCheck.objects.filter(link=new).exists()
    now(AT + timedelta(hours=7))
    checker.step()
    assert asked[-1] == 0


def test_the_command_says_what_the_operator_has_to_set(film, settings):
    settings.BOT_SITE = ""
    with pytest.raises(CommandError, match="Set ALLOSTREAM_BOT_SITE"):
        call_command("links", "check", WatchLink.objects.get().public_id)
