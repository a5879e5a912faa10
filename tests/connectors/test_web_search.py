"""Web search: whichever engine is chosen, only addresses at the listed hosts are taken, and no key is ever told."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from allostream.connectors.candidates import SourceTrouble, Wish, Work
from allostream.connectors.web_search import Engine, WebSearch
from allostream.lib import clock
from allostream.lib.exchange import Name
from allostream.net.asking import Reply

SITES = ["archive.org", "video.example"]
WISH = Wish(kind="work", work=Work(names=(Name(text='The "General"'),), year=1926))
HERE, ELSEWHERE = "https://archive.org/details/general", "https://pirates.example/archive.org/general"
ENGINES = {
    "searxng": (Engine("searxng", url="https://search.example"), {"results": [{"url": HERE}, {"url": ELSEWHERE}]}),
    "brave": (Engine("brave", key="secret-word"), {"web": {"results": [{"url": ELSEWHERE}, {"url": HERE}]}}),
    "google_cse": (Engine("google_cse", key="secret-word", cx="e"), {"items": [{"link": HERE}, {"link": "http://["}]}),
}


def answering(body, status=200):
    def ask(question):
        asked.append(question)
        content = json.dumps(body).encode()
        return Reply(question.url, status, {}, content, len(content))

    asked = []
    ask.asked = asked
    return ask


@pytest.fixture(autouse=True)
def now(monkeypatch):
    def set_to(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(datetime(2026, 12, 31, 23, tzinfo=UTC))
    return set_to


@pytest.mark.parametrize("name", ENGINES)
def test_only_what_is_at_a_listed_host_is_taken(name):
    engine, body = ENGINES[name]
    ask = answering(body)
    page = WebSearch(lambda: engine, lambda: SITES).page(WISH, "", ask)
    assert [found.candidate.address for found in page.found] == [HERE]
    assert page.found[0].candidate.work == Work()  # that it was searched for says nothing of what it shows
    words = parse_qs(urlsplit(ask.asked[0].url).query)["q"][0]
    assert words == '"The  General" 1926 site:archive.org OR site:video.example'


@pytest.mark.parametrize("name", ENGINES)
def test_trouble_tells_no_key(name):
    engine, _ = ENGINES[name]
    with pytest.raises(SourceTrouble) as trouble:
        WebSearch(lambda: engine, lambda: SITES).page(WISH, "", answering({}, 403))
    assert "secret-word" not in f"{trouble.value} {engine!r}"
    assert trouble.value.permanent


def test_no_engine_is_asked_unless_one_is_chosen():
    with pytest.raises(SourceTrouble, match="No search engine"):
        WebSearch(Engine, lambda: SITES).page(WISH, "", answering({}))
    engine, body = ENGINES["brave"]
    for wish, sites in ((Wish(kind="work"), SITES), (WISH, [])):
        with pytest.raises(SourceTrouble, match="Nothing is known"):
            WebSearch(lambda: engine, lambda found=sites: found).page(wish, "", answering(body))


def test_google_is_asked_no_more_once_it_has_ended(now):
    engine, body = ENGINES["google_cse"]
    now(datetime(2027, 1, 1, tzinfo=UTC))
    with pytest.raises(SourceTrouble, match="ended"):
        WebSearch(lambda: engine, lambda: SITES).page(WISH, "", answering(body))


def test_many_hosts_are_asked_about_a_few_at_a_time():
    engine, body = ENGINES["brave"]
    sites = [f"host{number}.example" for number in range(9)]
    assert WebSearch(lambda: engine, lambda: sites).page(WISH, "", answering(body)).cursor == "8"
    assert WebSearch(lambda: engine, lambda: sites).page(WISH, "8", answering(body)).cursor == ""
