"""Any list of titles, as CSV or JSON lines: whoever imports it says what its columns mean."""

from allostream.connectors.lists.records import Columns, records

__all__ = ["Columns", "records"]
