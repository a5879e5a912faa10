"""A mail server as small as a test needs: it speaks SMTP on a port of this machine, and keeps what it takes."""

import asyncio
import datetime
import ipaddress
import ssl
import threading
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = Callable[[str], str | None]


class MailServer:
    """`answer` is asked for each command (“RCPT TO:…”, and “.” for the end of a text): what it returns is said instead
    of the usual reply, and None keeps that; “drop” closes the connection."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.taken: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.commands: list[str] = []
        self.answer: Answer = lambda command: None
        self.certificate = certificate
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "MailServer":
        self._thread.start()
        self._ready.wait(5)
        return self

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        await server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer_all(reader, writer)
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer_all(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sender, to = "", []
        await self._say(writer, "220 ready")
        while line := (await reader.readline()).decode().strip():
            word, _space, rest = line.partition(" ")
            word = word.upper()
            line = f"{word} {rest}".strip()
            self.commands.append(line)
            told = self.answer(line)
            if told == "drop":
                return
            if word == "DATA" and told is None:
                await self._say(writer, "354 go on")
                content = (await reader.readuntil(b"\r\n.\r\n"))[:-3]
                told = self.answer(".")
                if told == "drop":
                    return
                if told is None:
                    self.envelopes.append((sender, to))
                    self.taken.append(message_from_bytes(content, policy=policy.default))
            elif word == "MAIL":
                sender, to = line.partition("<")[2].partition(">")[0], []
            elif word == "RCPT" and told is None:
                to.append(line.partition("<")[2].rstrip(">"))
            await self._say(writer, told or self._usual(word))
            if word == "QUIT":
                return
            if word == "STARTTLS":
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self.certificate)
                await writer.start_tls(context)

    def _usual(self, word: str) -> str:
        if word == "EHLO":
            return "250-here\r\n250-STARTTLS\r\n250 AUTH PLAIN" if self.certificate else "250-here\r\n250 8BITMIME"
        return {"QUIT": "221 bye", "STARTTLS": "220 go on", "AUTH": "235 welcome"}.get(word, "250 well")

    async def _say(self, writer: asyncio.StreamWriter, text: str) -> None:
        writer.write(f"{text}\r\n".encode())
        await writer.drain()


def certificate_in(folder: Path) -> Path:
    """A key and a certificate for this machine, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    own = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
    made = made.not_valid_after(now + datetime.timedelta(days=1)).add_extension(own, critical=False)
    file = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return file
