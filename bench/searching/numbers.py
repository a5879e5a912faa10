"""Numbers and addresses of other catalogues, as people paste them."""

import random
from collections.abc import Mapping

from bench.searching.reference import Key, Reference

# How the number of a catalogue is pasted: as such, with its scheme, as addresses of several pages.
FORMS: Mapping[str, tuple[str, ...]] = {
    "imdb": (
        "{}", "imdb:{}", " {} ", "https://www.imdb.com/title/{}/", "https://m.imdb.com/title/{}/?ref_=nv_sr_srsg_0",
        "imdb.com/title/{}", "https://www.imdb.com/fr/title/{}/reference", "http://www.imdb.com/title/{}/fullcredits#cast",
        "https://www.imdb.com/title/{}/mediaviewer/rm123456/",
    ),
    "wikidata": (
        "{}", "wikidata:{}", "https://www.wikidata.org/wiki/{}", "https://m.wikidata.org/wiki/{}",
        "http://www.wikidata.org/entity/{}", "wikidata.org/wiki/{}#P345", "https://www.wikidata.org/wiki/Special:EntityPage/{}",
    ),
}  # fmt: skip


def numbers(known: Reference, seed: int, each: int) -> dict[str, list[tuple[str, Key]]]:
    """So many texts of each catalogue, numbers alone and addresses apart, each with the number that it means."""
    rng = random.Random(f"numbers {seed}")
    found: dict[str, list[tuple[str, Key]]] = {}
    for scheme, forms in FORMS.items():
        keys = sorted(key for key in known.identifiers if key[0] == scheme)
        for _ in range(each if keys else 0):
            key, form = rng.choice(keys), rng.choice(forms)
            kind = "address" if "/" in form else "number"
            found.setdefault(f"{scheme}, {kind}", []).append((form.format(key[1]), key))
    return found
