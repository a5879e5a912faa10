"""Every write of what people bring: each is one transaction with one audit entry."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from allostream.accounts.models import User
from allostream.accounts.trust_actions import note_outcome
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.community import asking
from allostream.community.asking import candidate_of, remembered
from allostream.community.bringing_rules import NOT_ALLOWED, STAYS_DOWN, WAITING, Recognised, State
from allostream.community.confirming import say_whether_it_works
from allostream.community.models import Bundle, HostAnswer, Submission
from allostream.community.permitting import check_room, one_at_a_time
from allostream.community.recognising import Seen, recognise, waits_of
from allostream.community.telling import tell
from allostream.community.voters import of_account
from allostream.community.weighing import Weighed, basis_of, form_of, offer_of, weigh
from allostream.connectors.candidates import Candidate
from allostream.hosts.identity import key_hash
from allostream.hosts.models import Host
from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.lib.problems import AlreadyHere, Forbidden, NotFound, Problem, gettext_noop
from allostream.lib.visitor import Visitor
from allostream.links.actions import Banned, Facts, Place, add_link
from allostream.links.ban_rules import Seen as LinkSeen
from allostream.links.copies import READERS, NoReader, OtherCopy, judge_copy
from allostream.links.copy_evidence import Seen as Evidence
from allostream.links.looking import look_at_copy
from allostream.links.models import WatchLink
from allostream.links.queries import link_with_id
from allostream.links.queries.bans import ban_against
from allostream.links.submitting import Declared, declared_columns, site_secret
from allostream.outbox import actions as outbox
from allostream.rights.actions.evidence import NewEvidence
from allostream.sites.models import Site

REFUSED = "submissions.refused"
RULES = Actor.system("submissions")
LONGEST_NOTE = 1000


class NotWaiting(Problem):
    """Something is decided already, or was taken back."""

    code = "not-waiting"
    status = 409
    sentence = gettext_noop("This was decided meanwhile: look at it anew.")


class Twice(Problem):
    """Somebody brings what they have brought already, and it waits."""

    code = "brought-already"
    status = 409
    sentence = gettext_noop("You have brought this address already: it waits to be looked at.")


@dataclass(frozen=True)
class Brought:
    """A link as somebody brings it: the address as given, what it shows, what everybody is asked, and for a host that
    is not listed on what evidence it should be."""

    address: str
    declared: Declared
    place: Place | None = None
    audio: Sequence[str] | None = None
    subtitles: Sequence[str] | None = None
    note: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)
    guess: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Where:
    """At which site somebody brings something, in which country they are, in which language we write to them."""

    site: Site
    country: str
    language: str


def bring(
    brought: Brought, where: Where, *, by: User, may_go_live: bool = False, bundle: Bundle | None = None
) -> Submission:
    """Take what somebody brings: it is refused, waits for a person, or becomes a link at once where nothing speaks
    against that and `may_go_live`. What is here already gains a witness.

    Raises NotAnAddress, Undeclared, Twice, Banned, and TooManyWait or TooManyToday of allostream.community.permitting.
    """
    actor = Actor.person(by.public_id)
    declared = declared_columns(actor, brought.declared)
    with transaction.atomic():
        one_at_a_time(by)
        check_room(by)
        seen = recognise(brought.address)
        if waits_of(by, seen.found):
            raise Twice
        title = brought.place.title_id if brought.place else None
        link = LinkSeen(seen.found.canonical_url, seen.host.pk if seen.host else None, None, title, by.pk)
        if ban := ban_against(link, where.site.slug):
            raise Banned(reason=ban.reason, until=ban.until)
        answer = asking.known_answer(seen.found)
        weighed = weigh(seen, brought.place, answer, by=by, site=where.site.slug)
        row = made(brought, where, by, bundle, seen, declared)
        _stand(row, weighed)
        row.save()
        audit.record(
            "submission.bring", by=actor, subject_kind="submission", subject_id=row.public_id, site=where.site.slug,
            after=snapshot(row),
        )  # fmt: skip
        if weighed.state is State.ASKED and seen.host is not None:
            asking.wait_for(seen.found, seen.host)
        _go_on(row, weighed, answer, may_go_live=may_go_live)
    return row


def confirm(text: str, where: Where, *, by: User, visitor: Visitor) -> Submission:
    """Somebody finds that what they wanted to bring is here already, and bears witness of it, once for each copy.

    It is their voice, too, that the link works in the country in which they are shown it. Raises NotAnAddress, and
    NotFound where no link leads there.
    """
    seen = recognise(text)
    link = next((one for one in seen.links if not (one.removed_at or one.withdrawn_at)), None)
    if link is None:
        raise NotFound
    with transaction.atomic():
        known = Submission.objects.filter(person=by, link=link, state=State.WITNESS).first()
        if known is not None:
            return known
        row = made(Brought(text, Declared()), where, by, None, seen, {})
        row.title_id, row.season_id, row.episode_id = link.title_id, link.season_id, link.episode_id
        _stand(row, Weighed(State.WITNESS, "here", link=link))
        row.save()
        audit.record(
            "submission.witness", by=Actor.person(by.public_id), subject_kind="submission", subject_id=row.public_id,
            site=where.site.slug, after=snapshot(row),
        )  # fmt: skip
    with suppress(Problem):  # shown to them in no country: nor can they say that it works there
        country = link_with_id(visitor, link.public_id).country or visitor.country
        say_whether_it_works(link.public_id, country, works=True, who=of_account(by.public_id), site=where.site.slug)
    return row


def made(
    brought: Brought, where: Where, by: User, bundle: Bundle | None, seen: Seen, declared: Mapping[str, bool | None]
) -> Submission:
    """What somebody brings as a row, unsaved and without a state."""
    place, now = brought.place or Place(0), clock.now()
    return Submission(
        person=by, site=where.site, country=where.country, language=where.language, bundle=bundle,
        address=brought.address[:2000], canonical_url=seen.found.canonical_url, content_key=seen.found.content_key,
        content_key_hash=key_hash(seen.found.content_key), host=seen.host, domain=seen.found.domain[:253],
        title_id=place.title_id or None, season_id=place.season_id, episode_id=place.episode_id,
        guess=dict(brought.guess), audio=_listed(brought.audio), subtitles=_listed(brought.subtitles),
        note=brought.note.strip()[:LONGEST_NOTE], evidence=dict(brought.evidence), made_at=now, changed_at=now,
        **declared,
    )  # fmt: skip


def _listed(tags: Sequence[str] | None) -> list[str] | None:
    return None if tags is None else list(tags)


def _stand(row: Submission, weighed: Weighed) -> None:
    """Let a row stand as it was weighed; nothing is saved."""
    row.state, row.reason, row.detail = weighed.state, weighed.reason, weighed.detail
    row.changed_at = clock.now()
    if weighed.state not in WAITING:
        row.decided_at, row.by_rule, row.decided_by = row.changed_at, True, f"{RULES.kind}:{RULES.id}"
    row.link = weighed.link


def _go_on(row: Submission, weighed: Weighed, answer: HostAnswer | None, *, may_go_live: bool) -> None:
    """What follows at once: a statement of reasons, or the link. In the caller's transaction."""
    if weighed.state is State.REFUSED:
        tell(row)
        outbox.post(REFUSED, {"submission": row.public_id}, unique_key=row.public_id)
    is_plain = not (row.uploaded_myself or row.gets_money)
    if weighed.state is State.QUEUED and weighed.is_automatic and may_go_live and is_plain:
        _accept(row, weighed, answer, by=RULES, why="")


def _accept(row: Submission, weighed: Weighed, answer: HostAnswer | None, *, by: Actor, why: str) -> WatchLink | None:
    """Make the link of what somebody brought, and judge its copy by what its host has told. In a transaction."""
    try:
        with transaction.atomic():
            link = _link(row, weighed, answer)
    except AlreadyHere:
        same = WatchLink.objects.filter(content_key_hash=row.content_key_hash, content_key=row.content_key)
        row.link, row.state, row.reason = same.filter(title=row.title_id).first(), State.WITNESS, "here"
        link = None
    else:
        row.link, row.state = link, State.ACCEPTED
    now = clock.now()
    row.decided_at, row.changed_at = now, now
    row.decided_by, row.decided_why, row.by_rule = f"{by.kind}:{by.id}"[:100], why, by == RULES
    row.save()
    audit.record(
        "submission.accept", by=by, subject_kind="submission", subject_id=row.public_id, site=row.site.slug,
        after=snapshot(row), why=why,
    )  # fmt: skip
    if link is not None:
        _judge(row, link)
    return link


def _link(row: Submission, weighed: Weighed, answer: HostAnswer | None) -> WatchLink:
    """The link itself. Raises AlreadyHere, NotAnAddress and HostNotListed."""
    host, told = row.host, candidate_of(answer)
    if host is None or row.title_id is None:
        raise NotWaiting
    place = Place(row.title_id, row.season_id if not row.episode_id else None, row.episode_id)
    return add_link(
        by=Actor.person(row.person.public_id), place=place, address=row.canonical_url, facts=facts_of(row, host, told),
        declared=Declared(row.uploaded_myself, row.gets_money), why=f"submission {row.public_id}",
        channel=weighed.channel,
    )  # fmt: skip


def facts_of(row: Submission, host: Host, told: Candidate | None) -> Facts:
    """What a link says beside its address: what whoever brought it says goes before what its host tells."""
    seen = recognise(row.canonical_url)
    own = told or Candidate(item=row.content_key, address=row.canonical_url)
    served = tuple(own.countries_allowed)
    if served == (WORLD,) and not host.item_level:
        served = tuple(host.countries) or (row.country,)  # a service keeps its borders: less is shown than may be
    return Facts(
        offer=offer_of(host), form=form_of(host, seen, told), basis=basis_of(host), countries_allowed=served,
        countries_excluded=tuple(own.countries_excluded), uploader=own.uploader,
        languages={
            "audio": row.audio if row.audio is not None else own.audio,
            "subtitles": row.subtitles if row.subtitles is not None else own.subtitles, "sdh": own.sdh,
        },
    )  # fmt: skip


def _judge(row: Submission, link: WatchLink) -> None:
    """Judge the copy of a new link by its host's reply, if this process has just read it; else the worker asks."""
    if link.host.slug not in READERS:
        return
    reply = remembered(row.content_key)
    if reply is None:
        HostAnswer.objects.filter(content_key=row.content_key).update(try_again_at=clock.now())
        return
    judge_by(link, reply)


def judge_by(link: WatchLink, reply: Any) -> None:
    """Judge the copy of a link by the reply of its host; one about another copy says nothing of it."""
    try:
        judge_copy(
            link.public_id, reply.reply, site_secret(), by=RULES, seen=Evidence(reply.address, reply.sha256)
        )  # fmt: skip
    except (NoReader, OtherCopy):
        return


def accept(
    public_id: str, *, by: User, why: str, place: Place | None = None, who: str = "",
    evidence: NewEvidence | None = None,
) -> Submission:  # fmt: skip
    """A person takes what somebody brought: it becomes a link, for `place` where they know better what it shows.

    With evidence of `who` put the copy there it is cleared in the same moment; else its link waits for a reviewer where
    the rules ask for one. Who may do that is for the caller to ask, but nobody takes what they brought themselves.
    Raises NotFound, NotWaiting, Forbidden, and as links.actions.add_link and links.looking.look_at_copy do.
    """
    with transaction.atomic():
        row = waiting_row(public_id, by)
        if place is not None:
            row.title_id, row.season_id, row.episode_id = place.title_id, place.season_id, place.episode_id
        if row.title_id is None:
            raise NotWaiting
        answer = HostAnswer.objects.filter(content_key=row.content_key).first()
        now_at = Place(row.title_id, row.season_id, row.episode_id)
        seen = recognise(row.canonical_url)
        row.host = seen.host or row.host
        weighed = weigh(seen, now_at, answer, by=row.person, site=row.site.slug)
        if weighed.state is State.REFUSED and seen.what in STAYS_DOWN | NOT_ALLOWED:
            raise NotWaiting  # what the copy or its host came to meanwhile goes before this
        link = _accept(row, weighed, answer, by=Actor.person(by.public_id), why=why)
        note_outcome(row.person, "submission", public_id, is_upheld=True, by=Actor.person(by.public_id))
        if link is not None and evidence is not None:
            look_at_copy(link.public_id, clears=True, who=who, evidence=evidence, by=by)
    return row


def refuse(public_id: str, *, reason: str, by: User, why: str) -> Submission:
    """A person refuses what somebody brought, for a reason of allostream.discovery.rules or a word of their own.

    Raises NotFound, NotWaiting, and Forbidden for their own.
    """
    with transaction.atomic():
        row = waiting_row(public_id, by)
        before = snapshot(row)
        row.state, row.reason, row.decided_why = State.REFUSED, reason[:40], why
        row.decided_at = row.changed_at = clock.now()
        row.decided_by, row.by_rule = f"person:{by.public_id}", False
        row.save()
        note_outcome(row.person, "submission", public_id, is_upheld=False, by=Actor.person(by.public_id))
        audit.record(
            "submission.refuse", by=Actor.person(by.public_id), subject_kind="submission", subject_id=public_id,
            site=row.site.slug, before=before, after=snapshot(row), why=why,
        )  # fmt: skip
    return row


def waiting_row(public_id: str, by: User | None = None) -> Submission:
    """Something that waits, locked in the caller's transaction; `by` is who decides on it, which nobody does on their
    own. Raises NotFound, NotWaiting and Forbidden."""
    rows = Submission.objects.select_for_update(no_key=True, of=("self",)).select_related("site", "person", "host")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    if row.state not in WAITING:
        raise NotWaiting
    if by is not None and row.person_id == by.pk:
        raise Forbidden
    return row


def take_back(public_id: str, *, by: User) -> Submission:
    """Whoever brought something takes it back before it is decided. Raises NotFound and NotWaiting."""
    with transaction.atomic():
        row = waiting_row(public_id)
        if row.person_id != by.pk:
            raise NotFound
        before = snapshot(row)
        row.state, row.reason, row.changed_at = State.TAKEN_BACK, "taken-back", clock.now()
        row.decided_at, row.decided_by = row.changed_at, f"person:{by.public_id}"
        row.save()
        audit.record(
            "submission.take-back", by=Actor.person(by.public_id), subject_kind="submission", subject_id=public_id,
            site=row.site.slug, before=before, after=snapshot(row),
        )  # fmt: skip
    return row


def name_work(public_id: str, place: Place, *, by: User, may_go_live: bool = False) -> Submission:
    """Whoever brought something says which work it shows; it is weighed anew.

    Raises NotFound, also for a whole list, which shows many, and NotWaiting.
    """
    with transaction.atomic():
        row = waiting_row(public_id)
        if row.person_id != by.pk or row.reason == Recognised.A_LIST:
            raise NotFound
        before = snapshot(row)
        row.title_id, row.season_id, row.episode_id = place.title_id, place.season_id, place.episode_id
        answer = HostAnswer.objects.filter(content_key=row.content_key).first()
        seen = recognise(row.canonical_url)
        weighed = weigh(seen, place, answer, by=by, site=row.site.slug)
        _stand(row, weighed)
        row.save()
        audit.record(
            "submission.name-work", by=Actor.person(by.public_id), subject_kind="submission", subject_id=public_id,
            site=row.site.slug, before=before, after=snapshot(row),
        )  # fmt: skip
        _go_on(row, weighed, answer, may_go_live=may_go_live)
    return row


def weigh_again(row_id: int, *, may_go_live: bool) -> Submission | None:
    """Weigh anew what waited for its host, now that it has answered or will not; None where it waits no longer."""
    with transaction.atomic():
        rows = Submission.objects.select_for_update(no_key=True, of=("self",)).select_related("site", "person", "host")
        row = rows.filter(pk=row_id, state=State.ASKED).first()
        if row is None:
            return None
        before = snapshot(row)
        answer = HostAnswer.objects.filter(content_key=row.content_key).first()
        place = Place(row.title_id, row.season_id, row.episode_id) if row.title_id else None
        seen = recognise(row.canonical_url)
        row.host = seen.host or row.host  # it may have been listed meanwhile
        weighed = weigh(seen, place, answer, by=row.person, site=row.site.slug)
        _stand(row, weighed)
        row.save()
        audit.record(
            "submission.weigh", by=RULES, subject_kind="submission", subject_id=row.public_id, site=row.site.slug,
            before=before, after=snapshot(row),
        )  # fmt: skip
        _go_on(row, weighed, answer, may_go_live=may_go_live)
        if row.state == State.ACCEPTED:
            tell(row)
    return row


def snapshot(row: Submission) -> dict[str, Any]:
    """What the audit keeps of what somebody brought."""
    return {
        "content_key": row.content_key, "title": row.title_id, "season": row.season_id, "episode": row.episode_id,
        "state": row.state, "reason": row.reason, "link": row.link_id, "uploaded_myself": row.uploaded_myself,
        "gets_money": row.gets_money,
    }  # fmt: skip
