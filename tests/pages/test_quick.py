"""Components: their sentences in each language, their values escaped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override
from minijinja import TemplateError

from allostream.web import quick
from allostream.web.addresses import href


@pytest.fixture
def component(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file for a component of the test's own."""
    monkeypatch.setattr(quick, "FOLDER", tmp_path)
    quick.environment.cache_clear()
    yield tmp_path / "own.html"
    quick.environment.cache_clear()


@pytest.mark.parametrize(("language", "said"), [("en", "<p>Watch</p>"), ("fr", "<p>Voir</p>")])
def test_a_sentence_is_said_in_the_language_of_the_page(component: Path, language: str, said: str) -> None:
    component.write_text('<p>{{ _("Watch") }}</p>')
    with override(language):
        assert quick.render("own.html") == said


def test_values_take_their_places_in_a_sentence_and_are_escaped(component: Path) -> None:
    component.write_text("""{{ _('Watch here<span class="vh"> from %(host)s</span>')|put(host=link.host) }}""")
    with override("fr"):
        said = quick.render("own.html", link={"host": "A & <b>"})
    assert said == 'Voir ici<span class="vh"> depuis A &amp; &lt;b&gt;</span>'


def test_an_address_keeps_its_slashes_and_loses_its_quotes(component: Path) -> None:
    component.write_text('<a href="{{ address }}">')
    assert quick.render("own.html", address=href('/a/b?x=1&y="')) == '<a href="/a/b?x=1&amp;y=&quot;">'


def test_a_value_that_nobody_gave_is_a_mistake(component: Path) -> None:
    component.write_text("{{ forgotten }}")
    with pytest.raises(TemplateError):
        quick.render("own.html")


def test_a_component_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(TemplateError):
        quick.render("nothing.html")
