"""Pages of services that Wikidata knows for a title, on the pages of films and series."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.audit.rules import Actor
from allostream.catalogue.models import Identifier, Title
from allostream.hosts.models import Host, Standing
from allostream.hosts.rules import FIELDS, HostRow
from allostream.links.actions import load_hosts
from tests import factories
from tests.pages.reading import page, parsed

pytestmark = pytest.mark.django_db
NETFLIX = "https://www.netflix.com/title/70153404"
LABEL = {"en": "Listed by Wikidata, region unknown", "fr": "Répertorié par Wikidata, pays inconnu"}


def serving(slug: str, name: str, *countries: str, **columns: Any) -> Host:
    return factories.make_host(slug, name=name, kind=Host.Kind.SVOD, countries=list(countries), **columns)


@pytest.fixture
def friends() -> Title:
    """A series as Wikidata knows it, without one link."""
    serving("netflix", "Netflix", "*")
    serving("hulu", "Hulu", "US")
    serving("mubi", "MUBI", "*", stands=Standing.PROPOSED)
    title = factories.make_title("Friends", kind="series", year=1994)
    known = {"wikidata": "Q79784", "netflix": "70153404", "hulu_series": "f-1", "mubi": "7", "amazon": "B000ABCDEF"}
    for scheme, value in known.items():
        Identifier.objects.create(title=title, scheme=scheme, value=value)
    return title


def pages_in(answer: Any) -> dict[str, str]:
    """The pages that are named in the section, by the name of the service."""
    section = parsed(answer).find(".//section[@aria-labelledby='service-pages']")
    return {} if section is None else {link.text: link.get("href") for link in section.iter("a")}


@pytest.mark.parametrize(("country", "named"), [("US", {"Netflix", "Hulu"}), ("FR", {"Netflix"})])
@pytest.mark.usefixtures("friends")
def test_pages_of_listed_services_that_serve_the_country_are_named_as_unchecked(
    from_country: Any, country: str, named: set[str]
) -> None:
    answer = from_country(country).get("/show/friends")
    pages, text = pages_in(answer), page(answer)
    assert (set(pages), pages["Netflix"]) == (named, NETFLIX)
    assert LABEL["en"] in text
    assert "No lawful link" in text
    assert "amazon.com" not in text
    assert "mubi.com" not in text
    assert '"WatchAction"' not in text


@pytest.mark.usefixtures("friends")
def test_they_are_told_in_french(french: Any) -> None:
    answer = french.get("/serie/friends")
    assert LABEL["fr"] in page(answer)
    assert pages_in(answer) == {"Netflix": NETFLIX}


def test_a_service_with_a_link_to_the_title_is_not_named_again_be_it_shown_or_gone(
    from_country: Any, friends: Title
) -> None:
    link = factories.make_link(friends, host=Host.objects.get(slug="netflix"))
    link.removed_at = datetime(2026, 1, 1, tzinfo=UTC)
    link.save()
    assert pages_in(from_country("FR").get("/show/friends")) == {}


def test_a_number_that_wikidata_did_not_give_is_not_called_its_own(from_country: Any, friends: Title) -> None:
    friends.identifiers.filter(scheme="wikidata").delete()
    assert LABEL["en"] not in page(from_country("US").get("/show/friends"))


def test_a_page_that_is_kept_changes_with_the_list_of_hosts(from_country: Any, friends: Title) -> None:
    client = from_country("FR")
    with CaptureQueriesContext(connection) as with_numbers:
        assert pages_in(client.get("/show/friends")) == {"Netflix": NETFLIX}
    host = Host.objects.get(slug="netflix")
    kept = {name: getattr(host, name) for name in FIELDS} | {"stands": "refused", "note": "Closed."}
    row = HostRow(**{name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()})
    load_hosts([row], by=Actor.system("test"))
    assert pages_in(client.get("/show/friends")) == {}
    friends.identifiers.filter(scheme="wikidata").delete()
    with CaptureQueriesContext(connection) as without:
        client.get("/show/friends?again")
    assert len(with_numbers) <= len(without) + 1
