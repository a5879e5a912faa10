import pytest
from django.test import Client

from allostream.links.models import StayDown, WatchLink
from allostream.mail.models import Letter
from allostream.moderation.models import Decision
from allostream.rights_desk.case_rules import ItemState
from allostream.rights_desk.models import Case, Item
from allostream.rights_desk.queries import case_with_secret
from tests import factories as make
from tests import people
from tests.rights_desk.notices import notice, send

pytestmark = pytest.mark.django_db


def states(case: Case) -> list[str]:
    return list(Item.objects.filter(case=case).order_by("position").values_list("state", flat=True))


def test_a_complete_notice_takes_the_links_away_and_writes_to_everybody_in_one_transaction() -> None:
    make.make_sites()
    ada = people.ada()
    film = make.make_free_film()
    link = film.links.get()
    WatchLink.objects.filter(pk=link.pk).update(submitted_by=ada)
    shown = make.make_link(film)
    received = send(notice(link.canonical_url, "https://video.example/elsewhere", "no address"))
    assert states(received.case) == [ItemState.SUSPENDED, ItemState.NOT_OURS, ItemState.INVALID_URL]
    link.refresh_from_db()
    assert link.withdrawn_at is not None
    assert link.withdrawn_why == "Exemple Films SA"
    page = Client().get("/movie/the-general-1926").content.decode()
    assert link.public_id not in page
    assert shown.public_id in page
    tomb = Client().get(f"/watch/{link.public_id}")
    assert tomb.status_code == 451
    assert f'href="/n/{received.case.public_id}"' in tomb.content.decode()
    assert link.canonical_url not in tomb.content.decode()
    decision = Decision.objects.get(kind="link", subject_id=link.public_id)
    assert decision.author == ada
    assert decision.is_automated
    assert decision.source == "notice"
    assert StayDown.objects.filter(case=received.case.public_id, is_preventive=True).count() == 1
    assert set(Letter.objects.values_list("kind", "address")) == {
        ("desk_receipt", "notices@exemple-films.example"), ("desk_reasons", "ada@example.org"),
    }  # fmt: skip
    assert case_with_secret(received.case.public_id, received.secret) == received.case


def test_an_incomplete_notice_suspends_nothing_and_is_asked_once_for_what_is_missing() -> None:
    make.make_sites()
    link = make.make_free_film().links.get()
    case = send(notice(link.canonical_url, statements=())).case
    link.refresh_from_db()
    assert link.withdrawn_at is None
    assert case.level == "C"
    assert case.state == "asked"
    letter = Letter.objects.get()
    assert "accurate and complete" in letter.text
    assert "seven days" in letter.text
