"""Files of subtitles that hosts list beside copies: works of their own, so each is told with its own basis."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from allostream.discovery.queries import Text, texts_of
from allostream.lib import languages
from allostream.links.queries import LinkRow
from allostream.web.addresses import href

FORMATS = {"vtt": "WebVTT", "srt": "SRT"}


@dataclass(slots=True)
class TextRow:
    """A file in words."""

    address: SafeString
    name: str
    form: str
    basis: str
    statement: str


@dataclass(slots=True)
class TextsOfHost:
    """The files that one host lists, all in one group."""

    host: str
    rows: list[TextRow]


def found_texts(links: Iterable[LinkRow]) -> list[TextsOfHost]:
    """The files beside copies that are shown here, by host. One query, none where no copy is known to have subtitles.

    Nothing of a copy that is not for the visitor's country is told: only links that are shown are asked about.
    """
    asked = [link.public_id for link in links if link.subtitles or link.sdh]
    groups: dict[str, TextsOfHost] = {}
    for text in texts_of(asked) if asked else ():
        groups.setdefault(text.host, TextsOfHost(text.host, [])).rows.append(_row(text))
    return list(groups.values())


def _row(text: Text) -> TextRow:
    reader = get_language() or "en"
    name = languages.name(text.language, reader) if text.language else gettext("Language not told")
    form = FORMATS.get(text.format, text.format)
    kind = gettext("for deaf and hard of hearing people") if text.kind == "captions" else ""
    by = gettext("made by a machine") if text.by_machine else ""
    said = text.statement or gettext("no licence named")
    return TextRow(
        href(text.address), name, ", ".join(filter(None, (form, kind, by))),
        gettext("Its host offers it with this copy"), said,
    )  # fmt: skip
