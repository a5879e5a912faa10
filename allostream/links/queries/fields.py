"""The fields of the query language with the values that there are today."""

from functools import cache, lru_cache

from allostream.catalogue.models import Genre
from allostream.hosts.models import Host, Standing
from allostream.hosts.queries import address_table
from allostream.links.query_rules import vocabulary
from allostream.search.vocabulary import Vocabulary

Words = tuple[tuple[str, tuple[str, ...]], ...]


@cache
def field_names() -> Vocabulary:
    """The same fields without the values of genres and hosts: enough to tell whether a text names one. No query."""
    return vocabulary({}, {})


def query_fields() -> Vocabulary:
    """The facets as fields, with all genres and with the hosts that links may lead to. Three queries."""
    domains = {rule.slug: rule.domains for rule in address_table().rules}
    hosts = Host.objects.filter(stands=Standing.LISTED).order_by("slug").values_list("slug", "name")
    genres = Genre.objects.order_by("slug").values_list("slug", "names")
    return _built(
        tuple((slug, tuple(names.values())) for slug, names in genres),
        tuple((slug, (name, *domains.get(slug, ()))) for slug, name in hosts),
    )


@lru_cache(maxsize=2)  # genres and hosts seldom change, and a vocabulary is looked up in many times
def _built(genres: Words, hosts: Words) -> Vocabulary:
    return vocabulary(dict(genres), dict(hosts))
