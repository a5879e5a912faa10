"""What plays a link inside our page once the reader has pressed play: the host's player in a frame, or the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from allostream.hosts.identity import Table, player_url
from allostream.links.queries import LinkRow
from allostream.links.rules import Form
from allostream.web.origin import origin_of

# A player runs its own scripts in its own origin and may open its host's pages; it may not lead our page away.
SANDBOX = "allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox"
ALLOW = "autoplay; encrypted-media; fullscreen; picture-in-picture"
# These players refuse to play where the browser keeps the name of the page's site from them.
NEED_REFERRER = {"https://www.youtube.com", "https://www.youtube-nocookie.com", "https://player.vimeo.com"}
NAME_OF_SITE = "strict-origin-when-cross-origin"


@dataclass(frozen=True)
class Player:
    """A frame or a file, with what the page must allow for it."""

    address: str
    is_file: bool
    sandbox: str = SANDBOX
    allow: str = ALLOW
    referrer_policy: str = "no-referrer"

    @property
    def origin(self) -> str:
        return origin_of(self.address)

    @property
    def host(self) -> str:
        """The name of the machine that will see the reader's address."""
        return self.origin.partition("://")[2]


def player_of(link: LinkRow, table: Table) -> Player | None:
    """The player of a link by the rules of its host, None when it can only be watched on its host's own page."""
    if not link.can_play_here:
        return None
    if link.form is Form.FILE:
        return Player(link.address, is_file=True)
    # Copies in a federated network have one key; the link says on which instance this one is.
    address = player_url(link.content_key, urlsplit(link.address).netloc, table)
    if not address:
        return None
    needs = origin_of(address) in NEED_REFERRER
    return Player(address, is_file=False, referrer_policy=NAME_OF_SITE if needs else "no-referrer")


def policy_of(player: Player, frame_origins: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """What the content security policy of the page must allow for the player, and nothing beside it.

    The host's list holds for a frame that moves on to another of its own names; a file comes with redirects to the
    machines that hold it, which browsers check against the list too.
    """
    sources = tuple(dict.fromkeys((player.origin, *frame_origins)))
    return {"media-src": sources} if player.is_file else {"frame-src": sources}
