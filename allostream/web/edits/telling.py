"""Puts edits into words for one reader, as lists show them."""

from collections.abc import Iterable, Mapping

from allostream.accounts.models import User
from allostream.catalogue import queries as catalogue
from allostream.catalogue.edit_values import genre_names
from allostream.community.editing_rules import Reasons, State
from allostream.community.models import Edit
from allostream.web.addresses import Place
from allostream.web.edits import words
from allostream.web.edits.things import name_of, place_of, title_key
from allostream.web.facts.asking import own_page, viewer_of
from allostream.web.http import PageRequest


class Teller:
    """Puts edits into words for one reader. Two queries, three where they speak of people."""

    def __init__(self, request: PageRequest, edits: Iterable[Edit]) -> None:
        known = list(edits)
        self.request, self.viewer = request, viewer_of(request)
        reader = request.visitor.language
        told = words.credited(changes for one in known for changes in (one.changes, one.applied))
        people = catalogue.names_of_people(told) if told else {}
        self.speller = words.Speller(reader, genre_names(reader), people)
        self.titles: Mapping[int, str] = catalogue.face_names({pk for one in known if (pk := title_key(one))}, reader)

    def who(self, person: User | None) -> str:
        """Who did something."""
        return words.who(person, self.viewer, self.request.visitor)

    def edit(self, edit: Edit) -> words.Shown:
        """An edit as a list shows it. No query."""
        letter, id = place_of(edit)
        reasons = Reasons(edit.source, edit.why)
        changes, hidden = edit.applied or edit.changes, words.is_hidden(edit, self.viewer, self.request.visitor)
        source, why = ("", "") if hidden else words.source_words(edit)
        lines = [] if hidden else self.speller.lines(changes)
        return words.Shown(
            edit.public_id, own_page(self.request, Place.EDIT, id=edit.public_id), name_of(edit, self.titles),
            own_page(self.request, Place.EDIT_HISTORY, letter=letter, id=id), words.sort_word(edit),
            words.state_word(edit.state), words.state_look(edit.state), lines, source,
            "" if hidden else reasons.address, why, self.who(edit.author),
            words.told_day(edit.made_at, self.speller.reader), edit.state == State.OPEN, hidden,
        )  # fmt: skip
