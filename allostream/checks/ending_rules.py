"""What the end of redirects says about a video. Pure: no Django, no clock, no network.

Only the front page of the same site and a page that is called "not found" count as missed. A page to sign in, a wall, a
question about cookies or age, a page for other countries and one about repairs say nothing of the kind.
"""

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from allostream.checks.rules import Finding, Seen
from allostream.lib.names import folded

_SIGN_IN = re.compile(
    r"(?i)(?:^|[/._-])(?:log-?in|sign-?in|servicelogin|connexion|anmelden|auth|oauth2?|sso|accounts?)(?:$|[/._?-])"
)
# Each as a whole part of a path or of the host's name, never within the name of a work ("trial-and-error").
_WALL = re.compile(
    r"(?i)consent|collectconsent|(?:cookie|privacy)s?[-_]?(?:wall|gate|consent)|captcha|sorry|challenge|cdn-cgi"
    r"|_incapsula_resource|captcha-delivery|perfdrive|age[-_]?(?:gate|check|verification)|verify(?:[-_]?age)?"
    r"|blocked|access[-_]?denied"
)
_ABROAD = re.compile(
    r"(?i)gdpr|geo|geo[-_]?(?:block(?:ed|ing)?|restrict(?:ed|ion)?|fence)|(?:country|region)[-_]?not[-_]?supported"
    r"|unsupported[-_]?(?:country|region)|(?:un|not[-_]?)available[-_](?:in|here|outside|country|region).*|outside[-_].*"
)
_REPAIRS = re.compile(r"(?i)(?:under[-_]?)?maintenance|wartung|mantenimiento|manutenzione|50[0234]|unavailable[-_]?503")
_NOT_FOUND = re.compile(
    r"(?i)(?:[a-z]{1,8}[-_]?)?404(?:[-_]?error)?|(?:page|video|error|erreur)?[-_]?(?:404[-_]?)?not[-_]?found"
    r"|(?:page[-_]?)?introuvable|seite[-_]nicht[-_]gefunden|(?:pagina[-_])?no[-_]encontrada"
)
_FAULT = re.compile(r"(?i)errors?|erreur|fehler|expired|(?:un|not[-_]?)available|oops|invalid|removed")
_FRONT = re.compile(r"(?i)/?(?:([a-z]{2}(?:[-_][a-z]{2})?)(?:/|$))?(?:(?:index|home|accueil)(?:\.\w+)?/?)?")
_SAYS_WHY = re.compile(r"(?i)geo|country|region|lang|locale|consent|return|redirect|continue|next|from|url|ref")
_FILE_ENDING = re.compile(r"(?i)\.(?:html?|php|aspx?|jsp|jsf)$")


def where_it_led(asked: str, came: str, names: Sequence[str] = ()) -> Finding | None:
    """What the address where redirects ended says; None where it says nothing. `names` of the work, folded."""
    if asked == came:
        return None
    start, end = urlsplit(asked), urlsplit(came)
    if (start.netloc.lower(), start.path) == (end.netloc.lower(), end.path):
        return None
    before = set(_segments(start))
    new = [part for part in _segments(end) if part not in before and folded(part) not in names]
    labels = set(end.netloc.lower().split(".")).difference(start.netloc.lower().split("."), {"geo"})
    for pattern, finding in (
        (_WALL, Finding(Seen.KEPT_OUT, "leads-to-wall")),
        (_ABROAD, Finding(Seen.NOT_HERE, "leads-abroad")),
        (_REPAIRS, Finding(Seen.TROUBLE, "leads-to-repairs")),
    ):
        if any(pattern.fullmatch(part) for part in (*new, *labels)):
            return finding
    if _SIGN_IN.search(f"{end.netloc}/{unquote(end.path)}") and not _SIGN_IN.search(f"{start.netloc}/{start.path}"):
        return Finding(Seen.ACCOUNT, "leads-to-sign-in")
    if any(map(_NOT_FOUND.fullmatch, new)):
        return Finding(Seen.MISSING, "leads-to-error")
    if any(map(_FAULT.fullmatch, new)):
        return Finding(Seen.ODD, "leads-to-error")
    return _to_front(start, end)


def _segments(address: SplitResult) -> list[str]:
    return [_FILE_ENDING.sub("", part).lower() for part in unquote(address.path).split("/") if part]


def _to_front(start: SplitResult, end: SplitResult) -> Finding | None:
    """A front page. That of another site, of another country or language, or one that is told why says less: hosts
    send on so whom they do not serve where they are.
    """
    front, same = _FRONT.fullmatch(unquote(end.path)), _site(start) == _site(end)
    if front is None or not _segments(start) or _FRONT.fullmatch(unquote(start.path)):
        return None if same else Finding(Seen.ODD, "leads-elsewhere")
    of_place = front[1] and front[1].lower() not in _segments(start)
    told_why = any(_SAYS_WHY.search(name) for name, _ in parse_qsl(end.query, keep_blank_values=True))
    if not same or of_place or told_why:
        return Finding(Seen.ODD, "leads-to-front")
    return Finding(Seen.MISSING, "leads-to-front")


def _site(address: SplitResult) -> str:
    """The last parts of the host's name. Under co.uk and the like it takes sites for one: then a redirect says more
    than it should only where it ends on a front page.
    """
    labels = address.netloc.lower().rpartition("@")[2].partition(":")[0].split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2 else labels[-2:])
