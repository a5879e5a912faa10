"""`manage.py icons`: draw the site's icons and its preview picture anew, from the one mark below."""

import struct
from pathlib import Path
from typing import Any

import resvg_py
from django.conf import settings
from django.core.management.base import BaseCommand

GROUND, DISC, BEAM, SCREEN = "#151412", "#e7a03c", "#3a2c17", "#f7deaa"
# A system may cut an icon to a circle of 80 % of its width (W3C, Web Application Manifest, "Icon masks"): the disc, at
# 56 %, stands within. Apple rounds corners by itself and shows transparent ones black.
PLAIN = (180, 512)
ROUNDED = (192, 512)
IN_ICO = (16, 32, 48)


class Command(BaseCommand):
    help = "Draw favicon.svg, favicon.ico, the icons and the preview picture in allostream/web/static anew."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.ROOT) / "allostream" / "web" / "static"
        for name, content in files().items():
            (folder / name).write_bytes(content)
            self.stdout.write(f"{name}: {len(content)} bytes")


def files() -> dict[str, bytes]:
    """All files by name, the same bytes every time."""
    drawn: dict[str, bytes] = {
        "favicon.svg": mark(corner=7).encode(),
        "favicon.ico": ico(*(png(mark(corner=7), size) for size in IN_ICO)),
        "preview.png": png(projector(), 1200, 630),
    }
    drawn |= {f"icon-{size}.png": png(mark(corner=7), size) for size in ROUNDED}
    return drawn | {f"icon-{size}-full.png": png(mark(corner=0), size) for size in PLAIN}


def mark(*, corner: int) -> str:
    """The lamp of a projector: an amber disc on black, as in the wordmark."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">\n'
        f'  <rect width="32" height="32" rx="{corner}" fill="{GROUND}"/>\n'
        f'  <circle cx="16" cy="16" r="9" fill="{DISC}"/>\n'
        "</svg>\n"
    )


def projector() -> str:
    """The same lamp throwing its beam on a screen: the preview of pages that have no picture of their own.

    Without a name, since every site has its own.
    """
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630">'
        f'<rect width="1200" height="630" fill="{GROUND}"/>'
        f'<path fill="{BEAM}" d="M330 165L960 60v510L330 465z"/>'
        f'<rect x="960" y="60" width="44" height="510" fill="{SCREEN}"/>'
        f'<circle cx="330" cy="315" r="150" fill="{DISC}"/></svg>'
    )


def png(svg: str, width: int, height: int = 0) -> bytes:
    """The drawing as PNG; square when no height is given."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height or width, skip_system_fonts=True))


def ico(*pictures: bytes) -> bytes:
    """PNG pictures in one icon file: a head, an entry for each with size and place, then the pictures."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    place = len(head) + 16 * len(pictures)
    entries = b""
    for picture in pictures:
        width, height = struct.unpack(">II", picture[16:24])  # the first chunk of every PNG
        entries += struct.pack("<BBBBHHII", width, height, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return head + entries + b"".join(pictures)
