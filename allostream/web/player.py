"""What plays a link inside our page once the reader has pressed play: the host's player in a frame, or the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from allostream.hosts.identity import Table, player_url
from allostream.links.queries import LinkRow, Track
from allostream.links.rules import Form
from allostream.web.origin import origin_of

# A player runs its own scripts in its own origin and may open its host's pages; it may not lead our page away.
SANDBOX = "allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox"
ALLOW = "autoplay; encrypted-media; fullscreen; picture-in-picture"
# These players refuse to play where the browser keeps the name of the page's site from them.
NEED_REFERRER = {"https://www.youtube.com", "https://www.youtube-nocookie.com", "https://player.vimeo.com"}
NAME_OF_SITE = "strict-origin-when-cross-origin"
# Players that say by messages where they are (player.js knows the words), by their origin.
SPEAKS = {
    "https://www.youtube.com": "youtube",
    "https://www.youtube-nocookie.com": "youtube",
    "https://player.vimeo.com": "vimeo",
}
# Where the files of an origin really come from: it answers with a redirect, which the policy must allow too.
MACHINES = {"https://archive.org": ("https://*.archive.org",)}
# What a player must be told to begin at once: the reader has just pressed play. By the host's short name.
BEGINS = {
    "youtube": "autoplay=1&enablejsapi=1&playsinline=1",  # YouTube Embedded Players and Player Parameters
    "vimeo": "autoplay=1",  # Vimeo Help Center, Player parameters
    "peertube": "autoplay=1",  # PeerTube Embed API, URL parameters
    "internet-archive": "autoplay=1",
}


@dataclass(frozen=True)
class Player:
    """A frame or a file, with what the page must allow for it."""

    address: str
    is_file: bool
    begins: str = ""
    sandbox: str = SANDBOX
    allow: str = ALLOW
    referrer_policy: str = "no-referrer"
    tracks: tuple[Track, ...] = ()
    first_track: Track | None = None
    """The one that is shown unless the reader chooses otherwise."""

    @property
    def pressed_address(self) -> str:
        """The address that is asked for when the reader has pressed play."""
        return f"{self.address}{'&' if '?' in self.address else '?'}{self.begins}" if self.begins else self.address

    @property
    def origin(self) -> str:
        return origin_of(self.address)

    @property
    def host(self) -> str:
        """The name of the machine that will see the reader's address."""
        return self.origin.partition("://")[2]

    @property
    def speaks(self) -> str:
        """In whose words the player says where it is, "" for one that says nothing."""
        return "" if self.is_file else SPEAKS.get(self.origin, "")

    @property
    def tells_its_end(self) -> bool:
        return self.is_file or bool(self.speaks)


def player_of(link: LinkRow, table: Table, language: str) -> Player | None:
    """The player of a link by the rules of its host, None when it can only be watched on its host's own page."""
    if not link.can_play_here:
        return None
    if link.form is Form.FILE:
        return Player(link.address, is_file=True, tracks=link.tracks, first_track=first_track(link, language))
    # Copies in a federated network have one key; the link says on which instance this one is.
    address = player_url(link.content_key, urlsplit(link.address).netloc, table)
    if not address:
        return None
    needs = origin_of(address) in NEED_REFERRER
    return Player(
        address,
        is_file=False,
        begins=BEGINS.get(link.host_slug, ""),
        referrer_policy=NAME_OF_SITE if needs else "no-referrer",
    )


def first_track(link: LinkRow, language: str) -> Track | None:
    """The subtitles in the reader's language, for a film that is not spoken in it."""
    if language in (link.audio or ()):
        return None
    written = (track for track in link.tracks if track.kind in ("subtitles", "captions"))
    return next((track for track in written if track.language.partition("-")[0] == language), None)


def policy_of(player: Player, frame_origins: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """What the content security policy of the page must allow for the player, and nothing beside it.

    The host's list holds for a frame that moves on to another of its own names; a file comes with redirects to the
    machines that hold it, which browsers check against the list too, as they check the text tracks.
    """
    tracks = [origin_of(track.address) for track in player.tracks]
    if not player.is_file:
        return {"frame-src": tuple(dict.fromkeys((player.origin, *frame_origins)))}
    machines = [machine for origin in (player.origin, *tracks) for machine in MACHINES.get(origin, ())]
    return {"media-src": tuple(dict.fromkeys((player.origin, *frame_origins, *tracks, *machines)))}
