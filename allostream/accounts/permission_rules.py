"""Who may do what: fine rights, the roles made of them, and how a grant is limited. No Django, no clock, no network.

A role is given for one site or all, for one language or all, for a time or until it is taken. Whoever has no account
is a reader; whoever has one is a member; everything else is given, or earned (allostream.accounts.trust_rules).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Right(StrEnum):
    """One thing that somebody may do. The part before the point says to what."""

    LINK_REPORT = "link.report"
    LINK_CONFIRM = "link.confirm"  # works here, does not work here
    TITLE_WANT = "title.want"
    NOTICE_SEND = "notice.send"
    OBJECTION_SEND = "objection.send"
    APPEAL_SEND = "appeal.send"

    LINK_PROPOSE = "link.propose"
    LINK_VOTE = "link.vote"
    LINK_WITHDRAW_OWN = "link.withdraw_own"
    HOST_PROPOSE = "host.propose"
    FACT_SUGGEST = "fact.suggest"
    FACT_CONFIRM = "fact.confirm"
    EDIT_SUGGEST = "edit.suggest"
    EDIT_CONFIRM = "edit.confirm"
    COMMENT_WRITE = "comment.write"
    COMMENT_FLAG = "comment.flag"
    DATA_EXPORT = "data.export"

    LINK_PUBLISH = "link.publish"  # goes live at once where its basis is automatic
    LINK_PROPOSE_BULK = "link.propose_bulk"
    FACT_SETTLE = "fact.settle"
    FACT_PROTECT = "fact.protect"
    EDIT_SETTLE = "edit.settle"
    PERSON_INVITE = "person.invite"

    LINK_PUBLISH_OWN = "link.publish_own"  # of the channel, collection or catalogue that the hat names
    WANTED_ANSWER = "wanted.answer"
    BASIS_DECLARE = "basis.declare"

    BENCH_SEE = "bench.see"
    QUEUE_CLAIM = "queue.claim"
    LINK_DECIDE = "link.decide"
    LINK_WITHDRAW = "link.withdraw"
    COPY_JUDGE = "copy.judge"
    CANDIDATE_DECIDE = "candidate.decide"
    REPORT_DECIDE = "report.decide"
    REPORT_MERGE = "report.merge"
    COMMENT_HIDE = "comment.hide"
    OBJECTION_DECIDE = "objection.decide"
    EDIT_PROTECT = "edit.protect"
    TITLE_MERGE = "title.merge"
    TITLE_SPLIT = "title.split"
    EPISODE_RENUMBER = "episode.renumber"
    HOST_NOMINATE = "host.nominate"  # puts up a host or channel for listing
    HOST_DECIDE = "host.decide"
    RIGHTS_DECIDE = "rights.decide"
    PERSON_WARN = "person.warn"
    PERSON_MUTE = "person.mute"
    PERSON_NAMES_SEE = "person.names_see"
    BULK_ASK = "bulk.ask"

    APPEAL_DECIDE = "appeal.decide"
    BULK_APPROVE = "bulk.approve"
    ACT_UNDO = "act.undo"
    BAN_GIVE = "ban.give"
    BAN_LIFT = "ban.lift"
    PERSON_SUSPEND = "person.suspend"
    LOG_REDACT = "log.redact"
    ROLE_GIVE = "role.give"
    ROLE_TAKE = "role.take"

    DESK_SEE = "desk.see"  # cases of the rights desk, with who sent them
    DESK_DECIDE = "desk.decide"
    SENDER_JUDGE = "sender.judge"  # who is verified, and has a key

    BASIS_GRANT = "basis.grant"
    RIGHTS_REOPEN = "rights.reopen"  # frees a work of which a link was withdrawn on legal grounds
    SITE_CHANGE = "site.change"
    SEARCH_EXPLAIN = "search.explain"
    MAIL_SEE = "mail.see"
    AUDIT_SEE = "audit.see"


class Role(StrEnum):
    """A named set of rights."""

    READER = "reader"
    MEMBER = "member"
    TRUSTED = "trusted"
    CHANNEL = "channel"
    ARCHIVE = "archive"
    LIBRARY = "library"
    HOLDER = "holder"
    REVIEWER = "reviewer"
    MODERATOR = "moderator"
    LEAD = "lead"
    OPERATOR = "operator"


R = Right
_READER = frozenset({
    R.LINK_REPORT, R.LINK_CONFIRM, R.TITLE_WANT, R.NOTICE_SEND, R.OBJECTION_SEND, R.APPEAL_SEND,
})  # fmt: skip
_MEMBER = _READER | {
    R.LINK_PROPOSE, R.LINK_VOTE, R.LINK_WITHDRAW_OWN, R.HOST_PROPOSE, R.FACT_SUGGEST, R.FACT_CONFIRM, R.EDIT_SUGGEST,
    R.EDIT_CONFIRM, R.COMMENT_WRITE, R.COMMENT_FLAG, R.DATA_EXPORT,
}  # fmt: skip
_TRUSTED = _MEMBER | {
    R.LINK_PUBLISH, R.LINK_PROPOSE_BULK, R.FACT_SETTLE, R.FACT_PROTECT, R.EDIT_SETTLE, R.PERSON_INVITE,
}  # fmt: skip
_HAT = _MEMBER | {R.LINK_PUBLISH_OWN, R.LINK_PROPOSE_BULK, R.WANTED_ANSWER}
_REVIEWER = _MEMBER | {
    R.FACT_SETTLE, R.FACT_PROTECT, R.BENCH_SEE, R.QUEUE_CLAIM, R.COPY_JUDGE, R.OBJECTION_DECIDE, R.RIGHTS_DECIDE,
    R.PERSON_NAMES_SEE,
}  # fmt: skip
# What moderators of a site could do before there were roles stays with them, decisions on rights included.
_MODERATOR = _TRUSTED | _REVIEWER | {
    R.LINK_DECIDE, R.LINK_WITHDRAW, R.CANDIDATE_DECIDE, R.REPORT_DECIDE, R.REPORT_MERGE, R.COMMENT_HIDE,
    R.EDIT_PROTECT, R.TITLE_MERGE, R.TITLE_SPLIT, R.EPISODE_RENUMBER, R.HOST_NOMINATE, R.HOST_DECIDE, R.PERSON_WARN,
    R.PERSON_MUTE, R.BULK_ASK,
}  # fmt: skip
_LEAD = _MODERATOR | {
    R.APPEAL_DECIDE, R.BULK_APPROVE, R.ACT_UNDO, R.BAN_GIVE, R.BAN_LIFT, R.PERSON_SUSPEND, R.LOG_REDACT, R.ROLE_GIVE,
    R.ROLE_TAKE, R.DESK_SEE, R.DESK_DECIDE, R.SENDER_JUDGE,
}  # fmt: skip
RIGHTS_OF: Mapping[Role, frozenset[Right]] = {
    Role.READER: _READER,
    Role.MEMBER: _MEMBER,
    Role.TRUSTED: _TRUSTED,
    Role.CHANNEL: _HAT,
    Role.ARCHIVE: _HAT,
    Role.LIBRARY: _MEMBER | {R.LINK_PROPOSE_BULK, R.WANTED_ANSWER},
    Role.HOLDER: _HAT | {R.BASIS_DECLARE},
    Role.REVIEWER: _REVIEWER,
    Role.MODERATOR: _MODERATOR,
    Role.LEAD: _LEAD,
    Role.OPERATOR: frozenset(Right),
}
# What stays with somebody from whom all was taken: others may do it without an account, and one's data are one's own
# (GDPR, articles 15 and 20).
UNTOUCHED = _READER | {R.DATA_EXPORT}
# Whoever wears one speaks for somebody: it is given on proof, and named beside what they bring.
HATS = frozenset({Role.CHANNEL, Role.ARCHIVE, Role.LIBRARY, Role.HOLDER})
# Nobody needs to be given these.
UNGIVEN = frozenset({Role.READER, Role.MEMBER})
# Those who keep the place in order, and are named as moderators where the public is told in what part somebody acted.
KEEPERS = frozenset({Role.MODERATOR, Role.LEAD, Role.OPERATOR})


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody has. `site` and `language` are "" for all of them, `until` None for no end."""

    role: Role
    site: str = ""
    language: str = ""
    until: datetime | None = None

    def holds_at(self, now: datetime) -> bool:
        """Whether it has not run out."""
        return self.until is None or now < self.until

    def reaches(self, site: str | None, language: str | None) -> bool:
        """Whether it counts there; None asks about what belongs to no single site or language."""
        return (site is None or self.site in ("", site)) and (language is None or self.language in ("", language))

    def lasts_as_long_as(self, other: "Held") -> bool:
        """Whether it ends no earlier than the other."""
        return self.until is None or (other.until is not None and other.until <= self.until)


@dataclass(frozen=True, slots=True)
class Barred:
    """What was taken from somebody: a right, or "" for all but a reader's and what the law leaves everybody; on a site,
    or "" for all; until a moment, or None for good."""

    right: str = ""
    site: str = ""
    until: datetime | None = None

    def keeps_from(self, right: Right, site: str | None, now: datetime) -> bool:
        """Whether it stands against doing that. What belongs to no single site is barred by a bar on any."""
        if self.until is not None and now >= self.until:
            return False
        if site is not None and self.site not in ("", site):
            return False
        return right not in UNTOUCHED if not self.right else right == self.right


def allows(
    held: Iterable[Held], right: Right, *, now: datetime, site: str | None = None, language: str | None = None
) -> bool:
    """Whether somebody with an account and these roles may do it."""
    return right in _MEMBER or any(
        one.holds_at(now) and one.reaches(site, language) and right in RIGHTS_OF[one.role] for one in held
    )


def may_pass_on(held: Iterable[Held], given: Held, right: Right, now: datetime) -> bool:
    """Whether somebody with these roles may give or take (`right`) a role: one of theirs has that right and all rights
    of the other, and reaches as far; what is given ends no later than that one. Nobody makes others more than they
    are."""
    return any(
        one.holds_at(now)
        and right in RIGHTS_OF[one.role]
        and RIGHTS_OF[one.role] >= RIGHTS_OF[given.role]
        and one.site in ("", given.site)
        and one.language in ("", given.language)
        and (right is Right.ROLE_TAKE or one.lasts_as_long_as(given))
        for one in held
    )


def may_bar(held: Iterable[Held], other: Iterable[Held], right: Right, site: str, now: datetime) -> bool:
    """Whether somebody with these roles may take rights on a site ("" for all) from somebody with those of `other`, or
    give them back: one of theirs has the right to it (`right`), reaches as far, and lacks no right that the other has
    there as a keeper. Nobody silences those who watch over them."""
    kept = [one.role for one in other if one.role in KEEPERS and one.holds_at(now) and one.reaches(site or None, None)]
    return any(
        one.holds_at(now)
        and right in RIGHTS_OF[one.role]
        and one.site in ("", site)
        and all(RIGHTS_OF[one.role] >= RIGHTS_OF[role] for role in kept)
        for one in held
    )
