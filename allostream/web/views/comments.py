"""Comments on a title, a season, an episode or a link: a page of their own, one for each comment, and a feed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods, require_safe

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.catalogue import queries as catalogue
from allostream.catalogue.queries import Moved, TitleHead
from allostream.community import commenting
from allostream.community import commenting_queries as queries
from allostream.community.commenting_queries import CommentRow
from allostream.community.commenting_rules import About, Flag, Scope, Spoils, State, may_edit
from allostream.lib.problems import Forbidden, NotFound, Problem
from allostream.links import queries as links
from allostream.moderation import acting
from allostream.moderation.actions import Grounds
from allostream.moderation.decision_rules import Measure, Rule, Thing
from allostream.moderation.queries import standing_decision
from allostream.web import comment_words as words
from allostream.web import feed_formats, feeds
from allostream.web.act_forms import ActForm
from allostream.web.addresses import Place, address, comments_feed, title_address, with_query
from allostream.web.done import done_sentence
from allostream.web.facts.asking import see_other, sign_in_path, to_sign_in, viewer_of
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest, own_origin
from allostream.web.limits import check_newcomer
from allostream.web.moderation_words import problem_words
from allostream.web.page import Page, everywhere, moved, write
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import after_first, read_page
from allostream.web.views.titles import title_with_key

FORMATS = ("atom", "rss", "json")


@dataclass(frozen=True)
class Subject:
    """What a page of comments is about."""

    letter: str
    id: str
    title: TitleHead
    about: About
    named: str


def subject_of(request: PageRequest, letter: str, id: str) -> Subject:
    """The title (w), season (s), episode (e) or link (l) of an address. Raises NotFound, Gone, Moved."""
    visitor = request.visitor
    if not request.site.has_comments:
        raise NotFound
    if letter == "w":
        title = catalogue.title_with_id(id, visitor.language, visitor.address_language)
        return Subject(letter, id, title, About(title.id), title.name)
    if letter == "e":
        episode = catalogue.episode_with_id(id)
        title = title_with_key(request, episode.title_id)
        return Subject(letter, id, title, About(title.id, None, episode.pk), words.part_of(title, episode.name))
    if letter == "s":
        season = queries.season_with_id(id)
        title = title_with_key(request, season.title_id)
        return Subject(letter, id, title, About(title.id, season.pk), words.part_of(title, words.season(season.number)))
    if letter == "l":
        row = links.link_with_id(visitor, id)
        title = title_with_key(request, row.title_id)
        named = words.part_of(title, row.host_name)
        return Subject(letter, id, title, About(title.id, link_id=queries.key_of_link(id)), named)
    raise NotFound


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: PageRequest, letter: str, id: str) -> HttpResponse:
    """Comments, the latest first, and the form to write one for whoever has signed in. Six to eleven queries.

    Raises NotFound, also where the site has no comments, and what the action refuses is said above the form.
    """
    try:
        subject = subject_of(request, letter, id)
    except Moved as now:
        return moved(request, address(request.site.language, Place.COMMENTS, letter="w", id=now.thing.public_id))
    viewer, number = viewer_of(request), read_page(request.GET)
    if request.method != "POST":
        return comments_page(request, subject, viewer, number)
    if viewer is None:
        return to_sign_in(request)
    check_newcomer(request)
    try:
        written = commenting.write_comment(
            subject.about, request.POST.get("text", ""), scope_sent(request), author=viewer, site=request.site,
            language=request.visitor.language, parent_id=request.POST.get("parent", ""),
        )  # fmt: skip
    except Problem as problem:
        if problem.status not in (422, 429):
            raise
        return comments_page(request, subject, viewer, number, refused=problem)
    return see_other(f"{request.path}#c-{written.public_id}")


def scope_sent(request: PageRequest) -> Scope:
    """How far the form says that the comment spoils. Raises UnknownValue."""
    given, known = request.POST.get("spoils", Spoils.NOTHING.value), [one.value for one in Spoils]
    if given not in known:
        raise unknown_value("spoils", given, known)
    numbers = [request.POST.get(name, "").strip() for name in ("season", "episode")]
    season, episode = (int(one) if one.isdecimal() and len(one) < 5 else None for one in numbers)
    is_part = given == Spoils.PART
    return Scope(Spoils(given), season if is_part else None, episode if is_part else None)


def comments_page(
    request: PageRequest, subject: Subject, viewer: User | None, number: int, *, refused: Problem | None = None
) -> HttpResponse:
    """The page of comments; kept for readers without a session until something changes."""
    found, has_more = queries.comments_on(subject.about, viewer, (number - 1) * queries.ON_A_PAGE)
    if number > 1 and not found:
        raise NotFound
    language = request.site.language
    place = {"letter": subject.letter, "id": subject.id}
    page = Page(
        title=gettext("Comments: %(name)s") % {"name": subject.named},
        description=gettext("What people say of “%(name)s”; what spoils is covered until it is opened.")
        % {"name": subject.named},
        number=number,
        addresses={
            own: with_query(where, page=after_first(number))
            for own, where in everywhere(Place.COMMENTS, **place).items()
        },
        feed=comments_feed(subject.title.public_id),
        feed_formats=FORMATS,
        is_indexed=False,
    )
    own = address(language, Place.COMMENTS, **place)
    context = {
        "title": subject.title,
        "named": subject.named,
        "comments": [words.told(one, request.visitor.language) for one in found],
        "action": own,
        "before": with_query(own, page=after_first(number - 1)) if number > 1 else "",
        "after": with_query(own, page=number + 1) if has_more else "",
        "viewer": viewer,
        "sign_in": sign_in_path(request),
        **form_values(request, subject.title, refused),
    }
    fresh = None if viewer or refused else Fresh(title_id=subject.title.id, query=("page",))
    return write(request, "pages/comments.html", page, context, status=refused.status if refused else 200, fresh=fresh)


def form_values(request: PageRequest, title: TitleHead, refused: Problem | None) -> dict[str, Any]:
    """What the form holds: what was sent, where it was refused."""
    sent = request.POST if refused else {}
    return {
        "refused": " ".join(problem_words(refused)) if refused else "",
        "text": sent.get("text", ""),
        "spoils": sent.get("spoils", Spoils.NOTHING.value),
        "season": sent.get("season", ""),
        "episode": sent.get("episode", ""),
        "scopes": [
            (one.value, words.scope_choice(one)) for one in Spoils if title.kind != "film" or one != Spoils.PART
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: PageRequest, id: str) -> HttpResponse:
    """One comment, with what can be done about it: answer, change, take back, flag, mute; hide for moderators.

    Five to ten queries. Raises NotFound, UnknownValue and what the action refuses.
    What moderators decide is a decision as in the queue: told to the author, logged, contested.
    """
    if not request.site.has_comments:
        raise NotFound
    row, about = queries.comment_with_id(id)
    viewer = viewer_of(request)
    if request.method != "POST":
        return comment_page(request, row, viewer)
    if viewer is None:
        return to_sign_in(request)
    check_newcomer(request)
    try:
        return act_on(request, row, about, viewer)
    except Problem as problem:
        if problem.status not in (409, 422, 429):
            raise
        return comment_page(request, row, viewer, refused=problem)


def act_on(request: PageRequest, row: CommentRow, about: About, viewer: User) -> HttpResponse:
    """Do what the button says. Raises UnknownValue and what the actions refuse."""
    site, own = request.site, address(request.site.language, Place.COMMENT, id=row.public_id)
    do = request.POST.get("do", "")
    if do == "answer":
        commenting.write_comment(
            about, request.POST.get("text", ""), scope_sent(request), author=viewer, site=site,
            language=request.visitor.language, parent_id=row.public_id,
        )  # fmt: skip
        return see_other(with_query(own, done="answered"))
    if do == "edit":
        commenting.edit_comment(row.public_id, request.POST.get("text", ""), scope_sent(request), by=viewer)
    elif do == "delete":
        commenting.delete_comment(row.public_id, by=viewer)
    elif do == "flag":
        given, known = request.POST.get("reason", ""), [one.value for one in Flag]
        if given not in known:
            raise unknown_value("reason", given, known, label=gettext("Reason"))
        commenting.flag_comment(row.public_id, Flag(given), by=viewer, site=site.slug)
    elif do in ("mute", "unmute"):
        commenting.mute(viewer, row.author_id, mutes=do == "mute")
    elif do in ("hide", "show"):
        judge(request, row, viewer, hides=do == "hide")
    else:
        raise unknown_value("do", do, ["answer", "edit", "delete", "flag", "mute", "unmute", "hide", "show"])
    return see_other(with_query(own, done=do))


def judge(request: PageRequest, row: CommentRow, viewer: User, *, hides: bool) -> None:
    """Hide or show a comment for a moderator of the site where it was written; what was hidden by a decision is shown
    as that is undone.

    Raises Forbidden, UnknownValue, and what moderation.acting refuses.
    """
    if not may(viewer, Right.COMMENT_HIDE, site=row.site):
        raise Forbidden
    if hides:
        form = ActForm(request.POST)
        if not form.is_valid():
            raise unknown_value("rule", request.POST.get("rule", ""), [one.value for one in Rule])
        acting.act_on_page(Thing.COMMENT, row.public_id, "hide", form.grounds(), by=viewer)
        return
    why = request.POST.get("why", "").strip()
    hidden = standing_decision(Thing.COMMENT, row.public_id, Measure.HIDDEN) if row.state is State.HIDDEN else None
    if hidden:
        acting.undo(hidden, by=viewer, why=why)
    else:
        acting.act_on_page(Thing.COMMENT, row.public_id, "keep", Grounds(Rule.IN_ORDER, why=why), by=viewer)


def comment_page(
    request: PageRequest, row: CommentRow, viewer: User | None, *, refused: Problem | None = None
) -> HttpResponse:
    """The page of one comment."""
    title = title_with_key(request, row.title_id)
    is_own = viewer is not None and viewer.public_id == row.author_id
    page = Page(
        title=gettext("Comment on %(name)s") % {"name": title.name},
        description=gettext("One comment, and what can be done about it."),
        addresses=everywhere(Place.COMMENT, id=row.public_id),
        is_indexed=False,
    )
    context = {
        "title": title,
        "comment": words.told(row, request.visitor.language),
        "all_address": address(request.site.language, Place.COMMENTS, letter="w", id=title.public_id),
        "viewer": viewer,
        "sign_in": sign_in_path(request),
        "done": done_sentence(request, words.done_sentences),
        "is_shown": row.state is State.SHOWN,
        "is_own": is_own,
        "may_edit": is_own and row.state is State.SHOWN and may_edit(row.made_at, request.visitor.now),
        "may_hide": may(viewer, Right.COMMENT_HIDE, site=row.site) and row.state is not State.DELETED,
        "mutes": viewer is not None and row.author_id in {one.public_id for one in queries.muted_by(viewer)},
        "act_form": ActForm(request.POST if refused else None, initial={"rule": Rule.CIVIL.value}),
        "flags": [(flag.value, words.flag_word(flag)) for flag in Flag],
        "row": row,
        **form_values(request, title, refused),
    }
    response = write(request, "pages/comment.html", page, context, status=refused.status if refused else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def feed(request: PageRequest, id: str, suffix: str) -> HttpResponse:
    """The latest comments on a title and its parts, for programs; of what spoils only that it does. Five queries.

    Raises NotFound.
    """
    feed_formats.check(suffix, FORMATS)
    site = request.site
    if not site.has_comments:
        raise NotFound
    reader = feeds.reader_of(request)
    title = catalogue.title_with_id(id, reader.language, reader.address_language)
    origin = own_origin(request)
    with override(site.language):
        told = feeds.Feed(
            id=f"tag:{site.domain},2026:comments/{id}",
            title=gettext("Comments: %(name)s") % {"name": title.name},
            author=site.name,
            language=site.language,
            own=origin + comments_feed(id, suffix),
            page=origin + title_address(site.language, title.kind, title.slug),
            updated=reader.now.date().replace(day=1),
            entries=[entry(request, one) for one in queries.latest_of(title.id)],
        )
    return feed_formats.answered(told, suffix, Fresh(title_id=title.id))


def entry(request: PageRequest, row: CommentRow) -> feeds.Entry:
    """One comment in the feed."""
    site, on = request.site, row.made_at.date()
    spoils = words.scope_sentence(row.scope)
    return feeds.Entry(
        id=f"tag:{site.domain},2026:comment/{row.public_id}",
        title=gettext("%(author)s, %(part)s") % {"author": row.author, "part": words.part_word(row)}
        if words.part_word(row)
        else row.author,
        address=own_origin(request) + address(site.language, Place.COMMENT, id=row.public_id),
        updated=row.edited_at.date() if row.edited_at else on,
        published=on,
        summary=spoils or row.text,
        category=row.language,
        on=on,
    )
