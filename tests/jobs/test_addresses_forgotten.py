"""The e-mail addresses of people who objected are kept no longer than their objection needs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from allostream.audit.models import AuditEntry, AuditPayload
from allostream.hosts.models import Objection as ToProposal
from allostream.jobs.loops import tidy
from allostream.rights.models import Objection
from tests import factories

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def objections(**columns: Any) -> None:
    """One to an answer and one to a proposal, with an address."""
    said = {"text": "These are our films.", "email": "ines@museum.example", "made_at": NOW - timedelta(days=400)}
    host = factories.make_host(f"host-{ToProposal.objects.count()}")
    Objection.objects.create(
        title=factories.make_title(f"Film {Objection.objects.count()}"), country="FR", **said, **columns
    )
    ToProposal.objects.create(proposal=factories.make_proposal(host), **said, **columns)


def addresses() -> list[str]:
    return [one.email for model in (Objection, ToProposal) for one in model._default_manager.order_by("pk")]


@time_machine.travel(NOW, tick=False)
def test_an_address_is_deleted_when_the_stated_time_after_the_answer_is_over(settings: Any) -> None:
    settings.ADDRESSES_DAYS = 30
    objections(answered_at=NOW - timedelta(days=30, seconds=1))
    tidy("worker")
    assert addresses() == ["", ""]
    assert Objection.objects.get().text == "These are our films."
    told = AuditEntry.objects.filter(action__endswith="forget-addresses")
    assert {entry.action for entry in told} == {"rights.forget-addresses", "proposal.forget-addresses"}
    assert "museum.example" not in str([list(AuditEntry.objects.values()), list(AuditPayload.objects.values())])


@time_machine.travel(NOW, tick=False)
def test_it_stays_while_nobody_has_answered_and_within_the_time(settings: Any) -> None:
    settings.ADDRESSES_DAYS = 30
    objections(answered_at=None)
    objections(answered_at=NOW - timedelta(days=30))
    tidy("worker")
    assert addresses() == ["ines@museum.example"] * 4
    assert not AuditEntry.objects.filter(action__endswith="forget-addresses").exists()
