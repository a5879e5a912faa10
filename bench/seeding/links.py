"""Links, the answers that they rest on, and what may be shown where: the same that links.rules says."""

import json

from allostream.hosts.identity import identify
from allostream.hosts.identity.identity import KEY_VERSION
from allostream.hosts.models import Host, Standing
from allostream.lib.countries import WORLD, current
from allostream.links.models import CountryFigures, RightsAnswer, ShownLink, WatchLink
from allostream.links.queries.shown import signature
from allostream.links.rules import languages_followed
from allostream.rights.bases import Code, code_of_licence
from bench.seeding.insertion import Chance, day, insert, moment, stage, stage_rows
from bench.seeding.titles import SERIES_EVERY

TOKEN = "00000000000"  # noqa: S105 - stands in sample addresses where the number of the link comes
# Hosts of copies that rest on the freedom of the work: slug, share of a hundred, form, sample address.
FREE_HOSTS = (
    ("internet-archive", 60, "embed", f"https://archive.org/details/film-{TOKEN}"),
    ("youtube", 14, "embed", f"https://www.youtube.com/watch?v={TOKEN}"),
    ("wikimedia-commons", 8, "file", f"https://commons.wikimedia.org/wiki/File:Film_{TOKEN}.webm"),
    ("library-of-congress", 6, "file", f"https://www.loc.gov/item/{TOKEN}/"),
    ("vimeo", 5, "embed", f"https://vimeo.com/{TOKEN}"),
    ("dailymotion", 4, "embed", f"https://www.dailymotion.com/video/x{TOKEN}"),
    ("henri", 2, "page", ""),
    ("nfb", 1, "embed", ""),
)
# Offers of services: slug, share of a hundred, offer, area.
SERVICES = (
    ("netflix", 16, "subscription", "fr-us"), ("prime-video", 14, "subscription", "fr-us"),
    ("canal-plus", 6, "subscription", "fr"), ("mubi", 5, "subscription", "world"), ("hulu", 5, "subscription", "us"),
    ("arte", 6, "catch_up", "arte"), ("france-tv", 5, "catch_up", "fr"), ("pbs", 4, "free_open", "us"),
    ("tubi", 9, "ads", "us"), ("pluto-tv", 6, "ads", "fr-us"), ("universcine", 4, "rent", "fr"),
    ("apple-tv", 12, "rent", "world"), ("kanopy", 4, "library_card", "us"), ("itvx", 4, "ads", "gb"),
)  # fmt: skip
AREAS = {
    "world": (WORLD,), "fr": ("FR",), "us": ("US",), "gb": ("GB",), "fr-us": ("FR", "US"),
    "arte": ("FR", "DE", "AT", "BE", "CH", "LU"),
}  # fmt: skip
# What stands in the table for each pattern of protection: country, status, play, rule, since when, licence.
ANSWERS = {
    "world": ((WORLD, "pd", "yes", "us_term_expired", 1, ""),),
    "us": (("US", "pd", "yes", "us_term_expired", 1, ""), ("FR", "protected", "no", "fr_70_pma", 0, "")),
    "fr": (("FR", "pd", "yes", "fr_70_pma", 1, ""), ("US", "protected", "no", "us_term_expired", 0, "")),
    "both": (("FR", "pd", "yes", "fr_70_pma", 1, ""), ("US", "pd", "yes", "us_term_expired", 1, "")),
    "open": ((WORLD, "open_licence", "yes", "licence", 0, "CC-BY-4.0"),),
    "open-nc": ((WORLD, "open_licence", "yes", "licence", 0, "CC-BY-NC-4.0"),),
    "unclear": ((WORLD, "unclear", "no", "unclear", 0, ""),),
    "review": (("US", "pd", "after_review", "us_term_expired", 1, ""),),
    "not-fr": ((WORLD, "pd", "yes", "us_term_expired", 1, ""), ("FR", "protected", "no", "fr_70_pma", 0, "")),
}  # fmt: skip
# What one hears and reads, by the remainder of a link's number; None: not known.
SPOKEN = ((["fr"], ["fr"]), (["en"], []), (["en", "fr"], None), (None, None), (["en"], ["fr"]), ([], []), (["fr"], []))
CHOSEN = f"""
    bench_link l JOIN bench_choice c ON c.basis = l.basis AND c.place = l.choice
    JOIN bench_spoken s ON s.place = l.id % {len(SPOKEN)}
"""
FREE = ("free_open", "free_account", "ads", "catch_up")


def shown_in(rights: str) -> tuple[str, ...]:
    """The countries in which a copy that may be seen everywhere is shown, by the pattern of protection."""
    if rights == "not-fr":
        return tuple(sorted(current() - {"FR"}))
    return tuple(country for country, _status, play, *_ in ANSWERS[rights] if play == "yes")


def _stage_choices() -> None:
    """The tables that links draw their host, offer and area from; a share of a hundred is so many places."""
    stage_rows("bench_area", "area text, country text", [(a, c) for a, codes in AREAS.items() for c in codes])
    shown = [(rights, country) for rights in ANSWERS for country in shown_in(rights)]
    stage_rows("bench_shown", "rights text, country text", shown)
    spoken = [
        (place, _json(audio), _json(subtitles), signature(languages_followed(audio, subtitles)))
        for place, (audio, subtitles) in enumerate(SPOKEN)
    ]
    stage_rows("bench_spoken", "place bigint PRIMARY KEY, audio text, subtitles text, followed text", spoken)
    hosts = {host.slug: host for host in Host.objects.filter(stands=Standing.LISTED)}
    work = [
        (slug, "free_open", "world", form, sample) for slug, share, form, sample in FREE_HOSTS for _ in range(share)
    ]
    services = [(slug, offer, area, "page", "") for slug, share, offer, area in SERVICES for _ in range(share)]
    rows = [
        (basis, place, hosts[slug].pk, offer, area, json.dumps(list(AREAS[area])), form, *_address(hosts[slug], sample))
        for basis, drawn in (("work", work), ("provider", services))
        for place, (slug, offer, area, form, sample) in enumerate(drawn)
    ]
    columns = (
        "basis text, place bigint, host bigint, offer text, area text, allowed text, form text, key_before text,"
        " key_after text, url_before text, url_after text, PRIMARY KEY (basis, place)"
    )
    stage_rows("bench_choice", columns, rows)


def _json(languages: list[str] | None) -> str | None:
    return None if languages is None else json.dumps(languages)


def _address(host: Host, sample: str) -> tuple[str, str, str, str]:
    """Content key and address of a host's copies, each as what stands before and after the number."""
    found = identify(sample or f"{host.official_page.rstrip('/')}/film/{TOKEN}")
    if found.host != host.slug:
        raise LookupError(f"{sample} is not at {host.slug} but at “{found.host}”")
    key, address = found.content_key.split(TOKEN), found.canonical_url.split(TOKEN)
    return key[0], key[1], address[0], address[1]


def stage_links(chance: Chance, links: int) -> None:
    """Exactly so many links: three to each episode of the big series, the rest to other episodes, series and films."""
    _stage_choices()
    _stage_films(chance, links)
    stage(
        "bench_place",
        "id bigint PRIMARY KEY, title bigint, episode bigint, copy bigint, is_sound bigint",
        f"""
        SELECT row_number() OVER (ORDER BY title, episode, copy), title, episode, copy, is_sound FROM (
            SELECT e.title, e.id AS episode, c.n AS copy, CASE WHEN e.links = 3 THEN 1 ELSE 0 END AS is_sound
            FROM bench_episode e JOIN bench_number c ON c.n <= 3 AND c.n <= e.links
            UNION ALL SELECT n, NULL, 1, 0 FROM bench_title WHERE n % {SERIES_EVERY * 6} = {SERIES_EVERY * 5}
            UNION ALL SELECT f.title, NULL, c.n, 0 FROM bench_film f
            JOIN bench_number c ON c.n <= 40 AND c.n <= f.copies
        ) every_place
        """,
    )
    # The third copy of an episode is a service's: it may be watched in two countries.
    work = (
        "CASE WHEN t.rights = 'none' OR (p.is_sound = 1 AND p.copy = 3)"
        f" OR (p.is_sound = 0 AND {chance.happens('p.id', 'basis', 300)}) THEN 'provider' ELSE 'work' END"
    )
    flaws = {"dead": 20, "refused": 5, "flagged": 10, "withdrawn": 1, "closed": 10}
    drawn = chance.below("p.id", "flaw", 1000)
    bounds, flaw = 0, "CASE WHEN p.is_sound = 1 THEN ''"
    for word, share in flaws.items():
        bounds += share
        flaw += f" WHEN {drawn} < {bounds} THEN '{word}'"
    stage(
        "bench_link",
        "id bigint PRIMARY KEY, title bigint, episode bigint, rights text, basis text, choice bigint, flaw text",
        f"""
        SELECT p.id, p.title, p.episode, t.rights, {work},
            CASE WHEN p.is_sound = 1 AND p.copy = 3 THEN {chance.below("p.title", "service", 30)}
                ELSE {chance.below("p.id", "host", 100)} END,
            {flaw} ELSE '' END
        FROM bench_place p JOIN bench_title t ON t.n = p.title
        """,
    )


def _stage_films(chance: Chance, links: int) -> None:
    """How many copies each film has: nearly half of them one, fewer more, so that the sum is what is asked for."""
    counted = f"""
        (SELECT coalesce(sum(links), 0) FROM bench_episode)
        + (SELECT count(*) FROM bench_title WHERE n % {SERIES_EVERY * 6} = {SERIES_EVERY * 5})
    """
    films = f"""
        SELECT n, row_number() OVER (ORDER BY {chance.below("n", "order", 1_000_003)}, n) AS r, count(*) OVER () AS d
        FROM bench_title WHERE kind = 'film' AND {chance.happens("n", "linked", 480)}
    """
    steps = "1 + (CASE WHEN r <= d / 2 THEN 1 ELSE 0 END) + (CASE WHEN r <= d / 5 THEN 1 ELSE 0 END)"
    stage("bench_first", "title bigint, r bigint, d bigint, copies bigint", f"SELECT n, r, d, {steps} FROM ({films}) f")
    missing = f"CAST({links} - ({counted}) - (SELECT sum(copies) FROM bench_first) AS bigint)"
    stage(
        "bench_film",
        "title bigint, copies bigint",
        f"""
        SELECT title, copies + missing / d + CASE WHEN r <= missing % d THEN 1 ELSE 0 END
        FROM bench_first, (SELECT {missing} AS missing) asked
        """,
    )


def basis_of(_country: str, status: str, _play: str, _rule: str, _since: int, licence: str) -> str:
    """The basis that an answer of the table gives: its rules all speak of a term; "" where a work is not free."""
    if licence:
        return code_of_licence(licence).value
    return Code.PD_TERM.value if status == "pd" else ""


def fill_answers(chance: Chance) -> None:
    """What is known of each title's protection."""
    rows = [(rights, *answer, basis_of(*answer)) for rights, answers in ANSWERS.items() for answer in answers]
    columns = "rights text, country text, status text, play text, rule text, since int, licence text, basis text"
    stage_rows("bench_answer", columns, rows)
    # Most works become free on the first of January; a few, by a decision, on some other day. None
    # after the day on which the answer was given: until then it would be protected.
    since = f"(26 - {chance.below('t.n', 'since', 60)})"
    on_a_day = f"CASE WHEN t.n % 50 = 0 THEN {chance.below('t.n', 'since day', 300)} ELSE 0 END"
    insert(
        RightsAnswer,
        {
            "title_id": "t.n", "country": "a.country", "status": "a.status", "play": "a.play", "rule": "a.rule",
            "free_since": f"CASE WHEN a.since = 1 THEN {day(f'{since} * 1461 / 4 + {on_a_day}')} END",
            "protected_until": f"CASE WHEN a.status = 'protected' THEN {day('9861 + t.n % 60 * 365')} END",
            "confidence": "'high'", "published_year": "t.year", "evaluated_on": day("9800"), "basis": "a.basis",
            "licence": "a.licence", "noncommercial": "CASE WHEN a.licence LIKE '%-NC-%' THEN 1 ELSE 0 END",
        },
        "bench_title t JOIN bench_answer a ON a.rights = t.rights",
    )  # fmt: skip


def fill_links(chance: Chance) -> None:
    """The links, with the flaws that hide some of them."""
    number = "substr(CAST(100000000000 + l.id AS text), 2)"
    insert(
        WatchLink,
        {
            "id": "l.id", "public_id": chance.public_id("l.id", "link"), "title_id": "l.title",
            "episode_id": "l.episode", "host_id": "c.host", "content_key": f"c.key_before || {number} || c.key_after",
            # Spread as a digest is; no page reads it.
            "content_key_hash": f"l.id * {chance.factor('hash')}", "key_version": str(KEY_VERSION),
            "canonical_url": f"c.url_before || {number} || c.url_after", "form": "c.form", "offer": "c.offer",
            "price": "CASE WHEN c.offer = 'rent' THEN 3.99 END",
            "currency": "CASE WHEN c.offer = 'rent' THEN 'EUR' ELSE '' END",
            "price_seen_on": f"CASE WHEN c.offer = 'rent' THEN {day('9800')} END", "countries_allowed": "c.allowed",
            "opens_at": "NULL", "closes_at": f"CASE WHEN l.flaw = 'closed' THEN {moment('9131')} END",
            "audio": "s.audio", "subtitles": "s.subtitles",
            "quality": "CASE WHEN l.id % 2 = 0 THEN '1080p' ELSE '' END", "basis": "l.basis",
            "uploader": "CASE WHEN c.form = 'embed' THEN 'Film museum' ELSE '' END",
            "origin": """CASE WHEN l.flaw = 'refused' THEN 'refused' WHEN l.flaw = 'flagged' THEN 'unchecked'
                ELSE 'cleared' END""",
            "origin_flags": """CASE WHEN l.flaw = 'flagged' THEN '["uploader_unknown"]' ELSE '[]' END""",
            "submitted_at": moment(chance.below("l.id", "submitted", 9700)), "changed_at": moment("9750"),
            "health": "CASE WHEN l.flaw = 'dead' THEN 'dead' WHEN l.id % 5 = 0 THEN 'unknown' ELSE 'ok' END",
            "health_checked_at": moment("9700"),
            "withdrawn_at": f"CASE WHEN l.flaw = 'withdrawn' THEN {moment('9750')} END",
            "withdrawn_why": "CASE WHEN l.flaw = 'withdrawn' THEN 'A notice' ELSE '' END",
        },
        CHOSEN,
    )  # fmt: skip


def fill_shown() -> None:
    """Where each link may be shown, its window left to the clock."""
    free = ", ".join(f"'{offer}'" for offer in FREE)
    common = {
        "link_id": "l.id", "title_id": "l.title", "country": "w.country", "offer": "c.offer",
        # As it is at the host: all bases of the table reach to the file, and of services there are pages alone.
        "form": "c.form",
        "is_free": f"CASE WHEN c.offer IN ({free}) THEN 1 ELSE 0 END", "host_id": "c.host", "languages": "s.followed",
        "closes_at": f"CASE WHEN l.flaw = 'closed' THEN {moment('9131')} END",
    }  # fmt: skip
    sound = "l.flaw IN ('', 'closed')"
    insert(
        ShownLink,
        common | {
            "is_open_licence": "CASE WHEN l.rights LIKE 'open%' THEN 1 ELSE 0 END",
            "rights_basis": "CASE WHEN l.rights LIKE 'open%' THEN 'open_licence' ELSE 'public_domain' END",
            "noncommercial": "CASE WHEN l.rights = 'open-nc' THEN 1 ELSE 0 END",
        },
        f"{CHOSEN} JOIN bench_shown w ON w.rights = l.rights WHERE l.basis = 'work' AND {sound}",
    )  # fmt: skip
    by_service = common | {"rights_basis": "'provider'"}
    areas = f"{CHOSEN} JOIN bench_area w ON w.area = c.area"
    insert(ShownLink, by_service, f"{areas} WHERE l.basis = 'provider' AND {sound}")


def count_figures(countries: tuple[str, ...]) -> None:
    """What the worker counts, for the countries that are measured."""
    for country in countries:
        here = f"shown.country IN ('{country}', '{WORLD}')"
        distinct = f"SELECT count(DISTINCT title_id) FROM {ShownLink._meta.db_table} shown WHERE {here}"
        values = {
            "country": f"'{country}'", "titles": "(SELECT count(*) FROM bench_title)", "watchable": f"({distinct})",
            "free": f"({distinct} AND shown.is_free)", "counted_at": moment("9860"),
        }  # fmt: skip
        insert(CountryFigures, values, "(SELECT 1) once")
