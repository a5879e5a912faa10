"""Tables of the catalogue."""

from allostream.catalogue.models.editing import Protection, Settled
from allostream.catalogue.models.identity import Joining, Likeness
from allostream.catalogue.models.numbering import EpisodeNumber
from allostream.catalogue.models.people import Credit, Person
from allostream.catalogue.models.records import Identifier, ImportedRecord, OldAddress, Source, TitleFace
from allostream.catalogue.models.regrouping import Regrouping
from allostream.catalogue.models.works import (
    Edition,
    Episode,
    Genre,
    Name,
    Season,
    Title,
    TitleCountry,
    TitleGenre,
    TitleLanguage,
)

__all__ = [
    "Credit",
    "Edition",
    "Episode",
    "EpisodeNumber",
    "Genre",
    "Identifier",
    "ImportedRecord",
    "Joining",
    "Likeness",
    "Name",
    "OldAddress",
    "Person",
    "Protection",
    "Regrouping",
    "Season",
    "Settled",
    "Source",
    "Title",
    "TitleCountry",
    "TitleFace",
    "TitleGenre",
    "TitleLanguage",
]
