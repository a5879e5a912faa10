"""The check of pages finds what is wrong and leaves alone what is right."""

import html5lib
import pytest

from tests.pages.validity import faults


def faults_in(body: str) -> list[str]:
    page = f"<!DOCTYPE html><html lang='en'><title>A</title><main><h1>A</h1>{body}</main>"
    return faults(html5lib.parse(page, namespaceHTMLElements=False))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<span><div>a</div></span>", "<div> inside <span>"),
        ("<ul><p>a</p></ul>", "<p> as a child of <ul>"),
        ("<dl><span>a</span></dl>", "<span> as a child of <dl>"),
        ('<a href="/"><button>a</button></a>', "<button> inside <a>"),
        ('<img src="a">', "<img> without alt"),
        ('<iframe src="a"></iframe>', "<iframe> without title"),
        ("<nav>a</nav>", "<nav> without a name"),
        ('<a href="">a</a>', "<a> that leads nowhere"),
        ("<details>a</details>", "<details> that does not begin with its <summary>"),
        ('<a href="/"><i></i></a>', "<a> without words"),
        ("<h3>a</h3>", "a heading of level 3 after one of level 1"),
        ("<h1>b</h1>", "2 main headings"),
        ('<p id="a">a</p><p id="a">b</p>', "id a stands 2 times"),
    ],
)
def test_a_fault_is_told(body: str, told: str) -> None:
    assert [one for one in faults_in(body) if told in one]


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li><p>a</p></li></ul><dl><div><dt>a</dt><dd>b</dd></div></dl><h2>a</h2><h3>b</h3><h2>c</h2>",
        '<a href="/"><img src="a" alt="A"></a><nav aria-label="a"><a href="#b">b</a></nav>',
        "<details><summary>a</summary><p>b</p></details>",
        '<label for="q">a</label><input id="q"><button type="submit"><span>b</span></button>',
    ],
)
def test_a_right_page_is_left_alone(body: str) -> None:
    assert faults_in(body) == []
