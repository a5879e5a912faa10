"""The exchange format: what it reads, refuses and writes."""

import json
from datetime import date
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.lib import exchange
from allostream.lib.exchange import BadLine, records

SCHEMA = jsonschema.Draft202012Validator(exchange.schema())
ROOT = Path(__file__).resolve().parents[2]
TITLE = {"record": "title", "key": "omdb:2", "kind": "film", "name": "Ariel"}
EPISODE = {"record": "episode", "key": "omdb:60", "season": "omdb:37"}
RIGHTS = {
    "record": "rights", "on": "omdb:2", "country": "FR", "status": "protected", "play": "no", "rule": "fr_70_pma",
    "confidence": "high", "evaluated_on": "2026-11-24",
}  # fmt: skip
LINK = {
    "record": "link", "on": "omdb:2", "url": "https://archive.org/details/x", "offer": "free_open", "basis": "work",
}  # fmt: skip
FILE = {**LINK, "url": "https://upload.wikimedia.org/film.webm", "form": "file"}
OPEN = {**RIGHTS, "status": "open_licence"}
TRACK = {"address": "https://x.example/a.vtt", "language": "fr"}
EDITION = {"record": "edition", "key": "omdb:70", "on": "omdb:2", "kind": "score", "name": "Score of 2010"}
CHANNEL = {
    "record": "channel", "key": "omdb:80", "host": "youtube", "id": "UCx", "name": "Film Museum", "kind": "account",
}  # fmt: skip
SOURCE = {"record": "source", "slug": "omdb", "name": "omdb", "licence": "CC-BY-2.0-DE", "credit": "omdb.org"}


def line(record: dict[str, object], **more: object) -> bytes:
    return json.dumps({**record, **more}).encode()


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        (line(TITLE, runtim=69), "omdb:2", "“runtim” is no key of this record"),
        (line(TITLE, names=[{"text": "Ariel", "lang": "fr"}]), "omdb:2", "names[0]: “lang” is no key"),
        (line({"record": "title", "key": "omdb:2", "kind": "film"}), "omdb:2", "“name” is missing"),
        (line(TITLE, kind="movie"), "omdb:2", "kind: invalid enum value 'movie'"),
        (line(TITLE, key="Ariel"), "Ariel", "key: expected"),
        (line(TITLE, year="1988"), "omdb:2", "year: expected"),
        (line(TITLE, year=1500), "omdb:2", "year: expected"),
        (line(TITLE, countries=["XX"]), "omdb:2", "countries: “XX” is no ISO 3166-1"),
        (line(TITLE, countries=["FR", "FR"]), "omdb:2", "countries: “FR” is given twice"),
        (line(TITLE, languages=["french"]), "omdb:2", "languages: “french” is no language tag"),
        (line(TITLE, languages=[""]), "omdb:2", "languages: an empty language says nothing"),
        (line(TITLE, released="21/10/1988"), "omdb:2", "released: “21/10/1988” is not a date"),
        (line(TITLE, released="1988-02-30"), "omdb:2", "released: “1988-02-30” is not a date of the calendar"),
        (line(TITLE, identifiers={"imdb": ["tt1", "tt1"]}), "omdb:2", "identifiers.imdb: “tt1” is given twice"),
        (line(TITLE, name="Ari\x07el"), "omdb:2", "name: it holds a control character"),
        (line(TITLE, name="Ariel\n"), "omdb:2", "name: it holds a control character"),
        (line(TITLE, name="   "), "omdb:2", "name: it is empty"),
        (line(TITLE, name="safe \u202egpj.mlif"), "omdb:2", "name: it holds a sign that turns the direction"),
        (line(TITLE, names=[{"text": " "}]), "omdb:2", "names: one of them is empty"),
        (line(TITLE, year=1990, end_year=1989), "omdb:2", "end_year: 1989 lies before year 1990"),
        (line(TITLE, credits=[{"role": "cast"}]), "omdb:2", "credits[0].name: give either"),
        (line(TITLE, credits=[{"role": "cast", "name": "A", "person": "omdb:9"}]), "omdb:2", "credits[0].name"),
        (line(TITLE, credits=[{"role": "cast", "name": "A"}] * 2), "omdb:2", "credits[1].role: the same person"),
        (line(TITLE, credits=[{"role": "cast", "name": "A", "died": "1960", "living": True}]), "omdb:2", "living"),
        (line(TITLE, credits=[{"role": "cast", "name": "A", "born": "1960", "died": "1950"}]), "omdb:2", "died: 1950"),
        (line(TITLE, credits=[{"role": "star", "name": "A"}]), "omdb:2", "credits[0].role"),
        (line(EPISODE, number=-1), "omdb:60", "number: expected"),
        (line(EPISODE, runtime_min=0), "omdb:60", "runtime_min: expected"),
        (line(RIGHTS, country="SU"), "omdb:2 SU", "country: “SU” is no country of today"),
        (line(RIGHTS, play="yes"), "omdb:2 FR", "play: “yes” contradicts"),
        (line(RIGHTS, status="open_licence"), "omdb:2 FR", "licence: an open licence must be named"),
        (line(OPEN, licence="CC-PDM-1.0"), "omdb:2 FR", "licence: anybody may put that label"),
        (line(OPEN, licence="CC-BY-NC-4.0"), "omdb:2 FR", "noncommercial: CC BY-NC 4.0 forbids trade"),
        (
            line(OPEN, licence="CC-BY-4.0", licence_url="https://creativecommons.org/licenses/by-sa/4.0/"),
            "omdb:2 FR",
            "licence_url: it leads to another licence than “CC-BY-4.0”",
        ),
        (line(LINK, url="ftp://archive.org/x"), "omdb:2", "url: expected"),
        (line(LINK, price="3.99"), "omdb:2 https", "currency: a price needs its currency"),
        (line(LINK, price="3.999", currency="EUR"), "omdb:2 https", "price: “3.999” is no price"),
        (line(LINK, price="-1", currency="EUR"), "omdb:2 https", "price: “-1” is no price"),
        (line(LINK, price="NaN", currency="EUR"), "omdb:2 https", "price: “NaN” is no price"),
        (line(LINK, tracks=[TRACK]), "omdb:2 https", "tracks: a link of the form “page” has no use for them"),
        (line(FILE, tracks=[{**TRACK, "address": "http://x.example/a.vtt"}]), "omdb:2", "tracks[0].address: expected"),
        (
            line(FILE, tracks=[{**TRACK, "address": "https://x;y/a"}]),
            "omdb:2 https",
            "tracks[0].address: “https://x;y/a”",
        ),
        (
            line(FILE, tracks=[{**TRACK, "address": "https://x:0/a"}]),
            "omdb:2 https",
            "tracks[0].address: “https://x:0/a”",
        ),
        (line(FILE, tracks=[{**TRACK, "language": "french"}]), "omdb:2 https", "tracks[0].language: “french” is no"),
        (line(FILE, tracks=[{**TRACK, "kind": "karaoke"}]), "omdb:2", "tracks[0].kind: invalid enum value"),
        (line(FILE, tracks=[TRACK, TRACK]), "omdb:2 https", "tracks: “https://x.example/a.vtt” is given twice"),
        (line(LINK, zone="Mars/Olympus"), "omdb:2 https", "zone: “Mars/Olympus” is no time zone"),
        (line(LINK, opens="2026-01-01T00:00:00"), "omdb:2", "opens: expected"),
        (
            line(LINK, opens="2026-01-02T00:00:00Z", closes="2026-01-01T00:00:00Z"),
            "omdb:2 https",
            "closes: the window ends before it opens",
        ),
        (line(LINK, opens="0001-01-01T00:00:00+14:00"), "omdb:2 https", "opens: 1 is no year of a window"),
        (line(LINK, closes="9999-12-31T23:59:59-12:00"), "omdb:2 https", "closes: 9999 is no year of a window"),
        (line(EDITION, kind="remaster"), "omdb:70", "kind: invalid enum value 'remaster'"),
        (line(EDITION, name=" "), "omdb:70", "name: it is empty"),
        (line(EDITION, made_by="A\x07"), "omdb:70", "made_by: it holds a control character"),
        (line(EDITION, on="General"), "omdb:70", "on: expected"),
        (line(CHANNEL, kind="person"), "omdb:80", "kind: invalid enum value 'person'"),
        (line(CHANNEL, id="Film Museum"), "omdb:80", "id: expected"),
        (line(CHANNEL, address="javascript:alert(1)"), "omdb:80", "address: expected"),
        (line(CHANNEL, proof="seen\x07"), "omdb:80", "proof: it holds a control character"),
        (line(CHANNEL, standing="listed"), "omdb:80", "“standing” is no key of this record"),
        (line(CHANNEL, stands="listed"), "omdb:80", "“stands” is no key of this record"),
        (line(LINK, edition="General"), "omdb:2", "edition: expected"),
        (line(SOURCE, slug="edition"), "edition", "slug: “edition” is a word of the format itself"),
        (line(SOURCE, slug="link"), "link", "slug: “link” is a word of the format itself"),
        (line({"record": "film", "key": "omdb:2"}), "omdb:2", "record: invalid value 'film'"),
        (line({"key": "omdb:2"}), "omdb:2", "“record” is missing"),
        (b"[]", "", "expected `object`"),
        (b"{", "", "this is not JSON"),
        (b"", "", "this is not JSON"),
        ('{"record":"title","key":"a:1","kind":"film","name":"é"}'.encode("latin-1"), "", "this is not JSON"),
        (b'{"record":"title","key":"a:1","kind":"film","name":"\\ud800"}', "", "this is not JSON"),
        (b'{"record":"title","key":"a:1","kind":"film","name":' + b"[" * 5000 + b"]" * 5000 + b"}", "", ""),
        (b"[" * 500_000, "", ""),
        (b" " * (1024 * 1024 + 1), "", "at most 1,048,576 are read"),
    ],
)
def test_a_bad_line_is_refused_with_its_key_and_what_is_wrong(text: bytes, place: str, what: str) -> None:
    with pytest.raises(BadLine) as refused:
        exchange.read_line(text)

    assert refused.value.key.startswith(place)
    assert what in str(refused.value)


def test_all_faults_of_a_record_are_told_at_once() -> None:
    with pytest.raises(BadLine, match=r"released: .*; countries: "):
        exchange.read_line(line(TITLE, countries=["XX"], released="soon"))


@pytest.mark.parametrize("country", ["FR", "SU", "DD", "YU"])
def test_a_work_may_come_from_a_country_of_today_or_a_former_one(country: str) -> None:
    assert exchange.read_line(line(TITLE, countries=[country])).record.countries == (country,)


def test_every_number_of_a_record_fits_the_columns() -> None:
    read = exchange.read_line(line(EPISODE, number=30_000, absolute_number=1_000_000, runtime_min=30_000))

    assert read.record.number == 30_000


def test_the_digest_does_not_depend_on_the_order_and_spaces_of_a_line() -> None:
    one = exchange.read_line(b'{"record":"title","key":"omdb:2","kind":"film","name":"Ariel","year":1988}')
    other = exchange.read_line(b'{"year": 1988, "name": "Ariel",  "kind":"film", "key":"omdb:2", "record":"title"}')

    assert one.digest == other.digest


def test_the_digest_changes_with_every_value() -> None:
    lines = [line(TITLE), line(TITLE, year=1988), line(TITLE, name="Ariel!"), line(TITLE, flags=["edition"])]

    assert len({exchange.read_line(text).digest for text in lines}) == len(lines)


def test_records_without_a_key_have_names_of_their_own() -> None:
    texts = [line(TITLE), line(RIGHTS), line(RIGHTS, country="US"), line(LINK), line(LINK, url="https://x.org/y")]
    names = [exchange.read_line(text).name for text in texts]

    assert len(set(names)) == len(names)
    assert all(len(name) <= 120 for name in names)


def test_editions_and_channels_take_no_key_from_works() -> None:
    texts = [line(TITLE, key="omdb:1"), line(EDITION, key="omdb:1"), line(CHANNEL, key="omdb:1")]

    assert len({exchange.read_line(text).name for text in texts}) == len(texts)


def test_a_link_of_another_edition_is_still_the_same_record_but_says_something_else() -> None:
    one, other = exchange.read_line(line(LINK)), exchange.read_line(line(LINK, edition="omdb:70"))

    assert one.name == other.name
    assert one.digest != other.digest


def test_a_record_made_by_a_program_is_held_to_the_same_rules() -> None:
    with pytest.raises(BadLine, match="year: expected"):
        exchange.checked(exchange.Title(key="omdb:2", kind="film", name="Ariel", year=99))


def test_the_schema_in_the_documentation_is_that_of_the_program() -> None:
    kept = json.loads((ROOT / "docs" / "import.schema.json").read_text())

    assert kept == json.loads(json.dumps(exchange.schema())), (
        "write it anew: manage.py import schema > docs/import.schema.json"
    )


def test_the_schema_accepts_and_refuses_what_the_program_does() -> None:
    assert SCHEMA.is_valid(json.loads(line(TITLE, names=[{"text": "Ariel", "language": "fi"}])))
    assert SCHEMA.is_valid({**EDITION, "year": 2010, "made_by": "Carl Davis", "runtime_min": 78})
    assert SCHEMA.is_valid({**CHANNEL, "address": "https://www.youtube.com/channel/UCx", "holder": "Film Museum"})
    assert SCHEMA.is_valid({**LINK, "edition": "omdb:70", "channel": "omdb:80"})
    assert not SCHEMA.is_valid({**TITLE, "runtim": 69})
    assert not SCHEMA.is_valid({**CHANNEL, "stands": "listed"})
    assert not SCHEMA.is_valid({**TITLE, "year": "1988"})


def test_the_words_of_the_format_are_those_of_the_tables() -> None:
    from allostream.catalogue.models import Credit, Edition, Episode, Name, Title
    from allostream.hosts.models import Channel
    from allostream.lib.dates import Precision
    from allostream.links import rules
    from allostream.rights.engine.facts import Weight

    assert set(get_args(records.TitleKind)) == set(Title.Kind.values)
    assert set(get_args(records.TitleForm)) == {"", *Title.Form.values}
    assert set(get_args(records.NameKind)) == set(Name.Kind.values)
    assert set(get_args(records.EpisodeKind)) == set(Episode.Kind.values)
    assert set(get_args(records.EditionKind)) == set(Edition.Kind.values)
    assert set(get_args(records.ChannelKind)) == set(Channel.Kind.values)
    assert set(get_args(records.Role)) == set(Credit.Role.values)
    assert set(get_args(records.Status)) == set(rules.Status)
    # A file waits neither for our night nor for our worker.
    assert set(get_args(records.Play)) == set(rules.Play) - {rules.Play.NEXT_RUN, rules.Play.JUDGED_ANEW}
    assert set(get_args(records.LinkForm)) == set(rules.Form)
    assert set(get_args(records.OfferKind)) == set(rules.Offer)
    assert set(get_args(records.LinkBasis)) == set(rules.Basis)
    assert set(get_args(records.DatePrecision)) == set(Precision)
    assert {weight.upper() for weight in get_args(records.FactWeight)} == set(Weight.__members__)


texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
tags = st.sampled_from(["", "fr", "en", "fr-CA", "zh-Hant", "zxx"])
whens = st.one_of(
    st.none(), st.dates(date(1870, 1, 1), date(2100, 1, 1)).map(date.isoformat), st.integers(1870, 2100).map(str)
)
names = st.builds(exchange.Name, text=texts, language=tags, kind=st.sampled_from(get_args(records.NameKind)))
credits = st.builds(
    exchange.Credit, role=st.sampled_from(get_args(records.Role)), name=texts, character=texts, died=whens,
    nationalities=st.lists(st.sampled_from(["FR", "SU", "US"]), unique=True).map(tuple),
)  # fmt: skip
titles = st.builds(
    exchange.Title,
    key=st.integers(0).map(lambda n: f"omdb:{n}"),
    kind=st.sampled_from(get_args(records.TitleKind)),
    form=st.sampled_from(get_args(records.TitleForm)),
    name=texts,
    language=tags,
    names=st.lists(names, unique=True, max_size=4).map(tuple),
    year=st.one_of(st.none(), st.integers(1870, 2200)),
    released=whens,
    runtime_min=st.one_of(st.none(), st.integers(1, 30_000)),
    countries=st.lists(st.sampled_from(["FR", "SU", "US", "DD"]), unique=True).map(tuple),
    identifiers=st.dictionaries(
        st.sampled_from(["imdb", "wikidata"]), st.lists(texts, unique=True, max_size=2).map(tuple)
    ),
    credits=st.lists(credits, unique_by=lambda c: (c.role, c.name), max_size=3).map(tuple),
    flags=st.lists(st.sampled_from(["edition", "music"]), unique=True).map(tuple),
)


@given(titles)
def test_every_good_record_comes_back_as_it_was_written(title: exchange.Title) -> None:
    written = exchange.write_line(title)

    assert b"\n" not in written
    assert exchange.read_line(written).record == title


@given(titles)
def test_the_schema_accepts_every_good_record(title: exchange.Title) -> None:
    SCHEMA.validate(json.loads(exchange.write_line(title)))


@given(st.binary(max_size=60))
def test_no_line_whatsoever_ends_in_another_error(junk: bytes) -> None:
    with pytest.raises(BadLine):
        exchange.read_line(junk)
