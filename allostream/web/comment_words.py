"""Comments in words, in the active language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from allostream.catalogue.queries import TitleHead
from allostream.catalogue.rules import episode_code
from allostream.community.commenting_queries import CommentRow
from allostream.community.commenting_rules import Flag, Scope, Spoils, State
from allostream.web.formats import day


@dataclass(frozen=True)
class Told:
    """A comment as a page shows it."""

    id: str
    author: str
    language: str
    html: SafeString
    covered: str  # what opening it spoils; "" where it stands open
    instead: str  # what stands where there are no words any more
    part: str
    made: str
    is_edited: bool
    replies: Sequence["Told"] = ()


def told(row: CommentRow, reader: str) -> Told:
    """A comment in words, its answers with it. Its HTML was made safe when it was written."""
    return Told(
        row.public_id, row.author, row.language, SafeString(row.html), scope_sentence(row.scope), instead_of(row),
        part_word(row), day(row.made_at.date(), reader), row.edited_at is not None,
        [told(reply, reader) for reply in row.replies],
    )  # fmt: skip


def instead_of(row: CommentRow) -> str:
    """What stands in the place of words that are gone or hidden."""
    if row.state is State.DELETED:
        return gettext("Deleted by its author.")
    if row.state is State.HIDDEN:
        return gettext("Hidden by a moderator: %(why)s") % {"why": row.hidden_why}
    return ""


def season(number: int | None) -> str:
    """A season by its number."""
    return gettext("Season %(number)s") % {"number": number} if number is not None else gettext("Season")


def part_of(title: TitleHead, part: str) -> str:
    """A part of a title by name."""
    return gettext("%(title)s, %(part)s") % {"title": title.name, "part": part} if part else title.name


def part_word(row: CommentRow) -> str:
    """What of a title a comment is on, in short; "" for all of it."""
    if row.is_on_link:
        return pgettext("a comment is on", "a link")
    return episode_code(row.season, row.episode).upper() if row.season is not None else ""


def scope_sentence(scope: Scope) -> str:
    """How far a comment spoils; "" for not at all."""
    if scope.spoils is Spoils.WHOLE:
        return gettext("Spoils the end")
    if scope.spoils is Spoils.PART and scope.season is not None:
        return gettext("Spoils up to %(part)s") % {"part": episode_code(scope.season, scope.episode).upper()}
    return ""


def scope_choice(spoils: Spoils) -> str:
    """How far a comment spoils, as one chooses it."""
    return {
        Spoils.NOTHING: gettext("Spoils nothing"),
        Spoils.PART: gettext("Spoils up to a season or episode"),
        Spoils.WHOLE: gettext("Spoils the end"),
    }[spoils]


def flag_word(flag: Flag) -> str:
    """Why a comment should not stand there."""
    return {
        Flag.SPAM: gettext("Advertising"),
        Flag.HATE: gettext("Hateful or abusive"),
        Flag.SPOILER: gettext("It spoils and does not say so"),
        Flag.OFF_TOPIC: gettext("It is about something else"),
        Flag.PRIVACY: gettext("It tells private things of somebody"),
        Flag.ILLEGAL_LINK: gettext("It leads to unlawful copies"),
        Flag.OTHER: gettext("Something else"),
    }[flag]


def done_sentences() -> Mapping[str, str]:
    """What a form has just done, by its code."""
    return {
        "answered": gettext("Your answer stands there."),
        "edit": gettext("Your comment is changed."),
        "delete": gettext("Your comment is deleted."),
        "flag": gettext("Thank you: a moderator looks at it."),
        "mute": gettext("You do not get to read this person any more. They are not told."),
        "unmute": gettext("You get to read this person again."),
        "hide": gettext("The comment is hidden."),
        "show": gettext("The comment is shown, and its flags are answered."),
    }
