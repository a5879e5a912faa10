"""A mail taken apart: its words, what hangs on it, who sent it on whose word, and whether a program answers. Pure.

The bytes are kept by whoever calls this; here nothing is kept. What is too large or too deep is read as far as the
limits go, with a doubt: a person sees the rest.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr
from enum import StrEnum

from allostream.rights_desk.reading.html_text import text_of
from allostream.rights_desk.reading.shape import Doubt, Spot, Unsure

READ = 16 * 1024 * 1024  # bytes of a mail that are taken apart
MOST_PARTS = 200
DEEPEST = 20
LONGEST_TEXT = 2_000_000
_MULTIPART = re.compile(rb"content-type:\s*(?:multipart/|message/)", re.IGNORECASE)
_ID = re.compile(r"<[^<>\s]{3,300}>")
_AUTOMATIC = re.compile(
    (
        r"\s*(?:(?:re|aw|rép?)\s*:\s*)?(?:auto(?:matic)?[- ]?(?:reply|response|answer)"
        r"|out of (?:the )?office|réponse automatique|absence du bureau|(?:message d.)?absence\b"
        r"|automatische antwort"
        r"|abwesenheit|respuesta automática|fuera de (?:la )?oficina|undeliverable|undelivered"
        r"|delivery (?:status|failure)|mail delivery|returned mail|non remis|unzustellbar)"
    ),
    re.IGNORECASE,
)
# Quoted words and comments of a header come from whoever sent the mail: a method named in them found nothing.
_SENDERS_OWN = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
_FOUND_BY = re.compile(r"\s*(dkim|dmarc|arc)\s*=\s*([a-z]+)\b(.*)", re.IGNORECASE | re.DOTALL)
_SIGNING_DOMAIN = re.compile(r"\bheader\.[di]\s*=\s*(?:[^\s@;]*@)?([\w.-]+)", re.IGNORECASE)
_FROM_DOMAIN = re.compile(r"\bheader\.from\s*=\s*(?:[^\s@;]*@)?([\w.-]+)", re.IGNORECASE)
_XML = re.compile(r"<(?:[\w.-]+:)?Infringement[\s>]", re.IGNORECASE)
_ADDRESS = re.compile(r"h(?:tt|xx)ps?\W|www\.", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_STUB = 1000  # characters of a plain part that may only say that the mail is in HTML
_ROBOTS = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply-bounce|bounces?|double-bounce)(?:[+=.-].*)?@", re.IGNORECASE
)


class Robot(StrEnum):
    """Which program writes, where one does; none of these is ever answered."""

    NONE = ""
    BOUNCE = "bounce"  # a letter of ours did not arrive (RFC 3464)
    REPLY = "auto-reply"  # RFC 3834
    LIST = "list"  # RFC 2919
    OWN = "own"  # a letter of ours came back


@dataclass(frozen=True, slots=True)
class Attached:
    """What hangs on a mail. `media_type` as the mail says it: nobody has checked."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """What a PGP/MIME signature is over: the signed bytes as they were sent, and the signature. `is_all`: nothing but
    the two is in the mail."""

    data: bytes
    signature: bytes
    is_all: bool = True


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the operator's own mail server found (RFC 8601): "pass", "fail"… for each method, and for which domain."""

    dkim: str = ""
    dkim_domain: str = ""
    dmarc: str = ""
    dmarc_domain: str = ""
    arc: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail taken apart. `recipients`: every address that it names, for the tag of a case; `refers_to`: Message-IDs
    that it answers; `text`: of its plain part, else of its HTML."""

    sender: str
    sender_name: str
    reply_to: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    refers_to: tuple[str, ...]
    text: str
    attached: tuple[Attached, ...] = ()
    signed: Signed | None = None
    has_smime: bool = False
    robot: Robot = Robot.NONE
    verdicts: Verdicts = Verdicts()
    doubts: tuple[Unsure, ...] = ()


def taken_apart(content: bytes, *, own_server: str = "", own_addresses: Sequence[str] = ()) -> Mail:
    """Take a mail apart. `own_server`: the name by which our own mail server signs its Authentication-Results; no
    other's are believed. `own_addresses`: from which we write. Never raises."""
    doubts: list[Unsure] = []
    if len(content) > READ:
        doubts.append(Unsure(Doubt.TOO_MUCH, f"{len(content):,} > {READ:,}"))
    content = content[:READ]
    message = _parsed(content, doubts)
    plain, html, attached = _parts(message, doubts)
    text = _words(plain, html)
    if len(text) > LONGEST_TEXT:
        doubts.append(
            Unsure(Doubt.TOO_MUCH, f"{len(text):,} > {LONGEST_TEXT:,}", Spot("body", LONGEST_TEXT, len(text)))
        )
    name, sender = parseaddr(_header(message, "From"))
    return Mail(
        sender=sender.lower()[:254],
        sender_name=name[:300],
        reply_to=parseaddr(_header(message, "Reply-To"))[1].lower()[:254],
        recipients=_recipients(message),
        subject=" ".join(_header(message, "Subject").split())[:1000],
        message_id=next(iter(_ids(message, "Message-ID")), ""),
        refers_to=(*_ids(message, "In-Reply-To"), *_ids(message, "References"))[:50],
        text=text[:LONGEST_TEXT],
        attached=tuple(attached),
        signed=_signed(message, content),
        has_smime=_has_smime(message),
        robot=_robot(message, sender.lower(), {address.lower() for address in own_addresses}),
        verdicts=_verdicts(message, own_server),
        doubts=tuple(doubts),
    )


def _words(plain: str, html: str) -> str:
    """The words of a mail: of its plain part, else of its HTML. A plain part that only says that the mail is in HTML
    says nothing; XML in HTML would be lost as tags that nobody knows."""
    if not html or (plain.strip() and (len(plain) > _STUB or _ADDRESS.search(plain) or _XML.search(plain))):
        return plain
    if _XML.search(html):
        return html
    shown = text_of(html)
    return shown if not plain.strip() or _ADDRESS.search(shown) else plain


def _parsed(content: bytes, doubts: list[Unsure]) -> Message:
    """The message; without its parts where it is nested so deep that nobody wrote it so."""
    parser: BytesParser = BytesParser(policy=policy.compat32)
    if len(_MULTIPART.findall(content)) <= MOST_PARTS:
        try:
            return parser.parsebytes(content)
        except (RecursionError, ValueError, MessageError, LookupError) as error:
            doubts.append(Unsure(Doubt.NOT_READ, type(error).__name__))
    else:
        doubts.append(Unsure(Doubt.TOO_MUCH, f"> {MOST_PARTS} parts"))
    head, _blank, body = content.partition(b"\r\n\r\n") if b"\r\n\r\n" in content else content.partition(b"\n\n")
    message = parser.parsebytes(head + b"\r\n\r\n", headersonly=True)
    for name in ("Content-Type", "Content-Transfer-Encoding"):
        del message[name]
    message.set_payload(_decoded(body, "utf-8"))
    return message


def _parts(message: Message, doubts: list[Unsure]) -> tuple[str, str, list[Attached]]:
    plain: list[str] = []
    html: list[str] = []
    attached: list[Attached] = []
    for number, part in enumerate(_leaves(message, 0, doubts)):
        if number >= MOST_PARTS:
            doubts.append(Unsure(Doubt.TOO_MUCH, f"> {MOST_PARTS} parts"))
            break
        kind, name = part.get_content_type(), _name(part)
        is_body = part.get_content_disposition() != "attachment" and not name
        if is_body and kind in ("text/plain", "text/html"):
            (plain if kind == "text/plain" else html).append(_text(part))
        elif kind == "message/rfc822":
            attached.append(Attached(name or "message.eml", kind, _bytes_of_message(part)))
        elif kind not in ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"):
            attached.append(Attached(name or kind.replace("/", "."), kind, _bytes(part)))
    return "\n\n".join(plain), "\n".join(html), attached


def _leaves(message: Message, depth: int, doubts: list[Unsure]) -> Iterator[Message]:
    if not message.is_multipart() or message.get_content_type() == "message/rfc822":
        yield message
        return
    if depth >= DEEPEST:
        doubts.append(Unsure(Doubt.TOO_MUCH, f"> {DEEPEST} levels"))
        return
    payload = message.get_payload()
    for part in payload if isinstance(payload, list) else ():
        if isinstance(part, Message):
            yield from _leaves(part, depth + 1, doubts)


def _text(part: Message) -> str:
    text = _decoded(_bytes(part), part.get_content_charset() or "")
    if part.get_param("format") == "flowed":
        text = _unflowed(text, part.get_param("delsp") == "yes")
    return text.replace("\r\n", "\n").replace("\x00", "")


def _unflowed(text: str, drops_space: bool) -> str:
    """Lines that a mail program has broken, joined again (RFC 3676)."""
    out: list[str] = []
    goes_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        words = line[1:] if line.startswith(" ") else line
        out[-1:] = [out[-1] + words] if goes_on and out and not words.startswith(">") else [*out[-1:], words]
        goes_on = words.endswith(" ") and words != "-- " and not words.startswith(">")
        if goes_on and drops_space:
            out[-1] = out[-1][:-1]
    return "\n".join(out)


def _decoded(data: bytes, charset: str) -> str:
    """Text whatever its bytes say: by the named set, UTF-16 by its mark, UTF-8, else Windows-1252. Some sets have
    halves of characters, which nothing can keep."""
    return _SURROGATE.sub("\ufffd", _by_set(data, charset))


def _by_set(data: bytes, charset: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for name in (charset, "utf-8-sig"):
        try:
            if name and name.lower() not in ("us-ascii", "ascii"):
                return data.decode(name).removeprefix("\ufeff")
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", errors="replace")


def _bytes(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _bytes_of_message(part: Message) -> bytes:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    try:
        return inner.as_bytes() if isinstance(inner, Message) else _bytes(part)
    except (UnicodeError, ValueError, LookupError, KeyError, RecursionError, AttributeError):
        return b""


def _name(part: Message) -> str:
    try:
        return _unfolded(part.get_filename() or "")[:200].replace("\x00", "")
    except (ValueError, LookupError, TypeError, UnicodeError):
        return ""


def _header(message: Message, name: str) -> str:
    try:
        return _unfolded(str(message.get(name) or ""))[:5000]
    except (ValueError, LookupError, UnicodeError):
        return ""


def _unfolded(value: str) -> str:
    """A header in words, its encoded words decoded; surrogates are what raw bytes become."""
    try:
        parts = decode_header(value)
    except (ValueError, LookupError, MessageError, UnicodeError):
        parts = [(value, None)]
    words = "".join(_decoded(part, charset or "") if isinstance(part, bytes) else part for part, charset in parts)
    words = words.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\x00", "")
    return re.sub(r"[\r\n]+[ \t]*", " ", words)


def _ids(message: Message, name: str) -> tuple[str, ...]:
    return tuple(_ID.findall(_header(message, name)))


def _recipients(message: Message) -> tuple[str, ...]:
    headers = [
        _header(message, name) for name in ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc", "Resent-To")
    ]
    found = (
        address.lower() for _name, address in getaddresses([header for header in headers if header]) if "@" in address
    )
    return tuple(dict.fromkeys(address[:254] for address in found))[:100]


def _signed(message: Message, content: bytes) -> Signed | None:
    """The bytes of the first part of multipart/signed, as they stand in the mail: parsing would not give them back."""
    if message.get_content_type() != "multipart/signed" or message.get_param("protocol") != "application/pgp-signature":
        return None
    parts, boundary = message.get_payload(), message.get_boundary()
    if not isinstance(parts, list) or len(parts) < 2 or not boundary or not isinstance(parts[1], Message):
        return None
    marked = re.split(
        rb"\r?\n--" + re.escape(boundary.encode("ascii", "replace")) + rb"(?:--)?[ \t]*(?=\r?\n|$)", content
    )
    if len(marked) < 3:
        return None
    data = re.sub(rb"\r?\n", b"\r\n", marked[1].removeprefix(b"\r").removeprefix(b"\n"))
    return Signed(data, _bytes(parts[1]), is_all=len(parts) == 2)


def _has_smime(message: Message) -> bool:
    kind = message.get_content_type()
    return "pkcs7" in kind or (kind == "multipart/signed" and "pkcs7" in str(message.get_param("protocol") or ""))


def _robot(message: Message, sender: str, own: set[str]) -> Robot:
    """Whether a program wrote it that must not be answered. "auto-generated" alone says nothing: agents' programs send
    real notices so; a reply that no person wrote does."""
    submitted = _header(message, "Auto-Submitted").split(";")[0].strip().lower()
    if sender and sender in own:
        return Robot.OWN
    is_report = message.get_content_type() == "multipart/report"
    if is_report or _header(message, "Return-Path").strip() == "<>" or _ROBOTS.match(sender):
        return Robot.BOUNCE
    precedence = _header(message, "Precedence").strip().lower()
    headers = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From")
    if submitted == "auto-replied" or precedence == "auto_reply" or any(message.get(name) for name in headers):
        return Robot.REPLY
    if message.get("List-Id") or message.get("List-Post") or precedence == "list":
        return Robot.LIST
    return Robot.REPLY if _AUTOMATIC.match(_header(message, "Subject")) else Robot.NONE


def _verdicts(message: Message, own_server: str) -> Verdicts:
    """What our own server says it found; it stands above everything that came with the mail, so the first counts."""
    if not own_server:
        return Verdicts()
    for value in message.get_all("Authentication-Results") or ():
        words = _unfolded(str(value))
        if words.split(";")[0].split()[:1] != [own_server]:
            continue
        return _found_in(words)
    return Verdicts()


def _found_in(words: str) -> Verdicts:
    """The first result of each method."""
    told: dict[str, str] = {}
    domains = {"dkim": "", "dmarc": ""}
    for part in _SENDERS_OWN.sub(" ", words).split(";")[1:]:
        found = _FOUND_BY.match(part)
        if found is None or found[1].lower() in told:
            continue
        method = found[1].lower()
        told[method] = found[2].lower()
        domain = (_FROM_DOMAIN if method == "dmarc" else _SIGNING_DOMAIN).search(found[3])
        domains[method] = domain[1].lower() if domain else ""
    return Verdicts(**told, dkim_domain=domains["dkim"], dmarc_domain=domains["dmarc"])


__all__ = ["Attached", "Mail", "Robot", "Signed", "Verdicts", "taken_apart"]
