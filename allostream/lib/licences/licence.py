"""What a licence is: which text, in which version, under which country's law, and what it asks of those who use it."""

from dataclasses import dataclass
from enum import StrEnum


class Sharing(StrEnum):
    """Who may pass on the whole work, unchanged, under a text."""

    EVERYBODY = "everybody"
    SOME = "some"  # only people of certain countries, or only parts of the work
    NOBODY = "nobody"  # a label that grants nothing


@dataclass(frozen=True, slots=True)
class Terms:
    """What a licence asks of those who pass a work on; `sharing` says who may do that at all."""

    attribution: bool = True
    share_alike: bool = False
    noncommercial: bool = False
    no_derivatives: bool = False
    sharing: Sharing = Sharing.EVERYBODY


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence text. `version` and `port` are "" where they are not known or where there are none.

    `code` is what people call it: BY-NC-SA, CC0, PDM, GFDL. `port` is the jurisdiction as Creative Commons writes it in
    addresses: fr, uk, igo, scotland. `spdx` is "" unless the SPDX list has this very text: ports that it lacks get no
    invented identifier.
    """

    family: str
    code: str
    version: str
    port: str
    uri: str
    spdx: str
    name: str
    terms: Terms
    is_retired: bool = False

    @property
    def attribution(self) -> bool:
        """Whether the author must be named."""
        return self.terms.attribution

    @property
    def share_alike(self) -> bool:
        """Whether adaptations (our subtitles, our cuts) must be given on under the same terms."""
        return self.terms.share_alike

    @property
    def noncommercial(self) -> bool:
        """Whether the page that plays the work must be free of advertising, sponsors and payment."""
        return self.terms.noncommercial

    @property
    def no_derivatives(self) -> bool:
        """Whether the work may only be passed on as it is."""
        return self.terms.no_derivatives

    @property
    def is_open(self) -> bool:
        """Whether everybody may watch and share the whole work under it."""
        return self.terms.sharing is Sharing.EVERYBODY
