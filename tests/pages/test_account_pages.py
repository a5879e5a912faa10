"""Accounts: by code, password and app; what probing learns; sessions, names, invitations."""

import json
import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as site_settings
from django.core.cache import cache
from django.test import Client

from allostream.accounts.invitation_actions import invite
from allostream.accounts.letters_address import token_of
from allostream.accounts.models import Invitation, User
from allostream.accounts.profile_actions import Profile, change_profile
from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.mail.models import Letter
from allostream.web.accounts.adapter import INVITED
from allostream.web.addresses import Place, address
from tests import factories, people
from tests.pages.reading import main_of, page, parsed
from tests.pages.validity import faults
from tests.people import code_of_last_letter

pytestmark = pytest.mark.django_db
BY = Actor.command("test")


@pytest.fixture(autouse=True)
def no_limits_of_before() -> None:
    cache.clear()


def follow(client: Client, answer: Any) -> Any:
    while answer.status_code in (301, 302):
        answer = client.get(answer.headers["Location"])
    return answer


def sign_up(client: Client, address: str = "new@example.org", **more: str) -> Any:
    path = "/sign-up" if client.defaults["SERVER_NAME"] == "localhost" else "/inscription"
    return client.post(path, {"email": address, "name": "Nova", **more})


def test_somebody_signs_up_and_confirms_the_address_by_the_code_in_the_letter(french: Client) -> None:
    answer = sign_up(french)
    assert answer.status_code == 302
    text = main_of(follow(french, answer))
    assert "new@example.org" in text
    letter = Letter.objects.get()
    assert " confirme votre adresse" in letter.subject
    answer = french.post("/inscription/confirmer", {"code": "WRONG"})
    assert answer.status_code == 422
    assert "Ce code est faux" in main_of(answer)
    french.post("/inscription/confirmer", {"code": code_of_last_letter("new@example.org")})
    person = User.objects.get()
    assert (person.name, person.language, person.has_usable_password()) == ("Nova", "fr", False)
    assert EmailAddress.objects.get().verified
    assert "Nova" in main_of(french.get("/compte"))
    assert AuditEntry.objects.filter(action="person.add", subject_id=person.public_id).exists()


def test_somebody_signs_in_by_a_code_and_comes_back_to_where_they_were(english: Client) -> None:
    people.ada()
    answer = english.post("/sign-in/code", {"email": "ada@example.org", "next": "/movies"})
    assert "ada@example.org" in main_of(follow(english, answer))
    answer = english.post("/sign-in/code/enter", {"code": code_of_last_letter("ada@example.org"), "next": "/movies"})
    assert answer.headers["Location"] == "/movies"
    assert "Ada" in page(english.get("/movies"))


def test_whoever_made_an_account_with_the_address_of_another_gets_no_further_once_that_one_signs_in(
    english: Client, sites: Any
) -> None:
    sign_up(english, password1="ten fine words")
    SocialAccount.objects.create(user=User.objects.get(), provider="museum", uid="1")
    owner = Client(SERVER_NAME="localhost")
    owner.post("/sign-in/code", {"email": "new@example.org"})
    owner.post("/sign-in/code/enter", {"code": code_of_last_letter("new@example.org")})
    assert "Nova" in main_of(owner.get("/account"))
    assert not User.objects.get().has_usable_password()
    assert not SocialAccount.objects.exists()


def test_who_confirms_an_address_where_they_signed_up_keeps_the_password(english: Client) -> None:
    sign_up(english, password1="ten fine words")
    english.post("/sign-up/confirm", {"code": code_of_last_letter("new@example.org")})
    assert EmailAddress.objects.get().verified
    assert User.objects.get().check_password("ten fine words")


@pytest.mark.parametrize("odd", ['"a"@example.org', "a@[127.0.0.1]", "a@" + ".".join(c * 60 for c in "bcdef") + ".org"])
def test_what_can_get_no_letter_is_no_address_of_an_account(english: Client, odd: str) -> None:
    assert sign_up(english, odd).status_code == 422
    assert english.post("/password/forgotten", {"email": odd}).status_code == 422
    assert english.post("/sign-in/code", {"email": odd}).status_code == 302
    assert not User.objects.exists()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/sign-up", {"name": "Nova"}), ("/sign-up", {"name": "Nova", "password1": "ten fine words"}),
        ("/sign-in/code", {}), ("/password/forgotten", {}),
    ],
)  # fmt: skip
def test_probing_tells_nothing_of_who_has_an_account(path: str, form: dict[str, str], sites: Any) -> None:
    people.ada()
    told = []
    for name in ("ada", "eve"):
        client = Client(SERVER_NAME="localhost")
        answer = client.post(path, {"email": f"{name}@example.org", **form})
        text = main_of(follow(client, answer)).replace(name, "somebody")
        told.append((answer.status_code, answer.headers.get("Location"), text))
        assert Letter.objects.filter(address=f"{name}@example.org").count() == 1
    assert told[0] == told[1]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer_and_are_counted(english: Client) -> None:
    people.ada()
    form = {"login": "ada@example.org", "password": "wrong words"}
    known = main_of(english.post("/sign-in", form))
    other = main_of(english.post("/sign-in", {**form, "login": "eve@example.org"}))
    assert known.replace("ada", "") == other.replace("eve", "")
    for _attempt in range(5):
        answer = english.post("/sign-in", form)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")
    assert "Too many attempts for this address" in main_of(answer)
    right = english.post("/sign-in", {**form, "password": people.PASSWORD})
    assert right.status_code == 429


def test_a_new_password_needs_the_code_and_ends_other_sessions(english: Client, sites: Any) -> None:
    ada, elsewhere = people.ada(), Client(SERVER_NAME="localhost")
    elsewhere.force_login(ada)
    english.post("/password/forgotten", {"email": "ada@example.org"})
    english.post("/password/code", {"code": code_of_last_letter("ada@example.org")})
    answer = english.post("/password/new", {"password1": "ten other words", "password2": "ten other words"})
    assert answer.status_code == 302
    assert "The password of your account was changed." in Letter.objects.latest("pk").text
    assert "Ada" not in page(elsewhere.get("/movies"))
    answer = english.post("/sign-in", {"login": "ada@example.org", "password": "ten other words"})
    assert answer.status_code == 302


def app_code(person: User) -> str:
    secret = Authenticator.objects.get(user=person, type="totp").wrap().totp_secret  # type: ignore[attr-defined]
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def turn_app_on(client: Client) -> str:
    client.post("/account/confirm", {"password": people.PASSWORD})
    text = page(client.get("/account/security/app"))
    found = re.search(r'<code translate="no">([A-Z2-7]+)</code>', text)
    assert found
    counter = next(iter(yield_hotp_counters_from_time()))
    answer = client.post("/account/security/app", {"code": format_hotp_value(hotp_value(found[1], counter))})
    assert answer.status_code == 302, main_of(answer)
    return found[1]


def test_an_app_is_asked_for_after_the_password_and_its_key_lies_encrypted(
    english: Client, sites: Any, time_machine: Any
) -> None:
    ada = people.ada()
    english.post("/sign-in", {"login": "ada@example.org", "password": people.PASSWORD})
    secret = turn_app_on(english)
    assert secret not in json.dumps(Authenticator.objects.get(type="totp").data)
    codes = re.findall(r'<code translate="no">(\d{8})</code>', page(english.get("/account/security/recovery")))
    assert len(codes) == 10
    later = Client(SERVER_NAME="localhost")
    answer = later.post("/sign-in", {"login": "ada@example.org", "password": people.PASSWORD, "next": "/movies"})
    assert "One more step" in main_of(follow(later, answer))
    assert later.post("/sign-in/second-step", {"code": "000000"}).status_code == 422
    assert follow(later, later.post("/sign-in/second-step", {"code": codes[0]})).status_code == 200
    assert "Ada" in page(later.get("/movies"))
    assert ada.email


def test_a_passkey_is_named_and_removed(english: Client) -> None:
    ada = people.ada()
    english.post("/sign-in", {"login": "ada@example.org", "password": people.PASSWORD})
    english.post("/account/confirm", {"password": people.PASSWORD})
    kept = Authenticator.objects.create(user=ada, type="webauthn", data={"name": "Laptop", "credential": {}})
    assert "Laptop" in main_of(english.get("/account/security/passkeys"))
    path = f"/account/security/passkeys/{kept.pk}"
    for odd in ("x", "9" * 30, "9" * 5000):
        assert english.get(f"/account/security/passkeys/{odd}").status_code == 404
    english.post(path, {"name": "Telephone"})
    assert Authenticator.objects.get().data["name"] == "Telephone"
    assert "no longer sign you in" in main_of(english.get(f"{path}/remove"))
    english.post(f"{path}/remove")
    assert not Authenticator.objects.exists()


def test_sessions_are_listed_without_a_whole_address_and_ended_everywhere(english: Client, sites: Any) -> None:
    people.ada()
    form = {"login": "ada@example.org", "password": people.PASSWORD}
    elsewhere = Client(SERVER_NAME="localhost", REMOTE_ADDR="93.184.216.34", HTTP_USER_AGENT="Firefox")
    elsewhere.post("/sign-in", form)
    english.post("/sign-in", form)
    text = main_of(english.get("/account/sessions"))
    assert "93.184.216.0" in text
    assert "93.184.216.34" not in text
    assert english.post("/account/sessions").status_code == 302
    assert "Ada" not in page(elsewhere.get("/movies"))
    assert "Ada" in page(english.get("/movies"))


def test_the_address_is_changed_once_the_new_one_is_confirmed(english: Client) -> None:
    ada = people.ada()
    english.force_login(ada)
    answer = english.post("/account/address", {"email": "lovelace@example.org", "action_add": ""})
    assert answer.headers["Location"].startswith("/account/confirm?")
    assert not Letter.objects.exists()  # whoever finds the browser open gets no further
    english.post(answer.headers["Location"], {"password": people.PASSWORD})
    assert User.objects.get().email == "ada@example.org"
    english.post("/sign-up/confirm", {"code": code_of_last_letter("lovelace@example.org")})
    assert User.objects.get().email == "lovelace@example.org"


def test_a_profile_is_seen_by_those_whom_its_owner_lets(english: Client, french: Client) -> None:
    ada, eve = people.ada(), people.eve()
    path = f"/member/{ada.public_id}"
    english.force_login(ada)
    form = {"name": "Ada L.", "about": "Reads <b>prints</b>.", "visibility": "public", "is_credited": "on"}
    assert english.post("/account/profile", form).status_code == 302
    text = page(french.get(f"/membre/{ada.public_id}"))
    assert "Ada L." in text
    assert "Reads &lt;b&gt;prints&lt;/b&gt;." in text
    assert "noindex" not in text
    again = english.post("/account/profile", {**form, "name": "Somebody"})
    assert "once in thirty days" in main_of(again)
    english.post("/account/profile", {**form, "visibility": "private"})
    assert english.get(path).status_code == 200
    french.force_login(eve)
    assert french.get(f"/membre/{ada.public_id}").status_code == 404


def test_who_does_not_want_to_be_named_stands_beside_no_link(english: Client) -> None:
    ada, film, series = people.ada(), factories.make_title("Nosferatu"), factories.make_title("Judex", kind="series")
    episode = factories.make_episode(factories.make_season(series), 1)
    link = factories.make_link(film, submitted_by=ada)
    factories.make_link(series, season=episode.season, episode=episode, submitted_by=ada)
    for title in (film, series):
        factories.make_answer(title, "US")
    paths = [f"/watch/{link.public_id}", "/movie/nosferatu-1926", "/show/judex", "/show/judex/s01e01"]
    for wants in (True, False):
        change_profile(ada, Profile("Ada", "", User.Visibility.UNLISTED, is_credited=wants, wants_letters=True))
        assert {path: "Proposed by Ada" in page(english.get(path)) for path in paths} == dict.fromkeys(paths, wants)


def test_letters_are_stopped_without_signing_in_by_their_own_address_alone(english: Client) -> None:
    ada = people.ada()
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert strict.post(f"/letters/{token_of(ada)}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not User.objects.get().wants_letters
    User.objects.update(wants_letters=True)
    of_france = Client(SERVER_NAME="fr.localhost", enforce_csrf_checks=True)
    assert of_france.post(f"/letters/{token_of(ada)}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not User.objects.get().wants_letters
    assert english.get("/letters/forged").status_code == 404


def test_accounts_by_invitation_need_one_that_counts(english: Client, settings: Any, sites: Any) -> None:
    settings.SIGN_UP = "invited"
    lead = people.basile(*sites)
    assert "needs an invitation" in main_of(english.get("/sign-up"))
    assert sign_up(english).status_code == 200
    _made, code = invite(lead)
    english.get(f"/invitation/{code}")
    assert sign_up(english).status_code == 302
    assert Invitation.objects.get().left == 0
    other = Client(SERVER_NAME="localhost")
    assert other.get(f"/invitation/{code}").status_code == 403
    english.force_login(lead)
    made = main_of(english.post("/account/invitations", {"uses": "3"}))
    assert "Pass this address on" in made
    for odd in ({"uses": "21"}, {"withdraw": "9" * 5000}):
        assert "as many invitations as you may" in main_of(english.post("/account/invitations", odd))


def test_an_invitation_is_not_kept_where_none_is_needed(english: Client) -> None:
    assert english.get("/invitation/x").headers["Location"] == "/sign-up"
    assert INVITED not in english.session


def test_a_name_is_one_line_that_turns_nothing_around(english: Client) -> None:
    english.post("/sign-up", {"email": "new@example.org", "name": "\u202eavoN\u2069\nof  \u2028films\x07"})
    assert User.objects.get().name == "avoN of films"
    other = Client(SERVER_NAME="localhost")
    assert other.post("/sign-up", {"email": "b@example.org", "name": "\u200e\u202e"}).status_code == 422


PAGES = [
    "/account", "/account/profile", "/account/address", "/account/password", "/account/security", "/account/sessions",
    "/account/data", "/account/leave", "/account/security/app", "/account/security/passkeys",
    "/account/security/passkeys/add", "/account/security/recovery", "/account/security/app/off",
    "/account/connections", "/account/confirm/code",
]  # fmt: skip


def test_pages_of_an_account_are_private_and_lead_strangers_to_sign_in(english: Client, french: Client) -> None:
    people.ada()
    for path in PAGES:
        stranger = follow(french, Client(SERVER_NAME="localhost").get(path))
        assert stranger.status_code == 200, path
    english.post("/sign-in", {"login": "ada@example.org", "password": people.PASSWORD})
    turn_app_on(english)
    for path in PAGES:
        answer = follow(english, english.get(path))
        assert answer.status_code == 200, path
        assert "private" in answer.headers["Cache-Control"], path
    assert site_settings.ACCOUNT_PREVENT_ENUMERATION is True


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_of_an_account_are_valid_in_both_languages(english: Client, french: Client, language: str) -> None:
    client = english if language == "en" else french
    client.force_login(people.ada())
    for place in (Place.ACCOUNT, Place.PROFILE, Place.ADDRESS, Place.SECURITY, Place.SESSIONS, Place.OWN_DATA):
        tree = parsed(client.get(address(language, place)))
        root = tree if tree.tag == "html" else tree.find("html")
        assert (root.get("lang"), faults(root)) == (language, []), place
