"""Words that are looked up once: each language, each number and each context keeps its own."""

import pytest
from django.utils import translation
from django.utils.translation import override

from allostream.web import spoken

COUNTED = "%(count)s episode", "%(count)s episodes"


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 0, "episodes"),
        ("en", 1, "episode"),
        ("en", 2, "episodes"),
        ("fr", 0, "épisode"),
        ("fr", 1, "épisode"),
        ("fr", 2, "épisodes"),
    ],
)
def test_a_number_has_the_form_of_its_language_however_often_it_is_said(language: str, count: int, said: str) -> None:
    with override(language):
        assert [spoken.ngettext(*COUNTED, count).split()[-1] for _ in range(2)] == [said, said]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_remembered_is_what_django_says(language: str) -> None:
    with override(language):
        for count in range(25):
            assert spoken.ngettext(*COUNTED, count) == translation.ngettext(*COUNTED, count)
        assert spoken.gettext("Episodes") == translation.gettext("Episodes")
        assert spoken.pgettext("offer", "Free") == translation.pgettext("offer", "Free")
