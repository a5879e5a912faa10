"""2 February 2011, once more: one message names six series, and a directory of links goes on.

First by the desk's own acts, then through the doors by which a studio really comes: a signed mail with ACNS XML that a
mail server hands over, and the form. Whatever the site answers afterwards is read for the address of a withdrawn copy.
"""

import gzip
import re
import smtplib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.sax.saxutils import escape

import pytest
from django.test import Client
from pysequoia import SignatureMode, Tsk, sign

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.hosts.models import Host
from allostream.jobs.loops import LOOPS, run_once
from allostream.links.actions import Facts, Place, StaysDown, add_link
from allostream.links.models import ShownLink, WatchLink
from allostream.mail.models import Letter
from allostream.rights_desk import listener
from allostream.rights_desk.case_rules import Door, ItemState
from allostream.rights_desk.mail_settings import Listener
from allostream.rights_desk.models import Case, Item, Message
from allostream.rights_desk.reading.shape import Address, ClaimedWork, Reading, SenderKind, Who
from tests import factories as make
from tests import people
from tests.pages.reading import main_of
from tests.ports import free_port
from tests.rights_desk.notices import notice, send
from tests.rights_desk.test_mail_doors import DESK
from tests.rules.test_reading_mails import SWORN

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


# What a studio's agent signs: every series, each with the address at which a copy was found.
XML = """<?xml version="1.0" encoding="UTF-8"?>
<Infringement xmlns="http://www.acns.net/ACNS">
 <Case><ID>ES-2011-0202</ID><Status>Open</Status><Severity>Normal</Severity></Case>
 <Complainant><Entity>Exemple Studios Inc.</Entity><Contact>Nora Exemple</Contact>
  <Address>1 Example Way, Burbank</Address><Phone>+1 818 555 0100</Phone>
  <Email>antipiracy@exemple-studios.example</Email></Complainant>
 <Service_Provider><Entity>Allostream</Entity><Email>rights@allostream.example</Email></Service_Provider>
 <Source><TimeStamp>2011-02-02T09:14:02Z</TimeStamp><IP_Address>203.0.113.7</IP_Address>
  <SubType BaseType="LINK" Protocol="HTTP"/></Source>
 <Content>
{items}
 </Content>
 <Type Retraction="false">DMCA</Type>
 <Detection><Asset><OriginalAssetName>Six series</OriginalAssetName></Asset>
  <ContentMatched Video="true" Human="true"/><VerificationID>Seen by a person</VerificationID></Detection>
</Infringement>"""
ITEM = """  <Item><TimeStamp>2011-02-02T09:14:02Z</TimeStamp><Title>{name}</Title><FileName>episode</FileName>
   <URL>{address}</URL><ExplicitType>Movie</ExplicitType></Item>"""


def by_signed_mail(copies: Sequence[WatchLink], settings: Any, folder: Any) -> None:
    """A mail server hands a mail to the listener, the worker reads it: ACNS XML in text signed with a known key."""
    settings.DESK_MAIL, settings.DESK_KEYS = DESK, folder
    key = Tsk.generate(f"Exemple Studios <{STUDIO.email}>")
    (folder / f"{STUDIO.email}.asc").write_text(str(key.extract_certificate()))
    items = "\n".join(
        ITEM.format(name=name, address=escape(copy.canonical_url))
        for (name, _year), copy in zip(SERIES, copies, strict=True)
    )
    text = f"{SWORN}\n\n---Start ACNS XML\n{XML.format(items=items)}\n---End ACNS XML\n"
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Nora Exemple <{STUDIO.email}>", DESK, "Notice of infringement"
    mail.set_content(sign(key.signer(), text.encode(), mode=SignatureMode.CLEAR).decode())
    where = Listener("127.0.0.1", free_port(), is_lmtp=True)
    door = listener.open_door(where)
    try:
        with smtplib.LMTP(where.host, where.port) as talk:
            talk.sendmail(STUDIO.email, [DESK], mail.as_bytes(policy=SMTP))
    finally:
        door.stop()
    run_once(LOOPS["outbox"], "test")


def by_form(copies: Sequence[WatchLink], _settings: Any, _folder: Any) -> None:
    """A person at the studio fills in the form, without an account, and sends it."""
    answer = Client().post("/notices/send", {
        "do": "send", "matter": "copyright", "works": "\n".join(f"{name} ({year})" for name, year in SERIES),
        "addresses": "\n".join(copy.canonical_url for copy in copies), "right_kind": "copyright",
        "explanation": "We made these series. The copies at these addresses were put there without our permission.",
        "capacity": "owner", "notifier_kind": "legal", "name": "Exemple Studios Inc.", "email": STUDIO.email,
        "postal": STUDIO.address, "phone": STUDIO.phone, "good_faith": "on", "accuracy": "on", "perjury": "on",
        "signature": "Nora Exemple", "token": "second-of-february",
    })  # fmt: skip
    assert answer.status_code == 302, main_of(answer)
    run_once(LOOPS["outbox"], "test")


@dataclass
class Walk:
    """Everything that a site answers to somebody who follows its links."""

    site: str
    answers: dict[str, Any]

    def told(self) -> dict[str, str]:
        """Head and body of each answer as one text."""
        return {path: f"{answer.headers}\n{body_of(answer)}" for path, answer in self.answers.items()}


def body_of(answer: Any) -> str:
    """The body of an answer, unpacked."""
    content = answer.getvalue() if hasattr(answer, "getvalue") else answer.content
    packed = content.startswith(b"\x1f\x8b")
    return (gzip.decompress(content) if packed else content).decode("utf-8", "replace")


ADDRESSED = re.compile(r"""(?:href|src|action)="([^"#]+)|<loc>([^<]+)|"(?:url|home_page_url|feed_url)":"([^"]+)""")


# What is the same whatever is listed: files, drawn pictures, the laws of countries.
OF_NO_LINK = ("/static/", "/poster/", "/backdrop/", "/rights/", "/droits/")


def walk(site: str, starts: Sequence[str]) -> Walk:
    """Ask for everything that the pages of a site lead to, from these addresses on: pages, feeds, pictures, lists for
    search engines. With a query only what is named here: of those there is no end."""
    reader, waits, seen = Client(headers={"host": site}), deque(starts), dict[str, Any]()
    while waits:
        path = waits.popleft()
        if path in seen:
            continue
        seen[path] = answer = reader.get(path)
        named = [next(filter(None, found)) for found in ADDRESSED.findall(body_of(answer))]
        for there in map(urlsplit, [*named, *filter(None, [answer.headers.get("Location")])]):
            is_ours = (
                there.netloc in ("", site) and there.path.startswith("/") and not there.path.startswith("/static/")
            )
            if is_ours and not there.query and there.path not in seen:
                waits.append(there.path)
    return Walk(site, seen)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("through", "door"), [(by_signed_mail, Door.MAIL), (by_form, Door.FORM)])
def test_a_studios_notice_by_each_real_door_takes_effect_everywhere_and_everybody_is_told(
    through: Callable[..., None], door: Door, settings: Any, tmp_path: Any, socket_enabled: None
) -> None:  # fmt: skip
    make.make_sites()
    titles, copies, offers, (ada, dinu) = world()
    make.count_again()
    lead = people.basile()
    people.give(lead, Role.LEAD)
    through(copies, settings, tmp_path)
    case = Case.objects.get()
    assert (case.door, case.doubts, case.signs) == (door, [], [])
    assert Message.objects.get().trouble == ""
    assert list(case.items.values_list("state", flat=True)) == [ItemState.SUSPENDED] * len(SERIES)
    assert not ShownLink.objects.filter(link__in=copies).exists()
    assert ShownLink.objects.filter(link__in=offers).count() == len(SERIES)
    _tell_both_sides(case, ada, dinu, lead)
    make.count_again()
    member = Client()
    member.force_login(people.eve())
    for number, spelling in enumerate(SPELLINGS):
        address = spelling.format(id=copies[number % 6].canonical_url.partition("v=")[2])
        other = titles[(number + 1) % 6]
        with pytest.raises(StaysDown):
            add_link(by=Actor.command("test"), place=Place(other.pk), address=address, facts=Facts())
        assert "Taken down, and it stays down" in main_of(member.get("/bring", {"url": address}))
    _read_everything(case, titles, copies, offers)


def _tell_both_sides(case: Case, ada: User, dinu: User, lead: User) -> None:
    """The studio has its receipt and, once a person has decided at the desk, the decision; both submitters have their
    reasons in their own languages, and can contest them."""
    receipt = Letter.objects.get(kind="desk_receipt")
    assert receipt.address == STUDIO.email
    assert case.public_id in receipt.text
    desk = Client()
    desk.force_login(lead)
    where = f"/bench/desk/{case.public_id}"
    assert desk.post(where, {"do": "uphold", "why": "Episodes of the studio's series."}).status_code == 302
    assert set(case.items.values_list("state", flat=True)) == {ItemState.REMOVED}
    decision = Letter.objects.get(kind="desk_decided")
    assert decision.address == STUDIO.email
    assert decision.text.count("youtube.com/watch?v=") == len(SERIES)  # the studio reads what it wrote itself
    for person, words in ((ada, "Exemple Studios Inc. has written to us"), (dinu, "Exemple Studios Inc. nous a écrit")):
        first = Letter.objects.filter(kind="desk_reasons", address=person.email).order_by("pk")[0]
        assert words in first.text
        assert first.text.count("/d/") == 3
        assert STUDIO.phone not in first.text


def _read_everything(
    case: Case, titles: Sequence[Title], copies: Sequence[WatchLink], offers: Sequence[WatchLink]
) -> None:
    """No answer of either site names the address of a withdrawn copy; every page of a title has its tombstone and the
    licensed offer; a link's own page says 451."""
    videos = [copy.canonical_url.partition("v=")[2] for copy in copies]
    hidden = re.compile("|".join(re.escape(one) for one in videos))
    for site, path, case_path, word, asked in (
        ("localhost", "show", "notices/case", "On whose word: Exemple Studios Inc.", "/search"),
        ("fr.localhost", "serie", "signalements/dossier", "Sur déclaration de : Exemple Studios Inc.", "/recherche"),
    ):
        words = [urlencode({"q": name}) for name, _year in SERIES]
        searches = [f"{start}?{one}" for one in words for start in (asked, f"{asked}.atom", f"{asked}.json")]
        # Those who know an address from elsewhere: of the copy, of the link, of the case.
        own = [f"/{letter}/{copy.public_id}" for copy in copies for letter in ("l", "watch", "voir")]
        found = walk(site, ["/", "/sitemap.xml", "/robots.txt", f"/n/{case.public_id}", *searches, *own])
        assert len(found.answers) > 150
        assert found.answers[f"/{case_path}/{case.public_id}"].status_code == 200
        assert {path: answer.status_code for path, answer in found.answers.items() if answer.status_code >= 500} == {}
        assert [one for one, text in found.told().items() if hidden.search(text)] == []
        pasted = Client(headers={"host": site}).get(asked, {"q": copies[0].canonical_url}, follow=True)
        assert pasted.status_code == 451
        assert hidden.search(body_of(pasted)) is None
        for title, copy, offer in zip(titles, copies, offers, strict=True):
            page = found.answers[f"/{path}/{title.faces.get(language='en').slug}"]
            said = main_of(page)
            assert word in said
            assert copy.public_id not in body_of(page)
            assert offer.public_id in body_of(page)
            assert f'href="/n/{case.public_id}"' in body_of(page)
        ends = {found.answers[one].status_code for one in own}
        assert 451 in ends
        assert ends <= {451, 301, 302}
