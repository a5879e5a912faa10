"""The reviewer's bench: who may see it, what waits in which order, and how it is decided."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.links.copies import judge_copy
from allostream.links.copy_evidence import Seen
from allostream.links.models import RightsAnswer, WatchLink
from allostream.rights.models import Case, Decision, Objection, OverrideProposal
from allostream.web.views import bench, interests, likenesses
from tests import factories, people
from tests.pages.reading import main_of, page, parsed

ANSWERS = {
    "edition": "The plain film, seen whole.", "put_there_by": "The museum's account.", "country": "United States",
    "rule": "us.term", "weakest_input": "The year of publication.", "would_change": "An earlier print.",
}  # fmt: skip
EVIDENCE = {"kind_0": "reference", "address_0": "https://catalog.loc.gov/1", "value_0": "Published 1926"}


@pytest.fixture
def basile(sites: Any) -> User:
    return people.basile(*sites)


@pytest.fixture
def moderator(english: Client, basile: User) -> Client:
    english.force_login(basile)
    return english


def case_of(title: Title, country: str = "US", kind: str = "medium") -> Case:
    return Case.objects.create(title=title, country=country, kind=kind)


@pytest.fixture
def waiting(sites: Any) -> Case:
    """The General: free in the United States but for a doubt."""
    title = factories.make_title("The General")
    factories.make_answer(title, "US", play="after_review", confidence="medium")
    factories.make_link(title)
    return case_of(title)


def names(answer: Any) -> list[str]:
    return [
        "".join(node.itertext()).split(" 19")[0].strip()
        for node in parsed(answer).iter("h2")
        if node.find("a") is not None
    ]


def test_every_page_of_the_bench_checks_who_asks() -> None:
    views = [bench.queue, bench.case, interests.interests, likenesses.likenesses, likenesses.likeness]
    assert all(getattr(view, "for_moderators", False) for view in views)


@pytest.mark.parametrize("path", ["/bench", "CASE"])
def test_others_find_nothing_and_somebody_unknown_may_sign_in(english: Client, waiting: Case, path: str) -> None:
    address = path.replace("CASE", f"/bench/{waiting.public_id}")
    assert english.get(address).headers["Location"].startswith("/sign-in?next=%2Fbench")
    assert english.post(address).headers["Location"].startswith("/sign-in?next=%2Fbench")
    english.force_login(people.eve())
    assert english.get(address).status_code == 404
    assert english.post(address, ANSWERS).status_code == 404
    assert Decision.objects.count() == 0


def test_what_more_people_wait_for_comes_first(moderator: Client) -> None:
    for name, popularity, links in (("Known", 90, 1), ("Wanted", 50, 3), ("Forgotten", 1, 1)):
        title = factories.make_title(name, popularity=popularity)
        for _ in range(links):
            factories.make_link(title)
        case_of(title)
    answer = moderator.get("/bench")
    assert names(answer) == ["Wanted", "Known", "Forgotten"]
    assert "3 links wait · popularity 50" in main_of(answer)


def test_the_countries_of_the_site_come_first_and_others_on_demand(moderator: Client) -> None:
    case_of(factories.make_title("Here"), "FR")
    case_of(factories.make_title("There"), "JP")
    assert names(moderator.get("/bench")) == ["Here"]
    assert names(moderator.get("/bench?country=JP")) == ["There"]
    assert set(names(moderator.get("/bench?country=all"))) == {"Here", "There"}


def test_the_queue_can_be_narrowed_to_a_kind(moderator: Client) -> None:
    case_of(factories.make_title("Doubt"))
    case_of(factories.make_title("Contested"), kind="contradiction")
    assert names(moderator.get("/bench?kind=contradiction")) == ["Contested"]
    assert moderator.get("/bench?kind=nonsense").status_code == 400
    assert moderator.get("/bench?country=QQ").status_code == 400


def test_links_with_a_sign_on_their_origin_have_a_list(moderator: Client) -> None:
    title = factories.make_free_film("Nosferatu")
    link = factories.make_link(title, origin_flags=["scene_words"])
    text = page(moderator.get("/bench?kind=origins"))
    assert f'value="{link.public_id}"' in text
    assert link.canonical_url in text
    assert title.links.get(origin="cleared").canonical_url not in text


def unseen(name: str = "Nosferatu", **columns: Any) -> WatchLink:
    title = factories.make_title(name, **columns)
    factories.make_answer(title, "US", free_since=date(2022, 1, 1))
    return factories.make_link(title, origin="unchecked")


SEEN = {"who": "The museum, from its own print.", "seen": "https://archive.org/details/museum"}


def test_copies_at_which_nobody_has_looked_wait_the_most_wanted_first(moderator: Client) -> None:
    unseen("Little known", popularity=1)
    unseen("Well known", popularity=90)
    text = main_of(moderator.get("/bench?kind=origins"))
    assert "2 copies wait." in text
    assert "the work lasts 79 min" in text
    assert text.index("Well known") < text.index("Little known")


def test_a_reviewer_clears_a_copy_which_shows_in_that_moment(moderator: Client, english: Client) -> None:
    link = unseen()
    english.cookies["country"] = "US"
    assert "1 copy waits for a look at who put it there." in main_of(english.get("/movie/nosferatu-1926"))
    answer = moderator.post("/bench?kind=origins", {"copy": link.public_id, "choice": "clear", **SEEN})
    assert answer.headers["Location"] == "/bench?kind=origins&sent=cleared"
    shown = main_of(english.get("/movie/nosferatu-1926"))
    assert "A reviewer looked on 25 November 2026" in shown
    assert "waits for a look" not in shown


def test_a_reviewer_refuses_a_copy(moderator: Client) -> None:
    link = unseen()
    moderator.post("/bench?kind=origins", {"copy": link.public_id, "choice": "refuse", **SEEN})
    link.refresh_from_db()
    assert (link.origin, link.origin_ground) == ("refused", "")
    assert "Nothing waits here" in main_of(moderator.get("/bench?kind=origins"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"who": " "}, "This question has no answer yet."),
        ({"seen": ""}, "Name the address of what you saw."),
        ({"seen": "I saw it"}, "Name the address of what you saw."),
        ({"seen": "javascript:alert(1)"}, "Name the address of what you saw."),
        ({"seen": "https://www.justwatch.com/us/movie/nosferatu"}, "Other lists of links prove nothing"),
    ],
)
def test_no_copy_is_cleared_without_an_answer_and_evidence(moderator: Client, change: dict, said: str) -> None:
    link = unseen()
    given = {"copy": link.public_id, "choice": "clear", **SEEN, **change}
    assert said in page(moderator.post("/bench?kind=origins", given), 422)
    link.refresh_from_db()
    assert link.origin == "unchecked"


def test_who_put_a_link_here_does_not_clear_it(moderator: Client, basile: User) -> None:
    link = unseen()
    WatchLink.objects.update(submitted_by=basile)
    given = {"copy": link.public_id, "choice": "clear", **SEEN}
    assert "You put a copy of this work here" in page(moderator.post("/bench?kind=origins", given), 422)
    given["choice"] = "nonsense"
    assert moderator.post("/bench?kind=origins", given).status_code == 404


def test_what_was_seen_of_a_copy_stands_beside_it(moderator: Client) -> None:
    title = factories.make_free_film("The General")
    link = factories.make_link(title, "https://archive.org/details/General1926", origin="unchecked")
    reply = {"metadata": {"identifier": "General1926", "title": "The General, restored", "collection": "feature_films"}}
    seen = Seen("https://archive.org/metadata/General1926?key=k", "cd" * 32)
    judge_copy(link.public_id, reply, b"a secret of sixteen bytes or more", by=Actor.system("test"), seen=seen)
    text = page(moderator.get("/bench?kind=origins"))
    assert 'href="https://archive.org/metadata/General1926"' in text
    assert '<q dir="auto">The General, restored</q>' in text


def test_a_review_with_evidence_is_saved_and_shows_the_link(moderator: Client, waiting: Case, basile: User) -> None:
    given = {**ANSWERS, **EVIDENCE, "status": "pd", "reason": "Seen and compared."}
    answer = moderator.post(f"/bench/{waiting.public_id}", given)
    assert answer.headers["Location"] == "/bench?sent=decided"
    decision = Decision.objects.filter(kind="review").get()
    assert decision.reviewers == [basile.public_id]
    assert decision.answers == ANSWERS
    assert decision.evidence.get().value == "Published 1926"
    assert RightsAnswer.objects.get(title=waiting.title, country="US").play == "yes"
    assert "The decision is made" in main_of(moderator.get("/bench?sent=decided"))


def test_a_copy_of_what_was_seen_is_kept_and_shown_as_bare_text(
    moderator: Client, waiting: Case, english: Client
) -> None:
    seen = SimpleUploadedFile("card.html", b"<script>alert(1)</script>", content_type="text/html")
    given = {**ANSWERS, **EVIDENCE, "status": "pd", "reason": "Seen.", "capture_0": seen, "public_0": "on"}
    moderator.post(f"/bench/{waiting.public_id}", given)
    item = Decision.objects.filter(kind="review").get().evidence.get()
    answer = moderator.get(f"/evidence/{item.public_id}")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert f'href="/evidence/{item.public_id}"' in page(moderator.get("/movie/the-general-1926/rights?country=US"))


def test_a_copy_that_is_too_big_is_refused(moderator: Client, waiting: Case) -> None:
    seen = SimpleUploadedFile("film.mp4", bytes(1024 * 1024 + 1), content_type="video/mp4")
    given = {**ANSWERS, **EVIDENCE, "status": "pd", "reason": "Seen.", "capture_0": seen}
    assert "This is bigger than 1 MB" in page(moderator.post(f"/bench/{waiting.public_id}", given), 422)


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ({"kind_0": "", "address_0": "", "value_0": ""}, "Nothing is saved without evidence"),
        ({"address_0": "https://www.justwatch.com/us/movie/x"}, "Other lists of links prove nothing"),
        ({"address_0": "https://fr.localhost/film/x"}, "Other lists of links prove nothing"),
        ({"kind_0": ""}, "Say what kind of evidence this is."),
        ({"weakest_input": ""}, "This question has no answer yet."),
        ({"status": ""}, "Choose what is decided."),
        ({"reason": " "}, "Write the reason."),
    ],
)
def test_a_review_that_lacks_something_is_not_saved_and_says_what(
    moderator: Client, waiting: Case, missing: dict[str, str], told: str
) -> None:
    given = {**ANSWERS, **EVIDENCE, "status": "pd", "reason": "Seen.", **missing}
    text = page(moderator.post(f"/bench/{waiting.public_id}", given), 422)
    assert told in text
    assert "Nothing was saved." in text
    assert "The museum&#x27;s account." in text
    assert Decision.objects.filter(kind="review").count() == 0


def test_the_questions_stand_in_their_order(moderator: Client, waiting: Case) -> None:
    text = page(moderator.get(f"/bench/{waiting.public_id}")).partition('id="review-form"')[2]
    places = [text.index(f'name="{name}"') for name in ANSWERS]
    assert places == sorted(places)
    assert text.index('name="kind_0"') > places[-1]


def test_who_put_a_copy_here_does_not_decide_on_it(moderator: Client, waiting: Case, basile: User) -> None:
    factories.make_link(waiting.title, submitted_by=basile)
    given = {**ANSWERS, **EVIDENCE, "status": "pd", "reason": "Mine."}
    text = page(moderator.post(f"/bench/{waiting.public_id}", given), 422)
    assert "You put a copy of this work here" in text


def test_what_goes_against_the_rules_waits_for_a_second_reviewer(moderator: Client, sites: Any, basile: User) -> None:
    title = factories.make_title("M", year=1931)
    factories.make_answer(title, "US", "protected")
    case = case_of(title, kind="contradiction")
    given = {**ANSWERS, **EVIDENCE, "status": "pd", "reason": "A court said so."}
    assert moderator.post(f"/bench/{case.public_id}", given).headers["Location"] == "/bench?sent=second"
    second = Case.objects.get(kind="second_reviewer")
    assert RightsAnswer.objects.get(title=title, country="US").status == "protected"
    address = f"/bench/{second.public_id}"
    assert "another reviewer has to look at it" in main_of(moderator.get(address))
    own = {"form": "confirm", "proposal": OverrideProposal.objects.get().public_id}
    assert moderator.post(address, own).status_code == 403
    ada = people.ada()
    people.give(ada, Role.MODERATOR, sites[0].slug)
    moderator.force_login(ada)
    text = main_of(moderator.get(address))
    assert "Proposed by Basile" in text
    assert "A court said so." in text
    proposal = OverrideProposal.objects.get()
    assert moderator.post(address, {"form": "confirm", "proposal": "another"}).status_code == 409
    moderator.post(address, {"form": "confirm", "proposal": proposal.public_id, "reason": "Read it too."})
    assert OverrideProposal.objects.get().state == "confirmed"
    assert RightsAnswer.objects.get(title=title, country="US").status == "pd"


def test_an_objection_is_read_and_answered_here(moderator: Client, waiting: Case) -> None:
    said = Objection.objects.create(title=waiting.title, country="US", text="Wrong year", email="ada@example.org")
    case = case_of(waiting.title, kind="objection")
    text = page(moderator.get(f"/bench/{case.public_id}"))
    assert "Wrong year" in text
    assert "ada@example.org" in text
    answer = moderator.post(f"/bench/{case.public_id}", {"form": "objection", "objection": said.public_id})
    assert "Write what was found" in page(answer, 422)
    moderator.post(
        f"/bench/{case.public_id}",
        {"form": "objection", "objection": said.public_id, "upheld": "0", "outcome": "The year is right."},
    )
    said.refresh_from_db()
    assert (said.state, said.outcome) == ("rejected", "The year is right.")
    assert "The year is right." in page(moderator.get("/movie/the-general-1926/rights?country=US"))


def test_who_put_a_copy_here_does_not_dismiss_an_objection(moderator: Client, waiting: Case, basile: User) -> None:
    factories.make_link(waiting.title, submitted_by=basile)
    said = Objection.objects.create(title=waiting.title, country="US", text="Wrong year")
    case = case_of(waiting.title, kind="objection")
    given = {"form": "objection", "objection": said.public_id, "upheld": "0", "outcome": "The year is right."}
    assert "You put a copy of this work here" in page(moderator.post(f"/bench/{case.public_id}", given), 422)


def test_evidence_whose_address_is_none_stands_as_it_was_written(moderator: Client, waiting: Case) -> None:
    given = {**ANSWERS, **EVIDENCE, "address_0": "https://[", "public_0": "on", "status": "pd", "reason": "Read it."}
    moderator.post(f"/bench/{waiting.public_id}", given)
    assert "https://[" in main_of(moderator.get("/movie/the-general-1926/rights?country=US"))


def test_the_bench_asks_as_much_for_many_titles_as_for_few(moderator: Client) -> None:
    counted = []
    for number in range(30):
        case_of(factories.make_title(f"Film {number}"))
        if number in (1, 29):
            with CaptureQueriesContext(connection) as queries:
                assert moderator.get("/bench").status_code == 200
            counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_bench_in_french(french: Client, waiting: Case, basile: User) -> None:
    french.force_login(basile)
    assert "Ce que seule une personne peut décider" in main_of(french.get("/examen"))
    assert "4. Quelle règle ?" in main_of(french.get(f"/examen/{waiting.public_id}"))
