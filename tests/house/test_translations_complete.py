"""Every sentence of the pages has its French, with the same placeholders and the same tags."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2] / "allostream"
FRENCH = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|{[a-z_]+}|%[sd]")
TAG = re.compile(r"</?([a-z][a-z0-9]*)\b[^>]*>")
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def french() -> Catalog:
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr")


def forms(said: object) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, (list, tuple)) else (str(said or ""),)


def quarrels(message: Message) -> list[str]:
    """What is wrong with one translated sentence; nothing when it may be shown to people."""
    asked, given = forms(message.id), forms(message.string)
    found = ["it is marked as fuzzy"] if message.fuzzy else []
    if len(asked) > 1 and len(given) < 2:
        found.append("it has one form where French needs two")
    for number, text in enumerate(given):
        if not text.strip():
            found.append("it is not translated")
            continue
        # The form for one may leave the number out: “one film” instead of “1 film”.
        allowed = [set(PLACEHOLDER.findall(form)) for form in asked]
        wanted = allowed if number == 0 else allowed[-1:]
        if set(PLACEHOLDER.findall(text)) not in wanted:
            found.append(f"placeholders differ in “{text}”")
        if sorted(TAG.findall(text)) not in [sorted(TAG.findall(form)) for form in asked]:
            found.append(f"tags differ in “{text}”")
        if (asked[0][:1] in " \n") != (text[:1] in " \n"):  # not the narrow space before a French colon
            found.append(f"white space at the beginning differs in “{text}”")
    return found


def sentences_of(path: Path) -> set[tuple[str, str]]:
    """Context and sentence of everything marked for translation in a template or a module."""
    text = path.read_text()
    code = text
    if path.suffix in {".html", ".txt"}:  # what Django makes of a template is Python but for its indentation
        code = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    found = set()
    for _line, function, said, _comments in extract_python(io.BytesIO(code.encode()), list(KEYWORDS), [], {}):
        words = forms(said)
        has_context = function in {"pgettext", "pgettext_lazy", "npgettext"}
        found.add((words[0], words[1]) if has_context else ("", words[0]))
    return {(context, sentence) for context, sentence in found if sentence and sentence != "None"}


@pytest.mark.parametrize(
    ("asked", "given", "flags", "good"),
    [
        ("Watch", "Regarder", (), True),
        ("Watch", "", (), False),
        ("Watch", "Regarder", ("fuzzy",), False),
        ("By %(name)s", "De %(name)s", (), True),
        ("By %(name)s", "De %(nom)s", (), False),
        ("<b>Now</b>", "<b>Maintenant</b>", (), True),
        ("<b>Now</b>", "<i>Maintenant</i>", (), False),
        (("%(n)s film", "%(n)s films"), ("%(n)s film", "%(n)s films"), (), True),
        (("%(n)s film", "%(n)s films"), ("%(n)s film", "des films"), (), False),
        (("%(n)s film", "%(n)s films"), ("%(n)s film", ""), (), False),
    ],
)
def test_a_quarrel_is_found_where_there_is_one(
    asked: str | tuple[str, ...], given: str | tuple[str, ...], flags: tuple[str, ...], good: bool
) -> None:
    assert (quarrels(Message(asked, given, flags=flags)) == []) is good


def test_every_french_sentence_may_be_shown() -> None:
    catalog = french()
    assert len(catalog) > 50
    assert {message.id: quarrels(message) for message in catalog if message.id and quarrels(message)} == {}


def test_every_sentence_marked_in_the_code_is_in_the_french_file() -> None:
    catalog = french()
    known = {(message.context or "", forms(message.id)[0]) for message in catalog if message.id}
    sources = [*PACKAGE.glob("*/templates/**/*.html"), *PACKAGE.glob("*/templates/**/*.txt"), *PACKAGE.rglob("*.py")]
    missing = {
        f"{path.relative_to(PACKAGE)}: {sentence}"
        for path in sources
        for context, sentence in sentences_of(path)
        if (context, sentence) not in known
    }
    assert missing == set(), "run `./dev messages` and write the French"


def test_no_sentence_is_translated_that_nobody_says() -> None:
    assert list(french().obsolete) == []
