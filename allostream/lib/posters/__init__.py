"""Posters drawn from a title's own data: SVG text, standard library only, the same bytes every time."""

from .address import GENERATOR_VERSION, address_version
from .poster import backdrop, poster, tint
from .preview import PREVIEW_VERSION, preview

__all__ = ["GENERATOR_VERSION", "PREVIEW_VERSION", "address_version", "backdrop", "poster", "preview", "tint"]
