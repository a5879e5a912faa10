"""Who looks at a page: what of a person and a site decides what may be shown."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Visitor:
    """One request's reader: passed to every query instead of the request.

    Names come in `language`; addresses are spelled in `address_language`, that of the site ("" for the same).
    """

    site: str
    language: str
    country: str
    now: datetime
    address_language: str = ""
    site_is_noncommercial: bool = True
    may_moderate: bool = False
    only_watchable: bool = False
