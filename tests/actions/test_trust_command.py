"""manage.py trust: whom we trust to settle suggestions alone."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from allostream.accounts.models import User
from allostream.audit.models import AuditEntry
from tests import people

pytestmark = pytest.mark.django_db


def trust(*arguments: str) -> str:
    out = StringIO()
    call_command("trust", *arguments, stdout=out)
    return out.getvalue().strip()


def test_somebody_is_trusted_and_no_longer_with_the_reason_kept() -> None:
    people.ada()
    assert trust("ADA@example.org", "--why", "her corrections were all good") == "Ada is trusted now."
    assert User.objects.get().is_trusted
    assert trust("ada@example.org") == "Ada is trusted: nothing to change."
    assert trust("ada@example.org", "--no-longer") == "Ada is not trusted now."
    assert not User.objects.get().is_trusted
    entries = AuditEntry.objects.order_by("pk").select_related("payload")
    assert [(entry.action, entry.payload.why) for entry in entries] == [
        ("person.trust", "her corrections were all good"), ("person.no-longer-trust", ""),
    ]  # fmt: skip


def test_an_address_without_an_account_is_refused() -> None:
    with pytest.raises(CommandError, match=r"No account has the address nobody@example\.org"):
        trust("nobody@example.org")
