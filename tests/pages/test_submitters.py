"""What a link's drawer tells of whoever uploaded its copy, and what moderators see beside."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.links.models import WatchLink
from allostream.rights.actions.evidence import NewEvidence, keep_evidence
from allostream.rights.bases import EvidenceKind
from allostream.rights.models import LinkEvidence
from tests import factories, people
from tests.pages.reading import page

TOLD = {
    "uploader": "somebody", "uploader_told": "Silent Film Lover", "collection": "opensource_movies",
    "uploaded_at": datetime(2019, 5, 4, 23, tzinfo=UTC),
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def film() -> Title:
    film = factories.make_title("The General")
    factories.make_answer(film, "US")
    factories.make_answer(film, "FR", free_since=date(2022, 1, 1))
    return film


def test_the_drawer_names_uploader_collection_and_day(film: Title, english: Client, french: Client) -> None:
    factories.make_link(film, **TOLD)
    text = page(english.get("/movie/the-general-1926"))
    for said in ("<dd>Silent Film Lover</dd>", "<dd>opensource_movies</dd>", "At its host since", "4 May 2019"):
        assert said in text
    assert "somebody" not in text.partition("Uploaded by")[2].partition("</dd>")[0]
    assert "says that they uploaded" not in text
    assert "Chez l’hébergeur depuis" in page(french.get("/film/the-general-1926"))


def test_the_name_of_a_source_stands_where_the_host_names_nobody(film: Title, english: Client) -> None:
    factories.make_link(film, uploader="somebody")
    text = page(english.get("/movie/the-general-1926"))
    assert "<dd>somebody</dd>" in text
    assert "At its host since" not in text


@pytest.mark.parametrize(
    ("relation", "is_told"), [("declared_own", True), ("suspected_own", False), ("undeclared_own_confirmed", False)]
)
def test_a_declared_relation_is_public_and_a_suspected_one_is_not(
    film: Title, english: Client, relation: str, is_told: bool
) -> None:
    link = factories.make_link(film, relation=relation, origin_flags=[relation], origin="cleared")
    for path in ("/movie/the-general-1926", f"/watch/{link.public_id}"):
        text = page(english.get(path))
        assert ("says that they uploaded the copy" in text) == is_told
        assert "Did whoever proposed" not in text


def test_what_waits_because_of_a_person_tells_readers_nothing_of_them(film: Title, english: Client) -> None:
    factories.make_link(film, relation="suspected_own", origin_flags=["suspected_own"])
    text = page(english.get("/movie/the-general-1926"))
    assert "1 copy waits for a look at who put it there." in text
    assert "commercial edition" not in text


def test_moderators_see_signs_and_their_words_in_the_drawer(film: Title, sites: Any, english: Client) -> None:
    link = factories.make_link(film, origin_flags=["open_collection"], origin="cleared")
    new = NewEvidence(EvidenceKind.HOST_PAGE, link.canonical_url, value="opensource_movies", field="collection")
    LinkEvidence.objects.create(evidence=keep_evidence(new, by=Actor.system("test")), link_id=link.public_id)
    seen = ("It is in a collection that anybody may add to.", "opensource_movies")
    paths = ("/movie/the-general-1926", f"/watch/{link.public_id}")
    for path in paths:
        assert not any(said in page(english.get(path)) for said in seen)
    english.force_login(people.basile(*sites))
    for path in paths:
        assert all(said in page(english.get(path)) for said in seen)


def test_the_bench_asks_the_reasons_as_questions(film: Title, sites: Any, english: Client, french: Client) -> None:
    factories.make_link(
        film, origin_flags=["suspected_own"], relation="suspected_own", relation_reasons=["concentration"]
    )
    basile = people.basile(*sites)
    asked: list[tuple[Client, str, tuple[str, str]]] = [
        (english, "/bench", ("Did whoever proposed this link upload the copy?", "lead to this uploader: what have")),
        (french, "/examen", ("a-t-elle déposé la copie ?", "mènent à ce déposant : quel lien")),
    ]
    for client, path, said in asked:
        client.force_login(basile)
        text = page(client.get(f"{path}?kind=origins"))
        assert [one for one in said if one not in text] == []
    assert WatchLink.objects.count() == 1


def test_a_reviewer_declares_an_interest_and_takes_it_back(sites: Any, english: Client) -> None:
    factories.make_host("internet-archive")
    path = "/bench/interests"
    assert english.get(path).status_code == 302
    basile = people.basile(*sites)
    english.force_login(basile)
    assert "Your interests" in page(english.get("/bench"))
    for wrong in ({"kind": "holds"}, {"kind": "holds", "host": "internet-archive", "holder": "ARTE"}):
        assert "Name one host or one holder" in page(english.post(path, wrong), 422)
    assert english.post(path, {"kind": "works_for", "host": "nowhere"}).status_code == 422
    assert (
        english.post(path, {"kind": "holds", "holder": "Musée du film"}).headers["Location"] == f"{path}?sent=declared"
    )
    text = page(english.get(path))
    assert "<b>Musée du film</b> · I hold or manage rights for it · since" in text
    declared = basile.interests.get()
    english.post(path, {"form": "withdraw", "interest": str(declared.pk)})
    assert not basile.interests.exists()
    assert "Musée du film" not in page(english.get(path))
