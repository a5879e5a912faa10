"""What of an order can be done, and by itself. No Django, no clock, no network."""

import re

from allostream.rights_desk.reading.shape import Kind, OrderSaid, Reading
from allostream.rights_desk.validity_rules import must_be_looked_at

INFORM = "10"  # DSA, article 10: to give information; nothing is hidden
WHOLE_HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", re.IGNORECASE)
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def domain_of(said: str) -> str:
    """The domain that a line of an order names, as links are known by it; "" for what is none. That of a whole country
    or suffix is none."""
    name = SCHEME.sub("", said.strip()).split("/")[0].split(":")[0].strip(". ").lower().removeprefix("www.")
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    parts = name.split(".")
    return name if len(parts) >= 2 and all(parts) and re.fullmatch(r"[a-z0-9.-]+", name) else ""


def is_whole_host(line: str) -> bool:
    """Whether a line names a host and no page of it."""
    return bool(WHOLE_HOST.fullmatch(line.strip()))


def is_whole(order: OrderSaid | None, addresses: int) -> bool:
    """Whether an order says who orders what by which law (DSA, article 9(2)), and asks to hide something."""
    if order is None or order.article == INFORM:
        return False
    named = addresses or any(map(domain_of, order.hosts))
    return bool(order.authority.strip() and order.legal_basis.strip() and named)


def acts_at_once(reading: Reading, *, is_identified: bool) -> bool:
    """Whether effect is given to an order before a person has looked: it is whole, nothing in it is doubtful, and
    whoever sent it has been verified and has shown to be it."""
    if reading.kind is not Kind.ORDER or must_be_looked_at(reading):
        return False
    return is_identified and is_whole(reading.order, len(reading.addresses))
