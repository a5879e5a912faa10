"""Other sites that run Allostream: their catalogue, with the licences that it came under."""

from allostream.connectors.peers.records import NOT_TAKEN, is_open, records

__all__ = ["NOT_TAKEN", "is_open", "records"]
