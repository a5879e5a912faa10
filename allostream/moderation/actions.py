"""Every decision is made here: one row from which the author's statement of reasons and the public line are made."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from allostream.accounts.models import User
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.lib.problems import Problem, gettext_noop
from allostream.moderation import letters
from allostream.moderation.decision_rules import (
    LEGAL_GROUND,
    Measure,
    Role,
    Rule,
    Said,
    Source,
    Thing,
    contest_until,
    lacks,
)
from allostream.moderation.models import Decision, Item, Sheaf


class ReasonsMissing(Problem):
    """A decision that does not say what it must; `missing` are the codes of decision_rules.Lack."""

    code = "reasons-missing"
    status = 422
    sentence = gettext_noop("This decision does not say enough: %(missing)s.")


@dataclass(frozen=True, slots=True)
class About:
    """On what is decided. `title_id` is a row id, `host` a slug; both are for the filters of the log."""

    kind: Thing
    subject_id: str
    title_id: int | None = None
    host: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Whose it is: somebody with an account, or somebody who left an e-mail address for an answer."""

    person: User | None = None
    email: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why: the rule, the facts relied on, the reason in words for the author, and what made somebody look.

    `law` names the article where the law itself forbids; `found_by_machine` that no person found it.
    """

    rule: Rule
    facts: str = ""
    why: str = ""
    law: str = ""
    source: Source = Source.OWN
    found_by_machine: bool = False
    territory: Sequence[str] = (WORLD,)
    until: datetime | None = None


NOBODY = Author()


def decide(
    about: About,
    measure: Measure,
    grounds: Grounds,
    *,
    by: User | None,
    role: Role,
    author: Author = NOBODY,
    before: Mapping[str, Any] | None = None,
    sheaf: Sheaf | None = None,
    is_public: bool = True,
    writes: bool = True,
) -> Decision:
    """Write down a decision in the caller's transaction, which does what was decided; the thing waits no longer.

    `by` is None where the program decided by a rule (`role` RULE), which the statement of reasons then says. With
    `writes` False the caller writes to the author itself, once for many decisions. Who may decide is for it to ask,
    too. Raises ReasonsMissing, and RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A decision is written in the transaction of what it does: use atomic().")
    now = clock.now()
    missing = lacks(Said(measure, grounds.rule, grounds.facts, grounds.why, grounds.until), now)
    if missing:
        raise ReasonsMissing(missing=", ".join(missing))
    secret = secrets.token_urlsafe(24) if author.email and author.person is None else ""
    made = Decision.objects.create(
        at=now, role=role, decided_by=by, is_automated=by is None, found_by_machine=grounds.found_by_machine,
        source=grounds.source, kind=about.kind, subject_id=about.subject_id, title_id=about.title_id, host=about.host,
        site=about.site, measure=measure, rule=grounds.rule, law=law_of(grounds), facts=grounds.facts.strip(),
        why=grounds.why.strip(), territory=list(grounds.territory), until=grounds.until, before=dict(before or {}),
        author=author.person, language=author.language or (author.person.language if author.person else ""),
        key_hash=hash_of(secret) if secret else "", contest_until=contest_until(measure, now), sheaf=sheaf,
        is_public=is_public,
    )  # fmt: skip
    Item.objects.filter(kind=about.kind, subject_id=about.subject_id).delete()
    if writes:
        letters.tell(made, person=author.person, email=author.email, secret=secret)
    audit.record(
        "moderation.decide", by=actor_of(by), subject_kind=about.kind, subject_id=about.subject_id, site=about.site,
        after={
            "decision": made.public_id, "measure": measure, "rule": grounds.rule, "until": grounds.until,
            "territory": list(grounds.territory), "automated": made.is_automated, "source": grounds.source,
        },
        why=grounds.why,
    )  # fmt: skip
    return made


def actor_of(person: User | None) -> Actor:
    """Who acts, as the audit writes it; nobody is the program by its rules."""
    return Actor.person(person.public_id) if person else Actor.system("moderation")


def law_of(grounds: Grounds) -> str:
    """The law's own ground as it is kept; a rule that repeats the law has one even where none was named."""
    return grounds.law.strip() or ("law" if grounds.rule in LEGAL_GROUND else "")


def hash_of(secret: str) -> str:
    """How the secret of a link in a mail is kept: whoever reads the table cannot open anything with it."""
    return hashlib.sha256(b"allostream.appeal\0" + secret.encode()).hexdigest()
