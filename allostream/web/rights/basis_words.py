"""The bases on which a link may rest, in words: what each is, what it lets us do and obliges us to, when we look again.

The bases themselves stand in allostream.rights.bases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from allostream.rights.bases import BASES, EEA, NEW_YEAR, TWO_YEARS, YEAR, Basis, Code, NeverABasis, Obligation, Use
from allostream.web.formats import joined
from allostream.web.places import within
from allostream.web.spoken import spoken

CODES: Mapping[Code, str] = {
    Code.PD_TERM: gettext_noop("The term of protection has ended in the country."),
    Code.PD_FORMALITY_US: gettext_noop("Never protected in the United States, or no longer, for want of a formality."),
    Code.PD_GOV: gettext_noop("Made by the government of the United States."),
    Code.PD_DEDICATED: gettext_noop("Given up by its maker, as with CC0."),
    Code.PDM_LABEL: gettext_noop(
        "Marked as public domain by a host or an uploader: a hint of where to look, no right."
    ),
    Code.CC_BY: gettext_noop("Creative Commons licence that asks for the name of the author."),
    Code.CC_BY_SA: gettext_noop("Creative Commons licence: with the name, and what is made from it shared alike."),
    Code.CC_BY_NC: gettext_noop("Creative Commons licence: with the name, and without commerce."),
    Code.CC_BY_NC_SA: gettext_noop("Creative Commons licence: with the name, without commerce, shared alike."),
    Code.CC_BY_ND: gettext_noop("Creative Commons licence: with the name, and unchanged."),
    Code.CC_BY_NC_ND: gettext_noop("Creative Commons licence: with the name, without commerce, unchanged."),
    Code.OPEN_OTHER: gettext_noop("Another open licence whose text a person has read."),
    Code.HOLDER_CHANNEL: gettext_noop(
        "Published by the holder of the rights on a channel that is proved to be theirs."
    ),
    Code.PROVIDER_SVOD: gettext_noop("A licensed service offers it by subscription."),
    Code.PROVIDER_AVOD: gettext_noop("A licensed service offers it free with advertising."),
    Code.PROVIDER_FAST: gettext_noop("A licensed service shows it on a free channel with advertising."),
    Code.PROVIDER_TVOD: gettext_noop("A licensed service rents it out."),
    Code.PROVIDER_EST: gettext_noop("A licensed service sells it."),
    Code.PROVIDER_PSB: gettext_noop("A public broadcaster shows it on its own pages."),
    Code.HERITAGE: gettext_noop("An archive, a film institute or a library publishes it."),
    Code.ORPHAN_EU: gettext_noop("Orphan work in the register of the European Union, shown by an institution."),
    Code.OOCW_EU: gettext_noop("Out-of-commerce work in the portal of the European Union, shown by an institution."),
    Code.PERMISSION: gettext_noop("We hold a written permission."),
    Code.TRAILER: gettext_noop("A trailer or an extract from the holder, never counted as watching the work."),
}
USES: Mapping[Use, str] = {
    Use.LINK: gettext_noop("link to the host’s page"),
    Use.EMBED: gettext_noop("show the host’s player"),
    Use.DIRECT: gettext_noop("play the file"),
    Use.CACHE: gettext_noop("keep a still or a poster"),
    Use.CACHE_FRAMES: gettext_noop("keep frames of the film"),
}
OBLIGATIONS: Mapping[Obligation, str] = {
    Obligation.NAME_AUTHORS: gettext_noop("name director and title"),
    Obligation.CREDIT: gettext_noop("name who made it"),
    Obligation.ATTRIBUTION: gettext_noop("name title, author, source and licence"),
    Obligation.SHARE_ALIKE: gettext_noop("share what we add under the same licence"),
    Obligation.NONCOMMERCIAL: gettext_noop("no advertising, sponsor or payment on the site"),
    Obligation.NO_CHANGES: gettext_noop("change nothing"),
    Obligation.AS_LICENSED: gettext_noop("what the licence asks"),
    Obligation.KEEP_PLAYER: gettext_noop("leave player, advertising and brand as they are"),
    Obligation.SHOW_PRICE: gettext_noop("say what it costs"),
    Obligation.NO_WAY_ROUND: gettext_noop("never lead past a login, a payment or a border"),
    Obligation.KEEP_TERRITORY: gettext_noop("keep to its countries"),
    Obligation.CITE_INSTITUTION: gettext_noop("name the institution"),
    Obligation.NAME_HOLDERS: gettext_noop("name the holders that are known"),
    Obligation.LABEL_TRAILER: gettext_noop("say that it is a trailer"),
    Obligation.AS_WRITTEN: gettext_noop("what the permission says"),
}
NEVER: Mapping[NeverABasis, str] = {
    NeverABasis.OPEN_WEB: gettext_noop("that it was found on the open web;"),
    NeverABasis.EVERYONE_LISTS_IT: gettext_noop("that everybody lists it;"),
    NeverABasis.NO_COMPLAINT: gettext_noop("that nobody has complained so far;"),
    NeverABasis.ABANDONWARE: gettext_noop("that nobody sells it any more;"),
    NeverABasis.EDUCATIONAL: gettext_noop("that it teaches something;"),
    NeverABasis.FAIR_USE: gettext_noop("fair use;"),
    NeverABasis.PRIVATE_COPY: gettext_noop("the right to a private copy;"),
    NeverABasis.LICENCE_BY_ANOTHER: gettext_noop("a licence put there by an uploader who is not the maker;"),
    NeverABasis.DEAD_LABEL: gettext_noop("a label that leads nowhere any more;"),
    NeverABasis.EXPIRED_WINDOW: gettext_noop("an offer whose time is over."),
}


@dataclass(frozen=True)
class BasisWords:
    """One basis as a row of the table."""

    code: str
    text: str
    permits: str
    obliges: str
    where: str
    again: str


def bases_words() -> list[BasisWords]:
    """All bases in the order of the table, in words of the active language."""
    return [_basis_words(code) for code in BASES]


@spoken
def _basis_words(code: Code) -> BasisWords:
    basis, language = BASES[code], get_language() or "en"
    return BasisWords(
        code=code.value,
        text=gettext(CODES[code]),
        permits=_listed([USES[use] for use in Use if use in basis.permits], language) or gettext("nothing"),
        obliges=_listed([OBLIGATIONS[one] for one in basis.obliges], language) or gettext("nothing"),
        where=_where(basis, language),
        again=_again(basis),
    )


def _listed(texts: Sequence[str], language: str) -> str:
    return joined([gettext(text) for text in texts], language)


def _where(basis: Basis, language: str) -> str:
    if not basis.permits:
        return gettext("nowhere")
    if basis.territory == EEA:
        return gettext("in the European Economic Area")
    if not basis.territory:
        return gettext("where each case says")
    return joined([within(code, language) for code in sorted(basis.territory)], language)


def _again(basis: Basis) -> str:
    """When it is looked at again."""
    if basis.recheck is None:
        return gettext("never, for it carries nothing")
    if basis.recheck is NEW_YEAR:
        return gettext("every 1 January, and when a fact changes")
    if basis.recheck in (YEAR, TWO_YEARS):
        return gettext("every year") if basis.recheck == YEAR else gettext("every two years")
    days = basis.recheck.days
    return ngettext("every day", "every %(count)s days", days) % {"count": days}


def never_words() -> list[str]:
    """What is brought forward as a right and is none."""
    return [gettext(NEVER[one]) for one in NeverABasis]
