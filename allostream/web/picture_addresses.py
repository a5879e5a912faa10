"""The addresses of pictures of titles. Each holds the version of what it shows, so that it can be kept for ever."""


def poster_address(public_id: str, language: str, version: str) -> str:
    """The path of a title's poster in a language."""
    return f"/poster/{public_id}.{language}.{version}.svg"


def poster_png_address(public_id: str, language: str, version: str) -> str:
    """The path of the same poster as PNG."""
    return f"/poster/{public_id}.{language}.{version}.png"


def preview_address(public_id: str, language: str, version: str) -> str:
    """The path of a title's wide picture for messengers and social networks."""
    return f"/preview/{public_id}.{language}.{version}.png"


def backdrop_address(public_id: str, version: str) -> str:
    """The path of a title's picture without words."""
    return f"/backdrop/{public_id}.{version}.svg"
