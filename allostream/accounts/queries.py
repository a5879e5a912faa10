"""Reads of people's accounts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, Max, Q, TextField, Value, When
from django.db.models.functions import TruncDate

from allostream.accounts import permission_rules as rules
from allostream.accounts import trust_rules
from allostream.accounts.models import Bar, Interest, Invitation, Outcome, Retained, RoleGrant, Standing, User
from allostream.accounts.permission_rules import HATS, KEEPERS, RIGHTS_OF, Barred, Held, Right, Role
from allostream.accounts.trust_rules import COUNTED_FOR, LIMITS, Level, Limits, Record
from allostream.lib import clock

FLOOD, NEW_FOR = timedelta(hours=1), timedelta(days=1)


def person_with_address(email: str) -> User | None:
    """The account with an e-mail address, in whatever case it is written. One query."""
    return User.objects.filter(email__iexact=email).first()


def person_with_id(public_id: str) -> User | None:
    """The account with a public id. One query."""
    return User.objects.filter(public_id=public_id).first()


def people_with_ids(public_ids: Collection[str]) -> dict[str, User]:
    """Accounts by public id; who has none is missing. One query."""
    return {person.public_id: person for person in User.objects.filter(public_id__in=set(public_ids))}


def interests_of(person: User) -> list[Interest]:
    """What somebody declared, the latest first. One query."""
    return list(Interest.objects.filter(account=person).order_by("-declared_at", "-pk"))


def hosts_of_interest(person: User) -> frozenset[str]:
    """The slugs of the hosts in which somebody declared an interest: they decide on nothing there. One query."""
    return frozenset(one.host for one in interests_of(person) if one.host)


@dataclass(frozen=True, slots=True)
class Powers:
    """What decides of one person's rights: roles and what was taken from them."""

    held: Sequence[Held] = ()
    bars: Sequence[Barred] = ()


def may(
    person: User | AnonymousUser | None, right: Right, *, site: str | None = None, language: str | None = None
) -> bool:
    """Whether somebody may do something, on a site (by its slug) and in a language.

    None for either asks about what belongs to no single one, such as a title: a role on any site is enough. A thing of
    one site must be asked with its slug. Nobody (None, or not signed in) has a reader's rights. One query for each
    object of a person, however often it is asked; none for nobody.
    """
    if person is None or not isinstance(person, User):
        return right in RIGHTS_OF[Role.READER]
    if not person.is_active:
        return False
    powers = powers_of(person)
    return rules.allows(powers.held, right, now=clock.now(), site=site, language=language) and not any(
        bar.keeps_from(right, site, clock.now()) for bar in powers.bars
    )


def may_as_far(person: User, right: Right, site: str) -> bool:
    """Whether somebody may do what counts on a site (by its slug), or with "" on all: that needs a role on all."""
    held, now = powers_of(person).held, clock.now()
    return may(person, right, site=site or None) and any(
        one.holds_at(now) and one.site in ("", site) and right in RIGHTS_OF[one.role] for one in held
    )


def powers_of(person: User) -> Powers:
    """Somebody's roles and bars, as they were when first asked of this object. One query, or none."""
    known: Powers | None = getattr(person, "_powers", None)
    if known is None:
        known = person._powers = _powers(person.pk)  # type: ignore[attr-defined]  # kept for the life of the object
    return known


def _powers(account: int) -> Powers:
    grants = RoleGrant.objects.filter(account=account).values_list(Value("role"), "role", "site", "language", "until")
    bars = Bar.objects.filter(account=account).values_list(Value("bar"), "right", "site", Value(""), "until")
    rows = list(grants.union(bars, all=True))
    return Powers(
        [Held(Role(what), site, language, until) for kind, what, site, language, until in rows if kind == "role"],
        [Barred(what, site, until) for kind, what, site, _language, until in rows if kind == "bar"],
    )


def roles_among(accounts: Collection[int]) -> dict[int, frozenset[Role]]:
    """The roles, on whichever site, that each of these people has now; who has none is missing. One query."""
    found: dict[int, set[Role]] = defaultdict(set)
    now = clock.now()
    rows = RoleGrant.objects.filter(account__in=accounts).filter(Q(until=None) | Q(until__gt=now))
    for account, role in rows.values_list("account", "role"):
        found[account].add(Role(role))
    return {account: frozenset(roles) for account, roles in found.items()}


def is_keeper(roles: Collection[Role]) -> bool:
    """Whether somebody with these roles is called a moderator before the public. No query."""
    return not KEEPERS.isdisjoint(roles)


def grants_of(person: User) -> list[RoleGrant]:
    """Every role that somebody was given or has earned, the latest first. One query."""
    return list(RoleGrant.objects.filter(account=person).order_by("-given_at", "-pk"))


def all_grants(role: Role | None = None) -> list[RoleGrant]:
    """Every grant, or those of one role, with its account, by role and name. One query."""
    found = RoleGrant.objects.select_related("account").order_by("role", "account__name", "pk")
    return list(found.filter(role=role) if role else found)


def hats_of(accounts: Collection[int]) -> dict[int, list[RoleGrant]]:
    """The hats that each of these people wears now; who wears none is missing. One query."""
    found: dict[int, list[RoleGrant]] = defaultdict(list)
    rows = RoleGrant.objects.filter(account__in=accounts, role__in=HATS)
    for grant in rows.filter(Q(until=None) | Q(until__gt=clock.now())).order_by("role", "about"):
        found[grant.account_id].append(grant)
    return dict(found)


def level_of(person: User) -> Level:
    """How far somebody is trusted by now. Whoever was given the role of a trusted person, or more, counts as trusted.

    Two queries, or one where the roles were asked for before.
    """
    if may(person, Right.LINK_PUBLISH):
        return Level.TRUSTED
    row = Standing.objects.filter(account=person.pk).first()
    is_awake = row is not None and (row.until is None or clock.now() < row.until)
    return Level(row.level) if row and is_awake else Level.NEW


def is_one_known(people: Iterable[User]) -> bool:
    """Whether of the people who agree on a change one is known here (trust_rules.is_one_known). Two queries for each
    until one is."""
    return trust_rules.is_one_known(level_of(person) for person in people)


def retained() -> Iterator[Retained]:
    """What is kept of people who have left, what is erased first at the top. One query."""
    return Retained.objects.order_by("address_until", "pk").iterator()


def bar_of(person: User) -> Bar | None:
    """The suspension of somebody from all sites, whether or not its time is over. One query."""
    return Bar.objects.filter(account=person, right="", site="").first()


def is_flood(most: int) -> bool:
    """Whether more accounts than so many were made within the last hour; 0 for never. One query, by the key alone."""
    if not most:
        return False
    one_more = User.objects.order_by("-pk").values_list("joined_at", flat=True)[most : most + 1]
    return any(clock.now() - joined < FLOOD for joined in one_more)


def is_new_in_a_flood(person: User, most: int) -> bool:
    """Whether somebody is new, in an hour in which more accounts than so many were made. No query for who has been
    here for a day, else one or two and those of `level_of`."""
    return clock.now() - person.joined_at < NEW_FOR and is_flood(most) and level_of(person) is Level.NEW


def limits_of(person: User) -> Limits:
    """How much somebody may bring, by their level. As many queries as `level_of`."""
    return LIMITS[level_of(person)]


def trust_record(person: User, now: datetime) -> Record:
    """The counts on which somebody's level rests. Two queries."""
    standing = Standing.objects.filter(account=person.pk).first()
    woke_at = standing.woke_at if standing else None
    counted = Outcome.objects.filter(account=person.pk, at__gt=now - COUNTED_FOR)
    found: Mapping[str, Any] = counted.aggregate(
        upheld=Count("pk", filter=Q(is_upheld=True)),
        refused=Count("pk", filter=Q(is_upheld=False)),
        days=Count(TruncDate("at"), distinct=True),
        last=Max("at"),
        since=Count("pk", filter=Q(is_upheld=True, at__gte=woke_at or now)),
    )
    return Record(
        joined_at=person.joined_at, upheld=found["upheld"], refused=found["refused"], active_days=found["days"],
        last_at=found["last"], last_fault_at=standing.last_fault_at if standing else None,
        slept=woke_at is not None, upheld_since_sleep=found["since"],
    )  # fmt: skip


def member(public_id: str, viewer: User | None) -> User | None:
    """Somebody whom `viewer` may see: open to all, to whoever has the address, or oneself. One query."""
    person = User.objects.filter(public_id=public_id, is_active=True).first()
    if person and person.visibility == User.Visibility.PRIVATE and (viewer is None or viewer.pk != person.pk):
        return None
    return person


def credit_of(person: User | None) -> str:
    """The name to stand beside what somebody brought; "" for one who does not want it or has left. No query."""
    return person.name if person and person.is_active and person.is_credited else ""


def credit_at(person: str) -> Case:
    """The same as a column of a query, for whoever stands at this path of its rows, as `link__submitted_by`."""
    is_credited = {f"{person}__is_active": True, f"{person}__is_credited": True}
    return Case(When(**is_credited, then=f"{person}__name"), default=Value(""), output_field=TextField())


def invitations_of(person: User, now: datetime) -> list[Invitation]:
    """Invitations of somebody that still count, the latest first. One query."""
    return list(Invitation.objects.filter(by=person, left__gt=0, until__gt=now).order_by("-made_at", "-pk"))
