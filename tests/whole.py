"""A small catalogue in which every kind of page shows one and the same copy, and where those pages are."""

from dataclasses import dataclass

from allostream.catalogue.models import Episode, Title
from allostream.hosts.models import Channel, Host
from allostream.links.models import WatchLink
from allostream.sites.models import Site
from allostream.web.addresses import Place, address
from tests import factories


@dataclass(frozen=True)
class Whole:
    """The catalogue. `film` and `series` are free in both countries, each by one link."""

    english: Site
    french: Site
    host: Host
    channel: Channel
    film: Title
    link: WatchLink
    series: Title
    episode: Episode
    episode_link: WatchLink
    # Who directed the film. Read at once: threads that ask for pages must not open databases of their own.
    person_id: str

    def pages(self, site: str = "en") -> dict[str, str]:
        """The addresses at the English or the French site, by kind of page."""
        part = {"slug": "judex"}
        return {
            "home": address(site, Place.HOME),
            "films": address(site, Place.FILMS),
            "genre": address(site, Place.FILMS) + "?genre=comedy&sort=name",
            "shows": address(site, Place.SHOWS),
            "browse": address(site, Place.BROWSE),
            "newly free": address(site, Place.NEWLY_FREE),
            "no longer here": address(site, Place.NO_LONGER),
            "film": address(site, Place.FILM, slug="the-general-1926"),
            "series": address(site, Place.SHOW, slug="judex"),
            "season": address(site, Place.PART, **part, part="s01"),
            "episode": address(site, Place.PART, **part, part="s01e01"),
            "watch": address(site, Place.WATCH, id=self.link.public_id),
            "player": address(site, Place.WATCH, id=self.link.public_id) + "?play=1",
            "watch episode": address(site, Place.WATCH, id=self.episode_link.public_id),
            "person": address(site, Place.PERSON, slug="buster-keaton"),
            "facts of film": address(site, Place.FACTS, letter="w", id=self.film.public_id),
            "facts of person": address(site, Place.FACTS, letter="p", id=self.person_id),
            "history of facts": address(site, Place.FACT_HISTORY, letter="p", id=self.person_id),
            "suggestions": address(site, Place.SUGGESTIONS),
            "host": address(site, Place.HOST, slug="internet-archive"),
            "channel": address(site, Place.CHANNEL, slug="internet-archive", channel=self.channel.public_id),
            "hosts": address(site, Place.HOSTS),
            "search": address(site, Place.SEARCH) + "?q=the",
            "about": address(site, Place.ABOUT),
            "legal": address(site, Place.LEGAL),
            "accessibility": address(site, Place.ACCESSIBILITY),
            "bot": address(site, Place.BOT),
            "settings": address(site, Place.SETTINGS),
            "keys": address(site, Place.KEYS),
        }


def director_of(film: Title) -> str:
    """The public id of who directed a film."""
    return str(film.credits.values_list("person__public_id", flat=True).get(role="principal_director"))


def make_whole() -> Whole:
    """Both sites and one work of each kind, counted."""
    english, french = factories.make_sites()
    factories.make_text(english, "legal", "en", "Kept by nobody.")
    host = factories.make_host()
    channel = factories.make_channel(host)
    film = factories.make_title("The General", directors=["Buster Keaton"], genres=["Comedy"])
    series = factories.make_title("Judex", kind="series", year=1916, end_year=1917, directors=["Louis Feuillade"])
    for title in (film, series):
        for country in ("US", "FR"):
            factories.make_answer(title, country, free_since=factories.SEEN.date().replace(year=2022))
    link = factories.make_link(film, channel=channel)
    episode = factories.make_episode(factories.make_season(series), 1)
    episode_link = factories.make_link(series, season=episode.season, episode=episode)
    factories.count_again()
    return Whole(english, french, host, channel, film, link, series, episode, episode_link, director_of(film))
