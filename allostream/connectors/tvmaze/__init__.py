"""TVmaze: series with seasons and episodes, from its API and from files of its objects."""

from allostream.connectors.tvmaze.client import Client
from allostream.connectors.tvmaze.records import SOURCE, from_api, from_index, records

__all__ = ["SOURCE", "Client", "from_api", "from_index", "records"]
