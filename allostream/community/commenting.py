"""Every write of comments: write, change, take back, flag, hide, mute. Whoever writes has an account."""

import re
from contextlib import suppress
from datetime import timedelta
from html import unescape

from django.db import transaction
from django.db.models import F

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import level_of, limits_of, may
from allostream.accounts.trust_rules import Level
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue_actions
from allostream.community import markup
from allostream.community.bringing_rules import NOT_ALLOWED, Recognised
from allostream.community.commenting_rules import LONGEST, About, Flag, Scope, State, addresses_in, may_edit
from allostream.community.models import Comment, CommentFlag, Mute
from allostream.community.recognising import recognised
from allostream.hosts.identity import NotAnAddress, identify
from allostream.hosts.queries import address_table
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound, Problem, gettext_noop
from allostream.sites.models import Site

HREF = re.compile(r'href="([^"]*)"')
HOUR = timedelta(hours=1)


class NoWords(Problem):
    """A comment without words, or with too many."""

    code = "no-words"
    status = 422
    sentence = gettext_noop("Write something, and at most 4,000 characters.")


class NoSuchScope(Problem):
    """A spoiler scope whose numbers make no sense."""

    code = "no-such-scope"
    status = 422
    sentence = gettext_noop("Say up to which season and episode the comment spoils, or choose another word.")


class LinkNotAllowed(Problem):
    """A comment leads to a host that no link may lead to."""

    code = "link-not-allowed"
    status = 422
    sentence = gettext_noop("Links to “%(host)s” are refused here, in comments too: take the address out.")


class CopyNotAllowed(Problem):
    """A comment leads to a copy that no link may lead to."""

    code = "copy-not-allowed"
    status = 422
    sentence = gettext_noop(
        "A copy that is not allowed here is not linked to in comments either: take the address out."
    )


class TooManyComments(Problem):
    """More comments than an account of this level may write in an hour."""

    code = "too-many-comments"
    status = 429
    sentence = gettext_noop("You have written as many comments as your account may in an hour: go on a little later.")
    retry_after = 600


class TooLateToChange(Problem):
    """A comment that others may have answered is to be changed."""

    code = "too-late-to-change"
    status = 409
    sentence = gettext_noop("A comment can be changed for six hours. You can still delete it.")


def write_comment(
    about: About, text: str, scope: Scope, *, author: User, site: Site, language: str, parent_id: str = ""
) -> Comment:
    """Write a comment, or an answer to one; an answer to an answer stands beside it.

    Raises Forbidden, NoWords, NoSuchScope, LinkNotAllowed, CopyNotAllowed, TooManyComments and NotFound.
    """
    if not site.has_comments or not may(author, Right.COMMENT_WRITE, site=site.slug):
        raise Forbidden
    html = _made(text, scope, author)
    now = clock.now()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=author.pk)  # two at once must not both be the last allowed
        if Comment.objects.filter(author=author, made_at__gt=now - HOUR).count() >= limits_of(author).comments_an_hour:
            raise TooManyComments
        parent = _parent(about, parent_id) if parent_id else None
        written = Comment.objects.create(
            title_id=about.title_id, season_id=about.season_id, episode_id=about.episode_id, link_id=about.link_id,
            parent=parent, author=author, site=site, language=language, text=text.strip(), html=html, made_at=now,
            spoils=scope.spoils, spoils_season=scope.season, spoils_episode=scope.episode,
        )  # fmt: skip
        _note(written, "comment.write", Actor.person(author.public_id), spoils=scope.spoils.value)
    return written


def _made(text: str, scope: Scope, author: User) -> str:
    """The words as safe HTML. Raises NoWords, NoSuchScope, LinkNotAllowed and CopyNotAllowed."""
    if not text.strip() or len(text) > LONGEST:
        raise NoWords
    if not scope.is_whole:
        raise NoSuchScope
    linked = markup.html_of(text, with_links=True)
    check_addresses([*addresses_in(text), *(unescape(href) for href in HREF.findall(linked))])
    # A new account could lead readers anywhere: its addresses can be read, not pressed.
    return linked if level_of(author) >= Level.KNOWN else markup.html_of(text, with_links=False)


def check_addresses(addresses: list[str]) -> None:
    """Raise LinkNotAllowed for an address at a host or server that is refused, CopyNotAllowed for one of a copy that
    was withdrawn or refused. Six queries where there is an address."""
    if not addresses:
        return
    table, found = address_table(), []
    for address in dict.fromkeys(addresses):
        with suppress(NotAnAddress):
            found.append(identify(address, table))
    for seen in recognised(found):
        if seen.what in NOT_ALLOWED:
            raise LinkNotAllowed(host=seen.found.domain)
        if seen.what in {Recognised.WITHDRAWN, Recognised.BARRED}:
            raise CopyNotAllowed


def _parent(about: About, parent_id: str) -> Comment:
    """The comment that is answered. Raises NotFound."""
    found = Comment.objects.filter(public_id=parent_id, title_id=about.title_id, state=State.SHOWN).first()
    if found is None:
        raise NotFound
    return found.parent or found


def _note(comment: Comment, action: str, by: Actor, why: str = "", **after: str) -> None:
    """The audit entry of a change, and the title's pages made anew: of its words the audit keeps none."""
    catalogue_actions.raise_versions([comment.title_id], lists=False)
    audit.record(action, by=by, subject_kind="comment", subject_id=comment.public_id, after=after, why=why)


def _locked(public_id: str) -> Comment:
    found = Comment.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def edit_comment(public_id: str, text: str, scope: Scope, *, by: User) -> Comment:
    """Change one's own comment, for six hours. Raises NotFound, Forbidden, TooLateToChange, and as write_comment."""
    html = _made(text, scope, by)
    with transaction.atomic():
        comment = _locked(public_id)
        if comment.author_id != by.pk or comment.state != State.SHOWN:
            raise Forbidden
        if not may(by, Right.COMMENT_WRITE, site=comment.site.slug):
            raise Forbidden  # else a comment of before would be the way to write on
        if not may_edit(comment.made_at, clock.now()):
            raise TooLateToChange
        comment.text, comment.html, comment.edited_at = text.strip(), html, clock.now()
        comment.spoils, comment.spoils_season, comment.spoils_episode = scope.spoils, scope.season, scope.episode
        comment.save(update_fields=["text", "html", "edited_at", "spoils", "spoils_season", "spoils_episode"])
        _note(comment, "comment.edit", Actor.person(by.public_id))
    return comment


def delete_comment(public_id: str, *, by: User) -> Comment:
    """Take back one's own comment, at any time: its words are gone, answers to it stay. Raises NotFound, Forbidden."""
    with transaction.atomic():
        comment = _locked(public_id)
        if comment.author_id != by.pk or comment.state != State.SHOWN:
            raise Forbidden
        comment.text, comment.html, comment.state, comment.flags = "", "", State.DELETED, 0
        comment.save(update_fields=["text", "html", "state", "flags"])
        CommentFlag.objects.filter(comment=comment).delete()
        _note(comment, "comment.delete", Actor.person(by.public_id))
    return comment


def flag_comment(public_id: str, reason: Flag, *, by: User, site: str) -> None:
    """Say that a comment should not stand there; once for each person. It stays until a moderator has looked.

    Raises NotFound and Forbidden.
    """
    if not may(by, Right.COMMENT_FLAG, site=site):
        raise Forbidden
    with transaction.atomic():
        comment = _locked(public_id)
        if comment.state != State.SHOWN:
            raise NotFound
        _flag, is_new = CommentFlag.objects.get_or_create(
            comment=comment, person=by, defaults={"reason": reason, "made_at": clock.now()}
        )
        if is_new:
            Comment.objects.filter(pk=comment.pk).update(flags=F("flags") + 1)
            audit.record(
                "comment.flag", by=Actor.person(by.public_id), subject_kind="comment", subject_id=public_id, site=site,
                after={"reason": reason.value},
            )  # fmt: skip


def judge_comment(public_id: str, *, hides: bool, why: str, by: Actor) -> Comment:
    """Hide a comment, or show it again, and have its flags answered by that; `why` stands where it stood.

    Who may do so is for the caller to ask. Raises NotFound, and Forbidden for one that its author took back.
    """
    with transaction.atomic():
        comment = _locked(public_id)
        if comment.state == State.DELETED:
            raise Forbidden
        comment.state, comment.flags = State.HIDDEN if hides else State.SHOWN, 0
        comment.hidden_why = why[:300] if hides else ""
        comment.save(update_fields=["state", "flags", "hidden_why"])
        CommentFlag.objects.filter(comment=comment).delete()
        _note(comment, "comment.hide" if hides else "comment.show", by, why=why)
    return comment


def mute(person: User, author_id: str, *, mutes: bool) -> None:
    """Read somebody no more, or again; they are not told. Raises NotFound for nobody, and for oneself."""
    with transaction.atomic():
        other = User.objects.filter(public_id=author_id).exclude(pk=person.pk).first()
        if other is None:
            raise NotFound
        if mutes:
            Mute.objects.get_or_create(person=person, muted=other, defaults={"made_at": clock.now()})
        else:
            Mute.objects.filter(person=person, muted=other).delete()
        audit.record(
            "person.mute" if mutes else "person.unmute", by=Actor.person(person.public_id), subject_kind="person",
            subject_id=author_id,
        )  # fmt: skip
