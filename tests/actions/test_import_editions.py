"""Editions and channels of an import, and the links that name them."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.audit.models import AuditEntry, AuditPayload
from allostream.audit.rules import Actor
from allostream.catalogue.models import Edition, Title
from allostream.hosts.models import Channel, Standing
from allostream.lib import ids
from allostream.links.actions import Facts, Place, add_link, judge_origin, remove_link, withdraw_link
from allostream.links.models import ShownLink, WatchLink
from allostream.links.regrouping import merge_titles
from allostream.links.rules import Origin
from allostream.links.submitting import Declared
from tests import factories
from tests.actions.imports import (
    LOOKED,
    OTHER,
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

pytestmark = pytest.mark.django_db
BY = Actor.person("0123456789bc")


@pytest.fixture(autouse=True)
def archive() -> None:
    factories.make_host("internet-archive")


def editions_of_links() -> list[str]:
    """The edition that each link names, the oldest link first."""
    return [found.edition.name if found.edition else "" for found in WatchLink.objects.order_by("pk")]


def refuse(found: Channel) -> None:
    """Refuse a channel, as a person would."""
    Channel.objects.filter(pk=found.pk).update(stands=Standing.REFUSED)


def version() -> int:
    return Title.objects.get().version


def test_an_edition_is_kept_with_what_is_said_of_it(tmp_path: Path) -> None:
    run = take_in(tmp_path, film(), edition(year=2017, made_by="Cohen Film Collection", runtime_min=78))

    assert run.code == 0, run.errors
    assert run.count("edition") == (1, 0, 0, 0)
    found = Edition.objects.get()
    assert found.public_id == ids.id_for("lists:40")
    assert (found.title.name, found.episode, found.kind, found.name) == (
        "The General", None, "restoration", "Restoration of 2017",
    )  # fmt: skip
    assert (found.year, found.made_by, found.runtime_min) == (2017, "Cohen Film Collection", 78)


def test_an_edition_may_be_one_of_an_episode(tmp_path: Path) -> None:
    take_in(tmp_path, series(), season(), episode(), edition(on="lists:30"))

    found = Edition.objects.get()
    assert (found.title.name, found.episode_id) == ("Judex", Title.objects.get().episodes.get().pk)


def test_a_second_run_finds_editions_channels_and_their_links_again(tmp_path: Path) -> None:
    records = (film(), edition(), channel(), link(edition="lists:40", channel="lists:50"))
    take_in(tmp_path, *records)
    entries = AuditEntry.objects.count()

    run = take_in(tmp_path, *records)
    written = AuditEntry.objects.count()
    anew = take_in(tmp_path, *records, again=True)

    for one in (run, anew):
        assert one.code == 0, one.errors
        assert "Nothing changed." in one.out
        assert [one.count(kind) for kind in ("edition", "channel", "link")] == [(0, 0, 1, 0)] * 3
    assert (Edition.objects.count(), Channel.objects.count(), WatchLink.objects.count()) == (1, 1, 1)
    assert (written, version()) == (entries, 1)


def test_a_changed_edition_raises_the_version_of_its_title_and_keeps_what_is_left_out(tmp_path: Path) -> None:
    take_in(tmp_path, film(), edition(year=2017))

    run = take_in(tmp_path, edition(name="Restored in 2017"))

    assert run.count("edition") == (0, 1, 0, 0)
    assert list(Edition.objects.values_list("name", "year")) == [("Restored in 2017", 2017)]
    assert version() == 2


def test_a_new_edition_of_a_known_title_raises_its_version(tmp_path: Path) -> None:
    take_in(tmp_path, film())
    take_in(tmp_path, edition())

    assert version() == 2


def test_an_edition_and_a_channel_may_have_the_key_of_a_title(tmp_path: Path) -> None:
    records = (film("1"), edition("1"), channel("1"), link(edition="lists:1", channel="lists:1"))
    take_in(tmp_path, *records)

    run = take_in(tmp_path, *records)

    assert "Nothing changed." in run.out
    assert (Title.objects.count(), Edition.objects.count(), Channel.objects.count()) == (1, 1, 1)


def test_a_batch_tells_the_audit_of_editions_and_channels(tmp_path: Path) -> None:
    take_in(tmp_path, film(), edition(), channel(), link(edition="lists:40", channel="lists:50"))

    entry = AuditEntry.objects.get(action="catalogue.import")
    assert AuditPayload.objects.get(entry=entry).after["summary"]["records"] == {
        "title new": 1, "edition new": 1, "channel new": 1, "link new": 1,
    }  # fmt: skip


@pytest.mark.parametrize("size", [2, 2000])
def test_a_dry_run_foresees_editions_and_channels_and_writes_nothing(tmp_path: Path, size: int) -> None:
    records = (film(), edition(), channel(), link(edition="lists:40", channel="lists:50"))

    run = take_in(tmp_path, *records, dry_run=True, batch=size)

    assert run.code == 0, run.errors
    assert [run.count(kind) for kind in ("edition", "channel", "link")] == [(1, 0, 0, 0)] * 3
    assert not Edition.objects.exists()
    assert not Channel.objects.exists()


def test_a_dry_run_shows_which_edition_a_link_would_follow_to(tmp_path: Path) -> None:
    take_in(tmp_path, film(), edition(), link())

    run = take_in(tmp_path, link(edition="lists:40"), dry_run=True)

    assert "edition: nothing → Restoration of 2017" in run.out
    assert editions_of_links() == [""]


@pytest.mark.parametrize(
    ("record", "what"),
    [
        (edition("41", on="lists:9"), "on: “lists:9” is not known"),
        (edition("41", on="lists:20"), "on: “lists:20” is a season: give the key of a title or episode"),
        (edition("40", on="lists:10"), "on: this edition is of another work here"),
        (edition("42", on="lists:10"), "on: this edition is of another work here"),
        (channel("51", host="nowhere"), "host: “nowhere” is not known: add it with manage.py hosts load first"),
        (channel("50", id="museum"), "id: this key means another channel here"),
        (link(edition="lists:9"), "edition: “lists:9” is not known: put its record before this one"),
        (link("lists:10", edition="lists:40"), "edition: “lists:40” is one of another work: give an edition of"),
        (link("lists:10", edition="lists:42"), "edition: “lists:42” is one of another work"),
        (link("lists:31", edition="lists:42"), "edition: “lists:42” is one of another work"),
        (link(channel="lists:9"), "channel: “lists:9” is not known: put its record before this one"),
        (link(channel="lists:52"), "channel: “lists:52” is at another host than the address"),
    ],
)
def test_a_record_that_names_what_is_not_there_or_elsewhere_is_refused(tmp_path: Path, record: dict, what: str) -> None:
    factories.make_host("wikimedia-commons")
    take_in(
        tmp_path, film(), series(), season(), episode(), episode("31"), edition(), edition("42", on="lists:30"),
        channel(), channel("52", host="wikimedia-commons"),
    )  # fmt: skip
    before = (Edition.objects.count(), Channel.objects.count())

    run = take_in(tmp_path, record)

    assert run.code == 1
    assert what in run.errors
    assert (Edition.objects.count(), Channel.objects.count(), WatchLink.objects.count()) == (*before, 0)


def test_a_link_follows_when_its_edition_changes_and_stays_the_same_link(tmp_path: Path) -> None:
    take_in(
        tmp_path, film(), rights(), edition(), edition("41", name="Score of 2010", kind="score"), link(), vouch=LOOKED
    )
    first, before = WatchLink.objects.get().public_id, version()
    seen = [editions_of_links()]

    for named in ("lists:40", "lists:41", None):
        run = take_in(tmp_path, link(edition=named))
        assert run.count("link") == (0, 1, 0, 0), run.errors
        seen.append(editions_of_links())

    assert seen == [[""], ["Restoration of 2017"], ["Score of 2010"], [""]]
    assert WatchLink.objects.get().public_id == first
    assert version() == before + 3
    assert ShownLink.objects.count() == 1


def test_a_withdrawal_goes_with_a_link_to_its_new_edition(tmp_path: Path) -> None:
    take_in(tmp_path, film(), rights(), edition(), link())
    withdraw_link(WatchLink.objects.get().public_id, by=BY, why="notice 7")

    take_in(tmp_path, link(edition="lists:40"))

    found = WatchLink.objects.get()
    assert (found.edition.name, found.withdrawn_why) == ("Restoration of 2017", "notice 7")
    assert not ShownLink.objects.exists()


def test_one_copy_may_be_listed_by_two_sources_for_two_editions(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, film(), edition(), link())

    run = take_in(tmp_path, OTHER, link(edition="lists:40"))
    again = take_in(tmp_path, OTHER, link(edition="lists:40"), again=True)

    assert run.count("link") == (1, 0, 0, 0), run.errors
    assert again.count("link") == (0, 0, 1, 0)
    assert editions_of_links() == ["", "Restoration of 2017"]


def test_a_link_of_another_source_for_the_same_edition_stands(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, film(), edition(), link(edition="lists:40", quality="SD"))

    run = take_in(tmp_path, OTHER, link(edition="lists:40", quality="HD"))

    assert "this copy is listed already by another source, or a person" in run.errors
    assert [found.quality for found in WatchLink.objects.all()] == ["SD"]


@pytest.mark.parametrize("taken_off", ["withdrawn", "removed", "refused"])
def test_no_edition_brings_back_a_copy_that_a_person_has_taken_off(tmp_path: Path, taken_off: str) -> None:
    take_in(tmp_path, SOURCE, film(), rights(), edition(), link())
    listed = WatchLink.objects.get().public_id
    if taken_off == "withdrawn":
        withdraw_link(listed, by=BY, why="notice 7")
    elif taken_off == "removed":
        remove_link(listed, by=BY, why="twice")
    else:
        judge_origin(listed, Origin.REFUSED, by=BY, why="a rip")

    run = take_in(tmp_path, OTHER, link(edition="lists:40"))

    assert "a person has taken this copy off the work" in run.errors
    assert WatchLink.objects.count() == 1
    assert not ShownLink.objects.exists()


def test_a_link_that_a_person_has_entered_for_an_edition_stands(tmp_path: Path) -> None:
    take_in(tmp_path, film(), edition())
    found = Edition.objects.get()
    add_link(
        by=BY, place=Place(found.title_id, edition_id=found.pk), address="https://archive.org/details/general",
        facts=Facts(quality="SD"), declared=Declared(uploaded_myself=False, gets_money=False),
    )  # fmt: skip

    run = take_in(tmp_path, link(edition="lists:40", quality="HD"))

    assert "this copy is listed already by another source, or a person" in run.errors
    assert WatchLink.objects.get().quality == "SD"


def test_an_edition_of_a_series_may_be_named_by_links_of_its_parts_but_a_copy_holds_it_once(tmp_path: Path) -> None:
    take_in(tmp_path, series(), season(), episode(), edition(on="lists:10"))

    run = take_in(
        tmp_path, link("lists:10", "all", edition="lists:40"), link("lists:20", "season", edition="lists:40"),
        link("lists:30", "season", edition="lists:40"), link("lists:30", "episode", edition="lists:40"),
    )  # fmt: skip

    assert run.count("link") == (3, 0, 0, 1)
    assert "edition: this copy is listed for it on another part of the work" in run.errors


def test_a_link_may_come_to_stand_where_another_stood_in_the_same_batch(tmp_path: Path) -> None:
    take_in(tmp_path, series(), season(), episode(), edition(on="lists:10"), link("lists:20", edition="lists:40"))

    run = take_in(tmp_path, link("lists:20"), link("lists:30", edition="lists:40"))

    assert run.code == 0, run.errors
    assert editions_of_links() == ["", "Restoration of 2017"]


def test_the_edition_of_a_merged_title_is_one_of_the_title_that_was_kept(tmp_path: Path) -> None:
    take_in(tmp_path, film("1"), film("2", name="Le Mécano"), edition(on="lists:2"))
    kept, gone = (Title.objects.get(public_id=ids.id_for(f"lists:{number}")) for number in (1, 2))
    merge_titles(gone.public_id, kept.public_id, by=BY, why="one film")

    run = take_in(tmp_path, edition(on="lists:2", year=2017), link("lists:1", edition="lists:40"))

    assert run.code == 0, run.errors
    assert run.count("edition") == (0, 1, 0, 0)
    assert WatchLink.objects.get().title == kept


def test_a_channel_is_unknown_until_a_person_judges_it(tmp_path: Path) -> None:
    run = take_in(
        tmp_path,
        channel(address="https://archive.org/details/filmmuseum", holder="Film Museum", proof="Named on its site."),
    )

    assert run.count("channel") == (1, 0, 0, 0), run.errors
    found = Channel.objects.get()
    assert (found.host.slug, found.key, found.name, found.kind) == (
        "internet-archive", "filmmuseum", "Film Museum", "collection",
    )  # fmt: skip
    assert (found.holder, found.proof, found.stands) == ("Film Museum", "Named on its site.", "unknown")


def test_a_changed_channel_raises_the_version_of_the_titles_that_show_it(tmp_path: Path) -> None:
    take_in(tmp_path, film(), film("2", name="Cops"), channel(), link(channel="lists:50"))

    run = take_in(tmp_path, channel(name="Museum of Film"))

    assert run.count("channel") == (0, 1, 0, 0)
    assert list(Channel.objects.values_list("name", "version")) == [("Museum of Film", 2)]
    assert dict(Title.objects.values_list("name", "version")) == {"The General": 2, "Cops": 1}


def test_two_sources_name_one_channel_by_keys_of_their_own(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, film(), channel())

    run = take_in(
        tmp_path, OTHER, channel("7", "films", name="Somebody else", holder="City of Vienna"),
        link("lists:1", channel="films:7"),
    )  # fmt: skip

    assert run.code == 0, run.errors
    assert list(Channel.objects.values_list("name", "holder")) == [("Film Museum", "City of Vienna")]
    assert WatchLink.objects.get().channel == Channel.objects.get()


def test_a_channel_that_a_person_entered_is_found_by_the_id_of_its_host(tmp_path: Path) -> None:
    own = factories.make_channel(factories.make_host("internet-archive"), stands=Standing.LISTED)

    take_in(tmp_path, film(), channel(id=own.key, name="Another name"), link(channel="lists:50"))

    own.refresh_from_db()
    assert (own.name, own.stands) == ("Film Museum", "listed")
    assert WatchLink.objects.get().channel == own


def test_the_grounds_on_which_a_person_judged_a_channel_stay(tmp_path: Path) -> None:
    take_in(tmp_path, channel(holder="Film Museum"))
    Channel.objects.update(stands=Standing.LISTED)

    run = take_in(tmp_path, channel(holder="Somebody else", name="Museum of Film"))

    assert "holder: a person has judged this channel by what it was: it stays" in run.errors
    assert list(Channel.objects.values_list("name", "holder", "stands")) == [
        ("Museum of Film", "Film Museum", "listed")
    ]


def test_a_link_is_hidden_at_once_when_it_is_of_a_refused_channel(tmp_path: Path) -> None:
    take_in(tmp_path, film(), rights(), channel(), link(), vouch=LOOKED)
    refuse(Channel.objects.get())
    shown = ShownLink.objects.count()

    run = take_in(tmp_path, link(channel="lists:50"))

    assert run.count("link") == (0, 1, 0, 0), run.errors
    assert (shown, ShownLink.objects.count()) == (1, 0)


@pytest.mark.parametrize("named", [None, "lists:51"])
def test_a_file_takes_no_link_out_of_a_refused_channel(tmp_path: Path, named: str | None) -> None:
    take_in(tmp_path, film(), rights(), channel(), channel("51", id="other"), link(channel="lists:50"))
    refused = Channel.objects.get(key="filmmuseum")
    refuse(refused)

    run = take_in(tmp_path, link(channel=named, quality="HD"))

    assert "channel: a person has refused the channel of this link: the link stays there" in run.errors
    found = WatchLink.objects.get()
    assert (found.channel, found.quality) == (refused, "HD")
    assert not ShownLink.objects.exists()


def test_the_number_of_statements_does_not_rise_with_that_of_editions_channels_and_links(tmp_path: Path) -> None:
    def statements(first: int, last: int) -> int:
        numbers = range(first, last)
        records = [
            one
            for n in numbers
            for one in (
                edition(f"e{n}", name=f"Cut {n}"), channel(f"c{n}", id=f"channel{n}"),
                link(item=f"item{n}", edition=f"lists:e{n}", channel=f"lists:c{n}"),
            )
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            run = take_in(tmp_path, *records)
        assert run.count("link") == (last - first, 0, 0, 0), run.errors
        return len(captured)

    take_in(tmp_path, film(), rights(), edition("first"))

    few, many = statements(0, 3), statements(3, 63)
    # A wide row may need a statement for each 20 or so.
    assert many - few <= 3
