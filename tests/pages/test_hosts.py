"""Pages of hosts and channels."""

from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.pages.reading import main_of, names_of_cards, page


def test_a_host_tells_its_facts_and_what_can_be_watched_there(from_country: Any) -> None:
    factories.make_free_film()
    text = main_of(from_country("US").get("/host/internet-archive"))
    assert "What can be watched there in the United States" in text
    assert "1 title" in text
    assert "Each copy is judged by itself." in text
    assert "No link to this host is shown in Germany yet." in main_of(from_country("DE").get("/host/internet-archive"))
    page(from_country("US").get("/host/nowhere"), 404)


def test_only_listed_hosts_are_in_the_list(french: Client) -> None:
    factories.make_host("arte", name="Arte", kind="public_broadcaster", countries=["FR", "DE"])
    factories.make_host("shady", name="Shady", stands="refused")
    text = main_of(french.get("/hebergeurs"))
    assert (
        "Télévisions publiquesGratuit ; certaines demandent un compte ou la redevance. AR Arte France et Allemagne"
        in text
    )
    assert "Shady" not in text


def test_hosts_that_serve_the_reader_come_first_and_others_say_that_they_do_not(from_country: Any) -> None:
    factories.make_host("arte", name="Arte", kind="public_broadcaster", countries=["FR", "DE"])
    factories.make_host("pbs", name="PBS", kind="public_broadcaster", countries=["US"])
    factories.make_host("world", name="World Films", kind="public_broadcaster", countries=["*"])
    text = main_of(from_country("US").get("/hosts"))
    assert "PBS United States WO World Films Everywhere AR ArteNot in the United States · France and Germany" in text


def test_hosts_of_one_kind_stand_by_name_whatever_their_capitals_and_accents(english: Client) -> None:
    for slug, name in (("zdf", "ZDF"), ("rtve", "RTVE"), ("arte", "arte.tv"), ("rte", "RTÉ")):
        factories.make_host(slug, name=name, kind="public_broadcaster")
    text = main_of(english.get("/hosts"))
    places = [text.index(f" {name}") for name in ("arte.tv", "RTÉ", "RTVE", "ZDF")]
    assert places == sorted(places)


def test_free_kinds_of_hosts_come_before_those_that_cost(english: Client) -> None:
    factories.make_host("shop", kind="tvod")
    factories.make_host("museum", kind="archive")
    text = main_of(english.get("/hosts"))
    assert text.index("Free.") < text.index("Each title has its price.")


def test_a_host_says_what_its_links_cost_and_how_they_answer(english: Client) -> None:
    film = factories.make_free_film()
    factories.make_link(film, offer="rent", basis="provider", health="ok", health_checked_at=factories.SEEN)
    factories.make_link(film, health="soft", health_checked_at=factories.SEEN)
    text = main_of(english.get("/host/internet-archive"))
    assert "Shown here3 links Kinds of offersFreeRent" in text
    assert "2 of the 2 links checked answer; last check on 20 November 2026." in text


def test_links_that_nobody_has_checked_are_said_to_be_so(english: Client) -> None:
    factories.make_free_film()
    assert "None of them was checked yet." in main_of(english.get("/host/internet-archive"))


def test_a_refused_host_gives_its_reason_and_no_way_there(english: Client) -> None:
    factories.make_host("shady", stands="refused", note="It streams without any right.")
    answer = english.get("/host/shady")
    text = page(answer)
    assert "It streams without any right." in text
    assert "https://shady.example/" not in text
    assert '<meta name="robots" content="noindex">' in text


@pytest.fixture
def channel(sites: Any) -> Any:
    """A channel with one film that is free in the United States and in France; another film is elsewhere."""
    host = factories.make_host("youtube", name="YouTube", kind="video_platform")
    made = factories.make_channel(host, stands="listed", address="https://www.youtube.com/@museum", holder="The Museum")
    for country in ("US", "FR"):
        factories.make_answer(film := factories.make_title(f"Film {country}"), country)
        factories.make_link(film, host=host, channel=made)
    factories.make_free_film("Elsewhere")
    return made


def test_a_channel_shows_what_can_be_watched_in_it(from_country: Any, channel: Any) -> None:
    answer = from_country("US").get(f"/host/youtube/{channel.public_id}")
    assert names_of_cards(answer) == ["Film US"]
    text = main_of(answer)
    assert "Held byThe Museum" in text
    assert "Listed: its holder may publish what is there." in text
    assert 'href="https://www.youtube.com/@museum"' in page(answer)


def test_a_channel_that_bears_the_name_of_its_holder_says_it_once_in_its_head(english: Client, channel: Any) -> None:
    where = f"/host/youtube/{channel.public_id}"
    assert "<span>The Museum</span>" in page(english.get(where))
    channel.name = channel.holder
    channel.save()
    assert "<span>The Museum</span>" not in page(english.get(where))


def test_a_channel_has_its_french_address(french: Client, english: Client, channel: Any) -> None:
    where = f"/hebergeur/youtube/{channel.public_id}"
    assert "Ce qu’on peut y voir en France" in main_of(french.get(where))
    assert english.get(where).headers["Location"] == f"/host/youtube/{channel.public_id}"


def test_the_page_of_a_host_names_its_channels(english: Client, channel: Any) -> None:
    assert f'<a href="/host/youtube/{channel.public_id}">Film Museum</a>' in page(english.get("/host/youtube"))


def test_a_channel_that_is_not_judged_gives_no_way_there(english: Client, channel: Any) -> None:
    channel.stands = "unknown"
    channel.save()
    answer = english.get(f"/host/youtube/{channel.public_id}")
    assert "Not judged yet" in main_of(answer)
    assert "https://www.youtube.com/@museum" not in page(answer)


@pytest.mark.parametrize("of", ["channel", "host"])
def test_nothing_is_told_of_what_was_refused(english: Client, channel: Any, of: str) -> None:
    refused = channel if of == "channel" else channel.host
    refused.stands = "refused"
    refused.save()
    page(english.get(f"/host/youtube/{channel.public_id}"), 404)


def test_a_channel_is_found_at_its_own_host_only(english: Client, channel: Any) -> None:
    factories.make_host("vimeo")
    page(english.get(f"/host/vimeo/{channel.public_id}"), 404)
    page(english.get("/host/youtube/nobody"), 404)


@pytest.mark.django_db
def test_a_remark_is_shown_in_the_readers_language(english: Client, french: Client) -> None:
    factories.make_host("museum", name="Museum", note="Free.", note_fr="Gratuit.")
    assert "<dd>Free.</dd>" in page(english.get("/host/museum"))
    assert "<dd>Gratuit.</dd>" in page(french.get("/hebergeur/museum"))
    factories.make_host("archive", name="Archive", note="Free.")
    assert '<dd lang="en">Free.</dd>' in page(french.get("/hebergeur/archive"))
