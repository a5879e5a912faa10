"""Answers in ACNS XML: what a program that writes in it is answered by mail and by the interface."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from allostream.accounts.models import User
from allostream.lib import clock
from allostream.lib.xml import parsed
from allostream.mail import smtp
from allostream.mail.models import Letter
from allostream.rights_desk.acns_answer_rules import disposition_of, notice_status
from allostream.rights_desk.case_rules import CaseState, Door
from allostream.rights_desk.deciding import REFUSE, UPHOLD, decide_items
from allostream.rights_desk.desk_actions import make_key, verify_sender
from allostream.rights_desk.models import Case, Sender
from allostream.rights_desk.reading import acns
from allostream.rights_desk.reading.shape import Doubt, Kind, Reading, Unsure, Who
from allostream.rights_desk.receiving import keep_message, receive
from tests import factories as make
from tests.rights_desk.notices import STUDIO, notice
from tests.rules.test_reading_mails import REVISIONS

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.acns.net/ACNS}"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
CONTACT = {"Entity": "1", "Contact": "?", "Address": "?", "Phone": "?", "ContactURL": "?", "Email": "1"}
# Revision 1.2 as its schema says it: attributes with what they may be ("?" where one may be missing), and children.
ATTRIBUTES: Mapping[str, Mapping[str, str]] = {
    "NoticeAck": {
        "Accepted": "true|false", "RejectReason?": "UNKNOWN_RECIPIENT|IP_OUT_OF_RANGE|MULTIPLE|TEXT_XML_MISMATCH|OTHER",
        "TimeStamp": MOMENT, "Sequence": r"\d+",
    },
    "CaseStatus": {"CaseID": ".+", "TimeStamp": MOMENT, "ReqTime?": MOMENT},
}  # fmt: skip
CHILDREN: Mapping[str, Mapping[str, str]] = {
    "NoticeAck": {"Case": "1", "Complianant": "1", "Service_Provider": "1", "Addl_Contact": "?", "Notes": "1"},
    "Case": {"ID": "1", "Ref_URL": "?", "Status": "?", "Severity": "?"},
    "Complianant": CONTACT,
    "Service_Provider": CONTACT,
    "NoticeStatus": {"CaseStatus": "+"},
    "CaseStatus": {"Disposition": "1", "Source": "?", "HumanInt": "?", "CounterNotice": "?", "Notes": "?"},
    "Disposition": {"Type": "1", "Reason": "?", "FirstProcessedDate": "1", "LastModifiedDate": "1"},
}
VALUES = {
    "Type": "OPEN|CLOSED|REJECTED|COUNTERNOTICE", "FirstProcessedDate": MOMENT, "LastModifiedDate": MOMENT,
    "Entity": ".+", "Email": r"[^@\s]+@[^@\s]+", "ID": ".+", "Ref_URL": r"https?://\S+",
}  # fmt: skip


def checked(document: str) -> Element:
    """The root of an answer, once all of it is as the schema says."""
    root = parsed(document)
    for one in root.iter():
        assert one.tag.startswith(NAMESPACE), one.tag
        check(one, one.tag.removeprefix(NAMESPACE))
    return root


def check(one: Element, name: str) -> None:
    known = {key.rstrip("?"): shape for key, shape in ATTRIBUTES.get(name, {}).items()}
    assert set(one.attrib) <= set(known), name
    assert {key for key in ATTRIBUTES.get(name, {}) if not key.endswith("?")} <= set(one.attrib), name
    for key, value in one.attrib.items():
        assert re.fullmatch(known[key], value), (key, value)
    names = [child.tag.removeprefix(NAMESPACE) for child in one]
    shape = CHILDREN.get(name, {})
    assert sorted(names, key=list(shape).index) == names, (name, names)  # in the order of the schema
    for child, often in shape.items():
        assert names.count(child) >= (often in "1+"), (name, child)
        assert names.count(child) <= (10_000 if often == "+" else 1), (name, child)
    if name in VALUES:
        assert re.fullmatch(VALUES[name], one.text or ""), (name, one.text)


def value(root: Element, path: str) -> str:
    return root.findtext("/".join(NAMESPACE + name for name in path.split("/"))) or ""


def in_xml(address: str, **changes: Any) -> Reading:
    """A complete notice as the reader of ACNS gives it."""
    return replace(notice(address), reader="acns-1.2", reference="WX & Co. <1>", **changes)


def received(reading: Reading, **given: Any) -> Case:
    return receive(keep_message(b"<Infringement/>", door=Door.MAIL, site="en"), reading, **given).case


def test_the_receipt_acknowledges_and_the_decision_tells_how_the_case_stands(lead: User) -> None:
    link = make.make_free_film().links.get()
    case = received(in_xml(link.canonical_url))
    letter = Letter.objects.get(kind="desk_receipt")
    ack = checked(letter.attached_xml)
    assert (ack.get("Accepted"), ack.get("RejectReason")) == ("true", None)
    assert value(ack, "Case/ID") == "WX & Co. <1>"
    assert case.public_id in value(ack, "Case/Ref_URL")
    assert value(ack, "Complianant/Email") == STUDIO.email
    assert link.canonical_url in value(ack, "Notes")
    sent = smtp.message_of(letter, "no-reply@allostream.example", clock.now())
    (part,) = sent.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("application/xml", "acns-ack.xml")
    assert part.get_content().decode() == letter.attached_xml
    decide_items(case, list(case.items.all()), UPHOLD, by=lead)
    told = checked(Letter.objects.get(kind="desk_decided").attached_xml)
    assert value(told, "CaseStatus/Disposition/Type") == "CLOSED"
    assert told[0].get("CaseID") == "WX & Co. <1>"


def test_a_letter_in_plain_text_is_answered_without_a_document(lead: User) -> None:
    received(notice("https://video.example/1"))
    assert Letter.objects.get(kind="desk_receipt").attached_xml == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"doubts": (Unsure(Doubt.NOT_FOR_US, "Another"),)}, "UNKNOWN_RECIPIENT"),
        ({"doubts": (Unsure(Doubt.TEXTS_DISAGREE, "https://x.example"),)}, "TEXT_XML_MISMATCH"),
        ({"statements": (), "signature": notice().signature.__class__()}, "OTHER"),
    ],
)
def test_what_is_not_acted_on_is_not_accepted_with_its_reason(lead: User, changes: Any, reason: str) -> None:
    received(in_xml("https://video.example/1", **changes))
    ack = checked(Letter.objects.get(kind="desk_receipt").attached_xml)
    assert (ack.get("Accepted"), ack.get("RejectReason")) == ("false", reason)


def test_a_refused_case_is_rejected_with_its_reason_and_an_open_one_is_open(lead: User) -> None:
    link = make.make_free_film().links.get()
    case = received(in_xml(link.canonical_url))
    decide_items(case, list(case.items.all()), REFUSE, by=lead, why="Free.", refusal="public_domain")
    told = checked(Letter.objects.get(kind="desk_decided").attached_xml)
    assert value(told, "CaseStatus/Disposition/Type") == "REJECTED"
    assert value(told, "CaseStatus/Disposition/Reason") == "public_domain"
    assert disposition_of(["refused", "suspended"]) == "OPEN"
    assert disposition_of(["refused", "removed"]) == "CLOSED"
    assert disposition_of(["countered", "removed"]) == "COUNTERNOTICE"
    with pytest.raises(ValueError, match="one case at least"):
        notice_status([])


def test_a_program_that_asks_hears_of_its_own_cases_alone(lead: User) -> None:
    received(in_xml("https://video.example/1"))
    stranger = Who(name="Eve", email="eve@elsewhere.example")
    asks = Reading("acns-1.2", Kind.QUESTION, sender=STUDIO, refers_to=("WX & Co. <1>", "unknown"))
    question = received(asks)
    question.refresh_from_db()
    assert question.state == CaseState.CLOSED
    letter = Letter.objects.get(kind="desk_status")
    told = checked(letter.attached_xml)
    assert [one.get("CaseID") for one in told] == ["WX & Co. <1>"]
    assert told[0].get("ReqTime")
    assert "https://video.example/1" in letter.text
    for other in (replace(asks, sender=stranger), replace(asks, doubts=(Unsure(Doubt.UNSURE_SENDER),))):
        assert received(other).closed_at is None  # a person looks
    assert Letter.objects.filter(kind="desk_status").count() == 1


def test_the_interface_answers_in_xml_where_that_is_wanted(lead: User) -> None:
    received(notice("https://video.example/0"))
    verify_sender(Sender.objects.get(), by=lead, why="Called back")
    wanted = {"authorization": f"Bearer {make_key(Sender.objects.get(), 'feed', by=lead)}", "accept": "application/xml"}
    link = make.make_free_film().links.get()
    xml = REVISIONS["acns-1.2"].replace("https://allostream.example/film/low-tide", link.canonical_url)
    where, client = "/api/v1/notices/file?name=notice.xml", Client()
    answer = client.post(where, xml, content_type="application/xml", headers=wanted)
    assert (answer.status_code, answer["Content-Type"]) == (201, "application/xml; charset=utf-8")
    ack = checked(answer.content.decode())
    assert ack.tag == f"{NAMESPACE}NoticeAck"
    assert value(ack, "Case/ID") == "WX-1"
    number = Case.objects.latest("pk").public_id
    told = checked(client.get(f"/api/v1/notices/{number}", headers=wanted).content.decode())
    assert told[0].get("CaseID") == "WX-1"
    json = client.get(f"/api/v1/notices/{number}", headers={**wanted, "accept": "*/*"})
    assert json["Content-Type"] == "application/json"
    asks = "<StatusRequest xmlns='http://www.acns.net/ACNS'><Case><ID>WX-1</ID></Case></StatusRequest>"
    answer = client.post(where, asks, content_type="application/xml", headers=wanted)
    assert [one.get("CaseID") for one in checked(answer.content.decode())] == ["WX-1"]
    assert client.post("/notices/send", {"do": "send"}).status_code == 422  # the form is as it was


def test_our_own_answers_are_read_without_a_stumble() -> None:
    told = next(acns.read("<NoticeStatus xmlns='http://www.acns.net/ACNS'><CaseStatus CaseID='1'/></NoticeStatus>"))
    assert told.kind is Kind.OTHER
