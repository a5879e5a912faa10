"""Rights and roles in words: a house of roles that nobody can read is no rule."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allostream.accounts.permission_rules import Right, Role

R = Right
RIGHT_WORDS: Mapping[Right, Promise] = {
    R.LINK_REPORT: _("Report a link that is dead, wrong or not available here"),
    R.LINK_CONFIRM: _("Say that a link works, or does not, in one’s country"),
    R.TITLE_WANT: _("Ask for a lawful link to a title"),
    R.NOTICE_SEND: _("Send a legal notice"),
    R.OBJECTION_SEND: _("Object to an answer on rights, a link or a proposal"),
    R.APPEAL_SEND: _("Contest a decision"),
    R.LINK_PROPOSE: _("Propose a link"),
    R.LINK_VOTE: _("Rate the quality of a link"),
    R.LINK_WITHDRAW_OWN: _("Take back a link of one’s own that waits"),
    R.HOST_PROPOSE: _("Propose a host or a channel, with proof"),
    R.FACT_SUGGEST: _("Suggest a fact, with its source"),
    R.FACT_CONFIRM: _("Be the second voice for a fact, or against it"),
    R.EDIT_SUGGEST: _("Suggest a correction of the catalogue"),
    R.EDIT_CONFIRM: _("Be the second voice for a correction, or against it"),
    R.COMMENT_WRITE: _("Write comments"),
    R.COMMENT_FLAG: _("Flag comments"),
    R.DATA_EXPORT: _("Take along everything that one has given"),
    R.LINK_PUBLISH: _("Propose links that are shown at once where their basis can be checked automatically"),
    R.LINK_PROPOSE_BULK: _("Propose a hundred links, a playlist or a collection at once"),
    R.FACT_SETTLE: _("Settle a suggested fact alone"),
    R.FACT_PROTECT: _("Protect a fact from changes, and change what is protected"),
    R.EDIT_SETTLE: _("Settle a suggested correction alone"),
    R.PERSON_INVITE: _("Invite people, where accounts are by invitation"),
    R.LINK_PUBLISH_OWN: _("Bring links from one’s own channel or collection, named as such"),
    R.WANTED_ANSWER: _("Answer what is wanted, and see how many want it"),
    R.BASIS_DECLARE: _("Declare on what right a link of one’s own works rests"),
    R.BENCH_SEE: _("See what waits for a person, and what is held back"),
    R.QUEUE_CLAIM: _("Take a case, and put it off"),
    R.LINK_DECIDE: _("Decide on links that wait"),
    R.LINK_WITHDRAW: _("Withdraw a link, with the reason"),
    R.COPY_JUDGE: _("Judge where a copy comes from"),
    R.CANDIDATE_DECIDE: _("Decide on links that sources have found"),
    R.REPORT_DECIDE: _("Answer reports"),
    R.REPORT_MERGE: _("Join reports of one thing"),
    R.COMMENT_HIDE: _("Hide comments, with the reason"),
    R.OBJECTION_DECIDE: _("Answer objections"),
    R.EDIT_PROTECT: _("Protect a title from corrections"),
    R.TITLE_MERGE: _("Make one title of two"),
    R.TITLE_SPLIT: _("Part a title in two"),
    R.EPISODE_RENUMBER: _("Renumber, join and part episodes"),
    R.HOST_NOMINATE: _("Put a host or channel up for listing"),
    R.HOST_DECIDE: _("Decide on proposed hosts and channels"),
    R.RIGHTS_DECIDE: _("Decide on the rights in a work, on evidence"),
    R.PERSON_WARN: _("Warn somebody"),
    R.PERSON_MUTE: _("Take the right to comment from somebody for a time"),
    R.PERSON_NAMES_SEE: _("See who did what"),
    R.BULK_ASK: _("Prepare a decision on many things at once"),
    R.APPEAL_DECIDE: _("Decide on appeals against decisions of others"),
    R.BULK_APPROVE: _("Be the second pair of eyes for a decision on many things"),
    R.ACT_UNDO: _("Undo what another moderator decided"),
    R.BAN_GIVE: _("Ban a host, channel, path or title"),
    R.BAN_LIFT: _("Lift a ban"),
    R.PERSON_SUSPEND: _("Take rights from somebody, with reason and end, and give them back"),
    R.LOG_REDACT: _("Remove personal data from the public log"),
    R.ROLE_GIVE: _("Give roles that are no more than one’s own"),
    R.ROLE_TAKE: _("Take roles that are no more than one’s own"),
    R.DESK_SEE: _("See the cases of the rights desk, with who sent them"),
    R.DESK_DECIDE: _("Decide on notices at the rights desk, and write to whoever sent them"),
    R.SENDER_JUDGE: _("Verify senders of notices, and give keys to their programs"),
    R.BASIS_GRANT: _("Grant a link a right of its own, on evidence"),
    R.RIGHTS_REOPEN: _("Free a work after a legal withdrawal"),
    R.SITE_CHANGE: _("Change the site and its texts"),
    R.SEARCH_EXPLAIN: _("See why a search result stands where it does"),
    R.MAIL_SEE: _("See which letters wait"),
    R.AUDIT_SEE: _("Read the record of changes"),
}


@dataclass(frozen=True)
class RoleWords:
    """A role by name, and in a sentence who has it."""

    name: Promise
    who: Promise


ROLE_WORDS: Mapping[Role, RoleWords] = {
    Role.READER: RoleWords(_("Reader"), _("Everybody, without an account.")),
    Role.MEMBER: RoleWords(_("Member"), _("Everybody with an account.")),
    Role.TRUSTED: RoleWords(
        _("Trusted person"), _("Earned by what became of one’s contributions, as told below, or given by a moderator.")
    ),
    Role.CHANNEL: RoleWords(
        _("Hat: channel"), _("Whoever has proved that a channel is theirs. Named beside every link that they bring.")
    ),
    Role.ARCHIVE: RoleWords(
        _("Hat: archive"), _("Whoever has proved to work for a film archive. Named beside every link that they bring.")
    ),
    Role.LIBRARY: RoleWords(
        _("Hat: library"), _("Whoever has proved to work for a library. Named beside every link that they bring.")
    ),
    Role.HOLDER: RoleWords(
        _("Hat: rights holder"),
        _("Whoever has proved to hold rights or to act for a holder. Named beside every link that they bring."),
    ),
    Role.REVIEWER: RoleWords(_("Rights reviewer"), _("Given to people who know how to read evidence of rights.")),
    Role.MODERATOR: RoleWords(
        _("Moderator"), _("Given by a lead moderator or the operator, for one site or all, for one language or all.")
    ),
    Role.LEAD: RoleWords(_("Lead moderator"), _("Given by the operator.")),
    Role.OPERATOR: RoleWords(_("Operator"), _("Whoever runs this installation.")),
}
