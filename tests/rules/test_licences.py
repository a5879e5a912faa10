"""Licences and statements by address and identifier, what each asks for, and our own answers as addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from allostream.lib.licences import (
    STATEMENT_CODES,
    Kind,
    Licence,
    Reason,
    attribution,
    by_spdx,
    creative_commons,
    read_text,
    read_uri,
    statement_for,
    statement_uri,
)
from allostream.lib.licences.creative_commons import DEDICATIONS, GENERIC, PORTS
from allostream.lib.licences.others import ROWS

HOME = "https://creativecommons.org"
EVERY_TEXT = [
    *(creative_commons(code, version) for code, versions in GENERIC.items() for version in versions),
    *(creative_commons(code, version, port) for (code, version), ports in PORTS.items() for port in sorted(ports)),
    *(creative_commons(code) for code in DEDICATIONS),
    *(row.licence for row in ROWS if row.licence.uri),
]


def licence_of(text: str) -> Licence:
    found = read_uri(text).licence
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://creativecommons.org/licenses/by/3.0/", "CC BY 3.0"),
        ("https://creativecommons.org/licenses/by/3.0", "CC BY 3.0"),
        ("HTTP://WWW.CREATIVECOMMONS.ORG/LICENSES/BY-SA/4.0/", "CC BY-SA 4.0"),
        ("//creativecommons.org/licenses/by-nc/2.0/", "CC BY-NC 2.0"),
        ("creativecommons.org/licenses/by-nc-sa/2.5/", "CC BY-NC-SA 2.5"),
        ("http://creativecommons.org/licences/by-nd/3.0/", "CC BY-ND 3.0"),
        ("http://creativecommons.org/license/by/2.0/", "CC BY 2.0"),
        ("https://creativecommons.org/licenses/by/4.0/legalcode", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by/4.0/legalcode.fr", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by/4.0/legalcode.txt", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by/4.0/deed.zh-hans", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by/3.0/rdf", "CC BY 3.0"),
        ("https://creativecommons.org/licenses/by/4.0/?ref=chooser-v1", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by/4.0/deed.fr#ref", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by/3.0/us/deed.en_US", "CC BY 3.0 US"),
        ("http://creativecommons.org/licenses/by-nc-sa/2.0/fr/", "CC BY-NC-SA 2.0 FR"),
        ("http://creativecommons.org/licenses/by/2.5/scotland/", "CC BY 2.5 SCOTLAND"),
        ("http://creativecommons.org/licenses/by-nc-sa/3.0/igo/", "CC BY-NC-SA 3.0 IGO"),
        ("http://creativecommons.org/licenses/by-sa/2.0/gb/", "CC BY-SA 2.0 UK"),
        ("http://creativecommons.org/licenses/nc-by-sa/3.0/", "CC BY-NC-SA 3.0"),
        ("http://creativecommons.org/licenses/by-nd-nc/3.0/", "CC BY-NC-ND 3.0"),
        ("http://creativecommons.org/licenses/by-nc-nd/1.0/", "CC BY-NC-ND 1.0"),
        ("http://creativecommons.org/licenses/by_nc_sa/3.0/", "CC BY-NC-SA 3.0"),
        ("http://creativecommons.org/licenses/by–sa/3.0/", "CC BY-SA 3.0"),
        ("https://creativecommons.org/licenses/by/4/", "CC BY 4.0"),
        ("https://i.creativecommons.org/l/by-sa/4.0/88x31.png", "CC BY-SA 4.0"),
        ("https://licensebuttons.net/l/by-nc/3.0/80x15.png", "CC BY-NC 3.0"),
        ("https://web.archive.org/web/2010/http://creativecommons.org/licenses/by/3.0/", "CC BY 3.0"),
        ("<http://creativecommons.org/licenses/by/3.0/>.", "CC BY 3.0"),
        ("http://creativecommons.org//licenses//by/3.0//", "CC BY 3.0"),
        ("http://creativecommons.org/licenses/sampling%2B/1.0/", "CC SAMPLING+ 1.0"),
        ("http://creativecommons.org/licenses/nc-samplingplus/1.0/tw/", "CC NC-SAMPLING+ 1.0 TW"),
        ("http://creativecommons.org/licenses/devnations/2.0/", "CC DEVNATIONS 2.0"),
        ("http://creativecommons.org/licenses/sa/1.0/", "CC SA 1.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/deed.fr", "CC0 1.0"),
        ("https://creativecommons.org/licenses/CC0/1.0", "CC0 1.0"),
        ("https://creativecommons.org/about/cc0", "CC0 1.0"),
        ("https://artlibre.org/licence/lal/en/", "Licence Art Libre 1.3"),
        ("http://artlibre.org/", "Licence Art Libre 1.3"),
        ("https://www.gnu.org/licenses/old-licenses/fdl-1.2.html", "GFDL 1.2"),
        ("http://www.gnu.org/licenses/fdl-1.3.txt", "GFDL 1.3"),
        ("https://spdx.org/licenses/GFDL-1.3-or-later.html", "GFDL 1.3 (or later)"),
        ("https://spdx.org/licenses/CC-BY-4.0.json", "CC BY 4.0"),
        ("https://github.com/etalab/licence-ouverte/blob/master/LO.md", "Licence Ouverte 2.0"),
        ("http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3", "OGL UK 3.0"),
    ],
)
def test_an_address_names_its_licence_however_it_is_written(address: str, name: str) -> None:
    found = read_uri(address)
    assert (found.kind, found.reason, licence_of(address).name) == (Kind.LICENCE, Reason.NAMED, name)
    assert found.exact


@pytest.mark.parametrize(
    ("address", "name", "reason"),
    [
        ("https://creativecommons.org/licenses/by/", "CC BY", Reason.VERSION_UNKNOWN),
        ("https://creativecommons.org/licenses/by/2/", "CC BY", Reason.VERSION_UNKNOWN),
        ("https://creativecommons.org/licenses/by/5.0/", "CC BY", Reason.NO_SUCH_VERSION),
        ("https://creativecommons.org/licenses/by/2.1/", "CC BY", Reason.NO_SUCH_PORT),
        ("https://creativecommons.org/licenses/by/3.0/kr/", "CC BY 3.0", Reason.NO_SUCH_PORT),
        ("https://artlibre.org/autre", "Licence Art Libre", Reason.VERSION_UNKNOWN),
        ("https://www.gnu.org/copyleft/fdl.html", "GFDL", Reason.VERSION_UNKNOWN),
        ("https://www.youtube.com/t/creative_commons", "CC BY", Reason.VERSION_UNKNOWN),
    ],
)
def test_a_licence_without_its_exact_text_cannot_be_relied_on(address: str, name: str, reason: Reason) -> None:
    found = read_uri(address)
    assert (found.kind, found.reason, licence_of(address).name) == (Kind.LICENCE, reason, name)
    assert not found.exact
    assert not found.is_reliable


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://creativecommons.org/publicdomain/mark/1.0/", Reason.PUBLIC_DOMAIN_MARK),
        ("http://creativecommons.org/publicdomain/mark/1.0/deed.de", Reason.PUBLIC_DOMAIN_MARK),
        ("CC-PDM-1.0", Reason.PUBLIC_DOMAIN_MARK),
        ("http://creativecommons.org/licenses/publicdomain/", Reason.OLD_PUBLIC_DOMAIN),
        ("https://www.creativecommons.org/licenses/publicdomain", Reason.OLD_PUBLIC_DOMAIN),
        ("https://creativecommons.org/publicdomain/certification/1.0/us/", Reason.OLD_PUBLIC_DOMAIN),
        ("http://web.resource.org/cc/PublicDomain", Reason.OLD_PUBLIC_DOMAIN),
        ("CC-PDDC", Reason.OLD_PUBLIC_DOMAIN),
        ("https://creativecommons.org/", Reason.LICENCE_UNKNOWN),
    ],
)
def test_a_label_that_anybody_may_put_is_a_mere_claim(address: str, reason: Reason) -> None:
    found = read_uri(address)
    assert (found.kind, found.reason) == (Kind.CLAIM, reason)
    assert found.is_mere_claim
    assert not found.is_reliable


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://creativecommons.org/licenses/by-nd-sa/3.0/", Reason.NO_SUCH_LICENCE),
        ("https://creativecommons.org/blog/by/3.0/", Reason.LICENCE_UNKNOWN),
        ("https://example.org/licenses/by/3.0/", Reason.NOT_UNDERSTOOD),
        ("https://creativecommons.org.example.com/licenses/by/3.0/", Reason.NOT_UNDERSTOOD),
        ("https://example.com/?u=https://creativecommons.org/licenses/by/3.0/", Reason.NOT_UNDERSTOOD),
        ("http://rightsstatements.org/vocab/XYZ/1.0/", Reason.NOT_UNDERSTOOD),
        ("NOASSERTION", Reason.NOT_UNDERSTOOD),
        ("", Reason.EMPTY),
        ("  ", Reason.EMPTY),
    ],
)
def test_other_addresses_grant_nothing(address: str, reason: Reason) -> None:
    found = read_uri(address)
    assert found.reason is reason
    assert not found.is_reliable


@pytest.mark.parametrize("code", STATEMENT_CODES)
def test_a_rights_statement_is_read_in_each_of_its_forms(code: str) -> None:
    forms = [
        f"http://rightsstatements.org/vocab/{code}/1.0/", f"https://rightsstatements.org/page/{code}/1.0/?language=fr",
        f"https://rightsstatements.org/data/{code}/1.0.ttl", f"rightsstatements.org/vocab/{code.lower()}/1.0",
        f"https://rightsstatements.org/vocab/{code}/1.0/?relatedURL=http%3A%2F%2Fexample.org",
        f"https://rightsstatements.org/en/page/{code}/1.0/",
    ]  # fmt: skip
    for form in forms:
        found = read_uri(form)
        assert (found.kind, found.statement, found.uri) == (Kind.STATEMENT, code, statement_uri(code)), form
        assert not found.is_reliable


def test_statements_that_nobody_looked_or_that_rights_are_absent_are_no_evidence() -> None:
    without_worth = {code for code in STATEMENT_CODES if read_uri(statement_uri(code)).is_mere_claim}
    assert without_worth == {"CNE", "UND", "NKC", "NoC-CR", "NoC-NC", "NoC-OKLR", "NoC-US"}


@pytest.mark.parametrize(
    ("identifier", "spdx"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"), ("cc-by-sa-3.0", "CC-BY-SA-3.0"), ("CC-BY-3.0-US", "CC-BY-3.0-US"),
        ("CC-BY-NC-SA-2.0-FR", "CC-BY-NC-SA-2.0-FR"), ("CC-BY-SA-2.1-JP", "CC-BY-SA-2.1-JP"), ("CC0-1.0", "CC0-1.0"),
        ("LAL-1.3", "LAL-1.3"), ("GFDL-1.3-or-later", "GFDL-1.3-or-later"), ("etalab-2.0", "etalab-2.0"),
        ("OGL-UK-3.0", "OGL-UK-3.0"), ("gfdl-1.2+", "GFDL-1.2-or-later"), ("(CC-BY-4.0)", "CC-BY-4.0"),
        # Ports that the list lacks are understood and get no invented identifier.
        ("CC-BY-3.0-FR", ""), ("CC-BY-SA-3.0-US", ""), ("CC-BY-2.5-CA", ""), ("GFDL-1.2", ""),
    ],
)  # fmt: skip
def test_an_spdx_identifier_is_read_in_any_case(identifier: str, spdx: str) -> None:
    found = read_uri(identifier)
    assert (found.kind, found.spdx) == (Kind.LICENCE, spdx)


@pytest.mark.parametrize(
    ("expression", "count"),
    [
        ("CC-BY-SA-3.0 OR GFDL-1.3-or-later", 2),
        ("cc-by-4.0 and cc0-1.0", 2),
        ("(CC-BY-4.0 OR CC-BY-SA-4.0) AND MIT", 3),
        ("GFDL-1.3-or-later WITH Something-exception", 1),
    ],
)
def test_an_spdx_expression_is_not_one_licence(expression: str, count: int) -> None:
    found = read_uri(expression)
    assert (found.kind, found.reason, len(found.named)) == (Kind.NOTHING, Reason.SEVERAL, count)


def test_no_licence_carries_an_identifier_that_spdx_does_not_have() -> None:
    for licence in EVERY_TEXT:
        if licence.spdx:
            assert canonicalize_license_expression(licence.spdx) == licence.spdx
            assert by_spdx(licence.spdx) == licence


def test_every_text_that_spdx_lists_for_creative_commons_has_its_identifier() -> None:
    def is_listed(licence: Licence) -> bool:
        port = f"-{licence.port.upper()}" if licence.port else ""
        try:
            canonicalize_license_expression(f"CC-{licence.code}-{licence.version}{port}")
        except InvalidLicenseExpression:
            return False
        return True

    texts = [licence for licence in EVERY_TEXT if licence.family == "CC" and licence.code not in DEDICATIONS]
    assert [licence.name for licence in texts if is_listed(licence) != bool(licence.spdx)] == []
    assert sum(bool(licence.port) and bool(licence.spdx) for licence in texts) == 21


def test_the_canonical_address_of_every_text_leads_back_to_it() -> None:
    assert len(EVERY_TEXT) > 600
    for licence in EVERY_TEXT:
        assert licence_of(licence.uri) == licence
    assert len({licence.uri for licence in EVERY_TEXT}) == len(EVERY_TEXT)


def test_the_name_of_every_text_leads_back_to_it() -> None:
    for licence in EVERY_TEXT:
        if (
            licence.code not in ("SAMPLING", "SAMPLING+", "NC-SAMPLING+", "DEVNATIONS", "PDDC")
            and "invariants" not in licence.name
        ):
            assert read_text(licence.name).licence == licence, licence.name


@given(
    st.sampled_from([licence for licence in EVERY_TEXT if licence.family == "CC"]),
    st.sampled_from(["http://", "https://", "//", "", "HTTPS://", "https://www."]),
    st.sampled_from(["", "/", "/deed", "/deed.fr", "/legalcode", "/legalcode.de", "/rdf", "/?x=y", "/deed.pt_BR"]),
    st.booleans(),
)  # fmt: skip
def test_spellings_of_one_address_are_one_licence(licence: Licence, scheme: str, end: str, in_capitals: bool) -> None:
    address = scheme + licence.uri.removeprefix("https://").rstrip("/") + end
    assert licence_of(address.upper() if in_capitals else address) == licence


@given(st.text(max_size=300))
def test_no_text_breaks_a_reader_and_none_makes_a_licence_out_of_nothing(text: str) -> None:
    for found in (read_uri(text), read_text(text), read_text(f"{text} domaine public {text}")):
        assert found.is_reliable <= (found.licence is not None and bool(found.uri))
        assert (found.kind is Kind.LICENCE) <= (found.licence is not None)


WORDS = st.sampled_from(
    [
        "cc", "by", "nc", "nd", "sa", "by-sa", "creative commons", "attribution", "sharealike", "noncommercial", "kr",
        "unported", "3.0", "4.0", "fr", "de", "public", "domain", "domaine", "gemeinfrei", "mark", "zero", "CC0", "no",
        "not", "pas", "nicht", "known", "but", "mais", "free", "gfdl", "licence", "©", "copyright", "all rights",
        "reserved", "tous droits", "réservés", "youtube", "license", "-", ",", ".", "(", ")", "?",
        "https://creativecommons.org/licenses/by/3.0/",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_words_of_rights_in_any_order_are_read_alike_twice(text: str) -> None:
    found = read_text(text)
    assert found == read_text(f"  {text}\n")
    assert found.is_reliable <= found.exact
    if found.kind is Kind.LICENCE and found.exact and found.licence:
        assert read_text(found.licence.name).licence == found.licence


def obligations(text: str) -> tuple[bool, bool, bool, bool]:
    found = licence_of(text)
    return found.attribution, found.share_alike, found.noncommercial, found.no_derivatives


@pytest.mark.parametrize(
    ("text", "attribution_", "share_alike", "noncommercial", "no_derivatives", "is_open", "is_retired"),
    [
        ("CC-BY-4.0", True, False, False, False, True, False),
        ("CC-BY-SA-4.0", True, True, False, False, True, False),
        ("CC-BY-ND-4.0", True, False, False, True, True, False),
        ("CC-BY-NC-4.0", True, False, True, False, True, False),
        ("CC-BY-NC-SA-4.0", True, True, True, False, True, False),
        ("CC-BY-NC-ND-4.0", True, False, True, True, True, False),
        ("CC0-1.0", False, False, False, False, True, False),
        (f"{HOME}/licenses/nd/1.0/", False, False, False, True, True, True),
        (f"{HOME}/licenses/nd-nc/1.0/", False, False, True, True, True, True),
        (f"{HOME}/licenses/nc-sa/1.0/", False, True, True, False, True, True),
        (f"{HOME}/licenses/sa/1.0/", False, True, False, False, True, True),
        # Plain Sampling lets take pieces only; Developing Nations lets share in some countries only.
        (f"{HOME}/licenses/sampling/1.0/", True, False, False, False, False, True),
        (f"{HOME}/licenses/sampling+/1.0/", True, False, True, False, True, True),
        (f"{HOME}/licenses/nc-sampling+/1.0/", True, False, True, False, True, True),
        (f"{HOME}/licenses/devnations/2.0/", True, False, False, False, False, True),
        (f"{HOME}/licenses/publicdomain/", False, False, False, False, False, True),
        ("CC-PDM-1.0", False, False, False, False, False, False),
        ("LAL-1.3", True, True, False, False, True, False),
        ("GFDL-1.3-or-later", True, True, False, False, True, False),
        ("etalab-2.0", True, False, False, False, True, False),
        ("NCGL-UK-2.0", True, False, True, False, True, False),
    ],
)
def test_each_licence_asks_for_what_it_asks(
    text: str, attribution_: bool, share_alike: bool, noncommercial: bool, no_derivatives: bool, is_open: bool,
    is_retired: bool,
) -> None:  # fmt: skip
    found = licence_of(text)
    assert obligations(text) == (attribution_, share_alike, noncommercial, no_derivatives)
    assert (found.is_open, found.is_retired) == (is_open, is_retired)


MARK, NONE = f"{HOME}/publicdomain/mark/1.0/", frozenset[str]()


@pytest.mark.parametrize(
    ("answer", "country", "origin", "free_in", "address"),
    [
        ("pd", "US", "US", {"US"}, statement_uri("NoC-US")),
        ("pd", "US", "FR", {"US"}, statement_uri("NoC-US")),
        ("pd", "US", "FR", {"US", "CA"}, statement_uri("NoC-US")),
        ("pd", "FR", "FR", {"FR", "US"}, MARK),
        ("pd", "US", "US", {"FR", "US"}, MARK),
        ("pd", "FR", "FR", NONE, MARK),
        ("pd", "FR", "US", {"FR"}, statement_uri("UND")),
        ("pd", "FR", "", {"FR"}, statement_uri("UND")),
        ("unclear", "FR", "US", NONE, statement_uri("UND")),
        ("", "FR", "US", NONE, statement_uri("CNE")),
        ("protected", "FR", "US", {"US"}, statement_uri("InC")),
        ("licensed", "FR", "US", NONE, statement_uri("InC")),
        ("orphan", "FR", "FR", NONE, statement_uri("InC-OW-EU")),
        ("something else", "FR", "FR", NONE, statement_uri("UND")),
    ],
)
def test_our_answer_has_an_address(answer: str, country: str, origin: str, free_in: set[str], address: str) -> None:
    assert statement_for(answer, country, origin, frozenset(free_in)) == address


def test_an_open_licence_is_its_own_address() -> None:
    licence = creative_commons("BY-SA", "3.0", "fr")
    assert statement_for("open_licence", "FR", "FR", licence_uri=licence.uri) == f"{HOME}/licenses/by-sa/3.0/fr/"


@given(st.text(max_size=12), st.sampled_from(["US", "FR", ""]), st.sampled_from(["US", "FR", ""]))
def test_every_answer_has_an_address_that_the_reader_understands(answer: str, country: str, origin: str) -> None:
    assert read_uri(statement_for(answer, country, origin)).kind in (Kind.STATEMENT, Kind.CLAIM)


def test_the_credit_line_has_title_author_source_and_licence() -> None:
    line = attribution(" Sintel ", "Blender Foundation", "https://durian.blender.org/", creative_commons("BY", "3.0"))
    assert (line.title, line.author, line.source) == ("Sintel", "Blender Foundation", "https://durian.blender.org/")
    assert (line.licence_name, line.licence_uri) == ("CC BY 3.0", f"{HOME}/licenses/by/3.0/")
    assert (line.must_name, line.must_say_changes, line.is_complete) == (True, False, True)


def test_changes_are_told_where_the_licence_asks_for_a_name() -> None:
    cut = attribution("Sintel", "Blender Foundation", "", creative_commons("BY", "3.0"), "subtitled")
    assert (cut.must_say_changes, cut.changes) == (True, "subtitled")
    assert not attribution("Sintel", "", "", creative_commons("CC0"), "subtitled").must_say_changes


def test_a_credit_line_without_the_author_or_the_version_is_not_complete() -> None:
    assert not attribution("Sintel", "", "", creative_commons("BY", "3.0")).is_complete
    assert not attribution("Sintel", "Blender Foundation", "", creative_commons("BY")).is_complete
    assert attribution("Sintel", "", "", creative_commons("CC0")).is_complete
