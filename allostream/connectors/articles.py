"""Names of articles of the English Wikipedia: identifiers of the works that they are about (`enwiki`)."""

from urllib.parse import unquote

PATH = "/wiki/"
LONGEST = 200


def english(told: str) -> str:
    """The name of an article, from its address or its title: “Charade_(1963_film)”.

    "" where that names none: nothing is told, only a section is meant, or the name does not fit.
    """
    name = unquote(told.rpartition(PATH)[2]).strip().replace(" ", "_")
    if not name or "#" in name or len(name) > LONGEST or not name.isprintable():
        return ""
    return name[:1].upper() + name[1:]
