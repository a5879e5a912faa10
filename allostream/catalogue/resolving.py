"""Which titles of the catalogue descriptions are about: the one resolution for all sources, of works and of links.

verdicts = resolve([Described(names=(KnownName("Nosferatu", "de", "original"),), kind="film", year=1922)])
"""

from allostream.catalogue.intake.resolving import candidates_of, described_record, gathered, resolve

__all__ = ["candidates_of", "described_record", "gathered", "resolve"]
