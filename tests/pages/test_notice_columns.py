"""A list that comes with the form of a notice: its columns are shown, put right, then sent; each row goes back."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allostream.lib import clock
from allostream.links.models import WatchLink
from allostream.rights_desk import standing
from allostream.rights_desk.case_rules import ItemState
from allostream.rights_desk.models import Case, CaseWork, Message
from allostream.rights_desk.secrets import seal_of, secret_of
from allostream.web.views import notice_cases
from tests import factories
from tests.pages.reading import main_of, page
from tests.pages.test_notices import answers_of, filled
from tests.rules.test_reading_mails import workbook

SEND = "/notices/send"


@pytest.fixture
def link(sites: Any) -> WatchLink:
    return factories.make_free_film("The General", year=1926).links.get()


def give(client: Client, content: bytes, name: str = "list.csv", where: str = SEND, **changed: Any) -> Any:
    """The first step: the form with a file."""
    return client.post(where, {**filled(addresses="", **changed), "file": SimpleUploadedFile(name, content)})


def go_on(client: Client, shown: Any, where: str = SEND, **changed: str) -> Any:
    """The second step: the page of columns, with some of them changed."""
    return client.post(where, {**answers_of(shown), "do": "read", **changed})


def rows_back(client: Client, sent: Any) -> list[list[str]]:
    answer = client.get(sent.headers["Location"] + "&file=rows")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_the_columns_are_shown_before_anything_is_sent(english: Client, link: WatchLink) -> None:
    shown = give(english, f"Film;Year;Link;Odd\nThe General;1926;{link.canonical_url};x\n".encode())
    said = page(shown)
    for words in ("Film", "1926", link.canonical_url, "Column 4", "infringing address", "first row holds the names"):
        assert words in said
    assert answers_of(shown)["column-0"] == "work_title"
    assert answers_of(shown)["column-2"] == "infringing_url"
    assert answers_of(shown)["column-3"] == "unused"
    assert "no-store" in shown.headers["Cache-Control"]
    assert not Case.objects.exists()
    assert Message.objects.get().read_at is not None  # nobody at the desk need look at a form that is not sent
    assert go_on(english, shown).status_code == 302
    assert [item.state for item in Case.objects.get().items.all()] == [ItemState.SUSPENDED]
    assert Message.objects.get().trouble == ""
    assert go_on(english, shown).status_code == 302
    assert Case.objects.count() == 1  # pressed twice


@pytest.mark.parametrize("kind", ["txt", "xlsx"])
def test_plain_lists_and_workbooks_are_shown_too(english: Client, link: WatchLink, kind: str) -> None:
    plain = f"# The General (1926)\n{link.canonical_url}\nhttps://x.example/a\n".encode()
    table = workbook([("Title", "URL"), ("The General", link.canonical_url), ("Else", "https://x.example/a")])
    shown = give(english, plain if kind == "txt" else table, f"list.{kind}")
    assert link.canonical_url in page(shown)
    sent = go_on(english, shown)
    assert [item.state for item in Case.objects.get().items.order_by("position")] == [
        ItemState.SUSPENDED, ItemState.NOT_OURS,
    ]  # fmt: skip
    assert len(rows_back(english, sent)) == 3


def test_columns_can_be_chosen_otherwise(english: Client, link: WatchLink) -> None:
    content = (
        f"https://x.example/a,{link.canonical_url},first\nhttps://x.example/b,https://x.example/c,second\n".encode()
    )
    shown = give(english, content)
    assert answers_of(shown)["column-0"] == "infringing_url"
    chosen = {"column-0": "lawful_url", "column-1": "infringing_url", "column-2": "note"}
    assert go_on(english, shown, **chosen).status_code == 302
    items = list(Case.objects.get().items.order_by("position"))
    assert [(one.said, one.note) for one in items] == [
        (link.canonical_url, "first"), ("https://x.example/c", "second"),
    ]  # fmt: skip


def test_a_first_row_is_a_heading_or_not_as_the_sender_says(english: Client, link: WatchLink) -> None:
    shown = give(english, f"The General movie,{link.canonical_url}\nElse,https://x.example/a\n".encode())
    assert "heading" not in answers_of(shown)
    go_on(english, shown, heading="on")
    assert [one.said for one in Case.objects.get().items.all()] == ["https://x.example/a"]
    shown = give(english, f"title,url\nThe General,{link.canonical_url}\n".encode(), token="2")
    given = answers_of(shown)
    assert given.pop("heading") == "on"
    assert english.post(SEND, {**given, "do": "read"}).status_code == 302
    assert [one.said for one in Case.objects.order_by("-pk")[0].items.order_by("position")] == [
        "url",
        link.canonical_url,
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"column-1": "unused"}, "Say which column holds the infringing addresses"),
        ({"column-0": "infringing_url"}, "Columns 1, 2 are taken for the same"),
        ({"column-0": "infringing_url", "column-1": "work_title"}, ""),
    ],
)
def test_columns_that_cannot_be_read_are_refused_with_what_to_do(
    english: Client, link: WatchLink, changed: dict[str, str], words: str
) -> None:
    shown = give(english, f"title,url\n,{link.canonical_url}\n".encode())
    answer = go_on(english, shown, **changed)
    assert answer.status_code == 422
    assert (words or "No address could be read in this file") in main_of(answer)
    assert answers_of(answer)["column-0"] == changed.get("column-0", "work_title")
    assert not Case.objects.exists()


def test_an_unknown_column_is_refused_by_its_name_and_number(english: Client, link: WatchLink) -> None:
    shown = give(english, f"title,url\nThe General,{link.canonical_url}\n".encode())
    answer = go_on(english, shown, **{"column-0": "work_titel"})
    assert answer.status_code == 400
    assert "“work_titel” is not a known value of “Column 1”" in main_of(answer)
    assert not Case.objects.exists()


def test_nobody_sends_what_somebody_else_gave(english: Client, french: Client, link: WatchLink) -> None:
    mine = give(english, f"title,url\nThe General,{link.canonical_url}\n".encode())
    theirs = give(english, b"title,url\nElse,https://x.example/a\n", token="2", email="else@else.example")
    seals = {answers_of(mine)["seal"], answers_of(theirs)["seal"]}
    assert len(seals) == 2
    for changed in (
        {"seal": answers_of(mine)["seal"]}, {"seal": ""}, {"seal": "é" * 64}, {"kept": answers_of(mine)["kept"]},
        {"kept": "nothing"}, {"kept": "é"},
    ):  # fmt: skip
        for what in ("read", "back"):
            answer = go_on(english, theirs, **{**changed, "do": what})
            assert answer.status_code == 404
            assert "else@else.example" not in page(answer, 404)
    elsewhere = go_on(french, mine, where="/signalements/envoyer")
    assert elsewhere.status_code == 404  # of another site
    assert not Case.objects.exists()


def test_what_was_given_too_long_ago_is_chosen_again(english: Client, link: WatchLink) -> None:
    shown = give(english, f"title,url\nThe General,{link.canonical_url}\n".encode())
    Message.objects.update(received_at=clock.now() - timedelta(days=2))
    answer = go_on(english, shown)
    assert answer.status_code == 404
    assert "choose the file again" in main_of(answer)


def test_one_goes_back_to_the_form_with_all_that_was_typed(english: Client, link: WatchLink) -> None:
    shown = give(english, f"title,url\nThe General,{link.canonical_url}\n".encode())
    back = go_on(english, shown, do="back")
    assert "Northlight Pictures" in page(back)
    assert seal_of(Message.objects.get()) not in page(back)
    assert not Case.objects.exists()


def test_each_row_goes_back_in_its_order_with_what_became_of_it_and_computes_nothing(
    english: Client, link: WatchLink
) -> None:
    content = (
        f"zeta,url,=cmd\n=HYPERLINK(1),{link.canonical_url},+1\n@sum,nothing,\n-2,https://x.example/a,\uff1d1\nlost,,\n"
    )
    sent = go_on(english, give(english, content.encode()))
    heading, *rows = rows_back(english, sent)
    assert heading[:3] == ["zeta", "url", "'=cmd"]
    assert heading[3:] == ["item_id", "status", "matched_links", "decision", "reason", "decided_at"]
    assert rows[0][:3] == ["'=HYPERLINK(1)", link.canonical_url, "'+1"]
    assert rows[0][4:6] == [ItemState.SUSPENDED, "1"]
    assert (rows[1][0], rows[1][4]) == ("'@sum", ItemState.INVALID_URL)
    assert (rows[2][0], rows[2][2], rows[2][4]) == ("'-2", "'\uff1d1", ItemState.NOT_OURS)
    assert (rows[3][0], rows[3][4], rows[3][7]) == ("lost, , ", "no_address", "row 5")
    where = sent.headers["Location"]
    assert "Your list, with what became of each row" in main_of(english.get(where))
    assert english.get(where.partition("?")[0] + "?file=rows").headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("file", ["rows", "table"])
def test_a_table_is_sent_while_it_is_made_and_never_held_as_a_whole(
    english: Client, link: WatchLink, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "PORTION", 3)
    monkeypatch.setattr(notice_cases, "LINES_IN_PIECE", 2)
    sent = [link.canonical_url, *(f"https://x.example/{one}" for one in range(9))]
    case = factories.make_case(*sent, columns=["line"]).case
    where = f"/notices/case/{case.public_id}"
    answer = english.get(where, {"key": secret_of(case), "file": file})
    assert answer.streaming
    asked, lines, pieces = 0, 0, iter(answer.streaming_content)
    while True:
        with CaptureQueriesContext(connection) as queries:
            piece = next(pieces, b"")
        asked, lines = asked + len(queries), lines + piece.count(b"\r\n")
        if not piece:
            break
        assert piece.count(b"\r\n") <= 2
        # Two queries for each portion, none for one before the lines of that before are sent, one to know the end.
        assert asked <= 2 * (1 + lines // 3) + (lines == 11)
    assert (lines, asked) == (11, 9)


def test_a_table_has_every_row_in_its_order_over_all_portions(
    english: Client, link: WatchLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "PORTION", 3)
    sent = [link.canonical_url, *(f"https://x.example/{one}" for one in range(9))]
    case = factories.make_case(*sent, columns=["line"]).case
    asked = {"key": secret_of(case), "file": "rows"}
    answer = english.get(f"/notices/case/{case.public_id}", asked)
    _heading, *rows = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert [row[0] for row in rows] == sent
    assert [row[3] for row in rows] == ["1", *["0"] * 9]
    answer = english.get(f"/notices/case/{case.public_id}", {**asked, "file": "table"})
    _heading, *rows = csv.reader(io.StringIO(answer.getvalue().decode()))
    assert [(row[0], row[1]) for row in rows] == [(str(at), one) for at, one in enumerate(sent, 1)]
    assert [row[3] for row in rows] == [link.public_id, *[""] * 9]


def test_a_case_without_a_list_offers_none(english: Client, link: WatchLink) -> None:
    sent = english.post(SEND, filled(addresses=link.canonical_url))
    assert "with what became of each row" not in main_of(english.get(sent.headers["Location"]))


def test_a_hundred_thousand_rows_are_taken_and_one_more_is_told(english: Client, link: WatchLink) -> None:
    rows = b"".join(b"Work %d,https://x.example/%d\n" % (one % 50, one) for one in range(100_001))
    whole = b"title,url\n" + rows[: rows.rindex(b"Work")]
    assert go_on(english, give(english, whole)).status_code == 302
    case = Case.objects.get()
    assert (case.said, case.items.count()) == (100_000, 200)  # the worker takes the rest in portions
    assert CaseWork.objects.filter(case=case).count() == 51
    over = go_on(english, give(english, b"title,url\n" + rows, token="2"))
    assert over.status_code == 422
    assert "more than 100,000 rows" in main_of(over)
    assert Case.objects.count() == 1


def test_a_file_of_25_megabytes_is_taken_and_a_larger_one_is_told(english: Client, link: WatchLink) -> None:
    row = b"Work,https://x.example/a," + b"x" * 2000 + b"\n"
    whole = b"title,url,odd\n" + row * ((25 * 1024 * 1024 - 20) // len(row))
    assert "What each column holds" in main_of(give(english, whole))
    larger = give(english, whole + row, token="2")
    assert larger.status_code == 422
    assert "larger than 25 MB" in main_of(larger)


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04" + b"0" * 40, b"\x1f\x8b\x08" + b"0" * 40, b",,,\n,,,\n", b"<a>" * 60_000 + b"</a>" * 60_000],
)
def test_what_is_no_list_is_refused_before_columns_are_shown(english: Client, link: WatchLink, content: bytes) -> None:
    answer = give(english, content)
    assert answer.status_code == 422
    assert "file" in main_of(answer)
    assert not Case.objects.exists()


def test_the_page_of_columns_is_in_french_on_the_french_site(french: Client, link: WatchLink) -> None:
    where = "/signalements/envoyer"
    shown = give(french, f"titre;adresse\nThe General;{link.canonical_url}\n".encode(), where=where, us_law="on")
    for words in ("Ce que contient chaque colonne", "adresse illicite", "Colonne 1"):
        assert words in page(shown)
    refused = go_on(french, shown, where=where, **{"column-1": "unused"})
    assert "Indiquez la colonne" in main_of(refused)
    assert go_on(french, shown, where=where).status_code == 302
