"""What pages say of editions and channels that an import has brought."""

from pathlib import Path

from django.test import Client

from allostream.links.models import WatchLink
from tests import factories
from tests.actions.imports import LOOKED, channel, edition, film, link, rights, take_in
from tests.pages.reading import main_of, page


def test_the_page_of_a_film_names_the_edition_and_the_channel_of_a_link(tmp_path: Path, english: Client) -> None:
    factories.make_host("internet-archive")
    take_in(
        tmp_path, film(), rights(), edition(kind="cut", name="First cut"), channel(),
        link(edition="lists:40", channel="lists:50"),
        link(item="other"), vouch=LOOKED,
    )  # fmt: skip
    answer = english.get("/movie/the-general-1926")
    named, other = WatchLink.objects.order_by("pk")
    offers = page(answer).split('<li class="offer"')[1:]
    of_named = next(offer for offer in offers if f'id="l-{named.public_id}"' in offer)
    of_other = next(offer for offer in offers if f'id="l-{other.public_id}"' in offer)
    assert '<span class="quiet">First cut</span><span class="quiet">Film Museum</span>' in of_named
    assert "First cut" not in of_other
    assert "Film Museum" not in of_other
    assert "From the channel Film Museum." in main_of(answer)
