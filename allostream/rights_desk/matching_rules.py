"""What an address of a message names, and whether it may be acted on without anybody looking. No Django, no clock, no
network."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from allostream.hosts.identity import Identity, NotAnAddress, Table, identify
from allostream.lib.ids import LENGTH, is_id
from allostream.links.rules import Basis, Status, own_right
from allostream.links.rules import Standing as LinkStanding
from allostream.rights.bases import tells_who_put_it_there
from allostream.rights.deciding_rules import Kind as DecidedBy
from allostream.rights_desk.case_rules import Match, Protection

FEW = 3  # links of a page: so many are suspended where the page alone is named
PLACES = frozenset({"channel", "playlist"})
STANDS_FOR_OWN = "this-site.example"
LONGEST = 8000  # characters of an address that is read; longer ones are none


@dataclass(frozen=True, slots=True)
class Named:
    """What the text of an address names, before anything is looked up.

    ids: public ids in an address of ours; slugs: words of it that may be the address of a title. Both are empty for
    addresses elsewhere, of which `found` is the identity. `is_place`: a whole host, channel or list.
    """

    found: Identity | None = None
    is_ours: bool = False
    is_place: bool = False
    ids: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()

    @property
    def is_readable(self) -> bool:
        """Whether it is an address at all."""
        return self.found is not None


UNREADABLE = Named()


def named(text: str, own_domains: Collection[str], table: Table) -> Named:
    """What an address names. Raises nothing: what cannot be read is `UNREADABLE`."""
    if "*" in text or "…" in text or text.rstrip().endswith("..."):
        return UNREADABLE  # never widened to what it may mean
    try:
        found = identify(_public(text[: LONGEST + 1], own_domains), table)
    except NotAnAddress:
        return UNREADABLE
    if found.domain == STANDS_FOR_OWN:
        return _own(text, found)
    if is_own(found.domain, own_domains):
        return _own(text, found)
    path = urlsplit(found.canonical_url).path
    return Named(found, is_place=found.kind in PLACES or path in ("", "/"))


def _public(text: str, own_domains: Collection[str]) -> str:
    """The text, with a name that every network has in place of a host of ours that only this machine knows (such as
    `localhost`): the identity of an address takes none of those."""
    try:
        parts = urlsplit(text.strip() if "://" in text else f"https://{text.strip()}")
        host = parts.hostname or ""
    except ValueError:
        return text
    if host not in own_domains or (host != "localhost" and not host.endswith(".localhost")):
        return text
    return parts._replace(scheme="https", netloc=STANDS_FOR_OWN).geturl()


def is_own(domain: str, own_domains: Collection[str]) -> bool:
    """Whether a host name is that of a site of ours."""
    return any(domain == own or domain == f"www.{own}" for own in own_domains)


def _own(text: str, found: Identity) -> Named:
    """An address of ours: whatever in it may be an id, wherever it stands, in whatever language the page is."""
    # The fragment is read from the text: the identity of an address has none.
    fragment = text.partition("#")[2]
    parts = urlsplit(found.canonical_url)
    segments = [unquote(one) for one in parts.path.split("/") if one]
    values = [value for _name, value in parse_qsl(parts.query)]
    words = (*segments, *values, *fragment.replace("=", "-").split("&"))
    ids = dict.fromkeys(one for word in words for one in _ids_in(word))
    slugs = () if ids else tuple(dict.fromkeys(segments))
    return Named(found, is_ours=True, is_place=not segments and not ids, ids=tuple(ids), slugs=slugs)


def _ids_in(word: str) -> Iterable[str]:
    """The public ids at the end of a word: “link-b2c3…”, or the id alone, with or without the ending of a feed."""
    bare = word.partition(".")[0].rpartition("-")[2].lower()
    if len(bare) == LENGTH and is_id(bare):
        yield bare


def match_of(link_key: str, named_key: str, by: str) -> Match:
    """By what a link was found: `by` is "id", "key", "item" (another file of the same item) or "alias"."""
    if by == "id":
        return Match.OWN_LINK
    if by in ("alias", "item"):
        return Match.ALIAS
    return Match.ADDRESS if link_key == named_key and named_key.startswith("url:") else Match.CONTENT


def protection_of(link: LinkStanding, decided: Iterable[tuple[Status, str]]) -> Protection | None:
    """Why a person looks before a link is suspended; None where it is suspended at once.

    decided: of each answer for its work whether it is free, and whose decision that is. That the rules reckon a work to
    be free does not keep a link up after a notice: it is hidden first, and looked at then.
    """
    if link.basis is Basis.PROVIDER and not link.anybody_uploads:
        return Protection.PROVIDER
    if link.channel_carries:
        return Protection.OFFICIAL
    granted = own_right(link.granted)
    if granted is not None and granted.has_evidence:
        return Protection.OFFICIAL if tells_who_put_it_there(granted.code) else Protection.OPEN_LICENCE
    if link.basis is Basis.WORK:
        for status, kind in decided:
            if status in (Status.PD, Status.OPEN_LICENCE) and kind in (DecidedBy.REVIEW, DecidedBy.OVERRIDE):
                return Protection.PUBLIC_DOMAIN if status is Status.PD else Protection.OPEN_LICENCE
    return None


def may_name_page(links: int, *, is_flagger: bool) -> bool:
    """Whether a page of ours names its links well enough: a trusted flagger may, anybody where there are few."""
    return links > 0 and (is_flagger or links <= FEW)
