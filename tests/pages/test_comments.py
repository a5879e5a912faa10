"""Comments: under a name, covered where they spoil, without pictures and HTML, and kept in order by those who read."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.test import Client

from allostream.accounts.holdings import holdings
from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.accounts.trust_rules import LIMITS, Level
from allostream.audit.rules import Actor
from allostream.catalogue.models import Episode, Title
from allostream.community import commenting, markup
from allostream.community.commenting_queries import flagged_comments
from allostream.community.commenting_rules import Scope, Spoils, addresses_in
from allostream.community.models import Comment, Mute
from allostream.hosts.models import Standing
from allostream.lib.problems import Forbidden
from allostream.links import actions as links
from allostream.mail.models import Letter
from allostream.moderation.models import Decision
from allostream.sites import actions as sites_actions
from allostream.sites.models import Site
from tests import factories, people
from tests.pages.conftest import TODAY
from tests.pages.reading import main_of, page, parsed


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def judex(sites: Any) -> Title:
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_episode(factories.make_season(series), 1)
    return series


@pytest.fixture
def ada(english: Client) -> User:
    ada = people.ada()
    english.force_login(ada)
    return ada


def write(client: Client, where: str, text: str, **fields: str) -> Any:
    return client.post(where, {"text": text, "spoils": "nothing", **fields})


def test_a_comment_covers_what_it_spoils_and_is_answered_one_level_deep(
    english: Client, ada: User, judex: Title, clock: Any
) -> None:
    episode = Episode.objects.get()
    where = f"/comments/w/{judex.public_id}"
    nodes = parsed(Client(SERVER_NAME="localhost").get("/show/judex")).iter("a")
    assert where in [node.get("href") for node in nodes]
    spoils = {"spoils": "part", "season": "2", "episode": "5"}
    answer = write(english, f"/comments/e/{episode.public_id}", "He **did** it.", **spoils)
    said = Comment.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/comments/e/{episode.public_id}#c-{said.public_id}",
    )
    english.post(f"/comment/{said.public_id}", {"do": "answer", "text": "No.", "spoils": "nothing"})
    reply = Comment.objects.latest("pk")
    english.post(f"/comment/{reply.public_id}", {"do": "answer", "text": "Yes.", "spoils": "whole"})
    assert set(Comment.objects.filter(parent=said).values_list("text", flat=True)) == {"No.", "Yes."}
    reader = Client(SERVER_NAME="localhost")
    tree = parsed(reader.get(where))
    covers = [node for node in tree.iter("details") if node.get("class") == "spoil"]
    assert ["".join(one.find("summary").itertext()).split(" ·")[0] for one in covers] == [
        "Spoils up to S02E05", "Spoils the end",
    ]  # fmt: skip
    assert [one.get("open") for one in covers] == [None, None]
    assert "<strong>did</strong>" in page(reader.get(where))
    feed = reader.get(f"/feeds/comments/{judex.public_id}.json").content.decode()
    assert "Spoils up to S02E05" in feed
    assert "did" not in feed


@pytest.mark.parametrize(
    ("text", "lacks", "has"),
    [
        ("<script>alert(1)</script>", "<script", "&lt;script&gt;"),
        ("![a](https://a.example/b.png)", "<img", ""),
        ("# Big", "<h1", "# Big"),
        ("[x](javascript:alert(1))", "href", "x"),
        ("[x](data:text/html,a)", "href", "x"),
        ('<a href="https://a.example" onclick="x()">b</a>', "<a ", "&lt;a"),
        ("[x](https://a.example/)", 'rel="noopener"', 'rel="nofollow ugc noopener noreferrer"'),
        ("&lt;b&gt;", "<b>", "&lt;b&gt;"),
        ("- one\n- two", "<h", "<li>one</li>"),
    ],
)
def test_markdown_makes_nothing_that_could_do_harm(text: str, lacks: str, has: str) -> None:
    html = markup.html_of(text, with_links=True)
    assert lacks not in html
    assert has in html
    assert "<a" not in markup.html_of(text, with_links=False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://a.example/x, or", ["https://a.example/x"]),
        ("www.a.example.", ["www.a.example"]),
        ("(a.example/film)", ["a.example/film"]),
        ("no address. At all", []),
    ],
)
def test_addresses_are_seen_however_they_are_written(text: str, found: list[str]) -> None:
    assert addresses_in(text) == found


@pytest.mark.parametrize(
    "text", ["archive.org/details/x", "[a](https://archive&#46;org/details/x)", "https://archive.org/details/x"]
)
def test_no_comment_leads_to_a_host_that_is_refused(english: Client, ada: User, judex: Title, text: str) -> None:
    factories.make_host(stands=Standing.REFUSED)
    answer = write(english, f"/comments/w/{judex.public_id}", text)
    assert answer.status_code == 422
    assert "are refused here, in comments too" in main_of(answer)
    assert Comment.objects.count() == 0


def test_no_comment_leads_to_a_copy_that_was_withdrawn(english: Client, ada: User, judex: Title) -> None:
    factories.make_host("internet-archive")
    link = factories.make_link(judex, "https://archive.org/details/judex")
    links.withdraw_link(link.public_id, by=Actor.system("test"), why="On legal grounds")
    answer = write(english, f"/comments/w/{judex.public_id}", "Still at archive.org/embed/judex")
    assert answer.status_code == 422
    assert "not linked to in comments either" in main_of(answer)
    assert Comment.objects.count() == 0


def test_whoever_may_write_no_more_changes_no_comment_either(english: Client, ada: User, judex: Title) -> None:
    write(english, f"/comments/w/{judex.public_id}", "First")
    with patch.object(commenting, "may", return_value=False), pytest.raises(Forbidden):
        commenting.edit_comment(Comment.objects.get().public_id, "Second", Scope(Spoils.NOTHING), by=ada)
    assert Comment.objects.get().text == "First"


def test_an_account_that_nobody_knows_yet_makes_no_links(english: Client, ada: User, judex: Title) -> None:
    write(english, f"/comments/w/{judex.public_id}", "[here](https://a.example/)")
    assert Comment.objects.get().html == "<p>here</p>\n"


def test_words_are_changed_for_six_hours_and_deleted_at_any_time(
    english: Client, ada: User, judex: Title, clock: Any
) -> None:
    write(english, f"/comments/w/{judex.public_id}", "First")
    said = Comment.objects.get()
    own = f"/comment/{said.public_id}"
    english.post(own, {"do": "edit", "text": "Second", "spoils": "whole"})
    said.refresh_from_db()
    assert (said.text, said.spoils) == ("Second", "whole")
    clock.shift(timedelta(hours=6))
    assert english.post(own, {"do": "edit", "text": "Third", "spoils": "nothing"}).status_code == 409
    other = Client(SERVER_NAME="localhost")
    other.force_login(people.eve())
    assert other.post(own, {"do": "delete"}).status_code == 403
    english.post(own, {"do": "delete"})
    said.refresh_from_db()
    assert (said.text, said.html, said.state) == ("", "", "deleted")


def test_flags_reach_the_moderators_who_hide_with_a_reason(
    english: Client, sites: Any, ada: User, judex: Title
) -> None:
    said = factories.make_comment(judex)
    own = f"/comment/{said.public_id}"
    for _ in range(2):
        english.post(own, {"do": "flag", "reason": "spam"})
    assert [(one.flags, one.reasons) for one in flagged_comments()] == [(1, ("spam",))]
    assert english.post(own, {"do": "hide", "why": "Advertising"}).status_code == 403
    assert english.post(own, {"do": "flag", "reason": "dull"}).status_code == 400
    english.force_login(people.basile(*sites))
    grounds = {"rule": "R6", "facts": "It sells watches."}
    assert "Write why" in page(english.post(own, {"do": "hide", **grounds, "why": ""}), 422)
    assert "R6" in page(english.get(own))
    english.post(own, {"do": "hide", **grounds, "why": "Advertising"})
    made = Decision.objects.get()
    assert (made.measure, made.rule, made.author, made.is_public) == ("hidden", "R6", said.author, True)
    assert f"/d/{made.public_id}" in Letter.objects.get(account=said.author_id).text
    assert flagged_comments() == []
    told = main_of(Client(SERVER_NAME="localhost").get(f"/comments/w/{judex.public_id}"))
    assert "Hidden by a moderator: Advertising" in told
    assert "The end!" not in told
    english.post(own, {"do": "show"})
    made.refresh_from_db()
    assert made.undone_by is not None
    assert "The end!" in main_of(Client(SERVER_NAME="localhost").get(f"/comments/w/{judex.public_id}"))


def test_a_moderator_hides_what_was_written_at_their_own_site_alone(
    english: Client, french: Client, sites: Any, judex: Title
) -> None:
    said, told = factories.make_comment(judex), {"rule": "R6", "facts": "It sells watches.", "why": "Advertising"}
    people.give(eve := people.eve(), Role.MODERATOR, Site.objects.exclude(pk=said.site_id).get().slug)
    people.give(basile := people.basile(), Role.MODERATOR, said.site.slug)
    for client, own in ((english, f"/comment/{said.public_id}"), (french, f"/commentaire/{said.public_id}")):
        for person, answers in ((eve, 403), (basile, 303)):
            client.force_login(person)
            assert ('value="hide"' in page(client.get(own))) == (answers == 303)
            assert client.post(own, {"do": "hide", **told}).status_code == answers
            Comment.objects.update(state="shown")


def test_whoever_mutes_somebody_reads_them_no_more(english: Client, ada: User, judex: Title) -> None:
    said = factories.make_comment(judex)
    where = f"/comments/w/{judex.public_id}"
    english.post(f"/comment/{said.public_id}", {"do": "mute"})
    assert "The end!" not in main_of(english.get(where))
    assert "The end!" in main_of(Client(SERVER_NAME="localhost").get(where))
    english.post(f"/comment/{said.public_id}", {"do": "unmute"})
    assert "The end!" in main_of(english.get(where))
    assert Mute.objects.count() == 0


def test_what_cannot_be_written_is_said_and_nothing_is_lost(english: Client, ada: User, judex: Title) -> None:
    where = f"/comments/w/{judex.public_id}"
    answer = write(english, where, "Kept words", spoils="part")
    assert answer.status_code == 422
    assert "Kept words" in main_of(answer)
    assert write(english, where, "  ").status_code == 422
    assert write(english, where, "a" * 4001).status_code == 422
    assert write(english, where, "a", spoils="all").status_code == 400
    assert english.get("/comments/x/000000000000").status_code == 404
    most = LIMITS[Level.NEW].comments_an_hour
    assert [write(english, where, f"Nr {n}").status_code for n in range(most + 1)] == [303] * most + [429]
    english.logout()
    assert write(english, where, "Nobody").headers["Location"].startswith("/sign-in")


def test_a_site_can_do_without_comments(english: Client, ada: User, judex: Title) -> None:
    said = factories.make_comment(judex)
    by = Actor.system("test")
    assert sites_actions.set_comments("en", open_=False, by=by)
    assert not sites_actions.set_comments("en", open_=False, by=by)
    for address in (
        f"/comments/w/{judex.public_id}",
        f"/comment/{said.public_id}",
        f"/feeds/comments/{judex.public_id}.atom",
    ):
        assert english.get(address).status_code == 404
    assert "Comments" not in main_of(Client(SERVER_NAME="localhost").get("/show/judex"))
    with pytest.raises(commenting.Forbidden):
        commenting.write_comment(
            commenting.About(judex.pk),
            "x",
            Scope(Spoils.NOTHING),
            author=ada,
            site=Site.objects.get(slug="en"),
            language="en",
        )


def test_what_somebody_said_goes_along_with_them(judex: Title) -> None:
    said = factories.make_comment(judex)
    answer = factories.make_comment(judex, parent=said)
    report = factories.make_report(
        factories.make_free_film("The General").links.get(), person=said.author, words="Mine"
    )
    rows = {one.name: list(one.rows(said.author)) for one in holdings()}
    assert [row["text"] for row in rows["community_comment"]] == ["The end!"]
    assert [row["words"] for row in rows["reports"]] == ["Mine"]
    for one in holdings():
        if one.erase:
            one.erase(said.author)
    said.author.delete()
    answer.refresh_from_db()
    report.refresh_from_db()
    assert (answer.parent, report.person, report.words) == (None, None, "")
