"""The licence fields of hosts and collections: what their values mean, and when they do not agree."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.lib.licences import (
    Confidence,
    Kind,
    Reading,
    Reason,
    read_commons,
    read_dailymotion,
    read_europeana,
    read_internet_archive,
    read_peertube,
    read_vimeo,
    read_youtube,
)

CC = "https://creativecommons.org"
# What a server answers whose administrator put in the plug-in for exact licences of Creative Commons.
EXACT_LIST = {
    "1": "CC BY 4.0", "2": "CC BY-SA 4.0", "3": "CC BY-ND 4.0", "4": "CC BY-NC 4.0", "5": "CC BY-NC-SA 4.0",
    "6": "CC BY-NC-ND 4.0", "7": "CC0 1.0", "8": "Public Domain Mark 1.0",
}  # fmt: skip
USUAL_LIST = {
    "1": "Attribution", "2": "Attribution - Share Alike", "3": "Attribution - No Derivatives",
    "4": "Attribution - Non Commercial", "5": "Attribution - Non Commercial - Share Alike",
    "6": "Attribution - Non Commercial - No Derivatives", "7": "Public Domain Dedication",
}  # fmt: skip


def name(found: Reading) -> str:
    return found.licence.name if found.licence else found.statement


@pytest.mark.parametrize(
    ("number", "code"),
    [(1, "BY"), (2, "BY-SA"), (3, "BY-ND"), (4, "BY-NC"), (5, "BY-NC-SA"), (6, "BY-NC-ND")],
)
def test_peertube_numbers_name_a_licence_without_a_version(number: int, code: str) -> None:
    label = USUAL_LIST[str(number)]
    for found in (
        read_peertube(number, label), read_peertube(str(number), None), read_peertube(number, label, USUAL_LIST)
    ):  # fmt: skip
        assert (found.kind, name(found), found.reason) == (Kind.LICENCE, f"CC {code}", Reason.VERSION_UNKNOWN)
        assert not found.is_reliable


def test_peertube_seven_is_a_claim_because_other_languages_say_public_domain() -> None:
    for label in ("Public Domain Dedication", "Domaine public", ""):
        found = read_peertube(7, label)
        assert (found.kind, found.reason) == (Kind.CLAIM, Reason.DEDICATION_SAID)


def test_peertube_eight_and_nine_are_the_mark_and_a_reservation() -> None:
    assert read_peertube(8, "Public domain mark").reason is Reason.PUBLIC_DOMAIN_MARK
    assert read_peertube(9, "Copyright").statement == "InC"


@pytest.mark.parametrize("number", range(1, 8))
def test_a_list_with_exact_labels_gives_the_version(number: int) -> None:
    label = EXACT_LIST[str(number)]
    found = read_peertube(number, label, EXACT_LIST)
    assert (found.kind, name(found), found.exact) == (Kind.LICENCE, label, True)
    assert read_peertube(number, label).is_reliable


@pytest.mark.parametrize(
    ("number", "label", "instance_list"),
    [
        (1, "Attribution - Non Commercial", None),  # the label of another number
        (1, "Public Domain Dedication", None),
        (7, "Attribution", None),
        (1, "Attribution", EXACT_LIST),  # a label that the server does not have
        (5, "Attribution - Non Commercial - Share Alike", {"5": "Attribution"}),
        (11, "Attribution", USUAL_LIST),
        (None, "Attribution", None),
    ],
)
def test_number_label_and_list_must_agree(number: object, label: str, instance_list: dict[str, str] | None) -> None:
    found = read_peertube(number, label, instance_list)
    assert (found.kind, found.reason) == (Kind.NOTHING, Reason.LISTS_DISAGREE)


def test_a_list_may_give_a_number_another_meaning() -> None:
    assert name(read_peertube(1, "All rights reserved", {"1": "All rights reserved"})) == "InC"
    assert name(read_peertube(12, "CC BY 3.0", {12: "CC BY 3.0"})) == "CC BY 3.0"


@pytest.mark.parametrize(("number", "label"), [(None, "Unknown"), (None, None), (0, ""), (True, "")])
def test_a_video_without_licence_has_none(number: object, label: str | None) -> None:
    assert read_peertube(number, label).reason is Reason.EMPTY


@pytest.mark.parametrize(
    ("value", "kind", "reason", "understood"),
    [
        ("creativeCommon", Kind.LICENCE, Reason.VERSION_UNKNOWN, "CC BY"),
        ("Creative Commons Attribution licence (reuse allowed)", Kind.LICENCE, Reason.VERSION_UNKNOWN, "CC BY"),
        ("youtube", Kind.STATEMENT, Reason.HOST_TERMS, ""),
        ("Standard YouTube Licence", Kind.STATEMENT, Reason.HOST_TERMS, ""),
        (None, Kind.NOTHING, Reason.EMPTY, ""),
    ],
)
def test_youtube_has_two_values(value: str | None, kind: Kind, reason: Reason, understood: str) -> None:
    found = read_youtube(value)
    assert (found.kind, found.reason, name(found)) == (kind, reason, understood)


@pytest.mark.parametrize(
    ("value", "understood", "exact"),
    [
        ("by", "CC BY", False), ("by-sa", "CC BY-SA", False), ("by-nd", "CC BY-ND", False), ("cc0", "CC0 1.0", True),
        ("by-nc", "CC BY-NC", False), ("by-nc-sa", "CC BY-NC-SA", False), ("by-nc-nd", "CC BY-NC-ND", False),
    ],
)  # fmt: skip
def test_vimeo_values_name_a_licence(value: str, understood: str, exact: bool) -> None:
    found = read_vimeo(value)
    assert (found.kind, name(found), found.exact) == (Kind.LICENCE, understood, exact)


def test_vimeo_without_a_licence_keeps_its_own_terms() -> None:
    assert read_vimeo(None).reason is Reason.HOST_TERMS


def test_dailymotion_states_no_licence_and_its_descriptions_count_for_little() -> None:
    assert read_dailymotion({"title": "CC BY 4.0"}).reason is Reason.HOST_HAS_NO_FIELD
    found = read_dailymotion({"description": "Licence : CC BY 4.0"})
    assert (name(found), found.confidence, found.is_reliable) == ("CC BY 4.0", Confidence.LOW, False)


def commons(**fields: str) -> dict[str, Any]:
    return {key: {"value": value, "source": "commons-desc-page"} for key, value in fields.items()}


@pytest.mark.parametrize(
    ("fields", "understood"),
    [
        (
            commons(
                License="cc-by-sa-3.0", LicenseShortName="CC BY-SA 3.0",
                LicenseUrl="https://creativecommons.org/licenses/by-sa/3.0", Copyrighted="True",
                UsageTerms="Creative Commons Attribution-Share Alike 3.0",
            ),
            "CC BY-SA 3.0",
        ),
        (commons(License="cc-by-sa-3.0-de", LicenseShortName="CC BY-SA 3.0 de"), "CC BY-SA 3.0 DE"),
        (commons(License="cc-by-3.0", LicenseShortName="CC BY 3.0"), "CC BY 3.0"),
        (commons(LicenseShortName="CC BY 2.5", LicenseUrl=""), "CC BY 2.5"),
        (
            commons(
                License="cc-zero", LicenseShortName="CC0", UsageTerms="Creative Commons Zero, Public Domain Dedication",
                LicenseUrl="http://creativecommons.org/publicdomain/zero/1.0/deed.en", Copyrighted="True",
            ),
            "CC0 1.0",
        ),
        (commons(LicenseShortName="FAL", UsageTerms="Free Art License"), "Licence Art Libre"),
        (commons(License="gfdl", LicenseShortName="GFDL", UsageTerms="GNU Free Documentation License"), "GFDL"),
        ({"LicenseShortName": "CC BY 4.0"}, "CC BY 4.0"),
    ],
)  # fmt: skip
def test_a_licence_on_commons_is_read_from_fields_that_agree(fields: dict[str, Any], understood: str) -> None:
    found = read_commons(fields)
    assert (found.kind, name(found)) == (Kind.LICENCE, understood)


@pytest.mark.parametrize(
    ("fields", "reason", "detail"),
    [
        (
            commons(
                License="pd", LicenseShortName="Public domain", Copyrighted="False", Categories="PD-US-expired|Films"
            ),
            Reason.PUBLIC_DOMAIN_SAID,
            "PD-US-expired",
        ),
        (
            commons(License="pd", LicenseShortName="Public domain", Categories="CC-PD-Mark|PD-old-auto-expired"),
            Reason.PUBLIC_DOMAIN_SAID,
            "CC-PD-Mark PD-old-auto-expired",
        ),
        (commons(License="pd", LicenseShortName="PD-US-not renewed"), Reason.PUBLIC_DOMAIN_SAID, "PD-US-not renewed"),
        (commons(LicenseShortName="Public domain", Copyrighted="False"), Reason.PUBLIC_DOMAIN_SAID, ""),
        (
            commons(License="pd", LicenseShortName="Public domain", Categories="PD-Italy|Not-PD-US-URAA"),
            Reason.CONTRADICTED,
            "PD-Italy Not-PD-US-URAA",
        ),
        (
            commons(License="pd", LicenseShortName="Public domain", Categories="PD-US|Deletion requests May 2024"),
            Reason.CONTRADICTED,
            "PD-US",
        ),
    ],
)
def test_a_public_domain_tag_of_commons_is_a_claim(fields: dict[str, Any], reason: Reason, detail: str) -> None:
    found = read_commons(fields)
    assert (found.kind, found.reason, found.detail) == (Kind.CLAIM, reason, detail)
    assert found.is_mere_claim


def test_commons_fields_that_name_two_licences_decide_nothing() -> None:
    found = read_commons(commons(LicenseShortName="CC BY 3.0", LicenseUrl=f"{CC}/licenses/by-sa/3.0/"))
    assert (found.kind, found.reason) == (Kind.NOTHING, Reason.SEVERAL)
    assert {licence.code for licence in found.named} == {"BY", "BY-SA"}


def test_restrictions_of_other_law_come_along_and_change_no_licence() -> None:
    found = read_commons(commons(LicenseShortName="CC BY 4.0", Restrictions="trademarked|personality"))
    assert (name(found), found.restrictions, found.is_reliable) == ("CC BY 4.0", ("trademarked", "personality"), True)


def test_a_non_free_file_is_protected() -> None:
    assert read_commons(commons(NonFree="true", LicenseShortName="Fair use")).statement == "InC"


def test_a_file_without_licence_fields_says_nothing() -> None:
    assert read_commons({}).reason is Reason.EMPTY


@pytest.mark.parametrize(
    ("metadata", "kind", "reason", "understood"),
    [
        ({"licenseurl": "http://creativecommons.org/licenses/by/3.0/"}, Kind.LICENCE, Reason.NAMED, "CC BY 3.0"),
        (
            {"licenseurl": ["http://creativecommons.org/licenses/by-nc-sa/3.0/us/"], "rights": "CC BY-NC-SA"},
            Kind.LICENCE,
            Reason.NAMED,
            "CC BY-NC-SA 3.0 US",
        ),
        (
            {"licenseurl": "http://creativecommons.org/licenses/by/3.0/", "rights": "© 2010 Ada. All rights reserved."},
            Kind.LICENCE,
            Reason.CONTRADICTED,
            "CC BY 3.0",
        ),
        (
            {"licenseurl": "http://creativecommons.org/licenses/by/3.0/", "rights": "© 2010 Ada"},
            Kind.LICENCE,
            Reason.NAMED,
            "CC BY 3.0",
        ),
        (
            {"licenseurl": f"{CC}/licenses/by/3.0/", "possible-copyright-status": "NOT_IN_COPYRIGHT"},
            Kind.LICENCE,
            Reason.CONTRADICTED,
            "CC BY 3.0",
        ),
        (
            {"licenseurl": [f"{CC}/licenses/by/3.0/", f"{CC}/licenses/by-nc/3.0/"]},
            Kind.NOTHING,
            Reason.SEVERAL,
            "",
        ),
        (
            {"licenseurl": "http://creativecommons.org/licenses/publicdomain/"},
            Kind.CLAIM,
            Reason.OLD_PUBLIC_DOMAIN,
            "Public Domain Dedication and Certification",
        ),
        (
            {"licenseurl": "http://creativecommons.org/publicdomain/mark/1.0/", "rights": "Public Domain"},
            Kind.CLAIM,
            Reason.PUBLIC_DOMAIN_MARK,
            "Public Domain Mark 1.0",
        ),
        (
            {"licenseurl": f"{CC}/publicdomain/zero/1.0/", "rights": "public domain"},
            Kind.LICENCE,
            Reason.NAMED,
            "CC0 1.0",
        ),
        (
            {"licenseurl": "http://creativecommons.org/publicdomain/mark/1.0/", "rights": "All rights reserved"},
            Kind.CLAIM,
            Reason.CONTRADICTED,
            "Public Domain Mark 1.0",
        ),
        ({"possible-copyright-status": "NOT_IN_COPYRIGHT"}, Kind.CLAIM, Reason.PUBLIC_DOMAIN_SAID, ""),
        ({"possible-copyright-status": "Public Domain"}, Kind.CLAIM, Reason.PUBLIC_DOMAIN_SAID, ""),
        ({"possible-copyright-status": "IN_COPYRIGHT"}, Kind.STATEMENT, Reason.COPYRIGHT_ASSERTED, "InC"),
        ({"rights": "No known copyright restrictions"}, Kind.STATEMENT, Reason.STATED, "NKC"),
        ({"licenseurl": "", "rights": None}, Kind.NOTHING, Reason.EMPTY, ""),
        ({}, Kind.NOTHING, Reason.EMPTY, ""),
    ],
)
def test_an_item_of_the_internet_archive(metadata: dict[str, Any], kind: Kind, reason: Reason, understood: str) -> None:
    found = read_internet_archive(metadata)
    assert (found.kind, found.reason, name(found)) == (kind, reason, understood)


@pytest.mark.parametrize(
    ("rights", "kind", "understood"),
    [
        ("http://rightsstatements.org/vocab/InC/1.0/", Kind.STATEMENT, "InC"),
        ("http://rightsstatements.org/vocab/CNE/1.0/", Kind.STATEMENT, "CNE"),
        (["http://creativecommons.org/publicdomain/mark/1.0/"], Kind.CLAIM, "Public Domain Mark 1.0"),
        ("http://creativecommons.org/licenses/by-sa/4.0/", Kind.LICENCE, "CC BY-SA 4.0"),
        ("http://www.europeana.eu/rights/rr-f/", Kind.STATEMENT, "InC"),
        ("http://www.europeana.eu/rights/out-of-copyright-non-commercial/", Kind.STATEMENT, "NoC-NC"),
        ("http://www.europeana.eu/rights/unknown/", Kind.STATEMENT, "CNE"),
        (None, Kind.NOTHING, ""),
    ],
)
def test_rights_of_europeana(rights: object, kind: Kind, understood: str) -> None:
    found = read_europeana(rights)
    assert (found.kind, name(found)) == (kind, understood)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30), lambda inner: st.lists(inner, max_size=3)
)


@given(st.dictionaries(st.sampled_from(["licenseurl", "rights", "possible-copyright-status"]), ANYTHING), ANYTHING)
def test_no_reply_breaks_a_reader(metadata: dict[str, Any], value: Any) -> None:
    replies = (
        read_internet_archive(metadata), read_europeana(value), read_youtube(value), read_vimeo(value),
        read_peertube(value, value), read_peertube(value, value, {"1": value}),
        read_dailymotion({"description": value}),
        read_commons({"LicenseShortName": value, "License": {"value": value}, "Categories": value}),
    )  # fmt: skip
    assert not any(found.is_reliable for found in replies)
