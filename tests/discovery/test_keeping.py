"""What hosts and TMDB told: kept as long as they allow, shown as what it is, and gone in time."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from allostream.catalogue.models import Identifier, Title
from allostream.connectors.candidates import Candidate as Told_of
from allostream.connectors.candidates import Found, TextFile, Told, Wish, Work
from allostream.discovery import actions, keeping, listings, walking, wanting
from allostream.discovery.models import Candidate, FoundText, KeptReply, Spent, TmdbListing, Walk
from allostream.discovery.working import find_more
from allostream.hosts.models import Channel, Host, Proof
from allostream.jobs.loops import look_for_wanted
from allostream.links.models import WatchLink
from allostream.net.asking import Ask, Reply
from allostream.sites.models import Site
from tests import factories
from tests.discovery.conftest import NOW

pytestmark = pytest.mark.django_db
VIDEO = "TJgiTCkoJFM"


@pytest.fixture
def film() -> Title:
    title = factories.make_title("The General", directors=["Buster Keaton"], french="Le Mécano de la General")
    Identifier.objects.create(scheme="imdb", value="tt0017925", title=title)
    for country in ("US", "FR"):
        factories.make_answer(title, country)
    return title


def answering(**replies: Any) -> Any:
    """Something to ask that knows these replies by a part of the address; whatever else is asked fails the test."""

    def ask(question: Ask) -> Reply:
        ask.asked.append(question)  # type: ignore[attr-defined]
        body = next((reply for part, reply in replies.items() if part in question.url), None)
        assert body is not None, question.url
        content = json.dumps(body).encode()
        return Reply(question.url, 200, {"content-type": "application/json"}, content, len(content))

    ask.asked = []  # type: ignore[attr-defined]
    return ask


def test_a_reply_is_kept_without_mail_and_subtitles_are_told_with_their_own_basis(film: Title, capsys: Any) -> None:
    factories.make_sites()
    factories.make_host()
    texts = (
        TextFile(address="https://archive.org/download/g/g.fr.srt", language="fr", format="srt", statement="CC BY 4.0"),
        TextFile(address="https://archive.org/download/g/g.en.vtt", language="en", by_machine=True, kind="captions"),
    )
    one = Told_of(
        item="g",
        address="https://archive.org/details/g",
        title="The General",
        form="embed",
        subtitles=("fr", "en"),
        work=Work(kind="film", year=1926, identifiers={"imdb": ("tt0017925",)}),
        text_files=texts,
    )
    metadata = {
        "identifier": "g",
        "title": "The General",
        "mediatype": "movies",
        "collection": ["prelinger"],
        "uploader": "somebody@example.org",
    }
    files = [{"name": "g.mp4", "format": "h.264", "source": "original", "length": "4740"}]
    reply = Told({"metadata": metadata, "files": files}, "https://archive.org/metadata/g?key=secret", "ab" * 32)
    source = factories.make_source("archive")
    actions.take_in_found(source, [Found(one, reply)])
    row = Candidate.objects.get()
    assert row.state == "live"
    kept = KeptReply.objects.get()
    assert (kept.address, kept.sha256, row.told_at) == ("https://archive.org/metadata/g", "ab" * 32, NOW)
    assert keeping.unpacked(kept)["metadata"] == {**metadata, "uploader": ""}
    call_command("discover", "reply", row.public_id)
    out = capsys.readouterr().out
    assert "prelinger" in out
    assert "example.org" not in out
    version = Title.objects.get(pk=film.pk).version
    link = WatchLink.objects.get()
    for host, address, words in (
        (
            "localhost",
            "/movie/the-general-1926",
            ("Subtitle files", "French", "made by a machine", "no licence named", "CC BY"),
        ),
        (
            "fr.localhost",
            "/film/le-mecano-de-la-general-1926",
            ("Fichiers de sous-titres", "français", "SRT", "CC BY 4.0"),
        ),
        (
            "localhost",
            f"/watch/{link.public_id}",
            ("Subtitle files", "g.fr.srt", "for deaf and hard of hearing people"),
        ),
    ):
        page = Client(SERVER_NAME=host).get(address).content.decode()
        assert [said for said in words if said not in page] == []
    # Told again without one of them: it goes, and the kept pages of the title with it.
    fewer = Told_of(**{**{name: getattr(one, name) for name in one.__struct_fields__}, "text_files": texts[:1]})
    actions.take_in_found(source, [Found(fewer, reply)])
    assert [row.language for row in FoundText.objects.all()] == ["fr"]
    assert Title.objects.get(pk=film.pk).version > version


@pytest.fixture
def of_youtube(film: Title) -> Candidate:
    """A video of a listed channel, with what YouTube told of it."""
    youtube = factories.make_host(
        "youtube", kind=Host.Kind.VIDEO_PLATFORM, embed_origins=["https://www.youtube-nocookie.com"]
    )
    channel = factories.make_channel(youtube, stands="listed", carries=True)
    for kind in ("contract_or_mail", "distributor_catalogue"):
        Proof.objects.create(
            host=youtube,
            channel=channel,
            kind=kind,
            seen_on=NOW.date(),
            said="Signed.",
            address="https://x.example/",
            added_by="person:ada",
            added_at=NOW,
        )
    one = Told_of(
        item=VIDEO,
        address=f"https://www.youtube.com/watch?v={VIDEO}",
        channels=(channel.key,),
        title="The General, whole",
        work=Work(kind="film", year=1926, identifiers={"imdb": ("tt0017925",)}),
        uploader="Film Museum",
    )
    actions.take_in_found(
        factories.make_source("own-list"), [Found(one, Told(video(), "https://x.example/", "ab" * 32))]
    )
    return Candidate.objects.get()


def video() -> dict[str, Any]:
    snippet = {
        "channelId": "UC1",
        "channelTitle": "Film Museum",
        "title": "The General, whole",
        "publishedAt": "2020-01-01T00:00:00Z",
    }
    return {
        "items": [
            {"id": VIDEO, "snippet": snippet, "status": {"embeddable": True}, "contentDetails": {"duration": "PT1H19M"}}
        ]
    }


def test_what_youtube_told_goes_after_thirty_days_unless_it_is_told_again(
    of_youtube: Candidate, now: Any, settings: Any
) -> None:
    settings.BOT_SITE, settings.BOT_CONTACT, settings.WANTED_A_DAY = "https://a.example", "a@a.example", 0
    assert (of_youtube.state, of_youtube.told_at) == ("live", NOW)
    assert WatchLink.objects.get().uploader_told == "Film Museum"
    Candidate.objects.update(try_again_at=None)
    # With a key it is asked for again in time.
    settings.YOUTUBE_KEY = "k"
    now(NOW + timedelta(days=24))
    assert not find_more("w", answering())
    now(NOW + timedelta(days=26))
    Candidate.objects.update(try_again_at=None)
    assert find_more("w", answering(videos=video()))
    assert Candidate.objects.get().told_at == NOW + timedelta(days=26)
    # Without one it goes when its time is over, whether or not anything may be asked.
    settings.YOUTUBE_KEY = ""
    Candidate.objects.update(try_again_at=None)
    now(NOW + timedelta(days=55))
    find_more("w", answering())
    assert "whole" in str(Candidate.objects.get().told)
    settings.DISCOVERY = False
    now(NOW + timedelta(days=56))
    assert find_more("w", answering())
    row, link = Candidate.objects.get(), WatchLink.objects.get()
    assert "whole" not in str(row.told)
    assert "Museum" not in str(row.told)
    assert row.told["work"]["identifiers"] == {"imdb": ["tt0017925"]}
    assert (link.uploader, link.uploader_told, link.uploaded_at) == ("", "", None)
    assert not KeptReply.objects.exists()
    assert link.removed_at is None
    assert not find_more("w", answering())


PROVIDERS = {
    "id": 961,
    "results": {
        "FR": {
            "link": "https://www.themoviedb.org/movie/961/watch?locale=FR",
            "flatrate": [
                {"provider_name": "Second", "display_priority": 9},
                {"provider_name": "First & Co", "display_priority": 1},
            ],
            "rent": [{"provider_name": "Shop"}],
        },
        "US": {"link": "https://elsewhere.example/", "buy": [{"provider_name": "Store"}]},
        "XX": {"flatrate": [{"provider_name": "Nowhere"}]},
        "DE": {"flatrate": "none"},
    },
}


def test_tmdb_is_asked_with_a_token_for_sites_without_trade_told_as_its_claim_and_forgotten(
    film: Title, now: Any, settings: Any, django_assert_num_queries: Any
) -> None:
    factories.make_sites()
    Identifier.objects.create(scheme="tmdb_movie", value="961", title=film)
    ask = answering(**{"/movie/961/watch/providers": PROVIDERS})
    french, address = Client(SERVER_NAME="fr.localhost"), "/film/le-mecano-de-la-general-1926"
    settings.TMDB_TOKEN = ""
    with django_assert_num_queries(0):
        assert listings.renew(ask) == 0
    settings.TMDB_TOKEN, settings.TMDB_DAYS = "t0ken", 14
    Site.objects.update(is_noncommercial=False)
    assert listings.renew(ask) == 0
    assert ask.asked == []
    Site.objects.filter(language="fr").update(is_noncommercial=True)
    assert listings.renew(ask) == 1
    assert listings.renew(ask) == 0
    [question] = ask.asked
    assert "t0ken" not in question.url
    assert question.headers["Authorization"] == "Bearer t0ken"
    assert Spent.objects.get(source_slug="tmdb").requests == 1
    page = french.get(address).content.decode().replace("\xa0", " ").replace("\u202f", " ")
    for said in (
        "Signalé par TMDB",
        "JustWatch",
        "26 novembre 2026",
        "First &amp; Co, Second",
        "Shop",
        "ni approuvé ni certifié par TMDB",
        'href="https://www.themoviedb.org/movie/961/watch?locale=FR"',
    ):
        assert said in page
    assert "Store" not in page
    assert "Pas encore de lien" in page  # it counts as no place to watch
    assert not WatchLink.objects.exists()
    english = Client(SERVER_NAME="localhost").get("/movie/the-general-1926").content.decode()
    assert "Listed by TMDB" not in english
    now(NOW + timedelta(days=8))
    assert listings.renew(ask) == 1
    now(NOW + timedelta(days=23))
    assert "Signalé par TMDB" not in french.get(address).content.decode()  # even where no worker runs
    version = Title.objects.get(pk=film.pk).version
    assert (listings.forget(), TmdbListing.objects.count()) == (1, 0)
    assert Title.objects.get(pk=film.pk).version > version
    assert listings.renew(ask) == 1
    settings.TMDB_TOKEN = ""
    assert "Signalé par TMDB" not in french.get(address).content.decode()
    assert (listings.forget(), TmdbListing.objects.count()) == (1, 0)


def test_a_video_of_peertube_costs_its_instance_two_requests(film: Title) -> None:
    factories.make_host("peertube", kind=Host.Kind.FEDERATED, embed_origins=[])
    uuid = "00000000-0000-4000-8000-000000000001"
    factories.make_channel(Host.objects.get(slug="peertube"), stands="listed", carries=True)
    Channel.objects.update(key="video.example.org")
    one = Told_of(
        item=uuid,
        address=f"https://video.example.org/videos/watch/{uuid}",
        channels=("video.example.org",),
        work=Work(kind="film", year=1926, identifiers={"imdb": ("tt0017925",)}),
        title="The General",
    )
    actions.take_in_found(factories.make_source("peertube"), [Found(one)])
    told = {"uuid": uuid, "name": "The General", "duration": 4740, "isLocal": True}
    walking.ask_hosts(answering(captions={"data": []}, **{uuid: told}))
    assert Spent.objects.get(source_slug="peertube").requests == 2


def test_titles_that_people_want_are_looked_for_first_and_each_day_only_so_many(
    film: Title, settings: Any, now: Any
) -> None:
    settings.BOT_SITE, settings.BOT_CONTACT, settings.WANTED_A_DAY = "https://a.example", "a@a.example", 2
    others = [factories.make_title(f"Film {number}", popularity=number) for number in range(4)]
    for title in others:
        factories.make_answer(title, "US")
    wanted = others[0]
    assert wanting.plan_wanted([wanted.pk]) == 2
    assert list(Walk.objects.filter(source_slug="internet-archive").order_by("pk").values_list("title", flat=True)) == [
        wanted.pk,
        others[3].pk,
    ]
    assert set(Walk.objects.values_list("source_slug", flat=True)) == {
        "internet-archive",
        "sepia-search",
        "wikimedia-commons",
    }
    assert wanting.plan_wanted([wanted.pk]) == 0
    now(NOW + timedelta(days=1))
    assert wanting.plan_wanted([wanted.pk]) == 2
    now(NOW + timedelta(days=2))
    assert (wanting.plan_wanted(), wanting.plan_wanted()) == (1, 0)
    settings.WANTED_A_DAY = 0
    assert wanting.plan_wanted() == 0
    assert not look_for_wanted("w")  # as the worker does, with what people have asked for
    assert Wish(kind="work").kind in {walk.kind for walk in Walk.objects.all()}
