"""Open licences: which of a maker's licences counts, and how it is told."""

from collections.abc import Iterable

from allostream.rights.engine.answers import Input, Sentence, Step
from allostream.rights.engine.facts import OpenLicence
from allostream.rights.engine.routes import is_weak


def freest(licences: Iterable[OpenLicence]) -> OpenLicence | None:
    """The maker's licence that counts: one that is sure before one that is not, then the one with fewest conditions."""
    by_maker = [one for one in licences if one.is_by_maker]
    return min(by_maker, key=_conditions, default=None)


def _conditions(licence: OpenLicence) -> tuple[bool, int]:
    return is_weak(licence.sources), licence.is_noncommercial + licence.is_no_derivatives


def licence_sentence(licence: OpenLicence) -> Sentence:
    """The licence in words: with its conditions."""
    kind = "-nc" * licence.is_noncommercial + "-nd" * licence.is_no_derivatives
    return Sentence(f"open.licence{kind}", (("licence", licence.name),))


def licence_input(licence: OpenLicence) -> Input:
    """The licence as a fact that the answer rests on."""
    return Input("licence", licence.uri, licence.name, licence.sources)


def licence_step(licence: OpenLicence) -> Step:
    """What a licence gave on the way: nothing if it is not shown to be the maker's."""
    if licence.is_by_maker:
        return Step("any.open-licence", "open", licence_sentence(licence), (licence_input(licence),))
    sentence = Sentence("open.not-by-maker", (("licence", licence.name),))
    return Step("any.open-licence", "not_applicable", sentence, (licence_input(licence),))
