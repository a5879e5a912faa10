"""What would become of a copy that somebody brings, before anything is written: each question in its order.

    here already? ─► host ─► the work ─► words of its names ─► rights of the work ─► what its host tells

Discovery asks the same of what it finds by itself, by the same rules (allostream.discovery.rules).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from allostream.accounts.models import User
from allostream.catalogue.models import Title
from allostream.community.asking import can_be_asked, candidate_of, facts_in
from allostream.community.bringing_rules import NOT_ALLOWED, STAYS_DOWN, Recognised, State, Told
from allostream.community.models import HostAnswer
from allostream.community.recognising import Seen
from allostream.connectors.candidates import Candidate
from allostream.discovery import rules
from allostream.discovery.judging import LOOKED_AFTER, names_licence
from allostream.discovery.rules import Outcome, Reason
from allostream.hosts.models import Channel, Host, Standing
from allostream.hosts.queries import channels_at_hosts
from allostream.links.actions import Place
from allostream.links.ban_rules import Seen as Banned
from allostream.links.copies import READERS, channel_of, work_of
from allostream.links.mark_rules import Effect
from allostream.links.models import WatchLink
from allostream.links.queries.bans import ban_against
from allostream.links.queries.marks import mark_against
from allostream.links.queries.prospects import prospects
from allostream.links.rules import Basis, Form, Offer
from allostream.rights.origin.facts import Facts
from allostream.rights.origin.judging import Judgement, Verdict, judge
from allostream.rights.origin.signs import Code

OFFERS: Mapping[str, Offer] = {
    Host.Kind.AVOD: Offer.ADS, Host.Kind.SVOD: Offer.SUBSCRIPTION, Host.Kind.TVOD: Offer.RENT,
    Host.Kind.LIBRARY_CARD: Offer.LIBRARY_CARD, Host.Kind.PUBLIC_BROADCASTER: Offer.CATCH_UP,
}  # fmt: skip


@dataclass(frozen=True)
class Weighed:
    """What would become of it: `state`, and why in the words of discovery, of a sign, or of `Recognised`.

    `is_automatic`: nothing that a person would have to look at. `link`: the one that is here for the same work.
    """

    state: State
    reason: str
    detail: str = ""
    is_automatic: bool = False
    judged: Judgement | None = None
    link: WatchLink | None = None
    channel: Channel | None = None


def basis_of(host: Host) -> Basis:
    """On what a link at a host rests: where nobody else puts things, on the host's own licence."""
    return Basis.WORK if host.item_level else Basis.PROVIDER


def offer_of(host: Host) -> Offer:
    """What watching costs at a host, as far as its kind tells."""
    return OFFERS.get(host.kind, Offer.FREE_OPEN)


def form_of(host: Host, seen: Seen, told: Candidate | None) -> Form:
    """What the address is to be shown as: a player only where host and item let others show it."""
    if told is not None and told.form == "embed":
        return Form.EMBED
    return Form.EMBED if host.embed == Host.Embed.ALLOWED and seen.found.embed_url else Form.PAGE


def weigh(seen: Seen, place: Place | None, answer: HostAnswer | None, *, by: User, site: str) -> Weighed:
    """What would become of a copy as a link for a place, brought by somebody at a site.

    Twenty queries at most, none where the address decides.
    """
    decided = _by_address(seen, place) or _by_ban(seen, place, by, site)
    if decided is not None:
        return decided
    host = seen.host
    if place is None or host is None:
        return Weighed(State.QUEUED, Reason.WORK_UNKNOWN)
    title = Title.objects.get(pk=place.title_id)
    told, facts = candidate_of(answer), facts_in(answer)
    channel = _channel(host, told)
    if channel is not None and channel.stands == Standing.REFUSED:
        return _refused(Reason.CHANNEL_REFUSED, channel.name, channel)
    if words := _by_words(seen, host, title, place):
        return replace(words, channel=channel)
    if outcome := _by_rights(host, place, told, channel):
        return _as(outcome, channel)
    if facts is not None and host.slug in READERS:
        return _by_reply(facts, title, place, channel)
    if can_be_asked(seen.found, host) and answer is not None and answer.state == Told.ASKED:
        return Weighed(State.ASKED, Reason.AWAITS_REPLY, channel=channel)
    if basis_of(host) is Basis.PROVIDER:
        return Weighed(State.QUEUED, Reason.SHOWN, is_automatic=True, channel=channel)
    silent = answer is not None and answer.state == Told.SILENT
    return Weighed(State.QUEUED, Reason.HOST_SILENT if silent else Reason.ORIGIN_REVIEW, channel=channel)


def _by_address(seen: Seen, place: Place | None) -> Weighed | None:
    """What the address alone decides; None where it may become a link."""
    what = seen.what
    if what in STAYS_DOWN or what in NOT_ALLOWED:
        return Weighed(State.REFUSED, what, seen.name[:300])
    if what is Recognised.HERE:
        same = next((one for one in seen.links if not one.removed_at and _is_at(one, place)), None)
        if same is not None or place is None:
            link = same or next(one for one in seen.links if not one.removed_at)
            return Weighed(State.WITNESS, what, link=link)
        return Weighed(State.QUEUED, "other-work", ", ".join(one.title.name for one in seen.links)[:300])
    if what in {Recognised.HOST_UNKNOWN, Recognised.HOST_PROPOSED}:
        return Weighed(State.QUEUED, Reason.HOST_NOT_LISTED, seen.found.domain)
    if what is Recognised.INSTANCE_UNKNOWN:
        return Weighed(State.QUEUED, Reason.CHANNEL_NOT_LISTED, seen.found.domain)
    if what is Recognised.A_LIST:
        return _refused(Reason.NOT_A_VIDEO, seen.found.kind)
    return None


def _by_ban(seen: Seen, place: Place | None, by: User, site: str) -> Weighed | None:
    """Whether such a link is banned: its host, its path, its title, or whoever brings it; or must stay down by the name
    of its work. Three queries at most."""
    host = seen.host.pk if seen.host else None
    channel = seen.channel.pk if seen.channel else None
    title = place.title_id if place else None
    if seen.host is not None and place is not None:
        mark = mark_against(seen.found, seen.host, seen.channel, place.title_id, place.season_id, place.episode_id)
        if mark is not None and mark.effect == Effect.DOWN:
            return Weighed(State.REFUSED, Recognised.WITHDRAWN, seen.name[:300])
        if mark is not None:
            return Weighed(State.QUEUED, Reason.ORIGIN_REVIEW, Code.NEAR_NOTICE.value)
    ban = ban_against(Banned(seen.found.canonical_url, host, channel, title, by.pk), site)
    return Weighed(State.REFUSED, "banned", ban.reason[:300]) if ban else None


def _is_at(link: WatchLink, place: Place | None) -> bool:
    """Whether a link is for a place; who names only the title means the part that is listed, too."""
    if place is None:
        return False
    if place.season_id is None and place.episode_id is None:
        return link.title_id == place.title_id
    return (link.title_id, link.episode_id) == (place.title_id, place.episode_id) and (
        place.episode_id is not None or link.season_id == place.season_id
    )


def _refused(reason: Reason, detail: str, channel: Channel | None = None) -> Weighed:
    return Weighed(State.REFUSED, reason, detail[:300], channel=channel)


def _channel(host: Host, told: Candidate | None) -> Channel | None:
    """The channel that counts: one that is refused before one that is listed. One query where the host names any."""
    if told is None or not told.channels:
        return None
    known = channels_at_hosts(told.channels)
    found = [known[host.pk, one] for one in told.channels if (host.pk, one) in known]
    refused = next((one for one in found if one.stands == Standing.REFUSED), None)
    return refused or next((one for one in found if one.stands == Standing.LISTED), None) or next(iter(found), None)


def _by_words(seen: Seen, host: Host, title: Title, place: Place) -> Weighed | None:
    """What the names in the address say by themselves: those of copied releases refuse it."""
    if not host.item_level:
        return None
    name = seen.found.content_key.partition(":")[2]
    facts = Facts(host.slug, name)
    judged = judge(facts, work_of(title, facts, is_whole=_is_whole(place), is_plain=True))
    outcome = rules.of_words(judged)
    return _as(outcome, None, judged) if outcome else None


def _is_whole(place: Place) -> bool:
    return place.season_id is None and place.episode_id is None


def _by_rights(host: Host, place: Place, told: Candidate | None, channel: Channel | None) -> Outcome | None:
    """What the rules say of the work, where the copy rests on that. None where it may be shown somewhere."""
    if basis_of(host) is Basis.PROVIDER:
        return None
    listed = channel is not None and channel.stands == Standing.LISTED
    counts = listed or host.slug in LOOKED_AFTER
    has_licence = told is not None and counts and names_licence(told, ())
    if told is not None and told.statements and not has_licence:
        has_licence = names_licence(told, ())  # a person looks whose licence it is
    found = prospects({(place.title_id, place.episode_id)}).get((place.title_id, place.episode_id))
    return rules.of_prospect(found, has_licence=has_licence) if found is not None else None


def _by_reply(facts: Facts, title: Title, place: Place, channel: Channel | None) -> Weighed:
    """What the host tells of the copy. Three queries, one more in a channel."""
    work = work_of(title, facts, is_whole=_is_whole(place), is_plain=True)
    judged = judge(facts, work, channel_of(channel))
    outcome = rules.of_judgement(judged)
    if outcome:
        return _as(outcome, channel, judged)
    automatic = judged.verdict is Verdict.AUTOMATIC
    reason = Reason.SHOWN if automatic else Reason.ORIGIN_REVIEW
    signs = ", ".join(sign.code.value for sign in judged.signs)
    return Weighed(State.QUEUED, reason, signs[:300], is_automatic=automatic, judged=judged, channel=channel)


STATES = {rules.State.REFUSED: State.REFUSED, rules.State.GONE: State.REFUSED}


def _as(outcome: Outcome, channel: Channel | None, judged: Judgement | None = None) -> Weighed:
    """What discovery would say, as it is said to a person: what waits for something there waits for a person here."""
    state = STATES.get(outcome.state, State.QUEUED)
    return Weighed(state, outcome.reason, outcome.detail[:300], judged=judged, channel=channel)
