"""What people say of themselves: name, page, credit, letters."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from allostream.accounts.holdings import renew_pages
from allostream.accounts.models import User
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import Problem, gettext_noop

BETWEEN_NAMES = timedelta(days=30)


class RenamedRecently(Problem):
    """A second change of name within a month, by which somebody could walk away from what they did."""

    code = "renamed-recently"
    status = 422
    sentence = gettext_noop("A name can be changed once in thirty days.")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person says of themself and who sees it."""

    name: str
    about: str
    visibility: User.Visibility
    is_credited: bool
    wants_letters: bool


def change_profile(person: User, given: Profile) -> User:
    """Keep what somebody says of themself. The record notes what kind of thing changed, never the words.

    Raises RenamedRecently.
    """
    now, columns = clock.now(), ("name", "about", "visibility", "is_credited", "wants_letters")
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        changed = [column for column in columns if getattr(row, column) != getattr(given, column)]
        if "name" in changed:
            if row.renamed_at and now - row.renamed_at < BETWEEN_NAMES:
                raise RenamedRecently
            row.renamed_at = now
        for column in changed:
            setattr(row, column, getattr(given, column))
        if changed:
            row.save(update_fields=[*changed, "renamed_at"])
            if {"name", "is_credited"} & set(changed):
                renew_pages(row)
            audit.record(
                "person.change-profile", by=Actor.person(row.public_id), subject_kind="person",
                subject_id=row.public_id, after={"changed": changed},
            )  # fmt: skip
    return row


def stop_letters(person: User) -> bool:
    """Write no more letters to somebody but those that must be written; False when that was so already."""
    with transaction.atomic():
        changed = User.objects.filter(pk=person.pk, wants_letters=True).update(wants_letters=False)
        if changed:
            audit.record(
                "person.stop-letters", by=Actor.person(person.public_id), subject_kind="person",
                subject_id=person.public_id,
            )  # fmt: skip
    return bool(changed)
