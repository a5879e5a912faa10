"""2 February 2011, once more: one message names six series, and a directory of links goes on."""

from collections.abc import Sequence

import pytest
from django.test import Client

from allostream.accounts.models import User
from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.hosts.models import Host
from allostream.links.actions import Facts, Place, StaysDown, add_link
from allostream.links.models import ShownLink, WatchLink
from allostream.mail.models import Letter
from allostream.rights_desk.case_rules import ItemState
from allostream.rights_desk.models import Item
from allostream.rights_desk.reading.shape import Address, ClaimedWork, Reading, SenderKind, Who
from tests import factories as make
from tests import people
from tests.rights_desk.notices import notice, send

pytestmark = pytest.mark.django_db

SERIES = (
    ("V", 2009),
    ("Friends", 1994),
    ("Smallville", 2001),
    ("The Mentalist", 2008),
    ("Gossip Girl", 2007),
    ("Chuck", 2007),
)
# Eleven other ways to write the address of one video, as people and programs write them.
SPELLINGS = (
    "https://youtu.be/{id}", "http://www.youtube.com/watch?v={id}&feature=share", "https://m.youtube.com/watch?v={id}",
    "https://www.youtube.com/embed/{id}?rel=0", "https://www.youtube-nocookie.com/embed/{id}",
    "https://www.youtube.com/v/{id}", "https://www.youtube.com/shorts/{id}",
    "https://www.youtube.com/watch?list=PL0123456789&v={id}", "https://music.youtube.com/watch?v={id}",
    "https://www.google.com/url?q=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D{id}",
    "hxxps://www[.]youtube[.]com/watch?v={id}",
)  # fmt: skip
"""Of an invented video; the notice itself names it as youtube.com/watch?v=…"""


def world() -> tuple[list[Title], list[WatchLink], list[WatchLink], tuple[User, User]]:
    """Six series, each with a copy that a member linked and with the holder's own offer."""
    ada = people.ada()
    dinu = people.dinu()
    User.objects.filter(pk=dinu.pk).update(language="fr")
    tube = make.make_host("youtube", kind=Host.Kind.VIDEO_PLATFORM, item_level=True)
    shop = make.make_host("hbo-max", kind=Host.Kind.SVOD, item_level=False)
    titles, copies, offers = [], [], []
    for number, (name, year) in enumerate(SERIES):
        title = make.make_title(name, kind="series", year=year)
        make.make_answer(title, "*")
        member = (ada, dinu)[number % 2]
        address = f"https://www.youtube.com/watch?v={number}nv3nt3d_{number}a"
        copies.append(make.make_link(title, address, host=tube, submitted_by=member))
        own = f"https://play.max.example/show/{number}"
        offers.append(make.make_link(title, own, host=shop, basis="provider", offer="subscription"))
        titles.append(title)
    return titles, copies, offers, (ada, dinu)


STUDIO = Who(
    SenderKind.LEGAL, "Nora Exemple", "Exemple Studios Inc.", "antipiracy@exemple-studios.example",
    "1 Example Way, Burbank", "+1 818 555 0100",
)  # fmt: skip


def studios_notice(copies: Sequence[WatchLink]) -> Reading:
    return notice(
        sender=STUDIO,
        works=tuple(ClaimedWork(name, "series", year) for name, year in SERIES),
        addresses=tuple(Address(link.canonical_url, place) for place, link in enumerate(copies)),
    )


def test_the_links_are_gone_everywhere_and_cannot_come_back_while_licensed_offers_stay() -> None:
    make.make_sites()
    titles, copies, offers, (ada, dinu) = world()
    assert ShownLink.objects.filter(link__in=copies).count() == len(SERIES)
    case = send(studios_notice(copies)).case
    assert list(Item.objects.filter(case=case).values_list("state", flat=True)) == [ItemState.SUSPENDED] * len(SERIES)
    assert not ShownLink.objects.filter(link__in=copies).exists()
    assert ShownLink.objects.filter(link__in=offers).count() == len(SERIES)
    english, french = Client(), Client(headers={"host": "fr.localhost"})
    for title, copy in zip(titles, copies, strict=True):
        for reader, path in ((english, "show"), (french, "serie")):
            page = reader.get(f"/{path}/{title.faces.get(language='en').slug}").content.decode()
            assert copy.public_id not in page
            assert copy.canonical_url.partition("v=")[2] not in page
            assert f'href="/n/{case.public_id}"' in page
            assert ("On whose word: Exemple" if path == "show" else "Sur déclaration de\u202f: Exemple") in page
    assert english.get(f"/watch/{copies[0].public_id}").status_code == 451
    letters = {letter.address: letter for letter in Letter.objects.filter(kind="desk_reasons")}
    assert set(letters) == {ada.email, dinu.email}
    assert letters[ada.email].text.count("/d/") == 3
    assert "Exemple Studios Inc. has written to us" in letters[ada.email].text
    assert "Exemple Studios Inc. nous a écrit" in letters[dinu.email].text
    assert Letter.objects.get(kind="desk_receipt").address == "antipiracy@exemple-studios.example"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_other_spelling_brings_a_copy_back(spelling: str) -> None:
    make.make_sites()
    titles, copies, _offers, _people = world()
    send(studios_notice(copies))
    address = spelling.format(id=copies[0].canonical_url.partition("v=")[2])
    elsewhere = make.make_title("Another series", kind="series", year=2011)
    for title in (titles[1], elsewhere):  # nor for another work
        with pytest.raises(StaysDown):
            add_link(by=Actor.command("test"), place=Place(title.pk), address=address, facts=Facts())
