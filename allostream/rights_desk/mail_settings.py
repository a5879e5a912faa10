"""Where mail to the desk comes from, as settings say it. No Django, no clock, no network."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

TAG = re.compile(r"[a-z0-9]{6,40}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inbox:
    """A mailbox that is read by IMAP. Without TLS it can only be on this machine."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    has_tls: bool = True

    @classmethod
    def read(cls, url: str) -> "Inbox":
        """As the setting says it: `imaps://user:password@host:993/INBOX`, or `imap+plain://…` on this machine. Raises
        ValueError."""
        parts = urlsplit(url)
        known = {"imaps": (True, 993), "imap+plain": (False, 143)}
        if parts.scheme not in known or not parts.hostname or not parts.username or parts.query:
            raise ValueError(url)
        has_tls, port = known[parts.scheme]
        if not has_tls and not is_here(parts.hostname):
            raise ValueError(url)
        user, password = unquote(parts.username), unquote(parts.password or "")
        return cls(
            parts.hostname, parts.port or port, user, password, unquote(parts.path.strip("/")) or "INBOX", has_tls
        )


@dataclass(frozen=True, slots=True)
class Listener:
    """Where the desk takes mail from the mail server of this machine: by LMTP, or by SMTP."""

    host: str
    port: int
    is_lmtp: bool = True

    @classmethod
    def read(cls, url: str) -> "Listener":
        """As the setting says it: `lmtp://127.0.0.1:8024` or `smtp://127.0.0.1:8025`. Raises ValueError, also for an
        address that others can reach: nothing there asks who sends."""
        parts = urlsplit(url)
        is_plain = parts.path.strip("/") == "" and not parts.query and not parts.username
        if parts.scheme not in ("lmtp", "smtp") or not parts.hostname or not parts.port or not is_plain:
            raise ValueError(url)
        if not is_here(parts.hostname):
            raise ValueError(url)
        return cls(parts.hostname, parts.port, parts.scheme == "lmtp")


def is_here(host: str) -> bool:
    """Whether a name is one of this machine that nobody else reaches."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def tagged(address: str, case: str) -> str:
    """The address to answer about a case: `rights+<case>@example.org`."""
    local, _at, domain = address.partition("@")
    return f"{local}+{case}@{domain}"


def tag_of(address: str, own: str) -> str | None:
    """The tag in one of our addresses, "" for the address without one; None where it is not ours."""
    local, _at, domain = address.strip().lower().rpartition("@")
    own_local, _own_at, own_domain = own.lower().rpartition("@")
    name, _plus, tag = local.partition("+")
    if not own or (name, domain) != (own_local, own_domain):
        return None
    return tag if not tag or TAG.fullmatch(tag) else None
