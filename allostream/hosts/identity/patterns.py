"""The small pattern language of the host table, compiled to regular expressions that cannot run wild.

A pattern describes a whole path, query value or fragment:

    /watch/{id}        a named part; what it may hold is said in the row's `parts`
    *                  anything but a slash
    **                 anything, only at the end
    (embed|v)          one of these words; (www)? may be absent
    everything else    itself

Operators may add rows, so hostile or careless patterns must not stall the site. What ends a path segment is
possessive and never gives characters back. Of the pieces that something follows, only one in a pattern may have no
length limit, the limits of the others multiply to STEPS at most, and a part holds one unlimited repetition at most.
"""

import re
from collections.abc import Callable, Mapping

Writer = Callable[[str], str]

STEPS = 2000

_TOKEN = re.compile(
    r"\{(?P<part>[a-z_]+)\}|(?P<rest>\*\*)|(?P<star>\*)|\((?P<words>[^()*{}]*)\)(?P<maybe>\?)?|(?P<text>.)"
)
_PART_TOKEN = re.compile(
    r"(?P<open>\(\?:)|(?P<bar>\|)|(?P<close>\)\??)"
    r"|(?:\[\^?(?:[^\]\\\[]|\\[\-\]\\.dw])+\]|\\[dw.]|[A-Za-z0-9_\-~@:=,/%.])"
    r"(?P<repeat>[+*?]|\{[0-9]{1,3}(?:,[0-9]{0,3})?\})?"
)
_ENDLESS = re.compile(r"[+*]|,\}")
_LIMIT = re.compile(r"([0-9]+)\}")
_FIELD = re.compile(r"\{(?P<part>[a-z_]+)(?:\|(?P<writer>[a-z_]+))?\}")


class PatternError(ValueError):
    """A pattern of the table is not written in the pattern language; the message says what to change."""


def checked_part(name: str, regex: str) -> str:
    """The regular expression of a part, when it is in the safe subset. Raises PatternError otherwise."""
    if not 0 < len(regex) <= 300:
        raise PatternError(f"part “{name}” must have 1 to 300 characters")
    at, depth, unbounded = 0, 0, 0
    while at < len(regex):
        token = _PART_TOKEN.match(regex, at)
        depth += (1 if token["open"] else -1 if token["close"] else 0) if token else 0
        if token is None or not 0 <= depth <= 1 or (token["bar"] and not depth):
            raise PatternError(
                f"part “{name}”: “{regex[at:]}” is not allowed; use classes such as [a-z0-9]+ and flat (?:a|b) groups"
            )
        repeat = token["repeat"] or ""
        unbounded += repeat in {"+", "*"} or repeat.endswith(",}")
        at = token.end()
    if depth or unbounded > 1:
        raise PatternError(f"part “{name}” may repeat without limit only once, and must close its groups")
    try:
        re.compile(regex)
    except re.error as error:
        raise PatternError(f"part “{name}” is no regular expression: {error}") from error
    return regex


def compiled(pattern: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    """Compile a pattern for use with `fullmatch`. Raises PatternError, naming the pattern and the remedy."""
    tokens = list(_TOKEN.finditer(pattern))
    pieces: list[str] = []
    endless, steps = 0, 1
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        ends = following is None or following["text"] == "/"
        if not ends and (token["part"] or token["star"]):
            body = parts.get(token["part"] or "", "*")
            endless += bool(_ENDLESS.search(body))
            steps *= max(1, sum(map(int, _LIMIT.findall(body))))
        pieces.append(_piece(pattern, token, parts, ends=ends, last=following is None))
    if endless > 1 or steps > STEPS:
        raise PatternError(
            f"“{pattern}” could take too long: let only one * or unlimited {{part}} be followed by something other "
            "than a slash, and give parts a limit such as {1,20}"
        )
    return re.compile("".join(pieces))


def _piece(pattern: str, token: re.Match[str], parts: Mapping[str, str], *, ends: bool, last: bool) -> str:
    if token["part"]:
        if token["part"] not in parts:
            raise PatternError(f"“{pattern}” uses {{{token['part']}}}: add it to `parts`")
        body = parts[token["part"]]
        return f"(?P<{token['part']}>{f'(?>{body})' if ends else body})"
    if token["rest"]:
        if not last:
            raise PatternError(f"“{pattern}”: ** may only stand at the end")
        return ".*+"
    if token["star"]:
        return "[^/]*+" if ends else "[^/]*"
    if token["words"] is not None:
        words = "|".join(re.escape(word) for word in token["words"].split("|"))
        return f"(?:{words}){token['maybe'] or ''}"
    return re.escape(token["text"])


def fields(template: str) -> list[tuple[str, str | None]]:
    """The parts (with their writers) that an address or key template asks for."""
    return [(field["part"], field["writer"]) for field in _FIELD.finditer(template)]


def key_pattern(template: str, parts: Mapping[str, str], read: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern that takes a content key apart again; parts that a reader rewrote may hold anything."""
    pieces: list[str] = []
    at = 0
    for field in _FIELD.finditer(template):
        body = ".+" if field["part"] in read else parts[field["part"]]
        pieces += [re.escape(template[at : field.start()]), f"(?P<{field['part']}>{body})"]
        at = field.end()
    return re.compile("".join(pieces) + re.escape(template[at:]), re.DOTALL)


def filled(template: str, values: Mapping[str, str], writers: Mapping[str, Writer]) -> str | None:
    """The template with its parts filled in; None when a part is not known."""
    if any(not values.get(part) for part, _ in fields(template)):
        return None
    return _FIELD.sub(lambda field: writers[field["writer"] or "as_is"](values[field["part"]]), template)
