"""TXT records of a name (RFC 1035): what the owner of a domain has written down there for others to read.

The system's resolver gives addresses alone, so the name servers of the machine are asked here: by UDP, by TCP where an
answer does not fit. Nothing but text comes of it, which is why it matters little whom a forged answer would name: it
would have to hold the very word that was asked for.
"""

import secrets
import socket
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import ip_address
from pathlib import Path

from allostream.net.errors import BadReply, NoSuchName, TimedOut, Unreachable

RESOLV_CONF = Path("/etc/resolv.conf")
PORT = 53
SECONDS = 3.0  # for one server
TXT, INTERNET = 16, 1
NAME_ERROR = 3
MOST_RECORDS, MOST_BYTES = 100, 65_535
Server = tuple[str, int]


def txt_records(name: str, servers: Sequence[Server] | None = None, *, seconds: float = SECONDS) -> tuple[str, ...]:
    """The TXT records of a name, each as one text; () where the name has none. `servers`: whom to ask, else those of
    the machine, one after the other.

    Raises NoSuchName, TimedOut, Unreachable, BadReply.
    """
    question = _question(name)
    last: Exception = Unreachable(name, "No name server is known on this machine.")
    for server in servers if servers is not None else system_servers():
        try:
            return tuple(_records(_asked(question, server, seconds), question, name))
        except TimeoutError:
            last = TimedOut(name, "The name server does not answer.")
        except OSError:
            last = Unreachable(name, "The name server cannot be reached.")
        except (struct.error, IndexError, ValueError):
            last = BadReply(name, "The answer of the name server cannot be read.")
    raise last


def system_servers(path: Path = RESOLV_CONF) -> tuple[Server, ...]:
    """The name servers of this machine, three at most as the system takes them; its own where the file names none."""
    try:
        lines = path.read_text(errors="replace").splitlines()
    except OSError:
        lines = []
    found = []
    for line in lines:
        word, _blank, rest = line.strip().partition(" ")
        if word == "nameserver" and _is_address(rest.strip()):
            found.append((rest.strip(), PORT))
    return tuple(found[:3]) or (("127.0.0.1", PORT),)


def _is_address(text: str) -> bool:
    try:
        ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return True


def _question(name: str) -> bytes:
    """A message that asks for the TXT records of a name. Raises NoSuchName for what cannot be one."""
    try:
        labels = [label.encode("idna") if not label.isascii() else label.encode() for label in name.split(".")]
    except UnicodeError as error:
        raise NoSuchName(name, "The name cannot be one.") from error
    if not all(0 < len(label) < 64 for label in labels) or sum(len(label) + 1 for label in labels) > 254:
        raise NoSuchName(name, "The name cannot be one.")
    head = struct.pack(">HHHHHH", secrets.randbelow(1 << 16), 0x0100, 1, 0, 0, 0)  # recursion is wanted
    return head + b"".join(bytes([len(label)]) + label for label in labels) + b"\0" + struct.pack(">HH", TXT, INTERNET)


def _asked(question: bytes, server: Server, seconds: float) -> bytes:
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    until = time.monotonic() + seconds
    with socket.socket(family, socket.SOCK_DGRAM) as one:
        one.connect(server)  # only what this server sends from there is heard
        one.send(question)
        while True:
            one.settimeout(max(0.001, until - time.monotonic()))
            answer = one.recv(MOST_BYTES)
            if _answers(answer, question):
                break
            if time.monotonic() >= until:
                raise TimeoutError
    return _asked_by_tcp(question, server, family, seconds) if answer[2] & 0x02 else answer


def _asked_by_tcp(question: bytes, server: Server, family: socket.AddressFamily, seconds: float) -> bytes:
    until = time.monotonic() + seconds
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.settimeout(seconds)
        one.connect(server)
        one.sendall(struct.pack(">H", len(question)) + question)
        size = struct.unpack(">H", _whole(one, 2, until))[0]
        answer = _whole(one, size, until)
    if not _answers(answer, question):
        raise ValueError("the answer is to another question")
    return answer


def _whole(one: socket.socket, size: int, until: float) -> bytes:
    found = b""
    while len(found) < size:
        one.settimeout(max(0.001, until - time.monotonic()))
        if not (portion := one.recv(size - len(found))):
            raise ValueError("the answer broke off")
        found += portion
    return found


def _answers(answer: bytes, question: bytes) -> bool:
    """Whether it is the answer to this very question, which is repeated in it; case may differ."""
    same = answer[:2] == question[:2] and len(answer) >= len(question) and bool(answer[2] & 0x80)
    return same and answer[12 : len(question)].lower() == question[12:].lower()


def _records(answer: bytes, question: bytes, name: str) -> Iterator[str]:
    code, count = answer[3] & 0x0F, struct.unpack(">H", answer[6:8])[0]
    if code == NAME_ERROR:
        raise NoSuchName(name, "The name is not known.")
    if code:
        raise Unreachable(name, f"The name server refuses with code {code}.")
    at = len(question)
    for _ in range(min(count, MOST_RECORDS)):
        at = _after_name(answer, at)
        kind, group, _age, size = struct.unpack(">HHIH", answer[at : at + 10])
        at += 10
        if at + size > len(answer):
            raise ValueError("a record reaches beyond the answer")
        if (kind, group) == (TXT, INTERNET):
            yield b"".join(_strings(answer[at : at + size])).decode("utf-8", "replace")
        at += size


def _after_name(answer: bytes, at: int) -> int:
    """The place behind a name; a pointer ends it, and is not followed."""
    while size := answer[at]:
        if size >= 0xC0:
            return at + 2
        at += 1 + size
    return at + 1


def _strings(content: bytes) -> Iterable[bytes]:
    at = 0
    while at < len(content):
        size = content[at]
        yield content[at + 1 : at + 1 + size]
        at += 1 + size
