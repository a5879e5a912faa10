"""From the bytes of a mail or a file to what it says: one Reading for each notice in it. Pure.

The order of trust in a mail: what our own mail server found (DKIM, DMARC), a signature of OpenPGP by a registered key,
a signature in the XML. Each is kept; a bad one stops what would happen by itself, and discards nothing. Without any of
them whoever wrote may be somebody else than the address says: a person looks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from allostream.rights_desk.reading import acns, bulk, letters, pgp
from allostream.rights_desk.reading.html_text import text_of
from allostream.rights_desk.reading.letters.statements import is_sworn
from allostream.rights_desk.reading.mails import Attached, Mail, Robot, taken_apart
from allostream.rights_desk.reading.shape import (
    Doubt,
    Kind,
    Reading,
    Signature,
    SignatureKind,
    Spot,
    Unsure,
    Who,
)

MOST_ATTACHED = 50
_SHEETS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reader knows of us and of the sender. `keys`: armoured certificates registered for the sender's address;
    `own_server`: whose Authentication-Results are ours; `own_addresses`: from which we write."""

    us: acns.Us = acns.NOBODY
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    own_server: str = ""
    own_addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a mail comes to. `readings` is empty for what is no message to the desk: `robot` says which program
    wrote."""

    mail: Mail
    readings: tuple[Reading, ...]
    text: str  # the part "body": places of findings count its characters
    robot: Robot = Robot.NONE


def read_mail(content: bytes, setting: Setting = Setting()) -> Told:
    """Read a mail. Never raises."""
    mail = taken_apart(content, own_server=setting.own_server, own_addresses=setting.own_addresses)
    keys = setting.keys.get(mail.sender, ())
    text, signature = _signed(mail, keys)
    found = list(_of_xml(mail, text, setting)) or [_letter(mail, text, setting)]
    robot = mail.robot
    if robot and not any(_is_notice(one) for one, _is_body in found):
        return Told(mail, (), text, robot)
    told = []
    for one, is_body in found:
        over = signature if _is_over(mail, signature, is_body) else Signature()
        told.append(_with_mail(one, mail, over, _trust(mail, over)))
    return Told(mail, tuple(told), text)


def _is_over(mail: Mail, signature: Signature, is_body: bool) -> bool:
    """Whether a signature is over what was read. Clear-signing leaves out what hangs on a mail, and a further part of
    PGP/MIME is signed by nobody: anybody can send on a signed text with a list of their own. A signature that does not
    hold speaks against all of a mail."""
    if signature.holds is not True:
        return True
    return is_body if mail.signed is None or pgp.is_clear_signed(mail.text) else mail.signed.is_all


def read_file(content: bytes, name: str = "", setting: Setting = Setting()) -> tuple[Reading, ...]:
    """Read a file that was handed in: XML, a mail that was saved, a list of addresses, or a letter. Raises
    bulk.Unreadable for what is none of them."""
    if name.lower().endswith(".eml"):
        return read_mail(content, setting).readings
    form = bulk.form_of(content, name)
    if form.kind != "xlsx":
        text = content.decode(form.encoding, errors="replace")
        if acns.has_notice(text):
            return tuple(acns.read(text, setting.us, part=name or "file"))
        if name.lower().endswith((".html", ".htm")) or "<html" in text[:2000].lower():
            return (letters.read(text_of(text), own_hosts=setting.us.hosts),)
        if not _is_list(text, form.kind):
            return (letters.read(text, own_hosts=setting.us.hosts),)
    return (bulk.read(content, bulk.looked_at(content, name)),)


def list_in(content: bytes, name: str = "") -> bulk.Look | None:
    """The look at a file that is a list, before it is read; None for XML, a mail and a letter. A table whose name says
    that it is one is one, though no column of it seems to hold addresses. Raises bulk.Unreadable."""
    if name.lower().endswith((".eml", ".html", ".htm", ".xml")):
        return None
    form = bulk.form_of(content, name)
    if form.kind != "xlsx":
        text = content.decode(form.encoding, errors="replace")
        if acns.has_notice(text) or "<html" in text[:2000].lower():
            return None
        is_named = form.kind == "csv" and name.lower().endswith((".csv", ".tsv"))
        if not is_named and not _is_list(text, form.kind):
            return None
    return bulk.looked_at(content, name)


def _is_list(text: str, kind: str) -> bool:
    """Whether text is a list of addresses and not a letter: most of its lines hold one, or it is a table with a column
    of them."""
    lines = [line for line in text.splitlines()[:200] if line.strip() and not line.startswith("#")]
    with_address = sum(bulk.has_address(line) for line in lines)
    return with_address * 2 > len(lines) if kind == "txt" else with_address * 10 >= len(lines) * 8


def _signed(mail: Mail, keys: Sequence[str]) -> tuple[str, Signature]:
    """The words that count, and the signature over them. Of clear-signed text those inside count, without the hyphens
    that signing put before lines."""
    clear = pgp.clear_signed(mail.text, keys)
    if clear is not None:
        return clear.words, Signature(SignatureKind.PGP, mail.sender_name, clear.checked.key, clear.checked.holds)
    if mail.signed is not None:
        checked = pgp.detached(mail.signed.data, mail.signed.signature, keys)
        return mail.text, Signature(SignatureKind.PGP, mail.sender_name, checked.key, checked.holds)
    if mail.has_smime:
        return mail.text, Signature(SignatureKind.SMIME, mail.sender_name)
    return mail.text, Signature()


def _of_xml(mail: Mail, text: str, setting: Setting) -> Iterator[tuple[Reading, bool]]:
    """Notices in XML, and whether each stands in the words of the mail."""
    if acns.has_notice(text):
        yield from ((one, True) for one in acns.read(text, setting.us))
    for attached in mail.attached[:MOST_ATTACHED]:
        is_xml = attached.name.lower().endswith(".xml") or attached.media_type in ("application/xml", "text/xml")
        if is_xml or attached.media_type == "application/octet-stream":
            words = attached.content[: 4 * 1024 * 1024].decode(bulk.encoding_of(attached.content), errors="replace")
            if acns.has_notice(words):
                yield from ((one, False) for one in acns.read(words, setting.us, part=attached.name))


def _letter(mail: Mail, text: str, setting: Setting) -> tuple[Reading, bool]:
    """The letter in a mail, together with the lists that hang on it, and whether nothing was taken from these; where it
    says nothing itself, the mail or the letter that hangs on it."""
    alone = letter = letters.read(text, title=mail.subject, sender=mail.sender, own_hosts=setting.us.hosts)
    doubts = [one for one in letter.doubts if one.doubt is not Doubt.ATTACHMENT]
    is_missing = len(doubts) < len(letter.doubts)
    for attached in mail.attached[:MOST_ATTACHED]:
        letter, is_read, doubt = _with_attached(letter, attached, setting)
        is_missing = is_missing and not is_read
        doubts.extend(doubt)
    if is_missing:
        doubts.append(Unsure(Doubt.ATTACHMENT))
    if letter.explanation is not alone.explanation:  # what it is for is said in what hangs on it
        doubts = [one for one in doubts if one not in alone.doubts or one.doubt is not Doubt.UNSURE_KIND]
    return replace(letter, doubts=tuple(doubts)), letter is alone


def _with_attached(letter: Reading, attached: Attached, setting: Setting) -> tuple[Reading, bool, list[Unsure]]:
    """A letter with what an attachment says; whether the attachment was read; the doubts of it."""
    spot = Spot(attached.name)
    if words := _letter_in(attached):
        if letter.addresses:
            return letter, False, [Unsure(Doubt.ATTACHMENT, attached.name, spot)]
        written = letters.read(words, sender=letter.sender.email, own_hosts=setting.us.hosts)
        return _as_attached(written, attached.name), True, [replace(one, spot=spot) for one in written.doubts]
    if attached.media_type == "message/rfc822" or attached.name.lower().endswith(".eml"):
        if letter.addresses:
            return letter, False, [Unsure(Doubt.ATTACHMENT, attached.name, spot)]
        inner = read_mail(attached.content, replace(setting, keys={}, own_server="")).readings
        passed_on = Unsure(Doubt.UNSURE_SENDER, attached.name, spot)
        return (replace(inner[0], sender=letter.sender), True, [passed_on]) if inner else (letter, False, [])
    if not attached.name.lower().endswith(_SHEETS):
        is_picture = attached.media_type.startswith("image/")
        return letter, False, [] if is_picture else [Unsure(Doubt.ATTACHMENT, attached.name, spot)]
    try:
        listed = bulk.read(attached.content, bulk.looked_at(attached.content, attached.name))
    except bulk.Unreadable as error:
        return letter, False, [Unsure(Doubt.NOT_READ, f"{attached.name}: {error.fault}", spot)]
    return _joined(letter, listed, attached.name), True, list(listed.doubts)


def _letter_in(attached: Attached) -> str:
    """The words of an attachment that is a letter and no list; "" for anything else."""
    name, kind = attached.name.lower(), attached.media_type
    if name.endswith((".html", ".htm")) or kind == "text/html":
        return text_of(attached.content.decode(bulk.encoding_of(attached.content), errors="replace"))
    if not name.endswith(".txt"):
        return ""
    words = attached.content.decode(bulk.encoding_of(attached.content), errors="replace").replace("\x00", "")
    return "" if _is_list(words, "txt") else words


def _as_attached(letter: Reading, name: str) -> Reading:
    """A letter whose places are those of an attachment, not of the mail."""
    spot = Spot(name)
    return replace(
        letter, works=tuple(replace(one, spot=spot) for one in letter.works),
        addresses=tuple(replace(one, spot=spot) for one in letter.addresses),
        statements=tuple(replace(one, spot=spot) for one in letter.statements),
        sender=replace(letter.sender, spot=None), principal=replace(letter.principal, spot=None),
        signature=replace(letter.signature, spot=None),
    )  # fmt: skip


def _joined(letter: Reading, listed: Reading, name: str) -> Reading:
    """A letter and a list that hangs on it: works and addresses of both, each address once."""
    there = {address.text for address in letter.addresses}
    first = len(letter.works)
    only = 0 if first == 1 and not listed.works else None
    further = (
        replace(
            one,
            work=one.work + first if one.work is not None else only,
            spot=Spot(f"{name}, {one.spot.part}" if one.spot else name),
        )
        for one in listed.addresses
        if one.text not in there
    )
    return replace(
        letter, works=(*letter.works, *listed.works), addresses=(*letter.addresses, *further),
        columns=letter.columns or listed.columns,
    )  # fmt: skip


def _is_notice(one: Reading) -> bool:
    """Whether a message of a program is a notice all the same: agents' programs write many."""
    is_xml = one.reader.startswith("acns")
    return is_xml or (
        one.kind in (Kind.NOTICE, Kind.COUNTER_NOTICE) and bool(one.addresses) and is_sworn(one.statements)
    )


def _trust(mail: Mail, signature: Signature) -> tuple[Unsure, ...]:
    """What speaks against the sender being whom the mail says."""
    if signature.holds:
        return ()
    doubts = [Unsure(Doubt.BAD_SIGNATURE, signature.key)] if signature.holds is False else []
    verdicts = mail.verdicts
    domain = mail.sender.rpartition("@")[2]
    aligned = verdicts.dkim == "pass" and _is_same(verdicts.dkim_domain, domain)
    # A mail with two senders is checked for one of them: it must be the one who is answered.
    is_theirs = verdicts.dmarc == "pass" and verdicts.dmarc_domain in ("", domain)
    if verdicts.dmarc == "fail" or verdicts.dkim == "fail":
        doubts.append(Unsure(Doubt.BAD_SIGNATURE, f"dkim={verdicts.dkim or 'none'} dmarc={verdicts.dmarc or 'none'}"))
    elif not (aligned or is_theirs):
        doubts.append(Unsure(Doubt.UNSURE_SENDER, mail.sender))
    return tuple(doubts)


def _is_same(signer: str, domain: str) -> bool:
    """Whether a signing domain is that of an address, or above it (RFC 7489, relaxed alignment); never a whole
    suffix."""
    return (
        bool(signer)
        and "." in signer
        and (signer == domain or domain.endswith(f".{signer}") or signer.endswith(f".{domain}"))
    )


def _with_mail(one: Reading, mail: Mail, signature: Signature, doubts: Sequence[Unsure]) -> Reading:
    """A Reading with what the mail around it tells. Whoever is answered is the sender of the mail: an address that
    stands in a letter proves nothing."""
    told = one.sender
    sender = replace(told, email=mail.sender or told.email, name=told.name or mail.sender_name)
    kept = [doubt for doubt in one.doubts if not (doubt == Unsure(Doubt.UNSURE_SENDER) and sender.name)]
    if told.email and mail.sender and told.email.lower() != mail.sender and one.reader != "letter":
        same = _is_same(told.email.lower().rpartition("@")[2], mail.sender.rpartition("@")[2])
        kept += [] if same else [Unsure(Doubt.UNSURE_SENDER, told.email)]
    refers = (*one.refers_to, *mail.recipients, mail.subject, *mail.refers_to)
    return replace(
        one, sender=sender if sender != Who() else told, refers_to=tuple(filter(None, refers))[:100],
        signature=signature if signature.kind is not SignatureKind.NONE else one.signature,
        doubts=(*kept, *doubts, *mail.doubts),
    )  # fmt: skip
