"""What a source has no more, told by a whole reading of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from allostream.audit.rules import Actor
from allostream.catalogue.gone import is_suspect, mark_gone
from allostream.catalogue.intake.held import HeldLines, names_held
from allostream.catalogue.models import Source

SHOWN = 20


@dataclass
class Missing:
    """Which records of a source were met. Names are kept by their hashes: a million take some sixty megabytes."""

    source: Source
    held: HeldLines | None
    met: set[int] = field(default_factory=set)

    def meet(self, name: str) -> None:
        """A record of that name is there, whether it was taken in or refused."""
        self.met.add(hash(name))

    def settle(self, *, by: Actor, why: str, trial: bool, accepts_loss: bool) -> Iterator[str]:
        """Mark what was not met, unless that is suspiciously much or a trial; tells what was done, a line each."""
        if self.source.pk is None:
            return
        had, gone = 0, []
        for name, digest in names_held(self.source):
            had += 1
            if hash(name) not in self.met and not (self.held and self.held.was_met(digest)):
                gone.append(name)
        if not gone:
            return
        yield f"{len(gone):,} of {had:,} records of “{self.source.slug}” are no longer there: {_shown(gone)}"
        if is_suspect(len(gone), had) and not accepts_loss:
            yield "That is more than a fifth, so nothing was marked. If it is right, run it again with --accept-loss."
        elif not trial:
            mark_gone(self.source, gone, by=by, why=why)
            yield "They are marked as gone. Their titles and links stay."


def _shown(names: list[str]) -> str:
    return ", ".join(sorted(names)[:SHOWN]) + (" …" if len(names) > SHOWN else "")
