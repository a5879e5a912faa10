"""Somebody's word for the copies of a file: what it clears, what it never clears, and what takes it back."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.hosts.models import Channel, Standing
from allostream.links.actions import judge_origin
from allostream.links.copies import judge_copy
from allostream.links.models import ShownLink, Vouching, WatchLink
from allostream.links.rules import Origin
from tests import factories
from tests.actions.imports import LOOKED, OTHER, channel, film, link, rights, take_in

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
FLAG = "possible_rip_or_commercial_restoration"


@pytest.fixture(autouse=True)
def archive() -> None:
    factories.make_host("internet-archive")


def copy(item: str = "general") -> WatchLink:
    return WatchLink.objects.get(content_key=f"ia:{item}")


def is_shown(item: str = "general") -> bool:
    return ShownLink.objects.filter(link=copy(item)).exists()


def test_without_a_word_the_import_says_how_many_copies_wait_and_what_to_do(tmp_path: Path) -> None:
    run = take_in(tmp_path, film(), rights(), link(), link(item="flagged", origin_flags=[FLAG]))
    assert not ShownLink.objects.exists()
    assert "2 copies wait for somebody to look at who put them there, 1 of them with a warning sign" in run.out
    assert "manage.py origin judge FILE" in run.out
    assert "--vouch" in run.out


def test_a_word_clears_what_has_no_warning_sign_and_says_whose_it_is(tmp_path: Path) -> None:
    run = take_in(tmp_path, film(), rights(), link(), link(item="flagged", origin_flags=[FLAG]), vouch=LOOKED)
    assert "1 copies are cleared by your word" in run.out
    assert "1 copies wait" in run.out
    assert (is_shown(), is_shown("flagged")) == (True, False)
    cleared = copy()
    assert (cleared.origin, cleared.origin_ground, cleared.vouching.words) == ("cleared", "importer", LOOKED)
    assert cleared.origin_on is not None
    assert cleared.vouching.made_by == "command:import catalogue"
    assert AuditEntry.objects.filter(action__in=["source.vouch", "link.vouch"]).count() == 2


def test_a_word_can_be_given_later_for_a_file_that_was_taken_in_without(tmp_path: Path) -> None:
    records = (film(), rights(), link())
    take_in(tmp_path, *records)
    assert not is_shown()
    run = take_in(tmp_path, *records, vouch=LOOKED)
    assert "Nothing changed." in run.out
    assert is_shown()
    entries = AuditEntry.objects.count()
    take_in(tmp_path, *records, vouch=LOOKED)
    assert AuditEntry.objects.count() == entries
    assert Vouching.objects.count() == 1


@pytest.mark.parametrize("options", [{}, {"again": True}])
def test_an_import_without_a_word_takes_none_back(tmp_path: Path, options: dict[str, Any]) -> None:
    take_in(tmp_path, film(), rights(), link(), vouch=LOOKED)
    take_in(tmp_path, film(), rights(), link(quality="HD"), **options)
    assert is_shown()
    assert copy().vouching.words == LOOKED


def test_a_new_warning_sign_takes_it_back_and_the_same_word_does_not_bring_it_again(tmp_path: Path) -> None:
    take_in(tmp_path, film(), rights(), link(), vouch=LOOKED)
    take_in(tmp_path, film(), rights(), link(origin_flags=[FLAG]), vouch=LOOKED)
    assert not is_shown()
    assert (copy().origin, copy().origin_ground, copy().vouching) == ("unchecked", "", None)


def test_a_sign_that_a_judgement_found_outlives_an_import(tmp_path: Path) -> None:
    take_in(tmp_path, film(), rights(), link(), vouch=LOOKED)
    reply = {"metadata": {"identifier": "general", "title": "The General", "collection": "feature_films"}}
    judge_copy(copy().public_id, reply, b"x" * 32, by=BY)
    assert "open_collection" in copy().origin_flags
    take_in(tmp_path, film(), rights(), link(quality="HD"), vouch=LOOKED)
    assert "open_collection" in copy().origin_flags
    assert not is_shown()


def test_what_was_refused_stays_so_wherever_the_copy_is_listed(tmp_path: Path) -> None:
    take_in(tmp_path, film(), film("2", year=1927), rights(), link())
    judge_origin(copy().public_id, Origin.REFUSED, by=BY, why="a rip")
    take_in(tmp_path, film(), link(), rights(on="lists:2"), link(on="lists:2"), vouch=LOOKED)
    assert not ShownLink.objects.exists()
    assert set(WatchLink.objects.values_list("origin", flat=True)) == {"refused", "unchecked"}


def test_nobody_vouches_for_the_copies_of_another_source(tmp_path: Path) -> None:
    same = {"identifiers": {"imdb": ["tt0017925"]}}
    take_in(tmp_path, film(**same), rights(), link())
    take_in(tmp_path, OTHER, film(source="films", **same), link(on="films:1"), vouch=LOOKED)
    assert not is_shown()


def test_nobody_vouches_for_a_channel_that_is_refused(tmp_path: Path) -> None:
    records = (film(), rights(), channel(), link(channel="lists:50"))
    take_in(tmp_path, *records)
    Channel.objects.update(stands=Standing.REFUSED)
    take_in(tmp_path, *records, vouch=LOOKED)
    assert copy().origin == "unchecked"


@pytest.mark.parametrize("word", ["", "   ", "me", "x" * 501])
def test_a_word_has_to_say_something(tmp_path: Path, word: str) -> None:
    run = take_in(tmp_path, film(), rights(), link(), vouch=word)
    assert "Say who looked at what, and when, in 10 to 500 characters." in run.failure
    assert not Vouching.objects.exists()


def test_a_dry_run_gives_no_word(tmp_path: Path) -> None:
    take_in(tmp_path, film(), rights(), link())
    take_in(tmp_path, film(), rights(), link(), vouch=LOOKED, dry_run=True)
    assert not is_shown()
    assert not Vouching.objects.exists()


def replies(folder: Path, *lines: str, **options: Any) -> tuple[str, str]:
    file = folder / "replies.jsonl"
    file.write_text("\n".join(lines))
    out, errors = StringIO(), StringIO()
    call_command("origin", "judge", str(file), stdout=out, stderr=errors, **options)
    return out.getvalue(), errors.getvalue()


def test_a_file_of_replies_is_judged_with_a_table_of_outcomes(tmp_path: Path) -> None:
    take_in(tmp_path, film(runtime_min=79), rights(), link(), link(item="rip"), link(item="open"))
    good = {"identifier": "general", "title": "The General", "collection": ["prelinger"], "runtime": "1:19:10"}
    lines = (
        json.dumps({"link": copy().public_id, "reply": {"metadata": good}}),
        json.dumps({"url": copy("rip").canonical_url, "reply": {"metadata": {"identifier": "rip", "title": "DVDRip"}}}),
        json.dumps({"url": "https://archive.org/details/open", "reply": {"metadata": {"identifier": "open"}}}),
        json.dumps({"url": "https://archive.org/details/unknown", "reply": {}}),
        json.dumps({"link": copy("open").public_id, "reply": {"metadata": {"identifier": "other"}}}),
        json.dumps({"reply": {}}), json.dumps({"link": "nothing"}), "{", "",
    )  # fmt: skip
    out, errors = replies(tmp_path, *lines)
    assert "Nothing is changed" in out
    assert not is_shown()
    out, again = replies(tmp_path, *lines, record=True)
    assert again == errors
    counts = {line.rsplit(maxsplit=1)[0].strip(): line.rsplit(maxsplit=1)[1] for line in out.splitlines()}
    told = [counts[name] for name in ("cleared", "for a reviewer", "refused", "not judged")]
    assert told == ["1", "1", "1", "5"]
    assert [line.split(":")[0] for line in errors.splitlines()] == [f"line {number}" for number in (4, 5, 6, 7, 8)]
    assert (is_shown(), copy("rip").origin, copy("open").origin) == (True, "refused", "unchecked")
    assert (copy().origin_ground, copy().vouching) == ("reply", None)
