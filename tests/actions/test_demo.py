"""`manage.py demo`: what it makes, and that it may be run at every start."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import override_settings

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.accounts.queries import grants_of
from allostream.audit.models import AuditEntry
from allostream.catalogue.models import Title
from allostream.hosts.models import Host
from allostream.links.models import ShownLink
from allostream.sites.models import Site, SiteText


def demo(folder: Path) -> str:
    out = StringIO()
    with override_settings(DATA=folder):
        call_command("demo", stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture(scope="module")
def made(db_of_module: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What a first run prints, and the folder of data that it was given."""
    folder = tmp_path_factory.mktemp("demo") / "var"
    return demo(folder), folder


@pytest.fixture(autouse=True)
def first(made: tuple[str, Path], db: None) -> str:
    """What the first run prints."""
    return made[0]


@pytest.fixture
def folder(made: tuple[str, Path], tmp_path: Path) -> Path:
    """A copy of the folder of data after the first run."""
    return shutil.copytree(made[1], tmp_path / "var")


def test_it_makes_an_english_and_a_french_site_with_their_texts() -> None:
    sites = {site.domain: site for site in Site.objects.all()}
    assert sites["localhost"].is_default
    assert (sites["localhost"].language, sites["localhost"].default_country) == ("en", "US")
    assert (sites["fr.localhost"].language, sites["fr.localhost"].default_country) == ("fr", "FR")
    places = set(SiteText.objects.values_list("site__slug", "place", "language"))
    assert places == {(s, p, lang) for s in ("en", "fr") for p in ("about", "legal") for lang in ("en", "fr")}


def test_it_fills_the_catalogue_and_knows_the_hosts() -> None:
    assert Title.objects.count() == 241
    assert Host.objects.filter(slug="internet-archive", stands="listed").exists()
    assert ShownLink.objects.exists()


def test_its_people_can_sign_in_with_the_printed_password(first: str, folder: Path) -> None:
    password = (folder / "demo-people.txt").read_text().strip()
    assert (folder / "demo-people.txt").stat().st_mode & 0o777 == 0o600
    for address in ("ada@example.org", "basile@example.org", "chiara@example.org"):
        assert f"{address}, password {password}" in first
        assert authenticate(username=address, password=password)
    grants = grants_of(User.objects.get(name="Basile"))
    assert {(grant.role, grant.site) for grant in grants} == {(Role.MODERATOR, "en"), (Role.MODERATOR, "fr")}


def test_a_second_run_changes_nothing_and_prints_the_same_way_in(first: str, folder: Path) -> None:
    entries = AuditEntry.objects.count()

    second = demo(folder)

    assert AuditEntry.objects.count() == entries
    assert [line for line in first.splitlines() if "Sign in" in line] == second.splitlines()


def test_it_leaves_alone_what_an_operator_has_changed(folder: Path) -> None:
    Site.objects.filter(slug="en").update(name="Our films")
    Host.objects.filter(slug="internet-archive").update(note="checked by hand")

    demo(folder)

    assert Site.objects.get(slug="en").name == "Our films"
    assert Host.objects.get(slug="internet-archive").note == "checked by hand"


def test_a_lost_password_is_replaced_by_a_new_one(folder: Path) -> None:
    (folder / "demo-people.txt").unlink()

    demo(folder)

    password = (folder / "demo-people.txt").read_text().strip()
    assert authenticate(username="ada@example.org", password=password)


def test_the_audit_names_no_address_and_no_password(folder: Path) -> None:
    password = (folder / "demo-people.txt").read_text().strip()
    for entry in AuditEntry.objects.filter(action__startswith="person.").select_related("payload"):
        kept = f"{entry.payload.before_json}{entry.payload.after_json}{entry.payload.why}"
        assert "example.org" not in kept
        assert password not in kept
