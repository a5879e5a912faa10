"""Every template parses, and a page made of it can have its language, one heading and its title.

The pages themselves are looked at where they are rendered; this finds what a page that nobody renders would hide.
"""

import re
from pathlib import Path

import pytest
from django.template import engines
from minijinja import TemplateError

from allostream.web import quick
from allostream.web.templatetags.allostream import register

FOLDER = Path(__file__).resolve().parents[2] / "allostream" / "web" / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
COMPONENTS = [name.removeprefix("quick/") for name in TEMPLATES if name.startswith("quick/")]
OF_DJANGO = [name for name in TEMPLATES if not name.startswith("quick/")]
LINK = re.compile(r"{%\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")
QUICK = re.compile(r"{%\s*quick\s+[\"']([^\"']+)[\"']")
EXTENDS = re.compile(r"{%\s*extends\s+[\"']([^\"']+)[\"']")
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)

# What the one page that takes a component as its body is made of.
BODIES = ("quick/film.html", "quick/series.html")

# Its view asks the browser which page the form stands on instead: a token would make each reader's page another one.
TOKENLESS = (
    'action="{% address "settings" %}"', 'action="{{ settings_address }}"',
    'action="{% address "link" id=link.public_id %}"', 'action="{{ row.link_address }}"',
    'action="{{ where.want_address }}"',
    # Nobody is signed in where a notice is sent; on the page of a case its secret stands in the form.
    'name="token" value="{{ token }}"', 'name="key" value="{{ key }}"', 'name="kind" value="{{ kind }}"',
    'name="proof" value="{{ key }}"', 'name="seal" value="{{ seal }}"',
)  # fmt: skip

# What no template may have, with the reason, a bad sample and a good one.
FORBIDDEN = {
    "script in the page: the content security policy stops it": (
        r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)",
        "<script>go()</script>",
        '<script src="/static/a.js" defer></script>',
    ),
    "style in the page: the content security policy stops it": (
        r"<style\b|\sstyle=",
        '<p style="x">',
        '<p class="style">',
    ),
    "handler in the page: the content security policy stops it": (
        r"\son[a-z]+=",
        '<a onclick="x()">',
        '<a class="on">',
    ),
    "picture without alternative text": (r"<img(?![^>]*\balt=)", '<img src="a.png">', '<img src="a.png" alt="">'),
    "frame without a title": (r"<iframe(?![^>]*\btitle=)", '<iframe src="x">', '<iframe src="x" title="Player">'),
    "positive tabindex: it takes the order away from the page": (r"tabindex=\"?[1-9]", 'tabindex="2"', 'tabindex="-1"'),
    "zoom that is switched off": (r"user-scalable|maximum-scale", "user-scalable=no", "width=device-width"),
    "new window": (r"target=[\"']?_blank", '<a target="_blank">', '<a href="/x">'),
}


def source(name: str) -> str:
    return COMMENT.sub("", (FOLDER / name).read_text())


def links_of(name: str) -> list[str]:
    """What a template names: components are in a folder of their own, and name each other within it."""
    text = source(name)
    folder = "quick/" if name.startswith("quick/") else ""
    named = [*(folder + other for other in LINK.findall(text)), *("quick/" + other for other in QUICK.findall(text))]
    return [*named, *BODIES] if "{{ body }}" in text else named


def family(name: str) -> set[str]:
    """The template with all it extends or includes by name."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found and (FOLDER / one).exists():
            found.add(one)
            waiting += links_of(one)
    return found


def is_page(name: str) -> bool:
    """A template that is rendered by itself: it ends in a whole document, and no other template builds on it."""
    built_on = {base for other in TEMPLATES for base in EXTENDS.findall(source(other))}
    return name not in built_on and any("<html" in source(one) for one in family(name))


PAGES = [name for name in TEMPLATES if is_page(name)]


def test_there_are_templates_and_pages_among_them() -> None:
    assert len(TEMPLATES) > 10
    assert len(PAGES) > 10


@pytest.mark.parametrize("name", OF_DJANGO)
def test_a_template_parses(name: str) -> None:
    engines["django"].get_template(name)


@pytest.mark.parametrize("name", COMPONENTS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_component_parses_with_the_sentences_of_each_language(name: str, language: str) -> None:
    with pytest.raises(TemplateError) as failed:
        quick.environment(language).render_template(name, reader=language)
    assert "undefined value" in str(failed.value)  # it parsed and asks for its values
    assert "_(" not in (quick.load(name, language) or "")


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_template_builds_on_is_there(name: str) -> None:
    assert {other for other in links_of(name) if other not in TEMPLATES} == set()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_language_direction_heading_title_and_a_place_to_jump_to(name: str) -> None:
    whole = "\n".join(source(one) for one in family(name))
    assert re.search(r"<html[^>]*\slang=", whole)
    assert len(re.findall(r"<title\b", whole)) == 1
    assert "<h1" in whole
    assert "<main" in whole


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_form_that_changes_something_carries_its_token(name: str) -> None:
    for form in re.findall(r"<form\b.*?</form>", source(name), re.DOTALL):
        if re.match(r"<form[^>]*method=[\"']?post", form, re.IGNORECASE) and not any(one in form for one in TOKENLESS):
            assert "{% csrf_token %}" in form, form[:200]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_prohibition_finds_its_bad_sample_only(what: str) -> None:
    pattern, bad, good = FORBIDDEN[what]
    assert re.search(pattern, bad)
    assert not re.search(pattern, good)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str) -> None:
    pattern = FORBIDDEN[what][0]
    assert [name for name in TEMPLATES if re.search(pattern, source(name))] == []


def test_every_tag_and_filter_of_ours_is_used_by_a_template() -> None:
    whole = "\n".join(source(name) for name in OF_DJANGO)
    named = [rf"{{%\s*{tag}\b" for tag in register.tags] + [rf"\|{name}\b" for name in register.filters]
    assert [pattern for pattern in named if not re.search(pattern, whole)] == [], "strike it out"
