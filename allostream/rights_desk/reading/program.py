"""What a program of a verified sender writes: a notice in JSON. No Django, no clock, no network.

Every fault is told with its place as a JSON pointer (RFC 6901) and what to do; nothing is guessed. Names of fields and
their meaning stand in docs/rights-desk-pages.md and in the OpenAPI description.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allostream.lib.countries import WORLD, spelled_out
from allostream.rights_desk.reading.shape import (
    Address,
    ClaimedWork,
    Kind,
    Made,
    Mandate,
    Reading,
    Regime,
    SenderKind,
    Signature,
    SignatureKind,
    Statement,
    Subject,
    Who,
)

MOST_ADDRESSES = 100_000
MOST_WORKS = 10_000
LONGEST_ADDRESS, LONGEST_TEXT = 8_000, 20_000
MOST_FAULTS = 50
MOST_IDS = 50
LATEST_YEAR, MOST_NUMBER = 9_999, 99_999
YEARS = range(1900, 2200)  # in which a copy can have been seen
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
KINDS = (Kind.NOTICE, Kind.RETRACTION)
FIELDS = frozenset({
    "kind", "subject", "reference", "refers_to", "works", "urls", "explanation", "right", "territories", "statements",
    "signature", "on_behalf_of", "mandate", "regimes", "language", "automated", "stay_down",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault in what was sent: where, and what to do."""

    pointer: str
    detail: str


class NotRead(Exception):
    """It could not be taken as a notice; `faults` say why, MOST_FAULTS at most."""

    def __init__(self, faults: Sequence[Wrong]) -> None:
        self.faults = tuple(faults[:MOST_FAULTS])
        super().__init__("; ".join(f"{one.pointer}: {one.detail}" for one in self.faults))


class _Form:
    """A JSON object that is read field by field, with the faults found on the way."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.faults: list[Wrong] = []

    def wrong(self, pointer: str, detail: str) -> None:
        self.faults.append(Wrong(pointer, detail))

    def sound(self, value: str, pointer: str) -> str:
        """A text that can be kept; "" with a fault for one that cannot."""
        if "\x00" not in value and (value.isascii() or _is_unicode(value)):
            return value.strip()
        self.wrong(pointer, "must have no NUL and no half of a surrogate pair")
        return ""

    def text(self, name: str, longest: int = 300, *, of: Mapping[str, Any] | None = None, at: str = "") -> str:
        value = (self.given if of is None else of).get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(f"{at}/{name}", "must be a text")
            return ""
        if len(value) > longest:
            self.wrong(f"{at}/{name}", f"must have at most {longest} characters")
        return self.sound(value[:longest], f"{at}/{name}")

    def chosen(self, name: str, values: type, otherwise: Any) -> Any:
        value = self.text(name)
        if not value:
            return otherwise
        try:
            return values(value)
        except ValueError:
            self.wrong(f"/{name}", f"must be one of: {', '.join(values)}")  # type: ignore[arg-type]  # a StrEnum
            return otherwise

    def rows(self, name: str, most: int) -> list[Any]:
        value = self.given.get(name, [])
        if not isinstance(value, list):
            self.wrong(f"/{name}", "must be a list")
            return []
        if len(value) > most:
            self.wrong(f"/{name}", f"must have at most {most} entries: part it into several calls")
            return []
        return value

    def texts(
        self, name: str, most: int = 300, *, of: Mapping[str, Any] | None = None, at: str = ""
    ) -> tuple[str, ...]:
        value = (self.given if of is None else of).get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value) or len(value) > most:
            self.wrong(f"{at}/{name}", f"must be a list of at most {most} texts")
            return ()
        return tuple(self.sound(one[:LONGEST_ADDRESS], f"{at}/{name}/{place}") for place, one in enumerate(value))

    def territories(self, *, of: Mapping[str, Any] | None = None, at: str = "") -> tuple[str, ...]:
        found = self.texts("territories", of=of, at=at)
        for place, code in enumerate(found):
            if not spelled_out([code]):
                self.wrong(f"{at}/territories/{place}", f'must be a two-letter code of a country, as FR, or "{WORLD}"')
        return found

    def yes(self, name: str) -> bool | None:
        value = self.given.get(name)
        if value is not None and not isinstance(value, bool):
            self.wrong(f"/{name}", "must be true or false")
            return None
        return value

    def number(self, name: str, of: Mapping[str, Any], at: str, most: int = MOST_NUMBER) -> int | None:
        value = of.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most):
            return value
        self.wrong(f"{at}/{name}", f"must be a whole number, at most {most}")
        return None


def read(content: bytes, sender: Who) -> Reading:
    """What a program sent as a `Reading`, in the name of the sender whose key it has. Raises NotRead."""
    form = _Form(_object(content))
    for name in sorted(set(form.given) - FIELDS):
        form.wrong(f"/{escaped(name)}", "is not known here")
    kind = form.chosen("kind", Kind, Kind.NOTICE)
    if kind not in KINDS:
        form.wrong("/kind", f"must be one of: {', '.join(KINDS)}")
    works = tuple(_work(form, row, f"/works/{place}") for place, row in enumerate(form.rows("works", MOST_WORKS)))
    urls = form.rows("urls", MOST_ADDRESSES)
    addresses = tuple(_address(form, row, f"/urls/{place}", len(works)) for place, row in enumerate(urls))
    refers_to = form.texts("refers_to")
    if not urls and not form.faults and not (kind is Kind.RETRACTION and refers_to):
        form.wrong("/urls", "must name at least one address")
    language = form.text("language", 12)
    if language and not LANGUAGE.fullmatch(language):
        form.wrong("/language", "must be the code of a language, as fr")
    principal = form.text("on_behalf_of")
    signature = form.text("signature")
    found = Reading(
        reader="api", kind=kind, subject=form.chosen("subject", Subject, Subject.COPYRIGHT),
        regimes=frozenset(_each(form, "regimes", Regime)) or frozenset({Regime.DSA}), sender=sender,
        principal=Who(SenderKind.UNKNOWN, organisation=principal) if principal else Who(),
        mandate=form.chosen("mandate", Mandate, Mandate.UNKNOWN), works=works, addresses=addresses,
        statements=tuple(Made(one) for one in _each(form, "statements", Statement)),
        signature=Signature(SignatureKind.KEY, signature or sender.organisation or sender.name, holds=True),
        explanation=form.text("explanation", LONGEST_TEXT), right=form.text("right"),
        territories=form.territories() or (WORLD,), language=language,
        reference=form.text("reference", 200), refers_to=refers_to, is_partial=bool(urls),
        wants_stay_down=form.yes("stay_down") is not False, automated=form.yes("automated"),
    )  # fmt: skip
    if form.faults:
        raise NotRead(form.faults)
    return found


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        given = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_int=_whole)
    except UnicodeDecodeError:
        raise NotRead([Wrong("", "must be UTF-8")]) from None
    except (json.JSONDecodeError, RecursionError) as error:
        place = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise NotRead([Wrong("", f"must be JSON{place}")]) from None
    if not isinstance(given, dict):
        raise NotRead([Wrong("", "must be a JSON object")])
    return given


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names stand once each: which of two is meant is not guessed (RFC 8259, section 4)."""
    found = dict(pairs)
    if len(found) != len(pairs):
        again, _times = Counter(name for name, _value in pairs).most_common(1)[0]
        raise NotRead([Wrong("", f"must name {json.dumps(again[:60])} once in an object")])
    return found


def _whole(digits: str) -> int:
    """A whole number; of one that is far too long for anything here no more than that it is."""
    return int(digits) if len(digits) < 20 else 10**20


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def escaped(name: str) -> str:
    """A name as a part of a JSON pointer (RFC 6901, section 3), cut to what helps to find it."""
    return name[:60].replace("~", "~0").replace("/", "~1")


def _each(form: _Form, name: str, values: Any) -> list[Any]:
    found = []
    for place, text in enumerate(form.texts(name)):
        try:
            found.append(values(text))
        except ValueError:
            form.wrong(f"/{name}/{place}", f"must be one of: {', '.join(values)}")
    return found


def _work(form: _Form, row: Any, at: str) -> ClaimedWork:
    if isinstance(row, str):
        return ClaimedWork(form.text("title", 500, of={"title": row}, at=at))
    if not isinstance(row, dict):
        form.wrong(at, "must be a title, or an object with a title")
        return ClaimedWork()
    found = ClaimedWork(
        form.text("title", 500, of=row, at=at), form.text("kind", 60, of=row, at=at),
        form.number("year", row, at, LATEST_YEAR),
        form.number("season", row, at), form.number("episode", row, at), form.text("owner", of=row, at=at),
        form.text("description", 2000, of=row, at=at), _ids(form, row, at),
        form.texts("lawful_urls", 100, of=row, at=at),
    )  # fmt: skip
    if not (found.title or found.ids):
        form.wrong(at, "must have a title, or an id of a catalogue")
    return found


def _ids(form: _Form, row: Mapping[str, Any], at: str) -> Mapping[str, str]:
    ids = row.get("ids", {})
    if not isinstance(ids, dict) or len(ids) > MOST_IDS or not all(isinstance(one, str) for one in ids.values()):
        form.wrong(f"{at}/ids", f'must be an object of at most {MOST_IDS} texts, as {{"imdb": "tt0443453"}}')
        return {}
    at = f"{at}/ids"
    return {form.sound(name[:60], at): form.text(name, of=ids, at=at) for name in ids}


def _address(form: _Form, row: Any, at: str, works: int) -> Address:
    if isinstance(row, str):
        row = {"url": row}
    if not isinstance(row, dict):
        form.wrong(at, "must be an address, or an object with a url")
        return Address("")
    work = form.number("work", row, at)
    if work is not None and work >= works:
        form.wrong(f"{at}/work", f"must be the place of a work in the list, 0 to {works - 1}")
    text, target = (form.text(name, LONGEST_ADDRESS, of=row, at=at) for name in ("url", "target_url"))
    if not (text or target):
        form.wrong(at, "must have a url or a target_url")
    return Address(
        text or target, work, target if text else "", form.text("note", 2000, of=row, at=at),
        form.territories(of=row, at=at), _moment(form, row, at),
        form.text("evidence_url", 2000, of=row, at=at),
    )  # fmt: skip


def _moment(form: _Form, row: Mapping[str, Any], at: str) -> datetime | None:
    text = form.text("seen_at", of=row, at=at)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment.year not in YEARS:
        form.wrong(f"{at}/seen_at", "must be an instant with its zone, as 2026-11-20T09:14:02Z")
        return None
    return moment
