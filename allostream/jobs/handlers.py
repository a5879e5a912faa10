"""Which function does the work of which outbox topic.

A handler takes the payload of its row. It may be called twice for one row (its worker may die before it can say
that the work is done), so doing the work again must do no harm. It raises to fail; the row is then tried again.
"""

from collections.abc import Callable, Mapping
from typing import Any

Handler = Callable[[Mapping[str, Any]], None]

HANDLERS: dict[str, Handler] = {}
