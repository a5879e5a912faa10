"""What a document of ACNS says, in all revisions of its schema (0.6, 0.7, 2.0 rev 1.0 to 1.2), as a Reading. Pure.

Elements are taken by their local names: wrong, missing and invented namespaces are common. Names and passwords of
logins (Source/Login) are never read, and VerifiedData is never decoded.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from allostream.lib.web_parts import joined, parts_of
from allostream.rights_desk.reading.acns.blocks import Document
from allostream.rights_desk.reading.letters import statements
from allostream.rights_desk.reading.letters.lines import lines_of, paragraphs
from allostream.rights_desk.reading.shape import (
    Address,
    ClaimedWork,
    Doubt,
    Kind,
    Made,
    Mandate,
    Reading,
    Regime,
    SenderKind,
    Signature,
    SignatureKind,
    Spot,
    Unsure,
    Who,
)  # fmt: skip

MOST_ITEMS = 100_000
LONGEST_VALUE = 4000
MOVIELABS, ACNS = "http://www.movielabs.com/ACNS", "http://www.acns.net"
_KINDS = {
    "movie": "film",
    "music": "music",
    "game": "game",
    "software": "software",
    "document": "book",
    "image": "image",
}
_REQUIRED = (
    "Case/ID", "Complainant/Entity", "Complainant/Email", "Service_Provider/Entity", "Service_Provider/Email",
    "Source/TimeStamp", "Source/IP_Address", "Content/Item/FileName",
)  # fmt: skip
_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d)[:.-](\d\d)[:.-](\d\d)(?:\.\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?", re.IGNORECASE
)
_IDS = {"isan": "isan", "eidr": "eidr", "imdb": "imdb", "wikidata": "wikidata", "tmdb": "tmdb"}


@dataclass(frozen=True, slots=True)
class Us:
    """What we are called, to tell a notice for somebody else: names and hosts of our sites, our addresses for
    notices."""

    names: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()


def readings(found: Document, us: Us = Us()) -> Iterator[Reading]:
    """What a document says: one Reading for each notice in it; an envelope may hold several."""
    root = found.root
    name = _local(root)
    if name == "messageenvelope":
        for message in _all(root, "message"):
            for child in message:
                yield from readings(Document(child, found.mended), us)
    elif name == "infringement":
        yield _notice(root, found.mended, us)
    elif name == "statusrequest":
        cases = tuple(filter(None, (_text(case, "id") or _value(case) for case in _all(root, "case"))))
        yield Reading(
            reader=revision(root),
            kind=Kind.QUESTION,
            sender=_contact(_one(root, "complainant")),
            refers_to=cases,
            doubts=_mended(found.mended),
        )
    elif name == "counternotice":
        yield _counter(root, found.mended)
    else:
        yield Reading(
            reader=revision(root),
            kind=Kind.OTHER,
            doubts=(Unsure(Doubt.UNSURE_KIND, _bare(root.tag)), *_mended(found.mended)),
        )


def revision(root: Element) -> str:
    """The revision that a document follows, by its namespace and by what only later ones have."""
    namespace = root.tag[1:].partition("}")[0] if root.tag.startswith("{") else ""
    names = {_local(element) for element in root.iter()}
    if namespace.lower().startswith(ACNS) or {"declarations", "noticestatus", "messageenvelope"} & names:
        return "acns-1.2"
    if namespace.lower() == MOVIELABS.lower() or {"detection", "subtype", "textnotice", "explicittype"} & names:
        return "acns-1.1" if {"issource", "usenetheader", "verifieddata", "verifieddataloc"} & names else "acns-1.0"
    item = next((element for element in root.iter() if _local(element) == "item"), None)
    return "acns-0.7" if item is not None and _one(item, "timestamp") is not None else "acns-0.6"


def lacking(root: Element) -> tuple[str, ...]:
    """The elements that every revision requires and a notice does not have. It is read all the same."""
    return tuple(path for path in _REQUIRED if not _at(root, path))


def _notice(root: Element, mended: tuple[str, ...], us: Us) -> Reading:
    case, source, kind_of = _one(root, "case"), _one(root, "source"), _one(root, "type")
    detection, provider = _one(root, "detection"), _one(root, "service_provider")
    doubts = [
        *_mended(mended),
        *(
            Unsure(Doubt.DAMAGED, path, Spot("xml"))
            for path in lacking(root)
            if "IP_Address" not in path and "FileName" not in path
        ),
    ]
    if provider is not None and not _is_us(provider, us):
        doubts.append(Unsure(Doubt.NOT_FOR_US, _text(provider, "entity") or _text(provider, "email")))
    works, addresses = _items(root, source, detection, doubts)
    kind = _kind(case, kind_of, doubts)
    prose = "\n\n".join(filter(None, (_raw(root, "textnotice"), *_declared(root), _raw(root, "notes"))))
    said = _value(kind_of).upper() if kind_of is not None else ""
    return Reading(
        reader=revision(root),
        kind=kind,
        regimes=frozenset({Regime.DMCA} if said == "DMCA" else ()),
        sender=_contact(_one(root, "complainant")),
        mandate=Mandate.UNKNOWN,
        works=works,
        addresses=addresses,
        statements=tuple(_statements(prose)),
        signature=_signed(root),
        explanation=prose[:20_000],
        reference=_text(case, "id"),
        refers_to=tuple(_attribute(notice, "id") for notice in _notices(root) if _attribute(notice, "id")),
        automated=_automated(detection),
        doubts=tuple(doubts),
    )


def _kind(case: Element | None, kind_of: Element | None, doubts: list[Unsure]) -> Kind:
    said = _value(kind_of).upper() if kind_of is not None else ""
    if kind_of is not None and _attribute(kind_of, "retraction").lower() in ("true", "1", "yes"):
        return Kind.RETRACTION
    if said in ("INFO", "PRELIT"):
        return Kind.OTHER
    if _text(case, "status").lower() == "closed":  # sent again as closed: perhaps a retraction
        doubts.append(Unsure(Doubt.UNSURE_KIND, "Closed", Spot("xml")))
    return Kind.NOTICE


def _items(
    root: Element, source: Element | None, detection: Element | None, doubts: list[Unsure]
) -> tuple[tuple[ClaimedWork, ...], tuple[Address, ...]]:
    works: dict[tuple[str, str], int] = {}
    claimed: list[ClaimedWork] = []
    addresses: list[Address] = []
    asset, ids = _asset(detection)
    base = _text(source, "url_base") or (f"https://{_text(source, 'dns_name')}/" if _text(source, "dns_name") else "")
    content = _one(root, "content")
    items = [] if content is None else _all(content, "item")
    if len(items) > MOST_ITEMS:
        doubts.append(Unsure(Doubt.TOO_MUCH, f"{len(items):,}", Spot("xml")))
    for number, item in enumerate(items[:MOST_ITEMS], 1):
        title = _text(item, "title") or asset
        kind = _KINDS.get(_text(item, "explicittype").lower(), _KINDS.get(_text(item, "type").lower(), ""))
        if title and (title, kind) not in works:
            works[title, kind] = len(claimed)
            artist = _text(item, "artist")
            claimed.append(
                ClaimedWork(
                    title=title,
                    kind=kind,
                    ids=ids if title == asset or not asset else {},
                    description=artist,
                    spot=Spot(f"Item {number}"),
                )
            )
        address = _address(item, source, detection, base, number, doubts)
        if address is not None:
            addresses.append(replace(address, work=works.get((title, kind))))
    if asset and not claimed:
        claimed.append(ClaimedWork(title=asset, ids=ids, spot=Spot("Detection")))
    return tuple(claimed), tuple(addresses)


def _address(
    item: Element, source: Element | None, detection: Element | None, base: str, number: int, doubts: list[Unsure]
) -> Address | None:
    url = re.sub(r"\s+", "", _raw(item, "url"))[:LONGEST_VALUE]
    name = _unwrapped(_raw(item, "filename"))[:LONGEST_VALUE]
    spot = Spot(f"Item {number}")
    if (
        url
        and base
        and not parts_of(url).scheme
        and not url.lower().startswith("www.")
        and ("/" in url or "." not in url)
    ):
        url = joined(base, url)
    if not url and not name:
        doubts.append(Unsure(Doubt.UNSURE_ADDRESS, "", spot))
        return None
    if not url:  # the name of a file may hold the number of a link, or an address
        doubts.append(Unsure(Doubt.UNSURE_ADDRESS, name, spot))
    user = _text(source, "username")
    notes = [f"file: {name}" if name and url else "", f"user: {user}" if user else ""]
    evidence = _text(detection, "verifieddataloc")
    return Address(
        url or name,
        note="; ".join(filter(None, notes)),
        seen_at=moment(_text(item, "timestamp")) or moment(_text(source, "timestamp")),
        evidence=evidence if evidence.startswith(("http://", "https://")) else "",
        spot=spot,
    )


def _unwrapped(words: str) -> str:
    """A value whose line was broken on its way: a long line without blanks was cut, others were broken at a blank."""
    lines = [line for line in words.strip().splitlines() if line.strip()]
    whole = ""
    for line in lines:
        was_cut = len(whole) >= 50 and " " not in whole.strip()
        whole = line.strip() if not whole else f"{whole}{'' if was_cut else ' '}{line.strip()}"
    return whole


def moment(words: str) -> datetime | None:
    """A moment as notices write it, also with hyphens between hours and minutes; without a zone it is read as UTC."""
    found = _TIME.match(words.strip())
    if found is None:
        return None
    zone = (found[7] or "Z").upper().replace(":", "")
    offset = "+0000" if zone in ("Z", "UTC", "GMT") else zone
    try:
        return datetime.strptime("".join(found.groups()[:6]) + offset, "%Y%m%d%H%M%S%z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _asset(detection: Element | None) -> tuple[str, Mapping[str, str]]:
    asset = _one(detection, "asset") if detection is not None else None
    if asset is None:
        return "", {}
    number = _one(asset, "originalassetid")
    scheme = _IDS.get(_attribute(number, "type").lower(), "") if number is not None else ""
    return _text(asset, "originalassetname"), {scheme: _value(number)} if scheme and number is not None and _value(
        number
    ) else {}


def _automated(detection: Element | None) -> bool | None:
    if detection is None:
        return None
    matched = _one(detection, "contentmatched")
    return not (matched is not None and _attribute(matched, "human").lower() in ("true", "1"))


def _declared(root: Element) -> Iterator[str]:
    for declarations in _all(root, "declarations"):
        yield from filter(None, (_raw(declarations, "body"),))


def _statements(prose: str) -> Iterator[Made]:
    seen = set()
    for paragraph in paragraphs(tuple(lines_of(prose))):
        for one in statements.stated(paragraph):
            if one.certainty >= 0.5 and one.what not in seen:
                seen.add(one.what)
                yield Made(one.what, prose[one.start : one.end + 1][:1000], Spot("explanation", one.start, one.end))


def _signed(root: Element) -> Signature:
    """A ds:Signature is noted, not checked: whether it holds stays unknown."""
    has_signature = any(_local(element) == "signature" and "xmldsig" in element.tag for element in root)
    return Signature(SignatureKind.XML) if has_signature else Signature()


def _counter(root: Element, mended: tuple[str, ...]) -> Reading:
    content = _one(root, "counternoticecontent")
    text = _raw(content, "noticetext") if content is not None else ""
    reasons = {"IOWN": "owner", "FAIRUSEFREESPEECH": "exception", "MISIDENTIFIED": "misidentified", "OTHER": "other"}
    reason = reasons.get(_attribute(content, "rejectreason").upper(), "") if content is not None else ""
    return Reading(
        reader=revision(root),
        kind=Kind.COUNTER_NOTICE,
        sender=_contact(_one(root, "subscriber")),
        statements=tuple(_statements(text)),
        explanation=text[:20_000],
        grounds=(reason,) if reason else (),
        doubts=_mended(mended),
    )


def _contact(element: Element | None) -> Who:
    if element is None:
        return Who()
    return Who(
        kind=SenderKind.LEGAL if _text(element, "entity") else SenderKind.UNKNOWN,
        name=_text(element, "contact"),
        organisation=_text(element, "entity"),
        email=_text(element, "email"),
        address=" ".join(_text(element, "address").split()),
        phone=_text(element, "phone"),
        site=_text(element, "contacturl"),
        spot=Spot("Complainant"),
    )


def _is_us(provider: Element, us: Us) -> bool:
    """Whether a notice is meant for us. Where it names nobody, or we have not said who we are, it is."""
    entity, email = _text(provider, "entity").casefold(), _text(provider, "email").casefold()
    said = {entity, email} - {""}
    if not said or not (us.names or us.hosts or us.emails):
        return True
    domain = email.rpartition("@")[2]
    names = {name.casefold() for name in us.names} | us.hosts
    return (
        email in us.emails
        or any(_is_under(domain, host) for host in us.hosts)
        or any(name and name in entity for name in names)
    )


def _is_under(domain: str, host: str) -> bool:
    return bool(domain) and (domain == host or domain.endswith(f".{host}"))


def _mended(mended: Collection[str]) -> tuple[Unsure, ...]:
    return tuple(Unsure(Doubt.DAMAGED, name, Spot("xml")) for name in mended)


def _notices(root: Element) -> list[Element]:
    history = _one(root, "history")
    return [] if history is None else _all(history, "notice")[:100]


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def _local(element: Element) -> str:
    return _bare(element.tag).lower()


def _all(element: Element, name: str) -> list[Element]:
    return [child for child in element if _local(child) == name]


def _one(element: Element | None, name: str) -> Element | None:
    return None if element is None else next((child for child in element if _local(child) == name), None)


def _raw(element: Element | None, name: str) -> str:
    child = _one(element, name)
    return "" if child is None else "".join(child.itertext()).strip()


def _text(element: Element | None, name: str) -> str:
    return " ".join(_raw(element, name).split())[:LONGEST_VALUE]


def _value(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())[:LONGEST_VALUE]


def _attribute(element: Element | None, name: str) -> str:
    if element is None:
        return ""
    return next((value.strip()[:LONGEST_VALUE] for key, value in element.items() if _bare(key).lower() == name), "")


def _at(root: Element, path: str) -> str:
    element: Element | None = root
    for name in path.lower().split("/"):
        element = _one(element, name)
    return "" if element is None else _value(element)
