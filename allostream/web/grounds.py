"""On what the links of a title rest, as facts for their drawers: in words once for each answer, however many links."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext

from allostream.catalogue.queries import TitleHead
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.queries import AnswerRow, LinkRow, governing
from allostream.links.rules import Status
from allostream.rights.bases import BASES, Obligation, code_of_licence
from allostream.rights.queries.decisions import evidence_of_links
from allostream.web import explain
from allostream.web.addresses import href, rights_address
from allostream.web.evidence import OUTWARD_LICENCE, Fact
from allostream.web.formats import joined, typeset
from allostream.web.origin_words import sign_texts
from allostream.web.places import within
from allostream.web.rights.decided import evidence_words
from allostream.web.rights.rows import change_words, told_in_force, whose_words
from allostream.web.spoken import spoken


class Grounds:
    """The answers for one title as one reader is told of them."""

    def __init__(
        self, title: TitleHead, answers: Sequence[AnswerRow], visitor: Visitor, links: Iterable[LinkRow] = ()
    ) -> None:
        """`links`: those on the page, of whose copies moderators see what was seen; one query for them, else none."""
        self.title, self.answers, self.visitor = title, answers, visitor
        ids = [link.public_id for link in links] if visitor.may_moderate else []
        self._seen = evidence_of_links(visitor, ids) if ids else {}
        self._known: dict[tuple[str, str], list[Fact]] = {}

    def facts(self, answer: AnswerRow, country: str) -> list[Fact]:
        """One sentence for each country of the reader, the licence and what it asks for, what would change the answer
        and when, who decided, and where the whole way to it is."""
        key = (answer.country, country)
        if key not in self._known:
            self._known[key] = list(self._facts(answer, country))
        return self._known[key]

    def seen(self, link: LinkRow) -> list[Fact]:
        """The signs of a copy and the words in which they were found, for moderators alone."""
        if not self.visitor.may_moderate:
            return []
        signs = " ".join(sign_texts(link.origin_flags))
        found = [Fact(gettext("Signs on the copy"), signs)] if signs else []
        for item in map(evidence_words, self._seen.get(link.public_id, ())):
            told = " · ".join(part for part in (item.kind, item.short, item.value, item.seen) if part)
            found.append(
                Fact(gettext("Seen of the copy"), told, address=item.address, rel="nofollow noopener external")
            )
        return found

    def _facts(self, answer: AnswerRow, country: str) -> Iterator[Fact]:
        reader = self.visitor.language
        first = basis(answer, country, reader)
        yield first
        for other in self.visitor.own_countries:
            found = governing(self.answers, other)
            if other != country and found:
                yield basis(found, other, reader)
        if answer.licence_url:
            name = explain.licence_name(answer.licence)
            yield Fact(gettext("Licence"), name, address=href(answer.licence_url), rel=OUTWARD_LICENCE)
        if answer.status is Status.OPEN_LICENCE:
            yield Fact(gettext("When you share it"), attribution(self.title, answer, reader))
        told = told_in_force(answer, sentence=first.text)
        yield Fact(gettext("What would change it"), change_words(told, None, reader))
        yield Fact(gettext("Decided"), whose_words(told, reader))
        spelled, chosen = self.visitor.address_language or reader, "" if country == WORLD else country
        where = rights_address(spelled, self.title.kind, self.title.slug, chosen)
        yield Fact(gettext("Step by step"), gettext("Rules, facts, evidence, decisions"), address=href(where + "#path"))


def basis(answer: AnswerRow, country: str, reader: str) -> Fact:
    """How the work stands in a country, with the text of law behind it."""
    return Fact(
        gettext("Basis %(in_country)s") % {"in_country": within(country, reader)},
        explain.explain(answer, explain.country_of(answer, country), reader),
        authority=answer.authority,
    )


def attribution(title: TitleHead, answer: AnswerRow, reader: str) -> str:
    """The line that an open licence asks for (title, author, licence), and its conditions."""
    names = joined([person.name for person in title.directors], reader)
    values = {
        "title": typeset(title.name), "author": names, "licence": explain.licence_name(answer.licence),
        "conditions": " ".join(conditions(answer)),
    }  # fmt: skip
    if not values["licence"]:
        return gettext("“%(title)s”, under an open licence. %(conditions)s") % values
    if not names:
        return gettext("“%(title)s”, %(licence)s. %(conditions)s") % values
    return gettext("“%(title)s” by %(author)s, %(licence)s. %(conditions)s") % values


def conditions(answer: AnswerRow) -> list[str]:
    """What the licence obliges to, each as a sentence."""
    obliged = BASES[code_of_licence(answer.licence)].obliges if answer.licence else ()
    return [sentence for one in obliged if (sentence := condition(one))]


@spoken
def condition(obligation: Obligation) -> str:
    """What a licence obliges those who share the work to; "" for what only concerns this site."""
    return {
        Obligation.ATTRIBUTION: gettext("Name title, author, source and licence."),
        Obligation.SHARE_ALIKE: gettext("What you make of it must bear the same licence."),
        Obligation.NONCOMMERCIAL: gettext("Not for advertising or payment."),
        Obligation.NO_CHANGES: gettext("Only unchanged."),
        Obligation.CREDIT: gettext("Name its makers."),
        Obligation.AS_LICENSED: gettext("The licence says what it asks for."),
    }.get(obligation, "")
