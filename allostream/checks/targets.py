"""What a probe must know of a link to look at it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """One link: its row id, what it leads to, how we show it, and what the work is called."""

    link_id: int
    content_key: str
    url: str
    is_file: bool = False
    in_frame: bool = False
    names: tuple[str, ...] = ()

    @property
    def key_kind(self) -> str:
        """The part of the key that names the host."""
        return self.content_key.partition(":")[0]

    @property
    def item(self) -> str:
        """The host's own id of the video."""
        return self.content_key.partition(":")[2]
