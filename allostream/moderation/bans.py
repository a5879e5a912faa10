"""Bans as decisions: given and lifted by moderators who may, with a public reason and an end."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may_as_far, person_with_id
from allostream.accounts.role_actions import bar, lift_bar
from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.hosts.models import Channel, Host
from allostream.lib.problems import Forbidden, NotFound
from allostream.links.ban_rules import Reach, Scope
from allostream.links.banning import Against, give_ban, lift_ban
from allostream.links.models import Ban
from allostream.links.queries.bans import ban_with_id
from allostream.moderation.acting import check_matter, role_of
from allostream.moderation.actions import NOBODY, About, Author, Grounds, decide
from allostream.moderation.decision_rules import Measure, Rule, Thing
from allostream.moderation.kinds.links import link_with_id
from allostream.moderation.models import Decision


def ban(
    against: Against, grounds: Grounds, *, by: User, scope: Scope = Scope.SHOWN, site: str = ""
) -> Decision:  # fmt: skip
    """Ban a host, channel, uploader, path, title or person; a person may bring and write nothing either.

    What counts on all sites needs a role on all.

    Raises Forbidden, OwnMatter, ReasonsMissing, NotFound and what allostream.links.banning.give_ban does.
    """
    if not may_as_far(by, Right.BAN_GIVE, site):
        raise Forbidden
    check_matter(by, host=_host(against.host, against.channel), person_id=against.person.pk if against.person else None)
    actor = Actor.person(by.public_id)
    with transaction.atomic():
        made = give_ban(against, by=actor, reason=grounds.why, until=grounds.until, scope=scope, site=site)
        if against.person is not None:
            bar(against.person, None, by=actor, why=grounds.why, site=site, until=grounds.until)
        author = Author(against.person) if against.person else NOBODY
        return decide(
            _about(made), Measure.BANNED, grounds, by=by, role=role_of(by), author=author,
            before={"ban": made.public_id},
        )  # fmt: skip


def named(words: Mapping[str, str]) -> Against:
    """What a moderator names, by slug or public id; "" for what is not named. A query for each thing named.

    Raises NotFound for what there is not, and where an uploader is meant whom the host does not tell.
    """
    given = {name: value.strip() for name, value in words.items() if value.strip()}
    rows: dict[str, Any] = {
        "host": Host.objects.filter(slug=given.get("host", "")),
        "channel": Channel.objects.select_related("host").filter(public_id=given.get("channel", "")),
        "title": Title.objects.filter(public_id=given.get("title", "")),
        "person": User.objects.filter(public_id=given.get("person", "")),
    }
    found = {name: one.first() for name, one in rows.items() if name in given}
    uploader = link_with_id(given["link"]).uploader_hash if "link" in given else ""
    if None in found.values() or ("link" in given and not uploader):
        raise NotFound
    return Against(**found, uploader=uploader, path=given.get("path", ""))


def lift(public_id: str, *, by: User, why: str) -> Decision:
    """Lift a ban before its end; nobody lifts their own. Raises NotFound, Forbidden and OwnMatter."""
    held = ban_with_id(public_id)
    if not may_as_far(by, Right.BAN_LIFT, held.site):
        raise Forbidden
    check_matter(by, host=_host(held.host, held.channel), person_id=held.person_id)
    actor = Actor.person(by.public_id)
    with transaction.atomic():
        found = lift_ban(public_id, by=actor, why=why)
        if found.person is not None:
            lift_bar(found.person, None, by=actor, why=why or found.reason, site=found.site)
        return decide(
            _about(found), Measure.LIFTED, Grounds(Rule.IN_ORDER, why=why), by=by, role=role_of(by),
            author=Author(found.person) if found.person else NOBODY, before={"ban": public_id},
        )  # fmt: skip


def lift_after_appeal(decision: Decision, *, by: User, why: str) -> None:
    """Put back what a ban took, in the caller's transaction; nothing where it is lifted already."""
    found = ban_with_id(str(decision.before.get("ban", "")))
    actor = Actor.person(by.public_id)
    if found.lifted_at is None:
        lift_ban(found.public_id, by=actor, why=why)
    person = person_with_id(decision.subject_id) if decision.kind == Thing.PERSON else None
    if person is not None:
        lift_bar(person, None, by=actor, why=why, site=found.site)


def _about(ban: Ban) -> About:
    """What a ban is for, as the log tells it: of a person nothing but that it was one."""
    thing = {
        Reach.HOST: Thing.HOST, Reach.CHANNEL: Thing.CHANNEL, Reach.UPLOADER: Thing.UPLOADER, Reach.PATH: Thing.PATH,
        Reach.TITLE: Thing.TITLE, Reach.PERSON: Thing.PERSON,
    }[Reach(ban.reach)]  # fmt: skip
    subject = ban.person.public_id if ban.person else ban.public_id
    return About(thing, subject, ban.title_id, _host(ban.host, ban.channel), ban.site)


def _host(host: Host | None, channel: Channel | None) -> str:
    """The slug of the host that is concerned, or ""."""
    found = host or (channel.host if channel else None)
    return found.slug if found else ""
