"""Which function does the work of which outbox topic.

A handler takes the payload of its row. It may be called twice for one row (its worker may die before it can say
that the work is done), so doing the work again must do no harm. It raises to fail; the row is then tried again.

A row is a short piece of work: the next one is chosen anew after each, so that what is urgent waits for one piece only.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from allostream.audit.rules import Actor
from allostream.community import bringing, bulk, confirming
from allostream.jobs.progress import Later, report
from allostream.jobs.refusals import state_reasons
from allostream.jobs.upkeep import look_at_tables
from allostream.lib import clock
from allostream.links import actions as links
from allostream.links import banning, judging, listing, marking, portions, queries, tallies
from allostream.links.holding import JUDGE_ANEW
from allostream.links.regrouping import GO_BACK, GO_ON
from allostream.mail import actions as mail
from allostream.moderation import gathering, sheaves
from allostream.outbox import actions as outbox
from allostream.outbox.rules import BEHIND_OTHERS
from allostream.rights_desk import acting, blocked, mail_intake, proving, putting_back, taking
from allostream.rights_desk import bulk as desk_bulk

Handler = Callable[[Mapping[str, Any]], None]


def count_figures(_payload: Mapping[str, Any]) -> None:
    """Count anew how much there is to watch in each country; have the values of facets and the shelves follow.

    Begins with a fresh look at tables that may just have grown. Raises Later too soon after the last count.
    """
    begin = queries.next_count_from()
    if begin and begin > clock.now():
        raise Later(begin)
    look_at_tables()
    report("Counting titles by country")
    links.count_figures()
    _have_the_rest_follow()


def _have_the_rest_follow() -> None:
    """Post what else a count brings up to date, and remove the shelves of countries that have none any more."""
    countries = queries.countries_with_shelves()
    tallies.drop_shelves_but(countries)
    with transaction.atomic():
        outbox.post("figures.count-facets", {}, unique_key="facets", priority=BEHIND_OTHERS)
        for country in countries:
            outbox.post("figures.keep-shelves", {"country": country}, unique_key=country, priority=BEHIND_OTHERS)


def count_facets(_payload: Mapping[str, Any]) -> None:
    """Count anew how many titles have each value of each facet."""
    tallies.count_facets()


def keep_shelves(payload: Mapping[str, Any]) -> None:
    """Find titles for the home page of one country."""
    tallies.keep_shelves(payload["country"])


def show_links_at_host(payload: Mapping[str, Any]) -> None:
    """Show the next portion of the links at a host that was listed anew."""
    links.show_links_at(payload["host"], payload["after"])


def show_links_in_channel(payload: Mapping[str, Any]) -> None:
    """Show the next portion of the links in a channel that was listed."""
    listing.show_links_in(payload["channel"], payload["after"])


def judge_anew(payload: Mapping[str, Any]) -> None:
    """Judge the next portion of the titles that were held back when a fact of a person changed."""
    judging.evaluate(payload["titles"], by=Actor.system("rights"), why=payload["why"])


def end_window(payload: Mapping[str, Any]) -> None:
    """List a proposed host or channel whose four weeks are over, if nothing stands against it."""
    listing.end_window(payload["proposal"])


def end_proof(payload: Mapping[str, Any]) -> None:
    """Weigh the proofs of a channel anew on the day on which one of them is a year old."""
    listing.end_proof(payload["channel"])


def end_ban(payload: Mapping[str, Any]) -> None:
    """Lift a ban whose time is over."""
    banning.end_ban(payload["ban"])


def release_links(payload: Mapping[str, Any]) -> None:
    """Show the next portion of the links that a lifted ban held."""
    banning.release(payload["ban"], payload["after"])


def send_letter(payload: Mapping[str, Any]) -> None:
    """Send a letter; one that was sent already is left alone."""
    mail.send(payload["letter"])


def show_voices(payload: Mapping[str, Any]) -> None:
    """Tell on a title's page what people have said of its links since the last time."""
    confirming.show_voices(payload["title"])


def weigh_bundle(payload: Mapping[str, Any]) -> None:
    """Weigh the links of a list that somebody brought, those that wait for no host."""
    bulk.weigh_bundle(payload["bundle"])


def take_on_message(payload: Mapping[str, Any]) -> None:
    """Match and act on the next portion of a long message to the rights desk."""
    taking.take_on(payload)


def read_mail(payload: Mapping[str, Any]) -> None:
    """Read a mail to the rights desk that was kept; one that was read is left alone."""
    mail_intake.read_kept(payload["message"])


def check_identity(payload: Mapping[str, Any]) -> None:
    """Look whether a domain is that of the sender who says so."""
    proving.look(payload)


def release_marked(payload: Mapping[str, Any]) -> None:
    """Show the next portion of the links that lifted marks held."""
    marking.release(payload["marks"], payload["after"])


def gather_queue(_payload: Mapping[str, Any]) -> None:
    """Bring the queue of moderators in line with what waits, at once."""
    gathering.keep_queue()


HANDLERS: dict[str, Handler] = {
    "figures.count": count_figures,
    "figures.count-facets": count_facets,
    "figures.keep-shelves": keep_shelves,
    "links.show-at-host": show_links_at_host,
    "links.show-in-channel": show_links_in_channel,
    "hosts.window-ends": end_window,
    "hosts.proof-ends": end_proof,
    banning.ENDS: end_ban,
    banning.RELEASE: release_links,
    JUDGE_ANEW: judge_anew,
    "moderation.gather": gather_queue,
    GO_ON: portions.go_on,
    GO_BACK: portions.go_back,
    sheaves.DO: sheaves.do_portion,
    sheaves.UNDO: sheaves.undo_portion,
    confirming.SHOW_SAID: show_voices,
    mail.TOPIC: send_letter,
    bulk.WEIGH: weigh_bundle,
    bringing.REFUSED: state_reasons,
    taking.TAKE_ON: take_on_message,
    acting.TELL_LATER: acting.tell_later,
    blocked.TELL_BLOCKED: blocked.tell_blocked_later,
    putting_back.PUT_BACK: putting_back.put_back,
    desk_bulk.DO: desk_bulk.do_portion,
    desk_bulk.UNDO: desk_bulk.undo_portion,
    mail_intake.READ: read_mail,
    proving.LOOK: check_identity,
    marking.RELEASE: release_marked,
}
