"""A name server for tests."""

import socket
import struct
from threading import Thread

from tests.ports import free_port


class NameServer:
    """A name server on loopback that speaks the true protocol, by UDP and by TCP."""

    def __init__(self, texts: dict[str, list[bytes]], *, code: int = 0, is_long: bool = False) -> None:
        self.texts, self.code, self.is_long = texts, code, is_long
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.address = ("127.0.0.1", free_port())
        self.udp.bind(self.address)
        self.tcp = socket.socket()
        self.tcp.bind(self.address)
        self.tcp.listen()
        self.threads = [Thread(target=self._by_udp, daemon=True), Thread(target=self._by_tcp, daemon=True)]
        for thread in self.threads:
            thread.start()

    def answer(self, asked: bytes, *, is_whole: bool) -> bytes:
        labels, at = [], 12
        while size := asked[at]:
            labels.append(asked[at + 1 : at + 1 + size].decode())
            at += 1 + size
        found = self.texts.get(".".join(labels), [])
        flags = 0x8180 | self.code | (0 if is_whole else 0x0200)
        head = asked[:2] + struct.pack(">HHHHH", flags, 1, len(found) if is_whole else 0, 0, 0)
        if not is_whole:
            return head + asked[12 : at + 5]
        cut = [[text[start : start + 255] for start in range(0, len(text), 255)] for text in found]
        bodies = [b"".join(bytes([len(part)]) + part for part in parts) for parts in cut]
        records = [b"\xc0\x0c" + struct.pack(">HHIH", 16, 1, 60, len(body)) + body for body in bodies]
        return head + asked[12 : at + 5] + b"".join(records)

    def _by_udp(self) -> None:
        while True:
            try:
                asked, whence = self.udp.recvfrom(4096)
            except OSError:
                return
            if not asked:
                return
            self.udp.sendto(b"\0\0" + asked[2:], whence)  # an answer that somebody guessed comes first
            self.udp.sendto(self.answer(asked, is_whole=not self.is_long), whence)

    def _by_tcp(self) -> None:
        while True:
            try:
                one, _whence = self.tcp.accept()
            except OSError:
                return
            with one:
                asked = one.recv(4096)[2:]
                if not asked:
                    return
                answer = self.answer(asked, is_whole=True)
                one.sendall(struct.pack(">H", len(answer)) + answer)

    def close(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", self.address)
        with socket.socket() as last:
            last.connect(self.address)
        for thread in self.threads:
            thread.join(5)
        self.udp.close()
        self.tcp.close()
