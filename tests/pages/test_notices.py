"""Notices of rights holders by the form: what it points at, what is missing, the receipt, the page of the case."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from allostream.catalogue.models import Title
from allostream.links.models import WatchLink
from allostream.moderation.models import Decision
from allostream.rights_desk.case_rules import ItemState
from allostream.rights_desk.models import Case, Message
from allostream.rights_desk.reading.shape import Kind, Mandate, Regime
from allostream.rights_desk.secrets import secret_of
from allostream.rights_desk.validity_rules import Level
from tests import factories, people
from tests.pages.reading import main_of, page, parsed

COPY = "https://archive.org/details/general"


@pytest.fixture
def film(sites: Any) -> Title:
    return factories.make_free_film("The General", year=1926)


@pytest.fixture
def link(film: Title) -> WatchLink:
    return film.links.get()


def filled(**changed: Any) -> dict[str, Any]:
    """A form with everything that the law of the Union and of the United States asks for."""
    return {
        "do": "send", "matter": "copyright", "works": "The General (1926)", "addresses": COPY,
        "right_kind": "copyright", "explanation": "We have held all rights in this film since its restoration.",
        "capacity": "agent", "notifier_kind": "legal", "name": "Northlight Rights", "email": "desk@northlight.example",
        "holder": "Northlight Pictures", "phone": "+33 1 00 00 00 00", "good_faith": "on", "accuracy": "on",
        "perjury": "on", "signature": "A. Martin", "token": "abc", **changed,
    }  # fmt: skip


def send(client: Client, **changed: Any) -> Any:
    return client.post("/notices/send", filled(**changed), REMOTE_ADDR="8.8.8.8")


def answers_of(answer: Any) -> dict[str, str]:
    """What the page of columns sends where nobody changes anything on it."""
    form = next(
        node for node in parsed(answer).iter("form") if "seal" in {one.get("name") for one in node.iter("input")}
    )
    found = {
        node.get("name", ""): node.get("value", "on")
        for node in form.iter("input")
        if node.get("type") == "hidden" or node.get("checked") is not None
    }
    for node in form.iter("select"):
        found[node.get("name", "")] = next(
            one.get("value", "") for one in node.iter("option") if one.get("selected") is not None
        )
    return found


def address_of_copy(link: WatchLink) -> str:
    return link.canonical_url


def test_a_complete_notice_takes_the_link_off_and_leads_to_the_page_of_its_case(
    english: Client, link: WatchLink
) -> None:
    assert link.public_id in page(english.get("/movie/the-general-1926"))
    answer = send(english, addresses=link.canonical_url)
    case = Case.objects.get()
    assert answer.status_code == 302
    assert (case.level, case.kind, case.mandate) == (Level.A, Kind.NOTICE, Mandate.AGENT)
    assert Regime.DMCA in case.regimes  # this site works under the law of the United States
    assert [item.state for item in case.items.all()] == [ItemState.SUSPENDED]
    assert english.get(f"/watch/{link.public_id}").status_code == 451
    assert link.public_id not in page(english.get("/movie/the-general-1926"))
    where = answer.headers["Location"]
    shown = english.get(where)
    said = main_of(shown)
    for words in (case.public_id, "Your notice has arrived", link.canonical_url):
        assert words in said
    assert json.loads(bytes(Message.objects.get().content))["explanation"].startswith("We have held")


def test_the_page_of_a_case_gives_its_secret_to_nobody(english: Client, link: WatchLink) -> None:
    where = send(english, addresses=link.canonical_url).headers["Location"]
    key = parse_qs(urlsplit(where).query)["key"][0]
    shown = english.get(where)
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in shown.headers["Cache-Control"]
    assert "noindex" in shown.headers["X-Robots-Tag"]
    tree = parsed(shown)
    assert not [one for one in ("canonical", "alternate") if tree.findall(f".//link[@rel='{one}']")]
    outside = [node.get("href") for node in tree.iter("a") if key in (node.get("href") or "")]
    number = Case.objects.get().public_id
    assert all(f"/{number}?" in one for one in outside)  # of this case alone, in both languages
    assert english.get(where.replace(key, "0" * len(key))).status_code == 404
    everybody = english.get(urlsplit(where).path)
    assert everybody.status_code == 200
    assert "Northlight Rights" in main_of(everybody)
    for private in ("desk@northlight.example", "+33 1", link.canonical_url, "A. Martin", key):
        assert private not in page(everybody)


def test_what_is_missing_is_told_beside_its_field_and_nothing_typed_is_lost(english: Client, link: WatchLink) -> None:
    answer = send(english, email="nobody", accuracy="", explanation="Ours.", phone="", perjury="", name="É & <b>")
    assert answer.status_code == 422
    tree = parsed(answer)
    said = main_of(answer)
    for words in ("not a whole e-mail address", "Tick this statement if it is true", "Say more", "postal address or a"):
        assert words in said
    by_name = {node.get("name"): node for node in tree.iter("input")}
    assert by_name["name"].get("value") == "É & <b>"
    assert by_name["good_faith"].get("checked") is not None
    assert by_name["accuracy"].get("checked") is None
    assert not Case.objects.exists()


def test_statements_are_ticked_by_nobody_but_the_sender(english: Client) -> None:
    tree = parsed(english.get("/notices/send"))
    boxes = [node for node in tree.iter("input") if node.get("type") in ("checkbox", "radio")]
    assert len(boxes) > 10
    assert not [node.get("name") for node in boxes if node.get("checked") is not None]


def test_it_asks_for_what_the_law_of_the_site_needs(english: Client, french: Client) -> None:
    names = [{node.get("name") for node in parsed(client.get(where)).iter("input")} for client, where in (
        (english, "/notices/send"), (french, "/signalements/envoyer"),
    )]  # fmt: skip
    assert ["us_law" in one for one in names] == [False, True]
    answer = french.post("/signalements/envoyer", filled(perjury="", phone="", addresses="https://x.example/a"))
    assert answer.status_code == 302
    assert Case.objects.get().regimes == ["dsa"]


def test_the_look_tells_what_each_line_points_at(english: Client, film: Title, link: WatchLink) -> None:
    lines = [
        link.canonical_url, "http://localhost/movie/the-general-1926", "https://videohost.example/watch?v=1",
        "http://localhost/search?q=general", "no address at all", f"http://localhost/watch/{link.public_id}",
    ]  # fmt: skip
    said = page(english.post("/notices/look", {"addresses": "\n".join(lines)}))
    assert said.count("1 link shows this video") == 2
    for words in ("1 link is listed under this title", "Not listed here", "A list or a search, not a link"):
        assert words in said
    assert said.count('name="pick"') == 1  # each link once
    assert link.canonical_url not in re.sub(r'<p class="addr".*?</p>', "", said)


def test_a_link_that_is_left_out_stays(english: Client, film: Title, link: WatchLink) -> None:
    other = factories.make_link(film, "https://archive.org/details/other")
    send(
        english, addresses=f"{link.canonical_url}\n{other.canonical_url}", shown=f"{link.public_id} {other.public_id}",
        pick=[other.public_id],
    )  # fmt: skip
    assert english.get(f"/watch/{link.public_id}").status_code == 200
    assert english.get(f"/watch/{other.public_id}").status_code == 451


def test_a_hint_needs_no_name_and_withdraws_nothing(english: Client, link: WatchLink) -> None:
    hint = dict.fromkeys(("name", "email", "signature", "good_faith", "accuracy", "perjury", "notifier_kind"), "")
    answer = send(english, capacity="third-party", addresses=link.canonical_url, works="", **hint)
    assert answer.status_code == 302
    assert Case.objects.get().level == Level.E
    assert english.get(f"/watch/{link.public_id}").status_code == 200


def test_a_form_that_is_sent_twice_is_one_case(english: Client, link: WatchLink) -> None:
    first, second = (send(english, addresses=link.canonical_url).headers["Location"] for _ in range(2))
    assert first == second
    assert Case.objects.count() == 1


def test_other_matters_have_forms_of_their_own(english: Client, french: Client, link: WatchLink) -> None:
    said = {"do": "send", "explanation": "This page names my home address, which I have never made public.",
            "name": "Ida", "email": "ida@example.org", "accuracy": "on", "signature": "Ida",
            "notifier_kind": "natural"}  # fmt: skip
    assert (
        english.post("/notices/send", {**said, "matter": "privacy", "addresses": link.canonical_url}).status_code == 302
    )
    order = {"matter": "order", "order_kind": "L331-27", "authority": "Arcom", "legal_basis": "CPI, art. L331-27",
             "addresses": "mirror.example", "ends_on": "2027-06-30"}  # fmt: skip
    assert french.post("/signalements/envoyer", {**said, **order}).status_code == 302
    privacy, ordered = Case.objects.order_by("pk")
    assert (privacy.level, privacy.subject, ordered.kind) == (Level.F, "privacy", Kind.ORDER)
    assert ordered.order.hosts == ["mirror.example"]
    assert english.get("/notices/send?matter=patent").status_code == 400


def test_what_is_written_on_the_page_of_a_case_comes_in_as_a_case_about_it(english: Client, link: WatchLink) -> None:
    where = send(english, addresses=link.canonical_url).headers["Location"]
    first, key = Case.objects.get(), parse_qs(urlsplit(where).query)["key"][0]
    answer = english.post(urlsplit(where).path, {"key": key, "do": "reply", "text": "Here is our authority."})
    assert answer.status_code == 302
    assert key in answer.headers["Location"]
    reply = Case.objects.exclude(pk=first.pk).get()
    assert (reply.kind, reply.about) == (Kind.REPLY, first)
    assert english.post(urlsplit(where).path, {"key": key, "do": "reply", "text": " "}).status_code == 422


def test_a_link_is_left_out_in_one_click_and_its_submitter_hears_that_it_is_back(
    english: Client, film: Title, link: WatchLink
) -> None:
    other = factories.make_link(film, "https://archive.org/details/other")
    ada = people.ada()
    WatchLink.objects.filter(pk=other.pk).update(submitted_by=ada)
    case = factories.make_case(f"https://localhost/w/{film.public_id}").case
    here, key = f"/notices/case/{case.public_id}", secret_of(case)
    item = case.items.get()
    assert {one.state for one in item.found.all()} == {ItemState.SUSPENDED}
    line = f"{item.public_id}.{other.public_id}"
    assert f'value="{line}"' in page(english.get(here, {"key": key}))
    asked = {"do": "drop", "line": line}
    assert english.post(here, asked | {"key": "wrong"}).status_code == 404
    assert english.post(here, asked | {"key": key, "line": "none.none"}).status_code == 404
    answer = english.post(here, asked | {"key": key})
    assert "left out" in page(english.get(answer["Location"]))
    assert english.get(f"/watch/{other.public_id}").status_code == 200
    assert english.get(f"/watch/{link.public_id}").status_code == 451
    assert Decision.objects.filter(author=ada, measure="restored").count() == 1
    assert english.post(here, asked | {"key": key}).status_code == 404  # it is left out already
    english.post(here, {"do": "drop", "key": key, "line": f"{item.public_id}.{link.public_id}"})
    item.refresh_from_db()
    assert item.state == ItemState.RETRACTED
    assert 'name="line"' not in page(english.get(here, {"key": key}))


def test_a_counter_notice_needs_what_the_law_asks_for(english: Client, link: WatchLink) -> None:
    send(english, addresses=link.canonical_url)
    said = {"kind": "counter-notice", "number": Case.objects.get().public_id, "grounds": ["public-domain"],
            "text": "The film has been in the public domain since 2022.", "name": "Ada", "email": "ada@example.org",
            "postal": "1 Main Street", "phone": "1", "mistake": "on", "jurisdiction": "on",
            "signature": "Ada"}  # fmt: skip
    refused = english.post("/notices/answer", said)
    assert refused.status_code == 422
    assert "Tick this statement: a counter notice needs it" in main_of(refused)
    assert english.post("/notices/answer", {**said, "service": "on"}).status_code == 302
    assert Case.objects.order_by("-pk")[0].about == Case.objects.order_by("pk")[0]


def test_too_much_at_once_is_told_with_what_was_typed(english: Client, link: WatchLink) -> None:
    answers = [send(english, token=str(number), addresses=link.canonical_url) for number in range(9)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Northlight Pictures" in page(answers[-1], 429)


def test_how_to_send_a_notice_is_named_in_the_footer_of_every_page(english: Client, french: Client) -> None:
    assert 'href="/notices"' in page(english.get("/"))
    assert 'href="/signalements"' in page(french.get("/"))
    assert "512(c)(2)" in main_of(english.get("/notices"))


def test_a_list_as_a_file_goes_with_the_form_and_is_kept_whole(english: Client, link: WatchLink) -> None:
    listed = SimpleUploadedFile("list.csv", f"title,infringing_url\nThe General,{link.canonical_url}\n".encode())
    shown = english.post("/notices/send", {**filled(addresses=""), "file": listed})
    assert "What each column holds" in main_of(shown)
    assert not Case.objects.exists()
    assert english.post("/notices/send", {**answers_of(shown), "do": "read"}).status_code == 302
    assert [item.state for item in Case.objects.get().items.all()] == [ItemState.SUSPENDED]
    assert json.loads(bytes(Message.objects.get().content))["file"]
    picture = SimpleUploadedFile("list.xlsx", b"\x89PNG\x00\x00")
    refused = english.post("/notices/send", {**filled(addresses="", token="2"), "file": picture})
    assert refused.status_code == 422
    assert "No address could be read in this file" in main_of(refused)


def test_more_than_a_form_may_have_is_told_with_what_to_do(english: Client, french: Client, sites: Any) -> None:
    for client, where, words in (
        (english, "/notices/send", "put a long list into a file"),
        (french, "/signalements/envoyer", "mettez une longue liste dans un fichier"),
        (english, "/notices/answer?kind=complaint", "This is too much for one form"),
    ):
        answer = client.post(where, f"works={'x' * (2 << 20)}", content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 413
        assert words in main_of(answer)
    assert not Message.objects.exists()
