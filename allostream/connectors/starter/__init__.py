"""The starter catalogue: about 240 old and openly licensed works with reasoned answers for two countries."""

from allostream.connectors.starter.records import SOURCE, records

__all__ = ["SOURCE", "records"]
