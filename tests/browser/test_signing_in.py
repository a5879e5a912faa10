"""Signing in as only a browser can: with a passkey that a device keeps, and with an app’s code after the password."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def demo_password(site_server: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    kept = next(Path(tmp_path_factory.getbasetemp()).glob("site*/demo-people.txt"))
    return kept.read_text().split()[-1]


def sign_in(page: Page, address: str, password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def prove(page: Page, password: str) -> None:
    """Say once more who one is, where that is asked for."""
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Confirm").click()


def test_a_passkey_alone_signs_in_and_the_code_of_an_app_is_asked_for_after_the_password(
    new_page: Callable[..., Page], demo_password: str, checked: Callable[..., list[str]]
) -> None:
    page = new_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    sign_in(page, "chiara@example.org", demo_password)
    page.goto("/account/security/passkeys/add")
    prove(page, demo_password)
    page.get_by_label("Name").fill("Laptop")
    page.get_by_label("Let me sign in with it alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/account/security/recovery")  # codes for the day on which it is lost
    page.goto("/account/security/passkeys")
    expect(page.get_by_text("Laptop").first).to_be_visible()
    assert checked(page) == []

    page.goto("/account")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/sign-in")
    assert checked(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("banner").get_by_text("Chiara")).to_have_count(1)

    page.goto("/account/security/app")
    prove(page, demo_password)
    assert checked(page) == []
    secret = re.search(r"[A-Z2-7]{16,}", page.get_by_role("main").inner_text())
    assert secret
    page.get_by_label("Code", exact=True).fill(code_of(secret[0], 0))
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_text("Signing in asks for a code of your app.").wait_for()

    other = new_page()
    sign_in(other, "chiara@example.org", demo_password)
    expect(other.get_by_role("heading", name="One more step")).to_be_visible()
    assert checked(other) == []
    other.get_by_label("Code", exact=True).fill(
        code_of(secret[0], 1)
    )  # that of the next half minute: the first was used
    other.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("banner").get_by_text("Chiara")).to_have_count(1)


def code_of(secret: str, later: int) -> str:
    """What the app shows now, or `later` periods from now."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counters[0] + later)))
