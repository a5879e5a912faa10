"""Cases in words, in the reader's language: for letters, pages and interfaces."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext

from allostream.lib.countries import EUROPEAN_UNION, WORLD, name
from allostream.rights_desk.case_rules import ItemState, PartyRole
from allostream.rights_desk.models import Case, Item, Order, Party
from allostream.rights_desk.reading.shape import Kind, SenderKind
from allostream.rights_desk.validity_rules import Element


def state_name(state: str) -> str:
    """How an item stands, in a few words."""
    return {
        ItemState.RECEIVED: gettext("received, being examined"),
        ItemState.SUSPENDED: gettext("no longer shown, under review"),
        ItemState.REMOVED: gettext("removed"),
        ItemState.COUNTRY_BLOCKED: gettext("blocked in some countries"),
        ItemState.NOT_OURS: gettext(
            "not listed here; if somebody brings it, it is refused as far as the notice reaches"
        ),
        ItemState.NOT_FOUND: gettext("there is nothing at this address of ours"),
        ItemState.ALREADY_REMOVED: gettext("was taken away before"),
        ItemState.DUPLICATE: gettext("named twice in this message"),
        ItemState.AMBIGUOUS: gettext("names a page, a list or a whole site: please say which link"),
        ItemState.INVALID_URL: gettext("cannot be read as an address"),
        ItemState.PROTECTED: gettext("rests on a right with evidence: somebody looks at it before anything is done"),
        ItemState.INFO_REQUESTED: gettext("waits for what is missing"),
        ItemState.REFUSED: gettext("refused"),
        ItemState.COUNTERED: gettext("contested by a counter notice"),
        ItemState.RESTORED: gettext("shown again"),
        ItemState.COURT_ACTION: gettext("stays away: a court has been asked"),
        ItemState.RETRACTED: gettext("not meant, as its sender says"),
    }[ItemState(state)]


def element_name(element: str) -> str:
    """Something that is missing in a notice, as we ask for it."""
    return {
        Element.WORK: gettext("which work it is: its title, and what helps to tell it from others"),
        Element.LOCATION: gettext("the exact address of each link or copy"),
        Element.EXPLANATION: gettext("why you think that it is illegal, in a sentence or two"),
        Element.NAME: gettext("your name, or that of the company or authority"),
        Element.EMAIL: gettext("an e-mail address at which we can reach you"),
        Element.CONTACT: gettext("a way to reach you: e-mail, postal address or telephone"),
        Element.SIGNATURE: gettext("your signature: your full name typed is enough"),
        Element.GOOD_FAITH: gettext(
            "the statement that you believe in good faith that neither the owner of the right, nor their agent, nor "
            "the law has allowed this use"
        ),
        Element.ACCURACY: gettext(
            "the statement that what you write is accurate and complete, as you believe in good faith"
        ),
        Element.AUTHORITY: gettext("for whom you act, and that you may do so"),
        Element.PERJURY: gettext(
            "the statement, under penalty of perjury, that you may act for the owner of the right"
        ),
    }[Element(element)]


def item_line(item: Item) -> str:
    """One item as a line of a letter: the address as it was said, and how it stands."""
    said = item.said if len(item.said) <= 300 else item.said[:299] + "…"
    line = f"{item.position + 1}. {said} – {state_name(item.state)}"
    return f"{line}. {item.why}" if item.why else line


def wide_words(domain: str) -> str:
    """Why a domain that many share is not blocked by an order as a whole, and what would be needed."""
    return gettext(
        "%(domain)s: many others have their sites or offers there. Name the site under it, as site.%(domain)s, or the "
        "exact addresses."
    ) % {"domain": domain}


def automation(items: Iterable[Item]) -> str:
    """Whether automated means were used to handle these (DSA, article 16(6))."""
    if all(item.decision and item.decision.is_automated for item in items):
        return gettext("A program found the links that you name and acted by a published rule; a person reviews it.")
    return gettext("A program found the links that you name; a person decided.")


def notifier(case: Case) -> str:
    """Who sent a notice, as the submitter of a link is told, who needs it to contest: organisation or name, never an
    address. One query."""
    party = Party.objects.filter(case=case, role__in=(PartyRole.NOTIFIER, PartyRole.PRINCIPAL)).order_by("pk").first()
    return (party.organisation or party.name) if party else ""


def public_notifier(case: Case) -> str:
    """The same for everybody: of a natural person nothing. One query."""
    if case.kind == Kind.ORDER and (order := Order.objects.filter(case=case).exclude(authority="").first()):
        return order.authority[:200]
    parties = Party.objects.filter(case=case, role__in=(PartyRole.NOTIFIER, PartyRole.PRINCIPAL)).exclude(
        organisation=""
    )
    party = parties.exclude(kind=SenderKind.NATURAL).order_by("-role", "pk").first()
    return party.organisation if party else ""


def where(countries: Sequence[str], language: str) -> str:
    """Countries in words, in a language: everywhere, the European Union, or their names."""
    if not countries or WORLD in countries:
        return gettext("everywhere")
    if set(countries) == EUROPEAN_UNION:
        return gettext("the European Union")
    return ", ".join(name(code, language) for code in countries)
