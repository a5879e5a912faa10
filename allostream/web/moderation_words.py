"""The queue, decisions and bans in words, for the pages of moderators and of the public log."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from allostream.lib.problems import Problem
from allostream.links.ban_rules import Reach, Scope
from allostream.moderation.actions import ReasonsMissing
from allostream.moderation.appeal_rules import Refusal
from allostream.moderation.decision_rules import Lack, Thing
from allostream.moderation.queue_rules import Risk, Sign


def thing_words(thing: str) -> str:
    """A kind of what waits, as the name of a part of the queue."""
    return {
        Thing.LINK: gettext("Links"),
        Thing.SUBMISSION: gettext("Brought"),
        Thing.REPORT: gettext("Reports"),
        Thing.NOTICE: gettext("Notices"),
        Thing.COMMENT: gettext("Comments"),
        Thing.HOST: gettext("Hosts and channels"),
        Thing.EDIT: gettext("Suggested facts"),
        Thing.REGROUPING: gettext("Merges and splits"),
        Thing.CHANGE: gettext("Edits"),
        Thing.PERSON: gettext("People"),
        Thing.FLOOD: gettext("Floods"),
    }.get(Thing(thing), thing)


def risk_words(risk: int) -> str:
    """A risk in a word."""
    return {
        Risk.LOW: gettext("low risk"),
        Risk.NORMAL: gettext("normal risk"),
        Risk.HIGH: gettext("high risk"),
        Risk.URGENT: gettext("urgent"),
    }[Risk(risk)]


def sign_words(signs: Sequence[str]) -> list[str]:
    """What speaks for looking sooner or later."""
    words: Mapping[str, str] = {
        Sign.MALWARE: gettext("may harm whoever opens it"),
        Sign.AGE: gettext("may not be for minors"),
        Sign.RIGHTS: gettext("rights are said to be infringed"),
        Sign.UPLOADER: gettext("the uploader is said not to be allowed"),
        Sign.ON_PAGES: gettext("on pages now"),
        Sign.SEVERAL: gettext("several people say so"),
        Sign.COPY_SIGNS: gettext("the copy has signs"),
        Sign.MAY_BE_OWN: gettext("may be the submitter’s own upload"),
        Sign.PAID: gettext("the submitter is paid for it"),
        Sign.NEW_ACCOUNT: gettext("new account"),
        Sign.SLEEPER: gettext("old account, suddenly active"),
        Sign.FLOOD: gettext("much at once"),
        Sign.RING: gettext("people who vouch for one another"),
        Sign.FEEDER: gettext("one person feeds one uploader"),
        Sign.OBJECTED: gettext("somebody objects"),
        Sign.OVERDUE: gettext("overdue"),
        Sign.AGAINST: gettext("voices for and against"),
        Sign.GUARDED: gettext("the title is protected"),
        Sign.KNOWN: gettext("known account"),
        Sign.DEMAND: gettext("many links hang on it"),
    }
    return [words[sign] for sign in signs if sign in words]


def told_words(code: str) -> str:
    """What a value of a face is."""
    return {
        "host": gettext("Host"),
        "uploader": gettext("Uploader"),
        "channel": gettext("Channel"),
        "signs": gettext("Signs"),
        "relation": gettext("Relation"),
        "check": gettext("To check"),
        "given": gettext("As given"),
        "reason": gettext("Weighed as"),
        "detail": gettext("Words that decided"),
        "property": gettext("Property"),
        "source": gettext("Source"),
        "finding": gettext("What was counted"),
        "vouched": gettext("Voices for one another"),
        "links": gettext("Links"),
        "share": gettext("Share in per cent"),
        "reported": gettext("Reported as"),
        "country": gettext("Country"),
        "people": gettext("People"),
        "quiet": gettext("Days without anything"),
        "today": gettext("Things in a day"),
        "regrouping": gettext("Asked"),
        "gone": gettext("With, or split off as"),
        "changes": gettext("What would change"),
        "why": gettext("Reason"),
        "voices": gettext("Voices for and against"),
    }.get(code, code)


def act_words(act: str) -> str:
    """An act of a moderator, as it stands on its button."""
    return {
        "accept": gettext("Take it"),
        "refuse": gettext("Refuse it"),
        "remove": gettext("Remove it"),
        "hide": gettext("Hide it"),
        "keep": gettext("Nothing is wrong"),
        "dismiss": gettext("Nothing is wrong"),
        "uphold": gettext("It is so"),
        "warn": gettext("Warn"),
        "suspend": gettext("Suspend"),
    }.get(act, act)


def lack_words(lacks: str) -> list[str]:
    """What a decision does not say, as sentences."""
    words: Mapping[str, str] = {
        Lack.REASON: gettext("Write why: whoever it concerns reads it."),
        Lack.FACTS: gettext("Write on which facts it rests."),
        Lack.RULE: gettext("Choose the rule that was broken."),
        Lack.END: gettext("Choose an end that is still to come."),
    }
    return [words[lack] for lack in lacks.split(", ") if lack in words]


def problem_words(refused: Problem) -> list[str]:
    """Why an act of a moderator was refused, as sentences."""
    lacks = lack_words(refused.details["missing"]) if isinstance(refused, ReasonsMissing) else []
    return lacks or [gettext(refused.sentence) % refused.details]


def refusal_words(why: str) -> str:
    """Why a decision cannot be contested, or an appeal not be answered so."""
    return {
        Refusal.NOT_YOURS: gettext("Only whoever a decision concerns can contest it."),
        Refusal.NOTHING_TO_CONTEST: gettext("This decision takes nothing from anybody."),
        Refusal.OVER: gettext("The time in which this could be contested is over."),
        Refusal.UNDONE: gettext("This decision is undone already."),
        Refusal.AGAIN: gettext("This decision was contested already."),
        Refusal.TOO_SHORT: gettext("Write at least ten characters: what is not right, and why."),
        Refusal.DECIDED_IT: gettext("You took part in this decision: somebody else answers."),
        Refusal.INVOLVED: gettext("This concerns you: somebody else answers."),
        Refusal.NO_REASON: gettext("Write the reasons of your answer."),
    }[Refusal(why)]


def reach_words(reach: str) -> str:
    """By what a ban finds what it is for."""
    return {
        Reach.HOST: gettext("Host"),
        Reach.CHANNEL: gettext("Channel"),
        Reach.UPLOADER: gettext("Uploader"),
        Reach.PATH: gettext("Path"),
        Reach.TITLE: gettext("Title"),
        Reach.PERSON: gettext("Person"),
    }[Reach(reach)]


def scope_words(scope: str) -> str:
    """What is banned."""
    return {
        Scope.SHOWN: gettext("Its links are not shown, and no new ones are taken"),
        Scope.NEW: gettext("No new links are taken"),
    }[Scope(scope)]
