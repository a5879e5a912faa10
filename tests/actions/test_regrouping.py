"""Titles, seasons and episodes that become one, what is split off, and that both can be undone."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from allostream.audit.rules import Actor
from allostream.catalogue import queries
from allostream.catalogue.actions import CannotMerge
from allostream.catalogue.attached import columns_on
from allostream.catalogue.models import (
    Episode,
    Identifier,
    Likeness,
    Name,
    OldAddress,
    Regrouping,
    Season,
    Settled,
    Title,
    TitleFace,
)
from allostream.catalogue.moved_parts import part_at, part_with_id
from allostream.catalogue.numbering import numbers_of
from allostream.catalogue.queries import Moved
from allostream.community.confirming_queries import witnesses_of
from allostream.community.models import (
    Comment,
    Demand,
    Fault,
    QualitySum,
    QualityVote,
    Submission,
    Voice,
    VoiceWeek,
    Wish,
)
from allostream.lib import clock
from allostream.links import identity
from allostream.links.actions import withdraw_link
from allostream.links.deciding import decide
from allostream.links.mark_rules import Known, Sign
from allostream.links.marking import Hold, hold_down, lift_marks
from allostream.links.models import KeptAway, ShownLink, StayDown, WatchLink
from allostream.links.regrouping import CannotUndo, carry_out, merge_titles, preview, undo
from allostream.links.splitting_off import Chosen
from allostream.sites.models import Site
from tests import factories, people
from tests.actions.imports import SOURCE, film, link, season, series, take_in
from tests.actions.imports import episode as episode_record

BY = Actor.person("0123456789bc")
GENERAL = "https://archive.org/details/The_General_Buster_Keaton"

pytestmark = pytest.mark.django_db


def asked(kind: str, what: str, kept: Any, gone: Any = None, **columns: Any) -> Regrouping:
    return Regrouping.objects.create(
        kind=kind, what=what, kept_id=kept.public_id, gone_id=gone.public_id if gone else "",
        title_id=kept.pk if what == "title" else kept.title_id, asked_kind="person", asked_by="x", **columns,
    )  # fmt: skip


def do(kind: str, what: str, kept: Any, gone: Any = None, **columns: Any) -> Regrouping:
    row = asked(kind, what, kept, gone, **columns)
    carry_out(row, by=BY, why="test")
    return row


def state() -> dict[str, list[tuple[Any, ...]]]:
    """Every row that hangs on a title, season, episode or link, without what tells when something was written."""
    left_out = {"version", "changed_at", "placed_at", "removed_at", "state", "decided_at", "id"}
    tables = {model for target in (Title, Season, Episode, WatchLink) for model, _ in columns_on(target)}
    told = {}
    for model in {*tables, Title, WatchLink} - {Regrouping, KeptAway, Likeness, OldAddress}:
        if model._meta.app_label in ("audit", "rights") or model._meta.model_name in ("ended", "partanswer"):
            continue
        names = [one.attname for one in model._meta.concrete_fields if one.name not in left_out]
        told[model._meta.label] = sorted(model._default_manager.values_list(*names), key=repr)
    return told


@pytest.fixture
def two() -> tuple[Title, Title]:
    """One film twice, each with links, a copy that both have, and what people said of them."""
    factories.make_sites()
    host = factories.make_host()
    kept, gone = factories.make_free_film("The General"), factories.make_free_film("General, The", year=1927)
    for title in (kept, gone):
        shared = factories.make_link(title, GENERAL, host=host)
        VoiceWeek.objects.create(link=shared, country="US", week=date(2026, 11, 23), works=2, fails=1)
        factories.make_report(shared)
        factories.make_demand(title, "FR", 5)
    only = factories.make_link(gone, "https://archive.org/details/other-transfer", host=host)
    factories.make_comment(gone)
    Identifier.objects.create(scheme="imdb", value="tt0017925", title=gone)
    decide([kept.pk, gone.pk], by=BY)
    assert only.title == gone
    return kept, gone


def test_all_that_hangs_on_a_title_goes_along_and_comes_back(two: tuple[Title, Title]) -> None:
    kept, gone = two
    before, twin = state(), WatchLink.objects.get(title=gone, canonical_url=GENERAL)
    link_ = WatchLink.objects.get(title=kept, canonical_url=GENERAL)
    row = asked("merge", "title", kept, gone)
    told = preview(row)
    carry_out(row, by=BY, why="one film")

    assert (told["links.watchlink"], told["community.comment"], told["links.watchlink, one"]) == (2, 1, 1)
    assert WatchLink.objects.filter(title=kept, removed_at=None).count() == 4
    twin.refresh_from_db()
    assert twin.merged_into == link_
    week = VoiceWeek.objects.get(link=link_)
    assert (week.works, week.fails) == (4, 2)
    fault = Fault.objects.get(link=link_, state="open")
    assert fault.reports.count() == fault.people == 2
    assert Demand.objects.get(title=kept).people == 10
    assert Comment.objects.get().title == kept
    assert Identifier.objects.get().title == kept
    assert not Fault.objects.filter(link=twin, state="open").exists()
    with pytest.raises(Moved) as now:
        queries.title_with_id(gone.public_id, "en")
    assert now.value.thing.public_id == kept.public_id

    undo(row.public_id, by=BY, why="two films after all")
    assert state() == before
    assert queries.title_with_id(gone.public_id, "en").public_id == gone.public_id
    assert set(ShownLink.objects.values_list("title", flat=True)) == {kept.pk, gone.pk}
    with pytest.raises(CannotUndo):
        undo(row.public_id, by=BY, why="again")


def test_whoever_spoke_of_both_counts_once(two: tuple[Title, Title]) -> None:
    kept, gone = two
    links = [WatchLink.objects.get(title=title, canonical_url=GENERAL) for title in two]
    week = date(2026, 11, 23)
    for title, link_ in zip(two, links, strict=True):
        Wish.objects.create(title=title, country="FR", month=date(2026, 11, 1), voter="ada")
        Voice.objects.create(link=link_, country="US", week=week, voter="ada", works=True)
        QualityVote.objects.create(link=link_, aspect="picture", week=week, voter="ada", grade=4)
        QualitySum.objects.create(link=link_, aspect="picture", grade=4, votes=2)
    row = do("merge", "title", kept, gone)
    voices = VoiceWeek.objects.get(link=links[0])
    assert (voices.works, voices.fails) == (3, 2)
    assert Demand.objects.get(title=kept).people == 9
    assert QualitySum.objects.get(link=links[0]).votes == 3
    undo(row.public_id, by=BY, why="two")
    voices.refresh_from_db()
    assert (voices.works, Demand.objects.get(title=kept).people) == (2, 5)


def test_what_was_withdrawn_since_stays_so_when_a_merge_is_undone(two: tuple[Title, Title]) -> None:
    kept, gone = two
    link_, twin = (WatchLink.objects.get(title=title, canonical_url=GENERAL) for title in two)
    row = do("merge", "title", kept, gone)
    withdraw_link(link_.public_id, by=BY, why="not lawful")
    sign = Sign(Known.TITLE_AT_HOST, f"{kept.pk}@{link_.host.slug}")
    hold_down([Hold(sign)], by=BY, case="", why="a notice")
    undo(row.public_id, by=BY, why="two")
    twin.refresh_from_db()
    assert twin.withdrawn_at
    assert not ShownLink.objects.filter(link__in=(link_, twin)).exists()
    texts = StayDown.objects.filter(lifted_at=None).values_list("text", flat=True)
    assert set(texts) == {f"{title.pk}@{link_.host.slug}" for title in two}


def test_what_a_mark_withdrew_of_one_comes_back_when_it_is_lifted(two: tuple[Title, Title]) -> None:
    kept, gone = two
    link_, twin = (WatchLink.objects.get(title=title, canonical_url=GENERAL) for title in two)
    twin.uploader_hash = "a" * 64
    twin.save()
    (mark,) = hold_down([Hold(Sign(Known.UPLOADER, "a" * 64))], by=BY, case="", why="a notice")
    do("merge", "title", kept, gone)
    link_.refresh_from_db()
    assert (link_.withdrawn_at is not None, link_.mark) == (True, mark)
    lift_marks([mark.public_id], by=BY, why="taken back")
    link_.refresh_from_db()
    assert link_.withdrawn_at is None


def test_who_answered_one_work_on_the_bench_can_undo_it() -> None:
    made, like, third = (factories.make_title(name) for name in ("The General", "General, The", "A third one"))
    likeness, other = Likeness.objects.create(made=made, like=like), Likeness.objects.create(made=made, like=third)
    identity.call_same(likeness.public_id, by=BY, why="one film")
    other.refresh_from_db()
    assert other.made == like

    undo(Regrouping.objects.get().public_id, by=BY, why="two films")
    for row in (likeness, other):
        row.refresh_from_db()
    assert (likeness.state, other.made) == ("open", made)
    assert Title.objects.filter(merged_into=None).count() == 3


def test_nobody_is_led_twice_and_never_in_a_ring() -> None:
    one, two, three = (factories.make_title(name) for name in ("One", "Two", "Three"))
    first = do("merge", "title", two, one)
    merge_titles(two.public_id, three.public_id, by=BY, why="all one")
    one.refresh_from_db()
    assert one.merged_into == three
    with pytest.raises(queries.NotFound):
        merge_titles(three.public_id, one.public_id, by=BY, why="round")
    with pytest.raises(CannotUndo, match="undo that first"):
        undo(first.public_id, by=BY, why="first")
    undo(Regrouping.objects.latest("pk").public_id, by=BY, why="last first")
    undo(first.public_id, by=BY, why="then the first")
    assert not Title.objects.exclude(merged_into=None).exists()


def test_after_thirty_days_nothing_is_undone() -> None:
    row = do("merge", "title", factories.make_title("One"), factories.make_title("Two"))
    Regrouping.objects.update(settled_at=clock.now() - timedelta(days=30))
    with pytest.raises(CannotUndo, match="30 days"):
        undo(row.public_id, by=BY, why="late")


@pytest.fixture
def judex() -> tuple[Title, list[Season], list[Episode]]:
    """A series of two seasons with two episodes each, the first with a link, a comment and a name."""
    factories.make_sites()
    title = factories.make_title("Judex", kind="series", year=1916)
    factories.make_answer(title, "US")
    seasons = [factories.make_season(title, number) for number in (1, 2)]
    episodes = [factories.make_episode(one, number) for one in seasons for number in (1, 2)]
    for one in episodes:
        factories.make_link(title, GENERAL if one in episodes[:2] else "", episode=one)
        factories.make_comment(title, one)
        factories.make_episode_name(one, f"Épisode {one.number}", "fr")
    decide([title.pk], by=BY)
    return title, seasons, episodes


def test_two_episodes_become_one_and_come_back(judex: Any) -> None:
    title, _, (kept, gone, *_) = judex
    before = state()
    row = do("merge", "episode", kept, gone)
    (link_,) = WatchLink.objects.filter(episode=kept, removed_at=None)
    assert set(Comment.objects.filter(episode=kept).values_list("title", flat=True)) == {title.pk}
    assert Comment.objects.filter(episode=kept).count() == 2
    assert part_with_id(gone.public_id) == part_at(title.pk, "s01e02") == kept
    assert queries.episode_with_id(gone.public_id) == kept
    assert ShownLink.objects.filter(title=title).count() == 3
    assert WatchLink.objects.get(merged_into=link_).episode == gone

    undo(row.public_id, by=BY, why="two")
    assert state() == before
    assert part_at(title.pk, "s01e02") == gone


def test_two_seasons_become_one_with_their_episodes(judex: Any) -> None:
    title, (kept, gone), (first, second, *_) = judex
    before = state()
    row = do("merge", "season", kept, gone)
    assert set(kept.episodes.filter(removed_at=None)) == {first, second}
    assert part_at(title.pk, "s02") == kept
    assert part_at(title.pk, "s02e01") == first
    assert part_at(title.pk, "s02e02") == second
    assert WatchLink.objects.filter(episode=first, removed_at=None).count() == 2
    undo(row.public_id, by=BY, why="two")
    assert state() == before


def test_what_does_not_belong_to_a_series_is_split_off_and_comes_back(judex: Any) -> None:
    title, (_, second), episodes = judex
    whole = factories.make_link(title, "https://archive.org/details/whole")
    name = Name.objects.create(title=title, text="Judex (1963)", language="", kind="alias", folded="judex 1963")
    Identifier.objects.create(title=title, scheme="imdb", value="tt0057207")
    decide([title.pk], by=BY)
    before = state()
    chosen = Chosen(
        "Judex 34", "fr", 1934, names=[name.pk], identifiers=[Identifier.objects.get().pk], links=[whole.public_id],
        seasons=[second.pk], episodes=[episodes[1].pk],
    )  # fmt: skip
    row = asked("split", "title", title, chosen=chosen.written())
    told = preview(row)
    assert state() == before
    carry_out(row, by=BY, why="another series")
    made = Title.objects.get(public_id=row.gone_id)
    assert (told["catalogue.episode"], told["community.comment"], told["links.watchlink"]) == (3, 3, 4)

    assert (made.name, made.year, made.kind) == ("Judex 34", 1934, "series")
    assert set(made.episodes.all()) == {episodes[1], episodes[2], episodes[3]}
    assert {one.number for one in made.seasons.all()} == {1, 2}
    assert set(WatchLink.objects.filter(title=made).values_list("episode", flat=True)) == {
        None, *(one.pk for one in episodes[1:]),
    }  # fmt: skip
    assert set(Comment.objects.filter(title=made).values_list("episode", flat=True)) == {e.pk for e in episodes[1:]}
    assert TitleFace.objects.filter(title=made, language="fr").get().slug == "judex-34"
    assert Likeness.objects.get().state == "different"
    assert part_at(title.pk, "s02e01") == episodes[2]
    assert queries.title_with_id(made.public_id, "en").name == "Judex 34"

    undo(row.public_id, by=BY, why="it belongs here")
    made.refresh_from_db()
    assert made.merged_into == title
    left = {"catalogue.Name", "catalogue.TitleFace", "catalogue.Title", "catalogue.Season", "links.RightsAnswer"}
    after = state()
    assert {table for table in before if before[table] != after[table]} <= left
    assert set(title.seasons.filter(removed_at=None)) == {judex[1][0], second}
    assert not Likeness.objects.exists()
    assert not KeptAway.objects.exists()


def test_an_episode_that_is_two_is_split(judex: Any) -> None:
    title, (first, _), (episode, *_) = judex
    own, other = WatchLink.objects.get(episode=episode), factories.make_link(title, episode=episode)
    chosen = Chosen("The other half", number=3, links=[other.public_id])
    row = do("split", "episode", episode, chosen=chosen.written())
    made = Episode.objects.get(public_id=row.gone_id)
    assert (made.season, made.number, made.name) == (first, 3, "The other half")
    assert set(WatchLink.objects.filter(episode=made)) == {other}
    assert set(WatchLink.objects.filter(episode=episode)) == {own}
    undo(row.public_id, by=BY, why="one")
    assert part_with_id(made.public_id) == episode
    assert set(WatchLink.objects.filter(episode=episode, removed_at=None)) == {own, other}


def test_what_came_to_both_sides_of_a_split_since_is_one_when_it_is_undone() -> None:
    factories.make_sites()
    kept = factories.make_free_film("The General")
    link_ = factories.make_link(kept, GENERAL, host=factories.make_host())
    name = Name.objects.create(title=kept, text="Another", language="", kind="alias", folded="another")
    row = do("split", "title", kept, chosen=Chosen("Apart", names=[name.pk], links=[link_.public_id]).written())
    again = factories.make_link(kept, GENERAL, host=link_.host)
    Name.objects.create(title=kept, text="Another", language="", kind="alias", folded="another")
    undo(row.public_id, by=BY, why="one")
    link_.refresh_from_db()
    assert link_.merged_into == again
    assert list(WatchLink.objects.filter(canonical_url=GENERAL, removed_at=None)) == [again]


def test_a_later_map_is_undone_before_an_earlier_one(judex: Any) -> None:
    title, _, (episode, *_) = judex
    first, second = (
        do("map", "title", title, chosen={"order": "tmdb", "pairs": [[episode.public_id, 3, number]]})
        for number in (1, 2)
    )
    with pytest.raises(CannotUndo, match="undo that first"):
        undo(first.public_id, by=BY, why="wrong")
    undo(second.public_id, by=BY, why="wrong")
    assert str(numbers_of([episode.pk])[episode.pk][0].spots[0]) == "S03E01"
    undo(first.public_id, by=BY, why="wrong too")
    assert not numbers_of([episode.pk])


def test_a_merge_of_many_episodes_asks_no_more_often_than_one_of_few(
    judex: Any, django_assert_max_num_queries: Any
) -> None:
    _title, (kept, gone), _ = judex
    for number in range(3, 60):
        for one in (kept, gone):
            factories.make_episode(one, number)
    with django_assert_max_num_queries(120):
        told = preview(asked("merge", "season", kept, gone))
    assert told["catalogue.episode, one"] == 59


def test_things_of_two_series_and_of_two_kinds_are_no_one_thing(judex: Any) -> None:
    title, _, (episode, *_) = judex
    other = factories.make_title("Les Vampires", kind="series", year=1915)
    stranger = factories.make_episode(factories.make_season(other), 1)
    with pytest.raises(CannotMerge, match="two series"):
        do("merge", "episode", episode, stranger)
    with pytest.raises(CannotMerge, match="a film"):
        do("merge", "title", title, factories.make_title("Judex"))


RECORDS: tuple[dict[str, Any], ...] = (
    SOURCE, series(), season(), season("21", number=2), episode_record(number=1), episode_record("31", number=2),
    link(on="lists:31", item="judex"),
)  # fmt: skip


def test_no_import_undoes_a_merge_or_puts_back_what_was_split_off(tmp_path: Path) -> None:
    factories.make_sites()
    factories.make_host()
    assert take_in(tmp_path, *RECORDS).code == 0
    title, first = Title.objects.get(), Episode.objects.get(number=1)
    second = Episode.objects.get(number=2)
    do("merge", "season", Season.objects.get(number=1), Season.objects.get(number=2))
    do("split", "episode", second, chosen=Chosen("Another", links=[WatchLink.objects.get().public_id]).written())
    chosen = Chosen("Apart", episodes=[first.pk])
    split = do("split", "title", title, chosen=chosen.written())

    changed = [
        {**record, **({"runtime_min": 17} if record["record"] == "episode" else {})} if record["record"] != "link"
        else {**record, "quality": "720p"}
        for record in RECORDS
    ]  # fmt: skip
    changed[1] = {**changed[1], "year": 1917}
    run = take_in(tmp_path, *changed)
    assert run.code == 0, run.errors
    assert Season.objects.filter(removed_at=None, title=title).count() == 1
    first.refresh_from_db()
    assert (first.title.public_id, first.runtime_min) == (split.gone_id, 17)
    assert WatchLink.objects.filter(removed_at=None).count() == 1
    assert WatchLink.objects.get(removed_at=None).episode.name == "Another"


def test_no_source_gives_a_name_again_that_was_split_off(tmp_path: Path) -> None:
    factories.make_sites()
    names = [{"text": "Le Mécano", "language": "fr", "kind": "release"}]
    take_in(tmp_path, SOURCE, film(names=names))
    kept, name = Title.objects.get(), Name.objects.get(text="Le Mécano")
    row = do("split", "title", kept, chosen=Chosen("Apart", names=[name.pk]).written())
    take_in(tmp_path, SOURCE, film(names=names, runtime_min=79))
    assert not kept.names.filter(text="Le Mécano").exists()
    undo(row.public_id, by=BY, why="one")
    assert kept.names.filter(text="Le Mécano").count() == 1
    assert not Settled.objects.exists()


def test_of_two_records_of_one_source_made_one_the_first_goes_on_to_decide(tmp_path: Path) -> None:
    factories.make_sites()
    take_in(tmp_path, SOURCE, film(), film("2", name="General, The", year=1927))
    kept, gone = Title.objects.get(year=1926), Title.objects.get(year=1927)
    merge_titles(gone.public_id, kept.public_id, by=BY, why="one film")
    take_in(tmp_path, SOURCE, film("2", name="General, The", year=1927, runtime_min=79))
    kept.refresh_from_db()
    assert (kept.year, kept.runtime_min, kept.name) == (1926, 79, "The General")
    assert Title.objects.filter(merged_into=None).count() == 1


def test_whoever_brought_the_copy_that_is_no_more_is_a_witness(two: tuple[Title, Title]) -> None:
    kept, gone = two
    twin = WatchLink.objects.get(title=gone, canonical_url=GENERAL)
    Submission.objects.create(
        person=people.ada(), site=Site.objects.get(language="en"), country="FR", language="en", address=GENERAL,
        canonical_url=GENERAL, content_key=twin.content_key, content_key_hash=twin.content_key_hash, link=twin,
        domain="archive.org", state="accepted", reason="", made_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    merge_titles(gone.public_id, kept.public_id, by=BY, why="one film")
    assert witnesses_of(WatchLink.objects.get(title=kept, canonical_url=GENERAL).public_id) == 1
