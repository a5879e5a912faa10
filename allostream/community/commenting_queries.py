"""Reads of comments. Whoever has muted somebody does not get their words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from allostream.accounts.models import User
from allostream.catalogue.models import Season
from allostream.community.commenting_rules import About, Flag, Scope, Spoils, State
from allostream.community.models import Comment, CommentFlag, Mute
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.links.models import WatchLink

ON_A_PAGE = 30
MOST_ANSWERS = 200  # on one page
SHOWN_WITH = ("author", "site", "season", "episode__season")


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment as a page shows it; the words of one that is deleted or hidden are empty.

    `site` is the one at which it was written: its moderators may hide it, though every site shows it.
    """

    public_id: str
    author_id: str
    author: str
    language: str
    html: str
    text: str
    scope: Scope
    state: State
    hidden_why: str
    made_at: datetime
    edited_at: datetime | None
    season: int | None
    episode: int | None
    is_on_link: bool
    title_id: int
    site: str
    replies: tuple["CommentRow", ...] = ()


def _row(comment: Comment, replies: Sequence[CommentRow] = ()) -> CommentRow:
    is_shown = comment.state == State.SHOWN
    season = comment.season or (comment.episode.season if comment.episode else None)
    return CommentRow(
        comment.public_id, comment.author.public_id, comment.author.name, comment.language,
        comment.html if is_shown else "", comment.text if is_shown else "",
        Scope(Spoils(comment.spoils), comment.spoils_season, comment.spoils_episode), State(comment.state),
        comment.hidden_why, comment.made_at, comment.edited_at, season.number if season else None,
        comment.episode.number if comment.episode else None, comment.link_id is not None, comment.title_id,
        comment.site.slug, tuple(replies),
    )  # fmt: skip


def comments_on(about: About, reader: User | None, start: int = 0) -> tuple[list[CommentRow], bool]:
    """Comments on a title with all its parts, or on one part or link, the latest first with their answers; and whether
    there are more. Two queries, three for somebody signed in."""
    muted = set(Mute.objects.filter(person=reader).values_list("muted", flat=True)) if reader else set()
    rows = Comment.objects.filter(title=about.title_id, parent__isnull=True).exclude(author__in=muted)
    for part in ("season_id", "episode_id", "link_id"):
        if wanted := getattr(about, part):
            rows = rows.filter(**{part: wanted})
    rows = rows.select_related(*SHOWN_WITH).order_by("-made_at", "-pk")
    found = list(rows[start : start + ON_A_PAGE + 1])
    answers: dict[int, list[CommentRow]] = defaultdict(list)
    replies = Comment.objects.filter(parent__in=found[:ON_A_PAGE]).exclude(author__in=muted)
    for reply in replies.select_related(*SHOWN_WITH).order_by("made_at", "pk")[:MOST_ANSWERS]:
        answers[reply.parent_id or 0].append(_row(reply))
    threads = [_row(one, answers[one.pk]) for one in found[:ON_A_PAGE]]
    shown = [one for one in threads if one.state is not State.DELETED or one.replies]
    return shown, len(found) > ON_A_PAGE


def latest_of(title_id: int, count: int = ON_A_PAGE) -> list[CommentRow]:
    """The latest comments and answers on a title and its parts, for a feed. One query."""
    rows = Comment.objects.filter(title=title_id, state=State.SHOWN).select_related(*SHOWN_WITH)
    return [_row(one) for one in rows.order_by("-made_at", "-pk")[:count]]


def comment_with_id(public_id: str) -> tuple[CommentRow, About]:
    """A comment and what it is on. One query. Raises NotFound."""
    rows = Comment.objects.select_related(*SHOWN_WITH)
    found = rows.filter(public_id=public_id if is_id(public_id) else "").first()
    if found is None:
        raise NotFound
    return _row(found), About(found.title_id, found.season_id, found.episode_id, found.link_id)


def season_with_id(public_id: str) -> Season:
    """A season by its permanent id. One query. Raises NotFound."""
    found = Season.objects.filter(public_id=public_id, removed_at__isnull=True).first()
    if found is None:
        raise NotFound
    return found


def key_of_link(public_id: str) -> int:
    """The row id of a link. One query. Raises NotFound."""
    found = WatchLink.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found


def muted_by(person: User) -> list[User]:
    """Whom somebody does not want to read, by name. One query."""
    return list(User.objects.filter(pk__in=Mute.objects.filter(person=person).values("muted")).order_by("name"))


@dataclass(frozen=True, slots=True)
class Flagged:
    """A comment that waits for a moderator, with why people flagged it."""

    comment: CommentRow
    flags: int
    reasons: tuple[Flag, ...]


def flagged_comments(start: int = 0, count: int = 50) -> list[Flagged]:
    """Comments with flags that nobody has answered, those with most first. Two queries."""
    rows = Comment.objects.filter(Q(flags__gt=0), state=State.SHOWN)
    found = list(rows.select_related(*SHOWN_WITH).order_by("-flags", "made_at")[start : start + count])
    reasons: dict[int, list[Flag]] = defaultdict(list)
    for flag in CommentFlag.objects.filter(comment__in=found).order_by("pk"):
        reasons[flag.comment_id].append(Flag(flag.reason))
    return [Flagged(_row(one), one.flags, tuple(reasons[one.pk])) for one in found]
