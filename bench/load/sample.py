"""What is asked for: addresses by kind of page, and what each costs in SQL and bytes. Writes one JSON file.

`python -m bench.load.sample FILE`, in the environment of the site that is measured. No server is needed: the pages are
asked of the same WSGI application that servers run.
"""

import gzip
import json
import os
import statistics
import sys
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allostream.config.settings")

from allostream.config.wsgi import django_application  # first: it sets Django up  # isort: skip
import brotli
from django.db import connection
from django.db.models import Exists, OuterRef

from allostream.catalogue import state
from allostream.catalogue.models import Genre, Season, Title
from allostream.links.models import ShownLink
from allostream.web.addresses import Place, address, title_address, with_query
from allostream.web.front import Front
from allostream.web.kept import ASKED_OFTEN
from bench.load.first_load import first_load

LANGUAGE = "en"
COUNTRIES = ("FR", "US")
MOST = 60_000
PROBES = 12
ROOM = 64 * 1024 * 1024
ENCODINGS = {"raw": "identity", "gzip": "gzip", "br": "br"}


class Answer(NamedTuple):
    """One answer of the application."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    queries: int

    def plain(self) -> bytes:
        """The body as it was before it was compressed."""
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(self.headers.get("content-encoding", ""), bytes)
        return bytes(unpack(self.body))


class _Counter:
    """Counts statements, also those that the page cache gives to the driver directly."""

    queries = 0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.queries += 1
        return execute(*statement)


# A page cache of our own, so that it can be emptied between two questions.
FRONT = Front(django_application, ROOM)


def ask(path: str, *, country: str = "", encoding: str = "identity") -> Answer:
    """Ask the application for an address, and count the statements that it sends to the database."""
    where, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": where.encode().decode("latin-1"),
        "QUERY_STRING": query, "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT_ENCODING": encoding,
        "HTTP_ACCEPT_LANGUAGE": "en", "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr, "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    if country:
        environ["HTTP_COOKIE"] = f"country={country}"
    told: list[Any] = []
    counter = _Counter()
    look_up = partial(counter, state._ask)
    with connection.execute_wrapper(counter), patch.object(state, "_ask", look_up):
        answer = FRONT(environ, lambda status, headers, *_: told.extend((status, headers)))
        body = b"".join(answer)
        close: Callable[[], None] | None = getattr(answer, "close", None)
        if close:
            close()
    return Answer(int(told[0].split()[0]), {name.lower(): value for name, value in told[1]}, body, counter.queries)


def addresses() -> dict[str, list[str]]:
    """The addresses of each kind of page, the well-known ones first."""
    films = _well_known(Title.Kind.FILM)[:MOST]
    # Of three seasons: those have three links to each of their thirty episodes.
    big = set(Season.objects.filter(number=3).values_list("title_id", flat=True))
    series = [(pk, slug) for pk, slug in _well_known(Title.Kind.SERIES) if pk in big]
    parts = list(product(("s02e05", "s01e01", "s03e10"), series))[:MOST]
    return {
        "home": [address(LANGUAGE, Place.HOME)],
        "browse": browse_addresses(),
        "film": [title_address(LANGUAGE, "film", slug) for _pk, slug in films],
        "series": [title_address(LANGUAGE, "series", slug) for _pk, slug in series],
        "episode": [f"{title_address(LANGUAGE, 'series', slug)}/{part}" for part, (_pk, slug) in parts],
    }


def _well_known(kind: str) -> list[tuple[int, str]]:
    """Titles that can be watched somewhere, with their addresses."""
    shown = Exists(ShownLink.objects.filter(title=OuterRef("pk")))
    rows = Title.objects.filter(shown, kind=kind, removed_at=None, merged_into=None, faces__language=LANGUAGE)
    return list(rows.order_by("-popularity", "id").values_list("pk", "faces__slug")[:MOST])


def browse_addresses() -> list[str]:
    """Films of a genre and a decade, in each order, and series."""
    genres = Genre.objects.order_by("pk").values_list("slug", flat=True)
    path = address(LANGUAGE, Place.FILMS)
    sorts = ("", "newest", "oldest", "name")
    return [
        with_query(path, genre=genre, decade=decade, sort=sort)
        for sort, genre, decade in product(sorts, genres, range(1910, 2030, 10))
    ]


def cost(kind: str, paths: list[str], country: str) -> dict[str, Any]:
    """SQL and bytes of a kind of page in a country: the middle of several. Raises SystemExit for one that fails."""
    found: dict[str, list[int]] = {name: [] for name in ("queries", "queries_again", *ENCODINGS)}
    for path in paths[:PROBES]:
        FRONT.shelf.clear()
        answers = {name: ask(path, country=country, encoding=encoding) for name, encoding in ENCODINGS.items()}
        first, again = answers["raw"], ask(path, country=country)
        # Brotli is made for pages that are asked for again and again.
        answers["br"] = [ask(path, country=country, encoding="br") for _ in range(ASKED_OFTEN)][-1]
        if first.status != 200 or b"</html>" not in first.body:
            sys.exit(f"{kind}: {path} answers {first.status}, so there is nothing to measure.")
        found["queries"].append(first.queries)
        found["queries_again"].append(again.queries)
        for name, answer in answers.items():
            found[name].append(len(answer.body))
    return {name: statistics.median_high(values) for name, values in found.items()}


def fetched(path: str) -> tuple[int, bytes]:
    """The size of an answer as browsers get it, and its body in plain. Raises SystemExit for one that fails."""
    answer = ask(path, country="FR", encoding="gzip, deflate, br, zstd")
    if answer.status != 200:
        sys.exit(f"{path} answers {answer.status}: are the static files gathered?")
    return len(answer.body), answer.plain()


def database() -> str:
    """The database and its release."""
    release = ".".join(str(part) for part in connection.get_database_version())
    return f"{connection.display_name} {release}"


def main() -> int:
    every = addresses()
    if missing := [kind for kind, paths in every.items() if not paths]:
        sys.exit(f"The database has no page of these kinds: {', '.join(missing)}.")
    ask(every["home"][0])  # the first request of a process pays for its imports
    costs = {kind: {country: cost(kind, paths, country) for country in COUNTRIES} for kind, paths in every.items()}
    first = {kind: [part._asdict() for part in first_load(every[kind][0], fetched)] for kind in ("home", "series")}
    found = {"addresses": every, "costs": costs, "first_load": first, "database": database()}
    Path(sys.argv[1]).write_text(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
