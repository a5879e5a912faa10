"""Who looks at a page: what of a person and a site decides what may be shown."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Visitor:
    """One request's reader: passed to every query instead of the request.

    Names come in `language`; addresses are spelled in `address_language`, that of the site ("" for the same).
    `country` governs what is shown. With `only_watchable` lists also count links open in `other_countries`, but of
    those that cost something only the `services` that the reader pays for (short names of hosts; none named: all), and
    only links in the `languages` that the reader understands (codes without region; none named: all).
    """

    site: str
    language: str
    country: str
    now: datetime
    address_language: str = ""
    site_is_noncommercial: bool = True
    may_moderate: bool = False
    only_watchable: bool = False
    other_countries: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def own_countries(self) -> tuple[str, ...]:
        """All countries that the reader has chosen, the one that governs the pages first."""
        return (self.country, *self.other_countries)
