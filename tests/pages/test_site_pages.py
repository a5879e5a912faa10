"""Pages of the site itself."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from allostream import __version__
from allostream.audit.models import AuditEntry
from tests import factories
from tests.pages.reading import main_of, page


def test_the_operators_words_stand_on_about_and_legal(english: Client, sites: Any) -> None:
    factories.make_text(sites[0], "about", "en", "We are four people.\n\nWe like films.")
    factories.make_text(sites[0], "legal", "en", "Published by <b>nobody</b>.")
    assert "<p>We are four people.</p>" in page(english.get("/about"))
    assert "<p>We like films.</p>" in page(english.get("/about"))
    assert "Published by &lt;b&gt;nobody&lt;/b&gt;." in page(english.get("/legal"))
    assert "mailto:desk@example.org" in page(english.get("/legal"))


def test_a_text_in_another_language_stands_in_for_a_missing_one(english: Client, sites: Any) -> None:
    factories.make_text(sites[0], "legal", "en", "Published by nobody.")
    english.cookies["language"] = "fr"
    assert "Published by nobody." in page(english.get("/legal"))


def test_about_says_how_links_are_judged_ordered_and_what_is_stored(english: Client, french: Client) -> None:
    text = main_of(english.get("/about"))
    for heading in (
        "Why a link is lawful", "How rights are worked out", "How we order links", "What is stored about you",
        "Sources and licences",
    ):  # fmt: skip
        assert text.count(heading) == 2, heading  # the list of contents and the section
    assert "No address is looked up anywhere." in text
    assert "Aucune adresse n’est recherchée où que ce soit." in main_of(french.get("/a-propos"))


def test_a_legal_notice_that_is_missing_says_what_it_should_name(english: Client, french: Client) -> None:
    assert "the agent for copyright notices" in main_of(english.get("/legal"))
    assert "le directeur de la publication" in main_of(french.get("/mentions-legales"))


def test_a_written_legal_notice_asks_for_nothing_more(english: Client, sites: Any) -> None:
    factories.make_text(sites[0], "legal", "en", "Published by nobody.")
    assert "It should name" not in main_of(english.get("/legal"))


def test_accessibility_says_what_was_not_tested_and_whom_to_write_to(english: Client, french: Client) -> None:
    answer = english.get("/accessibility")
    assert "No person has yet gone through these pages with NVDA" in main_of(answer)
    assert "mailto:desk@example.org" in page(answer)
    assert "pas encore indiqué d’adresse" in main_of(french.get("/accessibilite"))


def test_hosts_are_told_who_the_robot_is_how_it_behaves_and_how_to_keep_it_out(
    english: Client, french: Client, settings: Any
) -> None:
    settings.BOT_SITE, settings.BOT_CONTACT = "https://allostream.example", "bot@allostream.example"
    text = main_of(english.get("/bot"))
    assert f"Allostream/{__version__} (+https://allostream.example/bot; mailto:bot@allostream.example)" in text
    assert "User-agent: Allostream" in text
    assert "up to 60 seconds" in text
    assert 'href="mailto:bot@allostream.example"' in page(french.get("/bot"))


def test_hosts_can_tell_the_robot_from_one_that_only_takes_its_name(english: Client, settings: Any) -> None:
    assert english.get("/bot.json").status_code == 404
    settings.BOT_ADDRESSES = ("198.51.100.7/32", "2001:db8::/64")
    assert english.get("/bot.json").json() == {
        "prefixes": [{"ipv4Prefix": "198.51.100.7/32"}, {"ipv6Prefix": "2001:db8::/64"}]
    }
    assert "198.51.100.7/32" in main_of(english.get("/bot"))


def test_the_page_of_the_robot_says_where_nobody_has_set_it_up(english: Client) -> None:
    assert "it asks nobody at present" in main_of(english.get("/bot"))
    assert 'href="/bot"' in page(english.get("/about"))


def test_sources_are_named_with_licence_and_credit(english: Client) -> None:
    factories.make_source(
        "omdb", name="Open Media Database", licence="CC-BY-4.0", credit="omdb.org", licence_url="https://example.org/by"
    )
    text = page(english.get("/about"))
    assert "omdb.org" in text
    assert '<a href="https://example.org/by" rel="license nofollow noopener external">CC-BY-4.0</a>' in text


def test_the_site_tells_whether_it_runs(english: Client) -> None:
    answer = english.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_the_operator_names_agent_and_contact_points_by_a_command(english: Client, sites: Any, tmp_path: Path) -> None:
    text = tmp_path / "agent.txt"
    text.write_text("Nora Exemple, DMCA agent\n1 rue du Port\n\n+33 1 00 00 00 00", encoding="utf-8")
    call_command("site", "text", "en", "agent", "en", str(text), why="The register", stdout=StringIO())
    text.write_text("Languages: French, English. Representative: none needed.", encoding="utf-8")
    call_command("site", "text", "en", "contact", "en", str(text), stdout=StringIO())
    said = page(english.get("/notices"))
    assert "Nora Exemple, DMCA agent<br>1 rue du Port" in said
    assert "Languages: French, English." in said
    assert AuditEntry.objects.filter(action="site.write-text").count() == 2
    out = StringIO()
    call_command("site", "text", "en", "contact", "en", str(text), stdout=out)
    assert "was so already" in out.getvalue()
    assert AuditEntry.objects.filter(action="site.write-text").count() == 2
    with pytest.raises(CommandError, match="sites are en, fr"):
        call_command("site", "text", "de", "agent", "en", str(text))
    with pytest.raises(CommandError, match="name another file"):
        call_command("site", "text", "en", "agent", "en", str(tmp_path / "none.txt"))
    text.write_text("", encoding="utf-8")
    call_command("site", "text", "en", "agent", "en", str(text), stdout=StringIO())
    assert "Nora Exemple" not in page(english.get("/notices"))
