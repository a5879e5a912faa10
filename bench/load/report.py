"""The table of a run, what of the aims was met, and how it compares with an earlier run."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

HEAD = (
    "page", "state", "country", "req/s", "of hello", "p50 ms", "p99 ms", "SQL", "bytes", "gzip", "br", "MB a worker",
)  # fmt: skip
# What each page must reach: the lowest rate, by page and state; the longest p99 in ms; bytes raw and compressed.
RATES = {("series", "uncached"): 1000, ("series", "cached"): 15_000}
LONGEST_P99 = 25
SERIES_RAW, SERIES_COMPRESSED = 90_000, 12_000
FIRST_LOAD = 60_000


def key(row: Mapping[str, Any]) -> str:
    """By what rows of two runs are compared."""
    return f"{row['page']}, {row['state']}, {row['country']}".strip(", ")


def table(run: Mapping[str, Any], previous: Mapping[str, Any] | None = None) -> str:
    """The run as a Markdown table; with an earlier one, the ratio of the rates beside it."""
    before = {key(row): row for row in previous["rows"]} if previous else {}
    head = [*HEAD, "before"] if previous else [*HEAD]
    hello = next((row["rate"] for row in run["rows"] if row["page"] == "hello"), None)
    lines = [head, ["---"] * len(head)]
    for row in run["rows"]:
        cells = _cells(row, hello)
        if previous:
            old = before.get(key(row))
            cells.append(f"× {row['rate'] / old['rate']:.2f}" if old else "new")
        lines.append(cells)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cells(row: Mapping[str, Any], hello: float | None) -> list[str]:
    sizes = [f"{row[name]:,}" if row.get(name) is not None else "" for name in ("raw", "gzip", "br")]
    return [
        row["page"],
        row["state"] + _remark(row),
        row["country"],
        f"{row['rate']:,.0f}",
        f"{row['rate'] / hello:.2f}" if hello else "",
        f"{row['p50']:.2f}",
        f"{row['p99']:.2f}",
        str(row["queries"]) if row.get("queries") is not None else "",
        *sizes,
        f"{row['megabytes']:.0f}",
    ]


def _remark(row: Mapping[str, Any]) -> str:
    """What spoils a row."""
    if row["state"] == "uncached":
        return " (asked again)" if row["asked_again"] else ""
    return " (not all kept)" if row["was_cold"] else ""


def first_load_lines(parts_by_page: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """What the first visit of a page costs, by kind of file."""
    for page, parts in parts_by_page.items():
        kinds = {
            kind: sum(part["size"] for part in parts if part["kind"] == kind) for kind in ("html", "css", "js", "font")
        }
        listed = ", ".join(f"{kind} {size:,}" for kind, size in kinds.items())
        yield f"First load of {page}: {sum(kinds.values()):,} bytes compressed ({listed})."


def aims(run: Mapping[str, Any]) -> Iterator[tuple[bool, str]]:
    """Whether each aim was met, in words with the figure."""
    for row in run["rows"]:
        least = RATES.get((row["page"], row["state"]))
        if least:
            yield row["rate"] >= least, f"{key(row)}: {row['rate']:,.0f} requests/s, at least {least:,}"
        if row["state"]:
            yield row["p99"] <= LONGEST_P99, f"{key(row)}: p99 {row['p99']:.1f} ms, at most {LONGEST_P99}"
        if row["page"] == "series" and row["state"] == "uncached":
            yield row["raw"] <= SERIES_RAW, f"{key(row)}: {row['raw']:,} bytes, at most {SERIES_RAW:,}"
            small = min(row["gzip"], row["br"])
            yield small <= SERIES_COMPRESSED, f"{key(row)}: {small:,} bytes compressed, at most {SERIES_COMPRESSED:,}"
    for page, parts in run["first_load"].items():
        size = sum(part["size"] for part in parts)
        yield size <= FIRST_LOAD, f"first load of {page}: {size:,} bytes compressed, at most {FIRST_LOAD:,}"
