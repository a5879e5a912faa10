"""Seasons and episodes. Of six series, two have three seasons of ten, two have one of six, one has two of eight."""

from allostream.catalogue.models import Credit, Episode, Name, Season
from bench.seeding.insertion import Chance, day, insert, moment, stage, stage_rows
from bench.seeding.titles import SERIES_EVERY, count_words, people_for

# By the remainder of a series' number divided by six: seasons, episodes of each, links to each episode.
SHAPES = {0: (3, 10, 3), 1: (1, 6, 1), 2: (2, 8, 0), 3: (3, 10, 3), 4: (1, 6, 1)}
MOST_SEASONS, MOST_EPISODES = 3, 10


def stage_parts() -> None:
    """Which seasons and episodes there are, numbered in the order of their series."""
    shapes = [(remainder, *shape) for remainder, shape in SHAPES.items()]
    stage_rows("bench_shape", "remainder bigint PRIMARY KEY, seasons bigint, episodes bigint, links bigint", shapes)
    stage(
        "bench_season",
        "id bigint PRIMARY KEY, title bigint, number bigint, episodes bigint, links bigint, year bigint",
        f"""
        SELECT row_number() OVER (ORDER BY t.n, s.n), t.n, s.n, shape.episodes, shape.links, t.year
        FROM bench_title t JOIN bench_shape shape ON shape.remainder = t.n / {SERIES_EVERY} % 6
        JOIN bench_number s ON s.n <= {MOST_SEASONS} AND s.n <= shape.seasons
        WHERE t.kind = 'series'
        """,
    )
    stage(
        "bench_episode",
        "id bigint PRIMARY KEY, title bigint, season bigint, season_number bigint, number bigint, links bigint,"
        " year bigint",
        f"""
        SELECT row_number() OVER (ORDER BY s.id, e.n), s.title, s.id, s.number, e.n, s.links, s.year
        FROM bench_season s JOIN bench_number e ON e.n <= {MOST_EPISODES} AND e.n <= s.episodes
        """,
    )


def fill_parts(chance: Chance, titles: int) -> None:
    """Seasons and episodes, with French names for half of the episodes, and directors for some."""
    stage_parts()
    have = count_words()
    insert(
        Season,
        {
            "id": "id", "public_id": chance.public_id("id", "season"), "created_at": moment("9000"),
            "title_id": "title", "number": "number",
            "aired_on": day("(coalesce(year, 1990) - 2000) * 365 + number * 365"), "aired_precision": "'year'",
        },
        "bench_season",
    )  # fmt: skip
    stage(
        "bench_called",
        "id bigint PRIMARY KEY, en text, fr text, fr_folded text",
        f"""
        SELECT e.id, a.en || ' ' || o.en, o.fr || ' ' || a.fr, o.fr_folded || ' ' || a.fr_folded FROM bench_episode e
        JOIN bench_adj a ON a.place = {chance.below("e.id", "episode adj", have["adj"])}
        JOIN bench_noun o ON o.place = {chance.below("e.id", "episode noun", have["noun"])}
        """,
    )
    aired = "(coalesce(year, 1990) - 2000) * 365 + season_number * 365 + number * 7"
    insert(
        Episode,
        {
            "id": "e.id", "public_id": chance.public_id("e.id", "episode"), "created_at": moment("9000"),
            "title_id": "title", "season_id": "season", "number": "number", "name": "c.en",
            "name_language": "'en'", "aired_on": day(aired), "aired_precision": "'day'",
            "runtime_min": f"20 + {chance.below('e.id', 'episode runtime', 40)}",
        },
        "bench_episode e JOIN bench_called c ON c.id = e.id",
    )  # fmt: skip
    insert(
        Name,
        {
            "episode_id": "id", "text": "fr", "language": "'fr'", "kind": "'release'", "folded": "fr_folded",
        },
        "bench_called WHERE id % 2 = 0",
    )  # fmt: skip
    _fill_guests(chance, people_for(titles))


def _fill_guests(chance: Chance, people: int) -> None:
    """A director of its own for one episode in five."""
    insert(
        Credit,
        {
            "title_id": "title", "episode_id": "id", "role": "'principal_director'",
            "person_id": f"1 + {chance.below('id', 'guest', people)}",
        },
        "bench_episode WHERE id % 5 = 0",
    )  # fmt: skip
