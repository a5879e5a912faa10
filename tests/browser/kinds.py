"""Every kind of page with an address on each site: what browser tests look at and pictures are taken of."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.sites import ROOT, NotRunning, Site

SESSION = "sessionid"


@dataclass(frozen=True)
class Kind:
    """A kind of page, or one of its states; `session` is that of a member or of the moderator, for pages that ask
    who one is."""

    name: str
    english: str
    french: str
    session: str = ""

    def path(self, language: str) -> str:
        return self.french if language == "fr" else self.english

    def open(self, page: Page, site: Site, language: str) -> None:
        """Show it, as nobody or as somebody."""
        page.context.clear_cookies(name=SESSION)
        if self.session:
            page.context.add_cookies([{"name": SESSION, "value": self.session, "url": site.of(language)}])
        page.goto(self.path(language))


# Facts for the calculator.
M = (
    "title=M&published=1931-05-11&published_in=DE&nobody=composer&p1-name=Fritz+Lang"
    "&p1-part=principal_director,screenplay&p1-died=1976&p1-nations=AT&p2-name=Thea+von+Harbou"
    "&p2-part=screenplay,dialogue&p2-died=1954&p2-nations=DE&based=nothing"
)
KINDS = (
    Kind("home", "/", "/"),
    Kind("films", "/movies", "/films"),
    Kind("films-narrowed", "/movies?decade=1920&sort=name", "/films?decade=1920&sort=name"),
    Kind("films-none", "/movies?offer=buy", "/films?offer=buy"),
    Kind("series-list", "/shows", "/series"),
    Kind("both-narrowed", "/browse?offer=free&decade=-1920", "/parcourir?offer=free&decade=-1920"),
    Kind("facet", "/movies?more=country", "/films?more=country"),
    Kind("newly-free", "/newly-free", "/nouvellement-libres"),
    Kind("no-longer-here", "/no-longer-here", "/plus-disponibles"),
    Kind("status", "/status", "/etat"),
    Kind("calendar", "/calendar?year=2026", "/calendrier?country=FR&year=2031"),
    Kind("title-rights", "/movie/the-general-1926/rights?country=DE", "/film/metropolis-1927/droits"),
    Kind("series-rights", "/show/charlie-chaplin-at-keystone/rights", "/serie/charlot-a-la-keystone/droits"),
    Kind("calendar-none", "/calendar?year=2090", "/calendrier?year=2090"),
    Kind("rights", "/rights", "/droits"),
    Kind("rights-country", "/rights/united-states", "/droits/france"),
    Kind("check", "/rights/check", "/droits/verifier"),
    Kind("check-answer", f"/rights/check?{M}&country=US", f"/droits/verifier?{M}&country=FR"),
    Kind(
        "check-wrong",
        "/rights/check?published=soon&p1-name=Lang&w1-kind=novel",
        "/droits/verifier?published=demain&p1-name=Lang&w1-kind=novel",
    ),
    Kind("film", "/movie/the-general-1926", "/film/le-mecano-de-la-general-1926"),
    Kind("film-licensed", "/movie/sintel-2010", "/film/sintel-2010"),
    Kind(
        "series-long-name",
        "/show/sherlock-holmes-universal-the-four-unrenewed-films",
        "/serie/sherlock-holmes-avec-basil-rathbone-quatre-films",
    ),
    Kind("film-without-link", "/movie/nosferatu-1922", "/film/metropolis-1927"),
    Kind("series", "/show/charlie-chaplin-at-keystone", "/serie/charlot-a-la-keystone"),
    Kind("season", "/show/charlie-chaplin-at-keystone/s01", "/serie/charlot-a-la-keystone/s01"),
    Kind("episode", "/show/charlie-chaplin-at-keystone/s01e01", "/serie/charlot-a-la-keystone/s01e01"),
    Kind("person", "/person/buster-keaton", "/personne/georges-melies"),
    Kind("hosts", "/hosts", "/hebergeurs"),
    Kind("host", "/host/internet-archive", "/hebergeur/internet-archive"),
    Kind("host-without-link", "/host/arte", "/hebergeur/arte"),
    Kind("proposals", "/proposals", "/propositions"),
    Kind("search", "/search?q=the", "/recherche?q=le"),
    Kind("search-nothing-asked", "/search", "/recherche"),
    Kind("search-narrowed", "/search?q=chaplin&decade=1910", "/recherche?q=decade:1920+keaton"),
    Kind("search-person", "/search?q=buster+keaton", "/recherche?q=georges+melies"),
    Kind("search-episode", "/search?q=keystone+episode+5", "/recherche?q=charlot+s01e05"),
    Kind("search-only-persons", "/search?q=is:person+chaplin", "/recherche?q=is:person+keaton"),
    Kind("search-misspelt", "/search?q=the+genral", "/recherche?q=metropoliss"),
    Kind("search-fault", "/search?q=year:abc+chaplin", "/recherche?q=yaer:1922+murnau"),
    Kind("search-none", "/search?q=zzzz", "/recherche?q=zzzz"),
    Kind("about", "/about", "/a-propos"),
    Kind("accessibility", "/accessibility", "/accessibilite"),
    Kind("bot", "/bot", "/bot"),
    Kind("legal", "/legal", "/mentions-legales"),
    Kind("settings", "/settings", "/reglages"),
    Kind("keys", "/keys", "/clavier"),
    Kind("sign-in", "/sign-in", "/connexion"),
    Kind("sign-up", "/sign-up", "/inscription"),
    Kind("forgotten", "/password/forgotten", "/mot-de-passe/oublie"),
    Kind("sign-in-code", "/sign-in/code", "/connexion/code"),
    Kind("roles", "/roles", "/roles"),
    Kind("wanted", "/wanted", "/titres-demandes"),
    Kind("moderation-log", "/moderation-log", "/journal-de-moderation"),
    Kind("house-rules", "/house-rules", "/regles-de-la-maison"),
    Kind("notices", "/notices", "/signalements"),
    Kind(
        "notice-form",
        "/notices/send?url=https://videohost.example/a",
        "/signalements/envoyer?url=https://videohost.example/a",
    ),
    Kind(
        "counter-notice",
        "/notices/answer?kind=counter-notice",
        "/signalements/repondre?kind=counter-notice",
    ),
    Kind("sender", "/notices/who", "/signalements/identite"),
    Kind("flaggers", "/notices/trusted-flaggers", "/signalements/signaleurs-de-confiance"),
    Kind("bring", "/bring", "/apporter"),
    Kind(
        "bring-looked",
        "/bring?url=https://archive.org/details/TheGeneral_2024",
        "/apporter?url=https://archive.org/details/TheGeneral_2024",
    ),
    Kind("bring-by-one-click", "/bring/by-one-click", "/apporter/en-un-clic"),
    Kind("not-found", "/movie/the-genral-1926", "/film/le-mecano-de-la-generale-1926"),
    Kind("unknown-value", "/movies?decade=1923", "/films?decade=1923"),
)


def every_kind(site: Site) -> tuple[Kind, ...]:
    """All kinds, with those whose addresses the database of a running site decides."""
    environment = {**os.environ, "ALLOSTREAM_DATA": str(site.data)}
    environment["DJANGO_SETTINGS_MODULE"] = "allostream.config.settings"
    command = [sys.executable, "-m", "tests.browser.rare_pages"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if said.returncode:
        raise NotRunning("The rare pages could not be made:\n" + said.stderr)
    found = json.loads(said.stdout.splitlines()[-1])
    sessions = found.pop("sessions")
    signed_in = [
        Kind(name, *paths, session=session)
        for who, session in sessions.items()
        for name, paths in found.pop(who).items()
    ]
    return (*KINDS, *(Kind(name, *paths) for name, paths in found.items()), *signed_in)
