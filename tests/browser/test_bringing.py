"""Somebody new brings a copy that is here under another spelling, and one that is not, with what its host once told."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kinds import SESSION
from tests.browser.recorded import ITEM
from tests.browser.sites import ROOT, Site


@pytest.fixture(scope="module")
def recorded(site_server: Site) -> dict[str, str]:
    environment = {**os.environ, "ALLOSTREAM_DATA": str(site_server.data)}
    environment["DJANGO_SETTINGS_MODULE"] = "allostream.config.settings"
    command = [sys.executable, "-m", "tests.browser.recorded"]
    said = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    found: dict[str, str] = json.loads(said.splitlines()[-1])
    return found


@pytest.mark.parametrize("with_scripts", [True, False])
def test_a_newcomer_brings_what_is_here_and_what_is_not(
    new_page: Callable[..., Page],
    site_server: Site,
    recorded: dict[str, str],
    checked: Callable[..., list[str]],
    with_scripts: bool,
) -> None:
    page = new_page(java_script_enabled=with_scripts, viewport={"width": 360, "height": 780})
    page.context.add_cookies([{"name": SESSION, "value": recorded["session"], "url": site_server.english}])
    page.goto("/bring")
    field: Any = page.get_by_label("Address")
    field.fill(f"http://www.archive.org/embed/{recorded['general']}?autoplay=1")
    field.press("Enter")
    expect(page.get_by_role("heading", name="Already here")).to_be_visible()
    expect(page.get_by_role("link", name="The General").first).to_be_visible()
    page.get_by_role("button", name="Confirm it").click()
    expect(page.get_by_text("you are a witness")).to_be_visible()
    if not with_scripts:
        return
    page.goto(f"/bring?url=https://archive.org/details/{ITEM}")
    expect(page.get_by_role("radio", name="Nosferatu (1922)").first).to_be_checked()
    expect(page.get_by_text("Public Domain Mark 1.0")).to_be_visible()
    assert "example.org" not in page.content()
    assert checked(page) == []
    for question in ("Did you upload this file yourself?", "Do you get money if it is watched?"):
        page.get_by_role("group", name=question).get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Bring this link").click()
    expect(page.get_by_text("It has arrived.")).to_be_visible()
    expect(page.get_by_text("Waiting for a moderator")).to_be_visible()
    assert checked(page) == []
