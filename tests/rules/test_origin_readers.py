"""Replies of hosts as facts: every field they may lack, give as a list, or give as something else."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.rights.origin.facts import Claim, Facts, Presence, Trait
from allostream.rights.origin.hashes import keyed
from allostream.rights.origin.readers import archive, commons, dailymotion, europeana, peertube, vimeo, youtube

SECRET = b"a secret of sixteen bytes or more"
READERS: tuple[Callable[..., Facts], ...] = (
    archive.read, commons.read, dailymotion.read, europeana.read, peertube.read, vimeo.read, youtube.read,
)  # fmt: skip

ITEM = {
    "created": 1700000000,
    "dir": "/7/items/general1926",
    "files": [
        {"name": "general.avi", "source": "original", "format": "Cinepack", "length": "4500.12", "md5": "a"},
        {"name": "general.mp4", "source": "derivative", "format": "h.264", "length": "75:00", "md5": "b"},
        {"name": "sample.mp4", "source": "original", "format": "MPEG4", "length": "0:30"},
        {"name": "general_meta.xml", "source": "metadata", "format": "Metadata"},
    ],
    "metadata": {
        "identifier": "general1926",
        "title": "The General",
        "creator": ["Buster Keaton", "Clyde Bruckman"],
        "mediatype": "movies",
        "collection": ["feature_films", "fav-somebody", "moviesandfilms"],
        "uploader": "Keaton.Fan@Example.org",
        "licenseurl": "http://creativecommons.org/licenses/publicdomain/",
        "rights": "No known restrictions",
        "publicdate": "2010-05-06 07:08:09",
        "addeddate": "2010-05-06T07:08:09Z",
        "source": "16 mm print",
    },
}


def test_an_item_of_the_internet_archive() -> None:
    facts = archive.read(ITEM, "general1926", SECRET)
    assert (facts.host, facts.item, facts.presence) == ("archive.org", "general1926", Presence.THERE)
    assert facts.collections == ("feature_films", "moviesandfilms")
    assert facts.claims == (
        Claim("licenseurl", "http://creativecommons.org/licenses/publicdomain/"),
        Claim("rights", "No known restrictions"),
    )
    assert facts.published == facts.added == datetime(2010, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert (facts.maker, facts.source, facts.medium) == ("Buster Keaton", "16 mm print", "movies")
    assert [(file.name, file.is_original) for file in facts.files or ()] == [
        ("general.avi", True), ("general.mp4", False), ("sample.mp4", True),
    ]  # fmt: skip
    assert facts.seconds == 4500.12


def test_an_address_of_an_uploader_is_nowhere_in_the_facts() -> None:
    facts = archive.read(ITEM, "general1926", SECRET)
    assert "example.org" not in repr(facts).lower()
    assert facts.uploader.hash == keyed(SECRET, "email", "keaton.fan@example.org")
    assert (facts.uploader.name, facts.uploader.key) == ("", "")


def test_an_account_without_address_is_named_and_who_added_the_item_stands_in_for_it() -> None:
    metadata = {"identifier": "x", "adder": "Film Archive", "collection": "prelinger"}
    facts = archive.read({"metadata": metadata}, "x", SECRET)
    assert (facts.uploader.name, facts.collections) == ("Film Archive", ("prelinger",))
    assert facts.uploader.hash == keyed(SECRET, "account", "archive.org/Film Archive")


def test_older_replies_have_lists_everywhere_and_files_by_path() -> None:
    reply = {
        "metadata": {"identifier": ["x"], "title": ["Detour"], "collection": ["film_noir"], "runtime": ["1:07:00"]},
        "files": {"/detour.mpg": {"source": "original", "format": "MPEG2"}},
    }
    facts = archive.read(reply, "x", SECRET)
    assert (facts.title, facts.seconds) == ("Detour", 4020)
    assert [file.name for file in facts.files or ()] == ["detour.mpg"]


@pytest.mark.parametrize(
    ("reply", "presence"),
    [
        ({}, Presence.GONE),
        ([], Presence.GONE),
        (None, Presence.GONE),
        ({"is_dark": True}, Presence.DARK),
        ({"is_dark": "true", "metadata": {"identifier": "x"}}, Presence.DARK),
        ({"is_dark": True, "metadata": {"identifier": "x", "curation": "[state]dark[/state] DMCA"}},
         Presence.REMOVED_FOR_CLAIM),
        ({"metadata": {"identifier": "x"}}, Presence.THERE),
        ({"identifier": "x", "collection": "a;b"}, Presence.THERE),
    ],
)  # fmt: skip
def test_an_item_that_is_gone_or_dark(reply: Any, presence: Presence) -> None:
    assert archive.read(reply, "x", SECRET).presence is presence


def test_what_an_item_says_of_itself_is_noted() -> None:
    metadata = {
        "identifier": "x", "access-restricted-item": "true", "possible-copyright-status": "IN_COPYRIGHT",
        "originalurl": "https://www.youtube.com/watch?v=2zBBkONbYZk",
    }  # fmt: skip
    facts = archive.read({"metadata": metadata}, "x", SECRET)
    assert [noted.trait for noted in facts.noted] == [
        Trait.RESTRICTED, Trait.STATED_IN_COPYRIGHT, Trait.COPIED_FROM_ELSEWHERE,
    ]  # fmt: skip


def page(**fields: Any) -> dict[str, Any]:
    return {"query": {"pages": {"17": {"title": "File:Detour.webm", **fields}}}}


def test_a_file_of_commons() -> None:
    extra = {
        "Credit": {"value": "<span class='int-own-work'>Own work</span>"},
        "Artist": {"value": "<a href='x'>Edgar &amp; G.</a>"},
        "LicenseShortName": {"value": "CC BY-SA 4.0"},
        "Categories": {"value": "Films|Deletion requests November 2026"},
    }
    info = [{"user": "Somebody", "duration": 4020.5, "mediatype": "VIDEO", "extmetadata": extra}]
    facts = commons.read(page(imageinfo=info), "Detour.webm", SECRET)
    assert (facts.uploader.name, facts.seconds, facts.maker) == ("Somebody", 4020.5, "Edgar & G.")
    assert facts.claims == (Claim("LicenseShortName", "CC BY-SA 4.0"),)
    assert {noted.trait for noted in facts.noted} == {Trait.OWN_WORK_CLAIM, Trait.DELETION_REQUEST}


@pytest.mark.parametrize(
    ("template", "trait"),
    [
        ("Template:LicenseReview", Trait.LICENCE_REVIEWED),
        ("Template:YouTubeReview", Trait.LICENCE_REVIEWED),
        ("Template:PermissionTicket", Trait.PERMISSION_TICKET),
        ("Template:PD-US-not renewed", Trait.COMMUNITY_CHECKED),
        ("Template:Delete", Trait.DELETION_REQUEST),
        ("Template:Own", Trait.OWN_WORK_CLAIM),
        ("Template:Owner", None),
        ("Template:Information", None),
        ("Template:Deleted scene", None),
    ],
)
def test_templates_of_commons(template: str, trait: Trait | None) -> None:
    facts = commons.read(page(templates=[{"title": template}]), "Detour.webm", SECRET)
    assert [noted.trait for noted in facts.noted] == ([trait] if trait else [])


@pytest.mark.parametrize(
    "reply",
    [
        page(missing=""),
        page(missing=True),
        {"query": {"pages": [{"title": "x", "missing": True}]}},
        {"query": {"pages": {}}},
        {"error": {"code": "x"}},
    ],
)
def test_a_file_that_commons_does_not_have(reply: Any) -> None:
    assert commons.read(reply, "x", SECRET).presence is Presence.GONE


def test_a_video_of_youtube() -> None:
    video = {
        "id": "TJgiTCkoJFM",
        "snippet": {"channelId": "UC1", "channelTitle": "ARTE", "publishedAt": "2020-01-02T03:04:05Z", "title": "M"},
        "status": {"privacyStatus": "unlisted", "embeddable": False, "license": "creativeCommon"},
        "contentDetails": {
            "duration": "PT1H51M", "licensedContent": True, "regionRestriction": {"allowed": ["fr", "DE", "xyz", 3]},
        },
    }  # fmt: skip
    facts = youtube.read({"items": [video]}, "x", SECRET, {"items": [{"snippet": {"country": "FR"}}]})
    assert (facts.item, facts.uploader.key, facts.uploader.name, facts.uploader.country) == (
        "TJgiTCkoJFM", "UC1", "ARTE", "FR",
    )  # fmt: skip
    assert (facts.seconds, facts.countries_allowed, facts.may_embed) == (6660, ("FR", "DE"), False)
    assert {noted.trait for noted in facts.noted} == {Trait.NOT_PUBLIC, Trait.EMBED_REFUSED, Trait.SOMEBODY_CLAIMED}
    assert youtube.read(video, "x", SECRET).uploader.country == ""


@pytest.mark.parametrize(
    ("reply", "presence"),
    [
        ({"items": []}, Presence.GONE),
        ({"items": [{"id": "x", "status": {"uploadStatus": "rejected", "rejectionReason": "copyright"}}]},
         Presence.REMOVED_FOR_CLAIM),
        ({"items": [{"id": "x", "status": {"uploadStatus": "deleted"}}]}, Presence.GONE),
        ({"items": [{"id": "x"}]}, Presence.THERE),
    ],
)  # fmt: skip
def test_a_video_that_youtube_removed(reply: Any, presence: Presence) -> None:
    assert youtube.read(reply, "x", SECRET).presence is presence


def test_both_apis_of_dailymotion_say_the_same() -> None:
    older = {
        "id": "x8iobh5", "title": "M", "owner": "x2abc", "owner.screenname": "ARTE", "owner.partner": True,
        "geoblocking": ["allow", "fr", "de"], "allow_embed": False, "duration": 6660, "created_time": 1577934245,
    }  # fmt: skip
    newer = {
        "video_id": "x8iobh5", "title": "M", "profile": {"profile_id": "x2abc", "name": "ARTE"}, "duration": 6660,
        "geo_restriction": {"mode": "allow", "countries": ["FR", "DE"]}, "created_at": "2020-01-02T03:04:05Z",
        "allow_embed": False, "owner.partner": True,
    }  # fmt: skip
    assert dailymotion.read(older, "x", SECRET) == dailymotion.read(newer, "x", SECRET)
    facts = dailymotion.read(older, "x", SECRET)
    assert (facts.countries_allowed, facts.countries_blocked) == (("FR", "DE"), ())
    assert {noted.trait for noted in facts.noted} == {Trait.EMBED_REFUSED, Trait.PARTNER}


@pytest.mark.parametrize(
    ("limits", "allowed", "blocked"),
    [
        ({"geoblocking": ["deny", "us"]}, None, ("US",)),
        ({"geoblocking": ["allow"]}, None, ()),
        ({"geoblocking": []}, None, ()),
        ({"geo_restriction": {"mode": "deny", "countries": ["US"]}}, None, ("US",)),
        ({"geo_restriction": None}, None, ()),
        ({}, None, ()),
    ],
)
def test_where_dailymotion_serves_a_video(limits: Any, allowed: Any, blocked: Any) -> None:
    facts = dailymotion.read({"id": "x", **limits}, "x", SECRET)
    assert (facts.countries_allowed, facts.countries_blocked) == (allowed, blocked)


def test_what_dailymotion_hides_or_no_longer_has() -> None:
    private = dailymotion.read({"id": "x", "private": True}, "x", SECRET)
    assert private.has(Trait.NOT_PUBLIC)
    assert dailymotion.read({"error": {"code": 404, "message": "none"}}, "x", SECRET).presence is Presence.GONE
    assert dailymotion.read({"id": "x", "status": "rejected"}, "x", SECRET).presence is Presence.GONE


def test_a_video_of_vimeo() -> None:
    video = {
        "uri": "/videos/1", "name": "Valkaama", "duration": 5580, "license": "by-sa", "created_time": "2010-01-02",
        "privacy": {"view": "anybody", "embed": "whitelist"},
        "user": {"uri": "/users/7", "name": "Tim Baumann", "websites": [{"link": "https://valkaama.example"}, "odd"]},
    }  # fmt: skip
    facts = vimeo.read(video, "1", SECRET)
    assert (facts.uploader.key, facts.uploader.sites) == ("/users/7", ("https://valkaama.example",))
    assert facts.claims == (Claim("license", "by-sa"),)
    assert [noted.trait for noted in facts.noted] == [Trait.EMBED_REFUSED]
    assert facts.may_embed is False


@pytest.mark.parametrize(
    ("video", "traits"),
    [
        ({"name": "x", "privacy": {"view": "disable", "embed": "public"}}, set()),
        ({"name": "x", "privacy": {"view": "password"}}, {Trait.NOT_PUBLIC}),
        ({"name": "x", "privacy": {"view": "ptv"}}, {Trait.PAID}),
        ({"name": "x", "link": "https://vimeo.com/ondemand/x/1"}, {Trait.PAID}),
        ({"title": "x", "author_url": "https://vimeo.com/somebody"}, set()),
    ],
)
def test_what_vimeo_says_of_who_may_see_it(video: Any, traits: set[Trait]) -> None:
    assert {noted.trait for noted in vimeo.read(video, "1", SECRET).noted} == traits


def test_a_video_of_peertube_that_an_instance_mirrors() -> None:
    video = {
        "uuid": "u", "name": "Chat", "url": "https://skeptikon.fr/videos/watch/u", "isLocal": False,
        "licence": {"id": 7, "label": "Public Domain Dedication"}, "privacy": {"id": 1, "label": "Public"},
        "account": {"url": "https://skeptikon.fr/accounts/nathan", "name": "nathan", "host": "skeptikon.fr",
                    "displayName": "Nathan"},
        "publishedAt": "2020-01-22T18:09:04.402Z", "duration": 1030, "embedPrivacyPolicy": {"id": 4, "label": "x"},
    }  # fmt: skip
    facts = peertube.read(video, "u", SECRET, asked="framatube.org")
    assert (facts.uploader.key, facts.uploader.name) == ("https://skeptikon.fr/accounts/nathan", "Nathan")
    assert facts.claims == (Claim("licence.id", "7"), Claim("licence.label", "Public Domain Dedication"))
    assert {noted.trait for noted in facts.noted} == {Trait.MIRROR, Trait.EMBED_REFUSED}
    assert facts.link_back == "https://skeptikon.fr/videos/watch/u"


def test_a_licence_that_an_instance_added_is_told_by_its_label_alone() -> None:
    facts = peertube.read({"name": "x", "licence": {"id": 42, "label": "Art libre"}}, "u", SECRET)
    assert facts.claims == (Claim("licence.label", "Art libre"),)
    unknown = peertube.read({"name": "x", "licence": {"id": None, "label": "Unknown"}}, "u", SECRET)
    assert unknown.claims == ()


def test_a_holding_of_an_institution() -> None:
    record = {
        "about": "/9200/x", "title": ["Een film"], "type": "VIDEO",
        "aggregations": [{"edmDataProvider": {"def": ["Eye"]}, "edmIsShownAt": "https://eye.example/x",
                          "edmRights": {"def": ["http://rightsstatements.org/vocab/InC/1.0/"]}}],
    }  # fmt: skip
    facts = europeana.read({"success": True, "object": record}, "x", SECRET)
    assert (facts.uploader.name, facts.link_back, facts.medium) == ("Eye", "https://eye.example/x", "video")
    assert facts.has(Trait.STATED_IN_COPYRIGHT)
    row = {"id": "/1/x", "dataProvider": ["Eye"], "rights": ["http://creativecommons.org/publicdomain/mark/1.0/"]}
    found = europeana.read({"items": [row]}, "x", SECRET)
    assert (found.uploader.name, found.noted) == ("Eye", ())
    assert europeana.read({"success": False, "error": "none"}, "x", SECRET).presence is Presence.GONE


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "metadata",
                    "files",
                    "identifier",
                    "collection",
                    "uploader",
                    "is_dark",
                    "name",
                    "length",
                    "query",
                    "pages",
                    "imageinfo",
                    "extmetadata",
                    "items",
                    "status",
                    "snippet",
                    "contentDetails",
                    "duration",
                    "regionRestriction",
                    "allowed",
                    "privacy",
                    "view",
                    "user",
                    "owner",
                    "geoblocking",
                    "uuid",
                    "profile",
                    "account",
                    "licence",
                    "id",
                    "object",
                    "aggregations",
                    "edmRights",
                    "def",
                    "websites",
                    "templates",
                    "title",
                    "error",
                ]
            )
            | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(VALUES)
def test_no_reply_breaks_a_reader(reply: Any) -> None:
    for read in READERS:
        assert isinstance(read(reply, "x", SECRET), Facts)


def test_a_hash_needs_a_secret_and_keeps_kinds_apart() -> None:
    assert keyed(SECRET, "email", " Jo@Example.org ") == keyed(SECRET, "email", "jo@example.org")
    assert keyed(SECRET, "email", "jo@example.org") != keyed(SECRET, "account", "jo@example.org")
    assert keyed(SECRET, "email", "jo@example.org") != keyed(SECRET + b"x", "email", "jo@example.org")
    assert keyed(SECRET, "email", " ") == ""
    with pytest.raises(ValueError, match="at least 16"):
        keyed(b"short", "email", "jo@example.org")
    with pytest.raises(ValueError, match="“phone” is no kind"):
        keyed(SECRET, "phone", "1")
