"""The parts of the line that a licence asks for: title, author, source and licence, and what was changed."""

from dataclasses import dataclass

from allostream.lib.licences.licence import Licence


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who made what, where it comes from and under which terms; pages put it into words.

    Parts that are not known are "". `must_name` says whether the licence obliges to name the author;
    `must_say_changes` whether changes have to be told, which every licence that allows them asks for.
    """

    title: str
    author: str
    source: str
    licence_name: str
    licence_uri: str
    must_name: bool
    must_say_changes: bool
    changes: str

    @property
    def is_complete(self) -> bool:
        """Whether everything that the licence obliges to say is known."""
        return bool(self.licence_name and (not self.must_name or (self.author and self.licence_uri)))


def attribution(title: str, author: str, source: str, licence: Licence, changes: str = "") -> Attribution:
    """The parts of the line for a work under a licence; `changes` tells in a word what was changed, if anything.

    Creative Commons 4.0, section 3(a)(1): the author as named by the licensor, a link to the material where that is
    reasonable, the licence with its address, and that the material was modified. Versions before 4.0 also ask for the
    title; it is always given, as is the name of the author where a work was given up (moral right, art. L121-1 of the
    French code of intellectual property).
    """
    return Attribution(
        title=title.strip(),
        author=author.strip(),
        source=source.strip(),
        licence_name=licence.name,
        licence_uri=licence.uri,
        must_name=licence.attribution,
        must_say_changes=bool(changes.strip()) and licence.attribution,
        changes=changes.strip(),
    )
