"""The pages of keeping order: the queue, decisions and how they are contested, the public log, bans."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allostream.accounts.permission_rules import Right, Role
from allostream.accounts.queries import may
from allostream.jobs.handlers import HANDLERS
from allostream.lib import clock
from allostream.links.ban_models import Ban
from allostream.links.models import ShownLink, WatchLink
from allostream.links.rules import Origin
from allostream.mail.models import Letter
from allostream.moderation import contesting, sheaves
from allostream.moderation.actions import About, Author, Grounds, decide
from allostream.moderation.decision_rules import Measure, Rule, Thing
from allostream.moderation.decision_rules import Role as Part
from allostream.moderation.gathering import keep_queue
from allostream.moderation.models import Appeal, Decision, Item
from tests import factories, people
from tests.pages.reading import page, parsed
from tests.pages.validity import faults

SAID = {"rule": "R3", "facts": "Named after a release.", "why": "A copy of a disc, says Ada, at https://bad.example/x."}


@pytest.fixture
def cast(sites: Any) -> dict[str, Any]:
    lead = people.chiara()
    people.give(lead, Role.LEAD)
    return {"ada": people.ada(), "basile": people.basile(*sites), "lead": lead, "eve": people.eve()}


@pytest.fixture
def link(cast: Any) -> WatchLink:
    film = factories.make_free_film("The General")
    return factories.make_link(film, origin="unchecked", submitted_by=cast["ada"], uploader_hash="a1")


def signed_in(person: Any, language: str = "en") -> Client:
    client = Client(SERVER_NAME="fr.localhost" if language == "fr" else "localhost")
    client.force_login(person)
    return client


def whole(answer: Any, status: int = 200) -> str:
    """The page as text; it is valid."""
    text = page(answer, status)
    tree = parsed(answer)
    assert faults(tree if tree.tag == "html" else tree.find("html")) == []
    return text


def test_a_decision_goes_the_whole_way_to_the_answer_of_another(cast: Any, link: WatchLink) -> None:
    keep_queue()
    moderator, item = signed_in(cast["basile"]), Item.objects.get()
    where = f"/bench/queue/{item.pk}"
    assert where in whole(moderator.get("/bench/queue"))
    assert "Whose it is" in whole(moderator.get(where))
    assert "Choose the rule that was broken." in whole(
        moderator.post(where, {"act": "refuse", **SAID, "rule": "R0"}), 422
    )
    assert moderator.post(where, {"act": "refuse", **SAID}).status_code == 302
    made = Decision.objects.get()
    # The public line tells neither who, nor whose, nor where.
    log = whole(Client(SERVER_NAME="localhost").get("/moderation-log"))
    assert "A copy of a disc, says […], at […]" in log
    assert "Ada" not in log
    assert "bad.example" not in log
    assert "R3" in log
    for suffix in ("atom", "rss", "json"):
        feed = Client(SERVER_NAME="localhost").get(f"/feeds/moderation-log.{suffix}").content.decode()
        assert made.public_id in feed
        assert "Ada" not in feed
    json.loads(feed)
    # Everybody sees the line, the author the statement; only the author may contest it.
    path = f"/decision/{made.public_id}"
    assert "Statement of reasons" not in whole(Client(SERVER_NAME="localhost").get(path))
    author = signed_in(cast["ada"])
    statement = whole(author.get(path))
    for said in ("Statement of reasons", "Named after a release.", "no automated means", "courts", "2027"):
        assert said in statement
    assert "Only whoever" in whole(signed_in(cast["eve"]).post(path, {"text": "This is not so at all."}), 422)
    assert "at least ten" in whole(author.post(path, {"text": "No."}), 422)
    assert author.post(path, {"text": "It is from a print of my own."}).status_code == 302
    appeal = Appeal.objects.get()
    # Whoever decided does not answer.
    people.give(cast["basile"], Role.LEAD)
    answer = {"appeal": appeal.public_id, "outcome": "upheld", "answer": "The print is hers."}
    assert "somebody else answers" in whole(moderator.post("/bench/appeals", answer), 422)
    lead = signed_in(cast["lead"])
    assert "from a print of my own" in whole(lead.get("/bench/appeals"))
    assert lead.post("/bench/appeals", answer).status_code == 302
    link.refresh_from_db()
    assert link.origin == Origin.UNCHECKED
    assert "You were right" in whole(author.get(path))
    assert "undone since" in whole(Client(SERVER_NAME="localhost").get("/moderation-log"))
    letter = Letter.objects.filter(kind="appeal_answered").get()
    assert "The print is hers." in letter.text


def test_without_an_account_the_secret_of_the_letter_opens_the_decision(cast: Any) -> None:
    with transaction.atomic():
        made = decide(
            About(Thing.COMMENT, "c1"), Measure.HIDDEN, Grounds(Rule.CIVIL, "It insults.", "It insults somebody."),
            by=cast["basile"], role=Part.MODERATOR, author=Author(email="jo@example.org", language="fr"),
        )  # fmt: skip
    letter = Letter.objects.get(address="jo@example.org")
    secret = letter.text.partition("?key=")[2].split()[0]
    nobody = Client(SERVER_NAME="fr.localhost")
    path, said = f"/decision/{made.public_id}", {"text": "Ce n’est pas une insulte.", "email": "jo@example.org"}
    for key in ("", "?key=other"):
        nobody.get(f"/d/{made.public_id}{key}")
        assert "sessionid" not in nobody.cookies  # whoever guesses fills no table
        assert "Exposé des motifs" not in whole(nobody.get(path))
        assert nobody.post(path, said).status_code == 422
    for way in (f"/d/{made.public_id}", path):  # the secret stays neither in the address nor with anybody it leads to
        opened = Client(SERVER_NAME="fr.localhost").get(f"{way}?key={secret}")
        assert opened.headers["Location"] == path
        assert opened.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in opened.headers["Cache-Control"]
    answer = nobody.get(f"/d/{made.public_id}?key={secret}", follow=True)
    assert "Exposé des motifs" in whole(answer)
    assert secret not in page(answer)
    # A browser sends no origin with a form from a page that asks for no referrer, and the form is refused.
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "adresse" in whole(nobody.post(path, {**said, "email": "jo"}), 422)
    assert nobody.post(path, said).status_code == 302
    appeal = Appeal.objects.get()
    assert appeal.language == "fr"
    contesting.answer(appeal.public_id, upheld=False, text="C’en est une.", by=cast["lead"])
    letter = Letter.objects.get(kind="appeal_answered", address="jo@example.org")
    assert "C’en est une." in letter.text
    contesting.forget_addresses(clock.now() + timedelta(days=1))
    assert not Appeal.objects.exclude(email="").exists()


def test_many_are_decided_by_two_and_shown_with_their_number(cast: Any, link: WatchLink) -> None:
    keep_queue()
    moderator, lead = signed_in(cast["basile"]), signed_in(cast["lead"])
    assert "/bench/many?uploader=a1" in whole(moderator.get("/bench/queue?uploader=a1"))
    where = "/bench/many?uploader=a1"
    assert "Refuse it: Links" in whole(moderator.get(where))
    assert moderator.post(where, {"what": "ask", "act": "link:refuse", **SAID}).status_code == 302
    sheaf = sheaves.Sheaf.objects.get()
    assert whole(moderator.post("/bench/many", {"what": "agree", "sheaf": sheaf.public_id}), 403)
    assert lead.post("/bench/many", {"what": "agree", "sheaf": sheaf.public_id}).status_code == 302
    HANDLERS[sheaves.DO]({"sheaf": sheaf.public_id})
    link.refresh_from_db()
    assert link.origin == Origin.REFUSED
    assert "Undo all of it" in whole(lead.get("/bench/many"))


def test_a_ban_is_given_with_a_public_reason_and_lifted(cast: Any, link: WatchLink) -> None:
    lead, film = signed_in(cast["lead"], "fr"), link.title
    given = {
        "what": "give",
        "title": film.public_id,
        "scope": "shown",
        "rule": "R1",
        "reason": "In cinemas.",
        "days": "30",
    }
    assert "Bannissements" in whole(lead.get("/examen/bannissements"))
    assert ShownLink.objects.filter(title=film).exists()
    assert lead.post("/examen/bannissements", given).status_code == 302
    assert not ShownLink.objects.filter(title=film).exists()
    assert "In cinemas." in whole(lead.get("/journal-de-moderation?measure=banned"))
    assert "existe déjà" in whole(lead.post("/examen/bannissements", given), 409)
    ban = link.__class__.objects.get(pk=link.pk).ban
    assert (
        lead.post("/examen/bannissements", {"what": "lift", "ban": ban.public_id, "why": "Settled."}).status_code == 302
    )
    assert ShownLink.objects.filter(title=film).exists()
    ada = cast["ada"]
    person = {**given, "title": "", "person": ada.public_id}
    assert lead.post("/examen/bannissements", person).status_code == 302
    assert not may(type(ada).objects.get(pk=ada.pk), Right.LINK_PROPOSE)
    assert whole(signed_in(cast["basile"]).post("/bench/bans", given), 403)


@pytest.mark.parametrize("path", ["/bench/queue", "/bench/many", "/bench/bans", "/bench/appeals"])
def test_the_pages_of_moderators_are_for_them_alone(cast: Any, path: str) -> None:
    assert Client(SERVER_NAME="localhost").get(path).status_code == 302
    assert signed_in(cast["eve"]).get(path).status_code == 404
    whole(signed_in(cast["lead"]).get(path))


def test_unknown_values_are_told_and_the_rules_are_published(cast: Any, english: Client) -> None:
    assert english.get("/moderation-log?rule=R99").status_code == 400
    assert signed_in(cast["lead"]).get("/bench/queue?kind=nothing").status_code == 400
    rules = whole(english.get("/house-rules"))
    assert "R10" in rules
    assert "R13 · The catalogue says what is so" in rules
    assert english.get("/moderation-log?page=9").status_code == 404


def test_a_page_of_the_log_costs_the_same_for_few_and_many(cast: Any, english: Client) -> None:
    film = factories.make_free_film("The General")
    factories.make_host("internet-archive", name="Internet Archive")
    costs = []
    for _ in range(2):
        with transaction.atomic():
            for number in range(6):
                about = About(Thing.LINK, f"x{number}", film.pk, "internet-archive")
                decide(about, Measure.HIDDEN, Grounds(Rule.WHO_PUT_IT, "So.", "So."), by=None, role=Part.RULE)
        with CaptureQueriesContext(connection) as asked:
            assert ">Internet Archive</a>" in whole(english.get("/moderation-log"))
        costs.append(len(asked))
    assert costs[0] == costs[1]


def contested(person: Any, count: int) -> None:
    """So many decisions that somebody contests, each for a film of its own."""
    for number in range(count):
        with transaction.atomic():
            film = factories.make_title(f"Film {number} of {count}")
            made = decide(
                About(Thing.TITLE, film.public_id, film.pk), Measure.HIDDEN, Grounds(Rule.LAWFUL, "So.", "So."),
                by=None, role=Part.RULE, author=Author(person),
            )  # fmt: skip
            contesting.contest(made, "It is not so at all.", person=person)


def banned(count: int) -> None:
    for number in range(count):
        film = factories.make_title(f"Film {number} of {count}")
        Ban.objects.create(reach="title", title=film, since=clock.now(), reason="Not to be shown.")


@pytest.mark.parametrize(
    ("path", "mark"), [("/bench/bans", "Not to be shown."), ("/bench/appeals", "It is not so at all.")]
)
def test_lists_of_bans_and_appeals_have_pages_that_cost_the_same_for_few_and_many(
    cast: Any, path: str, mark: str
) -> None:
    make = banned if path == "/bench/bans" else lambda count: contested(cast["ada"], count)
    lead, costs, seen = signed_in(cast["lead"]), [], []
    lead.get(path)
    for count in (2, 53):
        make(count)
        with CaptureQueriesContext(connection) as asked:
            text = whole(lead.get(path))
        costs.append(len(asked))
        seen.append(text.count(mark))
    assert costs[0] == costs[1]
    assert 'rel="next"' in text
    last = whole(lead.get(f"{path}?page=2"))
    assert seen == [2, 55 - last.count(mark)]
    assert last.count(mark) > 0
    assert 'rel="next"' not in last
    assert lead.get(f"{path}?page=3").status_code == 404
    assert lead.get(f"{path}?page=x").status_code == 400
