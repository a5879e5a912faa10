"""Which links do a million addresses mean, among ten million?: `./dev bench copies [--titles N] [--addresses N]`.

The catalogue is made up once, in a folder of its own, and used again; it has three links for each title. One of ten
addresses is that of a link, the others are unknown. Beside it, as the baseline, the same addresses are read and named
without a look at the database.
"""

import argparse
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.pages import environment_for, machine, run  # noqa: E402 - found only now

PORTION = 1000
KNOWN = 10  # one of so many addresses is that of a link


def addresses(known: Sequence[str], count: int) -> list[str]:
    """So many addresses, each tenth that of a link."""
    return [
        known[number // KNOWN % len(known)] if number % KNOWN == 0 else f"https://h{number % 97}.example/v/{number}"
        for number in range(count)
    ]


def rate(act: Callable[[Sequence[str]], int], asked: Sequence[str]) -> tuple[float, int]:
    """Addresses a second of processor time, given in portions, and how many were found."""
    begun, found = time.process_time(), 0
    for start in range(0, len(asked), PORTION):
        found += act(asked[start : start + PORTION])
    return len(asked) / (time.process_time() - begun), found


def matched(portion: Sequence[str]) -> int:
    """Look up the links, and what right each rests on; how many addresses mean one."""
    from allostream.rights_desk.matching import Asked, look_up

    return sum(bool(found.links) for found in look_up([Asked(address) for address in portion]))


def named_alone(portion: Sequence[str]) -> int:
    """Read the addresses; how many are addresses at all."""
    from allostream.hosts.queries import address_table
    from allostream.rights_desk.matching import own_domains
    from allostream.rights_desk.matching_rules import named

    table, own = address_table(), own_domains()
    return sum(named(address, own, table).found is not None for address in portion)


def memory() -> float:
    """The most memory that this process has had, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def known_links(count: int) -> list[str]:
    """The addresses of so many links, drawn at random; each gets the hashes that the product would have given it.

    The made-up catalogue has only numbers in their place, spread as hashes are.
    """
    from django.db import connection, transaction
    from django.db.models import Max

    from allostream.hosts.identity import compare_key, key_hash
    from allostream.hosts.queries import address_table
    from allostream.links.models import WatchLink

    last = WatchLink.objects.aggregate(last=Max("pk"))["last"]
    drawn = random.Random(2011).sample(range(1, last + 1), min(count, last))  # noqa: S311 - no secret
    table, rows, found = address_table(), [], []
    for start in range(0, len(drawn), PORTION):
        some = WatchLink.objects.filter(pk__in=drawn[start : start + PORTION])
        for link, key, address in some.values_list("pk", "content_key", "canonical_url"):
            item = compare_key(key, table)
            rows.append((key_hash(key), None if item == key else key_hash(item), link))
            found.append(address)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("UPDATE links_watchlink SET content_key_hash = %s, item_hash = %s WHERE id = %s", rows)
    print(f"{last:,} links in {connection.vendor}, {len(found):,} of them named by the addresses")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench copies", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--titles", type=int, default=3_400_000, help="size of the catalogue (3,400,000)")
    parser.add_argument("--addresses", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench-copies", help="folder (var/bench-copies)")
    options = parser.parse_args()
    environment = environment_for(options.data.absolute())
    run(environment, "-m", "bench.seeding", "--titles", str(options.titles))
    os.environ.update(environment)
    import django

    django.setup()
    print(machine())
    asked = addresses(known_links(max(1, options.addresses // KNOWN)), options.addresses)
    before = memory()
    alone, _read = rate(named_alone, asked)
    whole, found = rate(matched, asked)
    print(f"read and named alone: {alone:,.0f} addresses a second of processor time")
    print(f"matched: {whole:,.0f} a second, {found:,} with a link; {memory():.0f} MiB, {memory() - before:.0f} more")
    return 0


if __name__ == "__main__":
    sys.exit(main())
