"""Who is told of an order: those who had proposed links, when its silence is over, and the public then."""

from datetime import timedelta

import pytest
from django.test import Client

from allostream.accounts.models import User
from allostream.catalogue.models import Title
from allostream.jobs.handlers import HANDLERS
from allostream.lib import clock
from allostream.links.models import ShownLink, WatchLink
from allostream.mail.models import Letter
from allostream.moderation.models import Decision
from allostream.outbox.models import OutboxRow
from allostream.rights_desk import orders
from tests import factories as make
from tests import people
from tests.pages.reading import main_of
from tests.rights_desk.test_orders import order

pytestmark = pytest.mark.django_db


@pytest.fixture
def film(lead: User) -> Title:
    film = make.make_free_film()
    make.make_link(film, "https://mirror.pirate.example/watch/7", host=make.make_host("pirate"))
    return film


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is noon: an hour before midnight in London the day of an order in Paris is another already."""
    now = clock.now().replace(hour=12)
    monkeypatch.setattr(clock, "now", lambda: now)


def test_whom_an_order_keeps_silent_about_is_told_when_the_silence_is_over(
    lead: User, film: Title, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, now = people.ada(), clock.now()
    link = film.links.get(host__slug="internet-archive")
    WatchLink.objects.filter(pk=link.pk).update(submitted_by=ada)
    orders.give_effect(order(link.canonical_url, silent_until=(now + timedelta(days=9)).date()), by=lead)
    assert not ShownLink.objects.filter(link=link, country="FR").exists()
    assert not Letter.objects.filter(kind="desk_reasons").exists()
    assert not Decision.objects.filter(is_public=True).exists()
    row = OutboxRow.objects.get(topic="desk.tell-later")
    assert row.due_at > now + timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=11))
    for _ in range(2):
        HANDLERS[row.topic](row.payload)
    assert Letter.objects.filter(kind="desk_reasons", address=ada.email).count() == 1
    assert Decision.objects.filter(is_public=True).exists()


def ends_of_silence() -> None:
    """What the worker does as the silence of orders is over, twice as it may."""
    for row in OutboxRow.objects.filter(topic__startswith="desk.tell").order_by("pk"):
        for _ in range(2):
            HANDLERS[row.topic](row.payload)


def test_the_block_of_a_host_is_public_from_the_end_of_the_silence(
    lead: User, film: Title, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, english = clock.now(), Client(SERVER_NAME="localhost")
    silent = (now + timedelta(days=9)).date()
    orders.give_effect(order("pirate.example", "mirror-two.example", silent_until=silent), by=lead)
    decision = Decision.objects.get(subject_id="pirate.example")
    assert not Decision.objects.filter(is_public=True).exists()
    assert english.get(f"/decision/{decision.public_id}").status_code == 404
    assert decision.public_id not in english.get("/moderation-log").content.decode()
    assert {row.due_at.date() for row in OutboxRow.objects.filter(topic="desk.tell-later")} == {silent}
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=11))
    ends_of_silence()
    assert Decision.objects.filter(kind="host", is_public=True).count() == 2
    assert english.get(f"/decision/{decision.public_id}").status_code == 200
    assert decision.public_id in english.get("/moderation-log").content.decode()


def test_no_page_tells_of_an_order_in_its_silence(lead: User, film: Title, monkeypatch: pytest.MonkeyPatch) -> None:
    now, english, french = clock.now(), Client(SERVER_NAME="localhost"), Client(SERVER_NAME="fr.localhost")
    pirate, other = film.links.get(host__slug="pirate"), film.links.get(host__slug="internet-archive")
    silent = (now + timedelta(days=9)).date()
    case = order("pirate.example", other.canonical_url, territories=("*",), silent_until=silent)
    orders.give_effect(case, by=lead)
    paths = [f"/watch/{pirate.public_id}", f"/watch/{other.public_id}", "/movie/the-general-1926"]

    def told() -> str:
        answers = [english.get(path) for path in paths] + [french.get("/film/the-general-1926")]
        assert [answer.status_code for answer in answers] == [451, 451, 200, 200]
        return " ".join(answer.content.decode() for answer in answers)

    said = told()
    for word in ("Tribunal", case.public_id, "by order", "ordered", "injonction"):
        assert word not in said, word
    assert "2 links are not shown, on legal grounds." in said or said.count("A link is not shown, on legal") >= 2
    assert english.get(f"/notices/case/{case.public_id}").status_code == 404
    version = Title.objects.get(pk=film.pk).version
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=11))
    ends_of_silence()
    said = told()
    assert "Tribunal judiciaire de Paris" in said
    assert case.public_id in said
    assert english.get(f"/notices/case/{case.public_id}").status_code == 200
    assert Title.objects.get(pk=film.pk).version > version  # what was kept of its pages is made anew


def proposes(person: User, film: Title, count: int, at: str = "mirror.pirate.example") -> list[WatchLink]:
    """Somebody proposes links at the host."""
    host = make.make_host("pirate")
    made = [make.make_link(film, f"https://{at}/watch/{person.name}-{one}", host=host) for one in range(count)]
    WatchLink.objects.filter(pk__in=[one.pk for one in made]).update(submitted_by=person)
    return made


def test_whoever_proposed_links_at_a_blocked_host_gets_one_letter_with_reasons_and_the_list(
    lead: User, film: Title
) -> None:
    ada, basile = people.ada(), lead
    User.objects.filter(pk=ada.pk).update(language="fr")
    many = proposes(ada, film, 60)
    (elsewhere,) = proposes(ada, film, 1, at="two.example")
    proposes(basile, film, 1)
    proposes(people.eve(), film, 1, at="other.example/?from=https://www.pirate.example")
    case = order("pirate.example", "two.example", ends_on=(clock.now() + timedelta(days=99)).date())
    orders.give_effect(case, by=lead)
    letters = list(Letter.objects.filter(kind="desk_blocked").order_by("pk"))
    assert sorted(one.address for one in letters) == sorted([ada.email, basile.email])
    text = " ".join(next(one.text for one in letters if one.address == ada.email).split())
    for words in (
        "Tribunal judiciaire de Paris a ordonné", "pirate.example, two.example", f"/l/{many[0].public_id}",
        "et 11 de plus", "Dans : France", "Jusqu’au", "CPI, article L336-2", "pour la contester",
    ):  # fmt: skip
        assert words in text.replace("\u202f", " ").replace("\xa0", " "), words
    assert many[0].canonical_url not in text
    own = Decision.objects.get(author=ada)
    assert (own.is_public, own.territory, own.kind) == (False, ["FR"], "host")
    assert f"/d/{own.public_id}" in text
    assert not Letter.objects.filter(kind="desk_reasons").exists()
    orders.give_effect(case, by=lead)
    assert Letter.objects.filter(kind="desk_blocked").count() == 2  # pressed twice, told once
    assert elsewhere.public_id not in text  # beyond the first fifty


def test_their_decision_is_theirs_alone_and_can_be_contested(lead: User, film: Title) -> None:
    ada = people.ada()
    proposes(ada, film, 1)
    orders.give_effect(order("pirate.example"), by=lead)
    own = Decision.objects.get(author=ada)
    english = Client(SERVER_NAME="localhost")
    assert english.get(f"/decision/{own.public_id}").status_code == 404
    english.force_login(ada)
    assert "pirate.example" not in main_of(english.get("/moderation-log?kind=link"))
    assert english.get(f"/decision/{own.public_id}").status_code == 200
    answer = english.post(f"/decision/{own.public_id}", {"text": "This copy is mine, and free for everybody."})
    assert answer.status_code == 302
    assert own.appeals.count() == 1


def test_they_are_told_when_the_order_is_lifted(lead: User, film: Title) -> None:
    ada = people.ada()
    (link,) = proposes(ada, film, 1)
    case = order("pirate.example")
    orders.give_effect(case, by=lead)
    orders.end(case, by=lead, why="The court has lifted it.")
    letters = Letter.objects.filter(kind="desk_blocked", address=ada.email).order_by("pk")
    assert letters.count() == 2
    text = " ".join(letters[1].text.split())
    assert "The order that blocked pirate.example is over" in text
    assert f"/l/{link.public_id}" in text
    assert Decision.objects.get(author=ada, measure="hidden").undone_by is not None


def test_a_link_that_the_order_names_itself_is_told_of_once(lead: User, film: Title) -> None:
    ada = people.ada()
    (link,) = proposes(ada, film, 1)
    orders.give_effect(order("pirate.example", link.canonical_url), by=lead)
    assert Letter.objects.filter(address=ada.email).values_list("kind", flat=True).get() == "desk_reasons"


@pytest.mark.parametrize("is_lifted", [False, True])
def test_under_a_silence_they_are_told_when_it_ends(
    lead: User, film: Title, is_lifted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, now = people.ada(), clock.now()
    proposes(ada, film, 2)
    case = order("pirate.example", silent_until=(now + timedelta(days=9)).date())
    orders.give_effect(case, by=lead)
    if is_lifted:
        orders.end(case, by=lead)
    assert not Letter.objects.filter(kind="desk_blocked").exists()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=11))
    ends_of_silence()
    assert Letter.objects.filter(kind="desk_blocked", address=ada.email).count() == 1 + is_lifted


def test_an_order_that_is_lifted_in_its_silence_is_told_of_when_the_silence_ends(
    lead: User, film: Title, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, now = people.ada(), clock.now()
    link = film.links.get(host__slug="internet-archive")
    WatchLink.objects.filter(pk=link.pk).update(submitted_by=ada)
    case = order(link.canonical_url, "pirate.example", silent_until=(now + timedelta(days=9)).date())
    orders.give_effect(case, by=lead)
    orders.end(case, by=lead, why="The court has lifted it.")
    assert ShownLink.objects.filter(link=link, country="FR").exists()
    assert not Decision.objects.filter(is_public=True).exists()
    assert not Letter.objects.filter(kind="desk_reasons").exists()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=11))
    ends_of_silence()
    assert not Decision.objects.filter(is_public=False).exists()
    assert Letter.objects.filter(kind="desk_reasons", address=ada.email).count() == 2
