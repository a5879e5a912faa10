"""A reading as plain values and back, so that it can be kept and read again. No Django, no clock, no network."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from allostream.rights_desk.reading.shape import Address, Reading


def written(thing: Any) -> Any:
    """A reading or a part of it as values that JSON has; what is empty is left out."""
    if dataclasses.is_dataclass(thing):
        pairs = ((one, getattr(thing, one.name)) for one in dataclasses.fields(thing))
        return {one.name: written(value) for one, value in pairs if not _goes_without_saying(one, value)}
    if isinstance(thing, Mapping):
        return {str(name): written(value) for name, value in thing.items()}
    if isinstance(thing, frozenset):
        return sorted(written(one) for one in thing)
    if isinstance(thing, tuple):
        return [written(one) for one in thing]
    if isinstance(thing, date):
        return thing.isoformat()
    return thing


def _goes_without_saying(one: "dataclasses.Field[Any]", value: Any) -> bool:
    """Whether a field is empty and would be so without being written."""
    has_default = one.default is not dataclasses.MISSING or one.default_factory is not dataclasses.MISSING
    return has_default and value in (None, "", (), {}, frozenset())


def reading_of(kept: Mapping[str, Any]) -> Reading:
    """A reading as it was written."""
    made: Reading = _made(Reading, kept)
    return made


def address_of(kept: Mapping[str, Any]) -> Address:
    """One address as it was written."""
    made: Address = _made(Address, kept)
    return made


@cache
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)


def _made(shape: Any, value: Any) -> Any:
    """A value of this type from what JSON gave for it."""
    origin = get_origin(shape)
    if origin in (Union, types.UnionType):
        inner = next(one for one in get_args(shape) if one is not types.NoneType)
        return None if value is None else _made(inner, value)
    if origin in (tuple, frozenset):
        inner = get_args(shape)[0]
        return origin(_made(inner, one) for one in value)
    if origin is not None:
        return dict(value)
    if dataclasses.is_dataclass(shape):
        hints = _hints(shape)  # type: ignore[arg-type]  # a dataclass is a type here
        return shape(**{name: _made(hints[name], one) for name, one in value.items() if name in hints})  # type: ignore[operator]  # as above
    if shape in (date, datetime):
        return shape.fromisoformat(value)
    return shape(value) if isinstance(shape, type) and issubclass(shape, StrEnum) else value
