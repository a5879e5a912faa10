"""Acts of the desk on many addresses at once: shown first, agreed to by another, done in portions, undone exactly."""

from typing import Any

import pytest

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.catalogue.models import Title
from allostream.jobs.handlers import HANDLERS
from allostream.lib.problems import Forbidden, NotFound
from allostream.links.models import ShownLink, StayDown, WatchLink
from allostream.mail.models import Letter
from allostream.moderation import sheaves
from allostream.moderation.acting import OwnMatter
from allostream.moderation.models import Decision, Sheaf
from allostream.moderation.sheaves import OwnSheaf
from allostream.outbox.models import OutboxRow
from allostream.rights_desk import bulk, bulk_rules
from allostream.rights_desk.bulk import ChangedMeanwhile, agree, ask, take_back
from allostream.rights_desk.bulk_queries import Narrow, acts_of_desk, preview
from allostream.rights_desk.case_rules import CaseState, ItemState
from allostream.rights_desk.deciding import REFUSE, RESTORE, SUSPEND, UPHOLD, decide_items
from allostream.rights_desk.models import BulkRow, Case, Clock, Item, ItemLink, Sender
from tests import factories as make
from tests import people
from tests.rights_desk.notices import notice, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(lead: User) -> User:
    person = people.chiara()
    people.give(person, Role.LEAD)
    return person


def work() -> None:
    """What the worker does until nothing of the desk's acts waits."""
    while row := OutboxRow.objects.filter(topic__in=(bulk.DO, bulk.UNDO)).order_by("pk").first():
        row.delete()
        HANDLERS[row.topic](row.payload)


def shown_by(narrow: Narrow, act: str) -> str:
    return preview(narrow, act).digest


def asked(narrow: Narrow, act: str, by: User, **said: Any) -> Sheaf:
    return ask(narrow, act, by=by, digest=shown_by(narrow, act), **said)


def stands() -> tuple[Any, ...]:
    """All that an act changes and an undoing puts back, but for decisions, which are only ever added to."""
    return (
        list(Item.objects.order_by("pk").values_list("state", "refused", "why", "decided_at")),
        list(ItemLink.objects.order_by("pk").values_list("state", "restored_at", "suspended_at")),
        list(Case.objects.order_by("pk").values_list("state", "decided_at", "due_at")),
        list(Clock.objects.order_by("pk").values_list("done_at", flat=True)),
        list(WatchLink.objects.order_by("pk").values_list("withdrawn_why", "origin_flags")),
        sorted(StayDown.objects.filter(lifted_at=None).values_list("known", "text")),
        list(ShownLink.objects.order_by("link", "country").values_list("link", "country")),
        list(Sender.objects.values_list("items", "upheld", "refused", "reversed")),
    )


def test_a_preview_tells_exactly_what_is_reached_by_each_way_to_choose(lead: User, film: Title) -> None:
    ada = people.ada()
    link, plain = (
        film.links.get(),
        make.make_link(film, "https://films.example/the-general", host=make.make_host("films")),
    )
    WatchLink.objects.filter(pk=plain.pk).update(submitted_by=ada, uploader_hash="5" * 64)
    one = send(notice(link.canonical_url, "https://video.example/not-here")).case
    send(notice(plain.canonical_url, reference="2"))
    ways = {
        Narrow(host=link.host.slug): 1, Narrow(host=plain.host.slug): 1, Narrow(submitter=ada.public_id): 1,
        Narrow(submitter=ada.name): 1, Narrow(uploader="5" * 64): 1, Narrow(title=film.public_id): 2,
        Narrow(sender=one.sender.public_id): 2, Narrow(case=one.public_id): 1, Narrow(case="none"): 0,
        Narrow(host=link.host.slug, case=one.public_id): 1, Narrow(): 0,
    }  # fmt: skip
    assert {way: preview(way, UPHOLD).items for way in ways} == ways
    found = preview(Narrow(title=film.public_id), RESTORE)
    assert (found.items, found.links, found.cases, found.needs_second) == (2, 2, 2, True)
    assert preview(Narrow(title=film.public_id), UPHOLD).needs_second is False
    assert preview(Narrow(title=film.public_id), SUSPEND).items == 0


def test_many_links_or_any_return_needs_another_person_and_never_the_same(
    lead: User, other: User, film: Title, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(notice(film.links.get().canonical_url))
    narrow = Narrow(title=film.public_id)
    sheaf = asked(narrow, RESTORE, lead, why="We were wrong.")
    work()
    assert not ShownLink.objects.exists()
    with pytest.raises(OwnSheaf):
        agree(sheaf.public_id, by=lead)
    with pytest.raises(Forbidden):
        agree(sheaf.public_id, by=people.ada())
    with pytest.raises(NotFound):
        sheaves.agree(sheaf.public_id, by=other)  # the queue's own page knows nothing of it
    agree(sheaf.public_id, by=other)
    work()
    assert ShownLink.objects.exists()
    (row,) = acts_of_desk(Sheaf.State.DONE)
    assert (row.total, row.done, row.passed) == (1, 1, 0)
    monkeypatch.setattr(bulk_rules, "ALONE", 0)
    assert preview(narrow, UPHOLD).needs_second


def test_what_nobody_has_seen_in_the_preview_is_not_done(lead: User, film: Title) -> None:
    send(notice(film.links.get().canonical_url))
    narrow = Narrow(title=film.public_id)
    digest = shown_by(narrow, UPHOLD)
    send(notice(film.links.get().canonical_url, make.make_link(film).canonical_url, reference="2"))
    with pytest.raises(ChangedMeanwhile):
        ask(narrow, UPHOLD, by=lead, digest=digest)
    assert not Sheaf.objects.exists()


def test_nobody_decides_on_what_they_proposed_themselves(lead: User, other: User, film: Title) -> None:
    link = film.links.get()
    send(notice(link.canonical_url))
    WatchLink.objects.filter(pk=link.pk).update(submitted_by=lead)
    with pytest.raises(OwnMatter):
        asked(Narrow(title=film.public_id), UPHOLD, lead)
    WatchLink.objects.filter(pk=link.pk).update(submitted_by=other)
    sheaf = asked(Narrow(title=film.public_id), RESTORE, lead, why="We were wrong.")
    with pytest.raises(OwnMatter):
        agree(sheaf.public_id, by=other)


@pytest.mark.parametrize("act", [UPHOLD, REFUSE, RESTORE])
@pytest.mark.parametrize("is_plain", [False, True])
def test_an_act_is_undone_as_one_and_leaves_all_as_it_was(
    lead: User, other: User, film: Title, act: str, is_plain: bool
) -> None:
    ada = people.ada()
    link = make.make_link(film, "https://films.example/the-general") if is_plain else film.links.get()
    WatchLink.objects.filter(pk=link.pk).update(submitted_by=ada)
    case = send(notice(link.canonical_url, wants_stay_down=True)).case
    if act == RESTORE:
        decide_items(case, list(case.items.all()), UPHOLD, by=lead)
    before = stands()
    Letter.objects.all().delete()
    sheaf = asked(Narrow(title=film.public_id), act, lead, why="So it is.", refusal="licensed" if act == REFUSE else "")
    if sheaf.state == Sheaf.State.ASKED:
        agree(sheaf.public_id, by=other)
    work()
    assert stands() != before
    take_back(sheaf.public_id, by=lead)
    work()
    assert stands() == before
    assert BulkRow.objects.filter(undone_at__isnull=False).count() == 1
    item = Item.objects.get()
    assert item.decision is not None
    assert item.decision.undone_by is None
    letters = set(Letter.objects.values_list("kind", "address"))
    assert ("desk_reasons", ada.email) in letters
    assert Letter.objects.filter(kind="desk_decided").count() == 2


def test_what_was_waiting_is_hidden_by_a_suspension_and_shown_again_by_its_undoing(lead: User, film: Title) -> None:
    case = send(notice(film.links.get().canonical_url, statements=())).case  # incomplete: nothing is done by itself
    before = stands()
    sheaf = asked(Narrow(case=case.public_id), SUSPEND, lead)
    work()
    assert Item.objects.get().state == ItemState.SUSPENDED
    assert not ShownLink.objects.exists()
    take_back(sheaf.public_id, by=lead)
    work()
    assert stands() == before
    assert ShownLink.objects.exists()


def test_what_has_changed_since_stays_when_an_act_is_undone(lead: User, film: Title) -> None:
    first, second = film.links.get(), make.make_link(film)
    case = send(notice(first.canonical_url, second.canonical_url)).case
    sheaf = asked(Narrow(case=case.public_id), UPHOLD, lead)
    work()
    one, two = Item.objects.order_by("position")
    decide_items(case, [one], RESTORE, by=lead, why="This one is licensed.")
    take_back(sheaf.public_id, by=lead)
    work()
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, two.state) == (ItemState.RESTORED, ItemState.SUSPENDED)
    assert set(ShownLink.objects.values_list("link", flat=True)) == {first.pk}
    case.refresh_from_db()
    assert case.state == CaseState.OPEN
    (row,) = acts_of_desk(Sheaf.State.UNDONE)
    assert (row.done, row.undone, row.kept) == (2, 1, 1)


def test_an_act_goes_on_in_portions_and_passes_over_what_was_decided_meanwhile(
    lead: User, film: Title, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PORTION", 2)
    links = [film.links.get(), *(make.make_link(film) for _ in range(4))]
    case = send(notice(*(link.canonical_url for link in links))).case
    sheaf = asked(Narrow(case=case.public_id), UPHOLD, lead)
    last = Item.objects.order_by("-position")[0]
    decide_items(case, [last], REFUSE, by=lead, why="Another work.", refusal="wrong_target")
    Item.objects.filter(pk=last.pk).update(state=ItemState.RETRACTED)
    row = OutboxRow.objects.get(topic=bulk.DO)
    HANDLERS[row.topic](row.payload)
    HANDLERS[row.topic](row.payload)  # a worker that died before it could say so does no harm
    assert BulkRow.objects.count() == 2
    work()
    (told,) = acts_of_desk(Sheaf.State.DONE)
    assert (told.total, told.done, told.passed) == (5, 4, 1)
    assert Decision.objects.filter(measure="removed").count() == 4
    assert sheaf.undo_until is not None
