"""Both sites, a reader for each, and the day on which the pages are read."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from allostream.jobs.indexing import rebuild
from allostream.sites.models import Site
from allostream.web.raster import Ration
from allostream.web.views import pictures
from tests import factories

TODAY = "2026-11-25T12:00:00+00:00"


@pytest.fixture(autouse=True, scope="session")
def compiled_translations() -> None:
    """French pages need the compiled sentences, which are made from the text file."""
    call_command("messages", "compile", verbosity=0)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture(autouse=True)
def pictures_without_traces(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept in the data folder, and no test has to wait for another's pictures."""
    settings.KEPT_PICTURES = 0
    monkeypatch.setattr(pictures, "RATION", Ration(most=1000, per_second=1000))


@pytest.fixture
def sites(db: None) -> tuple[Site, Site]:
    return factories.make_sites()


@pytest.fixture
def english(sites: tuple[Site, Site]) -> Client:
    """Somebody at the English site, without any wish of their own."""
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def french(sites: tuple[Site, Site]) -> Client:
    """Somebody at the French site, without any wish of their own."""
    return Client(SERVER_NAME="fr.localhost")


@pytest.fixture
def from_country(english: Client, french: Client) -> Callable[..., Client]:
    """A reader who has chosen a country, at one of the sites."""

    def reader(country: str, language: str = "en") -> Client:
        client = french if language == "fr" else english
        client.cookies["country"] = country
        return client

    return reader


@pytest.fixture
def index_names(settings: Any, tmp_path: Path) -> Callable[[], int]:
    """Make an index of the names that there are at that moment, for searches to ask."""
    settings.SEARCH_INDEX = tmp_path / "search" / "names"
    return rebuild
