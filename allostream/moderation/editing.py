"""Edits of the catalogue that voices decide: on the record like what moderators decide, and told to their authors."""

from collections.abc import Collection

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from allostream.accounts.models import User
from allostream.community import editing
from allostream.community.editing_rules import State
from allostream.community.models import Edit, EditVoice, RegroupingVoice
from allostream.moderation.acting import role_of
from allostream.moderation.actions import NOBODY, About, Author, Grounds, decide
from allostream.moderation.decision_rules import Measure, Rule, Thing
from allostream.moderation.queries import are_bound


def speak(public_id: str, *, is_for: bool, by: User, author: User | None, seen: str = "", why: str = "") -> Edit:
    """Give one's voice on an edit of `author`; where it decides, write the decision down and tell the author, in the
    same transaction. Raises what community.editing.speak does."""
    is_bound = are_bound(by, author)
    with transaction.atomic():
        edit = editing.speak(public_id, is_for=is_for, by=by, is_bound=is_bound, seen=seen, why=why)
        if edit.state in (State.IN_FORCE, State.REFUSED):
            is_protected = editing.guarded(edit, editing.thing_of(edit))
            _decided(edit, by=by if editing.settles(by, is_protected=is_protected) and not is_bound else None)
    return edit


def _decided(edit: Edit, *, by: User | None) -> None:
    """The decision on an edit; `by` is None where no person decided alone, but voices by the published rule."""
    is_taken = edit.state == State.IN_FORCE
    # What people wrote of an edit that was refused may repeat what made it wrong: it is no line of the public log.
    decide(
        About(Thing.CHANGE, edit.public_id, edit.of_title_id), Measure.ACCEPTED if is_taken else Measure.REFUSED,
        Grounds(Rule.IN_ORDER, why=edit.why) if is_taken else _against(edit), by=by,
        role=role_of(by), before={"act": "accept" if is_taken else "refuse"},
        author=Author(edit.author) if edit.author else NOBODY, is_public=is_taken,
    )  # fmt: skip


def _against(edit: Edit) -> Grounds:
    """Why voices refused an edit, in the language of its author. One query."""
    voices = list(edit.voices.order_by("at", "pk"))
    with translation.override(edit.author.language if edit.author else "en"):
        facts = against_words(voices)
    return Grounds(Rule.TRUE_ENTRIES, facts, "\n".join(one.why for one in voices if not one.is_for))


def against_words(voices: Collection[EditVoice | RegroupingVoice]) -> str:
    """How many were against something, and how many others for it."""
    agreed = sum(one.is_for for one in voices)
    told = {"against": len(voices) - agreed, "agreed": agreed}
    return gettext("Voices against it: %(against)s. Voices of others for it: %(agreed)s.") % told
