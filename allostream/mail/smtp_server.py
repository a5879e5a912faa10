"""The mail server as a setting names it. No Django, no clock, no network."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Server:
    """Where and as whom letters are handed over. `tls`: "implicit", "starttls" or, for a server on this machine, ""."""

    host: str
    port: int
    tls: str = "starttls"
    user: str = ""
    password: str = ""

    @classmethod
    def read(cls, url: str) -> "Server":
        """As the setting says it: `smtps://user:password@host`, `smtp://…` (STARTTLS), `smtp+plain://127.0.0.1:25`.

        Raises ValueError.
        """
        parts = urlsplit(url)
        known = {"smtps": ("implicit", 465), "smtp": ("starttls", 587), "smtp+plain": ("", 25)}
        if parts.scheme not in known or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError(url)
        tls, port = known[parts.scheme]
        return cls(
            parts.hostname, parts.port or port, tls, unquote(parts.username or ""), unquote(parts.password or "")
        )
