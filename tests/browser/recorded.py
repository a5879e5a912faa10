"""Beside a running site: what the Internet Archive once told of a copy, and somebody who has signed in.

Run with the data folder of the site; prints JSON with a session and the address of a link to The General.
"""

import json
import sys

import django

from tests.browser.community_pages import session_of

ITEM = "nosferatu_1922_plain"
REPLY = {
    "metadata": {
        "identifier": ITEM, "title": "Nosferatu (1922)", "mediatype": "movies", "collection": ["prelinger"],
        "creator": "F. W. Murnau", "uploader": "somebody@example.org", "language": "zxx", "runtime": "1:34:00",
        "source": "16 mm print", "licenseurl": "http://creativecommons.org/publicdomain/mark/1.0/",
    },
    "files": [{"name": "nosferatu.mp4", "format": "h.264", "source": "original", "length": "5640"}],
}  # fmt: skip


def main() -> None:
    """Write the reply down as if the host had just told it, and sign Ada in."""
    django.setup()
    from allostream.community.asking import keep
    from allostream.community.recognising import recognise
    from allostream.connectors.candidates import Told
    from allostream.links.models import WatchLink

    seen = recognise(f"https://archive.org/details/{ITEM}")
    if seen.host is None:
        raise SystemExit("The Internet Archive is not among the hosts.")
    keep(seen.found, seen.host, Told(REPLY, f"https://archive.org/metadata/{ITEM}", "0" * 64))
    link = WatchLink.objects.filter(title__name="The General", content_key__startswith="ia:").first()
    told = {"session": session_of("ada@example.org"), "general": link.content_key[3:] if link else ""}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
