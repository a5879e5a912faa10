"""Taking one's data along, and leaving for good.

The law asks a host of what people contribute to keep for a time what identifies them (France: CPCE, article L. 34-1;
décret 2021-1362, articles 2, 3 and 5: the address five years from the end of the account, the name one year). Nothing
else stays that tells who it was: entries of the record of changes name an account by its opaque id alone, and what they
say beside is erased, which the chain allows for (allostream.audit.actions.erase_payload).
"""

import json
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import RawIOBase
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from allostream.accounts.holdings import Holding, holdings, renew_pages
from allostream.accounts.models import Retained, RoleGrant, User
from allostream.accounts.permission_rules import Role
from allostream.audit import actions as audit
from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.dates import years_after
from allostream.lib.problems import Problem, gettext_noop
from allostream.mail.models import Letter

BETWEEN_EXPORTS = timedelta(minutes=10)
ADDRESS_YEARS, NAME_YEARS = 5, 1
LAW = "CPCE, art. L. 34-1; décret n° 2021-1362, art. 2, 3, 5"
README = """This is everything that this site keeps about you, and everything that you gave it.

Each file is a list in JSON (RFC 8259), encoded in UTF-8; times are in UTC. Passwords, keys and codes are left out:
whoever finds this file must not get into your account with it.

"""


class ExportedJustNow(Problem):
    """An export was asked for again within minutes."""

    code = "exported-just-now"
    status = 429
    sentence = gettext_noop("You have taken your data along just now. The next time is in a few minutes.")


class LastOperator(Problem):
    """Nobody would be left who may do everything."""

    code = "last-operator"
    status = 409
    sentence = gettext_noop("You are the only operator: give somebody else that role first.")


def export(person: User) -> Iterator[bytes]:
    """Everything about somebody as one zip archive, piece by piece. Works whatever was taken from them by a ban.

    Raises ExportedJustNow at once, before the first piece.
    """
    now = clock.now()
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        if row.exported_at and now - row.exported_at < BETWEEN_EXPORTS:
            problem = ExportedJustNow()
            problem.retry_after = int((row.exported_at + BETWEEN_EXPORTS - now).total_seconds()) + 1
            raise problem
        User.objects.filter(pk=person.pk).update(exported_at=now)
        audit.record(
            "person.export", by=Actor.person(person.public_id), subject_kind="person", subject_id=person.public_id
        )
    return _archive(person, now)


def leave(person: User, *, law_applies: bool, by: Actor) -> Retained | None:
    """End an account for good, with all that hangs on it; what the law obliges to keep is returned, if anything.

    `law_applies`: a site of this installation is under the law that LAW names. Raises LastOperator.
    """
    now = clock.now()
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        _check_last_operator(person)
        retained = _retain(person, now) if law_applies and _has_contributed(person) else None
        renew_pages(person)
        for holding in holdings():
            if holding.erase:
                holding.erase(person)
        _erase_payloads(person)
        _end_sessions(person)
        addresses = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
        for address in addresses:
            Letter.objects.filter(address__iexact=address).delete()
        public_id = person.public_id
        person.delete()
        audit.record("person.leave", by=by, subject_kind="person", subject_id=public_id)
    return retained


def forget_retained() -> int:
    """Erase what was kept by law and whose time is over. Returns how many rows changed."""
    now = clock.now()
    names = Retained.objects.filter(name_until__lte=now).exclude(name="").update(name="")
    gone, _ = Retained.objects.filter(address_until__lte=now).delete()
    return names + gone


class _Pieces(RawIOBase):
    """What a zip archive writes, to be taken away piece by piece; it cannot go back, and need not."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._waiting.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        found, self._waiting = b"".join(self._waiting), []
        return found


def _archive(person: User, now: datetime) -> Iterator[bytes]:
    pieces, all_of_it = _Pieces(), holdings()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED) as archive:
        told = README + "".join(f"{holding.name}.json: {holding.told}\n" for holding in all_of_it)
        archive.writestr(_entry("README.txt", now), told)
        yield pieces.taken()
        for holding in all_of_it:
            with archive.open(_entry(f"{holding.name}.json", now), "w") as file:
                for text in _json(holding, person):
                    file.write(text.encode())
                    yield pieces.taken()
    yield pieces.taken()


def _entry(name: str, now: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, now.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _json(holding: Holding, person: User) -> Iterator[str]:
    start = "[\n"
    for row in holding.rows(person):
        yield start + json.dumps(dict(row), cls=DjangoJSONEncoder, ensure_ascii=False)
        start = ",\n"
    yield "\n]\n" if start == ",\n" else "[]\n"


def _check_last_operator(person: User) -> None:
    """Raise LastOperator. Of operators who leave at once the later waits until the earlier one is gone."""
    operators = RoleGrant.objects.filter(role=Role.OPERATOR, site="", language="", account__is_active=True)
    locked = operators.select_for_update(of=("self",)).order_by("pk")
    until_of = {grant.account_id: grant.until for grant in locked}
    others = {account for account, until in until_of.items() if until is None or until > clock.now()} - {person.pk}
    if person.pk in until_of and not others:
        raise LastOperator


def _has_contributed(person: User) -> bool:
    """Whether anything public came from somebody: the duty to keep is about those alone."""
    deeds = AuditEntry.objects.filter(actor_kind="person", actor_id=person.public_id)
    return deeds.exclude(subject_kind__in=["person", "invitation"]).exists()


def _retain(person: User, now: datetime) -> Retained:
    return Retained.objects.create(
        public_id=person.public_id, address=person.email, name=person.name, joined_at=person.joined_at, left_at=now,
        law=LAW, address_until=years_after(now, ADDRESS_YEARS), name_until=years_after(now, NAME_YEARS),
    )  # fmt: skip


def _erase_payloads(person: User) -> None:
    """Erase what entries about the account say beside who, what and when."""
    about = AuditEntry.objects.filter(subject_kind="person", subject_id=person.public_id, payload__erased_at=None)
    for public_id in list(about.values_list("public_id", flat=True)):
        audit.erase_payload(public_id, by=Actor.system("leaving"), why="the account has ended")


def _end_sessions(person: User) -> None:
    keys = list(person.usersession_set.values_list("session_key", flat=True))  # type: ignore[attr-defined]  # allauth's
    Session.objects.filter(session_key__in=keys).delete()
