"""What the lines of a form point at, before anything is sent: the same look as the one that is acted on later."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from allostream.catalogue.models import Title
from allostream.lib import countries
from allostream.lib.web_parts import parts_of
from allostream.links.queries.bench import titles_named
from allostream.links.queries.cards import Card
from allostream.rights.bases import Code
from allostream.rights_desk.case_rules import ItemState, Match, Protection
from allostream.rights_desk.matching import Asked, Found, FoundLink, look_up
from allostream.rights_desk.order_rules import is_whole_host
from allostream.rights_desk.reading.shape import Address
from allostream.rights_desk.standing import part_of, titles_with
from allostream.web import finding
from allostream.web.addresses import every_shape
from allostream.web.formats import joined
from allostream.web.http import PageRequest
from allostream.web.notices.reading import YEAR, lines_of
from allostream.web.notices.words import protection_words
from allostream.web.rights.basis_words import CODES
from allostream.web.views.search import asked_in

MOST_LOOKED, MOST_PICKS, MOST_TITLES = 60, 100, 20
LOOKS_LIKE_ADDRESS = re.compile(r"^(?:\w+:)?//|^[\w-]+(?:\[?\.\]?[\w-]+)+(?:[:/?#]|$)|^hxxps?:|^www\.", re.IGNORECASE)
SAME = 96.0  # points of fit from which a title is called exactly so


@dataclass(frozen=True, slots=True)
class Pick:
    """A link that a line means, with the right it rests on; `is_ticked`: the notice is about it."""

    id: str
    name: str
    right: str
    is_licensed: bool
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """What one line points at. `is_name`: it names a work, not an address; `is_open`: a page of many links, of which
    nobody has said which are meant."""

    text: str
    says: str
    remedy: str = ""
    is_faulty: bool = False
    is_name: bool = False
    picks: tuple[Pick, ...] = ()
    more: str = ""
    match: Match | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody has seen and ticked so far: public ids of links."""

    shown: frozenset[str] = frozenset()
    ticked: frozenset[str] = frozenset()

    def takes(self, link_id: str, *, by_itself: bool) -> bool:
        """Whether the notice is about a link; `by_itself`: one that was not seen yet."""
        return link_id in self.ticked if link_id in self.shown else by_itself


def chosen_in(given: Mapping[str, Any]) -> Chosen:
    """What the form says of links that were seen."""
    shown = str(given.get("shown", ""))[:4000].split()
    ticked = given.getlist("pick") if hasattr(given, "getlist") else given.get("pick", [])
    return Chosen(frozenset(shown), frozenset(ticked))


def looks_like_address(text: str) -> bool:
    """Whether a line is meant as an address, and not as the name of a work."""
    return bool(LOOKS_LIKE_ADDRESS.match(text.strip())) and " " not in text.strip()


def hits_of(request: PageRequest, works: str, addresses: str, chosen: Chosen) -> list[Hit]:
    """What the works and addresses of a form point at, each line once. Fifteen queries, and a search for each name."""
    names = lines_of(works)[:MOST_TITLES]
    lines = [line for line in lines_of(addresses) if line not in names]
    names += [line for line in lines if not looks_like_address(line)][:MOST_TITLES]
    lines = [line for line in lines if looks_like_address(line)]
    titles = {name: titles_called(request, name) for name in names}
    sure = {name: found[0] for name, found in titles.items() if len(found) == 1}
    asked = [Asked(line) for line in lines[:MOST_LOOKED]]
    own = f"https://{request.site.domain}/w/"
    looked = look_up([*asked, *(Asked(f"{own}{title.public_id}") for title in sure.values())])
    cards = titles_named(request.visitor, list(_title_ids(looked, titles)))
    hits = [_address_hit(one.text, found, chosen, cards) for one, found in zip(asked, looked, strict=False)]
    by_name = dict(zip(sure, looked[len(asked) :], strict=True))
    hits += [_name_hit(name, titles[name], by_name.get(name), chosen, cards) for name in names]
    if len(lines) > MOST_LOOKED:
        rest = len(lines) - MOST_LOOKED
        more = ngettext(
            "%(n)s more line is matched when you send.", "%(n)s more lines are matched when you send.", rest
        )
        hits.append(Hit(more % {"n": rest}, ""))
    return _capped(hits)


def _title_ids(looked: Iterable[Found], titles: Mapping[str, Sequence[Title]]) -> Iterable[int]:
    for found in looked:
        yield from (one.link.title_id for one in found.links)
        if found.title:
            yield found.title.pk
    for several in titles.values():
        yield from (title.pk for title in several)


def titles_called(request: PageRequest, name: str) -> list[Title]:
    """The titles that are called so, those of its year where it names one. A search, and one query."""
    year = YEAR.search(name)
    bare = name[: year.start()].strip() if year else name
    asked = asked_in(request.visitor.language, bare[:200].replace(":", " "))
    found = [one for one in finding.seek(asked, request.visitor, finding.MOST_SUGGESTED).titles if one.fit >= SAME]
    titles = titles_with([one.id for one in found])
    if year:
        wanted = int(year[1])
        titles = [one for one in titles if one.year is not None and abs(one.year - wanted) <= 1]
    return titles


def _address_hit(text: str, found: Found, chosen: Chosen, cards: Mapping[int, Card]) -> Hit:
    """An address in words: how many links it means, or why none."""
    picks = _picks(found, chosen, cards)
    if picks and found.state in (ItemState.RECEIVED, ItemState.AMBIGUOUS):
        is_open = found.state is ItemState.AMBIGUOUS
        remedy = gettext("Tick those that you mean.") if is_open else ""
        return Hit(text, _shows(found, len(picks)), remedy, picks=picks, match=found.match, is_open=is_open)
    return Hit(text, _why_none(text, found), _remedy(text, found), _is_faulty(found), match=found.match)


def _name_hit(
    text: str, titles: Sequence[Title], found: Found | None, chosen: Chosen, cards: Mapping[int, Card]
) -> Hit:  # fmt: skip
    """The name of a work in words."""
    if not titles:
        return Hit(
            text, gettext("No title of this site is called so."),
            gettext("Your notice is taken all the same: name the addresses below."), is_name=True,
        )  # fmt: skip
    if found is None:
        names = joined(
            [cards[one.pk].name + (f" ({one.year})" if one.year else "") for one in titles if one.pk in cards][:5],
            reader(),
        )
        return Hit(
            text, gettext("Ambiguous: %(names)s") % {"names": names}, gettext("Add the year."), True, is_name=True
        )
    picks = _picks(found, chosen, cards, by_itself=False)
    if not picks:
        return Hit(text, gettext("Listed here, without any link that you could mean."), is_name=True)
    says = ngettext("%(n)s link is listed under this title", "%(n)s links are listed under this title", len(picks))
    return Hit(
        text, says % {"n": len(picks)}, gettext("Tick those that you mean."), is_name=True, picks=picks,
        match=Match.OWN_PAGE,
    )  # fmt: skip


def _picks(found: Found, chosen: Chosen, cards: Mapping[int, Card], *, by_itself: bool = True) -> tuple[Pick, ...]:
    return tuple(
        Pick(
            one.link.public_id, name_of(one, cards), right_of(one), one.protection is not None,
            chosen.takes(one.link.public_id, by_itself=_by_itself(found, one, by_itself)),
        )
        for one in found.links
        if one.link.withdrawn_at is None and one.link.removed_at is None
    )  # fmt: skip


def _by_itself(found: Found, one: FoundLink, by_itself: bool) -> bool:
    """What is named exactly is meant, unless it rests on a right; of a page that names many none is, until ticked."""
    return by_itself and one.protection is None and found.state is ItemState.RECEIVED


def name_of(one: FoundLink, cards: Mapping[int, Card]) -> str:
    """A link by its title, part and host; its address stands nowhere."""
    card = cards.get(one.link.title_id)
    return ", ".join(part for part in (card.name if card else "", part_of(one.link), one.link.host.name) if part)


def right_of(one: FoundLink) -> str:
    """On what right a link rests, in words."""
    if one.protection in (Protection.PROVIDER, Protection.OFFICIAL):
        return protection_words(one.protection)
    rests = one.rests_on
    if rests.get("by") == "granted":
        code = str(rests.get("code", ""))
        name = gettext(CODES[Code(code)]) if code in set(Code) else gettext("A right granted for this link")
        return f"{name} ({rests['holder']})" if rests.get("holder") else name
    free_in = [code for code in rests.get("free_in", ()) if code]
    if "*" in free_in:
        return gettext("Said to be free everywhere")
    if free_in:
        named = joined([countries.name(code, reader()) for code in free_in[:4]], reader())
        more = len(free_in) - 4
        said = gettext("Said to be free: %(countries)s") % {"countries": named}
        return f"{said} +{more}" if more > 0 else said
    return gettext("No right is proved for it")


def reader() -> str:
    """The language of the page."""
    return get_language() or "en"


def _shows(found: Found, count: int) -> str:
    if found.match is Match.OWN_PAGE:
        return ngettext(
            "%(n)s link is listed under this title", "%(n)s links are listed under this title", count
        ) % {"n": count}  # fmt: skip
    return ngettext("%(n)s link shows this video", "%(n)s links show this video", count) % {"n": count}


PLAIN_PAGES = frozenset(f"/{shape}" for _language, _place, shape in every_shape() if "{" not in shape)


def _is_list(text: str, found: Found) -> bool:
    """Whether an address of ours is that of a list, a search or another page that stands for no single work."""
    return found.named.is_ours and parts_of(text.strip()).path.rstrip("/") in PLAIN_PAGES


def _why_none(text: str, found: Found) -> str:
    if _is_list(text, found):
        return gettext("A list or a search, not a link")
    if found.state is ItemState.AMBIGUOUS:
        if found.named.is_ours:
            return (
                gettext("A list or a search, not a link") if found.title is None else gettext("No link is listed here")
            )
        return gettext("A whole host") if is_whole_host(text) else gettext("Ambiguous: a channel, a list or a host")
    return {
        ItemState.INVALID_URL: gettext("This is no whole address"),
        ItemState.NOT_OURS: gettext("Not listed here"),
        ItemState.NOT_FOUND: gettext("There is no such page here"),
        ItemState.ALREADY_REMOVED: gettext("Withdrawn already"),
    }.get(found.state, gettext("Not listed here"))


def _remedy(text: str, found: Found) -> str:
    if _is_list(text, found):
        return gettext("Name the link or links that you mean, so that nothing else is hit.")
    if found.state is ItemState.NOT_OURS:
        return gettext("We note it, and it cannot be submitted later.")
    return {
        ItemState.AMBIGUOUS: gettext("Name the link or links that you mean, so that nothing else is hit."),
        ItemState.INVALID_URL: gettext("Write it whole, as https://…"),
        ItemState.NOT_FOUND: gettext("Look whether the address is right."),
    }.get(found.state, "")


def _is_faulty(found: Found) -> bool:
    return found.state in (ItemState.AMBIGUOUS, ItemState.INVALID_URL, ItemState.NOT_FOUND)


def _capped(hits: Sequence[Hit]) -> list[Hit]:
    """At most MOST_PICKS links to tick, each once: a form holds so many, and a person reads fewer."""
    left, seen, kept = MOST_PICKS, set[str](), []
    for hit in hits:
        picks = [pick for pick in hit.picks if pick.id not in seen]
        here = tuple(picks[:left])
        seen |= {pick.id for pick in here}
        left -= len(here)
        rest = len(picks) - len(here)
        more = gettext("And %(n)s more: name them by a file or by their addresses.") % {"n": rest} if rest else ""
        if hit.picks and not picks:
            more = gettext("It stands above already.")
        kept.append(replace(hit, picks=here, more=more))
    return kept


def addresses_in(request: PageRequest, hits: Iterable[Hit], lines: Sequence[str]) -> list[Address]:
    """The addresses of a notice, from what was seen and ticked.

    A line that means one video stays as it was written, without the links that were left out. A page or a name that
    means several becomes the links that were ticked. Lines beyond those that are looked at stay as they are.
    """
    own = f"https://{request.site.domain}/l/"
    found: list[Address] = []
    looked: set[str] = set()
    for hit in hits:
        looked.add(hit.text)
        ticked = [pick.id for pick in hit.picks if pick.is_ticked]
        if hit.match is Match.OWN_PAGE and ticked:
            found += [Address(f"{own}{link_id}", note=hit.text[:500]) for link_id in ticked]
        elif hit.text in lines and (ticked or not hit.picks or hit.is_open):
            found.append(Address(hit.text, not_meant=tuple(pick.id for pick in hit.picks if not pick.is_ticked)))
    rest = [Address(line) for line in lines if line not in looked and looks_like_address(line)]
    return found + rest


def ids_shown(hits: Collection[Hit]) -> list[str]:
    """The public ids of all links that stand beside lines."""
    return [pick.id for hit in hits for pick in hit.picks]
