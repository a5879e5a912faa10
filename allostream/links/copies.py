"""Judging a copy by what its host tells: reads what the judgement needs of the link, and writes what follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor, digest_rows
from allostream.catalogue.models import Credit, Name, Title
from allostream.hosts.models import Channel as ListedChannel
from allostream.hosts.models import Host, Proof
from allostream.hosts.proposal_queries import weighed
from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.links.actions import changed
from allostream.links.copy_evidence import Seen, keep_signs
from allostream.links.models import RightsAnswer, WatchLink
from allostream.links.origin_rules import ORIGIN_COLUMNS, Outcome, not_cleared, outcome, with_relation
from allostream.links.queries.submitters import copies_of, record_of
from allostream.links.rules import Ground, Origin, Status
from allostream.links.submitting import RELATION_COLUMNS, TOLD_COLUMNS, relate, relation_snapshot
from allostream.rights.origin.collections import BUILT_IN
from allostream.rights.origin.facts import Facts
from allostream.rights.origin.judging import Channel, Judgement, Stands, Verdict, Work, is_off, judge
from allostream.rights.origin.readers import (
    archive,
    commons,
    dailymotion,
    europeana,
    mediaccc,
    peertube,
    vimeo,
    youtube,
)
from allostream.rights.origin.relations import Finding
from allostream.rights.origin.signs import Code, quoted

READERS: Mapping[str, Callable[[Any, str, bytes], Facts]] = {
    "internet-archive": archive.read,
    "wikimedia-commons": commons.read,
    "youtube": youtube.read,
    "dailymotion": dailymotion.read,
    "vimeo": vimeo.read,
    "peertube": peertube.read,
    "europeana": europeana.read,
    "media-ccc": mediaccc.read,
}
MAKERS = ("principal_director", "co_director", "producer")
# Hosts whose reply names the item just as its content key does.
SAME_NAME = frozenset({"internet-archive", "media-ccc", "youtube"})
LONGEST = 200  # of a name or collection, as the columns hold


class NoReader(Problem):
    """Nothing here reads the replies of this host."""

    code = "no-reader"
    status = 422
    sentence = gettext_noop("Replies of “%(host)s” cannot be read: judge the copy by hand.")


class OtherCopy(Problem):
    """A reply about another copy."""

    code = "other-copy"
    status = 422
    sentence = gettext_noop("The reply is about “%(told)s”, but the link leads to “%(asked)s”.")


@dataclass(frozen=True)
class Judged:
    """A link with what its host tells and what that comes to; `clears_on`: on what it rests where that clears it;
    `relation`: whether whoever proposed it uploaded it. The columns of both are set in the link, unsaved.
    """

    link: WatchLink
    facts: Facts
    judgement: Judgement
    clears_on: Ground
    relation: Finding

    @property
    def is_missed(self) -> bool:
        """Whether the host has it no more, without a word of a claim: one look that missed it, which is not its end."""
        flags = self.judgement.flags
        return self.judgement.verdict is Verdict.TOMBSTONE and Code.REMOVED_FOR_CLAIM.value not in flags


def judge_reply(public_id: str, reply: Any, secret: bytes) -> Judged:
    """Judge the copy of a link by the reply of its host; nothing is written.

    Four queries, and one in a channel, three for an uploader that the host names, three for a link that a person
    proposed. `secret` is the key for hashes of accounts. Raises NotFound, NoReader, and OtherCopy for a reply about
    another item.
    """
    whole = WatchLink.objects.select_related("title", "host", "channel", "submitted_by")
    link = whole.filter(public_id=public_id).first()
    if link is None:
        raise NotFound
    facts = facts_of(link.host, link.content_key, reply, secret)
    # An edition has a length of its own, and so has a part.
    is_whole = link.episode_id is None and link.season_id is None
    work = work_of(link.title, facts, is_whole=is_whole, is_plain=link.edition_id is None)
    record = record_of(link, facts.uploader.hash)
    # That an account is known here for one film alone says nothing of it: it may have put up any number.
    uploader = record if record.is_blocked else None
    # What would be cleared in any channel stays so when something befalls this one.
    alone = judge(facts, work, uploader=uploader).verdict is Verdict.AUTOMATIC
    _set_told(link, facts)
    found = relate(link, secret)
    judgement = with_relation(judge(facts, work, channel_of(link.channel), uploader), found)
    return Judged(link, facts, judgement, Ground.REPLY if alone else Ground.CHANNEL, found)


def facts_of(host: Host, content_key: str, reply: Any, secret: bytes) -> Facts:
    """What a host's reply tells of the copy with this key. Raises NoReader, and OtherCopy for a reply about another."""
    read = READERS.get(host.slug)
    if read is None:
        raise NoReader(host=host.name)
    asked = content_key.partition(":")[2]
    facts = read(reply, asked, secret)
    # The key of one file of an item begins with the name of the item, in which there is no slash.
    if host.slug in SAME_NAME and facts.item.casefold() != asked.partition("/")[0].casefold():
        raise OtherCopy(told=facts.item, asked=asked)
    return facts


def judge_copy(
    public_id: str, reply: Any, secret: bytes, *, by: Actor, why: str = "", seen: Seen | None = None
) -> Judged:
    """Judge a copy and let its link stand as the judgement says: it shows or hides in the same moment.

    The audit keeps verdict and signs with the words they were found in, never an e-mail address; what decided is kept
    as evidence, too. Raises as judge_reply does.
    """
    with transaction.atomic():
        WatchLink.objects.select_for_update(no_key=True).filter(public_id=public_id).first()
        judged = judge_reply(public_id, reply, secret)
        link = judged.link
        before = {"origin": link.origin, "origin_flags": link.origin_flags, "health": link.health}
        after = outcome(
            Origin(link.origin), tuple(link.origin_flags), judged.judgement,
            Ground(link.origin_ground) if link.origin_ground else None, judged.clears_on,
        )  # fmt: skip
        _set_origin(link, after)
        link.health = after.health.value if after.health else link.health
        link.changed_at = clock.now()
        columns = [*ORIGIN_COLUMNS, *RELATION_COLUMNS, *TOLD_COLUMNS, "origin_flags", "health", "changed_at"]
        link.save(update_fields=columns)
        keep_signs(link, reply, judged.judgement, seen or Seen(), by=by)
        others = _doubt_others(link, by, why) if judged.judgement.blocks_uploader else set()
        changed([link.title_id, *others])
        signs = [
            {"code": s.code, "weight": s.weight, "field": s.field, "value": s.value} for s in judged.judgement.signs
        ]
        audit.record(
            "link.judge-copy", by=by, subject_kind="link", subject_id=public_id, before=before, why=why,
            after={
                "origin": link.origin, "origin_flags": link.origin_flags, "health": link.health,
                "ground": link.origin_ground, "verdict": judged.judgement.verdict, "signs": signs,
                **relation_snapshot(link, judged.relation),
            },
        )  # fmt: skip
    return judged


def _set_told(link: WatchLink, facts: Facts) -> None:
    """Note in a link what its host tells of the upload, of who did it a hash and the public name."""
    if not facts.uploader.hash:
        return  # what is gone tells nothing, and what was told before still holds
    inside = facts.collections or ()
    shelf = BUILT_IN.curated_among(inside) or BUILT_IN.open_among(inside) or next(iter(inside), "")
    link.uploader_told, link.uploader_hash = quoted(facts.uploader.name), facts.uploader.hash
    link.collection, link.uploaded_at = shelf[:LONGEST], facts.added or facts.published


def _doubt_others(link: WatchLink, by: Actor, why: str) -> set[int]:
    """Have everything that a mass uploader has put up looked at anew, but for what a reviewer has cleared or refused.

    Returns the titles whose links these are.
    """
    flag = Code.MASS_UPLOADER.value
    others = copies_of(link.uploader_hash).filter(removed_at__isnull=True).exclude(pk=link.pk)
    asked = others.exclude(origin=Origin.REFUSED).exclude(origin_ground=Ground.REVIEWER).order_by("pk")
    found = [one for one in asked.select_for_update(no_key=True) if flag not in one.origin_flags]
    for one in found:
        one.origin_flags = [*one.origin_flags, flag]
        one.changed_at = clock.now()
        for name, value in not_cleared().items():
            setattr(one, name, value)
    WatchLink.objects.bulk_update(found, [*ORIGIN_COLUMNS, "origin_flags", "changed_at"], batch_size=200)
    if found:
        audit.record_batch(
            "link.doubt-uploader", by=by, subject_kind="link", count=len(found), why=why,
            digest=digest_rows({"link": one.public_id} for one in found), summary={"found_with": link.public_id},
        )  # fmt: skip
    return {one.title_id for one in found}


def _set_origin(link: WatchLink, after: Outcome) -> None:
    """Let a link stand as a judgement leaves it; on what a clearing rests, and since when, only where that changed."""
    ground = after.ground.value if after.ground else ""
    if (link.origin, link.origin_ground) != (after.origin, ground):
        link.origin_on = None if after.origin is Origin.UNCHECKED else clock.now()
    if ground != Ground.IMPORTER:
        link.vouching = None
    link.origin, link.origin_ground, link.origin_flags = after.origin.value, ground, list(after.flags)


def work_of(title: Title, facts: Facts, *, is_whole: bool, is_plain: bool) -> Work:
    """What the judgement needs of the work. `is_plain`: nobody names another edition. Three queries."""
    answers = list(RightsAnswer.objects.filter(title=title).values_list("country", "status", "confidence"))
    names = Name.objects.filter(title=title).values_list("text", flat=True)
    makers = Credit.objects.filter(title=title, role__in=MAKERS).values_list("person__name", flat=True)
    minutes = title.runtime_min if is_whole else None
    # Nobody named another edition, and it is as long as the work: restored or coloured copies are known by their signs.
    known = is_plain and facts.seconds is not None and minutes is not None
    return Work(
        names=tuple(dict.fromkeys((title.name, *names))),
        is_pd_high=any(status == Status.PD and confidence == "high" for _, status, confidence in answers),
        edition_is_plain=not is_off(facts.seconds, minutes) if known else None,  # type: ignore[arg-type]  # both known
        minutes=minutes,
        makers=tuple(makers),
        protected_in=frozenset(country for country, status, _ in answers if status == Status.PROTECTED),
    )


def channel_of(channel: ListedChannel | None) -> Channel:
    """How a channel stands, and whether its holder is shown to hold titles. No query, one in a channel."""
    if channel is None:
        return Channel()
    proof = weighed(Proof.objects.filter(channel=channel), clock.now().date(), channel.named_on)
    return Channel(Stands(channel.stands), holds_title=proof.carries)
