"""The exchange format: a documented file of records, read and written without a database (docs/import.md)."""

from allostream.lib.exchange.reading import (
    BadLine,
    Read,
    checked,
    digest_of,
    digest_of_line,
    key_of,
    name_of,
    name_of_link,
    read_line,
    write_line,
)
from allostream.lib.exchange.records import (
    AnyRecord,
    Channel,
    Credit,
    Edition,
    Episode,
    Fact,
    FactAuthor,
    FactDate,
    FactValue,
    Genre,
    Identifiers,
    Link,
    Name,
    Person,
    Record,
    Rights,
    Season,
    Source,
    Title,
    schema,
)

__all__ = [
    "AnyRecord", "BadLine", "Channel", "Credit", "Edition", "Episode", "Fact", "FactAuthor", "FactDate", "FactValue",
    "Genre", "Identifiers", "Link", "Name", "Person", "Read", "Record", "Rights", "Season", "Source", "Title",
    "checked", "digest_of", "digest_of_line", "key_of", "name_of", "name_of_link", "read_line", "schema",
    "write_line",
]  # fmt: skip
