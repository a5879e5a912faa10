"""A copy is judged by its host's reply, and its link shows or hides with it; `manage.py origin` tells why."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from allostream.audit.queries import history
from allostream.audit.rules import Actor
from allostream.checks.actions import record as record_looks_of_checker
from allostream.checks.rules import Finding, Seen
from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.links import copies
from allostream.links.copies import NoReader, OtherCopy, judge_copy, judge_reply
from allostream.links.copy_evidence import Seen as SeenReply
from allostream.links.copy_evidence import without_secrets
from allostream.links.models import ShownLink, WatchLink
from allostream.links.rules import Origin
from allostream.rights.models import Evidence
from allostream.rights.origin.judging import Verdict
from tests import factories

BY = Actor.system("test")
SECRET = b"a secret of sixteen bytes or more"

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> WatchLink:
    film = factories.make_title(directors=["Buster Keaton"], runtime_min=79)
    factories.make_answer(film, "US")
    return factories.make_link(film, "https://archive.org/details/General1926", origin="unchecked")


def reply(**metadata: Any) -> dict[str, Any]:
    facts = {"identifier": "General1926", "title": "The General", "collection": ["prelinger"], "runtime": "1:19:10"}
    return {"metadata": {**facts, **metadata}}


def shown(link: WatchLink) -> bool:
    return ShownLink.objects.filter(link=link).exists()


def judged(link: WatchLink, answer: Any) -> Verdict:
    found = judge_copy(link.public_id, answer, SECRET, by=BY).judgement.verdict
    link.refresh_from_db()
    return found


def test_a_curated_copy_of_a_free_film_is_cleared(link: WatchLink) -> None:
    assert judged(link, reply()) is Verdict.AUTOMATIC
    assert (link.origin, link.origin_flags, shown(link)) == ("cleared", [], True)


def test_a_copy_of_another_length_waits_for_a_person(link: WatchLink) -> None:
    assert judged(link, reply(runtime="0:50:00")) is Verdict.REVIEWER
    assert (link.origin, link.origin_flags, shown(link)) == ("unchecked", ["runtime_off"], False)


def test_a_copied_release_is_refused_and_hidden_at_once(link: WatchLink) -> None:
    version = link.title.version
    assert judged(link, reply(title="The.General.1926.1080p.BluRay.x264")) is Verdict.REJECT
    assert (link.origin, shown(link)) == ("refused", False)
    link.title.refresh_from_db()
    assert link.title.version > version


def test_an_item_that_went_dark_after_a_claim_is_told_so(link: WatchLink) -> None:
    assert judged(link, {"is_dark": True, "metadata": {"identifier": "General1926", "curation": "dmca"}}) is (
        Verdict.TOMBSTONE
    )
    assert (link.health, shown(link)) == ("removed_by_rights", False)
    other = factories.make_link(link.title, "https://archive.org/details/Other")
    assert judged(other, {}) is Verdict.TOMBSTONE
    assert other.health == "unknown"  # one look that missed it is not its end


def test_what_a_person_cleared_stays_until_something_new_is_found(link: WatchLink) -> None:
    WatchLink.objects.update(origin=Origin.CLEARED, origin_flags=["open_collection", "no_source_named"])
    judged(link, reply(collection="feature_films"))
    assert (link.origin, shown(link)) == ("cleared", True)
    judged(link, reply(collection="feature_films", title="The General (colorized)"))
    assert (link.origin, shown(link)) == ("unchecked", False)
    assert "colourised" in link.origin_flags


def test_the_audit_keeps_the_signs_and_no_address(link: WatchLink) -> None:
    judged(link, reply(uploader="keaton.fan@example.org", title="The General, restored by jo@example.org"))
    (entry,) = [entry for entry in history("link", link.public_id) if entry.action == "link.judge-copy"]
    told = json.loads(entry.payload.after_json)
    assert told["verdict"] == "reviewer"
    assert ("restored", "The General, restored by …") in {(sign["code"], sign["value"]) for sign in told["signs"]}
    assert "example.org" not in entry.payload.after_json


def test_what_decided_is_kept_as_evidence_for_moderators_without_addresses_of_people(link: WatchLink) -> None:
    answer = reply(uploader="keaton.fan@example.org", title="The General, restored by jo@example.org")
    seen = SeenReply("https://user:pass@archive.org/metadata/General1926?key=secret&id=1#x", "ab" * 32)
    judge_copy(link.public_id, answer, SECRET, by=BY, seen=seen)
    kept = list(Evidence.objects.filter(of_link__link_id=link.public_id))
    assert ("title", "The General, restored by …") in {(one.field, one.value) for one in kept}
    assert {(one.kind, one.address, one.sha256, one.captured_by, one.visible_to) for one in kept} == {
        ("host_page", "https://archive.org/metadata/General1926?id=1", "ab" * 32, "test", "moderators")
    }
    assert not any("example.org" in one.value for one in kept)
    judge_copy(link.public_id, answer, SECRET, by=BY, seen=seen)
    assert Evidence.objects.count() == len(kept)  # the same reply says nothing new


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://[2001:db8::1]:8443/a?sig=1&part=snippet", "https://[2001:db8::1]:8443/a?part=snippet"),
        ("ftp://example.org/a", ""),
        ("https://[broken", ""),
        ("https://example.org:99999/", ""),
        ("", ""),
    ],
)
def test_an_address_is_kept_without_secrets(given: str, kept: str) -> None:
    assert without_secrets(given) == kept


def test_a_listed_channel_clears_what_its_holder_is_shown_to_hold() -> None:
    youtube = factories.make_host("youtube", name="YouTube", kind="video_platform")
    channel = factories.make_channel(youtube)
    factories.make_proposal(youtube, channel)
    channel.stands = "listed"
    channel.save()
    film = factories.make_title()
    factories.make_answer(film, "US")
    link = factories.make_link(film, "https://www.youtube.com/watch?v=TJgiTCkoJFM", host=youtube, channel=channel)
    video = {"items": [{"id": "TJgiTCkoJFM", "snippet": {"channelId": "UC1", "title": "The General"}}]}
    assert judge_reply(link.public_id, video, SECRET).judgement.verdict is Verdict.REVIEWER
    channel.proofs.create(
        host=youtube, kind="distributor_catalogue", seen_on=factories.SEEN.date(), added_by="x", added_at=factories.SEEN
    )
    assert judge_reply(link.public_id, video, SECRET).judgement.verdict is Verdict.AUTOMATIC


def test_a_reply_about_something_else_is_refused(link: WatchLink) -> None:
    with pytest.raises(OtherCopy):
        judge_copy(link.public_id, reply(identifier="Steamboat"), SECRET, by=BY)
    with pytest.raises(NotFound):
        judge_copy("nothing", reply(), SECRET, by=BY)
    elsewhere = factories.make_link(link.title, "https://example.org/film", host=factories.make_host("museum"))
    with pytest.raises(NoReader):
        judge_copy(elsewhere.public_id, reply(), SECRET, by=BY)


def test_it_asks_the_same_for_few_and_many(link: WatchLink, django_assert_num_queries: Any) -> None:
    for country in ("FR", "DE", "IT"):
        factories.make_answer(link.title, country, "protected")
    with django_assert_num_queries(4):
        copies.judge_reply(link.public_id, reply(), SECRET)


def told(*words: str) -> str:
    out = StringIO()
    call_command("origin", *words, stdout=out)
    return out.getvalue()


def test_the_command_tells_the_signs_and_changes_nothing_unless_asked(link: WatchLink, tmp_path: Path) -> None:
    file = tmp_path / "reply.json"
    file.write_text(json.dumps(reply(title="The General (DVDRip)", uploader="keaton.fan@example.org")))
    text = told(link.public_id, str(file))
    assert text.splitlines()[0] == "ia:General1926: reject"
    assert "  reject scene_release (title: The General (DVDRip))" in text
    assert "example.org" not in text
    link.refresh_from_db()
    assert link.origin == "unchecked"
    told(link.public_id, str(file), "--record", "--why", "read today")
    link.refresh_from_db()
    assert link.origin == "refused"


@pytest.mark.parametrize(
    ("content", "said"), [(b"{", "is no JSON"), (b"\xff", "is not UTF-8"), (b"{}", "No link has the id")]
)
def test_the_command_says_what_is_wrong(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "reply.json"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        told("nothing", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        told("nothing", str(tmp_path / "elsewhere.json"))


def test_a_copy_that_two_replies_miss_three_days_apart_is_dead_and_not_before(
    link: WatchLink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule of the checker, whether it asked itself or an operator gave the reply; a look that finds it ends it."""
    start = clock.now()
    gone, there = tmp_path / "gone.json", tmp_path / "many.jsonl"
    gone.write_text("{}")
    there.write_text(json.dumps({"link": link.public_id, "reply": {}}))

    def health_after(days: float, *words: str) -> tuple[str, bool]:
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=days))
        told(*words, "--record", "--why", "read today")
        link.refresh_from_db()
        return link.health, shown(link)

    judge_copy(link.public_id, reply(), SECRET, by=BY)
    assert shown(link)
    assert health_after(0, link.public_id, str(gone)) == ("soft", True)
    assert health_after(2.9, "judge", str(there)) == ("soft", True)
    record_looks_of_checker({link.pk: Finding(Seen.WORKS)})
    assert health_after(3.1, link.public_id, str(gone)) == ("soft", True)
    assert health_after(6.2, "judge", str(there)) == ("dead", False)
