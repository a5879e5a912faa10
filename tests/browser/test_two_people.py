"""Two people in two browsers: one brings links, another decides, a third answers; all see what is theirs to see."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kinds import SESSION
from tests.browser.sites import ROOT, Site, running_site
from tests.browser.two_people import METROPOLIS, NAME, NEWCOMER, NOSFERATU

WHY = "The picture stops in the last act, so that nobody sees how it ends."
WRONG = "It does not stop: I have watched it to its end, and so has a friend."
ANSWER = "It plays to the end; the first look was at a broken connection."


@pytest.fixture(scope="module")
def site_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of their own: what they bring is shown in the end, and other tests look at films without a link."""
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def beside(site_server: Site) -> Iterator[Callable[[str], Any]]:
    """Has something done beside the running site, and gives what comes of it."""
    environment = {**os.environ, "ALLOSTREAM_DATA": str(site_server.data), "ALLOSTREAM_BOT_CONTACT": "bot@example.org"}
    environment |= {
        "ALLOSTREAM_BOT_SITE": "https://example.org",
        "DJANGO_SETTINGS_MODULE": "allostream.config.settings",
    }
    command = [sys.executable, "-m", "tests.browser.two_people"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told, answers = process.stdin, process.stdout

        def ask(line: str) -> Any:
            told.write(line + "\n")
            told.flush()
            return json.loads(answers.readline())

        yield ask
        told.close()
    assert process.returncode == 0


def bring(page: Page, item: str, title: str) -> str:
    """Bring a copy by what its host tells; the address of what became of it."""
    page.goto(f"/bring?url=https://archive.org/details/{item}")
    expect(page.get_by_role("radio", name=title).first).to_be_checked()
    for question in ("Did you upload this file yourself?", "Do you get money if it is watched?"):
        page.get_by_role("group", name=question).get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Bring this link").click()
    expect(page.get_by_text("Waiting for a moderator")).to_be_visible()
    return page.url.partition("?")[0]


def decide(page: Page, title: str, act: str, rule: str, facts: str, why: str) -> None:
    """Open what waits of a newcomer for a title, and do something to it."""
    page.goto("/bench/queue?kind=submission")
    page.get_by_role("listitem").filter(has_text=NAME).get_by_role("link", name=title).click()
    page.get_by_label("Rule").select_option(rule)
    page.get_by_label("Facts on which it rests").fill(facts)
    page.get_by_label("Why", exact=True).fill(why)
    page.get_by_role("button", name=act).click()
    expect(page.get_by_text("It is decided, and whoever it concerns is told.")).to_be_visible()


def test_a_newcomer_brings_a_moderator_decides_another_answers_and_the_newcomer_leaves(
    new_page: Callable[..., Page], site_server: Site, beside: Callable[[str], Any], tmp_path: Path
) -> None:
    given = beside("start")

    def browser_of(who: str) -> Page:
        page = new_page()
        page.context.add_cookies([{"name": SESSION, "value": given[who], "url": site_server.english}])
        return page

    noor, basile, doris = browser_of("newcomer"), browser_of("moderator"), browser_of("lead")
    anybody = {"us": new_page(locale="en-US"), "fr": new_page(locale="fr-FR", base_url=site_server.french)}

    # The newcomer: a copy that is here under another spelling, one of a film without a link, one not free in France.
    noor.goto(f"/bring?url=http://www.archive.org/embed/{given['general']}?autoplay=1")
    expect(noor.get_by_role("heading", name="Already here")).to_be_visible()
    brought = bring(noor, NOSFERATU, "Nosferatu")
    not_in_france = bring(noor, METROPOLIS, "Metropolis")
    anybody["us"].goto("/movie/nosferatu-1922")
    expect(anybody["us"].locator(".offer")).to_have_count(0)

    # The moderator refuses one with reasons, and takes the other.
    beside("work")
    decide(basile, "Nosferatu", "Refuse it", "R5", "The file ends after an hour.", WHY)
    decide(basile, "Metropolis", "Take it", "R0", "", "A plain copy of a film that is free in many countries.")
    beside("work")
    page = anybody["us"]
    page.goto("/moderation-log")
    line = page.get_by_role("listitem").filter(has_text=WHY)
    expect(line.get_by_role("link", name="Nosferatu")).to_be_visible()
    assert NAME not in page.content()
    noor.goto(not_in_france)
    link = (noor.get_by_role("link", name="The link", exact=True).get_attribute("href") or "").rpartition("/")[2]
    page.goto("/movie/metropolis-1927")
    expect(page.locator(f"#l-{link}")).to_be_visible()
    page = anybody["fr"]
    for path in ("/film/metropolis-1927", f"/voir/{link}"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert METROPOLIS not in page.content()
    expect(page.get_by_text("France").first).to_be_visible()

    # The newcomer is told, and contests it; another person than the moderator answers.
    told = beside(f"letters {NEWCOMER}")[-1]
    assert WHY in told
    noor.goto(brought)
    noor.get_by_role("link", name="How to contest this").click()
    expect(noor.get_by_text("The file ends after an hour.")).to_be_visible()
    decision = noor.url
    noor.get_by_label("What is not right, and why").fill(WRONG)
    noor.get_by_role("button", name="Contest it").click()
    expect(noor.get_by_text("Somebody who had no part in the decision answers within")).to_be_visible()
    basile.goto("/bench/appeals")
    entry = basile.get_by_role("listitem").filter(has_text=WRONG)
    expect(entry.get_by_text("You took part in this decision: somebody else answers.")).to_be_visible()
    doris.goto("/bench/appeals")
    entry = doris.get_by_role("listitem").filter(has_text=WRONG)
    entry.get_by_label("Answer, with reasons").fill(ANSWER)
    entry.get_by_role("button", name="The decision was wrong: undo it").click()
    expect(doris.get_by_text("It is answered, and whoever asked is told.")).to_be_visible()
    noor.goto(decision)
    expect(noor.get_by_role("heading", name="You were right: the decision is undone")).to_be_visible()
    expect(noor.get_by_text(ANSWER)).to_be_visible()
    assert any(ANSWER in letter for letter in beside(f"letters {NEWCOMER}"))

    # What waits again is taken: it is free in both countries, and everybody sees it.
    beside("work")
    decide(basile, "Nosferatu", "Take it", "R0", "", "It plays to the end.")
    beside("work")
    for where, path in (("us", "/movie/nosferatu-1922"), ("fr", "/film/nosferatu-le-vampire-1922")):
        anybody[where].goto(path)
        expect(anybody[where].locator(".offer")).to_have_count(1)
    noor.goto(brought)
    expect(noor.get_by_role("link", name="The link", exact=True)).to_be_visible()

    # The newcomer takes everything along and leaves; what stays is what the law asks for, and nothing else.
    noor.goto("/account/data")
    with noor.expect_download() as waiting:
        noor.get_by_role("button", name="Take everything along").click()
    waiting.value.save_as(tmp_path / "data.zip")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "data.zip").read_bytes())) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert NEWCOMER in texts["account.json"]
    assert METROPOLIS in texts["community_submission.json"]
    assert WHY in texts["decisions.json"]
    assert WRONG in texts["appeals.json"]
    noor.goto("/account/leave")
    noor.get_by_label("I know that nothing can be brought back.").check()
    noor.get_by_role("button", name="Delete my account").click()
    expect(noor.get_by_role("heading", name="Your account was deleted")).to_be_visible()
    noor.goto("/brought")
    expect(noor.get_by_role("main").get_by_role("button", name="Sign in")).to_be_visible()
    assert beside(f"kept {NAME}") == ["accounts_retained"]
    assert beside(f"kept {NEWCOMER}") == ["accounts_retained", "mail_letter"]
    assert beside(f"kept {WRONG}") == []
    anybody["us"].goto("/moderation-log")
    expect(anybody["us"].get_by_role("link", name="Nosferatu").first).to_be_visible()
    assert WHY not in anybody["us"].content()


def test_in_a_flood_of_accounts_the_browser_does_a_sum_beside_the_page(
    new_page: Callable[..., Page], beside: Callable[[str], Any], checked: Callable[..., list[str]]
) -> None:
    beside("crowd 31")
    page, plain = new_page(), new_page(java_script_enabled=False)
    plain.goto("/sign-up")
    expect(plain.get_by_text("Wait 20 seconds, then send it.")).to_be_visible()
    page.goto("/sign-up")
    page.get_by_label("E-mail address").fill("late@example.org")
    page.get_by_label("Name").fill("Late")
    assert checked(page) == []
    page.get_by_role("main").get_by_role("button", name="Make an account").press(
        "Enter"
    )  # done or not: it is sent then
    expect(page.get_by_role("heading", name="Confirm your address")).to_be_visible(timeout=30_000)
    beside("crowd 0")
