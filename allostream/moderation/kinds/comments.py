"""Comments that people flagged (allostream.community.commenting): all flags on one comment are one thing here."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Min

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.audit.rules import Actor
from allostream.community import commenting
from allostream.community.commenting_rules import Flag, State
from allostream.community.models import Comment, CommentFlag
from allostream.lib.problems import NotFound
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.kinds.base import MOST, Act, Face, Kind, Row
from allostream.moderation.queue_rules import Sign
from allostream.moderation.scrub_rules import scrubbed

SEVERAL = 3


def rows() -> Sequence[Row]:
    """Comments with flags that nobody has answered, the oldest flag first. Two queries."""
    found = Comment.objects.filter(flags__gt=0, state=State.SHOWN).annotate(since=Min("flag_rows__made_at"))
    columns = ("pk", "public_id", "since", "made_at", "title_id", "author_id", "site__slug", "flags")
    unlawful = set(
        CommentFlag.objects.filter(reason=Flag.ILLEGAL_LINK, comment__state=State.SHOWN).values_list(
            "comment", flat=True
        )
    )
    return [
        Row(
            public_id, since or made_at, title_id, person_id=author_id, site=site,
            signs=((Sign.RIGHTS,) if pk in unlawful else ()) + ((Sign.SEVERAL,) if flags >= SEVERAL else ()),
        )
        for pk, public_id, since, made_at, title_id, author_id, site, flags
        in found.order_by("since", "pk").values_list(*columns)[:MOST]
    ]  # fmt: skip


def one(public_id: str) -> Row:
    """A comment on whose page a moderator is, flagged or not. One query. Raises NotFound."""
    row = Comment.objects.select_related("site").filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return Row(public_id, row.made_at, row.title_id, person_id=row.author_id, site=row.site.slug)


def faces(ids: Collection[str]) -> Mapping[str, Face]:
    """What a moderator sees of comments: their words, and why people flagged them. Two queries."""
    comments = list(Comment.objects.filter(public_id__in=list(ids)))
    reasons: dict[int, list[str]] = {}
    for comment_id, reason in CommentFlag.objects.filter(comment__in=comments).values_list("comment_id", "reason"):
        reasons.setdefault(comment_id, []).append(reason)
    return {
        one.public_id: Face(
            said=one.text,
            told=(("reported", ", ".join(sorted(set(reasons.get(one.pk, []))))), ("people", str(one.flags))),
        )
        for one in comments
    }  # fmt: skip


def _judge(public_id: str, hides: bool, by: User, why: str) -> Mapping[str, Any]:
    """Answer the flags on a comment; of the reason stands on the page what the public log may tell, too."""
    author = User.objects.filter(comments__public_id=public_id).first()
    if author is None:
        raise NotFound
    said = scrubbed(why, [author.name, by.name])
    commenting.judge_comment(public_id, hides=hides, why=said, by=Actor.person(by.public_id))
    return {}


def _show_again(public_id: str, _before: Mapping[str, Any], by: User, why: str) -> None:
    _judge(public_id, False, by, why)


HIDE = Act(
    "hide", Measure.HIDDEN, Right.COMMENT_HIDE, lambda thing, by, words: _judge(thing, True, by, words.why),
    _show_again, in_bulk=True,
)  # fmt: skip
# To its author nothing happened: no letter, and nothing to contest.
KEEP = Act("keep", Measure.ACCEPTED, Right.COMMENT_HIDE, lambda thing, by, words: _judge(thing, False, by, words.why))
COMMENTS = Kind(Thing.COMMENT, Right.COMMENT_HIDE, rows, faces, (HIDE, KEEP), one=one)
