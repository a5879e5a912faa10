"""Decisions in words, in the reader's language: for letters, the statement of reasons and the public log."""

from django.utils.translation import gettext

from allostream.moderation.decision_rules import Measure, Role, Rule, Source, Thing


def rule_name(rule: str) -> str:
    """A published rule in a few words."""
    return {
        Rule.IN_ORDER: gettext("No rule was broken"),
        Rule.LAWFUL: gettext("Only what may lawfully be watched"),
        Rule.RIGHT_WORK: gettext("The right work, whole and as it says"),
        Rule.WHO_PUT_IT: gettext("Put there by somebody who may"),
        Rule.LISTED_HOST: gettext("At hosts and channels on the list"),
        Rule.WATCHABLE: gettext("It can really be watched there"),
        Rule.NO_SPAM: gettext("No advertising and no floods"),
        Rule.OWN_INTEREST: gettext("Say what you have a part in"),
        Rule.TRUE_REPORTS: gettext("Report what is so"),
        Rule.CIVIL: gettext("Speak of works, not against people"),
        Rule.NO_EVASION: gettext("No second account around a decision"),
        Rule.SAFE: gettext("Nothing that harms whoever opens it"),
        Rule.PRIVACY: gettext("No private data of others"),
        Rule.TRUE_ENTRIES: gettext("The catalogue says what is so, and who says it"),
    }[Rule(rule)]


def rule_text(rule: str) -> str:
    """A published rule, explained."""
    return {
        Rule.IN_ORDER: "",
        Rule.LAWFUL: gettext(
            "A link stands here only where the work is free, its licence allows it, or its provider has the right to "
            "show it. Links to copies that infringe are refused or removed."
        ),
        Rule.RIGHT_WORK: gettext(
            "A link leads to the film or episode under which it stands: no trailer, excerpt, or other work, and not "
            "called what it is not."
        ),
        Rule.WHO_PUT_IT: gettext(
            "Where anybody may put files, it must be known who put the copy there and by what right. Copies of "
            "commercial editions are refused even of works that are free."
        ),
        Rule.LISTED_HOST: gettext(
            "Links lead to hosts and channels that were proposed in public and listed. Others are proposed first."
        ),
        Rule.WATCHABLE: gettext(
            "Links that are dead, or that ask for more than they say (an account, money, a programme), are taken away."
        ),
        Rule.NO_SPAM: gettext(
            "No advertising, nothing brought for its own sake, and not so much at once that others cannot be looked at."
        ),
        Rule.OWN_INTEREST: gettext(
            "Whoever brings a copy says whether it is their own and whether they are paid. People do not vouch for "
            "one another by arrangement."
        ),
        Rule.TRUE_REPORTS: gettext(
            "Reports and notices say what was seen. Whoever often reports what is manifestly unfounded is warned, then "
            "not listened to for a time."
        ),
        Rule.CIVIL: gettext("No insults, no hate, no threats. Of works anything may be said."),
        Rule.NO_EVASION: gettext("Whoever was suspended does not go on under another name."),
        Rule.SAFE: gettext("No malware, no traps, nothing that is unlawful to show to minors."),
        Rule.PRIVACY: gettext("No addresses, numbers or pictures of private people, and nothing else that is theirs."),
        Rule.TRUE_ENTRIES: gettext(
            "Whoever changes the catalogue names a source in which it can be read. Works are made one, or split, only "
            "where they are one work or two. What others have good reasons against is not taken, and where voices are "
            "equal a moderator decides."
        ),
    }[Rule(rule)]


def measure_name(measure: str) -> str:
    """What was done, in a word or two."""
    return {
        Measure.REFUSED: gettext("not taken"),
        Measure.HELD: gettext("held while it is looked into"),
        Measure.HIDDEN: gettext("hidden"),
        Measure.REMOVED: gettext("removed"),
        Measure.BANNED: gettext("banned"),
        Measure.MUTED: gettext("may not write comments"),
        Measure.SUSPENDED: gettext("suspended"),
        Measure.WARNED: gettext("warned"),
        Measure.ACCEPTED: gettext("taken"),
        Measure.DISMISSED: gettext("no action needed"),
        Measure.RESTORED: gettext("restored: the decision was undone"),
        Measure.LIFTED: gettext("ban lifted"),
        Measure.KEPT: gettext("contested, and kept"),
    }[Measure(measure)]


def thing_name(thing: str) -> str:
    """On what was decided."""
    return {
        Thing.LINK: gettext("A link"),
        Thing.SUBMISSION: gettext("A link that was brought"),
        Thing.REPORT: gettext("A report"),
        Thing.NOTICE: gettext("A notice"),
        Thing.COMMENT: gettext("A comment"),
        Thing.HOST: gettext("A host or channel"),
        Thing.CHANNEL: gettext("A channel"),
        Thing.UPLOADER: gettext("An uploader"),
        Thing.PATH: gettext("Part of a host"),
        Thing.TITLE: gettext("A title"),
        Thing.EDIT: gettext("A suggested fact"),
        Thing.REGROUPING: gettext("A merge or split of works"),
        Thing.CHANGE: gettext("A suggested edit of the catalogue"),
        Thing.PERSON: gettext("An account"),
        Thing.FLOOD: gettext("Many things at once"),
    }[Thing(thing)]


def role_name(role: str) -> str:
    """In what part somebody decided."""
    return {
        Role.MODERATOR: gettext("a moderator"),
        Role.LEAD: gettext("a lead moderator"),
        Role.OPERATOR: gettext("the operator"),
        Role.RULE: gettext("a published rule, without a person"),
    }[Role(role)]


def source_text(source: str) -> str:
    """What made somebody look, as a sentence."""
    return {
        Source.OWN: gettext("We looked of our own accord."),
        Source.REPORT: gettext("Somebody reported it."),
        Source.NOTICE: gettext("We received a notice about it."),
        Source.APPEAL: gettext("It was contested."),
    }[Source(source)]


def automation_text(*, found_by_machine: bool, decided_by_machine: bool) -> str:
    """Whether machines found and decided it (Digital Services Act, article 17(3)(c)), as a sentence."""
    if decided_by_machine and not found_by_machine:
        return gettext("People found it, and a published rule decided; contested, a person decides.")
    if decided_by_machine:
        return gettext("A program found this and decided by a published rule; contested, a person decides.")
    if found_by_machine:
        return gettext("A program drew attention to it; a person decided.")
    return gettext("People found it and decided; no automated means were used.")
