"""What an import does to titles that other sources know, to addresses and to people."""

import json
from pathlib import Path

import pytest

from allostream.audit.rules import Actor
from allostream.catalogue.intake import Entry, key_here
from allostream.catalogue.models import (
    Credit,
    Episode,
    Identifier,
    Name,
    OldAddress,
    Person,
    Season,
    Title,
    TitleCountry,
    TitleFace,
    TitleGenre,
)
from allostream.lib import exchange
from allostream.lib.ids import id_for
from allostream.links import intake
from allostream.links.models import WatchLink
from allostream.links.regrouping import merge_titles
from tests import factories
from tests.actions.imports import OTHER, SOURCE, episode, film, link, season, series, take_in

pytestmark = pytest.mark.django_db

IMDB = {"imdb": ["tt0017925"]}


def addresses(language: str = "en") -> dict[str, str]:
    """The address of each title by its name in the catalogue."""
    return dict(TitleFace.objects.filter(language=language).values_list("title__name", "slug"))


def director(name: str = "Buster Keaton", **values: object) -> dict[str, object]:
    return {"role": "principal_director", "name": name, **values}


def test_a_record_with_a_known_identifier_joins_the_title_and_fills_only_blanks(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, film(identifiers=IMDB))
    theirs = film("7", source="films", identifiers=IMDB, name="Le Mécano", language="fr", year=1927, runtime_min=79)

    run = take_in(tmp_path, OTHER, theirs)

    title = Title.objects.get()
    assert run.count("title") == (0, 1, 0, 0)
    assert (title.name, title.year, title.runtime_min, title.source.slug) == ("The General", 1926, 79, "lists")
    assert set(title.names.values_list("text", "kind")) == {("The General", "original"), ("Le Mécano", "original")}
    assert set(title.identifiers.values_list("scheme", "value")) == {
        ("imdb", "tt0017925"), ("lists", "1"), ("films", "7"),
    }  # fmt: skip


def test_the_owner_changes_what_it_said_and_leaves_alone_what_it_leaves_out(tmp_path: Path) -> None:
    take_in(tmp_path, film(year=1925, runtime_min=79, countries=["US"]))

    take_in(tmp_path, film(year=1926, countries=["US", "FR"]))

    title = Title.objects.get()
    assert (title.year, title.runtime_min) == (1926, 79)
    codes = TitleCountry.objects.order_by("place").values_list("code", flat=True)
    assert list(codes) == ["US", "FR"]


def test_another_source_adds_genres_but_no_second_list_of_countries(tmp_path: Path) -> None:
    comedy = {"record": "genre", "slug": "comedy", "names": {"en": "Comedy", "fr": "Comédie"}}
    take_in(tmp_path, SOURCE, film(identifiers=IMDB, countries=["US"]))

    theirs = film("7", source="films", identifiers=IMDB, countries=["FR"], languages=["fr"], genres=["comedy"])
    take_in(tmp_path, OTHER, comedy, theirs)

    assert list(TitleCountry.objects.values_list("code", flat=True)) == ["US"]
    assert list(Title.objects.get().language_rows.values_list("code", flat=True)) == ["fr"]
    assert list(TitleGenre.objects.values_list("genre__slug", flat=True)) == ["comedy"]


def test_an_identifier_of_another_title_stays_there_and_is_reported(tmp_path: Path) -> None:
    take_in(tmp_path, film("1", identifiers=IMDB))

    run = take_in(tmp_path, film("2", name="Sherlock Jr.", identifiers={**IMDB, "wikidata": ["Q1"]}))

    assert run.code == 0
    assert "lists:2: the identifier imdb:tt0017925 belongs to another title: it stays there" in run.errors
    assert Title.objects.count() == 2
    assert Identifier.objects.get(scheme="imdb").title.name == "The General"
    assert Identifier.objects.get(scheme="wikidata").title.name == "Sherlock Jr."


def test_two_records_of_one_batch_cannot_have_one_identifier(tmp_path: Path) -> None:
    run = take_in(tmp_path, film("1", identifiers=IMDB), film("2", name="Sherlock Jr.", identifiers=IMDB))

    assert "lists:2: the identifier imdb:tt0017925 belongs to another title" in run.errors
    assert Identifier.objects.get(scheme="imdb").title.name == "The General"


def test_a_film_and_a_series_with_one_identifier_are_not_merged(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, film(identifiers=IMDB))

    run = take_in(tmp_path, OTHER, series("7", source="films", identifiers=IMDB))

    assert "belongs to another title" in run.errors
    assert Title.objects.count() == 2


def test_a_title_that_was_merged_takes_the_record_where_it_went(tmp_path: Path) -> None:
    take_in(tmp_path, film("1"), film("2", name="The General again"))
    kept, gone = Title.objects.order_by("pk")
    Title.objects.filter(pk=gone.pk).update(merged_into=kept)

    take_in(tmp_path, film("2", name="The General again", identifiers=IMDB))

    assert Identifier.objects.get(scheme="imdb").title == kept


def test_names_of_the_owner_that_are_replaced_become_aliases(tmp_path: Path) -> None:
    take_in(tmp_path, film(names=[{"text": "Le Mécano de la Générale", "language": "fr"}]))

    take_in(tmp_path, film(names=[{"text": "Le Mécano de la General", "language": "fr"}]))

    french = Name.objects.filter(language="fr").values_list("text", "kind")
    assert set(french) == {("Le Mécano de la General", "release"), ("Le Mécano de la Générale", "alias")}
    assert TitleFace.objects.get(language="fr").name == "Le Mécano de la General"


def test_each_language_has_its_own_name_and_address(tmp_path: Path) -> None:
    take_in(tmp_path, film(names=[{"text": "Le Mécano de la General", "language": "fr"}]))

    assert addresses("en") == {"The General": "the-general-1926"}
    assert addresses("fr") == {"The General": "le-mecano-de-la-general-1926"}
    assert TitleFace.objects.get(language="fr").sort_key == "mecano de la general"


def test_namesakes_have_addresses_of_their_own(tmp_path: Path) -> None:
    take_in(
        tmp_path, film("1"), film("2", runtime_min=5), film("3", year=1998), series("4", name="Judex", year=1916),
        series("5", name="Judex", year=1963), series("6", name="Judex", year=1963, runtime_min=3),
    )  # fmt: skip
    third, sixth = (Title.objects.get(identifiers__scheme="lists", identifiers__value=value) for value in "26")

    slugs = list(TitleFace.objects.filter(language="en").order_by("title_id").values_list("slug", flat=True))
    assert slugs == [
        "the-general-1926", f"the-general-1926-{third.public_id[:4]}", "the-general-1998",
        "judex", "judex-1963", f"judex-1963-{sixth.public_id[:4]}",
    ]  # fmt: skip


def test_an_address_that_another_of_the_same_import_had_to_take_is_not_taken_twice(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, series("1", name="Office", year=2001), series("2", name="Office 2005 2010", year=None))
    take_in(tmp_path, SOURCE, series("3", name="Office", year=2005), series("4", name="Office 2005", year=2010))

    fourth = Title.objects.get(name="Office 2005")
    slugs = TitleFace.objects.filter(language="en").order_by("title_id").values_list("slug", flat=True)
    assert list(slugs) == ["office", "office-2005-2010", "office-2005", f"office-2005-2010-{fourth.public_id[:4]}"]


def test_a_name_without_latin_letters_is_addressed_by_the_permanent_id(tmp_path: Path) -> None:
    take_in(tmp_path, film(name="強殖装甲ガイバ", language="ja"))

    assert addresses() == {"強殖装甲ガイバ": Title.objects.get().public_id}


def test_a_changed_address_leaves_a_redirect_that_nobody_else_can_take(tmp_path: Path) -> None:
    take_in(tmp_path, film("1", name="The Genral"))

    take_in(tmp_path, film("1"), film("2", name="The Genral"))

    title = Title.objects.get(name="The General")
    assert set(OldAddress.objects.values_list("language", "slug", "title")) == {
        ("en", "the-genral-1926", title.pk), ("fr", "the-genral-1926", title.pk),
    }  # fmt: skip
    other = Title.objects.get(name="The Genral")
    assert addresses()["The Genral"] == f"the-genral-1926-{other.public_id[:4]}"


def test_a_title_may_have_its_former_address_back(tmp_path: Path) -> None:
    for name in ("The General", "The Great General", "The General"):
        take_in(tmp_path, film(name=name))

    assert addresses() == {"The General": "the-general-1926"}
    assert set(OldAddress.objects.values_list("slug", flat=True)) == {"the-great-general-1926"}


def test_seasons_and_episodes_join_those_of_another_source(tmp_path: Path) -> None:
    ids = {"wikidata": ["Q602998"]}
    take_in(
        tmp_path, SOURCE, series(identifiers=ids), season(), episode("30", name="L'Ombre mystérieuse", number=1),
        episode("31", name="Les Chiens fantômes", number=3),
    )  # fmt: skip

    run = take_in(
        tmp_path, OTHER, series("1", source="films", identifiers=ids), season("2", of="films:1", aired="1917"),
        episode("3", of="films:2", name="L’ombre mystérieuse", number=2, number_is_derived=True, aired="1917-01-19"),
        episode("4", of="films:2", name="Le Moulin tragique", number=3, number_is_derived=True),
    )  # fmt: skip

    assert run.count("episode") == (1, 1, 0, 0)
    assert Season.objects.get().aired_on.year == 1917
    found = Episode.objects.order_by("pk").values_list("name", "number", "number_is_derived")
    assert list(found) == [
        ("L'Ombre mystérieuse", 1, False), ("Les Chiens fantômes", 3, False), ("Le Moulin tragique", 3, True),
    ]  # fmt: skip
    assert Episode.objects.order_by("pk").first().aired_on.isoformat() == "1917-01-19"


def test_two_episodes_of_one_name_in_one_source_stay_two(tmp_path: Path) -> None:
    take_in(tmp_path, series(), season(), *(episode(str(30 + n), name="Untitled", number=n) for n in range(3)), batch=1)

    assert Episode.objects.count() == 3


def test_an_episode_that_has_another_season_is_refused(tmp_path: Path) -> None:
    take_in(tmp_path, series(), season(), season("21", number=2), episode())

    run = take_in(tmp_path, episode(of="lists:21"))

    assert "season: this episode stands under another season here" in run.errors
    assert run.code == 1


def test_changes_below_a_series_raise_its_version_once_a_batch(tmp_path: Path) -> None:
    take_in(tmp_path, series(), season(), episode("30"), episode("31"))
    assert Title.objects.get().version == 1

    take_in(tmp_path, episode("30", name="Prologue"), episode("31", name="Le Pont"))

    assert Title.objects.get().version == 2


def test_one_person_is_made_for_one_name_and_year_of_death(tmp_path: Path) -> None:
    take_in(
        tmp_path,
        film("1", credits=[director(died="1966"), {"role": "screenplay", "name": "Buster Keaton", "died": "1966"}]),
        film("2", name="Cops", credits=[director(died="1966"), director("Edward F. Cline", died="1961")]),
    )

    run = take_in(tmp_path, film("3", name="The Goat", credits=[director(died="1966")]))

    assert run.code == 0
    assert set(Person.objects.values_list("name", "slug")) == {
        ("Buster Keaton", "buster-keaton"), ("Edward F. Cline", "edward-f-cline"),
    }  # fmt: skip
    assert Credit.objects.filter(person__slug="buster-keaton").count() == 4


def test_namesakes_who_died_in_different_years_are_two_people(tmp_path: Path) -> None:
    take_in(tmp_path, film(credits=[director("John Smith", died="1950"), director("John Smith", died="1980")]))

    assert set(Person.objects.values_list("slug", flat=True)) == {"john-smith", "john-smith-1980"}


def test_a_living_person_has_certainly_not_died(tmp_path: Path) -> None:
    take_in(tmp_path, film(credits=[director("Sacha Goedegebure", living=True), director("Anon")]))

    assert dict(Person.objects.values_list("name", "died_precision")) == {
        "Sacha Goedegebure": "none", "Anon": "unknown",
    }  # fmt: skip


def test_a_person_record_is_named_by_its_key_and_known_by_its_identifiers(tmp_path: Path) -> None:
    keaton = {"record": "person", "key": "lists:p1", "name": "Buster Keaton", "identifiers": {"wikidata": ["Q103949"]}}
    by_key = film("1", credits=[{"role": "principal_director", "person": "lists:p1"}])
    take_in(tmp_path, SOURCE, keaton, by_key)

    credit = director("Joseph Frank Keaton", died="1966-02-01", identifiers={"wikidata": ["Q103949"]})
    take_in(tmp_path, OTHER, film("1", source="films", name="Cops", credits=[credit]))

    person = Person.objects.get()
    assert (person.name, str(person.died)) == ("Buster Keaton", "1966-02-01")
    assert person.credits.count() == 2


def test_the_owner_decides_each_role_that_it_names(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, film(identifiers=IMDB, credits=[director("Buster Keton")]))
    theirs = [director("B. Keaton"), {"role": "composer", "name": "Carl Davis"}]
    take_in(tmp_path, OTHER, film("7", source="films", identifiers=IMDB, credits=theirs))

    take_in(tmp_path, SOURCE, film(identifiers=IMDB, credits=[director()]))

    assert set(Credit.objects.values_list("role", "person__name")) == {
        ("principal_director", "Buster Keaton"), ("composer", "Carl Davis"),
    }  # fmt: skip


def test_a_credit_to_an_unknown_key_is_left_out_and_reported(tmp_path: Path) -> None:
    run = take_in(tmp_path, film(credits=[{"role": "cast", "person": "lists:p9"}]))

    assert run.code == 0
    assert "credits: “lists:p9” is no known person" in run.errors
    assert not Credit.objects.exists()


def test_what_changes_of_a_person_renews_every_title_that_shows_it(tmp_path: Path) -> None:
    keaton = {"record": "person", "key": "lists:keaton", "name": "Buster Keaton"}
    credits = [{"role": "principal_director", "person": "lists:keaton"}]
    take_in(tmp_path, keaton, film(credits=credits), film("2", name="Nanook"))

    take_in(tmp_path, {**keaton, "died": "1966"})

    assert dict(Title.objects.values_list("name", "version")) == {"The General": 2, "Nanook": 1}


def test_a_renamed_genre_and_another_credit_of_a_source_renew_the_titles_that_show_them(tmp_path: Path) -> None:
    comedy = {"record": "genre", "slug": "comedy", "names": {"en": "Comedy"}}
    take_in(tmp_path, SOURCE, comedy, film(genres=["comedy"]), film("2", name="Nanook"))

    take_in(tmp_path, SOURCE, {**comedy, "names": {"en": "Comedies"}})
    assert dict(Title.objects.values_list("name", "version")) == {"The General": 2, "Nanook": 1}

    take_in(tmp_path, {**SOURCE, "credit": "Kept by others"})
    assert dict(Title.objects.values_list("name", "version")) == {"The General": 3, "Nanook": 2}


def test_a_record_on_a_title_or_part_that_became_one_with_another_goes_where_it_leads(tmp_path: Path) -> None:
    factories.make_host("internet-archive")
    take_in(tmp_path, series("10"), season("20", of="lists:10"), episode("30", of="lists:20", name="A", number=1))
    take_in(tmp_path, series("11", year=1950), season("21", of="lists:11"))
    gone, kept = Title.objects.get(year=1916), Title.objects.get(year=1950)
    part, episode_row = gone.seasons.get(), Episode.objects.get()
    merge_titles(gone.public_id, kept.public_id, by=Actor.command("test"), why="One work.")

    keys = [key_here("title", gone.pk), key_here("season", part.pk), key_here("episode", episode_row.pk)]
    told = [exchange.read_line(json.dumps(link(on, f"judex-{n}")).encode()) for n, on in enumerate(keys)]
    entries = [Entry(str(place), one) for place, one in enumerate(told)]
    found = intake.take_in(entries, source=kept.source, by=Actor.command("test"))

    assert not found.remarks
    places = WatchLink.objects.order_by("pk").values_list("title", "season", "episode")
    assert list(places) == [
        (kept.pk, None, None), (kept.pk, kept.seasons.get(removed_at=None).pk, None), (kept.pk, None, episode_row.pk),
    ]  # fmt: skip


def test_new_titles_that_want_each_others_addresses_get_them_in_the_order_of_the_file(tmp_path: Path) -> None:
    take_in(
        tmp_path,
        series("1", name="Judex", year=1916),
        series("2", name="Judex", year=1917),  # takes its next best, which the one after it wants most
        series("3", name="Judex 1917", year=1920),
        series("4", name="Judex 1917 1920", year=None),  # and the next best of that one
        series("5", name="Fantômas", year=1913, names=[{"text": "Judex", "language": "fr", "kind": "release"}]),
        film("6", name="Judex", year=1916),
        series("7", name="Les Vampires", year=1915),
    )

    slugs = {
        title: tuple(TitleFace.objects.filter(title__public_id=id_for(f"lists:{title}")).order_by("language")
                     .values_list("slug", flat=True))
        for title in "1234567"
    }  # fmt: skip
    fourth = f"judex-1917-1920-{id_for('lists:4')[:4]}"
    assert slugs == {
        "1": ("judex", "judex"), "2": ("judex-1917",) * 2, "3": ("judex-1917-1920",) * 2, "4": (fourth,) * 2,
        "5": ("fantomas", "judex-1913"), "6": ("judex-1916",) * 2, "7": ("les-vampires",) * 2,
    }  # fmt: skip
