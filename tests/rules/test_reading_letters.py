"""Letters as people write them: what is found in them, where, and what is left to a person."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allostream.rights_desk.reading import letters
from allostream.rights_desk.reading.html_text import text_of
from allostream.rights_desk.reading.letters.addresses import addresses
from allostream.rights_desk.reading.letters.lines import lines_of
from allostream.rights_desk.reading.shape import Doubt, Kind, Mandate, Regime, Statement, Subject

OURS = ("allostream.example",)

ENGLISH = """\
To whom it may concern,

I am writing on behalf of Example Pictures LLC, owner of the copyright in the series “Harbour Lights” (2004) and the
film “Low Tide” (1998).

The following pages of your site lead to unauthorized copies:

Harbour Lights
1. https://allostream.example/series/harbour-lights-2004#link-12
2. hxxps://allostream[.]example/series/harbour-lights-2004/s1e2),

Low Tide
https://allostream.example/film/low-tide-1998?from=search

Our film can lawfully be watched at https://pictures.example/low-tide.

I have a good faith belief that the use of the material is not authorized by the copyright owner, its agent, or the law.
The information in this notification is accurate, and under penalty of perjury, I am authorized to act on behalf of the
owner of an exclusive right that is allegedly infringed. Please prevent any re-upload.

Sincerely,
Jane Doe
Example Pictures LLC
12 Market Street, Springfield, IL 62701
Phone: +1 217 555 0100
E-mail: jane@pictures.example
"""

FRENCH = """\
Objet : notification de contenus illicites

Madame, Monsieur,

Je soussigné Jean Martin, agissant au nom et pour le compte de la société Exemple Films, titulaire des droits
d’auteur sur la série « Les Marées » (2011), vous notifie au titre de l’article 16 du règlement (UE) 2022/2065 les
contenus suivants,
mis à disposition sans autorisation :

- https://allostream.example/serie/les-marees-2011#link-9

Je déclare de bonne foi que cette utilisation n’est autorisée ni par le titulaire, ni par son mandataire, ni par la loi,
et que les informations de la présente notification sont exactes et complètes.

Veuillez agréer, Madame, Monsieur, l’expression de mes salutations distinguées.

Jean Martin
4 rue du Port, 29200 Brest
Tél. : 02 98 00 00 00
"""


def test_an_english_letter_gives_works_with_their_addresses_statements_and_people():
    found = letters.read(ENGLISH, own_hosts=OURS)
    titled = {found.works[one.work].title: [] for one in found.addresses if one.work is not None}
    for one in found.addresses:
        titled[found.works[one.work].title].append(one.text)
    assert titled == {
        "Harbour Lights": [
            "https://allostream.example/series/harbour-lights-2004#link-12",
            "hxxps://allostream[.]example/series/harbour-lights-2004/s1e2",
        ],
        "Low Tide": ["https://allostream.example/film/low-tide-1998?from=search"],
    }
    assert {work.title: work.lawful_urls for work in found.works}["Low Tide"] == ("https://pictures.example/low-tide",)
    assert {one.statement for one in found.statements} >= {
        Statement.GOOD_FAITH,
        Statement.ACCURACY,
        Statement.PERJURY,
        Statement.AUTHORITY,
    }
    assert (found.sender.name, found.sender.organisation) == ("Jane Doe", "Example Pictures LLC")
    assert (found.sender.email, found.sender.phone) == ("jane@pictures.example", "+1 217 555 0100")
    assert found.sender.address.startswith("12 Market Street")
    assert (found.principal.organisation, found.mandate) == ("Example Pictures LLC", Mandate.AGENT)
    assert (found.kind, found.subject, found.language) == (Kind.NOTICE, Subject.COPYRIGHT, "en")
    assert found.wants_stay_down
    assert not found.doubts


def test_every_finding_has_its_place_in_the_text():
    for text in (ENGLISH, FRENCH):
        found = letters.read(text, own_hosts=OURS)
        for one in found.addresses:
            assert text[one.spot.start : one.spot.end] == one.text
        assert text[found.signature.spot.start : found.signature.spot.end] == found.signature.name
        for made in found.statements:
            assert 0 <= made.spot.start < made.spot.end <= len(text)


def test_a_french_letter_is_read_like_an_english_one():
    found = letters.read(FRENCH, own_hosts=OURS)
    assert [(work.title, work.year, work.kind) for work in found.works] == [("Les Marées", 2011, "series")]
    assert [(one.text, one.work) for one in found.addresses] == [
        ("https://allostream.example/serie/les-marees-2011#link-9", 0)
    ]
    assert found.makes(Statement.GOOD_FAITH)
    assert found.makes(Statement.ACCURACY)
    assert (found.sender.name, found.sender.phone) == ("Jean Martin", "02 98 00 00 00")
    assert (found.principal.organisation, found.language, found.regimes) == ("Exemple Films", "fr", {Regime.DSA})
    assert not found.doubts


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("hxxps://allostream[.]example/film/x).", ["hxxps://allostream[.]example/film/x"]),
        ("https://us.battle.net/login?ref=http://us.battle.net/wow/", ["https://us.battle.net/login?ref=http://us.battle.net/wow/"]),
        ("http://a.example/http://b.example/y", ["http://a.example/", "http://b.example/y"]),
        ("http://httpwww.mp3.example/z", ["http://httpwww.mp3.example/z"]),
        ("https://web.archive.org/web/2016/http://b.example/", ["https://web.archive.org/web/2016/http://b.example/"]),
        ("https://a.example/x,https://b.example/y;https://c.example/z", ["https://a.example/x", "https://b.example/y", "https://c.example/z"]),
        ("see (https://a.example/w_(film)), and <https://b.example/>", ["https://a.example/w_(film)", "https://b.example/"]),
        ("github.com/a/b and www.a.example/x.", ["github.com/a/b", "www.a.example/x"]),
        ("write to me@a.example/x or e.g./i.e., and/or", []),
        ("https://a.example/My Great Film 2020.mp4", ["https://a.example/My%20Great%20Film%202020.mp4"]),
        ("https://a.example/watch?v=abc&\nlist=1 and more", ["https://a.example/watch?v=abc&list=1"]),
        ("https://a.example/foo/\nThanks", ["https://a.example/foo/"]),
        ("https://a.example/l...cation/x", ["https://a.example/l...cation/x"]),
        ("（https://a.example/影片）。", ["https://a.example/影片"]),
    ],
)  # fmt: skip
def test_addresses_are_found_as_people_write_them(said, expected):
    assert [one.written for one in addresses(tuple(lines_of(said)))] == expected


def test_what_can_be_read_in_two_ways_is_left_to_a_person():
    text = ENGLISH.replace("?from=search", "…").replace("#link-12", "/\nepisode-1.html")
    doubts = {one.doubt for one in letters.read(text, own_hosts=OURS).doubts}
    assert {Doubt.SHORTENED_ADDRESS, Doubt.UNSURE_ADDRESS} <= doubts


SWORN_MISTAKE = (
    "I swear, under penalty of perjury, that I have a good faith belief that the link was removed as a result of a "
    "mistake. I consent to the jurisdiction of the Federal District Court."
)
SENT_IN_ERROR = "Please restore https://allostream.example/film/x. Our takedown request was sent in error."
CONTRE = "Contre-notification : mon lien https://allostream.example/film/x a été supprimé par erreur, de bonne foi."
ORDONNANCE = "Par ordonnance du tribunal judiciaire de Paris, article L336-2, il est enjoint de bloquer pirate.example."


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("We hereby withdraw our notice of 3 May about https://allostream.example/film/x.", Kind.RETRACTION),
        ("Nous retirons notre notification du 3 mai : https://allostream.example/film/x", Kind.RETRACTION),
        (SENT_IN_ERROR, Kind.RETRACTION),
        (SWORN_MISTAKE, Kind.COUNTER_NOTICE),
        (CONTRE, Kind.COUNTER_NOTICE),
        (ORDONNANCE, Kind.ORDER),
        ("I appeal by internal complaint under article 20 of the DSA against your decision.", Kind.COMPLAINT),
    ],
)
def test_the_kind_of_a_letter_is_read_from_its_words(words, kind):
    assert letters.read(words, own_hosts=OURS).kind is kind


MY_DATA = "Cette page divulgue mes données personnelles ; je demande leur suppression (RGPD, droit à l’effacement)."


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("You infringe our registered trademark NIMBUS at https://allostream.example/x: remove it.", Subject.TRADEMARK),
        (MY_DATA, Subject.PRIVACY),
    ],
)
def test_other_rights_than_copyright_are_told_apart(words, subject):
    assert letters.read(words, own_hosts=OURS).subject is subject


def test_a_statement_that_is_only_asked_for_quoted_or_denied_is_none():
    asked = (
        "Your notice must include a statement that you have a good faith belief that the use is not auth"
        "orized by the owner."
    )
    denied = "I cannot state under penalty of perjury that I am authorized to act on behalf of the owner."
    quoted = (
        f"Here is the page: https://allostream.example/film/x\n\nOn Monday the desk wrote:\n> "
        f"{ENGLISH.splitlines()[17]}\n"
    )
    for words in (asked, denied, quoted):
        made = {one.statement for one in letters.read(words, own_hosts=OURS).statements}
        assert not made & {Statement.GOOD_FAITH, Statement.PERJURY}


def test_a_letter_that_was_passed_on_is_read_with_a_doubt_about_its_sender():
    text = "FYI\n\n---------- Forwarded message ---------\nFrom: Jane <jane@pictures.example>\n\n" + ENGLISH
    found = letters.read(text, own_hosts=OURS)
    assert len(found.addresses) == 3
    assert Doubt.UNSURE_SENDER in {one.doubt for one in found.doubts}


def test_a_table_binds_the_address_of_each_row_to_its_work():
    table = (
        "| Title | Official URL | Infringing URL |\n| --- | --- | --- |\n"
        "| Low Tide | https://pictures.example/lt | https://allostream.example/film/1 |\n"
        "| Harbour | https://pictures.example/h | https://allostream.example/film/2 |\n"
    )
    found = letters.read(f"Please remove:\n\n{table}\nRegards,\nJane Doe", own_hosts=OURS)
    assert [(one.text, found.works[one.work].title) for one in found.addresses] == [
        ("https://allostream.example/film/1", "Low Tide"),
        ("https://allostream.example/film/2", "Harbour"),
    ]
    assert [work.lawful_urls for work in found.works] == [
        ("https://pictures.example/lt",),
        ("https://pictures.example/h",),
    ]


def test_html_becomes_the_words_that_a_reader_sees():
    html = (
        '<p>Please remove <a href="https://allostream.example/film/1">this page</a></p>'
        '<span style="display:none">hidden</span>'
        "<blockquote>old</blockquote><table><tr><td>Low Tide<td>https://allostream.example/film/2</table><script>x()</script>"
    )
    text = text_of(html)
    assert "this page <https://allostream.example/film/1>" in text
    assert "> old" in text
    assert "Low Tide | https://allostream.example/film/2" in text
    assert "hidden" not in text
    assert "x()" not in text


@given(st.text(alphabet=st.sampled_from("aZ é:/.>-*|#\n\t[](){}<>\"'&?=%@h…«»tps"), max_size=400))
@settings(max_examples=50, deadline=None)
def test_no_text_breaks_the_reader_and_every_place_is_in_it(text):
    found = letters.read(text, title=text[:50], own_hosts=OURS)
    for spot in (
        *(one.spot for one in found.addresses),
        *(one.spot for one in found.doubts),
        *(one.spot for one in found.works),
    ):
        assert spot is None or 0 <= spot.start <= spot.end <= len(text)
    text_of(text)


@pytest.mark.parametrize(
    "evil",
    [
        "https://x.example/a/\n" * 900,
        "a." * 9000,
        "**" * 9000,
        "> " * 9000,
        "|" * 18_000,
        "“" * 18_000,
        "good faith " * 1600,
        "a@" * 9000,
        "Title: x\n" * 1800,
        "1 " * 9000,
        "A b, " * 3600,
        "the film Aa " * 1500,
    ],
)
def test_time_grows_with_the_letter_and_not_faster(evil):
    began = time.process_time()
    letters.read(evil, own_hosts=OURS)
    text_of(evil)
    assert time.process_time() - began < 3  # it takes 0.2, and far more were it to grow with the square


def test_most_published_notices_are_read_as_what_they_are(reference_data: Path):
    """A look at a few: docs/notice-reading.md has the whole."""
    import json
    import tarfile

    rows = {}
    for line in (reference_data / "notices" / "manifest_dev.jsonl").read_text().splitlines():
        row = json.loads(line)
        rows[row["path"]] = row
    right = seen = 0
    with tarfile.open(reference_data / "notices" / "github_dmca_dev.tar.gz") as archive:
        for number, member in enumerate(archive):
            row = rows.get(member.name.partition("notices/")[2])
            if number % 12 or row is None or row["kind_from_name"] == "reversal":
                continue
            found = letters.read(archive.extractfile(member).read().decode(errors="replace"), own_hosts=("github.com",))
            wanted = {"counter_notice": Kind.COUNTER_NOTICE, "retraction": Kind.RETRACTION}
            right += found.kind is wanted.get(row["kind_from_name"], Kind.NOTICE) and bool(found.addresses)
            seen += 1
    assert seen > 20
    assert right / seen > 0.85


def read(title, text):
    return letters.read(text, title=title, sender="x@sender.example", own_hosts=OURS)


def test_a_demand_of_a_german_lawyer_is_a_notice_for_a_client_and_no_order():
    found = read("Abmahnung", "Sehr geehrte Damen und Herren,\n\nwir zeigen an, dass wir die rechtlichen Interessen der Beispiel Film GmbH vertreten. Unsere Mandantin ist Inhaberin der Rechte an dem Spielfilm „Das Haus am Fluss“ (2018).\n\nUnter folgenden URLs werden Links zu rechtswidrigen Kopien des Films öffentlich zugänglich gemacht:\n\nhttps://allostream.example/film/1\nhxxps://allostream[.]example/go/2\n\nAndernfalls wird eine einstweilige Verfügung beantragt.\n\nMit freundlichen Grüßen\n\nAnna Schmidt\nAz.: 2026/1187-AS\n")  # fmt: skip # noqa: E501
    assert (found.kind, found.mandate, found.principal.organisation) == (
        Kind.NOTICE,
        Mandate.AGENT,
        "Beispiel Film GmbH",
    )
    assert ([work.title for work in found.works], found.reference) == (["Das Haus am Fluss"], "2026/1187-AS")
    assert [address.work for address in found.addresses] == [0, 0]


def test_who_asks_to_remove_links_takes_nothing_back():
    asked = read("Removal request under DMCA", "Please remove the links named in this DMCA notice, they infringe our film “Low Tide”:\nhttps://allostream.example/go/5\n")  # fmt: skip # noqa: E501
    assert asked.kind is not Kind.RETRACTION
    assert read("", "Please remove our previous DMCA notice, we were wrong.").kind is Kind.RETRACTION


def test_works_in_lists_and_forms_are_titles_and_nothing_else():
    listed = read("", "** Infringed Works **\n1. Winter Road (2014)\n\n** Infringing Locations **\n1. https://allostream.example/go/1\n")  # fmt: skip # noqa: E501
    form = read("", "Titre de l'œuvre : Les Nuits\nAnnée : 2017\nLiens à supprimer :\nallostream.example/film/les-nuits\nwww.allostream.example/go/8\n")  # fmt: skip # noqa: E501
    assert [(work.title, work.year) for work in listed.works] == [("Winter Road", 2014)]
    assert [work.title for work in form.works] == ["Les Nuits"]
    assert [one.text for one in form.addresses] == ["allostream.example/film/les-nuits", "www.allostream.example/go/8"]


@pytest.mark.parametrize(
    "head",
    [
        "On Mon, Nov 23, 2026 at 10:00 AM Desk <rights@allostream.example> wrote:\n\n> ",
        "From: Desk <rights@allostream.example>\nSent: Monday, November 23, 2026\nTo: Sam\nSubject: case\n\n",
        "De : Desk <rights@allostream.example>\nEnvoyé : lundi 23 novembre 2026\nÀ : Sam\n\n",
    ],
)
def test_an_answer_to_our_letter_says_what_stands_above_it(head):
    found = read("Re: case", f"I am authorized to act on behalf of Harbour Films Ltd.\n\nSam Lee\n\n{head}You named https://allostream.example/go/5 in bad faith.\n")  # fmt: skip # noqa: E501
    assert (found.addresses, found.sender.name) == ((), "Sam Lee")
    assert [made.statement for made in found.statements] == [Statement.AUTHORITY]


def test_whoever_is_only_named_as_owner_has_not_said_to_be_it():
    for words in ("L’usage n’est pas autorisé par le titulaire des droits.", "Ohne Zustimmung der Rechteinhaber."):
        assert not read("", words).makes(Statement.AUTHORITY)
