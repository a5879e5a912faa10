"""A notice from the form to the tombstone: somebody without an account sends it, a moderator decides by keyboard."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kinds import SESSION
from tests.browser.sites import ROOT, Site

HOLDER = "Keystone Lane Pictures"


@pytest.fixture
def at_hand(site_server: Site) -> dict[str, Any]:
    """What tests/browser/desk_pages.py finds in the database of the running site."""
    environment = {**os.environ, "ALLOSTREAM_DATA": str(site_server.data)}
    environment["DJANGO_SETTINGS_MODULE"] = "allostream.config.settings"
    command = [sys.executable, "-m", "tests.browser.desk_pages"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return found


def test_a_person_sends_a_notice_and_a_moderator_decides_with_the_keyboard_alone(
    new_page: Callable[..., Page], site_server: Site, at_hand: dict[str, Any]
) -> None:
    (meant, copy), (lawful, other) = at_hand["links"]
    number = send_notice(new_page(), copy, other)
    page = new_page()
    page.context.add_cookies([{"name": SESSION, "value": at_hand["session"], "url": site_server.english}])
    open_at_desk(page, number)
    decide(page)
    read_tombstone(new_page(), at_hand["page"], number, meant, lawful)


def test_deadlines_count_down_by_themselves_and_announce_nothing(
    new_page: Callable[..., Page], site_server: Site, at_hand: dict[str, Any]
) -> None:
    page = new_page()
    page.context.add_cookies([{"name": SESSION, "value": at_hand["session"], "url": site_server.english}])
    page.clock.install()
    for path in ("/bench/desk", at_hand["case"]):
        page.goto(path)
        left = page.locator("time[data-left]").first
        expect(left).to_have_text(re.compile("left$"))
        page.clock.fast_forward(10 * 24 * 3600 * 1000)  # further than any working day
        expect(left).to_have_text(re.compile(r"^late by \d+ days$"))
        expect(page.locator(".due.late, .clock.late").first).to_be_visible()
        spoken = "all => all.filter(one => one.closest('[aria-live], [role=alert], [role=status], [role=log]')).length"
        assert page.locator("time[data-left]").evaluate_all(spoken) == 0


def send_notice(page: Page, copy: str, other: str) -> str:
    """Fill in the form, leave the second link out in the preview, send it; the number of the case from the receipt."""
    page.goto("/notices/send")
    hits, send = page.locator("#hits"), page.locator("button[value=send]")
    page.get_by_label("Works, one on each line").fill("Oswald the Lucky Rabbit")
    page.get_by_label("Infringing addresses, one on each line").fill(f"{copy}\n{other}")
    expect(hits.get_by_text("1 link shows this video")).to_have_count(2)  # while it is typed, before anything is sent
    picks = hits.locator("[name=pick]")
    expect(send).to_have_text("Send notice for 2 links")
    picks.nth(1).uncheck()
    expect(send).to_have_text("Send notice for 1 link")
    page.get_by_label("Copyright (authors)").check()
    page.get_by_label("Why this is unlawful").fill(
        "We restored these films, and nobody may show them at these addresses."
    )
    page.get_by_label("I hold the rights myself").check()
    page.get_by_label("A company or another legal person").check()
    page.get_by_label("Your name, or that of your organisation").fill(HOLDER)
    page.get_by_label("Your e-mail address").fill("rights@keystone-lane.example")
    page.get_by_label("Telephone number").fill("+1 555 0100")
    for statement in ("good_faith", "accuracy", "perjury"):
        page.locator(f"[name={statement}]").check()
    page.get_by_label("Signature: type your full name").fill("K. Lane")
    expect(picks.nth(1)).not_to_be_checked()
    send.click()
    expect(page.get_by_text("Your notice has arrived. What one address named is gone already.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=copy)).to_contain_text("no longer shown, under review")
    expect(page.locator(".items")).not_to_contain_text(other)
    found = re.search(r"/notices/case/([0-9a-z]{12})\?key=[0-9a-f]{40}", page.url)
    assert found is not None, page.url
    return found[1]


def open_at_desk(page: Page, number: str) -> None:
    """Go down the list of the desk with `j` to a case, and open it with the enter key."""
    page.goto("/bench/desk")
    place = page.locator(".queue h2 a").evaluate_all("(all, it) => all.findIndex(one => one.href.includes(it))", number)
    assert place >= 0
    for _step in range(place + 1):
        page.keyboard.press("j")
    expect(page.locator(".queue h2 a").nth(place)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Case {number}")).to_be_visible()


def decide(page: Page) -> None:
    """Take the case, write why, and withdraw what it names for good, without touching a mouse."""
    step_to(page, "button[value=claim]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is yours for half an hour.")).to_be_visible()
    step_to(page, "#why")
    page.keyboard.type("The copy is the restored film.")
    step_to(page, "button[value=uphold]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is decided, and whoever it concerns is told.")).to_be_visible()


def step_to(page: Page, selector: str) -> None:
    """Press the tab key until something has the focus."""
    wanted = page.locator(selector)
    expect(wanted).to_be_visible()
    for _stop in range(200):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"The keyboard does not reach {selector}.")


def read_tombstone(page: Page, where: str, number: str, meant: str, lawful: str) -> None:
    """Everybody reads on the title’s page what was withdrawn, on whose word, and the case; what was left out stays."""
    page.goto(where)
    tomb = page.locator(".tomb")
    expect(tomb).to_contain_text(f"On whose word: {HOLDER}")
    answer = page.goto(f"/watch/{meant}")
    assert answer is not None
    assert answer.status == 451
    expect(page.get_by_text(HOLDER)).to_be_visible()
    answer = page.goto(f"/watch/{lawful}")
    assert answer is not None
    assert answer.status == 200
    page.goto(where)
    tomb.get_by_role("link", name="Read the case").click()
    expect(page.get_by_role("heading", name=f"Case {number}")).to_be_visible()
    expect(page.get_by_text("What everybody can read: no address of a copy, no person, no contact.")).to_be_visible()
    expect(page.get_by_text("rights@keystone-lane.example")).to_have_count(0)
