"""Notices in mail and files: XML of all revisions, signatures, attachments, programs that answer, lists of
addresses."""

import io
import re
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pysequoia import SignatureMode, Tsk, sign

from allostream.rights_desk.reading import acns, bulk
from allostream.rights_desk.reading.mails import Robot, taken_apart
from allostream.rights_desk.reading.messages import Setting, read_file, read_mail
from allostream.rights_desk.reading.shape import Doubt, Kind, SignatureKind, Statement

US = acns.Us(frozenset({"Allostream"}), frozenset({"allostream.example"}))
SWORN = (
    "I have a good faith belief that the use is not authorized by the owner, its agent or the law. I swear, under "
    "penalty of perjury, that the information is accurate and that I am authorized to act on behalf of the owner."
)
CASE = "<Case><ID>WX-1</ID><Status>Open</Status></Case>"
WHO = (
    "<Complainant><Entity>Example Films</Entity><Contact>J. Doe</Contact><Email>notices@agent.exampl"
    "e</Email></Complainant>"
)
TO = "<Service_Provider><Entity>Allostream</Entity><Email>rights@allostream.example</Email></Service_Provider>"
SOURCE = (
    "<Source><TimeStamp>2015-05-06T05-00-00UTC</TimeStamp><IP_Address>203.0.113.7</IP_Address><Type>HTTP</Type>{more}"
    "<UserName>ada</UserName><Login Username='u' Password='secret'/></Source>"
)
ITEM = (
    "<Item>{time}<Title>Low Tide</Title><FileName>low\ntide.mp4</FileName>"
    "<URL>https://allostream.example/film/low-tide</URL></Item>"
)
SEEN = "<TimeStamp>2026-11-20T09:14:02Z</TimeStamp>"


def notice(namespace="", more="", time=SEEN, tail="", item=ITEM):
    return (
        f"<Infringement{namespace}>{CASE}{WHO}{TO}{SOURCE.format(more=more)}<Content>{item.format(time=time)}</Content>{tail}"
        "</Infringement>"
    )


LATER = " xmlns='http://www.movielabs.com/ACNS'"
REVISIONS = {
    "acns-0.6": notice(time=""),
    "acns-0.7": notice(),
    "acns-1.0": notice(LATER, "<SubType BaseType='LINK' Protocol='HTTP'/>"),
    "acns-1.1": notice(LATER, "<IsSource>true</IsSource>"),
    "acns-1.2": notice(" xmlns='http://www.acns.net/ACNS'", tail=f"<Declarations><Body>{SWORN}</Body></Declarations>"),
}


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_revision_of_the_schema_is_read_alike(revision):
    (found,) = acns.read(REVISIONS[revision], US)
    assert (found.reader, found.kind, found.reference) == (revision, Kind.NOTICE, "WX-1")
    assert (found.sender.organisation, found.sender.email) == ("Example Films", "notices@agent.example")
    (address,) = found.addresses
    assert (address.text, found.works[address.work].title) == ("https://allostream.example/film/low-tide", "Low Tide")
    assert address.note == "file: low tide.mp4; user: ada"
    assert address.seen_at.year == (2015 if revision == "acns-0.6" else 2026)
    assert "secret" not in repr(found)
    assert not found.doubts


def test_declarations_are_searched_for_statements():
    (found,) = acns.read(REVISIONS["acns-1.2"], US)
    assert found.makes(Statement.GOOD_FAITH)
    assert found.makes(Statement.PERJURY)
    assert found.makes(Statement.AUTHORITY)


WHOLE = REVISIONS["acns-1.2"].replace("/low-tide", "/low-tide?a=1&amp;b=2")
PROLOGUE = "<?xml version='1.0' encoding='UTF-8'?>"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (PROLOGUE + WHOLE, set()),
        ("\ufeff" + WHOLE, set()),
        (WHOLE.replace("&amp;", "&"), {"ampersand"}),
        (PROLOGUE.replace("?>", ">") + WHOLE, {"prologue"}),
        (WHOLE.replace("xmlns=", "xmlns=3D"), {"quoted-printable"}),
        ("Hello\n\n---Start ACNS XML\n" + WHOLE + "\n----End ACNS XML\n", set()),
        ("Hello\n\n- ----Start ACNS XML\n" + WHOLE + "\n- ----End ACNS XML\n", set()),
        (
            "Hello\n\n- - ---Start ACNS XML\n"
            + WHOLE.replace("&amp;", "&").replace("='", "=3D'")
            + "\n- - ---end acns xml \n",
            {"quoted-printable", "ampersand"},
        ),
        (WHOLE.replace("Low Tide", "Low&nbsp;Tide\x0b"), {"character"}),
        (WHOLE.replace("Low Tide", "Low < Tide <3"), {"less-than"}),
        (WHOLE.replace("<Infringement ", "<Infringement xsi:schemaLocation='http://www.acns.net/x.xsd' "), {"prefix"}),
        (WHOLE.replace("<Infringement ", "<a:Infringement ").replace("</Infr", "</a:Infr"), {"prefix"}),
        ("> ---Start ACNS XML\n> " + WHOLE.replace("\n", "\n> ") + "\n> ---End ACNS XML\n", set()),
        ("---Start ACNS XML\n---End ACNS XML\n" + WHOLE, set()),
    ],
)
def test_damage_on_the_way_is_mended_and_noted(text, mended):
    (found,) = acns.read(text, US)
    assert found.addresses[0].text == "https://allostream.example/film/low-tide?a=1&b=2"
    assert {one.detail for one in found.doubts if one.doubt is Doubt.DAMAGED} == mended


@pytest.mark.parametrize(
    "evil",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><Infringement>&a;</Infringement>',
        '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://evil.example/x.dtd"><Infringement>&x;</Infringement>',
        "<Infringement>" * 40 + "</Infringement>" * 40,
        "<Infringement>&a;</Infringement>",
        "---Start ACNS XML\n<Infringment\n---End ACNS XML",
        "<Infringement><Case></Infringement>",
        "<Infringement>" + "x" * (2 * 1024 * 1024) + "</Infringement>",
    ],
)
def test_what_must_not_be_read_is_kept_with_the_reason(evil):
    told = list(acns.read(evil, US))
    assert [one.doubts[0].doubt for one in told] == [Doubt.NOT_READ] * len(told)
    assert told
    assert told[0].doubts[0].detail


def test_retractions_notices_for_others_and_disagreeing_prose_are_told():
    (gone,) = acns.read(WHOLE.replace("</Infringement>", "<Type Retraction='true'>DMCA</Type></Infringement>"), US)
    (other,) = acns.read(WHOLE.replace("Allostream", "Other").replace("rights@allostream", "x@other"), US)
    prose = f"Please remove https://allostream.example/film/another too.\n\n{WHOLE}\n"
    (more,) = acns.read(prose, US)
    assert gone.kind is Kind.RETRACTION
    assert Doubt.NOT_FOR_US in {one.doubt for one in other.doubts}
    assert [one.text for one in more.addresses][1:] == ["https://allostream.example/film/another"]
    assert Doubt.TEXTS_DISAGREE in {one.doubt for one in more.doubts}


KEY = Tsk.generate("Agent <notices@agent.example>")
OTHER_KEY = Tsk.generate("Somebody <x@agent.example>")
CERT, OTHER_CERT = str(KEY.extract_certificate()), str(OTHER_KEY.extract_certificate())


def mail(text, sender="J. Doe <notices@agent.example>", **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "rights@allostream.example", "Notice"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def setting(*certs):
    return Setting(US, {"notices@agent.example": list(certs)}, own_server="mx.allostream.example")


SIGNED_WORDS = f"{SWORN}\n\n---Start ACNS XML\n{WHOLE}\n---End ACNS XML\n"


@pytest.mark.parametrize(
    ("certs", "change", "holds"),
    [
        ([CERT], "", True),
        ([OTHER_CERT, CERT], "", True),
        ([], "", None),
        ([OTHER_CERT], "", None),
        ([CERT], "Tide", False),
    ],
)
def test_clear_signed_mail_is_checked_against_registered_keys(certs, change, holds):
    words = sign(KEY.signer(), SIGNED_WORDS.encode(), mode=SignatureMode.CLEAR).decode()
    told = read_mail(mail(words.replace(change, "Tides") if change else words).as_bytes(), setting(*certs))
    (found,) = told.readings
    assert (found.signature.kind, found.signature.holds) == (SignatureKind.PGP, holds)
    assert found.addresses[0].text.startswith("https://allostream.example/film/low-tide")
    assert found.makes(Statement.PERJURY)
    doubts = {one.doubt for one in found.doubts}
    assert (Doubt.BAD_SIGNATURE in doubts) is (holds is False)
    assert (Doubt.UNSURE_SENDER in doubts) is (holds is not True)


def test_pgp_mime_is_checked_over_the_bytes_as_they_were_sent():
    part = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{SWORN}\r\nhttps://allostream.example/film/1\r\n"
    signature = sign(KEY.signer(), part.encode(), mode=SignatureMode.DETACHED).decode()
    head = (
        "From: notices@agent.example\r\nSubject: Notice\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/signed; boundary="b"; protocol="application/pgp-signature"\r\n\r\n'
    )
    whole = f"{head}--b\r\n{part}\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\n{signature}\r\n--b--\r\n"
    (found,) = read_mail(whole.encode(), setting(CERT)).readings
    (broken,) = read_mail(whole.replace("film/1", "film/2").encode(), setting(CERT)).readings
    assert found.signature.holds is True
    assert broken.signature.holds is False
    further = "--b\r\nContent-Type: text/plain\r\n\r\nhttps://allostream.example/film/3\r\n--b--"
    (added,) = read_mail(whole.replace("--b--", further).encode(), setting(CERT)).readings
    assert (len(added.addresses), added.signature.holds) == (2, None)


def test_what_hangs_on_clear_signed_words_is_not_signed():
    words = sign(KEY.signer(), SWORN.encode(), mode=SignatureMode.CLEAR).decode()
    for content, name in ((WHOLE, "notice.xml"), ("https://allostream.example/film/9\n", "list.txt")):
        message = mail(words)
        message.add_attachment(content.encode(), maintype="application", subtype="octet-stream", filename=name)
        (found,) = read_mail(message.as_bytes(), setting(CERT)).readings
        assert found.addresses
        assert found.signature.holds is None
        assert Doubt.UNSURE_SENDER in {one.doubt for one in found.doubts}


def test_a_letter_that_hangs_on_a_mail_or_stands_in_its_html_alone_is_read():
    letter = f"{SWORN}\n\nhttps://allostream.example/film/9\n\nSincerely,\nSam Lee\n"
    in_text, in_html, stub = mail("See the file."), mail("See the file."), mail("Your program cannot show HTML.")
    in_text.add_attachment(letter, filename="notice.txt")
    in_html.add_attachment(f"<pre>{letter}</pre>", subtype="html", filename="notice.html")
    stub.add_alternative(f"<pre>{letter}</pre>", subtype="html")
    for message in (in_text, in_html, stub):
        (found,) = read_mail(message.as_bytes(), setting()).readings
        assert [one.text for one in found.addresses] == ["https://allostream.example/film/9"]
        assert found.makes(Statement.PERJURY)
    bare = mail("")
    bare.set_content(f"<html><body><p>Hello</p>{WHOLE}</body></html>", subtype="html")
    assert [one.reader for one in read_mail(bare.as_bytes(), setting()).readings] == ["acns-1.2"]


def test_halves_of_characters_and_nul_never_reach_what_is_kept():
    head = (
        b"From: \x00a@b.example\r\nSubject: =?utf-7?Q?+2AA-?= \x00\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n"
    )
    told = read_mail(head + b"+2AA- https://allostream.example/film/9", setting())
    assert told.mail.sender == "a@b.example"
    assert "\x00" not in repr(told) + told.text + told.mail.subject
    (told.text + told.mail.subject + told.mail.sender).encode()


@pytest.mark.parametrize(
    ("result", "doubt"),
    [
        ("mx.allostream.example; dkim=pass header.d=agent.example", None),
        ("mx.allostream.example; dkim=pass header.d=evil.example", Doubt.UNSURE_SENDER),
        ("mx.evil.example; dkim=pass header.d=agent.example", Doubt.UNSURE_SENDER),
        ("mx.allostream.example; dkim=fail header.d=agent.example", Doubt.BAD_SIGNATURE),
        ("mx.allostream.example; dmarc=pass header.from=agent.example", None),
        ("mx.allostream.example; dkim=pass (2048 bit) header.i=@mail.agent.example", None),
        ("mx.allostream.example; dmarc=pass header.from=evil.example", Doubt.UNSURE_SENDER),
        ('mx.allostream.example; spf=pass smtp.mailfrom="; dmarc=pass"@evil.example', Doubt.UNSURE_SENDER),
        ("mx.allostream.example; spf=pass (x; dkim=pass header.d=agent.example)", Doubt.UNSURE_SENDER),
    ],
)
def test_only_our_own_server_is_believed_about_dkim(result, doubt):
    (found,) = read_mail(mail(SIGNED_WORDS, Authentication_Results=result).as_bytes(), setting()).readings
    assert [one.doubt for one in found.doubts] == ([doubt] if doubt else [])


def test_whoever_is_answered_is_the_sender_of_the_mail_and_not_an_address_in_it():
    words = f"Remove https://allostream.example/film/1\n\n{SWORN}\n\nRegards,\nJane Doe\nE-mail: legal@studio.example\n"
    (found,) = read_mail(mail(words, sender="x@elsewhere.example").as_bytes(), setting()).readings
    (xml,) = read_mail(mail(WHOLE, sender="x@elsewhere.example").as_bytes(), setting()).readings
    assert found.sender.email == xml.sender.email == "x@elsewhere.example"
    assert "notices@agent.example" in {one.detail for one in xml.doubts}


@pytest.mark.parametrize(
    ("headers", "robot"),
    [
        ({"Auto_Submitted": "auto-replied"}, Robot.REPLY),
        ({"Return_Path": "<>"}, Robot.BOUNCE),
        ({"List_Id": "<x.example>"}, Robot.LIST),
        ({"Precedence": "auto_reply"}, Robot.REPLY),
        ({"Auto_Submitted": "auto-generated"}, Robot.NONE),
        ({}, Robot.NONE),
    ],
)
def test_programs_that_answer_are_known_and_give_no_case(headers, robot):
    told = read_mail(mail("I am away until Monday.", **headers).as_bytes(), setting())
    assert told.mail.robot is robot
    assert bool(told.readings) is (robot is Robot.NONE)


def test_a_notice_that_a_program_sends_is_a_notice():
    assert read_mail(mail(SIGNED_WORDS, Auto_Submitted="auto-replied").as_bytes(), setting()).readings


def test_lists_that_hang_on_a_letter_are_read_with_it():
    message = mail(f"Please find attached the list.\n\n{SWORN}\n\nRegards,\nJane Doe")
    rows = "Titre;Lien\nLow Tide;https://allostream.example/film/1\nÉtoile;https://allostream.example/film/2\n"
    message.add_attachment(rows.encode("cp1252"), maintype="text", subtype="csv", filename="list.csv")
    message.add_attachment(b"PK\x03\x04junk", maintype="application", subtype="zip", filename="x.xlsx")
    (found,) = read_mail(message.as_bytes(), setting()).readings
    assert [(one.text[-1], found.works[one.work].title) for one in found.addresses] == [
        ("1", "Low Tide"),
        ("2", "Étoile"),
    ]
    assert {one.detail for one in found.doubts if one.doubt is Doubt.NOT_READ} == {"x.xlsx: damaged"}


def test_wrong_encodings_deep_nesting_and_large_mails_are_read_as_far_as_limits_go():
    latin = (
        b"From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\nS\xe9rie: https://allostream.example/film/1\n"
    )
    nested = b"From: a@b.example\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number) for number in range(900)
    )
    large = b"From: a@b.example\nContent-Type: text/plain\n\nhttps://allostream.example/film/1\n" + b"x" * (17 << 20)
    assert read_mail(latin, setting()).readings[0].addresses
    for content in (nested, large):
        assert Doubt.TOO_MUCH in {one.doubt for one in taken_apart(content).doubts}


@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"Subject: =?utf-8?b?"]),
)
@settings(max_examples=60, deadline=None)
def test_no_bytes_break_the_reader_of_mail(content, head):
    read_mail(b"From: a@b.example\n" + head + content, setting())


@given(st.text(max_size=200))
@settings(max_examples=20, deadline=None)
def test_html_and_anything_else_in_every_field_stays_words(words):
    safe = "".join(sign for sign in words if sign.isprintable()).replace("&", "&amp;").replace("<", "&lt;")
    text = re.sub(r"Low Tide|J\. Doe|WX-1|ada", lambda _: safe, WHOLE)  # at once: the words may hold one of these
    (found,) = acns.read(text, US)
    assert found.reference == " ".join(safe.replace("&lt;", "<").replace("&amp;", "&").split())


def workbook(rows, rows_xml=None):
    from html import escape

    cells = rows_xml or "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) + "</row>"
        for row in rows
    )
    out = io.BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        )
        packages = "http://schemas.openxmlformats.org/package/2006/relationships"
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{packages}"><Relationship Id="r" Type="{relation}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{packages}"><Relationship Id="r1" Type="{relation}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
        )
    return out.getvalue()


TABLE = [
    ("Titre", "Année", "Adresse illicite"),
    ("Étoile", "1998", "https://allostream.example/film/1"),
    ("", "", "https://allostream.example/film/2"),
]


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(",".join(row) for row in TABLE).encode(),
        b"\xef\xbb\xbf" + "\r\n".join(";".join(row) for row in TABLE).encode(),
        "\n".join("\t".join(row) for row in TABLE).encode("utf-16"),
        "\n".join(";".join(row) for row in TABLE).encode("cp1252"),
        workbook(TABLE),
    ],
    ids=["comma", "semicolon and mark", "tab in UTF-16", "Windows-1252", "workbook"],
)
def test_lists_in_any_form_are_looked_at_and_then_read(content):
    look = bulk.looked_at(content)
    assert dict(look.columns) == {0: bulk.Column.TITLE, 1: bulk.Column.YEAR, 2: bulk.Column.INFRINGING}
    found = bulk.read(content, look)
    assert [(one.text[-1], one.work) for one in found.addresses] == [("1", 0), ("2", None)]
    assert (found.works[0].title, found.works[0].year) == ("Étoile", 1998)
    assert found.addresses[0].row["Titre"] == "Étoile"


def test_plain_lists_take_their_works_from_lines_that_begin_with_a_number_sign():
    text = (
        "# Low Tide\n# https://pictures.example/lt\nhttps://a.example/1\nhttps://a.example/2\n"
        "#Harbour\nhttps://a.example/3\nnothing\n"
    )
    (found,) = read_file(text.encode(), "list.txt")
    assert [(one.text[-1], found.works[one.work].title) for one in found.addresses] == [
        ("1", "Low Tide"),
        ("2", "Low Tide"),
        ("3", "Harbour"),
    ]
    assert found.works[0].lawful_urls == ("https://pictures.example/lt",)
    assert [(one.spot.part, one.detail) for one in found.doubts] == [("row 7", "nothing")]


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "")
        packed.writestr("xl/sheet.xml", b"0" * (260 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b" \n", bulk.Fault.EMPTY),
        (b"\x1f\x8b\x08" + b"0" * 50, bulk.Fault.ARCHIVE),
        (b"PK\x03\x04", bulk.Fault.DAMAGED),
        (b"\x00\x01\x02" * 500, bulk.Fault.NOT_TEXT),
        (b"u\n" + b"https://a.example/x\n" * 100_002, bulk.Fault.TOO_MANY_ROWS),
        (bomb(), bulk.Fault.BOMB),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, fault):
    with pytest.raises(bulk.Unreadable) as refusal:
        bulk.read(content, bulk.looked_at(content))
    assert refusal.value.fault is fault


def test_the_file_that_goes_back_has_the_rows_that_came_and_computes_nothing():
    content = b"title,url\n=HYPERLINK(1),https://a.example/1\n"
    found = bulk.read(content, bulk.looked_at(content))
    outcome = bulk.Outcome("i1", "matched", 2, "removed", "", "2026-11-26")
    lines = list(bulk.results(iter([(found.addresses[0].row, outcome)])))
    assert lines[0] == "title,url,item_id,status,matched_links,decision,reason,decided_at\r\n"
    assert lines[1] == "'=HYPERLINK(1),https://a.example/1,i1,matched,2,removed,,2026-11-26\r\n"
