"""In which charset an answer is read: by its marks, its headers, and what a page says of itself."""

import pytest

from allostream.net.asking import Reply, charset_in, charset_of


@pytest.mark.parametrize(
    ("kind", "charset"),
    [
        ("text/html; charset=ISO-8859-1", "cp1252"),
        ("text/html; charset=GB2312", "gb18030"),
        ('text/html;charset="utf-8"', "utf-8"),
        ("text/html; charset='windows-1252'", "cp1252"),
        ("text/html; charset=nonsense", "utf-8"),
        ("text/html; charset=\0", "utf-8"),
        ("text/html; charset=hex", "utf-8"),
        ("text/html", "utf-8"),
        ("", "utf-8"),
    ],
)
def test_a_charset_is_one_that_text_can_be_read_in(kind, charset):
    assert charset_of(kind) == charset
    assert isinstance(Reply("u", 200, {}, b"\xff", 1, charset).text, str)


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/html", '<meta charset="iso-8859-1"><h1>Vidéo supprimée</h1>'.encode("cp1252"), "Vidéo supprimée"),
        (
            "text/html",
            '<META http-equiv=Content-Type content="text/html; charset=windows-1251"><p>Видео удалено'.encode("cp1251"),
            "Видео удалено",
        ),
        ("text/html; charset=utf-8", '<meta charset="iso-8859-1">é'.encode(), "é"),
        ("text/html; charset=iso-8859-1", "\ufeffé".encode(), "é"),
        ("text/html", '<meta charset="utf-16"><p>é'.encode(), "é"),
        ("text/html", "<p>é".encode("utf-16"), "é"),
        ("text/html", b" " * 1024 + '<meta charset="iso-8859-1">é'.encode(), "é"),
        ("text/html", '<meta charset="nonsense">é'.encode(), "é"),
        ("text/vtt", "\ufeffWEBVTT\n\né".encode(), "é"),
        ("application/json", '{"a": "<meta charset=iso-8859-1>é"}'.encode(), "é"),
    ],
)
def test_a_page_is_read_in_the_charset_that_a_browser_would_take(kind, body, text):
    read = Reply("u", 200, {}, body, len(body), charset_in(kind, body)).text
    assert text in read
    assert not read.startswith("\ufeff")
