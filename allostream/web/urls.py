"""The addresses of the pages, in the words of every language, from the shapes in allostream.web.addresses."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import unquote

from allauth.socialaccount.providers.openid_connect import views as oidc
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path

from allostream.web.accounts import pages as account_pages
from allostream.web.addresses import DEFAULT_LANGUAGE, NAMED, SHAPES, Place, address, every_shape
from allostream.web.http import PageRequest
from allostream.web.page import moved
from allostream.web.views import (
    accounts,
    appeals,
    bans,
    bench,
    bringing,
    bringing_many,
    brought,
    browse,
    calendar,
    check,
    comments,
    decisions,
    desk,
    desk_many,
    desk_senders,
    edit_forms,
    edits,
    fact_forms,
    facts,
    flaggers,
    hosts,
    interests,
    letters,
    likenesses,
    lists,
    machines,
    moderation_log,
    newly_free,
    no_longer,
    notice_answers,
    notice_api,
    notice_cases,
    notice_senders,
    notices,
    numbering,
    objections,
    pages,
    people,
    pictures,
    preferences,
    proposals,
    queue,
    queue_many,
    regrouping,
    reports,
    rights,
    roles,
    rules,
    search,
    search_feed,
    short,
    site_words,
    status,
    suggesting,
    titles,
    voices,
    wanted,
    watch,
)
from allostream.web.ways import ByFirstWord

View = Callable[..., Any]
VIEWS: Mapping[Place, View] = {
    Place.HOME: lists.home,
    Place.FILM: titles.film,
    Place.FILMS: browse.films,
    Place.SHOW: titles.show,
    Place.SHOWS: browse.shows,
    Place.BROWSE: browse.both,
    Place.FILTER: browse.apply,
    Place.NEWLY_FREE: newly_free.newly_free,
    Place.NO_LONGER: no_longer.no_longer,
    Place.CALENDAR: calendar.calendar,
    Place.RIGHTS: rules.rights,
    Place.CHECK: check.check,
    Place.RIGHTS_IN: rules.rights_in,
    Place.FILM_RIGHTS: rights.film_rights,
    Place.SHOW_RIGHTS: rights.show_rights,
    Place.PART: titles.part,
    Place.PERSON: people.person,
    Place.HOST: hosts.host,
    Place.CHANNEL: hosts.channel,
    Place.HOSTS: hosts.hosts,
    Place.PROPOSALS: proposals.proposals,
    Place.PROPOSAL: proposals.proposal,
    Place.WATCH: watch.watch,
    Place.WRONG: objections.wrong,
    Place.LINK: voices.link,
    Place.REPORT: reports.report,
    Place.WANTED: wanted.wanted,
    Place.COMMENTS: comments.comments,
    Place.COMMENT: comments.comment,
    Place.REPORTED: reports.reported,
    Place.BENCH: bench.queue,
    Place.BENCH_CASE: bench.case,
    Place.QUEUE: queue.queue,
    Place.QUEUE_ITEM: queue.item,
    Place.MANY: queue_many.many,
    Place.BANS: bans.bans,
    Place.APPEALS: appeals.appeals,
    Place.MODERATION_LOG: moderation_log.log,
    Place.DECISION: decisions.decision,
    Place.HOUSE_RULES: decisions.house_rules,
    Place.INTERESTS: interests.interests,
    Place.NOTICES: notices.how,
    Place.NOTICE_SEND: notices.send,
    Place.NOTICE_LOOK: notices.look,
    Place.NOTICE_ANSWER: notice_answers.answer,
    Place.NOTICE_CASE: notice_cases.case,
    Place.NOTICE_WHO: notice_senders.who,
    Place.NOTICE_SENDER: notice_senders.sender,
    Place.FLAGGERS: flaggers.flaggers,
    Place.SITE_WORDS: site_words.site_words,
    Place.DESK: desk.desk,
    Place.DESK_MANY: desk_many.many,
    Place.DESK_CASE: desk.case,
    Place.SENDERS: desk_senders.senders,
    Place.SENDER: desk_senders.sender,
    Place.LIKENESSES: likenesses.likenesses,
    Place.LIKENESS: likenesses.likeness,
    Place.SEARCH: search.search,
    Place.FACTS: facts.facts,
    Place.FACT_FORM: fact_forms.suggest,
    Place.FACT_HISTORY: facts.history,
    Place.FACT: fact_forms.fact,
    Place.SUGGESTIONS: facts.suggestions,
    Place.REGROUP: regrouping.regroup,
    Place.REGROUPING: regrouping.one,
    Place.IMPROVE: edit_forms.improve,
    Place.EDITS: edits.edits,
    Place.EDIT: edits.edit,
    Place.EDIT_HISTORY: edits.history,
    Place.NUMBERING: numbering.numbering,
    Place.SETTINGS: preferences.settings,
    Place.KEYS: pages.keys,
    Place.ABOUT: pages.about,
    Place.LEGAL: pages.legal,
    Place.ACCESSIBILITY: pages.accessibility,
    Place.BOT: pages.bot,
    Place.STATUS: status.status,
    Place.ROLES: roles.roles,
    Place.BRING: bringing.bring,
    Place.BRING_MANY: bringing_many.bring_many,
    Place.BRING_HELP: bringing.by_one_click,
    Place.BROUGHT: brought.brought,
    Place.BROUGHT_ONE: brought.one,
    **{place: account_pages.view_of(place) for place in account_pages.PAGES},
    Place.SIGN_OUT: account_pages.sign_out,
    Place.INVITATION: accounts.invitation,
    Place.ACCOUNT: accounts.overview,
    Place.PROFILE: accounts.profile,
    Place.INVITATIONS: accounts.invite,
    Place.OWN_DATA: accounts.own_data,
    Place.LEAVE: accounts.leave_page,
    Place.LETTERS: letters.letters,
    Place.MEMBER: accounts.member_page,
}
# Django tries pattern after pattern: each that is tried in vain costs half a microsecond.
FOUND_FIRST = frozenset({Place.FILM, Place.SHOW})


def in_words_of_site(view: View, place: Place, language: str) -> View:
    """The view, with other languages' words for its address redirected to this site's own.

    Titles are named in their address: their views are told the language of the words and look the name up.
    """
    if place in NAMED:
        return lambda request, **values: view(request, spoken=language, **values)

    @wraps(view)
    def checked(request: PageRequest, **values: str) -> HttpResponse:
        own = address(request.site.language, place, **values)
        # A request has its path unquoted.
        if request.method in ("GET", "HEAD") and request.path not in (own, unquote(own)):
            return moved(request, own)
        answer: HttpResponse = view(request, **values)
        return answer

    return checked


def pattern(shape: str) -> str:
    """Django's form of a shape: `movie/<str:slug>` for `movie/{slug}`."""
    return shape.replace("{", "<str:").replace("}", ">")


def named(place: Place, language: str) -> str:
    """The name by which Django's own views find a page."""
    return place.value if language == DEFAULT_LANGUAGE else f"{place.value}.{language}"


def page_patterns(places: frozenset[Place]) -> list[URLPattern]:
    """The patterns of these pages; a view is wrapped with its marks, such as that it checks the sender itself."""
    return [
        path(pattern(shape), in_words_of_site(VIEWS[place], place, language), name=named(place, language))
        for language, place, shape in every_shape()
        if place in places
    ]


def account_patterns() -> list[URLPattern]:
    """The English addresses under the names by which allauth asks for its pages."""
    shapes, names = SHAPES[DEFAULT_LANGUAGE], {place: shown.name for place, shown in account_pages.PAGES.items()}
    names[Place.SIGN_OUT] = "account_logout"
    return [path(pattern(shapes[place]), VIEWS[place], name=name) for place, name in names.items()]


FEEDS: Mapping[Place, View] = {
    Place.CALENDAR: calendar.feed,
    Place.NEWLY_FREE: newly_free.feed,
    Place.SEARCH: search_feed.feed,
    Place.NO_LONGER: no_longer.feed,
    Place.WANTED: wanted.feed,
    Place.MODERATION_LOG: moderation_log.feed,
}


def feed_patterns() -> list[URLPattern]:
    """Of each list that is a feed too: one address for all languages, and that of the page with a suffix."""
    return [
        path(f"{start}.<str:suffix>", view)
        for place, view in FEEDS.items()
        for start in (f"feeds/{SHAPES[DEFAULT_LANGUAGE][place]}", *{shapes[place]: None for shapes in SHAPES.values()})
    ]


OTHERS: list[URLPattern] = [
    *page_patterns(frozenset(Place) - FOUND_FIRST),
    *account_patterns(),
    path("sign-in/with/<str:provider_id>", oidc.login, name="openid_connect_login"),
    path("sign-in/with/<str:provider_id>/back", oidc.callback, name="openid_connect_callback"),
    path("suggest", suggesting.suggest),
    path("evidence/<str:id>", rights.capture),
    *feed_patterns(),
    path("feeds/comments/<str:id>.<str:suffix>", comments.feed),
    path("w/<str:id>", short.title),
    path("e/<str:id>", short.episode),
    path("s/<str:id>", short.season),
    path("l/<str:id>", short.link),
    path("p/<str:id>", short.person),
    path("d/<str:id>", decisions.short),
    path("n/who", notice_senders.short),
    path("n/<str:id>", notice_cases.short),
    path("api/v1/openapi.json", notice_api.openapi),
    path("api/v1/notices", notice_api.notices),
    path("api/v1/notices/file", notice_api.uploads),
    path("api/v1/notices/<str:id>", notice_api.case),
    path("api/v1/notices/<str:id>/items", notice_api.items),
    path("poster/<str:id>.<str:language>.<str:version>.svg", pictures.poster),
    path("poster/<str:id>.<str:language>.<str:version>.png", pictures.poster_png),
    path("preview/<str:id>.<str:language>.<str:version>.png", pictures.preview),
    path("backdrop/<str:id>.<str:version>.svg", pictures.backdrop),
    path("healthz", pages.healthz),
    path("robots.txt", machines.robots),
    path("bot.json", machines.bot_addresses),
    path("favicon.ico", machines.favicon),
    path("manifest.webmanifest", machines.manifest),
    path("opensearch.xml", machines.opensearch),
    path("sitemap.xml", machines.sitemap_index),
    path("sitemaps/<str:name>-<int:number>.xml.gz", machines.sitemap),
    path(".well-known/security.txt", machines.security),
    path("<path:path>/", short.without_slash),
]

# Those asked for most stand in front, for a table within a table costs 4 µs.
urlpatterns: list[URLPattern | URLResolver] = [*page_patterns(FOUND_FIRST), ByFirstWord(OTHERS)]
