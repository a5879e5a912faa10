"""Components: their sentences in each language, their values escaped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override
from minijinja import TemplateError

from allostream.web import quick
from allostream.web.addresses import href


def forget() -> None:
    for known in (quick.environment, quick.pieces, quick._form):
        known.cache_clear()


@pytest.fixture
def component(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file for a component of the test's own."""
    monkeypatch.setattr(quick, "FOLDER", tmp_path)
    forget()
    yield tmp_path / "own.html"
    forget()


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


def test_a_form_is_filled_in_with_texts_as_they_are(component: Path) -> None:
    component.write_text(
        '<p class="{{ look }}">100 % {{ name }}: <a href="{{ address }}">{{ _("Watch") }}</a>, {{ name }}</p>'
    )
    with override("fr"):
        form = quick.form("own.html", "address", "unused", "name", look='"x"')
    filled = form.filled(href("/a?b=1&c"), "…", quick.escaped("A & B/C"))
    assert filled == (
        '<p class="&quot;x&quot;">100 % A &amp; B&#x2f;C: <a href="/a?b=1&amp;c">Voir</a>, A &amp; B&#x2f;C</p>'
    )
    assert form.filled("/b", "", "D").endswith('<a href="/b">Voir</a>, D</p>')


def test_pieces_stand_between_the_places_of_a_component(component: Path) -> None:
    component.write_text("5 % <a>{{ first }}</a> {{ look }} <b>{{ second }}</b>")
    assert quick.pieces("en", "own.html", ("first", "second"), (("look", "x"),)) == ("5 % <a>", "</a> x <b>", "</b>")
    with pytest.raises(ValueError, match="second, first"):
        quick.pieces("en", "own.html", ("second", "first"), (("look", "x"),))


@pytest.mark.parametrize("text", ["plain", "A & B", "<i>", "it's", 'a "b"', "AC/DC", "é’ …"])
def test_what_is_escaped_for_a_form_is_what_a_component_writes(component: Path, text: str) -> None:
    component.write_text("{{ text }}")
    assert quick.escaped(text) == quick.render("own.html", text=text)


def test_long_html_is_put_in_as_it_is(component: Path) -> None:
    component.write_text("<ol>{{ entries }}</ol>{{ name }}")
    entries = SafeString("<li>1/2</li>" * 1000)
    assert quick.render("own.html", entries=entries, name="<b>") == f"<ol>{entries}</ol>&lt;b&gt;"
